"""``yswd split``: lines move to files of their own, and nothing else changes, whatever happens."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.files import Folder, write_once
from generator.plugin import build_site
from generator.register.includes import InMemory
from generator.register.load import load
from generator.register.model import Register
from generator.writing import split as parting
from generator.writing.split import Split, split
from generator.writing.starter import Answers, make
from tests.folders import digests

TODAY = date(2026, 11, 21)
HEAD = """\
# Everything is public.
format: 1
organisation: {name: Bank, homepage: "https://a.example/", feedback: "https://a.example/f",
               feed_authority: "a.example,2026"}
languages: [en]
"""
TWO = """\
insights: # what customers said

  # Phone

  - id: wait   # never changes
    title: Waiting
    said: You wait.
    # from the survey
    heard: [{period: 2026-Q1, mentions: 4}]
    answer_by: 2027-01-01

  # App
  - id: app
    title: App
    said: |
      You find

      the app slow.
    heard: [{period: 2026-Q2, mentions: 1}]
    answer_by: 2027-01-01
"""
LAST = "\n# Figures\nscores: []\n"
NEW = """\
insight:
  id: z
  title: {nl: Z, en: Z}
  said: {nl: U z., en: You z.}
  heard: [{period: 2026-Q3, mentions: 1}]
  answer_by: 2027-01-01
