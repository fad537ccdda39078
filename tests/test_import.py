"""``yswd import``: open data and spreadsheets, as organisations have them."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from generator.cli import main
from generator.editions.edition import plain_register
from generator.files import Folder
from generator.register.includes import InMemory
from generator.register.load import load
from generator.register.model import Insight, Register
from generator.writing.import_map import as_day, as_period
from generator.writing.importing import register_from, register_text
from tests.test_new import REGISTER
from tests.writing.texts import insights

SHEETS = Path(__file__).parent / "writing" / "sheets"
ROOT = Path(__file__).parent.parent


def read(text: str) -> Register:
    loaded = load("actions.yaml", InMemory({"actions.yaml": text.encode()}))
    assert not loaded.problems
    assert loaded.register
    return loaded.register


HEADS = [
    read(REGISTER),
    read(
        REGISTER.replace("name: Voorbeeldbank", "name: {nl: 'Bank: van ons', en: '# 1'}").replace(
            "  survey:", "  'true': {nl: 'no', en: '012'}\n  survey:"
        )
        + "scores:\n  - {id: nps, title: NPS, metric: nps, scale: [0, 10], target: 7.50, points: ["
        "{period: 2026-Q1, n: 60, promoters: 30, passives: 20, detractors: 10},"
        "{period: 2026-Q2, n: 60, counts: {9: 30, 7: 20, 0: 10}}]}\n"
    ),
]


@settings(max_examples=50, deadline=None)
@given(head=st.sampled_from(HEADS), found=st.lists(insights, max_size=3, unique_by=lambda i: i.id))
def test_open_data_gives_the_same_register_back(head: Register, found: list[Insight]) -> None:
    register = head.model_copy(update={"insights": tuple(found)})
    content = json.dumps({"schema_version": "1.0", "register": plain_register(register)})
    again = register_from(content.encode())
    assert again == register
    assert read(register_text(again)) == register


def test_a_figure_keeps_the_decimals_it_was_typed_with() -> None:
    """55 answers can give 12.7; what comes back as 12.700000 can't be, and the check refuses it."""
    scores = (
        "scores:\n  - {id: nps, title: NPS, metric: nps, points: ["
        "{period: 2026-Q1, n: 55, value: 12.7}, {period: 2026-Q2, n: 800, value: 7.1250}]}\n"
    )
    content = json.dumps({"register": plain_register(read(REGISTER + scores))})
    text = register_text(register_from(content.encode()))
    assert "value: 12.7}" in text
    assert "value: 7.1250}" in text  # three decimals might be thousands
    assert read(text).scores[0].points


def test_a_site_of_one_language_too() -> None:
    register = register_from(json.dumps(plain_register(HEADS[1])).encode())
    one = {
        **plain_register(register),
        "languages": ["nl"],
        "insights": [],
        "topics": {"nl": "Nee"},
        "sources": {"a": {"nl": "B"}},
        "journey": [],
        "parties": {"p": {"name": {"nl": "P"}, "kind": "own"}},
    }
    one["organisation"] = {**one["organisation"], "name": {"nl": "Bank"}}
    register = register_from(json.dumps(one).encode())
    assert read(register_text(register)) == register
    assert "  nl: Nee\n" in register_text(register)


def run(folder: Path, *options: object) -> Result:
    texts = [str(option) for option in options]
    register = ["--register", str(folder / "actions.yaml"), "--as-of", "2026-11-21"]
    return CliRunner().invoke(main, ["import", *texts, *register])


def test_the_example_comes_back_from_its_own_open_data(tmp_path: Path) -> None:
    loaded = load("actions.yaml", Folder(ROOT))
    assert loaded.register
    file, out = tmp_path / "register.json", tmp_path / "new" / "actions.yaml"
    file.write_text(json.dumps({"register": plain_register(loaded.register)}), encoding="utf-8")
    result = run(tmp_path, file, "--out", out)
    assert result.exit_code == 0, result.output
    assert read(out.read_text(encoding="utf-8")) == loaded.register
    assert max(len(line) for line in out.read_text(encoding="utf-8").splitlines()) <= 100
    again = run(tmp_path, file, "--out", out)
    assert again.exit_code == 1
    assert "--out" in again.output


@pytest.mark.parametrize("content", ["", "[1]", "{}", '{"register": {"format": 2}}'])
def test_what_is_no_register_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "register.json"
    file.write_text(content, encoding="utf-8")
    result = run(tmp_path, file, "--out", tmp_path / "out.yaml")
    assert result.exit_code == 1
    assert "register.json" in result.output
    assert not (tmp_path / "out.yaml").exists()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "actions.yaml").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "map.yaml").write_bytes((SHEETS / "map.yaml").read_bytes())
    return tmp_path


