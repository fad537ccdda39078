"""The line, or the lines together, at the wrong column: found by trying.

Spaces in front say what belongs to what. A line that is shifted makes another line stumble, or
makes sense where it doesn't belong and brings ten faults along. The line whose move makes
everything around it right again is the one where the mistake was made. What was pasted is shifted
as a whole: then it is the lines whose move makes all even. Only the insight, the score or the top
of the file with the fault is read again, so a large file takes no longer.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from generator.problems import Place, Problem
from generator.register.characters import LINE, indent_of
from generator.register.diagnosis import habits
from generator.register.diagnosis.scan import DASH, KEY, LANGUAGE, indent
from generator.register.model import Register
from generator.register.moves import Layout, Move, Usage
from generator.register.outline import FIELDS
from generator.register.tree import Source

Judge = Callable[[str], Iterable[str]]
"""The codes of what is wrong with the text of a small register, each as soon as it is known."""

MOST_PARTS, MOST_LINES, MOST_TRIES, MOST_BLOCKS = 5, 300, 250, 40
"""Of one file, of one part of it, and of one part: beyond that, nobody's slip of the finger.
Of lines that move together, those that leave it most even are tried."""

_CAUSED = """
    indent-key indent-dash indent-left indent-text yaml-not-readable colon-in-text colon-missing
    text-below-key mark-missing dash-missing list-without-name key-twice key-elsewhere
    key-not-indented unknown-key action-not-indented text-language text-is-a-list not-one-value
    not-a-list not-a-mapping list-empty list-joined paragraphs-joined value-missing value-needed
    field-missing
"""
CAUSED = frozenset(_CAUSED.split())
"""What a line at the wrong column can look like."""

_CLEAR = {
    "text-below-key", "language-missing", "text-without-name", "dash-lost", "dash-other",
    "dash-too-many", "dash-twice", "marks-around-name", "indent-tab", "indent-tabs",
    "indent-space", "indent-spaces",
}  # fmt: skip
"""What needs no trying, and would stand in its way."""

_TOP = "format: 1\norganisation: {{name: a, homepage: https://a.nl, feedback: https://a.nl, "
_TOP += 'feed_authority: "a.nl,2026"}}\nlanguages: [{languages}]\n{section}:\n'
_ITEM = re.compile(r" *- +\{? *[\"']?id\b")
_SECTION = re.compile(r"(insights|scores):\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that are judged together: an insight, a score, or all else. Lines count from 0.

    An insight or a score begins at the ``column`` of its list.
    """

    top: str
    numbers: Sequence[int]
    column: int | None = None

    def has_moved(self, lines: Sequence[str]) -> bool:
        """Whether it begins elsewhere."""
        return self.column is not None and indent_of(lines[self.numbers[0]]) != self.column


def straightened(
    source: Source, problems: Sequence[Problem], languages: Iterable[str], judge: Judge
) -> tuple[list[Problem], list[str]]:
    """The problems of a file, with one for each shifted line instead of what it brought along.

    With them the text of each part as it was meant, in which names stand that the file lost.
    """
    caused = [p for p in problems if p.code in CAUSED and p.place.file == source.file]
    kept, meant = list(problems), list[str]()
    if not caused:
        return kept, meant
    lines = LINE.split(source.text)
    steps = cache(lambda: habits(lines))
    parts = list(_parts(lines, ",".join(languages), steps))
    items = (number for part in parts[1:] for number in part.numbers)
    usage = cache(lambda: Usage(lines, steps(), items))
    for part, here in islice(_concerned(lines, parts, caused), MOST_PARTS):
        faults = [problem for problem in caused if problem.place.line in here]
        clear = any(_is_clear(problem) and problem.place.line in here for problem in problems)
        move = None if clear else _best(usage, lines, part, faults, judge)
        if move is None:
            continue
        gone = set(map(id, faults))
        kept = [problem for problem in kept if id(problem) not in gone]
        kept.append(_told(source.file, lines, part, move))
        meant.append(_text(lines, part, move))
    return kept, meant


def _is_clear(problem: Problem) -> bool:
    """Whether a problem says by itself what was meant: such as a name with a capital."""
    key, near = problem.facts.get("key", ""), problem.facts.get("nearest", "")
    return problem.code in _CLEAR or (problem.code == "unknown-key" and key.lower() == near)


