"""The formulas behind every score: the figure, its interval, and the test of a change.

Units: NPS in points (-100 to 100), shares in percent (0 to 100), means on the scale of the
question. Nothing is rounded here; whoever shows a figure rounds it. Every interval is two-sided
at `CONFIDENCE`.

A round is written as its counts, the same way for the figure and for the change:
`nps(*before)`, `nps(*after)` and `nps_difference(before, after)`.

Callers check what people wrote; a count that cannot be raises ValueError.

Sources, named by author and year at each formula:

- Agresti & Caffo, "Simple and effective confidence intervals for proportions and differences of
  proportions result from adding two successes and two failures", The American Statistician 54,
  2000.
- Agresti & Coull, "Approximate is better than 'exact' for interval estimation of binomial
  proportions", The American Statistician 52, 1998.
- Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven
  methods", Statistics in Medicine 17, 857-872, 1998.
- Newcombe, "Interval estimation for the difference between independent proportions: comparison
  of eleven methods", Statistics in Medicine 17, 873-890, 1998.
- Reichheld, "The one number you need to grow", Harvard Business Review 81, 2003.
- Rocks, "Interval estimation for the 'Net Promoter Score'", The American Statistician 70, 2016.
- Student, "The probable error of a mean", Biometrika 6, 1908.
- Welch, "The generalization of 'Student's' problem when several different population variances
  are involved", Biometrika 34, 1947.
- Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
  American Statistical Association 22, 1927.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from generator.facts.student import t_quantile, t_tail

CONFIDENCE = 0.95
"""The confidence of every interval: 95%. A change counts as demonstrable at the same level."""

_UPPER = (1 + CONFIDENCE) / 2  # 0.975: as much is left out above the interval as below it
_Z = NormalDist().inv_cdf(_UPPER)  # 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval, in the unit of its metric; `n` is the number of answers.

    `low` and `high` are None where no interval is known; where they are known, they enclose
    `value`.
    """

    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The change from one round to a later one with other respondents: after minus before.

    `estimate`, `low`, `high` and `standard_error` are in the unit of the metric. `p` is
    two-sided: how often chance alone would show a change at least this clear if nothing had
    changed. `low`, `high` and `standard_error` are None where no interval is known; `p` is then
    None too, unless the estimate is 0, for which it is always 1.
    """

    estimate: float
    low: float | None
    high: float | None
    standard_error: float | None
    p: float | None

    @property
    def is_demonstrable(self) -> bool:
        """The interval lies wholly above or wholly below 0, so chance is a poor explanation.

        Defined from the interval, which is what readers see. `p` comes from the same quantities
        as the interval, so p < 0.05 says the same thing and can't contradict it. Not
        demonstrable means "we can't tell", never "nothing changed".
        """
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


# NPS: points from -100 to 100


def nps(promoters: int, passives: int, detractors: int) -> Estimate:
    """Net Promoter Score in points, with its adjusted-Wald interval.

    NPS = 100 (promoters - detractors) / n (Reichheld 2003).

    Interval (Rocks 2016): add 3 answers, of which 3/4 promoter and 3/4 detractor (so 3/2
    passive). With P and D the shares of promoters and detractors after that and N = n + 3:
    100 (P - D +- z sqrt((P + D - (P - D)^2) / N)), cut off at -100 and 100, and stretched to the
    estimate in the rare case that it falls outside.
    """
    n = _answers(promoters=promoters, passives=passives, detractors=detractors)
    value = 100 * (promoters - detractors) / n
    centre, variance = _adjusted_nps(promoters, detractors, n)
    low, high = _around(centre, _Z * math.sqrt(variance), value, (-100, 100))
    return Estimate(value, low, high, n)


def nps_difference(before: tuple[int, int, int], after: tuple[int, int, int]) -> Difference:
    """Change in NPS in points; each round is (promoters, passives, detractors).

    The estimate is the plain difference of the two scores. Interval and p use the adjusted
    scores and variances of `nps` (Rocks 2016), which are those of a multinomial count, added as
    for independent rounds: standard error = sqrt(variance before + variance after); interval =
    adjusted difference +- z standard error, cut off at -200 and 200; p from the normal
    distribution at adjusted difference / standard error.

    The adjustment pulls a small round harder towards 0 than a large one. Where that alone turns
    the difference around, or makes one out of two equal scores, nothing is shown to have
    changed: the interval is stretched to the estimate, so it takes in 0, and p is 1.
    """
    old, new = nps(*before), nps(*after)
    old_centre, old_variance = _adjusted_nps(before[0], before[2], old.n)
    new_centre, new_variance = _adjusted_nps(after[0], after[2], new.n)
    estimate = new.value - old.value
    centre = new_centre - old_centre
    standard_error = math.sqrt(old_variance + new_variance)
    low, high = _around(centre, _Z * standard_error, estimate, (-200, 200))
    p = _two_sided(centre / standard_error) if estimate * centre > 0 else 1.0
    return Difference(estimate, low, high, standard_error, p)


def _adjusted_nps(promoters: int, detractors: int, n: int) -> tuple[float, float]:
    """Adjusted NPS in points, and the variance of that score in points squared (Rocks 2016)."""
    net = (promoters - detractors) / (n + 3)
    either = (promoters + detractors + 1.5) / (n + 3)
    return 100 * net, 100**2 * (either - net**2) / (n + 3)


# Shares: percent from 0 to 100


def share(positive: int, n: int) -> Estimate:
    """Share of positive answers in percent, with Wilson's score interval.

    Share = 100 positive / n. Interval (Wilson 1927, without continuity correction; recommended by
    Agresti & Coull 1998 and by Newcombe 1998), with p = positive / n:
    100 (p + z^2/2n +- z sqrt(p (1 - p) / n + z^2/4n^2)) / (1 + z^2/n).
    The low end is exactly 0 when nobody, the high end exactly 100 when everybody is positive.
    """
    _check_share(positive, n)
    low, high = _wilson(positive, n, _Z)
    return Estimate(100 * positive / n, 100 * low, 100 * high, n)


@lru_cache(maxsize=4096)  # the same two rounds stand in many editions
def share_difference(before: tuple[int, int], after: tuple[int, int]) -> Difference:
    """Change in a share in percentage points; each round is (positive, n).

    Interval: Newcombe's hybrid score interval (1998, method 10), made of the distance from each
    share to the end of its own Wilson interval. With d = p2 - p1 and [l, u] the Wilson interval
    of each round: low = d - sqrt((p2 - l2)^2 + (u1 - p1)^2),
    high = d + sqrt((u2 - p2)^2 + (p1 - l1)^2).

    p belongs to that interval: it is the level at which the interval, made wider or narrower,
    just touches 0. So p < 0.05 and "the interval leaves out 0" are one statement, which the
    usual pooled z-test doesn't promise; in large rounds the two p values are practically equal.

    Standard error: Agresti & Caffo 2000, one positive and one other answer added to each round,
    so that it isn't 0 where a round is unanimous. Interval and p don't use it.
    """
    old, new = share(*before), share(*after)
    estimate = new.value - old.value
    low = estimate - 100 * _newcombe_reach(before, after, _Z)
    high = estimate + 100 * _newcombe_reach(after, before, _Z)
    variance = sum(
        (positive + 1) * (n - positive + 1) / (n + 2) ** 3 for positive, n in (before, after)
    )
    return Difference(
        estimate=estimate,
        low=max(low, -100.0),
        high=min(high, 100.0),
        standard_error=100 * math.sqrt(variance),
        p=_newcombe_p(before, after),
    )


def _wilson(positive: int, n: int, z: float) -> tuple[float, float]:
    """Wilson's interval as proportions, enclosing positive / n."""
    proportion = positive / n
    centre = (positive + z**2 / 2) / (n + z**2)
    reach = z * math.sqrt(n * proportion * (1 - proportion) + z**2 / 4) / (n + z**2)
    low = 0.0 if positive == 0 else min(centre - reach, proportion)
    high = 1.0 if positive == n else max(centre + reach, proportion)
    return low, high


