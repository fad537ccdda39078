"""What is seen of editions: the list, each as it was, each against today, and a history."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import unescape

import pytest

from generator.editions.chain import Chain, load_chain
from generator.editions.edition import freeze
from generator.editions.history import stages
from generator.editions.publish import files_to_write
from generator.editions.wording import pieces
from generator.facts.facts import Facts, work_out
from generator.facts.suppression import publishable
from generator.files import Folder
from generator.outputs.changes import marked, subjects
from generator.outputs.edition_layout import IN_FULL
from generator.outputs.edition_pages import edition_files, edition_pages
from generator.outputs.edition_parts import LISTED
from generator.outputs.page import File, Page
from generator.outputs.pages import pages
from generator.outputs.past import IN_SWITCH, Past, switch
from generator.register.load import load
from generator.register.model import Register
from generator.settings import Settings
from generator.site import MadeSite, make_site
from generator.words import words
from tests.conftest import ROOT
from tests.editions.registers import (
    FIRST,
    Plain,
    both,
    chain_of,
    direct,
    insight,
    process,
    published,
    refusal,
    register,
    update,
)
from tests.facts.scoring import written

TODAY = date(2026, 11, 21)
LATER = TODAY + timedelta(days=200)
BEFORE = "You wait at the desk <b>"
AFTER = "You wait long at the counter <b>"


def said(text: str) -> Plain:
    return {"said": {"nl": f"NL: {text}", "en": text}}


STORY: Sequence[Register] = (
    register(
        insight("waiting", **said(BEFORE), actions=[process()]),
        insight("parking", answer_by="2026-05-01"),
    ),
    register(
        insight("waiting", **said(AFTER), actions=[process()]),
        insight("parking", answer_by="2026-05-01", actions=[refusal(date="2026-04-03")]),
    ),
    register(
        insight("waiting", **said(AFTER), actions=[process()]),
        insight("parking", answer_by="2026-05-01", actions=[refusal(date="2026-04-03")]),
        insight("chat", actions=[direct(date="2026-04-10")]),
    ),
)


def story(registers: Sequence[Register] = STORY) -> tuple[Past, Facts]:
    """A few editions, and today: as the last edition."""
    past = Past(load_chain(chain_of(registers)))
    return past, work_out(registers[-1], TODAY, 10)


def made(past: Past, facts: Facts, language: str = "en") -> Mapping[str, Page]:
    found = edition_pages(past, facts, words(language), Settings())
    return {page.address: page for page in found}


def text(html: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def anchors(page: Page) -> list[str]:
    return re.findall(r'id="insight-([a-z0-9-]+)"', page.body)


def files(past: Past) -> Mapping[str, File]:
    return {file.path: file for file in edition_files(past, "nl", Settings())}


def test_the_list_has_the_latest_first_and_says_what_changed() -> None:
    page = made(*story())["editions/"]
    seen = text(page.body)
    assert seen.index("Edition e03") < seen.index("Edition e02") < seen.index("Edition e01")
    assert "One refused" in seen
    assert "One done, one new on the site" in seen
    assert "The first edition" in seen
    assert page.in_search


def test_what_should_have_been_measured_by_then_was_late_and_not_too_early() -> None:
    measure = {"score": "csat", "before": "2025-Q3", "after": "2025-Q4"}
    scores = [written([{"period": "2025-Q3", "n": 100, "positive": 60}])]
    done = direct(date="2025-10-01", measure=measure)
    page = made(*story([register(insight("waiting", actions=[done]), scores=scores)]))
    seen = text(page["editions/e01/"].body)
    assert "Did it help? overdue by 90 days (promised by 31 December 2025)" in seen
    assert "Too early" not in seen


def test_why_something_cannot_be_measured_does_not_read_as_news() -> None:
    news = [update("2026-02-10", next_update="2026-12-01")]
    work = process(updates=news, not_measured=both("Nobody calls"))
    page = made(*story([register(insight("waiting", actions=[work]))]))["editions/e01/"]
    assert "News of 2026-02-10 (en) Did it help? Nobody calls (en)" in text(page.body)


@pytest.mark.parametrize("others", [0, 100], ids=["in full", "a line each"])
def test_a_compliment_that_stays_as_it_is_is_no_refusal_in_an_edition(others: int) -> None:
    keep = refusal(reason="keep-as-is", final="true")
    del keep["reconsider"]
    praise = insight("praise", sentiment="positive", actions=[keep])
    many = [insight(f"i{number}", answer_by="2026-06-01") for number in range(others)]
    page = made(*story([register(praise, *many)] * 2))["editions/e01/"]
    said = text(page.body.partition('id="weightiest"')[2])
    assert "We keep it this way" in said
    assert "Not doing" not in said
    assert "will not do" not in said


def test_the_whole_digest_can_be_copied_and_the_file_is_a_click_away() -> None:
    past, facts = story()
    for language in ("nl", "en"):
        body = made(past, facts, language)["editions/"].body
        above = "../" if language == "nl" else "../../"
        for edition in past.chain.editions:
            assert f'<code class="yswd-digest__whole">{edition.sha256}</code>' in body
            assert f'href="{above}editions/{edition.file}"' in body


def test_a_site_without_editions_says_so() -> None:
    facts = work_out(STORY[0], TODAY, 10)
    found = made(Past(), facts)
    assert list(found) == ["editions/"]
    assert words("en")("editions.none") in text(found["editions/"].body)


def test_a_figure_of_few_answers_says_so_in_an_edition_too() -> None:
    few = written([{"period": "2026-Q1", "n": 12, "positive": 10}])
    found = made(*story([register(insight("waiting"), scores=[few])]))
    assert "12 answers ( few answers )" in text(found["editions/e01/"].body)


def test_an_edition_has_the_whole_register_as_it_was() -> None:
    found = made(*story())
    assert anchors(found["editions/e01/"]) == ["waiting", "parking"]
    assert anchors(found["editions/e03/"]) == ["waiting", "parking", "chat"]
    first, second = text(found["editions/e01/"].body), text(found["editions/e02/"].body)
    assert "You wait at the desk <b>" in first
    assert "You wait long at the counter" not in first
    assert "You wait long at the counter <b>" in second


def test_facts_are_those_of_the_day_of_the_edition() -> None:
    past, facts = story()
    promise = facts.by_id["waiting"].next_promise
    assert promise is not None
    overdue = words("en")("clock.overdue", n=promise.days, due=promise.due)
    then = text(made(past, facts)["editions/e03/"].body)
    assert overdue not in then  # in April the promise for May was not overdue yet
    assert words("en")("clock.due", due=promise.due) in then


def test_an_old_edition_is_not_for_search_engines_and_says_that_it_is_old() -> None:
    for address, page in made(*story()).items():
        if address != "editions/":
            assert not page.in_search
            assert page.edition == address.split("/")[1]
            assert words("en")("editions.to-today") in text(page.body)


def test_an_edition_is_compared_with_the_one_before_and_with_today() -> None:
    found = made(*story())
    second = text(found["editions/e02/"].body)
    assert "What changed since edition e01" in second
    assert "Answer of 3 April 2026: we will not do this." in second
    first_and_today = text(found["editions/e01/changes/"].body)
    assert "New on this site." in first_and_today
    assert "Answer of 3 April 2026: we will not do this." in first_and_today
    assert 'href="../../../insights/parking/index.html"' in found["editions/e01/changes/"].body


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_page_says_follows_from_the_typed_differences_alone(language: str) -> None:
    past, facts = story()
    own = words(language)
    found = made(past, facts, language)
    for stage in stages(past.chain):
        body = found[f"editions/{stage.edition.id}/"].body
        section = body[body.index('id="changed"') : body.index("</section>")]
        told = [unescape(line) for line in re.findall(r"<p>([^<]*)</p>", section)]
        broken = [line for line in told if re.search(r"\d [a-z]{3,} \d{4}", line, re.IGNORECASE)]
        assert not broken, "no line ends between a day and its month"
        told = [line.replace("\N{NO-BREAK SPACE}", " ") for line in told]
        assert sorted(told) == sorted(one.explain(own) for one in stage.differences)


def test_words_that_went_and_came_are_marked_also_for_who_listens() -> None:
    html = marked(pieces(BEFORE, AFTER), words("en"))
    went = [text(part) for part in re.findall(r"<del>(.*?)</del>", html)]
    came = [text(part) for part in re.findall(r"<ins>(.*?)</ins>", html)]
    assert "".join(went) == "[taken out: desk ]"
    assert came == ["[added: long ]", "[added: counter ]"]
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_far_from_a_change_a_text_is_cut_at_whole_words() -> None:
    start = " ".join(f"word{n}" for n in range(60))
    html = marked(pieces(f"{start} old {start}", f"{start} new {start}"), words("en"))
    seen = text(html)
    assert seen.startswith("… word")
    assert seen.endswith(" …")
    assert set(re.findall(r"word\w+", seen)) <= set(start.split())


def history(language: str, name: str) -> str:
    past, facts = story()
    found = {page.address: page for page in pages(facts, words(language), Settings(), past)}
    body = found[f"insights/{name}/"].body
    return body[body.index('class="yswd-history"') :] if "yswd-history" in body else ""


def test_an_insight_has_the_history_of_what_changed_in_it() -> None:
    seen = history("en", "waiting")
    assert seen.index("Edition e02") < seen.index("Edition e01")
    assert "Edition e03" not in seen
    assert "<del>" in seen
    assert "<ins>" in seen
    assert 'href="../../editions/e02/index.html#insight-waiting"' in seen
    assert "weggehaald" in history("nl", "waiting")


def test_an_insight_that_never_changed_has_no_history() -> None:
    assert history("en", "chat") == ""


def test_a_text_that_changed_in_the_other_language_only_is_marked_with_its_language() -> None:
    one = insight("desk", said={"nl": "Lang wachten", "en": "A long wait"})
    two = insight("desk", said={"nl": "Heel lang wachten", "en": "A long wait"})
    past, facts = story([register(one), register(two)])
    assert '<p class="yswd-wording" lang="nl">' in made(past, facts)["editions/e02/"].body
    assert '<p class="yswd-wording">' in made(past, facts, "nl")["editions/e02/"].body


def test_a_name_that_is_the_same_in_each_language_is_in_none_of_them() -> None:
    partner = {"kind": "partner", "homepage": "https://www.example.net/"}
    named = (
        register(insight("desk"), parties={"belhuis": {"name": name, **partner}})
        for name in ("Belhuis", "Belkantoor")
    )
    past, facts = story([*named])
    body = made(past, facts)["editions/e02/"].body
    assert "Belkantoor" in body
    assert '<p class="yswd-wording" lang=' not in body


MANY = IN_FULL + 1_200
"""Insights of an edition that is too large to have every text in full, on one page or at all."""


def large(*changed: str) -> Register:
    """Many insights; those that are named say something else."""
    names = (f"i{n}" for n in range(MANY))
    return register(
        *(
            insight(name, **said(f"Customer {name} {'is heard' if name in changed else 'waits'}"))
            for name in names
        )
    )


def pages_of(found: Mapping[str, Page], edition: str) -> list[Page]:
    """The pages with the register of an edition."""
    mail, changes = (f"editions/{edition}/{name}/" for name in ("digest", "changes"))
    return [
        page
        for address, page in found.items()
        if address.startswith(f"editions/{edition}/") and address not in (mail, changes)
    ]


def lines(found: Mapping[str, Page], edition: str, heading: str) -> list[str]:
    """The insights with a line below the headings that begin with some words."""
    lists = re.findall(
        r'<h3 class="yswd-register__from">(.*?)</h3>\s*<ul[^>]*>(.*?)</ul>',
        "".join(page.body for page in pages_of(found, edition)),
        re.DOTALL,
    )
    wanted = [items for head, items in lists if text(head).startswith(heading)]
    return re.findall(r'id="insight-([^"]+)"', "".join(wanted))


def test_a_large_edition_has_an_anchor_for_each_insight_on_a_few_pages() -> None:
    past, facts = story([large(), large("i7"), large("i7", "i8")])
    found = made(past, facts)
    every = [f"i{n}" for n in range(MANY)]
    for edition in ("e01", "e02", "e03"):
        pages = pages_of(found, edition)
        assert len(pages) <= 6
        there = [name for page in pages for name in anchors(page)]
        assert sorted(there) == sorted(every)
        numbered = [f"Edition {edition} (page {n})" for n in range(2, len(pages) + 1)]
        assert [page.title for page in pages] == [f"Edition {edition}", *numbered]
        for page in pages:
            for name in anchors(page):
                assert past.place(edition, name) == f"{page.address}index.html#insight-{name}"


def test_a_large_edition_has_the_texts_that_are_no_longer_so() -> None:
    past, facts = story([large(), large("i7"), large("i8"), large("i8", "i9")])
    found = made(past, facts)
    whole = {
        edition.id: text("".join(page.body for page in pages_of(found, edition.id)))
        for edition in past.chain.editions
    }
    assert "Customer i7 waits" in whole["e01"]  # and now it does again, which is another text
    assert "Customer i7 is heard" in whole["e02"]
    assert "Customer i8 waits" in whole["e01"]
    assert "Customer i9 is heard" in whole["e04"]  # the last edition has all that is new in it
    assert "Customer i8 is heard" not in whole["e03"]  # today's page still says so
    assert lines(found, "e03", "Still so today") == ["i7", "i8"]
    assert 'href="../../insights/i8/index.html"' in found["editions/e03/"].body


def test_what_did_not_change_in_a_large_edition_stands_below_the_edition_with_its_text() -> None:
    past, facts = story([large(), large("i7"), large("i7", "i8")])
    found = made(past, facts)
    since_second = lines(found, "e03", "Unchanged since edition e02")
    since_first = lines(found, "e03", "Unchanged since edition e01")
    assert since_second == ["i7"]
    assert sorted(since_first) == sorted({f"i{n}" for n in range(MANY)} - {"i7", "i8"})
    links = re.findall(r'from"><?.*?href="([^"]+)"', found["editions/e03/"].body)
    assert links[:2] == ["../../editions/e02/index.html", "../../editions/e01/index.html"]


def test_a_line_of_a_large_edition_says_how_it_stood_on_that_day() -> None:
    waiting = [insight(f"i{n}", answer_by="2026-04-03") for n in range(IN_FULL + 1)]
    past, facts = story([register(*waiting), register(*waiting)])
    assert past.chain.editions[0].date < date(2026, 4, 3) < past.chain.editions[1].date
    found = made(past, facts)
    status = words("en")("status.unanswered")
    assert f"{status};" not in text(found["editions/e01/"].body)
    assert f"· {status};" in text(found["editions/e02/"].body)
    assert "overdue by 4 days" in text(found["editions/e02/"].body)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_large_edition_says_in_brief_follows_from_the_typed_differences(
    language: str,
) -> None:
    changed = [f"i{n}" for n in range(5)]
    past, facts = story([large(), large(*changed)])
    own = words(language)
    body = made(past, facts, language)["editions/e02/"].body
    section = body[body.index('id="changed"') : body.index("</section>")]
    heads = [unescape(line) for line in re.findall(r'__said">([^<]*)</h3>', section)]
    assert heads == list(dict.fromkeys(one.explain(own) for one in past.stages[1].differences))
    linked = re.findall(r'href="\.\./\.\./editions/e02/index\.html#insight-([^"]+)"', section)
    assert linked == changed


def test_what_is_said_of_one_insight_alone_stands_below_its_title() -> None:
    past, facts = story([large(), large("i3")])
    body = made(past, facts)["editions/e02/"].body
    section = body[body.index('class="yswd-changed"') : body.index("</section>")]
    (only,) = past.stages[1].differences
    assert text(section).endswith(f"I3 (en) {only.explain(words('en'))}")


def test_of_very_many_changes_a_comparison_names_the_edition_that_tells_of_each() -> None:
    some = [f"i{n}" for n in range(LISTED)]
    past, facts = story([large(), large(*some), large(*some, "i1000", "i1001")])
    body = made(past, facts)["editions/e01/changes/"].body
    assert f'href="../../../editions/e02/index.html#changed">e02</a> ({LISTED})' in body
    assert 'href="../../../editions/e03/index.html#changed">e03</a> (2)' in body
    assert "insights/i7/" not in body
    few = made(past, facts)["editions/e02/changes/"].body
    assert re.findall(r'href="\.\./\.\./\.\./insights/(i\d+)/index', few) == ["i1000", "i1001"]


def test_a_merged_insight_names_the_other_as_it_was_called_then() -> None:
    def merged(title: str) -> Register:
        return register(
            insight("desk", title=title), insight("counter", merged_into="desk", actions=[])
        )

    past, facts = story([merged("The desk"), merged("The counter")])
    found = made(past, facts)
    for edition, title, other in (
        ("e01", "The desk", "The counter"),
        ("e02", "The counter", "The desk"),
    ):
        entry = found[f"editions/{edition}/"].body.partition('id="insight-counter"')[2]
        assert title in entry
        assert other not in entry


def test_what_stays_the_same_is_rendered_once() -> None:
    past, facts = story([STORY[0]] * 3)
    bodies = [made(past, facts)[f"editions/e0{n}/"].body for n in (1, 2, 3)]
    lists = [body[body.index('class="yswd-register__list"') :] for body in bodies]
    assert lists[0] == lists[1] == lists[2]


def test_a_removal_is_shown_in_public_but_not_what() -> None:
    old = register(insight("waiting", **said("Jan Jansen waits")))
    now = register(insight("waiting", **said("A customer waits")))
    before = chain_of([old])
    done = published(
        now, before, "e02", FIRST + timedelta(weeks=9), remove=["insights.waiting.said"]
    )
    assert done.edition is not None
    chain = load_chain({**before, **files_to_write(done), "e02.json": done.edition.content})
    assert chain.errors == ()
    past, facts = Past(chain), work_out(now, TODAY, 10)
    found = made(past, facts)
    sentence = words("en")("edition.removed", day=done.edition.date, name="e01")
    assert sentence in text(found["editions/"].body)
    assert sentence in text(found["editions/e01/"].body)
    assert sentence not in text(found["editions/e02/"].body)
    every = "".join(page.body for page in found.values())
    assert "Jansen" not in every


def test_files_are_served_byte_for_byte() -> None:
    past, _ = story()
    committed = chain_of(STORY)
    served = files(past)
    for name, content in committed.items():
        assert served[f"editions/{name}"].content == content
    for path, file in served.items():
        if not path.endswith(("SHA256SUMS", "versions.json", "index.json")):
            assert file.content == committed[path.removeprefix("editions/")]


def test_a_published_folder_proves_itself() -> None:
    past, _ = story()
    prefix = "editions/"
    folder = {
        path.removeprefix(prefix): file.content
        for path, file in files(past).items()
        if path.startswith(prefix)
    }
    assert load_chain(folder).problems == ()
    spoiled = {**folder, "e02.json": folder["e02.json"].replace(b"counter", b"Counter")}
    assert [problem.place.file for problem in load_chain(spoiled).errors][:1] == ["e02.json"]


def test_versions_are_listed_as_mike_does() -> None:
    served = files(story()[0])
    found = json.loads(served["versions.json"].content)
    assert [version["version"] for version in found] == ["e03", "e02", "e01"]
    assert found[0]["aliases"] == ["latest"]
    assert served["versions.json"].content == served["editions/versions.json"].content


def links(page: Page, past: Past, root: str = "../../") -> dict[str, str]:
    html = switch(past, words("en"), root, page)
    return {text(label): href for href, label in re.findall(r'<a href="([^"]+)">([^<]+)', html)}


def test_the_switch_leads_from_an_insight_to_that_insight() -> None:
    past, _ = story()
    found = links(Page("insights/chat/", "en", "", "", "", insight="chat"), past)
    ways = [found[label] for label in sorted(found) if label.startswith("e0")]
    assert ways == [
        "../../editions/e01/index.html",  # it wasn't there yet
        "../../editions/e02/index.html",
        "../../editions/e03/index.html#insight-chat",
    ]
    assert all(href.partition("#")[0].endswith("/index.html") for href in found.values())


def test_the_switch_says_where_a_reader_is() -> None:
    past, _ = story()
    today = switch(past, words("en"), "../", Page("data/", "en", "", "", ""))
    assert '<li aria-current="true">Today</li>' in today
    old = switch(past, words("en"), "../../", Page("x/y/", "en", "", "", "", edition="e02"))
    assert '<li aria-current="true">e02 (7 Apr 2026)</li>' in old
    assert links(Page("x/y/", "en", "", "", "", edition="e02"), past)["Today"] == "../../index.html"


def test_the_switch_of_many_editions_names_the_latest_and_leads_to_all() -> None:
    past, _ = story([STORY[0]] * 9)
    found = links(Page("data/", "en", "", "", ""), past, "../")
    assert [label[:3] for label in found if label.startswith("e0")] == [
        f"e0{n}" for n in range(9, 9 - IN_SWITCH, -1)
    ]
    assert found["All editions"] == "../editions/index.html"


def test_before_the_first_edition_there_is_no_switch() -> None:
    assert switch(Past(Chain()), words("en"), "", Page("", "en", "", "", "")) == ""


def test_differences_stand_with_what_they_are_about() -> None:
    past, _ = story()
    for stage in past.stages:
        grouped = subjects(stage.differences, words("en"))
        ids = [subject.insight for subject in grouped]
        assert len(ids) == len(set(ids))
        assert sum(len(subject.told) for subject in grouped) == len(stage.differences)


def test_what_editions_say_of_another_day_is_the_same_with_the_past_of_the_last_site() -> None:
    loaded = load("actions.yaml", Folder(ROOT))
    assert loaded.register
    chain = load_chain({"e01.json": freeze(publishable(loaded.register, 10), "e01", TODAY)})
    first, fresh = (make_site(loaded, Settings(), day, {}, chain) for day in (TODAY, LATER))
    of_first = bodies_of(first)
    again = make_site(loaded, Settings(), LATER, {}, chain, before=first.past)
    assert again.past is first.past
    assert bodies_of(again) == bodies_of(fresh) != of_first


def bodies_of(made_of: MadeSite) -> dict[str, str]:
    """The pages of the editions and of insights."""
    pages = made_of.pages("en")
    return {page.address: page.body for page in pages if page.edition or page.insight}


def test_a_broken_chain_stops_the_site_and_names_the_file() -> None:
    spoiled = chain_of(STORY)
    spoiled["e02.json"] = spoiled["e02.json"].replace(b"counter", b"Counter")
    loaded = load("actions.yaml", Folder(ROOT))
    made_of = make_site(loaded, Settings(), TODAY, {}, load_chain(spoiled))
    assert made_of.has_errors
    wrong = [problem for problem in made_of.problems if problem.code.startswith("verify.")]
    assert wrong[0].place.file == "content/editions/e02.json"
    assert "Edition e02 is not what was published" in words("en").message(wrong[0])
