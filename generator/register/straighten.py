"""The line, or the lines together, at the wrong column: found by trying.

Spaces in front say what belongs to what. A line that is shifted makes another line stumble, or
makes sense where it doesn't belong and brings ten faults along::

    - id: waiting
      title: Waiting
        said: It takes long.     no YAML, and the parser stumbles at the colon

The line whose move makes everything around it right again is the one where the mistake was made:
here ``said``, two columns to the left. What was pasted is shifted as a whole: then it is the lines
whose move makes all even. Only the insight, the score or the top of the file with the fault is
read again, so a large file takes no longer.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice

from generator.problems import Place, Problem
from generator.register.characters import LINE
from generator.register.diagnosis import habits
from generator.register.diagnosis.scan import DASH, KEY, indent
from generator.register.layout import Layout
from generator.register.moves import Move, likely
from generator.register.pieces import Piece, Steps, concerned, pieces_of
from generator.register.tree import Source

Judge = Callable[[str], Iterable[str]]
"""The codes of what is wrong with the text of a small register, each as soon as it is known."""

MOST_PIECES, MOST_LINES, MOST_SIGNS = 5, 300, 30_000
"""Of one file, and of one piece of it: beyond that, nobody's slip of the finger."""

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


def straightened(
    source: Source, problems: Sequence[Problem], languages: Iterable[str], judge: Judge
) -> tuple[list[Problem], list[str]]:
    """The problems of a file, with one for each shifted line instead of what it brought along.

    With them the text of each piece as it was meant, in which names stand that the file lost.
    """
    caused = [p for p in problems if p.code in CAUSED and p.place.file == source.file]
    kept, meant = list(problems), list[str]()
    if not caused:
        return kept, meant
    lines = LINE.split(source.text)
    steps = cache(lambda: habits(lines))
    pieces = list(pieces_of(lines, ",".join(languages), steps))
    wrong = {problem.place.line for problem in caused}
    for piece, here in islice(concerned(lines, pieces, wrong), MOST_PIECES):
        if any(_is_clear(problem) and problem.place.line in here for problem in problems):
            continue
        move = _best(lines, piece, wrong & here, steps, judge)
        if move:
            kept = [p for p in kept if p not in caused or p.place.line not in here]
            kept.append(_told(source.file, lines, piece, move))
            meant.append(_text(lines, piece, move))
    return kept, meant


def _is_clear(problem: Problem) -> bool:
    """Whether a problem says by itself what was meant: such as a name with a capital."""
    key, near = problem.facts.get("key", ""), problem.facts.get("nearest", "")
    return problem.code in _CLEAR or (problem.code == "unknown-key" and key.lower() == near)


def _best(
    lines: Sequence[str], piece: Piece, wrong: Iterable[int], steps: Steps, judge: Judge
) -> Move | None:
    """The move that makes a piece right; of several the one that leaves it most even."""
    text = _text(lines, piece, None)
    if len(piece.numbers) > MOST_LINES or len(text) > MOST_SIGNS:
        return None
    if not piece.has_moved(lines) and CAUSED.isdisjoint(judge(text)):
        return None
    for move in likely(Layout(lines, piece.numbers, steps()), wrong, piece.column):
        if (CAUSED | _CLEAR).isdisjoint(judge(_text(lines, piece, move))):
            return move
    return None


def _text(lines: Sequence[str], piece: Piece, move: Move | None) -> str:
    shown = (move.of(number, lines[number]) if move else lines[number] for number in piece.numbers)
    return piece.top + "\n".join(shown) + "\n"


def _told(file: str, lines: Sequence[str], piece: Piece, move: Move) -> Problem:
    content = lines[move.number].lstrip(" ")
    dash = DASH.match(content)
    key = KEY.match(content, dash.end() if dash else 0)
    name = key["key"].strip("\"'")[:60] if key else ""
    code, facts = indent("-" if dash else name, move.column, move.to)
    if move.last > move.number:
        last = max(n for n in piece.numbers if n <= move.last and lines[n].strip())
        code, facts["key"] = "indent-block", f"- {name}".rstrip() if dash else name
        facts |= {"first": str(move.number + 1), "last": str(last + 1)}
    return Problem(Place(file, move.number + 1, move.column + 1), code, "", facts)
