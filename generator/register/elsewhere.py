"""Entries that stand in the list of something else.

Either the line with the name of their own list was lost::

    journey:
      - {id: help, label: Getting help}
      - id: phone-waiting      # the line 'insights:' stood above this one
        title: Long waits on the phone
        said: You wait too long.

or they were pasted into the wrong list. They are read as what they are, so that only this is told.
"""

from collections.abc import Iterable
from itertools import product
from typing import TypeGuard

from generator.problems import Place, Problem
from generator.register.loaded import Reading
from generator.register.parts import LISTS, joined
from generator.register.tree import Mapping, Node, Sequence, copy_of

_TELLING = {"insights": {"said", "heard"}, "scores": {"metric", "points"}}
"""Fields that an entry of one list has, and of no other."""


def brought_home(tree: Mapping, reading: Reading) -> Mapping:
    """The tree with each insight and score in its own list; the first of those that stood in
    another is told."""
    found = copy_of(tree)
    for name, home in product(("journey", *LISTS), LISTS):
        items = found.get(name)
        if name == home or not isinstance(items, Sequence):
            continue
        away = [item for item in items if _belongs(item, home, name)]
        if not away:
            continue
        first, own = away[0], found.get(home)
        code = "entry-elsewhere" if home in tree else "list-name-lost"
        place = Place(first.file, first.line, max(1, first.column - 2))
        reading.problems.append(Problem(place, code, name, {"key": home, "found": name}))
        found[name] = _beside(items, (item for item in items if not _belongs(item, home, name)))
        moved = _beside(items, away)
        found[home] = joined(own, moved) if isinstance(own, Sequence) else moved
        found.keys_at.setdefault(home, (first.line, 1))
    return found


def _belongs(item: Node, home: str, name: str) -> TypeGuard[Mapping]:
    """Whether an item that stands in the list called ``name`` belongs in another."""
    return (
        isinstance(item, Mapping)
        and not _TELLING[home].isdisjoint(item)
        and _TELLING.get(name, set()).isdisjoint(item)
    )


def _beside(items: Sequence, some: Iterable[Node]) -> Sequence:
    """Some of the items of a list, as a list in its place."""
    found = Sequence(some)
    found.line, found.column = items.line, items.column
    return found
