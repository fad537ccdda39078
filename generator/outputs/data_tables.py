"""CSV: how a table of the open data is written, for programs and for spreadsheets."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from babel.numbers import get_decimal_symbol

from generator.memo import Memo
from generator.outputs.characters import printable
from generator.outputs.data_columns import Cell, Column, Number, TextColumn
from generator.outputs.page import key_of
from generator.words import words

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Style:
    """What stands between the cells of a CSV file, and in its numbers."""

    separator: str
    decimal: str


PLAIN, COMMAS = Style(",", "."), Style(";", ",")
Columns = Sequence[Column[R] | TextColumn[R]]


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """A CSV file: its columns, and its rows in groups, such as insight by insight.

    Each group has a key that changes with anything in its rows, which are only made when they
    are not known by it.
    """

    columns: Columns[R]
    groups: Callable[[], Iterable[tuple[bytes, Callable[[], Iterable[R]]]]]


def write(
    table: Table[Any],
    languages: Sequence[str],
    memo: Memo,
    styles: Sequence[Style] = (PLAIN,),
    style: Style = PLAIN,
) -> bytes:
    """A table as CSV in UTF-8; the byte order mark tells spreadsheets so. Lines end in CRLF.

    A text has a column for every language. ``styles`` are all in which the table is written: the
    cells of a group are worked out once.
    """
    columns = [*_spread(table.columns, languages)]
    names, values = [name for name, _ in columns], [value for _, value in columns]
    written = [b"\xef\xbb\xbf", lines([names], style).encode()]
    form, place = key_of(names, styles), styles.index(style)
    for key, rows in table.groups():
        written.append(memo.recall(form + key, partial(_rows, values, rows, styles))[place])
    return b"".join(written)


def _spread(
    columns: Columns[R], languages: Sequence[str]
) -> Iterator[tuple[str, Callable[[R], Cell]]]:
    """Each column of the file: its name, and how a row fills it."""
    for column in columns:
        if isinstance(column, TextColumn):
            for language in languages:
                yield f"{column.name}_{language}", partial(column.plain, language=language)
        else:
            yield column.name, column.value


def _rows(
    values: Sequence[Callable[[R], Cell]],
    rows: Callable[[], Iterable[R]],
    styles: Sequence[Style],
) -> list[bytes]:
    """The same rows in each style."""
    filled = [[_cell(value(row)) for value in values] for row in rows()]
    return [_lines(filled, style).encode() for style in styles]


def lines(rows: Iterable[Iterable[Cell]], style: Style = PLAIN) -> str:
    """Rows as lines of CSV."""
    return _lines(([_cell(cell) for cell in row] for row in rows), style)


def _lines(rows: Iterable[Iterable[str | Number]], style: Style) -> str:
    """The same of cells as they stand in the file, but for the sign before decimals."""
    if style.decimal != ".":
        rows = (
            [str(c).replace(".", style.decimal) if isinstance(c, float) else c for c in row]
            for row in rows
        )
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=style.separator).writerows(rows)
    return text.getvalue()


def _cell(cell: Cell) -> str | Number:
    """What stands in a cell.

    A spreadsheet runs a text that starts with one of ``_FORMULA``, so such a text gets an
    apostrophe in front. A number of ours is written as it is: minus twenty stays a number.
    """
    if isinstance(cell, str):
        text = printable(cell)
        return f"'{text}" if text[:1] in _FORMULA else text
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else cell


def writes_comma(language: str) -> bool:
    """Whether a language writes its decimals behind a comma."""
    return get_decimal_symbol(words(language).locale) == ","
