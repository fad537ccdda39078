"""The long lists of a register, read in runs: each alone, some in a process beside this one.

A run is some entries that follow each other in a file. It is read, checked and remembered at once,
as a small register of its own, so an edit takes the time of one run and not that of them all.
"""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from mmap import mmap
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.register.builder import Builder
from generator.register.characters import look_at
from generator.register.parts import Part, Parts
from generator.register.remembered import Known, Remembered, digest
from generator.register.tree import Mapping as Tree
from generator.register.tree import Sequence as Entries
from generator.register.tree import Source
from generator.together import Both, in_turn

_MOST = 32
"""Entries in a run, at most."""
_ENDS = 16
"""One entry in so many is the last of its run, by its own text: so an entry that comes or goes
changes no other run than its own."""
_WORTH = 200_000
"""Characters that take longer to read than it takes to begin a process beside this one."""


class NotAloneError(Exception):
    """Entries that can't be read alone, or in which something is wrong."""


@dataclass(frozen=True, slots=True)
class Run:
    """Entries that follow each other; ``start`` is the position of the first in its list."""

    start: int
    parts: Sequence[Part]

    @property
    def key(self) -> bytes:
        """A digest of their text."""
        return digest(*(part.entry.key for part in self.parts))

    def alone(self, name: str) -> Source | None:
        """The entries as the only ones in a file; ``None`` where anything is wrong with it."""
        text = "".join(part.entry.text for part in self.parts)
        source = Source(self.parts[0].file, f"{name}:\n{text}")
        if next(look_at(text, 1), None):
            return None
        Builder(source).run()
        if source.problems or not isinstance(source.tree, Tree) or [*source.tree] != [name]:
            return None
        found = source.tree[name]
        is_whole = isinstance(found, Entries) and len(found) == len(self.parts)
        return source if is_whole else None


def runs(items: Parts) -> Iterator[Run]:
    """The entries of a list in runs, but for those that were read with their file."""
    waiting: list[Part] = []
    for index, part in enumerate([*items.parts, None]):
        if waiting and (part is None or _ends(waiting) or part.file != waiting[-1].file):
            yield Run(index - len(waiting), tuple(waiting))
            waiting = []
        if part is not None:
            waiting.append(part)


def _ends(parts: Sequence[Part]) -> bool:
    return parts[-1].entry.key[0] % _ENDS == 0 or len(parts) >= _MOST


class Reader:
    """Reads runs, where they aren't known, and remembers them."""

    def __init__(
        self,
        models: Mapping[str, TypeAdapter[Any]],
        languages: Sequence[str],
        remembered: Remembered,
    ) -> None:
        self._models = models
        self._languages = tuple(languages)
        self._remembered = remembered
        self._given_up = mmap(-1, 1)  # a byte that a copy of this process shares

    def read(self, lists: Mapping[str, Parts], both: Both) -> dict[str, dict[int, Known]]:
        """What is known of all runs, by the name of the list and the position of the first entry.

        Raises :class:`NotAloneError` where anything is wrong: then all is to be read as a whole.
        """
        found = [(name, run, run.key) for name, items in lists.items() for run in runs(items)]
        new = [each for each in found if self._find(*each) is None]
        size = [sum(len(part.entry.text) for part in run.parts) for _, run, _ in new]
        if sum(size) < _WORTH:
            both = in_turn
        half = bisect([*accumulate(size)], sum(size) // 2) + 1
        # what is new stands at one of the ends, and so do most mistakes
        _, rest = both(lambda: self._learn(new[:half]), lambda: self._learn(new[: half - 1 : -1]))
        rest()
        if self._given_up[0]:
            raise NotAloneError
        known: dict[str, dict[int, Known]] = {name: {} for name in lists}
        for name, run, key in found:
            kept = self._find(name, run, key)
            if kept is None or len(kept.values) != len(run.parts):
                raise NotAloneError
            known[name][run.start] = kept
        return known

    def _find(self, name: str, _run: Run, key: bytes) -> Known | None:
        return self._remembered.find(key, name, self._languages)

    def _learn(self, waiting: Sequence[tuple[str, Run, bytes]]) -> None:
        """Read runs and remember them, until anything is wrong in one, here or beside."""
        for name, run, key in waiting:
            if self._given_up[0]:
                return
            source = run.alone(name)
            values = self._values(name, source)
            if source is None or values is None:
                self._given_up[0] = True
                return
            self._remembered.keep(key, name, self._languages, values, source)

    def _values(self, name: str, source: Source | None) -> list[Any] | None:
        """The entries in a source; ``None`` where one of them isn't what it should be."""
        if source is None or not isinstance(source.tree, Tree):
            return None
        validate, context = self._models[name].validate_python, {"languages": self._languages}
        try:
            return [validate(node, context=context) for node in source.tree[name]]
        except ValidationError:
            return None
