"""The pages of the register: what a customer finds on each."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import html5lib
import pytest

from generator.facts.facts import Facts
from generator.outputs.page import Page
from generator.outputs.pages import files, not_found, pages, sections
from generator.outputs.paging import slices
from generator.outputs.score_pages import score_pages
from generator.settings import Settings
from generator.words import words
from tests.facts.scoring import written
from tests.outputs.registers import HOSTILE, action, facts, hostile_facts, insight

SHOWN = sorted(HOSTILE.keys() - {"not characters"})
"""What the reader lets through as far as a page: no file could hold a lone surrogate."""

SETTINGS = Settings(site_url="https://bank.example/feedback/")


def made(found: Facts, language: str = "en") -> Mapping[str, Page]:
    """All pages of a language by their address."""
    return {page.address: page for page in pages(found, words(language), SETTINGS)}


def text_of(page: Page) -> str:
    """What a reader reads, on one line."""
    body = re.sub(r"</(?:h\d|dt|dd|p|th|td|li)>", r"\g<0> ", page.body)
    tree = html5lib.parseFragment(body, namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def process(**fields: Any) -> dict[str, Any]:
    """A process that promised news by 1 June."""
    return action("routing", kind="process", next_update="2026-06-01", **fields)


def test_every_address_of_the_contract_has_its_page() -> None:
    found = made(facts(insight(segments=["business"], actions=[action(by=["belhuis"])])))
    assert {
        "",
        "insights/",
        "insights/phone/",
        "topics/app/",
        "topics/phone/",
        "journey/",
        "journey/help/",
        "parties/service/",
        "parties/belhuis/",
        "segments/business/",
        "done/",
        "in-progress/",
        "not-doing/",
        "promises/",
        "follow/",
        "data/",
    } == set(found)


def test_one_option_is_a_choice_where_not_everything_fits_it() -> None:
    some = facts(insight(), insight("branch", segments=["business"]))
    assert re.findall('data-facet="(.*?)"', made(some)["insights/"].body) == ["segment"]
    every = facts(insight(segments=["business"]), insight("branch", segments=["business"]))
    assert "data-facet" not in made(every)["insights/"].body


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("register", [(), (insight(),)], ids=["empty", "one insight"])
def test_each_page_is_whole_html_with_one_heading_and_its_own_title(
    language: str, register: tuple[dict[str, Any], ...]
) -> None:
    found = made(facts(*register), language)
    for page in found.values():
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parseFragment(page.body)
        assert parser.errors == [], page.address
        assert [heading.get("id") for heading in tree.iter("h1")] == ["main"]
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), page.address
        assert page.title
        assert page.description
        assert not re.search(r"\sstyle=|<style|<script", page.body)
    assert len({page.title for page in found.values()}) == len(found)


def test_every_link_leads_to_a_page_or_a_file_of_the_site() -> None:
    merged = insight("old", merged_into="phone")
    plain = insight(segments=["business"], actions=[process(by=["belhuis"])])
    found = made(facts(plain, merged), "nl")
    elsewhere = ("how-we-decide/", "scores/")  # made by others
    for page in found.values():
        for link in re.findall(r'href="([^"]*)"', page.body):
            if link.startswith("https:"):
                continue
            target = _resolve(page.address, link.partition("#")[0])
            known = target in found or target.startswith(elsewhere)
            assert known or re.search(r"\.(xml|json|ics|csv|md)$", target), (page.address, link)


def _resolve(address: str, link: str) -> str:
    parts = address.split("/")[:-1]
    for step in link.removeprefix("./").split("/")[:-1]:
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "".join(f"{part}/" for part in parts) + link.rsplit("/", 1)[-1].replace(".MD", ".md")


def test_an_insight_reads_as_question_and_answer() -> None:
    page = made(facts(insight(severity="3", impact="1")))["insights/phone/"]
    said = text_of(page)
    assert said.index("You said") < said.index("You wait too long.") < said.index("We did")
    assert "1st quarter 2026" in said
    assert "4 × 3 × 1 = 12" in said
    assert page.description == "You said: You wait too long. Our answer: Done."
    assert page.changed == date(2026, 5, 12)


def test_an_overdue_promise_is_seen_on_home_the_insight_its_lists_and_its_party() -> None:
    found = made(facts(insight(actions=[process(by=["belhuis"])])))
    wanted = "overdue by 173 days (promised by 1 June 2026)"
    for address in ("insights/phone/", "topics/app/", "parties/belhuis/", "promises/", ""):
        assert wanted in text_of(found[address]), address


def test_the_lists_and_how_well_we_listen_count_the_same_refusals() -> None:
    no = action(kind="no-action", reason="law", final="true")
    keep = no | {"reason": "keep-as-is"}
    stays = insight("stays", actions=[keep], sentiment="positive")
    found = facts(insight("refused", actions=[no]), stays)
    assert "2 not doing" in text_of(made(found)["insights/"])
    listening = {page.address: page for page in score_pages(found, words("en"), SETTINGS)}
    said = text_of(listening["how-we-listen/"])
    assert "2 Not doing, of which 1 stays because customers are happy with it" in said


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "nl",
            [
                "1 van 1 inzicht beantwoord",
                "0 van 1 belofte op tijd",
                "Effect gemeten bij 0 van 1 antwoord ",
                "0 van 1 inzicht met een nee kwam terug",
                "Klanten brachten het één keer ter sprake.",
            ],
        ),
        (
            "en",
            [
                "1 of 1 insight answered",
                "0 of 1 promise on time",
                "Effect measured for 0 of 1 answer ",
                "0 of 1 insight with a no came up again",
                "Customers brought it up once.",
            ],
        ),
    ],
)
def test_how_well_we_listen_counts_one_as_one(language: str, wanted: list[str]) -> None:
    no = action("no", kind="no-action", reason="law", final="true")
    once = [{"period": "2026-Q1", "mentions": "1"}]
    found = facts(insight(heard=once, actions=[process(), no]))
    listening = {page.address: page for page in score_pages(found, words(language), SETTINGS)}
    said = text_of(listening["how-we-listen/"])
    assert [one for one in wanted if one not in said] == []


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("nl", "Klanten brachten dit samen 12 keer ter sprake."),
        ("en", "Together, customers brought this up 12 times."),
    ],
)
def test_one_insight_that_was_heard_often_is_not_told_as_many(language: str, wanted: str) -> None:
    found = facts(insight(heard=[{"period": "2026-Q1", "mentions": "12"}]))
    listening = {page.address: page for page in score_pages(found, words(language), SETTINGS)}
    assert wanted in text_of(listening["how-we-listen/"])


def test_what_was_heard_and_answered_is_told_per_year_and_topic_too() -> None:
    heard = [{"period": "2025-Q4", "mentions": "7"}, {"period": "2026-Q1", "mentions": "30"}]
    no = action("no", kind="no-action", reason="law", final="true", date="2025-12-20")
    found = facts(insight(heard=heard, actions=[process(), no]))
    listening = {page.address: page for page in score_pages(found, words("en"), SETTINGS)}
    said = text_of(listening["how-we-listen/"])
    head = "Times heard Insights Answered Done straight away Taken on No Days to answer (median)"
    assert f"Year {head} 2026 30 0 –none yet 0 1 0 –none yet 2025 7 1 1 of 1 0 0 1 80 " in said
    assert f"Topic {head} App 37 1 1 of 1 0 1 1 80 Everything 37 1 1 of 1 0 1 1 80 " in said
    assert "Of those, better Of those, no demonstrable difference Of those, worse" in said


def test_a_no_that_became_a_yes_is_told_as_past() -> None:
    no = action("no", kind="no-action", reason="not-now", date="2026-01-20", reconsider="2026-05")
    for later, wanted in (
        (action("yes"), "At first we did not do this"),
        (process(date="2026-05-12"), "At first we did not do this"),
        (no | {"id": "still", "date": "2026-05-12", "reconsider": "2027"}, "We will not do this"),
    ):
        said = text_of(made(facts(insight(actions=[no, later])))["insights/phone/"])
        assert f"{wanted} Not now Decided on 20 January 2026" in said
    before = insight(actions=[no | {"reconsider": "2027"}, action("yes")])
    assert "We will not do this Not now" in text_of(made(facts(before))["insights/phone/"])


@pytest.mark.parametrize(("language", "wanted"), [("nl", "Antwoord van"), ("en", "Answer from")])
def test_a_no_and_what_was_stopped_say_whose_answer_it_is(language: str, wanted: str) -> None:
    no = action("no", kind="no-action", reason="law", final="true", by=["belhuis"])
    end = {"date": "2026-05-30", "text": "Einde.", "status": "stopped", "reason": "Te duur."}
    for answer in (no, process(updates=[end], by=["belhuis"])):
        found = made(facts(insight(actions=[answer])), language)
        for address in ("insights/phone/", "insights/", "journey/"):
            assert f"{wanted}: Belhuis" in text_of(found[address]), address
            assert words(language)("insight.who") + ":" not in text_of(found[address]), address


def test_a_figure_of_few_answers_says_so_on_the_home_page_too() -> None:
    few = written([{"period": "2026-Q3", "n": 12, "positive": 10}])
    said = text_of(made(facts(insight(), scores=[few]))[""])
    assert "12 answers (few answers); first round" in said


def test_without_scores_their_page_leads_on() -> None:
    found = {page.address: page for page in score_pages(facts(insight()), words("en"), SETTINGS)}
    assert 'href="../insights/"' in found["scores/"].body


def test_one_insight_on_another_site_is_named_once_below_who_answers() -> None:
    found = {file.path: file for file in files(facts(insight()), words("en"), SETTINGS)}
    shown = found["embed/insights/phone/index.html"].content.decode()
    assert '<h1 id="main">You said, Voorbeeldbank did</h1>' in shown
    assert shown.split("</head>")[1].count("Long waits") == 1


def test_a_moved_promise_keeps_the_day_it_had() -> None:
    moved = {"date": "2026-05-30", "text": "Bijna.", "next_update": "2026-12-01"}
    found = made(facts(insight(actions=[process(updates=[moved])])))
    for address in ("insights/phone/", "promises/"):
        assert "Promised before: 1 June 2026" in text_of(found[address])


def test_a_moved_promise_has_the_day_it_had_in_lists_too() -> None:
    moved = {"date": "2026-05-20", "text": "Bijna.", "next_update": "2026-12-01"}
    found = made(facts(insight(actions=[process(updates=[moved], by=["belhuis"])])))
    for address in ("", "in-progress/", "topics/app/", "promises/"):
        assert "Promised before: 1 June 2026" in text_of(found[address]), address
    assert text_of(found["parties/belhuis/"]).count("Promised before: 1 June 2026") == 2


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "Promised before: 1 June 2026, 1 July 2026 and 1 August 2026."),
        ("nl", "Eerder beloofd: 1 juni 2026, 1 juli 2026 en 1 augustus 2026."),
    ],
)
def test_days_in_a_row_are_told_as_the_language_tells_them(language: str, wanted: str) -> None:
    moved = [
        {"date": f"2026-05-{day}", "text": "Bijna.", "next_update": due}
        for day, due in ((21, "2026-07-01"), (22, "2026-08-01"), (23, "2026-12-01"))
    ]
    found = made(facts(insight(actions=[process(updates=moved)])), language)
    assert wanted in text_of(found["promises/"])


def test_news_that_came_late_says_so() -> None:
    late = {"date": "2026-06-04", "text": "Klaar.", "status": "done"}
    page = made(facts(insight(actions=[process(updates=[late])])))["insights/phone/"]
    assert "4 June 2026 Finished 3 days later than promised" in text_of(page)


def test_a_no_has_its_reason_an_alternative_and_when_we_look_again() -> None:
    no = action(kind="no-action", reason="law", alternative={"nl": "Bel ons.", "en": "Ring us."})
    found = made(
        facts(
            insight("for-good", actions=[no | {"final": "true"}]),
            insight("for-now", actions=[no | {"reconsider": "2027-04"}]),
        )
    )
    final, again = (text_of(found[f"insights/{name}/"]) for name in ("for-good", "for-now"))
    assert "We will not do this The law" in final
    assert "What you can do instead Ring us." in final
    assert "This decision is final." in final
    assert "Another look at this: due by 30 April 2027" in again
    assert "30\N{NO-BREAK SPACE}April 2027" in found["insights/for-now/"].body
    assert "final" not in again


def test_an_insight_that_is_gone_says_what_happened_and_leads_on() -> None:
    found = made(
        facts(
            insight(),
            insight("old", merged_into="phone"),
            insight("wrong", withdrawn={"date": "2026-07-01", "reason": "Not about us."}),
        )
    )
    merged, withdrawn = found["insights/old/"], found["insights/wrong/"]
    assert 'href="../../insights/phone/"' in merged.body
    assert "We withdrew this insight on 1 July 2026. Not about us." in text_of(withdrawn)
    assert not merged.in_search
    assert not withdrawn.in_search
    assert "Now part of this Long waits" in text_of(found["insights/phone/"])
    assert found["insights/"].body.count("data-id=") == 1


@pytest.mark.parametrize("typed", ["1. Long waits", "+ 5 points", "*Quick* money", "__init__"])
def test_a_name_is_what_was_typed_in_the_title_of_a_page_too(typed: str) -> None:
    found = made(facts(insight(title=typed, topics=["app"]), topics={"app": typed}))
    for address in ("insights/phone/", "topics/app/"):
        assert typed in found[address].title
        assert typed in text_of(found[address])


def test_what_was_merged_twice_leads_to_where_the_news_is() -> None:
    shown = made(
        facts(
            insight(title="Calls"),
            insight("old", title="Waits", merged_into="phone"),
            insight("older", title="Queues", merged_into="old"),
        )
    )["insights/older/"]
    assert "You will find the news there: Calls" in text_of(shown)


def test_nobody_waits_for_an_answer_to_an_insight_that_is_gone() -> None:
    gone = {"withdrawn": {"date": "2026-07-01", "reason": "Not about us."}}
    unanswered = {"actions": [], "answer_by": "2026-12-01"}
    found = made(
        facts(
            insight(),
            insight("waits", **unanswered),
            insight("old", merged_into="phone", **unanswered),
            insight("wrong", **gone, **unanswered),
            insight("done", **gone),
        )
    )
    waits, old, wrong, done = (
        text_of(found[f"insights/{name}/"]) for name in ("waits", "old", "wrong", "done")
    )
    assert "finding out what we can do" in waits
    assert "finding out what we can do" not in old + wrong
    assert "U kunt bellen." in done


def test_a_partners_part_is_visible_as_theirs() -> None:
    found = made(facts(insight(actions=[action(by=["service", "belhuis"])])))
    for address in ("insights/phone/", "journey/", "journey/help/", "topics/app/"):
        assert "Service, Belhuis partner" in text_of(found[address]), address
    assert "an independent organisation" in text_of(found["parties/belhuis/"])
    assert "One of our own teams" in text_of(found["parties/service/"])


def test_a_promise_whose_day_is_to_come_is_not_told_as_one_that_was_not_kept() -> None:
    later = process(by=["belhuis"]) | {"next_update": "2027-01-15"}
    found = made(facts(insight(actions=[later])))
    party = text_of(found["parties/belhuis/"])
    assert "1 outstanding promise" in party
    assert "not kept" not in party + found["parties/belhuis/"].description


def test_a_text_without_translation_is_marked_with_its_language() -> None:
    page = made(facts(insight(title={"nl": "Lang wachten"})))["insights/phone/"]
    assert '<h1 id="main"><span lang="nl">Lang wachten</span></h1>' in page.body


def test_a_long_list_is_in_pages_of_fifty_that_lead_to_each_other() -> None:
    found = made(facts(*(insight(f"phone-{number}") for number in range(120))))
    first, last = found["insights/"], found["insights/page/3/"]
    assert first.body.count("data-id=") == 50
    assert last.body.count("data-id=") == 20
    assert 'rel="next" href="../insights/page/2/"' in first.body
    assert 'rel="prev" href="../../../insights/page/2/"' in last.body
    assert "120 insights (101 to 120)" in text_of(last)
    assert found["topics/app/page/2/"].title == "App: you said, we did (page 2)"


def test_the_numbers_of_pages_leave_out_the_middle() -> None:
    part = list(slices(range(5000), "insights/"))[49]
    assert part.near == [1, 0, 49, 50, 51, 0, 100]
    assert part.start == 2451


def test_the_index_of_the_filters_has_every_current_insight_with_its_places() -> None:
    found = facts(
        insight("light", segments=["business"], actions=[action(by=["belhuis"])]),
        insight("heavy", severity="3", title={"nl": "Zwaar"}),
        insight("gone", merged_into="heavy"),
    )
    index = json.loads(next(iter(files(found, words("en"), SETTINGS))).content)
    assert index["facets"] == {
        "kind": ["done"],
        "topic": ["app"],
        "journey": ["help"],
        "segment": ["business"],
        "party": ["belhuis"],
        "source": ["survey"],
    }
    assert index["insights"] == [
        ["heavy", "Zwaar", "nl", 0, [0], [0], [0], [], [], [0]],
        ["light", "Long waits", 0, 0, [0], [0], [0], [0], [0], [0]],
    ]


def test_a_compliment_that_stays_as_it_is_does_not_look_like_a_refusal() -> None:
    kept = action("keep", kind="no-action", reason="keep-as-is", final="true")
    praise = insight("praise", sentiment="positive", actions=[kept])
    complaint = insight("complaint", sentiment="negative", actions=[kept])
    found = facts(praise, complaint)
    shown = made(found)
    said = text_of(shown["insights/praise/"]).partition("Something to add?")[0]
    assert said.count("We keep it this way") == 2  # at the head, and as the answer
    assert "We will not do this" not in said
    assert "We will not do this" in text_of(shown["insights/complaint/"])
    rows = json.loads(next(iter(files(found, words("en"), SETTINGS))).content)["insights"]
    assert {row[0]: row[3] for row in rows} == {"praise": "keeping", "complaint": 0}


def test_a_card_says_one_sentence_once() -> None:
    same = {"nl": "U wacht te lang!", "en": "You wait too long."}
    shown = made(facts(insight("same", title=same), insight("other")))["insights/"]
    cards = shown.body.split("data-id=")[1:]
    assert {card.split('"')[1]: "yswd-card__said" in card for card in cards} == {
        "other": True,
        "same": False,
    }


def test_a_card_tells_the_answer_that_is_still_being_worked_on() -> None:
    """Not the latest news of another answer, on which the work has ended."""
    end = {"date": "2026-07-01", "text": "Dat lukt niet.", "status": "stopped", "reason": "Geld."}
    news = {"date": "2026-06-20", "text": "Wij proberen het.", "next_update": "2026-07-01"}
    ended = action("other", kind="process", next_update="2026-06-20", updates=[news, end])
    still = process(text="Wij maken een keuzemenu.", date="2026-05-01")
    card = text_of(made(facts(insight("phone", actions=[ended, still])), "nl")["insights/"])
    assert "Wij maken een keuzemenu." in card
    assert "Wij proberen het." not in card


def test_what_weighs_the_same_is_in_order_of_news() -> None:
    older = insight("a-older", actions=[action(date="2026-05-01")])
    newer = insight("z-newer", actions=[action(date="2026-06-01")])
    assert [fact.id for fact in facts(older, newer).current] == ["z-newer", "a-older"]


def test_one_option_is_no_choice() -> None:
    body = made(facts(insight()))["insights/"].body
    assert "data-facet" not in body
    assert '<nav class="yswd-filters' not in body
    both = made(facts(insight(), insight("two", topics=["phone"])))["insights/"].body
    assert re.findall(r'data-facet="(\w+)"', both) == ["topic"]


def test_home_shows_a_dozen_topics_and_keeps_the_rest_at_hand() -> None:
    topics = {f"topic-{number}": f"Topic {number}" for number in range(20)}
    busy = [insight(f"one-{name}", topics=[name]) for name in topics]
    found = facts(*busy, insight("again", topics=["topic-19"]), topics=topics)
    first, _, rest = made(found)[""].body.partition("yswd-chips-more")
    assert first.count("topics/topic-") == 12
    assert "topics/topic-19/" in first
    assert "8 more topics" in rest
    assert rest.count("topics/topic-") == 8


SCORES = [
    {"id": name, "title": name, "metric": "nps", "level": level,
     "points": [{"period": period, "n": "100", "value": "20"}]}
    for name, level, period in (
        ("desk", "contact", "2026-Q3"), ("older", "organisation", "2026-Q1"),
        ("newer", "organisation", "2026-Q3"),
    )
]  # fmt: skip


def test_a_register_of_scores_alone_shows_only_scores() -> None:
    found = facts(scores=SCORES)
    assert sections(found) == {"scores", "about"}
    home = made(found)[""].body
    assert "Everything gets an answer" not in text_of(made(found)[""])
    assert "yswd-kinds" not in home
    assert [home.index(f"scores/{name}/") for name in ("newer", "older", "desk")] == sorted(
        home.index(f"scores/{name}/") for name in ("newer", "older", "desk")
    )


def test_a_register_of_insights_alone_has_no_menu_for_scores_or_promises() -> None:
    assert sections(facts(insight())) == {"insights", "journey", "about"}
    assert sections(facts()) == {"insights", "about"}
    assert "promises/" not in made(facts(insight()))[""].body


def test_neighbours_are_few_however_many_there_are() -> None:
    found = made(facts(*(insight(f"phone-{number}") for number in range(60))))
    near = found["insights/phone-30/"].body.partition('id="near"')[2].partition("</ul>")[0]
    assert near.count("<li>") <= 6
    assert "insights/phone-30/" not in near


def test_embeds_are_whole_documents_that_open_outside_their_frame() -> None:
    outputs = {
        file.path: file.content.decode() for file in files(facts(insight()), words("nl"), SETTINGS)
    }
    for address in ("latest", "topics/app", "topics/phone", "insights/phone"):
        document = outputs[f"embed/{address}/index.html"]
        assert document.startswith("<!doctype html>")
        assert '<base target="_top">' in document
        assert "<script" not in document
        html5lib.HTMLParser(strict=True).parse(document)


def test_the_page_for_what_is_not_there_leads_on_from_any_address() -> None:
    page = not_found(facts(insight()), words("en"), SETTINGS)
    assert 'href="/feedback/en/insights/"' in page.body
    assert 'href="/feedback/en/topics/app/"' in page.body
    assert "../" not in page.body


@pytest.mark.parametrize("text", [HOSTILE[name] for name in SHOWN], ids=SHOWN)
def test_what_was_typed_is_shown_and_never_run(text: str) -> None:
    found = hostile_facts(text)
    bodies = [page.body for page in made(found).values()]
    outputs = [file for file in files(found, words("en"), SETTINGS) if file.path.endswith("html")]
    bodies += [file.content.decode() for file in outputs]
    for body in bodies:
        assert "<script" not in body
        assert "<b>" not in body
        assert "onerror" not in body


def test_a_merged_insight_leads_to_the_one_it_is_in() -> None:
    merged = insight("one", actions=[], merged_into="two")
    page = made(facts(merged, insight("two", title="Wachtrij")), "nl")["insights/one/"]
    assert '<a class="yswd-more" href="../../insights/two/">Wachtrij</a>' in page.body


def test_an_empty_page_sends_nobody_to_a_list_that_is_empty_too() -> None:
    empty = made(facts())
    for address in ("", "insights/", "done/", "journey/", "promises/"):
        said = text_of(empty[address])
        assert "See everything you said" not in said, address
        assert "Tell us" in said, address
    some = made(facts(insight()))["not-doing/"]
    assert "See everything you said" in text_of(some)
