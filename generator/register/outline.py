"""The outline of the register's models: which fields there are, and where each belongs."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from generator.register.model import Action, Insight, Path, Register, Score


def model_at(way: Path) -> type[BaseModel] | None:
    """The model that a way leads to, through lists and named entries."""
    model: type[BaseModel] | None = Register
    entry_of_dict = False
    for step in way:
        if isinstance(step, int) or model is None:
            continue
        if entry_of_dict:
            entry_of_dict = False
            continue
        info = model.model_fields.get(step)
        if info is None:
            return None
        entry_of_dict = get_origin(info.annotation) is dict
        model = model_in(info.annotation)
    return model


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a type is, or is a list of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)


def model_below(name: str) -> type[BaseModel] | None:
    """The model of what stands below a name, wherever that is a field."""
    for model in (Insight, Action, Score, Register):
        if name in model.model_fields:
            return model_in(model.model_fields[name].annotation)
    return None


def needed_in(way: Path) -> list[str]:
    """What an entry that a way leads to can't do without: ``title: …`` and ``url: …``."""
    if way[-1:] == ("counts",):
        return ["1: …", "2: …"]
    model = model_at(way)
    fields = model.model_fields.items() if model else ()
    return [f"{name}: …" for name, info in fields if info.is_required()] or ["id: …"]


def a_list_of(way: Path) -> dict[str, str]:
    """The facts of a message that asks for a list: an entry of it."""
    return {"example": f"{{{', '.join(needed_in(way))}}}"}


def _models() -> Iterator[type[BaseModel]]:
    """The register, and all that it is made of."""
    waiting: list[type[BaseModel]] = [Register]
    while waiting:
        model = waiting.pop()
        yield model
        inside = (model_in(info.annotation) for info in model.model_fields.values())
        waiting.extend(found for found in inside if found)


FIELDS = frozenset(name for model in _models() for name in model.model_fields)
"""The names of all fields, wherever they stand."""


def owner_of(way: Path, key: str) -> str:
    """The part of the register, above or below, to which a key belongs that isn't known here."""
    for length in range(len(way) - 2, -1, -1):
        model = model_at(way[:length])
        if model and key in model.model_fields and model is not Register:
            return next((str(s) for s in reversed(way[:length]) if isinstance(s, str)), "")
    here = model_at(way[:-1])
    for name, info in here.model_fields.items() if here else ():
        child = model_in(info.annotation)
        if child and get_origin(info.annotation) is tuple and key in child.model_fields:
            return name
    return ""
