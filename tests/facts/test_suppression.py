"""No figure about fewer than ten people, and none that can be worked out from the others."""

from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.facts.suppression import publishable, suppress
from tests.facts.scoring import public, scores, worked_out, written

MINIMUM = 10


def point(period: str, n: int, **more: Any) -> dict[str, Any]:
    return {"period": period, "n": n, "positive": n // 2, **more}


def year(*quarters: int, **others: int) -> list[dict[str, Any]]:
    """Four quarters of 2026, and other periods of it by name, such as ``H1``."""
    named = [point(f"2026-Q{number}", n) for number, n in enumerate(quarters, 1)]
    return named + [
        point("2026" if name == "year" else f"2026-{name}", n) for name, n in others.items()
    ]


# Too few answers


def test_from_the_minimum_on_a_figure_is_public() -> None:
    assert public(written(year(9, 10, 11, 0))) == {"csat": {"2026-Q2", "2026-Q3"}}


def test_the_register_itself_is_without_it() -> None:
    shown = publishable(scores(written(year(9, 10, 11, 12)), include=["register/*.yaml"]), MINIMUM)
    assert "'n': 9" not in str(shown.model_dump())
    assert not shown.include


def test_a_page_may_know_which_period_it_was() -> None:
    (fact,) = worked_out(written(year(9, 10, 11, 12)))
    assert {period.text for period in fact.withheld} == {"2026-Q1"}


# A total and its parts


def test_a_total_that_gives_a_part_away_stays_out() -> None:
    # 2026 has 38, its three public quarters 30: the fourth is 8.
    assert "2026" not in public(written(year(10, 10, 10, 8, year=38)))["csat"]


def test_a_total_over_two_hidden_parts_may_stay() -> None:
    # 2026 has 36, its public quarters 20: 16 people together are enough.
    assert "2026" in public(written(year(10, 10, 8, 8, year=36)))["csat"]


def test_two_figures_of_the_whole_do_not_differ_by_a_few_people() -> None:
    # Of 58 people 50 may be the other ones: 8 are left.
    whole = written([point("2026-Q1", 58)])
    assert public(whole, written([point("2026-Q1", 50)], "young"))["young"] == set()
    assert public(whole, written([point("2026-Q1", 30)], "young"))["young"] == {"2026-Q1"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_figure_may_be_of_the_people_of_either_question(order: tuple[int, ...]) -> None:
    # The one without its question is beside both that have one; each may hold its 50 people.
    several = (
        written([point("2026-Q1", 58)], "one", question="Are you content?"),
        written([point("2026-Q1", 50)], "bare"),
        written([point("2026-Q1", 44)], "two", question="Were you helped?"),
    )
    shown = public(*(several[place] for place in order))
    assert shown == {"one": {"2026-Q1"}, "bare": set(), "two": {"2026-Q1"}}


def test_a_half_year_counts_as_a_part_too() -> None:
    # H1 is 18 and hides a quarter of 8. Without it, 2026 less Q1, Q3 and Q4 is still 8.
    shown = public(written(year(10, 8, 20, 20, H1=18, year=58)))["csat"]
    assert shown == {"2026-Q1", "2026-Q3", "2026-Q4"}


def test_the_rest_of_a_year_without_a_survey_is_nobody() -> None:
    assert "2026" in public(written(year(15, 15, year=30)))["csat"]


quarter = st.integers(0, 30)


def total(numbers: tuple[int, ...], name: str) -> int:
    ranges = {"H1": (0, 2), "H2": (2, 4), "year": (0, 4)}
    return sum(numbers[slice(*ranges[name])])


def can_be_worked_out(wanted: tuple[int, ...], known: list[tuple[int, ...]]) -> bool:
    """Whether a sum of parts is a combination of known sums: Gauss, in fractions."""
    rows = [[Fraction(value) for value in row] for row in known]
    target = [Fraction(value) for value in wanted]
    for column in range(len(wanted)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [eliminate(row, pivot, column) for row in rows]
        target = eliminate(target, pivot, column)
    return not any(target)


def eliminate(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    times = row[column] / pivot[column]
    return [value - times * other for value, other in zip(row, pivot, strict=True)]


def uncovered(parts: tuple[int, ...], known: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The groups of 1 to 9 people that the known sums give away."""
    groups = [group for group in product((0, 1), repeat=len(parts)) if any(group)]
    return [
        group
        for group in groups
        if 0 < sum(n for n, inside in zip(parts, group, strict=True) if inside) < MINIMUM
        and can_be_worked_out(group, known)
    ]


@settings(deadline=None)
@given(
    st.tuples(quarter, quarter, quarter, quarter), st.sets(st.sampled_from(["H1", "H2", "year"]))
)
def test_no_sum_of_periods_uncovers_a_few_people(
    numbers: tuple[int, int, int, int], totals: set[str]
) -> None:
    covers = {
        "2026-Q1": (1, 0, 0, 0),
        "2026-Q2": (0, 1, 0, 0),
        "2026-Q3": (0, 0, 1, 0),
        "2026-Q4": (0, 0, 0, 1),
        "2026-H1": (1, 1, 0, 0),
        "2026-H2": (0, 0, 1, 1),
        "2026": (1, 1, 1, 1),
    }
    shown = public(written(year(*numbers, **{name: total(numbers, name) for name in totals})))
    assert not uncovered(numbers, [covers[period] for period in shown["csat"]])


# The organisation and its products


def product_scores(*numbers: int, **fields: Any) -> list[dict[str, Any]]:
    whole = written([point("2026-Q1", sum(numbers))], "whole")
    parts = [
        written([point("2026-Q1", n)], f"part-{number}", level="product", **fields)
        for number, n in enumerate(numbers)
    ]
    return [whole, *parts]


def test_the_organisation_less_its_products_uncovers_nobody() -> None:
    # 100 in all, of which 60 and 35: the third product has 5. The smaller part stays out too.
    shown = public(*product_scores(60, 35, 5))
    assert {name for name, periods in shown.items() if periods} == {"whole", "part-0"}


def test_two_series_that_differ_by_a_few_people() -> None:
    shown = public(
        written([point("2026-Q1", 100)], "all"),
        written([point("2026-Q1", 95)], "app", level="product"),
    )
    assert shown == {"all": {"2026-Q1"}, "app": set()}


def test_another_question_is_another_survey() -> None:
    several = product_scores(60, 35, 5, question="Bent u tevreden over de app?")
    several[0]["question"] = "Bent u tevreden over ons?"
    assert public(*several)["part-1"] == {"2026-Q1"}


def test_employees_are_no_part_of_customers() -> None:
    several = product_scores(60, 35, audience="employees")
    several[0]["points"][0]["n"] = "100"
    assert all(public(*several).values())


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=4))
def test_no_sum_of_products_uncovers_a_few_people(numbers: list[int]) -> None:
    shown = public(*product_scores(*numbers))
    known = [tuple(int(i == j) for j in range(len(numbers))) for i in range(len(numbers))]
    public_sums = [known[i] for i in range(len(numbers)) if shown[f"part-{i}"]]
    if shown["whole"]:
        public_sums.append((1,) * len(numbers))
    assert not uncovered(tuple(numbers), public_sums)


# Two editions


def edition(*several: dict[str, Any]) -> Any:
    return publishable(scores(*several), MINIMUM)


def test_a_few_late_answers_are_not_uncovered() -> None:
    before = edition(written(year(100)))
    shown = suppress(scores(written(year(103))), MINIMUM, [before])
    (kept,) = shown.register.scores[0].points
    assert kept.n == 100
    assert [period.text for period in shown.kept_back["csat"]] == ["2026-Q1"]


def test_ten_late_answers_are_enough() -> None:
    shown = suppress(scores(written(year(110))), MINIMUM, [edition(written(year(100)))])
    assert shown.register.scores[0].points[0].n == 110


def test_every_edition_counts_not_only_the_last() -> None:
    editions = [edition(written(year(100))), edition(written(year(112)))]
    shown = suppress(scores(written(year(104))), MINIMUM, editions)
    assert shown.register.scores[0].points[0].n == 112


def test_a_total_that_is_out_can_give_a_part_away_later() -> None:
    # The edition has 2026 = 36 with two public quarters of 10, so two quarters share 16.
    # When the third turns out to be 10, the fourth would be 6.
    before = edition(written(year(10, 10, 9, 7, year=36)))
    shown = public(written(year(10, 10, 10, 6, year=36)), earlier=[before])
    assert "2026-Q3" not in shown["csat"]


def test_what_fell_below_the_minimum_does_not_come_back_from_an_edition() -> None:
    shown = public(written(year(8)), earlier=[edition(written(year(12)))])
    assert shown == {"csat": set()}


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=5))
def test_no_two_versions_differ_by_a_few_people(numbers: list[int]) -> None:
    editions: list[Any] = []
    for n in numbers:
        editions.append(publishable(scores(written(year(n))), MINIMUM, editions))
    seen = {p.n for register in editions for p in register.scores[0].points}
    assert all(abs(one - other) >= MINIMUM for one, other in combinations(seen, 2))


def test_a_late_batch_changes_the_quarter_and_its_year() -> None:
    # 25 - 20 is no group of people: the 10 of the batch are in both new figures.
    before = edition(written(year(10, year=25)))
    shown = suppress(scores(written(year(20, year=35))), MINIMUM, [before]).register.scores[0]
    assert {point.n for point in shown.points} == {20, 35}


def test_a_late_answer_is_not_uncovered_by_the_other_quarter() -> None:
    # The first quarter had 12 and now has 17. The half year less the second quarter tells too.
    before = edition(written(year(12)))
    shown = public(written(year(17, 16, H1=33)), earlier=[before])
    assert shown["csat"] == {"2026-Q1", "2026-Q2"}


def test_late_answers_that_no_figure_shows_by_itself() -> None:
    # The first quarter isn't published again. With the half year it turns out to be 21 now.
    before = edition(written(year(15, 21)))
    shown = public(written([point("2026-Q2", 41), point("2026-H1", 62)]), earlier=[before])
    assert shown == {"csat": {"2026-Q2"}}


def test_what_was_kept_back_may_still_be_reckoned_with() -> None:
    # In the second edition the half year is still the 11 of the first, less than its quarter.
    first = edition(written(year(7, H1=11)))
    second = publishable(scores(written(year(12, H1=21))), MINIMUM, [first])
    shown = suppress(scores(written(year(17, 16, H1=33))), MINIMUM, [first, second])
    numbers = {point.period.text: point.n for point in shown.register.scores[0].points}
    assert numbers["2026-H1"] - numbers["2026-Q2"] - 12 not in range(1, MINIMUM)


def test_a_total_that_was_not_counted_again_is_held_against_what_readers_see() -> None:
    # A quarter grew from 12 to 15, too little to be shown, and nobody changed the year: 39 less
    # the public 10, 10 and 12 is the 7 of the first quarter, whatever the register says today.
    before = edition(written(year(7, 10, 10, 12, year=39)))
    shown = public(written(year(7, 10, 10, 15, year=39)), earlier=[before])
    assert shown == {"csat": {"2026-Q2", "2026-Q3", "2026-Q4"}}
    # Nor does it help that the quarter that is left out fits no sum.
    assert "2026" not in public(written(year(9, 10, 10, 12, year=39)))["csat"]


def test_a_corrected_figure_about_the_same_people_is_shown() -> None:
    before = edition(written([point("2026-Q1", 100)]))
    now = scores(written([{"period": "2026-Q1", "n": 100, "positive": 52}]))
    assert suppress(now, MINIMUM, [before]).register.scores[0].points[0].positive == 52


def test_what_an_edition_uncovered_stands_in_nobodys_way() -> None:
    lower = publishable(scores(written(year(15, year=20))), 5)
    assert public(written(year(15, 40, year=60)), earlier=[lower])["csat"] >= {"2026-Q2", "2026"}


def test_a_score_that_left_the_register_is_still_known() -> None:
    before = edition(written([point("2026-Q1", 100)], "all"))
    shown = public(written([point("2026-Q1", 95)], "app", level="product"), earlier=[before])
    assert shown == {"app": set()}


# Longer ways


def test_products_of_one_quarter_and_contacts_of_another() -> None:
    # 100 in half a year, of which 40 bought in the first quarter and 55 called in the second.
    shown = public(
        written([point("2026-H1", 100)], "all"),
        written([point("2026-Q1", 40)], "app", level="product"),
        written([point("2026-Q2", 55)], "phone", level="contact"),
    )
    assert sum(map(len, shown.values())) == 2


def test_products_that_are_all_there_is() -> None:
    # 41 = 28 + 13 in the first half, so the app had 28 of its 34 then, and 6 in the second.
    shown = public(
        written([point("2026-H1", 41)], "all"),
        written([point("2026-H1", 28), point("2026", 34)], "app", level="product"),
        written([point("2026-H1", 13)], "web", level="product"),
    )
    assert shown["app"] == {"2026-H1"}


def test_products_over_quarters() -> None:
    # 130 = 60 + 65 + 5 in the year. The parts are known by half, the whole by year.
    shown = public(
        written([point("2026", 130)], "all"),
        written([point("2026-H1", 30), point("2026-H2", 30)], "app", level="product"),
        written([point("2026-H1", 35), point("2026-H2", 30)], "web", level="product"),
    )
    assert sum(map(len, shown.values())) == 4


# Who may be the same people


def test_the_same_question_told_as_a_share_and_as_a_mean() -> None:
    question = "Hoe tevreden bent u?"
    counts = {"1": 10, "2": 10, "3": 20, "4": 30}
    shown = public(
        written([point("2026-Q1", 75)], "share", question=question),
        written(
            [{"period": "2026-Q1", "n": 70, "counts": counts}],
            "mean",
            question="Hoe  tevreden bent U?",
            metric="mean",
            level="product",
        ),
    )
    assert shown == {"share": {"2026-Q1"}, "mean": set()}


def test_two_series_about_all_customers() -> None:
    shown = public(
        written([point("2026-Q1", 60), point("2026-Q2", 60)], "quarters"),
        written([point("2026", 126)], "years"),
    )
    assert shown == {"quarters": {"2026-Q1", "2026-Q2"}, "years": set()}


def test_two_series_that_can_not_be_about_the_same_people() -> None:
    # One is larger in one quarter, the other in the next: neither lies inside the other.
    shown = public(
        written([point("2026-Q1", 60), point("2026-Q2", 70)], "one"),
        written([point("2026-Q1", 65), point("2026-Q2", 62)], "other"),
    )
    assert all(len(found) == 2 for found in shown.values())


def test_a_contact_that_may_lie_inside_a_product() -> None:
    shown = public(
        written([point("2026-Q1", 100)], "app", level="product"),
        written([point("2026-Q1", 95)], "chat", level="contact"),
    )
    assert shown == {"app": {"2026-Q1"}, "chat": set()}


def test_numbers_that_contradict_each_other_are_compared_two_by_two() -> None:
    # People may have more than one product: of 100 in all, 5 don't have the first.
    shown = public(
        written([point("2026-Q1", 100)], "all"),
        written([point("2026-Q1", 95)], "app", level="product"),
        written([point("2026-Q1", 50)], "web", level="product"),
    )
    assert shown == {"all": {"2026-Q1"}, "app": set(), "web": {"2026-Q1"}}
