"""All rules, in one explicit tuple each for errors and warnings.

A rule is a generator function: it looks at the subject and yields what it found as the way to
the value and the facts for the message. Its name is its code, its docstring is why it exists;
the manual and ``yswd check --explain`` print both.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, islice

from generator.checks import (
    answers,
    dates,
    insights,
    measures,
    names,
    privacy,
    scores,
    swallowed,
    unfinished,
    wording,
)
from generator.checks.cleared import Cleared
from generator.checks.consequences import without_consequences
from generator.checks.subject import Rule, Spot, Subject, Typed, code
from generator.checks.typed import batches, pieces
from generator.editions.edition import Edition
from generator.editions.refusals import refusals
from generator.problems import Place, Problem, Severity, in_order
from generator.register.loaded import MOST, Loaded
from generator.settings import Allowed

_CONCERNS = (
    *(names, swallowed, insights, answers, dates, scores, measures),
    *(privacy, wording, unfinished),
)
ERRORS: tuple[Rule, ...] = tuple(rule for concern in _CONCERNS for rule in concern.ERRORS)
WARNINGS: tuple[Rule, ...] = tuple(rule for concern in _CONCERNS for rule in concern.WARNINGS)


def check(
    loaded: Loaded,
    today: date,
    minimum: int,
    allowed: tuple[Allowed, ...] = (),
    last: Edition | None = None,
) -> tuple[Problem, ...]:
    """Everything to put right in a register: errors of shape and what the rules find.

    ``minimum`` is the number of answers below which nothing is published; ``allowed`` are texts
    that look like personal data and aren't; ``last`` is the edition published last, after which
    nothing may vanish or change in silence.
    """
    cleared = Cleared(loaded, allowed)
    typed = tuple(batches(pieces(loaded.sources, cleared.private)))
    if loaded.register is None:
        private = _not_too_many(
            Problem(where, code(rule), "", facts)
            for rule in privacy.ERRORS
            for where, facts in islice(rule(Typed(batches=typed, allowed=allowed)), MOST + 1)
            if isinstance(where, Place)
        )
        return in_order((*loaded.problems, *private))
    subject = Subject(
        loaded.register,
        today,
        minimum,
        loaded.place,
        loaded.broken,
        loaded.sources,
        batches=typed,
        allowed=allowed,
    )
    found = [
        _not_too_many(
            _problem(loaded, rule, severity, where, facts)
            for rule in rules
            for where, facts in islice(cleared.left(rule, subject), MOST + 1)
        )
        for severity, rules in ((Severity.ERROR, ERRORS), (Severity.WARNING, WARNINGS))
    ]
    cleared.keep()
    changed = () if loaded.problems else refusals(last, loaded.register, today, loaded.place)
    told = without_consequences(loaded.problems, [*chain.from_iterable(found), *changed])
    return in_order((*loaded.problems, *told))


def _problem(
    loaded: Loaded, rule: Rule, severity: Severity, where: Place | Spot | tuple[str | int, ...],
    facts: Mapping[str, str],
) -> Problem:  # fmt: skip
    if isinstance(where, Place):
        return Problem(where, code(rule), "", facts, severity)
    if isinstance(where, Spot):
        return Problem(where.place, code(rule), loaded.field_name(where.path), facts, severity)
    name = loaded.field_name(where)
    return Problem(loaded.place(where), code(rule), name, facts, severity)


def _not_too_many(found: Iterable[Problem]) -> list[Problem]:
    """The first problems of one severity, and one that says so when there are more."""
    problems = list(islice(found, MOST + 1))
    if len(problems) <= MOST:
        return problems
    *problems, cut = problems
    last = max(problem.place for problem in problems)
    more = Problem(last, "too-many-problems", "", {"most": str(MOST)}, cut.severity)
    return [*problems, more]


__all__ = ["ERRORS", "WARNINGS", "check", "code"]
