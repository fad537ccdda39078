"""What subscribers see after a publication, and what must not happen to them."""

from functools import cache
from typing import Any

import feedparser
import pytest

from generator.checks import continuity as module
from generator.checks.continuity import Continuity, compare, continuity
from generator.outputs.feeds import feeds
from generator.settings import Settings
from generator.words import available, words
from tests.outputs.registers import action, facts, insight

SETTINGS = Settings(site_url="https://www.example.org/luister/")


def published(
    *insights: dict[str, Any],
    settings: Settings = SETTINGS,
    language: str = "nl",
    **fields: Any,
) -> dict[str, bytes]:
    """Every feed of a register in two formats, as the site serves them."""
    found = facts(*insights, **fields)
    files = feeds(found, words(language), settings)
    return {file.path: file.content for file in files if file.path.endswith(".xml")}


def rss(*insights: dict[str, Any], **fields: Any) -> bytes:
    return published(*insights, **fields)["feed.xml"]


def codes(before: bytes, after: bytes) -> list[str]:
    return [problem.code for problem in compare(before, after, "feed.xml").problems]


def seen(before: bytes, after: bytes) -> list[str]:
    found = compare(before, after, "feed.xml")
    return [each.say(words("nl")) for each in found.seen]


def told(*days: str, **last: Any) -> dict[str, Any]:
    """An insight with a process that has an update on each day."""
    updates = [
        {"date": day, "text": f"Stand op {day}.", "next_update": "2027-01-01"} for day in days
    ]
    process = action(
        "routing", kind="process", date="2026-01-10", next_update="2026-03-01", updates=updates
    )
    return insight(actions=[process | last])


def test_nothing_new_is_nothing_seen() -> None:
    before = rss(told("2026-02-01"))
    assert compare(before, before, "feed.xml") == Continuity()


def test_a_new_update_is_seen_as_new() -> None:
    before, after = rss(told("2026-02-01")), rss(told("2026-02-01", "2026-04-02"))
    assert codes(before, after) == []
    assert seen(before, after) == ["Nieuw: Nieuws: Lang wachten (2 april 2026)"]


def test_another_wording_is_seen_as_a_change() -> None:
    before, after = rss(told()), rss(told(text="Wij werken door."))
    assert codes(before, after) == []
    assert seen(before, after) == ["Gewijzigd: Wij werken eraan: Lang wachten (10 januari 2026)"]


def test_another_domain_and_another_name_of_the_site_are_not_seen() -> None:
    moved = Settings(site_url="https://feedback.example.net/", titles={"nl": "Anders"})
    before, after = rss(told("2026-02-01")), rss(told("2026-02-01"), settings=moved)
    assert codes(before, after) == []
    assert seen(before, after) == []


def test_another_id_of_an_insight_is_refused() -> None:
    before, after = rss(told()), rss({**told(), "id": "waiting"})
    (problem,) = compare(before, after, "feed.xml").problems
    assert problem.code == "continuity.id-changed"
    assert problem.facts["id"] == "tag:example.org,2026:phone/routing"
    assert problem.facts["new"] == "tag:example.org,2026:waiting/routing"


def test_another_authority_is_refused_for_every_entry() -> None:
    organisation = {
        "name": "Voorbeeldbank",
        "homepage": "https://www.example.org/",
        "feedback": "https://www.example.org/feedback/",
        "feed_authority": "example.net,2027",
    }
    before = rss(told("2026-02-01"))
    after = rss(told("2026-02-01"), organisation=organisation)
    assert codes(before, after) == ["continuity.id-changed"] * 2


def test_another_date_of_an_answer_is_refused() -> None:
    before, after = rss(told()), rss(told(date="2026-01-11"))
    (problem,) = compare(before, after, "feed.xml").problems
    assert problem.code == "continuity.date-moved"
    assert problem.facts["before"].startswith("2026-01-10")
    assert problem.facts["after"].startswith("2026-01-11")


def test_a_withdrawal_by_mistake_is_taken_back_with_a_correction() -> None:
    gone = insight(withdrawn={"date": "2026-06-01", "reason": "Dubbel."})
    said = insight(corrections=[{"date": "2026-06-05", "text": "Het was niet dubbel."}])
    assert codes(rss(gone), rss(insight())) == ["continuity.entry-gone"]
    assert codes(rss(gone), rss(said)) == []
    assert seen(rss(gone), rss(said)) == ["Nieuw: Rechtgezet: Lang wachten (5 juni 2026)"]


def test_an_update_that_is_taken_out_is_refused() -> None:
    before, after = rss(told("2026-02-01", "2026-04-02")), rss(told("2026-04-02"))
    (problem,) = compare(before, after, "feed.xml").problems
    assert problem.code == "continuity.entry-gone"
    assert problem.field == "tag:example.org,2026:phone/routing/2026-02-01"


def test_what_goes_to_another_topic_is_told_and_refused_to_nobody() -> None:
    before, after = published(insight(topics=["phone"])), published(insight(topics=["app"]))
    found = continuity(before, after)
    assert {(one.code, one.is_error, one.place.file) for one in found.problems} == {
        ("continuity.entry-left", False, f"topics/phone/{name}")
        for name in ("feed.xml", "atom.xml")
    }
    for language in available():
        assert "{" not in words(language).message(found.problems[0])


def test_what_leaves_the_feed_in_its_time_is_no_problem() -> None:
    old = [insight(f"old{n}", actions=[action(date="2020-01-01")]) for n in range(50)]
    new = [insight(f"new{n}") for n in range(50)]
    before, after = rss(*old), rss(*old, *new)
    assert codes(before, after) == []
    assert len(seen(before, after)) == 50


