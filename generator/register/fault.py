"""Faults: values that don't fit the models, and which of them follow from another fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.register.model import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that doesn't fit: the way to it, the code and facts of its message.

    ``at_key`` says that the name is wrong, not what stands behind it.
    """

    way: Path
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    at_key: bool = False


def without_consequences(found: list[Fault]) -> Iterator[Fault]:
    """Leave out the faults that follow from another one."""
    found = _with_its_name(found)
    near = {(f.way[:-1], f.facts.get(_MEANT[f.code])) for f in found if f.code in _MEANT}
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
        elif (fault.code in ("value-missing", "value-needed") and fault.way in waiting) or (
            fault.code == "list-empty" and any(f.way[:-1] == fault.way for f in found)
        ):
            continue
        elif fault.code in _TOGETHER:
            same = fault.way[:-1], fault.code, fault.facts[_TOGETHER[fault.code]]
            if same in told:
                continue
            told.add(same)
        yield fault


_MEANT = {"unknown-key": "nearest", "space-after-colon": "key", "language-in-name": "name"}
"""What stands in the place of a field that seems to be missing, and the fact that names that."""
_TOGETHER = {"key-elsewhere": "owner", "key-not-indented": "parent", "language-in-name": "name"}
"""What is told once for all names of a group that belong to the same, and the fact that says so."""


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
