"""The id and day under which news was first published, where its day was corrected since.

A program that reads feeds knows an entry by its id, which is made of ids and days. So an entry
keeps those it had in the first edition that has it: who follows us hears of the correction, and
hears nothing twice. A withdrawal that was taken back stays told too, beside that correction.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from generator.editions.changes import changes_of_insight
from generator.facts.events import (
    Event,
    What,
    events,
    in_order,
    key_of_action,
    key_of_correction,
    key_of_update,
    key_of_withdrawal,
)
from generator.facts.facts import Facts, InsightFact
from generator.register.model import Register

_Told = tuple[str, date]


def first_told(facts: Facts, editions: Iterable[Register]) -> Facts:
    """The same facts with each event under its first key and day: what feeds are made from."""
    found = _put_right([*editions, facts.register])
    swapped = {told: now for now, (told, _) in found.items() if told != now}

    def as_told(event: Event) -> Event:
        key, day = event.key, event.date
        if key in found:
            key, day = found[key]
        else:
            while key in swapped:  # news of today on the day that other news had by mistake
                key = swapped[key]
        return event._replace(key=key, date=day)

    insights = (
        fact._replace(events=in_order(map(as_told, (*fact.events, *_taken_back(fact)))))
        if fact.insight.corrections
        else fact
        for fact in facts.insights
    )
    return replace(facts, insights=tuple(insights))


def _taken_back(fact: InsightFact) -> Iterator[Event]:
    """The withdrawal that an edition has last, where the insight is there again."""
    withdrawn = [was for was in fact.published if was.withdrawn]
    if withdrawn and not fact.insight.withdrawn:
        told = next(each for each in events(withdrawn[-1]) if each.what is What.WITHDRAWN)
        yield told._replace(insight=fact.insight)


def _put_right(registers: Iterable[Register]) -> Mapping[str, _Told]:
    """Events whose day was corrected: from their key now to their first key and day."""
    found: dict[str, _Told] = {}
    for old, new in pairwise(registers):
        moved = dict(_moved(old, new))
        gone = {key for key, _ in moved.values()}
        still = {key: told for key, told in found.items() if key not in gone}
        found = still | {now: found.get(was[0], was) for now, was in moved.items()}
    return found


def _moved(old: Register, new: Register) -> Iterator[tuple[str, _Told]]:
    """Events whose day was corrected from one register to the next: new key, old key and day.

    A day only changes together with a line under ``corrections``.
    """
    corrected = [insight for insight in new.insights if insight.corrections]
    before = {insight.id: insight for insight in old.insights} if corrected else {}
    for insight in corrected:
        was = before.get(insight.id)
        if was is None or was is insight:
            continue
        for change in changes_of_insight(0, was, insight):
            if change.fields[-1] == "date" and change.old and change.new:
                was_told = _key(change.names, change.old), change.old
                yield _key(change.names, change.new), was_told


def _key(names: tuple[str, ...], day: date) -> str:
    """The key that an event has with a day, by the place of that day in the register."""
    match names:
        case (_, insight, "actions", action, "date"):
            return key_of_action(insight, action)
        case (_, insight, "actions", action, "updates", _, "date"):
            return key_of_update(insight, action, day)
        case (_, insight, "corrections", _, "date"):
            return key_of_correction(insight, day)
    return key_of_withdrawal(names[1])
