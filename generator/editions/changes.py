"""Everything that differs between two registers, field by field: no field escapes.

Entries of a list are matched by what names them (an id, a date, a period, an address), so that
adding one in the middle is one change. :mod:`~generator.editions.differences` says what a change
means, :mod:`~generator.editions.refusals` whether it may happen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from generator.editions.edition import UNPUBLISHED
from generator.prose import Text
from generator.register.model import (
    Action,
    Break,
    Correction,
    Heard,
    Insight,
    Link,
    Path,
    Point,
    Register,
    Score,
    Step,
    Update,
    Written,
)

W = TypeVar("W", bound=Written)

_NAMED_BY: Mapping[type[Written], str] = {
    Insight: "id",
    Action: "id",
    Score: "id",
    Step: "id",
    Update: "date",
    Correction: "date",
    Heard: "period",
    Break: "period",
    Point: "period",
    Link: "url",
}
_MAY_BE_RENAMED = (Update, Correction, Heard, Break, Link)
"""What has no id: where only the date, period or address differs, that is the change."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field, or an entry of a list, that differs; ``None`` is what isn't there.

    ``names`` is the way to it in words, such as ``insights, phone-waiting, actions, routing,
    date``; ``fields`` the same without the names of entries: ``insights, actions, date``.
    ``path`` is the way in the new register, as far as it goes; ``around`` are the entries it is
    in, in the new register, the outermost first.
    """

    names: tuple[str, ...]
    fields: tuple[str, ...]
    path: Path
    old: Any
    new: Any
    around: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    names: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    path: Path = ()
    around: tuple[Written, ...] = ()

    def field(self, name: str) -> "_Way":
        return _Way((*self.names, name), (*self.fields, name), (*self.path, name), self.around)

    def entry(self, name: str, position: str | int | None, new: Written | None) -> "_Way":
        path = self.path if position is None else (*self.path, position)
        around = self.around if new is None else (*self.around, new)
        return _Way((*self.names, name), self.fields, path, around)


def changes(old: Register, new: Register) -> Iterator[Change]:
    """Every change from one register to the next, in the order of the fields."""
    yield from _of_model(old, new, _Way())


def changes_beside_insights(old: Register, new: Register) -> Iterator[Change]:
    """Every change outside of insights; :func:`insights_apart` gives the insights that differ."""
    nothing = {"insights": ()}
    yield from changes(old.model_copy(update=nothing), new.model_copy(update=nothing))
    yield from _order(_named(old.insights), _named(new.insights), _Way().field("insights"))


def insights_apart(
    old: Register, new: Register
) -> Iterator[tuple[int | None, Insight | None, Insight | None]]:
    """The insights that differ: the place in the new register, what it was, and what it is."""
    before = _named(old.insights)
    for place, (name, insight) in enumerate(_named(new.insights).items()):
        was = before.pop(name, None)
        if was is not insight and was != insight:
            yield place, was, insight
    for gone in before.values():
        yield None, gone, None


def changes_of_insight(
    place: int | None, old: Insight | None, new: Insight | None
) -> Iterator[Change]:
    """Every change of an insight that came, went or differs; ``place`` is as above."""
    one = new or old
    assert one is not None, "an insight before or after"
    yield from _of_entry(old, new, _Way().field("insights"), one.id, place)


def changes_inside(change: Change, old: Written) -> Iterator[Change]:
    """The changes from ``old`` to a new entry, where ``old`` is a copy with some fields emptied."""
    around = (*change.around, change.new)
    yield from _of_model(old, change.new, _Way(change.names, change.fields, change.path, around))


def _of_model(old: Written, new: Written, way: _Way) -> Iterator[Change]:
    for name in type(new).model_fields:
        if name in UNPUBLISHED:
            continue
        before, after = getattr(old, name), getattr(new, name)
        if before is not after and before != after:
            yield from _of_value(before, after, way.field(name))


def _of_value(old: Any, new: Any, way: _Way) -> Iterator[Change]:
    if _is_list(old) and _is_list(new):
        yield from _of_list(old, new, way)
    elif isinstance(old, dict) and isinstance(new, dict) and way.fields[-1] != "counts":
        for name in dict.fromkeys([*old, *new]):
            before, after = old.get(name), new.get(name)
            if before != after:
                yield from _of_entry(before, after, way, name, name if name in new else None)
    elif isinstance(old, Written) and isinstance(new, Written):
        yield from _of_model(old, new, way)
    else:
        yield Change(way.names, way.fields, way.path, old, new, way.around)


def path_to(value: Any, names: Iterable[str]) -> Path:
    """The way, with positions, to what stands at a way in names."""
    path: list[str | int] = []
    for name in names:
        if isinstance(value, tuple):
            step = list(_named(value)).index(name)
            path.append(step)
            value = value[step]
        else:
            path.append(name)
            value = value[name] if isinstance(value, dict) else getattr(value, name)
    return tuple(path)


def _is_list(value: object) -> bool:
    return isinstance(value, tuple) and (not value or isinstance(value[0], Written))


def _of_list(old: tuple[Written, ...], new: tuple[Written, ...], way: _Way) -> Iterator[Change]:
    before, after = _named(old), _named(new)
    renamed = _renamed(before, after)
    before = {renamed.get(name, name): item for name, item in before.items()}
    yield from _order(before, after, way)
    positions = {name: index for index, name in enumerate(after)}
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        if was is not now and was != now:
            yield from _of_entry(was, now, way, name, positions.get(name))


def _order(
    before: Mapping[str, Written], after: Mapping[str, Written], way: _Way
) -> Iterator[Change]:
    """The change of order, where the entries that stayed come in another one."""
    if [name for name in before if name in after] != [name for name in after if name in before]:
        order = way.field("order")
        yield Change(order.names, order.fields, way.path, tuple(before), tuple(after), way.around)


def _of_entry(
    old: Any, new: Any, way: _Way, name: str, position: str | int | None
) -> Iterator[Change]:
    inside = way.entry(name, position, new if isinstance(new, Written) else None)
    if isinstance(old, Written) and isinstance(new, Written):
        yield from _of_model(old, new, inside)
    else:
        yield Change(inside.names, inside.fields, inside.path, old, new, way.around)


def _named(items: tuple[W, ...]) -> dict[str, W]:
    """Entries of a list by the field that names them, such as their id or date."""
    plain = {str(getattr(item, _NAMED_BY[type(item)])): item for item in items}
    if len(plain) == len(items):
        return plain
    names = (str(getattr(item, _NAMED_BY[type(item)])) for item in items)
    return dict(zip(distinct(names), items, strict=True))


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names of entries; the second of the same name is called ``name (2)``."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _renamed(before: Mapping[str, Written], after: Mapping[str, Written]) -> dict[str, str]:
    """Entries that only have another date, period or address now, and news with the same text on
    another date, also with another promise: old name to new name."""
    came = {name: item for name, item in after.items() if name not in before}
    found: dict[str, str] = {}
    for is_same in (_is_renamed, _has_same_text):
        for name, item in before.items():
            if name in after or name in found or not isinstance(item, _MAY_BE_RENAMED):
                continue
            other = next((other for other, one in came.items() if is_same(item, one)), None)
            if other is not None:
                found[name] = other
                del came[other]
    return found


def _is_renamed(old: Written, new: Written) -> bool:
    key = _NAMED_BY[type(old)]
    return old.model_copy(update={key: getattr(new, key)}) == new


def _has_same_text(old: Written, new: Written) -> bool:
    return isinstance(old, Update) and isinstance(new, Update) and old.text == new.text


def texts(value: Written, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Every text below a value, with the way to it."""
    for name in type(value).model_fields:
        part = getattr(value, name)
        if isinstance(part, Text):
            yield (*names, name), part
        elif isinstance(part, Written):
            yield from texts(part, (*names, name))
        elif isinstance(part, dict) or _is_list(part):
            entries = part if isinstance(part, dict) else _named(part)
            for key, entry in entries.items():
                if isinstance(entry, Text):
                    yield (*names, name, key), entry
                elif isinstance(entry, Written):
                    yield from texts(entry, (*names, name, key))