def taken(site: Path) -> dict[str, Insight]:
    whole = REGISTER.replace("languages:", "include: [register/*.yaml]\nlanguages:")
    (site / "actions.yaml").write_text(whole, encoding="utf-8")
    loaded = load("actions.yaml", Folder(site))
    assert loaded.register
    assert not loaded.problems
    return {insight.id: insight for insight in loaded.register.insights[2:]}


def sheet(site: Path, encoding: str = "utf-8", separator: str = ";") -> Path:
    text = (SHEETS / "complaints.csv").read_text(encoding="utf-8")
    if separator != ";":
        text = text.replace("De app, telefoon", '"De app, telefoon"').replace("rij;", "rij;")
        text = text.replace("drie keer; dan", "drie keer, dan").replace(";", separator)
    path = site / "complaints.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ";"), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("utf-8", ",")],
)
def test_a_list_of_complaints(site: Path, encoding: str, separator: str) -> None:
    result = run(site, sheet(site, encoding, separator), "--map", site / "map.yaml")
    assert result.exit_code == 1
    found = taken(site)
    letters = found["brieven-te-moeilijk"]
    assert [(row.period.text, row.mentions) for row in letters.heard] == [
        ("2026-Q1", 1200),
        ("2026-Q3", 96),
    ]
    assert letters.topics == ("app", "phone")
    assert (letters.actions[0].kind, str(letters.actions[0].date)) == ("direct", "2026-04-01")
    assert str(found["cafe-dicht"].said) == "U vindt de deur dicht. # ook zaterdag"
    assert found["cafe-dicht"].heard[0].period.text == "2026-Q2"
    assert found["cafe-dicht"].actions == ()
    lines = result.output.splitlines()
    assert [line.split(":")[0].split(",")[0] for line in lines if line.startswith("Rij ")][:3] == [
        "Rij 4", "Rij 5", "Rij 6",
    ]  # fmt: skip
    assert any(line.startswith("Rij 4, kolom 'Ontvangen'") for line in lines)
    assert any(line.startswith("Rij 6, kolom 'Thema'") for line in lines)
    assert any(line.startswith("Rij 8: Deze rij heeft meer cellen") for line in lines)


def test_the_same_from_excel_and_a_second_time(site: Path) -> None:
    book = Workbook()
    page = book.active
    assert page
    page.append(["Onderwerp", "Subject", "Wat klanten zeggen", "Ontvangen", "Aantal", "Thema",
                 "Antwoord", "Sinds", "Toelichting"])  # fmt: skip
    page.append(["Brieven", "Letters", "U leest een brief drie keer.", datetime(2026, 2, 14),  # noqa: DTZ001
                 412.0, "Telefoon", "Gedaan", datetime(2026, 4, 1), "Herschreven."])  # noqa: DTZ001  # fmt: skip
    page.append(["Optellen", "Adding", "U telt op.", "=1+1", "=2*3", "Telefoon"])
    book.save(site / "list.xlsx")
    result = run(site, site / "list.xlsx", "--map", site / "map.yaml")
    assert result.exit_code == 1, result.output
    found = taken(site)
    assert list(found) == ["brieven"]
    assert (found["brieven"].heard[0].period.text, found["brieven"].heard[0].mentions) == (
        "2026-Q1", 412,
    )  # fmt: skip
    assert "Rij 3" in result.output
    again = run(site, site / "list.xlsx", "--map", site / "map.yaml", "--out", site / "b.yaml")
    assert "'brieven' staat al in het register" in again.output
    assert not (site / "b.yaml").exists()


ROWS = [
    ["Onderwerp", "Wat klanten zeggen", "Ontvangen", "Aantal"],
    ["Pas kwijt", "U wacht een week op een pas.", "31 mrt 2026", "12"],
    ["Trage site", "U wacht tot een pagina opengaat.", "1e kwartaal 2026", "7"],
]
PLAIN_MAP = (
    "columns: {Onderwerp: title, Wat klanten zeggen: said, Ontvangen: heard.period,"
    " Aantal: heard.mentions}\n"
    "defaults: {answer_by: 2026-12-31}\nperiods: quarter\n"
)


def test_a_title_above_the_names_of_the_columns_is_passed_over(site: Path) -> None:
    (site / "map.yaml").write_text(PLAIN_MAP, encoding="utf-8")
    above = [["Klachten eerste kwartaal", "", "", ""], ["", "", "", ""]]
    text = "\r\n".join(";".join(row) for row in [*above, *ROWS, ["Totaal", "", "", "19"]])
    (site / "a.csv").write_bytes(text.encode("utf-8-sig"))
    result = run(site, site / "a.csv", "--map", site / "map.yaml")
    assert "Rij 6" in result.output  # the total, by the number that the spreadsheet shows
    assert {name: one.heard[0].period.text for name, one in taken(site).items()} == {
        "pas-kwijt": "2026-Q1",
        "trage-site": "2026-Q1",
    }


def test_the_sheet_is_the_first_that_has_the_columns(site: Path) -> None:
    (site / "map.yaml").write_text(PLAIN_MAP, encoding="utf-8")
    book = Workbook()
    assert book.active
    book.active.append(["Dit bestand is gemaakt door de klachtenfunctionaris."])
    page = book.create_sheet("Klachten")
    page.append(["Klachten eerste kwartaal"])
    page.merge_cells("A1:D1")
    for row in ROWS:
        page.append(row)
    book.save(site / "list.xlsx")
    result = run(site, site / "list.xlsx", "--map", site / "map.yaml")
    assert result.exit_code == 0, result.output
    assert len(taken(site)) == 2


def test_a_cell_may_mean_that_there_is_no_answer_yet(site: Path) -> None:
    """And what is given for every row counts where it belongs to the answer of that row."""
    (site / "map.yaml").write_text(
        "columns: {Onderwerp: title, Wat klanten zeggen: said, Aantal: heard.mentions,"
        " Antwoord: actions.kind, Toelichting: actions.text}\n"
        "defaults: {answer_by: 2026-12-31, heard.period: 2026-Q3, actions.date: 2026-11-02,"
        " actions.next_update: 2027-02-01}\n"
        "values: {actions.kind: {Gedaan: direct, Bezig: process, Nog niet: ''}}\n",
        encoding="utf-8",
    )
    (site / "a.csv").write_text(
        "Onderwerp;Wat klanten zeggen;Aantal;Antwoord;Toelichting\n"
        "Pas kwijt;U wacht een week op een pas.;12;Gedaan;Het duurt nu een dag.\n"
        "Trage site;U wacht tot een pagina opengaat.;7;Bezig;Wij zoeken de oorzaak.\n"
        "Lange rij;U staat in de rij.;4;Nog niet;\n",
        encoding="utf-8",
    )
    result = run(site, site / "a.csv", "--map", site / "map.yaml")
    assert result.exit_code == 0, result.output
    found = taken(site)
    promised = {
        name: [str(one.next_update) for one in each.actions] for name, each in found.items()
    }
    assert promised == {"pas-kwijt": ["None"], "trage-site": ["2027-02-01"], "lange-rij": []}
    assert [str(each.answer_by) for each in found.values()] == ["None", "None", "2026-12-31"]


def test_which_of_two_columns_with_one_name_is_meant_nobody_knows(site: Path) -> None:
    (site / "map.yaml").write_text(PLAIN_MAP, encoding="utf-8")
    rows = [[*row, row[2]] for row in ROWS]
    (site / "a.csv").write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    result = run(site, site / "a.csv", "--map", site / "map.yaml")
    assert (result.exit_code, "'Ontvangen'" in result.output) == (1, True)
    assert not (site / "register").exists()


def test_a_cell_may_hold_the_name_of_a_field_and_a_colon(site: Path) -> None:
    """In a file that is typed, such a name may have slipped into the text above it."""
    (site / "a.csv").write_text("Titel;Zegt\nApp;U leest: text: fout.\n", encoding="utf-8")
    given = {"answer_by": "2026-12-31", "heard.period": "2026-Q3", "heard.mentions": "4"}
    map_ = {"columns": {"Titel": "title", "Zegt": "said"}, "defaults": given}
    (site / "b.yaml").write_text(json.dumps(map_), encoding="utf-8")
    result = run(site, site / "a.csv", "--map", site / "b.yaml")
    assert result.exit_code == 0, result.output
    assert str(taken(site)["app"].said) == "U leest: text: fout."


