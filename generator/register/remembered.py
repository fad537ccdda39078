"""Insights and scores that were read before, by a digest of the text they were read from.

They are kept run by run, in a plain form of which nothing else can be made than values of the
register: a file made by somebody else can hold other texts, as any file below the same folder can,
but it can't make anything run.
"""

import marshal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol

from generator.memo import Memo
from generator.register.forms import maker, plain
from generator.register.model import Insight, Score, Written
from generator.register.tree import Source

_SIZE = 16
_MODELS: dict[str, type[Written]] = {"insights": Insight, "scores": Score}


class Look(Protocol):
    """Looks at insights that are read, as if they were a register of their own."""

    @property
    def stamp(self) -> bytes:
        """A digest of all on which it depends what is found."""

    def __call__(
        self, source: Source, found: Sequence[Insight], languages: Sequence[str]
    ) -> Iterable[str]:
        """The codes of the rules that found nothing in them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a run: its entries, and the codes of the rules that found nothing there."""

    key: bytes
    values: Sequence[Any]
    cleared: frozenset[str]


def digest(*parts: bytes) -> bytes:
    """A digest of some texts, long enough for no two ever to have the same by accident."""
    made = blake2b(digest_size=_SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


class Remembered:
    """What is known of runs of entries; ``key`` is always a digest of the text of one."""

    def __init__(self, memo: Memo, look: Look | None = None) -> None:
        self._memo = memo
        self._look = look
        self.stamp = look.stamp if look else b""
        """A digest of all on which it depends what a look at them finds."""
        self._made: dict[bytes, Known] = {}

    def find(self, key: bytes, part: str, languages: Sequence[str]) -> Known | None:
        """What is known of a run; ``None`` where that is nothing."""
        name = self._of(key, part, languages)
        if made := self._made.get(name):
            return made
        make = maker(_MODELS[part])
        try:
            kept, cleared = self._memo.find(name)
            forms = marshal.loads(kept)  # noqa: S302  # the memo is byte for byte as it was left
            known = Known(name, [make(form) for form in forms], frozenset(cleared))
        except Exception:  # noqa: BLE001  # whatever is wrong with it, the text is read again
            return None
        self._made[name] = known
        return known

    def keep(
        self, key: bytes, part: str, languages: Sequence[str], values: Sequence[Any], source: Source
    ) -> None:
        """Remember the entries of a run that was read, and what was found in it."""
        name = self._of(key, part, languages)
        cleared: tuple[str, ...] = ()
        if self._look and part == "insights":
            cleared = tuple(self._look(source, values, languages))
        self._made[name] = Known(name, values, frozenset(cleared))
        self._memo.used[name] = (marshal.dumps([plain(value) for value in values]), cleared)

    def cleared_later(self, known: Known) -> frozenset[str]:
        """The codes of the rules that found nothing in a run when they looked at them all."""
        return frozenset(self._memo.find(digest(known.key, b"later")) or ())

    def clear_later(self, known: Known, codes: Iterable[str]) -> None:
        """Remember them."""
        self._memo.used[digest(known.key, b"later")] = tuple(codes)

    def _of(self, key: bytes, part: str, languages: Sequence[str]) -> bytes:
        each = (language.encode() for language in languages)
        return digest(key, part.encode(), self.stamp, *each)
