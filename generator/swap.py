"""A new folder takes the place of the one that is served, in one step.

Whatever happens meanwhile — a failure, a full disk, a killed process — the folder that is served
stays whole, and what a killed build left behind is cleared away by the next one.
"""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":  # which has no such lock: there two builds at once may meet
    import fcntl

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@contextmanager
def beside(target: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """An empty folder next to ``target`` that takes its place when the block ends well.

    When the block fails, ``target`` stays as it was. What the folder held before is cleared away
    after the new one serves. One build at a time: a second one calls ``waiting`` and waits.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100  # resolve() would follow a link
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(target.parent, waiting):
        for left in target.parent.glob(f".{target.name}-*.building"):
            shutil.rmtree(left, ignore_errors=True)
        workshop = Path(tempfile.mkdtemp(".building", f".{target.name}-", target.parent))
        try:
            new = workshop / target.name
            new.mkdir()
            yield new
            _take_place(new, target, workshop)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def _alone_in(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the folder's own lock, which leaves no file and ends with the process."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


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