def _newcombe_reach(lower: tuple[int, int], upper: tuple[int, int], z: float) -> float:
    """How far Newcombe's interval reaches from upper - lower down towards 0, as a proportion."""
    _, lower_high = _wilson(*lower, z)
    upper_low, _ = _wilson(*upper, z)
    return math.hypot(
        upper[0] / upper[1] - upper_low,
        lower_high - lower[0] / lower[1],
    )


def _newcombe_p(before: tuple[int, int], after: tuple[int, int]) -> float:
    """The p at which Newcombe's interval just touches 0, by halving: its reach grows with z."""
    lower, upper = sorted((before, after), key=lambda counts: counts[0] / counts[1])
    distance = upper[0] / upper[1] - lower[0] / lower[1]
    if distance == 0:
        return 1.0
    inside, outside = 0.0, 1.0
    while _newcombe_reach(lower, upper, outside) < distance:
        inside, outside = outside, 2 * outside
    for _ in range(60):
        middle = (inside + outside) / 2
        if _newcombe_reach(lower, upper, middle) < distance:
            inside = middle
        else:
            outside = middle
    return _two_sided(outside)


# Means: on the scale of the question


def mean(counts: Mapping[int, int], scale: tuple[int, int]) -> Estimate:
    """Mean answer on the scale, with its t-interval; `counts` is the number of each answer.

    Mean = sum of answers / n. Interval (Student 1908): mean +- t s / sqrt(n), with s^2 the sum of
    squared deviations / (n - 1) and t the quantile at n - 1 degrees of freedom, cut off at the
    ends of the scale.

    One answer, or answers that are all the same, say nothing about the spread: no interval is
    known then, which is not the same as an interval of width 0.
    """
    n, value, variance = _moments(counts, scale)
    if variance is None:
        return Estimate(value, None, None, n)
    reach = t_quantile(_UPPER, n - 1) * math.sqrt(variance)
    low, high = _around(value, reach, value, scale)
    return Estimate(value, low, high, n)


