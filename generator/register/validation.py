"""The tree of a register against its models: what is an insight, and what stands in the way.

Each insight and score is judged on its own, so one mistake never hides another: what could be
read goes on to the checks, the ids of what could not are kept so that nothing else stumbles
over them.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from generator.problems import Place, Problem
from generator.register import shape
from generator.register.fault import Fault
from generator.register.fields import shown
from generator.register.halves import is_half
from generator.register.loaded import MOST, Reading
from generator.register.model import Insight, Path, Register, Score
from generator.register.outline import a_list_of, model_at
from generator.register.parts import Parts
from generator.register.tree import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    at,
    copy_of,
    field_name,
    ids_in,
    key_column,
    place_of,
)

T = TypeVar("T")
Context = dict[str, tuple[str, ...]]
_HEAD: TypeAdapter[Register] = TypeAdapter(Register)
MODELS: dict[str, TypeAdapter[Any]] = {
    "insights": TypeAdapter(Insight),
    "scores": TypeAdapter(Score),
}
"""What the entries of each of the long lists are."""
_NAMED = ("topics", "synonyms", "segments", "sources", "parties", "journey")
"""Parts of the top level in which a broken entry can be left out for the moment."""


def head_of(merged: Mapping, context: Context, reading: Reading) -> Register | None:
    """The top level. Where only entries of its lists are broken, the rest goes on without."""
    head = copy_of(merged)
    for name in MODELS:
        head.pop(name, None)
    errors = _validate(_HEAD, head, (), merged, context, reading)
    if isinstance(errors, Register):
        return errors
    for way in errors:
        if way[:1] and way[0] in _NAMED and len(way) > 1:
            part = head.get(str(way[0]))  # gone, where more than one entry is broken
            if isinstance(part, Mapping) and way[1] in part:
                head[str(way[0])] = part = copy_of(part)
                del part[str(way[1])]
                reading.broken.add(str(way[1]))
            elif isinstance(part, list) and isinstance(way[1], int):
                head.pop(str(way[0]))
                reading.broken.update(ids_in(part))
        elif way and (way[0] in (*_NAMED, "include") or way[0] not in Register.model_fields):
            head.pop(str(way[0]), None)
    try:
        return _HEAD.validate_python(head, context=context)
    except ValidationError:
        return None


def entries(
    name: str, tree: Mapping, context: Context, reading: Reading
) -> Iterator[tuple[int, Any]]:
    """What could be read of a list, each with its position as written."""
    items = tree.get(name)
    if items is None or items == "":
        return
    if not isinstance(items, list):
        fault = shape.no_list((name,), items, tree) or Fault(
            (name,), "not-a-list", a_list_of((name,))
        )
        place = _place_of(fault, tree, reading)
        reading.problems.append(Problem(place, fault.code, name, fault.facts))
        return
    for index in range(len(items)):
        if reading.is_full:
            return
        if known := reading.known.get(name, {}).get(index):
            yield from enumerate(known.values, index)
        if isinstance(items, Parts) and items.parts[index]:
            continue
        if _in_halves(name, items, index, reading):
            continue
        item = items[index]
        value = _validate(MODELS[name], item, (name, index), tree, context, reading)
        if not isinstance(value, list):
            yield index, value
        elif isinstance(item, Mapping):
            reading.broken.update(ids_in([item]))


def _in_halves(name: str, items: Sequence, index: int, reading: Reading) -> bool:
    """Whether an entry was split in two by a dash too many, which is told of the first half."""
    if _is_half(name, items, index + 1):
        half = items[index + 1]
        assert isinstance(half, Mapping)
        place, key = Place(half.file, half.line, max(1, half.column - 2)), next(iter(half))
        reading.problems.append(Problem(place, "dash-too-many", "", {"key": shown(key)}))
        reading.broken.update(ids_in([items[index]]))
        return True
    return _is_half(name, items, index)


def _is_half(name: str, items: Sequence, index: int) -> bool:
    """Whether an entry is what the one above it lacks, where neither was read before."""
    if not 0 < index < len(items) or (isinstance(items, Parts) and items.parts[index]):
        return False
    model = model_at((name, index))
    return model is not None and is_half(items[index], items[index - 1], model)


def _validate(
    adapter: TypeAdapter[T],
    node: Node,
    path: Path,
    tree: Mapping,
    context: Context,
    reading: Reading,
) -> T | list[Path]:
    """The model that a part of the tree gives, or the ways to all that is wrong in it."""
    try:
        return adapter.validate_python(node, context=context)
    except ValidationError as errors:
        faults = list(shape.faults(islice(errors.errors(include_url=False), MOST), path, tree))
    for fault in faults:
        place = _place_of(fault, tree, reading)
        name = field_name(tree, fault.way)
        if fault.code == "id-spelling" and (fault.at_key or fault.way[-1] == "id"):
            reading.broken.add(fault.facts["better"])  # what refers to it may have spelt it well
        reading.problems.append(Problem(place, fault.code, name, fault.facts))
    return [fault.way for fault in faults]


def _place_of(fault: Fault, tree: Mapping, reading: Reading) -> Place:
    """Where a value stands, or its name where that is wrong, or the sign within its text."""
    place, node = place_of(tree, fault.way, reading.main), at(tree, fault.way)
    if fault.at_key:
        return replace(place, column=key_column(tree, fault.way, place))
    if fault.code == "space-after-colon" and isinstance(node, Scalar):
        return replace(place, line=node.line, column=node.column + len(fault.facts["key"]))
    return place
