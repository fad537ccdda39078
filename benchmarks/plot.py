"""A picture of growth: small charts in a row, drawn as SVG that is legible in light and dark."""

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape

from benchmarks.growth import Series
from benchmarks.measure import Run

WIDTH, HEIGHT = 300, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 18, 34, 34
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600; font-size: 13px; fill: #111 }
.paper { fill: #fff } .grid { stroke: #ddd } .even { stroke: #777; stroke-dasharray: 5 4 }
.line { stroke: #0b5cad; stroke-width: 2; fill: none } .dot { fill: #0b5cad }
@media (prefers-color-scheme: dark) {
text { fill: #ccc } .title { fill: #fff } .paper { fill: #16181d } .grid { stroke: #3a3f4a }
.even { stroke: #9aa0ab } .line { stroke: #7db8ff } .dot { fill: #7db8ff }
}
"""
MEASURES: Sequence[tuple[str, Callable[[Run], float]]] = (
    ("seconds", lambda run: run.wall),
    ("MB held", lambda run: run.memory),
)


def picture(found: Sequence[Series]) -> str:
    """The charts: a column for each thing that grows, a row for time and one for memory."""
    charts = "\n".join(
        chart
        for column, series in enumerate(found)
        for row, (unit, value) in enumerate(MEASURES)
        for chart in _chart(
            f"{unit} by number of {series.what}",
            [(number, value(run)) for number, run in series.points],
            (column * WIDTH, row * HEIGHT),
        )
    )
    width, height = max(1, len(found)) * WIDTH, len(MEASURES) * HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="what">\n'
        f'<title id="what">{escape(described(found))}</title>\n<style>{STYLE}</style>\n'
        f'<rect class="paper" width="{width}" height="{height}" rx="6"/>\n{charts}\n</svg>\n'
    )


def described(found: Sequence[Series]) -> str:
    """What the picture shows, in words."""
    return " ".join(
        f"{series.what.capitalize()}: "
        + ", ".join(
            f"{number:,} in {run.wall:.1f} s with {run.memory:.0f} MB"
            for number, run in series.points
        )
        + "."
        for series in found
    )


def _step(most: float) -> float:
    """Between two lines of an axis: 1, 2 or 5 times a power of ten, so that there are a few."""
    power: float = 10.0 ** math.floor(math.log10(most / 3)) if most > 0 else 1.0
    return max((step for step in (1, 2, 5) if step * power <= most / 3), default=1) * power


def _chart(
    title: str, points: Sequence[tuple[int, float]], corner: tuple[int, int]
) -> Iterator[str]:
    """One chart from zero; the dashes are the straight line through its first and last point."""
    most = max((value for _, value in points), default=1) * 1.05
    step = _step(most)
    marks = [place * step for place in range(int(most / step) + 1)]
    far = max((number for number, _ in points), default=1) or 1

    def across(number: float) -> str:
        return f"{LEFT + number / far * (WIDTH - LEFT - RIGHT):.1f}"

    def up(value: float) -> str:
        return f"{HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM):.1f}"

    yield f'<g transform="translate({corner[0]} {corner[1]})">'
    yield f'<text class="title" x="{LEFT}" y="20">{escape(title)}</text>'
    for mark in marks:
        yield f'<path class="grid" d="M{LEFT} {up(mark)}H{WIDTH - RIGHT}"/>'
        below = f"{float(up(mark)) + 4:.1f}"
        yield f'<text x="{LEFT - 6}" y="{below}" text-anchor="end">{mark:.3g}</text>'
    for number in sorted({0, *(number for number, _ in points)}):
        if number == 0 or number / far > 0.2:
            at = f'x="{across(number)}" y="{HEIGHT - BOTTOM + 18}"'
            yield f'<text {at} text-anchor="middle">{number:,}</text>'
    if len(points) > 1:
        (x1, y1), (x2, y2) = points[0], points[-1]
        yield f'<path class="even" d="M{across(x1)} {up(y1)}L{across(x2)} {up(y2)}"/>'
    way = "L".join(f"{across(number)} {up(value)}" for number, value in points)
    yield f'<path class="line" d="M{way}"/>'
    for number, value in points:
        yield f'<circle class="dot" cx="{across(number)}" cy="{up(value)}" r="3.5"/>'
    yield "</g>"
