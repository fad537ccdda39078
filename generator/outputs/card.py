"""The picture that a link is shown with, drawn: a small line above a title, and a foot below.

Programs that show links want pixels, so these are drawn here, in four shades: that is enough for
letters, and a third of the size and the time of a full picture.
"""

from functools import cache
from importlib import resources
from io import BytesIO
from math import floor
from unicodedata import normalize

from PIL import Image, ImageChops, ImageFont

from generator.outputs.characters import printable
from generator.outputs.png import Band, lasting, passing, png

SIZE = (1200, 630)
"""What Open Graph, and so every program that shows links, asks for, in pixels."""
_MARGIN = 80
_PAPER, _INK = (13, 79, 92), (255, 255, 255)
_SHADES = 4
_INKED = _SHADES - 1
_PALETTE = bytes(
    round(paper + (ink - paper) * shade / _INKED)
    for shade in range(_SHADES)
    for paper, ink in zip(_PAPER, _INK, strict=True)
)
_SHADE_OF = bytes(round(ink * _INKED / 255) for ink in range(256))
_LINES = 4
_TITLE, _SMALL = (76, 60), 38
"""Sizes of letters, in pixels; a long title gets the smaller one."""
_LEADING = 1.22
_EM = 2048
"""The size at which a pixel is the unit in which the font was designed."""
_HEAD, _GAP = 120, 26
"""Rows above the band of the title, and in it above the title."""


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The font that comes with us, so that a picture is the same on every machine.

    So its letters are placed here: with ``RAQM``, which not every machine has, they would stand
    elsewhere.
    """
    place = resources.files("generator") / "outputs" / "font" / "DejaVuSansCondensed-Bold.ttf"
    return ImageFont.truetype(
        BytesIO(place.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC
    )


@cache
def _is_drawable(character: str) -> bool:
    """Whether the font has a character; what it lacks, such as emoji, is left out."""
    shape, none = (bytes(_font(_SMALL).getmask(each)) for each in (character, "\U0010fffd"))
    return character == " " or (character.isprintable() and any(shape) and shape != none)


@cache
def _advance(character: str, size: int) -> float:
    """How far a character goes, in pixels: as it was designed, to a 64th, where FreeType by itself
    goes on in whole pixels."""
    return floor(_font(_EM).getlength(character) * size * 64 / _EM + 0.5) / 64


def _wide(text: str, size: int) -> float:
    return sum(_advance(character, size) for character in text)


def _drawable(text: str) -> str:
    spaced = " ".join(normalize("NFC", printable(text)).split())
    return " ".join("".join(filter(_is_drawable, spaced)).split())


class Card:
    """Draws the pictures of one site and language; ``foot`` stands below all of them.

    A picture is three bands of rows. The first and the last are those of many pictures, and are
    packed once.
    """

    def __init__(self, foot: str) -> None:
        self._foot = foot
        self._upper: dict[str, Band] = {}
        self._lower: dict[int, Band] = {}

    def draw(self, above: str, title: str) -> bytes:
        """A picture with a small line above a title, as PNG."""
        words = _drawable(title)
        for size in _TITLE:
            lines = _lines(words, size, _LINES)
            if len(lines) < _LINES:
                break
        middle = _paper(_GAP + int((len(lines) + 0.5) * size * _LEADING))
        _write(middle, lines, size, _GAP)
        left = SIZE[1] - _HEAD - middle.height
        if above not in self._upper:
            self._upper[above] = lasting(_header(above))
        if left not in self._lower:
            self._lower[left] = lasting(_footer(self._foot, left))
        return png((self._upper[above], passing(middle), self._lower[left]), SIZE, _PALETTE)


def _header(above: str) -> Image.Image:
    head = _paper(_HEAD)
    _write(head, _lines(_drawable(above), _SMALL, 1), _SMALL, _MARGIN - 14)
    return head


def _footer(foot: str, rows: int) -> Image.Image:
    footer = _paper(rows)
    line = rows - 122
    footer.paste(_INKED, (_MARGIN, line, SIZE[0] - _MARGIN + 1, line + 4))
    _write(footer, _lines(_drawable(foot), _SMALL, 1), _SMALL, line + 34)
    return footer


def _paper(rows: int) -> Image.Image:
    return Image.new("P", (SIZE[0], rows), 0)


def _write(image: Image.Image, lines: list[str], size: int, top: int) -> None:
    """Draw lines of text, a letter at a time; where two meet, more ink stays."""
    above = below = 0
    for number, line in enumerate(lines):
        at, right, above = float(_MARGIN), 0, below
        for character in line:
            glyph, across, down = _glyph(character, size)
            if glyph:
                x, y = floor(at + 0.5) + across, top + int(number * size * _LEADING) + down
                if x < right or y < above:
                    there = image.crop((x, y, x + glyph.width, y + glyph.height))
                    glyph = ImageChops.lighter(glyph, there)
                image.paste(glyph, (x, y))
                right, below = max(right, x + glyph.width), max(below, y + glyph.height)
            at += _advance(character, size)


@cache
def _glyph(character: str, size: int) -> tuple[Image.Image | None, int, int]:
    """The pixels of a character, and how far to the right and below its place they begin."""
    mask, (left, top) = _font(size).getmask2(character)
    drawn = Image.frombytes("P", mask.size, bytes(mask).translate(_SHADE_OF))
    box = drawn.getbbox()
    return (drawn.crop(box), left + box[0], top + box[1]) if box else (None, 0, 0)


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
