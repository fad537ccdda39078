"""Every formula against a published table or a sum worked out by hand, then its laws."""

import math
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.facts.possible import possible_mean, possible_nps, possible_share
from generator.facts.statistics import (
    Difference,
    Estimate,
    mean,
    mean_difference,
    nps,
    nps_difference,
    share,
    share_difference,
)
from generator.facts.student import t_quantile, t_tail

FIVE = (1, 5)
Z = 1.959964  # Abramowitz & Stegun 1964, table 26.5: the normal quantile at 0.975

few = st.integers(0, 400)
nps_counts = st.tuples(few, few, few).filter(any)
share_counts = st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
mean_counts = st.dictionaries(st.integers(*FIVE), few).filter(lambda counts: any(counts.values()))


def near(expected: float, within: float = 1e-9) -> object:
    return pytest.approx(expected, abs=within)


def interval(figure: Estimate | Difference) -> tuple[float, float]:
    assert figure.low is not None
    assert figure.high is not None
    return figure.low, figure.high


def width(figure: Estimate | Difference) -> float:
    low, high = interval(figure)
    return high - low


# NPS


def test_nps_worked_example() -> None:
    # 59 promoters, 19 passives, 19 detractors: n = 97, N = 100.
    # NPS = 100 * 40 / 97 = 41.2371.
    # P = 59.75 / 100, D = 19.75 / 100: P - D = 0.40, P + D = 0.795.
    # Variance = (0.795 - 0.16) / 100 = 0.00635, whose root is 0.0796869.
    # 100 * (0.40 -+ 1.959964 * 0.0796869) = 40 -+ 15.6183.
    score = nps(59, 19, 19)
    assert score.n == 97
    assert score.value == near(41.2371, 5e-5)
    assert interval(score) == (near(40 - 15.6183, 1e-4), near(40 + 15.6183, 1e-4))


def test_nps_interval_stops_at_the_ends_of_the_scale() -> None:
    # 10 promoters: P = 10.75 / 13, D = 0.75 / 13; P - D = 10/13, P + D = 11.5/13.
    # (11.5/13 - 100/169) / 13 = 0.0225307, whose root is 0.150102; times 1.959964: 29.4195.
    # Low: 76.9231 - 29.4195 = 47.5036; 76.9231 + 29.4195 would pass 100.
    score = nps(10, 0, 0)
    assert interval(score) == (near(47.5036, 1e-3), 100)


def test_nps_interval_stretches_to_the_estimate() -> None:
    # 1 promoter: 25 + 1.959964 * 37.5 = 98.499 stays below the estimate, 100.
    assert interval(nps(1, 0, 0)) == (near(25 - Z * 37.5, 1e-3), 100)


def test_nps_difference_worked_example() -> None:
    # Before: the example above: adjusted 40, variance 0.00635.
    # After: 118, 61, 18: n = 197, N = 200. P = 118.75 / 200, D = 18.75 / 200: P - D = 0.5,
    # P + D = 0.6875; variance = (0.6875 - 0.25) / 200 = 0.0021875.
    # Estimate = 100 * (100/197 - 40/97) = 9.5243.
    # Standard error = root of 0.0085375 = 0.0923986; 10 -+ 1.959964 * 9.23986 = 10 -+ 18.1098.
    # z = 10 / 9.23986 = 1.08227. Table 26.1 of Abramowitz & Stegun 1964: the normal is 0.85993 at
    # 1.08, with height 0.22265: 0.85993 + 0.00227 * 0.22265 = 0.860436; p = 2 * 0.139564.
    change = nps_difference((59, 19, 19), (118, 61, 18))
    assert change.estimate == near(9.5243, 5e-5)
    assert interval(change) == (near(-8.1098, 1e-4), near(28.1098, 1e-4))
    assert change.standard_error == near(9.23986, 1e-5)
    assert change.p == near(0.27913, 1e-5)
    assert not change.is_demonstrable


def test_nps_difference_that_only_the_adjustment_turns_around() -> None:
    # From 99.9 to 100 with one answer after: adjusted 99.6 to 25, a fall of 75 with an error
    # of 37.5, which nobody observed.
    change = nps_difference((999, 1, 0), (1, 0, 0))
    low, high = interval(change)
    assert low < 0 < change.estimate == high
    assert change.p == 1
    assert not change.is_demonstrable


# Shares


@pytest.mark.parametrize(
    ("positive", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17, 857-872, 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_share_published_examples(positive: int, n: int, low: float, high: float) -> None:
    figure = share(positive, n)
    assert figure.n == n
    assert figure.value == near(100 * positive / n)
    assert interval(figure) == (near(100 * low, 0.005), near(100 * high, 0.005))


@pytest.mark.parametrize("n", [1, 2, 3, 7, 10, 49, 600, 123_457])
def test_share_is_exact_at_nobody_and_everybody(n: int) -> None:
    # With nobody positive the formula leaves a high end of z^2 / (n + z^2).
    assert interval(share(0, n)) == (0, near(100 * Z**2 / (n + Z**2), 1e-4))
    assert interval(share(n, n)) == (near(100 * n / (n + Z**2), 1e-4), 100)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17, 873-890, 1998, table II, method 10: one - other
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_share_difference_published_examples(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    change = share_difference(before=other, after=one)
    assert interval(change) == (near(100 * low, 0.005), near(100 * high, 0.005))
    assert change.is_demonstrable is (low > 0)


def test_share_difference_p_where_it_has_a_closed_form() -> None:
    # From 0/10 to 10/10: 1 - l2 = u1 = z^2 / (10 + z^2), so the interval touches 0 where
    # z^2 root(2) / (10 + z^2) = 1, that is z^2 = 10 / (root(2) - 1).
    z = math.sqrt(10 / (math.sqrt(2) - 1))
    assert share_difference((0, 10), (10, 10)).p == pytest.approx(math.erfc(z / math.sqrt(2)))


def test_share_difference_p_is_near_the_pooled_test_in_large_rounds() -> None:
    # 480 and 520 of 1000: pooled z = 0.04 / root(0.5 * 0.5 * 2 / 1000) = 1.78885. Table 26.1 of
    # Abramowitz & Stegun 1964: 0.96327 at 1.79 with height 0.08038, so 0.963178; p = 0.07364.
    assert share_difference((480, 1000), (520, 1000)).p == near(0.07364, 0.0005)


def test_share_difference_standard_error_worked_example() -> None:
    # 7/8 and 0/8, with one of each added: 8/10 and 1/10.
    # Root of (0.8 * 0.2 + 0.1 * 0.9) / 10 = root of 0.025 = 0.1581139.
    assert share_difference((7, 8), (0, 8)).standard_error == near(15.81139, 1e-5)


# Means


def test_mean_worked_example() -> None:
    # One of each answer: mean 3, squared deviations 4+1+0+1+4 = 10, s^2 = 10/4, s^2/n = 0.5.
    # t at 4 degrees of freedom: 2.776 (Abramowitz & Stegun 1964, table 26.10).
    # 3 -+ 2.776 * 0.707107 = 3 -+ 1.9629.
    figure = mean({1: 1, 2: 1, 3: 1, 4: 1, 5: 1}, FIVE)
    assert (figure.value, figure.n) == (3, 5)
    assert interval(figure) == (near(1.0371, 5e-4), near(4.9629, 5e-4))


def test_mean_interval_stops_at_the_end_of_the_scale() -> None:
    # One 4, nine 5s: mean 4.9, squared deviations 0.81 + 9 * 0.01 = 0.9, s^2 = 0.1, s^2/n = 0.01.
    # t at 9 degrees of freedom: 2.262. 4.9 -+ 0.2262: the high end would pass 5.
    figure = mean({4: 1, 5: 9}, FIVE)
    assert figure.value == 4.9
    assert interval(figure) == (near(4.6738, 1e-4), 5)


@pytest.mark.parametrize("counts", [{4: 1}, {4: 25}, {3: 0, 4: 25}])
def test_mean_without_spread_has_no_known_interval(counts: dict[int, int]) -> None:
    assert mean(counts, FIVE) == Estimate(4, None, None, sum(counts.values()))


def test_mean_difference_published_example() -> None:
    # Student 1908, hours of sleep gained with two drugs, as R's manual works it out in
    # t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p = 0.07939,
    # interval -3.3654832 to 0.2054832, means 0.75 and 2.33. Here in tenths of an hour.
    first = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20]
    second = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34]
    change = mean_difference(
        before={tenths: second.count(tenths) for tenths in second},
        after={tenths: first.count(tenths) for tenths in first},
        scale=(-240, 240),
    )
    assert change.estimate == near(-15.8)
    assert interval(change) == (near(-33.654832, 1e-6), near(2.054832, 1e-6))
    assert change.standard_error == near(15.8 / 1.8608, 5e-4)
    assert change.p == near(0.07939, 5e-6)
    assert not change.is_demonstrable


@pytest.mark.parametrize("other", [{3: 1}, {3: 50}])
def test_mean_difference_without_spread_is_not_known(other: dict[int, int]) -> None:
    change = mean_difference({1: 20, 2: 20}, other, FIVE)
    assert change == Difference(1.5, None, None, None, None)
    assert not change.is_demonstrable


# Student's t


@pytest.mark.parametrize(
    ("degrees_of_freedom", "at_95", "at_97_5", "at_99_5"),
    [
        # Fisher & Yates, Statistical Tables, 1963, table III; Abramowitz & Stegun 1964, table 26.10
        (1, 6.314, 12.706, 63.657),
        (2, 2.920, 4.303, 9.925),
        (3, 2.353, 3.182, 5.841),
        (4, 2.132, 2.776, 4.604),
        (5, 2.015, 2.571, 4.032),
        (10, 1.812, 2.228, 3.169),
        (20, 1.725, 2.086, 2.845),
        (30, 1.697, 2.042, 2.750),
        (60, 1.671, 2.000, 2.660),
        (120, 1.658, 1.980, 2.617),
        (1e9, 1.645, 1.960, 2.576),
    ],
)
def test_t_quantile_published_table(
    degrees_of_freedom: float, at_95: float, at_97_5: float, at_99_5: float
) -> None:
    found = [t_quantile(probability, degrees_of_freedom) for probability in (0.95, 0.975, 0.995)]
    assert found == [near(at_95, 5.1e-4), near(at_97_5, 5.1e-4), near(at_99_5, 5.1e-4)]


@pytest.mark.parametrize("probability", [0.001, 0.3, 0.5, 0.6, 0.9, 0.975, 0.9999])
def test_t_quantile_exact_forms(probability: float) -> None:
    # 1 degree of freedom is Cauchy's distribution; 2 and 4 have an algebraic quantile
    # (Shaw, "Sampling Student's T distribution", Journal of Computational Finance 9, 2006).
    q = probability
    a = 4 * q * (1 - q)
    four = 2 * math.sqrt(max(math.cos(math.acos(math.sqrt(a)) / 3) / math.sqrt(a) - 1, 0))
    assert t_quantile(q, 1) == pytest.approx(math.tan(math.pi * (q - 0.5)), rel=1e-9, abs=1e-12)
    assert t_quantile(q, 2) == pytest.approx((2 * q - 1) * math.sqrt(2 / a), rel=1e-9, abs=1e-12)
    assert t_quantile(q, 4) == pytest.approx(math.copysign(four, q - 0.5), rel=1e-9, abs=1e-7)


def test_t_at_a_million_degrees_of_freedom() -> None:
    # Abramowitz & Stegun 26.7.5: t = z + (z^3 + z) / 4v + terms in 1/v^2, here below 1e-11.
    z, v = 1.959963984540054, 1e6
    assert t_quantile(0.975, v) == near(z + (z**3 + z) / (4 * v), 1e-8)


@given(st.floats(0.51, 0.9999), st.floats(1, 1e5))
def test_t_tail_undoes_t_quantile(probability: float, degrees_of_freedom: float) -> None:
    t = t_quantile(probability, degrees_of_freedom)
    assert t_tail(t, degrees_of_freedom) == pytest.approx(1 - probability, rel=1e-8)
    assert t_quantile(1 - probability, degrees_of_freedom) == pytest.approx(-t, rel=1e-8)


# What holds for every figure


@given(nps_counts)
def test_nps_interval_encloses_the_score(counts: tuple[int, int, int]) -> None:
    score = nps(*counts)
    low, high = interval(score)
    assert -100 <= low <= score.value <= high <= 100


@given(share_counts)
def test_share_interval_encloses_the_share(counts: tuple[int, int]) -> None:
    figure = share(*counts)
    low, high = interval(figure)
    assert 0 <= low <= figure.value <= high <= 100


@given(mean_counts)
def test_mean_interval_encloses_the_mean(counts: dict[int, int]) -> None:
    figure = mean(counts, FIVE)
    assert (figure.low is None) is (figure.high is None) is (sum(map(bool, counts.values())) == 1)
    if figure.low is not None and figure.high is not None:
        assert 1 <= figure.low <= figure.value <= figure.high <= 5


@given(nps_counts, st.integers(2, 50))
def test_nps_interval_shrinks_with_more_answers(counts: tuple[int, int, int], times: int) -> None:
    promoters, passives, detractors = counts
    more = nps(times * promoters, times * passives, times * detractors)
    assert width(more) < width(nps(*counts))


@given(share_counts, st.integers(2, 50))
def test_share_interval_shrinks_with_more_answers(counts: tuple[int, int], times: int) -> None:
    positive, n = counts
    assert width(share(times * positive, times * n)) < width(share(positive, n))


@given(mean_counts, st.integers(2, 50))
def test_mean_interval_shrinks_with_more_answers(counts: dict[int, int], times: int) -> None:
    figure = mean(counts, FIVE)
    assume(figure.low is not None)
    more = mean({answer: times * count for answer, count in counts.items()}, FIVE)
    assert width(more) <= width(figure)  # equal where both are cut off at both ends


@given(nps_counts)
def test_nps_mirrors_when_promoters_and_detractors_swap(counts: tuple[int, int, int]) -> None:
    promoters, passives, detractors = counts
    one, other = nps(*counts), nps(detractors, passives, promoters)
    low, high = interval(one)
    assert other.value == -one.value
    assert interval(other) == (near(-high), near(-low))


@given(share_counts)
def test_share_mirrors_when_positive_and_other_swap(counts: tuple[int, int]) -> None:
    positive, n = counts
    low, high = interval(share(positive, n))
    assert interval(share(n - positive, n)) == (near(100 - high), near(100 - low))


# What holds for every change


def assert_none(change: Difference) -> None:
    assert change.estimate == 0
    assert change.p == 1
    assert not change.is_demonstrable


def assert_opposite(there: Difference, back: Difference) -> None:
    assert back.estimate == -there.estimate
    assert back.is_demonstrable is there.is_demonstrable
    if there.low is None or there.p is None or there.standard_error is None:
        assert (back.low, back.high, back.standard_error) == (None, None, None)
        assert back.p == there.p
        return
    low, high = interval(there)
    assert interval(back) == (near(-high), near(-low))
    assert back.p == near(there.p)
    assert back.standard_error == near(there.standard_error)


def assert_consistent(change: Difference) -> None:
    """The interval encloses the estimate, and interval and p say the same about 0."""
    if change.low is None or change.p is None:
        assert not change.is_demonstrable
        return
    low, high = interval(change)
    assert low <= change.estimate <= high
    assert 0 <= change.p <= 1
    assert change.is_demonstrable is (change.p < 0.05)


@given(nps_counts, st.integers(1, 9))
def test_nps_difference_with_itself_is_none(counts: tuple[int, int, int], times: int) -> None:
    promoters, passives, detractors = counts
    more = (times * promoters, times * passives, times * detractors)
    assert_none(nps_difference(counts, counts))
    assert_none(nps_difference(counts, more))


@given(share_counts, st.integers(1, 9))
def test_share_difference_with_itself_is_none(counts: tuple[int, int], times: int) -> None:
    assert_none(share_difference(counts, counts))
    assert_none(share_difference(counts, (times * counts[0], times * counts[1])))


@given(mean_counts)
def test_mean_difference_with_itself_is_none(counts: dict[int, int]) -> None:
    assert_none(mean_difference(counts, counts, FIVE))


@given(nps_counts, nps_counts)
def test_nps_difference(before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    change = nps_difference(before, after)
    assert change.estimate == nps(*after).value - nps(*before).value
    assert_consistent(change)
    assert_opposite(change, nps_difference(after, before))


@given(share_counts, share_counts)
def test_share_difference(before: tuple[int, int], after: tuple[int, int]) -> None:
    change = share_difference(before, after)
    assert change.estimate == share(*after).value - share(*before).value
    assert_consistent(change)
    assert_opposite(change, share_difference(after, before))


@given(mean_counts, mean_counts)
def test_mean_difference(before: dict[int, int], after: dict[int, int]) -> None:
    change = mean_difference(before, after, FIVE)
    assert change.estimate == mean(after, FIVE).value - mean(before, FIVE).value
    assert_consistent(change)
    assert_opposite(change, mean_difference(after, before, FIVE))


# Can n answers give this figure?


def test_possible_by_hand() -> None:
    assert possible_nps(33, 3, 0)  # 1/3
    assert possible_nps(-66.7, 3, 1)  # -2/3
    assert not possible_nps(50, 3, 0)
    assert not possible_nps(101, 500, 0)
    assert possible_share(12.5, 8, 1)
    assert possible_share(12, 8, 0)  # 12.5, rounded to even
    assert possible_share(13, 8, 0)  # 12.5, rounded up
    assert not possible_share(-12.5, 8, 1)
    assert not possible_share(12.5, 8, 0)  # not what rounding to whole percents leaves
    assert possible_mean(3.3, 3, 1, FIVE)
    assert not possible_mean(3.4, 3, 1, FIVE)
    assert not possible_mean(0.9, 10, 1, FIVE)
    assert possible_mean(Decimal("-2.50"), 2, 2, (-5, 5))


def test_possible_is_quick_and_exact_for_a_million_answers() -> None:
    # Steps of 0.0001 points: all of four decimals are possible, of five only those ending in 0.
    assert possible_nps(41.2371, 1_000_000, 4)
    assert possible_nps(41.23710, 1_000_000, 5)
    assert not possible_nps(41.23711, 1_000_000, 5)


def roundings(figure: Fraction, decimals: int) -> set[Decimal]:
    """Every way in which a person or a spreadsheet rounds."""
    exact = Decimal(figure.numerator) / Decimal(figure.denominator)
    step = Decimal(1).scaleb(-decimals)
    ways = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN)
    return {exact.quantize(step, rounding=way) for way in ways}


def written(low: int, high: int, decimals: int) -> list[Decimal]:
    """Every figure that can be typed with so many decimals, and some beyond both ends."""
    whole = 10**decimals
    return [Decimal(i).scaleb(-decimals) for i in range((low - 2) * whole, (high + 2) * whole + 1)]


@pytest.mark.parametrize(("n", "decimals"), [*((n, 0) for n in range(1, 41)), (3, 1), (16, 1)])
def test_possible_nps_and_share_by_trying_all_counts(n: int, decimals: int) -> None:
    nets = {promoters - d for promoters in range(n + 1) for d in range(n - promoters + 1)}
    scores = set[Decimal]().union(*(roundings(Fraction(100 * net, n), decimals) for net in nets))
    shares = set[Decimal]().union(
        *(roundings(Fraction(100 * positive, n), decimals) for positive in range(n + 1))
    )
    figures = written(-100, 100, decimals)
    assert {figure for figure in figures if possible_nps(figure, n, decimals)} == scores
    assert {figure for figure in figures if possible_share(figure, n, decimals)} == shares


@pytest.mark.parametrize("n", range(1, 21))
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_possible_mean_by_trying_all_sums(n: int, decimals: int) -> None:
    means = set[Decimal]().union(
        *(roundings(Fraction(total, n), decimals) for total in range(n, 5 * n + 1))
    )
    figures = written(*FIVE, decimals)
    assert {figure for figure in figures if possible_mean(figure, n, decimals, FIVE)} == means


@given(nps_counts, st.integers(0, 6))
def test_possible_nps_takes_what_counts_give(counts: tuple[int, int, int], decimals: int) -> None:
    score = nps(*counts)
    assert possible_nps(round(score.value, decimals), score.n, decimals)
    assert possible_nps(Decimal(f"{score.value:.{decimals}f}"), score.n, decimals)


@given(share_counts, st.integers(0, 6))
def test_possible_share_takes_what_counts_give(counts: tuple[int, int], decimals: int) -> None:
    assert possible_share(round(share(*counts).value, decimals), counts[1], decimals)


@given(mean_counts, st.integers(0, 6))
def test_possible_mean_takes_what_counts_give(counts: dict[int, int], decimals: int) -> None:
    figure = mean(counts, FIVE)
    assert possible_mean(round(figure.value, decimals), figure.n, decimals, FIVE)


# What callers have to check before


def test_counts_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="can't be below 0; detractors is -1"):
        nps(5, 5, -1)
    with pytest.raises(ValueError, match="at least one answer"):
        nps(0, 0, 0)
    with pytest.raises(ValueError, match="at least one answer"):
        share(0, 0)
    with pytest.raises(ValueError, match="from 0 to n, here 10; 11 does not"):
        share(11, 10)
    with pytest.raises(ValueError, match="from 0 to n"):
        share_difference((-1, 10), (1, 10))
    with pytest.raises(ValueError, match="at least one answer"):
        mean({}, FIVE)
    with pytest.raises(ValueError, match="answer 3 has -2"):
        mean({3: -2}, FIVE)
    with pytest.raises(ValueError, match="from 1 to 5; 6 does not"):
        mean({6: 1}, FIVE)
    with pytest.raises(ValueError, match="runs from low to high"):
        mean_difference({1: 1}, {1: 1}, (5, 1))
    with pytest.raises(ValueError, match="at least one answer"):
        possible_nps(0, 0, 0)
    with pytest.raises(ValueError, match="decimals can't be below 0"):
        possible_share(0, 10, -1)
    with pytest.raises(ValueError, match="plain number"):
        possible_share(math.nan, 10, 0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_quantile(1, 5)
    with pytest.raises(ValueError, match="above 0"):
        t_tail(1, 0)
