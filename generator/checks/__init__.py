"""All rules, in one explicit tuple each for errors and warnings.

A rule is a generator function: it looks at the subject and yields what it found as the way to
the value and the facts for the message. Its name is its code, its docstring is why it exists;
the manual and ``yswd check --explain`` print both.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from generator.checks import answers, scores
from generator.checks.subject import Found, Subject
from generator.problems import Problem, Severity, in_order
from generator.register.load import Loaded, field_name

Rule = Callable[[Subject], Iterator[Found]]

ERRORS: tuple[Rule, ...] = (*answers.ERRORS, *scores.ERRORS)
WARNINGS: tuple[Rule, ...] = (*answers.WARNINGS, *scores.WARNINGS)


def code(rule: Rule) -> str:
    """The code of a rule: its name with hyphens."""
    return rule.__name__.replace("_", "-")


def check(loaded: Loaded, today: date, minimum: int) -> tuple[Problem, ...]:
    """Everything to put right in a register: errors of shape and what the rules find."""
    if loaded.register is None:
        return loaded.problems
    subject = Subject(loaded.register, today, minimum, loaded.broken)
    found = [
        Problem(loaded.place(path), code(rule), field_name(loaded.tree, path), facts, severity)
        for severity, rules in ((Severity.ERROR, ERRORS), (Severity.WARNING, WARNINGS))
        for rule in rules
        for path, facts in rule(subject)
    ]
    return in_order((*loaded.problems, *found))


__all__ = ["ERRORS", "WARNINGS", "Found", "Mapping", "Rule", "Subject", "check", "code"]
