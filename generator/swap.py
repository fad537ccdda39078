"""A new folder takes the place of the one that is served, in one step.

Whatever happens meanwhile — a failure, a full disk, a killed process — the folder that is served
stays whole, and what a killed build left behind is cleared away by the next one.
"""

import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":  # which has no such lock: there two builds at once may meet
    import fcntl

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
_WORKSHOP = ".building"
_BEFORE = "before"
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
"""What a disk says that knows no locks, such as some over a network."""


@contextmanager
def beside(
    target: Path, waiting: Callable[[], None] = lambda: None, spare: Path | None = None
) -> Iterator[Path]:
    """An empty folder next to ``target`` that takes its place when the block ends well.

    When the block fails, ``target`` stays as it was. What the folder held before is cleared away
    after the new one serves, or becomes ``spare`` where that can be on the same disk. One build at
    a time: a second one calls ``waiting`` and waits. A link stays a link: the folder it leads to
    is replaced.
    """
    target = Path(os.path.realpath(target))
    made = _made(target.parent)
    try:
        with _alone_in(target.parent, waiting):
            _clear(target)
            prefix = f".{target.name}-"
            workshop = Path(tempfile.mkdtemp(_WORKSHOP, prefix, target.parent))
            try:
                new = workshop / target.name
                new.mkdir()
                yield new
                _take_place(new, target, workshop)
                if spare:
                    _spare(new, workshop, spare)
            finally:
                try:
                    _remove(workshop)
                except KeyboardInterrupt:  # clearing up ends all the same
                    _remove(workshop)
                    raise
    except BaseException:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def settle(target: Path) -> None:
    """Put back what a killed build had put aside, and clear away what it left."""
    target = Path(os.path.realpath(target))
    if target.parent.is_dir():
        with _alone_in(target.parent, lambda: None):
            _clear(target)


def unfit(target: Path, source: Path, within: Iterable[Path] = ()) -> str:
    """Why a folder must not be replaced by a site, in a word; empty where nothing is lost.

    ``source`` is the folder from which the site is made; ``within`` are those in it that hold
    nothing else than that.
    """
    place = Path(os.path.realpath(target))
    folders = [Path(os.path.realpath(each)) for each in within]
    if ".git" in place.parts or any(place.is_relative_to(each) for each in folders):
        return "within"
    if not place.exists():
        return ""
    if not place.is_dir():
        return "file"
    folders.append(Path(os.path.realpath(source)))
    if any(each.is_relative_to(place) for each in folders):
        return "source"
    names = {path.name for path in place.iterdir()}
    if ".git" in names:
        return "git"
    if any(name.endswith(".yaml") and _is_register(place / name) for name in names):
        return "within"
    shown = {name for name in names if not name.startswith(".")}
    return "other" if shown and "index.html" not in shown else ""


def _is_register(file: Path) -> bool:
    """Whether it is a register, or a part of one."""
    found = file.is_file() and re.search(rb"^(insights|scores):", file.read_bytes(), re.MULTILINE)
    return bool(found)


def as_named(path: str) -> str:
    """The path that whoever asked for a folder or a file knows, for what is made beside it."""
    path = re.sub(r"\.([^/]+)-[^/-]{8}\.part$", r"\1", path)
    path = re.sub(r"\.([^/]+)-[^/-]{8}\.building/\1(?=/|$)", r"\1", path)
    return re.sub(r"/?\.[^/]+-[^/-]{8}\.building(/before)?$", "", path)


def to_disk(folder: Path) -> None:
    """Have what was written there on disk, and wait for it, where the system can (Linux)."""
    call = getattr(_system(), "syncfs", None)
    if call is not None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            call(handle)
        finally:
            os.close(handle)


def _made(folder: Path) -> list[Path]:
    """Make a folder with those above it; returns what wasn't there yet, the deepest first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


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
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        yield
    finally:
        os.close(handle)


def _clear(target: Path) -> None:
    """What a killed build left: its folder, and where it was killed between two steps, the old."""
    for left in target.parent.iterdir():
        if left.name.startswith(f".{target.name}-") and left.name.endswith(_WORKSHOP):
            if (left / _BEFORE).is_dir() and not target.exists():
                (left / _BEFORE).rename(target)
            _remove(left)


def _remove(folder: Path) -> None:
    """Remove a folder, also where something in it was made read-only; what may not go stays."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.access(folder, os.F_OK):
        for place in _folders(folder):
            with suppress(OSError):
                place.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


def _folders(folder: Path) -> Iterator[Path]:
    """A folder and those below it, each before it is looked into."""
    yield folder
    for place, inside, _ in os.walk(folder):
        yield from (path for name in inside if not (path := Path(place, name)).is_symlink())


def _take_place(new: Path, target: Path, workshop: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    to_disk(new)  # before the old is given up
    if not _exchange(new, target):
        before = workshop / _BEFORE
        target.rename(before)
        try:
            new.rename(target)
        except BaseException:
            before.rename(target)
            raise


def _spare(new: Path, workshop: Path, spare: Path) -> None:
    """Put the old folder, which is where the new one was made or beside it, at ``spare``."""
    before = new if new.is_dir() else workshop / _BEFORE
    if before.is_dir():
        _remove(spare)
        with suppress(OSError):  # on another disk
            before.rename(spare)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step, where the system can (Linux); whether it did."""
    call = getattr(_system(), "renameat2", None)
    if call is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


def _system() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
