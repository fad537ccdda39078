"""A long list in pages: which items stand on each, its address, and the pages to link to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.words import Words

T = TypeVar("T")

PER_PAGE = 50
"""Items on a page, unless a list says otherwise."""


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """A page of a list; ``base`` is the address of the first page, ``number`` counts from 1."""

    items: Sequence[T]
    number: int
    last: int
    total: int
    base: str

    def address(self, number: int) -> str:
        """The address of a page of the same list."""
        return self.base if number == 1 else f"{self.base}page/{number}/"

    @property
    def here(self) -> str:
        """The address of this page."""
        return self.address(self.number)

    def numbered(self, text: str, words: Words) -> str:
        """A title or description of the list, for this page: after the first with its number."""
        return text if self.number == 1 else words("page.numbered", title=text, number=self.number)

    @property
    def start(self) -> int:
        """The place of its first item in the whole list, from 1; for pages of :data:`PER_PAGE`."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def near(self) -> list[int]:
        """The pages to link to: the first, the last and those around; 0 where some are left out."""
        wanted = {1, self.last, *range(self.number - 1, self.number + 2)}
        numbers = sorted(number for number in wanted if 1 <= number <= self.last)
        row: list[int] = []
        for number in numbers:
            if row and number > row[-1] + 1:
                row.append(0)
            row.append(number)
        return row


def slices(items: Sequence[T], base: str, size: int = PER_PAGE) -> Iterator[Slice[T]]:
    """A list in pages; an empty list is one empty page."""
    last = max(1, -(-len(items) // size))
    for number in range(1, last + 1):
        part = items[(number - 1) * size : number * size]
        yield Slice(part, number, last, len(items), base)
