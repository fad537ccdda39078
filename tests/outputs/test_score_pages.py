"""The pages of the scores: nothing hidden in them, and nothing claimed beyond the data."""

import html
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.facts.facts import work_out
from generator.outputs import figures
from generator.outputs.open_data import open_data
from generator.outputs.page import Page
from generator.outputs.pages import files, pages
from generator.outputs.past import Past
from generator.outputs.score_pages import score_pages
from generator.settings import Settings
from generator.words import words
from tests.facts.scoring import written
from tests.outputs.registers import TODAY, action, insight, register

EN = words("en")
CSAT = "scores/csat/"
MEASURE = {"score": "csat", "before": "2026-Q1", "after": "2026-Q3"}


def made(*scores: dict[str, Any], language: str = "en", **fields: Any) -> dict[str, Page]:
    insights = [insight(actions=[action(measure=MEASURE)])]
    facts = work_out(register(*insights, scores=list(scores), **fields), TODAY, 10)
    return {page.address: page for page in score_pages(facts, words(language), Settings())}


def plain(page: Page) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.body).split()))


def point(period: str, n: int, positive: int, **more: Any) -> dict[str, Any]:
    return {"period": period, "n": n, "positive": positive, **more}


BETTER = [point("2026-Q1", 400, 240), point("2026-Q3", 400, 300)]


def test_every_page_has_one_heading_to_skip_to() -> None:
    found = made(written(BETTER))
    assert set(found) == {"scores/", "scores/csat/", "how-we-listen/"}
    for page in found.values():
        assert page.body.count("<h1") == 1
        assert '<h1 id="main">' in page.body
        ids = re.findall(r'\sid="([^"]+)"', page.body)
        assert len(ids) == len(set(ids))
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page.body)


def test_a_figure_alone_and_its_target_are_two_sentences() -> None:
    alone = {"period": "2026-Q3", "n": 400, "value": 75}
    tiles = (written(points, target="80") for points in ([alone], BETTER))
    known, told = (plain(made(tile)["scores/"]) for tile in tiles)
    assert "there is no interval. Target: 80%" in known
    assert re.search(r"95% interval: [\d.]+% to [\d.]+%. Target: 80%", told)


def test_a_change_is_told_with_all_that_it_rests_on() -> None:
    page = made(written(BETTER))["scores/csat/"]
    text = plain(page)
    assert "p\u00a0&lt;\u00a00.001" in page.body, "p stood at the end of a line on a phone"
    assert "Demonstrably better" in text
    assert "60.0% (400 answers)" in text
    assert "75.0% (400 answers)" in text
    assert "+15.0 percentage points" in text
    assert "doesn't show what caused it" in text
    assert re.search(r"Standard error of the difference: 3\.\d; p < 0\.001", text)


def test_what_should_have_been_measured_by_now_is_late_and_not_too_early() -> None:
    scores = [written([point("2026-Q1", 400, 240)])]
    facts = work_out(register(insight(actions=[action(measure=MEASURE)]), scores=scores), TODAY, 10)
    made_of = (score_pages(facts, EN, Settings()), pages(facts, EN, Settings()))
    found = {page.address: page for some in made_of for page in some}
    for address in (CSAT, "insights/phone/"):
        text = plain(found[address])
        assert "Measuring whether it helped: overdue by 52 days" in text
        assert "The answers for 3rd quarter 2026 are not in yet." in text
        assert "Too early" not in text


def test_before_the_first_answer_no_heading_stands_above_nothing() -> None:
    waiting = insight(actions=[], answer_by="2027-01-10")
    for some in ([waiting], []):
        facts = work_out(register(*some), TODAY, 10)
        listening = {page.address: page for page in score_pages(facts, EN, Settings())}
        body = listening["how-we-listen/"].body
        assert "The answers by kind" not in body
        assert ("Where all insights stand now" in body) is bool(some)
        assert not re.search(r"<ul[^>]*>\s*</ul>", body)


