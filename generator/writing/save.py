"""Writing a file whole or not at all, and never over what somebody else changed meanwhile."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from generator.files import finished


class ChangedMeanwhileError(Exception):
    """The file is no longer what it was when it was read. Nothing was written."""


def replace(path: Path, old: bytes, new: bytes) -> None:
    """Put ``new`` where ``old`` stood, in one step, with the same permissions.

    A link stays a link: the file it leads to is replaced. Raises :class:`ChangedMeanwhileError`
    where the file isn't ``old`` any more, and ``OSError`` where it can't be written.
    """
    target = path.resolve()
    written = finished(target, new)
    try:
        shutil.copymode(target, written)
        if target.read_bytes() != old:
            raise ChangedMeanwhileError(str(path))
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all of them or none, in place of what has their names."""
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            written[folder / name] = finished(folder / name, content)
        for target, beside in written.items():
            beside.replace(target)
    finally:
        for beside in written.values():
            beside.unlink(missing_ok=True)
