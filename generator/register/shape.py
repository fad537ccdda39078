"""What pydantic found wrong, as faults in our own terms; each mistake once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from generator.problems import nearest
from generator.register import source
from generator.register.fields import shown
from generator.register.model import Action, Insight, Path, Register, Score
from generator.register.source import Scalar


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that doesn't fit: the way to it, the code and facts of its message.

    ``at_key`` says that the name is wrong, not what stands behind it.
    """

    way: Path
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    at_key: bool = False


_PLAIN_CODES = {
    "model_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "tuple_type": "not-a-list",
    "string_type": "not-one-value",
    "literal_error": "format-unknown",
    "too_long": "two-numbers",
    "too_short": "list-empty",
}


def faults(errors: Iterable[ErrorDetails], path: Path, tree: source.Mapping) -> list[Fault]:
    """Everything wrong with the part of the tree to which ``path`` leads."""
    found = [_fault(error, path, tree) for error in errors]
    item = _at(tree, path)
    if len(path) == 2 and isinstance(item, source.Mapping) and _is_an_action(item, str(path[0])):
        return [Fault(path, "action-not-indented", {"key": shown(item.get("id", ""))})]
    return list(_without_consequences(found))


def _is_an_action(item: source.Mapping, part: str) -> bool:
    """Whether an item of the register is an action that lost its indentation."""
    own = {"title", "said", "heard", "metric", "points"}
    return part in ("insights", "scores") and "kind" in item and own.isdisjoint(item)


def _fault(error: ErrorDetails, path: Path, tree: source.Mapping) -> Fault:
    fault = _plain_fault(error, path, tree)
    if fault.code == "value-missing" and fault.way:
        model = _model_at(fault.way[:-1])
        info = model.model_fields.get(str(fault.way[-1])) if model else None
        if info is not None and info.is_required():
            return replace(fault, code="value-needed")
    return fault


def _plain_fault(error: ErrorDetails, path: Path, tree: source.Mapping) -> Fault:
    way: Path = (*path, *(step for step in error["loc"] if step != "[key]"))
    kind, last = error["type"], str(way[-1]) if way else ""
    facts = {key: str(value) for key, value in error.get("ctx", {}).items() if key != "error"}
    code = _PLAIN_CODES.get(kind, kind)
    if kind == "missing":
        if isinstance(way[-1], int):
            return Fault(way[:-1], "two-numbers")
        return Fault(way[:-1], "field-missing", {"key": last})
    if kind == "extra_forbidden":
        return _unknown_key(way, tree)
    if kind == "enum":
        return _unknown_choice(error, way, facts["expected"])
    if code == "text-language":
        return _unknown_language(way, tree, facts)
    if code == "format-unknown":
        return Fault(way, code, {"found": shown(error["input"])})
    if code == "not-one-value" and _is_text_below(tree, way):
        return Fault(way, "text-below-key", {"key": shown(last)})
    if code == "not-a-list" and (fault := no_list(way, error["input"])):
        return fault
    if code in ("not-a-mapping", "not-a-list") and error["input"] == "":
        return Fault(way, "value-missing")
    return Fault(way, code, facts, at_key="[key]" in error["loc"])


def no_list(way: Path, value: Any) -> Fault | None:
    """Where a list should be: one item without its dash, or names without brackets."""
    if isinstance(value, source.Mapping) and value:
        first = next(iter(value))
        return Fault((*way, first), "dash-missing", {"key": shown(first)}, at_key=True)
    if isinstance(value, Scalar) and value.strip() and way[-1] in _OF_NAMES:
        return Fault(way, "brackets-missing", {"found": shown(value)})
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
    near = nearest(str(found), choices)
    facts = {"found": shown(found), "choices": ", ".join(choices), "nearest": near}
    return Fault(way, "unknown-choice", facts)


def _unknown_key(way: Path, tree: source.Mapping) -> Fault:
    key = str(way[-1])
    parent = _at(tree, way[:-1])
    known = _model_at(way[:-1])
    names = known.model_fields if known else {}
    tight = _tight(key, names)
    if tight:
        return Fault(way, "space-after-colon", {"key": tight}, at_key=True)
    above = _waiting_above(parent, key)
    if above:
        return Fault(way, "key-not-indented", {"key": shown(key), "parent": above}, at_key=True)
    owner = _owner(way, key)
    if owner:
        return Fault(way, "key-elsewhere", {"key": shown(key), "owner": owner}, at_key=True)
    near = nearest(key, names)
    if isinstance(parent, source.Mapping) and near in parent:
        near = ""
    return Fault(way, "unknown-key", {"key": shown(key), "nearest": near}, at_key=True)


def _unknown_language(way: Path, tree: source.Mapping, facts: dict[str, str]) -> Fault:
    key = str(way[-1])
    known = facts["known"].split(", ")
    if " " in key and (fault := _sentence_as_key(way, tree, known)):
        return fault
    tight = _tight(key, known)
    if tight:
        return Fault(way, "space-after-colon", {"key": tight}, at_key=True)
    owner = _owner(way[:-1], key)
    model = _model_at(way[:-2])
    if model and key in model.model_fields:
        owner = next((str(s) for s in reversed(way[:-2]) if isinstance(s, str)), "insights")
    if owner:
        return Fault(way, "key-elsewhere", {"key": shown(key), "owner": owner}, at_key=True)
    return Fault(way, "text-language", facts, at_key=True)


