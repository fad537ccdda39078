"""What a rule looks at, and what it yields."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from generator.checks.typed import Heap
from generator.problems import Place
from generator.prose import Text
from generator.register import tree as nodes
from generator.register.model import Path, Register
from generator.settings import Allowed


@dataclass(frozen=True, slots=True)
class Spot:
    """A place inside the text to which a way leads."""

    place: Place
    path: Path


Found = tuple[Path | Place | Spot, Mapping[str, str]]
"""The way to the value, and the facts for the message; or the place itself, where what was found
is no value, such as a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The files themselves, whether they could be read or not.

    ``heaps`` are what of them is worth a look for personal data; ``allowed`` looks like
    personal data and isn't.
    """

    heaps: Sequence[Heap] = ()
    allowed: tuple[Allowed, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject(Typed):
    """A register on a day.

    ``minimum`` is the number of answers below which nothing is published; ``broken`` has the ids
    of what could not be read, so that a reference to it is not called wrong. ``tree`` is
    what was typed, in ``sources``; ``texts`` are all texts with the ways to them. ``fine`` are
    the positions of insights in which rules that look at one text, or at one insight, have found
    nothing to advise before and needn't look again, ``safe`` of those in which they found no error.
    """

    register: Register
    today: date
    minimum: int
    broken: frozenset[str] = frozenset()
    tree: nodes.Mapping | None = None
    sources: Sequence[nodes.Source] = ()
    texts: Sequence[tuple[Path, Text]] = ()
    fine: Collection[int] = ()
    safe: Collection[int] = ()


def texts(value: object, path: Path) -> Iterator[tuple[Path, Text]]:
    """Every text below a value of the register, with the way to it."""
    if isinstance(value, Text):
        yield path, value
        return
    for name, item in _inside(value):
        if isinstance(item, _HOLDERS):  # most values hold no text
            yield from texts(item, (*path, name))


_HOLDERS = (Text, BaseModel, tuple, dict)


def _inside(value: Any) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, BaseModel):
        return vars(value).items()  # the fields, in order
    return value.items() if isinstance(value, dict) else enumerate(value)
