"""Validation errors of pydantic as :class:`Fault`, each with the code of a message of ours."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic_core import ErrorDetails

from generator.register.characters import ODD_SPACE, name_of
from generator.register.fault import Fault, without_consequences
from generator.register.fields import shown
from generator.register.halves import with_halves
from generator.register.model import Path
from generator.register.outline import a_list_of, model_at, needed_in
from generator.register.tree import Mapping, Scalar, at
from generator.register.unknown import (
    is_text_below,
    meant,
    meant_names,
    unknown_key,
    unknown_language,
    words_in_brackets,
)

_PLAIN_CODES = {
    "model_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "tuple_type": "not-a-list",
    "string_type": "not-one-value",
    "literal_error": "format-unknown",
    "too_long": "two-numbers",
    "too_short": "list-empty",
}


def faults(errors: Iterable[ErrorDetails], path: Path, tree: Mapping) -> list[Fault]:
    """Everything wrong with the part of the tree to which ``path`` leads."""
    found = [_fault(error, path, tree) for error in errors]
    item = at(tree, path)
    if len(path) == 2 and isinstance(item, Mapping) and _is_an_action(item, str(path[0])):
        return [
            Fault(
                path,
                "action-not-indented",
                {"key": shown(item.get("id") or f"kind: {item['kind']}")},
            )
        ]
    return list(with_halves(without_consequences(found), tree))


def _is_an_action(item: Mapping, part: str) -> bool:
    """Whether an item of the register is an action that lost its indentation."""
    own = {"title", "said", "heard", "metric", "points"}
    return part in ("insights", "scores") and "kind" in item and own.isdisjoint(item)


def _fault(error: ErrorDetails, path: Path, tree: Mapping) -> Fault:
    fault = _plain_fault(error, path, tree)
    if fault.code == "value-missing" and fault.way:
        if isinstance(fault.way[-1], int):
            return replace(fault, code="dash-alone")
        model = model_at(fault.way[:-1])
        info = model.model_fields.get(str(fault.way[-1])) if model else None
        if info is not None and info.is_required():
            return replace(fault, code="value-needed")
    if fault.code == "id-spelling":
        meant = meant_names(fault.way, tree, fault.facts["found"])
        return replace(fault, facts={**fault.facts, "better": meant or fault.facts["better"]})
    if fault.code == "space-after-colon" and not fault.at_key:
        parent, node = at(tree, fault.way[:-1]), at(tree, fault.way)
        if isinstance(parent, Mapping) and parent.keys_at[str(fault.way[-1])][0] == node.line:
            return replace(fault, code="language-in-a-text")
    return fault


def _plain_fault(error: ErrorDetails, path: Path, tree: Mapping) -> Fault:
    way: Path = (*path, *(step for step in error["loc"] if step != "[key]"))
    kind, last = error["type"], str(way[-1]) if way else ""
    facts = {key: str(value) for key, value in error.get("ctx", {}).items() if key != "error"}
    code = _PLAIN_CODES.get(kind, kind)
    if kind == "missing":
        if isinstance(way[-1], int):
            return Fault(way[:-1], "two-numbers")
        return Fault(way[:-1], "field-missing", {"key": last})
    if kind == "extra_forbidden":
        return unknown_key(way, tree)
    if kind == "enum":
        return _unknown_choice(error, way, facts["expected"])
    if code == "text-language":
        return unknown_language(way, tree, facts)
    if code == "format-unknown":
        return Fault(way, code, {"found": shown(error["input"])})
    if code == "not-one-value" and is_text_below(tree, way):
        return Fault(way, "text-below-key", {"key": shown(last)})
    if code in ("not-a-mapping", "not-a-list"):
        return _no_group(way, code, error["input"], tree)
    return Fault(way, code, facts, at_key="[key]" in error["loc"])


def _no_group(way: Path, code: str, value: Any, tree: Mapping) -> Fault:
    """The fault of a value where a list or a mapping should be."""
    if code == "not-a-list" and (fault := no_list(way, value, tree)):
        return fault
    if value == "":
        return Fault(way, "value-missing")
    example = a_list_of(way) if code == "not-a-list" else {"example": "', '".join(needed_in(way))}
    return Fault(way, code, example)


def no_list(way: Path, value: Any, tree: Mapping) -> Fault | None:
    """The fault of an item without its dash or names without brackets, where a list should be."""
    if isinstance(value, Mapping) and value:
        first = next(iter(value))
        return Fault((*way, first), "dash-missing", {"key": shown(first)}, at_key=True)
    if isinstance(value, Scalar) and value.strip() and way[-1] in _OF_NAMES:
        found = words_in_brackets(way, tree, shown(value))
        return Fault(way, "brackets-missing", {"found": found})
    if isinstance(value, Scalar) and value.strip() and way[-1] == "scale":
        return Fault(way, "two-numbers")
    return None


_OF_NAMES = ("by", "topics", "journey", "segments", "sources", "languages", "include")
"""Fields that hold a list of names, which fits on a line."""


def _unknown_choice(error: ErrorDetails, way: Path, expected: str) -> Fault:
    choices = [choice.strip("' ") for choice in expected.replace(" or ", ", ").split(", ")]
    found = error["input"]
    if not isinstance(found, Scalar):
        return Fault(way, "not-one-value")
    if not found.strip():
        return Fault(way, "value-missing")
    if found.strip() in choices:
        return Fault(way, "space-other", {"character": name_of(ODD_SPACE.findall(found)[0])})
    near = meant(str(found), choices)
    facts = {"found": shown(found), "choices": ", ".join(choices), "nearest": near}
    return Fault(way, "unknown-choice", facts)
