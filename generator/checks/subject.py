"""What a rule looks at, and what it yields."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import chain
from typing import Any, get_args

from pydantic import BaseModel

from generator.checks.references import Named, known_ids, references, unknown
from generator.checks.typed import Batch
from generator.problems import Place
from generator.prose import Text
from generator.register import tree as nodes
from generator.register.model import Action, Insight, Path, Register
from generator.register.outline import FIELDS
from generator.settings import Allowed

_NAMED = re.compile(r"(?:^|\s)([a-z_]+):(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place inside a text, and the path to that text."""

    place: Place
    path: Path


Found = tuple[Path | Place | Spot, Mapping[str, str]]
"""The way to the value, and the facts for the message; or the place itself, where what was found
is no value, such as a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The files themselves, whether they could be read or not.

    ``batches`` are the pieces of text that may hold personal data; ``allowed`` are the texts that
    look like personal data and may be published.
    """

    batches: Sequence[Batch] = ()
    allowed: tuple[Allowed, ...] = ()


@dataclass(frozen=True)
class Subject(Typed):
    """A register on a day.

    ``minimum`` is the number of answers below which nothing is published; ``place`` says where a
    value of the register stands in ``sources``. ``broken`` has the ids of what could not be read,
    so that a reference to it is not called wrong. ``only`` are the positions of the insights to
    look at, for rules that look at one alone and have found nothing in the others; ``None`` stands
    for all.
    """

    register: Register
    today: date
    minimum: int
    place: Callable[[Path], Place]
    broken: frozenset[str] = frozenset()
    sources: Sequence[nodes.Source] = ()
    only: Sequence[int] | None = None

    @cached_property
    def insights(self) -> Sequence[tuple[Path, Insight]]:
        """Every insight to look at with the way to it."""
        if self.only is None:
            return tuple(self.register.paths())
        return tuple((("insights", at), self.register.insights[at]) for at in self.only)

    @cached_property
    def actions(self) -> Sequence[tuple[Path, Insight, Action]]:
        """Every action in these with the way to it and the insight it answers."""
        return tuple(
            ((*path, "actions", index), insight, action)
            for path, insight in self.insights
            for index, action in enumerate(insight.actions)
        )

    @cached_property
    def texts(self) -> Sequence[tuple[Path, Text]]:
        """Every text outside of insights and in these, with the way to it."""
        head = self.register.model_copy(update={"insights": ()})
        parts = (texts(insight, path) for path, insight in self.insights)
        return (*texts(head, ()), *chain.from_iterable(parts))

    def references(self) -> Iterator[Named]:
        """All ids that point elsewhere."""
        return references(self.register, self.insights, self.actions)

    @cached_property
    def unknown(self) -> Sequence[tuple[Named, int, str]]:
        """References to ids that don't exist, each with its position in its list."""
        return tuple(unknown(self.references(), known_ids(self.register), self.broken))

    @cached_property
    def suspected(self) -> Sequence[tuple[Path, Text, str]]:
        """Texts that hold the name of a field or language, with the language of the version."""
        languages = self.register.languages
        return [
            (*each, language) for each in self.texts for language in suspects(each[1], languages)
        ]


Rule = Callable[[Subject], Iterator[Found]]


def code(rule: Rule) -> str:
    """The code of a rule: its name with hyphens."""
    return rule.__name__.replace("_", "-")


def suspects(text: Text, languages: Sequence[str]) -> Iterator[str]:
    """The languages of the versions that hold the name of a field or language, with a colon."""
    for language, version in text.versions.items():
        if ":" in version:
            names = _NAMED.findall(version)
            if any(name in languages or name in FIELDS for name in names):
                yield language


def texts(value: object, path: Path) -> Iterator[tuple[Path, Text]]:
    """Every text below a value of the register, with the way to it."""
    if isinstance(value, Text):
        yield path, value
    elif value is not None:
        for name, item in _inside(value):
            yield from texts(item, (*path, name))


def _inside(value: Any) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, BaseModel):
        fields = vars(value)
        return [(name, fields[name]) for name in _with_texts(type(value)) if fields[name]]
    return value.items() if isinstance(value, dict) else enumerate(value)


@cache
def _with_texts(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that can hold a text, in order; most can't."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if _can_hold(field.annotation))


def _can_hold(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_with_texts(annotation))
    return annotation is Text or any(map(_can_hold, get_args(annotation)))
