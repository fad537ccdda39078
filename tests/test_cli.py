"""The door: who uses a command in a wrong way hears in one line what to write."""

import errno
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner

from generator.cli import main


@pytest.mark.parametrize(
    ("wrong", "told", "shows"),
    [
        (("publish",), "Add EDITION.", "publish --help"),
        (("digest", "2026-1"), "Add --out.", "digest --help"),
        (("build", "site"), "Got unexpected extra argument (site).", "build --help"),
        (("bild",), "There is no 'bild' here. Did you mean 'build'?", "--help"),
        (
            ("due", "--witin", "3"),
            "There is no '--witin' here. Did you mean '--within'?",
            "due --help",
        ),
    ],
)
def test_wrong_use_says_what_to_write(
    wrong: tuple[str, ...], told: str, shows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, wrong)
    said = f"{told} 'yswd {shows}' shows what there is.\n"
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", said)


def test_a_day_in_another_form_is_told_in_the_language_of_the_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = ("due", "--as-of", "31-03-2026")
    done = CliRunner().invoke(main, wrong)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "'--as-of' must be a real date, written as year-month-day, such as 2026-03-31."
        " It now says '31-03-2026'.\n"
    )
    done = CliRunner().invoke(main, (*wrong, "--language", "nl"))
    assert "geschreven als jaar-maand-dag, zoals 2026-03-31" in done.stderr
    (tmp_path / "mkdocs.yml").write_text("site_url: https://www.example.org/\n", "utf-8")
    (tmp_path / "actions.yaml").write_text("languages: [nl, en]\n", "utf-8")
    assert "geschreven als jaar-maand-dag" in CliRunner().invoke(main, wrong).stderr


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("digest",), "Zet --out erbij. 'yswd digest --help' laat zien wat er kan.\n"),
        (("import", "weg.csv"), "Er is geen weg.csv. Controleer de naam en de plek.\n"),
        (("new", "--from", "weg.yaml"), "Er is geen weg.yaml. Controleer de naam en de plek.\n"),
    ],
)
def test_wrong_use_is_told_in_the_language_of_the_site(
    wrong: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_url: https://www.example.org/\n", "utf-8")
    (tmp_path / "actions.yaml").write_text("languages: [nl, en]\n", "utf-8")
    done = CliRunner().invoke(main, wrong)
    assert (done.exit_code, done.stderr) == (2, told)
    done = CliRunner().invoke(main, ("check", "weg.yaml"))
    assert "het is er niet" in done.stdout


def test_without_a_command_there_is_the_list_of_them() -> None:
    done = CliRunner().invoke(main, ())
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == CliRunner().invoke(main, ("--help",)).stdout
    assert "..." not in done.stderr.partition("Commands:")[2], "each is told whole"


@pytest.mark.parametrize(
    ("command", "told"), [("due", "--within DAYS"), ("publish", "--date DATE")]
)
def test_help_names_what_to_write_in_plain_words(command: str, told: str) -> None:
    assert told in CliRunner().invoke(main, (command, "--help")).stdout


@pytest.mark.parametrize("lack", [MemoryError(), OSError(errno.ENOMEM, "Cannot allocate memory")])
def test_a_lack_of_memory_is_no_fault_of_ours(
    lack: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def schema() -> NoReturn:
        raise lack

    monkeypatch.setattr("generator.register.schema.as_text", schema)
    done = CliRunner().invoke(main, ("schema",))
    assert done.exit_code == 1
    assert done.stderr == (
        "This computer ran out of memory. Close other programs, or use a computer with more"
        " memory. Nothing was changed.\n"
    )
