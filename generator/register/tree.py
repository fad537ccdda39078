"""A register file as a tree of values that know their line and column, and the ways through it.

Scalars stay text: the field decides the type, so ``no``, ``12:30`` and ``012`` are what was typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.problems import Place, Problem
from generator.register.fields import shown
from generator.register.model import Path

MOST_PROBLEMS = 100
"""The most problems that are reported of one file."""
MOST = 20
"""The most of one sort that are reported of one file; more are consequences, or an attack."""


class Scalar(str):
    """A text as typed. ``lost`` says that a comment swallowed the rest of its line."""

    __slots__ = ("column", "line", "lost")
    line: int
    column: int
    lost: bool


class Mapping(dict[str, "Node"]):
    """Keys and values as typed; ``keys_at`` has the line and column of each key."""

    __slots__ = ("column", "file", "keys_at", "line")
    file: str
    line: int
    column: int
    keys_at: dict[str, tuple[int, int]]


class Sequence(list["Node"]):
    """A list as typed."""

    __slots__ = ("column", "line")
    line: int
    column: int


Node = Scalar | Mapping | Sequence


@dataclass(slots=True)
class Source:
    """One file, read: its tree (``None`` when it has none) and what stood in the way."""

    file: str
    text: str = ""
    tree: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, line: int, column: int, **facts: str) -> None:
        """Note a problem of this file; ``line`` and ``column`` count from 1."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        self.problems.append(Problem(Place(self.file, line, column), code, facts=facts))


def scalar(value: str, line: int, column: int) -> Scalar:
    """A scalar with its line and column, both from 1."""
    made = Scalar(value)
    made.line, made.column, made.lost = line, column, False
    return made


def copy_of(tree: Mapping) -> Mapping:
    """A shallow copy of a mapping, with its place."""
    copy = Mapping(tree)
    copy.file, copy.line, copy.column = tree.file, tree.line, tree.column
    copy.keys_at = dict(tree.keys_at)
    return copy


def ids_in(items: list[Node]) -> Iterator[str]:
    """The ids of the entries of a list."""
    for item in items:
        if isinstance(item, Mapping) and isinstance(item.get("id"), str):
            yield str(item["id"])


def place_of(tree: Node | None, path: Path, file: str) -> Place:
    """Walk ``path`` down the tree; where it ends early, the nearest key or item counts."""
    line, column = 1, 1
    node = tree
    for step in path:
        if isinstance(node, Mapping):
            file = node.file
            if step not in node.keys_at:
                break
            line, column = node.keys_at[str(step)]
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            line, column = node.line, node.column
            if isinstance(node, Mapping):
                file = node.file
        else:
            break
    if isinstance(node, Scalar) and node.column > 1 and node.line == line:
        column = node.column
    return Place(file, line, column)


def key_column(tree: Node | None, way: Path, place: Place) -> int:
    """The column of the key at the end of a way, where the key itself is wrong."""
    group = at(tree, way[:-1])
    if isinstance(group, Mapping) and way[-1] in group.keys_at:
        return group.keys_at[str(way[-1])][1]
    return place.column


def field_name(tree: Node | None, path: Path) -> str:
    """``insights.phone-waiting.actions.routing.date``: ids where there are, else positions."""
    names: list[str] = []
    node = tree
    for step in path:
        name = str(step)
        if isinstance(node, Mapping):
            node = node.get(name)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node, name = node[step], str(step + 1)
            if isinstance(node, Mapping) and isinstance(node.get("id"), Scalar):
                name = shown(node["id"])
        else:
            node = None
        names.append(shown(name))
    return ".".join(names)


def at(tree: Any, way: Path) -> Any:
    """The node to which a way leads, or ``None``."""
    node = tree
    for step in way:
        if isinstance(node, Mapping) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node
