"""What the manual for staff shows is what happens, in both languages."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.files import Folder
from generator.register.load import load
from generator.register.model import Action, Heard, Insight, Measure, Metric, Register, Update
from generator.writing.starter import Answers, make
from tests.conftest import TODAY

DOCS = Path(__file__).parent.parent / "docs"
MANUALS = ["staff.md", "staff.nl.md"]
AS_OF = ("--as-of", str(TODAY))


def manual(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", manual(name), re.DOTALL)


def run(*options: object) -> Result:
    return CliRunner().invoke(main, [str(option) for option in options])


def register(folder: Path) -> Register:
    found = load("actions.yaml", Folder(folder)).register
    assert found
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new site, which is what readers of the manual have."""
    make(tmp_path, Answers("Onze bank", ("nl", "en"), "https://www.example.org/"), TODAY)
    return tmp_path


@pytest.mark.parametrize("name", MANUALS)
def test_every_field_is_in_the_table(name: str) -> None:
    rows = "".join(line for line in manual(name).splitlines() if line.startswith("| `"))
    for model in (Insight, Heard, Action, Update, Measure):
        for field in set(model.model_fields) - {"score"}:
            assert f"`{field}`" in rows, field


@pytest.mark.parametrize("name", MANUALS)
def test_the_answers_for_scripts_are_written(name: str, site: Path) -> None:
    shown = [block for block in blocks(name, "yaml") if block.startswith("insight:")]
    assert len(shown) == 3
    for block in shown:
        (site / "answers.yaml").write_text(block, encoding="utf-8")
        result = run("new", site / "actions.yaml", "--from", site / "answers.yaml", *AS_OF)
        assert result.exit_code == 0, result.output
    insights = {insight.id: insight for insight in register(site).insights}
    assert insights["lost-card"].heard[0].mentions == 12
    assert insights["change-address"].actions[0].id == "one-form"
    assert insights["phone-waiting"].actions[0].updates[0].status == "done"


@pytest.mark.parametrize("name", MANUALS)
def test_every_metric_is_explained_and_the_scores_shown_are_in_order(name: str, site: Path) -> None:
    (shown,) = (block for block in blocks(name, "yaml") if block.startswith("scores:"))
    new = (site / "actions.yaml").read_text(encoding="utf-8")
    assert "\nscores:" not in new
    (site / "actions.yaml").write_text(f"{new}\n{shown}", encoding="utf-8")
    result = run("check", site / "actions.yaml", "--language", "en", *AS_OF)
    assert (result.exit_code, "csat-phone" in result.output) == (0, False), result.output
    assert len(register(site).scores[0].points) == 3
    for metric in Metric:
        assert f"| `{metric}` |" in manual(name)


@pytest.mark.parametrize("name", MANUALS)
def test_what_was_heard_again_or_wrong_is_written_as_shown(name: str, site: Path) -> None:
    lists = (site / "actions.yaml").read_text(encoding="utf-8").partition("insights:")[0]
    (shown,) = (block for block in blocks(name, "yaml") if block.startswith("insights:"))
    (site / "actions.yaml").write_text(lists + shown, encoding="utf-8")
    result = run("check", site / "actions.yaml", "--language", "en", *AS_OF)
    assert result.output == "Everything is in order.\n"


@pytest.mark.parametrize(("name", "row"), [("staff.md", "Row 4"), ("staff.nl.md", "Rij 4")])
def test_the_spreadsheet_is_taken_but_for_one_row(name: str, row: str, site: Path) -> None:
    plan = next(block for block in blocks(name, "yaml") if block.startswith("columns"))
    (site / "map.yaml").write_text(plan, encoding="utf-8")
    (site / "list.csv").write_text(blocks(name, "csv")[0], encoding="utf-8")
    language = "nl" if ".nl." in name else "en"
    result = run(
        "import", site / "list.csv", "--map", site / "map.yaml",
        "--register", site / "actions.yaml", "--language", language, *AS_OF,
    )  # fmt: skip
    assert result.exit_code == 1
    assert "'31-2-2026'" in result.output, "a cell is quoted as it stands in the spreadsheet"
    assert [line[:5] for line in result.output.splitlines() if line.startswith(row[:3] + " ")] == [
        row
    ]
    line = next(block for block in blocks(name, "yaml") if block.startswith("include"))
    with (site / "actions.yaml").open("a", encoding="utf-8") as file:
        file.write(line)
    *_, found = register(site).insights
    heard = found.heard
    assert [(one.period.text, one.mentions) for one in heard] == [
        ("2026-Q1", 1200),
        ("2026-Q3", 96),
    ]


@pytest.mark.parametrize("name", MANUALS)
def test_every_option_that_is_shown_exists(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"`yswd ([^`]+)`", manual(name))
    assert {command.split()[0] for command in commands} <= set(main.commands)
    for command in commands:
        known = {option for parameter in main.commands[command.split()[0]].params
                 for option in parameter.opts}  # fmt: skip
        assert set(re.findall(r"--[a-z]+", command)) <= known, command
    shown = next(command for command in commands if "--yes" in command)
    result = run(*shlex.split(shown))
    assert result.exit_code == 0, result.output
