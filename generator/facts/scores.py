"""What a score says: its figures, its change, and the verdict of a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from generator.facts.counts import difference, estimate
from generator.facts.statistics import Difference, Estimate
from generator.facts.suppression import Shown
from generator.register.model import Better, Measure, Point, Score
from generator.register.period import Period

FEW = 30
"""Below this many answers a figure is shown with "few answers" and no claim is based on it."""


@dataclass(frozen=True, slots=True)
class PointFact:
    """A publishable point. ``estimate`` is in the unit of the metric, not rounded.

    ``few`` says that so few people answered that no claim of change is based on it.
    """

    point: Point
    estimate: Estimate
    few: bool

    @property
    def period(self) -> Period:
        """The period it is about."""
        return self.point.period


class Obstacle(StrEnum):
    """Why two rounds of a score can't be compared."""

    NO_SCORE = "no-score"
    NO_FIGURE = "no-figure"
    WITHHELD = "withheld"
    OVERLAP = "overlap"
    BREAK = "break"
    FEW = "few"
    NO_COUNTS = "no-counts"
    NO_SPREAD = "no-spread"


@dataclass(frozen=True, slots=True)
class Change:
    """Two rounds of a score, and the difference where one can be worked out."""

    before: PointFact | None
    after: PointFact | None
    difference: Difference | None = None
    obstacle: Obstacle | None = None


@dataclass(frozen=True)
class ScoreFact:
    """A score with the points that may be published, in order of time.

    ``score`` is without what is withheld too. ``withheld`` are the periods left out to protect
    the people who answered; ``kept_back`` those shown as an earlier edition has them, because
    the difference with the new figure would give people away.
    """

    score: Score
    points: tuple[PointFact, ...]
    withheld: frozenset[Period] = frozenset()
    kept_back: frozenset[Period] = frozenset()

    @cached_property
    def rounds(self) -> tuple[PointFact, ...]:
        """The points that stand beside each other: no period that has another inside it.

        A year beside its own quarters would be told twice; the quarters tell more.
        """
        return tuple(
            fact
            for fact in self.points
            if not any(_inside(other.period, fact.period) for other in self.points)
        )

    @property
    def latest(self) -> PointFact | None:
        """The last publishable round."""
        return self.rounds[-1] if self.rounds else None

    @cached_property
    def change(self) -> Change:
        """What changed from the previous round to the latest."""
        if len(self.rounds) < 2:
            return Change(None, self.latest, None, Obstacle.NO_FIGURE)
        return compare(self, self.rounds[-2].period, self.rounds[-1].period)

    @cached_property
    def over_time(self) -> Change | None:
        """What changed from the first round that the latest can be compared with to the latest;
        nothing where that is the previous one.

        A score that sinks a little each time shows no difference from one round to the next.
        """
        first = (compare(self, r.period, self.rounds[-1].period) for r in self.rounds[:-2])
        return next((change for change in first if change.difference), None)

    def breaks_between(self, before: Period, after: Period) -> bool:
        """Whether the series was broken after one period, up to the start of another."""
        return any(
            before.start < broken.period.start <= after.start for broken in self.score.breaks
        )

    def at(self, period: Period) -> PointFact | None:
        """The publishable point of a period."""
        return self._at.get(period)

    @cached_property
    def _at(self) -> Mapping[Period, PointFact]:
        return {fact.period: fact for fact in self.points}

    def is_better(self, change: float) -> bool:
        """Whether a change, in the unit of the metric, is for the better."""
        return change != 0 and (change > 0) == (self.score.better is Better.HIGHER)


class Verdict(StrEnum):
    """Whether it worked; never a claim of cause."""

    TOO_EARLY = "too-early"
    NOT_MEASURABLE = "not-measurable"
    IMPROVED = "improved"
    NO_DIFFERENCE = "no-difference"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure with its outcome; the figures are there where they may be published.

    ``obstacle`` says why it is not measurable.
    """

    measure: Measure
    score: ScoreFact | None
    verdict: Verdict
    before: PointFact | None = None
    after: PointFact | None = None
    difference: Difference | None = None
    obstacle: Obstacle | None = None


def judge(measure: Measure, scores: Mapping[str, ScoreFact]) -> MeasureFact:
    """The verdict on a measure, from the two rounds it names.

    Too early while the round after isn't in. Not measurable where a round is not public, has
    few answers, lacks its counts, or lies beyond a break in the series. Otherwise the
    difference decides: demonstrable and in the better direction, in the other, or neither.
    """
    fact = scores.get(measure.score)
    if fact is None:
        return MeasureFact(measure, None, Verdict.NOT_MEASURABLE, obstacle=Obstacle.NO_SCORE)
    if fact.at(measure.after) is None and measure.after not in fact.withheld:
        return MeasureFact(measure, fact, Verdict.TOO_EARLY, fact.at(measure.before))
    change = compare(fact, measure.before, measure.after)
    return MeasureFact(
        measure,
        fact,
        _verdict(fact, change.difference),
        change.before,
        change.after,
        change.difference,
        change.obstacle,
    )


def _verdict(fact: ScoreFact, change: Difference | None) -> Verdict:
    if change is None:
        return Verdict.NOT_MEASURABLE
    if not change.is_demonstrable:
        return Verdict.NO_DIFFERENCE
    return Verdict.IMPROVED if fact.is_better(change.estimate) else Verdict.WORSE


def compare(fact: ScoreFact, before: Period, after: Period) -> Change:
    """What changed between two rounds of a score, or what stands in the way of saying so."""
    first, second = fact.at(before), fact.at(after)
    if before in fact.withheld or after in fact.withheld:
        return Change(first, second, None, Obstacle.WITHHELD)
    if first is None or second is None:
        return Change(first, second, None, Obstacle.NO_FIGURE)
    if before.end >= after.start:
        return Change(first, second, None, Obstacle.OVERLAP)
    if fact.breaks_between(before, after):
        return Change(first, second, None, Obstacle.BREAK)
    if first.few or second.few:
        return Change(first, second, None, Obstacle.FEW)
    found = difference(fact.score, first.point, second.point)
    if found is None:
        return Change(first, second, None, Obstacle.NO_COUNTS)
    if found.low is None or found.high is None:
        return Change(first, second, None, Obstacle.NO_SPREAD)
    return Change(first, second, found)


def _inside(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner != outer


def score_facts(shown: Shown) -> tuple[ScoreFact, ...]:
    """Every score with what may be published of it."""
    return tuple(
        ScoreFact(
            score,
            tuple(
                PointFact(point, estimate(score, point), point.n < FEW)
                for point in sorted(score.points, key=lambda point: point.period)
            ),
            shown.withheld.get(score.id, frozenset()),
            shown.kept_back.get(score.id, frozenset()),
        )
        for score in shown.register.scores
    )
