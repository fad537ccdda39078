"""Personal data that must go by law: out of every edition, with a tombstone that says so.

Whole texts are removed, never a single word: whoever knows the rest of a sentence could try
names against the digest of the old file until one fits.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from generator.editions.changes import distinct, texts
from generator.editions.edition import Edition, Removal, canonical
from generator.prose import Text
from generator.register.model import Register
from generator.words import words


@dataclass(frozen=True, slots=True)
class Removed:
    """The files that replace those of earlier editions, by name, and what a later one says of it.

    ``texts`` are what was removed, in every language: for looking whether it stands elsewhere.
    """

    files: dict[str, bytes]
    removals: tuple[Removal, ...]
    texts: frozenset[str]


def remove(editions: Sequence[Edition], places: Sequence[str], day: date) -> Removed:
    """Replace every text at or below some places, in every edition that has it.

    A place is written as in messages: ``insights.phone-waiting.said``.
    """
    files, removals, gone = {}, [], set[str]()
    done = {
        (past.edition, place) for one in editions for past in one.removed for place in past.places
    }
    for edition in editions:
        tree = json.loads(edition.content)
        found = []
        for names, text in texts(edition.register):
            here = ".".join(names)
            asked = any(here == place or here.startswith(f"{place}.") for place in places)
            if not asked or (edition.id, here) in done:
                continue
            if _replace(tree["register"], names, text, day):
                found.append(here)
                gone.update(text.versions.values())
        if found:
            content = canonical(tree)
            files[edition.file] = content
            now = sha256(content).hexdigest()
            removals.append(
                Removal(
                    date=day.isoformat(),
                    edition=edition.id,
                    was=edition.sha256,
                    now=now,
                    places=tuple(sorted(found)),
                )
            )
    return Removed(files, tuple(removals), frozenset(gone))


def still_has(register: Register, gone: frozenset[str]) -> list[tuple[str, ...]]:
    """Where a register still has one of the removed texts, in names."""
    return [
        names
        for names, text in texts(register)
        if any(version in gone for version in text.versions.values())
    ]


def still_published(editions: Sequence[Edition], removed: Removed) -> Iterator[tuple[str, str]]:
    """The editions that still have one of the removed texts, each with the place: news whose day
    was put right stands in older ones under the day it had."""
    for edition in editions if removed.texts else ():
        tree = json.loads(removed.files.get(edition.file, edition.content))
        for names, text in texts(edition.register):
            if removed.texts.isdisjoint(text.versions.values()):
                continue
            holder = _holder(tree["register"], names)
            now = holder[names[-1]] if holder else {}
            if not removed.texts.isdisjoint(now.values() if isinstance(now, dict) else [now]):
                yield edition.id, ".".join(names)


def _replace(tree: Any, names: tuple[str, ...], text: Text, day: date) -> bool:
    """Put a tombstone at a place of an edition's file, where that has it in full."""
    holder = _holder(tree, names)
    if holder:
        holder[names[-1]] = {
            language: words(language)("edition.tombstone", day=day) for language in text.versions
        }
    return bool(holder)


def _holder(tree: Any, names: tuple[str, ...]) -> dict[str, Any] | None:
    """The object with the text at a place, in the JSON of an edition that has it in full."""
    node = tree
    for name in names[:-1]:
        node = _entries(node).get(name) if isinstance(node, list) else node.get(name)
        if node is None:
            return None
    return node if names[-1] in node else None


def _entries(items: list[Any]) -> dict[str, Any]:
    """The entries of a list by what names them, as in :func:`~generator.editions.changes.texts`."""
    keys = ("id", "date", "period", "url")
    names = (next(str(item[key]) for key in keys if key in item) for item in items)
    return dict(zip(distinct(names), items, strict=True))
