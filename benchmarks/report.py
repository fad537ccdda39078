"""The table: medians, ratios, versions and the machine, and whether the aims are met."""

import os
import platform
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.builders import HUGO_NAME, MATERIAL, OURS, Builder
from benchmarks.measure import Run, Site


@dataclass(slots=True)
class Row:
    """Everything measured of one builder at one size."""

    builder: Builder
    size: int
    cold: list[Run] = field(default_factory=list)
    edit: list[Run] = field(default_factory=list)
    site: Site | None = None
    written: int = 0

    @property
    def seconds(self) -> float:
        """The median of a cold build."""
        return median(run.wall for run in self.cold)

    @property
    def processor(self) -> float:
        """The median of the time of processors in a cold build, which other work hardly sways."""
        return median(run.processor for run in self.cold)

    @property
    def memory(self) -> float:
        """The median of the most memory at once, in MB."""
        return median(run.memory for run in self.cold)

    @property
    def edit_seconds(self) -> float | None:
        """The median of a build after one edit, where that was measured."""
        return median(run.wall for run in self.edit) if self.edit else None


@dataclass(frozen=True, slots=True)
class Aim:
    """Something to reach: a figure that should be at most ``most``."""

    what: str
    found: float
    most: float
    unit: str = ""

    def __str__(self) -> str:
        verdict = "pass" if self.found <= self.most else "FAIL"
        found, most = f"{self.found:.2f}{self.unit}", f"{self.most:g}{self.unit}"
        return f"{verdict}: {self.what}: {found} (at most {most})"


def table(rows: Sequence[Row]) -> str:
    """All rows as a Markdown table; ratios are to Hugo where it was measured."""
    heads = (
        *(
            "Insights",
            "Builder",
            "Seconds (spread)",
            "Processor, s",
            "Ours / this",
            "MB held",
            "Pages",
        ),
        *("Files", "MB made", "After one edit, s", "Files written"),
    )
    marks = ["---" if head == "Builder" else "---:" for head in heads]
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, marks)]
    for row in rows:
        walls = sorted(run.wall for run in row.cold)
        own = _of(rows, row.size, OURS)
        same = own is None or row.builder.name == OURS
        ratio = "" if same or own is None else f"{own.seconds / row.seconds:.2f}"
        site = row.site or Site(0, 0, 0)
        edit, written = "", ""
        if row.edit_seconds is not None:
            edit, written = f"{row.edit_seconds:.2f}", f"{row.written:,}"
        cells = (
            *(f"{row.size:,}", f"{row.builder.label} {row.builder.version}"),
            *(f"{row.seconds:.2f} ({walls[0]:.2f}–{walls[-1]:.2f})", f"{row.processor:.2f}"),
            *(ratio, f"{row.memory:.0f}", f"{site.pages:,}", f"{site.files:,}"),
            *(f"{site.megabytes:.1f}", edit, written),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def aims(rows: Sequence[Row], example: Sequence[Run], check: Sequence[Run]) -> Iterator[Aim]:
    """What the builds were meant to reach, as far as it was measured."""
    for what, runs, most in (
        ("the example site", example, 3),
        ("yswd check of 1,000 insights", check, 1),
    ):
        if runs:
            busy = median(run.processor for run in runs)
            named = f"{what} ({busy:.2f} s of processor)"
            yield Aim(named, median(run.wall for run in runs), most, " s")
    for size in sorted({row.size for row in rows} - {100}):
        own, hugo, material = (_of(rows, size, name) for name in (OURS, HUGO_NAME, MATERIAL))
        if own and material:
            ratio = own.seconds / material.seconds
            yield Aim(f"{size:,} insights, against plain Material", ratio, 1.5, "×")
            yield Aim(f"{size:,} insights, a tenth of Material's time", ratio, 0.1, "×")
        if own and hugo:
            yield from _against_hugo(own, hugo)


def _against_hugo(own: Row, hugo: Row) -> Iterator[Aim]:
    size, large = f"{own.size:,} insights", own.size >= 10_000
    yield Aim(f"{size}, against Hugo", own.seconds / hugo.seconds, 0.6 if large else 1, "×")
    if large:
        yield Aim(f"{size}, memory against Hugo", own.memory / hugo.memory, 0.5, "×")
    if large and own.edit_seconds:
        ratio = own.edit_seconds / hugo.seconds
        yield Aim(f"{size}, one edit against Hugo's whole build", ratio, 0.25, "×")


def _of(rows: Sequence[Row], size: int, name: str) -> Row | None:
    """The row of a builder in one language."""
    return next(
        (
            row
            for row in rows
            if (row.size, row.builder.name, len(row.builder.languages)) == (size, name, 1)
        ),
        None,
    )


def machine() -> str:
    """Where this was measured."""
    model = platform.processor() or platform.machine()
    memory = ""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
        total = Path("/proc/meminfo").read_text(encoding="utf-8").split()[1]
        memory = f", {int(total) / 1024**2:.0f} GB"
    except OSError:
        pass
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores of {model}{memory}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; load {load:.1f} at the end"
    )


PAGE = """# How fast it builds

Measured on {day} with `make benchmark`, {repeats} times each, in turns; medians of whole processes.
Machine: {machine}. A load above the number of cores says that other work ran too: the time of
processors then tells more than the clock.

{table}

{aims}

## What is compared

Everyone builds the same made-up insights: ten years of them, with all kinds and statuses, seeded,
hardly a text twice. Everyone makes a page an insight with the whole frame around it, lists of
fifty by status, topic, journey step, segment and party, a sitemap and, but for Material, a feed
for each list. Hugo and Eleventy have small themes of our own in `benchmarks/peers/`; Material for
MkDocs gets each page as Markdown outside its navigation. All of them build one language; the
second row of ours is the same register with two.

{unequal}

- A cold build starts without the site and without anything a build before it left behind. Other
  programs may have read the same files just before, so the disk is warm for everyone.
- *After one edit*: one sentence of one insight changed, with what the last build left behind.
  *Files written* are those that are new on the disk after it.
- *Memory* is the most that the process and its children held at once.
- *Processor* adds up all cores: Hugo uses both.
- *Ours / this* below 1 means that we are faster.
"""

UNEQUAL = (
    "What is not equal: we write each feed in three formats, and three more for every insight, as "
    "well as the page for promises, embeds, open data and the index for the filters, which the "
    "others don't have; they write an index for search, of which Material's also serves its "
    "search box."
)


def page(rows: Sequence[Row], found: Sequence[Aim], repeats: int, day: date) -> str:
    """The page with the table, its date and its machine."""
    lines = "\n".join(f"- {aim}" for aim in found)
    return PAGE.format(
        day=day,
        repeats=repeats,
        machine=machine(),
        table=table(rows),
        aims=lines,
        unequal=textwrap.fill(UNEQUAL, 98),
    )
