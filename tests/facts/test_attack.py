"""Someone tries every sum and difference of what is public, to find a few people.

Written apart from the code that it tests: this knows who really answered, and tries.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

import pytest

from generator.facts.suppression import publishable
from generator.register.model import Register
from tests.facts.scoring import scores, written

MINIMUM = 10
PERIODS = {
    "2026-Q1": (0,),
    "2026-Q2": (1,),
    "2026-H1": (0, 1),
    "2026-H2": (2,),
    "2026": (0, 1, 2),
}
NAMES = ("organisation", "product-0", "product-1", "contact-0", "contact-1")
DRAWS = 500


@dataclass(frozen=True)
class Group:
    """People with the same product, contact, stretch of time and first edition."""

    time: int
    product: int
    contact: int
    since: int
    n: int

    def answered(self, name: str, period: str, edition: int) -> bool:
        """Whether they are in a figure."""
        level, _, number = name.partition("-")
        mine = {"organisation": "", "product": str(self.product), "contact": str(self.contact)}
        return self.time in PERIODS[period] and self.since <= edition and mine[level] == number


@dataclass(frozen=True)
class Figure:
    """A public number, and how often each group counts in it."""

    name: str
    period: str
    edition: int
    n: int
    counts: tuple[int, ...]


def people(chance: Random, editions: int) -> list[Group]:
    """Who answered: many groups are small or empty; a product 2 is one without a score."""
    most, empty = chance.choice([4, 8, 15, 25]), chance.random() * 0.7
    products, contacts = chance.choice([2, 3]), chance.choice([2, 3])
    return [
        Group(*place, n=0 if chance.random() < empty else chance.randint(1, most))
        for place in product(range(3), range(products), range(contacts), range(editions))
    ]


def published(chance: Random) -> list[Figure]:
    """What is public of a register that is published once, or a few times with late answers."""
    editions = chance.choice([1, 1, 2, 3])
    groups = people(chance, editions)
    wanted = chance.sample(
        list(product(NAMES, PERIODS)), chance.randint(2, 8 if editions == 1 else 4)
    )
    found: dict[tuple[str, str, int], Figure] = {}
    earlier: list[Register] = []
    for edition in range(editions):
        figures = [
            figure(groups, name, period, edition)
            for name, period in wanted
            if editions == 1 or chance.random() < 0.75
        ]
        public = publishable(scores(*as_scores(figures)), MINIMUM, earlier)
        earlier.append(public)
        shown = {(s.id, p.period.text, p.n) for s in public.scores for p in s.points}
        for one in figures:
            if (one.name, one.period, one.n) in shown:
                found.setdefault((one.name, one.period, one.n), one)
    return list(found.values())


def figure(groups: Sequence[Group], name: str, period: str, edition: int) -> Figure:
    counts = tuple(int(group.answered(name, period, edition)) for group in groups)
    n = sum(group.n for group, inside in zip(groups, counts, strict=True) if inside)
    return Figure(name, period, edition, n, counts)


def as_scores(figures: Sequence[Figure]) -> Iterator[dict[str, Any]]:
    for name in NAMES:
        points = [{"period": f.period, "n": f.n, "positive": 0} for f in figures if f.name == name]
        yield written(points, name, level=name.partition("-")[0])


def attack(known: Sequence[Figure]) -> tuple[int, ...] | None:
    """The way to a group of 1 to 9 people: which figures to add, leave and subtract."""
    for way in product((0, 1, -1), repeat=len(known)):
        people = sum(times * figure.n for times, figure in zip(way, known, strict=True))
        if 0 < people < MINIMUM:
            used = [(times, one.counts) for times, one in zip(way, known, strict=True) if times]
            columns = zip(
                *([times * count for count in counts] for times, counts in used), strict=True
            )
            if all(sum(column) >= 0 for column in columns):
                return way
    return None


def test_the_attack_finds_what_is_there() -> None:
    groups = [Group(time, 0, 0, 0, n) for time, n in enumerate((20, 4, 30))]
    open_to = [figure(groups, "organisation", period, 0) for period in ("2026-H1", "2026-Q1")]
    assert attack(open_to) == (1, -1)


@pytest.mark.parametrize("part", range(5))
def test_no_way_leads_to_a_few_people(part: int) -> None:
    for draw in range(part * DRAWS // 5, (part + 1) * DRAWS // 5):
        known = published(Random(draw))[:8]  # the same draws every time
        way = attack(known)
        assert way is None, (draw, [one for one in zip(way, known, strict=True) if one[0]])
