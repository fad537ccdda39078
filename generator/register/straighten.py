"""The one line that stands at the wrong column, found by trying.

Spaces in front say what belongs to what. A line that is shifted makes another line stumble, or
makes sense where it doesn't belong and brings ten faults along. The line whose move makes
everything around it right again is the one where the mistake was made. Only the insight, the
score or the top of the file with the fault is read again, so a large file takes no longer.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from generator.problems import Place, Problem
from generator.register.diagnosis import habits
from generator.register.diagnosis.scan import DASH, HEADER, KEY, LANGUAGE
from generator.register.model import FIELDS
from generator.register.source import Source

Judge = Callable[[str], Collection[str]]
"""The codes of what is wrong with the text of a small register."""

MOST_PARTS, MOST_LINES, MOST_TRIES = 5, 300, 250
"""Of one file, of one part of it, and of one part: beyond that, nobody's slip of the finger."""
REACH = 4
"""Entries above a fault that are tried; and one below it."""

_CAUSED = """
    indent-key indent-dash indent-text yaml-not-readable colon-in-text colon-missing
    text-below-key key-twice key-elsewhere key-not-indented unknown-key action-not-indented
    text-language text-is-a-list not-one-value not-a-list not-a-mapping list-empty list-joined
    paragraphs-joined value-missing value-needed field-missing
"""
CAUSED = frozenset(_CAUSED.split())
"""What a line at the wrong column can look like."""