"""
INCLUDED = (
    "include: [register/*.yaml]  # of partners\n",
    "include:\n  # of partners\n  - 'register/*.yaml'  # theirs\n",
    "include: [register/other.yaml]\n",
)
OTHER = TWO[TWO.index("  - id: app") :].replace("app", "other")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    make(folder, Answers("Bank", ("nl", "en"), "https://www.example.org/"), TODAY)
    return folder


def run(site: Path, command: str = "split", *options: str) -> Result:
    words = [command, str(site / "actions.yaml"), "--as-of", str(TODAY), *options]
    return CliRunner().invoke(main, words)


def register(site: Path) -> Register:
    """What the files say, apart from which files they are."""
    found = load("actions.yaml", Folder(site)).register
    assert found
    return found.model_copy(update={"include": ()})


def lines(files: Iterator[bytes]) -> Counter[bytes]:
    return Counter(line for content in files for line in content.splitlines() if line.strip())


def files_of(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in (site / "actions.yaml", *site.glob("register/*"))
    }


def divide(text: str, **parts: str) -> Split:
    files = InMemory({"actions.yaml": text.encode()})
    files |= {f"register/{name}.yaml": part.encode() for name, part in parts.items()}
    return split("actions.yaml", files, lambda loaded: loaded.problems)


def meaning(main_file: bytes, parts: dict[str, bytes]) -> Register:
    loaded = load("actions.yaml", InMemory({"actions.yaml": main_file, **parts}))
    assert loaded.register
    assert loaded.problems == ()
    return loaded.register.model_copy(update={"include": ()})


def test_each_line_is_kept_and_so_is_the_site(site: Path, tmp_path: Path) -> None:
    before = lines(iter(files_of(site).values()))
    build_site(str(site / "mkdocs.yml"), tmp_path / "whole", TODAY)
    assert run(site).exit_code == 0
    files = files_of(site)
    ids = [insight.id for insight in register(site).insights]
    assert files.keys() == {"actions.yaml", *(f"register/{name}.yaml" for name in ids)}
    names = [f"  - {name}".encode() for name in files if name != "actions.yaml"]
    added = Counter([*names, b"  - register/*.yaml", b"include:", *[b"insights:"] * (len(ids) - 1)])
    assert lines(iter(files.values())) == before + added
    build_site(str(site / "mkdocs.yml"), tmp_path / "parts", TODAY)
    assert digests(tmp_path / "parts") == digests(tmp_path / "whole")


def test_what_was_published_still_holds_and_a_new_insight_gets_a_file(site: Path) -> None:
    configured = ("--config-file", str(site / "mkdocs.yml"), "--as-of", str(TODAY))
    assert CliRunner().invoke(main, ["publish", "2026-1", *configured]).exit_code == 0
    assert run(site).exit_code == 0
    checked = run(site, "check")
    assert checked.exit_code == 0, checked.output
    answers = site / "answers.yaml"
    answers.write_text(NEW, encoding="utf-8")
    assert run(site, "new", "--from", str(answers)).exit_code == 0
    assert (site / "register" / "z.yaml").is_file()
    again = run(site)
    assert (again.exit_code, "niets geschreven" in again.output) == (0, True)


@pytest.mark.parametrize("include", ["", *INCLUDED])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("list_", [
    TWO, TWO.replace("\n  - id", "\n  -\n    id"), TWO.replace("\n  ", "\n"), TWO.rstrip(),
])  # fmt: skip
def test_every_layout_is_split_into_the_same_register(
    include: str, end: str, mark: str, list_: str
) -> None:
    text = f"{mark}{HEAD}{include}{list_}{LAST if list_.endswith(chr(10)) else ''}"
    other = {"other": f"insights:\n{OTHER}"} if include else {}
    text = text.replace("\n", end)
    found = divide(text, **other)
    assert found.problems == ()
    assert [*found.parts] == ["register/wait.yaml", "register/app.yaml"]
    there = {f"register/{name}.yaml": part.encode() for name, part in other.items()}
    whole = meaning(text.encode(), there)
    assert meaning(found.waiting, there) == whole
    assert meaning(found.waiting, {**there, **found.parts}) == whole
    assert meaning(found.new, {**there, **found.parts}) == whole
    assert found.new.startswith(mark.encode() + b"# Everything")
    written = lines(iter([found.new, *found.parts.values()]))
    kept = [line for line in text.encode().splitlines() if b"#" in line and b"include" not in line]
    for line in kept:
        assert any(line.removeprefix(b"insights: ").strip() in each for each in written), line
    assert b"# of partners" in found.new or "# of" not in include
    assert not any(b"\r" in part for part in found.parts.values()) or end == "\r\n"


def test_in_the_order_of_the_alphabet_no_file_needs_a_name() -> None:
    found = divide(f"{HEAD}{TWO}".replace("id: wait", "id: a"))
    assert found.new.endswith(b"\ninclude: [register/*.yaml]\n")


def test_what_can_not_be_split_is_named_and_left(site: Path) -> None:
    (site / "register").mkdir()
    (site / "register" / "phone-waiting.yaml").write_text("mine", encoding="utf-8")
    before = files_of(site)
    result = run(site, "split", "--language", "en")
    assert (result.exit_code, "register/phone-waiting.yaml" in result.output) == (1, True)
    assert files_of(site) == before
    (problem,) = divide(f"{HEAD}insights: [{{id: a, title: A, said: You a.}}]").problems
    assert (problem.code, problem.place.line) == ("new.in-brackets", 6)
    (problem,) = divide(f"{HEAD}{TWO}".replace("said: You wait.", "")).problems
    assert problem.code == "field-missing"


@pytest.mark.parametrize("included", [False, True])
def test_at_each_moment_the_register_says_the_same(
    site: Path, included: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed anywhere it is as it was, stopped anywhere nothing is left, and the next one ends."""
    if included:
        (site / "register").mkdir()
        part = f"insights:\n{OTHER}".replace("title: other", "title: {nl: A, en: A}")
        (site / "register" / "other.yaml").write_text(part, encoding="utf-8")
        with (site / "actions.yaml").open("a", encoding="utf-8") as file:
            file.write("include: [register/*.yaml]\n")
    whole, before = register(site), files_of(site)
    steps, stop = 0, 0
    for name in ("write_once", "replace"):
        real = getattr(parting, name)

        def step(*given: object, real: Callable[..., None] = real) -> None:
            nonlocal steps
            steps += 1
            if steps == stop:
                raise KeyboardInterrupt
            real(*given)
            assert register(site) == whole

        monkeypatch.setattr(parting, name, step)
    for moment in range(1, 6 + included):
        steps, stop = 0, moment
        assert run(site).exit_code == 130
        assert files_of(site) == before
    found = split("actions.yaml", Folder(site), lambda loaded: loaded.problems)
    (site / "actions.yaml").write_bytes(found.waiting)
    (site / "register").mkdir(exist_ok=True)
    (name, content), *_ = found.parts.items()
    (site / name).write_bytes(content)
    (site / f"register/.{[*found.parts][-1].rpartition('/')[2]}-abc.part").touch()
    assert register(site) == whole, "killed after the first part"
    stop = 0
    assert run(site).exit_code == 0
    assert register(site) == whole
    assert not [*site.rglob("*.part")]
    assert b"insights:" not in (site / "actions.yaml").read_bytes()


def test_a_change_by_somebody_else_is_not_overwritten(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(path: Path, content: bytes) -> None:
        write_once(path, content)
        (site / "actions.yaml").write_text("# theirs\n", encoding="utf-8")

    monkeypatch.setattr(parting, "write_once", meanwhile)
    assert run(site).exit_code == 1
    assert files_of(site) == {"actions.yaml": b"# theirs\n"}
