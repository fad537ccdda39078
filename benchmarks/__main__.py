"""``python -m benchmarks``: make content, build it with everyone in turns, write a table."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks import builders, content, growth, measure, plot, preview, report, rounds, weight
from benchmarks.builders import Builder, Source
from benchmarks.content import AS_OF
from benchmarks.measure import BuildFailedError, Run
from benchmarks.report import Found
from benchmarks.rounds import say

NAMES = ("ours", "both", "material", "hugo", "hugo-small", "eleventy", "eleventy-small")
AT_LARGE = ("ours", "hugo")
LARGE, THOUSAND = 10_000, 1_000
PREVIEWED = (100, THOUSAND)


@click.command(context_settings={"show_default": True})
@click.option("--sizes", default="1000,10000", help="How many insights, with commas.")
@click.option("--repeats", default=3, help="How often each is built, after a turn to warm up.")
@click.option("--only", default=",".join(NAMES), help="Which builders, with commas.")
@click.option("--at-large", default=",".join(AT_LARGE), help="Which of them at 10,000 and more.")
@click.option("--edit/--no-edit", default=True, help="Also build again after one edit.")
@click.option("--others/--no-others", default=True, help="Also example, check, preview, weight.")
@click.option("--growth/--no-growth", "grows", default=True, help="Also the picture of growth.")
@click.option("--quick", is_flag=True, help="One turn of 100 insights, no preview, no growth.")
@click.option("--profile", is_flag=True, help="Say where our own time goes, and nothing else.")
@click.option("--seed", default=2026, help="Where the made-up content starts from.")
@click.option(
    "--tools",
    default=Path(tempfile.gettempdir()) / "yswd-benchmark-tools",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where Hugo and Eleventy are.",
)
@click.option("--install", is_flag=True, help="Put Hugo and Eleventy in --tools first.")
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to build; a folder that is cleared away afterwards when left out.",
)
@click.option(
    "--write",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the tables and the picture: to this page, such as docs/benchmarks.md, "
    "and to the README.md in the folder above it.",
)
def main(
    sizes: str,
    repeats: int,
    only: str,
    at_large: str,
    edit: bool,
    others: bool,
    grows: bool,
    quick: bool,
    profile: bool,
    seed: int,
    tools: Path,
    install: bool,
    work: Path | None,
    write: Path | None,
) -> None:
    """Build the same made-up insights with us and with others, and compare."""
    if install:
        builders.install(tools)
    chosen = {} if profile else _builders(only.split(","), tools)
    large = at_large.split(",")
    if quick:
        sizes, repeats, others, grows = "100", 1, False, False
    counts = [int(size) for size in sizes.split(",")]
    found = Found(datetime.now(UTC).date(), repeats)
    with tempfile.TemporaryDirectory(prefix="yswd-benchmark-") as temporary:
        place = (work or Path(temporary)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        if profile:
            _profile(counts, seed, place)
            return
        for size in counts:
            some = [each for name, each in chosen.items() if size < LARGE or name in large]
            where = place / str(size)
            with _left_out_when_it_fails(f"{size:,} insights"):
                rows, made = rounds.compare(some, size, repeats, where, seed=seed, edit=edit)
                found.rows += rows
                found.changed[size] = made.changed
        if others:
            _others(found, repeats, place, seed)
        if grows:
            found.growth = growth.grown(place / "growth", seed)
        measure.delete(place)
    said = [f"{row.builder.label}: {row.comparison}" for row in found.rows if row.comparison]
    print(report.table(found), "", *said, "", *found.previews, "", *report.aims(found), sep="\n")
    print("", report.machine(), sep="\n")
    if write:
        _write(write, found)


def _write(page: Path, found: Found) -> None:
    """The page, its picture, and the README beside its folder."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(report.page(found), encoding="utf-8")
    if found.growth:
        picture = page.parent / report.PICTURE
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(plot.picture(found.growth), encoding="utf-8")
    readme = page.resolve().parent.parent / "README.md"
    if readme.exists():
        text = report.in_readme(readme.read_text(encoding="utf-8"), found)
        readme.write_text(text, encoding="utf-8")


