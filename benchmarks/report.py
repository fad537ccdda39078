"""The tables: medians, ratios, versions and the machine, and whether the aims are met."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import weight
from benchmarks.builders import HUGO_NAME, MATERIAL, OURS, SAME, SMALL
from benchmarks.growth import Series, bend
from benchmarks.measure import Run, Site
from benchmarks.preview import Preview
from benchmarks.rounds import Row
from benchmarks.weight import Weight

START, END = "<!-- benchmarks: written by make benchmark -->", "<!-- end of benchmarks -->"
"""The README's table stands between these."""
PICTURE = "images/benchmarks.svg"
"""The picture of growth, beside the page."""


GIVEN = {
    "pictures": "copy them",
    "open data": "copy it",
    "calendar": "copy it",
    "editions": "copy them",
    "checking": "don't",
    "working out": "are given it",
    "pages: scores": "are given the body",
    "pages: the others": "are given the body",
}
"""Rooms whose work the others don't have."""


@dataclass(slots=True)
class Found:
    """Everything that one run of the benchmark measured.

    ``changed`` has, by size, how many files of our site one edit changes; ``rooms`` what part of
    our own time (0 to 1) goes where, at 1,000.
    """

    day: date
    repeats: int
    rows: list[Row] = field(default_factory=list)
    changed: dict[int, int] = field(default_factory=dict)
    example: list[Run] = field(default_factory=list)
    check: list[Run] = field(default_factory=list)
    check_both: list[Run] = field(default_factory=list)
    previews: list[Preview] = field(default_factory=list)
    heaviest: list[Weight] = field(default_factory=list)
    growth: list[Series] = field(default_factory=list)
    rooms: Mapping[str, float] = field(default_factory=dict)

    def row(self, size: int, name: str, theme: str = "") -> Row | None:
        """The row of a builder in one language."""
        return next(
            (
                row
                for row in self.rows
                if (row.size, row.builder.name, row.builder.theme) == (size, name, theme)
                and len(row.builder.languages) == 1
            ),
            None,
        )

    @property
    def sizes(self) -> list[int]:
        """The numbers of insights, the smallest first."""
        return sorted({row.size for row in self.rows})


@dataclass(frozen=True, slots=True)
class Aim:
    """Something to reach: a figure that should be at most ``most``."""

    what: str
    found: float
    most: float
    unit: str = ""

    @property
    def is_reached(self) -> bool:
        """Whether it is."""
        return self.found <= self.most

    def __str__(self) -> str:
        verdict = "pass" if self.is_reached else "FAIL"
        found, most = f"{self.found:.2f}{self.unit}", f"{self.most:g}{self.unit}"
        return f"{verdict}: {self.what}: {found} (at most {most})"


def table(found: Found) -> str:
    """All rows as a Markdown table."""
    heads = (
        *("Insights", "Builder", "Seconds (spread)", "Processor, s", "Ours / this"),
        *("MB held", "Pages", "Files", "MB made", "After one edit, s", "Files written"),
    )
    lines = []
    for row in found.rows:
        walls = sorted(run.wall for run in row.cold)
        own = found.row(row.size, OURS)
        ratio = f"{own.seconds / row.seconds:.2f}" if own and row.builder.name != OURS else ""
        site = row.site or Site(0, 0, 0)
        edit, written = "", ""
        if row.edit_seconds is not None:
            then = f", then {row.later_seconds:.2f}" if row.later_seconds else ""
            edit, written = f"{row.edit_seconds:.2f}{then}", f"{row.written:,}"
        cells = (
            *(f"{row.size:,}", f"{row.builder.label} {row.builder.version}"),
            *(f"{row.seconds:.2f} ({walls[0]:.2f}–{walls[-1]:.2f})", f"{row.processor:.2f}"),
            *(ratio, f"{row.memory:.0f}", f"{site.pages:,}", f"{site.files:,}"),
            *(f"{site.megabytes:.1f}", edit, written),
        )
        lines.append(cells)
    return _markdown(heads, lines, "Builder")


def short_table(found: Found) -> str:
    """The README's: who, how long for the largest sizes, what after one edit, how much memory."""
    heads = (
        *("Insights", "Builder", "Cold build, s", "Ours / this", "After one edit, s"),
        *("Files written", "MB held"),
    )
    lines = []
    for size in found.sizes[-2:]:
        own = found.row(size, OURS)
        for row in (row for row in found.rows if row.size == size):
            if len(row.builder.languages) > 1 or row.builder.theme == SMALL:
                continue
            edit, written = "", ""
            if row.edit_seconds is not None:
                edit, written = f"{row.edit_seconds:.1f}", f"{row.written:,}"
            ratio = f"{own.seconds / row.seconds:.2f}" if own and own is not row else ""
            name = f"{row.builder.name} {row.builder.version}"
            mb = f"{row.memory:.0f}"
            lines.append((f"{size:,}", name, f"{row.seconds:.1f}", ratio, edit, written, mb))
    return _markdown(heads, lines, "Builder")


