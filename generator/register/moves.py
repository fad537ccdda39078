"""Lines of a register that may stand at the wrong column, and where they could go instead.

Only the layout counts here, line by line: what the lines mean is judged by whoever reads them
after a move.
"""

import math
import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.problems import Problem
from generator.register.diagnosis import habits
from generator.register.diagnosis.scan import DASH, HEADER, KEY, LANGUAGE
from generator.register.outline import FIELDS

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


class Row(NamedTuple):
    """What the layout of a line says: ``dash`` and ``at`` are how far in the dash ends and the name
    begins, ``at`` is -1 without a name; ``waits`` says that nothing stands behind that."""

    number: int
    column: int
    dash: int
    at: int
    name: str
    waits: bool
    begins_text: bool

    @classmethod
    def of(cls, number: int, line: str) -> "Row":
        """A line that isn't blank."""
        content = line.strip(" ")
        dash = DASH.match(content)
        start = dash.end() if dash else 0
        key = KEY.match(content, start)
        rest = content[key.end() :].strip() if key else ""
        return cls(
            number,
            indent_of(line),
            start,
            key.start() if key else -1,
            key["key"] if key else "",
            key is not None and not rest,
            bool(HEADER.match(rest)),
        )

    @property
    def is_entry(self) -> bool:
        """Whether it begins something, where it isn't a line of a text."""
        return self.dash > 0 or self.at >= 0

    @property
    def is_named(self) -> bool:
        """Whether it would be missed as a line of a text."""
        return self.name in FIELDS or bool(LANGUAGE.fullmatch(self.name))


class Layout:
    """A part of a file, line by line, and how the rest of the file is laid out."""

    def __init__(self, lines: Sequence[str], part: Sequence[int]) -> None:
        self.lines, self.part = lines, part
        self.rows = [Row.of(number, lines[number]) for number in part if lines[number].strip(" ")]
        self.entries = [row for row in self._read(None) if row.is_entry]
        self.steps = habits(lines)
        self.columns: dict[str, set[int]] = {}
        inside = frozenset(part)
        for number, line in enumerate(lines):
            if number not in inside and (named := _NAME.match(line)):
                self.columns.setdefault(named[1], set()).add(named.start(1))

    def _read(self, move: Move | None) -> Iterator[Row]:
        """The lines after a move; without those of texts, but for names of fields in them."""
        block = -1
        first, last, by = (move.number, move.last, move.to - move.column) if move else (0, -1, 0)
        for row in self.rows:
            column = row.column
            if first <= row.number <= last:
                column = max(0, column + by)
            if 0 <= block < column:
                if row.is_named:
                    yield row._replace(column=column, dash=0, at=-1)
                continue
            block = column + row.at if row.begins_text else -1
            if row.is_entry:
                yield row if column == row.column else row._replace(column=column)

    def swallowed(self, move: Move | None) -> int:
        """How many fields would be read as a part of the text above them."""
        return sum(not row.is_entry for row in self._read(move))

    def oddness(self, move: Move, most: float = math.inf) -> tuple[int, int, int]:
        """How odd it all looks after a move; then how many lines move, and how far.

        Once it is odder than ``most`` nobody needs to know how much.
        """
        odd, waits, above = 0, True, -1
        levels: list[tuple[int, bool]] = []
        for row in self._read(move):
            if odd > most:
                break
            column, dash = row.column, row.dash > 0
            if not row.is_entry:
                odd += 1
                continue
            odd += 0 <= above <= column and column - above != self.steps[dash]
            odd += column + row.at not in self.columns.get(row.name, (column + row.at,))
            while levels and levels[-1][0] > column:
                levels.pop()
            if not levels or levels[-1][0] < column or (dash and not levels[-1][1]):
                odd += not waits
                levels.append((column, dash))
            elif not dash and levels[-1][1]:
                levels.pop()
                odd += (column, False) not in levels
            if dash:
                levels.append((column + row.dash, False))
            waits = row.waits
            above = column + row.at if waits else -1
        return odd, move.last - move.number, abs(move.to - move.column)

    def near(self, faults: Sequence[Problem]) -> list[Row]:
        """The entries in which the mistake behind some faults may have been made."""
        found: dict[Row, None] = dict.fromkeys(self.entries[:1])
        for fault in faults:
            place = sum(row.number < fault.place.line for row in self.entries)
            found.update(dict.fromkeys(self.entries[max(0, place - REACH) : place + 1]))
        return list(found)

    def moves(self, close: Iterable[Row]) -> Iterator[Move]:
        """Every entry near a fault, to every column that this part uses."""
        usual = Counter(row.column for row in self.entries)
        columns = {column for column in usual if usual[column] > 1 or column == 0}
        columns |= {column + 2 for column in columns} | set(usual)
        for row in close:
            for to in sorted(columns - {row.column}, key=lambda to: abs(to - row.column)):
                yield Move(row.number, row.number, row.column, to)

    def blocks(self, close: Sequence[Row], most: int) -> list[Move]:
        """Lines that move together, from an entry near a fault: so many, the least odd first."""
        found: list[tuple[int, int, int, Move]] = []
        for count, move in enumerate(self._together(close)):
            limit = found[-1][0] if len(found) == most else math.inf
            odd, _, far = self.oddness(move, limit)
            if odd <= limit:
                insort(found, (odd, far, count, move))
                del found[most:]
        return [move for *_, move in found]

    def _together(self, close: Sequence[Row]) -> Iterator[Move]:
        for row in close[: 2 * REACH]:
            place = self.entries.index(row)
            ends = [after.number - 1 for after in self.entries[place + 2 : place + 2 + LONGEST]]
            for last in (*ends, self.part[-1]):
                for shift in SHIFTS:
                    if last > row.number and row.column + shift >= 0:
                        yield Move(row.number, last, row.column, row.column + shift)
