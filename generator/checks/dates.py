"""Rules about days: the register tells what happened, so nothing in it is from tomorrow."""

from collections.abc import Iterator
from datetime import date, timedelta

from generator.checks.subject import Found, Subject
from generator.register.model import Path

_FAR = timedelta(days=3 * 366)
"""Nobody remembers a promise of longer ahead."""


def _told(subject: Subject) -> Iterator[tuple[Path, Path, date]]:
    """Every day on which something is said to have happened, with two parts of the way to it."""
    for path, insight in subject.insights:
        for index, correction in enumerate(insight.corrections):
            yield path, ("corrections", index, "date"), correction.date
        if insight.withdrawn:
            yield path, ("withdrawn", "date"), insight.withdrawn.date
    for path, _, action in subject.actions:
        yield path, ("date",), action.date
        for index, update in enumerate(action.updates):
            yield path, ("updates", index, "date"), update.date


def date_in_the_future(subject: Subject) -> Iterator[Found]:
    """What is announced as done before it is done disappoints whoever tries it."""
    for path, field, day in _told(subject):
        if day > subject.today:
            yield (*path, *field), {"found": str(day), "today": str(subject.today)}


def period_in_the_future(subject: Subject) -> Iterator[Found]:
    """Nobody has been heard or asked in a period that has not begun."""
    for path, insight in subject.insights:
        for index, heard in enumerate(insight.heard):
            if heard.period.start > subject.today:
                yield (*path, "heard", index, "period"), {"found": str(heard.period)}
    for path, score in subject.register.score_paths():
        for index, point in enumerate(score.points):
            if point.period.start > subject.today:
                yield (*path, "points", index, "period"), {"found": str(point.period)}


def two_corrections_a_day(subject: Subject) -> Iterator[Found]:
    """A correction is known by its day, in feeds and in editions: one a day for each insight."""
    for path, insight in subject.insights:
        days = [correction.date for correction in insight.corrections]
        for index, day in enumerate(days):
            if day in days[:index]:
                yield (*path, "corrections", index, "date"), {"date": str(day), "id": insight.id}


def year_mistyped(subject: Subject) -> Iterator[Found]:
    """An answer or a promise of before anyone spoke, or of years from now, is mostly a slip in the
    year."""
    latest = subject.today + _FAR
    for path, insight in subject.insights:
        day = insight.answer_by
        begun = [h.period.start for h in insight.heard if h.period.start <= subject.today]
        if day and (day > latest or (begun and day < min(begun))):
            yield (*path, "answer_by"), {"found": str(day)}
    for path, insight, action in subject.actions:
        heard = [one.period.start for one in insight.heard]
        if heard and action.date < min(heard) <= subject.today:
            yield (*path, "date"), {"found": str(action.date)}
        if action.next_update and action.next_update > latest:
            yield (*path, "next_update"), {"found": str(action.next_update)}
        for index, update in enumerate(action.updates):
            if update.next_update and update.next_update > latest:
                way = (*path, "updates", index, "next_update")
                yield way, {"found": str(update.next_update)}


ERRORS = (date_in_the_future, period_in_the_future, two_corrections_a_day)
WARNINGS = (year_mistyped,)
