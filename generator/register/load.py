"""Register files → (Register, problems): includes, tree → model, shape errors with their line.

Each insight and score is judged on its own, so one mistake never hides another: what could be
read goes on to the checks, the ids of what could not are kept so that nothing else stumbles
over them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from generator import words
from generator.files import Folder, stays_inside
from generator.memo import Memo
from generator.problems import Place, Problem, in_order, nearest
from generator.register import shape
from generator.register import source as yaml_source
from generator.register.fields import shown
from generator.register.model import FIELDS, Insight, Path, Register, Score
from generator.register.remembered import Remembered
from generator.register.source import Mapping, Node, Part, Parts, Scalar, Source, joined

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
    remembered: Remembered | None = None
    positions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Where each insight and score of the register stands in the list as written."""

    def parts(self) -> Iterator[tuple[int, Part]]:
        """The insights whose text is apart, by their position; none where not all is right."""
        items = self.tree.get("insights") if self.tree else None
        if self.remembered is not None and isinstance(items, Parts):
            for index, part in enumerate(items.parts):
                if part is not None:
                    yield index, part

    @property
    def language(self) -> str:
        """The first language of the register, also where it could not be read; or none."""
        if self.register:
            return self.register.languages[0]
        known = "|".join(words.available())
        first = re.compile(rf"^languages: *(?:\[|[\r\n]+ *- +) *[\"']?({known})\b", re.MULTILINE)
        found = first.search(self.sources[0].text) if self.sources else None
        return found[1] if found else ""

    def without_texts(self) -> "Loaded":
        """The same for whoever has told all problems: the files as read are half of its memory."""
        return replace(self, sources=tuple(Source(each.file) for each in self.sources), tree=None)

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it that was written."""
        file = self.sources[0].file if self.sources else ""
        return place_of(self.tree, self._as_written(path), file)

    def field_name(self, path: Path) -> str:
        """The name of a value: ids where there are, else positions."""
        return field_name(self.tree, self._as_written(path))

    def _as_written(self, path: Path) -> Path:
        """A way in the register as a way in the tree, which also has what was left out."""
        match path:
            case (str() as name, int() as index, *rest) if index < len(
                self.positions.get(name, ())
            ):
                return name, self.positions[name][index], *rest
        return path


@dataclass(slots=True)
class _Reading:
    """The state of one load, from which the result is made."""

    main: str
    remembered: Remembered | None = None
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that reading on helps nobody."""
        return len(self.problems) >= MOST


MOST = 200
"""More problems than this are not listed: whoever reads them needs another file first."""

Context = dict[str, tuple[str, ...]]

_HEAD: TypeAdapter[Register] = TypeAdapter(Register)
_LISTS: dict[str, TypeAdapter[Any]] = {
    "insights": TypeAdapter(Insight),
    "scores": TypeAdapter(Score),
}
_ID = re.compile(r"\bid: *([a-z0-9-]+)")
_NAMED = ("topics", "synonyms", "segments", "sources", "parties", "journey")
"""Parts of the top level in which a broken entry can be left out for the moment."""


def load(main: str, files: Files, memo: Memo | None = None) -> Loaded:
    """Read the register whose main file is ``main``, with the files it includes.

    What ``memo`` knows isn't read again. That is for registers in which nothing is wrong; as soon
    as anything is, all is read as if there were no memo.
    """
    if memo is not None:
        found = _load(main, files, Remembered(memo))
        if not found.problems:
            return found
    found = _load(main, files)
    if not found.problems:
        return found
    from generator.register.straighten import straightened  # noqa: PLC0415  # most need none

    problems, broken = found.problems, set(found.broken)
    languages = _languages(found.tree) if found.tree else words.available()
    for source in found.sources:
        told, meant = straightened(source, problems, languages, _codes_of)
        if meant:
            problems = in_order(told)
            broken.update(name for text in meant for name in _names(_of_text(text).tree))
        if source.tree is None:
            broken.update(_ID.findall(source.text))
    odd_spaces = any(problem.code.startswith("indent-space") for problem in problems)
    if odd_spaces:  # what such a line belongs to is lost
        found = replace(found, register=None)
        problems = tuple(problem for problem in problems if not problem.field)
    return replace(found, problems=problems, broken=frozenset(broken))


def _of_text(text: str) -> Loaded:
    return _load("", InMemory({"": text.encode(errors="replace")}))


def _codes_of(text: str) -> frozenset[str]:
    found = _of_text(text)
    codes = frozenset(problem.code for problem in found.problems)
    return codes if found.tree is not None else codes | {"yaml-not-readable"}