def test_a_difference_that_is_not_that_of_the_rounded_figures_says_why() -> None:
    # 3.65 and 3.61 when rounded; 3.6523 and 3.6064 in full, so -0.0459 apart.
    rounds = [
        {"period": "2026-Q1", "n": 417, "counts": {3: 145, 4: 272}},
        {"period": "2026-Q3", "n": 409, "counts": {3: 161, 4: 248}},
    ]
    text = plain(made(written(rounds, metric="ces", scale=["1", "7"]))["scores/csat/"])
    assert "Difference, worked out before rounding: −0.05," in text
    assert "before rounding" not in plain(made(written(BETTER))["scores/csat/"])


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (62.5, 0, 63),  # 25 of 40
        (0.5, 0, 1),
        (-12.5, 0, -13),
        (147 / 20, 1, 7.4),  # 7.35, and as a binary fraction a little less
        (3.125, 2, 3.13),
        (62.4999, 0, 62),
    ],
)
def test_a_half_goes_up(value: float, decimals: int, shown: float) -> None:
    assert figures.rounded(value, decimals) == shown


def test_the_page_and_the_file_round_alike() -> None:
    rounds = [{"period": "2026-Q3", "n": 40, "counts": {1: 10, 4: 25, 5: 5}}]
    mean = written(rounds, metric="mean", scale=["1", "5"])
    facts = work_out(register(scores=[mean]), TODAY, 10)
    (page,) = (p for p in score_pages(facts, EN, Settings()) if p.address == "scores/csat/")
    assert "3.38" in plain(page)  # 135 of 40: 3.375
    (table,) = (f for f in open_data(facts, Settings(), EN) if f.path == "data/scores.csv")
    assert b",3.38," in table.content


@pytest.mark.parametrize(
    ("language", "whole"), [("nl", "95%\u2011interval"), ("en", "95%\xa0interval")]
)
def test_how_sure_an_interval_is_stays_with_it_on_a_line(language: str, whole: str) -> None:
    """On a phone, "95%-" stood at the end of one line and "interval" at the start of the next."""
    found = made(written(BETTER), language=language)
    for page in found.values():
        said = re.findall(r"95%.{,12}", page.body)
        assert all(each.startswith(whole) for each in said), said
    assert found[CSAT].body.count(whole) >= 4


def test_an_interval_beside_0_and_a_p_beside_005_are_told_on_their_side() -> None:
    """At 0.0 and p = 0.050 a reader could not tell why the verdict is what it is."""
    better = plain(made(written([point("2026-Q1", 80, 44), point("2026-Q3", 80, 56)]))[CSAT])
    assert "Demonstrably better" in better
    assert (
        "95% interval +0.01 to +29.1. Standard error of the difference: 7.5; p = 0.0498" in better
    )
    unclear = plain(made(written([point("2026-Q1", 60, 42), point("2026-Q3", 60, 51)]))[CSAT])
    assert "No demonstrable difference" in unclear
    assert (
        "95% interval −0.02 to +29.3. Standard error of the difference: 7.5; p = 0.0503" in unclear
    )


def test_beside_whole_figures_a_difference_of_other_than_whole_ones_says_why() -> None:
    """On the page of an insight 62.5% and 70.0% stand as 63% and 70%."""
    rounds = [point("2026-Q1", 400, 250), point("2026-Q3", 400, 280)]
    for positive, told in (
        (280, "Difference, worked out before rounding: +7.5"),
        (290, "Difference: +10"),
    ):
        rounds[1] = point("2026-Q3", 400, positive)
        measure = work_out(
            register(insight(actions=[action(measure=MEASURE)]), scores=[written(rounds)]),
            TODAY,
            10,
        )
        (found,) = measure.insights[0].measures.values()
        assert figures.explain(found, EN).startswith(told)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (point("2026-Q1", 400, 240), point("2026-Q3", 400, 300), "that this caused it"),
        (point("2026-Q1", 400, 240), point("2026-Q3", 400, 250), "that nothing changed"),
        (point("2026-Q1", 29, 5), point("2026-Q3", 29, 28), "We meant to compare"),
        (point("2026-Q1", 400, 240), point("2026-Q2", 400, 250), "We will compare"),
    ],
)
def test_below_the_outcome_an_insight_says_what_that_outcome_leaves_open(
    before: dict[str, Any], after: dict[str, Any], told: str
) -> None:
    """'A difference proves nothing' is no help where none was found."""
    made_of = register(
        insight(actions=[action(measure=MEASURE)]), scores=[written([before, after])]
    )
    found = {page.address: page for page in pages(work_out(made_of, TODAY, 10), EN, Settings())}
    text = plain(found["insights/phone/"])
    said = ("that this caused it", "that nothing changed", "We meant to compare", "We will compare")
    assert [one for one in said if one in text] == [told]


