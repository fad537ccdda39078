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
from generator.register.characters import indent_of
from generator.register.diagnosis.scan import DASH, HEADER, KEY, LANGUAGE
from generator.register.outline import FIELDS

REACH, LONGEST = 4, 60
"""Entries above a fault that are tried, and one below it; and entries that move together, unless
they go on to the next item of a list, or to the end."""
SHIFTS = (-2, 2, -1, 1, -4, 4, -3, 3, -6, 6)
"""How far what was pasted can be from where it belongs."""

_NAME = re.compile(r" *(?:- +)?([a-z_]{1,30}):(?= |$)")


@dataclass(frozen=True, slots=True)
class Move:
    """Lines that move together; ``column`` is that of the first, which goes to another."""

    number: int
    last: int
    column: int
    to: int

    @property
    def by(self) -> int:
        """How many columns further to the right."""
        return self.to - self.column

    def of(self, number: int, column: int) -> int:
        """The column of a line after the move."""
        inside = self.number <= number <= self.last
        return max(0, column + self.by) if inside else column


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


class Level:
    """A column in use: whether dashes stand in it, and the level that it stands below.

    Each is made once, so that the same levels are the same thing.
    """

    __slots__ = ("column", "dash", "inner", "outer")

    def __init__(self, column: int, dash: bool, outer: "Level | None") -> None:
        self.column, self.dash, self.outer = column, dash, outer
        self.inner: dict[tuple[int, bool], Level] = {}

    def within(self, column: int, dash: bool) -> "Level":
        """The level at a column below this one."""
        found = self.inner.get((column, dash))
        if found is None:
            found = self.inner[column, dash] = Level(column, dash, self)
        return found

    def has(self, column: int) -> bool:
        """Whether names stand in a column, here or further out."""
        level: Level | None = self
        while level and (level.column != column or level.dash):
            level = level.outer
        return level is not None


Stand = tuple[Level, int, int, bool]
"""What counts for the lines to come: the innermost level, the column that a text on lines of its
own stands below, where the name above begins if nothing stands behind it, and whether that is so;
-1 where there is none."""
Look = tuple[int, int]
"""How odd lines look; and how many names of fields in them would be a part of the text above."""

_EVEN, _IN_A_TEXT = (0, 0), (1, 1)


class Usage:
    """How names and dashes are laid out in a whole file: ``steps`` as ``habits`` has them.

    The columns of names count in ``items``, the lines of insights and scores: elsewhere the same
    name can be of something else.
    """

    def __init__(self, lines: Sequence[str], steps: tuple[int, int], items: Iterable[int]) -> None:
        self.lines, self.steps = lines, steps
        self._columns = _columns(lines[number] for number in items)

    def outside(self, part: Iterable[int], names: Iterable[str]) -> dict[str, set[int]]:
        """The columns at which some names stand, but for the lines of a part."""
        own = _columns(self.lines[number] for number in part)
        none = Counter[int]()
        found = {
            name: {
                column
                for column, count in self._columns[name].items()
                if count > own.get(name, none)[column]
            }
            for name in self._columns.keys() & names
        }
        return {name: columns for name, columns in found.items() if columns}


def _columns(lines: Iterable[str]) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = {}
    for line in lines:
        if named := _NAME.match(line):
            found.setdefault(named[1], Counter())[named.start(1)] += 1
    return found