def _names(tree: Mapping | None) -> Iterator[str]:
    """Every name in a tree to which something elsewhere can refer."""
    for part in tree.values() if tree else ():
        yield from part if isinstance(part, Mapping) else ()
        yield from _ids(part) if isinstance(part, list) else ()


def _load(main: str, files: Files, remembered: Remembered | None = None) -> Loaded:
    reading = _Reading(main, remembered)
    first = _read(main, files, reading)
    if not isinstance(first.tree, Mapping):
        if first.tree is not None:
            reading.problems.append(Problem(Place(main), "register-not-mapping"))
        return Loaded(None, in_order(reading.problems), (first,))
    parts = _parts(first.tree, files, reading)
    merged = _merged(first.tree, parts, reading)
    context: Context = {"languages": _languages(merged)}
    found = {name: tuple(_items(name, merged, context, reading)) for name in _LISTS}
    items = {name: tuple(item for _, item in each) for name, each in found.items()}
    register = None if reading.is_full else _head(merged, context, reading)
    return Loaded(
        None if register is None else register.model_copy(update=items),
        _not_too_many(in_order(_once(reading.problems, (first, *parts)))),
        (first, *parts),
        frozenset(reading.broken),
        merged,
        remembered,
        {name: tuple(index for index, _ in each) for name, each in found.items()},
    )


def load_whole(main: str, folder: Folder, memo: Memo | None = None) -> Loaded:
    """Read it with all its files as they were at one moment, also while somebody saves them.

    Raises ``TroubleError`` where they go on changing.
    """
    return folder.whole(lambda files: load(main, files, memo))


def _head(merged: Mapping, context: Context, reading: _Reading) -> Register | None:
    """The top level. Where only entries of its lists are broken, the rest goes on without."""
    head = _copy(merged)
    for name in _LISTS:
        head.pop(name, None)
    errors = _validate(_HEAD, head, (), merged, context, reading)
    if isinstance(errors, Register):
        return errors
    for way in errors:
        if way[:1] and way[0] in _NAMED and len(way) > 1:
            part = head.get(str(way[0]))  # gone, where more than one entry is broken
            if isinstance(part, Mapping) and way[1] in part:
                head[str(way[0])] = part = _copy(part)
                del part[str(way[1])]
                reading.broken.add(str(way[1]))
            elif isinstance(part, list) and isinstance(way[1], int):
                head.pop(str(way[0]))
                reading.broken.update(_ids(part))
        elif way and (way[0] in (*_NAMED, "include") or way[0] not in Register.model_fields):
            head.pop(str(way[0]), None)
    try:
        return _HEAD.validate_python(head, context=context)
    except ValidationError:
        return None


def _ids(items: list[Node]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping) and isinstance(item.get("id"), str):
            yield str(item["id"])


def _copy(tree: Mapping) -> Mapping:
    copy = Mapping(tree)
    copy.file, copy.line, copy.column = tree.file, tree.line, tree.column
    copy.keys_at = dict(tree.keys_at)
    return copy


