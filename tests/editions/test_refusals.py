"""What was published does not vanish or change in silence: each refusal, and its words."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.editions.publish import Order, Publication, publish
from generator.editions.reading import read_register
from generator.problems import Place
from generator.register.model import Register
from generator.words import words
from tests.editions.registers import (
    FULL,
    HEAD,
    SECOND,
    both,
    changed,
    direct,
    full,
    insight,
    process,
    published,
    refusal,
    register,
    update,
)

NL, EN = words("nl"), words("en")
LINE = {"date": "2026-05-01", "text": both("It was not right")}
"""A correction newer than the first edition."""


def after(state: Register, new: Register) -> Publication:
    """What comes of publishing one state after another."""
    return published(new, files(state))


def files(state: Register) -> dict[str, bytes]:
    first = published(state, {}, "2026-1", date(2026, 4, 1))
    assert first.edition is not None
    return {first.edition.file: first.edition.content, "SHA256SUMS": first.sums}


def codes(state: Register, new: Register) -> list[str]:
    return [problem.code.removeprefix("refusal.") for problem in after(state, new).problems]


def full_with(changes: dict[str, Any], line: bool = False) -> Register:
    """The register with every field, changed at some ways; with or without a correction."""
    ways = {tuple(way.split(".")): value for way, value in changes.items()}
    if line:
        ways["insights", "0", "corrections", "1"] = LINE
    return read_register(changed(FULL, ways))


VANISHED = {
    "insights.1": "vanished-insight",
    "insights.0.actions.1": "vanished-entry",
    "insights.0.actions.0.updates.0": "vanished-entry",
    "insights.0.heard.0": "vanished-entry",
    "insights.0.corrections.0": "vanished-entry",
    "scores.0": "vanished-entry",
    "scores.0.points.0": "vanished-entry",
    "topics.app": "vanished-page",
    "segments.business": "vanished-page",
    "parties.belhuis": "vanished-page",
    "journey.0": "vanished-page",
}


@pytest.mark.parametrize("way", VANISHED)
def test_nothing_vanishes_not_even_with_a_correction(way: str) -> None:
    assert codes(full(), full_with({way: None})) == [VANISHED[way]]
    if way != "insights.0.corrections.0":
        assert codes(full(), full_with({way: None}, line=True)) == [VANISHED[way]]


def test_a_language_may_come_but_not_go() -> None:
    one, two = read_register({**HEAD, "languages": ["nl"]}), read_register(HEAD)
    assert codes(two, one) == ["languages"]
    assert codes(one, two) == []


FIXED = {
    "actions.0.kind": "direct",
    "actions.0.date": "2026-02-03",
    "actions.0.next_update": "2026-03-09",
    "actions.0.updates.0.date": "2026-02-21",
    "actions.0.updates.0.next_update": "2026-06-09",
    "actions.0.updates.1.status": "done",
    "actions.0.measure": None,
    "actions.0.measure.score": "csat",
    "actions.0.measure.before": "2025-Q3",
    "actions.0.measure.after": "2026-Q4",
    "actions.1.reason": "law",
    "actions.1.reconsider": "2028",
    "actions.1.final": "false",
    "answer_by": "2026-03-20",
    "heard.0.period": "2025-Q4",
    "heard.0.mentions": "421",
    "severity": "1",
    "impact": "3",
    "corrections.0.date": "2026-03-06",
}


@pytest.mark.parametrize("way", FIXED)
def test_dates_promises_kinds_reasons_and_numbers_change_only_with_a_correction(way: str) -> None:
    change = {f"insights.0.{way}": FIXED[way]}
    code = "uncorrected" if FIXED[way] else "uncorrected-gone"
    code = "promise-moved" if way.endswith("next_update") else code
    assert codes(full(), full_with(change)) == [code]
    assert codes(full(), full_with(change, line=True)) == []


@pytest.mark.parametrize("way", ["answer_by", "actions.1.reconsider", "actions.0.updates.1.status"])
def test_they_do_not_go_without_one_either(way: str) -> None:
    change = {f"insights.0.{way}": None}
    assert codes(full(), full_with(change)) == ["uncorrected-gone"]
    assert codes(full(), full_with(change, line=True)) == []


@pytest.mark.parametrize(
    "way", ["insights.1.withdrawn", "insights.1.withdrawn.date", "insights.2.merged_into"]
)
def test_what_was_withdrawn_or_merged_stays_so_without_a_correction(way: str) -> None:
    value = "2026-03-03" if way.endswith("date") else None
    new = full_with({way: value})
    assert len(codes(full(), new)) == 1
    with_line = {f"insights.{way.split('.')[1]}.corrections": [LINE]}
    assert codes(full(), full_with({way: value, **with_line})) == []


FREE = {
    "insights.0.title": both("Other words"),
    "insights.0.said": both("Other words"),
    "insights.0.topics": ["app"],
    "insights.0.sentiment": "mixed",
    "insights.0.heard.1": {"period": "2026-Q3", "mentions": "9"},
    "insights.0.actions.0.text": both("Other words"),
    "insights.0.actions.0.updates.1.reason": both("Other words"),
    "insights.0.actions.0.by": None,
    "insights.0.actions.1.alternative": None,
    "insights.0.actions.1.links": None,
    "insights.0.actions.2": {
        "id": "later",
        "kind": "direct",
        "date": "2026-08-01",
        "text": both("Done"),
    },
    "insights.0.actions.0.updates.2": update("2026-08-01", next_update="2026-12-01"),
    "insights.0.withdrawn": {"date": "2026-08-01", "reason": both("Mistaken")},
    "insights.1.merged_into": "waiting",
    "insights.3": insight("new"),
    "topics.app": both("Other words"),
    "scores.0.target": "35",
    "scores.0.title": both("Other words"),
    "scores.0.breaks": None,
    "scores.0.points.4": {"period": "2026-Q4", "n": "90", "value": "8"},
    "organisation.homepage": "https://www.example.com/",
}


@pytest.mark.parametrize("way", FREE)
def test_words_may_change_and_news_may_come(way: str) -> None:
    assert codes(full(), full_with({way: FREE[way]})) == []


def kept_after(
    new: dict[str, Any],
    was: dict[str, Any],
    first: date,
    beside_was: Sequence[dict[str, Any]] = (),
    beside: Sequence[dict[str, Any]] = (),
) -> list[str]:
    """Why an insight can't follow on what it was in an edition of a day; others may be there."""
    before = published(register(insight(**was), *beside_was), {}, "2026-1", first)
    assert before.edition is not None
    known = {before.edition.file: before.edition.content, "SHA256SUMS": before.sums}
    found = published(register(insight(**new), *beside), known).problems
    return [f"{each.field}: {EN.message(each)}" for each in found]