def _markdown(heads: Sequence[str], lines: Sequence[Sequence[str]], left: str) -> str:
    marks = ["---" if head == left else "---:" for head in heads]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, marks, *lines))


def aims(found: Found) -> Iterator[Aim]:
    """What the builds were meant to reach, as far as it was measured."""
    for size in (size for size in found.sizes if size >= 1_000):
        yield from _of_size(found, size)
    for preview in found.previews:
        if preview.size >= 1_000:
            yield Aim(f"an edit shows in the preview at {preview.size:,}", preview.seconds, 1, " s")
    for what, runs, most in (
        ("the example site, cold", found.example, 3),
        ("yswd check of 1,000 insights", found.check, 1),
        ("yswd check of them in two languages", found.check_both, 1),
    ):
        if runs:
            busy = median(run.processor for run in runs)
            named = f"{what} ({busy:.2f} s of processor)"
            yield Aim(named, median(run.wall for run in runs), most, " s")
    if found.heaviest:
        heaviest = found.heaviest[0]
        named = f"the heaviest page, compressed ({heaviest.address})"
        yield Aim(named, heaviest.sent / 1000, weight.MOST / 1000, " kB")
    for series in found.growth:
        for what, value in (("time", bend(series, "wall")), ("memory", bend(series, "memory"))):
            yield Aim(f"{what} by {series.what}, off a straight line", 100 * value, 20, "%")


def _of_size(found: Found, size: int) -> Iterator[Aim]:
    own, hugo = found.row(size, OURS), found.row(size, HUGO_NAME, SAME)
    material = found.row(size, MATERIAL)
    named, large = f"{size:,} insights", size >= 10_000
    if own and material:
        ratio = own.seconds / material.seconds
        yield Aim(f"{named}, against plain Material", ratio, 0.1, "×")
    if own and hugo:
        yield Aim(f"{named}, against Hugo", own.seconds / hugo.seconds, 0.6 if large else 1, "×")
        yield Aim(f"{named}, memory against Hugo", own.memory / hugo.memory, 0.5, "×")
        if own.edit_seconds and large:
            ratio = own.edit_seconds / hugo.seconds
            yield Aim(f"{named}, one edit against Hugo's whole build", ratio, 0.25, "×")
        if own.later_seconds and large:
            ratio = own.later_seconds / hugo.seconds
            yield Aim(f"{named}, an edit after that", ratio, 0.25, "×")
    if own and own.edit:
        more = own.written - found.changed[size]
        yield Aim(f"{named}, files written after one edit that say nothing new", more, 0)
        yield Aim(f"{named}, files wrong after one edit", len(own.edit_wrong), 0)


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


PAGE = (Path(__file__).parent / "page.md").read_text(encoding="utf-8")


def page(found: Found) -> str:
    """The page with the table, its date and its machine."""
    return PAGE.format(
        day=found.day,
        repeats=found.repeats,
        machine=machine(),
        table=table(found),
        aims=_listed(aims(found)),
        same=_listed(
            f"{row.size:,} insights, {row.builder.label}: {row.comparison}"
            for row in found.rows
            if row.comparison
        ),
        picture=f"![Time and memory by size]({PICTURE})" if found.growth else "Not measured.",
        rooms=rooms_table(found),
        previews=_listed(found.previews),
        heaviest=_listed(found.heaviest),
    )


def rooms_table(found: Found) -> str:
    """Where our own time goes, and which of it the others spend too."""
    lines = [
        (room, f"{share:.0%}", GIVEN.get(room, "do it too"))
        for room, share in found.rooms.items()
        if share >= 0.005
    ]
    if not lines:
        return "Not measured this time."
    heads = ("Our work at 1,000", "Part of our time", "Hugo and Eleventy, same pages")
    saved = sum(share for room, share in found.rooms.items() if room in GIVEN)
    return (
        f"Of our time at 1,000 insights, {saved:.0%} goes to what the others don't do:\n\n"
        + _markdown(heads, lines, heads[0])
    )


def _listed(items: Iterator[object] | Sequence[object]) -> str:
    return "\n".join(f"- {item}" for item in items) or "- not measured this time"


def in_readme(readme: str, found: Found) -> str:
    """The README with this table in place of the last one."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"README.md has no place for the table: {START} … {END}")
    every = list(aims(found))
    reached = sum(aim.is_reached for aim in every)
    verdict = f"{reached} of {len(every)} aims are reached. " if every else ""
    text = (
        f"Measured on {found.day} with one language on {os.cpu_count()} cores; medians of "
        f"{found.repeats}. Hugo and Eleventy write the same pages and feeds, plain Material the "
        f"pages of insights and lists alone. {verdict}[All figures, and what is compared]"
        "(docs/benchmarks.md)."
    )
    return f"{before}{START}\n{short_table(found)}\n\n{text}\n{END}{after}"
