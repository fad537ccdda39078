"""Problems as people, pull requests and programs read them."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import report
from generator.problems import Place, Problem, Severity
from generator.register.codes import WHY
from generator.register.tree import Source
from generator.words import FALLBACK, available, message_of, words
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


FORMS = ("text", "github", "gitlab", "json")


def shown_as(form: str, faulty: str) -> str:
    """The problems of a register in a form."""
    found, sources, own = problems(faulty), loaded(faulty).sources, words("en")
    match form:
        case "text":
            return report.text(found, sources, own)
        case "github":
            return report.github(found, own, "", sources)
        case "gitlab":
            return report.gitlab(found, own, "", sources)
    return report.as_json(found, own, sources)


@pytest.mark.parametrize("form", FORMS)
def test_personal_data_is_never_shown(form: str) -> None:
    shown = shown_as(
        form, WHOLE.replace("Het duurt lang.", "Bel jan.jansen@example.net of 06-12345678.")
    )
    assert "personal-email" in shown
    assert "jansen" not in shown
    assert "12345678" not in shown


PRIVATE = {
    "name": ("Mevrouw De Vries belde", "Vries"),
    "short phone": ("Bel 020 7946 0958", "7946"),
    "plate": ("De auto 12-GBB-3 stond er", "GBB"),
    "address": ("Ik woon in de Dorpsstraat 12, 1234 AB", "Dorpsstraat"),
    "born": ("Ik ben geboren op 12-03-1980", "12-03"),
    "policy": ("Mijn polisnummer is AB-123456", "123456"),
    "bold": ("Bel **mevrouw** De V&#114;ies", "V&#"),
    "bank": ("Op NL91 ABNA 0417 1643 00 staat niets", "ABNA"),
}
BROKEN = {
    "lost to a comment": "    said: {said} # en dit\n",
    "colon": "    said: {said}: en dit\n",
    "colon on the next line": "    said: {said},\n      en dit: ook\n",
    "quote not closed": '    said: "{said}\n',
    "bracket": "    said: [{said}, en dit\n",
    "not a date": "    said: a\n    answer_by: {said}\n",
    "unknown key": "    said: a\n    {said}: b\n",
    "id": "  - id: {said}\n    title: a\n    said: b\n",
    "language": "    said: {{nl: a, {said}: b}}\n",
    "wrong column": "    said:\n       nl: {said}\n      en: b\n",
    "comment": "    # {said}\n   said: b\n",
    "two lines": "    said: b\n     x: Weet u: de heer\n     Jansen belde {said}\n",
    "long sentence": "    said: {said} en dit is een zin die veel te lang is en doorgaat zonder"
    " dat er ooit een einde aan komt, hoe lang u ook wacht\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("broken", BROKEN)
def test_what_the_privacy_rules_find_is_shown_in_no_broken_file(form: str, broken: str) -> None:
    for said, secret in PRIVATE.values():
        for end in ("", "  - x: [\n"):
            typed = BROKEN[broken].format(said=said)
            faulty = WHOLE[: WHOLE.index("    said:")] + typed + end
            shown = shown_as(form, faulty)
            assert secret not in shown, (said, end)
            assert "Jansen" not in shown


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_not_shown_because_it_was_cut_short(form: str) -> None:
    said = "Zij zegt: er staat al meer dan een half jaar niets op NL91 ABNA 0417 1643 00 # x"
    shown = shown_as(form, WHOLE.replace("{nl: Het duurt lang., en: It takes long.}", said))
    assert "ABNA" not in shown
    assert "NL91" not in shown


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
        assert message_of(name) in own, name
        assert why.endswith("."), name
        assert report.why(name, own).endswith("."), name
        assert report.explain(name, own).endswith(f"\n  {report.why(name, own)}\n")
    assert report.explain("no-such-code", own) == ""


@pytest.mark.parametrize("language", available())
def test_every_why_is_said_in_every_language(language: str) -> None:
    """In English by the rules themselves, and in each other language by its words alone."""
    said = {key.partition(".")[2] for key in words(language) if key.startswith("why.")}
    assert said == (set() if language == FALLBACK else set(report.whys()))


def test_a_refusal_is_explained_in_the_language_of_who_asks() -> None:
    assert report.explain("refusal.still-there", words("nl")) == (
        "refusal.still-there\n\n"
        "  De tekst die uit de edities weg moet, staat nog in het register, bij {name}."
        " Herschrijf die eerst zonder persoonsgegevens, in woorden die in geen enkele"
        " editie staan.\n\n"
        "  De nieuwe editie zou meteen weer publiceren wat weg moet.\n"
    )


def test_every_message_belongs_to_a_code() -> None:
    kinds = ("message.", "refusal.", "option.", "verify.")
    messages = {key for key in words("en") if key.startswith(kinds)}
    others = {"message.did-you-mean", "verify.fine", "verify.none", "verify.no-folder"}
    named = {message_of(name) for name in report.whys()}
    assert messages - others == {name for name in named if name.startswith(kinds)}


def test_every_code_that_the_reader_can_give_is_explained() -> None:
    """The codes stand in the source as words between quotes; none of them lacks its why."""
    register = ROOT / "generator" / "register"
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(register.rglob("*.py"))
        if path.name != "codes.py"
    )
    assert [name for name in WHY if f'"{name}"' not in used] == []


MAKERS = {"Problem": 1, "Fault": 1, "Finding": 0, "problem": 0, "report": 0, "report_in_text": 0,
          "refuse": 0, "_give_up": 1, "_problem": 0}  # fmt: skip
"""The functions that make a problem, and which of their arguments is the code."""
KINDS = ("verify", "refusal", "option")
"""What some put before the codes that they make."""


def codes_made() -> Iterator[tuple[str, str]]:
    """Every code that stands in the source as the code of a problem, with its file."""
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for part in _of_code(node, "register" in path.parts):
                for each in ast.walk(part):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield each.value, path.name


def _of_code(node: ast.AST, reader: bool) -> Iterator[ast.expr]:
    """The argument of a maker that is a code; in the reader also what ``code`` is set to."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        at = MAKERS.get(name)
        if at is not None and len(node.args) > at:
            yield node.args[at]
    elif isinstance(node, ast.Assign) and reader:
        names = {getattr(target, "id", "") for target in node.targets}
        if names == {"code"}:
            yield node.value


