"""A file in pieces that can be judged alone: each insight, each score, and all else together.

The lines alone say where a piece begins, as the file may be no YAML at all.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.register.characters import indent_of
from generator.register.diagnosis.scan import LANGUAGE
from generator.register.model import Register
from generator.register.outline import FIELDS

Steps = Callable[[], tuple[int, int]]
"""The habits of the file, where somebody asks for them."""

_TOP = """format: 1
organisation: {{name: a, homepage: https://a.nl, feedback: https://a.nl,
  feed_authority: "a.nl,2026"}}
languages: [{languages}]
{section}:
"""
"""What stands above an insight or a score that is read alone."""
_ITEM = re.compile(r" *- +\{? *[\"']?id\b")
_SECTION = re.compile(r"(insights|scores):\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that are judged together, counted from 0; ``column`` is that of their list."""

    top: str
    numbers: Sequence[int]
    column: int | None = None

    def has_moved(self, lines: Sequence[str]) -> bool:
        """Whether it begins elsewhere than its list does."""
        return self.column is not None and indent_of(lines[self.numbers[0]]) != self.column


def pieces_of(lines: Sequence[str], languages: str, steps: Steps) -> Iterator[Piece]:
    """Each insight and score by itself, and everything else together, first."""
    rest: list[int] = []
    items: list[Piece] = []
    section, found = "", list[int]()
    seen: set[str] = set()
    for number, line in enumerate((*lines, "end:")):
        if found and _is_astray(line, seen):
            found.append(number)
        elif line[:1].isalpha():
            seen.add(line.partition(":")[0])
            if found:
                top = _TOP.format(languages=languages, section=section)
                items += _items(lines, found, top, steps)
            match = _SECTION.match(line)
            section, found = match[1] if match else "", []
            rest += [number] if not match and number < len(lines) else []
        elif section:
            found.append(number)
        else:
            rest.append(number)
    yield Piece("", rest)
    yield from items


def _is_astray(line: str, seen: Collection[str]) -> bool:
    """Whether a line at the left is of the entry above it, and lost its spaces."""
    name, colon, _ = line.partition(":")
    is_own = name in FIELDS or bool(LANGUAGE.fullmatch(name))
    return bool(colon) and is_own and (name in seen or name not in Register.model_fields)


def _items(lines: Sequence[str], numbers: Sequence[int], top: str, steps: Steps) -> Iterator[Piece]:
    """The items of a list: each starts with a dash in the column of the list."""
    dashes = [(n, indent_of(lines[n])) for n in numbers if lines[n].lstrip(" ").startswith("- ")]
    if not dashes:
        return
    named = [(n, at) for n, at in dashes if _ITEM.match(lines[n]) and not _is_action(lines, n)]
    named = named or dashes
    counts = Counter(column for _, column in named if column <= min(named[0][1] + 3, 4))
    if not counts:
        return
    column = _column(counts, steps)
    starts = [n for n, at in dashes if at == column]
    if dashes[0][0] < starts[0]:
        starts.insert(0, dashes[0][0])
    for start, end in zip(starts, [*starts[1:], numbers[-1] + 1], strict=True):
        yield Piece(top, range(start, end), column)


def _is_action(lines: Sequence[str], number: int) -> bool:
    return any(line.lstrip(" ").startswith("kind:") for line in lines[number + 1 : number + 4])


def _column(counts: Counter[int], steps: Steps) -> int:
    """The column of a list, by how many of its items stand at each.

    It is where this file has its lists, also where more items have moved than stayed: but not
    where so many more stand elsewhere that this must be the way of the list.
    """
    if len(counts) > 1:
        step = steps()[True]
        if 2 * counts[step] >= max(counts.values()):
            return step
    return min(counts, key=lambda column: (counts[column] == 1, column))


def concerned(
    lines: Sequence[str], pieces: Sequence[Piece], wrong: Collection[int]
) -> Iterator[tuple[Piece, set[int]]]:
    """The pieces with a line, from 1, that is wrong, each once; and the lines that count as its.

    What is wrong with a first line may come from the piece above: surely where that one has moved
    as a whole, which is told whatever else is wrong in this one.
    """
    for index, piece in enumerate(pieces):
        here = {number + 1 for number in piece.numbers}
        if here.isdisjoint(wrong):
            continue
        first = piece.numbers[0] + 1
        above = pieces[index - 1] if index > 1 and first in wrong else None
        if above is None or above.top != piece.top:
            yield piece, here
        elif above.has_moved(lines):
            yield above, {number + 1 for number in above.numbers} | {first}
            if not (here - {first}).isdisjoint(wrong):
                yield piece, here - {first}
        else:
            both = [*above.numbers, *piece.numbers]
            yield replace(piece, numbers=both), {number + 1 for number in both}
