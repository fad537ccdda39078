"""What one run leaves for the next, to save it work: below ``.cache/``, beside ``mkdocs.yml``.

What follows from the program alone is left beside it, where Python leaves what it compiled.
Nothing here is ever needed: whoever reads judges what comes back, and a folder that can't be
written is no reason to stop.
"""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

FOLDER = Path(".cache") / "you-said-we-did"


class Cache:
    """Named files in the folder of a project; ``root`` is where ``mkdocs.yml`` stands."""

    def __init__(self, root: Path, folder: Path = FOLDER) -> None:
        self._folder = root / folder

    def read(self, name: str) -> bytes:
        """What was left under a name; nothing when there is none."""
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return b""

    def place(self, name: str) -> Path:
        """Where a folder can be left under a name."""
        with suppress(OSError):
            self._begun()
        return self._folder / name

    def _begun(self) -> None:
        if not self._folder.is_dir():
            self._folder.mkdir(parents=True)
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")

    def write(self, name: str, *parts: bytes) -> None:
        """Leave something under a name, part after part, wholly or not at all."""
        with suppress(OSError):
            self._begun()
            with NamedTemporaryFile(dir=self._folder, delete=False) as spare:
                try:
                    spare.writelines(parts)
                    spare.close()
                    Path(spare.name).replace(self._folder / name)
                except OSError:
                    Path(spare.name).unlink()

    def forget(self, start: str, days: int) -> None:
        """Take away what was left under names with such a start, so many days before the last of
        them: a file, and the folder beside it whose name goes on with ``-before``.

        The clock is not asked: where it is wrong, all would seem old.
        """
        written: dict[str, float] = {}
        with suppress(OSError):  # nobody may look in there, or another build is at it too
            for found in self._folder.glob(f"{start}*"):
                name = found.name.removesuffix("-before")
                written[name] = max(written.get(name, 0), found.stat().st_mtime)
        for name, day in written.items():
            if max(written.values()) - day > days * 86400:
                with suppress(OSError):
                    (self._folder / name).unlink(missing_ok=True)
                shutil.rmtree(self._folder / f"{name}-before", ignore_errors=True)


def of_program() -> Cache | None:
    """The cache beside the program, where this run may write there what it compiled."""
    folder = Path(__file__).parent / "__pycache__"
    may = folder.is_dir() and os.access(folder, os.W_OK) and not sys.dont_write_bytecode
    return Cache(folder.parent, Path(folder.name)) if may else None
