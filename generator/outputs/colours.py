"""The organisation's colour, and whether text in it, on it and beside it can be read.

Everything on the site that has the brand's colour is worked out from one colour in
``theme/assets/yswd/site.css``; the mixes are repeated here, and a test holds the two together.
Contrast as in WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1 for text.
"""

import re
from collections.abc import Iterator, Mapping

from generator.outputs.page import File
from generator.settings import Settings

LEAST = 4.5
WHITE, INK = "#ffffff", "#14242a"
DARK_PAGE, DARK_INK, DARK_LINK = "#0f1a1e", "#e6eef0", "#d9fbff"
WASH, DARK_WASH, DARK_WASH_DEEP, DARK_LINK_SHARE = 0.07, 0.24, 0.45, 0.35
"""Shares of the brand's colour: in the tints behind text, and in links on a dark page."""

BRAND = "assets/yswd/brand.css"

MATERIAL: Mapping[str, str] = {
    "red": "#ef5552", "pink": "#e92063", "purple": "#ab47bd", "deep-purple": "#7e56c2",
    "indigo": "#4051b5", "blue": "#2094f3", "light-blue": "#02a6f2", "cyan": "#00bdd6",
    "teal": "#009485", "green": "#4cae4f", "light-green": "#8bc34b", "lime": "#cbdc38",
    "yellow": "#ffec3d", "amber": "#ffc105", "orange": "#ffa724", "deep-orange": "#ff6e42",
    "brown": "#795649", "grey": "#757575", "blue-grey": "#546d78", "black": "#14151a",
    "white": "#ffffff",
}  # fmt: skip
"""What Material calls the primary colours of its palette; a test holds them to its own."""

Rgb = tuple[int, int, int]


def is_colour(text: str) -> bool:
    """Whether a text is a colour such as ``#0d4f5c``."""
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text))


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def mix(colour: str, share: float, other: str) -> str:
    """``color-mix(in srgb, colour share, other)`` of CSS."""
    first, second = _rgb(colour), _rgb(other)
    red, green, blue = (
        round(a * share + b * (1 - share)) for a, b in zip(first, second, strict=True)
    )
    return _hex((red, green, blue))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (none) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (number / 255 for number in _rgb(colour))
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def on(colour: str) -> str:
    """The colour of text on the brand's colour: white where that can be read, else dark."""
    return WHITE if contrast(WHITE, colour) >= LEAST else INK


def _pairs(colour: str) -> Iterator[tuple[str, str]]:
    """Text and what is behind it, wherever the brand's colour has a part in either."""
    link = mix(colour, DARK_LINK_SHARE, DARK_LINK)
    wash = mix(colour, DARK_WASH, DARK_PAGE)
    yield on(colour), colour
    yield colour, WHITE
    yield colour, mix(colour, WASH, WHITE)
    yield link, DARK_PAGE
    yield link, wash
    yield DARK_INK, wash
    yield DARK_INK, mix(colour, DARK_WASH_DEEP, DARK_PAGE)


def is_readable(colour: str) -> bool:
    """Whether every text that the colour touches can be read, in light and in dark."""
    return all(contrast(text, behind) >= LEAST for text, behind in _pairs(colour))


def readable(colour: str) -> str:
    """The colour itself, or the nearest darker one that can be read everywhere."""
    darker = (mix(colour, step / 50, "#000000") for step in range(50, -1, -1))
    return next(found for found in darker if is_readable(found))


def brand(settings: Settings, language: str) -> Iterator[File]:
    """The style sheet with the organisation's colour, where it chose one."""
    if settings.colour:
        colour = settings.colour.lower()
        text = (
            "/* The organisation's colour, from mkdocs.yml. */\n"
            "body,\n[data-md-color-primary] {\n"
            f"  --md-primary-fg-color: {colour};\n  --md-primary-bg-color: {on(colour)};\n}}\n"
        )
        yield File(BRAND, language, text.encode())
