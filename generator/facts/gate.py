"""Which numbers of answers may be published, given all that are public already.

Each layout of the scores that the numbers don't contradict (`populations`) is a view. A point is
let in as long as no view uncovers a small group that wasn't uncovered before. Readers don't see
the numbers that stay out, so what these contradict may seem so to them: there are views of what
is public alone, too.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Protocol

from generator.facts.equations import uncovered
from generator.facts.populations import Equations, Layout, Total
from generator.register.period import Period


class Gate:
    """Lets points in while no small group can be worked out from all that are known."""

    def __init__(
        self, possible: Iterable[Layout], totals: Sequence[Total], today: int, minimum: int
    ) -> None:
        self._minimum = minimum
        self._known = [total for total in totals if total.edition < today]
        self._numbers: dict[tuple[str, Period], list[int]] = defaultdict(list)
        for total in sorted(self._known, key=lambda total: total.edition):
            self._numbers[total.score, total.period].append(total.n)
        self._today = today
        self._all = set(totals)
        self._possible = list(possible)
        self._views = list(_views(self._possible, totals, minimum))

    def let_in(self, totals: Iterable[Total]) -> set[tuple[str, Period]]:
        """The points of today that may be published; ``totals`` are tried in order."""
        candidates, kept_back = [], set()
        for total in totals:
            before = self._was(total)
            if total.edition < self._today or total.n < self._minimum:
                continue
            if total.n in before:
                self._known.append(total)  # public already, so it adds nothing
            elif all(abs(total.n - n) >= self._minimum for n in before):
                candidates.append(total)
            else:
                kept_back.add(self._as_before(total))
        public = self._known
        while True:
            self._known = known = [*public, *kept_back]
            self._given = {view: view.uncovered(known) for view in self._views}
            self._add(candidates)
            out = set(candidates).difference(self._known)  # and stays so: each round has fewer
            candidates = [total for total in candidates if total not in out]
            kept_back |= {self._as_before(total) for total in out if self._was(total)}
            seen = {*self._known, *kept_back}
            views = _views(self._possible, sorted(seen), self._minimum) if seen != self._all else ()
            more = [view for view in views if not view.uncovered(seen) <= view.uncovered(known)]
            if not more:
                return {(t.score, t.period) for t in seen - kept_back if t.edition == self._today}
            self._views += more

    def _was(self, total: Total) -> Sequence[int]:
        """The numbers that were public of the same score and period, the oldest first."""
        return self._numbers[total.score, total.period]

    def _as_before(self, total: Total) -> Total:
        """What readers see today where the new number stays out."""
        return replace(total, n=self._was(total)[-1])

    def _add(self, totals: Sequence[Total]) -> None:
        """Let in as many as possible: all at once, or else half by half."""
        if not totals:
            return
        together = [*self._known, *totals]
        touched = {total.score for total in totals}
        for place, view in enumerate(self._views):
            if view.scores.isdisjoint(touched) or view.uncovered(together) <= self._given[view]:
                continue
            self._views.insert(0, self._views.pop(place))  # what stood in the way may do so again
            if len(totals) > 1:
                middle = len(totals) // 2
                self._add(totals[:middle])
                self._add(totals[middle:])
            return
        self._known = together


class _View(Protocol):
    """One reading of what is public; ``scores`` are the ids of the scores it covers."""

    scores: frozenset[str]

    def uncovered(self, totals: Iterable[Total]) -> frozenset[Hashable]:
        """The small groups of people that these totals give away."""


def _views(possible: Iterable[Layout], totals: Sequence[Total], minimum: int) -> Iterator[_View]:
    """A view of each layout that the numbers allow; of others, of the simpler ones they allow."""
    there = {total.score for total in totals}
    waiting = [layout for layout in possible if there.intersection(layout.scores)]
    is_flat = len({total.period for total in totals}) == 1
    if is_flat and len({(total.score, total.n) for total in totals}) == len(there):
        pairs = {layout.scores for layout in waiting if layout.guess and len(layout.scores) == 2}
        waiting = [layout for layout in waiting if layout.scores not in pairs]
        yield _Subtracted(pairs, minimum)
    seen = set()
    while waiting:
        layout = waiting.pop()
        if layout in seen:
            continue
        seen.add(layout)
        mine = [total for total in totals if total.score in layout.scores]
        found = _readings(layout, mine, minimum)
        if found:
            yield from found
            continue
        waiting += layout.simpler()
        if len(layout.wholes) == 1 and len(layout.scores) <= 2 and not layout.guess:
            yield _Subtracted(
                {(whole, name) for whole in layout.wholes for name in layout.scores}, minimum
            )


def _readings(layout: Layout, totals: Sequence[Total], minimum: int) -> "list[_Reckoned]":
    """What may have happened between editions, the plainest that the numbers allow.

    Plainest is that whoever repeats a number is right. But an edition may repeat an older one
    because the new one was kept back; then it fits no other figure of that edition, and nobody
    knows for sure which repetition that is. So two are tried: leave out as few as needed, seen
    from the first and from the last.
    """
    several = len({total.edition for total in totals}) > 1
    for anywhere in (False, True) if several else (False,):
        view = _Reckoned(layout, totals, minimum, anywhere)
        if view.is_possible:
            return [view]
    if not several:
        return []
    first: dict[tuple[str, Period, int], Total] = {}
    again = [
        total
        for total in sorted(totals, key=lambda total: (total.edition, total))
        if first.setdefault((total.score, total.period, total.n), total) is not total
    ]
    for anywhere in (False, True):
        least = _Reckoned(layout, list(first.values()), minimum, anywhere)
        if least.is_possible:
            return [_with_more(least, again), _with_more(least, again[::-1])]
    return []


def _with_more(view: "_Reckoned", totals: Sequence[Total]) -> "_Reckoned":
    """The view with as many more totals as fit: all at once, or else half by half."""
    if not totals:
        return view
    fuller = view.including(totals)
    if fuller.is_possible:
        return fuller
    if len(totals) == 1:
        return view
    middle = len(totals) // 2
    return _with_more(_with_more(view, totals[:middle]), totals[middle:])


class _Reckoned:
    """A layout and the totals that fit it: finds what any combination of these gives away."""

    def __init__(
        self, layout: Layout, totals: Sequence[Total], minimum: int, anywhere: bool
    ) -> None:
        self.scores = frozenset(layout.scores)
        self._layout = layout
        self._totals = totals
        self._minimum = minimum
        self._anywhere = anywhere
        self._there = frozenset(totals)
        self._equations = Equations(layout, totals, anywhere=anywhere)
        self._found = {self._there: uncovered(self._equations.of(totals), minimum)}
        self.is_possible = None not in self._found.values()

    def including(self, totals: Sequence[Total]) -> "_Reckoned":
        """The same with more totals."""
        return _Reckoned(self._layout, [*self._totals, *totals], self._minimum, self._anywhere)

    def uncovered(self, totals: Iterable[Total]) -> frozenset[Hashable]:
        """The groups that the equations uncover."""
        mine = self._there.intersection(totals)
        if mine not in self._found:
            self._found[mine] = uncovered(self._equations.of(sorted(mine)), self._minimum)
        return self._found[mine] or frozenset()


class _Subtracted:
    """Pairs of a whole and a part: finds what the difference of their totals gives away."""

    def __init__(self, pairs: Collection[tuple[str, ...]], minimum: int) -> None:
        self._pairs = pairs
        self.scores = frozenset(name for pair in pairs for name in pair)
        self._minimum = minimum

    def uncovered(self, totals: Iterable[Total]) -> frozenset[Hashable]:
        """The pairs of totals that differ by a few people, one inside the other."""
        mine = sorted((t for t in totals if t.score in self.scores), key=lambda total: total.n)
        return frozenset(
            (whole, part)
            for place, part in enumerate(mine)
            for whole in takewhile(lambda t: t.n - part.n < self._minimum, mine[place + 1 :])  # noqa: B023
            if whole.n > part.n
            and (whole.score, part.score) in self._pairs
            and whole.period.start <= part.period.start
            and part.period.end <= whole.period.end
        )
