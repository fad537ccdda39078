"""What becomes of promises from one day to another: by what is written, or by time alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.editions.difference import Difference, What
from generator.facts.promises import (
    About,
    Clock,
    Numbered,
    Promise,
    numbered,
    promises,
    turning_days,
)
from generator.register.model import Insight, Path


def _waits(insight: Insight) -> bool:
    """Whether time alone may break a promise."""
    return not insight.actions or any(a.is_open or a.reconsider for a in insight.actions)


Followed = tuple[Insight, ...]
"""An insight, and those that it was merged into."""


@dataclass(frozen=True, slots=True)
class Promised:
    """The promises of insights on some days, each worked out once."""

    _known: dict[tuple[tuple[int, ...], date], tuple[Followed, dict[Numbered, Promise]]] = field(
        default_factory=dict
    )
    _turns: dict[int, tuple[Insight, frozenset[date]]] = field(default_factory=dict)

    def copy(self) -> "Promised":
        """A copy with the same contents, to which more can be added."""
        return Promised(dict(self._known), dict(self._turns))

    def turn(self, insight: Insight, after: date, until: date) -> bool:
        """Whether time alone may change, from one day to another, how any of an insight stands."""
        known = self._turns.get(id(insight))
        if known is None:
            days = turning_days(insight) if _waits(insight) else ()
            known = self._turns[id(insight)] = insight, frozenset(days)
        return after < until and any(after <= day <= until for day in known[1])

    def of(
        self, insight: Insight, day: date, into: Sequence[Insight] = ()
    ) -> Mapping[Numbered, Promise]:
        """Those of an insight by action, subject and number: a corrected date keeps its number.
        ``into`` are the insights that it was merged into.

        Without those about a measure: whether a result is in, the scores tell.
        """
        written = (insight, *into)
        key = tuple(map(id, written)), day
        known = self._known.get(key)
        if known is None:  # the insights are kept too, so that their identity stays their own
            found = numbered(promises(insight, day, lambda _: None, into))
            known = self._known[key] = written, found
        return known[1]


def turned_out(
    promise: Promise, key: Numbered, earlier: Mapping[Numbered, Promise], path: Path
) -> Iterator[Difference]:
    """The differences in a promise since the day of the ``earlier`` ones."""
    before = earlier.get(key)
    was_overdue = before is not None and before.clock is Clock.OVERDUE
    due = promise.action.reconsider if key[1] is About.RECONSIDER and promise.action else None
    place = ("insights", promise.insight.id, *(("actions", key[0]) if key[0] else ()))

    def tell(what: What, old: object, new: object, late: int = 0) -> Difference:
        return Difference(
            what,
            place,
            str(promise.about),
            path,
            promise.insight.title,
            old,
            new,
            promise.kept or promise.made,
            promise.about,
            late,
        )

    when = due or promise.due
    if not promise.is_open:
        if before is not None and not before.is_open:
            return
        late = promise.days if promise.clock is Clock.LATE else 0
        broken = late and not was_overdue
        what = What.PROMISE_BROKEN if broken else What.PROMISE_KEPT
        yield tell(what, when, promise.kept, late)
        return
    if before is None:
        waiting = [p for k, p in earlier.items() if k[:2] == key[:2] and p.is_open]
        if not waiting:
            yield tell(What.PROMISE_MADE, None, when)
        elif waiting[-1].due != promise.due:
            yield tell(What.PROMISE_MOVED, waiting[-1].due, when)
    if promise.clock is Clock.OVERDUE and not was_overdue:
        yield tell(What.PROMISE_BROKEN, when, None)
