"""The workflows that a new site gets, and our own: safe for proposals from anyone, and true."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.writing.starter import Answers, starter

ROOT = Path(__file__).parent.parent
COMING = {"digest", "due", "--against"}
"""Named by the contract, and on their way."""
NEW = starter(Answers("Bank", ("en", "nl"), "https://www.example.org/"), date(2026, 11, 21))
OURS = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for path in (ROOT / ".github" / "workflows").glob("*.yml")
}
WORKFLOWS = [
    pytest.param(text, id=f"{whose}-{Path(name).stem}")
    for whose, files in (("new", NEW), ("own", OURS))
    for name, text in files.items()
    if name.startswith(".github/workflows/")
]
PIPELINES = {name: text.decode() for name, text in NEW.items() if name.endswith(".yml")}


def steps(workflow: Any) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("text", WORKFLOWS)
def test_a_proposal_from_anyone_can_do_no_harm(text: bytes) -> None:
    workflow = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - no types: "on" stays a word
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow["on"]) <= {"pull_request", "push", "schedule", "workflow_dispatch"}
    assert b"secrets" not in text
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"]
        if "permissions" in job:  # whoever may write runs nothing of ours
            assert not any("run" in step for step in job["steps"])
            assert "pull_request" not in workflow["on"]
    for step in steps(workflow):
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_one_action_has_one_hash_and_says_its_version() -> None:
    texts = [
        text.decode()
        for files in (NEW, OURS)
        for name, text in files.items()
        if "workflows" in name
    ]
    found = {
        match.groups()
        for text in texts
        for match in re.finditer(r"uses: (\S+)@(\S+) # (v\S+)", text)
    }
    assert len(found) == len({name for name, _, _ in found}) == 5


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    for whose, files in (("new", NEW), ("own", OURS)):
        for name, text in files.items():
            file = tmp_path / whose / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [str(zizmor), "--offline", "--persona", "pedantic", "--quiet", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", PIPELINES)
def test_every_command_in_a_pipeline_exists_with_its_options(name: str) -> None:
    text = PIPELINES[name]
    yaml.safe_load(text)
    for command, rest in re.findall(r"yswd ([a-z]+)((?: (?![|>])[^\s|>;]+)*)", text):
        if command in COMING - set(main.commands):
            continue
        known = {option for parameter in main.commands[command].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known | COMING, (command, rest)


def test_github_and_gitlab_do_the_same() -> None:
    def commands(text: str) -> set[str]:
        return set(re.findall(r"yswd [a-z]+(?: --(?:within|out|against) \S+?)?(?=[;\s])", text))

    github = {name: commands(text) for name, text in PIPELINES.items() if "workflows" in name}
    assert set.union(*github.values()) == commands(PIPELINES[".gitlab-ci.yml"])


def test_the_hook_of_a_new_site_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", ".", "--yes"]).exit_code == 0
    (hook,) = yaml.safe_load(NEW[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    shared = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    assert {key: hook[key] for key in ("id", "entry", "files")} == {
        key: shared[key] for key in ("id", "entry", "files")
    }
    assert re.search(hook["files"], "register/phone.yaml")
    assert CliRunner().invoke(main, hook["entry"].split()[1:]).exit_code == 0


def test_a_new_site_gets_the_packages_that_we_tested_with() -> None:
    assert NEW["requirements.lock"] == (ROOT / "requirements.lock").read_bytes()


@pytest.mark.parametrize("name", ["check", "due", "publish"])
def test_our_own_example_goes_the_way_of_a_new_site(name: str) -> None:
    file = f".github/workflows/{name}.yml"
    ours = OURS[file].replace(b"--no-build-isolation --editable .", b"packages/*.whl")
    assert ours == NEW[file]