def test_every_code_that_any_command_can_print_is_explained() -> None:
    found = set(codes_made())
    names = {name for name, _ in found if re.fullmatch(r"[a-z]+(?:-[a-z]+)+|[a-z]+\.[a-z-]+", name)}
    assert {"verify.no-sums", "continuity.feed-gone", "colon-in-text", "id-reserved"} <= names
    whys = report.whys()
    known = {*whys, *(name.partition(".")[2] for name in whys if name.startswith(KINDS))}
    assert names - known == set()


@pytest.mark.parametrize("language", available())
def test_codes_of_editions_and_feeds_stand_in_the_manual(language: str) -> None:
    manual = report.manual(words(language))
    for name in ("verify.altered", "continuity.id-changed", "refusal.exists", "option.unknown"):
        assert f"\n### {name}\n" in manual
    _, errors, warnings = manual.split("\n## ")
    assert "verify.no-sums" in warnings
    assert "verify.no-sums" not in errors


@pytest.mark.parametrize(("name", "language"), [("rules.md", "en"), ("rules.nl.md", "nl")])
def test_the_manual_is_made_from_the_rules(name: str, language: str) -> None:
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == report.manual(words(language))


def test_a_merge_request_tells_old_from_new_whatever_the_line() -> None:
    def place(line: int, **facts: str) -> Problem:
        return Problem(Place("a.yaml", line), "file-empty", "insights.x", facts)

    first, moved, other = json.loads(
        report.gitlab([place(3), place(8), place(8, found="y")], words("en"), "bank/")
    )
    assert first["location"] == {"path": "bank/a.yaml", "lines": {"begin": 3}}
    assert (first["check_name"], first["severity"]) == ("file-empty", "major")
    assert first["fingerprint"] == moved["fingerprint"] != other["fingerprint"]
