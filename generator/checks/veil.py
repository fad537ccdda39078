"""What a log may show: logs of pull requests are public, and of a file that is put right too.

Whatever else is wrong with a line, and whether the file could be read or not: what a rule about
personal data would find in it is not shown, not even a part that was cut off to be short.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.checks.privacy import gives_away, masked
from generator.checks.typed import begins_an_entry
from generator.problems import Place, Problem
from generator.register.characters import lines_of
from generator.register.tree import Source

PERSONAL = "personal-"
"""Codes that start so are about personal data: what they found is masked already."""
_QUOTED = ("found", "better")
"""The facts that repeat what was typed."""
_LONG = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w.-]+"
    r"|(?!\d\d?[ .]\d\d?[ .](?:19|20)\d\d(?!\d))\d(?:[ .]?\d){7,}"
)
"""Addresses and long numbers, but for days, which no log needs, whosever they are."""
_REACH = 1000
"""Characters of a line, to either side of a spot, of which something may be shown."""
_LINES = 20
"""Lines below a spot of which something may be quoted."""


class Veil:
    """Covers personal data in problems, and in the lines shown with them."""

    def __init__(self, problems: Iterable[Problem], sources: Iterable[Source]) -> None:
        self._lines = {source.file: lines_of(source.text) for source in sources}
        told = (problem.place for problem in problems if problem.code.startswith(PERSONAL))
        self._told = {(place.file, place.line) for place in told}
        self._seen: dict[tuple[Place, int], bool] = {}

    def line(self, place: Place) -> str:
        """The line at a place, as long as it was; empty where it shows personal data."""
        lines = self._lines.get(place.file, ())
        if place.line > len(lines) or self._is_private(place, 1):
            return ""
        line, start = lines[place.line - 1], max(0, place.column - _REACH)
        near = _without_long_ones(line[start : place.column + _REACH])
        return "•" * start + near + "•" * (len(line) - start - len(near))

    def over(self, problem: Problem) -> Problem:
        """The same problem; what it quotes of personal data is masked."""
        if problem.code.startswith(PERSONAL):
            return problem
        facts = {
            name: self._quoted(problem.place, value) if name in _QUOTED else _covered(value)
            for name, value in problem.facts.items()
        }
        way = ".".join(map(_covered, problem.field.split(".")))
        return replace(problem, facts=facts, field=way)

    def _quoted(self, place: Place, text: str) -> str:
        private = self._is_private(place, _LINES) or gives_away(text)
        return masked(text) if private else _without_long_ones(text)

    def _is_private(self, place: Place, below: int) -> bool:
        if (place.file, place.line) in self._told:
            return True
        if (place, below) not in self._seen:
            self._seen[place, below] = gives_away(self._around(place, below))
        return self._seen[place, below]

    def _around(self, place: Place, below: int) -> str:
        """What stands around a place: the line above, its own, and those that go on with it."""
        first = max(0, place.line - 2)
        lines: Sequence[str] = self._lines.get(place.file, ())[first : first + 2 + below]
        own = 1 if place.line > 1 else 0
        start = max(0, place.column - _REACH)
        near = [line[-_REACH:] for line in lines[:own]]
        near += [line[start : place.column + _REACH] for line in lines[own : own + 1]]
        for line in lines[own + 1 : own + 1 + below]:
            if begins_an_entry(line) and below > 1:
                break
            near.append(line[:_REACH])
        return " ".join(line.strip() for line in near)


def _covered(text: str) -> str:
    return masked(text) if gives_away(text) else text


def _without_long_ones(text: str) -> str:
    return _LONG.sub(lambda found: "•" * len(found[0]), text)
