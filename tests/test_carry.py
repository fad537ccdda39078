"""A build takes over what did not change, and nobody can see that it did."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.utils import clean_directory

from generator import carry, notes, spare
from generator.cache import FOLDER, Cache
from generator.carry import CarryOver
from generator.memo import Memo, Memos
from generator.preview import Preview
from tests.conftest import ROOT, TODAY
from tests.folders import digests, run
from tests.golden import FOLDER as GOLDEN

FILES = {
    "index.html": (b"home", b"home as it was"),
    "insights/a/index.html": (b"a", b"what a was"),
    "feed.xml": (b"", b"a feed"),
}
"""Some files with their keys; the feed has none."""


class Site:
    """Builds a folder of files, each time from what stands there, and counts what is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: notes.Notes = {}
        self.made: list[str] = []

    def build(self, files: dict[str, tuple[bytes, bytes]], base: bytes = b"") -> None:
        new = self.folder.with_name("new")
        self.made.clear()
        carried = CarryOver(self.folder, self.notes)
        carried.base = base
        for path, (key, content) in files.items():
            carried.place(path, str(new / path), key, lambda p=path, c=content: self._make(p, c))  # type: ignore[misc]
        shutil.rmtree(self.folder, ignore_errors=True)
        new.rename(self.folder)
        self.notes = notes.read(notes.written(carried.notes))

    def _make(self, path: str, content: bytes) -> bytes:
        self.made.append(path)
        return content

    def inodes(self) -> dict[str, int]:
        return {path: (self.folder / path).stat().st_ino for path in FILES}


