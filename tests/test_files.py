"""No path leads out of the folder."""

import os
from pathlib import Path

import pytest

from generator.files import Folder, leading_out
from generator.register.load import load
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


def test_a_link_inside_and_a_folder_of_parts_are_read(root: Path) -> None:
    (root / "whole.yaml").write_text(WHOLE, encoding="utf-8")
    (root / "actions.yaml").symlink_to(root / "whole.yaml")
    found = load("actions.yaml", Folder(root))
    assert found.register is not None
    assert [insight.id for insight in found.register.insights] == ["waiting"]


def test_links_in_a_circle_and_things_that_are_no_file_are_refused(root: Path) -> None:
    (root / "a").symlink_to(root / "b")
    (root / "b").symlink_to(root / "a")
    os.mkfifo(root / "pipe")
    for name in ("a", "pipe", "register", "nothing"):
        with pytest.raises(OSError, match=r".+"):
            Folder(root).read(name)


def test_links_that_lead_out_of_the_content_are_named(root: Path) -> None:
    (root / "content").mkdir()
    (root / "content" / "in.md").symlink_to(root / "register")
    (root / "content" / "out.md").symlink_to(root.parent / "secret.yaml")
    (root / "content" / "up").symlink_to(root.parent)
    assert [path.name for path in leading_out(root / "content", root)] == ["out.md", "up"]
