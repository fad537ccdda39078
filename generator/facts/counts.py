"""What was counted of a score in a period, and the figure that follows from it."""

from collections.abc import Collection, Mapping

from generator.facts import statistics
from generator.facts.statistics import Difference, Estimate
from generator.register.model import Better, Metric, Point, Score

SHARES = (Metric.CSAT, Metric.SHARE)
"""Metrics whose figure is a share of the answers, in percent."""


def counts_behind(
    score: Score, point: Point
) -> tuple[int, int, int] | tuple[int, int] | dict[int, int] | None:
    """The counts behind a point, in the form that the statistics take for its metric.

    Promoters, passives and detractors; or how many were positive, and of how many; or how many
    gave each answer. ``None`` where only the figure is known.
    """
    counts = point.counts
    if score.metric is Metric.NPS:
        if point.promoters is not None and point.detractors is not None:
            passives = point.n - point.promoters - point.detractors
            return point.promoters, passives, point.detractors
        if counts:
            groups = in_groups(score, counts)
            promoters, detractors = groups["promoters"], groups["detractors"]
            return promoters, point.n - promoters - detractors, detractors
        return None
    if score.metric in SHARES:
        if point.positive is not None:
            return point.positive, point.n
        groups = in_groups(score, counts or {})
        return (groups["positive"], point.n) if counts and groups else None
    return dict(counts) if counts else None


def in_groups(score: Score, counts: Mapping[int, int]) -> dict[str, int]:
    """How many gave each answer, as the groups that the metric takes its figure from.

    None where it takes it from the answers themselves, or nobody says which ones are positive.
    """
    groups: dict[str, Collection[int]] = {}
    if score.metric is Metric.NPS:
        groups = {"promoters": range(9, 11), "passives": range(7, 9), "detractors": range(7)}
    elif score.metric is Metric.CSAT or (score.metric is Metric.SHARE and score.scale):
        groups = {"positive": positive_answers(score)}
    return {
        name: sum(number for answer, number in counts.items() if answer in answers)
        for name, answers in groups.items()
    }


def positive_answers(score: Score) -> tuple[int, ...]:
    """The answers on the better side of the middle of the scale: 4 and 5 of 1 to 5.

    Empty for a share whose question has no scale, such as one answered with yes or no.
    """
    if score.metric is Metric.SHARE and score.scale is None:
        return ()
    low, high = scale_of(score)
    sign = 1 if score.better is Better.HIGHER else -1
    return tuple(a for a in range(low, high + 1) if sign * (2 * a - low - high) > 0)


def scale_of(score: Score) -> tuple[int, int]:
    """The scale of the question, or the usual one of its metric."""
    if score.scale:
        return int(score.scale[0]), int(score.scale[1])
    usual = {Metric.NPS: (0, 10), Metric.CES: (1, 7), Metric.MEAN: (1, 10)}
    return usual.get(score.metric, (1, 5))


def limits(score: Score) -> tuple[int, int]:
    """The lowest and highest figure there can be, in the unit of the metric."""
    if score.metric is Metric.NPS:
        return -100, 100
    return (0, 100) if score.metric in SHARES else scale_of(score)


def estimate(score: Score, point: Point) -> Estimate:
    """The figure of a point, from its counts; a bare ``value`` has no interval.

    NPS in points; csat and share in percent of answers; ces and mean on the scale.
    """
    counted = counts_behind(score, point)
    match counted:
        case (promoters, passives, detractors):
            return statistics.nps(promoters, passives, detractors)
        case (positive, n):
            return statistics.share(positive, n)
        case dict():
            return statistics.mean(counted, scale_of(score))
    if point.value is not None:
        return Estimate(float(point.value), None, None, point.n)
    raise ValueError(f"the point {point.period} of {score.id} has no figure")


def difference(score: Score, before: Point, after: Point) -> Difference | None:
    """The change between two points of a score; ``None`` where one lacks its counts."""
    match counts_behind(score, before), counts_behind(score, after):
        case ((_, _, _) as first, (_, _, _) as second):
            return statistics.nps_difference(first, second)
        case ((_, _) as first, (_, _) as second):
            return statistics.share_difference(first, second)
        case (dict() as first, dict() as second):
            return statistics.mean_difference(first, second, scale_of(score))
    return None


def everyone_answered_the_same(score: Score, point: Point) -> bool:
    """Whether a figure tells what each single person answered, however many they are.

    True where all are promoters, passives or detractors, all or none positive, or all on one
    answer; of a bare ``value``, where it lies at an end of what is possible.
    """
    match counts_behind(score, point):
        case (promoters, passives, detractors):
            return point.n in (promoters, passives, detractors)
        case (positive, n):
            return positive in (0, n)
        case dict() as counts:
            return len([number for number in counts.values() if number]) == 1
    return point.value is not None and float(point.value) in limits(score)
