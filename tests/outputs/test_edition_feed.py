"""The feed of editions only."""

import json
import re
from datetime import date
from typing import Any

import feedparser
import pytest

from generator.editions.chain import load_chain
from generator.editions.first_told import first_told
from generator.editions.history import stages
from generator.facts.facts import Facts
from generator.outputs.edition_feed import edition_feeds, revised, told_late
from generator.outputs.feeds import feeds
from generator.register.model import Register
from generator.settings import Settings
from generator.words import words
from tests.editions.registers import chain_of
from tests.outputs.registers import HOSTILE, action, facts, hostile_facts, insight, register

SETTINGS = Settings(site_url="https://www.example.org/luister/")
OPEN = insight(actions=[])
DONE = insight()
REFUSED = insight("night", title={"nl": "’s Nachts", "en": "At night"}, actions=[
    action("no", kind="no-action", reason="cost", text="Te duur.", reconsider="2027")
])  # fmt: skip


def made(*registers: Register, language: str = "nl", now: Facts | None = None) -> dict[str, bytes]:
    found = stages(load_chain(chain_of(registers)))
    assert len(found) == len(registers)
    files = edition_feeds(found, now or facts(), words(language), SETTINGS)
    return {file.path: file.content for file in files}


def items(*registers: Register, **more: Any) -> list[dict[str, Any]]:
    return list(json.loads(made(*registers, **more)["editions/feed.json"])["items"])


def test_every_edition_is_an_entry_the_latest_first() -> None:
    found = items(register(OPEN), register(DONE), register(DONE, REFUSED))
    assert [item["id"] for item in found] == [
        "tag:example.org,2026:~edition/e03",
        "tag:example.org,2026:~edition/e02",
        "tag:example.org,2026:~edition/e01",
    ]
    assert [item["title"] for item in found] == ["Editie e03", "Editie e02", "Editie e01"]
    assert found[0]["url"] == "https://www.example.org/luister/editions/e03/"
    assert found[2]["summary"] == "Dit is de eerste editie."


@pytest.mark.parametrize(("language", "name"), [("nl", "Edities"), ("en", "Editions")])
def test_the_feed_is_called_what_the_page_is_called(language: str, name: str) -> None:
    found = json.loads(made(register(OPEN), language=language)["editions/feed.json"])
    assert found["title"].endswith(f": {name}")
    assert words(language)("editions.title") == name


def test_what_changed_is_a_sentence_as_on_the_page() -> None:
    found = items(register(OPEN), register(DONE))[0]
    assert found["summary"].startswith("Eén ")  # in Dutch without its first accent
    assert found["summary"].endswith(".")


def test_an_entry_tells_what_changed_and_proves_which_file_it_is() -> None:
    files = chain_of([register(OPEN), register(DONE, REFUSED)])
    last = load_chain(files).editions[-1]
    found = items(register(OPEN), register(DONE, REFUSED))[0]["content_html"]
    assert 'href="https://www.example.org/luister/insights/phone/">Lang wachten</a>' in found
    assert 'href="https://www.example.org/luister/insights/night/"' in found
    assert last.sha256 in found


def test_the_formats_are_read_by_feedparser() -> None:
    for language in ("nl", "en"):
        found = made(register(OPEN), register(DONE), language=language)
        assert set(found) == {"editions/feed.xml", "editions/atom.xml", "editions/feed.json"}
        for path in ("editions/feed.xml", "editions/atom.xml"):
            feed = feedparser.parse(found[path])
            assert not feed.bozo
            assert feed.version in ("rss20", "atom10")
            assert len(feed.entries) == 2
            assert all(entry.published_parsed and entry.summary for entry in feed.entries)


def test_without_editions_the_feed_is_there_and_empty() -> None:
    assert items() == []
    assert feedparser.parse(made()["editions/feed.xml"]).version == "rss20"


def story(number: int) -> dict[str, Any]:
    """An insight whose every text is numbered, title included."""
    news = [
        {"date": "2026-06-30", "text": f"Nieuws {number}.", "next_update": "2026-09-01"},
        {"date": "2026-08-30", "text": "Wij stoppen.", "status": "stopped", "reason": f"{number}."},
    ]
    process = action(
        "routing", kind="process", text=f"Wij {number}.", next_update="2026-07-01", updates=news
    )
    return insight(
        title=f"Titel {number}",
        actions=[process],
        corrections=[{"date": "2026-07-02", "text": f"Fout {number}."}],
        withdrawn={"date": "2026-10-01", "reason": f"Weg {number}."},
    )