WAITING = {"actions": [process()]}
"""News was promised by 1 May."""
UNANSWERED = {"answer_by": "2026-05-01"}
NEWS = update("2026-04-28", next_update="2026-12-01")


def test_what_an_edition_called_overdue_was_not_kept_before_it_after_all() -> None:
    told = {"actions": [process(updates=[NEWS])]}
    (message,) = kept_after(told, WAITING, date(2026, 5, 15))
    assert message == (
        "insights.waiting.actions.0.updates.0.date: Edition 2026-1 said on 2026-05-15 that the "
        "promise of 2026-05-01 was late. With this date it would have been kept on "
        "2026-04-28. Write the day on which you published this, or add to waiting, under "
        "'corrections', what was wrong, with a date from 2026-05-15 on."
    )
    late = {"actions": [process(updates=[NEWS | {"date": "2026-05-14"}])]}
    assert len(kept_after(late, WAITING, date(2026, 5, 15))) == 1
    answered = UNANSWERED | {"actions": [direct(date="2026-03-01")]}
    assert len(kept_after(answered, UNANSWERED, date(2026, 5, 15))) == 1


ELSEWHERE = insight("desk", actions=[direct(date="2026-03-01")])
EARLY = insight("desk", actions=[direct(date="2026-05-14")])


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ([UNANSWERED, ELSEWHERE], [UNANSWERED | {"merged_into": "desk"}, ELSEWHERE]),
        ([UNANSWERED | {"merged_into": "desk"}, EARLY | {"actions": []}],
         [UNANSWERED | {"merged_into": "desk"}, EARLY]),
    ],
    ids=["merged into what was answered", "answered where it was merged into"],
)  # fmt: skip
def test_merging_keeps_no_promise_that_an_edition_called_overdue(
    was: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    kept = now[1]["actions"][0]["date"]
    (message,) = kept_after(now[0], was[0], date(2026, 5, 15), [was[1]], [now[1]])
    assert message == (
        "insights.waiting.merged_into: Edition 2026-1 said on 2026-05-15 that the promise of "
        f"2026-05-01 was late. Merged into desk it would have been kept on {kept}. Tell under "
        "'corrections' of waiting that it was answered elsewhere, with a date from 2026-05-15 on."
    )
    told = now[0] | {"corrections": [LINE | {"date": "2026-06-01"}]}
    assert kept_after(told, was[0], date(2026, 5, 15), [was[1]], [now[1]]) == []


LATE = update("2026-05-14", next_update="2026-12-01")
SOONER = update("2026-04-28", next_update="2026-05-20")
NIGHT = refusal(reconsider="2026-04")
LOOKED_AT = [NIGHT, direct(date="2026-05-14")]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"actions": [process(updates=[LATE])]}, {"actions": [process(updates=[SOONER, LATE])]}),
        (UNANSWERED | {"actions": [direct(date="2026-05-14")]},
         UNANSWERED | {"actions": [direct(date="2026-05-14"), direct(id="b", date="2026-03-01")]}),
        ({"actions": LOOKED_AT}, {"actions": LOOKED_AT, "merged_into": "desk"}),
    ],
    ids=["news", "answer", "merged into what was answered"],
)  # fmt: skip
def test_what_an_edition_called_kept_late_was_not_kept_on_time_after_all(
    was: dict[str, Any], now: dict[str, Any]
) -> None:
    beside = [insight("desk", actions=[direct(date="2026-04-20")])]
    (message,) = kept_after(now, was, date(2026, 5, 15), beside, beside)
    assert "said on 2026-05-15 that the promise of 2026-0" in message
    assert "was late" in message
    told = now | {"corrections": [LINE | {"date": "2026-06-01"}]}
    assert kept_after(told, was, date(2026, 5, 15), beside, beside) == []


