"""The facts of each edition, as they were on its own day.

From one edition to the next most insights are the same, and of those nearly all are settled: what
follows from them is the same too, so it is not worked out again.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from operator import is_

from generator.editions.edition import Edition
from generator.facts.facts import Facts, InsightFact, follow, later
from generator.facts.insights import merges
from generator.facts.scores import ScoreFact, score_facts
from generator.facts.suppression import suppress
from generator.register.model import Register


def facts_then(editions: Iterable[Edition], minimum: int) -> tuple[Facts, ...]:
    """The facts of each edition on its day, in order; ``minimum`` counts answers.

    What is the same as in the edition before is the very same object.
    """
    found: list[Facts] = []
    earlier: Edition | None = None
    for edition in editions:
        before = found[-1] if found else None
        same = before if earlier and _have_same_scores(earlier, edition) else None
        found.append(_facts(edition, minimum, before, same))
        earlier = edition
    return tuple(found)


def _facts(edition: Edition, minimum: int, before: Facts | None, same: Facts | None) -> Facts:
    """The facts of one edition; ``before`` are those of the one before, and so is ``same`` where it
    had the same scores."""
    register, scores = _public(edition, minimum, same)
    known = _known(before, register, edition.date, is_judged=same is not None) if before else {}
    return follow(register, scores, edition.date, minimum, known)


def _public(
    edition: Edition, minimum: int, same: Facts | None
) -> tuple[Register, tuple[ScoreFact, ...]]:
    if same:
        return edition.register.model_copy(update={"scores": same.register.scores}), same.scores
    shown = suppress(edition.register, minimum, (), edition.withheld)
    return shown.register, score_facts(shown)


def _known(
    before: Facts, register: Register, day: date, *, is_judged: bool
) -> Mapping[int, InsightFact]:
    """By the identity of an insight the facts that are known from the edition before.

    Where nothing was still to come and nobody waited, no later day changes a thing. ``is_judged``
    says that the scores, and so the verdicts on what was done, are the same.
    """
    followed = merges(register.insights)
    return {
        id(fact.insight): fact if _is_settled(fact, before.today, day) else later(fact, day)
        for fact in before.insights
        if (is_judged or not fact.measures) and followed(fact.insight) == fact.into
    }


def _is_settled(fact: InsightFact, before: date, day: date) -> bool:
    return (
        before <= day
        and (fact.last_news is None or fact.last_news <= before)
        and not any(promise.is_open for promise in fact.promises)
    )


def _have_same_scores(old: Edition, new: Edition) -> bool:
    """Whether two editions have the very same scores, as they stand in their files."""
    one, other = old.register.scores, new.register.scores
    is_same = len(one) == len(other) and all(map(is_, one, other))
    return is_same and old.withheld == new.withheld
