"""Time and memory of whole processes, and what they leave behind."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

_BEFORE = ".before"
EVERY = 0.02
"""Seconds between two looks at the memory of a process."""


class BuildFailedError(Exception):
    """A build that went wrong; says what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds on the clock, seconds of processor, and the most memory at once (MB).

    Memory is that of the process and its children together, zero where the system does not say
    or nobody looked.
    """

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Site:
    """What a build left: pages (HTML), files, and MB."""

    pages: int
    files: int
    megabytes: float


def surroundings() -> dict[str, str]:
    """Our own environment: builders find what users' builders find."""
    return dict(os.environ)


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    watch: bool = True,
) -> Run:
    """Run a command in a folder to its end; without ``watch`` nobody looks at its memory."""
    report = folder.parent / f"{folder.name}.log"
    with report.open("wb") as log:
        before = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**surroundings(), **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        watching = _Watch(process.pid)
        if watch:
            watching.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        watching.done.set()
        if watch:
            watching.join()
    if process.returncode:
        said = report.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise BuildFailedError(
            f"{' '.join(command)} in {folder} gave {process.returncode}:\n{said}"
        )
    return Run(wall, usage.ru_utime + usage.ru_stime, watching.peak / 1024)


class _Watch(threading.Thread):
    """Looks at a process and its children. What the system counts itself would include us."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(EVERY):
            self.peak = max(self.peak, held(self.pid))


def held(pid: int) -> int:
    """The memory (kB) that a process and its children hold together.

    A page that several of them share counts once: Linux calls it the proportional set size. The
    resident size would count what a forked child shares with its parent twice.
    """
    try:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        children = [child for task in tasks for child in task.read_text(encoding="utf-8").split()]
    except OSError:
        return 0
    line = next((line for line in rolled.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) + sum(held(int(child)) for child in children)


def clean(folder: Path, keep: Set[str]) -> None:
    """Put everything in a folder but ``keep`` out of the way: the site and all that builds
    remember.

    It is deleted when nothing is measured any more, by :func:`delete`: after many deletions some
    disks make new files more slowly for minutes, and whoever builds next would pay for it.
    """
    before = folder.parent / _BEFORE
    before.mkdir(exist_ok=True)
    left = Path(tempfile.mkdtemp(dir=before))
    for path in folder.iterdir():
        if path.name not in keep:
            path.rename(left / path.name)


def delete(place: Path) -> None:
    """Delete what was put out of the way in a folder and in those in it."""
    for path in (*place.glob(_BEFORE), *place.glob(f"*/{_BEFORE}")):
        shutil.rmtree(path)


def look(site: Path) -> Site:
    """Count what a build left."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return Site(pages, len(files), sum(path.stat().st_size for path in files) / 1e6)


def marks(site: Path) -> dict[str, tuple[int, int, int]]:
    """Each file with what changes when it is written again.

    A file that is linked into a new folder keeps its inode and its time; the time of its inode
    changes with that, but nothing was written.
    """
    found = {}
    for path in site.rglob("*"):
        if path.is_file():
            about = path.stat()
            found[str(path.relative_to(site))] = about.st_ino, about.st_mtime_ns, about.st_size
    return found


def differing(one: Path, other: Path) -> list[str]:
    """The files of two folders that are not the same, byte for byte."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (one, other)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sorted(name for name in names if not _equal(one / name, other / name))


def _equal(one: Path, other: Path) -> bool:
    if not (one.is_file() and other.is_file()):
        return False
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
