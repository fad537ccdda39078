"""Every dated thing as one sorted stream: home, timelines, feeds and mail all read this."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from generator.facts.insights import keeps_as_is
from generator.prose import Text
from generator.register.model import Action, Ending, Insight, Kind, Update

AT_LEAST = 50
"""A feed keeps at least so many entries."""
A_YEAR = timedelta(days=366)
"""And all entries of so long before its latest."""


class What(StrEnum):
    """What happened."""

    DIRECT = "direct"
    PROCESS = "process"
    NO_ACTION = "no-action"
    UPDATE = "update"
    DONE = "done"
    STOPPED = "stopped"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Event(NamedTuple):
    """Something that happened to an insight on a day.

    ``key`` names it for ever: it is made of ids and the day, never of words or positions.
    """

    date: date
    what: What
    insight: Insight
    text: Text
    key: str
    action: Action | None = None
    update: Update | None = None

    @property
    def kind(self) -> Kind | None:
        """The kind of the answer it belongs to."""
        return self.action.kind if self.action else None

    @property
    def look(self) -> str:
        """The name of the shape and the words in which it is told: what happened, but a compliment
        that stays as it is refuses nobody anything."""
        if self.action and self.update is None and keeps_as_is(self.insight, self.action):
            return "keeping"
        return self.what

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its insight: an ``id``, and the fragment of a link.

        The dot keeps an update apart from an action whose id ends in the same day.
        """
        if self.action is None:
            return "corrections" if self.what is What.CORRECTED else "main"
        day = f".{self.update.date}" if self.update else ""
        return f"action-{self.action.id}{day}"


_WHAT = {name: What(name) for name in (*Kind, *Ending)}


def key_of_action(insight: str, action: str) -> str:
    """The key of an answer."""
    return f"{insight}/{action}"


def key_of_update(insight: str, action: str, day: date | str) -> str:
    """The key of news on an answer."""
    return f"{insight}/{action}/{day}"


def key_of_correction(insight: str, day: date | str) -> str:
    """The key of a correction; with a sign that no id has, so no action has this key."""
    return f"{insight}/~correction/{day}"


def key_of_withdrawal(insight: str) -> str:
    """The key of a withdrawal."""
    return f"{insight}/~withdrawn"


def events(insight: Insight) -> tuple[Event, ...]:
    """All events of an insight, the newest first; on the same day in order of their keys."""
    return in_order(_of(insight))


def in_order(found: Iterable[Event]) -> tuple[Event, ...]:
    """Events, the newest first; on the same day in order of their keys."""
    by_key = sorted(found, key=lambda event: event.key)
    return tuple(sorted(by_key, key=lambda event: event.date, reverse=True))


def _of(insight: Insight) -> Iterator[Event]:
    name = insight.id
    for action in insight.actions:
        key = key_of_action(name, action.id)
        yield Event(action.date, _WHAT[action.kind], insight, action.text, key, action)
        for update in action.updates:
            yield Event(
                update.date,
                _WHAT[update.status] if update.status else What.UPDATE,
                insight,
                update.reason if update.status is Ending.STOPPED and update.reason else update.text,
                key_of_update(name, action.id, update.date),
                action,
                update,
            )
    for correction in insight.corrections:
        key = key_of_correction(name, correction.date)
        yield Event(correction.date, What.CORRECTED, insight, correction.text, key)
    if insight.withdrawn:
        gone = insight.withdrawn
        yield Event(gone.date, What.WITHDRAWN, insight, gone.reason, key_of_withdrawal(name))


def entries_held(days: Sequence[date]) -> int:
    """How many of all entries a feed ever had it still holds; ``days`` are theirs, newest first.

    The year is counted back from the latest entry, not from today: the passing of time alone
    changes no feed.
    """
    if len(days) <= AT_LEAST:
        return len(days)
    first = days[0] - A_YEAR
    return max(sum(1 for _ in takewhile(lambda day: day >= first, days)), AT_LEAST)
