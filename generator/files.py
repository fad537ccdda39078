"""Files below a folder, and nothing outside it."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

LARGEST = 20_000_000
"""Bytes; no file that people write comes near it."""


class Folder:
    """Register files on disk. Names are relative to ``root``; links that lead out are refused."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def read(self, name: str) -> bytes:
        """The content of a file; raises ``OSError`` with a reason when it can't be read."""
        if not stays_inside(name):
            raise PermissionError(errno.EACCES, "it leads out of the folder", name)
        try:
            path = (self._root / name).resolve()
        except RuntimeError as error:  # links that lead to each other
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), name) from error
        if not path.is_relative_to(self._root):
            raise PermissionError(errno.EACCES, "it leads out of the folder", name)
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is no file", name)
        if path.stat().st_size > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), name)
        return path.read_bytes()

    def matching(self, pattern: str) -> list[str]:
        """Names of the files that match a pattern, sorted."""
        if not stays_inside(pattern):
            return []
        return sorted(
            path.relative_to(self._root).as_posix()
            for path in self._root.glob(pattern)
            if path.is_symlink() or path.is_file()
        )


def stays_inside(name: str) -> bool:
    """Whether a name or pattern, read as a path, stays in the folder where it stands."""
    path = PurePosixPath(name)
    odd = any(sign in name for sign in "\\:\0")
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not odd


def leading_out(folder: Path, root: Path) -> Iterator[Path]:
    """Links below ``folder`` that lead out of ``root``, sorted: what they show isn't ours."""
    inside = root.resolve()
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted((*folders, *files)):
            path = Path(place, name)
            if path.is_symlink() and not _is_inside(path, inside):
                yield path


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False
