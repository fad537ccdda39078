"""The folder of editions on disk: what is there is read, and never written over."""

import os
import tempfile
from pathlib import Path

from generator.editions.listing import SUMS
from generator.editions.publish import Publication, files_to_write

FOLDER = "content/editions"
"""Where editions are in a repository; in a published site they are in ``editions``."""


def find(folder: Path) -> Path | None:
    """Where the editions are: in a repository, in a published site, or in the folder itself."""
    places = (folder / FOLDER, folder / "editions", folder)
    return next((place for place in places if any(_files(place))), None)


def read(folder: Path) -> dict[str, bytes]:
    """The files of a folder of editions, by name."""
    return {path.name: path.read_bytes() for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.glob("*"))
        if path.is_file() and (path.suffix == ".json" or path.name == SUMS)
    ]


def save(folder: Path, publication: Publication) -> None:
    """Write what was published: the edition once, then what says so or takes a text's place."""
    assert publication.edition is not None, "there is something to write"
    write_once(folder / publication.edition.file, publication.edition.content)
    for name, content in files_to_write(publication).items():
        replace(folder / name, content)


def write_once(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all; raises ``FileExistsError`` where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path, content)
    try:
        os.link(beside, path)  # unlike a rename, this never takes the place of what is there
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        with path.open("xb") as file:
            file.write(content)
    finally:
        beside.unlink()


def replace(path: Path, content: bytes) -> None:
    """Write a file in place of the one that is there, whole or not at all."""
    _beside(path, content).replace(path)


def _beside(path: Path, content: bytes) -> Path:
    """A finished file next to ``path``, safely on disk."""
    handle, name = tempfile.mkstemp(".part", f".{path.name}-", path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    return Path(name)
