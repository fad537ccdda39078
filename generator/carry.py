"""What did not change since the last build is taken over from it, file by file.

A build leaves notes: for each file of ours what it was made from (its key), a digest of its
content, its size and the time it was written. A file whose key is the same, and which still
stands in the served folder as it was left, is not even made: it becomes a hard link in the folder
of the next build. A file that had to be made and turns out the same is linked too: so only what
changed is written, and programs that publish a folder see that by its times.

The site that served before the last one is spare. The next build begins with it, so that what
did not change since then needs no link either: it stands there already.

Notes that are gone, old or damaged cost time and nothing else: then everything is made.
"""

import marshal
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator.swap import to_disk

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


Notes = Mapping[str, Note]
"""By the path of each file below the root of the site."""


class Survey(NamedTuple):
    """What is not in the spare site of what was left there, and the folders out of which something
    went."""

    lacking: set[str]
    gone: set[str]


def digest(content: bytes) -> bytes:
    """What stands for a content: all that is written is read for it, and today's processors have
    instructions for this digest."""
    return sha256(content).digest()[:_DIGEST]


def put(to: str, content: bytes) -> None:
    """Write a file. One that is there goes first: it may be the very file that serves now."""
    try:
        file = open(to, "xb")  # noqa: SIM115
    except FileExistsError:
        os.unlink(to)
        file = open(to, "xb")  # noqa: SIM115
    with file:
        file.write(content)


class CarryOver:
    """Puts the files of a build where they belong, and notes what it put.

    ``before`` is the folder that is served now, with the ``notes`` of the build that made it;
    ``spare`` a folder with the site before that, of which this build may make what it wants.
    ``base`` goes into every key: what all files are made from.
    """

    def __init__(
        self, before: Path | None = None, notes: Notes | None = None, spare: Path | None = None
    ) -> None:
        self.base = b""
        self.notes: dict[str, Note] = {}
        self._before = before
        self._old: Notes = notes or {}
        self._spare = spare
        self._there: set[str] = set()  # what stands in the new folder as it is noted
        self._emptied: set[str] = set()  # folders that may have lost their last file
        self._made: set[str] = set()

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to take over."""
        return not self._old

    def survey(self) -> Survey | None:
        """Look at each file of the spare site, and take away what is not as it is noted; nothing
        where there is no such site, or it can't be changed."""
        if not self._spare or not self._old:
            return None
        lacking = self._keyed()
        gone: set[str] = set()
        waiting = [""]
        try:
            while waiting:
                below = waiting.pop()
                with os.scandir(f"{self._spare}/{below}") as entries:
                    for entry in entries:
                        path = below + entry.name
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(f"{path}/")
                        elif path in lacking and _is(
                            self._old[path], entry.stat(follow_symlinks=False)
                        ):
                            lacking.remove(path)
                        else:
                            os.unlink(entry.path)
                            gone.add(below)
        except OSError:
            return None
        return Survey(lacking, gone)

    def ahead(self) -> Survey | None:
        """Look at the spare site; where there is none, make one of links to the one that serves.

        That takes as long as linking file by file, but can be done while the register is read.
        """
        return self.survey() or self._linked()

    def _linked(self) -> Survey | None:
        if not self._spare or not self._before or not self._old or self._spare.exists():
            return None
        try:
            if os.stat(self._before).st_dev != os.stat(self._spare.parent).st_dev:
                return None
        except OSError:
            return None
        # In the order in which they were made: in that of a set it takes half as long again.
        there = {
            path
            for path, note in self._old.items()
            if note.key and self._link(path, note, f"{self._spare}/{path}")
        }
        to_disk(self._spare.parent)  # beside other work: else the site waits for it at the end
        return Survey(self._keyed() - there, set())

    def begin(self, folder: Path, found: Survey | None) -> None:
        """Begin in ``folder``, which is empty, with what is as it was in the spare site."""
        if not found or not self._spare:
            return
        try:
            folder.rmdir()
            self._spare.rename(folder)
        except OSError:  # it is on another disk
            folder.mkdir(exist_ok=True)
            return
        self._there = self._keyed() - found.lacking
        self._emptied = {f"{folder}/{below}" for below in found.gone}

    def _keyed(self) -> set[str]:
        """The files that the host doesn't write: it would write into the one that serves now."""
        return {path for path, note in self._old.items() if note.key}

    def leave_to_host(self, names: Iterable[str], folder: Path, prefix: str) -> None:
        """Take away what the host will write below ``folder``, which stands at ``prefix`` of the
        site: it would write into the file that serves now."""
        for name in names:
            if prefix + name in self._there:
                self._there.remove(prefix + name)
                (folder / name).unlink()

    def place(self, path: str, to: str, key: bytes, make: Callable[[], bytes]) -> None:
        """Put a file at ``to``; ``path`` is its name in the notes.

        An empty ``key`` says nothing: the file is made, and then compared.
        """
        name = digest(self.base + key) if key else b""
        old = self._old.get(path)
        if old and name and old.key == name and self._take(path, old, to):
            self.notes[path] = old
            return
        content = make()
        now = digest(content)
        if old and old.content == now and old.size == len(content) and self._take(path, old, to):
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
        if old and old.content == digest(content) and self._take(path, old, at):
            self.notes[path] = old
        else:
            self.notes[path] = Note(b"", digest(content), len(content), os.stat(at).st_mtime_ns)

    def end(self, folder: Path) -> None:
        """Take away what was in the spare site and is in none any more."""
        for path in self._there - self.notes.keys():
            (folder / path).unlink(missing_ok=True)
            self._emptied.add(os.path.dirname(folder / path))
        for place in self._emptied:
            with suppress(OSError):  # it isn't empty
                os.removedirs(place)

    def lacking(self, folder: Path) -> str:
        """The first file that should be in a site and isn't, or not as long as it was made. Those
        of the spare site were looked at before."""

        def is_there(path: str, size: int) -> bool:
            try:
                return os.stat(f"{folder}/{path}").st_size == size
            except OSError:
                return False

        new = ((path, note.size) for path, note in self.notes.items() if path not in self._there)
        return next((path for path, size in new if not is_there(path, size)), "")

    def _take(self, path: str, old: Note, to: str) -> bool:
        """Take a file over, if it is still the one that was left."""
        return path in self._there or self._link(path, old, to)

    def _link(self, path: str, old: Note, to: str) -> bool:
        source = f"{self._before}/{path}"
        try:
            if not self._before or not _is(old, os.stat(source, follow_symlinks=False)):
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


def _is(note: Note, found: os.stat_result) -> bool:
    """Whether a file is the one that was noted."""
    return (found.st_size, found.st_mtime_ns) == (note.size, note.time)


def hide(folder: Path) -> None:
    """Put a folder out of the host's sight, which empties it before it builds there."""
    if folder.is_dir():
        folder.rename(_hidden(folder))


def show(folder: Path) -> None:
    """Put it back."""
    if _hidden(folder).is_dir():
        _hidden(folder).rename(folder)


def _hidden(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}")  # hidden to the host as well as to people


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
