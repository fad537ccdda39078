"""No path leads out of the folder; what is read is whole, and so is what is written."""

import errno
import os
import time
from pathlib import Path

import pytest

from generator.files import Folder, leading_out, replace, write_once
from generator.register.load import load, load_whole
from generator.troubles import TroubleError
from generator.words import words
from tests.register.reading import HEAD, WHOLE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "register").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text(WHOLE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["../secret.yaml", "register/../../secret.yaml", "", "."])
def test_a_name_that_leads_out_is_refused(root: Path, name: str) -> None:
    with pytest.raises(OSError, match=r".+"):
        Folder(root).read(name)


def test_an_absolute_name_is_refused(root: Path) -> None:
    with pytest.raises(PermissionError):
        Folder(root).read(str(root.parent / "secret.yaml"))


def test_a_link_that_leads_out_is_refused_with_a_message(root: Path) -> None:
    (root / "register" / "a.yaml").symlink_to(root.parent / "secret.yaml")
    (root / "actions.yaml").write_text(HEAD + "include: [register/*.yaml]\n", encoding="utf-8")
    found = load("actions.yaml", Folder(root))
    assert found.register is not None
    assert found.register.insights == ()
    assert [(p.place.file, p.code) for p in found.problems] == [
        ("register/a.yaml", "file-not-readable")
    ]


@pytest.mark.parametrize(
    ("name", "nl", "en"),
    [
        ("outside.yaml", "het leidt buiten de map van het register", "it leads out of the folder"),
        ("nothing.yaml", "het is er niet", "it isn't there"),
        ("folder.yaml", "het is geen bestand", "it is no file"),
        ("round.yaml", "het is een link die naar zichzelf leidt", "it is a link that leads to"),
    ],
)
def test_why_a_file_can_not_be_read_is_told_in_the_language_of_the_site(
    root: Path, name: str, nl: str, en: str
) -> None:
    (root / "outside.yaml").symlink_to(root.parent / "secret.yaml")
    (root / "folder.yaml").mkdir()
    (root / "round.yaml").symlink_to("round.yaml")
    (problem,) = load(name, Folder(root)).problems
    assert f"is niet te lezen: {nl}" in words("nl").message(problem)
    assert f"can't be read: {en}" in words("en").message(problem)


def test_a_link_inside_and_a_folder_of_parts_are_read(root: Path) -> None:
    (root / "whole.yaml").write_text(WHOLE, encoding="utf-8")
    (root / "actions.yaml").symlink_to(root / "whole.yaml")
    found = load("actions.yaml", Folder(root))
    assert found.register is not None
    assert [insight.id for insight in found.register.insights] == ["waiting"]


def test_what_a_register_was_read_from_and_where_more_of_it_may_come_is_known(root: Path) -> None:
    (root / "register" / "a.yaml").write_text(WHOLE.removeprefix(HEAD), encoding="utf-8")
    (root / "actions.yaml").write_text(
        HEAD + "include: ['register/*.yaml', 'none/*.yaml', '*.yml', 'register/a.yaml']\n", "utf-8"
    )
    folder = Folder(root)
    load_whole("actions.yaml", folder)
    assert folder.looked_at() == ["actions.yaml", "register/a.yaml", "register"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("register/*.yaml", "a"),
        ("./register/[ab].yaml", "a"),
        ("register/a.yaml", "a"),
        ("register/*/*.yaml", "deep/b"),
        ("register/**/*.yaml", "a deep/b deep/er/c"),
        ("**/e?/c.yaml", "deep/er/c"),
        ("**/register/**/er/**/*.yaml", "deep/er/c"),
        ("register/**", ""),
        ("register/deep", ""),
        ("here/register/*.yaml", "../here/register/a"),
        ("*/" * 200_000 + "*.yaml", ""),
        ("*a" * 400_000, ""),
        ("**/" * 12 + "*.yaml", "a deep/b deep/er/c"),
        ("**/*/" * 12 + "*.yaml", ""),
    ],
    ids=lambda value: value[:30] or "nothing",
)
def test_a_pattern_finds_its_files_at_once_however_it_was_written(
    root: Path, pattern: str, found: str
) -> None:
    """Twelve times ``**`` took longer than anybody waits where a folder has many others in it."""
    for number in range(300):
        (root / f"other{number % 3}" / f"x{number % 10}" / f"y{number}").mkdir(parents=True)
    for name in ("a", "deep/b", "deep/er/c"):
        file = root / "register" / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.touch()
    for name in ("here", "there"):
        (root / name).symlink_to(root)
    before = time.process_time()
    names = Folder(root).matching(pattern)
    assert time.process_time() - before < 1
    assert names == [f"register/{name}.yaml".replace("register/../", "") for name in found.split()]