def _parts(
    lines: Sequence[str], languages: str, steps: Callable[[], tuple[int, int]]
) -> Iterator[_Part]:
    """Each insight and score by itself, and everything else together, first."""
    rest: list[int] = []
    items: list[_Part] = []
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
    yield _Part("", rest)
    yield from items


def _is_astray(line: str, seen: Collection[str]) -> bool:
    """Whether a line at the left is of the entry above it, and lost its spaces."""
    name, colon, _ = line.partition(":")
    is_own = name in FIELDS or bool(LANGUAGE.fullmatch(name))
    return bool(colon) and is_own and (name in seen or name not in Register.model_fields)


def _items(
    lines: Sequence[str], numbers: Sequence[int], top: str, steps: Callable[[], tuple[int, int]]
) -> Iterator[_Part]:
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
        yield _Part(top, range(start, end), column)


def _is_action(lines: Sequence[str], number: int) -> bool:
    return any(line.lstrip(" ").startswith("kind:") for line in lines[number + 1 : number + 4])


def _column(counts: Counter[int], steps: Callable[[], tuple[int, int]]) -> int:
    """The column of a list, by how many of its items stand at each.

    It is where this file has its lists, also where more items have moved than stayed: but not
    where so many more stand elsewhere that this must be the way of the list.
    """
    if len(counts) > 1:
        step = steps()[True]
        if 2 * counts[step] >= max(counts.values()):
            return step
    return min(counts, key=lambda column: (counts[column] == 1, column))


def _concerned(
    lines: Sequence[str], parts: Sequence[_Part], problems: Iterable[Problem]
) -> Iterator[tuple[_Part, set[int]]]:
    """The parts with a fault, each once, and the lines, from 1, of which the faults count.

    A fault on a first line may come from the part above: surely where that one has moved as a
    whole, which is told whatever else is wrong in this one.
    """
    wrong = {problem.place.line for problem in problems}
    for index, part in enumerate(parts):
        here = {number + 1 for number in part.numbers}
        if wrong.isdisjoint(here):
            continue
        first = part.numbers[0] + 1
        above = parts[index - 1] if index > 1 and first in wrong else None
        if above is None or above.top != part.top:
            yield part, here
        elif above.has_moved(lines):
            yield above, {number + 1 for number in above.numbers} | {first}
            if not wrong.isdisjoint(here - {first}):
                yield part, here - {first}
        else:
            both = [*above.numbers, *part.numbers]
            yield replace(part, numbers=both), {number + 1 for number in both}


def _best(
    usage: Callable[[], Usage],
    lines: Sequence[str],
    part: _Part,
    faults: Sequence[Problem],
    judge: Judge,
) -> Move | None:
    """The move that makes a part right; of several the one that leaves it most regular."""
    if len(part.numbers) > MOST_LINES or sum(len(lines[n]) for n in part.numbers) > 30_000:
        return None
    if not part.has_moved(lines) and CAUSED.isdisjoint(judge(_text(lines, part, None))):
        return None
    layout = Layout(usage(), part.numbers, part.column)
    close = layout.near(faults)
    single = islice(layout.moves(close), MOST_TRIES)
    for move in layout.least_odd((*single, *layout.blocks(close, MOST_BLOCKS))):
        if CAUSED.isdisjoint(judge(_text(lines, part, move))):
            return move
    return None


def _text(lines: Sequence[str], part: _Part, move: Move | None) -> str:
    shown = [
        " " * move.of(number, indent_of(lines[number])) + lines[number].lstrip(" ")
        if move
        else lines[number]
        for number in part.numbers
    ]
    return part.top + "\n".join(shown) + "\n"


def _told(file: str, lines: Sequence[str], part: _Part, move: Move) -> Problem:
    content = lines[move.number].lstrip(" ")
    dash = DASH.match(content)
    key = KEY.match(content, dash.end() if dash else 0)
    name = key["key"].strip("\"'")[:60] if key else ""
    code, facts = indent("-" if dash else name, move.column, move.to)
    if move.last > move.number:
        last = max(n for n in part.numbers if n <= move.last and lines[n].strip())
        code, facts["key"] = "indent-block", f"- {name}".rstrip() if dash else name
        facts |= {"first": str(move.number + 1), "last": str(last + 1)}
    return Problem(Place(file, move.number + 1, move.column + 1), code, "", facts)
