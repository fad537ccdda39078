"""Charts: right, legible anywhere, and within the content security policy."""

import re
from datetime import date
from html import unescape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.facts.counts import limits
from generator.facts.scores import ScoreFact
from generator.outputs.chart_scale import axis, runs
from generator.outputs.charts import chart, draw, sparkline
from generator.outputs.score_view import legend
from generator.words import words
from tests.facts.scoring import worked_out, written

EN = words("en")
SVG = "{http://www.w3.org/2000/svg}"


def quarters(*numbers: int | None, **more: Any) -> ScoreFact:
    """A share a quarter from 2024 on, of 100 answers each; ``None`` is a round not held."""
    points = [
        {"period": f"{2024 + index // 4}-Q{index % 4 + 1}", "n": 100, "positive": positive}
        for index, positive in enumerate(numbers)
        if positive is not None
    ]
    return of(*points, **more)


def of(*points: dict[str, Any], **more: Any) -> ScoreFact:
    (fact,) = worked_out(written(points, **more))
    return fact


def joined(fact: ScoreFact) -> list[str]:
    return [f"{before.text} {after.text}" for before, after in runs(fact)]


def svg(fact: ScoreFact, *actions: date) -> ET.Element:
    return ET.fromstring(chart(fact, actions, EN))


def classes(element: ET.Element, name: str) -> list[ET.Element]:
    return [e for e in element.iter() if name in (e.get("class") or "").split()]


# What the line joins


def test_neighbours_in_time_are_joined() -> None:
    assert joined(quarters(50, 55, 60)) == ["2024-Q1 2024-Q2", "2024-Q2 2024-Q3"]


def test_a_gap_stays_a_gap() -> None:
    assert joined(quarters(50, 55, None, 60)) == ["2024-Q1 2024-Q2"]


def test_a_survey_once_a_year_is_no_row_of_gaps() -> None:
    yearly = [{"period": f"{year}-03", "n": 100, "positive": 50} for year in (2023, 2024, 2025)]
    assert joined(of(*yearly)) == ["2023-03 2024-03", "2024-03 2025-03"]


def test_no_line_across_a_changed_question() -> None:
    broken = quarters(50, 55, 60, breaks=[{"period": "2024-Q2", "text": "Nieuwe vraag."}])
    assert joined(broken) == ["2024-Q2 2024-Q3"]
    assert len(classes(svg(broken), "yswd-chart__break")) == 1


def test_no_line_across_what_is_withheld() -> None:
    few = {"period": "2024-02", "n": 9, "positive": 5}
    months = [{"period": f"2024-0{month}", "n": 100, "positive": 50} for month in (1, 3, 4, 5)]
    fact = of(months[0], few, *months[1:])
    assert joined(fact) == ["2024-03 2024-04", "2024-04 2024-05"]
    (mark,) = classes(svg(fact), "yswd-chart__hidden")
    assert mark.text == "×"


def test_what_is_withheld_may_be_longer_than_the_gap_it_leaves() -> None:
    points = [
        {"period": "2024-Q1", "n": 100, "positive": 50},
        {"period": "2024-H1", "n": 105, "positive": 53},  # five people in the second quarter
        {"period": "2024-H2", "n": 200, "positive": 90},
    ]
    fact = of(*points)
    assert not joined(fact)
    assert not classes(svg(fact), "yswd-chart__hidden")
    assert "hidden" not in [sign.mark for sign in legend(fact, (), EN)]


# What is drawn


def test_a_point_has_its_interval_and_its_number_of_answers() -> None:
    picture = svg(quarters(50, 55, 60))
    assert len(classes(picture, "yswd-chart__point")) == 3
    assert len(classes(picture, "yswd-chart__reach")) == 9  # a line and two ends each
    assert [text.text for text in classes(picture, "yswd-chart__n")].count("100") == 3


def test_higher_figures_stand_higher_and_later_ones_further() -> None:
    first, second = draw(quarters(50, 60), (), EN).dots
    assert first.x < second.x
    assert first.y > second.y
    assert first.low is not None
    assert first.high is not None
    assert first.high < first.y < first.low