def test_withdrawing_and_merging_take_nothing_out() -> None:
    gone = {"date": "2026-10-01", "reason": "Dit was een ander bedrijf."}
    before = published(told("2026-02-01"), insight("other"))
    for last in ({"withdrawn": gone}, {"merged_into": "other"}):
        after = published({**told("2026-02-01"), **last}, insight("other"))
        assert continuity(before, after).problems == ()


def test_a_feed_that_vanishes_is_refused_with_its_name() -> None:
    before = published(told(), insight("other"))
    found = continuity(before, published(told()))
    assert {problem.code for problem in found.problems} >= {"continuity.feed-gone"}
    assert "insights/other/feed.xml" in {problem.place.file for problem in found.problems}


@pytest.mark.parametrize("language", available())
def test_a_language_that_vanishes_is_told_once(language: str) -> None:
    nl = published(told())
    before = nl | {f"en/{path}": content for path, content in nl.items()}
    (problem,) = continuity(before, nl).problems
    assert problem.place.file == "en/feed.xml"
    assert "en" in words(language).message(problem).split()
    assert "languages" in words(language).message(problem)


def test_one_feed_of_a_language_that_stays_is_missed_by_its_name() -> None:
    nl = published(told())
    before = nl | {f"en/{path}": content for path, content in nl.items()}
    after = {path: before[path] for path in before if path != "en/done/feed.xml"}
    (problem,) = continuity(before, after).problems
    assert (problem.code, problem.place.file) == ("continuity.feed-gone", "en/done/feed.xml")


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize(
    ("were", "become"),
    [(["nl", "en"], ["en", "nl"]), (["nl"], ["en", "nl"]), (["nl", "en"], ["en"])],
)
def test_another_first_language_is_told_once_with_the_one_to_put_back(
    were: list[str], become: list[str], language: str
) -> None:
    """Every address would go on in another language: subscribers can't read that."""
    before, after = (
        {
            f"{'' if name == names[0] else f'{name}/'}{path}": content
            for name in names
            for path, content in published(told(), language=name).items()
        }
        for names in (were, become)
    )
    found = continuity(before, after)
    (problem,) = found.problems
    assert (problem.code, problem.place.file) == ("continuity.language-first", "feed.xml")
    assert found.seen == ()
    said = words(language).message(problem)
    assert ("Put nl first" if language == "en" else "Zet nl vooraan") in said


def test_what_is_in_many_feeds_is_told_once() -> None:
    found = continuity(published(told()), published(told("2026-04-02")))
    assert [each.say(words("en")) for each in found.seen] == [
        "New: Nieuws: Lang wachten (2 April 2026)"
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"id": "menu"}, "id-changed"),
        ({"date": "2026-01-11"}, "date-moved"),
        ({"id": "menu", "date": "2026-01-11", "text": "Iets anders."}, "entry-gone"),
    ],
)
def test_what_is_wrong_in_many_feeds_is_told_once(changed: dict[str, Any], code: str) -> None:
    before, after = (
        {path: content for path, content in feeds.items() if path.endswith("feed.xml")}
        for feeds in (published(told()), published(told(**changed)))
    )
    found = continuity(before, after).problems
    assert [(one.code, one.place.file) for one in found] == [(f"continuity.{code}", "feed.xml")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><title>404</title></html>",
        b"\xff\x00",
        b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>",
    ],
)
def test_what_is_no_feed_is_said(content: bytes) -> None:
    assert codes(content, rss(told())) == ["continuity.not-a-feed"]
    assert codes(rss(told()), content) == ["continuity.not-a-feed"]


def test_atom_is_read_as_well_as_rss() -> None:
    before, after = published(told()), published({**told(), "id": "waiting"})
    assert codes(before["atom.xml"], after["atom.xml"]) == ["continuity.id-changed"]


def test_a_subscriber_who_polls_through_the_years_sees_each_entry_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Polling after every publication: nothing comes twice, moves or is missed."""
    monkeypatch.setattr(module, "_read", cache(module._read))  # what was after is before next time
    days = [f"{year}-{month:02}-15" for year in (2024, 2025, 2026) for month in range(1, 11)]
    received: dict[str, str] = {}
    before: bytes | None = None
    for number in range(len(days) + 1):
        others = [insight(f"i{n}", actions=[action(date=days[n])]) for n in range(number)]
        now = rss(told(*days[:number], date="2023-12-01", next_update="2024-02-01"), *others)
        if before is not None:
            found = compare(before, now, "feed.xml")
            assert found.problems == ()
            assert len(found.seen) == 2, "one update and one answer"
        for entry in _entries(now):
            assert (
                received.setdefault(entry["id"], entry["date_published"]) == entry["date_published"]
            )
        before = now
    assert len(received) == 1 + 2 * len(days)


def _entries(content: bytes) -> list[dict[str, str]]:
    return [{"id": e.id, "date_published": e.published} for e in feedparser.parse(content).entries]


@pytest.mark.parametrize("language", available())
def test_every_problem_has_its_sentence(language: str) -> None:
    own = words(language)
    before = published(told("2026-02-01"), insight("other"))
    after = published({**told(date="2026-01-12"), "id": "phone"})
    found = continuity(before, {**after, "done/feed.xml": b""}).problems
    assert {problem.code for problem in found} == {
        "continuity.date-moved", "continuity.entry-gone", "continuity.feed-gone",
        "continuity.not-a-feed",
    }  # fmt: skip
    for problem in found:
        assert "{" not in own.message(problem)
