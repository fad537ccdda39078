"""Problems in the form that a reader wants: a colleague, a pull request, a program."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import groupby

from generator import checks, settings
from generator.checks import codes as check_codes
from generator.checks.veil import PERSONAL, Veil
from generator.editions import chain, refusals
from generator.problems import Problem
from generator.register import codes as register_codes
from generator.register.tree import Source
from generator.words import Words, message_of

_WIDTH = 96
"""Characters of a line of the register that are shown, around the spot."""


def text(problems: Iterable[Problem], sources: Sequence[Source], words: Words) -> str:
    """For people: by file, each problem with its line and the spot marked."""
    problems = list(problems)
    veil = Veil(problems, sources)
    parts: list[str] = []
    for file, of_file in groupby(problems, key=lambda problem: problem.place.file):
        parts.append(f"{printable(file)}\n")
        parts += (_entry(problem, veil, words) for problem in of_file)
        parts.append("\n")
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    several = ("errors", errors), ("warnings", warnings)
    counts = [words(f"report.{name}", n=n) for name, n in several if n]
    total = words("report.and").join(counts) if counts else words("report.fine")
    return "".join(parts) + f"{total}\n"


def _discreetly(problems: Iterable[Problem], sources: Sequence[Source]) -> list[Problem]:
    """The same problems, with personal data masked."""
    problems = list(problems)
    veil = Veil(problems, sources)
    return [veil.over(problem) for problem in problems]


def _entry(problem: Problem, veil: Veil, words: Words) -> str:
    place, sign = problem.place, "x" if problem.is_error else "!"
    message = printable(words.message(veil.over(problem)))
    entry = f"  {sign} {place.line}:{place.column} {message} [{problem.code}]\n"
    shown, column = _around(veil.line(place), place.column)
    if problem.code.startswith(PERSONAL) or not shown.strip():
        return entry
    margin = " " * len(str(place.line))
    return f"{entry}      {place.line} | {shown}\n      {margin} | {' ' * column}^\n"


def _around(line: str, column: int) -> tuple[str, int]:
    """The part of a line around a column, and where that column is in it, from 0."""
    start = max(0, column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
    part = line[start : start + _WIDTH]
    if start:
        part = "…" + part[1:]
    if start + _WIDTH < len(line):
        part += "…"
    return printable(part).rstrip(), min(column - 1 - start, len(part))


def printable(text: str) -> str:
    """The text without control characters, which could steer the terminal that shows it."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else " " if sign == "\t" else "\ufffd" for sign in text
    )


def github(
    problems: Iterable[Problem], words: Words, folder: str = "", sources: Sequence[Source] = ()
) -> str:
    """For pull requests on GitHub: annotations beside the lines.

    ``folder`` leads from the repository to the register, with a slash at its end.
    """
    return "".join(
        f"::{problem.severity} file={_escaped(folder + problem.place.file, properties=True)},"
        f"line={problem.place.line},col={problem.place.column},title={problem.code}"
        f"::{_escaped(words.message(problem))}\n"
        for problem in _discreetly(problems, sources)
    )


def _escaped(text: str, *, properties: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    if properties:
        escaped = escaped.replace(":", "%3A").replace(",", "%2C")
    return printable(escaped)


def gitlab(
    problems: Iterable[Problem], words: Words, folder: str = "", sources: Sequence[Source] = ()
) -> str:
    """For merge requests on GitLab: a report of code quality, shown beside the lines.

    The fingerprint, by which GitLab tells old from new, leaves out the line: lines move.
    """
    found = [
        {
            "description": words.message(problem),
            "check_name": problem.code,
            "fingerprint": _fingerprint(problem),
            "severity": "major" if problem.is_error else "minor",
            "location": {
                "path": folder + problem.place.file,
                "lines": {"begin": problem.place.line},
            },
        }
        for problem in _discreetly(problems, sources)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _fingerprint(problem: Problem) -> str:
    what = [problem.code, problem.place.file, problem.field, sorted(problem.facts.items())]
    return sha256(json.dumps(what).encode()).hexdigest()


def as_json(problems: Iterable[Problem], words: Words, sources: Sequence[Source] = ()) -> str:
    """For programs: a list of objects, in the order of the file."""
    found = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "severity": str(problem.severity),
            "code": problem.code,
            "field": problem.field,
            "message": words.message(problem),
        }
        for problem in _discreetly(problems, sources)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def whys() -> Mapping[str, str]:
    """Why each code exists: the docstring of a rule, or an entry of the ``WHY`` of its room."""
    rules = {
        checks.code(rule): " ".join((rule.__doc__ or "").split())
        for rule in (*checks.ERRORS, *checks.WARNINGS)
    }
    listed = (register_codes, settings, refusals, chain, check_codes)
    return {**{code: said for each in listed for code, said in each.WHY.items()}, **rules}


def why(code: str, words: Words) -> str:
    """Why a code exists, in the language of the words; in English where that has no text."""
    key = f"why.{code}"
    return words(key) if key in words else whys()[code]


def explain(code: str, words: Words) -> str:
    """The message of a code and why it is there; an empty text for a code that doesn't exist."""
    if code not in whys():
        return ""
    return f"{code}\n\n  {words(message_of(code))}\n\n  {why(code, words)}\n"


def manual(words: Words) -> str:
    """``docs/rules.md``: every code with its message and its why, from the words and the rules."""
    warnings = {*map(checks.code, checks.WARNINGS), *chain.NOTES}
    parts = [words("report.manual")]
    for title, codes in (
        ("errors", sorted(whys().keys() - warnings)),
        ("warnings", sorted(warnings)),
    ):
        parts.append(f"\n## {words(f'report.manual-{title}')}\n")
        parts += (
            f"\n### {code}\n\n{why(code, words)}\n\n> {words(message_of(code))}\n" for code in codes
        )
    return "".join(parts)
