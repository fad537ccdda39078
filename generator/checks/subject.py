"""What a rule looks at, and what it yields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from generator.checks.typed import Piece
from generator.problems import Place
from generator.prose import Text
from generator.register import source
from generator.register.model import Path, Register
from generator.settings import Allowed

Found = tuple[Path | Place, Mapping[str, str]]
"""The way to the value, and the facts for the message; or the place itself, where what was found
is no value, such as a comment."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A register on a day.

    ``minimum`` is the number of answers below which nothing is published; ``broken`` has the ids
    of what could not be read, so that a reference to it is not called wrong. ``tree`` is
    what was typed, ``pieces`` what of it is worth a look for personal data; ``allowed`` looks
    like personal data and isn't.
    """

    register: Register
    today: date
    minimum: int
    broken: frozenset[str] = frozenset()
    tree: source.Mapping | None = None
    pieces: Sequence[Piece] = ()
    allowed: tuple[Allowed, ...] = ()


def texts(value: Any, path: Path) -> Iterator[tuple[Path, Text]]:
    """Every text below a value of the register, with the way to it."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts(item, (*path, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, (*path, name))
