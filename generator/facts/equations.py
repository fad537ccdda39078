"""What published totals give away about small groups of people, decided by linear programming.

Each published total is an equation: these groups of people together are so many. A reader can
add and subtract equations as often as they like. The most that this tells of one group is its
upper bound: the largest number of people for which all equations still hold, with no group below
zero. By the duality of linear programming (Dantzig 1963, chapter 6) that bound is the smallest
value of any combination of the totals which counts the group at least once and no group less
than zero times. So where every group has a bound of 0 or at least the minimum, there is no
combination, however long, that comes to 1 to minimum - 1 people.

Everything is reckoned in whole numbers and fractions: nothing is rounded.

Source: Dantzig, Linear Programming and Extensions, 1963; Bland, "New finite pivoting rules for
the simplex method", Mathematics of Operations Research 2, 1977 (the rule that always ends).
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

Number = int | Fraction
Equation = tuple[Mapping[int, int], int]
"""How often each group of people counts, and what that comes to; groups are known by number."""


def uncovered(equations: Sequence[Equation], minimum: int) -> frozenset[int] | None:
    """The groups that the equations show to be fewer than ``minimum`` people, but not empty.

    ``None`` where the equations contradict each other. A group that must be empty is no group.
    """
    known, rest = _solved(equations)
    if known is None:
        return None
    found = {group for group, people in known.items() if 0 < people < minimum}
    for system in _apart(rest):
        if len(system) == 1 and _is_harmless(*system[0], minimum):
            continue
        few = _few(system, minimum)
        if few is None:
            return None
        found |= few
    return frozenset(found)


def _solved(
    equations: Iterable[Equation],
) -> tuple[dict[int, int] | None, list[tuple[dict[int, int], int]]]:
    """The groups that follow by filling in one after another, and the equations that are left.

    The first is ``None`` where they contradict each other.
    """
    left = [dict(terms) for terms, _ in equations]
    totals = [total for _, total in equations]
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, terms in enumerate(left):
        for group in terms:
            rows_of[group].append(row)
    known: dict[int, int] = {}
    waiting = deque(range(len(left)))
    while waiting:
        row = waiting.popleft()
        terms, total = left[row], totals[row]
        found = _told(terms, total)
        if found is None:
            return None, []
        for group, people in found.items():
            known[group] = people
            for other in rows_of[group]:
                times = left[other].pop(group, 0)
                if times:
                    totals[other] -= times * people
                    if len(left[other]) < 2 or totals[other] == 0:
                        waiting.append(other)
    unfinished = [(terms, total) for terms, total in zip(left, totals, strict=True) if terms]
    contradicts = any(total for terms, total in zip(left, totals, strict=True) if not terms)
    return (None if contradicts else known), unfinished


def _told(terms: Mapping[int, int], total: int) -> dict[int, int] | None:
    """The groups whose size follows from one equation alone; ``None`` where it has no solution."""
    if not terms:
        return None if total else {}
    if len(terms) == 1:
        ((group, times),) = terms.items()
        people, left = divmod(total, times)
        return None if left or people < 0 else {group: people}
    if total < 0 and min(terms.values()) > 0:
        return None
    if total == 0 and (min(terms.values()) > 0 or max(terms.values()) < 0):
        return dict.fromkeys(terms, 0)
    return {}


def _is_harmless(terms: Mapping[int, int], total: int, minimum: int) -> bool:
    """Whether an equation that shares no group with another tells of no few people.

    Where one group is subtracted from another, both can be as large as you like.
    """
    times = terms.values()
    return min(times) < 0 < max(times) or (set(times) == {1} and total >= minimum)


def _apart(
    rows: Sequence[tuple[dict[int, int], int]],
) -> Iterator[list[tuple[dict[int, int], int]]]:
    """The equations in sets, of which no two share a group."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for number, (terms, _) in enumerate(rows):
        for group in terms:
            rows_of[group].append(number)
    seen: set[int] = set()
    for first in range(len(rows)):
        if first in seen:
            continue
        seen.add(first)
        found, waiting = [], [first]
        while waiting:
            number = waiting.pop()
            found.append(number)
            for group in rows[number][0]:
                waiting += [other for other in rows_of.pop(group, ()) if other not in seen]
                seen.update(waiting)
        yield [rows[number] for number in sorted(found)]


