"""Charts of scores as SVG: inline, without script or style, legible at any width.

Across, everything stands in percent of the width; up and down in pixels. So text keeps its size
on a phone and on a wide screen, and nothing has to be scaled. Colour adds to shape and never
replaces it: hollow and filled, dashed and solid, letters and numbers tell the same in black and
white. A reader who can't see the chart gets its gist as a description, and the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from markupsafe import Markup

from generator.facts.scores import PointFact, ScoreFact
from generator.outputs.chart_marks import Mark, labels, lanes, number_rows
from generator.outputs.chart_scale import axis, runs, ticks
from generator.outputs.figures import figure
from generator.outputs.templates import environment, period_in_words
from generator.register.model import Break
from generator.register.period import Period
from generator.words import Words

LEFT, RIGHT = 11.0, 94.0
"""Where the first and the last day stand, in percent of the width."""
PLOT = 220
LANE = 22


@dataclass(frozen=True, slots=True)
class Dot:
    """A point: ``x`` in percent, heights in pixels; ``low`` and ``high`` where known."""

    x: float
    y: float
    low: float | None
    high: float | None
    few: bool
    n: str
    row: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line between two points that follow each other; ``few`` where either has few answers."""

    x1: float
    y1: float
    x2: float
    y2: float
    few: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, worked out; the template only writes it down."""

    id: str
    title: str
    description: str
    dots: Sequence[Dot]
    line: Sequence[Stretch]
    ticks: Sequence[Mark]
    periods: Sequence[Mark]
    years: Sequence[Mark]
    hidden: Sequence[Mark]
    breaks: Sequence[Mark]
    actions: Sequence[Mark]
    target: Mark | None
    top: int

    @property
    def bottom(self) -> int:
        """The lower edge of the plot, in pixels."""
        return self.top + PLOT

    @property
    def height(self) -> int:
        """The height of the whole, in pixels."""
        return self.bottom + 72


def chart(fact: ScoreFact, actions: Sequence[date], words: Words) -> Markup:
    """A score through time; ``actions`` are the days that aimed at it, in order, numbered from 1.

    Empty where nothing may be published.
    """
    if not fact.rounds:
        return Markup()
    drawing = draw(fact, actions, words)
    part = environment().get_template("parts/chart.html")
    return Markup(part.render(drawing=drawing, t=words))  # noqa: S704  # autoescape is on


def draw(fact: ScoreFact, actions: Sequence[date], words: Words) -> Drawing:
    """Work out where everything stands."""
    first, last = _days(fact, actions)
    low, high, step = axis(fact)

    def x(day: date) -> float:
        """Where a day stands; a range of no days has its only point in the middle."""
        share = (day - first) / (last - first) if last > first else 0.5
        return round(LEFT + (RIGHT - LEFT) * share, 2)

    marks = lanes([(number, x(day)) for number, day in enumerate(actions, 1) if day >= first])
    top = 16 + LANE * (1 + max((mark.row for mark in marks), default=-1))

    def middle(period: Period) -> float:
        return x(period.start + (period.end - period.start) / 2)

    def y(value: float) -> float:
        return round(top + PLOT * (high - value) / (high - low), 1)

    numbers = [Mark(middle(point.period), words.number(point.estimate.n)) for point in fact.rounds]
    in_rows = number_rows(numbers)
    dots = [
        Dot(
            middle(point.period),
            y(point.estimate.value),
            None if point.estimate.low is None else y(point.estimate.low),
            None if point.estimate.high is None else y(point.estimate.high),
            point.few,
            number.text if number.at in in_rows else "",
            in_rows.get(number.at, 0),
        )
        for point, number in zip(fact.rounds, numbers, strict=True)
    ]
    place = {point.period: dot for point, dot in zip(fact.rounds, dots, strict=True)}
    shown = sorted([*place, *hidden(fact)])
    periods, years = labels([(middle(period), period) for period in shown], words)
    target = None if fact.score.target is None else float(fact.score.target)
    description = f"{_gist(fact, words)} {words('chart.in-table')}"
    return Drawing(
        fact.score.id,
        _title(fact, words),
        description,
        dots,
        [
            Stretch(place[a].x, place[a].y, place[b].x, place[b].y, place[a].few or place[b].few)
            for a, b in runs(fact)
        ],
        [Mark(y(value), figure(fact.score, value, words)) for value in ticks(low, high, step)],
        periods,
        years,
        [Mark(middle(period), "×") for period in hidden(fact)],
        [
            Mark(x(broken.period.start), letter)
            for letter, broken in lettered(fact)
            if broken.period.start <= last
        ],
        marks,
        None if target is None else _target(fact, y(target), dots, words),
        top,
    )


def sparkline(fact: ScoreFact, words: Words) -> Markup:
    """A score through time, small and without axes, to stand below its title and beside its figure.

    Empty where there are fewer than two rounds to show.
    """
    rounds = fact.rounds
    if len(rounds) < 2:
        return Markup()
    low, high, _ = axis(fact)
    first, last = rounds[0].period.start, rounds[-1].period.start
    place = {
        point.period: (
            round(4 + 112 * ((point.period.start - first) / (last - first)), 1),
            round(3 + 26 * (high - point.estimate.value) / (high - low), 1),
        )
        for point in rounds
    }
    part = environment().get_template("parts/sparkline.html")
    return Markup(  # noqa: S704  # autoescape is on
        part.render(
            label=_gist(fact, words),
            line=[(*place[a], *place[b]) for a, b in runs(fact)],
            dots=[(*place[p.period], p.few) for p in (*_alone(fact), rounds[-1])],
        )
    )


def lettered(fact: ScoreFact) -> list[tuple[str, Break]]:
    """The breaks after the first period that is shown, each with its letter in the chart."""
    shown = [*(point.period for point in fact.rounds), *fact.withheld]
    first = min((period.start for period in shown), default=date.max)
    breaks = sorted(fact.score.breaks, key=lambda broken: broken.period)
    later = [broken for broken in breaks if broken.period.start > first]
    return list(zip(ascii_uppercase, later, strict=False))


def _days(fact: ScoreFact, actions: Sequence[date]) -> tuple[date, date]:
    """The first and the last day of the chart; actions may come after the last round."""
    periods = [*(point.period for point in fact.rounds), *fact.withheld]
    first = min(period.start for period in periods)
    return first, max([*(period.end for period in periods), *actions])


def _target(fact: ScoreFact, at: float, dots: Sequence[Dot], words: Words) -> Mark:
    """The line of the target, with its name on the side where fewer points are near: row 1 is
    the right one."""

    def nearest(some: Sequence[Dot]) -> float:
        ends = [end for dot in some for end in (dot.y, dot.low, dot.high) if end is not None]
        return min(abs(at - 10 - end) for end in ends)

    few = max(1, len(dots) // 3)
    name = words("chart.target", figure=figure(fact.score, float(fact.score.target or 0), words))
    return Mark(at, name, int(nearest(dots[-few:]) > nearest(dots[:few])))


def hidden(fact: ScoreFact) -> list[Period]:
    """The periods that are withheld and that no published round is about."""
    shown = [point.period for point in fact.rounds]
    return sorted(
        period
        for period in fact.withheld
        if not any(period.start <= other.end and other.start <= period.end for other in shown)
    )


def _alone(fact: ScoreFact) -> list[PointFact]:
    """The rounds that no line touches."""
    joined = {period for pair in runs(fact) for period in pair}
    return [point for point in fact.rounds if point.period not in joined]


def _title(fact: ScoreFact, words: Words) -> str:
    return fact.score.title.in_language(words.language)[0]


def _gist(fact: ScoreFact, words: Words) -> str:
    """What a chart shows, in a few sentences, for readers who can't see it."""
    score, first, last = fact.score, fact.rounds[0], fact.rounds[-1]
    by_value = sorted(fact.rounds, key=lambda point: point.estimate.value)

    def said(point: PointFact) -> dict[str, str]:
        return {
            "figure": figure(score, point.estimate.value, words),
            "period": period_in_words(point.period, words),
        }

    if len(fact.rounds) == 1:
        return words("chart.one", **said(first))
    ends = {
        f"{name}_{key}": value
        for name, point in (
            ("first", first),
            ("last", last),
            ("lowest", by_value[0]),
            ("highest", by_value[-1]),
        )
        for key, value in said(point).items()
    }
    gist = words("chart.gist", n=len(fact.rounds), **ends)
    breaks = [broken.period for broken in score.breaks]
    since = [one for one in breaks if first.period.start < one.start <= last.period.start]
    if since:
        gist += " " + words("chart.apart", period=period_in_words(max(since), words))
    return gist
