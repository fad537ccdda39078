"""The workflows that a new site gets, and our own: safe for proposals from anyone, and true."""

import os
import re
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.writing.starter import Answers, starter

ROOT = Path(__file__).parent.parent
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


def test_each_host_takes_its_file(tmp_path: Path) -> None:
    """By the schemas that GitHub's and GitLab's editors use; ``: `` in a command breaks a list."""
    gitlab = tmp_path / ".gitlab-ci.yml"
    gitlab.write_bytes(NEW[".gitlab-ci.yml"])
    workflows = [tmp_path / f"{number}.yml" for number in range(len(WORKFLOWS))]
    for file, workflow in zip(workflows, WORKFLOWS, strict=True):
        file.write_bytes(workflow.values[0])  # type: ignore[arg-type]
    check = import_module("check_jsonschema").main  # slow to import, so once, and only here
    for schema, files in (("github-workflows", workflows), ("gitlab-ci", [gitlab])):
        done = CliRunner().invoke(check, ["--builtin-schema", f"vendor.{schema}", *map(str, files)])
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", PIPELINES)
def test_every_command_in_a_pipeline_exists_with_its_options(name: str) -> None:
    text = PIPELINES[name]
    yaml.safe_load(text)
    for command, rest in re.findall(r"yswd ([a-z]+)((?: (?![|>])[^\s|>;]+)*)", text):
        known = {option for parameter in main.commands[command].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, (command, rest)


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
    for name in ("register/phone.yaml", "content/nl/about.md", "content/editions/2026-1.json"):
        assert re.search(hook["files"], name), "yswd check reads it too"
    assert CliRunner().invoke(main, hook["entry"].split()[1:]).exit_code == 0


def test_a_new_site_gets_the_packages_that_we_tested_with() -> None:
    assert NEW["requirements.lock"] == (ROOT / "requirements.lock").read_bytes()


@pytest.mark.parametrize("name", ["check", "due", "publish"])
def test_our_own_example_goes_the_way_of_a_new_site(name: str) -> None:
    file = f".github/workflows/{name}.yml"
    ours = OURS[file].replace(b"--no-build-isolation --editable .", b"packages/*.whl")
    assert ours == NEW[file]


@pytest.fixture
def proposal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a new site, and one proposed change merged on top of it."""
    for key in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(key, "test@example.org")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    folder = tmp_path / "site"
    assert (
        CliRunner().invoke(main, ["init", str(folder), "--yes", "--languages", "en"]).exit_code == 0
    )
    sh("git init -q -b main && git add . && git commit -qm before", folder)
    register = folder / "actions.yaml"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("reason: cost", "reason: choice"), encoding="utf-8")
    sh("git commit -qam after", folder)
    return folder


def sh(script: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (script, done.stdout, done.stderr)
    return done.stdout


def test_a_proposal_on_github_says_what_it_changes(proposal: Path) -> None:
    for step in steps(yaml.safe_load(NEW[".github/workflows/check.yml"])):
        if "run" in step and "pip" not in step["run"]:
            sh(step["run"], proposal)
    summary = (proposal.parent / "summary.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.*)", summary, re.MULTILINE)
    assert [title.split()[0] for title in titles] == ["What", "What", "What", "Promises"]
    assert (
        "open-on-sunday" in summary.partition("subscribers")[0] or "Calling on Sundays" in summary
    )
    assert summary.count("````") == 6
    mail = summary.partition("## What the mail will say")[2]
    assert "Calling on Sundays too" in mail
    assert (proposal / "site" / "index.html").is_file()


def test_a_proposal_with_a_mistake_or_another_past_says_so(proposal: Path) -> None:
    check = "\n".join(
        step["run"]
        for step in steps(yaml.safe_load(NEW[".github/workflows/check.yml"]))[:5]
        if "run" in step and "pip" not in step["run"]
    )
    sh("yswd publish 2026-1 && git add . && git commit -qm edition", proposal)
    register = proposal / "actions.yaml"
    right = register.read_text(encoding="utf-8")
    register.write_text(right.replace("reason: choice", "reason: whim"), encoding="utf-8")
    sh("git commit -qam mistake", proposal)
    sh(f"! ( {check} )", proposal)
    summary = (proposal.parent / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("## What to put right\n````text\nactions.yaml\n")
    assert "'whim'" in summary
    another = right.replace("On Mondays", "On Tuesdays")
    register.write_text(another, encoding="utf-8")
    sh("git rm -rq content/editions && yswd publish 2026-1 && git add . && git commit -qm x "
       "&& git worktree remove --force ../before && yswd verify", proposal)  # fmt: skip
    assert another != right
    assert "2026-1" in sh(f"! ( {check} )", proposal)


def test_workflows_speak_the_first_language() -> None:
    made = starter(Answers("Bank", ("nl", "en"), "https://www.example.org/"), date(2026, 11, 21))
    check, gitlab = made[".github/workflows/check.yml"], made[".gitlab-ci.yml"]
    titles = re.findall('echo "## (.*)"', check.decode())
    assert titles[:2] == ["Wat er te verbeteren is", "Wat er voor klanten verandert"]
    assert len(titles) == 5
    assert not {"What", "Promises"} & {title.split()[0] for title in titles}
    assert b"niet te lezen" in check
    assert b"niet te lezen" in gitlab
    assert b"can't be" not in check + gitlab
    assert yaml.safe_load(gitlab)["check"]["script"]


def test_a_proposal_on_gitlab_says_what_it_changes(
    proposal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = sh("git rev-parse HEAD^", proposal).strip()
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", base)
    jobs = yaml.safe_load(NEW[".gitlab-ci.yml"])
    said = sh("\n".join(jobs["check"]["script"]), proposal)
    assert "Calling on Sundays" in said
    assert (proposal / "code-quality.json").read_text(encoding="utf-8") == "[]\n"
    assert all((proposal / name).exists() for name in ("site", "changes.md"))
    sh("\n".join(jobs["due"]["script"] + jobs["pages"]["script"]), proposal)
