"""Time and memory of whole processes, and what they leave behind."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.01
"""Seconds between two looks at the memory of a process."""


class BuildFailedError(Exception):
    """A build that went wrong; says what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds on the clock, seconds of processor, and the most memory at once (MB).

    Memory is that of the process and its children together, zero where the system does not say.
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


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command in a folder to its end."""
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
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.done.set()
        watch.join()
    if process.returncode:
        said = report.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise BuildFailedError(
            f"{' '.join(command)} in {folder} gave {process.returncode}:\n{said}"
        )
    return Run(wall, usage.ru_utime + usage.ru_stime, watch.peak / 1024)


class _Watch(threading.Thread):
    """Looks at a process and its children. What the system counts itself would include us."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(EVERY):
            self.peak = max(self.peak, _resident(self.pid))


def _resident(pid: int) -> int:
    """The memory (kB) that a process and its children hold."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return 0
    held = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(held.split()[1]) + sum(_resident(int(child)) for child in children)


def clean(folder: Path, keep: set[str]) -> None:
    """Take away everything in a folder but ``keep``: the site and all that builds remember."""
    for path in folder.iterdir():
        if path.name in keep:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def look(site: Path) -> Site:
    """Count what a build left."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return Site(pages, len(files), sum(path.stat().st_size for path in files) / 1e6)


def marks(site: Path) -> dict[str, tuple[int, int]]:
    """Each file with what changes when it is written again."""
    return {
        str(path.relative_to(site)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }
