"""Problems as people, pull requests and programs read them."""

import json
from pathlib import Path

import pytest

from generator import report
from generator.checks import ERRORS, WARNINGS, code
from generator.problems import Place, Problem, Severity
from generator.register.source import Source
from generator.words import available, words
from tests.register.reading import WHOLE, loaded, problems

ROOT = Path(__file__).parent.parent
FAULTY = WHOLE.replace("2026-12-01", "morgen")


def test_people_see_the_line_and_the_spot() -> None:
    shown = report.text(problems(FAULTY), loaded(FAULTY).sources, words("en"))
    assert shown == (
        "actions.yaml\n"
        "  x 13:16 'answer_by' must be a real date, written as year-month-day, such as"
        " 2026-03-31. It now says 'morgen'. [date-not-real]\n"
        "      13 |     answer_by: morgen\n"
        "         |                ^\n"
        "\n"
        "1 error to put right\n"
    )


def test_nothing_to_put_right_is_said_in_words() -> None:
    assert report.text((), (), words("nl")) == "Alles is in orde.\n"


def test_problems_are_grouped_by_file_and_counted() -> None:
    found = [
        Problem(Place("a.yaml", 2), "file-empty"),
        Problem(Place("b.yaml", 1), "file-empty"),
        Problem(Place("b.yaml", 3), "nobody-heard", "", {"id": "x"}, Severity.WARNING),
    ]
    shown = report.text(found, (), words("en"))
    assert shown.count("a.yaml\n") == shown.count("b.yaml\n") == 1
    assert shown.endswith("2 errors to put right, 1 warning to look at\n")


def test_a_long_line_is_cut_around_the_spot() -> None:
    line = "x" * 500 + "HERE" + "y" * 500
    found = Problem(Place("a.yaml", 1, 501), "file-empty")
    shown = report.text([found], [Source("a.yaml", line)], words("en")).split("\n")
    assert len(shown[2]) < 120
    assert shown[2][shown[3].index("^") :].startswith("HERE")


def test_what_was_typed_can_not_steer_the_screen() -> None:
    found = Problem(
        Place("a\x1b[2J.yaml"), "file-not-readable", "", {"file": "\x1b]0;", "why": "x"}
    )
    source = Source("a\x1b[2J.yaml", "\x1b[31mred")
    assert "\x1b" not in report.text([found], [source], words("en"))
    assert "\x1b" not in report.github([found], words("en"))


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_personal_data_is_never_shown(form: str) -> None:
    faulty = WHOLE.replace("Het duurt lang.", "Bel jan.jansen@example.net of 06-12345678.")
    found, sources = problems(faulty), loaded(faulty).sources
    own = words("en")
    shown = {
        "text": report.text(found, sources, own),
        "github": report.github(found, own),
        "json": report.as_json(found, own),
    }[form]
    assert "personal-email" in shown
    assert "jansen" not in shown
    assert "12345678" not in shown


def test_a_pull_request_gets_annotations_that_no_text_can_break() -> None:
    found = Problem(
        Place("a,b:c.yaml", 3, 7), "file-not-readable", "", {"file": "x\ny", "why": "%"}
    )
    assert report.github([found], words("en"), "site/") == (
        "::error file=site/a%2Cb%3Ac.yaml,line=3,col=7,title=file-not-readable::"
        "The file x%0Ay can't be read: %25. Check its name and where it stands.\n"
    )


def test_programs_get_a_list_of_objects() -> None:
    assert json.loads(report.as_json(problems(FAULTY), words("nl"))) == [
        {
            "file": "actions.yaml",
            "line": 13,
            "column": 16,
            "severity": "error",
            "code": "date-not-real",
            "field": "insights.waiting.answer_by",
            "message": "'answer_by' moet een bestaande datum zijn, geschreven als jaar-maand-dag,"
            " zoals 2026-03-31. Nu staat er 'morgen'.",
        }
    ]


@pytest.mark.parametrize("language", available())
def test_every_code_has_a_message_and_a_why(language: str) -> None:
    own = words(language)
    for name, why in report.whys().items():
        assert f"message.{name}" in own, name
        assert why.endswith("."), name
        assert why in report.explain(name, own)
    assert report.explain("no-such-code", own) == ""


def test_every_message_belongs_to_a_code() -> None:
    messages = {key.partition(".")[2] for key in words("en") if key.startswith("message.")}
    assert messages - {"did-you-mean"} == set(report.whys())


def test_every_code_that_the_reader_can_give_is_explained() -> None:
    """The codes stand in the source as words between quotes; none of them lacks its why."""
    register = ROOT / "generator" / "register"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(register.rglob("*.py")))
    rules = {code(rule) for rule in (*ERRORS, *WARNINGS)}
    used = {name for name in report.whys() if f'"{name}"' in text.replace("codes.py", "")}
    assert set(report.whys()) - rules <= used


def test_the_manual_is_made_from_the_rules() -> None:
    committed = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert committed == report.manual(words("en"))


def test_a_merge_request_tells_old_from_new_whatever_the_line() -> None:
    def place(line: int, **facts: str) -> Problem:
        return Problem(Place("a.yaml", line), "file-empty", "insights.x", facts)

    first, moved, other = json.loads(
        report.gitlab([place(3), place(8), place(8, found="y")], words("en"), "bank/")
    )
    assert first["location"] == {"path": "bank/a.yaml", "lines": {"begin": 3}}
    assert (first["check_name"], first["severity"]) == ("file-empty", "major")
    assert first["fingerprint"] == moved["fingerprint"] != other["fingerprint"]
