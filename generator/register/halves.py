"""An entry of a list that one dash too many has cut in two."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from generator.register.fault import Fault
from generator.register.fields import shown
from generator.register.model import Path
from generator.register.outline import model_at
from generator.register.tree import Mapping, Node, at


def is_half(half: Node | None, above: Node | None, model: type[BaseModel]) -> bool:
    """Whether an entry has what the one above it lacks, and not the field with which each begins.

    Together they are one entry; nothing stands in both, so neither was meant as another.
    """
    if not isinstance(half, Mapping) or not isinstance(above, Mapping) or not half:
        return False
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    begins = needed[0] in above and needed[0] not in half
    own = half.keys() <= model.model_fields.keys() and half.keys().isdisjoint(above)
    return begins and own and all(name in half or name in above for name in needed)


def with_halves(faults: Iterable[Fault], tree: Mapping) -> Iterator[Fault]:
    """One fault for an entry in halves, in the place of all that each half lacks."""
    found = list(faults)
    lacking = dict.fromkeys(f.way for f in found if f.code == "field-missing")
    halves = [way for way in lacking if _is_half_at(way, tree)]
    gone = {*halves, *((*way[:-1], way[-1] - 1) for way in halves if isinstance(way[-1], int))}
    yield from (f for f in found if f.code != "field-missing" or f.way not in gone)
    for way in halves:
        yield Fault(way, "dash-too-many", {"key": shown(next(iter(at(tree, way))))})


def _is_half_at(way: Path, tree: Mapping) -> bool:
    model = model_at(way) if way and isinstance(way[-1], int) and way[-1] > 0 else None
    if model is None or not isinstance(way[-1], int):
        return False
    return is_half(at(tree, way), at(tree, (*way[:-1], way[-1] - 1)), model)
