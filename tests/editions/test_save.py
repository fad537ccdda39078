"""An edition is published with all that tells of it, or not at all."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.editions import store
from generator.editions.chain import load_chain
from generator.editions.listing import SUMS
from generator.troubles import TroubleError
from tests.editions.registers import direct, insight, published, register

FIRST, SECOND = register(insight()), register(insight(actions=[direct()]))
NAMES = {"2026-1.json", SUMS, "README.md"}


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    """A folder with one edition, and a file of somebody else."""
    folder = tmp_path / "content" / "editions"
    store.save(folder, published(FIRST, {}, "2026-1"), {})
    (folder / "README.md").write_text("ours")
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_else_stands_there_stays_and_nothing_is_left_behind(editions: Path) -> None:
    before = store.read(editions)
    store.save(editions, published(SECOND, before, "2026-2"), before)
    assert names(editions) == NAMES | {"2026-2.json"}
    assert names(editions.parent) == {"editions"}
    assert store.read(editions)["2026-1.json"] == before["2026-1.json"]
    assert load_chain(store.read(editions)).problems == ()


@pytest.mark.parametrize("fails", ["os.fsync", "os.link", "tempfile.mkstemp", "pathlib.Path.mkdir"])
def test_a_full_disk_publishes_nothing(
    editions: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    before = store.read(editions)
    new = published(SECOND, before, "2026-2")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(fails, full)
    if fails == "os.link":  # a disk without links: the files are copied, and all goes well
        store.save(editions, new, before)
        assert load_chain(store.read(editions)).problems == ()
        return
    with pytest.raises(OSError, match="No space"):
        store.save(editions, new, before)
    monkeypatch.undo()
    assert store.read(editions) == before
    assert names(editions.parent) == {"editions"}


def test_a_copy_on_a_disk_without_links_is_no_link(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    before = store.read(editions)
    store.save(editions, published(SECOND, before, "2026-2"), before)
    assert names(editions) == NAMES | {"2026-2.json"}


def test_who_published_meanwhile_is_not_overruled(editions: Path) -> None:
    before = store.read(editions)
    store.save(editions, published(SECOND, before, "2026-2"), before)
    after = store.read(editions)
    with pytest.raises(TroubleError, match="published-meanwhile"):
        store.save(editions, published(SECOND, before, "2026-3"), before)
    assert store.read(editions) == after
    assert names(editions.parent) == {"editions"}


KILLED = """
import os, signal, sys
from pathlib import Path
from generator import files, swap
from generator.editions import store
from tests.editions.test_save import SECOND, published

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

folder, where = Path(sys.argv[1]), sys.argv[2]
match where:
    case "the edition":
        store.write_once = die
    case "the list":
        store.replace = die
    case "the swap":
        swap._exchange = die
    case "two steps":
        swap._exchange = lambda *_: False
        steps, rename = [], Path.rename
        def step(path, to):
            steps.append(path)
            return die() if len(steps) == 2 else rename(path, to)
        Path.rename = step
before = store.read(folder)
store.save(folder, published(SECOND, before, "2026-2"), before)
"""


@pytest.mark.parametrize("where", ["the edition", "the list", "the swap", "two steps"])
def test_a_killed_publication_is_none_and_the_next_one_goes_on(editions: Path, where: str) -> None:
    before = store.read(editions)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(editions), where], check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert any(name.startswith(".editions-") for name in names(editions.parent))
    found = store.read_to_publish(editions)
    assert found == before
    store.save(editions, published(SECOND, found, "2026-2"), found)
    assert load_chain(store.read(editions)).problems == ()
    assert names(editions) == NAMES | {"2026-2.json"}
    assert names(editions.parent) == {"editions"}


def test_a_folder_that_is_a_link_stays_one(editions: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(editions, elsewhere)
    editions.symlink_to(elsewhere)
    before = store.read(editions)
    store.save(editions, published(SECOND, before, "2026-2"), before)
    assert editions.is_symlink()
    assert names(elsewhere) == NAMES | {"2026-2.json"}