def mean_difference(
    before: Mapping[int, int], after: Mapping[int, int], scale: tuple[int, int]
) -> Difference:
    """Change in a mean, on the scale; each round is the number of each answer.

    Welch 1947, for rounds whose spread may differ. With v = s^2 / n of each round: standard
    error = sqrt(v1 + v2); degrees of freedom = (v1 + v2)^2 / (v1^2/(n1 - 1) + v2^2/(n2 - 1)),
    after Welch and Satterthwaite; interval = difference +- t standard error, cut off at the
    length of the scale; p from the t distribution at difference / standard error.

    Where either round has one answer only, or no spread, no interval is known.
    """
    old_n, old_mean, old_variance = _moments(before, scale)
    new_n, new_mean, new_variance = _moments(after, scale)
    estimate = new_mean - old_mean
    if old_variance is None or new_variance is None:
        return Difference(estimate, None, None, None, 1.0 if estimate == 0 else None)
    variance = old_variance + new_variance
    standard_error = math.sqrt(variance)
    degrees_of_freedom = 1 / (
        (old_variance / variance) ** 2 / (old_n - 1) + (new_variance / variance) ** 2 / (new_n - 1)
    )
    length = scale[1] - scale[0]
    reach = t_quantile(_UPPER, degrees_of_freedom) * standard_error
    low, high = _around(estimate, reach, estimate, (-length, length))
    p = 2 * t_tail(abs(estimate) / standard_error, degrees_of_freedom)
    return Difference(estimate, low, high, standard_error, p)


def _moments(counts: Mapping[int, int], scale: tuple[int, int]) -> tuple[int, float, float | None]:
    """The number of answers, their mean, and the variance of that mean where it is known.

    Sums are of whole numbers, so nothing is lost before the last division.
    """
    lowest, highest = _ends(scale)
    for answer, count in counts.items():
        if not lowest <= answer <= highest:
            raise ValueError(f"An answer lies from {lowest} to {highest}; {answer} does not.")
        if count < 0:
            raise ValueError(f"A count can't be below 0; answer {answer} has {count}.")
    n = sum(counts.values())
    if n == 0:
        raise ValueError("A mean needs at least one answer.")
    total = sum(answer * count for answer, count in counts.items())
    squares = sum(answer**2 * count for answer, count in counts.items())
    spread = n * squares - total**2  # n times the sum of squared deviations
    return n, total / n, spread / (n**2 * (n - 1)) if spread else None


# Shared by all


def _around(
    centre: float, reach: float, value: float, limits: tuple[int, int]
) -> tuple[float, float]:
    """The interval centre +- reach, cut off at the limits and stretched to enclose the value."""
    low = min(max(centre - reach, limits[0]), value)
    high = max(min(centre + reach, limits[1]), value)
    return float(low), float(high)


def _two_sided(z: float) -> float:
    """The chance that a standard normal lies at least this far from 0, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def _answers(**counts: int) -> int:
    for name, count in counts.items():
        if count < 0:
            raise ValueError(f"A count can't be below 0; {name} is {count}.")
    n = sum(counts.values())
    _check_n(n)
    return n


def _check_n(n: int) -> None:
    if n < 1:
        raise ValueError(f"A figure needs at least one answer; n is {n}.")


def _check_share(positive: int, n: int) -> None:
    _check_n(n)
    if not 0 <= positive <= n:
        raise ValueError(f"Positive answers lie from 0 to n, here {n}; {positive} does not.")


def _ends(scale: tuple[int, int]) -> tuple[int, int]:
    lowest, highest = scale
    if lowest >= highest:
        raise ValueError(f"A scale runs from low to high; {lowest} to {highest} does not.")
    return lowest, highest
