"""What commands share: their options, and the register, settings and editions they start from."""

import os
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import configuration, options, report
from generator.checks import check as check_register
from generator.files import Folder
from generator.problems import Problem
from generator.register.load import load_whole
from generator.register.loaded import Loaded
from generator.register.model import Register
from generator.settings import Settings
from generator.troubles import YEARS, TroubleError, today
from generator.words import Words, available, words

if TYPE_CHECKING:  # only for their names: a command imports what it needs when it runs
    from generator.editions.chain import Chain
    from generator.editions.edition import Edition

PROBLEMS, WRONG_USE, STOPPED = 1, 2, 130
CONFIGURATION = "mkdocs.yml"
_LANGUAGE_ASKED, _CONFIG_ASKED = "yswd.language", "yswd.config"
"""What was asked, kept for the door: an error may end a command before it can tell."""


class WrongUseError(click.UsageError):
    """Wrong use told in the language of the site, with what to do instead; click's is English."""


def _keep(name: str) -> Callable[[click.Context, click.Parameter, object], object]:
    def keep(context: click.Context, _option: click.Parameter, found: object) -> object:
        context.meta[name] = found
        return found

    return keep


def _day(_context: click.Context, _option: click.Parameter, found: datetime | None) -> date | None:
    """The day that was asked for, by the option or by ``SOURCE_DATE_EPOCH``."""
    if found and found.year not in YEARS:
        raise click.BadParameter(f"choose a day in the years {YEARS[0]} to {YEARS[-1]}.")
    if found:
        return found.date()
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return today(epoch, date.today) if epoch else None


class Day(click.DateTime):
    """A day as people write it in a register."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return "DATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            if not (param and ctx):
                raise
            facts = {"field": param.opts[0], "found": str(value)}
            raise WrongUseError(words_here(ctx)("message.date-not-real", **facts)) from error


class _Existing:
    """What has to be there; that it isn't is told in the language of the site."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if ctx and isinstance(value, str) and value != "-" and not Path(value).exists():
            raise WrongUseError(words_here(ctx)("trouble.not-there", where=value))
        return super().convert(value, param, ctx)  # type: ignore[misc]


class Existing(_Existing, click.Path):
    """A file or a folder that is there."""


class ExistingFile(_Existing, click.File):
    """A file that is there, opened; ``-`` is the input."""


CONFIG = click.option(
    "--config-file",
    "-f",
    default=CONFIGURATION,
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_keep(_CONFIG_ASKED),
    help="The configuration of the site.",
)
AS_OF = click.option(
    "--as-of",
    type=Day(),
    callback=_day,
    help="The day to look from, such as 2026-03-31; today when left out.",
)
LANGUAGE = click.option(
    "--language",
    type=click.Choice(available()),
    callback=_keep(_LANGUAGE_ASKED),
    is_eager=True,  # known when another option turns out to be wrong
    help="The language of the messages.",
)


_FIRST_LANGUAGE = re.compile(
    rb"""^["']?languages["']?:(?:\s|#.*\n)*[\[-]\s*["']?([a-z]{2,3}(?:-[A-Za-z]+)?)""",
    re.MULTILINE,
)


def words_here(context: click.Context) -> Words:
    """The words of the language asked for, else of the register's first, for errors anywhere.

    A register can be large or broken, so only the line that names its languages is looked for.
    """
    asked = context.meta.get(_LANGUAGE_ASKED)
    file = context.meta.get(_CONFIG_ASKED) or Path(CONFIGURATION)
    try:
        settings, _ = options.read(file)
        found = _FIRST_LANGUAGE.search(Folder(file.parent).read(settings.register))
    except (OSError, TroubleError):
        found = None
    return words(asked or (found[1].decode() if found else "en"))


def settings_in(folder: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """What the organisation decided, in the folder of the register or where we are; and what is
    wrong with it."""
    for place in (folder, Path()):
        if (place / CONFIGURATION).is_file():
            return options.read(place / CONFIGURATION)
    return Settings(), ()


def settings_of(config_file: Path, language: str | None, *, to_build: bool = False) -> Settings:
    """What the organisation decided for a site; otherwise what is wrong with it, and the end.

    ``to_build`` asks for what only a build needs too.
    """
    if not config_file.is_file():
        click.echo(f"There is no {config_file} here. Go to the folder of your site.", err=True)
        sys.exit(WRONG_USE)
    settings, problems = options.read(config_file)
    if to_build and not problems:
        written, _ = configuration.read(config_file)
        problems = tuple(options.folder_missing(written, config_file.parent))
    if problems:
        loaded = load_whole(settings.register, Folder(config_file.parent))
        click.echo(report.text(problems, (), words_for(loaded, language)), nl=False)
        sys.exit(PROBLEMS)
    return settings


def checker(folder: Path, today: date) -> Callable[[Loaded], tuple[Problem, ...]]:
    """The check of a register in a folder, by the settings there."""
    settings, _ = settings_in(folder)
    last = last_edition(folder)
    return lambda loaded: check_register(
        loaded, today, settings.minimum_answers, settings.allowed, last
    )


def register_of(
    config_file: Path, today: date, language: str | None
) -> tuple[Settings, Loaded, Register, Words]:
    """The register of a site, in order; otherwise what to put right in it, and the end."""
    settings = settings_of(config_file, language)
    loaded = load_whole(settings.register, Folder(config_file.parent))
    problems = check_register(loaded, today, settings.minimum_answers, settings.allowed)
    if loaded.register is None or any(problem.is_error for problem in problems):
        click.echo(report.text(problems, loaded.sources, words_for(loaded, language)), nl=False)
        sys.exit(PROBLEMS)
    return settings, loaded, loaded.register, words(language or loaded.register.languages[0])


def last_edition(folder: Path) -> "Edition | None":
    """The edition published last; a chain that is broken has none, and ``verify`` says why."""
    from generator.editions import store
    from generator.editions.chain import load_chain

    chain = load_chain(store.read(folder / store.FOLDER))
    return None if chain.errors else chain.last


def chain_of(folder: Path, own: Words) -> "Chain":
    """The editions of a site, each as it was published; otherwise what is wrong, and the end."""
    from generator.editions import store
    from generator.editions.chain import load_chain

    chain = load_chain(store.read(folder / store.FOLDER))
    if chain.errors:
        click.echo(report.text(chain.errors, (), own), nl=False)
        sys.exit(PROBLEMS)
    return chain


def words_for(loaded: Loaded, language: str | None) -> Words:
    """The words of the language asked for, else of the register's first, else of the site here."""
    known = language or loaded.language
    return words(known) if known else words_here(click.get_current_context())
