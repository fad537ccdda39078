"""Who answered what: which scores may be about the same people, and the equations that makes.

A register doesn't say who answered; it says what was asked, of whom, about what and when. So this
is what a reader may take for true:

- two scores are **about the same people** where they put the same question to the same audience
  on the same scale. A question or a scale that isn't written down counts as the same; without
  the question the metric must be the same too;
- **periods** are nested or apart, never half over each other; whoever answered in a quarter is
  in the year;
- scores of an **organisation** are about all of them; those of **products** are parts of that
  beside each other, with possibly a rest, and so are those of **contacts**. Products and contacts
  cross: the register doesn't say how. Since a reader may know, each product may also have a
  contact inside it, or all of them, and one score of an organisation another;
- an **edition** stays public: people were added to a figure that grew since, and taken out of
  one that shrank. Where a figure stayed the same, so did the people.

Where the numbers themselves contradict one of these (products that add up to more than the
organisation), it isn't so, and simpler versions of it are tried: one level, then one part.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from generator.facts.equations import Equation
from generator.register.model import Level, Score
from generator.register.period import Period


@dataclass(frozen=True, slots=True, order=True)
class Total:
    """That so many people answered a score in a period, by an edition; today is the last one."""

    score: str
    period: Period
    edition: int
    n: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How scores may lie over each other.

    ``wholes`` are about the same people; each of the ``levels`` divides these, with a rest
    unless it is ``complete``. A ``guess`` is something that a reader may know, but the register
    doesn't say.
    """

    wholes: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...] = ()
    complete: tuple[bool, ...] = (False, False)
    guess: bool = False

    @property
    def scores(self) -> tuple[str, ...]:
        """The ids of all its scores."""
        return (*self.wholes, *(name for level in self.levels for name in level))

    def simpler(self) -> Iterator["Layout"]:
        """What may still be so where the numbers contradict this."""
        if any(self.complete):
            return  # without that it is looked at anyway
        if len(self.wholes) > 1:
            for whole in self.wholes:
                yield from _divided((whole,), self.levels)
        elif len(self.levels) > 1:
            for level in self.levels:
                yield from _divided(self.wholes, (level,))
        elif self.levels and len(self.levels[0]) > 1:
            yield from (
                Layout(self.wholes, ((part,),), guess=self.guess) for part in self.levels[0]
            )
        elif self.levels and not self.guess:
            yield from (Layout((name,)) for name in self.scores)


def _divided(wholes: Sequence[str], levels: tuple[tuple[str, ...], ...]) -> Iterator[Layout]:
    """The layouts with and without a rest on each of the levels."""
    for complete in product((False, True), repeat=len(levels)):
        yield Layout(tuple(wholes), levels, complete)


def families(scores: Sequence[Score]) -> list[list[Score]]:
    """The scores in groups that may be about the same people; a score may be in several groups."""
    by_audience: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_audience[score.audience].append(score)
    found: dict[tuple[str, ...], list[Score]] = {}
    for several in by_audience.values():
        asked: dict[str | None, list[Score]] = defaultdict(list)
        for score in several:
            asked[_question(score)].append(score)
        unasked = asked.pop(None, [])
        groups = [[*same, *_alike(unasked, same)] for same in asked.values()]
        metrics = dict.fromkeys(score.metric for score in unasked)
        groups += [[score for score in unasked if score.metric is one] for one in metrics]
        for group in groups:
            for scale in dict.fromkeys(score.scale for score in group):
                same = [s for s in group if s.scale is None or scale is None or s.scale == scale]
                found.setdefault(tuple(score.id for score in same), same)
    return list(found.values())


def _question(score: Score) -> str | None:
    return " ".join(str(score.question).casefold().split()) if score.question else None


def _alike(unasked: Iterable[Score], same: Iterable[Score]) -> list[Score]:
    metrics = {score.metric for score in same}
    return [score for score in unasked if score.metric in metrics]


def layouts(family: Sequence[Score], written: Mapping[str, Mapping[Period, int]]) -> list[Layout]:
    """How the scores of a family may lie over each other; ``written`` has their numbers."""
    on = {level: [score.id for score in family if score.level is level] for level in Level}
    wholes, products, contacts = (on[level] for level in Level)
    below = tuple(tuple(names) for names in (products, contacts) if names)
    found = list(_divided(wholes, below)) if wholes else []
    if not wholes:
        found += [Layout((name,)) for name in (*products, *contacts)]
    for whole in wholes:
        found += [
            Layout((whole,), ((other,),), guess=True)
            for other in wholes
            if other != whole and _may_hold(written[whole], [written[other]])
        ]
    for name in products:
        inside = [c for c in contacts if _may_hold(written[name], [written[c]])]
        if len(inside) == len(contacts) > 1 and _may_hold(
            written[name], [written[contact] for contact in contacts]
        ):
            found.append(Layout((name,), (tuple(contacts),), guess=True))
        found += [Layout((name,), ((contact,),), guess=True) for contact in inside]
    return found


def _may_hold(whole: Mapping[Period, int], parts: Sequence[Mapping[Period, int]]) -> bool:
    """Whether the parts together are at most the whole, in each of its periods."""
    return all(sum(part.get(period, 0) for part in parts) <= n for period, n in whole.items())


_Place = tuple[int, tuple[int, int]]
"""A smallest stretch of time, and a layer of the people in it."""