def test_links_in_a_circle_and_things_that_are_no_file_are_refused(root: Path) -> None:
    (root / "a").symlink_to(root / "b")
    (root / "b").symlink_to(root / "a")
    os.mkfifo(root / "pipe")
    for name in ("a", "pipe", "register", "nothing"):
        with pytest.raises(OSError, match=r".+"):
            Folder(root).read(name)


def test_a_folder_of_content_that_is_itself_a_link_that_leads_out_is_named(root: Path) -> None:
    (root / "pages").mkdir()
    (root / "inside").symlink_to(root / "pages")
    (root / "content").symlink_to(root.parent)
    assert list(leading_out(root / "inside", root)) == []
    assert "content" in leading_out(root / "content", root)


def test_links_that_lead_out_of_the_content_are_named(root: Path) -> None:
    (root / "content").mkdir()
    (root / "content" / "in.md").symlink_to(root / "register")
    (root / "content" / "out.md").symlink_to(root.parent / "secret.yaml")
    (root / "content" / "up").symlink_to(root.parent)
    assert [*leading_out(root / "content", root)] == ["content/out.md", "content/up"]


class Edited(Folder):
    """A folder in which somebody saves files while they are read."""

    def __init__(self, root: Path, edits: list[dict[str, str]]) -> None:
        super().__init__(root)
        self.place, self.edits = root, edits
        self.reads = 0

    def read(self, name: str) -> bytes:
        content = super().read(name)
        self.reads += 1
        if self.edits:
            for file, text in self.edits.pop(0).items():
                (self.place / file).write_text(text, encoding="utf-8")
        return content


@pytest.fixture
def parts(root: Path) -> Path:
    (root / "actions.yaml").write_text("main 1", encoding="utf-8")
    (root / "register" / "a.yaml").write_text("part 1", encoding="utf-8")
    return root


def read_all(files: Folder) -> str:
    names = ["actions.yaml", *files.matching("register/*.yaml")]
    return ", ".join(files.read(name).decode() for name in names)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({}, "main 1, part 1"),
        ({"actions.yaml": "main 2"}, "main 2, part 1"),
        ({"actions.yaml": "main 2", "register/a.yaml": "part 2"}, "main 2, part 2"),
        ({"register/b.yaml": "part b"}, "main 1, part 1, part b"),
    ],
)
def test_files_that_are_saved_while_they_are_read_are_read_again(
    parts: Path, edit: dict[str, str], expected: str
) -> None:
    assert Edited(parts, [edit]).whole(read_all) == expected


def test_a_part_that_goes_while_it_is_read_is_no_longer_part_of_it(parts: Path) -> None:
    class Going(Edited):
        def read(self, name: str) -> bytes:
            content = super().read(name)
            (parts / "register" / "a.yaml").unlink(missing_ok=True)
            return content

    with pytest.raises(FileNotFoundError):
        Going(parts, []).whole(read_all)
    assert Folder(parts).whole(read_all) == "main 1"


def test_files_that_never_stand_still_give_a_message(
    parts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    restless = Edited(parts, [{"actions.yaml": f"state {n}"} for n in range(1000)])
    with pytest.raises(TroubleError) as told:
        restless.whole(read_all)
    assert told.value.tell(words("en")) == (
        f"The files in {parts} change while they are read. Try again when they have been saved."
    )
    assert told.value.tell(words("nl")).startswith(f"De bestanden in {parts} veranderen")


def test_a_register_in_parts_is_never_a_mix(root: Path) -> None:
    head = HEAD + "include: [register/*.yaml]\n"
    part = WHOLE.removeprefix(HEAD)
    (root / "actions.yaml").write_text(head, encoding="utf-8")
    (root / "register" / "a.yaml").write_text(part, encoding="utf-8")
    edit = {
        "actions.yaml": head.replace("Voorbeeldbank", "Andere bank"),
        "register/a.yaml": part.replace("id: waiting", "id: queueing"),
    }
    register = load_whole("actions.yaml", Edited(root, [edit])).register
    assert register is not None
    found = (str(register.organisation.name), register.insights[0].id)
    assert found == ("Andere bank", "queueing")


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    write_once(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace(path, b"new")
    with pytest.raises(OSError, match="No space"):
        write_once(tmp_path / "b.yaml", b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.yaml": b"old"}


def test_what_a_killed_process_left_beside_a_file_goes_with_the_next_one(tmp_path: Path) -> None:
    for name, age in ((".a.yaml-1.part", 3600), (".a.yaml-2.part", 0), (".b.yaml-3.part", 3600)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    write_once(tmp_path / "a.yaml", b"whole")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"a.yaml", ".a.yaml-2.part", ".b.yaml-3.part"}
