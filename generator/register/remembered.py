"""Insights and scores that were read before, by a digest of the text they were read from.

They are kept as pickles, read by an unpickler that knows the classes of the register and nothing
else: a file made by somebody else can hold other texts, as any file below the same folder can, but
it can't make anything run.
"""

import io
import pickle
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import blake2b
from typing import Any

from generator.memo import Memo
from generator.prose import Text
from generator.register import model
from generator.register.period import Period

_SIZE = 16


def digest(*parts: bytes) -> bytes:
    """A digest of some texts, long enough for no two ever to have the same by accident."""
    made = blake2b(digest_size=_SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


class Remembered:
    """What is known of entries; ``key`` is always the digest of the text of one."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def is_entry(self, key: bytes) -> bool:
        """Whether the text was read, and is an entry that can be read alone."""
        return self._memo.find(key) is True

    def value(self, key: bytes, part: str, languages: Sequence[str]) -> Any:
        """The insight or score that the text is; ``None`` where that isn't known."""
        kept = self._memo.find(_of(key, part, languages))
        if not isinstance(kept, bytes):
            return None
        try:
            found = _Reader(io.BytesIO(kept)).load()
        except Exception:  # noqa: BLE001  # whatever is wrong with it, the text is read again
            return None
        return found if isinstance(found, model.Insight | model.Score) else None

    def keep(self, key: bytes, part: str, languages: Sequence[str], value: object) -> None:
        """Remember what an entry is."""
        self._memo.used[key] = True
        self._memo.used[_of(key, part, languages)] = pickle.dumps(value, protocol=5)

    def is_fine(self, key: bytes, rules: bytes) -> bool:
        """Whether some rules found nothing in an entry."""
        return self._memo.find(digest(key, rules)) is True

    def keep_fine(self, key: bytes, rules: bytes) -> None:
        """Remember that they didn't."""
        self._memo.used[digest(key, rules)] = True


def _of(key: bytes, part: str, languages: Sequence[str]) -> bytes:
    return digest(key, part.encode(), *(language.encode() for language in languages))


def _classes() -> Iterator[type]:
    yield from (Text, Period, date, Decimal)
    for found in vars(model).values():
        if isinstance(found, type) and issubclass(found, (model.Written, Enum)):
            yield found


_CLASSES = {(found.__module__, found.__qualname__): found for found in _classes()}


class _Reader(pickle.Unpickler):
    """Makes values of the register, and no others."""

    def find_class(self, module: str, name: str) -> Any:
        """The class with this name; raises ``KeyError`` for all that is not of the register."""
        return _CLASSES[module, name]
