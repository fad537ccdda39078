"""How time and memory grow with the number of insights, editions and languages."""

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import builders, content, editions, measure
from benchmarks.builders import REPOSITORY, Source
from benchmarks.content import AS_OF
from benchmarks.measure import BuildFailedError, Run
from benchmarks.rounds import say
from generator.editions.listing import SUMS
from generator.editions.store import FOLDER

INSIGHTS = (100, 1_000, 2_500, 5_000, 10_000)
EDITIONS = (0, 5, 10, 15, 20)
WITH_EDITIONS = 500
"""Insights in the sites with editions."""
LANGUAGES = ("nl", "en", "de")
WITH_LANGUAGES = 1_000
"""Insights in the sites with more languages."""
TIMES = 3
"""So often each site is built for its time."""


@dataclass(frozen=True, slots=True)
class Series:
    """What was measured of a growing site: one point for each number of ``what``."""

    what: str
    points: Sequence[tuple[int, Run]]


def grown(place: Path, seed: int, insights: Sequence[int] = INSIGHTS) -> list[Series]:
    """Measure all three; each build cold."""
    place.mkdir(parents=True, exist_ok=True)
    found = []
    for measured in (_insights, _editions, _languages):
        try:
            found.append(measured(place, seed, insights))
        except (BuildFailedError, AssertionError) as error:
            say(f"left out of the picture: {error}")
    return found


def _insights(place: Path, seed: int, sizes: Sequence[int]) -> Series:
    points = []
    for size in sizes:
        say(f"growth: {size:,} insights")
        points.append((size, _built(_fresh(place / "insights"), size, seed, ("nl",))))
    return Series("insights", points)


def _editions(place: Path, _seed: int, _sizes: Sequence[int]) -> Series:
    """The same site with ever more of its editions, from the first on."""
    folder, aside = _fresh(place / "editions"), _fresh(place / "editions-aside")
    say(f"growth: {max(EDITIONS)} editions of {WITH_EDITIONS:,} insights")
    editions.prepare(folder, WITH_EDITIONS, max(EDITIONS), ("nl",))
    kept = {path.name for path in folder.iterdir()}
    whole = folder / FOLDER
    shutil.copytree(whole, aside, dirs_exist_ok=True)
    sums = (aside / SUMS).read_text("utf-8").splitlines(keepends=True)
    points = []
    for count in EDITIONS:
        names = {f"edition-{number + 1}.json" for number in range(count)}
        measure.clean(whole, set())
        for name in names:
            shutil.copyfile(aside / name, whole / name)
        if count:
            lines = (line for line in sums if line.split()[-1].lstrip("*") in names)
            (whole / SUMS).write_text("".join(lines), "utf-8")
        measure.clean(folder, kept)
        points.append((count, _build(folder)))
    return Series("editions", points)


def _languages(place: Path, seed: int, _sizes: Sequence[int]) -> Series:
    """The third language is a copy of the software with a file of words in it, as the manual has
    it; its texts are the English ones."""
    copy = _with_german(_fresh(place / "software"))
    points = []
    for count in range(1, len(LANGUAGES) + 1):
        say(f"growth: {count} languages")
        folder = _fresh(place / "languages")
        run = _built(folder, WITH_LANGUAGES, seed, LANGUAGES[:count], {"PYTHONPATH": str(copy)})
        points.append((count, run))
    return Series("languages", points)


def _with_german(folder: Path) -> Path:
    for name in ("generator", "theme"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, folder / name, ignore=ignored)
    german = (folder / "generator" / "words" / "en.yml").read_text("utf-8")
    german = re.sub(r"(?m)^(\s*language:) English$", r"\1 Deutsch", german, count=1)
    german = german.replace("locale: en_GB", "locale: de_DE", 1)
    (folder / "generator" / "words" / "de.yml").write_text(german, "utf-8")
    return folder


def _built(
    folder: Path,
    size: int,
    seed: int,
    languages: Sequence[str],
    environment: Mapping[str, str] | None = None,
) -> Run:
    source = Source(content.make(size, seed), folder / "site")
    builders.ours(languages).prepare(source, folder)
    return _build(folder, environment)


def _build(folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Memory is taken in a turn of its own, as looking at it takes time; of the others the fastest
    counts: a line through single builds on a busy machine bends wherever somebody else was."""
    command = [sys.executable, "-m", "generator", "build", "--as-of", str(AS_OF)]
    kept = {path.name for path in folder.iterdir()}
    runs = []
    for watch in (True, *(False,) * TIMES):
        measure.clean(folder, kept)
        os.sync()
        runs.append(measure.run(command, folder, environment, watch=watch))
    watched, *timed = runs
    return replace(min(timed, key=lambda run: run.wall), memory=watched.memory)


def _fresh(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    measure.clean(folder, set())
    return folder


def bend(series: Series, name: str) -> float:
    """How far the points stand from the straight line through the first and the last one, at
    most, as a part of the largest: 0 for what grows evenly."""
    points = [(number, float(getattr(run, name))) for number, run in series.points]
    (x1, y1), (x2, y2) = points[0], points[-1]
    slope = (y2 - y1) / (x2 - x1)
    most = max(value for _, value in points)
    return max(abs(y - y1 - slope * (x - x1)) for x, y in points) / most
