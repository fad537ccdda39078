"""What a build notes of the files that it left, and how that is kept for the next one.

Notes that are gone, old or damaged cost time and nothing else: then everything is made.
"""

import marshal
import os
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

_DIGEST = 16
"""Bytes; enough for no two files ever to have the same by accident."""
_FORMAT = b"columns"
_PLAIN = 2
"""A version of ``marshal`` that doesn't look for what stands in a value twice."""


class Note(NamedTuple):
    """What is known of a file: digests of what it was made from and of its content, ``size`` in
    bytes, ``time`` of writing in nanoseconds. The host's own files have no ``key``."""

    key: bytes
    content: bytes
    size: int
    time: int

    def fits(self, found: os.stat_result) -> bool:
        """Whether a file is the one that was noted."""
        return (found.st_size, found.st_mtime_ns) == (self.size, self.time)


Notes = Mapping[str, Note]
"""By the path of each file below the root of the site."""


def digest(content: bytes) -> bytes:
    """What stands for a content: all that is written is read for it, and today's processors have
    instructions for this digest."""
    return sha256(content).digest()[:_DIGEST]


def written(notes: Notes) -> bytes:
    """Notes as a file: a digest of the rest before it, which also tells other formats apart."""
    columns = tuple(zip(*notes.values(), strict=True))
    rest = marshal.dumps((tuple(notes), *columns), _PLAIN)
    return digest(_FORMAT + rest) + rest


def read(content: bytes) -> dict[str, Note]:
    """Notes from such a file; none when anything about it is not as it was written."""
    rest = content[_DIGEST:]
    if content[:_DIGEST] != digest(_FORMAT + rest):
        return {}
    paths, *columns = marshal.loads(rest)  # noqa: S302  # byte for byte what a build wrote
    return dict(zip(paths, map(Note._make, zip(*columns, strict=True)), strict=True))
