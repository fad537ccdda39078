"""Everything that stands in the files of a register, as its readers would read it.

Published or not: the files themselves are public. Texts, ids, links, names and comments count.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from generator.problems import Place
from generator.register.source import Mapping, Node, Scalar, Sequence, Source

_MARKS = str.maketrans("", "", "*`~\\")
_COMMENT = re.compile(r"(?:^|\s)#(.*)")
_WORTH = re.compile(
    r"@|\d(?:\D{0,3}\d){3}|[A-Z\d]-[A-Z\d]{2,3}-[A-Z\d]|\d[A-Z\d]? \d[A-Z]{2}\b"
    r"|\((?:at|apenstaartje)\)|\[at\]|[０-９]",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:heer|dhr|mevrouw|mevr|mw|meneer|familie|fam|drs?|prof|ir|mr|mrs|ms|miss|mx)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SEPARATORS = re.compile(r"[-_/=&?.+]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, an id, a link or a comment, with what hides its characters undone.

    ``spaced`` is an id or a link with spaces between its words, and otherwise empty.
    """

    place: Place
    text: str
    spaced: str
    lines: tuple[str, ...]

    def place_of(self, found: str) -> Place:
        """The line on which something was typed; the first where that can't be told."""
        start = re.split(r"[^\w@+]", found.strip())[0]
        for number, line in enumerate(self.lines):
            column = line.find(start, self.place.column - 1 if number == 0 else 0)
            if start and column >= 0:
                return Place(self.place.file, self.place.line + number, column + 1)
        return self.place


def plain(text: str) -> str:
    """What a reader sees: compatible characters, entities and marks undone, on one line."""
    if "%" in text and " " not in text:
        text = unquote(text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.translate(_MARKS).split())


def pieces(sources: Iterable[Source]) -> Iterator[Piece]:
    """What is worth a look for personal data, in the order of the files."""
    for source in sources:
        lines = re.split(r"\r\n|\r|\n", source.text)
        for scalar in _scalars(source.tree):
            if len(scalar) == 10 and _DAY.fullmatch(scalar):
                continue
            if _WORTH.search(scalar) or _TITLE.search(scalar) or "&" in scalar or "%" in scalar:
                below = lines[scalar.line - 1 : scalar.line + 1 + len(scalar) // 10]
                yield _piece(Place(source.file, scalar.line, scalar.column), scalar, below)
        for number, line in enumerate(lines, 1):
            comment = _COMMENT.search(line) if "#" in line else None
            if comment:
                place = Place(source.file, number, comment.start(1) + 1)
                yield _piece(place, comment[1], [line])


def _piece(place: Place, text: str, lines: Iterable[str]) -> Piece:
    shown = plain(text)
    spaced = _SEPARATORS.sub(" ", shown) if " " not in shown else ""
    return Piece(place, shown, spaced, tuple(lines))


def _scalars(tree: Node | None) -> Iterator[Scalar]:
    """Every value and name of a tree, without recursion."""
    waiting: list[Node | None] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Mapping):
            for key, (line, column) in node.keys_at.items():
                if len(key) > 5:
                    name = Scalar(key)
                    name.line, name.column, name.lost = line, column, False
                    yield name
            waiting.extend(node.values())
        elif isinstance(node, Sequence):
            waiting.extend(node)
