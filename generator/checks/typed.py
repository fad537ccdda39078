"""Everything in the files of a register that may hold personal data, as a reader would see it.

The files themselves are public, so texts, ids, links, names and comments all count, whether they
are published on the site or not.
"""

import html
import re
import unicodedata
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Sequence as Several
from dataclasses import dataclass
from urllib.parse import unquote

from generator.problems import Place
from generator.register.characters import lines_of
from generator.register.outline import FIELDS
from generator.register.parts import Part, Parts
from generator.register.tree import Mapping, Node, Scalar, Sequence, Source, scalar

_MARKS = "*`~\\"
_COMMENT = re.compile(r"(?:^|\s)#(.*)")
_WORTH = re.compile(
    r"[@&%\d([-](?:(?<=[@&%])"
    r"|(?<=\d)(?:(?:\D{0,3}\d){3}|[A-Za-z\d]? \d[A-Za-z]{2}\b)"
    r"|(?<=-)[A-Za-z\d]{2,3}-[A-Za-z\d]"
    r"|(?<=[([])(?i:at|apenstaartje)[)\]])"
)
"""Begins with one of few signs, so that the search can skip to them."""
_TITLE = re.compile(
    r"\W(?:heer|d(?:hr|rs?)|m(?:evr|evrouw|w|eneer|rs?|s|iss|x)|fam|familie|prof|ir"
    r"|kenteken|nummerplaat|plate|registration"
    r"|collega|colleague|groet(?:en|jes)?|hoogachtend|regards|sincerely)\b"
)
"""In small letters, with a space before the text; for the same reason."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200c\u200d\ufe0e\ufe0f"))
"""Soft hyphens of a word processor, joiners and variants: they hide what they split."""
_SIGN = re.compile(r"[\d@(\[]")
_DAY = re.compile(r"\d{4}-(?:\d\d(?:-\d\d)?|[HQ]\d)")
"""A day, month, quarter or half: in no other way what any rule looks for."""
FEW = 8
"""So many letters and digits, with nothing between them, are too few for any rule to find: the
shortest that one does is a citizen's number of nine."""
_USUAL = FIELDS | {"nl", "en"}
_SHORT = 40
"""Characters of a text that may well stand in a register more than once."""
_ENTRY = re.compile(r"\s*(?:-\s|[\w-]+:(?:\s|$)|$)")
_TOGETHER = 40
"""Lines, at most, that are looked at as one text."""
_BATCH = 5000
"""Characters, at most, of pieces that are searched together."""
APART = f"\n{'|' * 20}\n"
"""Wider than anything that stands between two parts of what is found."""
SEPARATORS = re.compile(r"[-_/=&?.+]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, an id, a link or a comment, with what hides its characters undone.

    An id or a link is there twice: the second time with spaces between its words.
    """

    place: Place
    texts: tuple[str, ...]
    lines: tuple[str, ...]

    def place_of(self, found: str) -> Place:
        """The line on which something was typed; the first where that can't be told."""
        whole = found.strip()
        for typed in (whole, re.split(r"[^\w@+]", whole)[0]):
            for number, line in enumerate(self.lines):
                column = line.find(typed, self.place.column - 1 if number == 0 else 0)
                if typed and column >= 0:
                    return Place(self.place.file, self.place.line + number, column + 1)
        return self.place


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces that are searched together first, as most are short and have nothing to find.

    ``text`` is that of all pieces, so far apart that no pattern spans two of them: where a pattern
    finds nothing in it, no piece has to be searched.
    """

    pieces: Several[Piece]
    text: str


def batches(pieces: Iterable[Piece]) -> Iterator[Batch]:
    """The pieces in batches of at most :data:`_BATCH` characters, in order."""
    waiting: list[Piece] = []
    size = 0
    for piece in pieces:
        if waiting and size + len(piece.texts[0]) > _BATCH:
            yield _batch(waiting)
            waiting, size = [], 0
        waiting.append(piece)
        size += len(piece.texts[0])
    if waiting:
        yield _batch(waiting)


def _batch(pieces: Several[Piece]) -> Batch:
    return Batch(pieces, APART.join(text for piece in pieces for text in piece.texts))


def _compatible(text: str) -> str:
    """A text in compatible characters, without those that nobody sees."""
    return unicodedata.normalize("NFKC", text.translate(_UNSEEN))


def plain(text: str) -> str:
    """What a reader sees: compatible characters, entities and marks undone, on one line."""
    if "%" in text and " " not in text:
        text = unquote(text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = _compatible(text)
    for mark in _MARKS:
        text = text.replace(mark, "")
    return " ".join(text.split())


def pieces(sources: Iterable[Source], fine: Collection[bytes] = ()) -> Iterator[Piece]:
    """The pieces of some files that may hold personal data, in the order of the files.

    ``fine`` are the keys of entries in which nothing was found before.
    """
    plain_ones: set[str] = set()  # ids and words come back often
    for source in sources:
        if source.tree is None:
            yield from _of_lines(source.file, lines_of(source.text))
            continue
        lines: list[str] = []
        for value in _scalars(source.tree, fine):
            if value in plain_ones:
                continue
            if _is_worth_a_look(value):
                lines = lines or lines_of(source.text)
                below = lines[value.line - 1 : value.line + 1 + len(value) // 10]
                yield _piece(Place(source.file, value.line, value.column), value, below)
            elif len(value) < _SHORT:
                plain_ones.add(value)
        if "#" not in source.text:
            continue
        done = [part.entry.lines for part in _fine(source.tree, fine)]
        starts = [each.start for each in done]
        for number, line in enumerate(lines or lines_of(source.text), 1):
            comment = _COMMENT.search(line) if "#" in line else None
            if comment and not (starts and number in done[bisect(starts, number) - 1]):
                place = Place(source.file, number, comment.start(1) + 1)
                yield _piece(place, comment[1], [line])


def _is_worth_a_look(text: str) -> bool:
    if len(text) <= FEW and text.isascii() and text.isalnum():
        return False
    if len(text) in (7, 10) and _DAY.fullmatch(text):
        return False
    if not text.isascii():
        text = _compatible(text)
    return bool(_WORTH.search(text) or _TITLE.search(f" {text.lower()}"))


def begins_an_entry(line: str) -> bool:
    """Whether a line starts with a dash or with a name and a colon, or is blank."""
    return bool(_ENTRY.match(line))


def _of_lines(file: str, lines: list[str]) -> Iterator[Piece]:
    """The lines of a file that could not be read; a text goes on where no entry begins."""
    start = 0
    for number in range(1, len(lines) + 1):
        goes_on = number < len(lines) and number - start < _TOGETHER
        if goes_on and not begins_an_entry(lines[number]):
            continue
        text = lines[start].strip()
        if number - start > 1:
            text = " ".join(line.strip() for line in lines[start:number])
        if _is_worth_a_look(text):
            yield _piece(Place(file, start + 1), text, lines[start:number])
        start = number


def may_give_away(text: str) -> bool:
    """Whether a text has any of the signs without which no rule about personal data finds one."""
    return bool(_SIGN.search(text) or _TITLE.search(f" {text.lower()}"))


def _piece(place: Place, text: str, lines: Iterable[str]) -> Piece:
    shown = plain(text)
    texts = (shown,) if " " in shown else (shown, SEPARATORS.sub(" ", shown))
    return Piece(place, texts, tuple(lines))


def _fine(tree: Node, fine: Collection[bytes]) -> Iterator[Part]:
    """The entries of a file whose keys are in ``fine``."""
    for each in tree.values() if isinstance(tree, Mapping) else ():
        for part in each.parts if isinstance(each, Parts) else ():
            if part is not None and part.entry.key in fine:
                yield part


def _names(node: Mapping) -> Iterator[Scalar]:
    """The names in a group that staff chose, such as ids of topics; not those of fields."""
    for key, place in node.keys_at.items():
        if len(key) > 5 and key not in FIELDS:
            yield scalar(key, *place)


def _scalars(tree: Node | None, fine: Collection[bytes]) -> Iterator[Scalar]:
    """Every value and name of a tree, without recursion."""
    waiting: list[Node | None] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Mapping):
            if not _USUAL.issuperset(node.keys_at):
                yield from _names(node)
            waiting.extend(node.values())
        elif isinstance(node, Parts):
            for index, part in enumerate(node.parts):
                if part is None or part.entry.key not in fine:
                    waiting.append(node[index])
        elif isinstance(node, Sequence):
            waiting.extend(node)
