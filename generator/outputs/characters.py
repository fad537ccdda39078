"""Characters that a file format can't hold: one place, for every writer."""

import re

_UNFIT = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
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