def _few(system: Sequence[tuple[dict[int, int], int]], minimum: int) -> set[int] | None:
    """The groups with an upper bound of 1 to ``minimum`` - 1; ``None`` without any solution."""
    alike: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    columns: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (terms, _) in enumerate(system):
        for group, times in terms.items():
            columns[group].append((number, times))
    for group, column in columns.items():
        alike[tuple(column)].append(group)  # nobody can tell these apart
    one_of = {groups[0]: groups for groups in alike.values()}
    tableau = _Tableau(
        ({group: times for group, times in terms.items() if group in one_of}, total)
        for terms, total in system
    )
    if not tableau.solve():
        return None
    large = tableau.at_least(minimum)
    found: set[int] = set()
    for group, same in one_of.items():
        if group in large:
            continue
        if 0 < tableau.raised(group, minimum) < minimum:
            found.update(same)
        large |= tableau.at_least(minimum)
    return found


class _Tableau:
    """The simplex method on sparse rows: ``basic = constant - sum of times x nonbasic``.

    Numbers below 0 stand for the gap of an equation that isn't met yet.
    """

    def __init__(self, system: Iterable[tuple[Mapping[int, int], int]]) -> None:
        self._rows: dict[int, dict[int, Number]] = {}
        self._constants: dict[int, Number] = {}
        self._rows_of: dict[int, set[int]] = defaultdict(set)
        for number, (terms, total) in enumerate(system, 1):
            sign = -1 if total < 0 else 1
            self._rows[-number] = {group: sign * times for group, times in terms.items()}
            self._constants[-number] = sign * total
            for group in terms:
                self._rows_of[group].add(-number)

    def solve(self) -> bool:
        """Find a solution by closing all gaps; returns whether there is one."""
        while True:
            gain: dict[int, Number] = defaultdict(int)
            for basic, row in self._rows.items():
                if basic < 0:
                    for group, times in row.items():
                        gain[group] += times
            better = min((group for group, times in gain.items() if times > 0), default=None)
            if better is None:
                break
            leaving = self._first_to_reach_zero(better)
            assert leaving is not None  # a gap can't become smaller without end
            self._pivot(better, leaving)
        for basic in [basic for basic in self._rows if basic < 0]:
            if self._constants[basic]:
                return False
            if self._rows[basic]:
                self._pivot(min(self._rows[basic]), basic)
            else:  # it follows from the others
                del self._rows[basic], self._constants[basic]
        return True

    def at_least(self, people: int) -> set[int]:
        """The groups of at least so many people in the present solution."""
        return {group for group, constant in self._constants.items() if constant >= people}

    def raised(self, group: int, enough: int) -> Number:
        """The upper bound of a group, or ``enough`` or more as soon as that is reached."""
        if group not in self._rows:
            leaving = self._first_to_reach_zero(group)
            if leaving is None:
                return enough
            self._pivot(group, leaving)
        while group in self._rows and self._constants[group] < enough:
            row = self._rows[group]
            entering = min((other for other, times in row.items() if times < 0), default=None)
            if entering is None:
                return self._constants[group]
            leaving = self._first_to_reach_zero(entering)
            if leaving is None:
                return enough
            self._pivot(entering, leaving)
        return self._constants.get(group, 0)

    def _first_to_reach_zero(self, entering: int) -> int | None:
        """The basic group that limits how far ``entering`` can grow; of equals the lowest one."""
        limits = (
            (_divided(self._constants[basic], self._rows[basic][entering]), basic)
            for basic in self._rows_of[entering]
            if self._rows[basic][entering] > 0
        )
        return min(limits, default=(0, None))[1]

    def _pivot(self, entering: int, leaving: int) -> None:
        row, constant = self._rows.pop(leaving), self._constants.pop(leaving)
        by = row.pop(entering)
        for group in row:
            self._rows_of[group].discard(leaving)
        new = {group: _divided(times, by) for group, times in row.items()}
        if leaving >= 0:  # a gap that is closed stays closed
            new[leaving] = _divided(1, by)
        at = _divided(constant, by)
        holders = self._rows_of.pop(entering)
        holders.discard(leaving)
        for basic in holders:
            other = self._rows[basic]
            times = other.pop(entering)
            self._constants[basic] -= times * at
            for group, share in new.items():
                value = other.get(group, 0) - times * share
                if value:
                    other[group] = value
                    self._rows_of[group].add(basic)
                elif group in other:
                    del other[group]
                    self._rows_of[group].discard(basic)
        self._rows[entering], self._constants[entering] = new, at
        for group in new:
            self._rows_of[group].add(entering)


def _divided(number: Number, by: Number) -> Number:
    if by == 1:
        return number
    if by == -1:
        return -number
    found = Fraction(number) / by
    return found.numerator if found.denominator == 1 else found
