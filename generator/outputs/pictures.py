"""The picture that a link to a page is shown with: the kind of answer and the title on it.

Programs that show links want pixels, so these are drawn here, in four shades: that is enough for
letters, and a third of the size and the time of a full picture.
"""

from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from generator.facts.facts import Facts, InsightFact
from generator.outputs.characters import printable
from generator.outputs.page import PICTURE, File, key_of
from generator.outputs.view import STATUS_ADDRESSES, View
from generator.settings import Settings
from generator.words import Words

SIZE = (1200, 630)
"""What Open Graph, and so every program that shows links, asks for, in pixels."""
_MARGIN = 80
_PAPER, _INK = (13, 79, 92), (255, 255, 255)
_SHADES = 4
_LINES = 4
_TITLE, _SMALL = (76, 60), 38
"""Sizes of letters, in pixels; a long title gets the smaller one."""
_LEADING = 1.22
_RUNS = 3
"""``Z_RLE`` of zlib: letters on paper are long runs of one shade, found so in the least time."""


def pictures(facts: Facts, words: Words, settings: Settings) -> Iterator[File]:
    """The pictures of one language."""
    view = View(facts, words, settings)
    about = view.here("").plain(view.organisation)
    card = _Card(f"{settings.title(words.language, words)} · {about}")

    def drawn(path: str, above: str, title: str) -> File:
        return File(path, words.language, lambda: card.draw(above, title), key_of(above, title))

    yield drawn(PICTURE, "", about)
    for status in STATUS_ADDRESSES:
        yield drawn(of_kind(status), "", words(f"page.{status}.heading"))
    for fact in view.facts.insights:
        if fact.id in view.pictured:
            title = view.here("").plain(fact.insight.title)
            yield drawn(_own(fact), words(f"status.{view.look(fact)}"), title)


def picture(view: View, fact: InsightFact) -> str:
    """Where the picture of an insight is, below the root of its language."""
    if fact.id in view.pictured:
        return _own(fact)
    return of_kind(fact.status) if fact.status in STATUS_ADDRESSES else PICTURE


def _own(fact: InsightFact) -> str:
    return f"insights/{fact.id}/share.png"


def of_kind(status: str) -> str:
    """Where the picture of a kind of answer is."""
    return f"share/{status}.png"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The font that comes with us, so that a picture is the same on every machine."""
    place = resources.files("generator") / "outputs" / "font" / "DejaVuSansCondensed-Bold.ttf"
    return ImageFont.truetype(BytesIO(place.read_bytes()), size, ImageFont.Layout.BASIC)


@cache
def _is_drawable(character: str) -> bool:
    """Whether the font has a character; what it lacks, such as emoji, is left out."""
    shape, none = (bytes(_font(_SMALL).getmask(each)) for each in (character, "\U0010fffd"))
    return character == " " or (any(shape) and shape != none)


@cache
def _advance(character: str, size: int) -> float:
    """How far a character goes, in pixels; close enough to find where a line ends."""
    return _font(size).getlength(character)


def _wide(text: str, size: int) -> float:
    return sum(_advance(character, size) for character in text)


def _drawable(text: str) -> str:
    spaced = " ".join(printable(text).split())
    return " ".join("".join(filter(_is_drawable, spaced)).split())


class _Card:
    """Draws the pictures of one site and language; ``foot`` stands below all of them."""

    def __init__(self, foot: str) -> None:
        self._foot = foot

    @cached_property
    def _blank(self) -> Image.Image:
        """The picture without a title."""
        blank = Image.new("L", SIZE, 0)
        line = SIZE[1] - 122
        place = (_MARGIN, line, SIZE[0] - _MARGIN, line + 3)
        ImageDraw.Draw(blank).rectangle(place, fill=_SHADES - 1)
        self._write(blank, _lines(_drawable(self._foot), _SMALL, 1), _SMALL, line + 34)
        return blank

    def draw(self, above: str, title: str) -> bytes:
        """A picture with a small line above a title, as PNG."""
        image = self._blank.copy()
        self._write(image, _lines(_drawable(above), _SMALL, 1), _SMALL, _MARGIN - 14)
        words = _drawable(title)
        for size in _TITLE:
            lines = _lines(words, size, _LINES + 1)
            if len(lines) < _LINES:
                break
        self._write(image, _lines(words, size, _LINES), size, _MARGIN + 66)
        return _png(image)

    def _write(self, image: Image.Image, lines: list[str], size: int, top: int) -> None:
        """Draw lines of text; a shade is a number, from 0 for paper up."""
        draw = ImageDraw.Draw(image)
        for number, line in enumerate(lines):
            place = (_MARGIN, top + int(number * size * _LEADING))
            draw.text(place, line, fill=_SHADES - 1, font=_font(size))


_PALETTE = [
    round(paper + (ink - paper) * shade / (_SHADES - 1))
    for shade in range(_SHADES)
    for paper, ink in zip(_PAPER, _INK, strict=True)
]


def _lines(text: str, size: int, most: int) -> list[str]:
    """Text over at most so many lines of the width of the picture, cut short with an ellipsis."""
    wide = SIZE[0] - 2 * _MARGIN
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        if _wide(line, size) > wide:
            cut = next(n for n in range(len(line), 0, -1) if _wide(line[:n], size) <= wide)
            line, rest = line[:cut], line[cut:]
            words.insert(0, rest)
        else:
            while words and _wide(f"{line} {words[0]}", size) <= wide:
                line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words:
        last = lines[-1]
        while last and _wide(f"{last}…", size) > wide:
            last = last[:-1]
        lines[-1] = f"{last.rstrip()}…"
    return lines


def _png(image: Image.Image) -> bytes:
    image.putpalette(_PALETTE)
    written = BytesIO()
    image.save(written, "PNG", bits=2, compress_level=1, compress_type=_RUNS)
    return written.getvalue()