def _builders(only: Sequence[str], tools: Path) -> dict[str, Builder]:
    """The builders that were asked for and are there."""
    make: dict[str, Callable[[], Builder | None]] = {
        "ours": lambda: builders.ours(("nl",)),
        "both": lambda: builders.ours(("nl", "en")),
        "material": builders.material,
        "hugo": lambda: builders.hugo(tools),
        "hugo-small": lambda: builders.hugo(tools, small=True),
        "eleventy": lambda: builders.eleventy(tools),
        "eleventy-small": lambda: builders.eleventy(tools, small=True),
    }
    chosen = {}
    for name in only:
        if name not in make:
            raise click.BadParameter(f"{name}: choose from {', '.join(make)}", param_hint="--only")
        builder = make[name]()
        if builder is None:
            say(f"{name} is not in {tools}; skipped. Add --install to put it there.")
        else:
            chosen[name] = builder
    return chosen


def _others(found: Found, repeats: int, place: Path, seed: int) -> None:
    """The preview, the check, the example, where our time goes, and the weight of pages."""
    for size in PREVIEWED:
        with _left_out_when_it_fails(f"the preview of {size:,} insights"):
            found.previews.append(preview.measured(size, repeats, place / f"preview-{size}", seed))
    with _left_out_when_it_fails("yswd check"):
        found.check = _check(place, repeats, seed, ("nl",))
        found.check_both = _check(place, repeats, seed, ("nl", "en"))
    with _left_out_when_it_fails("the example site"):
        found.example, pages = _example(place, repeats)
        found.heaviest += pages
    with _left_out_when_it_fails("where our time goes"):
        found.rooms = _rooms(place / "rooms", THOUSAND, seed)
        found.heaviest += weight.heaviest(place / "rooms" / "site")
    found.heaviest = sorted(found.heaviest, reverse=True)[:10]


@contextmanager
def _left_out_when_it_fails(what: str) -> Iterator[None]:
    """A step whose failure costs its own figures, not those of an hour."""
    say(what)
    try:
        yield
    except (BuildFailedError, subprocess.CalledProcessError) as error:
        say(f"{what}: left out: {error}")


def _example(place: Path, repeats: int) -> tuple[list[Run], list[weight.Weight]]:
    """Cold builds of the example site, and its heaviest pages."""
    folder = place / "example"
    folder.mkdir(parents=True, exist_ok=True)
    measure.clean(folder, set())
    builders.example(folder)
    kept = {path.name for path in folder.iterdir()}
    runs = []
    for _ in range(repeats):
        measure.clean(folder, kept)
        command = builders.yswd("build", "--as-of", str(AS_OF))
        runs.append(measure.run(command, folder, watch=False))
    return runs, weight.heaviest(folder / "site")


def _check(place: Path, repeats: int, seed: int, languages: tuple[str, ...]) -> list[Run]:
    """``yswd check`` of a register in these languages."""
    folder = place / "check"
    folder.mkdir(parents=True, exist_ok=True)
    measure.clean(folder, set())
    entries = content.make(THOUSAND, seed)
    builders.ours(languages).prepare(Source(entries, folder / "site"), folder)
    command = builders.yswd("check", "--as-of", str(AS_OF))
    return [measure.run(command, folder, watch=False) for _ in range(repeats)]


def _rooms(folder: Path, size: int, seed: int) -> dict[str, float]:
    """What part of our own build goes where."""
    with tempfile.TemporaryDirectory() as beside:
        target = Path(beside) / "rooms.json"
        _sampled(folder, size, seed, "--rooms", str(target))
        parts: dict[str, float] = json.loads(target.read_text(encoding="utf-8"))
    return parts


def _profile(counts: Sequence[int], seed: int, place: Path) -> None:
    """Our own build in one language under the sampler, at each size: cold, and after one edit."""
    for size in counts:
        folder = place / f"profile-{size}"
        say(f"\n{size:,} insights, cold")
        _sampled(folder, size, seed)
        say(f"\n{size:,} insights, after one edit")
        edited = content.edited(content.make(size, seed))
        builders.ours(("nl",)).prepare(Source(edited, folder / "site"), folder)
        _sample(folder)


def _sampled(folder: Path, size: int, seed: int, *options: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    measure.clean(folder, set())
    source = Source(content.make(size, seed), folder / "site")
    builders.ours(("nl",)).prepare(source, folder)
    _sample(folder, *options)


def _sample(folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "benchmarks.sampling", *options]
    command += builders.ours(("nl",)).command[1:]
    here = {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(command, cwd=folder, env={**measure.surroundings(), **here}, check=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
