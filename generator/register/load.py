"""Register files → (Register, problems): includes, tree → model, shape errors with their line.

Each insight and score is judged on its own, so one mistake never hides another: what could be
read goes on to the checks, the ids of what could not are kept so that nothing else stumbles
over them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any, Protocol, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from generator import words
from generator.problems import Place, Problem, in_order, nearest
from generator.register import source as yaml_source
from generator.register.fields import shown
from generator.register.model import Insight, Path, Register, Score
from generator.register.source import Mapping, Node, Scalar, Source

T = TypeVar("T")


class Files(Protocol):
    """Where register files come from: a folder on disk, or a mapping in a test."""

    def read(self, name: str) -> bytes:
        """The content of a file; raises ``OSError`` with a reason when it can't be read."""

    def matching(self, pattern: str) -> Sequence[str]:
        """Names of the files that match a pattern, sorted."""


class InMemory(dict[str, bytes]):
    """Files by name, for tests and for text that is not on disk."""

    def read(self, name: str) -> bytes:
        """The content of a file."""
        if name not in self:
            raise FileNotFoundError(name)
        return self[name]

    def matching(self, pattern: str) -> list[str]:
        """Names of the files that match a pattern, sorted."""
        return sorted(name for name in self if fnmatchcase(name, pattern))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. ``register`` is ``None`` where the top level itself could not be read.

    ``broken`` has the ids of insights and scores that had errors of shape and were left out.
    ``sources`` are the files as read, the main one first.
    """

    register: Register | None
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...] = ()
    broken: frozenset[str] = frozenset()
    tree: Mapping | None = None

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it that was written."""
        return place_of(self.tree, path, self.sources[0].file if self.sources else "")


@dataclass(slots=True)
class _Reading:
    """The state of one load, from which the result is made."""

    main: str
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


_HEAD: TypeAdapter[Register] = TypeAdapter(Register)
_LISTS: dict[str, TypeAdapter[Any]] = {
    "insights": TypeAdapter(Insight),
    "scores": TypeAdapter(Score),
}


def load(main: str, files: Files) -> Loaded:
    """Read the register whose main file is ``main``, with the files it includes."""
    reading = _Reading(main)
    first = _read(main, files, reading)
    sources = [first]
    if not isinstance(first.tree, Mapping):
        if first.tree is not None:
            reading.problems.append(Problem(Place(main), "register-not-mapping"))
        return Loaded(None, in_order(reading.problems), tuple(sources))
    tree = first.tree
    parts = _parts(tree, files, reading)
    sources.extend(parts)
    merged = _merged(tree, parts, reading)
    languages = _languages(merged)
    context = {"languages": languages}
    head = Mapping({key: value for key, value in merged.items() if key not in _LISTS})
    register = _validate(_HEAD, head, (), merged, context, reading)
    items: dict[str, tuple[Any, ...]] = {
        name: tuple(_items(name, merged, context, reading)) for name in _LISTS
    }
    return Loaded(
        None if register is None else register.model_copy(update=items),
        in_order(reading.problems),
        tuple(sources),
        frozenset(reading.broken),
        merged,
    )


def judge(
    kind: Any, value: object, languages: Sequence[str], name: str = ""
) -> tuple[Any, tuple[Problem, ...]]:
    """One value that stands in no file yet, such as an answer to a question, as a field of the
    given type or model: what it is (``None`` where it is nothing) and what to put right.
    """
    reading = _Reading("")
    path, context = (name,) if name else (), {"languages": tuple(languages)}
    found = _validate(TypeAdapter(kind), value, path, Mapping(), context, reading)  # type: ignore[arg-type]
    return found, in_order(reading.problems)


def place_of(tree: Node | None, path: Path, file: str) -> Place:
    """Walk ``path`` down the tree; where it ends early, the nearest key or item counts."""
    line, column = 1, 1
    node = tree
    for step in path:
        if isinstance(node, Mapping):
            file = node.file
            if step not in node.keys_at:
                break
            line, column = node.keys_at[str(step)]
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            line, column = node.line, node.column
            if isinstance(node, Mapping):
                file = node.file
        else:
            break
    if isinstance(node, Scalar) and node.column > 1 and node.line == line:
        column = node.column
    return Place(file, line, column)


def _read(name: str, files: Files, reading: _Reading) -> Source:
    try:
        content = files.read(name)
    except OSError as error:
        source = Source(name)
        why = error.strerror or str(error)
        source.report("file-not-readable", 1, 1, file=name, why=why)
    else:
        source = yaml_source.read(name, content)
    reading.problems.extend(source.problems)
    return source


def _parts(tree: Mapping, files: Files, reading: _Reading) -> list[Source]:
    """The files that ``include`` names, each once, in order."""
    patterns = tree.get("include")
    names: dict[str, None] = {}
    if not isinstance(patterns, list):
        return []
    for index, pattern in enumerate(patterns):
        place = place_of(tree, ("include", index), reading.main)
        if not isinstance(pattern, Scalar) or not _stays_inside(pattern):
            facts = {"found": shown(pattern)}
            reading.problems.append(Problem(place, "include-outside", "include", facts))
            continue
        found = [name for name in files.matching(str(pattern)) if name != reading.main]
        if not found:
            facts = {"found": shown(pattern)}
            reading.problems.append(Problem(place, "include-nothing", "include", facts))
        names.update(dict.fromkeys(found))
    return [_read(name, files, reading) for name in names]


