"""Promises that need somebody's work now, for staff and for a scheduled job."""

import json
from collections.abc import Iterable, Sequence

from generator.facts.facts import Facts
from generator.facts.promises import Clock, Promise
from generator.outputs import clock
from generator.outputs.characters import printable_line
from generator.words import Words


def due(facts: Facts, within: int) -> tuple[Promise, ...]:
    """What is overdue, and what is due within so many days, the most overdue first."""
    found = (
        promise
        for promise in facts.promises
        if promise.clock is Clock.OVERDUE or (promise.clock is Clock.DUE and promise.days <= within)
    )
    return tuple(sorted(found, key=lambda promise: (promise.due, promise.key)))


def is_overdue(promises: Iterable[Promise]) -> bool:
    """Whether customers wait for something that should have been there."""
    return any(promise.clock is Clock.OVERDUE for promise in promises)


def text(promises: Sequence[Promise], within: int, words: Words) -> str:
    """For people: a promise on two lines, and how many there are."""
    parts = [
        f"{promise.due}  {printable_line(promise.insight.title, words)} ({promise.insight.id})\n"
        f"            {clock.say(promise, words)}\n"
        for promise in promises
    ]
    overdue = sum(promise.clock is Clock.OVERDUE for promise in promises)
    parts += [f"{words('due.overdue', n=overdue)}\n"] if overdue else []
    soon = len(promises) - overdue
    return "".join(parts) + f"{words('due.soon', n=soon, within=within)}\n"


def as_json(promises: Iterable[Promise], words: Words) -> str:
    """For programs: a list of objects, the most overdue first; ``days`` is how far the clock is."""
    found = [
        {
            "key": promise.key,
            "insight": promise.insight.id,
            "action": promise.action.id if promise.action else None,
            "title": printable_line(promise.insight.title, words),
            "about": promise.about,
            "due": promise.due.isoformat(),
            "clock": promise.clock,
            "days": promise.days,
            "earlier": [day.isoformat() for day in promise.earlier],
            "says": clock.say(promise, words),
        }
        for promise in promises
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
