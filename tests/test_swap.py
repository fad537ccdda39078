"""Visitors see the whole old folder or the whole new one, whatever happens to the build."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from generator.swap import beside

BUILD = """
import sys, time
from pathlib import Path
from generator.swap import beside

with beside(Path(sys.argv[1])) as folder:
    for number in range(200):
        (folder / f"{number}.html").write_text(sys.argv[2])
        time.sleep(0.002)
"""


def content(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.iterdir()}


def test_a_finished_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for text in ("old", "new"):
        with beside(target) as folder:
            (folder / "index.html").write_text(text)
            assert not target.exists() or content(target) == {"old"}
    assert content(target) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_who_stops_the_clearing_up_finds_it_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    with beside(target) as folder:
        (folder / "index.html").write_text("old")
    remove, stops = shutil.rmtree, [KeyboardInterrupt]

    def stopped_once(*values: Any, **named: Any) -> None:
        if stops:
            raise stops.pop()
        remove(*values, **named)

    def build() -> None:
        with beside(target) as folder:
            (folder / "index.html").write_text("new")
            monkeypatch.setattr(shutil, "rmtree", stopped_once)

    with pytest.raises(KeyboardInterrupt):
        build()
    assert content(target) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_cannot_be_cleared_away_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as what somebody else put there: the new folder serves, and that is said."""

    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    (tmp_path / ".site-12345678.building" / "theirs").mkdir(parents=True)
    target, spare = tmp_path / "site", tmp_path / "spare"
    (target / "theirs").mkdir(parents=True)
    (spare / "theirs").mkdir(parents=True)
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    monkeypatch.setattr(Path, "chmod", refuse)
    with beside(target, spare=spare) as folder:
        (folder / "index.html").write_text("new")
    assert content(target) == {"new"}


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with beside(target) as folder:
        (folder / "index.html").write_text("old")

    def fail() -> None:
        with beside(target) as folder:
            (folder / "index.html").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert content(target) == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.15, 0.3, 0.45])
def test_a_killed_build_leaves_the_old_folder_and_the_next_one_clears_up(
    tmp_path: Path, moment: float
) -> None:
    target = tmp_path / "site"
    with beside(target) as folder:
        (folder / "index.html").write_text("old")
    build = subprocess.Popen([sys.executable, "-c", BUILD, str(target), "killed"])
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob(".site-*.building/site")) and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(moment)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert content(target) == {"old"} or len(list(target.iterdir())) == 200
    with beside(target) as folder:
        (folder / "index.html").write_text("next")
    assert content(target) == {"next"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    target, order = tmp_path / "site", []

    def second() -> None:
        with beside(target, lambda: order.append("waits")) as folder:
            (folder / "index.html").write_text("second")
        order.append("second")

    with beside(target) as folder:
        other = threading.Thread(target=second)
        other.start()
        while order != ["waits"]:
            time.sleep(0.01)
        (folder / "index.html").write_text("first")
        order.append("first")
    other.join(20)
    assert order == ["waits", "first", "second"]
    assert content(target) == {"second"}


def test_a_place_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"), beside(tmp_path / "file" / "site"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
