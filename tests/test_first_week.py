"""The manual's way from nothing to a first edition, typed as a reader types it.

A reader's machine has Python, git, npm and the wheel. So that nothing comes from elsewhere, pip
finds the packages that the wheel asks for on this machine, and npm asks a registry of our own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

import pytest

from generator.cli import main
from generator.editions.store import FOLDER
from generator.writing.starter import Answers, make
from tests.conftest import ROOT, TODAY
from tests.serving import serve
from tests.test_docs import blocks
from tests.tools.release import needed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the reader begins."""
    for key in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(key, "test@example.org")
    programs, packages, folder = (tmp_path / name for name in ("programs", "packages", "home"))
    for each in (programs, packages, folder):
        each.mkdir()
    (programs / "python3").write_text(f'#!/bin/sh\nexec "{_python()}" "$@"\n', "utf-8")
    (programs / "python3").chmod(0o755)
    path = (str(programs), str(Path(sys.executable).parent), os.environ["PATH"])
    monkeypatch.setenv("PATH", os.pathsep.join(path))
    for name in needed("you-said-we-did") - {"you-said-we-did"}:
        found = distribution(name)
        for top in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
            if not (packages / top).exists():
                (packages / top).symlink_to(str(found.locate_file(top)))
    monkeypatch.setenv("PYTHONPATH", str(packages))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def _python() -> str:
    """The Python below a virtual environment: what the reader has before making one."""
    return str(Path(sys.base_prefix) / "bin" / "python3")


def typed(page: str) -> str:
    """All that a page has its reader type, in order, and the file it has them write."""
    lines = ""
    for language, text in blocks(page):
        if language == "sh":
            lines += "".join(f"{_dated(line)}\n" for line in text.splitlines())
        elif text.startswith("insight:"):
            lines += f"cat > answers.yaml <<'END'\n{text}END\n"
    return lines


def _dated(line: str) -> str:
    """A command as of the day on which the days in the manual make sense."""
    if command := re.match(r"yswd ([a-z]+)", line):
        options = {name for each in main.commands[command[1]].params for name in each.opts}
        return f"{line} --as-of {TODAY}" if "--as-of" in options else line
    return line


def sh(script: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-euc", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done.stdout


def test_from_the_wheel_to_the_first_edition(home: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(home)], cwd=ROOT, check=True, capture_output=True)
    which = "python -c 'import generator; print(generator.__file__)'"
    said = sh(f"{typed('docs/first-week.md')}\n{which}", home)
    assert said.splitlines()[-1].startswith(str(home / ".venv")), "the wheel was not what ran"
    site = home / "our-site"
    assert (site / "site" / "nl" / "index.html").is_file()
    assert (site / FOLDER / "2026-1.json").is_file()


def test_a_site_is_made_for_a_host_with_a_form(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("npm"):
        pytest.skip("npm is not on this machine")
    make(home, Answers("Bank", ("en", "nl"), "https://www.example.org/"), TODAY)
    script = typed("docs/hosting.md")
    with registry(tmp_path / "registry", *re.findall(r"npm pack (\S+)@(\S+)", script)[0]) as url:
        monkeypatch.setenv("npm_config_registry", url)
        monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
        sh(script, home)
    assert (home / "public" / "nl" / "index.html").is_file()
    assert (home / "content" / "en" / "admin" / "sveltia" / "index.js").is_file()


@contextmanager
def registry(folder: Path, name: str, version: str) -> Iterator[str]:
    """A registry of npm packages that has one, with files where those of the form stand."""
    package = folder / "package"
    (package / "npm").mkdir(parents=True)
    (package / "npm" / "index.js").write_text("export default {};\n", "utf-8")
    (package / "LICENSE.txt").write_text("MIT\n", "utf-8")
    about = {"name": name, "version": version}
    (package / "package.json").write_text(json.dumps(about), "utf-8")
    with tarfile.open(folder / "package.tgz", "w:gz") as archive:
        archive.add(package, "package")
    with serve(folder) as served:
        offered = {**about, "dist": {"tarball": f"{served.url}package.tgz"}}
        listing = {"name": name, "dist-tags": {"latest": version}, "versions": {version: offered}}
        (folder / name).parent.mkdir()
        (folder / name).write_text(json.dumps(listing), "utf-8")
        yield served.url
