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
from generator.writing.importing import (
    Left,
    column_of,
    insights_text,
    register_from,
    register_text,
    take,
)
from generator.writing.plan import Plan, read_plan
from generator.writing.table import NotATableError, Table, read_csv, read_xlsx


def bring_register(file: Path, out: Path, words: Words) -> bool:
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


def bring_rows(
    file: Path, plan_file: Path, out: Path, loaded: Loaded, words: Words, check: Check
) -> bool:
    """A spreadsheet → insights in ``out``, which must not exist; whether every row was taken."""
    register = loaded.register
    if register is None:
        return _no(words, "first-mend", file=loaded.sources[0].file)
    plan, problems = read_plan(plan_file.name, plan_file.read_bytes(), register.languages)
    if plan is None:
        _tell(words, problems)
        return _no(words, "nothing-written")
    try:
        table = _table(file, plan)
    except NotATableError as error:
        return _no(words, error.code, file=str(file), **error.facts)
    if missing := [name for name in plan.columns if name not in table.columns]:
        for name in missing:
            near = nearest(name, table.columns)
            known = ", ".join(table.columns)
            facts = {"file": file.name, "found": name, "known": known, "nearest": near}
            _tell(words, [Problem(_named_at(plan_file, name), "import.map-column", facts=facts)])
        return _no(words, "nothing-written")
    insights, left = take(table, plan, register, check)
    for row in left:
        _tell_left(words, plan, row)
    if not insights:
        return _no(words, "none-taken")
    if not _written(out, insights_text(insights, register.languages), words):
        return False
    click.echo(words("import.written", n=len(insights), file=str(out)))
    if left:
        click.echo(words("import.left", n=len({row.row for row in left})), err=True)
    return not left


def _table(file: Path, plan: Plan) -> Table:
    content = file.read_bytes()
    is_excel = content.startswith(b"PK\x03\x04")
    return read_xlsx(content, plan.sheet) if is_excel else read_csv(content)


def _tell_left(words: Words, plan: Plan, left: Left) -> None:
    for problem in left.problems:
        column = column_of(plan, problem.field)
        key = "import.row-column" if column else "import.row"
        message = words.message(problem)
        refers = problem.field.rsplit(".", 1)[-1] != "id"
        if refers and problem.code in ("id-spelling", "unknown-reference"):
            message = words("import.not-listed", found=problem.facts["found"])
        click.echo(words(key, row=str(left.row), column=column, message=message), err=True)


def _tell(words: Words, problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(f"{problem.place.file}:{problem.place.line}: {words.message(problem)}", err=True)


def _named_at(plan_file: Path, column: str) -> Place:
    """The line of the map that names a column; the first where that can't be told."""
    lines = lines_of(plan_file.read_text(encoding="utf-8-sig"))
    start = (n for n, line in enumerate(lines, 1) if line.lstrip(" \"'{").startswith(column))
    return Place(plan_file.name, next(start, 1))


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
