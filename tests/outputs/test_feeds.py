"""Feeds: what subscribers get, read back the way their programs do."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from time import struct_time
from typing import Any

import feedparser
import pytest

from generator.facts.events import entries_held
from generator.facts.facts import Facts, work_out
from generator.outputs.feed_formats import STYLE
from generator.outputs.feeds import feeds
from generator.outputs.pages import pages as pages_of
from generator.outputs.templates import theme_folder
from generator.settings import Settings
from generator.words import words
from tests.outputs.registers import (
    HOSTILE,
    TODAY,
    action,
    facts,
    hostile_facts,
    insight,
    register,
)

SETTINGS = Settings(site_url="https://www.example.org/luister/")
ROOT = SETTINGS.site_url

_ATOM = "{http://www.w3.org/2005/Atom}"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def made(found: Facts, language: str = "nl", **more: Any) -> dict[str, bytes]:
    """Every feed of a language by its path."""
    files = list(feeds(found, words(language), SETTINGS, **more))
    assert len({file.path for file in files}) == len(files)
    assert {file.language for file in files} == {language}
    return {file.path: file.content for file in files}


def parsed(content: bytes) -> Any:
    """A feed as feedparser reads it, with all that its ``bozo`` alone misses."""
    feed = feedparser.parse(content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version in ("rss20", "atom10")
    assert feed.encoding == "utf-8"
    assert feed.feed.title
    assert feed.feed.subtitle
    assert feed.feed.link.startswith(ROOT)
    assert isinstance(feed.feed.updated_parsed, struct_time)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert re.fullmatch(r"tag:example\.org,2026:[a-z0-9~/-]+", entry.id)
        assert isinstance(entry.published_parsed, struct_time)
        assert entry.title
        assert entry.summary
        assert entry.content[0].value
        assert entry.link.startswith(f"{ROOT}")
    return feed


def titles(content: bytes) -> list[str]:
    return [entry.title for entry in parsed(content).entries]


def ids(content: bytes) -> list[str]:
    if content.startswith(b"{"):
        return [item["id"] for item in json.loads(content)["items"]]
    return [entry.id for entry in parsed(content).entries]


TOLD = [
    {"date": "2026-06-30", "text": "De helft is klaar.", "next_update": "2026-09-01"},
    {"date": "2026-08-30", "text": "Alles is klaar.", "status": "done"},
]
STORY = insight(
    actions=[
        action("routing", kind="process", next_update="2026-07-01", updates=TOLD, by=["service"]),
        action("night", kind="no-action", date="2026-04-02", reason="cost", reconsider="2027-04"),
    ],
    corrections=[{"date": "2026-10-01", "text": "Het waren er vier, niet zes."}],
    withdrawn={"date": "2026-11-01", "reason": "Dit was een ander bedrijf."},
)


def test_every_event_is_an_entry_with_what_happened_in_its_title() -> None:
    assert titles(made(facts(STORY))["feed.xml"]) == [
        "Ingetrokken: Lang wachten",
        "Rechtgezet: Lang wachten",
        "Klaar: Lang wachten",
        "Nieuws: Lang wachten",
        "Wij werken eraan: Lang wachten",
        "Nee, en waarom: Lang wachten",
    ]
    assert titles(made(facts(STORY), "en")["feed.xml"])[2] == "Finished: Long waits"


def test_who_follows_an_insight_that_was_merged_hears_on_of_the_one_that_answers_it() -> None:
    """A merge has no day, so it is no entry; what becomes of the question is."""
    old = insight("queue", title="Wachtrij", actions=[action(text="Wij kijken.")])
    chain = insight("lines", title="Lijnen", actions=[], merged_into="phone")
    found = made(facts(STORY, old | {"merged_into": "lines"}, chain))
    own = parsed(found["insights/queue/feed.xml"])
    here = "tag:example.org,2026:queue/callback"
    assert {one.id for one in own.entries} == {here, *ids(found["insights/phone/feed.xml"])}
    assert own.feed.title.endswith(": Wachtrij")
    assert "Lang wachten" in own.feed.subtitle
    assert ids(found["insights/phone/feed.xml"]) == ids(found["insights/lines/feed.json"])
    assert ids(found["feed.xml"]).count(here) == 1
    assert here not in ids(found["insights/phone/feed.xml"])


def test_the_three_formats_hold_the_same_entries() -> None:
    found = made(facts(STORY))
    rss, atom = parsed(found["feed.xml"]), parsed(found["atom.xml"])
    items = json.loads(found["feed.json"])["items"]
    for one, two, three in zip(rss.entries, atom.entries, items, strict=True):
        assert one.id == two.id == three["id"]
        assert one.title == two.title == three["title"]
        assert one.link == two.link == three["url"]
        assert one.published_parsed == two.published_parsed
        assert two.published == three["date_published"]
        assert one.content[0].value == two.content[0].value
        assert one.summary == two.summary == three["summary"]
        assert [tag.term for tag in one.tags] == [tag.label for tag in two.tags] == three["tags"]


def test_ids_are_made_of_authority_insight_action_and_update() -> None:
    assert ids(made(facts(STORY))["feed.json"]) == [
        "tag:example.org,2026:phone/~withdrawn",
        "tag:example.org,2026:phone/~correction/2026-10-01",
        "tag:example.org,2026:phone/routing/2026-08-30",
        "tag:example.org,2026:phone/routing/2026-06-30",
        "tag:example.org,2026:phone/routing",
        "tag:example.org,2026:phone/night",
    ]


def test_an_entry_tells_the_whole_story() -> None:
    said = json.loads(made(facts(STORY))["feed.json"])["items"]
    answer, refusal = said[4]["content_html"], said[5]["content_html"]
    assert "<p>U wacht te lang.</p>" in answer
    assert "U kunt bellen." in answer
    assert "Klantenservice" in answer
    assert "uiterlijk op 1 juli 2026" in answer
    assert "uiterlijk op 30 april 2027" in refusal
    assert said[3]["summary"] == "De helft is klaar."
    assert "uiterlijk op 1 september 2026" in said[3]["content_html"]


def test_a_text_without_translation_says_its_language() -> None:
    english = json.loads(made(facts(STORY), "en")["feed.json"])["items"][3]["content_html"]
    assert '<div lang="nl"><p>De helft is klaar.</p>' in english


def test_addresses_are_whole_under_any_path_and_in_each_language() -> None:
    for language, root in (("nl", ROOT), ("en", f"{ROOT}en/")):
        found = made(facts(STORY), language)
        for path, content in found.items():
            assert f"{root}{path}".encode() in content, "a feed names its own address"
            assert not re.search(rb'(?:href|src)=\\?"(?!https://|\.\./|assets/)', content)
        story = json.loads(found["topics/app/feed.json"])
        assert story["home_page_url"] == f"{root}topics/app/"
        assert story["items"][0]["url"].startswith(f"{root}insights/phone/#")
        for item in story["items"]:
            assert set(re.findall(r'href="([^:]+):', item["content_html"])) == {"https"}


def test_an_entry_links_to_its_place_on_the_page_of_its_insight() -> None:
    found = facts({**STORY, "withdrawn": None})
    pages = {page.address: page for page in pages_of(found, words("nl"), SETTINGS)}
    known = set(re.findall(r'id="([^"]+)"', pages["insights/phone/"].body))
    linked = {
        item["url"].partition("#")[2]
        for item in json.loads(made(found)["insights/phone/feed.json"])["items"]
    }
    assert linked == {
        "corrections", "action-routing", "action-routing.2026-06-30", "action-routing.2026-08-30",
        "action-night",
    }  # fmt: skip
    assert linked <= known


def test_the_style_sheet_is_where_the_feeds_look_for_it() -> None:
    assert (theme_folder() / STYLE).is_file()
    for language, depth in (("nl", 0), ("en", 1)):
        for path, content in made(facts(STORY), language).items():
            if path.endswith(".xml"):
                found = re.search(rb'<\?xml-stylesheet type="text/css" href="([^"]*)"\?>', content)
                assert found
                assert found[1].decode() == "../" * (depth + path.count("/")) + STYLE


def test_rss_keeps_the_rules_of_the_validator() -> None:
    for path, content in made(facts(STORY)).items():
        if not path.endswith("feed.xml"):
            continue
        assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        top = ET.fromstring(content).find("channel")
        assert top is not None
        own = top.find(f"{_ATOM}link")
        assert own is not None
        assert own.attrib == {
            "rel": "self", "type": "application/rss+xml", "href": f"{ROOT}{path}"
        }  # fmt: skip
        assert top.findtext("language") == "nl"
        rfc822 = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} 12:00:00 GMT"
        assert re.fullmatch(rfc822, str(top.findtext("lastBuildDate")))
        for item in top.findall("item"):
            assert re.fullmatch(rfc822, str(item.findtext("pubDate")))
            guid = item.find("guid")
            assert guid is not None
            assert guid.get("isPermaLink") == "false"
            tags = [child.tag for child in item]
            assert tags.index("description") < tags.index(
                "{http://purl.org/rss/1.0/modules/content/}encoded"
            )
            assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Voorbeeldbank"


def test_atom_has_all_that_rfc_4287_asks() -> None:
    for path, content in made(facts(STORY), "en").items():
        if not path.endswith("atom.xml"):
            continue
        top = ET.fromstring(content)
        assert top.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        links = {link.get("rel"): link.get("href") for link in top.findall(f"{_ATOM}link")}
        assert links == {
            "self": f"{ROOT}en/{path}",
            "alternate": f"{ROOT}en/{path.removesuffix('atom.xml')}",
        }
        for parent in (top, *top.findall(f"{_ATOM}entry")):
            for name in ("title", "id", "updated"):
                assert len(parent.findall(f"{_ATOM}{name}")) == 1
        assert top.findtext(f"{_ATOM}author/{_ATOM}name") == "Voorbeeldbank"
        tags = [child.tag == f"{_ATOM}entry" for child in top]
        assert tags == sorted(tags), "what is about the feed comes before its entries"


def test_every_feed_has_an_id_of_its_own() -> None:
    found = [
        str(ET.fromstring(content).findtext(f"{_ATOM}id"))
        for language in ("nl", "en")
        for path, content in made(facts(STORY), language).items()
        if path.endswith("atom.xml")
    ]
    assert len(set(found)) == len(found)


def test_json_feed_has_all_that_version_1_1_asks() -> None:
    feed = json.loads(made(facts(STORY))["parties/service/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ROOT}parties/service/feed.json"
    assert feed["language"] == "nl"
    assert feed["authors"] == [{"name": "Voorbeeldbank", "url": "https://www.example.org/"}]
    for item in feed["items"]:
        assert set(item) >= {"id", "url", "title", "content_html", "date_published", "tags"}


def test_pages_with_feeds_are_the_site_its_lists_and_its_insights() -> None:
    places = (
        "",
        "done/",
        "in-progress/",
        "not-doing/",
        "topics/app/",
        "topics/phone/",
        "journey/help/",
        "parties/service/",
        "parties/belhuis/",
        "insights/phone/",
    )
    found = made(facts(STORY), "en")
    files = ("feed.xml", "atom.xml", "feed.json")
    assert list(found) == [place + name for place in places for name in files]
    titles = [json.loads(found[f"{place}feed.json"])["title"] for place in places]
    assert len({*titles}) == len(places)
    assert titles[4] == "You said, we did: App"


@pytest.mark.parametrize(("language", "wanted"), [("nl", "Antwoord van"), ("en", "Answer from")])
def test_nobody_is_said_to_work_on_a_no(language: str, wanted: str) -> None:
    no = action(kind="no-action", reason="law", text="Nee.", final="true", by=["belhuis"])
    entry = json.loads(made(facts(insight(actions=[no])), language)["feed.json"])["items"][0]
    assert f"<p>{wanted}: Belhuis.</p>" in entry["content_html"]


def by_address(found: Facts) -> dict[str, list[str]]:
    """The keys of the entries of each feed, by the address of its page."""
    return {
        path.removesuffix("feed.json"): [
            name.removeprefix("tag:example.org,2026:") for name in ids(content)
        ]
        for path, content in made(found).items()
        if path.endswith(".json")
    }


def test_each_feed_has_what_belongs_to_it() -> None:
    other = insight("branch", topics=["phone"], journey=[], actions=[action(by=["belhuis"])])
    found = by_address(facts(STORY, other))
    after = ["phone/~withdrawn", "phone/~correction/2026-10-01"]
    routing = ["phone/routing/2026-08-30", "phone/routing/2026-06-30", "phone/routing"]
    assert found["topics/app/"] == [*after, *routing, "phone/night"]
    assert found["topics/phone/"] == ["branch/callback"]
    assert found["journey/help/"] == found["topics/app/"]
    assert found["parties/service/"] == [*after, *routing]
    assert found["parties/belhuis/"] == ["branch/callback"]
    assert found["insights/branch/"] == ["branch/callback"]
    assert found["done/"] == [*after, "phone/routing/2026-08-30", "branch/callback"]
    assert found["in-progress/"] == [*after, *routing]
    assert found["not-doing/"] == [*after, "phone/night"]


def test_followers_of_work_and_of_what_is_not_done_both_hear_that_work_stopped() -> None:
    end = {"date": "2026-06-30", "text": "Het lukt niet.", "status": "stopped", "reason": "Geld."}
    stopped = action("routing", kind="process", next_update="2026-07-01", updates=[end])
    found = by_address(facts(insight(actions=[stopped])))
    assert found["in-progress/"] == ["phone/routing/2026-06-30", "phone/routing"]
    assert found["not-doing/"] == ["phone/routing/2026-06-30"]
    assert found["done/"] == []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (action("routing"), action("routing", kind="process", next_update="2027-01-01")),
        (STORY["actions"][0], {**STORY["actions"][0], "updates": TOLD[:1]}),
    ],
    ids=["kind", "end"],
)
def test_who_read_that_it_was_done_hears_that_it_was_not(
    was: dict[str, Any], now: dict[str, Any]
) -> None:
    """What an edition had under another kind: its followers hear of the correction."""
    line = {"date": "2026-10-01", "text": "Het was nog niet klaar."}
    put_right = register(insight(actions=[now], corrections=[line]))
    found = by_address(work_out(put_right, TODAY, 10, [register(insight(actions=[was]))]))
    assert found["done/"] == ["phone/~correction/2026-10-01"]
    assert found["in-progress/"][0] == "phone/~correction/2026-10-01"
    assert found["not-doing/"] == []


def dated(content: bytes) -> dict[str, str]:
    return {item["id"]: item["date_published"] for item in json.loads(content)["items"]}


def test_a_compliment_that_stays_as_it_is_is_no_refusal() -> None:
    kept = action(
        "keep", kind="no-action", reason="keep-as-is", text="De balie blijft.", final="true"
    )
    glad = insight("desk", title={"nl": "Fijn, die balie"}, sentiment="positive", actions=[kept])
    for path in ("feed.xml", "atom.xml"):
        (entry,) = parsed(made(facts(glad))[path]).entries
        assert entry.title == "Zo laten we het: Fijn, die balie"
        assert "Waarom wij het zo laten" in entry.content[0].value
        assert "niet doen" not in entry.content[0].value
        assert "Wat wij zo laten" in [tag.label or tag.term for tag in entry.tags]


def test_another_title_order_theme_or_domain_changes_no_id_and_no_date() -> None:
    other = insight("branch")
    before = made(facts(STORY, other))
    renamed = {**STORY, "title": {"nl": "Te lang in de wacht"}, "said": "Anders gezegd."}
    moved = Settings(site_url="https://feedback.example.net/", titles={"nl": "Anders"})
    changed = {file.path: file.content for file in feeds(facts(other, renamed), words("nl"), moved)}
    for path, content in before.items():
        if path.endswith(".json"):
            assert dated(changed[path]) == dated(content)


def test_what_an_insight_becomes_takes_no_entry_out_of_a_feed() -> None:
    running = {**STORY, "withdrawn": None, "corrections": []}
    running["actions"] = [
        {**STORY["actions"][0], "updates": TOLD[:1]},
        STORY["actions"][1],
    ]
    before, after = made(facts(running)), made(facts(STORY))
    for path, content in before.items():
        if path.endswith(".json"):
            assert dated(content).items() <= dated(after[path]).items()


def test_revised_wording_changes_updated_and_nothing_else() -> None:
    before = parsed(made(facts(STORY))["atom.xml"])
    after = parsed(made(facts(STORY), revised={"phone/routing": date(2026, 11, 5)})["atom.xml"])
    for old, new in zip(before.entries, after.entries, strict=True):
        assert (old.id, old.published) == (new.id, new.published)
        revised = new.id.endswith(":phone/routing")
        assert new.updated == ("2026-11-05T12:00:00Z" if revised else old.updated)
    assert after.feed.updated == "2026-11-05T12:00:00Z"


def test_a_rebuild_gives_the_same_bytes_on_any_day() -> None:
    later = facts(STORY, insight("open", actions=[]), today=date(2030, 1, 1))
    assert made(facts(STORY, insight("open", actions=[]))) == made(later)


def days(count: int, apart: float) -> list[date]:
    return [date(2026, 11, 1) - timedelta(days=apart * n) for n in range(count)]


@pytest.mark.parametrize(
    ("found", "count"),
    [
        (days(0, 1), 0),
        (days(1, 1), 1),
        (days(50, 300), 50),
        (days(60, 300), 50),
        (days(200, 1), 200),
        (days(500, 1), 367),
        (days(1000, 0.1), 1000),
    ],
    ids=["none", "one", "fifty old", "sixty old", "a busy half year", "daily", "very busy"],
)
def test_a_feed_keeps_fifty_entries_and_a_year(found: list[date], count: int) -> None:
    assert entries_held(found) == count


def test_what_is_too_old_leaves_the_feed_of_the_site_and_stays_in_that_of_its_insight() -> None:
    old = insight("old", actions=[action(date="2020-01-01")])
    busy = (insight(f"i{n}", actions=[action(date="2026-05-12")]) for n in range(60))
    found = made(facts(old, *busy))
    assert len(ids(found["feed.json"])) == 60
    assert ids(found["insights/old/feed.json"]) == ["tag:example.org,2026:old/callback"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_empty_register_has_valid_empty_feeds(language: str) -> None:
    found = made(facts(), language)
    assert {path for path in found if path.startswith("insights")} == set()
    for path, content in found.items():
        if path.endswith(".xml"):
            feed = parsed(content)
            assert feed.entries == []
            assert feed.feed.updated_parsed[:3] == (2026, 1, 1), "the first day of the authority"
        else:
            assert json.loads(content)["items"] == []


def test_a_thousand_insights() -> None:
    many = facts(*(insight(f"i{n}", actions=[action(date="2026-05-12")]) for n in range(1000)))
    found = made(many)
    assert len(found) == 3 * (1000 + 9)
    assert len(parsed(found["feed.xml"]).entries) == 1000
    assert len(parsed(found["insights/i7/atom.xml"]).entries) == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_text_stays_text(text: str, language: str) -> None:
    found = made(hostile_facts(text), language)
    for path, content in found.items():
        decoded = content.decode()
        assert not _UNFIT.search(decoded), "what a format can't hold is replaced"
        if path.endswith(".json"):
            _check_html(item["content_html"] for item in json.loads(decoded)["items"])
            continue
        feed = parsed(content)
        ET.fromstring(content)
        _check_html(e.content[0].value for e in feed.entries)
        if path in ("feed.xml", "atom.xml"):
            assert len(feed.entries) == 7
        for item in feed.entries:
            assert "<" not in item.title or path.endswith("atom.xml")


def _check_html(found: Iterable[str]) -> None:
    known = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br", "h3", "div", "span"}
    for html in found:
        assert set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", html)) <= known


def test_what_looks_like_markup_in_a_title_is_shown_by_every_reader() -> None:
    found = made(facts(insight(title="R&D: 3 < 4 en <b>vet</b>")))
    assert titles(found["feed.xml"]) == ["Gedaan: R&D: 3 < 4 en ‹b›vet‹/b›"]
    title = ET.fromstring(found["atom.xml"]).findtext(f"{_ATOM}entry/{_ATOM}title")
    assert title == "Gedaan: R&D: 3 < 4 en <b>vet</b>", "Atom says that it is plain text"


def test_a_title_of_the_configuration_names_the_feed() -> None:
    own = replace(SETTINGS, titles={"nl": "R&D luistert"})
    first = next(iter(feeds(facts(), words("nl"), own)))
    assert parsed(first.content).feed.title == "R&D luistert"


def test_an_entry_is_filed_under_its_topics_its_steps_and_its_kind() -> None:
    steps = [{"id": step, "label": {"nl": step, "en": step}} for step in ("help", "pay")]
    found = facts(insight(), insight("other", journey=[]), journey=steps)
    items = json.loads(made(found)["feed.json"])["items"]
    assert {item["id"].partition(":")[2].partition(":")[2]: item["tags"] for item in items} == {
        "phone/callback": ["App", "help", "Wat wij deden"],
        "other/callback": ["App", "Wat wij deden"],
    }


def test_a_topic_with_quotes_in_its_name_is_one_category() -> None:
    named = 'De "app" & \'t <web>'
    atom = made(facts(insight(), topics={"app": {"nl": named, "en": "App"}}))["atom.xml"]
    (tag, *_) = parsed(atom).entries[0].tags
    assert (tag.term, tag.label, tag.scheme) == ("app", named, f"{ROOT}topics/")
