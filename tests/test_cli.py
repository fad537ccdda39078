"""The door: who uses a command in a wrong way hears in one line what to write."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main


@pytest.mark.parametrize(
    ("wrong", "told", "shows"),
    [
        (("publish",), "Add EDITION.", "publish --help"),
        (("digest", "2026-1"), "Add --out.", "digest --help"),
        (
            ("due", "--as-of", "31-03-2026"),
            "--as-of: write a day as 2026-03-31, not as '31-03-2026'.",
            "due --help",
        ),
        (("build", "site"), "Got unexpected extra argument (site).", "build --help"),
        (("bild",), "No such command 'bild'.", "--help"),
    ],
)
def test_wrong_use_says_what_to_write(
    wrong: tuple[str, ...], told: str, shows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, wrong)
    said = f"{told} 'yswd {shows}' shows what there is.\n"
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", said)


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
