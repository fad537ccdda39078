"""Figures about ourselves: each counted by hand from a small register."""

from datetime import date
from typing import Any

from generator.facts.insights import Status
from generator.facts.listening import MEASURED, Effect, Listening, listening
from generator.register.model import Kind
from tests.facts.scoring import written
from tests.outputs.registers import action, facts, insight

TODAY = date(2026, 11, 21)
SCORE = written(
    [
        {"period": "2025-Q4", "n": 400, "positive": 200},
        {"period": "2026-Q1", "n": 400, "positive": 300},
    ]
)
MEASURE = {"score": "csat", "before": "2025-Q4", "after": "2026-Q1"}


def heard(*periods: str) -> list[dict[str, Any]]:
    return [{"period": period, "mentions": "10"} for period in periods]


def listen(*insights: dict[str, Any]) -> Listening:
    return listening(facts(*insights, today=TODAY, scores=[SCORE]))


def no(**fields: Any) -> dict[str, Any]:
    plain = {"kind": "no-action", "date": "2026-04-02", "reason": "cost"}
    return action("no", **plain | fields)


def process(*updates: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return action("work", kind="process", date="2026-02-01", updates=list(updates), **fields)


def test_every_insight_that_stands_is_counted_once() -> None:
    found = listen(
        insight("done"),
        insight("open", actions=[process(next_update="2027-01-01")]),
        insight("refused", actions=[no()]),
        insight("waiting", actions=[], answer_by="2026-12-01"),
        insight("gone", withdrawn={"date": "2026-05-01", "reason": "Fout."}),
        insight("same", merged_into="done"),
    )
    assert (found.all.insights, found.all.answered) == (4, 3)
    assert found.all.standing[Status.DONE] == 1
    assert found.all.answers == {Kind.DIRECT: 1, Kind.PROCESS: 1, Kind.NO_ACTION: 1}
    assert (found.withdrawn, found.merged) == (1, 1)


def test_a_broken_promise_counts_wherever_its_insight_went() -> None:
    work = [process(next_update="2026-03-01")]
    news = {"date": "2026-02-20", "text": "Klaar.", "status": "done"}
    kept = [process(news, next_update="2026-03-01")]
    gone = {"date": "2026-05-01", "reason": "Fout."}
    found = listen(
        insight("same", actions=work, merged_into="done"),
        insight("fault", actions=work, withdrawn=gone),
        insight("another-fault", actions=kept, withdrawn=gone),
        insight("done"),
    )
    assert (found.all.on_time, found.all.due, found.all.insights) == (0, 1, 1)
    assert [(year, figures.due) for year, figures in found.years] == [(2026, 1)]
    assert [(topic, figures.due) for topic, figures in found.topics] == [("app", 1)]


def test_a_compliment_is_no_refusal() -> None:
    glad = {"sentiment": "positive", "heard": heard("2026-Q1", "2026-Q3")}
    found = listen(
        insight("glad", actions=[no(reason="keep-as-is", final="true")], **glad),
        insight("limit", actions=[no(reason="keep-as-is", final="true")], sentiment="negative"),
    ).all
    assert (found.looks[Status.NOT_DOING], found.looks["keeping"]) == (1, 1)
    assert (found.kinds[Kind.NO_ACTION], found.kinds["keeping"]) == (1, 1)
    assert (found.asked_again, found.refused) == (0, 1)
    assert sum(found.looks.values()) == found.insights == 2


def test_the_median_is_of_answered_insights_and_never_flatters() -> None:
    # Heard in the first quarter, so possibly on 1 January: answered on the 11th and the 31st.
    found = listen(
        insight("a", heard=heard("2026-Q1"), actions=[action(date="2026-01-11")]),
        insight("b", heard=heard("2026-Q1"), actions=[action(date="2026-01-31")]),
        insight("c", heard=heard("2025-Q1"), actions=[], answer_by="2026-12-01"),
    )
    assert sorted(found.all.days) == [10, 30]
    assert found.all.median_days == 20
    assert listen().all.median_days is None


def test_the_oldest_unanswered_insight() -> None:
    found = listen(
        insight("july", heard=heard("2026-Q3"), actions=[], answer_by="2026-12-01"),
        insight("november", heard=heard("2026-11-01", "2026-11-11"), actions=[]),
        insight("answered", heard=heard("2020")),
    )
    assert found.oldest is not None
    assert (found.oldest.id, found.waiting) == ("july", 143)  # from 1 July to 21 November
    assert listen(insight()).oldest is None


def test_promises_count_once_their_day_has_passed() -> None:
    more = {"text": "Nog niet.", "next_update": "2026-11-21"}
    found = listen(
        insight(
            "on-time", actions=[process({"date": "2026-03-01", **more}, next_update="2026-03-01")]
        ),
        insight(
            "late", actions=[process({"date": "2026-03-02", **more}, next_update="2026-03-01")]
        ),
        insight("overdue", actions=[process(next_update="2026-11-20")]),
        insight("not-yet", actions=[process(next_update="2026-11-21")]),
    )
    assert (found.all.on_time, found.all.due) == (1, 3)


def test_promises_to_measure_are_left_out() -> None:
    found = listen(insight(actions=[action(measure=MEASURE)]))
    assert found.all.due == 0
    assert found.all.effects[Effect.IMPROVED] == 1


def test_every_answer_that_changes_something_has_one_effect() -> None:
    found = listen(
        insight(
            actions=[
                action("better", measure=MEASURE),
                action("early", measure={**MEASURE, "after": "2026-Q4"}),
                action("overdue", measure={**MEASURE, "after": "2026-Q3"}),
                action("cannot", measure={**MEASURE, "before": "2025-Q1"}),
                action("why", not_measured="Te weinig mensen."),
                action("nothing"),
                no(),
            ]
        )
    )
    counted = {effect for effect, n in found.all.effects.items() if n == 1}
    assert counted == set(Effect) - {Effect.NO_DIFFERENCE, Effect.WORSE}
    assert (found.all.measured, found.all.changes) == (1, 6)
    assert Effect.NOT_MEASURABLE not in MEASURED


def test_asked_again_is_in_a_period_that_began_after_the_no() -> None:
    none = {"period": "2026-Q3", "mentions": "0"}
    found = listen(
        insight("again", heard=heard("2026-Q1", "2026-Q3"), actions=[no()]),
        insight("same-period", heard=heard("2026-Q1", "2026-Q2"), actions=[no()]),
        insight("quiet", heard=heard("2026-Q1"), actions=[no()]),
        insight("counted-none", heard=[*heard("2026-Q1"), none], actions=[no()]),
        insight("never-refused", heard=heard("2026-Q1", "2026-Q3")),
    )
    assert (found.all.asked_again, found.all.refused) == (1, 4)


def test_work_that_was_stopped_is_a_no_from_that_day() -> None:
    stopped = {"date": "2026-08-01", "text": "Nee.", "status": "stopped", "reason": "Te duur."}
    again = insight(
        heard=heard("2026-Q1", "2026-Q3"), actions=[process(stopped, next_update="2026-09-01")]
    )
    assert (listen(again).all.asked_again, listen(again).all.refused) == (0, 1)


def test_years_add_up_to_everything() -> None:
    found = listen(
        insight("a", heard=heard("2025-Q1", "2026-Q1"), actions=[action(date="2025-06-01"), no()]),
        insight("b", heard=heard("2026-Q1"), actions=[process(next_update="2026-03-01")]),
    )
    assert [year for year, _ in found.years] == [2026, 2025]
    for name in ("insights", "answered", "mentions", "due", "changes", "refused"):
        assert sum(getattr(figures, name) for _, figures in found.years) == getattr(found.all, name)


def test_topics_count_what_is_about_them() -> None:
    found = listen(insight("a"), insight("b", topics=["app", "phone"]))
    assert [(topic, figures.insights) for topic, figures in found.topics] == [
        ("app", 2),
        ("phone", 1),
    ]
