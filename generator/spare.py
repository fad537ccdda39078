"""The spare site: the one that served before the last. The next build begins with it, so that what
did not change since then stands there already.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.notes import Notes
from generator.swap import to_disk


class Survey(NamedTuple):
    """What is not in the spare site of what was left there, and the folders in it that have no file
    of their own: the last may have gone now, or when a build looked that then found an error."""

    lacking: set[str]
    bare: set[str]


def surveyed(spare: Path, notes: Notes) -> Survey | None:
    """Look at each file of the spare site, and take away what is not as it is noted; nothing
    where there is no such site, or it can't be changed."""
    if not notes:
        return None
    lacking = keyed(notes)
    bare: set[str] = set()
    waiting = [""]
    try:
        while waiting:
            below = waiting.pop()
            is_bare = True
            with os.scandir(f"{spare}/{below}") as entries:
                for entry in entries:
                    path = below + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{path}/")
                    elif path in lacking and notes[path].fits(entry.stat(follow_symlinks=False)):
                        lacking.remove(path)
                        is_bare = False
                    else:
                        os.unlink(entry.path)  # noqa: PTH108  # no Path for each file
            if is_bare:
                bare.add(below)
    except OSError:
        return None
    return Survey(lacking, bare)


def made_of_links(spare: Path, notes: Notes, before: Path) -> Survey | None:
    """Make a spare site of links to the one that serves, ``before``; nothing where that can't be.

    That takes as long as linking file by file, but can be done while the register is read.
    """
    if not notes or spare.exists():
        return None
    try:
        if before.stat().st_dev != spare.parent.stat().st_dev:
            return None
        spare.mkdir()
        with _opened(before) as source, _opened(spare) as target:
            there = set(_linked(notes, source, target))
    except OSError:
        return None
    to_disk(spare.parent)  # beside other work: else the site waits for it at the end
    return Survey(keyed(notes) - there, set())


def keyed(notes: Notes) -> set[str]:
    """The files that the host doesn't write: it would write into the one that serves now."""
    return {path for path, note in notes.items() if note.key}


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _linked(notes: Notes, before: int, to: int) -> Iterator[str]:
    """Link what is as noted from one open folder into another, which is empty; gives the paths.

    The kernel then follows short paths only. In the order in which the files were made: in
    another it takes half as long again.
    """
    made = {""}

    def make(folder: str) -> None:
        if folder not in made:
            make(folder.rpartition("/")[0])
            os.mkdir(folder, dir_fd=to)
            made.add(folder)

    for path, note in notes.items():
        try:
            if note.key and note.fits(os.stat(path, dir_fd=before, follow_symlinks=False)):
                make(path.rpartition("/")[0])
                os.link(path, path, src_dir_fd=before, dst_dir_fd=to, follow_symlinks=False)
                yield path
        except (OSError, NotImplementedError):
            continue