def test_what_was_done_about_a_withdrawn_insight_is_not_beside_the_score() -> None:
    gone = {"date": "2026-08-01", "reason": {"nl": "Niet over ons.", "en": "Not about us."}}
    insights = [insight(actions=[action(measure=MEASURE)], withdrawn=gone)]
    text = plain(made(written(BETTER), insights=insights)["scores/csat/"])
    assert "Long waits" in plain(made(written(BETTER))["scores/csat/"])
    assert "Long waits" not in text


def test_an_interval_promises_no_more_than_it_keeps() -> None:
    """Of thirty answers of which most are the highest, 90 of 100 intervals hold the figure."""
    for language, told in (("en", "about 95 of every 100"), ("nl", "ongeveer 95 van elke 100")):
        assert told in plain(made(written(BETTER), language=language)["scores/"])


def test_no_claim_where_chance_explains_it() -> None:
    text = plain(
        made(written([point("2026-Q1", 400, 240), point("2026-Q3", 400, 250)]))["scores/csat/"]
    )
    assert "No demonstrable difference" in text
    assert "Demonstrably better" not in text


@pytest.mark.parametrize(
    ("shares", "page", "tile"),
    [
        (
            (336, 328, 318, 310, 300),
            "Since 2020 Demonstrably worse. 2020: 84.0% (400 answers). 2024: 75.0% (400 answers).",
            "no demonstrable difference from the round before; demonstrably worse than 2020",
        ),
        (
            (200, 260, 255, 262, 258),
            "Since 2020 Demonstrably better. 2020: 50.0% (400 answers). 2024: 64.5% (400 answers).",
            "no demonstrable difference from the round before; demonstrably better than 2020",
        ),
        (
            (336, 250, 290),
            "Since 2020 Demonstrably worse.",
            "demonstrably better than the round before; demonstrably worse than 2020",
        ),
        (
            (336, 330, 250),
            "Since 2020 Demonstrably worse.",
            "demonstrably worse than the round before",
        ),
        (
            (300, 301, 302),
            "Since 2020 No demonstrable difference.",
            "no demonstrable difference from the round before",
        ),
    ],
)
def test_what_changed_over_time_is_told_beside_the_latest_change(
    shares: tuple[int, ...], page: str, tile: str
) -> None:
    rounds = [point(str(2020 + year), 400, share) for year, share in enumerate(shares)]
    found = made(written(rounds))
    assert page in plain(found["scores/csat/"])
    assert re.search(rf"{tile} (?!;)", plain(found["scores/"]))


def test_nothing_is_told_twice_of_two_rounds() -> None:
    text = plain(made(written([point("2020", 400, 336), point("2021", 400, 300)]))["scores/csat/"])
    assert "Since the round before" in text
    assert "Since 2020" not in text


def test_few_answers_are_shown_and_nothing_is_concluded() -> None:
    text = plain(made(written([point("2026-Q1", 29, 5), point("2026-Q3", 29, 28)]))["scores/csat/"])
    assert "few answers" in text
    assert "Demonstrably" not in text
    assert "too few to tell a change from chance" in text


