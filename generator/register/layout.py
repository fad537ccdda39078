"""How odd the lines of a part of a register look, and how odd after some of them have moved.

Only columns count here, not what the lines mean. Where a file goes two columns further in::

    - id: waiting
      title:
         nl: Wachten             odd: three columns below its name
      said: Het duurt lang.
        answer_by: 2026-12-01    odd: the name above it has its value already

A move is tried many times over, so what comes behind the lines that move is counted once for each
way in which they can end.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.register.characters import indent_of
from generator.register.diagnosis.scan import DASH, HEADER, KEY, LANGUAGE
from generator.register.outline import FIELDS

NEVER = 10_000
"""Odder than anything: a field that was one before is lost in a text."""


class Row(NamedTuple):
    """What begins a line: perhaps a dash, perhaps a name. Columns count from 0, also the lines."""

    number: int
    column: int
    behind_dash: int
    """How many columns a dash takes with the spaces behind it; 0 without one."""
    name: str
    name_at: int
    """How many columns the name stands behind the start of the line; -1 without a name."""
    waits: bool
    """Whether its value stands on the lines below."""
    begins_text: bool
    """Whether that is a text, below a ``|`` or ``>``."""

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
            key["key"] if key else "",
            key.start() if key else -1,
            key is not None and not rest,
            bool(HEADER.match(rest)),
        )

    @property
    def is_entry(self) -> bool:
        """Whether it begins something, where it isn't a line of a text."""
        return self.behind_dash > 0 or self.name_at >= 0

    @property
    def is_field(self) -> bool:
        """Whether it would be missed as a line of a text."""
        return self.name in FIELDS or bool(LANGUAGE.fullmatch(self.name))


class Above(NamedTuple):
    """What counts, of all lines above one, for how that one looks; -1 where there is none."""

    levels: tuple[tuple[int, bool], ...] = ((-1, False),)
    """The columns in use, the outermost first, and whether dashes stand there."""
    waits_at: int = -1
    """Where the name begins that still waits for its value."""
    text_behind: int = -1
    """The column of a name whose text stands on lines further in."""


class Layout:
    """A part of a file; ``steps`` are how many columns further in it has names, and dashes."""

    def __init__(self, lines: Sequence[str], part: Sequence[int], steps: tuple[int, int]) -> None:
        self.rows = [Row.of(number, lines[number]) for number in part if lines[number].strip(" ")]
        self.last = part[-1]
        self.entries: list[Row] = []
        self._steps = steps
        self._in_text: set[int] = set()
        self._before: list[tuple[Above, int]] = []
        """What stands above each row, and how odd that looks, as it was typed."""
        self._known: dict[tuple[int, Above], int] = {}
        above, odd = Above(), 0
        for row in self.rows:
            if 0 <= above.text_behind < row.column:
                self._in_text.add(row.number)
            elif row.is_entry:
                self.entries.append(row)
            self._before.append((above, odd))
            above, more = self._below(above, row, row.column)
            odd += more
        self.odd = odd
        """How odd it all looks as it was typed."""

    def after_moves(self, first: Row, by: int, lasts: Iterable[int]) -> Iterator[int]:
        """How odd it all looks when the lines from one to each of ``lasts`` stand elsewhere.

        Ends where they alone look odder than all does now.
        """
        index = self.rows.index(first)
        above, odd = self._before[index]
        for last in lasts:
            while index < len(self.rows) and self.rows[index].number <= last:
                row = self.rows[index]
                above, more = self._below(above, row, max(0, row.column + by))
                odd, index = odd + more, index + 1
            if odd > self.odd:
                return
            yield odd + self._rest(above, index)

    def _rest(self, above: Above, index: int) -> int:
        """How odd the rows from an index on look, none of which has moved."""
        if index == len(self.rows):
            return 0
        odd = self._known.get((index, above))
        if odd is None:
            row = self.rows[index]
            below, own = self._below(above, row, row.column)
            odd = self._known[index, above] = own + self._rest(below, index + 1)
        return odd

    def _below(self, above: Above, row: Row, column: int) -> tuple[Above, int]:
        """A row at a column: what stands above the next one, and how odd this one looks."""
        levels, waits_at, text_behind = above
        if 0 <= text_behind < column:
            swallowed = 1 if row.number in self._in_text else NEVER
            return above, swallowed if row.is_field else 0
        text_behind = column + row.name_at if row.begins_text else -1
        if not row.is_entry:
            return Above(levels, waits_at, text_behind), 0
        is_dash = row.behind_dash > 0
        odd = int(0 <= waits_at <= column and column - waits_at != self._steps[is_dash])
        while levels[-1][0] > column:
            levels = levels[:-1]
        at, has_dashes = levels[-1]
        if at < column or (is_dash and not has_dashes):
            odd += waits_at < 0
            levels += ((column, is_dash),)
        elif has_dashes and not is_dash:
            levels = levels[:-1]
            odd += (column, False) not in levels
        if is_dash:
            levels += ((column + row.behind_dash, False),)
        waits_at = column + row.name_at if row.waits else -1
        return Above(levels, waits_at, text_behind), odd
