"""What is worked out once for many editions is what each would give by itself."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.editions.chain import load_chain
from generator.editions.differences import differences
from generator.editions.history import sharing, since_each, stages
from generator.editions.listing import SUMS
from generator.editions.then import facts_then
from generator.facts.facts import work_out
from generator.facts.scores import Obstacle, Verdict
from generator.register.model import Register
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


def follows(chain: Sequence[Register], today: date = TODAY) -> None:
    """Hold what is worked out for all editions against what is for each."""
    editions = load_chain(chain_of(chain)).editions
    assert len(editions) == len(chain)
    for edition, then in zip(editions, facts_then(editions, FEW), strict=True):
        alone = work_out(edition.register, edition.date, FEW)
        assert then.insights == alone.insights
        assert then.scores == alone.scores
        assert then.register == alone.register
        assert then.events == alone.events
        assert then.today == edition.date
    for stage, before in zip(stages(load_chain(chain_of(chain)))[1:], editions, strict=False):
        now = stage.edition
        assert stage.differences == differences(
            before.register, now.register, before.date, now.date
        )
    last = chain[-1]
    for register_of_today in (last, sharing(last, editions[-1])):
        for stage in since_each(editions, register_of_today, today):
            then_on = stage.edition
            alone_too = differences(then_on.register, last, then_on.date, today)
            assert stage.differences == alone_too


def mixed(first: Register, more: Register, keep: int) -> Register:
    """A register with some insights of one and the others of another."""
    kept = first.insights[:keep]
    names = {one.id for one in kept}
    new = tuple(one for one in more.insights if one.id not in names)
    return more.model_copy(update={"insights": (*kept, *new), "scores": ()})


@given(registers(), registers(), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_any_chain(one: Register, two: Register, keep: int, again: int) -> None:
    first, second = mixed(one, one, 0), mixed(one, two, keep)
    follows([first, first, second, mixed(second, one, again), second])


def test_a_promise_that_time_alone_breaks() -> None:
    waiting = register(
        insight("waiting", actions=[process()]), insight("other", answer_by="2026-04-03")
    )
    follows([waiting] * 4, TODAY)
    follows([waiting] * 4, date(2026, 4, 22))


def test_a_verdict_follows_the_scores_of_its_edition() -> None:
    def rounds(*periods: str) -> Register:
        points = [{"period": name, "n": "400", "positive": "200"} for name in periods]
        score = {"id": "csat", "title": "Tevreden", "metric": "csat", "points": points}
        measure = {"score": "csat", "before": "2025-Q4", "after": "2026-Q1"}
        return register(insight("desk", actions=[direct(measure=measure)]), scores=[score])

    early, ripe = rounds("2025-Q4"), rounds("2025-Q4", "2026-Q1")
    chain = [early, early, ripe, ripe, early]
    follows(chain)
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
    follows([later] * 4)


def test_a_withdrawn_insight_and_one_that_came_back() -> None:
    there = register(insight("desk", answer_by="2026-04-03"), insight("phone", actions=[process()]))
    gone = register(
        insight(
            "desk", answer_by="2026-04-03", withdrawn={"date": "2026-04-04", "reason": "Twice"}
        ),
        insight("phone", actions=[process()], merged_into="desk"),
    )
    follows([there, gone, there, gone])


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
