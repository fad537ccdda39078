"""Problems in the form that a reader wants."""

from collections.abc import Iterable, Sequence

from generator.problems import Problem
from generator.register.source import Source
from generator.words import Words


def text(problems: Iterable[Problem], sources: Sequence[Source], words: Words) -> str:  # noqa: ARG001
    """A line a problem: where it is and what to do."""
    lines = [f"{p.place.file}:{p.place.line}: {words.message(p)}\n" for p in problems]
    return "".join(lines)
