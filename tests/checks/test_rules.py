"""What the rules leave alone: each has its faults in ``tests/faults``, and its limits here."""

import pytest

from generator import checks
from generator.checks.subject import Rule
from tests.register.reading import HEAD, WHOLE, codes, problems

INSIGHT = """insights:
  - id: waiting
    title: {nl: Wachten, en: Waiting}
    said: {nl: Het duurt lang., en: It takes long.}
    heard: [{period: 2026-Q1, mentions: 3}]
    actions:
"""
TEXT = "text: {nl: Klaar., en: Ready.}"


def action(body: str) -> list[str]:
    """The codes for a register with one action."""
    text = HEAD + SCORE + INSIGHT + "      - " + body.replace("\n", "\n        ") + "\n"
    return [code for _, code in codes(text)]


@pytest.mark.parametrize(
    "gone",
    [
        "merged_into: waiting",
        "withdrawn: {date: 2026-10-01, reason: {nl: Te weinig., en: Too few.}}",
    ],
)
def test_an_insight_that_was_merged_or_withdrawn_asks_for_nothing(gone: str) -> None:
    """The remedy for two insights with one text is to merge them; then all is said."""
    work = "kind: process, date: 2026-01-20, next_update: 2026-08-01, not_measured: {nl: A, en: B}"
    no = "kind: no-action, date: 2026-01-20, reason: cost, final: true"
    why = "{nl: Daar is heel weinig geld voor., en: There is hardly any money for that.}"
    stands = f"{INSIGHT}      - {{id: a, {no}, text: {why}}}\n"
    second = stands.removeprefix("insights:\n").replace("id: waiting", "id: queue")
    second += f"      - {{id: b, {work}, text: {{nl: Wij bouwen., en: We build.}}}}\n"
    found = {code for _, code in codes(HEAD + stands + second)}
    assert found == {"same-text", "no-that-repeats-another", "silent-for-long"}
    assert codes(f"{HEAD}{stands}{second}    {gone}\n") == []


SCORE = """scores:
  - id: nps
    title: {nl: Aanbevelen, en: Recommend}
    metric: nps
    points:
      - {period: 2025-Q4, n: 100, promoters: 50, passives: 30, detractors: 20}
      - {period: 2026-Q3, n: 100, promoters: 60, passives: 20, detractors: 20}
"""


def score(metric: str, point: str, more: str = "") -> list[str]:
    """The codes for a register with one point of one score."""
    text = f"{HEAD}scores:\n  - id: s\n    title: Score\n    metric: {metric}\n{more}"
    found = codes(f"{text}    points: [{{period: 2026-Q1, {point}}}]\n")
    return [code for _, code in found if code != "missing-translation"]


def test_a_register_in_order_gives_nothing() -> None:
    assert codes(WHOLE) == []


@pytest.mark.parametrize(
    "body",
    [
        "kind: direct|date: 2026-11-21|not_measured: {nl: Te weinig., en: Too few.}",
        "kind: process|date: 2026-11-21|next_update: 2026-11-22",
        ("kind: process|date: 2026-01-01|next_update: 2026-02-01|updates: [{date: 2026-01-01, TEXT,"
        " status: done}]"),
        ("kind: process|date: 2026-01-01|next_update: 2026-02-01|updates: [{date: 2026-03-01, TEXT,"
        " status: stopped, reason: {nl: Duur., en: Dear.}}]"),
        "kind: no-action|date: 2026-01-01|reason: cost|final: true",
        "kind: no-action|date: 2026-01-01|reason: cost|reconsider: 2026",
    ],
)  # fmt: skip
def test_an_answer_with_what_its_kind_needs_gives_nothing(body: str) -> None:
    typed = body.replace("TEXT", TEXT).replace("|", "\n")
    assert action(f"id: a\n{TEXT}\n{typed}") == []


def test_a_round_that_is_still_to_come_is_fine() -> None:
    body = f"id: a\nkind: direct\ndate: 2026-05-12\n{TEXT}\n"
    assert action(body + "measure: {score: nps, before: 2025-Q4, after: 2026-Q4}") == []
    assert action(body + "measure: {score: nps, before: 2025-Q4, after: 2026-Q2}") == [
        "measure-without-a-score"
    ]


def test_a_round_that_ended_before_the_action_shows_nothing() -> None:
    body = f"id: a\nkind: direct\ndate: 2026-11-01\n{TEXT}\n"
    assert action(body + "measure: {score: nps, before: 2025-Q4, after: 2026-Q3}") == [
        "measured-before-it-was-done"
    ]


