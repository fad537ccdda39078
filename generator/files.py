"""Files below a folder, and nothing outside it."""

from pathlib import Path


class Folder:
    """Register files on disk. Names are relative to ``root``; links that lead out are refused."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def read(self, name: str) -> bytes:
        """The content of a file; raises ``OSError`` with a reason when it can't be read."""
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root):
            raise PermissionError(0, "it leads out of the folder", name)
        return path.read_bytes()

    def matching(self, pattern: str) -> list[str]:
        """Names of the files that match a pattern, sorted."""
        return sorted(
            path.relative_to(self._root).as_posix()
            for path in self._root.glob(pattern)
            if path.is_file()
        )
