"""What was read before: insights and scores by a digest of the text they were read from.

Kept in memory by a preview, and between builds as one file. The file is read with an unpickler
that knows the classes of the register and nothing else: damaged or made by somebody else, it can
hold other texts, as any file below the same folder can, but it can't make anything run. It starts
with a digest of the rest and of the program that wrote it; anything else is as good as no file.
"""

import io
import pickle
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import blake2b
from typing import Any

from generator.prose import Text
from generator.register import model
from generator.register.period import Period

_SIZE = 16


def digest(*parts: bytes) -> bytes:
    """A digest, long enough for no two texts ever to have the same by accident."""
    made = blake2b(digest_size=_SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


@dataclass(slots=True)
class Known:
    """An insight or score, and the languages of the site for which it was read.

    ``fine`` has that for which the rules that look at one insight found nothing in it.
    """

    part: str
    languages: tuple[str, ...]
    value: Any
    fine: set[Hashable] = field(default_factory=set)


class Memo:
    """What is known, by the digest of a text; ``program`` says who may use it again."""

    def __init__(self, program: bytes = b"", content: bytes = b"") -> None:
        self._program = program
        self._known: dict[bytes, Known] = {}
        self._left = dict(_unpacked(program, content))
        self._used: set[bytes] = set()

    def get(self, key: bytes) -> Known | None:
        """What is known of a text."""
        if key not in self._known and key in self._left:
            try:
                found = _Reader(io.BytesIO(self._left[key])).load()
            except Exception:  # noqa: BLE001  # whatever is wrong with it, it is read anew
                found = None
            if isinstance(found, Known):
                self._known[key] = found
            else:
                del self._left[key]
        known = self._known.get(key)
        if known is not None:
            self._used.add(key)
        return known

    def put(self, key: bytes, known: Known) -> None:
        """Keep what was read."""
        self._used.add(key)
        self._left.pop(key, None)
        self._known[key] = known

    def fine(self, key: bytes, stamp: Hashable) -> None:
        """Keep that nothing is wrong in it, as far as the rules named by the stamp know."""
        known = self._known[key]
        if stamp not in known.fine:
            known.fine.add(stamp)
            self._left.pop(key, None)

    def begin(self) -> None:
        """A new reading begins: what it doesn't use is forgotten at its :meth:`end`."""
        self._used = set()

    def end(self) -> None:
        """Forget what the register no longer has."""
        self._known = {key: self._known[key] for key in self._known if key in self._used}
        self._left = {key: self._left[key] for key in self._left if key in self._used}

    def packed(self) -> bytes:
        """The memo as a file."""
        parts: list[bytes] = []
        for key in sorted(self._used):
            body = self._left.get(key)
            if body is None:
                body = pickle.dumps(self._known[key], protocol=5)
            parts += (key, len(body).to_bytes(4, "big"), body)
        rest = b"".join(parts)
        return digest(self._program, rest) + rest


def _unpacked(program: bytes, content: bytes) -> Iterator[tuple[bytes, bytes]]:
    rest = memoryview(content)[_SIZE:]
    if not rest or digest(program, bytes(rest)) != content[:_SIZE]:
        return
    at = 0
    while at < len(rest):
        key = bytes(rest[at : at + _SIZE])
        size = int.from_bytes(rest[at + _SIZE : at + _SIZE + 4], "big")
        at += _SIZE + 4
        yield key, bytes(rest[at : at + size])
        at += size


def _classes() -> Iterator[type]:
    yield from (Known, Text, Period, date, Decimal)
    for found in vars(model).values():
        if isinstance(found, type) and issubclass(found, (model.Written, Enum)):
            yield found


_CLASSES = {(found.__module__, found.__qualname__): found for found in _classes()}


class _Reader(pickle.Unpickler):
    """Makes values of the register, and no others."""

    def find_class(self, module: str, name: str) -> Any:
        """The class with this name; raises ``KeyError`` for all that is not of the register."""
        return _CLASSES[module, name]
