"""Results of earlier runs, by a digest of everything that each was made from.

A recalled value equals the one that would be made again, so a memo saves time and changes nothing
else. Only what the last run used is kept for the next, and some more where several sites share a
memo.
"""

import marshal
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar, cast

from generator.cache import Cache

T = TypeVar("T")


class Memo:
    """Values that can be written down: numbers, texts, bytes, and tuples and lists of them."""

    def __init__(self, read: Callable[[], dict[bytes, Any]] = dict) -> None:
        self._read = read
        self.used: dict[bytes, Any] = {}

    @cached_property
    def _left(self) -> dict[bytes, Any]:
        """The values of the last run, read when the first one is asked for."""
        return self._read()

    @property
    def is_open(self) -> bool:
        """Whether any value was asked for or added."""
        return "_left" in self.__dict__ or bool(self.used)

    def recall(self, key: bytes, make: Callable[[], T]) -> T:
        """The value under a key; made with ``make`` and remembered where there is none."""
        value = self.find(key)
        if value is None:
            value = self.used[key] = make()
        return cast("T", value)

    def find(self, key: bytes) -> Any:
        """The value under a key, or ``None``."""
        value = self.used.get(key)
        if value is None:
            value = self._left.get(key)
            if value is not None:
                self.used[key] = value
        return value

    def to_keep(self, spare: int) -> dict[bytes, Any] | None:
        """The used values, and ``spare`` older ones; ``None`` where the file has just these."""
        others = ((key, value) for key, value in self._left.items() if key not in self.used)
        kept = self.used | dict(islice(others, spare))
        return kept if kept.keys() != self._left.keys() else None


class Memos:
    """Memos by name, each in a file of its own; without a ``cache`` only in this process.

    ``maker`` is a digest of the program: values that another program made are not recalled.
    ``spare`` is how many values that the last run didn't use stay in a memo.
    """

    def __init__(self, cache: Cache | None = None, maker: bytes = b"", spare: int = 0) -> None:
        self._cache = cache
        self._maker = maker
        self._spare = spare
        self._known: dict[str, Memo] = {}

    def __call__(self, name: str) -> Memo:
        """The memo with a name."""
        memo = self._known.get(name)
        if memo is None:
            memo = self._known[name] = Memo(partial(self._read, name))
        return memo

    def used(self) -> dict[str, int]:
        """The number of values used so far, by memo: a mark for :meth:`since`."""
        return {name: len(memo.used) for name, memo in self._known.items()}

    def since(self, used: Mapping[str, int]) -> dict[str, dict[bytes, Any]]:
        """The values used since a mark: what a child process sends back to its parent."""
        return {
            name: dict(islice(memo.used.items(), used.get(name, 0), None))
            for name, memo in self._known.items()
        }

    def learn(self, used: Mapping[str, Mapping[bytes, Any]]) -> None:
        """Take over the values that a child process used."""
        for name, values in used.items():
            self(name).used.update(values)

    def forget(self) -> None:
        """Drop the open memos: in a child process, they are for the parent to keep."""
        self._known = {name: memo for name, memo in self._known.items() if not memo.is_open}

    def keep(self) -> None:
        """Write the open memos for the next run."""
        for name, memo in self._known.items():
            if not memo.is_open:
                continue
            if self._cache and (kept := memo.to_keep(self._spare)) is not None:
                rest = marshal.dumps(kept)
                self._cache.write(_file(name), self._sum(rest), rest)
            self._known[name] = Memo(partial(dict, memo.used))

    def _read(self, name: str) -> dict[bytes, Any]:
        """The values in a file. ``marshal`` trusts its input, so the sum is checked first."""
        content = self._cache.read(_file(name)) if self._cache else b""
        rest = memoryview(content)[_SUM:]
        if content[:_SUM] != self._sum(rest):
            return {}
        return cast("dict[bytes, Any]", marshal.loads(rest))  # noqa: S302  # as said above

    def _sum(self, rest: bytes | memoryview) -> bytes:
        found = sha256(self._maker)
        found.update(rest)
        return found.digest()[:_SUM]


_SUM = 16


def _file(name: str) -> str:
    return f"memo-{name}"
