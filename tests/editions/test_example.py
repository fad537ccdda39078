"""The editions of the example tell a story, are whole, and today's register can follow them."""

import json
from datetime import date
from pathlib import Path

import pytest

from generator.editions import store
from generator.editions.chain import Chain, load_chain
from generator.editions.difference import What, summary
from generator.editions.edition import canonical
from generator.editions.facts_then import facts_then
from generator.editions.history import history, since_each, stages
from generator.editions.publish import Order, publish
from generator.facts.promises import About, Clock
from generator.facts.suppression import publishable
from generator.files import Folder
from generator.register.load import load
from generator.settings import MINIMUM_ANSWERS
from generator.words import words

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def chain() -> Chain:
    return load_chain(store.read(ROOT / store.FOLDER))


def test_there_are_at_least_five_and_each_is_as_it_was_published(chain: Chain) -> None:
    assert chain.problems == ()
    assert len(chain.editions) >= 5
    for edition in chain.editions:
        assert canonical(json.loads(edition.content)) == edition.content
        assert edition.title is not None
        assert set(edition.title.versions) == {"nl", "en"}


def test_what_was_left_out_to_protect_people_is_never_told_as_a_promise_that_is_late(
    chain: Chain,
) -> None:
    for facts in facts_then(chain.editions, MINIMUM_ANSWERS):
        assert not [
            promise.key
            for promise in facts.promises
            if promise.about is About.MEASURE and promise.clock is Clock.OVERDUE
        ]


def test_they_tell_of_promises_a_correction_a_withdrawal_and_a_no_that_became_a_yes(
    chain: Chain,
) -> None:
    told = {one.what for stage in stages(chain) for one in stage.differences}
    assert told >= {
        What.PROMISE_MADE,
        What.PROMISE_MOVED,
        What.PROMISE_KEPT,
        What.PROMISE_BROKEN,
        What.ANSWERED,
        What.KIND_CHANGED,
        What.DONE,
        What.STOPPED,
        What.CORRECTED,
        What.WITHDRAWN,
        What.MERGED,
        What.REWORDED,
        What.SCORE_ADDED,
        What.SCORE_REVISED,
    }


def test_nothing_below_the_minimum_is_in_any_of_them(chain: Chain) -> None:
    points = [
        point.n
        for edition in chain.editions
        for score in edition.register.scores
        for point in score.points
    ]
    assert points
    assert min(points) >= MINIMUM_ANSWERS


def test_todays_register_can_be_published_after_them(chain: Chain) -> None:
    loaded = load("actions.yaml", Folder(ROOT))
    assert loaded.register is not None
    order = Order("next", TODAY)
    files = store.read(ROOT / store.FOLDER)
    done = publish(order, loaded.register, files, TODAY, MINIMUM_ANSWERS, loaded.place)
    assert [words("en").message(problem) for problem in done.problems] == []
    public = publishable(loaded.register, MINIMUM_ANSWERS, [e.register for e in chain.editions])
    assert chain.last is not None
    assert done.differences == since_each([chain.last], public, TODAY)[0].differences


def test_an_insight_has_its_life_from_edition_to_edition(chain: Chain) -> None:
    found = stages(chain)
    assert found[0].differences == ()
    lives = history(found)
    life = lives["dark-mode"]
    assert [one.what for one in life[0].differences] == [What.ADDED]
    turned = [
        stage for stage in life if any(d.what is What.KIND_CHANGED for d in stage.differences)
    ]
    assert [stage.edition.id for stage in turned] == ["2026-3"]
    for name, stages_of_it in lives.items():
        assert all(d.insight == name for stage in stages_of_it for d in stage.differences)
        days = [stage.edition.date for stage in stages_of_it]
        assert days == sorted(set(days))


def test_each_says_what_changed_in_few_words(chain: Chain) -> None:
    for stage in stages(chain)[1:]:
        for language in ("nl", "en"):
            text = summary(stage.differences, words(language))
            assert text.count(",") >= 4, "a quarter in which hardly anything happened"
