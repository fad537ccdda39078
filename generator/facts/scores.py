"""What may be published of a score, and what it says.

Suppression happens here and only here: a point with fewer answers than the minimum does not
exist for anything that comes after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.facts import statistics
from generator.facts.statistics import Difference, Estimate
from generator.register.model import Better, Measure, Metric, Point, Register, Score
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


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """A score with the points that may be published, in order of time."""

    score: Score
    points: tuple[PointFact, ...]

    @property
    def latest(self) -> PointFact | None:
        """The last publishable point."""
        return self.points[-1] if self.points else None

    @property
    def previous(self) -> PointFact | None:
        """The publishable point before the last, if the two can be compared."""
        if len(self.points) < 2 or self.breaks_between(
            self.points[-2].period, self.points[-1].period
        ):
            return None
        return self.points[-2]

    def breaks_between(self, before: Period, after: Period) -> bool:
        """Whether the series was broken after one period, up to the start of another."""
        return any(
            before.start < broken.period.start <= after.start for broken in self.score.breaks
        )

    def at(self, period: Period) -> PointFact | None:
        """The publishable point of a period."""
        return next((fact for fact in self.points if fact.period == period), None)


class Verdict(StrEnum):
    """Whether it worked; never a claim of cause."""

    TOO_EARLY = "too-early"
    NOT_MEASURABLE = "not-measurable"
    IMPROVED = "improved"
    NO_DIFFERENCE = "no-difference"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure with its outcome; the figures are there where they may be published."""

    measure: Measure
    score: ScoreFact | None
    verdict: Verdict
    before: PointFact | None = None
    after: PointFact | None = None
    difference: Difference | None = None


def judge(measure: Measure, scores: Mapping[str, ScoreFact]) -> MeasureFact:
    """The verdict on a measure, from the two rounds it names.

    Too early while the round after isn't in. Not measurable where a round is not public, has
    few answers, lacks its counts, or lies beyond a break in the series. Otherwise the
    difference decides: demonstrable and in the better direction, in the other, or neither.
    """
    fact = scores.get(measure.score)
    if fact is None:
        return MeasureFact(measure, None, Verdict.NOT_MEASURABLE)
    if not any(point.period == measure.after for point in fact.score.points):
        return MeasureFact(measure, fact, Verdict.TOO_EARLY, fact.at(measure.before))
    before, after = fact.at(measure.before), fact.at(measure.after)
    change = _change(fact, before, after)
    if change is None or change.low is None or change.high is None:
        return MeasureFact(measure, fact, Verdict.NOT_MEASURABLE, before, after)
    if not change.is_demonstrable:
        verdict = Verdict.NO_DIFFERENCE
    else:
        higher = change.estimate > 0
        good = higher == (fact.score.better is Better.HIGHER)
        verdict = Verdict.IMPROVED if good else Verdict.WORSE
    return MeasureFact(measure, fact, verdict, before, after, change)


def _change(
    fact: ScoreFact, before: PointFact | None, after: PointFact | None
) -> Difference | None:
    if before is None or after is None or before.few or after.few:
        return None
    if fact.breaks_between(before.period, after.period):
        return None
    return difference(fact.score, before.point, after.point)


def estimate(score: Score, point: Point) -> Estimate:
    """The figure of a point, from its counts; a bare ``value`` has no interval.

    NPS in points; csat and share in percent of answers; ces and mean on the scale.
    """
    if point.value is not None and _counts(score, point) is None:
        return Estimate(float(point.value), None, None, point.n)
    counted = _counts(score, point)
    match counted:
        case (promoters, passives, detractors):
            return statistics.nps(promoters, passives, detractors)
        case (positive, n):
            return statistics.share(positive, n)
        case dict():
            return statistics.mean(counted, scale_of(score))
    raise ValueError(f"the point {point.period} of {score.id} has no figure")


def difference(score: Score, before: Point, after: Point) -> Difference | None:
    """The change between two points of a score; ``None`` where one lacks its counts."""
    match _counts(score, before), _counts(score, after):
        case ((_, _, _) as first, (_, _, _) as second):
            return statistics.nps_difference(first, second)
        case ((_, _) as first, (_, _) as second):
            return statistics.share_difference(first, second)
        case (dict() as first, dict() as second):
            return statistics.mean_difference(first, second, scale_of(score))
    return None


def scale_of(score: Score) -> tuple[int, int]:
    """The scale of the question, or the usual one of its metric."""
    if score.scale:
        return int(score.scale[0]), int(score.scale[1])
    usual = {Metric.NPS: (0, 10), Metric.CES: (1, 7), Metric.MEAN: (1, 10)}
    return usual.get(score.metric, (1, 5))


def _counts(
    score: Score, point: Point
) -> tuple[int, int, int] | tuple[int, int] | dict[int, int] | None:
    """The counts behind a point, in the form that the statistics take for its metric."""
    counts = point.counts
    if score.metric is Metric.NPS:
        if point.promoters is not None and point.detractors is not None:
            passives = point.n - point.promoters - point.detractors
            return point.promoters, passives, point.detractors
        if counts:
            promoters = sum(number for answer, number in counts.items() if answer >= 9)
            detractors = sum(number for answer, number in counts.items() if answer <= 6)
            return promoters, point.n - promoters - detractors, detractors
        return None
    if score.metric in (Metric.CSAT, Metric.SHARE):
        if point.positive is not None:
            return point.positive, point.n
        return (_positive(score, counts), point.n) if counts else None
    return dict(counts) if counts else None


def _positive(score: Score, counts: Mapping[int, int]) -> int:
    """How many answered on the better side of the middle of the scale (4 and 5 of 1 to 5)."""
    low, high = scale_of(score)
    sign = 1 if score.better is Better.HIGHER else -1
    return sum(number for answer, number in counts.items() if sign * (2 * answer - low - high) > 0)


def score_facts(register: Register, minimum: int) -> tuple[ScoreFact, ...]:
    """Every score with what may be published of it; ``minimum`` counts answers."""
    return tuple(
        ScoreFact(
            score,
            tuple(
                PointFact(point, estimate(score, point), point.n < FEW)
                for point in sorted(score.points, key=lambda point: point.period)
                if point.n >= max(minimum, 1)
            ),
        )
        for score in register.scores
    )