_TOP = "format: 1\norganisation: {{name: a, homepage: https://a.nl, feedback: https://a.nl, "
_TOP += 'feed_authority: "a.nl,2026"}}\nlanguages: [{languages}]\n{section}:\n'
_LINE = re.compile(r"\r\n|\r|\n")
_SECTION = re.compile(r"(insights|scores):\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that are judged together: an insight, a score, or all else. Lines count from 0."""

    top: str
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Move:
    """A line that moves to another column."""

    number: int
    column: int
    to: int


def straightened(
    source: Source, problems: Sequence[Problem], languages: Iterable[str], judge: Judge
) -> tuple[list[Problem], list[str]]:
    """The problems of a file, with one for each shifted line instead of what it brought along.

    With them the text of each part as it was meant, in which names stand that the file lost.
    """
    caused = [p for p in problems if p.code in CAUSED and p.place.file == source.file]
    kept, meant = list(problems), list[str]()
    if not caused:
        return kept, meant
    lines = _LINE.split(source.text)
    parts = list(_parts(lines, ",".join(languages)))
    for part in islice(_concerned(parts, caused), MOST_PARTS):
        here = {number + 1 for number in part.numbers}
        faults = [problem for problem in caused if problem.place.line in here]
        clear = any(fault.code == "text-below-key" for fault in faults)
        move = None if clear else _best(lines, part, faults, judge)
        if move is None:
            continue
        gone = set(map(id, faults))
        kept = [problem for problem in kept if id(problem) not in gone]
        kept.append(_told(source.file, lines[move.number], move))
        meant.append(_text(lines, part, move))
    return kept, meant


def _parts(lines: Sequence[str], languages: str) -> Iterator[_Part]:
    """Each insight and score by itself, and everything else together, first."""
    rest: list[int] = []
    items: list[_Part] = []
    section, found = "", list[int]()
    for number, line in enumerate((*lines, "end:")):
        if line[:1].isalpha():
            items += _items(lines, found, _TOP.format(languages=languages, section=section))
            match = _SECTION.match(line)
            section, found = match[1] if match else "", []
            rest += [number] if not match and number < len(lines) else []
        elif section:
            found.append(number)
        else:
            rest.append(number)
    yield _Part("", rest)
    yield from items


def _items(lines: Sequence[str], numbers: Sequence[int], top: str) -> Iterator[_Part]:
    """The items of a list: each starts with a dash in the column where most of them do."""
    dashes = [(n, _indent(lines[n])) for n in numbers if lines[n].lstrip(" ").startswith("- ")]
    usual = Counter(column for _, column in dashes if column <= 4)
    if not usual:
        return
    column = min(usual, key=lambda column: (-(usual[column] > 1), column))
    starts = [n for n, at in dashes if at == column]
    for start, end in zip(starts, [*starts[1:], numbers[-1] + 1], strict=True):
        yield _Part(top, range(start, end))


def _concerned(parts: Sequence[_Part], problems: Iterable[Problem]) -> Iterator[_Part]:
    """The parts with a fault, each once; a fault on a first line may come from the one above."""
    lines = {problem.place.line - 1 for problem in problems}
    for index, part in enumerate(parts):
        if not lines.isdisjoint(part.numbers):
            above = parts[index - 1] if index > 1 and part.numbers[0] in lines else None
            if above is not None and above.top == part.top:
                yield replace(part, numbers=[*above.numbers, *part.numbers])
            else:
                yield part


def _best(
    lines: Sequence[str], part: _Part, faults: Sequence[Problem], judge: Judge
) -> _Move | None:
    """The move that makes a part right; of several the one that leaves it most regular."""
    if len(part.numbers) > MOST_LINES or sum(len(lines[n]) for n in part.numbers) > 30_000:
        return None
    if CAUSED.isdisjoint(judge(_text(lines, part, None))):
        return None
    swallowed, usual = _swallowed(lines, part, None), habits(lines)
    right = [
        move
        for move in islice(_moves(lines, part, faults), MOST_TRIES)
        if CAUSED.isdisjoint(judge(_text(lines, part, move)))
        and _swallowed(lines, part, move) <= swallowed
    ]
    return min(
        right,
        key=lambda move: (_odd_steps(lines, part, move, usual), abs(move.to - move.column)),
        default=None,
    )


def _moves(lines: Sequence[str], part: _Part, faults: Sequence[Problem]) -> Iterator[_Move]:
    """Every entry near a fault, to every column that this part uses."""
    entries = [number for number, _, _ in _entries(lines, part, None)]
    usual = Counter(_indent(lines[number]) for number in entries)
    columns = {column for column in usual if usual[column] > 1 or column == 0}
    columns |= {column + 2 for column in columns}
    near: dict[int, None] = {}
    for fault in faults:
        place = sum(number < fault.place.line for number in entries)
        near.update(dict.fromkeys(entries[max(0, place - REACH) : place + 1]))
    for number in near:
        column = _indent(lines[number])
        for to in sorted(columns - {column}, key=lambda to: abs(to - column)):
            yield _Move(number, column, to)


def _entries(
    lines: Sequence[str], part: _Part, move: _Move | None
) -> Iterator[tuple[int, int, bool]]:
    """The number and column of each entry, and whether it would be read as text; a line of text
    counts where it has the name of a field."""
    block = -1
    for number in part.numbers:
        content = lines[number].lstrip(" ")
        dash = DASH.match(content)
        key = KEY.match(content, 2 if dash else 0)
        column = move.to if move and number == move.number else _indent(lines[number])
        if not content or 0 <= block < column:
            if key and (key["key"] in FIELDS or LANGUAGE.fullmatch(key["key"])):
                yield number, column, True
            continue
        header = key and HEADER.match(content[key.end() :].lstrip())
        block = column + key.start() if key and header else -1
        if dash or key:
            yield number, column, False


def _swallowed(lines: Sequence[str], part: _Part, move: _Move | None) -> int:
    """How many fields would be read as a part of the text above them."""
    return sum(is_text for _, _, is_text in _entries(lines, part, move))


def _odd_steps(lines: Sequence[str], part: _Part, move: _Move, usual: tuple[int, int]) -> int:
    """How many entries stand further below the name above them than is usual here, or less far."""
    above, odd = -1, 0
    for number, column, _ in _entries(lines, part, move):
        content = lines[number].lstrip(" ")
        dash = DASH.match(content)
        odd += 0 <= above <= column and column - above != usual[bool(dash)]
        key = KEY.match(content, dash.end() if dash else 0)
        above = column + key.start() if key and key.end() == len(content.rstrip()) else -1
    return odd


def _text(lines: Sequence[str], part: _Part, move: _Move | None) -> str:
    shown = [
        " " * move.to + lines[number].lstrip(" ")
        if move and number == move.number
        else lines[number]
        for number in part.numbers
    ]
    return part.top + "\n".join(shown) + "\n"


def _told(file: str, line: str, move: _Move) -> Problem:
    key = KEY.match(line.lstrip(" "))
    name = key["key"].strip("\"'")[:60] if key else "-"
    facts = {"key": name, "found": str(move.column), "expected": str(move.to)}
    code = "indent-key" if key else "indent-dash"
    return Problem(Place(file, move.number + 1, move.column + 1), code, "", facts)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
