"""Lines of a register that may stand at the wrong column, and where they could go instead.

Only the layout counts here, line by line: what the lines mean is judged by whoever reads them
after a move.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.problems import Problem
from generator.register.diagnosis import habits
from generator.register.diagnosis.scan import DASH, HEADER, KEY, LANGUAGE
from generator.register.model import FIELDS

REACH, LONGEST = 4, 60
"""Entries above a fault that are tried, and one below it; and entries that move together, unless
they go on to the end."""
SHIFTS = (-2, 2, -1, 1, -4, 4, -3, 3, -6, 6)
"""How far what was pasted can be from where it belongs."""

_NAME = re.compile(r" *(?:- +)?([a-z_]{1,30}):(?= |$)")


def indent_of(line: str) -> int:
    """The spaces in front of a line."""
    return len(line) - len(line.lstrip(" "))


@dataclass(frozen=True, slots=True)
class Move:
    """Lines that move together; ``column`` is that of the first, which goes to another."""

    number: int
    last: int
    column: int
    to: int

    def of(self, number: int, column: int) -> int:
        """The column of a line after the move."""
        inside = self.number <= number <= self.last
        return max(0, column + self.to - self.column) if inside else column


@dataclass(frozen=True, slots=True)
class Usual:
    """How this file is laid out: its steps, and at which columns it has each name how often."""

    steps: tuple[int, int]
    columns: Mapping[str, Counter[int]]

    @classmethod
    def of(cls, lines: Sequence[str], part: Sequence[int]) -> "Usual":
        """The layout of a file outside one part of it."""
        found: dict[str, Counter[int]] = {}
        inside = frozenset(part)
        for number, line in enumerate(lines):
            if number not in inside and (named := _NAME.match(line)):
                found.setdefault(named[1], Counter())[named.start(1)] += 1
        return cls(habits(lines), found)

    def is_odd(self, line: str, shift: int) -> bool:
        """Whether the name on a line that moves so far would stand where it stands nowhere else."""
        named = _NAME.match(line)
        if named is None or named[1] not in self.columns:
            return False
        return not self.columns[named[1]][named.start(1) + shift]


def near(rows: Sequence[int], faults: Sequence[Problem]) -> list[int]:
    """The entries in which the mistake behind some faults may have been made."""
    found: dict[int, None] = {}
    for fault in faults:
        place = sum(number < fault.place.line for number in rows)
        found.update(dict.fromkeys(rows[max(0, place - REACH) : place + 1]))
    return list(dict.fromkeys(rows[:1]) | found)


def moves(lines: Sequence[str], rows: Sequence[int], close: Iterable[int]) -> Iterator[Move]:
    """Every entry near a fault, to every column that this part uses."""
    usual = Counter(indent_of(lines[number]) for number in rows)
    columns = {column for column in usual if usual[column] > 1 or column == 0}
    columns |= {column + 2 for column in columns} | set(usual)
    for number in close:
        column = indent_of(lines[number])
        for to in sorted(columns - {column}, key=lambda to: abs(to - column)):
            yield Move(number, number, column, to)


def blocks(
    lines: Sequence[str],
    part: Sequence[int],
    rows: Sequence[int],
    close: Sequence[int],
    usual: Usual,
) -> list[Move]:
    """Lines that belong together, from an entry near a fault; those that fit best come first."""
    found: list[tuple[int, int, Move]] = []
    for number in close[: 2 * REACH]:
        column, place = indent_of(lines[number]), rows.index(number)
        ends = [n - 1 for n in rows[place + 2 : place + 2 + LONGEST]]
        for last in (*ends, part[-1]):
            for shift in SHIFTS:
                if column + shift < 0 or last <= number:
                    continue
                move = Move(number, last, column, column + shift)
                odd = misfits(lines, part, move, usual)
                odd += odd_steps(lines, part, move, usual.steps)
                found.append((odd, abs(shift), move))
    found.sort(key=lambda each: each[:2])
    return [move for _, _, move in found]


def misfits(lines: Sequence[str], part: Sequence[int], move: Move, usual: Usual) -> int:
    """How many entries stand where, by their columns alone, none can stand or few do."""
    found, waits = 0, True
    levels: list[tuple[int, bool]] = []
    for number, column, is_text in entries(lines, part, move):
        found += is_text or usual.is_odd(lines[number], column - indent_of(lines[number]))
        if is_text:
            continue
        content = lines[number].lstrip(" ")
        dash = DASH.match(content)
        while levels and levels[-1][0] > column:
            levels.pop()
        if not levels or levels[-1][0] < column:
            found += not waits
            levels.append((column, bool(dash)))
        elif dash and not levels[-1][1]:
            found += not waits
            levels.append((column, True))
        elif not dash and levels[-1][1]:
            levels.pop()
            found += (column, False) not in levels
        key = KEY.match(content, dash.end() if dash else 0)
        if dash:
            levels.append((column + dash.end(), False))
        waits = bool(key and key.end() == len(content.rstrip()))
    return found


def entries(
    lines: Sequence[str], part: Sequence[int], move: Move | None
) -> Iterator[tuple[int, int, bool]]:
    """The number and column of each entry, and whether it would be read as text; a line of text
    counts where it has the name of a field."""
    block = -1
    for number in part:
        content = lines[number].lstrip(" ")
        dash = DASH.match(content)
        key = KEY.match(content, 2 if dash else 0)
        column = move.of(number, indent_of(lines[number])) if move else indent_of(lines[number])
        if not content or 0 <= block < column:
            if key and (key["key"] in FIELDS or LANGUAGE.fullmatch(key["key"])):
                yield number, column, True
            continue
        header = key and HEADER.match(content[key.end() :].lstrip())
        block = column + key.start() if key and header else -1
        if dash or key:
            yield number, column, False


def swallowed(lines: Sequence[str], part: Sequence[int], move: Move | None) -> int:
    """How many fields would be read as a part of the text above them."""
    return sum(is_text for _, _, is_text in entries(lines, part, move))


def odd_steps(lines: Sequence[str], part: Sequence[int], move: Move, usual: tuple[int, int]) -> int:
    """How many entries stand further below the name above them than is usual here, or less far."""
    above, odd = -1, 0
    for number, column, _ in entries(lines, part, move):
        content = lines[number].lstrip(" ")
        dash = DASH.match(content)
        odd += 0 <= above <= column and column - above != usual[bool(dash)]
        key = KEY.match(content, dash.end() if dash else 0)
        above = column + key.start() if key and key.end() == len(content.rstrip()) else -1
    return odd
