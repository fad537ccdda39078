"""The line of the mistake, not the line where the parser stumbled.

A register that reads well is spoilt in one place, in the ways that people spoil it. Then there is
one problem, on that line; or nothing that a reader would see has changed.
"""

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from generator.problems import Problem
from generator.register.diagnosis import diagnose
from generator.register.outline import FIELDS
from tests.register.reading import HEAD, loaded, problems

ROOT = Path(__file__).parent.parent.parent
LINES = (ROOT / "actions.yaml").read_text(encoding="utf-8").split("\n")
NAME = re.compile(r"^( *(?:- )?)([a-z_-]+):( .*)?$")
PLAIN = re.compile(r"^( *(?:- )?(?:nl|en): )([^\"'>|{].*)$")
TOGETHER = 3
"""Insights, or scores, of the example that are read together: a whole register takes long."""
SAMPLE = 16

Spoil = Callable[[str], str]


def _named(line: str, form: str) -> str:
    match = NAME.match(line)
    if not match or not match[3] or not (match[2] in FIELDS or len(match[2]) == 2):
        return ""
    return form.format(match[1], match[2], match[3][1:])


def _plain(line: str, first: str) -> str:
    match = PLAIN.match(line)
    return f"{match[1]}{first}{match[2]}" if match else ""


SPOILS: dict[str, Spoil] = {
    "a colon forgotten": lambda line: _named(line, "{0}{1} {2}"),
    "no space after a colon": lambda line: _named(line, "{0}{1}:{2}"),
    "a tab": lambda line: "\t" + line[2:] if line.startswith("  ") else "",
    "an odd space": lambda line: "\u00a0\u00a0" + line[2:] if line.startswith("  ") else "",
    # of a list of YAML: a bullet inside a text is text, and is shown as it was typed
    "no space after a dash": lambda line: re.sub(r"^( *)- (?=\{|\w+:)", r"\1-", line),
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
    "a block mark forgotten": lambda line: line[:-2] if line.endswith(": >") else "",
}


@cache
def registers() -> tuple[tuple[str, ...], ...]:
    """The example in pieces: its top with a few insights, or a few scores."""
    starts = [LINES.index(f"{name}:") for name in ("insights", "scores")]
    top = LINES[: min(starts)]
    found = []
    for start in starts:
        end = min([n for n in starts if n > start], default=len(LINES))
        items = [n for n in range(start, end) if LINES[n].startswith("  - ")]
        cuts = [*items[::TOGETHER], end]
        for first, after in pairwise(cuts):
            found.append((*top, LINES[start], *LINES[first:after]))
    return tuple(found)


def errors_of(lines: tuple[str, ...]) -> list[Problem]:
    """The errors, but for references to what is in another piece."""
    found = problems("\n".join(lines))
    return [
        problem for problem in found if problem.is_error and problem.code != "unknown-reference"
    ]


@cache
def known_of(lines: tuple[str, ...]) -> frozenset[tuple[int, str]]:
    """The errors of lines that nobody spoilt, which are in another piece too."""
    return frozenset((problem.place.line, problem.code) for problem in errors_of(lines))


@cache
def _shown(lines: tuple[str, ...]) -> str:
    """All that a reader sees of a register: white space in a text makes no difference."""
    register = loaded("\n".join(lines)).register
    return re.sub(r"(?:\\n|\s)+", " ", register.model_dump_json() if register else "")


