"""Characters that a file format can't hold: one place, for every writer."""

import re

from generator.prose import Text
from generator.words import Words

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML 1.0 refuses, control characters and lone surrogates, and what it advises against."""


def printable(text: str) -> str:
    """The text with a replacement character for each that XML, CSV and mail can't hold.

    The reader of the register refuses these, so a file without them is what staff wrote; this
    only sees to it that whatever comes through, a feed stays readable.
    """
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return _UNFIT.sub("\ufffd", text)


def printable_line(text: Text, words: Words) -> str:
    """A text of the register on one line, such as a title, in the language of the words."""
    return printable(text.in_language(words.language)[0])
