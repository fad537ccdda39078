"""What did not change since the last build is taken over from it, file by file.

A build leaves notes: for each file of ours what it was made from (its key), a digest of its
content, its size and the time it was written. The next build goes to an empty folder; a file
whose key is the same, and which still stands in the served folder as it was left, becomes a hard
link there and is not even made. A file that had to be made and turns out the same is linked too:
so only what changed is written, and programs that publish a folder see that by its times.

Notes that are gone, old or damaged cost time and nothing else: then everything is made.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from threading import Thread
from typing import NamedTuple

_DIGEST = 16
"""Bytes; enough for no two files ever to have the same by accident."""


class Note(NamedTuple):
    """What is known of a file: ``key`` and ``content`` in hexadecimal, ``size`` in bytes, ``time``
    of writing in nanoseconds."""

    key: str
    content: str
    size: int
    time: int


Notes = Mapping[str, Note]
"""By the path of each file below the root of the site."""


def digest(content: bytes) -> str:
    """A digest in hexadecimal."""
    return blake2b(content, digest_size=_DIGEST).hexdigest()


def put(to: str, content: bytes) -> None:
    """Write a file."""
    with open(to, "wb") as file:
        file.write(content)


class CarryOver:
    """Puts the files of a build where they belong, and notes what it put.

    ``before`` is the folder that is served now, with the ``notes`` of the build that made it;
    ``base`` goes into every key: what all files are made from.
    """

    def __init__(self, before: Path | None = None, notes: Notes | None = None) -> None:
        self.base = b""
        self.notes: dict[str, Note] = {}
        self._before = before
        self._old: Notes = notes or {} if before else {}
        self._made: set[str] = set()

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to take over."""
        return not self._old

    def place(self, path: str, to: str, key: bytes, make: Callable[[], bytes]) -> None:
        """Put a file at ``to``; ``path`` is its name in the notes.

        An empty ``key`` says nothing: the file is made, and then compared.
        """
        name = digest(self.base + key) if key else ""
        old = self._old.get(path)
        if old and name and old.key == name and self._link(path, old, to):
            self.notes[path] = old
            return
        content = make()
        now = digest(content)
        if old and old.content == now and old.size == len(content) and self._link(path, old, to):
            self.notes[path] = old._replace(key=name)
            return
        self._folder(to)
        put(to, content)
        self.notes[path] = Note(name, now, len(content), os.stat(to).st_mtime_ns)

    def compare(self, path: str, at: str) -> None:
        """Note a file that the host put at ``at``; where it is what it was, take the old one."""
        with open(at, "rb") as file:
            content = file.read()
        old = self._old.get(path)
        if old and old.content == digest(content) and self._link(path, old, at):
            self.notes[path] = old
        else:
            self.notes[path] = Note("", digest(content), len(content), os.stat(at).st_mtime_ns)

    def _link(self, path: str, old: Note, to: str) -> bool:
        """Take a file over, if it is still the one that was left."""
        assert self._before is not None, "without it there are no old notes"
        source = f"{self._before}/{path}"
        try:
            found = os.stat(source, follow_symlinks=False)
            if (found.st_size, found.st_mtime_ns) != (old.size, old.time):
                return False
            self._folder(to)
            try:
                os.link(source, to, follow_symlinks=False)
            except FileExistsError:  # the host's own: it stays until there is one in its place
                spare = f"{to}.linked"
                os.link(source, spare, follow_symlinks=False)
                os.replace(spare, to)
        except (OSError, NotImplementedError):
            return False
        return True

    def _folder(self, to: str) -> None:
        folder = os.path.dirname(to)
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)


def written(notes: Notes) -> bytes:
    """Notes as a file: a digest of the rest on the first line."""
    rest = json.dumps(notes, separators=(",", ":")).encode()
    return f"{digest(rest)}\n".encode() + rest


def read(content: bytes) -> Notes:
    """Notes from such a file; none when anything about it is not as it was written."""
    first, _, rest = content.partition(b"\n")
    if first != digest(rest).encode():
        return {}
    return {path: Note(*values) for path, values in json.loads(rest).items()}


class Preview:
    """Keeps the last whole site of a preview, from which the next one takes what stays.

    The host empties the folder that it serves before each build.
    """

    def __init__(self) -> None:
        self._kept: Path | None = None
        self._notes: Notes = {}
        self._is_whole = False
        self._number = 0
        self._old: list[Path] = []
        self._clearing: Thread | None = None

    def begin(self, folder: Path) -> CarryOver:
        """Put the site in ``folder`` aside, if it is a whole one, to be taken over from."""
        if self._is_whole and folder.is_dir():
            self._number += 1
            if self._kept:
                self._old.append(self._kept)
            self._kept = folder.rename(folder.with_name(f"{folder.name}.before-{self._number}"))
            folder.mkdir()
        self._is_whole = False
        return CarryOver(self._kept, self._notes)

    def end(self, notes: Notes) -> None:
        """The site that is served now is a whole one; older ones go, while nobody waits."""
        self._notes, self._is_whole = notes, True
        if self._old and not (self._clearing and self._clearing.is_alive()):
            self._clearing = Thread(target=_remove, args=(self._old,))
            self._clearing.start()
            self._old = []

    def close(self) -> None:
        """Clear away what was kept."""
        if self._clearing:
            self._clearing.join()
        _remove([*self._old, *([self._kept] if self._kept else [])])


def _remove(folders: Sequence[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