@pytest.fixture
def built(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    site.build(FILES)
    assert site.made == list(FILES)
    return site


def test_what_has_its_key_is_not_made_and_what_is_the_same_is_not_written(built: Site) -> None:
    before = built.inodes()
    built.build(FILES)
    assert built.made == ["feed.xml"]
    assert built.inodes() == before


def test_another_key_is_made_anew_and_only_another_content_written(built: Site) -> None:
    before = built.inodes()
    other = {
        "index.html": (b"new", b"home as it is"),
        "insights/a/index.html": (b"b", b"what a was"),
    }
    built.build(FILES | other)
    assert sorted(built.made) == sorted(FILES)
    assert (built.folder / "index.html").read_bytes() == b"home as it is"
    after = built.inodes()
    assert {path for path in FILES if after[path] != before[path]} == {"index.html"}
    built.build(FILES | other)
    assert built.made == ["feed.xml"]


def test_another_base_makes_everything(built: Site) -> None:
    built.build(FILES, base=b"another day")
    assert built.made == list(FILES)


def rewrite(folder: Path) -> None:
    (folder / "index.html").write_bytes(b"home as it WAS")


def remove(folder: Path) -> None:
    (folder / "index.html").unlink()


def cut_short(folder: Path) -> None:
    os.truncate(folder / "index.html", 3)


def lead_away(folder: Path) -> None:
    (folder / "elsewhere").write_bytes(b"home as it WAS")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to("elsewhere")


@pytest.mark.parametrize("harm", [rewrite, remove, cut_short, lead_away, shutil.rmtree])
def test_what_somebody_changed_in_the_folder_is_made_again(
    built: Site, harm: Callable[[Path], None]
) -> None:
    harm(built.folder)
    built.build(FILES)
    found = {path: (built.folder / path).read_bytes() for path in FILES}
    assert found == {path: content for path, (_, content) in FILES.items()}
    assert not (built.folder / "index.html").is_symlink()


def test_damaged_notes_are_no_notes(built: Site) -> None:
    whole = notes.written(built.notes)
    assert notes.read(whole) == built.notes
    random = Random(7)
    for _ in range(200):
        place = random.randrange(len(whole))
        damaged = bytearray(whole)
        damaged[place] ^= 1 << random.randrange(8)
        assert notes.read(bytes(damaged)) == {}
    rest = whole[16:]
    assert notes.read(sha256(rest).digest()[:16] + rest) == {}  # of another version of the program
    assert notes.read(b"") == notes.read(whole[:-1]) == notes.read(whole + b" ") == {}


def test_where_nothing_can_be_linked_everything_is_written(
    built: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    built.build(FILES)
    assert (built.folder / "index.html").read_bytes() == b"home as it was"


def test_a_file_of_the_host_stays_where_nothing_can_be_linked(
    built: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, to: str | Path, **__: object) -> None:
        if Path(to).exists():  # what a system says first
            raise FileExistsError(17, "File exists")
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    at = tmp_path / "new.html"
    at.write_bytes(b"home as it was")
    carried = CarryOver(built.folder, built.notes)
    carried.compare("index.html", str(at))
    assert at.read_bytes() == b"home as it was"
    assert carried.notes["index.html"].size == len(b"home as it was")


def test_a_preview_takes_over_from_the_last_whole_site(tmp_path: Path) -> None:
    folder, preview = tmp_path / "served", Preview()
    folder.mkdir()

    def build(text: bytes, whole: bool) -> list[bytes]:
        carried = preview.begin(folder)
        assert not list(folder.iterdir()), "the host empties it, and would make all of it again"
        carried.begin(folder, carried.survey())
        made: list[bytes] = []

        def make() -> bytes:
            made.append(text)
            return text

        carried.place("a", str(folder / "a"), text, make)
        if whole:
            carried.end(folder)
            preview.end(carried.notes)
        return made

    assert build(b"one", whole=True) == [b"one"]
    assert build(b"one", whole=True) == []
    assert build(b"two", whole=False) == [b"two"]
    assert build(b"one", whole=True) == [b"one"], "what a failed build left is not taken over"
    assert (folder / "a").read_bytes() == b"one"
    preview.begin(folder)  # and this one shows what is wrong with the register, in its place
    (folder / "index.html").write_bytes(b"a mistake")
    (folder / "index.html").unlink()  # as the host does
    assert build(b"one", whole=True) == []
    preview.close()
    assert [path.name for path in tmp_path.iterdir()] == ["served"]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied")
def test_a_preview_says_so_when_nobody_builds_it() -> None:
    preview, watched = Preview(), list[str]()
    server: Any = SimpleNamespace(
        observer=SimpleNamespace(),
        builder=lambda: sys.exit(f"{os.getpid()}"),
        watch=watched.append,
    )
    preview.serve(server, lambda: ["actions.yaml"], RuntimeError)
    with pytest.raises(RuntimeError) as told:
        server.builder()
    process = int(str(told.value))
    assert (process == os.getpid(), watched) == (False, ["actions.yaml"])
    os.kill(process, signal.SIGKILL)
    with pytest.raises(RuntimeError, match="Start the preview again"):
        server.builder()
    preview.close()


def test_a_preview_follows_what_comes_and_waits_for_what_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.preview.CAN_COPY", False)
    followed, watched = [tmp_path / "one.yaml"], list[str]()

    def watch(path: str) -> None:
        watched.append(Path(path).resolve(strict=True).name)  # as the host: it must be there

    followed[0].touch()
    server: Any = SimpleNamespace(observer=SimpleNamespace(), builder=lambda: None, watch=watch)
    Preview().serve(server, lambda: [str(path) for path in followed], RuntimeError)
    followed += [tmp_path / "register", tmp_path / "two.yaml"]
    followed[1].mkdir()
    server.builder()
    assert watched == ["one.yaml", "register"]
    followed[2].touch()
    server.builder()
    assert watched == ["one.yaml", "register", "two.yaml"]


class Spare(Site):
    """Builds as :class:`Site` does; what served before is spare, as a build by command has it."""

    ahead = False
    """Whether a spare site is made where there is none."""

    def build(self, files: dict[str, tuple[bytes, bytes]], base: bytes = b"") -> None:
        new, spare = self.folder.with_name("new"), self.folder.with_name("spare")
        self.made.clear()
        new.mkdir()
        carried = CarryOver(self.folder, self.notes, spare)
        carried.base = base
        served = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        carried.begin(new, carried.ahead() if self.ahead else carried.survey())
        for path, (key, content) in files.items():
            carried.place(path, str(new / path), key, lambda p=path, c=content: self._make(p, c))  # type: ignore[misc]
        carried.end(new)
        assert not carried.lacking(new)
        assert {path: path.read_bytes() for path in served} == served, "it serves meanwhile"
        shutil.rmtree(spare, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(spare)
        new.rename(self.folder)
        self.notes = notes.read(notes.written(carried.notes))

    def content(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if not path.is_dir()
        }


@pytest.fixture
def spared(tmp_path: Path) -> Spare:
    """A site that was built twice, so that the one before it is spare."""
    site = Spare(tmp_path / "site")
    for _ in range(2):
        site.build(FILES)
    assert (tmp_path / "spare").is_dir()
    return site


def test_what_stands_in_the_spare_site_stays_there(
    spared: Spare, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = spared.inodes()
    monkeypatch.setattr(os, "link", None)  # nobody needs it
    spared.build({path: each for path, each in FILES.items() if each[0]})
    assert spared.made == []
    after = {path: (spared.folder / path).stat().st_ino for path in FILES if FILES[path][0]}
    assert after.items() <= before.items()


@pytest.mark.parametrize("seed", range(8))
def test_a_spare_site_leads_to_what_a_new_build_makes(tmp_path: Path, seed: int) -> None:
    """Files come, go, change and come back; what serves is never touched (``Spare`` looks)."""
    random = Random(seed)
    site = Spare(tmp_path / "site")
    site.ahead = seed % 2 == 0
    names = ["index.html", "a/index.html", "a/b/index.html", "a/b/feed.xml", "c/d/e/f.txt", "g"]
    for _ in range(12):
        files = {}
        for name in random.sample(names, random.randint(1, len(names))):
            content = f"{name} {random.randint(0, 1)}".encode()
            files[name] = (content if random.random() < 0.8 else b"", content)
        spare = tmp_path / "spare"
        if spare.is_dir() and random.random() < 0.2:  # or nothing of it
            shutil.rmtree(spare)
        if spare.is_dir() and random.random() < 0.5:  # and somebody's hand in it
            (spare / "c").mkdir(exist_ok=True)
            (spare / "c" / "unknown.html").write_bytes(b"not ours")
            for path in [path for path in spare.rglob("*") if path.is_file()][:2]:
                path.unlink()
                path.write_bytes(b"not as it was left")
        if random.random() < 0.3:  # and a build that looked at it and then found an error
            CarryOver(site.folder, site.notes, spare).survey()
        site.build(files)
        assert site.content() == {name: content for name, (_, content) in files.items()}
        empty = [place for place, inside, found in os.walk(site.folder) if not inside + found]
        assert empty == []


def test_a_spare_site_is_made_of_links_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk: list[str] = []  # before anybody waits for it
    monkeypatch.setattr(
        spare, "to_disk", lambda at: on_disk.extend(p.name for p in (at / "spare").rglob("*.*"))
    )
    site = Spare(tmp_path / "site")
    site.build(FILES)
    carried = CarryOver(site.folder, site.notes, tmp_path / "spare")
    found = carried.ahead()
    assert found
    keyed = {path for path, (key, _) in FILES.items() if key}
    made = {path for path in FILES if (tmp_path / "spare" / path).exists()}
    assert (made, found.lacking) == (keyed, set())
    assert sorted(on_disk) == sorted(Path(path).name for path in keyed)
    assert all((site.folder / path).samefile(tmp_path / "spare" / path) for path in made)
    (tmp_path / "spare" / "index.html").unlink()  # now there is one, and it is as it is
    again = CarryOver(site.folder, site.notes, tmp_path / "spare").ahead()
    assert again
    assert again.lacking == {"index.html"}
    assert CarryOver(tmp_path / "none", site.notes, tmp_path / "other").ahead() is None


def test_what_the_host_writes_is_not_in_its_way(spared: Spare, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    carried = CarryOver(spared.folder, spared.notes, tmp_path / "spare")
    carried.begin(new, carried.survey())
    carried.leave_to_host(["a/index.html", "b.html"], new / "insights", "insights/")
    (new / "insights" / "a" / "index.html").write_bytes(b"the host's")  # into what is there
    assert (spared.folder / "insights/a/index.html").read_bytes() == b"what a was"
    assert (new / "index.html").exists()


def test_where_nothing_is_spare_a_build_goes_on_without(built: Site, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    carried = CarryOver(built.folder, built.notes, tmp_path / "nothing")
    carried.begin(new, carried.survey())
    carried.place("index.html", str(new / "index.html"), b"home", lambda: b"made again")
    assert (new / "index.html").read_bytes() == b"home as it was"


def test_a_folder_is_hidden_while_the_host_empties_it(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "en"
    carry.hide(folder)  # there is none yet
    carry.show(folder)
    folder.mkdir(parents=True)
    (folder / "index.html").write_bytes(b"home")
    carry.hide(folder)
    clean_directory(str(folder))
    clean_directory(str(folder.parent))
    carry.show(folder)
    assert (folder / "index.html").read_bytes() == b"home"


def test_a_memo_recalls_and_keeps_what_was_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    memos = Memos(cache, b"program")
    assert memos("rows").recall(b"a", lambda: ("x", 1)) == ("x", 1)
    assert memos("rows").recall(b"b", lambda: "y") == "y"
    memos.keep()
    again = Memos(cache, b"program")
    assert again("rows").recall(b"a", lambda: ("other", 2)) == ("x", 1)
    again.keep()
    last = Memos(cache, b"program")("rows")
    assert (last.find(b"a"), last.find(b"b")) == (("x", 1), None)
    assert Memos(cache, b"another")("rows").find(b"a") is None


def test_a_memo_that_sites_share_keeps_some_of_what_the_others_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def one_site(*used: bytes) -> set[bytes]:
        memos = Memos(cache, b"program", spare=2)
        for key in used:
            memos("rows").recall(key, lambda: "x")
        memos.keep()
        left = Memos(cache, b"program")("rows")
        return {key for key in (b"a", b"b", b"c", b"d", b"e") if left.find(key)}

    assert one_site(b"a", b"b") == {b"a", b"b"}
    assert one_site(b"c") == {b"a", b"b", b"c"}
    assert len(one_site(b"d", b"e")) == 4
    assert {b"d", b"e"} < one_site(b"d", b"e")


def test_a_damaged_memo_recalls_nothing(tmp_path: Path) -> None:
    cache, random = Cache(tmp_path), Random(3)
    memos = Memos(cache, b"program")
    memos("rows").recall(b"a", lambda: "x" * 50)
    memos.keep()
    whole = cache.read("memo-rows")
    for _ in range(100):
        damaged = bytearray(whole)
        damaged[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        cache.write("memo-rows", bytes(damaged))
        assert Memos(cache, b"program")("rows").find(b"a") is None


def test_a_memo_without_a_cache_lives_as_long_as_the_process() -> None:
    assert Memo().recall(b"a", lambda: "x") == "x"
    memos = Memos()
    memos("rows").recall(b"a", lambda: "x")
    memos.keep()
    assert memos("rows").recall(b"a", lambda: "other") == "x"


def test_a_copy_of_a_process_leaves_what_it_opened_itself(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    memos = Memos(cache, b"program")
    ours, theirs = memos("ours"), memos("theirs")  # both were handed out before the copy
    ours.recall(b"a", lambda: "x")
    memos.forget()  # what the copy does first
    theirs.recall(b"b", lambda: "y")
    memos.keep()
    assert Memos(cache, b"program")("ours").find(b"a") is None
    assert Memos(cache, b"program")("theirs").find(b"b") == "y"


def test_a_memo_that_nobody_asked_stays_as_it_was_left(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    memos = Memos(cache, b"program")
    memos("rows").recall(b"a", lambda: "x")
    memos.keep()
    asked_nothing = Memos(cache, b"program")
    asked_nothing("rows")
    asked_nothing.keep()
    assert Memos(cache, b"program")("rows").find(b"a") == "x"


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / FOLDER.parts[0]).write_text("a file where the folder should be")
    cache = Cache(tmp_path)
    cache.write("a", b"x")
    assert cache.read("a") == b""


def test_what_was_kept_of_a_site_that_nobody_builds_any_more_goes(tmp_path: Path) -> None:
    """Its notes and its spare site; those of sites that are built, and all else, stay."""
    cache, long_ago = Cache(tmp_path), time.time() - 40 * 86400
    for name in ("site-a", "site-b", "memo-a"):
        cache.write(name, b"x")
        spare = cache.place(f"{name}-before")
        (spare / "insights").mkdir(parents=True)
        (spare / "insights" / "index.html").touch()
        os.utime(spare, (long_ago, long_ago))
    (cache.place("site-c-before") / "insights").mkdir(parents=True)  # a build was killed just now
    for name in ("site-a", "memo-a"):
        os.utime(cache.place(name), (long_ago, long_ago))
    cache.forget("site-", 30)
    kept = {path.name for path in cache.place("memo-a").parent.iterdir()} - {".gitignore"}
    assert kept == {"site-b", "site-b-before", "memo-a", "memo-a-before", "site-c-before"}


def test_an_edit_writes_only_what_it_changed(tmp_path: Path) -> None:
    site, edited = tmp_path / "site", tmp_path / "edited"
    shutil.copytree(ROOT / "content", site / "content", ignore=shutil.ignore_patterns("editions"))
    shutil.copy(ROOT / "mkdocs.yml", site)
    register = (GOLDEN / "actions.yaml").read_text(encoding="utf-8")
    (site / "actions.yaml").write_text(register, encoding="utf-8")
    build = ("yswd", "build", "--as-of", str(TODAY), "--quiet")
    assert run(*build, at=site).returncode == 0
    before = {path: path.stat().st_ino for path in (site / "site").rglob("*.*")}
    old, new = "U krijgt drie keer hetzelfde antwoord.", "U krijgt vier keer hetzelfde antwoord."
    assert register.count(old) == 1
    (site / "actions.yaml").write_text(register.replace(old, new), encoding="utf-8")
    assert run(*build, at=site).returncode == 0
    written = {
        path.relative_to(site / "site").as_posix()
        for path in (site / "site").rglob("*.*")
        if path.is_file() and before.get(path) != path.stat().st_ino
    }
    told = {path for path in before if path.is_file() and new.encode() in path.read_bytes()}
    assert {path.relative_to(site / "site").as_posix() for path in told} <= written
    assert "insights/chat-loop/index.html" in written
    assert not any(
        path.startswith(("en/", "insights/phone-waiting/", "assets/")) for path in written
    )
    shutil.copytree(site, edited, ignore=shutil.ignore_patterns("site", ".cache"))
    assert run(*build, at=edited).returncode == 0
    assert digests(site / "site") == digests(edited / "site")
