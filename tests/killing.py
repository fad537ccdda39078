"""Builds that are killed at random moments: what is served is always wholly old or wholly new.

``python -m tests.killing --times 500`` does it for longer than a test may take. A process that
has imported everything is copied for each build, so that most moments fall where files are
written. Linux only, as the copying of processes is.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import chdir, suppress
from datetime import date
from pathlib import Path

from generator.cli import main
from generator.writing.starter import Answers, make
from tests.folders import digests

DAY = date(2026, 11, 21)
TITLES = ("Before", "Afterwards")


def begin(root: Path, *options: str) -> int:
    """A build in a process group of its own; returns its id."""
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os.chdir(root)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        try:
            main(["build", "--as-of", str(DAY), *options])
        except SystemExit as end:
            os._exit(int(end.code or 0))
        os._exit(99)
    os.setpgid(child, child)  # here too: nobody knows which of the two comes first
    return child


def build(root: Path, *options: str) -> int:
    """A whole build; its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(begin(root, *options), 0)[1])


def is_gone(group: int, seconds: float = 5) -> bool:
    """Whether no process of a group is left, soon after its first one was killed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def kill(root: Path, moment: float, whole_group: bool) -> bool:
    """Kill a build after so many seconds; whether it was still busy and nothing of it is left."""
    child = begin(root)
    time.sleep(moment)
    busy = os.waitpid(child, os.WNOHANG) == (0, 0)
    if busy:
        (os.killpg if whole_group else os.kill)(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not is_gone(child):
        raise AssertionError("A process goes on after its build was killed.")
    return busy


def warm_up() -> None:
    """Import what a build needs by making one somewhere, so that each copy begins to write soon."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), Answers(TITLES[0], ("nl", "en"), "https://www.example.org/"), DAY)
        with chdir(folder), suppress(SystemExit):
            main(["build", "--as-of", str(DAY), "--quiet"])


def write(root: Path, title: str) -> None:
    """Another register: the name of the organisation, which stands on every page."""
    register = root / "actions.yaml"
    text = register.read_text(encoding="utf-8")
    for old in TITLES:
        text = text.replace(f"name: {old}", f"name: {title}")
    register.write_text(text, encoding="utf-8")


def trials(root: Path, times: int, seed: int, whole_every: int = 12) -> Iterator[str]:
    """Kill ``times`` builds in an empty folder; what is wrong after any of them.

    Ends with a line that starts with "killed" and tells how many were still busy.
    """
    moments = random.Random(seed)
    warm_up()
    make(root, Answers(TITLES[0], ("nl", "en"), "https://www.example.org/"), DAY)
    known: list[dict[str, str]] = []
    seconds = float("inf")
    for title in TITLES:
        write(root, title)
        start = time.monotonic()
        if build(root):
            yield f"the build of '{title}' failed"
            return
        seconds = min(seconds, time.monotonic() - start)  # of two: a machine may stand still
        known.append(digests(root / "site"))
    assert known[0] != known[1], "two registers, two sites"
    busy = swapped = 0
    for number in range(times):
        write(root, TITLES[number % 2])
        before = digests(root / "site")
        # A killed parent takes its children with it; half of the time nobody else kills them.
        busy += kill(root, moments.uniform(0, seconds), whole_group=number % 2 == 0)
        after = digests(root / "site")
        swapped += after != before
        if after not in known:
            odd = sorted(set(after.items()) ^ set(known[number % 2].items()))
            yield f"trial {number}: neither old nor new: {odd[:3]}"
        if number % whole_every == whole_every - 1 or number == times - 1:
            if code := build(root):
                yield f"trial {number}: the next build ended with {code}"
            if digests(root / "site") != known[number % 2]:
                yield f"trial {number}: the next build made something else"
            left = sorted(path.name for path in root.iterdir() if path.name.startswith(".site"))
            if left:
                yield f"trial {number}: left behind: {left}"
    yield f"killed {busy} of {times} while busy; {swapped} had just taken their place"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=8)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = list(trials(Path(folder) / "a site", chosen.times, chosen.seed))
    print("\n".join(found))
    sys.exit(len(found) > 1)


if __name__ == "__main__":
    _main()
