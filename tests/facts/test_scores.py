"""What a score says, and what it leaves unsaid."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.facts import statistics
from generator.facts.counts import everyone_answered_the_same
from generator.facts.scores import MeasureFact, Obstacle, ScoreFact, Verdict, compare, judge
from generator.register.model import Measure
from tests.facts.scoring import worked_out, written

BEFORE, AFTER = "2026-Q1", "2026-Q3"


def round_of(period: str, n: int, positive: int | None = None, **more: Any) -> dict[str, Any]:
    given = {} if positive is None else {"positive": positive}
    return {"period": period, "n": n} | given | more


def only(*points: dict[str, Any], **fields: Any) -> ScoreFact:
    (fact,) = worked_out(written(points, **fields))
    return fact


def verdict(*points: dict[str, Any], **fields: Any) -> MeasureFact:
    fact = only(*points, **fields)
    measure = Measure.model_validate({"score": "csat", "before": BEFORE, "after": AFTER})
    return judge(measure, {fact.score.id: fact})


# Figures


def test_a_share_from_counts_takes_the_better_side_of_the_scale() -> None:
    # 4 and 5 of 1 to 5: 90 + 70 of 200 is 80%.
    fact = only({"period": BEFORE, "n": 200, "counts": {1: 5, 2: 10, 3: 25, 4: 90, 5: 70}})
    assert fact.points[0].estimate == statistics.share(160, 200)


def test_where_lower_is_better_the_better_side_is_below() -> None:
    point = {"period": BEFORE, "n": 100, "counts": {1: 30, 2: 25, 3: 20, 4: 15, 5: 10}}
    assert only(point, better="lower").points[0].estimate.value == 55


def test_an_nps_from_the_answers_themselves() -> None:
    point = {"period": BEFORE, "n": 100, "counts": {10: 30, 9: 20, 8: 15, 7: 10, 6: 20, 0: 5}}
    fact = only(point, metric="nps", scale=["0", "10"])
    assert fact.points[0].estimate == statistics.nps(50, 25, 25)


def test_a_bare_value_has_no_interval() -> None:
    fact = only({"period": BEFORE, "n": 480, "value": 41})
    estimate = fact.points[0].estimate
    assert (estimate.value, estimate.low, estimate.high) == (41, None, None)


def test_points_stand_in_order_of_time() -> None:
    fact = only(round_of("2026-Q2", 50, 40), round_of("2025-Q4", 50, 40))
    assert [point.period.text for point in fact.points] == ["2025-Q4", "2026-Q2"]


def test_a_year_beside_its_quarters_is_no_round() -> None:
    year = round_of("2025", 200, 150)
    quarters = [round_of(f"2025-Q{number}", 50, 30) for number in (1, 2, 3, 4)]
    fact = only(year, *quarters)
    assert [point.period.text for point in fact.rounds] == [f"2025-Q{n}" for n in (1, 2, 3, 4)]
    assert len(fact.points) == 5


# Change since the previous round


def test_a_change_comes_with_its_error_and_p() -> None:
    fact = only(round_of("2026-Q1", 400, 240), round_of("2026-Q2", 400, 300))
    found = fact.change.difference
    assert found == statistics.share_difference((240, 400), (300, 400))
    assert found.standard_error is not None
    assert found.p is not None


@pytest.mark.parametrize(
    ("first", "second", "fields", "obstacle"),
    [
        (round_of(BEFORE, 29, 20), round_of(AFTER, 400, 300), {}, Obstacle.FEW),
        (round_of(BEFORE, 400, 300), round_of(AFTER, 29, 20), {}, Obstacle.FEW),
        (round_of(BEFORE, 400, value=60), round_of(AFTER, 400, 300), {}, Obstacle.NO_COUNTS),
        (
            round_of(BEFORE, 400, 200),
            round_of(AFTER, 400, 300),
            {"breaks": [{"period": "2026-Q2", "text": "Nieuwe vraag."}]},
            Obstacle.BREAK,
        ),
        (
            round_of(BEFORE, 400, 200),
            round_of(AFTER, 400, 300),
            {"breaks": [{"period": AFTER, "text": "Nieuwe vraag."}]},
            Obstacle.BREAK,
        ),
        (
            {"period": BEFORE, "n": 400, "counts": {3: 400}},
            {"period": AFTER, "n": 400, "counts": {3: 200, 4: 200}},
            {"metric": "mean"},
            Obstacle.NO_SPREAD,
        ),
    ],
)
def test_no_claim_where_two_rounds_cannot_be_compared(
    first: dict[str, Any], second: dict[str, Any], fields: dict[str, Any], obstacle: Obstacle
) -> None:
    change = only(first, second, **fields).change
    assert (change.difference, change.obstacle) == (None, obstacle)
    judged = verdict(first, second, **fields)
    assert (judged.verdict, judged.obstacle) == (Verdict.NOT_MEASURABLE, obstacle)


def test_a_break_before_both_rounds_does_no_harm() -> None:
    broken = [{"period": BEFORE, "text": "Nieuwe vraag."}]
    fact = only(round_of(BEFORE, 400, 200), round_of(AFTER, 400, 300), breaks=broken)
    assert fact.change.difference is not None


def test_periods_that_overlap_are_no_before_and_after() -> None:
    fact = only(
        round_of("2025", 100, 60), round_of("2026-Q1", 400, 300), round_of("2026", 900, 600)
    )
    year, quarter = (fact.points[index].period for index in (1, 2))
    assert compare(fact, year, quarter).obstacle is Obstacle.OVERLAP


# Change since the first round


def sinking(*shares: int, **fields: Any) -> ScoreFact:
    """A score with rounds of 400 answers, so many of them positive, a year each from 2020 on."""
    rounds = (round_of(str(2020 + year), 400, share) for year, share in enumerate(shares))
    return only(*rounds, **fields)


def test_a_score_that_sinks_slowly_is_held_against_its_first_round() -> None:
    fact = sinking(336, 328, 318, 310, 300)
    latest = fact.change.difference
    assert latest is not None
    assert not latest.is_demonstrable
    assert fact.over_time is not None
    assert fact.over_time.difference == statistics.share_difference((336, 400), (300, 400))
    assert fact.over_time.difference.is_demonstrable


def test_the_first_round_is_the_first_that_can_be_compared() -> None:
    few = round_of("2019", 29, 25)
    rounds = [round_of(str(year), 400, 300) for year in (2020, 2021, 2022)]
    assert first_of(only(few, *rounds)) == "2020"
    broken = [{"period": "2021", "text": "Nieuwe vraag."}]
    assert first_of(only(*rounds, round_of("2023", 400, 290), breaks=broken)) == "2021"
    bare = round_of("2019", 400, value=60)
    assert first_of(only(bare, *rounds)) == "2020"


def test_two_rounds_that_can_be_compared_are_told_once() -> None:
    assert sinking(336).over_time is None
    assert sinking(336, 300).over_time is None
    broken = [{"period": "2021", "text": "Nieuwe vraag."}]
    assert sinking(336, 320, 300, breaks=broken).over_time is None


def first_of(fact: ScoreFact) -> str:
    """The period that the latest round is held against over time."""
    assert fact.over_time is not None
    assert fact.over_time.before is not None
    return fact.over_time.before.period.text


@given(st.integers(30, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_round_does_not_differ_from_its_equal(counts: tuple[int, int]) -> None:
    positive, n = counts
    found = only(round_of(BEFORE, n, positive), round_of(AFTER, n, positive)).change.difference
    assert found is not None
    assert found.estimate == 0
    assert not found.is_demonstrable


# Verdicts


@pytest.mark.parametrize(
    ("positive", "better", "expected"),
    [
        (300, "higher", Verdict.IMPROVED),
        (300, "lower", Verdict.WORSE),
        (180, "higher", Verdict.WORSE),
        (180, "lower", Verdict.IMPROVED),
        (245, "higher", Verdict.NO_DIFFERENCE),
    ],
)
def test_a_verdict_follows_from_the_difference(
    positive: int, better: str, expected: Verdict
) -> None:
    judged = verdict(round_of(BEFORE, 400, 240), round_of(AFTER, 400, positive), better=better)
    assert judged.verdict is expected
    assert judged.difference is not None
    assert judged.before is not None
    assert judged.after is not None


def test_too_early_until_the_round_after_is_in() -> None:
    assert verdict(round_of(BEFORE, 400, 240)).verdict is Verdict.TOO_EARLY


def test_a_round_that_may_not_be_shown_is_in_but_not_measurable() -> None:
    judged = verdict(round_of(BEFORE, 400, 240), round_of(AFTER, 9, 8))
    assert (judged.verdict, judged.obstacle) == (Verdict.NOT_MEASURABLE, Obstacle.WITHHELD)
    assert judged.after is None


def test_without_a_round_before_there_is_nothing_to_compare() -> None:
    judged = verdict(round_of(AFTER, 400, 300))
    assert (judged.verdict, judged.obstacle) == (Verdict.NOT_MEASURABLE, Obstacle.NO_FIGURE)


# Everyone answered the same


@pytest.mark.parametrize(
    ("point", "fields", "same"),
    [
        ({"n": 20, "positive": 20}, {}, True),
        ({"n": 20, "positive": 0}, {}, True),
        ({"n": 20, "positive": 19}, {}, False),
        ({"n": 20, "counts": {4: 20, 5: 0}}, {"metric": "mean"}, True),
        ({"n": 20, "counts": {4: 19, 5: 1}}, {"metric": "mean"}, False),
        ({"n": 20, "promoters": 0, "detractors": 0}, {"metric": "nps"}, True),
        ({"n": 20, "promoters": 10, "detractors": 10}, {"metric": "nps"}, False),
        ({"n": 20, "value": 100}, {}, True),
        ({"n": 20, "value": 0}, {"metric": "nps"}, False),
        ({"n": 20, "value": 5}, {"metric": "mean"}, True),
    ],
)
def test_a_figure_that_tells_what_each_person_said(
    point: dict[str, Any], fields: dict[str, Any], same: bool
) -> None:
    if fields.get("metric") == "nps":
        fields = {**fields, "scale": ["0", "10"]}
    fact = only({"period": BEFORE, **point}, **fields)
    assert everyone_answered_the_same(fact.score, fact.points[0].point) is same