@pytest.mark.parametrize(
    ("metric", "point"),
    [
        ("nps", "n: 8, value: 50"),
        ("nps", "n: 3, promoters: 3, passives: 0, detractors: 0"),
        ("nps", "n: 480, value: 41"),
        ("nps", "n: 100, promoters: 50, detractors: 20"),
        ("csat", "n: 410, positive: 328"),
        ("csat", "n: 410, positive: 328, value: 80"),
        ("csat", "n: 40, positive: 30, counts: {1: 2, 3: 8, 4: 10, 5: 20}"),
        ("nps", "n: 40, promoters: 9, detractors: 8, counts: {0: 2, 6: 6, 7: 23, 9: 4, 10: 5}"),
        ("share", "n: 3, value: 33.3"),
        ("ces", "n: 200, counts: {1: 5, 2: 10, 3: 25, 4: 90, 7: 70}"),
        ("mean", "n: 200, value: 7.53"),
        ("mean", "n: 0"),
    ],
)
def test_a_figure_that_its_answers_can_give_is_fine(metric: str, point: str) -> None:
    assert score(metric, point) == []


@pytest.mark.parametrize(
    ("metric", "point", "code"),
    [
        ("share", "n: 3, value: 34", "value-impossible"),
        ("share", "n: 3, value: 33.4", "value-impossible"),
        ("mean", "n: 10, value: 10.1", "value-impossible"),
        ("csat", "n: 410, positive: 328, value: 81", "value-against-counts"),
        ("csat", "n: 410, positive: 411", "counts-against-n"),
        ("csat", "n: 40, positive: 11, counts: {1: 2, 3: 8, 4: 10, 5: 20}", "value-against-counts"),
        ("nps", "n: 9, promoters: 4, detractors: 5, counts: {3: 4, 9: 5}", "value-against-counts"),
        ("nps", "n: 100, promoters: 50", "point-without-a-figure"),
        ("share", "n: 40, counts: {1: 30, 2: 10}", "point-without-a-figure"),
        ("ces", "n: 200, counts: {8: 200}", "answer-off-the-scale"),
        ("nps", "n: 10, promoters: 0, passives: 0, detractors: 10", "everyone-answered-the-same"),
        ("nps", "n: 10, promoters: 0, detractors: 0", "everyone-answered-the-same"),
        ("nps", "n: 10, counts: {9: 4, 10: 6}", "everyone-answered-the-same"),
    ],
)
def test_a_figure_that_its_answers_contradict_is_reported(
    metric: str, point: str, code: str
) -> None:
    assert code in score(metric, point)


def test_an_insight_may_be_merged_into_one_that_is_withdrawn_later() -> None:
    other = "  - {id: b, title: {nl: B, en: C}, said: {nl: B., en: C.}, merged_into: waiting}\n"
    assert codes(WHOLE + other) == []


def test_two_insights_that_are_merged_into_each_other_are_one_mistake() -> None:
    other = "  - {id: b, title: {nl: B, en: C}, said: {nl: B., en: C.}, merged_into: waiting}\n"
    found = codes(WHOLE.replace("    answer_by: 2026-12-01\n", "    merged_into: b\n") + other)
    assert [code for _, code in found] == ["merged-in-a-circle"]


def test_a_name_that_is_shared_needs_no_translation() -> None:
    parties = "parties: {a: {name: Belhuis, kind: partner}}\n"
    assert codes(WHOLE.replace("insights:", parties + "insights:")) == []


def test_a_list_that_is_missing_as_a_whole_is_reported_once() -> None:
    found = codes(WHOLE + "    topics: [app, phone]\n    segments: [x]\n")
    assert [code for _, code in found] == ["unknown-reference"] * 2


@pytest.mark.parametrize("rule", [*checks.ERRORS, *checks.WARNINGS], ids=checks.code)
def test_every_rule_says_why_in_a_sentence(rule: Rule) -> None:
    assert rule.__doc__
    assert rule.__doc__.strip().endswith(".")


def test_rules_have_names_of_their_own() -> None:
    names = [checks.code(rule) for rule in (*checks.ERRORS, *checks.WARNINGS)]
    assert len(names) == len(set(names))


def test_problems_come_in_the_order_of_the_file() -> None:
    found = problems(WHOLE.replace("2026-12-01", "x").replace("mentions: 3", "mentions: x"))
    assert [p.place for p in found] == sorted(p.place for p in found)
