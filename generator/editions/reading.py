"""An edition's file, read back: its head first; then its register, with what earlier ones have."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from generator.editions.edition import Edition, Previous, Removal
from generator.facts.suppression import Withheld
from generator.prose import Text
from generator.register.fields import Day, Id, Name, When
from generator.register.model import Register, Written
from generator.register.parts import LISTS
from generator.register.validation import MODELS


class _Head(Written):
    """An edition without its register, which is read apart."""

    format: Literal["1"]
    id: Id
    title: Name | None = None
    date: Day
    previous: Previous | None = None
    removed: tuple[Removal, ...] = ()
    withheld: dict[Id, tuple[When, ...]] = Field(default_factory=dict)


_HEAD = TypeAdapter(_Head)
_REGISTER = TypeAdapter(Register)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An edition's file as it is, before its register is read."""

    id: str
    title: Text | None
    date: date
    previous: Previous | None
    removed: tuple[Removal, ...]
    plain: dict[str, Any]
    content: bytes
    sha256: str
    withheld: Withheld


def read_sheet(content: bytes) -> Sheet:
    """The file of an edition; raises ``ValueError`` or ``RecursionError`` where it isn't one."""
    tree = json.loads(content.decode("utf-8"))
    if not isinstance(tree, dict) or not isinstance(tree.get("register"), dict):
        raise ValueError("an edition is an object with a register")
    plain = tree.pop("register")
    context = {"languages": _languages(plain)}
    head = _HEAD.validate_python(_as_typed(tree), context=context)
    digest = sha256(content).hexdigest()
    withheld = {name: frozenset(periods) for name, periods in head.withheld.items()}
    return Sheet(
        head.id,
        head.title,
        head.date,
        head.previous,
        head.removed,
        plain,
        content,
        digest,
        withheld,
    )


def read_edition(sheet: Sheet, before: Edition | None = None) -> Edition:
    """An edition, which shares with the edition before what is the same.

    Raises ``ValueError`` where its register can't be read.
    """
    full, stands_in = _lengthened(sheet.plain, sheet.id, before)
    return Edition(
        sheet.id,
        sheet.title,
        sheet.date,
        sheet.previous,
        sheet.removed,
        read_register(full),
        stands_in,
        sheet.content,
        sheet.sha256,
        sheet.withheld,
    )


def _lengthened(
    plain: dict[str, Any], name: str, before: Edition | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """A register with the models of earlier editions in place of references to them."""
    full, stands_in = dict(plain), {}
    for kind in LISTS:
        known = {item.id: item for item in getattr(before.register, kind)} if before else {}
        items = []
        for item in _list(plain, kind):
            key = f"{kind}.{item.get('id')}" if isinstance(item, dict) else kind
            since = item.get("unchanged_since") if isinstance(item, dict) else None
            if since is not None and (before is None or before.stands_in.get(key) != since):
                raise ValueError(f"{key} refers to {since}, which doesn't have it")
            items.append(item if since is None else known[str(item["id"])])
            stands_in[key] = name if since is None else since
        full[kind] = items
    return full, stands_in


def read_register(plain: dict[str, Any]) -> Register:
    """A register from its JSON, through the models that read ``actions.yaml``."""
    head = {key: value for key, value in plain.items() if key not in LISTS}
    context = {"languages": _languages(plain)}
    items = {
        name: tuple(
            item
            if isinstance(item, Written)
            else adapter.validate_python(_as_typed(item), context=context)
            for item in _list(plain, name)
        )
        for name, adapter in MODELS.items()
    }
    register = _REGISTER.validate_python(_as_typed(head), context=context)
    return register.model_copy(update=items)


def _list(tree: dict[str, Any], name: str) -> list[Any]:
    found = tree.get(name, [])
    if isinstance(found, list):
        return found
    raise ValueError(f"{name} is a list")


def _languages(plain: dict[str, Any]) -> tuple[str, ...]:
    found = _list(plain, "languages")
    if all(isinstance(language, str) for language in found):
        return tuple(found)
    raise ValueError("languages are texts")


def _as_typed(value: Any) -> Any:
    """Numbers and booleans as text, as staff would type them: the field decides the type."""
    if isinstance(value, dict):
        return {key: _as_typed(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_as_typed(part) for part in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        text = f"{Decimal(repr(value)):f}"
        return f"{text}0" if text[-4:-3] == "." else text  # three decimals may look like thousands
    return str(value)
