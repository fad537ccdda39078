"""``build`` and ``serve``: from the register to a site."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from generator import configuration, notes, swap
from generator.cache import Cache
from generator.carry import CarryOver
from generator.commands.common import AS_OF, CONFIG, PROBLEMS, settings_of, words_here
from generator.commands.progress import progress
from generator.parallel import Beside
from generator.troubles import TroubleError
from generator.words import words

_KEPT_FOR = 30
"""Days after which what was kept of a site that nobody built meanwhile goes."""
_WITH_EDITIONS = "content"
"""The folder in which editions are, wherever pages of prose stand."""
_FOR_ALL_TO_READ = 0o022
"""The umask of a build: a web server reads what it makes, whoever builds."""


@click.command()
@CONFIG
@click.option(
    "--site-dir", default="site", show_default=True, type=click.Path(path_type=Path),
    help="The folder to build into."
)  # fmt: skip
@AS_OF
@click.option("--quiet", "-q", is_flag=True, help="Only say what is wrong.")
@click.option("--verbose", "-v", is_flag=True, help="Say each step, and what MkDocs has to say.")
def build(
    config_file: Path, site_dir: Path, as_of: date | None, quiet: bool, verbose: bool
) -> None:
    """Check the register, then build the site in one swap."""
    settings_of(config_file, None, to_build=True)
    if why := swap.unfit(site_dir, config_file.parent, _made_from(config_file)):
        raise TroubleError(f"site-{why}", where=str(site_dir))
    here = words_here(click.get_current_context())
    busy = partial(click.echo, here("build.busy"), err=True)
    cache = Cache(config_file.resolve().parent)
    name = f"site-{notes.digest(os.fsencode(os.path.realpath(site_dir))).hex()}"
    spare = cache.place(f"{name}-before")
    try:
        with (
            _files_for_all(),
            _hearing_the_host(logging.INFO if verbose else logging.WARNING),
            progress(here, quiet, verbose) as step,
            swap.beside(site_dir, busy, spare) as folder,
        ):
            carried = CarryOver(site_dir, notes.read(cache.read(name)), spare)
            beside = Beside()
            carried.look_ahead(beside)
            from generator import plugin  # meanwhile; with the host and all that makes pages
            from generator.assembly import Assembly

            with closing(Assembly(carried, cache, step, beside)) as assembly:
                done = plugin.build_site(str(config_file), folder, as_of, assembly)
            step("placing")
            if lacking := carried.lacking(folder):
                raise TroubleError("site-incomplete", where=lacking)
    except SystemExit:
        sys.exit(PROBLEMS)
    cache.write(name, notes.written(carried.notes))
    cache.forget("site-", _KEPT_FOR)
    made = done.made
    assert made is not None
    if quiet:
        return
    own = words(made.languages[0])
    pages = sum(path.endswith("index.html") for path in carried.notes)
    if made.problems:
        click.echo(own("build.warnings", n=len(made.problems)), err=True)
    click.echo(own("build.done", n=pages, day=made.day, where=site_dir / "index.html"))


@click.command()
@CONFIG
def serve(config_file: Path) -> None:
    """Preview the site; it follows the files."""
    from generator import plugin  # as above

    settings_of(config_file, None, to_build=True)
    for ended in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(ended) is not signal.SIG_IGN:
            signal.signal(ended, _end)
    try:
        with _hearing_the_host(logging.INFO):
            plugin.serve_site(str(config_file))
    except SystemExit:
        sys.exit(PROBLEMS)


def _made_from(config_file: Path) -> Iterator[Path]:
    """The folders of a site that hold nothing else than what it is made from."""
    written, _ = configuration.read(config_file)
    for name in (written.docs_dir or "docs", written.custom_dir, _WITH_EDITIONS):
        if isinstance(name, str):
            yield config_file.parent / name


def _end(number: int, _frame: object) -> NoReturn:
    """Who closes the window ends a preview as Ctrl-C does; a shell then says so twice."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def _files_for_all() -> Iterator[None]:
    """Make files that everybody may read, also where whoever builds keeps their own to themself."""
    before = os.umask(_FOR_ALL_TO_READ)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _hearing_the_host(level: int) -> Iterator[None]:
    """Pass on what MkDocs has to say, in plain lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
