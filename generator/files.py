"""Files below a folder, and nothing outside it; read whole, and written whole or not at all."""

import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from hashlib import blake2b
from itertools import pairwise, takewhile
from pathlib import Path, PurePosixPath
from typing import TypeVar

from generator.troubles import TroubleError

T = TypeVar("T")

LARGEST = 20_000_000
"""Bytes; no file that people write comes near it."""
_PART = ".part"
_WILD = frozenset("*?[")
_LONGEST_NAME = 255
"""Characters of a file's name; a longer part of a pattern means none that people gave."""
_ABANDONED = 60
"""Seconds after which a file that was never finished is that of a killed process."""
OUTSIDE, NO_FILE = "it leads out of the folder", "it is no file"
"""Why something isn't read, beside what the system says of it."""
_TRIES, _PAUSE = 10, 0.1
"""How often something is read again while others write, and how many seconds lie between."""


class Folder:
    """Register files on disk. Names are relative to ``root``; links that lead out are refused."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._seen: dict[str, bytes] = {}  # a digest of each file that was read, empty if it wasn't
        self._matched: dict[str, list[str]] = {}

    def read(self, name: str) -> bytes:
        """The content of a file; raises ``OSError`` with a reason when it can't be read."""
        self._seen[name] = b""
        content = self._read(name)
        self._seen[name] = _digest(content)
        return content

    def whole(self, make: Callable[["Folder"], T]) -> T:
        """What ``make`` makes of these files, all of them as they were at one and the same moment.

        When a file changes while it is read, everything is read again; raises
        :class:`TroubleError` where that goes on for longer than saving a file takes.
        """
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE)
            self._seen, self._matched = {}, {}
            made = make(self)
            if not self._has_changed():
                return made
        raise TroubleError("changing", where=str(self._root))

    def looked_at(self) -> list[str]:
        """The files that were asked for, and the folders in which more of them may come."""
        folders = {_fixed_part(pattern) for pattern in self._matched} - {"."}
        return [*self._seen, *sorted(each for each in folders if (self._root / each).is_dir())]

    def _has_changed(self) -> bool:
        """Whether the files are no longer those that were read: then that was perhaps a mix."""
        if any(self._matching(pattern) != found for pattern, found in self._matched.items()):
            return True
        for name, digest in self._seen.items():
            try:
                if _digest(self._read(name)) != digest:
                    return True
            except OSError:
                if digest:
                    return True
        return False

    def _read(self, name: str) -> bytes:
        if not stays_inside(name):
            raise PermissionError(errno.EACCES, OUTSIDE, name)
        try:
            path = (self._root / name).resolve()
        except RuntimeError as error:  # links that lead to each other
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), name) from error
        if not path.is_relative_to(self._root):
            raise PermissionError(errno.EACCES, OUTSIDE, name)
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, NO_FILE, name)
        if path.stat().st_size > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), name)
        return path.read_bytes()

    def matching(self, pattern: str) -> list[str]:
        """Names of the files that match a pattern, sorted."""
        self._matched[pattern] = self._matching(pattern)
        return self._matched[pattern]

    def _matching(self, pattern: str) -> list[str]:
        if not stays_inside(pattern):
            return []
        return sorted(_matching(self._root, PurePosixPath(pattern).parts))


def _matching(root: Path, parts: tuple[str, ...]) -> Iterator[str]:
    """Files that match a pattern. Each folder is looked into once, however the pattern goes on:
    with ``Path.glob`` a pattern of many stars can take hours.
    """
    parts = tuple(part for before, part in pairwise(("", *parts)) if not before == part == "**")
    if any(len(part) > _LONGEST_NAME for part in parts):
        return
    waiting = [("", frozenset((0,)))]
    while waiting:
        folder, reached = waiting.pop()
        wanted = reached | {at + 1 for at in reached if parts[at] == "**"} - {len(parts)}
        anywhere = {at for at in wanted if parts[at] == "**"}
        for name in _names(root / folder, [parts[at] for at in wanted]):
            after = {at + 1 for at in wanted - anywhere if fnmatch(name, parts[at])}
            if not (after or anywhere):
                continue
            path = root / folder / name
            if len(parts) in after and (path.is_symlink() or path.is_file()):
                yield f"{folder}{name}"
            further = after | anywhere
            if path.is_symlink():  # stars follow none: links to each other would go on and on
                further = {at + 1 for at in wanted if parts[at] == name}
            if (further := further - {len(parts)}) and path.is_dir():
                waiting.append((f"{folder}{name}/", frozenset(further)))


def _names(folder: Path, parts: list[str]) -> list[str]:
    """Names in a folder that may match one of these parts of a pattern."""
    try:
        if any(not _WILD.isdisjoint(part) for part in parts):
            return [each.name for each in os.scandir(folder)]
        return [part for part in {*parts} if os.path.lexists(folder / part)]
    except OSError:  # no folder, or not for us to look into
        return []


def _fixed_part(pattern: str) -> str:
    """The folder below which all that matches a pattern stands."""
    folders = PurePosixPath(pattern).parts[:-1]
    return str(PurePosixPath(*takewhile(_WILD.isdisjoint, folders)))


def stays_inside(name: str) -> bool:
    """Whether a name or pattern, read as a path, stays in the folder where it stands."""
    path = PurePosixPath(name)
    odd = any(sign in name for sign in "\\:\0")
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not odd


def below(folder: Path, root: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    """The files below ``folder`` with an ending, sorted, by their names from ``root``."""
    for path in sorted(folder.rglob(f"*{ending}")):
        if path.is_file():
            yield Path(os.path.relpath(path, root)).as_posix(), path.read_bytes()


def leading_out(folder: Path, root: Path) -> Iterator[str]:
    """Links that lead out of ``root``, sorted, by their names from ``root``.

    ``folder`` itself where it is one, else those below it.
    """
    inside = root.resolve()
    if folder.is_symlink() and not _is_inside(folder, inside):
        yield Path(os.path.relpath(folder, root)).as_posix()
        return
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted((*folders, *files)):
            path = Path(place, name)
            if path.is_symlink() and not _is_inside(path, inside):
                yield Path(os.path.relpath(path, root)).as_posix()


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def write_once(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all; raises ``FileExistsError`` where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = finished(path, content)
    try:
        os.link(beside, path)  # unlike a rename, this never takes the place of what is there
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def replace(path: Path, content: bytes) -> None:
    """Write a file in place of the one that is there, whole or not at all."""
    beside = finished(path, content)
    try:
        beside.replace(path)
    except OSError:
        beside.unlink()
        raise


def finished(path: Path, content: bytes) -> Path:
    """A finished file next to ``path``, safely on disk; what a killed process left goes."""
    start = f".{path.name}-"
    for left in path.parent.iterdir():
        if left.name.startswith(start) and left.name.endswith(_PART) and _is_old(left):
            left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(_PART, start, path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink()
        raise
    return Path(name)


def _is_old(path: Path) -> bool:
    """Whether nobody can still be writing a file."""
    try:
        return time.time() - path.stat().st_mtime > _ABANDONED
    except OSError:
        return False


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
