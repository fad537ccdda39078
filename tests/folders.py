"""Folders that tests build in: copies of the example, real commands there, and what they leave."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_BIN = Path(sys.executable).parent


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its path; empty where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sources(folder: Path) -> Path:
    """A copy of the example's sources in a new folder."""
    folder.mkdir(parents=True)
    shutil.copytree(_ROOT / "content", folder / "content")
    for name in ("actions.yaml", "mkdocs.yml"):
        shutil.copy(_ROOT / name, folder)
    return folder


def run(*command: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of our commands in a folder, as a user does."""
    return subprocess.run(
        [str(_BIN / command[0]), *command[1:]],
        cwd=at,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
