"""How far a build is: a bar for who looks on, lines for who asks, nothing in a log."""

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.commands.progress import is_screen, progress
from generator.words import words
from generator.writing.starter import Answers, make
from tests.killing import DAY

AT_ONCE = """
from generator.cli import main
from generator.commands import progress
progress._BEFORE_A_BAR = 0
main()
"""
"""The same command, on a computer so slow that each build needs a bar."""
YSWD = str(Path(sys.executable).parent / "yswd")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("progress") / "site"
    make(root, Answers("Bank", ("nl",), "https://www.example.org/"), DAY)
    return root


def build(root: Path, *options: str, **environment: str) -> tuple[str, str]:
    """What a build says into pipes."""
    done = subprocess.run(
        [YSWD, "build", "--as-of", str(DAY), *options],
        cwd=root, env={"PATH": os.environ["PATH"], **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def on_a_screen(root: Path, **environment: str) -> str:
    """What a build shows on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, "build", "--as-of", str(DAY)], cwd=root,
        stdout=theirs, stderr=theirs,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", "COLUMNS": "90", **environment},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # nobody writes there any more
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_a_log_gets_the_outcome_and_nothing_else(site: Path) -> None:
    told, errors = build(site)
    assert errors == ""
    assert re.fullmatch(r"\d+ pagina's gemaakt, stand van 21 november 2026\. .+\n", told)


def test_quiet_says_nothing_when_all_is_well(site: Path) -> None:
    assert build(site, "--quiet") == ("", "")


def test_verbose_says_each_step_with_its_time(site: Path) -> None:
    _, errors = build(site, "--verbose")
    steps = re.findall(r"^ *\d+\.\d\d s  (.+)$", errors, re.MULTILINE)
    plain = [re.sub(r" \(\d+\)", "", step) for step in steps]
    own = words("nl")
    expected = ("reading", "checking", "pages", "finishing", "placing")
    assert plain == [own(f"build.step.{step}") for step in expected]
    assert re.search(r"Pagina's maken \(\d+\)", errors)


def test_who_looks_on_sees_a_bar_that_goes_away(site: Path) -> None:
    shown = on_a_screen(site)
    assert "Pagina's maken" in shown
    *_, last = shown.strip().splitlines()
    assert "pagina's gemaakt" in last
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h"), "the cursor is back"


@pytest.mark.parametrize("environment", [{"CI": "true"}, {"TERM": "dumb"}])
def test_a_build_server_with_a_terminal_gets_no_bar(
    site: Path, environment: dict[str, str]
) -> None:
    assert "Pagina's maken" not in on_a_screen(site, **environment)


def test_nobody_looks_on_at_a_test() -> None:
    assert not is_screen()
    before = set(sys.modules)
    with progress(words("en"), quiet=False, verbose=False) as step:
        step("pages", 1, 2)
    assert not {name for name in set(sys.modules) - before if name.startswith("rich")}


def test_what_is_ready_at_once_needs_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.commands.progress.is_screen", lambda: True)
    clock = iter([0.0, 0.1, 0.2])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    before = set(sys.modules)
    with progress(words("en"), quiet=False, verbose=False) as step:
        step("reading")
        step("pages", 1, 2)
    assert not {name for name in set(sys.modules) - before if name.startswith("rich.progress")}
