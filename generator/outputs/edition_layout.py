"""How the register of an edition is laid out: on which page an insight stands, and where in full.

A small edition has every text in full, in the order of the register. A large one has the texts
that are new or changed in it, as its file does; then a line for each other insight, below the
edition that has the text. So an edition of a thousand insights is a page, not a copy of all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.editions.edition import Edition
from generator.outputs.paging import Slice

IN_FULL = 100
"""Up to so many insights an edition has every text in full."""
PER_PAGE = 1_200
"""Lines on a page of an edition: enough for a thousand insights of which a few changed."""
OF_AN_ENTRY = 4
"""Lines that a text in full counts for where the other insights have a line each."""
OF_A_WHOLE_ENTRY = 34
"""And where every insight has its text: thirty-six to a page, so that it stays light to fetch."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an insight stands: the page of the edition, counted from 1, and the edition and page
    that have its text in full."""

    insight: str
    page: int
    edition: str
    page_in_full: int


@dataclass(frozen=True, slots=True)
class Layout:
    """An edition's insights in the order in which they are shown: texts in full come first."""

    edition: str
    places: Sequence[Place]
    by_insight: Mapping[str, Place]

    def pages(self, base: str) -> Iterator[Slice[Place]]:
        """The insights page by page; an edition without any is one empty page."""
        last = self.places[-1].page if self.places else 1
        parts = {page: list(part) for page, part in groupby(self.places, lambda place: place.page)}
        for number in range(1, last + 1):
            yield Slice(parts.get(number, []), number, last, len(self.places), base)

    @property
    def pages_of_texts(self) -> int:
        """How many pages have texts in full."""
        return max((one.page for one in self.places if one.edition == self.edition), default=0)

    def before(self, page: int) -> int:
        """How many insights stand on earlier pages."""
        return sum(place.page < page for place in self.places)


def layouts(editions: Iterable[Edition]) -> Mapping[str, Layout]:
    """The layout of each edition of a chain, by its id."""
    found: dict[str, Layout] = {}
    for edition in editions:
        found[edition.id] = _layout(edition, found)
    return found


def is_in_full(edition: Edition) -> bool:
    """Whether an edition's pages have every text."""
    return len(edition.register.insights) <= IN_FULL


def _layout(edition: Edition, before: Mapping[str, Layout]) -> Layout:
    names = [insight.id for insight in edition.register.insights]
    if is_in_full(edition):
        places = [
            _own(edition, name, number * OF_A_WHOLE_ENTRY) for number, name in enumerate(names)
        ]
    else:
        where = {name: edition.stands_in[f"insights.{name}"] for name in names}
        own = [name for name in names if where[name] == edition.id]
        places = [_own(edition, name, number * OF_AN_ENTRY) for number, name in enumerate(own)]
        others = {name: other for name, other in where.items() if other != edition.id}
        start = len(own) * OF_AN_ENTRY
        places += [
            Place(name, (start + number) // PER_PAGE + 1, other, page)
            for number, (_, page, other, name) in enumerate(_latest_first(others, before))
        ]
    return Layout(edition.id, places, {place.insight: place for place in places})


def _own(edition: Edition, name: str, line: int) -> Place:
    page = line // PER_PAGE + 1
    return Place(name, page, edition.id, page)


def _latest_first(
    others: Mapping[str, str], before: Mapping[str, Layout]
) -> list[tuple[int, int, str, str]]:
    """Insights by the edition and page with their text; each a rank, that page, that edition and
    the insight. ``others`` has the edition of each."""
    rank = {name: -number for number, name in enumerate(before)}
    found = []
    for name, where in others.items():
        found.append((rank[where], before[where].by_insight[name].page, where, name))
    return sorted(found, key=lambda each: each[:2])
