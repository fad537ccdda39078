"""What was worked out before, by a digest of all that it was worked out from.

A value that is recalled is the value that would be made again, so that nothing but time depends
on what is remembered. Only what the last run used is kept for the next, and some more where
several sites share a memo.
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
        """What was left by the last run, read when it is first asked for."""
        return self._read()

    @property
    def is_open(self) -> bool:
        """Whether anything was asked of it, or put into it."""
        return "_left" in self.__dict__ or bool(self.used)

    def recall(self, key: bytes, make: Callable[[], T]) -> T:
        """What ``make`` makes, or made when it was asked for the same key."""
        value = self.find(key)
        if value is None:
            value = self.used[key] = make()
        return cast("T", value)

    def find(self, key: bytes) -> Any:
        """What is known under a key, or ``None``."""
        value = self.used.get(key)
        if value is None:
            value = self._left.get(key)
            if value is not None:
                self.used[key] = value
        return value

    def to_keep(self, spare: int) -> dict[bytes, Any] | None:
        """What was used, and so many others of before; nothing where that is what was left."""
        others = ((key, value) for key, value in self._left.items() if key not in self.used)
        kept = self.used | dict(islice(others, spare))
        return kept if kept.keys() != self._left.keys() else None


class Memos:
    """Memos by name, each in a file of its own; without a ``cache`` only in this process.

    ``maker`` is a digest of the program: what another one worked out is not recalled. So many
    values as ``spare`` says stay in a memo though the last run didn't use them.
    """

    def __init__(self, cache: Cache | None = None, maker: bytes = b"", spare: int = 0) -> None:
        self._cache = cache
        self._maker = maker
        self._spare = spare
        self._known: dict[str, Memo] = {}

    def __call__(self, name: str) -> Memo:
        """The memo of a name."""
        memo = self._known.get(name)
        if memo is None:
            memo = self._known[name] = Memo(partial(self._read, name))
        return memo

    def used(self) -> dict[str, int]:
        """How many values of each memo were used so far."""
        return {name: len(memo.used) for name, memo in self._known.items()}

    def since(self, used: Mapping[str, int]) -> dict[str, dict[bytes, Any]]:
        """What was used since then: what the copy of a process has to tell of its memos."""
        return {
            name: dict(islice(memo.used.items(), used.get(name, 0), None))
            for name, memo in self._known.items()
        }

    def learn(self, used: Mapping[str, Mapping[bytes, Any]]) -> None:
        """Take over what a copy of this process used."""
        for name, values in used.items():
            self(name).used.update(values)

    def forget(self) -> None:
        """Let go of the open memos: in the copy of a process, they belong to the other one."""
        self._known = {name: memo for name, memo in self._known.items() if not memo.is_open}

    def keep(self) -> None:
        """Leave what was used of the open memos for the next run."""
        for name, memo in self._known.items():
            if not memo.is_open:
                continue
            if self._cache and (kept := memo.to_keep(self._spare)) is not None:
                rest = marshal.dumps(kept)
                self._cache.write(_file(name), self._sum(rest), rest)
            self._known[name] = Memo(partial(dict, memo.used))

    def _read(self, name: str) -> dict[bytes, Any]:
        """Only what is byte for byte as it was written is looked into: ``marshal`` trusts it."""
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