def _spoilt(name: str) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Lines of the example that can be spoilt so, in an order of chance."""
    chance = random.Random(name)
    places = [(lines, n) for lines in registers() for n in range(len(lines))]
    for lines, number in chance.sample(places, len(places)):
        line = lines[number]
        spoilt = "" if not line.strip() or line.lstrip()[0] == "#" else SPOILS[name](line)
        if spoilt and spoilt != line:
            yield lines, number, spoilt


@pytest.mark.parametrize("name", SPOILS)
def test_the_one_problem_is_on_the_line_that_was_spoilt(name: str) -> None:
    judged = 0
    for lines, number, spoilt in _spoilt(name):
        after = (*lines[:number], spoilt, *lines[number + 1 :])
        found = [
            problem for problem in errors_of(after)
            if (problem.place.line, problem.code) not in known_of(lines)
        ]  # fmt: skip
        if not found:
            assert _shown(after) == _shown(lines), spoilt
            continue
        assert [problem.place.line for problem in found] == [number + 1], (spoilt, found)
        judged += 1
        if judged == SAMPLE:
            break
    assert judged >= 10


def test_a_file_that_reads_well_gets_no_diagnosis() -> None:
    assert diagnose(LINES, FIELDS) == []


def test_of_two_mistakes_each_is_on_its_own_line() -> None:
    """``python -m tests.register.two_faults`` tries thousands."""
    from tests.register.two_faults import wrong  # noqa: PLC0415  # it spoils lines as this does

    numbers = (*range(8), 5117, 5578)  # the last two: a shifted group, and what makes it unreadable
    assert [told for number in numbers if (told := wrong(number))] == []


SHIFTS: dict[str, tuple[Callable[[str], bool], int]] = {
    "a whole insight": (lambda line: line.startswith("  - id: "), 2),
    "an insight to the left": (lambda line: line.startswith("  - id: "), -2),
    "an action": (lambda line: line.startswith("      - id: "), 2),
    "the end of an insight": (lambda line: line.startswith("    heard:"), 2),
}


@pytest.mark.parametrize("name", SHIFTS)
def test_lines_that_were_shifted_together_are_one_message(name: str) -> None:
    begins, shift = SHIFTS[name]
    lines = registers()[1]
    first = [number for number, line in enumerate(lines) if begins(line)][1]
    deep = len(lines[first]) - len(lines[first].lstrip(" "))
    after = first + 1
    while after < len(lines) and (
        not lines[after].strip()
        or len(lines[after]) - len(lines[after].lstrip(" ")) > deep
        or (name.startswith("the end") and not lines[after].startswith("  - "))
    ):
        after += 1
    while not lines[after - 1].strip() or lines[after - 1].lstrip().startswith("#"):
        after -= 1
    moved = [(" " * shift + line)[-min(shift, 0) :] if line.strip() else line
             for line in lines[first:after]]  # fmt: skip
    found = [
        problem
        for problem in errors_of((*lines[:first], *moved, *lines[after:]))
        if (problem.place.line, problem.code) not in known_of(lines)
    ]
    assert [(p.place.line, p.code, p.facts["last"]) for p in found] == [
        (first + 1, "indent-block", str(after))
    ]


def _moved(lines: tuple[str, ...], first: int, last: int, shift: int) -> tuple[str, ...]:
    """Lines of which some, counted from 1, stand so many columns further, or less far."""
    part = range(first - 1, last)
    return tuple(
        (" " * shift + line)[-min(shift, 0) :] if number in part and line.strip() else line
        for number, line in enumerate(lines)
    )


def _blocks(lines: tuple[str, ...]) -> list[tuple[int, str, str]]:
    return [(p.place.line, p.code, p.facts.get("last", "")) for p in errors_of(lines)]


@pytest.mark.parametrize("shift", [2, -2, 1, 4])
@pytest.mark.parametrize(("begins", "ends"), [(0, 1), (0, 2), (1, 3)])
def test_what_left_the_column_of_its_list_has_moved_also_where_less_has_stayed(
    begins: int, ends: int, shift: int
) -> None:
    lines = registers()[16]
    starts = [n for n, line in enumerate(lines, 1) if line.startswith("  - id: ")]
    first, last = starts[begins], [*starts, len(lines) + 1][ends] - 1
    while not lines[last - 1].strip():
        last -= 1
    assert _blocks(_moved(lines, first, last, shift)) == [(first, "indent-block", str(last))]


def test_where_nearly_all_of_a_list_stands_elsewhere_that_is_its_way() -> None:
    """Though the lists within have two spaces more than their names, as most files have."""
    one = """- id: waiting-{0}
  title: {{nl: "Wachten, deel {0}", en: "Waiting, part {0}"}}
  said: {{nl: "Het duurt {0} uur.", en: "It takes {0} hours."}}
  heard:
    - {{period: 2026-Q1, mentions: {0}}}
  answer_by: 2026-12-01"""
    lines = (HEAD + "insights:\n" + "\n".join(one.format(n) for n in range(2, 8))).split("\n")
    assert _blocks(tuple(lines)) == []
    first = lines.index("- id: waiting-4") + 1
    moved = _moved(tuple(lines), first, first + 5, 2)
    assert _blocks(moved) == [(first, "indent-block", str(first + 5))]


def test_a_name_that_shifted_into_a_text_makes_no_language_stand_twice() -> None:
    """While something else keeps the file from being read, that is told, and then the name."""
    text = f"""{HEAD.replace("[nl, en]", "[nl]")}insights:
  - id: waiting
    title:
      nl: Wachten
      said:
      nl: Het duurt lang.
    heard:
      - {{period: 2026-Q1, mentions: 3]
    answer_by: 2026-12-01"""
    lines = text.split("\n")
    wrong, name = lines.index("      - {period: 2026-Q1, mentions: 3]"), lines.index("      said:")
    assert [(p.place.line, p.code) for p in errors_of(tuple(lines))] == [
        (wrong + 1, "bracket-wrong")
    ]
    lines[wrong] = lines[wrong].replace("]", "}")
    assert [(p.place.line, p.code) for p in errors_of(tuple(lines))] == [(name + 1, "indent-key")]


def test_a_language_that_stands_twice_is_told_beside_what_is_wrong_below_it() -> None:
    lines = f"""{HEAD}insights:
  - id: waiting
    title:
      nl: Wachten
      nl: Waiting
    said: {{nl: Het duurt lang., en: It takes long.]""".split("\n")
    assert [p.code for p in errors_of(tuple(lines))] == ["key-twice", "bracket-wrong"]


@pytest.mark.parametrize("shift", [2, -2])
def test_scores_that_moved_are_told_beside_a_mistake_in_the_one_that_stayed(shift: int) -> None:
    lines = registers()[16]
    starts = [n for n, line in enumerate(lines, 1) if line.startswith("  - id: ")]
    wrong = next(n for n in range(starts[2], len(lines)) if lines[n].startswith("    metric:"))
    spoilt = (*lines[:wrong], lines[wrong].replace(":", ""), *lines[wrong + 1 :])
    found = errors_of(_moved(spoilt, starts[0], starts[2] - 1, shift))
    assert [(p.place.line, p.code) for p in found] == [
        (starts[0], "indent-block"),
        (wrong + 1, "colon-missing"),
    ]
