"""The line of the mistake, not the line where the parser stumbled.

A register that reads well is spoilt in one place, in the ways that people spoil it; the first
problem has to be on that line.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.register.diagnosis import diagnose
from generator.register.model import FIELDS
from generator.register.source import read

ROOT = Path(__file__).parent.parent.parent
LINES = (ROOT / "actions.yaml").read_text(encoding="utf-8").split("\n")[:700]
NAME = re.compile(r"^( *(?:- )?)([a-z_-]+):( .*)?$")
PLAIN = re.compile(r"^( *(?:- )?(?:nl|en): )([^\"'>|{].*)$")

Spoil = Callable[[str], str]


def _named(line: str, form: str) -> str:
    match = NAME.match(line)
    return form.format(match[1], match[2], (match[3] or "")[1:]) if match and match[3] else ""


def _plain(line: str, first: str) -> str:
    match = PLAIN.match(line)
    return f"{match[1]}{first}{match[2]}" if match else ""


SPOILS: dict[str, Spoil] = {
    "a colon forgotten": lambda line: _named(line, "{0}{1} {2}"),
    "no space after a colon": lambda line: _named(line, "{0}{1}:{2}"),
    "a tab": lambda line: "\t" + line[2:] if line.startswith("  ") else "",
    "an odd space": lambda line: "\u00a0\u00a0" + line[2:] if line.startswith("  ") else "",
    "no space after a dash": lambda line: re.sub(r"^( *)- ", r"\1-", line),
    "a bracket not closed": lambda line: line[:-1] if line[-1:] in ("]", "}") else "",
    "the wrong bracket": lambda line: line[:-1] + "]" if line[-1:] == "}" else "",
    "a colon in a text": lambda line: _plain(line, "Let op: "),
    "a quote not closed": lambda line: _plain(line, '"'),
    "an apostrophe first": lambda line: _plain(line, "'s "),
    "a text after a quote": lambda line: _plain(line, '"Nieuw" '),
    "a percent sign first": lambda line: _plain(line, "%"),
    "a backtick first": lambda line: _plain(line, "`"),
    "a bracket first": lambda line: _plain(line, "[Nieuw] "),
    "a colon in brackets": lambda line: line.replace("{nl: ", "{nl: Let op: "),
    "a quote in brackets": lambda line: line.replace("{nl: ", '{nl: "'),
    "a hash in brackets": lambda line: line.replace("{nl: ", "{nl: Nummer #1 "),
    "a text behind >": lambda line: line + " Nieuw" if line.endswith(": >") else "",
    "a space too many": lambda line: " " + line if line.strip() else "",
    "a space too few": lambda line: line[1:] if line.startswith(" ") else "",
    "two spaces too many": lambda line: "  " + line if line.strip() else "",
    "two spaces too few": lambda line: line[2:] if line.startswith("  ") else "",
}


@pytest.mark.parametrize("name", SPOILS)
def test_the_first_problem_is_on_the_line_that_was_spoilt(name: str) -> None:
    spoil, chance = SPOILS[name], random.Random(name)
    numbers = [n for n, line in enumerate(LINES) if not line.lstrip().startswith("#")]
    judged = right = 0
    for number in chance.sample(numbers, len(numbers)):
        spoilt = spoil(LINES[number])
        if not spoilt or spoilt == LINES[number]:
            continue
        lines = [*LINES[:number], spoilt, *LINES[number + 1 :]]
        source = read("actions.yaml", "\n".join(lines).encode(), FIELDS)
        if source.tree is not None or not source.problems:
            continue  # still YAML: then the names and values are judged
        judged += 1
        right += source.problems[0].place.line == number + 1
        if judged == 25:
            break
    assert judged >= 10
    assert right >= judged - 1, f"{right} of {judged}"


def test_a_file_that_reads_well_gets_no_diagnosis() -> None:
    assert diagnose(LINES, FIELDS) == []
