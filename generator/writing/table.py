"""A spreadsheet → rows of texts: CSV however it was saved, and Excel without its formulas."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ";,\t|"


_Cells = tuple[Sequence[str], bool]
"""The cells of a row, and whether one of them shows an error."""


class NotATableError(Exception):
    """The file can't be read as a table; ``code`` is a word under ``import``."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the spreadsheet, where the first is 1.

    ``code`` says why its cells can't be relied on; empty where they can.
    """

    number: int
    cells: Mapping[str, str]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and the rows below them that aren't empty."""

    columns: Sequence[str]
    rows: Sequence[Row]


def read_csv(content: bytes, wanted: Collection[str] = ()) -> Table:
    """A table from CSV; encoding and separator are those that fit.

    Its names are in the first row that has all those ``wanted``, else in the first with anything.
    """
    text = _decoded(content)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise NotATableError("not-a-table", why=str(error)) from None
    return _table([(row, False) for row in found], wanted)


def read_xlsx(content: bytes, sheet: str = "", wanted: Collection[str] = ()) -> Table:
    """A table from an Excel file; of a formula the value that was saved with it.

    Without the name of a ``sheet``, it is the first that has all the names ``wanted``, else the
    first of all.
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise NotATableError("not-a-table", why=str(error)) from None
    try:
        if sheet and sheet not in book.sheetnames:
            raise NotATableError("no-such-sheet", sheet=sheet, known=", ".join(book.sheetnames))
        names = [sheet] if sheet else [each.title for each in book.worksheets]
        found = [_cells(book[name]) for name in names]
        fitting = (rows for rows in found if _row_of_names(rows, wanted) is not None)
        return _table(next(fitting, found[0]), wanted)
    finally:
        book.close()


def _cells(sheet: Any) -> list[_Cells]:
    return [
        ([_shown(cell.value) for cell in row], any(cell.data_type == "e" for cell in row))
        for row in sheet.iter_rows()
    ]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATableError("not-a-table", why="cp1252")


def _separator(text: str) -> str:
    """The sign that stands most often in the row of names, outside quotes."""
    names = "".join(text.split('"')[::2]).lstrip("\r\n")
    first = names.splitlines()[0] if names.strip() else ""
    return max(SEPARATORS, key=first.count)


def _shown(value: Any) -> str:
    """A cell as the text that staff would type: a date as year-month-day, 412.0 as 412."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(rows: Sequence[_Cells], wanted: Collection[str]) -> Table:
    first = next((index for index, (cells, _) in enumerate(rows) if any(_names(cells))), None)
    if first is None:
        raise NotATableError("no-columns")
    start = _row_of_names(rows, wanted)
    at = first if start is None else start
    names = _names(rows[at][0])
    numbered = enumerate(rows[at + 1 :], at + 2)
    return Table([name for name in names if name], list(_rows(numbered, names)))


def _row_of_names(rows: Sequence[_Cells], wanted: Collection[str]) -> int | None:
    """Where the names of the columns stand; above them there may be a title."""
    found = (index for index, (cells, _) in enumerate(rows) if {*wanted} <= {*_names(cells)})
    return next(found, None) if wanted else None


def _names(cells: Iterable[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]


def _rows(numbered: Iterable[tuple[int, _Cells]], names: Sequence[str]) -> Iterator[Row]:
    for number, (cells, has_error) in numbered:
        texts = [cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells]
        if not any(texts):
            continue
        by_name = {name: text for name, text in zip(names, texts, strict=False) if name}
        code = "too-many-cells" if any(texts[len(names) :]) else ""
        yield Row(number, by_name, "cell-error" if has_error else code)
