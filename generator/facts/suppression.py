"""Which points of which scores may be published, so that nobody's answer can be worked out.

It happens here and only here: what is withheld does not exist for anything that comes after.

Two ways lead to a small group of people. The first is a point with fewer answers than the
minimum (primary suppression). The second is reckoning with what is public (secondary
suppression): a year minus three of its quarters, an organisation minus its products, a figure
minus the same figure in an earlier edition, and any longer chain of such steps, such as a year
minus the products of one quarter and the contacts of another.

**Against whom.** Someone who has everything that was ever published here, in the site and in every
edition; who knows how the scores lie over each other (`populations`); and who adds and subtracts
numbers of answers as often as they like, with any factors, knowing that no group has fewer than 0
people. They must not come to a group of 1 to minimum - 1 people, nor to the certainty that a group
is that small. `equations` decides it exactly, for all combinations at once, not only the ones
somebody thought of. What the same reckoning with promoters, positive answers or sums of answers
(mean times n) gives is then about at least the minimum too.

**Not against** someone who knows answers themselves, or that two scores with different questions
went to nearly the same people: no program can see that. A figure that was corrected while its
number of answers stayed the same is about the same people, so it is shown as corrected: keeping a
figure that is known to be wrong would protect nobody.

Points are let in as far as they open no such way: the organisation's score before its parts,
short periods before long ones, many answers before few. A point that must stay out and is already
public in an earlier edition stays as it was published there. What an edition uncovered already
can't be covered again, so it stands in nobody's way.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.facts.gate import Gate
from generator.facts.populations import Layout, Total, days, families, layouts, overlapping
from generator.register.model import Level, Point, Register, Score
from generator.register.period import Period

Withheld = Mapping[str, Collection[Period]]
"""Per id of a score the periods that are left out."""
NOTHING: Withheld = MappingProxyType({})

_RANK = {level: rank for rank, level in enumerate(Level)}  # the widest first


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


def suppress(
    register: Register,
    minimum: int,
    earlier: Iterable[Register] = (),
    withheld: Withheld = NOTHING,
) -> Shown:
    """As :func:`publishable`, with what was left out. ``withheld`` is what an edition left out."""
    minimum = max(minimum, 1)
    past = _Past(earlier)
    written = {
        score.id: {point.period: point.n for point in score.points} for score in register.scores
    }
    let_in: set[tuple[str, Period]] = set()
    for scores in _related([*register.scores, *past.gone(written)]):
        let_in |= _let_in(scores, written, past, minimum)
    chosen: dict[tuple[str, Period], Point | None] = {}
    for score in register.scores:
        for point in score.points:
            before = past.latest(score.id, point.period)
            if (score.id, point.period) in let_in:
                chosen[score.id, point.period] = point
            elif before and min(point.n, before.n) >= minimum:
                chosen[score.id, point.period] = before
            else:
                chosen[score.id, point.period] = None
    return _shown(register, chosen, withheld)


class _Past:
    """What the editions made public, by score and period."""

    def __init__(self, earlier: Iterable[Register]) -> None:
        self.today = 0
        self._seen: dict[str, list[tuple[Score, int, int]]] = defaultdict(list)
        for edition, register in enumerate(earlier):
            self.today = edition + 1
            for score in register.scores:
                versions = self._seen[score.id]
                if versions and versions[-1][0] is score:  # editions share what stays the same
                    versions[-1] = score, versions[-1][1], edition
                else:
                    versions.append((score, edition, edition))
        self._latest = {
            (name, point.period): point
            for name, versions in self._seen.items()
            for score, _, _ in versions
            for point in score.points
        }

    def gone(self, there: Iterable[str]) -> list[Score]:
        """Scores that were public once and aren't in the register any more."""
        names = set(there)
        return [versions[-1][0] for name, versions in self._seen.items() if name not in names]

    def latest(self, name: str, period: Period) -> Point | None:
        """A point as the latest edition with it has it, or ``None``."""
        return self._latest.get((name, period))

    def totals(self, name: str) -> set[Total]:
        """Every total of a score that was public, with the editions in which it was."""
        return {
            Total(name, point.period, edition, point.n)
            for score, first, last in self._seen.get(name, ())
            for point in score.points
            for edition in (first, last)
        }


def _related(scores: Sequence[Score]) -> Iterator[list[list[Score]]]:
    """Families of scores, grouped so that no two groups share a score."""
    groups: list[list[list[Score]]] = []
    home: dict[str, list[list[Score]]] = {}
    for family in families(scores):
        mine: list[list[Score]] = [family]
        for score in family:
            other = home.get(score.id)
            if other is not None and other is not mine:
                mine += other
                for one in other:
                    home.update((member.id, mine) for member in one)
                groups = [group for group in groups if group is not other]
            home[score.id] = mine
        groups.append(mine)
    yield from groups


def _let_in(
    related: Sequence[Sequence[Score]],
    written: Mapping[str, Mapping[Period, int]],
    past: _Past,
    minimum: int,
) -> set[tuple[str, Period]]:
    """The points of these scores that may be published, as written."""
    rank = {score.id: _RANK[score.level] for family in related for score in family}
    public = set().union(*(past.totals(name) for name in rank))
    now = [
        Total(name, period, past.today, n)
        for name in rank
        for period, n in written.get(name, {}).items()
    ]
    found: set[tuple[str, Period]] = set()
    possible: list[Layout] | None = None
    for totals in overlapping({*public, *now}):
        if len({(total.score, total.period, total.n) for total in totals}) == 1:
            found |= {(t.score, t.period) for t in totals if t.n >= minimum}
            continue
        if possible is None:
            named: dict[str, Mapping[Period, int]] = defaultdict(dict, written)
            possible = list(dict.fromkeys(lay for fam in related for lay in layouts(fam, named)))
        gate = Gate(possible, totals, past.today, minimum)
        found |= gate.let_in(sorted(totals, key=lambda total: _order(total, rank[total.score])))
    return found


def _order(total: Total, rank: int) -> tuple[int, int, int, Period, str]:
    """The order in which points are let in: the smallest key first."""
    return rank, days(total.period), -total.n, total.period, total.score


def _shown(
    register: Register, chosen: Mapping[tuple[str, Period], Point | None], before: Withheld
) -> Shown:
    withheld, kept_back = {}, {}
    scores = []
    for score in register.scores:
        points = [(point, chosen[score.id, point.period]) for point in score.points]
        shown = tuple(new for _, new in points if new is not None)
        withheld[score.id] = frozenset(before.get(score.id, ())).union(
            old.period for old, new in points if new is None
        )
        kept_back[score.id] = frozenset(
            old.period for old, new in points if new is not None and new.n != old.n
        )
        same = shown == score.points
        scores.append(score if same else score.model_copy(update={"points": shown}))
    public = register.model_copy(update={"scores": tuple(scores), "include": ()})
    return Shown(public, withheld, kept_back)