def _not_too_many(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    if len(problems) < MOST:
        return problems
    last = problems[MOST - 1]
    return (*problems[:MOST], Problem(last.place, "too-many-problems", facts={"most": str(MOST)}))


def _once(problems: Iterable[Problem], sources: Iterable[Source]) -> Iterator[Problem]:
    """Each mistake once: what YAML made of a line that was reported is not reported again."""
    problems = list(problems)
    lost = any(problem.code == "action-not-indented" for problem in problems)
    told = {(p.place.file, p.place.line) for source in sources for p in source.problems}
    for problem in problems:
        if lost and problem.code == "value-missing" and problem.field.endswith(".actions"):
            continue
        if not problem.field or (problem.place.file, problem.place.line) not in told:
            yield problem


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
        known = reading.remembered
        source = yaml_source.read(name, content, FIELDS, known.is_entry if known else None)
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
        if not isinstance(pattern, Scalar) or not stays_inside(pattern):
            facts = {"found": shown(pattern)}
            reading.problems.append(Problem(place, "include-outside", "include", facts))
            continue
        found = [name for name in files.matching(str(pattern)) if name != reading.main]
        if not found:
            facts = {"found": shown(pattern)}
            reading.problems.append(Problem(place, "include-nothing", "include", facts))
        names.update(dict.fromkeys(found))
    return [_read(name, files, reading) for name in names]


def _merged(tree: Mapping, parts: Sequence[Source], reading: _Reading) -> Mapping:
    """One tree whose lists of insights and scores hold those of every part, in order."""
    merged = _copy(tree)
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
    merged[key] = joined(*([own] if isinstance(own, yaml_source.Sequence) else []), items)
    merged.keys_at.setdefault(key, at)


def _languages(tree: Mapping) -> tuple[str, ...]:
    """The languages named at the top, read ahead because every text depends on them."""
    found = tree.get("languages")
    if isinstance(found, list):
        known = tuple(str(item) for item in found if isinstance(item, str))
        if known:
            return tuple(dict.fromkeys(known))[:100]  # no site has more, an attack might
    return words.available()


def _items(
    name: str, tree: Mapping, context: Context, reading: _Reading
) -> Iterator[tuple[int, Any]]:
    items = tree.get(name)
    if items is None or items == "":
        return
    if not isinstance(items, list):
        fault = shape.no_list((name,), items) or shape.Fault((name,), "not-a-list")
        place = place_of(tree, fault.way, reading.main)
        if fault.at_key:
            place = replace(place, column=_key_column(tree, fault.way, place))
        reading.problems.append(Problem(place, fault.code, name, fault.facts))
        return
    for index in range(len(items)):
        if reading.is_full:
            return
        if _in_halves(name, items, index, reading):
            continue
        known = _known(name, items, index, context, reading)
        if known is not None:
            yield index, known
            continue
        item = items[index]
        value = _validate(_LISTS[name], item, (name, index), tree, context, reading)
        _keep(name, items, index, value, context, reading)
        if not isinstance(value, list):
            yield index, value
        elif isinstance(item, Mapping):
            reading.broken.update(_ids([item]))


def _in_halves(name: str, items: yaml_source.Sequence, index: int, reading: _Reading) -> bool:
    """Whether an entry was split in two by a dash too many, which is told of the first half."""
    if _is_half(name, items, index + 1):
        half = items[index + 1]
        assert isinstance(half, Mapping)
        place, key = Place(half.file, half.line, max(1, half.column - 2)), next(iter(half))
        reading.problems.append(Problem(place, "dash-too-many", "", {"key": shown(key)}))
        reading.broken.update(_ids([items[index]]))
        return True
    return _is_half(name, items, index)


def _is_half(name: str, items: yaml_source.Sequence, index: int) -> bool:
    """Whether an entry without an id has what the one above it lacks: one, with a dash too many."""
    if not 0 < index < len(items) or (isinstance(items, Parts) and items.parts[index]):
        return False
    half, above = items[index], items[index - 1]
    if not (isinstance(half, Mapping) and isinstance(above, Mapping)) or "id" in half:
        return False
    needed = {"insights": ("title", "said"), "scores": ("title", "metric")}[name]
    missing = [field for field in needed if field not in above]
    own = half.keys().isdisjoint(above) and half.keys() <= FIELDS
    return "id" in above and bool(missing) and own and all(field in half for field in missing)


def _known(name: str, items: Node, index: int, context: Context, reading: _Reading) -> Any:
    """What the entry at a position is, where that is known; ``None`` where it isn't."""
    part = items.parts[index] if isinstance(items, Parts) else None
    if part is None or reading.remembered is None:
        return None
    return reading.remembered.value(part.entry.key, name, context["languages"])


def _keep(
    name: str, items: Node, index: int, value: Any, context: Context, reading: _Reading
) -> None:
    part = items.parts[index] if isinstance(items, Parts) else None
    if part is not None and reading.remembered and not isinstance(value, list):
        reading.remembered.keep(part.entry.key, name, context["languages"], value)


def _validate(
    adapter: TypeAdapter[T],
    node: Node,
    path: Path,
    tree: Mapping,
    context: Context,
    reading: _Reading,
) -> T | list[Path]:
    """The model that a part of the tree gives, or the ways to all that is wrong in it."""
    try:
        return adapter.validate_python(node, context=context)
    except ValidationError as errors:
        faults = list(shape.faults(islice(errors.errors(include_url=False), MOST), path, tree))
    for fault in faults:
        place = place_of(tree, fault.way, reading.main)
        if fault.at_key:
            place = replace(place, column=_key_column(tree, fault.way, place))
        name = field_name(tree, fault.way)
        reading.problems.append(Problem(place, fault.code, name, fault.facts))
    return [fault.way for fault in faults]


def _key_column(tree: Node | None, way: Path, place: Place) -> int:
    """The column of the key at the end of a way, where the key itself is wrong."""
    node = tree
    for step in way[:-1]:
        if isinstance(node, Mapping | list):
            node = node[step]  # type: ignore[index]  # the way was found in this tree
    if isinstance(node, Mapping) and way[-1] in node.keys_at:
        return node.keys_at[str(way[-1])][1]
    return place.column


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