class Equations:
    """The totals of a layout as equations, over groups that stay the same whatever is public.

    A group is a smallest stretch of time, a part (or what is left beside the parts), and whether
    its people were there from the start, came in with an edition, or went with one. ``totals``
    are all there can be. People came or went where a figure shows it; ``anywhere`` also where
    nobody can see it, in the stretches of time that were not published again.
    """

    def __init__(self, layout: Layout, totals: Sequence[Total], *, anywhere: bool = False) -> None:
        self._layout = layout
        self._leaves = leaves({total.period for total in totals})
        changes = self._changes(totals)
        if anywhere:
            seen = {(leaf, edition) for leaf, (_, edition) in changes}
            editions = sorted({total.edition for total in totals})[1:]
            free = product({leaf for inside in self._leaves.values() for leaf in inside}, editions)
            changes |= {
                (leaf, (1, edition)) for leaf, edition in free if (leaf, edition) not in seen
            }
        self._layers: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for leaf, layer in sorted(changes):
            self._layers[leaf].append(layer)
        self._groups: dict[tuple[object, _Place], int] = {}
        self._places: dict[tuple[Period, int], tuple[_Place, ...]] = {}
        self._terms: dict[tuple[str, tuple[_Place, ...]], Mapping[int, int]] = {}

    def _changes(self, totals: Iterable[Total]) -> set[_Place]:
        """Where people came in (1) or went (-1), and with which edition."""
        versions: dict[tuple[str, Period], list[tuple[int, int]]] = defaultdict(list)
        for total in totals:
            versions[total.score, total.period].append((total.edition, total.n))
        return {
            (leaf, (1 if n > before else -1, edition))
            for (_, period), several in versions.items()
            if len(several) > 1
            for (since, before), (until, n) in pairwise(sorted(several))
            if n != before
            for edition in range(since + 1, until + 1)  # nobody knows with which of these
            for leaf in self._leaves[period]
        }

    def of(self, totals: Iterable[Total]) -> list[Equation]:
        """The equations of some of the totals."""
        rows: dict[tuple[object, ...], Equation] = {}
        touched: set[_Place] = set()
        for total in totals:
            score = "" if total.score in self._layout.wholes else total.score
            inside = self._inside(total.period, total.edition)
            key = score, inside, total.n
            if key not in rows:
                rows[key] = self._people(score, inside), total.n
                touched.update(inside)
        found = list(rows.values())
        if self._is_crossed:
            for place in touched:
                whole = self._group("", place)
                divided = [self._divided(level, place) for level in range(len(self._layout.levels))]
                found += [({**parts, whole: -1}, 0) for parts in divided]
        return found

    def _inside(self, period: Period, edition: int) -> tuple[_Place, ...]:
        """The smallest stretches of a period, with the layers that an edition counts."""
        key = period, edition
        if key not in self._places:
            self._places[key] = tuple(
                (leaf, layer)
                for leaf in self._leaves[period]
                for layer in ((0, 0), *self._layers.get(leaf, ()))
                if _counts(layer, edition)
            )
        return self._places[key]

    def _people(self, score: str, places: tuple[_Place, ...]) -> Mapping[int, int]:
        """The groups that a score is made of; the name of the wholes is empty."""
        key = score, places
        if key not in self._terms:
            terms: dict[int, int] = {}
            for place in places:
                if score or self._is_crossed or not self._layout.levels:
                    terms[self._group(score, place)] = 1
                else:
                    terms |= self._divided(0, place)
            self._terms[key] = terms
        return self._terms[key]

    def _divided(self, level: int, place: _Place) -> dict[int, int]:
        """The groups of a level that make up the whole, in a stretch of time."""
        names: list[object] = [*self._layout.levels[level]]
        if not self._layout.complete[level]:
            names.append(level)
        return {self._group(name, place): 1 for name in names}

    def _group(self, name: object, place: _Place) -> int:
        return self._groups.setdefault((name, place), len(self._groups))

    @property
    def _is_crossed(self) -> bool:
        return len(self._layout.levels) > 1


def _counts(layer: tuple[int, int], edition: int) -> bool:
    """Whether the people of a layer are counted in the figures of an edition."""
    direction, since = layer
    return direction == 0 or (edition >= since) == (direction > 0)


def leaves(periods: Iterable[Period]) -> dict[Period, list[int]]:
    """The smallest stretches of time that each period is made of, by number.

    A period that those inside it don't fill has a rest of its own.
    """
    found: dict[Period, list[int]] = {}
    around: list[tuple[Period, int]] = []  # the periods that hold this one, and days filled
    number = 0

    def leave() -> None:
        nonlocal number
        period, filled = around.pop()
        if filled < days(period):
            found[period].append(number)
            number += 1
        if around:
            outer, so_far = around[-1]
            around[-1] = outer, so_far + days(period)
            found[outer] += found[period]

    for period in sorted(periods, key=lambda period: (period.start, -period.end.toordinal())):
        while around and around[-1][0].end < period.start:
            leave()
        found[period] = []
        around.append((period, 0))
    while around:
        leave()
    return found


def overlapping(totals: Iterable[Total]) -> list[list[Total]]:
    """The totals in sets, of which no two have periods that overlap."""
    found: list[list[Total]] = []
    end = None
    order = sorted(totals, key=lambda t: (t.period.start, -t.period.end.toordinal()))
    for total in order:
        if end is None or total.period.start > end:
            found.append([])
            end = total.period.end
        found[-1].append(total)
    return found


def days(period: Period) -> int:
    """The number of days in a period."""
    return (period.end - period.start).days + 1
