"""Entries of long lists that were read before: each is read when somebody asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.register.builder import Builder
from generator.register.characters import look_at
from generator.register.cut import Entry, cut
from generator.register.tree import Mapping, Node, Sequence, Source, at

LISTS = ("insights", "scores")
"""The long lists of a register."""


@dataclass(frozen=True, slots=True)
class Part:
    """An entry of a list whose text can be read alone, and has been."""

    file: str
    entry: Entry

    def read(self) -> Node:
        """What stands there."""
        alone = Source(self.file, f"x:\n{self.entry.text}")
        Builder(alone, self.entry.line - 1).run()
        found = at(alone.tree, ("x", 0))
        assert isinstance(found, Node), "it was read before"
        return found


class Parts(Sequence):
    """A list whose entries are read when somebody asks for them.

    ``parts`` are their texts; ``None`` stands for an entry that was read with its file.
    """

    __slots__ = ("parts",)
    parts: list[Part | None]

    def __getitem__(self, index: Any) -> Any:
        node = super().__getitem__(index)
        if node is None:
            part = self.parts[index]
            assert part is not None
            node = self[index] = part.read()
        return node

    def __iter__(self) -> Iterator[Node]:
        return (self[index] for index in range(len(self)))


def joined(*lists: Sequence) -> Sequence:
    """One list of the entries of several, in the place of the last."""
    whole = Parts() if any(isinstance(one, Parts) for one in lists) else Sequence()
    whole.line, whole.column = lists[-1].line, lists[-1].column
    for one in lists:
        whole.extend(list.__iter__(one))
    if isinstance(whole, Parts):
        whole.parts = []
        for one in lists:
            whole.parts += one.parts if isinstance(one, Parts) else [None] * len(one)
    return whole


def read_parts(source: Source) -> bool:
    """Read a file but for its entries; ``False``, and nothing done, where that may not be the same.

    It isn't either where an entry turns out not to be one that can be read alone.
    """
    found = cut(source.text, LISTS)
    if found is None or next(look_at(found.rest, 1), None):
        return False
    rest = Source(source.file, found.rest)
    Builder(rest).run()
    if rest.problems or not isinstance(rest.tree, Mapping):
        return False
    for each in found.lists:
        if rest.tree.keys_at.get(each.name) != (each.line, 1) or rest.tree[each.name] != "":
            return False
        entries = Parts()
        entries.line, entries.column = each.entries[0].line, each.column
        entries.parts = [Part(source.file, entry) for entry in each.entries]
        entries.extend([None] * len(entries.parts))  # type: ignore[list-item]  # read when asked for
        rest.tree[each.name] = entries
    source.tree = rest.tree
    return True