@pytest.mark.parametrize("day", ["2026-05-15", "2026-05-16", "2026-09-30"])
def test_news_from_the_day_of_the_edition_on_keeps_it_late(day: str) -> None:
    told = {"actions": [process(updates=[NEWS | {"date": day}])]}
    assert kept_after(told, WAITING, date(2026, 5, 15)) == []


def test_who_says_what_was_wrong_about_it_may_name_the_day_before() -> None:
    told = {"actions": [process(updates=[NEWS])], "corrections": [LINE | {"date": "2026-06-01"}]}
    assert kept_after(told, WAITING, date(2026, 5, 15)) == []


def test_while_no_edition_called_it_overdue_news_may_be_of_any_day() -> None:
    told = {"actions": [process(updates=[NEWS])]}
    assert kept_after(told, WAITING, date(2026, 5, 1)) == []


def test_the_day_and_the_promise_of_the_same_news_are_put_right_together() -> None:
    news = {"text": both("It takes longer"), "next_update": "2026-05-01"}
    right = {"date": "2026-03-02", "next_update": "2026-06-01"}

    def written(more: dict[str, Any], *corrections: dict[str, Any]) -> Register:
        work = process(updates=[update("2026-02-03", **news) | more])
        return register(insight(actions=[work], corrections=list(corrections)))

    before, silent, said = written({}), written(right), written(right, LINE)
    assert codes(before, silent) == ["uncorrected", "promise-moved"]
    assert codes(before, said) == []
    other = process(updates=[update("2026-03-02", next_update="2026-06-01")])
    assert codes(before, register(insight(actions=[other], corrections=[LINE]))) == [
        "vanished-entry"
    ]


def test_a_number_of_nobody_was_published_too() -> None:
    heard = {"heard": [{"period": "2026-Q1", "mentions": "0"}]}
    more = {"heard": [{"period": "2026-Q1", "mentions": "412"}]}
    found = kept_after(more, heard, date(2026, 4, 1))
    assert [line.partition(" was ")[2][:27] for line in found] == ["0 in edition 2026-1 and is "]


ROUNDS = [{"period": period, "n": "90", "positive": "40"} for period in ("2025-Q4", "2026-Q1")]
ASKED = {"id": "csat", "title": "Csat", "metric": "csat", "points": ROUNDS}


def aimed(after: str, **more: Any) -> Register:
    by = {"score": "csat", "before": "2025-Q4", "after": after}
    return register(
        insight(actions=[direct(date="2026-02-01", measure=by)], **more), scores=[ASKED]
    )


def test_a_published_answer_gets_its_measure_before_the_result_is_known() -> None:
    before = register(insight(actions=[direct(date="2026-02-01")]), scores=[ASKED])
    (problem,) = after(before, aimed("2026-Q1")).problems
    assert EN.message(problem) == (
        "The figure of csat for 2026-Q1 was in edition 2026-1 before this measure was chosen. "
        "Choose a later period under 'after', or add to waiting, under 'corrections', why it was "
        "chosen afterwards, with a date from 2026-04-01 on."
    )
    assert codes(before, aimed("2026-Q2")) == []
    assert codes(before, aimed("2026-Q1", corrections=[LINE])) == []


