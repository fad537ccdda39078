"""``check`` and ``schema``: the colleague who reads along."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import configuration, options, report
from generator.checks import check as check_register
from generator.checks import pages
from generator.checks.cleared import Screening
from generator.commands.common import (
    AS_OF,
    CONFIGURATION,
    LANGUAGE,
    PROBLEMS,
    WRONG_USE,
    chain_of,
    last_edition,
    settings_in,
    words_for,
)
from generator.files import Folder, below, leading_out, replace
from generator.memo import Memos
from generator.parallel import Beside
from generator.problems import Problem
from generator.register.load import load_whole
from generator.register.model import Register
from generator.settings import REGISTER, Settings
from generator.together import Together
from generator.troubles import TroubleError
from generator.words import Words

if TYPE_CHECKING:  # only for its name
    from generator.checks.continuity import Continuity

_NAMED = 20
"""So many of the entries that subscribers will see are named."""


@click.command()
@click.argument("file", default=REGISTER, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "gitlab", "json"]),
    default="text",
    show_default=True,
    help="For people, for annotations in a pull or merge request, or for a program.",
)
@click.option("--explain", metavar="CODE", help="Say why a check is there, and stop.")
@click.option(
    "--against", metavar="FEED|SITE",
    help="Also check the feeds against those published last: a file, a folder or an address.",
)  # fmt: skip
@AS_OF
@LANGUAGE
def check(
    file: Path, form: str, explain: str | None, against: str | None, as_of: date | None,
    language: str | None,
) -> None:  # fmt: skip
    """List everything to put right in a register."""
    settings, wrong = settings_in(file.parent)
    memos, screening = Memos(), Screening(settings.allowed)
    both = Together(memos, Beside())
    loaded = load_whole(file.name, Folder(file.parent), memos("register"), screening, both)
    if explain is not None:
        _explain(explain, words_for(loaded, language))
        return
    today, chosen = as_of or date.today(), words_for(loaded, language)
    last = last_edition(file.parent)
    found = check_register(loaded, today, settings.minimum_answers, settings.allowed, last)
    first = loaded.register.languages[0] if loaded.register else ""
    problems = (*wrong, *found, *_around(file.parent, first))
    seen: tuple[str, ...] = ()
    if against and loaded.register and not any(problem.is_error for problem in problems):
        before = _continuity(against, loaded.register, settings, file.parent, today, chosen)
        problems = (*problems, *before.problems)
        seen = tuple(each.say(chosen) for each in before.seen)
    folder = "" if file.parent == Path() else f"{file.parent.as_posix()}/"
    match form:
        case "github":
            shown = report.github(problems, chosen, folder, loaded.sources)
        case "gitlab":
            shown = report.gitlab(problems, chosen, folder, loaded.sources)
        case "json":
            shown = report.as_json(problems, chosen, loaded.sources)
        case _:
            shown = report.text(problems, loaded.sources, chosen) + _news(against, seen, chosen)
    click.echo(shown, nl=False)
    sys.exit(PROBLEMS if any(problem.is_error for problem in problems) else 0)


def _around(folder: Path, language: str) -> tuple[Problem, ...]:
    """What is wrong in the pages of prose and the pictures of a site, where its register stands in
    ``folder``. ``language`` is its first, empty where the register doesn't say."""
    if not (folder / CONFIGURATION).is_file():
        return ()
    written, _ = configuration.read(folder / CONFIGURATION)
    content = folder / str(written.docs_dir or "docs")
    in_pages = pages.problems_in(below(content, folder, ".md"), leading_out(content, folder))
    missing = options.pictures_missing(written, folder, language) if language else ()
    return (*options.folder_missing(written, folder), *missing, *in_pages)


def _continuity(
    place: str, register: Register, settings: Settings, folder: Path, today: date, own: Words
) -> "Continuity":
    """The feeds that come next beside those at a place."""
    from generator.checks.continuity import continuity
    from generator.facts.facts import work_out
    from generator.outputs.past import Past
    from generator.published import NotReadError, published
    from generator.site import feeds_by_path

    past = Past(chain_of(folder, own))
    earlier = [edition.register for edition in past.chain.editions]
    facts = work_out(register, today, settings.minimum_answers, earlier)
    after = feeds_by_path(facts, settings, past)
    prefixes = [settings.prefix(name, register.languages) for name in register.languages]
    try:
        return continuity(published(place, after, prefixes), after)
    except NotReadError as error:
        click.echo(own(error.key, **error.facts), err=True)
        sys.exit(WRONG_USE)


def _news(against: str | None, seen: tuple[str, ...], own: Words) -> str:
    """What subscribers will see after this publication."""
    if against is None:
        return ""
    if not seen:
        return f"{own('continuity.unseen')}\n"
    more = len(seen) - _NAMED
    lines = [own("continuity.seen", n=len(seen)), *(f"  {line}" for line in seen[:_NAMED])]
    lines += [f"  {own('continuity.more', n=more)}"] if more > 0 else []
    return "\n".join(lines) + "\n"


def _explain(code: str, own: Words) -> None:
    """Why a check is there; it is wrong use to ask for one that doesn't exist."""
    explained = report.explain(code, own)
    if not explained:
        click.echo(own("report.no-code", code=code), err=True)
        sys.exit(WRONG_USE)
    click.echo(explained, nl=False)


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write to; the screen when left out.",
)
def schema(out: Path | None) -> None:
    """Write the JSON Schema of a register.

    With it a text editor completes and explains the fields.
    """
    from generator.register.schema import as_text

    if out is None:
        click.echo(as_text(), nl=False)
        return
    if out.exists() and not _is_schema(out):
        raise TroubleError("out-other", where=str(out))
    replace(out, as_text().encode())


def _is_schema(file: Path) -> bool:
    """Whether a file is a schema, of whatever version."""
    try:
        found = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "$schema" in found