def test_a_value_alone_says_so() -> None:
    scored = written([{"period": "2026-Q1", "n": 480, "value": 41}])
    text = plain(made(scored)["scores/csat/"])
    assert "Only the figure is known, so there is no interval." in text
    assert "not known" in text


def test_a_round_of_others_and_one_in_which_all_agreed_say_so() -> None:
    rounds = [point("2025", 800, 480), point("2025-Q1", 400, 400), point("2025-Q3", 400, 300)]
    text = plain(made(written(rounds))["scores/csat/"])
    assert "800 480 Includes periods that are also listed separately 3rd quarter" in text
    assert "400 400 Everyone gave the same answer" in text


def test_the_table_has_the_answers_behind_a_figure() -> None:
    counted = {"period": "2026-Q1", "n": 600, "promoters": 320, "passives": 180, "detractors": 100}
    only = {"period": "2026-Q2", "n": 480, "value": 41}
    few = {"period": "2026-Q3", "n": 9, "value": 11}
    asked = {"metric": "nps", "scale": ["0", "10"]}
    page = made(written([counted, only, few], "nps", **asked))["scores/nps/"]
    text = plain(page)
    assert "Answers Gave 9 or 10 Gave 7 or 8 Gave 0 to 6 Note" in text
    assert "1st quarter 2026 +36.7 +30.5 to +42.5 600 320 180 100" in text
    assert "2nd quarter 2026 +41 not known 480 not known" in text
    for row in re.findall(r"<tr>.*?</tr>", page.body, re.DOTALL):
        spans = re.findall(r'<t[hd][^>]*?(?:colspan="(\d+)")?>', row)
        assert sum(int(span or 1) for span in spans) == 8


@pytest.mark.parametrize(
    ("scale", "said"), [((1, 3), "3 on"), ((1, 5), "4 or 5 on"), ((1, 7), "5 to 7 on")]
)
def test_which_answers_count_as_positive(scale: tuple[int, int], said: str) -> None:
    scored = written(BETTER, scale=[str(end) for end in scale])
    assert f"a positive answer: {said} the scale" in plain(made(scored)["scores/csat/"])


def test_what_stands_in_the_way_may_be_so_for_both_rounds() -> None:
    text = plain(made(written([point("2026-Q1", 12, 5), point("2026-Q3", 13, 9)]))["scores/csat/"])
    assert "At least one of the two rounds has fewer than 30 answers." in text


@pytest.mark.parametrize(
    ("metric", "typed", "said"),
    [("csat", "72", "72%"), ("csat", "72.5", "72.5%"), ("ces", "4.1", "4.1"), ("ces", "4", "4")],
)
def test_a_bare_value_is_no_more_precise_than_it_was_typed(
    metric: str, typed: str, said: str
) -> None:
    scored = written([{"period": "2026-Q1", "n": 480, "value": typed}], metric=metric)
    assert f"1st quarter 2026 {said} not known" in plain(made(scored)["scores/csat/"])


@pytest.mark.parametrize(
    ("language", "period", "said"),
    [("nl", "2026-03", "Maart 2026"), ("en", "2026-H1", "First half of 2026")],
)
def test_a_sentence_that_begins_with_a_period_has_a_capital(
    language: str, period: str, said: str
) -> None:
    points = [point("2025-Q4", 400, 240), point(period, 400, 300)]
    text = plain(made(written(points), language=language)["scores/csat/"])
    assert f"{said}, 400 " in text
    assert f". {said}: 75" in text


def test_a_withheld_period_is_named_without_a_number() -> None:
    text = plain(made(written([*BETTER, point("2026-Q4", 7, 6)]))["scores/csat/"])
    assert "4th quarter 2026 not shown" in text
    assert "85.7" not in text
    assert "Later rounds are not shown" in text


