"""A new folder takes the place of the one that is served, in one step."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty folder next to ``target`` that takes its place when the block ends well.

    When the block fails, ``target`` stays as it was. What the folder held before is cleared away
    after the new one serves.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100  # resolve() would follow a link
    target.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        new = workshop / target.name
        new.mkdir()
        yield new
        _take_place(new, target, workshop)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _take_place(new: Path, target: Path, workshop: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        target.rename(workshop / "before")
        new.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step, where the system can (Linux); whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
