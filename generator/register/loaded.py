"""What reading a register gives: the register, its problems, and where each value was typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator import words
from generator.problems import Place, Problem
from generator.register.model import Path, Register
from generator.register.parts import Part, Parts
from generator.register.remembered import Known, Remembered
from generator.register.tree import Mapping, Source, field_name, place_of

MOST = 200
"""More problems than this are not listed: whoever reads them needs another file first."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. ``register`` is ``None`` where the top level itself could not be read.

    ``broken`` has the ids of insights and scores that had errors of shape and were left out.
    ``sources`` are the files as read, the main one first.
    """

    register: Register | None
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...] = ()
    broken: frozenset[str] = frozenset()
    tree: Mapping | None = None
    remembered: Remembered | None = None
    positions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Where each insight and score of the register stands in the list as written."""
    known: dict[int, Known] = field(default_factory=dict)
    """The runs of insights that were read apart, by the position of the first."""

    def parts(self) -> Iterator[tuple[int, Part]]:
        """The insights whose text is apart, by their position; none where not all is right."""
        items = self.tree.get("insights") if self.tree else None
        if self.remembered is not None and isinstance(items, Parts):
            for index, part in enumerate(items.parts):
                if part is not None:
                    yield index, part

    def digests(self) -> dict[str, bytes]:
        """By the id of an insight a digest of all that it was read from, where that is known: its
        text, and the languages of the register."""
        if self.register is None or self.problems:
            return {}
        languages, insights = ",".join(self.register.languages).encode(), self.register.insights
        return {insights[at].id: part.entry.key + languages for at, part in self.parts()}

    @property
    def language(self) -> str:
        """The first language of the register, also where it could not be read; or none."""
        if self.register:
            return self.register.languages[0]
        known = "|".join(words.available())
        first = re.compile(rf"^languages: *(?:\[|[\r\n]+ *- +) *[\"']?({known})\b", re.MULTILINE)
        found = first.search(self.sources[0].text) if self.sources else None
        return found[1] if found else ""

    def without_texts(self) -> "Loaded":
        """The same for whoever has told all problems: the files as read are half of its memory."""
        return replace(
            self, sources=tuple(Source(each.file) for each in self.sources), tree=None, known={}
        )

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it that was written."""
        file = self.sources[0].file if self.sources else ""
        return place_of(self.tree, self._as_written(path), file)

    def field_name(self, path: Path) -> str:
        """The name of a value: ids where there are, else positions."""
        return field_name(self.tree, self._as_written(path))

    def _as_written(self, path: Path) -> Path:
        """A way in the register as a way in the tree, which also has what was left out."""
        match path:
            case (str() as name, int() as index, *rest) if index < len(
                self.positions.get(name, ())
            ):
                return name, self.positions[name][index], *rest
        return path


@dataclass(slots=True)
class Reading:
    """The state of one load, from which the result is made."""

    main: str
    remembered: Remembered | None = None
    known: dict[str, dict[int, Known]] = field(default_factory=dict)
    """The runs of entries that were read apart, by list and position of the first."""
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that reading on helps nobody."""
        return len(self.problems) >= MOST
