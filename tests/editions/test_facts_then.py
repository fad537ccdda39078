"""What is worked out once for many editions is what each would give by itself."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.editions.chain import load_chain
from generator.editions.differences import Until, differences
from generator.editions.facts_then import facts_then
from generator.editions.history import sharing, since_each, stages
from generator.editions.listing import SUMS
from generator.facts.facts import Facts, work_out
from generator.facts.scores import Obstacle, Verdict
from generator.register.model import Register
from generator.words import words
from tests.editions.registers import (
    FIRST,
    chain_of,
    direct,
    insight,
    process,
    published,
    register,
    registers,
)

TODAY = date(2026, 11, 21)
FEW = 10
EN = words("en")


def worked_out(chain: Sequence[Register], today: date = TODAY) -> tuple[list[object], list[object]]:
    """All that follows from the editions of a chain: worked out together, and each by itself."""
    whole = load_chain(chain_of(chain))
    editions, last = whole.editions, chain[-1]
    assert len(editions) == len(chain)
    together: list[object] = [_told(facts) for facts in facts_then(editions, FEW)]
    alone: list[object] = [_told(work_out(one.register, one.date, FEW)) for one in editions]
    for stage, before in zip(stages(whole)[1:], editions, strict=False):
        now = stage.edition
        together.append(stage.differences)
        alone.append(differences(before.register, now.register, before.date, now.date))
    for register_of_today in (last, sharing(last, editions[-1])):
        for stage in since_each(editions, register_of_today, today):
            together.append(stage.differences)
            alone.append(differences(stage.edition.register, last, stage.edition.date, today))
    return together, alone


def _told(facts: Facts) -> object:
    return facts.insights, facts.scores, facts.register, facts.events, facts.today


def mixed(first: Register, more: Register, keep: int) -> Register:
    """A register with some insights of one and the others of another."""
    kept = first.insights[:keep]
    names = {one.id for one in kept}
    new = tuple(one for one in more.insights if one.id not in names)
    return more.model_copy(update={"insights": (*kept, *new), "scores": ()})


@given(registers(), registers(), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_any_chain_gives_the_facts_that_each_edition_gives_alone(
    one: Register, two: Register, keep: int, again: int
) -> None:
    first, second = mixed(one, one, 0), mixed(one, two, keep)
    together, alone = worked_out([first, first, second, mixed(second, one, again), second])
    assert together == alone


def test_a_promise_that_time_alone_breaks() -> None:
    waiting = register(
        insight("waiting", actions=[process()]), insight("other", answer_by="2026-04-03")
    )
    for today in (TODAY, date(2026, 4, 22)):
        together, alone = worked_out([waiting] * 4, today)
        assert together == alone


def test_a_verdict_follows_the_scores_of_its_edition() -> None:
    def rounds(*periods: str) -> Register:
        points = [{"period": name, "n": "400", "positive": "200"} for name in periods]
        score = {"id": "csat", "title": "Tevreden", "metric": "csat", "points": points}
        measure = {"score": "csat", "before": "2025-Q4", "after": "2026-Q1"}
        return register(insight("desk", actions=[direct(measure=measure)]), scores=[score])

    early, ripe = rounds("2025-Q4"), rounds("2025-Q4", "2026-Q1")
    chain = [early, early, ripe, ripe, early]
    together, alone = worked_out(chain)
    assert together == alone
    facts = facts_then(load_chain(chain_of(chain)).editions, FEW)
    verdicts = [one.verdict for then in facts for one in then.insights[0].measures.values()]
    too_early, found = Verdict.TOO_EARLY, Verdict.NO_DIFFERENCE
    assert verdicts == [too_early, too_early, found, found, too_early]


def test_what_stays_the_same_is_not_worked_out_again() -> None:
    settled = register(
        insight(
            "desk", actions=[{"id": "a", "kind": "direct", "date": "2026-01-02", "text": "Done"}]
        )
    )
    editions = load_chain(chain_of([settled] * 3)).editions
    first, *others = facts_then(editions, FEW)
    assert all(other.insights[0] is first.insights[0] for other in others)
    assert all(other.scores is first.scores for other in others)


@pytest.mark.parametrize("apart", [0, 1, 400])
def test_news_that_comes_after_the_day_of_an_edition(apart: int) -> None:
    day = date(2026, 4, 2) + timedelta(days=apart)
    later = register(
        insight(
            "desk",
            answer_by="2026-04-20",
            actions=[{"id": "a", "kind": "direct", "date": day.isoformat(), "text": "Done"}],
        )
    )
    together, alone = worked_out([later] * 4)
    assert together == alone


def test_a_withdrawn_insight_and_one_that_came_back() -> None:
    there = register(insight("desk", answer_by="2026-04-03"), insight("phone", actions=[process()]))
    gone = register(
        insight(
            "desk", answer_by="2026-04-03", withdrawn={"date": "2026-04-04", "reason": "Twice"}
        ),
        insight("phone", actions=[process()], merged_into="desk"),
    )
    together, alone = worked_out([there, gone, there, gone])
    assert together == alone


def test_what_an_insight_was_merged_into_answers_it_later() -> None:
    asked = insight("phone", answer_by="2026-04-20", merged_into="desk")
    done = {"id": "a", "kind": "direct", "date": "2026-05-01", "text": "Done"}
    open_, answered = (register(asked, insight("desk", actions=some)) for some in ([], [done]))
    together, alone = worked_out([open_, open_, answered, answered], date(2026, 6, 1))
    assert together == alone
    told = [one.explain(EN) for one in differences(open_, answered, FIRST, TODAY)]
    late = "The promised answer came 11 days late: on 1 May 2026, promised by 20 April 2026."
    assert late in told


def test_a_verdict_on_a_withheld_round_is_the_same_as_on_the_site() -> None:
    points = [{"period": "2025-Q4", "n": "300", "positive": "99"}]
    few = {"period": "2026-Q1", "n": "8", "positive": "3"}
    measure = {"score": "csat", "before": "2025-Q4", "after": "2026-Q1"}
    asked = {"id": "csat", "title": "Csat", "metric": "csat"}
    aimed = insight("aimed", actions=[direct(measure=measure)])
    early = published(register(aimed, scores=[asked | {"points": points}]), {}, "one", FIRST)
    assert early.edition is not None
    files = {early.edition.file: early.edition.content, SUMS: early.sums}
    late = published(register(aimed, scores=[asked | {"points": [*points, few]}]), files, "two")
    assert late.edition is not None
    found = [
        next(iter(then.insights[0].measures.values()))
        for then in facts_then([early.edition, late.edition], FEW)
    ]
    assert [measured.verdict for measured in found] == [Verdict.TOO_EARLY, Verdict.NOT_MEASURABLE]
    assert found[1].obstacle is Obstacle.WITHHELD
    now = late.edition
    alone = work_out(now.register, now.date, FEW, (), now.withheld)
    assert next(iter(alone.insights[0].measures.values())) == found[1]


def test_what_changed_twice_is_told_from_each_edition_as_it_was_there() -> None:
    first, second, now = (register(insight(severity=each)) for each in ("1", "2", "3"))
    until = Until(now, TODAY)
    found = [until.since(old, FIRST) for old in (first, second)]
    assert found == [differences(old, now, FIRST, TODAY) for old in (first, second)]
    assert [str(one.old) for (one,) in found] == ["1", "2"]
