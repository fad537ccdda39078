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


class Screening(Protocol):
    """Runs rules on insights as they are read, as if they were a register of their own."""

    @property
    def stamp(self) -> bytes:
        """A digest of everything but the insights on which the outcome depends."""

    def __call__(
        self, source: Source, found: Sequence[Insight], languages: Sequence[str]
    ) -> Iterable[str]:
        """The codes of the rules that found nothing in ``found``."""


@dataclass(frozen=True, slots=True)
class Known:
    """A run that was read: its entries, and the codes of the rules that found nothing there."""

    key: bytes
    values: Sequence[Any]
    cleared: frozenset[str]


def digest(*parts: bytes) -> bytes:
    """A digest (16 bytes) of some parts; where one part ends counts too."""
    made = blake2b(digest_size=_SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


class Remembered:
    """The runs that were read before; ``key`` is always a digest of the text of one."""

    def __init__(self, memo: Memo, screening: Screening | None = None) -> None:
        self._memo = memo
        self._screening = screening
        self.stamp = screening.stamp if screening else b""
        """The stamp of the screening; empty without one."""
        self._made: dict[bytes, Known] = {}

    def find(self, key: bytes, part: str, languages: Sequence[str]) -> Known | None:
        """A run that was read before, or ``None``."""
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
        """Remember the entries of a run, and which rules find nothing in it."""
        name = self._of(key, part, languages)
        cleared: tuple[str, ...] = ()
        if self._screening and part == "insights":
            cleared = tuple(self._screening(source, values, languages))
        self._made[name] = Known(name, values, frozenset(cleared))
        self._memo.used[name] = (marshal.dumps([plain(value) for value in values]), cleared)

    def cleared_later(self, known: Known) -> frozenset[str]:
        """The codes of the slower rules, run after reading, that found nothing in a run."""
        return frozenset(self._memo.find(digest(known.key, b"later")) or ())

    def clear_later(self, known: Known, codes: Iterable[str]) -> None:
        """Remember the codes of slower rules that found nothing in a run."""
        self._memo.used[digest(known.key, b"later")] = tuple(codes)

    def _of(self, key: bytes, part: str, languages: Sequence[str]) -> bytes:
        each = (language.encode() for language in languages)
        return digest(key, part.encode(), self.stamp, *each)