@pytest.mark.parametrize("was", [[], [insight(answer_by="2026-05-01")]])
def test_an_answer_that_is_told_only_now_may_bring_its_result(was: list[dict[str, Any]]) -> None:
    by = {"answer_by": "2026-05-01"} if was else {}
    assert codes(register(*was, scores=[ASKED]), aimed("2026-Q1", **by)) == []


def test_a_new_edition_without_news_is_fine() -> None:
    done = after(full(), full())
    assert done.edition is not None
    assert done.differences == ()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-03-31", ["uncorrected"]),  # older than the first edition, of 1 April
        ("2026-04-01", []),  # of that very day, and new
        ("2026-09-30", []),
        ("2026-10-01", ["uncorrected"]),  # of a day that hasn't come
    ],
)
def test_a_correction_is_newer_than_the_last_edition(day: str, code: list[str]) -> None:
    line = {"date": day, "text": both("It was not right")}
    new = full_with({"insights.0.severity": "1", "insights.0.corrections.1": line})
    assert codes(full(), new) == code


def test_an_old_correction_explains_no_new_change() -> None:
    line = {"date": "2026-04-01", "text": both("It was not right")}  # the day of the edition
    old = full_with({"insights.0.corrections.1": line})
    new = full_with({"insights.0.corrections.1": line, "insights.0.severity": "1"})
    assert codes(old, new) == ["uncorrected"]


def test_a_correction_of_one_insight_explains_nothing_of_another() -> None:
    new = full_with({"insights.0.severity": "1", "insights.1.corrections": [LINE]})
    assert codes(full(), new) == ["uncorrected"]


@pytest.mark.parametrize(
    ("field", "value"), [("n", "601"), ("promoters", "321"), ("detractors", None)]
)
def test_a_figure_changes_only_with_a_new_reason(field: str, value: str | None) -> None:
    change = {f"scores.0.points.0.{field}": value}
    assert codes(full(), full_with(change)) == ["unrevised"]
    again = change | {"scores.0.points.0.revised": both("Counted thrice")}
    assert codes(full(), full_with(again)) == []
    silent = change | {"scores.0.points.0.revised": None}
    assert codes(full(), full_with(silent)) == ["unrevised"]


def test_why_a_figure_was_revised_stays() -> None:
    assert codes(full(), full_with({"scores.0.points.0.revised": None})) == ["unrevised"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("metric", "mean"), ("audience", "customers"), ("better", "higher"), ("scale", ["1", "7"])],
)
def test_published_figures_keep_their_meaning(field: str, value: str) -> None:
    assert codes(full(), full_with({f"scores.0.{field}": value})) == ["meaning"]


def test_feeds_keep_their_owner() -> None:
    new = full_with({"organisation.feed_authority": "example.net,2026"})
    assert codes(full(), new) == ["feed-authority"]


def test_a_point_that_was_never_public_may_go() -> None:
    few = {"id": "ces", "title": both("Ease"), "metric": "ces"}
    points = [{"period": "2026-Q1", "n": "9", "value": "4"}]
    old = register(scores=[few | {"points": points}])
    assert codes(old, register(scores=[few])) == []


def test_a_published_point_may_become_too_small_to_publish() -> None:
    score = {"id": "ces", "title": both("Ease"), "metric": "ces"}
    point = {"period": "2026-Q1", "n": "12", "value": "4"}
    fewer = point | {"n": "8", "revised": both("Four were no customers")}
    done = after(
        register(scores=[score | {"points": [point]}]),
        register(scores=[score | {"points": [fewer]}]),
    )
    assert done.problems == ()
    assert done.edition is not None
    assert b'"n": 8' not in done.edition.content


# The messages


