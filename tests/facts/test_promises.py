"""The promise clock: what it says the day before, on and after the day itself."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.facts.facts import work_out
from generator.facts.promises import About, Clock, Promise, read_clock
from generator.outputs.clock import say
from generator.outputs.due import due
from generator.outputs.pages import pages as pages_of
from generator.outputs.promise_calendar import calendar
from generator.settings import Settings
from generator.words import words
from tests.outputs.registers import action, facts, insight, register

DAY = timedelta(days=1)
DUE_DAYS = [date(2026, 8, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)]


def process(**fields: Any) -> dict[str, Any]:
    return action(kind="process", date="2026-01-05", **fields)


def promises(today: date, *actions: dict[str, Any], **fields: Any) -> tuple[Promise, ...]:
    made = facts(insight(actions=list(actions), **fields), today=today)
    return made.insights[0].promises


def only(today: date, *actions: dict[str, Any], **fields: Any) -> Promise:
    (promise,) = promises(today, *actions, **fields)
    return promise


@pytest.mark.parametrize("due", DUE_DAYS)
@pytest.mark.parametrize(
    ("offset", "clock", "days"),
    [(-1, Clock.DUE, 1), (0, Clock.DUE, 0), (1, Clock.OVERDUE, 1), (365, Clock.OVERDUE, 365)],
)
def test_a_promise_passes_by_itself(due: date, offset: int, clock: Clock, days: int) -> None:
    promise = only(due + offset * DAY, process(next_update=due.isoformat()))
    assert (promise.clock, promise.days) == (clock, days)
    assert promise.is_open


@pytest.mark.parametrize("due", DUE_DAYS)
@pytest.mark.parametrize(
    ("offset", "clock", "days"),
    [(-1, Clock.KEPT, 0), (0, Clock.KEPT, 0), (1, Clock.LATE, 1), (60, Clock.LATE, 60)],
)
def test_a_promise_is_kept_on_its_day_at_the_latest(
    due: date, offset: int, clock: Clock, days: int
) -> None:
    kept = due + offset * DAY
    end = {"date": kept.isoformat(), "text": "Klaar.", "status": "done"}
    promise = only(kept, process(next_update=due.isoformat(), updates=[end]))
    assert (promise.clock, promise.days, promise.kept) == (clock, days, kept)
    assert not promise.is_open


def test_the_29th_of_february_counts() -> None:
    assert read_clock(date(2028, 2, 28), None, date(2028, 3, 1)) == (Clock.OVERDUE, 2)
    assert read_clock(date(2027, 2, 28), None, date(2027, 3, 1)) == (Clock.OVERDUE, 1)


@given(st.dates(), st.none() | st.dates(), st.dates())
def test_an_open_promise_never_counts_as_kept(due: date, kept: date | None, today: date) -> None:
    clock, days = read_clock(due, kept, today)
    assert days >= 0
    assert (clock in (Clock.KEPT, Clock.LATE)) == (kept is not None and kept <= today)


def test_each_update_keeps_a_promise_and_makes_the_next() -> None:
    work = process(
        next_update="2026-03-01",
        updates=[
            {"date": "2026-02-20", "text": "Nog niet.", "next_update": "2026-05-01"},
            {"date": "2026-05-04", "text": "Nog niet.", "next_update": "2026-09-01"},
        ],
    )
    first, second, third = promises(date(2026, 9, 2), work)
    assert (first.clock, second.clock, second.days) == (Clock.KEPT, Clock.LATE, 3)
    assert (third.clock, third.days) == (Clock.OVERDUE, 1)
    assert third.earlier == (date(2026, 3, 1), date(2026, 5, 1))
    assert first.earlier == ()
    said = say(third, words("en"))
    assert "1 March 2026" in said
    assert "1 May 2026" in said


CORRECTED = [{"date": "2026-04-10", "text": "De dag klopte niet."}]


def test_a_promise_that_a_correction_moved_shows_the_days_that_editions_had() -> None:
    """Each kind of promise, twice, with news between and after; not a day that stayed the same."""
    news = {"date": "2026-04-20", "text": "Nog niet.", "next_update": "2026-09-01"}
    forms = [
        ("2026-05-01", "2026-05-02", "2026-06", []),
        ("2026-05-01", "2026-05-02", "2026-06", []),
        ("2026-07-01", "2026-07-02", "2026-12", [news]),
        ("2026-08-01", "2026-08-02", "2027", [news | {"next_update": "2026-10-01"}]),
    ]
    insights = [
        [
            insight("work", actions=[process(next_update=due, updates=told)], **more),
            insight("open", actions=[], answer_by=by, **more),
            insight("no", actions=[action(kind="no-action", reason="cost", reconsider=at)], **more),
        ]
        for due, by, at, told in forms
        for more in ({"corrections": CORRECTED} if told else {},)
    ]
    *before, now = (register(*each) for each in insights)
    found = work_out(now, date(2026, 6, 1), 10, before)
    days = {p.key: [str(day) for day in p.earlier] for f in found.insights for p in f.promises}
    assert days == {
        "work/callback/update/2026-01-05": ["2026-05-01", "2026-07-01"],
        "work/callback/update/2026-04-20": ["2026-05-01", "2026-07-01", "2026-08-01", "2026-09-01"],
        "open/~answer/answer": ["2026-05-02", "2026-07-02"],
        "no/callback/reconsider/2026-05-12": ["2026-06-30", "2026-12-31"],
    }
    pages = {page.address: page for page in pages_of(found, words("en"), Settings())}
    for name, day in (("work", "1 May"), ("open", "2 May"), ("no", "30 June")):
        for page in (pages["promises/"], pages[f"insights/{name}/"]):
            said = page.body.replace("\N{NO-BREAK SPACE}", " ")
            assert re.search(f"Promised before: [^.]*{day} 2026", said), (name, page.address)
    ics = calendar(found, words("en"), Settings()).content.decode().replace("\r\n ", "")
    assert re.findall("SEQUENCE:(.)", ics) == ["4", "6", "4"], "two more for the correction"


def test_news_that_leaves_the_promised_day_as_it_was_moves_nothing() -> None:
    news = [
        {"date": "2026-02-20", "text": "Nog niet.", "next_update": "2026-05-01"},
        {"date": "2026-03-20", "text": "Nog niet.", "next_update": "2026-09-01"},
    ]
    *_, second, third = promises(date(2026, 4, 1), process(next_update="2026-05-01", updates=news))
    assert (second.earlier, third.earlier) == ((), (date(2026, 5, 1),))


def test_a_site_of_an_earlier_day_knows_no_later_promise() -> None:
    update = {"date": "2026-07-15", "text": "Nog niet.", "next_update": "2026-11-01"}
    promise = only(date(2026, 7, 1), process(next_update="2026-08-01", updates=[update]))
    assert (promise.due, promise.clock) == (date(2026, 8, 1), Clock.DUE)


def test_an_unanswered_insight_has_a_promise_that_any_answer_keeps() -> None:
    waiting = only(date(2026, 6, 2), answer_by="2026-06-01")
    assert (waiting.about, waiting.clock, waiting.days) == (About.ANSWER, Clock.OVERDUE, 1)
    answered = promises(date(2026, 6, 2), action(date="2026-06-02"), answer_by="2026-06-01")
    assert [(p.clock, p.days) for p in answered] == [(Clock.LATE, 1)]


def no(**fields: Any) -> dict[str, Any]:
    return action(name="no", kind="no-action", date="2026-04-02", reason="cost", **fields)


def test_another_look_is_due_by_the_end_of_its_period() -> None:
    refused = no(reconsider="2027-Q1")
    assert only(date(2027, 3, 31), refused).clock is Clock.DUE
    assert only(date(2027, 4, 1), refused).clock is Clock.OVERDUE


def test_a_no_is_not_the_second_look_that_it_promised_for_its_own_year() -> None:
    assert only(date(2026, 6, 1), no(reconsider="2026")).clock is Clock.DUE


def test_an_answer_about_something_else_is_no_second_look() -> None:
    early = action(name="other", date="2026-05-12")
    assert only(date(2026, 6, 1), no(reconsider="2027-04"), early).clock is Clock.DUE
    later = action(name="later", date="2027-05-03")
    kept = only(date(2027, 6, 1), no(reconsider="2027-04"), early, later)
    assert (kept.clock, kept.days) == (Clock.LATE, 3)


SCORE = {
    "id": "nps",
    "title": "NPS",
    "metric": "nps",
    "points": [{"period": "2025-Q4", "n": "200", "promoters": "90", "detractors": "60"}],
}
AFTER = {"period": "2026-Q3", "n": "200", "promoters": "100", "detractors": "50"}
MEASURED = action(measure={"score": "nps", "before": "2025-Q4", "after": "2026-Q3"})


def measure(today: date, *more: dict[str, str]) -> tuple[Promise, ...]:
    points = [*SCORE["points"], *more]
    made = facts(insight(actions=[MEASURED]), today=today, scores=[{**SCORE, "points": points}])
    return made.insights[0].promises


def test_a_measure_without_data_is_overdue_the_day_after_its_period() -> None:
    assert measure(date(2026, 9, 30))[0].clock is Clock.DUE
    (overdue,) = measure(date(2026, 10, 1))
    assert (overdue.about, overdue.clock, overdue.days) == (About.MEASURE, Clock.OVERDUE, 1)
    (known,) = measure(date(2026, 10, 1), AFTER)
    assert known.clock is Clock.KNOWN  # the day on which it came in is written down nowhere
    assert known.kept is None


def test_a_measure_that_can_have_no_result_promises_none() -> None:
    assert not measure(date(2026, 10, 1), {**AFTER, "n": "9", "promoters": "5", "detractors": "2"})


def test_withdrawing_an_insight_ends_what_nobody_can_keep() -> None:
    kept = {"date": "2026-02-20", "text": "Nog niet.", "next_update": "2026-05-01"}
    work = process(next_update="2026-03-01", updates=[kept])
    gone = {"date": "2026-06-01", "reason": "Dubbel."}
    assert [p.clock for p in promises(date(2026, 7, 1), work, withdrawn=gone)] == [Clock.KEPT]


WORK = process(next_update="2026-08-01")
MERGED = {"merged_into": "desk"}
ASKED: dict[str, Any] = {"actions": [], "answer_by": "2026-08-01", **MERGED}


@pytest.mark.parametrize("merged", [{"actions": [WORK], **MERGED}, ASKED], ids=["news", "answer"])
def test_merging_is_no_way_to_make_a_promise_vanish(merged: dict[str, Any]) -> None:
    """Whoever was promised something still sees its clock, wherever promises are shown."""
    found = facts(insight(**merged), insight("desk", actions=[]), today=date(2026, 8, 3))
    assert [promise.key for promise in due(found, 0)] == [found.promises[0].key]
    pages = {page.address: page for page in pages_of(found, words("en"), Settings())}
    for address in ("promises/", "insights/phone/"):
        said = pages[address].body.replace("\N{NO-BREAK SPACE}", " ")
        assert "overdue by 2 days (promised by 1 August 2026)" in said, address
    assert "insights/phone/" in pages["promises/"].body
    ics = calendar(found, words("en"), Settings()).content.decode()
    assert re.findall("STATUS:(.*)\r", ics) == ["CONFIRMED"]


def test_what_was_merged_is_answered_where_its_answer_is() -> None:
    """The first answer to any insight that the merges lead to keeps it, late or not."""
    way = insight("desk", actions=[], merged_into="door")
    for day, clock, days in (("2026-07-01", Clock.KEPT, 0), ("2026-08-03", Clock.LATE, 2)):
        end = insight("door", actions=[action(date=day)])
        (promise, *_) = facts(insight(**ASKED), way, end).insights[0].promises
        assert (promise.clock, promise.days) == (clock, days)
    again: dict[str, Any] = {"actions": [no(reconsider="2026-10")], **MERGED}
    looked = facts(insight(**again), insight("desk", actions=[action(date="2026-10-20")]))
    assert [promise.clock for promise in looked.insights[0].promises] == [Clock.KEPT]
    other = facts(insight(actions=[WORK], **MERGED), insight("desk", actions=[action()]))
    assert [promise.clock for promise in other.insights[0].promises] == [Clock.OVERDUE]


def test_merging_makes_no_answer_that_came_late_one_that_came_on_time() -> None:
    """What an insight was answered with itself keeps its promise, whatever it is merged into."""
    late = insight(actions=[action(date="2026-08-03")], answer_by="2026-08-01", **MERGED)
    (promise, *_) = facts(late, insight("desk", actions=[action()])).insights[0].promises
    assert (promise.clock, promise.days, promise.kept) == (Clock.LATE, 2, date(2026, 8, 3))


def test_where_merges_end_at_an_insight_that_was_withdrawn_nothing_is_open() -> None:
    gone = insight("desk", withdrawn={"date": "2026-06-01", "reason": "Niet van ons."})
    found = facts(insight(actions=[WORK], **MERGED), gone)
    assert found.promises == ()
    ics = calendar(found, words("en"), Settings()).content.decode()
    assert re.findall("DTSTAMP:(.*)T|STATUS:(.*)\r", ics) == [("20260601", ""), ("", "CANCELLED")]


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        (date(2026, 7, 31), "en", "Promised news: due by 1 August 2026."),
        (date(2026, 8, 1), "en", "Promised news: due today, 1 August 2026."),
        (date(2026, 8, 2), "en", "overdue by one day (promised by 1 August 2026)."),
        (date(2026, 8, 3), "en", "overdue by 2 days (promised by 1 August 2026)."),
        (date(2026, 8, 1), "nl", "Beloofd nieuws: uiterlijk vandaag, 1 augustus 2026."),
        (date(2026, 8, 2), "nl", "een dag te laat (beloofd: uiterlijk 1 augustus 2026)."),
        (date(2026, 8, 3), "nl", "2 dagen te laat (beloofd: uiterlijk 1 augustus 2026)."),
    ],
)
def test_what_the_clock_says(day: date, language: str, said: str) -> None:
    assert say(only(day, process(next_update="2026-08-01")), words(language)).endswith(said)


def test_what_the_clock_says_of_a_promise_kept_late() -> None:
    end = {"date": "2026-08-04", "text": "Klaar.", "status": "done"}
    promise = only(date(2026, 9, 1), process(next_update="2026-08-01", updates=[end]))
    said = say(promise, words("en"))
    assert said.endswith("kept 3 days late, on 4 August 2026 (promised by 1 August 2026).")
