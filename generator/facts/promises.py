"""The promise clock: every promise has a due day, and anyone can see it pass."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from generator.facts.insights import withdrawal
from generator.register.model import Action, Insight, Kind, Measure
from generator.register.period import Period


class About(StrEnum):
    """What was promised."""

    UPDATE = "update"
    ANSWER = "answer"
    RECONSIDER = "reconsider"
    MEASURE = "measure"


class Clock(StrEnum):
    """How a promise stands on a given day.

    ``known`` is a measure whose result is in: kept, but nobody writes down on which day, so it
    never counts as on time.
    """

    OVERDUE = "overdue"
    DUE = "due"
    LATE = "late"
    KEPT = "kept"
    KNOWN = "known"


HasResult = Callable[[Measure], bool | None]
"""Whether a measure has its result: yes, not yet, or ``None`` where there can be none."""


class Promise(NamedTuple):
    """A promise and how it stands.

    ``key`` is a name for it that stays the same when it moves or is kept.
    ``days`` is how far the clock is: days to go (due), days past (overdue), days too late when
    it was kept (late), otherwise 0. ``earlier`` has the due days it had before it was moved.
    """

    key: str
    insight: Insight
    action: Action | None
    about: About
    made: date | None
    due: date
    kept: date | None
    clock: Clock
    days: int
    earlier: tuple[date, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether customers still wait for it."""
        return self.clock in (Clock.DUE, Clock.OVERDUE)


def read_clock(due: date, kept: date | None, today: date) -> tuple[Clock, int]:
    """How a promise that was due on ``due`` stands on ``today``, and by how many days.

    A promise is kept on its due day itself; it is overdue from the day after.
    """
    if kept is not None and kept <= today:
        late = (kept - due).days
        return (Clock.LATE, late) if late > 0 else (Clock.KEPT, 0)
    left = (due - today).days
    return (Clock.DUE, left) if left >= 0 else (Clock.OVERDUE, -left)


def promises(
    insight: Insight, today: date, has_result: HasResult, into: Sequence[Insight] = ()
) -> Iterator[Promise]:
    """Every promise of an insight, in order of making.

    Merging ends none: news is still awaited on the same action, and the answer to what had none
    may come from any of the insights that it was merged ``into``, one after another. Where it was
    withdrawn, or where the last of those was, nothing is open: nobody can keep it.
    A promise that is made after ``today`` isn't there yet.
    """
    is_gone = withdrawal(insight, into) is not None
    for promise in _all(insight, today, has_result, into):
        made = promise.made is None or promise.made <= today
        if made and not (is_gone and promise.is_open):
            yield promise


Numbered = tuple[str, About, int]
"""The id of the action, or nothing; what was promised; and how many of these came before."""


def numbered(made: Iterable[Promise]) -> dict[Numbered, Promise]:
    """The promises of one insight by action, subject and number: a corrected day keeps it."""
    found: dict[Numbered, Promise] = {}
    numbers: dict[tuple[str, About], int] = defaultdict(int)
    for promise in made:
        of = promise.action.id if promise.action else "", promise.about
        found[*of, numbers[of]] = promise
        numbers[of] += 1
    return found


def as_moved(made: Iterable[Promise], published: Sequence[Insight]) -> tuple[Promise, ...]:
    """The promises of an insight, each with the days that were named before it, also those that
    a correction changed: ``published`` is the insight as it was public, the oldest first."""
    before: dict[Numbered, list[date]] = defaultdict(list)
    for was in published:
        for name, promise in numbered(_all(was, date.min, lambda _: False)).items():
            before[name].append(promise.due)
    named: dict[tuple[str, About], list[date]] = defaultdict(list)
    found = []
    for name, promise in numbered(made).items():
        days = named[name[:2]]
        for day in (*before[name], promise.due):
            if not days or days[-1] != day:
                days.append(day)
        found.append(promise._replace(earlier=tuple(days[:-1])))
    return tuple(found)


def turning_days(insight: Insight) -> Iterator[date]:
    """The days on which or after which its promises stand otherwise than before, but for those
    about a measure: there, the scores tell."""
    for promise in _all(insight, date.min, lambda _: None):
        yield from filter(None, (promise.made, promise.due, promise.kept))


def _all(
    insight: Insight, today: date, has_result: HasResult, into: Sequence[Insight] = ()
) -> Iterator[Promise]:
    answers = insight.actions
    if into:
        answers = tuple(action for each in (insight, *into) for action in each.actions)
    if insight.answer_by:
        kept = min((action.date for action in insight.actions or answers), default=None)
        stands = read_clock(insight.answer_by, kept, today)
        key = f"{insight.id}/~answer/{About.ANSWER}"
        yield Promise(key, insight, None, About.ANSWER, None, insight.answer_by, kept, *stands)
    for action in insight.actions:
        if action.kind is Kind.PROCESS:
            yield from _updates(insight, action, today)
        if action.kind is Kind.NO_ACTION and action.reconsider:
            yield _reconsideration(insight, action, action.reconsider, today, answers)
        if action.measure:
            yield from _measurement(insight, action, action.measure, today, has_result)


def _updates(insight: Insight, action: Action, today: date) -> Iterator[Promise]:
    """Each promise is kept by the next update, which carries the promise after it."""
    made, due = action.date, action.next_update
    earlier: tuple[date, ...] = ()
    for update in action.updates:
        if due is not None:
            yield _promise(insight, action, About.UPDATE, made, due, update.date, today, earlier)
            earlier = earlier if update.next_update == due else (*earlier, due)
        made, due = update.date, update.next_update
    if due is not None and action.is_open:
        yield _promise(insight, action, About.UPDATE, made, due, None, today, earlier)


def _reconsideration(
    insight: Insight, action: Action, period: Period, today: date, answers: Iterable[Action]
) -> Promise:
    """Kept by the first later one of the ``answers`` to it, from the period that was named.

    An answer from before that period may be about something else: if it counted, a promise
    could vanish from the list without anyone having looked again. Whoever looks sooner names the
    sooner period, with a line in ``corrections``.
    """
    first = max(period.start, action.date + timedelta(days=1))
    later = (other.date for other in answers if other.date >= first)
    due, kept = period.end, min(later, default=None)
    return _promise(insight, action, About.RECONSIDER, action.date, due, kept, today)


def _measurement(
    insight: Insight, action: Action, measure: Measure, today: date, has_result: HasResult
) -> Iterator[Promise]:
    """Kept once the score of the period after is public; we don't know on which day."""
    result = has_result(measure)
    due = measure.after.end
    if result:
        key = _key(insight, action, About.MEASURE, action.date)
        yield Promise(key, insight, action, About.MEASURE, action.date, due, None, Clock.KNOWN, 0)
    elif result is not None:
        yield _promise(insight, action, About.MEASURE, action.date, due, None, today)


def _promise(
    insight: Insight,
    action: Action,
    about: About,
    made: date,
    due: date,
    kept: date | None,
    today: date,
    earlier: tuple[date, ...] = (),
) -> Promise:
    clock, days = read_clock(due, kept, today)
    key = _key(insight, action, about, made)
    return Promise(key, insight, action, about, made, due, kept, clock, days, earlier)


def _key(insight: Insight, action: Action, about: About, made: date) -> str:
    return f"{insight.id}/{action.id}/{about}/{made}"
