"""One edition: what was public on a day, frozen into bytes that never change.

**Canonical form**, so that the same state always gives the same bytes:

- JSON (RFC 8259) in UTF-8 without a byte order mark; characters stand as themselves, and only
  ``"``, ``\\`` and control characters are escaped, as JSON asks;
- the keys of every object in order of their code points;
- every value and every closing bracket on a line of its own, without indentation: ``{``, ``[``
  and ``,`` end a line, ``": "`` stands between a key and its value, and an empty object or list
  is ``{}`` or ``[]``; lines end in LF, also the last one;
- whole numbers as digits; other numbers in the fewest digits that give back the same number, as
  Python writes them (at most nine digits before the point and six after it);
- dates and periods as the register writes them, in text;
- a field that was left out is left out here too, and so are empty lists and ``final: false``.
  ``severity``, ``impact`` and the other choices that have a value of their own when left out are
  written in full: a default of a later year must not change what an edition said.

``python3 -m json.tool --sort-keys --no-ensure-ascii --indent 0 FILE`` gives the same bytes back.

**Every text once.** An insight or score that is what it was in the edition before is written as
its id and ``unchanged_since``: the edition that has it in full. The chain of digests covers that
file too, so this says as much as a copy, in a twentieth of the size; and what must be removed by
law stands in one place instead of in twenty.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from generator.facts.suppression import NOTHING, Withheld
from generator.prose import Text
from generator.register.fields import Day, Id, text_as_json
from generator.register.model import Register, Written
from generator.register.parts import LISTS

FORMAT = 1
"""The version of the form described above."""

UNPUBLISHED = frozenset({"include", "synonyms"})
"""No statement, so in no edition: how staff split files, and words to search by."""

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Previous(Written):
    """The edition before: its id and the SHA-256 of its file, in hexadecimal."""

    id: Id
    sha256: Sha256


class Removal(Written):
    """Says in public that texts were taken out of an earlier edition; never what they said.

    ``was`` is the SHA-256 of the file before, ``now`` that of the file which replaced it;
    ``places`` are the ways to the texts, such as ``insights.phone-waiting.said``.
    """

    date: Day
    edition: Id
    was: Sha256
    now: Sha256
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What was public on a day. ``content`` is its file, ``sha256`` the digest of that.

    ``removed`` is what this edition says was taken out of earlier ones. ``stands_in`` has, for
    each insight and score (``insights.phone-waiting``), the id of the edition with its full text.
    ``withheld`` has, per id of a score, the periods that were measured but not published: without
    it a verdict would be "too early" here and "withheld" on the site.
    """

    id: str
    title: Text | None
    date: date
    previous: Previous | None
    removed: tuple[Removal, ...]
    register: Register
    stands_in: Mapping[str, str]
    content: bytes
    sha256: str
    withheld: Withheld

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.id}.json"


def canonical(value: object) -> bytes:
    """A value of JSON in the form described above."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=0)
    return f"{text}\n".encode()


def freeze(
    register: Register,
    name: str,
    day: date,
    before: Edition | None = None,
    title: Text | None = None,
    removed: Sequence[Removal] = (),
    withheld: Withheld = NOTHING,
) -> bytes:
    """The bytes of a new edition's file; ``register`` holds only what may be published."""
    plain: dict[str, Any] = {
        "format": FORMAT,
        "id": name,
        "date": day.isoformat(),
        "previous": {"id": before.id, "sha256": before.sha256} if before else None,
        "register": _shortened(plain_register(register, UNPUBLISHED), register, before),
    }
    if title:
        plain["title"] = text_as_json(title)
    if removed:
        plain["removed"] = [removal.model_dump(mode="json") for removal in removed]
    left_out = {name: sorted(p.text for p in periods) for name, periods in withheld.items()}
    if any(left_out.values()):
        plain["withheld"] = without_empty(left_out)
    return canonical(plain)


def plain_register(
    register: Register, without: frozenset[str] = frozenset({"include"})
) -> dict[str, Any]:
    """A register as JSON in the form of ``actions.yaml``, without the fields in ``without``."""
    dumped = register.model_dump(mode="json", exclude=set(without))
    plain: dict[str, Any] = without_empty(dumped)
    return plain | {"format": int(register.format)}


def without_empty(value: Any) -> Any:
    """JSON without members that are ``None``, an empty list or ``false``."""
    if isinstance(value, dict):
        return {
            key: without_empty(part)
            for key, part in value.items()
            if part is not None and part != [] and part is not False
        }
    if isinstance(value, list):
        return [without_empty(part) for part in value]
    return value


def _shortened(plain: dict[str, Any], register: Register, before: Edition | None) -> dict[str, Any]:
    """A register as JSON in which entries that didn't change refer to an earlier edition."""
    if before is None or before.register.languages != register.languages:
        return plain
    short = dict(plain)
    for name in LISTS:
        known = {item.id: item for item in getattr(before.register, name)}
        items = zip(getattr(register, name), plain.get(name, ()), strict=False)
        short[name] = [
            {"id": item.id, "unchanged_since": before.stands_in[f"{name}.{item.id}"]}
            if known.get(item.id) == item
            else full
            for item, full in items
        ]
    found: dict[str, Any] = without_empty(short)
    return found
