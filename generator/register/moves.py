"""Lines of a register that may stand at the wrong column, and where they could go instead.

Only the layout counts here, line by line: what the lines mean is judged by whoever reads them
after a move.
"""

import math
import re
from bisect import bisect_left, insort
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


class Look(NamedTuple):
    """How odd a layout looks, by how it is laid out elsewhere and by names within texts.

    ``swallowed`` are the fields that would be read as a part of the text above them.
    """

    odd: int
    swallowed: int


class Walk:
    """The entries met so far, down a part, and how odd they looked."""

    __slots__ = ("above", "block", "levels", "odd", "swallowed", "waits")

    def __init__(self) -> None:
        self.odd = self.swallowed = 0
        self.waits, self.above = True, -1
        """Whether nothing stands behind the name above, and where that name begins, if so."""
        self.block = -1
        """The column that a text on lines of its own stands below."""
        self.levels: list[tuple[int, bool]] = []
        """The columns in use, the innermost last, and whether dashes stand in them."""

    def copy(self) -> "Walk":
        """Another that can go on elsewhere."""
        made = Walk()
        made.odd, made.swallowed, made.waits = self.odd, self.swallowed, self.waits
        made.above, made.block, made.levels = self.above, self.block, self.levels.copy()
        return made

    def meets(self, other: "Walk") -> bool:
        """Whether whatever comes next looks the same from both."""
        return (
            self.above == other.above
            and self.block == other.block
            and self.waits == other.waits
            and self.levels == other.levels
        )


class Layout:
    """A part of a file, line by line, and how the rest of the file is laid out."""

    def __init__(self, lines: Sequence[str], part: Sequence[int]) -> None:
        self.lines, self.part = lines, part
        self.rows = [Row.of(number, lines[number]) for number in part if lines[number].strip(" ")]
        self.steps = habits(lines)
        self.columns: dict[str, set[int]] = {}
        inside = frozenset(part)
        for number, line in enumerate(lines):
            if number not in inside and (named := _NAME.match(line)):
                self.columns.setdefault(named[1], set()).add(named.start(1))
        self._as_is = [Walk()]
        """Before each row, and behind the last, where nothing has moved."""
        self.entries: list[Row] = []
        for row in self.rows:
            walk = self._as_is[-1].copy()
            if self._take(walk, row, row.column):
                self.entries.append(row)
            self._as_is.append(walk)

    def _take(self, walk: Walk, row: Row, column: int) -> bool:
        """Go on by a line, at a column; whether it is an entry, and no line of a text."""
        if 0 <= walk.block < column:
            walk.odd += row.is_named
            walk.swallowed += row.is_named
            return False
        walk.block = column + row.at if row.begins_text else -1
        if not row.is_entry:
            return False
        levels, dash = walk.levels, row.dash > 0
        odd: int = 0 <= walk.above <= column and column - walk.above != self.steps[dash]
        odd += column + row.at not in self.columns.get(row.name, (column + row.at,))
        while levels and levels[-1][0] > column:
            levels.pop()
        if not levels or levels[-1][0] < column or (dash and not levels[-1][1]):
            odd += not walk.waits
            levels.append((column, dash))
        elif not dash and levels[-1][1]:
            levels.pop()
            odd += (column, False) not in levels
        if dash:
            levels.append((column + row.dash, False))
        walk.waits = row.waits
        walk.above = column + row.at if row.waits else -1
        walk.odd += odd
        return True

    def _index(self, number: int) -> int:
        """Which of the rows is the first that doesn't stand above a line."""
        return bisect_left(self.rows, number, key=lambda row: row.number)

    def looks(self, move: Move) -> Look:
        """How it all looks after a move."""
        first = self._index(move.number)
        walk = self._as_is[first].copy()
        return self._rest(walk, self._go_on(walk, first, move.last, move.to - move.column))

    def _rest(self, walk: Walk, index: int, most: float = math.inf) -> Look:
        """How it looks once the rows from an index are met too, where none of those has moved.

        From where all is as it would be without a move, that is known. Once it is odder than
        ``most`` nobody needs to know how much.
        """
        rows, known = self.rows, self._as_is
        while index < len(rows) and walk.odd <= most and not walk.meets(known[index]):
            self._take(walk, rows[index], rows[index].column)
            index += 1
        end, here = known[-1], known[index]
        return Look(walk.odd + end.odd - here.odd, walk.swallowed + end.swallowed - here.swallowed)

    def least_odd(self, moves: Iterable[Move]) -> list[Move]:
        """Moves, the one first after which it looks least odd; then that of fewest lines.

        Without those after which more names of fields would be lines of a text.
        """
        found: list[tuple[int, int, int, int, Move]] = []
        for count, move in enumerate(moves):
            look = self.looks(move)
            if look.swallowed <= self._as_is[-1].swallowed:
                far = abs(move.to - move.column)
                found.append((look.odd, move.last - move.number, far, count, move))
        return [move for *_, move in sorted(found)]

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
        """Lines that move together, from an entry near a fault: so many, the least odd first.

        Of those that look the same, the least far; then in order of where they begin and end.
        """
        found: list[tuple[int, int, tuple[int, int, int], Move]] = []
        for begins, row in enumerate(close[: 2 * REACH]):
            first, place = self._index(row.number), self.entries.index(row)
            after = self.entries[place + 2 : place + 2 + LONGEST]
            lasts = [*(entry.number - 1 for entry in after), self.part[-1]]
            for turn, shift in enumerate(SHIFTS):
                if row.column + shift < 0:
                    continue
                walk, index = self._as_is[first].copy(), first
                for ends, last in enumerate(lasts):
                    index = self._go_on(walk, index, last, shift)
                    limit = found[-1][0] if len(found) == most else math.inf
                    if walk.odd > limit:
                        break
                    odd = self._rest(walk.copy(), index, limit).odd
                    if odd <= limit and last > row.number:
                        move = Move(row.number, last, row.column, row.column + shift)
                        insort(found, (odd, abs(shift), (begins, ends, turn), move))
                        del found[most:]
        return [move for *_, move in found]

    def _go_on(self, walk: Walk, index: int, last: int, shift: int) -> int:
        """Take the rows up to a line, each so many columns further; which is the next row."""
        while index < len(self.rows) and self.rows[index].number <= last:
            row = self.rows[index]
            self._take(walk, row, max(0, row.column + shift))
            index += 1
        return index