class Layout:
    """A part of a file, line by line, and how the rest of the file is laid out.

    Where the part is one of a list, it begins at the ``column`` of that.
    """

    def __init__(self, usage: Usage, part: Sequence[int], column: int | None = None) -> None:
        lines = usage.lines
        self.part, self.steps, self._column = part, usage.steps, column
        self.rows = [Row.of(number, lines[number]) for number in part if lines[number].strip(" ")]
        names = () if column is None else {row.name for row in self.rows}
        self.columns = usage.outside(part, names)
        self._known: dict[tuple[int, Stand], Look] = {}
        """How the rows from an index on look, each where it is."""
        self._before: list[tuple[Stand, Look]] = [((Level(-1, False, None), -1, -1, True), (0, 0))]
        """What counts before each row, and how those above it look, where nothing has moved."""
        self.entries: list[Row] = []
        for row in self.rows:
            stand, (odd, swallowed) = self._before[-1]
            after, more = self._take(stand, row, row.column)
            if row.is_entry and not 0 <= stand[1] < row.column:
                self.entries.append(row)
            self._before.append((after, (odd + more[0], swallowed + more[1])))

    def _take(self, stand: Stand, row: Row, column: int) -> tuple[Stand, Look]:
        """A line at a column: what counts behind it, and how it looks."""
        level, block, above, waits = stand
        if 0 <= block < column:
            return stand, _IN_A_TEXT if row.is_named else _EVEN
        block = column + row.at if row.begins_text else -1
        if not row.is_entry:
            return (level, block, above, waits), _EVEN
        dash, name = row.dash > 0, column + row.at
        odd: int = 0 <= above <= column and column - above != self.steps[dash]
        odd += row.name in self.columns and name not in self.columns[row.name]
        while level.column > column:
            assert level.outer is not None
            level = level.outer
        if level.column < column or (dash and not level.dash):
            odd += not waits
            level = level.within(column, dash)
        elif level.dash and not dash:
            assert level.outer is not None
            level = level.outer
            odd += not level.has(column)
        if dash:
            level = level.within(column + row.dash, False)
        return (level, block, name if row.waits else -1, row.waits), (odd, 0)

    def _rest(self, stand: Stand, index: int) -> Look:
        """How the rows from an index on look, none of which has moved."""
        passed: list[tuple[tuple[int, Stand], Look]] = []
        while index < len(self.rows) and (index, stand) not in self._known:
            key, row = (index, stand), self.rows[index]
            stand, look = self._take(stand, row, row.column)
            passed.append((key, look))
            index += 1
        odd, swallowed = self._known.get((index, stand), _EVEN)
        for key, look in reversed(passed):
            odd, swallowed = odd + look[0], swallowed + look[1]
            self._known[key] = odd, swallowed
        return odd, swallowed

    def _index(self, number: int) -> int:
        """Which of the rows is the first that doesn't stand above a line."""
        return bisect_left(self.rows, number, key=lambda row: row.number)

    def looks(self, move: Move) -> Look:
        """How it all looks after a move."""
        index, by = self._index(move.number), move.by
        stand, (odd, swallowed) = self._before[index]
        while index < len(self.rows) and self.rows[index].number <= move.last:
            row = self.rows[index]
            stand, look = self._take(stand, row, max(0, row.column + by))
            odd, swallowed, index = odd + look[0], swallowed + look[1], index + 1
        rest = self._rest(stand, index)
        return odd + rest[0], swallowed + rest[1]

    def least_odd(self, moves: Iterable[Move]) -> list[Move]:
        """Moves, the one first after which it looks least odd; then that of fewest lines.

        Without those after which more names of fields would be lines of a text.
        """
        found: list[tuple[int, int, int, int, Move]] = []
        for count, move in enumerate(moves):
            odd, swallowed = self.looks(move)
            if swallowed <= self._before[-1][1][1]:
                found.append((odd, move.last - move.number, abs(move.by), count, move))
        return [move for *_, move in sorted(found)]

    def _may_move(self, row: Row, to: int) -> bool:
        """Whether the part would still begin at its column after a move of a row."""
        first = self.rows[0]
        return self._column is None or self._column == (to if row == first else first.column)

    def near(self, faults: Sequence[Problem]) -> list[Row]:
        """The entries in which the mistake behind some faults may have been made."""
        found: dict[Row, None] = dict.fromkeys(self.entries[:1])
        for fault in faults:
            place = sum(row.number < fault.place.line for row in self.entries)
            found.update(dict.fromkeys(self.entries[max(0, place - REACH) : place + 1]))
        return list(found)

    def moves(self, close: Iterable[Row]) -> Iterator[Move]:
        """Every entry near a fault, to every column that this part uses, and may."""
        usual = Counter(row.column for row in self.entries)
        columns = {column for column in usual if usual[column] > 1 or column == 0}
        columns |= {column + 2 for column in columns} | set(usual)
        for row in close:
            for to in sorted(columns - {row.column}, key=lambda to: abs(to - row.column)):
                if self._may_move(row, to):
                    yield Move(row.number, row.number, row.column, to)

    def _behind(self, place: int) -> Iterator[Row]:
        """The entries before which lines that move together from an entry on may end."""
        far = place + 2 + LONGEST
        yield from self.entries[place + 2 : far]
        for entry in self.entries[far:]:
            if entry.dash and entry.column in (self.entries[place].column, self._column):
                yield entry

    def blocks(self, close: Sequence[Row], most: int) -> list[Move]:
        """Lines that move together, from an entry near a fault: so many, the least odd first.

        Of those that look the same, the least far; then in order of where they begin and end.
        """
        found: list[tuple[int, int, tuple[int, int, int], Move]] = []
        for begins, row in enumerate(close[: 2 * REACH]):
            place = self.entries.index(row)
            lasts = [*(entry.number - 1 for entry in self._behind(place)), self.part[-1]]
            for turn, shift in enumerate(SHIFTS):
                if row.column + shift < 0 or not self._may_move(row, row.column + shift):
                    continue
                index = self._index(row.number)
                stand, (odd, _) = self._before[index]
                for ends, last in enumerate(lasts):
                    while index < len(self.rows) and self.rows[index].number <= last:
                        line = self.rows[index]
                        stand, look = self._take(stand, line, max(0, line.column + shift))
                        odd, index = odd + look[0], index + 1
                    limit = found[-1][0] if len(found) == most else math.inf
                    if odd > limit:
                        break
                    whole = odd + self._rest(stand, index)[0]
                    if whole <= limit and last > row.number:
                        move = Move(row.number, last, row.column, row.column + shift)
                        insort(found, (whole, abs(shift), (begins, ends, turn), move))
                        del found[most:]
        return [move for *_, move in found]
