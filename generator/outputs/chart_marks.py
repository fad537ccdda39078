"""Texts in a chart: where each stands, and which fit beside each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.outputs.figures import short_period
from generator.register.period import Period
from generator.words import Words

_PHONE = 288  # pixels: the width of a chart on the narrowest phone
_APART = 7.5  # percent of the width that the number of an action takes
_YEAR = 28  # pixels that a year takes


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a place: a label on an axis, a break, an action."""

    at: float
    text: str
    row: int = 0


def lanes(actions: Sequence[tuple[int, float]]) -> list[Mark]:
    """The numbers of actions above the plot, from left to right, a row higher where one would
    cover another."""
    taken: list[float] = []  # where the last number in each row stands
    marks = []
    for number, x in actions:
        row = next((row for row, at in enumerate(taken) if x - at >= _APART), len(taken))
        taken[row:] = [x, *taken[row + 1 :]]
        marks.append(Mark(x, str(number), row))
    return marks


def _fitting(marks: Sequence[Mark]) -> list[Mark]:
    """The texts that fit beside each other on a phone, seen from the last: that is the news."""
    kept: list[Mark] = []
    for mark in reversed(marks):
        room = _room(mark, kept[-1]) if kept else math.inf
        if room >= 4 + 6.5 * (len(mark.text) + len(kept[-1].text if kept else "")) / 2:
            kept.append(mark)
    return kept[::-1]


def number_rows(numbers: Sequence[Mark]) -> dict[float, int]:
    """Where the numbers of answers stand: all in one row where they fit, else in two."""
    if len(_fitting(numbers)) == len(numbers):
        return {mark.at: 0 for mark in numbers}
    upper, lower = numbers[-1::-2], numbers[-2::-2]
    return {
        mark.at: row for row, half in enumerate((upper, lower)) for mark in _fitting(half[::-1])
    }


def labels(periods: Sequence[tuple[float, Period]], words: Words) -> tuple[list[Mark], list[Mark]]:
    """The names of periods along the axis, and each year below the first of its periods."""
    names: list[Mark] = []
    years: list[Mark] = []
    known = ""
    for x, period in periods:
        name, year = short_period(period, words)
        names.append(Mark(x, name))
        if year and year != known:
            years.append(Mark(x, year))
            known = year
    return _fitting(names), _years(years)


def _years(years: Sequence[Mark]) -> list[Mark]:
    """The years that fit beside each other on a phone, seen from the last, and always the first.

    A first year on row 1 makes way for the next one: it ends where it would else have its middle.
    """
    kept: list[Mark] = []
    for year in reversed(years):
        if not kept or _room(year, kept[-1]) >= _YEAR:
            kept.append(year)
    if not years or kept[-1] == years[0]:
        return kept[::-1]
    while kept and _room(years[0], kept[-1]) < _YEAR / 2 + 2:
        kept.pop()
    row = int(bool(kept) and _room(years[0], kept[-1]) < _YEAR)
    return [replace(years[0], row=row), *kept[::-1]]


def _room(one: Mark, other: Mark) -> float:
    """The pixels between the middles of two texts on a phone."""
    return (other.at - one.at) * _PHONE / 100
