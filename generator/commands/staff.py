"""What saves staff from YAML: a site to start from, questions, spreadsheets, a form."""

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from generator.commands.common import (
    AS_OF,
    CONFIG,
    LANGUAGE,
    PROBLEMS,
    Existing,
    ExistingFile,
    WrongUseError,
    checker,
    register_of,
    words_for,
    words_here,
)
from generator.files import Folder
from generator.register.load import load_whole
from generator.settings import REGISTER


@click.command()
@click.argument("file", default=REGISTER, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--from", "answers", type=ExistingFile("rb"), metavar="ANSWERS",
    help="A file with the answers in the form of the register, for scripts; - reads the input.",
)  # fmt: skip
@click.option(
    "--into", default="", metavar="PART", help="Which file of the register gets a new insight."
)
@AS_OF
@LANGUAGE
def new(
    file: Path, answers: BinaryIO | None, into: str, as_of: date | None, language: str | None
) -> None:
    """Add an insight, an answer, or news on a promise, by asking."""
    from generator.writing import new as adding

    today = as_of or date.today()
    written = adding.run(
        file,
        (answers.name, answers.read()) if answers else None,
        into,
        partial(words_for, language=language),
        today,
        checker(file.parent, today),
    )
    sys.exit(0 if written else PROBLEMS)


@click.command()
@click.argument("file", default=REGISTER, type=click.Path(dir_okay=False, path_type=Path))
@AS_OF
@LANGUAGE
def split(file: Path, as_of: date | None, language: str | None) -> None:
    """Give each insight a file of its own below register/.

    That is how the form keeps them.
    """
    from generator.writing import split as parting

    own = partial(words_for, language=language)
    done = parting.run(file, own, checker(file.parent, as_of or date.today()))
    sys.exit(0 if done else PROBLEMS)


@click.command("import")
@click.argument("file", type=Existing(dir_okay=False, path_type=Path))
@click.option(
    "--map", "map_file", type=Existing(dir_okay=False, path_type=Path),
    metavar="MAP", help="For a spreadsheet: which column is which field.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path),
    help="The new file; actions.yaml, or register/imported.yaml for a spreadsheet.",
)  # fmt: skip
@click.option(
    "--register", default=REGISTER, show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The register that the rows of a spreadsheet go with.",
)  # fmt: skip
@AS_OF
@LANGUAGE
def import_(
    file: Path, map_file: Path | None, out: Path | None, register: Path, as_of: date | None,
    language: str | None,
) -> None:  # fmt: skip
    """Turn open data or a spreadsheet into a register file.

    Open data is .json, a spreadsheet .csv or .xlsx.
    """
    from generator.writing import import_files

    if file.suffix.lower() == ".json":
        own = words_here(click.get_current_context())
        sys.exit(0 if import_files.import_register(file, out or Path(REGISTER), own) else PROBLEMS)
    today = as_of or date.today()
    loaded = load_whole(register.name, Folder(register.parent))
    own = words_for(loaded, language)
    if map_file is None:
        raise WrongUseError(own("import.needs-a-map"))
    done = import_files.import_rows(
        file,
        map_file,
        out or register.parent / "register" / "imported.yaml",
        loaded,
        own,
        checker(register.parent, today),
    )
    sys.exit(0 if done else PROBLEMS)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="", help="The name that customers know the organisation by.")
@click.option("--languages", default="", help="The languages, the first one first: nl,en.")
@click.option("--homepage", default="", help="The organisation's own site.")
@click.option("--yes", is_flag=True, help="Ask nothing: take an example where an answer lacks.")
@AS_OF
@LANGUAGE
def init(
    folder: Path, name: str, languages: str, homepage: str, yes: bool, as_of: date | None,
    language: str | None,
) -> None:  # fmt: skip
    """Make a new site, ready to build, in an empty folder."""
    from generator.writing import init as starting

    today = as_of or date.today()
    made = starting.run(folder, name, languages, homepage, language or "", yes, today)
    sys.exit(0 if made else PROBLEMS)


@click.command()
@click.option(
    "--package", required=True, type=Existing(file_okay=False, path_type=Path),
    help="The npm package @sveltia/cms, unpacked, such as node_modules/@sveltia/cms.",
)  # fmt: skip
@click.option("--repository", required=True, metavar="OWNER/NAME", help="Where proposals are made.")
@click.option(
    "--host", type=click.Choice(["github", "gitlab"]), default="github", show_default=True,
    help="Who keeps the repository.",
)  # fmt: skip
@click.option("--branch", default="main", show_default=True, help="What proposals are merged into.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; admin/ in the pages of the first language when left out.",
)  # fmt: skip
@CONFIG
@LANGUAGE
def admin(
    package: Path, repository: str, host: str, branch: str, out: Path | None, config_file: Path,
    language: str | None,
) -> None:  # fmt: skip
    """Make a form at /admin/ with which staff propose changes."""
    from generator.writing import admin as form

    settings, loaded, register, own = register_of(config_file, date.today(), language)
    if not (package / form.SCRIPT).is_file():
        raise WrongUseError(own("admin.no-package", script=form.SCRIPT, folder=package))
    folder = out or config_file.parent / "content" / register.languages[0] / form.PLACE
    config = form.configuration(form.Where(host, repository, branch), register)
    form.write(folder, package, config)
    if places := [*form.unseen(config, loaded.tree or {})]:
        click.echo(own("admin.unseen", n=len(places), places=", ".join(places)))
    if form.PARTS not in register.include:
        click.echo(own("admin.include", file=settings.register))
    click.echo(own("admin.made", folder=folder))
