"""Which points of which scores may be published, so that nobody's answer can be worked out.

It happens here and only here: what is withheld does not exist for anything that comes after.

Two ways lead to a small group of people. The first is a point with fewer answers than the
minimum (primary suppression). The second is a subtraction of what is public (secondary
suppression), and these are the subtractions the register makes possible:

- a period minus the published periods inside it, such as 2026 minus three of its quarters.
  Periods of the register are nested or apart, never half over each other. So if each published
  period, less the published periods directly inside it, is nobody or at least the minimum, then
  so is everything that can be added and subtracted from them;
- a score minus the scores below it that ask the same people the same thing: same metric,
  audience, scale and question (a question that isn't written down counts as the same), at a
  lower level, in the same period or in periods inside it. Less one of them, and less all of one
  level;
- a figure minus the same figure in an earlier edition, where a few late answers were added or
  taken out. An edition stays public for ever, so all of them count.

Points are let in one by one and stay out where they would open such a way: the organisation's
score before its parts, short periods before long ones, many answers before few. A point that
must stay out and is already public in an earlier edition stays as it was published there.

Beyond this stand subtractions across both levels and periods in more than two steps, and what no
program can see: that two scores with different questions went to nearly the same people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.register.model import Level, Point, Register, Score
from generator.register.period import Period

_RANK = {level: rank for rank, level in enumerate(Level)}  # the widest first
_Known = dict[str, dict[Period, set[int]]]  # per score and period the numbers of answers known


@dataclass(frozen=True, slots=True)
class Shown:
    """A register without what may not be published, and which periods that touched.

    ``withheld`` has, per id of a score, the periods that are left out; ``kept_back`` those shown
    as an earlier edition has them, because the new figure would give people away.
    """

    register: Register
    withheld: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    kept_back: Mapping[str, frozenset[Period]] = field(default_factory=dict)


def publishable(register: Register, minimum: int, earlier: Iterable[Register] = ()) -> Register:
    """The written register as the public may have it, for open data and editions.

    Gone are the points that are suppressed, and the names of the files that staff split their
    work over. ``minimum`` counts answers; ``earlier`` are the registers in the editions, oldest
    first.
    """
    return suppress(register, minimum, earlier).register


def suppress(register: Register, minimum: int, earlier: Iterable[Register] = ()) -> Shown:
    """The same, with what was touched."""
    public = _public(earlier)
    gate = _Gate(register, max(minimum, 1), public)
    chosen: dict[tuple[str, Period], Point | None] = {}
    for score, point in _in_order(register):
        before = public.get(score.id, {}).get(point.period, [])
        if gate.lets_in(score, point):
            chosen[score.id, point.period] = point
        elif point.n >= gate.minimum and before and before[-1].n >= gate.minimum:
            chosen[score.id, point.period] = before[-1]
        else:
            chosen[score.id, point.period] = None
    return _shown(register, chosen)


def _in_order(register: Register) -> list[tuple[Score, Point]]:
    """Every point with its score, in the order in which they are let in."""
    found = [(score, point) for score in register.scores for point in score.points]

    def rank(item: tuple[Score, Point]) -> tuple[int, int, int, Period, str]:
        score, point = item
        period = point.period
        days = (period.end - period.start).days
        return _RANK[score.level], days, -point.n, period, score.id

    return sorted(found, key=rank)


def _public(earlier: Iterable[Register]) -> dict[str, dict[Period, list[Point]]]:
    """The points in editions, per score and period, the latest version last."""
    found: dict[str, dict[Period, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for register in earlier:
        for score in register.scores:
            for point in score.points:
                found[score.id][point.period].append(point)
    return found


class _Gate:
    """Lets points in while no small group can be worked out from all that are known."""

    def __init__(
        self, register: Register, minimum: int, public: Mapping[str, Mapping[Period, list[Point]]]
    ) -> None:
        self.minimum = minimum
        self._known: _Known = defaultdict(lambda: defaultdict(set))
        for name, periods in public.items():
            for period, points in periods.items():
                self._known[name][period].update(point.n for point in points)
        self._above: dict[str, list[Score]] = {}
        self._below: dict[str, list[Score]] = {}
        for score in register.scores:
            kin = [other for other in register.scores if _asks_the_same(score, other)]
            rank = _RANK[score.level]
            self._above[score.id] = [other for other in kin if _RANK[other.level] < rank]
            self._below[score.id] = [other for other in kin if _RANK[other.level] > rank]

    def lets_in(self, score: Score, point: Point) -> bool:
        """Whether the point may be published; if so, it is known from here on."""
        if point.n < self.minimum:
            return False
        known = self._known[score.id]
        if point.n in known.get(point.period, ()):
            return True  # public already, so it adds nothing
        if any(self._is_small(point.n - before) for before in known.get(point.period, ())):
            return False
        if self._opens_a_way_in_time(known, point) or self._opens_a_way_between_levels(
            score, point
        ):
            return False
        known[point.period].add(point.n)
        return True

    def _is_small(self, people: int) -> bool:
        return 0 < abs(people) < self.minimum

    def _opens_a_way_in_time(self, known: Mapping[Period, set[int]], point: Point) -> bool:
        with_it = {**known, point.period: {point.n}}
        around = [period for period in known if _holds(period, point.period)]
        touched = [point.period, *sorted(around, key=_days)[:1]]
        return any(
            self._is_small(whole - parts)
            for period in touched
            for whole in with_it[period]
            for parts in _sums(with_it[part] for part in _directly_inside(period, with_it))
            if parts <= whole
        )

    def _opens_a_way_between_levels(self, score: Score, point: Point) -> bool:
        def at(other: Score, period: Period) -> set[int]:
            return self._at(other, period, point if other.id == score.id else None)

        for whole in (score, *self._above[score.id]):
            below = [part for part in self._below[whole.id] if self._is_near(score, whole, part)]
            for period in self._around(whole, score, point):
                total = at(whole, period)
                parts = [(part.level, at(part, period)) for part in below]
                levels = [[n for level, n in parts if level is one] for one in Level]
                apart = [[numbers] for _, numbers in parts if numbers]
                if any(self._leaves_few(total, some) for some in (*apart, *levels) if any(some)):
                    return True
        return False

    @staticmethod
    def _is_near(score: Score, whole: Score, part: Score) -> bool:
        """Whether the sum of a whole and its part may have changed with a point of a score."""
        return score.id == whole.id or part.level is score.level

    def _around(self, whole: Score, score: Score, point: Point) -> set[Period]:
        """The periods in which a point may tell something: its own, those around and inside it,
        and those beside it in the shortest period around it."""
        around = [p for p in self._known[score.id] if _holds(p, point.period)]
        near = [point.period, *sorted(around, key=_days)[:1]]
        return {point.period} | {
            period
            for period in self._known[whole.id]
            if any(_holds(period, one) or _holds(one, period) for one in near)
        }

    def _at(self, score: Score, period: Period, more: Point | None) -> set[int]:
        """What is known of a score in a period: its number, the sum of those inside, or what is
        left of one around it."""
        known: Mapping[Period, set[int]] = self._known[score.id]
        if more:
            known = {**known, more.period: {more.n}}
        if period in known:
            return known[period]
        inside = _directly_inside(period, known)
        if inside:
            return _sums(known[part] for part in inside)
        outer = min((p for p in known if _holds(p, period)), key=_days, default=None)
        return _left_of(outer, period, known) if outer else set()

    def _leaves_few(self, wholes: Iterable[int], parts: Iterable[set[int]]) -> bool:
        sums = _sums(part for part in parts if part)
        return any(
            self._is_small(whole - total) for whole in wholes for total in sums if total <= whole
        )


def _asks_the_same(one: Score, other: Score) -> bool:
    if one.id == other.id:
        return False
    if (one.metric, one.audience) != (other.metric, other.audience):
        return False
    if one.scale and other.scale and one.scale != other.scale:
        return False
    return not (one.question and other.question) or str(one.question) == str(other.question)


def _holds(outer: Period, inner: Period) -> bool:
    """Whether one period lies inside another, longer one."""
    inside = outer.start <= inner.start and inner.end <= outer.end
    return inside and _days(outer) > _days(inner)


def _days(period: Period) -> int:
    return (period.end - period.start).days + 1


def _directly_inside(period: Period, known: Iterable[Period]) -> list[Period]:
    inside = [other for other in known if _holds(period, other)]
    return [one for one in inside if not any(_holds(other, one) for other in inside)]


def _left_of(outer: Period, period: Period, known: Mapping[Period, set[int]]) -> set[int]:
    """What a period must be, where the others inside one around it fill up all the rest."""
    inside = _directly_inside(outer, known)
    others = [one for one in inside if one.end < period.start or period.end < one.start]
    if sum(_days(one) for one in (period, *others)) < _days(outer):
        return set()
    sums = _sums(known[one] for one in others)
    return {whole - parts for whole in known[outer] for parts in sums if parts <= whole}


def _sums(choices: Iterable[set[int]]) -> set[int]:
    """Every total of one number from each set; only 0 where there are no sets."""
    totals = {0}
    for numbers in choices:
        totals = {total + number for total in totals for number in numbers}
    return totals


def _shown(register: Register, chosen: Mapping[tuple[str, Period], Point | None]) -> Shown:
    withheld, kept_back = {}, {}
    scores = []
    for score in register.scores:
        points = [(point, chosen[score.id, point.period]) for point in score.points]
        shown = tuple(new for _, new in points if new is not None)
        withheld[score.id] = frozenset(old.period for old, new in points if new is None)
        kept_back[score.id] = frozenset(
            old.period for old, new in points if new is not None and new.n != old.n
        )
        same = shown == score.points
        scores.append(score if same else score.model_copy(update={"points": shown}))
    public = register.model_copy(update={"scores": tuple(scores), "include": ()})
    return Shown(public, withheld, kept_back)
