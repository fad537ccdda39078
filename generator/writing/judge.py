"""Validate a value that stands in no file yet, with the types and messages of the register."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.problems import Problem, in_order
from generator.register import shape, source
from generator.register import tree as nodes
from generator.register.model import Action, Insight, Path, Update
from generator.register.tree import field_name, place_of
from generator.writing.render import Layout, block

_WAYS: dict[Any, Path] = {
    Insight: ("insights", 0),
    Action: ("insights", 0, "actions", 0),
    Update: ("insights", 0, "actions", 0, "updates", 0),
}
"""Where in a register a model stands; a single value stands nowhere in particular."""


def judge(
    kind: Any, tree: Any, languages: Sequence[str], name: str = "value"
) -> tuple[Any, tuple[Problem, ...]]:
    """Validate a value as a model or as a field of a type; ``None`` where it isn't valid.

    ``tree`` is as staff would type it. Beside the value is what there is to put right; ``name``
    is that of the field, for the messages.
    """
    way = _WAYS.get(kind, (name,))
    read = source.read("", _lines(tree, way).encode("utf-8", "replace"))
    problems = list(read.problems)
    found = None
    if isinstance(read.tree, nodes.Mapping):
        node: Any = read.tree
        for step in way:
            node = node[step]
        try:
            found = TypeAdapter(kind).validate_python(node, context={"languages": tuple(languages)})
        except ValidationError as errors:
            for fault in shape.faults(errors.errors(include_url=False), way, read.tree):
                place = place_of(read.tree, fault.way, "")
                field = field_name(read.tree, fault.way)
                problems.append(Problem(place, fault.code, field, fault.facts))
    return (None if problems else found), in_order(problems)


def _lines(tree: Any, way: Path) -> str:
    for step in reversed(way):
        tree = {step: tree} if isinstance(step, str) else [tree]
    return "\n".join(block(tree, 0, Layout()))