def test_a_bare_value_has_another_shape_and_no_interval() -> None:
    picture = svg(of({"period": "2024-Q1", "n": 100, "value": 41}))
    assert not classes(picture, "yswd-chart__reach")
    assert len(list(picture.iter(f"{SVG}path"))) == 1
    assert not list(picture.iter(f"{SVG}circle"))


def test_few_answers_look_different_without_colour() -> None:
    fact = of(
        {"period": "2024-Q1", "n": 100, "positive": 50},
        {"period": "2024-Q2", "n": 29, "positive": 15},
    )
    picture = svg(fact)
    assert len(classes(picture, "yswd-chart__point--few")) == 1
    assert len(classes(picture, "yswd-chart__line--few")) == 1


def test_a_target_has_a_line_and_a_name() -> None:
    picture = svg(quarters(50, 55, target="80"))
    assert len(classes(picture, "yswd-chart__target")) == 1
    (name,) = classes(picture, "yswd-chart__target-name")
    assert name.text == "Target 80%"


def test_actions_are_numbered_and_never_cover_each_other() -> None:
    days = [date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 3), date(2024, 12, 1)]
    marks = draw(quarters(50, 55, 60, 65), days, EN).actions
    assert [mark.text for mark in marks] == ["1", "2", "3", "4"]
    assert [mark.row for mark in marks] == [0, 1, 2, 0]


def test_an_action_from_before_the_chart_has_no_mark() -> None:
    assert not draw(quarters(50, 55), [date(2023, 5, 1)], EN).actions


def test_a_year_beside_its_quarters_is_not_drawn_twice() -> None:
    points = [{"period": f"2024-Q{n}", "n": 50, "positive": 30} for n in (1, 2, 3, 4)]
    fact = of({"period": "2024", "n": 200, "positive": 120}, *points)
    assert len(classes(svg(fact), "yswd-chart__point")) == 4


def test_nothing_to_show_is_no_chart() -> None:
    fact = of({"period": "2024-Q1", "n": 9, "positive": 5})
    assert not chart(fact, (), EN)
    assert not sparkline(fact, EN)


# The vertical axis


