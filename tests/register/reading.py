"""What the tests of the reader share: a small register, and the problems that a file gives."""

from datetime import date

from generator.checks import check
from generator.problems import Problem
from generator.register.includes import InMemory
from generator.register.load import load
from generator.register.loaded import Loaded

TODAY = date(2026, 11, 21)
HEAD = """format: 1
organisation:
  name: Voorbeeldbank
  homepage: https://www.example.org/
  feedback: https://www.example.org/feedback/
  feed_authority: example.org,2026
languages: [nl, en]
"""
WHOLE = f"""{HEAD}insights:
  - id: waiting
    title: {{nl: Wachten, en: Waiting}}
    said: {{nl: Het duurt lang., en: It takes long.}}
    heard: [{{period: 2026-Q1, mentions: 3}}]
    answer_by: 2026-12-01
"""


def loaded(content: bytes | str, **others: bytes) -> Loaded:
    """A register of one file; ``others`` are files below ``register/``."""
    main = content.encode() if isinstance(content, str) else content
    parts = {f"register/{name}.yaml": part for name, part in others.items()}
    return load("actions.yaml", InMemory({"actions.yaml": main, **parts}))


def problems(content: bytes | str, **others: bytes) -> tuple[Problem, ...]:
    return check(loaded(content, **others), TODAY, minimum=10)


def codes(content: bytes | str, **others: bytes) -> list[tuple[int, str]]:
    """The line and code of each problem."""
    return [(problem.place.line, problem.code) for problem in problems(content, **others)]


def with_title(typed: str) -> str:
    """A register in which the Dutch title is typed so."""
    return WHOLE.replace("{nl: Wachten, en: Waiting}", f"\n      nl: {typed}\n      en: Waiting")


def title(typed: str) -> str | None:
    """The Dutch title as it was read, or ``None`` where there was something to say about it."""
    found = loaded(with_title(typed))
    if found.problems or found.register is None:
        return None
    return found.register.insights[0].title.versions["nl"]
