"""``yswd check`` and ``yswd schema``: thin doors to the checks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.register.schema import as_text
from tests.register.reading import WHOLE

ROOT = Path(__file__).parent.parent


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register in a folder of its own, which is where we are."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "actions.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments)
    return done.exit_code, done.output


def test_a_register_in_order_ends_with_0(register: Path) -> None:
    assert run("check", "--as-of", "2026-11-21") == (0, "Alles is in orde.\n")
    assert run("check", str(register), "--as-of", "2026-11-21", "--language", "en") == (
        0,
        "Everything is in order.\n",
    )


def test_an_error_ends_with_1_in_every_form(register: Path) -> None:
    register.write_text(WHOLE.replace("2026-12-01", "morgen"), encoding="utf-8")
    for form in ("text", "github", "gitlab", "json"):
        status, output = run("check", "--format", form, "--language", "en")
        assert status == 1
        assert "date-not-real" in output
    assert [problem["line"] for problem in json.loads(output)] == [13]


def test_the_pages_of_prose_are_read_along(register: Path) -> None:
    folder = register.parent
    (folder / "mkdocs.yml").write_text(
        "site_url: https://bank.example/\ndocs_dir: content\nplugins: [you-said-we-did]\n",
        encoding="utf-8",
    )
    (folder / "content" / "nl").mkdir(parents=True)
    (folder / "content" / "nl" / "about.md").write_bytes("# Eén".encode("cp1252"))
    status, output = run("check", "--as-of", "2026-11-21")
    assert status == 1
    assert "content/nl/about.md\n  x 1:4 Dit bestand is niet opgeslagen als UTF-8." in output


@pytest.mark.parametrize(("typed", "is_shown"), [("1.12.2026", True), ("10.12.20267", False)])
def test_a_day_is_shown_as_it_was_typed_and_a_long_number_is_not(
    register: Path, typed: str, is_shown: bool
) -> None:
    register.write_text(WHOLE.replace("2026-12-01", typed), encoding="utf-8")
    status, output = run("check", "--as-of", "2026-11-21", "--language", "en")
    assert (status, f"'{typed}'" in output) == (1, is_shown)


def test_the_day_decides_what_is_in_the_future(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check", "--as-of", "2025-11-21")[0] == 1
    assert run("check", "--as-of", "2026-11-21")[0] == 0
    assert register.exists()
    for second, code in (("1763683200", 1), ("1795219200", 0)):  # the same two days
        monkeypatch.setenv("SOURCE_DATE_EPOCH", second)
        assert run("check")[0] == code


def test_a_warning_does_not_block(register: Path) -> None:
    register.write_text(WHOLE.replace("mentions: 3", "mentions: 0"), encoding="utf-8")
    status, output = run("check", "--as-of", "2026-11-21", "--language", "en")
    assert status == 0
    assert "[nobody-heard]" in output


def test_annotations_name_the_file_from_where_we_are(register: Path) -> None:
    (register.parent / "site").mkdir()
    moved = register.rename(register.parent / "site" / "actions.yaml")
    moved.write_text("", encoding="utf-8")
    assert (
        "file=site/actions.yaml,line=1"
        in run("check", "site/actions.yaml", "--format", "github")[1]
    )


def test_a_code_is_explained_in_the_language_of_the_register_here(
    register: Path,
) -> None:
    def explained() -> str:
        return run("check", "--explain", "stopped-needs-a-reason")[1]

    assert "Klanten" in explained()
    register.write_text(WHOLE + "\n   x: [", encoding="utf-8")
    assert "Klanten" in explained()
    register.unlink()
    assert "customers may know why" in explained()


def test_a_broken_register_is_told_in_its_own_language(register: Path) -> None:
    for languages, said in (
        ("[nl, en]", "haak [ is niet gesloten"),
        ("[en, nl]", "bracket"),
        ("\n- nl", "haak"),
        ('\n  - "nl"\n  - en', "haak"),
    ):
        broken = WHOLE.replace("[nl, en]", languages) + "  - id: [x\n"
        register.write_text(broken, encoding="utf-8")
        assert said in run("check")[1]


def test_a_code_is_explained_and_one_that_does_not_exist_is_wrong_use() -> None:
    status, output = run("check", "--explain", "stopped-needs-a-reason", "--language", "en")
    assert status == 0
    assert "customers may know why" in output
    assert run("check", "--explain", "no-such-code")[0] == 2


def test_a_file_that_is_not_there_is_a_message(register: Path) -> None:
    register.unlink()
    status, output = run("check", "--format", "json", "--language", "en")
    assert status == 1
    assert [problem["code"] for problem in json.loads(output)] == ["file-not-readable"]


def test_the_schema_goes_to_the_screen_or_to_a_file(tmp_path: Path) -> None:
    assert run("schema") == (0, as_text())
    assert run("schema", "--out", str(tmp_path / "s.json")) == (0, "")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == as_text()
    (tmp_path / "s.json").write_text('{"$schema": "of an older version"}', encoding="utf-8")
    assert run("schema", "--out", str(tmp_path / "s.json")) == (0, "")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == as_text()


@pytest.mark.parametrize("name", ["actions.yaml", "notes.json", "list.json", "bytes.json"])
def test_the_schema_takes_the_place_of_nothing_else(tmp_path: Path, name: str) -> None:
    there = {"notes.json": b"{}", "list.json": b'["$schema"]', "bytes.json": b"\xff"}
    (tmp_path / name).write_bytes(there.get(name, b"format: 1\n"))
    status, output = run("schema", "--out", str(tmp_path / name))
    assert status == 1
    assert f"{tmp_path / name} is er al en is iets anders" in output
    assert "--out" in output
    assert (tmp_path / name).read_bytes() == there.get(name, b"format: 1\n")


@pytest.mark.parametrize("form", ["text", "github", "gitlab", "json"])
@pytest.mark.parametrize("readable", [True, False], ids=["readable", "broken"])
def test_no_log_shows_personal_data_on_whatever_else_is_wrong(
    tmp_path: Path, form: str, readable: bool
) -> None:
    secrets = ("NL91 ABNA 0417 1643 00", "123456782", "jan@voorbeeld.nl", "0417 1643")
    said = f"Mijn rekening is {secrets[0]}, bsn {secrets[1]}, mail {secrets[2]} # en zo"
    register = tmp_path / "actions.yaml"
    broken = "" if readable else "  - id: x\n   title: 'open\n"
    register.write_text(
        "format: 1\norganisation: {name: V, homepage: https://www.example.org/, "
        'feedback: https://www.example.org/, feed_authority: "example.org,2026"}\n'
        f"languages: [nl]\ninsights:\n  - id: a\n    title: T\n    said: {said}\n{broken}",
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["check", str(register), "--format", form])
    assert done.exit_code == 1
    assert not [secret for secret in secrets if secret in done.output]