@given(
    st.sampled_from(["csat", "nps", "mean"]),
    st.lists(st.integers(0, 100), min_size=1, max_size=6),
)
def test_the_axis_holds_every_interval_and_never_magnifies(metric: str, numbers: list[int]) -> None:
    points: list[dict[str, Any]] = []
    for index, number in enumerate(numbers):
        counted: dict[str, Any] = {"positive": number}
        if metric == "nps":
            counted = {"promoters": number, "detractors": (100 - number) // 2}
        if metric == "mean":
            counted = {"counts": {2: number, 5: 100 - number}}
        points.append({"period": f"{2020 + index}", "n": 100, **counted})
    fact = of(*points, metric=metric, scale=["0", "10"] if metric == "nps" else ["1", "5"])
    low, high, step = axis(fact)
    least, most = limits(fact.score)
    assert least <= low < high <= most
    assert high - low >= (0.2 if metric == "nps" else 0.4) * (most - least) - 1e-6
    assert 2 <= (high - low) / step <= 12
    for dot in draw(fact, (), EN).dots:
        assert all(y is None or 0 <= y <= draw(fact, (), EN).bottom for y in (dot.low, dot.high))


# Anyone can read it, anywhere


def test_it_needs_no_script_and_no_style() -> None:
    drawn = chart(quarters(50, 55, 60, target="80"), [date(2024, 5, 1)], EN)
    assert not re.search(r"<(?:script|style)|\sstyle=|\son\w+=|javascript:|url\(|href=", drawn)
    assert not re.search(r"(?:fill|stroke)=", drawn)  # colours come with the reader's scheme


def test_it_tells_its_gist_to_who_cannot_see_it() -> None:
    picture = svg(quarters(50, 70, 60))
    assert picture.get("role") == "img"
    names = (picture.get("aria-labelledby") or "").split()
    texts = {e.get("id"): e.text for e in picture if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(names) == set(texts)
    gist = texts[names[1]] or ""
    assert "3 rounds, from 50% in 1st quarter 2024 to 60% in 3rd quarter 2024" in gist
    assert "Highest: 70% in 2nd quarter 2024" in gist
    assert gist.endswith("The table below has every figure.")


def test_what_is_heard_of_it_compares_nothing_across_a_break() -> None:
    broken = {"breaks": [{"period": "2024-Q3", "text": "Other words."}]}
    warning = "From 3rd quarter 2024 on, figures can't be compared with earlier ones."
    fact = quarters(50, 70, 60, 65, **broken)
    assert warning in draw(fact, (), EN).description
    assert warning in unescape(sparkline(fact, EN))
    assert warning not in unescape(sparkline(quarters(50, 70, **broken), EN))


def test_ids_are_those_of_the_score_alone() -> None:
    ids = re.findall(r'\sid="([^"]+)"', chart(quarters(50, 55), (), EN))
    assert ids == ["chart-csat-title", "chart-csat-desc"]


@pytest.mark.parametrize("count", [2, 12, 17, 40])
def test_labels_keep_apart_on_a_phone(count: int) -> None:
    drawing = draw(quarters(*[50] * count), (), EN)
    width = 288  # what a page of 320 pixels leaves
    for row in (0, 1):
        places = [dot.x * width / 100 for dot in drawing.dots if dot.n and dot.row == row]
        assert all(b - a >= 20 for a, b in pairwise(places))
    assert drawing.dots[-1].n == "100"


@pytest.mark.parametrize("count", [2, 9, 17, 40])
@pytest.mark.parametrize("before", [0, 3])
def test_years_never_cover_each_other(count: int, before: int) -> None:
    drawing = draw(quarters(*[None] * before, *[50] * count), (), EN)
    ends = [2 if year.row else 14 for year in drawing.years]  # pixels: half of 28, or its end
    rights = [year.at * 2.88 + end for year, end in zip(drawing.years, ends, strict=True)]
    assert all(b - a >= 28 for a, b in pairwise(rights))
    named = [year.text for year in drawing.years]
    assert named[0] == "2024"
    assert named[-1] == str(2024 + (before + count - 1) // 4)


def test_two_years_that_stand_close_are_one_label() -> None:
    fact = of(*({"period": month, "n": 100, "positive": 50} for month in ("2024-12", "2025-01")))
    drawing = draw(fact, [date(2027, 6, 1)], EN)
    assert [year.text for year in drawing.years] == ["2024"]


def test_text_of_the_register_stays_text() -> None:
    drawn = chart(quarters(50, 55, title="<b>x</b> & y"), (), EN)
    assert "<b>" not in drawn
    ET.fromstring(drawn)


def test_a_sparkline_does_not_say_the_title_that_stands_above_it_again() -> None:
    assert 'aria-label="2 rounds, from' in sparkline(quarters(50, 55, title="How was it?"), EN)


def test_a_sparkline_has_a_name_and_a_last_point() -> None:
    picture = ET.fromstring(sparkline(quarters(50, None, 60, 70), EN))
    assert picture.get("role") == "img"
    assert "to 70% in 4th quarter 2024" in (picture.get("aria-label") or "")
    assert "table" not in (picture.get("aria-label") or "")  # it stands where there is none
    assert len(list(picture.iter(f"{SVG}circle"))) == 2  # the one alone, and the last
    assert len(list(picture.iter(f"{SVG}line"))) == 1


def test_everything_is_drawn_where_it_was_worked_out() -> None:
    fact, days = quarters(50, 55, None, 60, target="70"), (date(2024, 5, 1), date(2024, 8, 1))
    drawing, drawn = draw(fact, days, EN), svg(fact, *days)
    for name, places in (
        ("action", [mark.at for mark in drawing.actions]),
        ("period", [mark.at for mark in drawing.periods]),
        ("point", [dot.x for dot in drawing.dots]),
    ):
        assert len(set(places)) == len(places) > 1
        found = [each.get("x") for each in classes(drawn, f"yswd-chart__{name}")]
        assert found == [f"{place}%" for place in places]
    dots = (each.find(f"{SVG}circle") for each in classes(drawn, "yswd-chart__point"))
    assert [dot.get("cy") for dot in dots if dot is not None] == [str(d.y) for d in drawing.dots]
