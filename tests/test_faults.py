"""Faulty registers beside the messages they must give, in both languages.

A new case is a small YAML file in ``faults/`` and its ``.expected`` file; this file never
changes. Each line there is a place, a sign (x for an error, ! for a warning), the code and the
sentence, first in Dutch and then in English.
"""

from datetime import date
from pathlib import Path

import pytest

from generator.checks import check
from generator.problems import Problem
from generator.register.includes import InMemory
from generator.register.load import load
from generator.words import words

CASES = Path(__file__).parent / "faults"
TODAY = date(2026, 11, 21)


def problems_of(content: bytes) -> tuple[Problem, ...]:
    return check(load("actions.yaml", InMemory({"actions.yaml": content})), TODAY, minimum=10)


def show(problem: Problem) -> str:
    place, sign = problem.place, "x" if problem.is_error else "!"
    sentences = (f"  {words(language).message(problem)}\n" for language in ("nl", "en"))
    return f"{place.line}:{place.column} {sign} {problem.code}\n{''.join(sentences)}"


@pytest.mark.parametrize("faulty", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_messages(faulty: Path) -> None:
    shown = "".join(show(problem) for problem in problems_of(faulty.read_bytes()))
    assert shown == faulty.with_suffix(".expected").read_text(encoding="utf-8")


def test_every_case_has_its_messages_and_every_message_its_case() -> None:
    cases = {path.stem for path in CASES.glob("*.yaml")}
    expected = {path.stem for path in CASES.glob("*.expected")}
    assert cases == expected
    assert len(cases) >= 150
