"""What the manual promises an outsider works, with the tools of any Unix alone."""

import itertools
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.editions import store
from generator.editions.chain import load_chain
from generator.editions.difference import What
from generator.editions.listing import SUMS

ROOT = Path(__file__).parent.parent.parent
MANUAL = (ROOT / "docs" / "editions.md").read_text(encoding="utf-8")
CHECK, LINKS = re.findall(r"```sh\n(.*?)```", MANUAL, flags=re.DOTALL)


@pytest.fixture
def downloaded(tmp_path: Path) -> Path:
    folder = tmp_path / "editions"
    shutil.copytree(ROOT / store.FOLDER, folder)
    return folder


def sh(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_file_is_what_the_list_says(downloaded: Path) -> None:
    done = sh(CHECK, downloaded)
    assert done.returncode == 0
    assert done.stdout.count(": OK\n") == len(list(downloaded.glob("*.json")))
    (downloaded / "2026-1.json").write_bytes(b"{}\n")
    done = sh(CHECK, downloaded)
    assert done.returncode == 1
    assert "2026-1.json: FAILED" in done.stdout


def test_each_edition_vouches_for_the_one_before(downloaded: Path) -> None:
    names = [edition.file for edition in load_chain(store.read(downloaded)).editions]
    expected = [f"{one}: ./{other}" for one, other in itertools.pairwise(names)]
    assert sh(LINKS, downloaded).stdout.splitlines() == [*expected, f"{names[-1]}: the last one"]


def test_a_forged_list_shows_in_the_links(downloaded: Path) -> None:
    file = downloaded / "2026-1.json"
    file.write_bytes(file.read_bytes().replace(b'"severity": 3', b'"severity": 1'))
    sh(f"sha256sum *.json > {SUMS}", downloaded)
    assert sh(CHECK, downloaded).returncode == 0
    assert "2026-1.json: the last one" in sh(LINKS, downloaded).stdout


def test_the_manual_names_every_type_of_difference() -> None:
    assert [what for what in What if f"`{what}`" not in MANUAL] == []
