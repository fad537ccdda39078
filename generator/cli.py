"""The command ``yswd``: one small function per command, and one door for errors."""

import logging
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator import report
from generator.checks import check as check_register
from generator.files import Folder
from generator.problems import Problem
from generator.register.load import Loaded, load
from generator.settings import MINIMUM_ANSWERS, REGISTER
from generator.swap import beside
from generator.words import available, words

PROBLEMS, WRONG_USE = 1, 2


CONFIG = click.option(
    "--config-file",
    "-f",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration of the site.",
)
AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, found: found.date() if found else None,
    help="The day to look from, such as 2026-03-31; today when left out.",
)
LANGUAGE = click.option(
    "--language", type=click.Choice(available()), help="The language of the messages."
)


class Door(click.Group):
    """The one door for what goes wrong in the world around us: a plain line, no traceback."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run; wrong use gets one line that says what to write, and exit code 2."""
        try:
            return sys.exit(super().main(*args, **{**options, "standalone_mode": False}) or 0)
        except click.Abort:
            click.echo("Stopped.", err=True)
        except click.ClickException as error:
            name = (
                error.param.opts[0] if isinstance(error, click.BadParameter) and error.param else ""
            )
            hint = f"{name}: " if name else ""
            click.echo(f"{hint}{error.message} 'yswd --help' shows what there is.", err=True)
        return sys.exit(WRONG_USE)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if ctx.params.get("verbose"):
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"{where}{error.strerror or error}. Nothing was changed.", err=True)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if ctx.params.get("verbose"):
                raise
            kind = type(error).__name__
            click.echo(
                f"This is a fault of yswd itself, not of your files ({kind}: {error}). "
                "Nothing was changed. 'yswd --verbose …' says more for whoever mends it.",
                err=True,
            )
        return sys.exit(PROBLEMS)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="you-said-we-did")
@click.option("--verbose", is_flag=True, help="Show where in the software a fault arose.")
def main(verbose: bool) -> None:  # the door reads it
    """You said, we did: a public feedback site from one register."""


@main.command()
@click.argument("file", default=REGISTER, type=click.Path(dir_okay=False, path_type=Path))
@AS_OF
@LANGUAGE
def check(file: Path, as_of: date | None, language: str | None) -> None:
    """List everything to put right in a register."""
    loaded = load(file.name, Folder(file.parent))
    problems = check_register(loaded, as_of or date.today(), MINIMUM_ANSWERS)
    _show(problems, loaded, language)
    sys.exit(PROBLEMS if any(problem.is_error for problem in problems) else 0)


@main.command()
@CONFIG
@click.option(
    "--site-dir", default="site", show_default=True, type=click.Path(path_type=Path),
    help="The folder to build into."
)  # fmt: skip
@AS_OF
def build(config_file: Path, site_dir: Path, as_of: date | None) -> None:
    """Check the register, then build the site in one swap."""
    from generator import plugin  # the host takes half a second to import

    _hear_the_host()
    _needs(config_file)
    try:
        with beside(site_dir, lambda: click.echo("Another build is busy here; waiting.")) as folder:
            done = plugin.build_site(str(config_file), folder, as_of)
    except SystemExit:
        sys.exit(PROBLEMS)
    made = done.made
    assert made is not None
    warnings = len(made.problems)
    if warnings:
        click.echo(f"{warnings} warnings; 'yswd check' lists them.", err=True)
    pages = sum(len(pages) for pages in made.pages.values())
    click.echo(f"Built {pages} pages as of {made.day}. Open {site_dir / 'index.html'} to look.")


@main.command()
@CONFIG
def serve(config_file: Path) -> None:
    """Preview the site; it follows the files."""
    from generator import plugin  # as above

    _hear_the_host(logging.INFO)
    _needs(config_file)
    try:
        plugin.serve_site(str(config_file))
    except SystemExit:
        sys.exit(PROBLEMS)


def _show(problems: tuple[Problem, ...], loaded: Loaded, language: str | None) -> None:
    chosen = language or (loaded.register.languages[0] if loaded.register else "en")
    click.echo(report.text(problems, loaded.sources, words(chosen)), nl=False)


def _needs(config_file: Path) -> None:
    if not config_file.is_file():
        click.echo(f"There is no {config_file} here. Go to the folder of your site.", err=True)
        sys.exit(WRONG_USE)


def _hear_the_host(level: int = logging.WARNING) -> None:
    """Pass on what MkDocs has to say, in plain lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(level)
