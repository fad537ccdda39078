"""Builds in turns, so that whatever else the machine does falls on everyone."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import builders, content, measure, same
from benchmarks.builders import OURS, Builder, Source
from benchmarks.content import Entry
from benchmarks.measure import BuildFailedError, Run, Site
from benchmarks.same import Comparison


@dataclass(slots=True)
class Row:
    """Everything measured of one builder at one size.

    ``edit`` are builds after the first edit since a cold one, ``later`` after the second, which
    takes it back; that is measured of our own, which begins where the site before the last ended.
    ``memory`` is the most held at once, in MB; ``written`` how many files a build after one edit
    wrote, ``edit_wrong`` those of them that should have been another.
    """

    builder: Builder
    size: int
    memory: float = 0
    cold: list[Run] = field(default_factory=list)
    edit: list[Run] = field(default_factory=list)
    later: list[Run] = field(default_factory=list)
    site: Site | None = None
    written: int = 0
    comparison: Comparison | None = None
    edit_wrong: Sequence[str] = ()

    @property
    def seconds(self) -> float:
        """The median of a cold build."""
        return median(run.wall for run in self.cold)

    @property
    def processor(self) -> float:
        """The median of the time of processors in a cold build, which other work hardly sways."""
        return median(run.processor for run in self.cold)

    @property
    def edit_seconds(self) -> float | None:
        """The median of a build after one edit, where that was measured."""
        return median(run.wall for run in self.edit) if self.edit else None

    @property
    def later_seconds(self) -> float | None:
        """The median of a build after a second edit."""
        return median(run.wall for run in self.later) if self.later else None


@dataclass(frozen=True, slots=True)
class Place:
    """A builder's folder: ``kept`` stays when all that builds made is cleared away, ``edits``
    has for each file that the edit touches what it says before and after."""

    builder: Builder
    folder: Path
    kept: frozenset[str]
    edits: Sequence[tuple[Path, bytes, bytes]]

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.folder / self.builder.output

    def write(self, edited: bool) -> None:
        """Make the edit, or take it back."""
        for path, before, after in self.edits:
            path.write_bytes(after if edited else before)

    def clear(self) -> None:
        """Take away the site and all that builds remember."""
        measure.clean(self.folder, self.kept)

    def build(self, watch: bool = False) -> Run:
        """Run the builder, after the disk has come to rest."""
        os.sync()
        return measure.run(self.builder.command, self.folder, self.builder.environment, watch=watch)


@dataclass(frozen=True, slots=True)
class Models:
    """The same source before and after the edit; ``changed`` are the files of our site that say
    something else after it."""

    before: Source
    after: Source
    changed: int


def models(size: int, seed: int, place: Path) -> Models:
    """Our own site before and after one edit: what others copy, and what is compared with."""
    entries = content.make(size, seed)
    sources = [
        _source(each, place / name)
        for each, name in ((entries, "model"), (content.edited(entries), "model-edited"))
    ]
    differing = measure.differing(sources[0].site, sources[1].site)
    return Models(sources[0], sources[1], len(differing))


def _source(entries: Sequence[Entry], folder: Path) -> Source:
    builder = builders.ours(("nl",))
    source = Source(entries, folder / builder.output)
    _emptied(folder)
    builder.prepare(source, folder)
    measure.run(builder.command, folder, watch=False)
    return source


def compare(
    chosen: Sequence[Builder], size: int, repeats: int, place: Path, *, seed: int, edit: bool
) -> tuple[list[Row], Models]:
    """Build with everyone in turns.

    The first turn does not count: it warms the disk's memory, is watched for how much a build
    holds, and its sites are compared with ours.
    """
    say(f"{size:,} insights: the pages that others are to make")
    found = models(size, seed, place)
    rows = [Row(builder, size) for builder in chosen]
    places = {row.builder.folder: _prepared(row.builder, found, place) for row in rows}
    for turn in range(repeats + 1):
        for row in list(rows):
            say(f"{size:,} insights, {turn} of {repeats}: {row.builder.label}")
            try:
                _turn(row, places[row.builder.folder], found, count=turn > 0, edit=edit)
            except BuildFailedError as error:
                say(f"{row.builder.label} is left out: {error}")
                rows.remove(row)
    return rows, found


def _turn(row: Row, place: Place, found: Models, *, count: bool, edit: bool) -> None:
    """One cold build and, when asked for, one after an edit."""
    place.clear()
    run = place.build(watch=not count)
    if count:
        row.cold.append(run)
    else:
        row.memory = run.memory
        row.site = measure.look(place.site)
        if row.builder.is_same:
            row.comparison = same.compare(found.before.site, place.site)
            say(f"  {row.comparison}")
    if not edit:
        return
    ours = row.builder.name == OURS
    compared = not count and ours and row.builder.languages == ("nl",)
    before = measure.marks(place.site)
    place.write(edited=True)
    run = place.build()
    after = measure.marks(place.site)
    wrong = measure.differing(found.after.site, place.site) if compared else []
    place.write(edited=False)
    later = place.build() if ours else None
    if count:
        row.edit.append(run)
        row.later += [later] if later else []
        return
    row.written = sum(before.get(name) != mark for name, mark in after.items())
    if compared:
        row.edit_wrong = [*wrong, *measure.differing(found.before.site, place.site)]


def _prepared(builder: Builder, found: Models, place: Path) -> Place:
    """A builder's folder with its content, and what the edit is there."""
    folder, edited = place / builder.folder, place / f"{builder.folder}-edited"
    for source, target in ((found.before, folder), (found.after, edited)):
        _emptied(target)
        builder.prepare(source, target)
    edits = [
        (folder / name, (folder / name).read_bytes(), (edited / name).read_bytes())
        for name in measure.differing(folder, edited)
    ]
    shutil.rmtree(edited)
    return Place(builder, folder, frozenset(path.name for path in folder.iterdir()), edits)


def _emptied(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    measure.clean(folder, set())


def say(text: str) -> None:
    """Progress, beside what the benchmark prints."""
    print(text, file=sys.stderr, flush=True)
