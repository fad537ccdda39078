"""Every command and example in the manual is run, and every page of it is there and true."""

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator import options
from generator.checks import check
from generator.cli import main
from generator.files import Folder
from generator.plugin import build_site
from generator.register.load import load
from generator.settings import MINIMUM_ANSWERS
from generator.writing.starter import Answers, make
from tests.conftest import ROOT, TODAY
from tests.tools import reference

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in DOCS.glob("*.md"))
ALL = [*PAGES, "README.md", "CONTRIBUTING.md"]
EXAMPLES = ["docs/hosting.md", "docs/deciding.md"]
"""Pages whose examples fit a new site."""
IN_A_SHELL = {"docs/first-week.md", "docs/hosting.md", "docs/editions.md"}
"""Pages with lines for a shell: the tests of the first week and of editions run those."""
HEADER = """\
format: 1
organisation:
  name: Bank
  homepage: https://www.example.org/
  feedback: https://www.example.org/feedback/
  feed_authority: example.org,2026
languages: [en]
"""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks of a page: the name of their language, and their text."""
    for match in re.finditer(r"^```(\S*)\n(.*?)^```", read(name), re.DOTALL | re.MULTILINE):
        yield match[1], match[2]


def commands(name: str) -> list[list[str]]:
    """Every ``yswd …`` in a page, in a block or in a sentence, split into words."""
    shown = [
        line.removeprefix("$ ").partition(" #")[0]
        for language, text in blocks(name)
        if language in ("", "console", "sh")
        for line in text.splitlines()
    ]
    shown += re.findall(r"`(yswd [^`]+)`", read(name))
    return [shlex.split(line) for line in shown if re.match(r"yswd [a-z]", line)]


@pytest.mark.parametrize("name", ALL)
def test_every_command_exists_with_its_options(name: str) -> None:
    for _, command, *rest in commands(name):
        known = {option for parameter in main.commands[command].params for option in parameter.opts}
        assert {word.partition("=")[0] for word in rest if word.startswith("-")} <= known, rest


@pytest.mark.parametrize("name", ALL)
def test_every_make_target_exists(name: str) -> None:
    in_blocks = "\n".join(text for language, text in blocks(name) if language == "console")
    shown = re.findall(r"^\$ make ([a-z]+)", in_blocks, re.MULTILINE)
    shown += re.findall(r"`make ([a-z]+)`", read(name))
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(shown) <= targets


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_a_page_fit_a_new_site(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, Answers("Bank", ("en", "nl"), "https://www.example.org/"), TODAY)
    examples = [text for language, text in blocks(name) if language == "yaml"]
    assert len(examples) > 1
    for text in examples:
        _example(text)


def test_lines_for_a_shell_stand_where_they_are_run() -> None:
    assert {name for name in ALL if "sh" in dict(blocks(name))} == IN_A_SHELL


def _example(text: str) -> None:
    """An example loads and checks."""
    top = next(iter(yaml.safe_load(text)))
    if top == "plugins":
        config = Path("mkdocs.yml").read_text(encoding="utf-8")
        Path("example.yml").write_text(config.partition("plugins:")[0] + text, encoding="utf-8")
        assert options.read(Path("example.yml"))[1] == ()
    else:
        assert problems(HEADER + text) == []


def problems(text: str) -> list[str]:
    """What is to be put right in a register of one file; advice too."""
    folder = Path("example")
    folder.mkdir(exist_ok=True)
    (folder / "actions.yaml").write_text(text, encoding="utf-8")
    found = check(load("actions.yaml", Folder(folder)), TODAY, MINIMUM_ANSWERS)
    return [f"{problem.place.line}: {problem.code}" for problem in found if problem.is_error]


def test_ten_lines_are_a_complete_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (text,) = [text for language, text in blocks("README.md") if language == "yaml"]
    assert len(text.splitlines()) == 10
    assert problems(text) == []
    make(tmp_path, Answers("Bank", ("en",), "https://www.example.org/"), TODAY)
    (tmp_path / "actions.yaml").write_text(text, encoding="utf-8")
    build_site("mkdocs.yml", tmp_path / "site", TODAY)
    for name in ("index.html", "insights/phone-waiting/index.html", "atom.xml", "promises.ics"):
        assert (tmp_path / "site" / name).is_file()
    assert (tmp_path / "site" / "feed.xml").read_text(encoding="utf-8").count("<item>") == 1


def test_the_design_says_why_each_package_is_there() -> None:
    asked = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    table = read("docs/design.md").partition("\n## Packages")[2].partition("\n## ")[0]
    told = re.findall(r"^\| ([a-z][a-z0-9, -]+) \| .+ \| .+ MB \|$", table, re.MULTILINE)
    assert sorted(re.findall(r"[a-z][a-z0-9-]+", " ".join(told))) == sorted(
        re.split("[><=]", one)[0] for one in asked
    )


@pytest.mark.parametrize("name", ["fields.md", "commands.md", "rules.md", "rules.nl.md"])
def test_the_reference_is_what_the_software_does(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == reference.pages()[name], (
        f"docs/{name} is behind: run 'make reference'"
    )


def test_the_manual_is_a_site_of_its_own(tmp_path: Path) -> None:
    mkdocs = Path(sys.executable).parent / "mkdocs"
    done = subprocess.run(
        [str(mkdocs), "build", "--config-file", ".manual.yml", "--site-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    nav = read(".manual.yml").partition("\nnav:")[2]
    assert [page for page in PAGES if page.removeprefix("docs/") not in nav] == []
    assert '<html lang="nl"' in (tmp_path / "staff.nl.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in (tmp_path / "staff.html").read_text(encoding="utf-8")
    for page in tmp_path.glob("*.html"):
        loaded = re.findall(
            r'<(?:script|img|iframe)[^>]* src="?(https?:[^" ]+)|<link[^>]* href="?(https?:[^" ]+)',
            page.read_text(encoding="utf-8"),
        )
        assert loaded == [], page
    copied = [page for page in tmp_path.glob("*.html") if 'class="gp"' in page.read_text("utf-8")]
    assert copied == [], "whoever copies a command would copy its prompt too"


def test_pictures_are_few_and_small() -> None:
    pictures = list((DOCS / "images").glob("*.png"))
    shown = "".join(read(name) for name in ALL)
    assert [picture.name for picture in pictures if picture.name not in shown] == []
    assert sum(picture.stat().st_size for picture in pictures) < 1_500_000
