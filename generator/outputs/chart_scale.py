"""The scale of a chart: its vertical axis, and which rounds a line may join."""

import math
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from statistics import median_low

from generator.facts.counts import limits
from generator.facts.scores import ScoreFact
from generator.register.model import Metric
from generator.register.period import Period


def runs(fact: ScoreFact) -> Iterator[tuple[Period, Period]]:
    """The rounds that a line may join: neighbours in time, with nothing broken in between.

    A gap is a distance well above the usual one between rounds, or a period that is withheld.
    """
    pairs = list(pairwise(fact.rounds))
    usual = median_low((b.period.start - a.period.start).days for a, b in pairs) if pairs else 0
    for a, b in pairs:
        before, after = a.period, b.period
        follows = after.start - before.end <= timedelta(days=1)
        near = (after.start - before.start).days <= 1.5 * usual
        hidden = any(_reaches_between(period, before, after) for period in fact.withheld)
        if (follows or (near and not hidden)) and not fact.breaks_between(before, after):
            yield before, after


def _reaches_between(period: Period, before: Period, after: Period) -> bool:
    """Whether a period has days between two others; a total with both inside it doesn't count."""
    whole = period.start <= before.start and after.end <= period.end
    return period.end > before.end and period.start < after.start and not whole


def axis(fact: ScoreFact) -> tuple[float, float, float]:
    """The ends of the vertical axis and the step between its lines, in the unit of the metric.

    It holds every figure, interval and target, and at least a fifth of what is possible for an
    NPS and two fifths for anything else: a narrower axis makes a ripple look like a wave.
    """
    lowest, highest = limits(fact.score)
    ends = [
        end
        for point in fact.rounds
        for end in (point.estimate.value, point.estimate.low, point.estimate.high)
        if end is not None
    ]
    if fact.score.target is not None:
        ends.append(float(fact.score.target))
    share = 0.2 if fact.score.metric is Metric.NPS else 0.4
    span = max(max(ends) - min(ends), share * (highest - lowest))
    step = _step(span / 4)
    low = max(math.floor(min(ends) / step) * step, lowest)
    high = min(math.ceil(max(ends) / step) * step, highest)
    while high - low < span - 1e-9:
        room_below, room_above = min(ends) - low, high - max(ends)
        if low > lowest and (room_below <= room_above or high >= highest):
            low = max(low - step, lowest)
        else:
            high = min(high + step, highest)
    return low, high, step


def _step(least: float) -> float:
    """The smallest round step (1, 2 or 5, times a power of ten) that is at least so big."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least - 1e-9)


def ticks(low: float, high: float, step: float) -> Iterator[float]:
    """The round figures from one end of the axis to the other."""
    first = math.ceil(low / step - 1e-9)
    for number in range(first, math.floor(high / step + 1e-9) + 1):
        yield number * step
