"""``python -m benchmarks``: make content, build it with everyone in turns, write a table."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks import builders, content, measure, report
from benchmarks.builders import Builder
from benchmarks.content import AS_OF
from benchmarks.measure import BuildFailedError, Run
from benchmarks.report import Row

NAMES = ("ours", "both", "material", "hugo", "eleventy")


@click.command(context_settings={"show_default": True})
@click.option("--sizes", default="100,1000", help="How many insights, with commas.")
@click.option("--repeats", default=3, help="How often each is built.")
@click.option("--only", default=",".join(NAMES), help="Which builders, with commas.")
@click.option("--edit/--no-edit", help="Also build again after one edit.")
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
    help="Also write the table to this page, such as docs/benchmarks.md.",
)
def main(
    sizes: str,
    repeats: int,
    only: str,
    edit: bool,
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
    chosen = _builders(only.split(","), tools)
    counts = [int(size) for size in sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="yswd-benchmark-") as temporary:
        place = (work or Path(temporary)).resolve()
        if profile:
            _profile(chosen, counts, seed, place)
            return
        ours = any(builder.name == builders.OURS for builder in chosen)
        example = _example(place, repeats) if ours else []
        check = _check(place, repeats, seed) if ours and 1_000 in counts else []
        rows: list[Row] = []
        for size in counts:
            rows += _compare(chosen, size, repeats, place / str(size), seed=seed, edit=edit)
    found = list(report.aims(rows, example, check))
    print(report.table(rows), "", *found, "", report.machine(), sep="\n")
    if write:
        page = report.page(rows, found, repeats, datetime.now(UTC).date())
        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(page, encoding="utf-8")


def _builders(only: Sequence[str], tools: Path) -> list[Builder]:
    """The builders that were asked for and are there."""
    make: dict[str, Callable[[], Builder | None]] = {
        "ours": lambda: builders.ours(("nl",)),
        "both": lambda: builders.ours(("nl", "en")),
        "material": builders.material,
        "hugo": lambda: builders.hugo(tools),
        "eleventy": lambda: builders.eleventy(tools),
    }
    chosen = []
    for name in only:
        if name not in make:
            raise click.BadParameter(f"{name}: choose from {', '.join(make)}", param_hint="--only")
        builder = make[name]()
        if builder is None:
            _say(f"{name} is not in {tools}; skipped. Add --install to put it there.")
        else:
            chosen.append(builder)
    return chosen


def _compare(
    chosen: Sequence[Builder], size: int, repeats: int, place: Path, *, seed: int, edit: bool
) -> list[Row]:
    """Build in turns, so that whatever else the machine does falls on everyone."""
    entries = content.make(size, seed)
    changed = content.edited(entries)
    rows = [Row(builder, size) for builder in chosen]
    kept: dict[str, set[str]] = {}
    for row in rows:
        folder = place / row.builder.folder
        folder.mkdir(parents=True, exist_ok=True)
        measure.clean(folder, set())
        row.builder.prepare(entries, folder)
        kept[row.builder.folder] = {path.name for path in folder.iterdir()}
    for turn in range(repeats):
        for row in list(rows):
            builder, folder = row.builder, place / row.builder.folder
            _say(f"{size:,} insights, {turn + 1} of {repeats}: {builder.label}")
            try:
                measure.clean(folder, kept[builder.folder])
                row.cold.append(measure.run(builder.command, folder, builder.environment))
                row.site = measure.look(folder / builder.output)
                if edit:
                    before = measure.marks(folder / builder.output)
                    builder.prepare(changed, folder)
                    row.edit.append(measure.run(builder.command, folder, builder.environment))
                    after = measure.marks(folder / builder.output)
                    row.written = sum(before.get(name) != mark for name, mark in after.items())
                    builder.prepare(entries, folder)
            except BuildFailedError as error:
                _say(f"{builder.label} is left out: {error}")
                rows.remove(row)
    return rows


def _example(place: Path, repeats: int) -> list[Run]:
    """Cold builds of the example site."""
    folder = place / "example"
    builders.example(folder)
    kept = {path.name for path in folder.iterdir()}
    runs = []
    for _ in range(repeats):
        measure.clean(folder, kept)
        command = builders.yswd("build", "--as-of", str(AS_OF))
        runs.append(measure.run(command, folder))
    return runs


def _check(place: Path, repeats: int, seed: int) -> list[Run]:
    """``yswd check``, on a register in both languages."""
    folder = place / "check"
    folder.mkdir(parents=True, exist_ok=True)
    builders.ours(("nl", "en")).prepare(content.make(1_000, seed), folder)
    command = builders.yswd("check", "--as-of", str(AS_OF))
    return [measure.run(command, folder) for _ in range(repeats)]


def _profile(chosen: Sequence[Builder], counts: Sequence[int], seed: int, place: Path) -> None:
    for size in counts:
        entries = content.make(size, seed)
        for builder in chosen:
            if builder.name != builders.OURS:
                continue
            folder = place / f"profile-{size}" / builder.folder
            folder.mkdir(parents=True, exist_ok=True)
            measure.clean(folder, set())
            builder.prepare(entries, folder)
            _say(f"\n{size:,} insights: {builder.label}")
            command = [sys.executable, "-m", "benchmarks.sampling", *builder.command[1:]]
            here = {"PYTHONPATH": str(builders.REPOSITORY)}
            subprocess.run(command, cwd=folder, env={**measure.surroundings(), **here}, check=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
