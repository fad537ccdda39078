"""Works at the same time: one that rests on what another finds, and many that are shared."""

import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.assembly import Assembly, PartFailedError
from generator.cache import Cache
from generator.carry import CarryOver
from generator.outputs.page import File
from generator.parallel import Beside, Standby, Turns, WorkFailedError
from generator.words import words

NUMBERS = {"one": 1}


def found() -> tuple[str, int]:
    """What the first finds, and in which process."""
    return "sound", os.getpid()


@pytest.mark.parametrize("can_start", [True, False])
def test_the_second_goes_on_while_the_first_looks(
    can_start: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Beside, "can_start", staticmethod(lambda: can_start))
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    begun: list[str] = []

    def then() -> str:
        begun.append("then")
        return "made"

    (said, where), outcome = Assembly().both(found, then)
    assert said == "sound"
    assert (where != os.getpid()) is can_start
    assert begun == (["then"] if can_start else [])  # one after the other, it waits for the first
    assert outcome() == "made"
    assert begun == ["then"]


@pytest.mark.parametrize("can_start", [True, False])
def test_what_goes_wrong_with_the_second_is_told_to_who_asks(
    can_start: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Beside, "can_start", staticmethod(lambda: can_start))
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    (said, _), outcome = Assembly().both(found, lambda: NUMBERS["two"])
    assert said == "sound"
    with pytest.raises(KeyError, match="two"):
        outcome()


def test_what_the_first_remembers_elsewhere_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    before = Assembly(cache=Cache(tmp_path))
    before.memos("rules").recall(b"old", lambda: "left by the last build")
    before.finish()
    assembly = Assembly(cache=Cache(tmp_path))

    def first() -> tuple[str | None, str]:
        memo = assembly.memos("rules")
        return memo.find(b"old"), memo.recall(b"new", lambda: "found")

    assert assembly.both(first, lambda: None)[0] == ("left by the last build", "found")
    assembly.finish()
    after = Assembly(cache=Cache(tmp_path)).memos("rules")
    assert (after.find(b"old"), after.find(b"new")) == ("left by the last build", "found")


def test_a_first_that_fails_elsewhere_says_here_why(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    first: Callable[[], int] = lambda: NUMBERS["two"]  # noqa: E731
    with pytest.raises(KeyError, match="two"):
        Assembly().both(first, lambda: "made")
    assert "Traceback" not in capfd.readouterr().err


def test_each_work_is_done_once_by_whoever_comes_first(tmp_path: Path) -> None:
    def work(number: int) -> None:
        with (tmp_path / str(number)).open("x") as done:  # no second one may write it
            done.write(str(os.getpid()))

    turns = Turns([partial(work, number) for number in range(Turns.MOST)])
    beside = Beside()

    def helps() -> bytes:
        turns.take()
        return b"done"

    finish = beside.start(helps)
    turns.take()
    assert finish() == b"done"
    assert {path.name for path in tmp_path.iterdir()} == {str(n) for n in range(Turns.MOST)}


def test_one_that_stands_by_works_each_time_it_is_asked_beside_our_threads() -> None:
    done: list[str] = []

    def work() -> str:
        done.append(f"{os.getpid()} {len(done) + 1}\n{threading.active_count()}")
        return done[-1]

    standby = Standby(work)
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        first, second = standby.ask(), standby.ask()
    finally:
        ended.set()
        thread.join()
    process = int(first.split()[0])
    assert process != os.getpid()
    assert (first, second) == (f"{process} 1\n1", f"{process} 2\n1")
    assert done == []
    os.kill(process, signal.SIGINT)  # that is for us
    assert standby.ask() == f"{process} 3\n1"
    os.kill(process, signal.SIGKILL)
    with pytest.raises(WorkFailedError):
        standby.ask()
    standby.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.parametrize("ahead", [True, False])
def test_each_build_begins_with_its_own_spare_site(
    tmp_path: Path, ahead: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.carry.cores", lambda: 2)
    site, spare = tmp_path / "site", tmp_path / "spare"
    site.mkdir()
    made: list[str] = []

    def make() -> bytes:
        made.append("a.txt")
        return b"a"

    assembly = Assembly()
    for _ in range(3):  # of a preview, which has one of these for all its builds
        assembly.carry = CarryOver(notes=assembly.carry.notes, spare=spare)
        if ahead:
            assembly.carry.look_ahead(Beside())
        assembly.begin_in(site)
        assembly.place_files([File("a.txt", "nl", make, b"a")], site, "")
        site.rename(spare)
        site.mkdir()
    assert made == ["a.txt"]
    assert (spare / "a.txt").read_bytes() == b"a"


def test_files_are_all_placed_whoever_places_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    files = [
        File(f"f/{n}.txt", "nl", lambda n=n: f"{n}".encode(), b"%d" % n if n % 7 else b"")  # type: ignore[misc]
        for n in range(1000)
    ]
    assembly = Assembly()
    assembly.begin_files("files", files, tmp_path, "No files.", words("en"), busy=1)
    assembly.finish()
    assert {path.name: path.read_text() for path in (tmp_path / "f").iterdir()} == {
        f"{n}.txt": f"{n}" for n in range(1000)
    }
    assert assembly.carry.notes.keys() == {file.path for file in files}


def test_a_file_that_cannot_be_made_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    files = [
        File("a.txt", "nl", lambda: b"a", b"a"),
        File("b.txt", "nl", lambda: b"%d" % NUMBERS["two"], b"b"),
    ]
    assembly = Assembly()
    assembly.begin_files("files", files, tmp_path, "No files.", words("en"), busy=1)
    with pytest.raises((PartFailedError, KeyError)):  # the first where the other process met it
        assembly.finish()
    assembly.close()


def test_a_process_that_was_ended_from_outside_has_words_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    monkeypatch.setattr(Beside, "can_start", staticmethod(lambda: True))  # else it would be us
    assembly, ours = Assembly(), os.getpid()

    def killed() -> None:
        assert os.getpid() != ours
        os.kill(os.getpid(), signal.SIGKILL)  # as Linux does where memory runs out

    assembly.begin("pages", killed, "The reason is above.", words("en"), busy=0)
    with pytest.raises(PartFailedError, match="ran out of memory"):
        assembly.finish()
    assembly.close()


def test_what_was_begun_for_a_build_that_was_given_up_is_not_waited_for_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    assembly = Assembly()  # of a preview, which has one of these for all its builds
    own = words("en")
    assembly.begin("pages", lambda: time.sleep(60), "No pages.", own, busy=0)
    files = [File(f"{n}.txt", "nl", lambda: b"old", b"a") for n in range(3)]
    assembly.begin_files("files", files, tmp_path, "No files.", own, busy=1)
    assembly.close()  # as the host says it must, where anything failed
    new = [File("0.txt", "nl", lambda: b"new", b"b")]
    assembly.begin_files("files", new, tmp_path, "No files.", own, busy=1)
    assembly.finish()
    assert (tmp_path / "0.txt").read_bytes() == b"new"