def test_a_row_that_says_otherwise_or_breaks_a_rule_is_left_out(site: Path) -> None:
    text = """Onderwerp;Wat klanten zeggen;Thema
Pas kwijt;U wacht een week.;app
pas kwijt;U wacht een maand.;app
Lange rij;U staat in de rij.;balie
"""
    (site / "a.csv").write_text(text, encoding="utf-8")
    (site / "map.yaml").write_text(
        "columns: {Onderwerp: title, Wat klanten zeggen: said, Thema: topics}\n"
        "defaults: {answer_by: 2026-12-31, heard.period: 2026-Q3, heard.mentions: 4}\n",
        encoding="utf-8",
    )
    result = run(site, site / "a.csv", "--map", site / "map.yaml")
    assert result.exit_code == 1
    assert "Rij 3: Dit is volgens de naam hetzelfde als rij 2" in result.output
    assert "\nRij 4, kolom 'Thema': 'balie' staat niet in een lijst" in result.output
    assert list(taken(site)) == ["pas-kwijt"]


def test_a_cell_may_say_what_customers_call_it(site: Path) -> None:
    text = (
        "Subject;Said;Theme;Step;Heard;By\n"
        "Lost card;You wait.;Telefoon, app;getting help;Customer survey;KLANTENSERVICE\n"
    )
    (site / "a.csv").write_text(text, encoding="utf-8")
    (site / "map.yaml").write_text(
        "columns: {Subject: title.en, Said: said.en, Theme: topics, Step: journey,"
        " Heard: heard.sources, By: actions.by}\n"
        "defaults: {actions.kind: direct, actions.date: 2026-04-01, actions.text: Gedaan.,"
        " title: Pas kwijt, said: U wacht., heard.period: 2026-Q3, heard.mentions: 4}\n",
        encoding="utf-8",
    )
    result = run(site, site / "a.csv", "--map", site / "map.yaml")
    assert result.exit_code == 0, result.output
    (found,) = taken(site).values()
    assert (found.topics, found.journey) == (("phone", "app"), ("help",))
    assert (found.heard[0].sources, found.actions[0].by) == (("survey",), ("service",))


@pytest.mark.parametrize(
    ("theme", "source"),
    [("Bakery", "survey"), ("app", "Pigeon post"), ("bakery", "survey"), ("app", "pigeons")],
)
def test_a_row_that_goes_with_one_that_was_left_out_says_so(
    site: Path, theme: str, source: str
) -> None:
    """It has no text of its own on purpose, so that isn't what there is to put right."""
    text = f"Onderwerp;Said;Theme;Heard\nPas kwijt;U wacht.;{theme};{source}\nPas kwijt;;;survey\n"
    (site / "a.csv").write_text(text, encoding="utf-8")
    (site / "map.yaml").write_text(
        "columns: {Onderwerp: title, Said: said, Theme: topics, Heard: heard.sources}\n"
        "defaults: {answer_by: 2026-12-31, heard.period: 2026-Q3, heard.mentions: 4}\n",
        encoding="utf-8",
    )
    said = run(site, site / "a.csv", "--map", site / "map.yaml", "--language", "en").output
    first, second, *_ = said.splitlines()
    assert first.startswith("Row 2, column "), said
    assert second == "Row 3: This goes with row 2. Put that one right first.", said


def test_rows_of_one_period_are_added_up(site: Path) -> None:
    """A log has a row for each time that somebody called."""
    text = "Subject,Said,Day,Heard\nPas kwijt,U wacht.,3-7-2026,app\nPas kwijt,,4-7-2026,survey\n"
    text += "Pas kwijt,,1-10-2026,survey\nPas kwijt,,9-9-2026,survey\n"
    (site / "a.csv").write_text(text.replace("app", "calls"), encoding="utf-8")
    (site / "map.yaml").write_text(
        "columns: {Subject: title, Said: said, Day: heard.period, Heard: heard.sources}\n"
        "defaults: {answer_by: 2026-12-31, heard.mentions: 1}\ndates: d-m-y\nperiods: quarter\n",
        encoding="utf-8",
    )
    result = run(site, site / "a.csv", "--map", site / "map.yaml")
    assert result.exit_code == 0, result.output
    (found,) = taken(site).values()
    assert [(line.period.text, line.mentions, line.sources) for line in found.heard] == [
        ("2026-Q3", 3, ("calls", "survey")),
        ("2026-Q4", 1, ("survey",)),
    ]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (["2026-Q1;4", "2026-Q2;many"], 3),
        (["2026-Q1;4", "2026-Q1;many"], 3),
        (["2026-Q1;4", "2026-Q1;6", "2026-Q2;many", "2026-Q3;2"], 4),
    ],
)
def test_a_number_that_is_none_is_told_of_its_own_row(
    site: Path, rows: list[str], wrong: int
) -> None:
    text = "\n".join(["Subject;Said;Period;Times", *(f"Pas kwijt;U wacht.;{row}" for row in rows)])
    (site / "a.csv").write_text(text, encoding="utf-8")
    (site / "map.yaml").write_text(
        "columns: {Subject: title, Said: said, Period: heard.period, Times: heard.mentions}\n"
        "defaults: {answer_by: 2026-12-31}\n",
        encoding="utf-8",
    )
    result = run(site, site / "a.csv", "--map", site / "map.yaml", "--language", "en")
    assert result.exit_code == 1
    assert f"Row {wrong}, column 'Times'" in result.output
    others = set(range(2, len(rows) + 2)) - {wrong}
    assert all(f"Row {row}: This goes with row {wrong}." in result.output for row in others)


