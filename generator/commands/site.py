"""``build`` and ``serve``: from the register to a site."""

import logging
import os
import sys
from datetime import date
from pathlib import Path

import click

from generator import carry
from generator.cache import Cache
from generator.carry import CarryOver
from generator.commands.common import AS_OF, CONFIG, PROBLEMS, needs
from generator.swap import beside
from generator.words import words


@click.command()
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
    needs(config_file)
    cache = Cache(config_file.resolve().parent)
    name = f"site-{carry.digest(os.fsencode(site_dir.resolve()))}"
    carried = CarryOver(site_dir, carry.read(cache.read(name)))
    try:
        with beside(site_dir, lambda: click.echo("Another build is busy here; waiting.")) as folder:
            done = plugin.build_site(str(config_file), folder, as_of, carried)
    except SystemExit:
        sys.exit(PROBLEMS)
    cache.write(name, carry.written(carried.notes))
    made = done.made
    assert made is not None
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

    _hear_the_host(logging.INFO)
    needs(config_file)
    try:
        plugin.serve_site(str(config_file))
    except SystemExit:
        sys.exit(PROBLEMS)


def _hear_the_host(level: int = logging.WARNING) -> None:
    """Pass on what MkDocs has to say, in plain lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(level)