def _sentence_as_key(way: Path, tree: source.Mapping, known: Iterable[str]) -> Fault | None:
    """Where a line of text stands in the place of a language, as it has a colon in it."""
    key, parent, above = str(way[-1]), _at(tree, way[:-1]), _waiting_before(tree, way)
    word = key.partition(" ")[0]
    if word in known:
        return Fault(way, "colon-missing", {"key": word}, at_key=True)
    if above:  # the first line of a text, as far to the left as its name
        spaces = str(parent.keys_at[key][1] + 1)
        return Fault(way, "indent-text", {"key": above, "spaces": spaces, "parent": above}, True)
    if _is_text_below(tree, way[:-1]):
        return Fault(way[:-1], "text-below-key", {"key": shown(way[-2])})
    return None


def _waiting_before(tree: source.Mapping, way: Path) -> str:
    """The name right before another one that has no value, or an empty text."""
    parent = _at(tree, way[:-1])
    names = list(parent) if isinstance(parent, source.Mapping) else []
    place = names.index(str(way[-1])) if way[-1] in names else 0
    return names[place - 1] if place and parent[names[place - 1]] == "" else ""


def _is_text_below(tree: source.Mapping, way: Path) -> bool:
    """Whether a text stands on the lines below its name, with a colon in the first of them."""
    parent, value = _at(tree, way[:-1]), _at(tree, way)
    if not (isinstance(parent, source.Mapping) and isinstance(value, source.Mapping)):
        return False
    first = next(iter(value), "")
    is_field = any(first in model.model_fields for model in (Insight, Action, Score, Register))
    return value.line > parent.keys_at[str(way[-1])][0] and not is_field and len(first) != 2


def _tight(key: str, names: Iterable[str]) -> str:
    """The name in ``name:value``, which YAML reads as one word."""
    name, colon, _ = key.partition(":")
    return name if colon and name in names else ""


def _waiting_above(parent: Any, key: str) -> str:
    """The key just above that has no value, where ``key`` belongs below it."""
    if not isinstance(parent, source.Mapping):
        return ""
    keys = list(parent)
    place = keys.index(key) if key in parent else 0
    for name in reversed(keys[max(0, place - 8) : place]):
        if parent[name] == "":
            field = _field_anywhere(name)
            is_text = len(key) == 2 and key.isalpha()
            return name if is_text or (field and key in field.model_fields) else ""
    return ""


def _field_anywhere(name: str) -> type[BaseModel] | None:
    for model in (Insight, Action, Score, Register):
        if name in model.model_fields:
            return _model_in(model.model_fields[name].annotation)
    return None


def _owner(way: Path, key: str) -> str:
    """The part of the register, above or below, to which a key belongs that isn't known here."""
    for length in range(len(way) - 2, -1, -1):
        model = _model_at(way[:length])
        if model and key in model.model_fields and model is not Register:
            return next((str(s) for s in reversed(way[:length]) if isinstance(s, str)), "")
    here = _model_at(way[:-1])
    for name, info in here.model_fields.items() if here else ():
        child = _model_in(info.annotation)
        if child and get_origin(info.annotation) is tuple and key in child.model_fields:
            return name
    return ""


def _without_consequences(found: list[Fault]) -> Iterator[Fault]:
    """Leave out what a reported mistake brings along."""
    found = _with_its_name(found)
    near = {(f.way[:-1], f.facts.get("nearest")) for f in found if f.code == "unknown-key"}
    near |= {(f.way[:-1], f.facts["key"]) for f in found if f.code == "space-after-colon"}
    elsewhere = {f.facts["key"] for f in found if f.code == "key-elsewhere"}
    waiting = {(*f.way[:-1], f.facts["parent"]) for f in found if "parent" in f.facts}
    told: set[tuple[Path, str, str]] = set()
    wrong = {f.way for f in found if f.at_key}
    for fault in found:
        if not fault.at_key and any(fault.way[: len(way)] == way for way in wrong):
            continue
        if fault.code == "field-missing":
            if (fault.way, fault.facts["key"]) in near or fault.facts["key"] in elsewhere:
                continue
        elif fault.code in ("value-missing", "value-needed") and fault.way in waiting:
            continue
        elif fault.code in ("key-elsewhere", "key-not-indented"):
            owner = fault.facts.get("owner") or fault.facts.get("parent", "")
            if (fault.way[:-1], fault.code, owner) in told:
                continue
            told.add((fault.way[:-1], fault.code, owner))
        yield fault


def _with_its_name(found: list[Fault]) -> list[Fault]:
    """One fault for the languages of a text that stand where the name of the text should."""
    texts = [f for f in found if f.code == "field-missing" and f.facts["key"] in _TEXTS]
    for missing in texts:
        own = [
            f for f in found
            if f.code == "unknown-key" and f.way[:-1] == missing.way and len(f.facts["key"]) == 2
        ]  # fmt: skip
        if own:
            facts = {"key": own[0].facts["key"], "parent": missing.facts["key"]}
            one = Fault(own[0].way, "text-without-name", facts, at_key=True)
            return [one, *(f for f in found if f is not missing and f not in own)]
    return found


_TEXTS = ("title", "said", "text", "label", "name")
"""Fields with a text that can't be left out."""


def _at(tree: Any, way: Path) -> Any:
    """The node to which a way leads, or ``None``."""
    node = tree
    for step in way:
        if isinstance(node, source.Mapping) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def _model_at(way: Path) -> type[BaseModel] | None:
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
        model = _model_in(info.annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)