CASES = yaml.safe_load((Path(__file__).parent / "refusals.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["change"]))
def test_each_refusal_has_its_message_in_both_languages(case: dict[str, str | None]) -> None:
    (problem,) = after(full(), full_with({str(case["change"]): case["to"]})).problems
    assert NL.message(problem) == case["nl"]
    assert EN.message(problem) == case["en"]


def test_every_refusal_of_a_register_has_its_message_in_that_file() -> None:
    every = [after(full(), full_with({case["change"]: case["to"]})).problems for case in CASES]
    of_the_order = {
        "exists",
        "date-in-future",
        "date-before",
        "date-before-news",
        "remove-nothing",
        "still-there",
        "still-published",
    }
    tested_above = {"kept-before", "kept-elsewhere", "measure-known"}
    assert {key.removeprefix("refusal.") for key in EN if key.startswith("refusal.")} == {
        *of_the_order,
        *tested_above,
        *(problem.code.removeprefix("refusal.") for some in every for problem in some),
    }


# The publication itself


def messages(done: Publication) -> list[str]:
    return [EN.message(problem) for problem in done.problems]


def test_an_edition_is_never_written_again() -> None:
    again = published(full(), files(full()), "2026-1")
    assert messages(again) == [
        "Edition 2026-1 exists and is never written again. Choose a new name."
    ]
    (problem,) = again.problems
    assert NL.message(problem) == (
        "Editie 2026-1 bestaat al en wordt nooit opnieuw geschreven. Kies een nieuwe naam."
    )


@pytest.mark.parametrize("name", ["index", "now", "versions", "2026 5", "../x", "", "A", "con"])
def test_an_edition_has_a_name_that_works_everywhere(name: str) -> None:
    done = published(full(), {}, name)
    assert done.edition is None
    assert len(done.problems) == 1
    assert done.problems[0].code in ("id-reserved", "id-spelling", "value-missing")


def test_an_edition_is_not_older_than_the_last_nor_of_a_day_to_come() -> None:
    early = published(full(), files(full()), day=date(2026, 3, 31))
    assert messages(early) == [
        (
            "The day of the edition is 2026-03-31, but the last edition, 2026-1, is of 2026-04-01. "
            "Choose that day or a later one."
        )
    ]
    assert published(full(), files(full()), day=date(2026, 4, 1)).edition is not None
    order = Order("2026-2", date(2026, 4, 2))
    late = publish(order, full(), {}, date(2026, 4, 1), 10, lambda _: Place("actions.yaml"))
    assert messages(late) == [
        "The day of the edition is 2026-04-02, and today is 2026-04-01. Choose a day that has come."
    ]


def test_an_edition_has_no_news_of_after_its_day() -> None:
    work = process(updates=[update("2026-06-20", status="done")])
    now = register(insight(actions=[work]))
    order = Order("2026-1", date(2026, 6, 19))
    early = publish(order, now, {}, date(2026, 6, 21), 10, lambda _: Place("actions.yaml"))
    (message,) = messages(early)
    assert message == (
        "The day of the edition is 2026-06-19, but there is news of 2026-06-20 in the register. "
        "Choose that day or a later one."
    )
    assert published(now, {}, day=date(2026, 6, 20)).edition is not None


def test_nothing_is_added_to_a_broken_chain() -> None:
    broken = {name: content.replace(b"412", b"413") for name, content in files(full()).items()}
    done = published(full(), broken)
    assert [problem.code for problem in done.problems] == ["verify.altered"]
    assert "2026-1" in messages(done)[0]


def test_what_is_withheld_is_not_in_the_file() -> None:
    few = {"id": "ces", "title": both("Ease"), "metric": "ces"}
    points = [
        {"period": "2026-Q1", "n": "9", "value": "4.32"},
        {"period": "2026-Q2", "n": "77", "value": "5"},
    ]
    done = published(register(scores=[few | {"points": points}]), {})
    assert done.edition is not None
    assert b"4.32" not in done.edition.content
    assert b'"n": 9' not in done.edition.content
    assert b'"n": 77' in done.edition.content


def test_the_file_says_which_periods_are_left_out_and_no_more() -> None:
    few = {"id": "ces", "title": both("Ease"), "metric": "ces"}
    points = [{"period": "2026-Q1", "n": "9", "value": "4.32"}]
    done = published(register(scores=[few | {"points": points}]), {})
    assert done.edition is not None
    assert {name: [p.text for p in left] for name, left in done.edition.withheld.items()} == {
        "ces": ["2026-Q1"]
    }
    assert b'"withheld": {\n"ces": [\n"2026-Q1"\n]\n}' in done.edition.content


def test_where_nothing_is_left_out_the_file_says_nothing_of_it() -> None:
    done = published(full(), {})
    assert done.edition is not None
    assert b"withheld" not in done.edition.content
    assert done.edition.withheld == {}


def test_publishing_says_what_changed() -> None:
    done = after(full(), full_with({"insights.3": insight("new", answer_by="2026-12-01")}))
    assert [one.explain(EN) for one in done.differences] == [
        "Promised: an answer by 1 December 2026.",
        "New on this site.",
    ]


def test_the_same_state_gives_the_same_files() -> None:
    assert after(full(), full_with({"insights.0.topics": ["app"]})) == after(
        full(), full_with({"insights.0.topics": ["app"]})
    )


def test_the_day_is_that_of_the_order() -> None:
    done = published(full(), {}, "2026-1", SECOND)
    assert done.edition is not None
    assert done.edition.date == SECOND