def _stays_inside(pattern: str) -> bool:
    path = PurePosixPath(pattern)
    return not path.is_absolute() and ".." not in path.parts and not re.search(r"[\\:]", pattern)


def _merged(tree: Mapping, parts: Sequence[Source], reading: _Reading) -> Mapping:
    """One tree whose lists of insights and scores hold those of every part, in order."""
    merged = Mapping(tree)
    merged.file, merged.line, merged.column = tree.file, tree.line, tree.column
    merged.keys_at = dict(tree.keys_at)
    for part in parts:
        if part.tree is None:
            continue
        if not isinstance(part.tree, Mapping):
            reading.problems.append(Problem(Place(part.file), "part-not-mapping"))
            continue
        for key, value in part.tree.items():
            if key not in _LISTS:
                place = place_of(part.tree, (key,), part.file)
                facts = {"key": shown(key), "nearest": nearest(key, _LISTS)}
                reading.problems.append(Problem(place, "part-key", shown(key), facts))
            elif not isinstance(value, yaml_source.Sequence):
                place = place_of(part.tree, (key,), part.file)
                reading.problems.append(Problem(place, "not-a-list", key))
            else:
                _extend(merged, key, value, part.tree.keys_at[key])
    return merged


def _extend(merged: Mapping, key: str, items: yaml_source.Sequence, at: tuple[int, int]) -> None:
    own = merged.get(key)
    whole = yaml_source.Sequence(own if isinstance(own, list) else ())
    whole.line, whole.column = items.line, items.column
    whole.extend(items)
    merged[key] = whole
    merged.keys_at.setdefault(key, at)


def _languages(tree: Mapping) -> tuple[str, ...]:
    """The languages named at the top, read ahead because every text depends on them."""
    found = tree.get("languages")
    if isinstance(found, list):
        known = tuple(str(item) for item in found if isinstance(item, str))
        if known:
            return tuple(dict.fromkeys(known))
    return words.available()


def _items(name: str, tree: Mapping, context: dict[str, Any], reading: _Reading) -> Iterator[Any]:
    items = tree.get(name)
    if items is None or items == "":
        return
    if not isinstance(items, list):
        place = place_of(tree, (name,), reading.main)
        reading.problems.append(Problem(place, "not-a-list", name))
        return
    for index, item in enumerate(items):
        value = _validate(_LISTS[name], item, (name, index), tree, context, reading)
        if value is not None:
            yield value
        elif isinstance(item, Mapping) and isinstance(item.get("id"), str):
            reading.broken.add(str(item["id"]))


def _validate(
    adapter: TypeAdapter[T],
    node: Node,
    path: Path,
    tree: Mapping,
    context: dict[str, Any],
    reading: _Reading,
) -> T | None:
    try:
        return adapter.validate_python(node, context=context)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            reading.problems.append(_as_problem(error, path, tree, reading.main))
        return None


_PLAIN_CODES = {
    "model_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "tuple_type": "not-a-list",
    "string_type": "not-one-value",
    "literal_error": "format-unknown",
    "too_long": "two-numbers",
}


def _as_problem(error: ErrorDetails, path: Path, tree: Mapping, main: str) -> Problem:
    """Pydantic's error as ours: our code, our facts, and the line where it was typed."""
    way: Path = (*path, *(step for step in error["loc"] if step != "[key]"))
    kind, last = error["type"], str(way[-1]) if way else ""
    facts = {key: str(value) for key, value in error.get("ctx", {}).items() if key != "error"}
    code = _PLAIN_CODES.get(kind, kind)
    if kind == "missing":
        code, facts = "field-missing", {"key": last}
        if isinstance(way[-1], int):
            code, facts = "two-numbers", {}
        way = way[:-1]
    elif kind == "extra_forbidden":
        code, facts = "unknown-key", {"key": shown(last), "nearest": _nearest_key(way)}
    elif kind == "enum":
        choices = re.findall(r"'([^']*)'", facts["expected"])
        found = error["input"]
        if isinstance(found, Scalar) and not found:
            code, facts = "value-missing", {}
        else:
            code = "unknown-choice"
            facts = {"found": shown(found), "choices": ", ".join(choices)}
            facts["nearest"] = nearest(str(found), choices)
    elif code in ("not-a-mapping", "not-a-list") and error["input"] == "":
        code = "value-missing"
    return Problem(place_of(tree, way, main), code, field_name(tree, way), facts)


def field_name(tree: Node | None, path: Path) -> str:
    """``insights.phone-waiting.actions.routing.date``: ids where there are, else positions."""
    names: list[str] = []
    node = tree
    for step in path:
        name = str(step)
        if isinstance(node, Mapping):
            node = node.get(name)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node, name = node[step], str(step + 1)
            if isinstance(node, Mapping) and isinstance(node.get("id"), Scalar):
                name = shown(node["id"])
        else:
            node = None
        names.append(shown(name))
    return ".".join(names)


def _nearest_key(way: Path) -> str:
    """The known key nearest to the last of ``way``, among those of the model it stands in."""
    model: type[BaseModel] | None = Register
    entry_of_dict = False
    for step in way[:-1]:
        if isinstance(step, int) or model is None:
            continue
        if entry_of_dict:
            entry_of_dict = False
            continue
        field = model.model_fields.get(step)
        if field is None:
            return ""
        entry_of_dict = get_origin(field.annotation) is dict
        model = _model_in(field.annotation)
    return nearest(str(way[-1]), model.model_fields) if model else ""


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)
