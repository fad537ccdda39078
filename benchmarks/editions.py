"""What twenty editions add to a site of a thousand insights: MB, and part of the build time.

``python -m benchmarks.editions`` builds the made-up register of ``benchmarks.content`` without
editions and with twenty of them, in turns, and prints what they add next to the aim: less than
20 MB and less than half to the build time. In each edition 5% of the insights are worded
differently than in the one before. ``--where`` adds in which folders the bytes are.

The processor's time counts all processes of a build together; a quiet machine is not needed.
"""

import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from benchmarks import builders, content, measure, register
from benchmarks.content import AS_OF, Entry
from benchmarks.measure import Run
from generator.editions.edition import Edition, freeze
from generator.editions.listing import SUMS, checksums
from generator.editions.reading import read_edition, read_sheet
from generator.editions.store import FOLDER
from generator.facts.suppression import publishable
from generator.files import Folder
from generator.register.load import load
from generator.settings import MINIMUM_ANSWERS, REGISTER

MOST_MB, MOST_SHARE = 20, 0.5
"""The aim."""
REWORDED = 0.05
"""The part of the insights that is worded differently in each edition."""
APART = timedelta(days=7)
"""Between two editions; close together, for the register is that of one day."""


@click.command()
@click.option("--size", default=1_000, show_default=True, help="Insights in each edition.")
@click.option("--count", default=20, show_default=True, help="Editions.")
@click.option("--repeats", default=3, show_default=True, help="Builds of each.")
@click.option("--only", default="nl,nl+en", show_default=True, help="Languages of the sites.")
@click.option("--where", is_flag=True, help="In which folders the bytes are, and build once.")
@click.option("--work", type=click.Path(path_type=Path), help="A folder to keep the sites in.")
def main(size: int, count: int, repeats: int, only: str, where: bool, work: Path | None) -> None:
    """Print what editions add to a site, as a table of Markdown."""
    place = work or Path(tempfile.mkdtemp(prefix="yswd-editions-"))
    click.echo(f"{count} editions of {size:,} insights, {REWORDED:.0%} worded differently in each.")
    click.echo(
        "\n| Languages | Processor without, s | With, s | Added | MB without | With | Added, MB |"
        "\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    failed = False
    for names in only.split(","):
        languages = names.split("+")
        bare, full = (place / f"{names}-{what}" for what in ("without", "with"))
        prepare(full, size, count, languages)
        shutil.copytree(full, bare, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site"))
        shutil.rmtree(bare / FOLDER)
        runs: dict[Path, list[Run]] = {bare: [], full: []}
        for _ in range(1 if where else repeats):
            for folder, found in runs.items():
                measure.clean(folder, {"actions.yaml", "register", "content", "mkdocs.yml"})
                command = builders.yswd("build", "--as-of", str(AS_OF))
                found.append(measure.run(command, folder))
        failed |= _tell(names, runs[bare], runs[full], bare / "site", full / "site")
        if where:
            _tell_where(bare / "site", full / "site")
    measure.delete(place)
    if work is None:
        shutil.rmtree(place)
    sys.exit(failed)


def prepare(folder: Path, size: int, count: int, languages: Sequence[str]) -> None:
    """A site to build, with so many editions that end a week before the day of the build."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = content.make(size)
    builders.set_up(folder, languages)
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    editions: list[Edition] = []
    for number in range(count):
        entries = reworded(entries, number) if number else entries
        register.write(entries, languages, folder)
        loaded = load(REGISTER, Folder(folder))
        assert loaded.register is not None, loaded.problems
        day = AS_OF - APART * (count - number)
        last = editions[-1] if editions else None
        public = publishable(loaded.register, MINIMUM_ANSWERS)
        file = freeze(public, f"edition-{number + 1}", day, last)
        editions.append(read_edition(read_sheet(file), last))
        (place / editions[-1].file).write_bytes(file)
    register.write(entries, languages, folder)
    if editions:
        (place / SUMS).write_bytes(checksums(editions))


def reworded(entries: Sequence[Entry], number: int) -> list[Entry]:
    """The same register, with other words in a twentieth of it: each time another twentieth."""
    step = round(1 / REWORDED)
    more = f" Vooral nu ({number}).", f" Mostly now ({number})."
    return [
        replace(entry, said=(entry.said[0] + more[0], entry.said[1] + more[1]))
        if place % step == number % step
        else entry
        for place, entry in enumerate(entries)
    ]


def _tell(names: str, bare: Sequence[Run], full: Sequence[Run], without: Path, site: Path) -> bool:
    """Print a row; whether it misses the aim."""
    before, after = (statistics.median(run.processor for run in runs) for runs in (bare, full))
    small, large = (measure.look(folder).megabytes for folder in (without, site))
    share, added = after / before - 1, large - small
    click.echo(
        f"| {names} | {before:.2f} | {after:.2f} | {after - before:.2f} s, {share:.0%} "
        f"| {small:.1f} | {large:.1f} | {added:.1f} |"
    )
    return share >= MOST_SHARE or added >= MOST_MB


def _tell_where(bare: Path, full: Path) -> None:
    before, after = _bytes(bare), _bytes(full)
    for name in sorted(after, key=lambda name: before[name] - after[name]):
        if after[name] - before[name] > 20_000:
            click.echo(f"{(after[name] - before[name]) / 1e6:8.2f} MB  {name}", err=True)


def _bytes(site: Path) -> Counter[str]:
    """How many bytes there are, by the start of the path and the kind of file."""
    found: Counter[str] = Counter()
    for path in site.rglob("*"):
        if path.is_file():
            parts = path.relative_to(site).parts
            kept = [part if part in _KNOWN else "…" for part in parts[:-1]]
            name = parts[-1] if len(parts) == 1 or parts[-1] in _KNOWN else f"*{path.suffix}"
            found["/".join([*kept[:4], name])] += path.stat().st_size
    return found


_KNOWN = {
    *("editions", "insights", "en", "changes", "digest", "page", "index.html", "topics"),
    *("feed.xml", "atom.xml", "feed.json", "versions.json", "index.json", "journey", "parties"),
}


if __name__ == "__main__":
    main()
