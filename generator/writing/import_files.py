"""``yswd import``, from the file that was given to the file that was written."""

from collections.abc import Sequence
from pathlib import Path

import click
from pydantic import ValidationError

from generator.files import write_once
from generator.problems import Place, Problem, nearest
from generator.register.characters import lines_of
from generator.register.loaded import Loaded
from generator.words import Words
from generator.writing.addition import Check
from generator.writing.import_map import ImportMap, read_map
from generator.writing.importing import (
    Rejected,
    column_of,
    insights_from,
    insights_text,
    register_from,
    register_text,
)
from generator.writing.table import NotATableError, Table, read_csv, read_xlsx


def import_register(file: Path, out: Path, words: Words) -> bool:
    """Open data → a register in ``out``, which must not exist; whether it was written."""
    try:
        register = register_from(file.read_bytes())
    except ValidationError as errors:
        where = ".".join(str(step) for step in errors.errors()[0]["loc"])
        return _no(words, "not-a-register", file=str(file), why=where)
    except (ValueError, RecursionError) as error:
        return _no(words, "not-a-register", file=str(file), why=str(error))
    if not _written(out, register_text(register), words):
        return False
    click.echo(words("import.register-written", n=len(register.insights), file=str(out)))
    return True


def import_rows(
    file: Path, map_file: Path, out: Path, loaded: Loaded, words: Words, check: Check
) -> bool:
    """A spreadsheet → insights in ``out``, which must not exist; whether every row was taken."""
    register = loaded.register
    if register is None:
        return _no(words, "first-mend", file=loaded.sources[0].file)
    import_map, problems = read_map(map_file.name, map_file.read_bytes(), register.languages)
    if import_map is None:
        _tell(words, problems)
        return _no(words, "nothing-written")
    try:
        table = _table(file, import_map)
    except NotATableError as error:
        return _no(words, error.code, file=str(file), **error.facts)
    if not _has_the_columns(file, table, map_file, import_map, words):
        return False
    insights, rejected = insights_from(table, import_map, register, check)
    for each in rejected:
        _tell_rejected(words, import_map, each)
    if not insights:
        return _no(words, "none-taken")
    if not _written(out, insights_text(insights, register.languages), words):
        return False
    click.echo(words("import.written", n=len(insights), file=str(out)))
    if rejected:
        click.echo(words("import.left", n=len({each.row for each in rejected})), err=True)
    return not rejected


def _has_the_columns(
    file: Path, table: Table, map_file: Path, import_map: ImportMap, words: Words
) -> bool:
    """Whether a table has each column of the map, once; otherwise which one, in words."""
    missing = [name for name in import_map.columns if name not in table.columns]
    for name in missing:
        near = nearest(name, table.columns)
        known = ", ".join(table.columns)
        facts = {"file": file.name, "found": name, "known": known, "nearest": near}
        _tell(words, [Problem(_named_at(map_file, name), "import.map-column", facts=facts)])
    if missing:
        return _no(words, "nothing-written")
    for name in import_map.columns:
        if table.columns.count(name) > 1:
            return _no(words, "column-twice", file=file.name, found=name)
    return True


def _table(file: Path, import_map: ImportMap) -> Table:
    content = file.read_bytes()
    is_excel = content.startswith(b"PK\x03\x04")
    if is_excel:
        return read_xlsx(content, import_map.sheet, import_map.columns)
    return read_csv(content, import_map.columns)


def _tell_rejected(words: Words, import_map: ImportMap, rejected: Rejected) -> None:
    for problem in rejected.problems:
        column = column_of(import_map, problem.field)
        key = "import.row-column" if column else "import.row"
        message = words.message(problem)
        refers = problem.field.rsplit(".", 1)[-1] != "id"
        if refers and problem.code in ("id-spelling", "unknown-reference"):
            message = words("import.not-listed", found=problem.facts["found"])
        click.echo(words(key, row=str(rejected.row), column=column, message=message), err=True)


def _tell(words: Words, problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(f"{problem.place.file}:{problem.place.line}: {words.message(problem)}", err=True)


def _named_at(map_file: Path, column: str) -> Place:
    """The line of the map that names a column; the first where that can't be told."""
    lines = lines_of(map_file.read_text(encoding="utf-8-sig"))
    start = (n for n, line in enumerate(lines, 1) if line.lstrip(" \"'{").startswith(column))
    return Place(map_file.name, next(start, 1))


def _written(out: Path, text: str, words: Words) -> bool:
    try:
        write_once(out, text.encode())
    except FileExistsError:
        return _no(words, "exists", file=str(out))
    return True


def _no(words: Words, key: str, **facts: str) -> bool:
    """Say why nothing was written."""
    click.echo(words(f"import.{key}", **facts), err=True)
    return False
