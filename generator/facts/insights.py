"""What follows from one insight: its status, its weight, how long the answer took."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

from generator.register.model import (
    Action,
    Ending,
    Heard,
    Insight,
    Kind,
    Reason,
    Sentiment,
    Withdrawal,
)


class Status(StrEnum):
    """Where an insight stands, for the customer who looks for it."""

    UNANSWERED = "unanswered"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NOT_DOING = "not-doing"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


def status(insight: Insight) -> Status:
    """The status of an insight.

    What is still being worked on comes first; something done outweighs something refused;
    a process that was stopped counts as not doing it.
    """
    if insight.withdrawn:
        return Status.WITHDRAWN
    if insight.merged_into:
        return Status.MERGED
    if not insight.actions:
        return Status.UNANSWERED
    found = Status.NOT_DOING
    for action in insight.actions:
        if action.is_open:
            return Status.IN_PROGRESS
        if action.kind is Kind.DIRECT or action.ending is Ending.DONE:
            found = Status.DONE
    return found


Merges = Callable[[Insight], tuple[Insight, ...]]
"""Which insights an insight was merged into, one after another; none where it wasn't."""


def merges(insights: Iterable[Insight]) -> Merges:
    """A function from an insight to those it was merged into; a circle of merges ends it."""
    by_id = {insight.id: insight for insight in insights}

    def followed(insight: Insight) -> tuple[Insight, ...]:
        if not insight.merged_into:
            return ()
        found = {insight.id: insight}
        while (into := insight.merged_into) and into in by_id and into not in found:
            insight = found[into] = by_id[into]
        return tuple(found.values())[1:]

    return followed


def withdrawal(insight: Insight, into: Sequence[Insight]) -> Withdrawal | None:
    """The withdrawal of an insight, or of the last one that it was merged ``into``, if any."""
    return (insight, *into)[-1].withdrawn


def keeps_as_is(insight: Insight, action: Action) -> bool:
    """Whether an answer keeps what customers praise: a no-action that refuses nothing."""
    return action.reason is Reason.KEEP_AS_IS and insight.sentiment is Sentiment.POSITIVE


def latest_heard(insight: Insight) -> Heard | None:
    """The line of ``heard`` whose period ends last."""
    return max(insight.heard, key=lambda heard: (heard.period.end, heard.period), default=None)


def first_heard(insight: Insight) -> date | None:
    """The first day of the period in which we first heard it."""
    return min((heard.period.start for heard in insight.heard), default=None)


def priority(insight: Insight, latest: Heard | None) -> int:
    """Mentions in the latest period × severity × impact: the formula the site states."""
    return latest.mentions * insight.severity * insight.impact if latest else 0


def answered_on(insight: Insight) -> date | None:
    """The day of the first answer, of whatever kind."""
    return min((action.date for action in insight.actions), default=None)


def days_to_answer(insight: Insight, answered: date | None) -> int | None:
    """Days from the first day of the period in which we first heard it to the first answer.

    Counting from the first day of the period gives the longest time it can have been, so the
    figure never flatters. An answer from before that period counts as 0 days.
    """
    first = first_heard(insight)
    if answered is None or first is None:
        return None
    return max((answered - first).days, 0)
