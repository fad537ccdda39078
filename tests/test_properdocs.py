"""The same site from the same files under ProperDocs, a fork of MkDocs that goes on with 1.x."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import ROOT, TODAY

MIDNIGHT = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_properdocs_builds_the_same_bytes(example: Path, tmp_path: Path) -> None:
    properdocs = Path(sys.executable).parent / "properdocs"
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": str(int(MIDNIGHT.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run(
        [str(properdocs), "build", "--config-file", "mkdocs.yml", "--site-dir", str(tmp_path)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    expected, found = files(example), files(tmp_path)
    assert len(expected) > 100
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []
