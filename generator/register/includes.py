"""The main file of a register and the files it includes, as one tree."""

import errno
from collections.abc import Sequence as Several
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Protocol

from generator.files import NO_FILE, OUTSIDE, stays_inside
from generator.problems import Place, Problem
from generator.register import source
from generator.register.fields import shown
from generator.register.loaded import Reading
from generator.register.model import Register
from generator.register.outline import a_list_of
from generator.register.parts import LISTS, joined
from generator.register.tree import (
    Mapping,
    Scalar,
    Sequence,
    Source,
    copy_of,
    key_column,
    place_of,
)
from generator.register.unknown import meant


class Files(Protocol):
    """Where register files come from: a folder on disk, or a mapping in a test."""

    def read(self, name: str) -> bytes:
        """The content of a file; raises ``OSError`` with a reason when it can't be read."""

    def matching(self, pattern: str) -> Several[str]:
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


_WHY: dict[str | int, str] = {
    OUTSIDE: "outside",
    NO_FILE: "no-file",
    errno.EACCES: "not-allowed",
    errno.EFBIG: "too-large",
    errno.EISDIR: "no-file",
    errno.ELOOP: "round",
    errno.ENOENT: "not-there",
}
"""What keeps a file from being read → its words below ``unread``."""


def read_file(name: str, files: Files, reading: Reading) -> Source:
    """One file; that it can't be read is a problem like any other."""
    try:
        content = files.read(name)
    except OSError as error:
        found = Source(name)
        said = error.strerror or str(error)
        why = _WHY.get(said) or _WHY.get(error.errno or 0) or said
        found.report("file-not-readable", 1, 1, file=name, why=why)
    else:
        found = source.read(name, content, in_parts=reading.remembered is not None)
    reading.problems.extend(found.problems)
    return found


def _part(name: str, files: Files, reading: Reading) -> Source:
    """A file of some insights and scores; an empty one is told what belongs in it."""
    found, told = read_file(name, files, reading), len(reading.problems)
    if any(problem.code == "file-empty" for problem in found.problems):
        reading.problems[told - len(found.problems) :] = [Problem(Place(name), "part-not-mapping")]
    return found


def included(tree: Mapping, files: Files, reading: Reading) -> list[Source]:
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
    return [_part(name, files, reading) for name in names]


_LOST = frozenset(("id", "title", "said", "heard", "points"))
"""Fields of an insight or a score that stands in a file by itself, without its list."""


def merged_with(tree: Mapping, parts: Several[Source], reading: Reading) -> Mapping:
    """One tree whose lists of insights and scores hold those of every part, in order."""
    merged = copy_of(tree)
    for part in parts:
        if part.tree is None:
            continue
        if not isinstance(part.tree, Mapping):
            reading.problems.append(Problem(Place(part.file), "part-not-mapping"))
            continue
        if not _LOST.isdisjoint(part.tree) and set(LISTS).isdisjoint(part.tree):
            reading.problems.append(Problem(Place(part.file), "part-not-mapping"))
            continue
        for key, value in part.tree.items():
            if key not in LISTS:
                place = place_of(part.tree, (key,), part.file)
                place = replace(place, column=key_column(part.tree, (key,), place))
                facts = {"key": shown(key), "nearest": meant(key, LISTS)}
                code = "part-key" if key in Register.model_fields else "unknown-key"
                reading.problems.append(Problem(place, code, shown(key), facts))
            elif not isinstance(value, Sequence):
                place = place_of(part.tree, (key,), part.file)
                reading.problems.append(Problem(place, "not-a-list", key, a_list_of((key,))))
            else:
                _extend(merged, key, value, part.tree.keys_at[key])
    return merged


def _extend(merged: Mapping, key: str, items: Sequence, at: tuple[int, int]) -> None:
    own = merged.get(key)
    merged[key] = joined(*([own] if isinstance(own, Sequence) else []), items)
    merged.keys_at.setdefault(key, at)
