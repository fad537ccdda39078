"""``yswd init``: a site that checks and builds, whatever the organisation is called."""

import html
import re
from collections.abc import Callable
from datetime import date
from functools import partial, partialmethod
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.checks import check
from generator.cli import main
from generator.facts.insights import Status, status
from generator.files import Folder, write_once
from generator.plugin import build_site
from generator.register.load import load
from generator.register.schema import as_text
from generator.settings import MINIMUM_ANSWERS
from generator.writing.starter import Answers, starter
from tests.register.test_schema import complaints

TODAY = date(2026, 11, 21)
FILES = {
    "actions.yaml", "actions.schema.json", "mkdocs.yml", "README.md", ".gitignore",
    ".gitattributes",
    "requirements.lock", ".pre-commit-config.yaml", ".gitlab-ci.yml",
    *(f".github/workflows/{name}.yml" for name in ("check", "due", "publish")),
    *(f"content/{language}/{page}.md" for language in ("nl", "en")
      for page in ("about", "accessibility", "how-we-decide", "privacy")),
}  # fmt: skip
NAMES = [
    "Bank",
    "Jansen: 'de' \"Beste\" & Zn. # 1",
    "- [x](y) *z* <b>w</b> _a_",
    "no",
    "2026-01-01",
    "!ENV HOME",
    "$name {{ name }} {% raw %}",
    "日本銀行",
]


def run(folder: Path, *options: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["init", str(folder), "--as-of", str(TODAY), *options], typed)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("languages", ["nl,en", "en nl", "nl", "en"])
@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1), date(2028, 2, 29)])
def test_a_new_site_checks_without_a_word(tmp_path: Path, languages: str, today: date) -> None:
    folder = tmp_path / "site"
    result = run(folder, "--yes", "--languages", languages, "--as-of", str(today))
    assert result.exit_code == 0, result.output
    loaded = load("actions.yaml", Folder(folder))
    found = check(loaded, today, MINIMUM_ANSWERS)
    assert [(problem.place.line, problem.code) for problem in found] == []
    assert loaded.register
    assert list(loaded.register.languages) == languages.replace(",", " ").split()
    assert [status(insight) for insight in loaded.register.insights] == [
        Status.DONE, Status.IN_PROGRESS, Status.NOT_DOING, Status.UNANSWERED,
    ]  # fmt: skip
    for insight in loaded.register.insights:
        assert set(insight.said.versions) == set(loaded.register.languages)


@pytest.mark.parametrize("languages", ["nl", "en nl"])
def test_an_editor_finds_the_schema_beside_the_register(languages: str) -> None:
    made = starter(Answers("Bank", tuple(languages.split()), "https://www.example.org/"), TODAY)
    first = made["actions.yaml"].decode().splitlines()[0]
    name = first.removeprefix("# yaml-language-server: $schema=")
    assert made[name].decode() == as_text()
    assert complaints(made["actions.yaml"].decode()) == []


def test_it_asks_for_what_it_has_to_know(tmp_path: Path) -> None:
    typed = "fr\nnl en\nBank: van ons\nbank.example\nBank: van ons\nhttps://www.bank.example/\n"
    result = run(tmp_path / "site", typed=typed)
    assert result.exit_code == 0, result.output
    assert names(tmp_path / "site") == FILES
    register = load("actions.yaml", Folder(tmp_path / "site")).register
    assert register
    assert str(register.organisation.name) == "Bank: van ons"
    assert register.organisation.feed_authority == "bank.example,2026"
    assert "Hoe heet uw organisatie" in result.output


def test_one_language_has_no_trace_of_the_other(tmp_path: Path) -> None:
    run(tmp_path, "--yes", "--languages", "nl")
    assert names(tmp_path) == {name for name in FILES if not name.startswith("content/en")}
    for name in ("actions.yaml", "mkdocs.yml"):
        assert " en: " not in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_what_it_is(name: str) -> None:
    made = starter(Answers(name, ("en", "nl"), "https://www.example.org/a:b?c=(d)#e"), TODAY)
    content = yaml.safe_load(made["actions.yaml"])
    assert content["organisation"]["name"] == name
    assert content["organisation"]["homepage"] == "https://www.example.org/a:b?c=(d)#e"
    assert yaml.safe_load(made["mkdocs.yml"])["site_name"] == "You said, we did"
    assert b"date: 2026-10-31\n" in made["actions.yaml"]
    assert b"<b>" not in made["content/en/about.md"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run(tmp_path, "--yes", "--language", "en")
    assert (result.exit_code, names(tmp_path)) == (1, {"notes.txt"})
    assert "empty" in result.output


@pytest.mark.parametrize("there", [False, True])
def test_a_stop_leaves_no_half_a_site(
    tmp_path: Path, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    if there:
        (folder / ".git").mkdir(parents=True)
    before = {path.name for path in tmp_path.rglob("*")}
    moment, step = 0, 0

    def stopped(real: Callable[..., Any], *given: object) -> Any:
        nonlocal step
        step += 1
        if step == moment:
            raise KeyboardInterrupt
        return real(*given)

    monkeypatch.setattr("generator.writing.starter.write_once", partial(stopped, write_once))
    monkeypatch.setattr(Path, "rename", partialmethod(partial(stopped, Path.rename)))
    for each in (1, 7, len(FILES) + 1, *([len(FILES) + 5] if there else [])):
        moment, step = each, 0
        assert run(folder, "--yes").exit_code == 130
        assert {path.name for path in tmp_path.rglob("*")} == before
        assert folder.exists() == there
    moment = 0
    if there:
        (folder / ".starting-killed").mkdir()
    assert run(folder, "--yes").exit_code == 0
    assert names(folder) == FILES
    assert {path.name for path in tmp_path.iterdir()} == {"site"}


def test_a_folder_that_is_there_stays_the_same_one(tmp_path: Path) -> None:
    number = tmp_path.stat().st_ino
    assert run(tmp_path, "--yes").exit_code == 0
    assert tmp_path.stat().st_ino == number, "whoever stands in it would stand nowhere"


def test_a_clone_of_an_empty_repository_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run(tmp_path, "--yes").exit_code == 0


@pytest.mark.parametrize("homepage", ["http://www.example.org/", "https://localhost/", "bank"])
def test_a_homepage_that_can_not_be_is_named(tmp_path: Path, homepage: str) -> None:
    result = run(tmp_path / "site", "--yes", "--homepage", homepage)
    assert result.exit_code == 1
    assert result.output
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("languages", "name"), [("nl,en", NAMES[1]), ("en", " ".join(NAMES[1:]) + " a.b \\* ~|~ `")]
)
def test_a_new_site_builds(tmp_path: Path, languages: str, name: str) -> None:
    run(tmp_path / "new", "--yes", "--languages", languages, "--name", name)
    build_site(str(tmp_path / "new" / "mkdocs.yml"), tmp_path / "site", TODAY)
    built = {path.relative_to(tmp_path / "site").as_posix() for path in tmp_path.rglob("*.html")
             if path.is_relative_to(tmp_path / "site")}  # fmt: skip
    assert {"index.html", "insights/phone-waiting/index.html", "about/index.html"} <= built
    assert ("en/index.html" in built) == (languages == "nl,en")
    about = (tmp_path / "site" / "about" / "index.html").read_text(encoding="utf-8")
    assert f" {name}" in html.unescape(re.sub(r"<[^>]*>", "", about))
