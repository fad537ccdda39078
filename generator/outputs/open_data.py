"""The figures for whoever wants to use them again: JSON for programs, CSV for spreadsheets."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, TypeVar

from babel.numbers import get_decimal_symbol

from generator.editions.edition import canonical, plain_register
from generator.facts.facts import Facts
from generator.outputs.characters import printable
from generator.outputs.data_columns import (
    ACTION_COLUMNS,
    SCORE_COLUMNS,
    Cell,
    Column,
    TextColumn,
    action_rows,
    insight_columns,
    point_rows,
)
from generator.outputs.page import File
from generator.register.model import Register
from generator.settings import Settings
from generator.words import Words, words

SCHEMA_VERSION = "1.0"
"""Of the files below ``/data/``. The first number grows when something that was there changes
or goes, the second when something is added; ``VERSIONS`` has what to say about each."""

VERSIONS = ("1-0",)
"""Every version so far, the latest first, as ``words`` name them."""

_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")

R = TypeVar("R")
Columns = Sequence[Column[R] | TextColumn[R]]
Row = Sequence[Cell]


def open_data(facts: Facts, settings: Settings, own: Words) -> Iterator[File]:
    """Every file below ``data/``: one set for all languages, in the tree of the default one.

    ``own`` are the words of that language. The CSV files are RFC 4180. Where a language writes a
    decimal comma, its spreadsheets expect ``;`` between cells and take ``24.4`` for a word: for
    such a language there is a second set, as in ``scores.nl.csv``.
    """
    languages = facts.register.languages
    commas = [language for language in languages if writes_comma(language)]

    def file(name: str, make: Callable[[], bytes]) -> File:
        return File(f"data/{name}", languages[0], make)

    yield file("register.json", partial(register_json, facts, settings))
    yield file("schema.json", lambda: canonical(schema(settings)))
    yield file("CHANGELOG.md", lambda: changelog(own).encode())
    for name, rows in tables(facts, settings).items():
        yield file(f"{name}.csv", partial(_written, rows))
        for language in commas:
            yield file(f"{name}.{language}.csv", partial(_written, rows, ";", ","))


def _written(rows: Callable[[], Sequence[Row]], separator: str = ",", decimal: str = ".") -> bytes:
    return write(rows(), separator, decimal)


def register_json(facts: Facts, settings: Settings) -> bytes:
    """The publishable register in the form of ``actions.yaml``, and what to know about it."""
    whole = {
        "schema_version": SCHEMA_VERSION,
        "schema": f"{settings.site_url}data/schema.json",
        "source": settings.site_url,
        "licence": settings.licence,
        "day": facts.today.isoformat(),
        "minimum_answers": facts.minimum,
        "register": plain_register(facts.register),
    }
    return canonical(_printable(whole))


def schema(settings: Settings) -> Mapping[str, Any]:
    """The JSON Schema of ``register.json``."""
    register = Register.model_json_schema(ref_template="#/$defs/{model}")
    defs = register.pop("$defs", {})
    address = {"type": "string", "format": "uri"}
    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "schema": address,
        "source": address,
        "licence": address,
        "day": {"type": "string", "format": "date"},
        "minimum_answers": {"type": "integer", "minimum": 1},
        "register": {"$ref": "#/$defs/Register"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{settings.site_url}data/schema.json",
        "title": "register.json",
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "$defs": {**defs, "Register": register},
    }


def tables(facts: Facts, settings: Settings) -> Mapping[str, Callable[[], Sequence[Row]]]:
    """The rows of each CSV file by its name, the header first, in the order of the register.

    They are worked out once, when they are first asked for.
    """
    languages = facts.register.languages
    return {
        "insights": cache(lambda: _table(insight_columns(settings), facts.insights, languages)),
        "actions": cache(lambda: _table(ACTION_COLUMNS, action_rows(facts), languages)),
        "scores": cache(lambda: _table(SCORE_COLUMNS, point_rows(facts), languages)),
    }


def _table(columns: Columns[R], rows: Iterable[R], languages: Sequence[str]) -> Sequence[Row]:
    """A header and a row each, with a text's column repeated for every language."""
    header: list[Cell] = []
    for column in columns:
        if isinstance(column, TextColumn):
            header += [f"{column.name}_{language}" for language in languages]
        else:
            header.append(column.name)
    table: list[Row] = [header]
    for row in rows:
        cells: list[Cell] = []
        for column in columns:
            if isinstance(column, TextColumn):
                cells += [column.plain(row, language) for language in languages]
            else:
                cells.append(column.value(row))
        table.append(cells)
    return table


def write(rows: Iterable[Row], separator: str = ",", decimal: str = ".") -> bytes:
    """Rows as CSV in UTF-8; the byte order mark tells spreadsheets so. Lines end in CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_cell(cell, decimal) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(cell: Cell, decimal: str) -> str:
    """What stands in a cell.

    A spreadsheet runs a text that starts with one of ``_FORMULA``, so such a text gets an
    apostrophe in front. A number of ours is written as it is: minus twenty stays a number.
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = printable(cell)
        return f"'{text}" if _FORMULA.match(text) else text
    return str(cell).replace(".", decimal)


def writes_comma(language: str) -> bool:
    """Whether a language writes its decimals behind a comma."""
    return get_decimal_symbol(words(language).locale) == ","


def data_dictionary(
    own: Words, languages: Sequence[str], settings: Settings
) -> Mapping[str, Mapping[str, str]]:
    """What each column of each CSV file means, in the language of ``own``, for ``/data/``."""
    columns: Mapping[str, Columns[Any]] = {
        "insights": insight_columns(settings),
        "actions": ACTION_COLUMNS,
        "scores": SCORE_COLUMNS,
    }
    return {
        f"{name}.csv": dict(_meanings(f"data.{name}", found, own, languages))
        for name, found in columns.items()
    }


def _meanings(
    key: str, columns: Columns[Any], own: Words, languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for column in columns:
        meaning = own(f"{key}.{column.name}")
        if isinstance(column, Column):
            yield column.name, meaning
            continue
        for language in languages:
            told = {"meaning": meaning, "language": own.locale.languages.get(language, language)}
            yield f"{column.name}_{language}", own("data.in-language", **told)


def changelog(own: Words) -> str:
    """What changed in the form of the open data, the latest version first, as Markdown."""
    parts = [f"# {own('data.changelog')}"]
    for version in VERSIONS:
        parts += [f"## {version.replace('-', '.')}", own(f"data.change.{version}")]
    return "\n\n".join(parts) + "\n"


def _printable(value: Any) -> Any:
    """A value of JSON without the characters that a file can't hold."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_printable(part) for part in value]
    return value
