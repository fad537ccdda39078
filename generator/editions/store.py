"""The folder of editions on disk: what is there is read, and never written over."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from generator.editions.listing import SUMS
from generator.editions.publish import Publication, files_to_write
from generator.files import replace, write_once
from generator.swap import beside, settle
from generator.troubles import TroubleError

FOLDER = "content/editions"
"""Where editions are in a repository; in a published site they are in ``editions``."""


def find(folder: Path) -> Path | None:
    """Where the editions are: in a repository, in a published site, or in the folder itself."""
    places = (folder / FOLDER, folder / "editions", folder)
    return next((place for place in places if any(_files(place))), None)


def read_to_publish(folder: Path) -> dict[str, bytes]:
    """The files of a folder of editions, as the last publication left or should have left it."""
    settle(folder)
    return read(folder)


def read(folder: Path) -> dict[str, bytes]:
    """The files of a folder of editions, by name."""
    return {path.name: path.read_bytes() for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.glob("*"))
        if path.is_file() and (path.suffix == ".json" or path.name == SUMS)
    ]


def save(folder: Path, publication: Publication, read_before: Mapping[str, bytes]) -> None:
    """Write a publication: the edition, the list of digests, and files with texts removed.

    All of it is there at once, or nothing is. Raises :class:`TroubleError` where somebody else
    published since the folder was read.
    """
    assert publication.edition is not None, "there is something to write"
    with beside(folder) as new:
        if read(folder) != read_before:
            raise TroubleError("published-meanwhile")
        if folder.is_dir():
            shutil.copytree(
                folder, new, symlinks=True, copy_function=_take_over, dirs_exist_ok=True
            )
        write_once(new / publication.edition.file, publication.edition.content)
        for name, content in files_to_write(publication).items():
            replace(new / name, content)


def _take_over(source: str, target: str) -> None:
    """Link a file, or copy it where the disk has no links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
