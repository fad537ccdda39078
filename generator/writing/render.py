"""A model → the YAML lines that a careful editor would write.

Block style, quotes only where they are needed, ``>`` for a long sentence, ``|`` for a text of
more lines; what holds no text and fits on a line, such as a row of ``heard``, stays on one.
What is written here reads back through ``register/source.py`` to the same model.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from generator.prose import Text

WIDTH = 100
"""Columns; a longer text is folded at its spaces."""


class Prose(str):
    """A scalar that is language: quoted or folded where it needs that, never in brackets."""

    __slots__ = ()


Tree = str | dict[str, "Tree"] | list["Tree"]
"""Scalars are as staff would type them; a :class:`Prose` is text, every other one a token."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's habits, in columns.

    ``step`` is how much deeper a group stands than its key, ``dash`` the dash of a list than its
    key, and ``gap`` what an item stands behind its dash.
    """

    step: int = 2
    dash: int = 2
    gap: int = 2


_TOKEN = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9._-]*")
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<]")
_NOT_PLAIN = re.compile(r":(?=\s|$)|\s#|[\t\r\n]")
_OTHER_TYPE = re.compile(
    r"(?i:null|true|false|yes|no|on|off|y|n|\.nan|[-+]?\.inf)"
    r"|[-+]?(?:0[xob])?[0-9][0-9a-f_.,:]*(?:e[-+]?[0-9]+)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"
)
"""Text that other readers of YAML would take for a number, a date, a yes or a no."""
_FOLD = re.compile(r"(?<=[^ \t]) (?=[^ \t])")


def plain(value: object, languages: Sequence[str]) -> Any:
    """A model as a tree of typed text, without what says nothing: fields left at their default.

    On a site of one language a text stands without its language.
    """
    if isinstance(value, Text):
        if value.shared or (len(languages) == 1 and tuple(value.versions) == tuple(languages)):
            return Prose(value)
        return {language: Prose(text) for language, text in value.versions.items()}
    if isinstance(value, BaseModel):
        found = ((name, getattr(value, name)) for name in type(value).model_fields)
        return {
            name: plain(part, languages)
            for name, part in found
            if type(value).model_fields[name].is_required()
            or part != type(value).model_fields[name].default
        }
    if isinstance(value, Mapping):
        return {str(key): plain(part, languages) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part, languages) for part in value]
    return _token(value)


def _token(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def item(tree: Tree, column: int, layout: Layout) -> Iterator[str]:
    """The lines of one item of a list whose dash stands at ``column``, counted from 0."""
    start = " " * column + "-" + " " * (layout.gap - 1)
    inner = len(start)
    one = _in_brackets(tree)
    if one is not None and inner + len(one) <= WIDTH:
        yield start + one
        return
    if isinstance(tree, str):
        yield from _value(start, tree, inner)
        return
    lines = block(tree, inner, layout)
    yield start + next(lines)[inner:]
    yield from lines


def block(tree: Tree, column: int, layout: Layout) -> Iterator[str]:
    """The lines of a group or a list that starts at ``column``, counted from 0."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from pair(key, value, column, layout)
    elif isinstance(tree, list):
        for part in tree:
            yield from item(part, column, layout)
    else:
        yield from _value(" " * column, tree, column)


def pair(key: str, value: Tree, column: int, layout: Layout) -> Iterator[str]:
    """The lines of a key and its value, the key at ``column``."""
    start = " " * column + key + ":"
    if isinstance(value, str):
        yield from _value(start + " ", value, column + layout.step)
        return
    one = _in_brackets(value)
    if not value or (one is not None and len(start) + 1 + len(one) <= WIDTH and _is_small(value)):
        yield f"{start} {one}"
        return
    yield start
    deeper = layout.dash if isinstance(value, list) else layout.step
    yield from block(value, column + deeper, layout)


def _is_small(value: Tree) -> bool:
    """Whether a value reads well on the line of its key: a few tokens, no list of groups."""
    return not any(isinstance(part, dict | list) for part in _parts(value))


def _parts(value: Tree) -> Sequence[Tree]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def _in_brackets(tree: Tree, levels: int = 2) -> str | None:
    """The tree on one line between brackets, or ``None`` where it holds more than tokens, or
    more than two levels of them.
    """
    if isinstance(tree, str):
        safe = not isinstance(tree, Prose) and _TOKEN.fullmatch(tree) and tree.isascii()
        return tree if safe else None
    inner = [_in_brackets(part, levels - 1) for part in _parts(tree)]
    if not levels or any(part is None for part in inner):
        return None
    if isinstance(tree, dict):
        pairs = zip(tree, inner, strict=True)
        return "{" + ", ".join(f"{key}: {part}" for key, part in pairs) + "}"
    return "[" + ", ".join(str(part) for part in inner) + "]"


def _value(start: str, text: str, column: int) -> Iterator[str]:
    """A scalar behind ``start``; lines of its own stand at ``column``."""
    one = scalar(text)
    if len(start) + len(one) > WIDTH or "\n" in text:
        mark, lines = ">", _folded(text, WIDTH - column)
        if "\n" in text:
            mark, lines = "|", text.split("\n")
        shorter = len(lines) > 1 or column + len(lines[0]) <= WIDTH
        if shorter and _fits_a_block(text):
            yield start + mark
            yield from (" " * column + line if line else "" for line in lines)
            return
    yield start + one


def _fits_a_block(text: str) -> bool:
    """Whether the lines of a block give back the same text, also after an editor saved it."""
    return not re.search(r"\r|[ \t](?:\n|$)|^[ \t]|\n$", text)


def _folded(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns where that can be, which fold back to ``text``."""
    lines: list[str] = []
    for word in _FOLD.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def scalar(text: str) -> str:
    """A scalar on one line, in quotes only where it needs them."""
    is_plain = _PLAIN_START.match(text) or _TOKEN.fullmatch(text)
    if isinstance(text, Prose) and _OTHER_TYPE.fullmatch(text):
        is_plain = None
    if is_plain and not _NOT_PLAIN.search(text) and text == text.strip():
        return text
    if re.search(r'["\\]', text) and not re.search(r"['\t\r\n]", text):
        return f"'{text}'"
    return quoted(text)


def quoted(text: str) -> str:
    r"""A scalar in double quotes, on one line, for any reader of YAML.

    Our own reader takes ``\t``, and ``\n`` before a letter, for a folder that somebody typed.
    """
    typed = re.sub(r'[\\"]', r"\\\g<0>", text)
    numbered = re.sub(r"[\t\r]|\n(?=[a-z])", lambda sign: f"\\u{ord(sign[0]):04x}", typed)
    return '"' + numbered.replace("\n", "\\n") + '"'
