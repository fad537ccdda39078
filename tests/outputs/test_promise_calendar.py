"""The calendar of promises, read back with icalendar as a program for calendars would."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from generator.facts.facts import Facts, work_out
from generator.outputs.characters import printable
from generator.outputs.promise_calendar import calendar
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


def read(found: Facts, language: str = "nl") -> Calendar:
    file = calendar(found, words(language), SETTINGS)
    assert (file.path, file.language) == ("promises.ics", language)
    assert all(len(line) <= 75 for line in file.content.split(b"\r\n"))
    assert b"\n" not in file.content.replace(b"\r\n", b"")
    return Calendar.from_ical(file.content)


def events(found: Facts, language: str = "nl") -> dict[str, Any]:
    return {str(event["uid"]): event for event in read(found, language).walk("VEVENT")}


def promised(due: str, *updates: dict[str, Any], **fields: Any) -> dict[str, Any]:
    process = action(
        "routing", kind="process", date="2026-05-20", next_update=due, updates=list(updates)
    )
    return insight(actions=[process], **fields)


MOVED = {"date": "2026-07-15", "text": "Later.", "next_update": "2026-12-01"}
DONE = {"date": "2026-11-01", "text": "Klaar.", "status": "done"}
PUT_RIGHT = {"date": "2026-11-03", "text": "De dag klopte niet."}
UID = "phone.routing.update@example.org"
NIGHT = action("night", kind="no-action", reason="cost")
MEASURE = {"score": "nps", "before": "2026-Q1", "after": "2026-Q3"}
SCORE = {
    "id": "nps",
    "title": "NPS",
    "metric": "nps",
    "points": [{"period": "2026-Q1", "n": "100", "value": "20"}],
}


def test_an_open_promise_is_an_all_day_entry() -> None:
    event = events(facts(promised("2026-12-01")))[UID]
    assert event["dtstart"].dt == date(2026, 12, 1)
    assert event["dtend"].dt == date(2026, 12, 2)
    assert event["status"] == "CONFIRMED"
    assert event["sequence"] == 0
    assert event["url"] == "https://www.example.org/luister/insights/phone/"
    assert event["summary"] == "Beloofd nieuws: Lang wachten"
    assert "1 december 2026" in event["description"]
    assert event["dtstamp"].dt == datetime(2026, 5, 20, 12, tzinfo=UTC)


def test_english_has_its_own_words_and_addresses() -> None:
    event = events(facts(promised("2026-12-01")), "en")[UID]
    assert "Long waits" in event["summary"]
    assert event["url"] == "https://www.example.org/luister/en/insights/phone/"


def test_a_promise_that_moves_keeps_its_uid_and_raises_its_sequence() -> None:
    event = events(facts(promised("2026-08-01", MOVED)))[UID]
    assert event["dtstart"].dt == date(2026, 12, 1)
    assert event["sequence"] == 1
    assert "1 augustus 2026" in event["description"], "each earlier day is shown"


def test_a_promise_that_a_correction_moved_is_a_newer_version() -> None:
    """Also when no edition knows the day that it had: a calendar program keeps the newest."""
    versions = [
        events(facts(promised(due, corrections=corrections, **gone)))[UID]
        for due, corrections, gone in (
            ("2026-12-01", [], {}),
            ("2026-12-04", [PUT_RIGHT], {}),
            ("2026-12-04", [PUT_RIGHT], {"withdrawn": {"date": "2026-11-20", "reason": "Dubbel."}}),
            ("2026-12-04", [PUT_RIGHT, {**PUT_RIGHT, "date": "2026-11-21"}], {}),
        )
    ]
    sequences = [event["sequence"] for event in versions]
    assert sequences == sorted(set(sequences)), "each has a number above that of the one before"
    made = [event["dtstamp"].dt.date() for event in versions]
    assert made == [date(2026, 5, 20), date(2026, 11, 3), date(2026, 11, 20), date(2026, 11, 21)]


def test_a_withdrawal_cancels_a_promise_that_editions_knew_for_another_day() -> None:
    editions = [register(promised("2026-12-01"))]
    moved = promised("2026-12-04", corrections=[PUT_RIGHT])
    gone = moved | {"withdrawn": {"date": "2026-11-20", "reason": "Dubbel."}}
    before, after = (
        events(work_out(register(each), TODAY, 10, editions))[UID] for each in (moved, gone)
    )
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert before["sequence"] < after["sequence"]


def test_a_promise_that_a_correction_ends_long_ago_is_cancelled_for_a_year_from_then() -> None:
    done = promised("2025-07-01", DONE | {"date": "2025-06-20"}, corrections=[PUT_RIGHT])
    done["actions"][0]["date"] = "2025-05-20"
    assert events(facts(done))[UID]["status"] == "CANCELLED"
    assert UID not in events(facts({**done, "corrections": []}))


def test_an_overdue_promise_says_so() -> None:
    event = events(facts(promised("2026-11-18")))[UID]
    assert event["status"] == "CONFIRMED"
    assert "3 dagen te laat" in event["description"]


def test_a_promise_that_was_kept_is_cancelled_for_a_year() -> None:
    ended = promised("2026-08-01", MOVED, DONE)
    event = events(facts(ended))[UID]
    assert event["status"] == "CANCELLED"
    assert event["sequence"] == 2
    assert event["dtstart"].dt == date(2026, 12, 1)
    assert UID in events(facts(ended, today=date(2027, 11, 1)))
    assert UID not in events(facts(ended, today=date(2027, 11, 3)))


def test_what_is_withdrawn_is_cancelled_too_and_what_is_merged_into_that() -> None:
    gone = promised("2026-12-01", withdrawn={"date": "2026-11-20", "reason": "Dubbel."})
    merged = promised("2026-12-01", merged_into="other")
    for found, other in ((gone, {}), (merged, {"withdrawn": gone["withdrawn"]})):
        event = events(facts(found, insight("other", **other)))[UID]
        assert event["status"] == "CANCELLED"
        assert event["sequence"] == 1
        assert "staat niet meer open" in event["description"]


def test_what_is_withdrawn_after_it_moved_is_cancelled_on_its_latest_day() -> None:
    moved = promised("2026-08-01", MOVED)
    gone = {"withdrawn": {"date": "2026-11-20", "reason": "Dubbel."}}
    before, after = (events(facts(each))[UID] for each in (moved, moved | gone))
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert before["dtstart"].dt == after["dtstart"].dt
    assert before["sequence"] < after["sequence"]


def test_answers_second_looks_and_measures_are_promises_too() -> None:
    refusal = NIGHT | {"reconsider": "2027-04"}
    measure = MEASURE | {"after": "2027-Q1"}
    found = facts(
        insight("open", actions=[], answer_by="2026-12-24"),
        insight("closed", actions=[refusal, action(measure=measure)]),
        scores=[SCORE],
    )
    days = {uid: event["dtstart"].dt for uid, event in events(found).items()}
    assert days == {
        "open.-.answer@example.org": date(2026, 12, 24),
        "closed.night.reconsider@example.org": date(2027, 4, 30),
        "closed.callback.measure@example.org": date(2027, 3, 31),
    }


GONE = {
    "kind": (promised("2026-12-01"), insight(actions=[action("routing")]), "routing.update"),
    "answer": (insight(actions=[], answer_by="2026-12-24"), insight(), "-.answer"),
    "look again": (insight(actions=[NIGHT | {"reconsider": "2027-04"}]),
                   insight(actions=[NIGHT | {"final": "true"}]), "night.reconsider"),
}  # fmt: skip


@pytest.mark.parametrize(("was", "now", "name"), GONE.values(), ids=GONE)
def test_a_promise_that_a_correction_took_away_is_cancelled(
    was: dict[str, Any], now: dict[str, Any], name: str
) -> None:
    uid, corrected = f"phone.{name}@example.org", now | {"corrections": [PUT_RIGHT]}
    before = events(facts(was))[uid]
    after = events(work_out(register(corrected), TODAY, 10, [register(was)]))[uid]
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert before["sequence"] < after["sequence"]
    assert after["dtstamp"].dt.date() == date(2026, 11, 3)
    later = work_out(register(corrected), date(2028, 1, 1), 10, [register(was)])
    assert uid not in events(later)
    gone = was | {"withdrawn": {"date": "2026-11-01", "reason": "Dubbel."}}
    back = events(work_out(register(corrected), TODAY, 10, [register(gone)]))[uid]
    assert back["status"] == "CANCELLED"


def test_a_promise_to_measure_what_turns_out_not_to_be_measurable_is_cancelled() -> None:
    """Such as when too few people answered: the promise stands no more, and nobody waits for it."""
    measured = insight(actions=[action(measure=MEASURE)])
    few = SCORE | {"points": [*SCORE["points"], {"period": "2026-Q3", "n": "8", "value": "50"}]}
    before, after = (
        events(facts(measured, scores=[score]))["phone.callback.measure@example.org"]
        for score in (SCORE, few)
    )
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert before["sequence"] < after["sequence"]
    assert before["dtstamp"].dt <= after["dtstamp"].dt


def test_a_cancellation_is_not_made_before_the_promise_was() -> None:
    """An answer of long ago that is told only now: the newest version has the latest stamp."""
    asked = insight(actions=[], answer_by="2026-12-24")
    told = insight(actions=[action(date="2025-12-10")], answer_by="2026-12-24")
    before, after = (events(facts(each))["phone.-.answer@example.org"] for each in (asked, told))
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert before["dtstamp"].dt <= after["dtstamp"].dt


def test_the_same_promise_has_the_same_uid_under_another_title_or_domain() -> None:
    renamed = promised("2026-12-01", title="Anders")
    other = Settings(site_url="https://feedback.example.net/")
    moved = calendar(facts(renamed), words("en"), other)
    assert f"UID:{UID}".encode() in moved.content


def test_a_rebuild_gives_the_same_bytes() -> None:
    found = promised("2026-12-01")
    once, again = (calendar(facts(found), words("nl"), SETTINGS).content for _ in range(2))
    assert once == again


def test_an_empty_register_gives_an_empty_calendar() -> None:
    whole = read(facts())
    assert whole["version"] == "2.0"
    assert whole["x-wr-calname"] == "Beloften van Voorbeeldbank"
    assert whole.walk("VEVENT") == []


def test_a_thousand_promises() -> None:
    many = facts(*({**promised("2026-12-01"), "id": f"i{n}"} for n in range(1000)))
    assert len(events(many)) == 1000


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    written = hostile_facts(text)
    title = printable(written.insights[0].insight.title.in_language("nl")[0])
    found = events(written)
    assert set(found) == {
        "phone.routing.update@example.org", "phone.stop.update@example.org"
    }  # fmt: skip
    for event in found.values():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", str(event["summary"]))
        assert "attendee" not in event
        if "\\" not in text:  # icalendar takes an escaped backslash before an n for a line end
            assert str(event["summary"]).endswith(" ".join(title.split()))
    assert found["phone.routing.update@example.org"]["dtstamp"].dt.date() <= TODAY


@pytest.mark.parametrize("shift", range(12))
def test_a_long_line_is_broken_between_characters(shift: int) -> None:
    title = "x" * shift + "é;😀,ß" * 40
    content = calendar(facts(promised("2026-12-01", title=title)), words("nl"), SETTINGS).content
    assert all(piece.decode() for piece in content.split(b"\r\n")[:-1])
    assert not re.search(rb"\\\r\n", content), "no escape is broken"
    event = events(facts(promised("2026-12-01", title=title)))[UID]
    assert event["summary"] == f"Beloofd nieuws: {title}"
