"""Which lines may stand at the wrong column, and where they could go: the likeliest first.

A slip of one line: it goes to a column that its neighbours have. What was pasted: the lines go
together, as far to one side as hands and programs shift text. Likely is what looks even afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from generator.register.layout import Layout, Row

MOST = 60
"""Moves of a part that are tried: beyond that, nobody's slip of the finger."""
REACH = 4
"""Entries above a fault that may have moved, and one below it."""
SHIFTS = (-2, 2, -1, 1, -4, 4, -3, 3, -6, 6)
"""How far what was pasted can be from where it belongs."""


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

    @property
    def length(self) -> int:
        """How many lines further down it ends."""
        return self.last - self.number

    def of(self, number: int, line: str) -> str:
        """A line after the move."""
        if not self.number <= number <= self.last:
            return line
        content = line.lstrip(" ")
        return " " * (len(line) - len(content) + self.by) + content


def likely(layout: Layout, faults: Iterable[int], column: int | None) -> list[Move]:
    """The moves that may mend faults at some lines: the one first that leaves all most even.

    Of those the one of fewest lines, then the shortest. A part that is one of a list begins at
    the ``column`` of that: where it has left that, it goes back, else its first line stays.
    """
    first, close = layout.rows[0], _close(layout, faults)
    if column is None:
        found = [*_moves(layout, close)]
    elif first.column == column:
        found = [*_moves(layout, [row for row in close if row != first])]
    else:
        found = [each for each in _moves(layout, [first]) if each[1].to == column]
    best = nsmallest(MOST, found, key=lambda each: (each[0], each[1].length, abs(each[1].by)))
    return [move for _, move in best]


def _close(layout: Layout, faults: Iterable[int]) -> list[Row]:
    """The entries in which the mistake behind some faults may have been made."""
    entries = layout.entries
    found = dict.fromkeys(entries[:1])
    for fault in faults:
        place = sum(row.number < fault for row in entries)
        found.update(dict.fromkeys(entries[max(0, place - REACH) : place + 1]))
    return list(found)


def _moves(layout: Layout, close: Sequence[Row]) -> Iterator[tuple[int, Move]]:
    """All moves of some entries that make nothing look odder, and how odd it looks after each.

    Alone an entry goes to a column that others have, or to one step further in.
    """
    used = {row.column for row in layout.entries}
    columns = sorted(used | {column + 2 for column in used})
    for row in close:
        yield from _tried(layout, row, columns, [row.number])
    for row in close[: 2 * REACH]:
        below = layout.entries[layout.entries.index(row) + 2 :]
        lasts = [*(entry.number - 1 for entry in below), layout.last]
        yield from _tried(layout, row, [row.column + shift for shift in SHIFTS], lasts)


def _tried(
    layout: Layout, row: Row, columns: Iterable[int], lasts: Sequence[int]
) -> Iterator[tuple[int, Move]]:
    """The lines from an entry to each of some last ones, to each of some columns."""
    for to in columns:
        if to >= 0 and to != row.column:
            looks = layout.after_moves(row, to - row.column, lasts)
            for last, odd in zip(lasts, looks, strict=False):
                if odd <= layout.odd:
                    yield odd, Move(row.number, last, row.column, to)