def test_editions_remember_when_a_wording_changed() -> None:
    chain = load_chain(
        chain_of([register(story(1)), register(story(2)), register(story(2), REFUSED)])
    )
    known = {event.key for event in facts(story(2)).events}
    second = chain.editions[1].date
    assert revised(stages(chain)) == dict.fromkeys(known, second)


FROZEN = {name: text for name, text in HOSTILE.items() if name != "not characters"}
"""An edition is UTF-8, so lone surrogates never get into one."""


@pytest.mark.parametrize("text", FROZEN.values(), ids=FROZEN)
def test_hostile_text_stays_text(text: str) -> None:
    now = hostile_facts(text)
    for language in ("nl", "en"):
        found = made(register(OPEN), now.register, language=language, now=now)
        for path in ("editions/feed.xml", "editions/atom.xml"):
            feed = feedparser.parse(found[path])
            assert not feed.bozo
            assert len(feed.entries) == 2
            tags = set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", feed.entries[0].content[0].value))
            assert tags <= {"p", "ul", "li", "a", "span"}


def kept(day: str, *registers: Register) -> bool:
    """Whether the feed of the site has an answer of 2020, among sixty of a day, after editions."""
    busy = (insight(f"i{n}", actions=[action(date=day)]) for n in range(60))
    now = facts(LONG_AGO, *busy)
    late = told_late(load_chain(chain_of(registers)).editions, now)
    found = {file.path: file.content for file in feeds(now, words("nl"), SETTINGS, late=late)}
    return b":old/callback<" in found["feed.xml"]


LONG_AGO = insight("old", actions=[action(date="2020-01-01")])


def test_an_answer_that_is_published_long_after_its_day_is_news_for_a_year() -> None:
    without, with_it = register(insight()), register(insight(), LONG_AGO)
    assert not kept("2026-05-12"), "nobody can tell when it was published"
    assert kept("2026-05-12", without), "that edition should have had it by its day"
    assert kept("2026-05-12", without, with_it)
    assert kept("2027-04-01", without, with_it), "a year after the first edition, not the second"
    assert not kept("2027-05-12", without, with_it)
    assert not kept("2026-05-12", with_it), "of before the first edition"


def test_hundreds_of_old_answers_at_once_do_not_fill_the_feeds() -> None:
    many = [insight(f"old{n}", actions=[action(date="2020-01-01")]) for n in range(120)]
    now = facts(*many, *(insight(f"i{n}") for n in range(60)))
    late = told_late(load_chain(chain_of([register(insight())])).editions, now)
    found = {file.path: file.content for file in feeds(now, words("nl"), SETTINGS, late=late)}
    assert len(late) == 120
    assert found["feed.xml"].count(b"<item>") == 60 + 50


def test_news_of_long_ago_and_corrections_are_known_again_in_an_edition() -> None:
    updates = [{"date": "2020-02-01", "text": "Het is klaar.", "status": "done"}]
    work = action(kind="process", date="2020-01-01", next_update="2020-03-01")
    put_right = [{"date": "2020-04-01", "text": "Het was maart."}]
    told = register(insight("old", actions=[work | {"updates": updates}], corrections=put_right))
    open_still = register(insight("old", actions=[work]))
    now = facts(
        insight("old", actions=[work | {"updates": updates}], corrections=put_right), insight()
    )
    for before, late in (
        (open_still, {"old/callback/2020-02-01", "old/~correction/2020-04-01"}),
        (told, set()),
    ):
        assert told_late(load_chain(chain_of([before])).editions, now) == late


def test_news_whose_day_was_put_right_twice_is_not_late() -> None:
    """Between the two, an edition has it under neither its first day nor that of today."""

    def corrected(day: str, *corrections: str) -> dict[str, Any]:
        news = {"date": day, "text": "Het is klaar.", "status": "done"}
        work = action(kind="process", date="2020-01-01", next_update="2020-03-01", updates=[news])
        lines = [{"date": each, "text": "Het was een andere dag."} for each in corrections]
        return insight("old", actions=[work], corrections=lines)

    before = [corrected("2020-02-01"), corrected("2020-02-08", "2026-04-01")]
    chain = load_chain(chain_of([register(each) for each in before]))
    put_right = corrected("2020-02-15", "2026-04-01", "2027-05-01")
    new = insight(actions=[action(date="2027-05-12")])
    now = first_told(
        facts(put_right, new, today=date(2027, 6, 1)),
        (edition.register for edition in chain.editions),
    )
    assert "old/callback/2020-02-01" in {event.key for event in now.events}
    assert told_late(chain.editions, now) == set()