def test_the_page_tells_how_it_was_asked() -> None:
    scored = written(
        [point("2026-Q1", 400, 240, revised="Dubbele antwoorden eruit.")],
        question="Hoe tevreden bent u?",
        target="80",
        breaks=[{"period": "2026-Q1", "text": "Nieuwe vraag."}],
    )
    text = plain(made(scored, language="nl")["scores/csat/"])
    for said in ("Hoe tevreden bent u?", "1 tot en met 5", "80%", "Nieuwe vraag.", "4 of 5"):
        assert said in text
    assert "Herzien: Dubbele antwoorden eruit." in text


@pytest.mark.parametrize(
    ("metric", "row", "tile"),
    [
        ("nps", "Scale 0 to 10", "on a scale of −100 to +100"),
        ("mean", "Scale 1 to 10", "on a scale of 1 to 10"),
        ("ces", "Scale 1 to 7", "on a scale of 1 to 7"),
        ("csat", "Scale 1 to 5", "answered positively"),
        ("share", "", "answered positively"),
    ],
)
def test_the_usual_scale_is_told_where_none_is_written(metric: str, row: str, tile: str) -> None:
    scored = written([{"period": "2026-Q1", "n": 400, "value": "5"}], metric=metric)
    del scored["scale"]
    found = made(scored)
    assert row in plain(found["scores/csat/"])
    assert row or "Scale" not in plain(found["scores/csat/"])
    assert tile in plain(found["scores/"])


def test_the_tree_has_three_levels_and_employees_beside_customers() -> None:
    page = made(
        written(BETTER, "enps", audience="employees"),
        written([{"period": "2026-Q1", "n": 400, "value": 4.1}], "mark", metric="mean"),
        written(BETTER, "csat"),
        written(BETTER, "app", level="product"),
        written(BETTER, "call", level="contact", journey="help"),
        written(BETTER, "loose", level="contact"),
    )["scores/"]
    order = re.findall(r'href="\.\./scores/([a-z]+)/"', page.body)
    assert order == ["mark", "csat", "enps", "app", "call", "loose"]
    assert "Getting help" in page.body


@pytest.mark.parametrize(("language", "way"), [("nl", "../../"), ("en", "../../../")])
def test_the_data_stand_at_the_root_of_the_default_language(language: str, way: str) -> None:
    page = made(written(BETTER), language=language)["scores/csat/"]
    assert f'href="{way}data/scores.csv"' in page.body


def test_a_site_without_scores_says_so() -> None:
    assert "There are no scores to show yet." in made()["scores/"].body


# Nothing hidden gets out


def everything(*scores: dict[str, Any]) -> list[str]:
    """All pages and files of both languages, as text."""
    insights = [insight(actions=[action(measure=MEASURE)])]
    facts = work_out(register(*insights, scores=list(scores)), TODAY, 10)
    texts = []
    for language in ("nl", "en"):
        own = words(language)
        texts += [page.body + page.description for page in pages(facts, own, Settings(), Past())]
        texts += [page.body + page.description for page in score_pages(facts, own, Settings())]
        texts += [file.content.decode() for file in files(facts, own, Settings())]
    texts += [file.content.decode() for file in open_data(facts, Settings(), words("nl"))]
    return texts


few = st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@cache
def hiding(n: int, positive: int) -> list[str]:
    """The same with a figure of too few answers."""
    return everything(written([*BETTER, point("2026-Q2", n, positive, revised="Om n.")]))


@settings(max_examples=12, deadline=None)
@given(few, few)
def test_no_output_depends_on_a_hidden_figure(one: tuple[int, int], other: tuple[int, int]) -> None:
    """Stronger than searching for a number: another number would give the same bytes."""
    assert hiding(*one) == hiding(*other)


def test_the_hidden_figures_are_in_no_output() -> None:
    # 57 in all less 52 in the public quarters would give away the 5 of the third.
    quarters = [point("2026-Q1", 26, 13), point("2026-Q2", 26, 13), point("2026-Q3", 5, 4)]
    total = point("2026", 57, 30)
    told = " ".join(everything(written([*quarters, total])))
    assert "80.0%" not in told
    assert "52.6%" not in told  # the total would give the quarter away
    assert "50.0%" in told