def test_every_row_taken_is_exit_code_0(site: Path) -> None:
    text = "Onderwerp;Wat klanten zeggen\nPas kwijt;U wacht een week op een nieuwe pas.\n"
    (site / "a.csv").write_text(text, encoding="utf-8")
    (site / "map.yaml").write_text(
        "columns: {Onderwerp: title, Wat klanten zeggen: said}\n"
        "defaults: {answer_by: 2026-12-31, heard.period: 2026-Q3, heard.mentions: 4}\n",
        encoding="utf-8",
    )
    result = run(site, site / "a.csv", "--map", site / "map.yaml")
    assert result.exit_code == 0, result.output
    assert list(taken(site)) == ["pas-kwijt"]


@pytest.mark.parametrize(
    ("map_", "said"),
    [
        ("columns: {Onderwerp: titel.nl}", "'title.nl'"),
        ("columns: {Onderwerpen: title.nl}", "'Onderwerp'"),
        ("columns:\n  Onderwerp: title.nl\n  Rubriek: topics", "map.yaml:3: complaints.csv heeft"),
        ("colums: {Onderwerp: title.nl}", "columns"),
        ("columns: {Onderwerp: title.nl}\nperiods: quarters", "'quarter'"),
        ("columns: {Onderwerp: title.nl}\nvalue: {}", "'values'"),
        ("columns: [", "Er is niets geschreven."),
    ],
)
def test_a_slip_in_the_map_is_named(site: Path, map_: str, said: str) -> None:
    (site / "map.yaml").write_text(map_ + "\n", encoding="utf-8")
    result = run(site, sheet(site), "--map", site / "map.yaml")
    assert result.exit_code == 1
    assert said in result.output
    assert "Er is niets geschreven." in result.output


def test_a_spreadsheet_needs_a_map_and_has_to_be_one(site: Path) -> None:
    assert run(site, sheet(site)).exit_code == 2
    (site / "not.xlsx").write_bytes(b"PK\x03\x04 and then something else")
    result = run(site, site / "not.xlsx", "--map", site / "map.yaml")
    assert (result.exit_code, "not.xlsx" in result.output) == (1, True)
    (site / "empty.csv").write_bytes(b"\n;;\n")
    result = run(site, site / "empty.csv", "--map", site / "map.yaml")
    assert (result.exit_code, "eerste rij" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("31-3-2026", "d-m-y", "2026-03-31"),
        ("3/31/26", "m/d/y", "2026-03-31"),
        ("2026/3/1", "d-m-y", "2026-03-01"),
        ("1-2-3", "d-m-y", "1-2-3"),
        ("2026-03-31 00:00:00", "d-m-y", "2026-03-31"),
        ("2026-Q1", "d-m-y", "2026-Q1"),
        ("31-2-2026", "d-m-y", "2026-02-31"),
        ("vorige week", "d-m-y", "vorige week"),
        ("31 mrt 2026", "d-m-y", "2026-03-31"),
        ("31-mrt-26", "y-m-d", "2026-03-31"),
        ("dinsdag 31 maart 2026", "d-m-y", "2026-03-31"),
        ("maart 2026", "d-m-y", "maart 2026"),
    ],
)
def test_days_as_a_spreadsheet_writes_them(cell: str, order: str, day: str) -> None:
    assert as_day(cell, order) == day


@pytest.mark.parametrize(
    ("day", "kind", "period"),
    [
        ("2026-06-30", "quarter", "2026-Q2"),
        ("2026-07-01", "half", "2026-H2"),
        ("2026-07-01", "month", "2026-07"),
        ("2026-07-01", "year", "2026"),
        ("2026-07-01", "", "2026-07-01"),
        ("2026-Q1", "year", "2026-Q1"),
    ],
)
def test_a_day_becomes_its_period(day: str, kind: str, period: str) -> None:
    assert as_period(day, kind) == period
