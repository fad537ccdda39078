r"""What a backslash does inside double quotes: it may not swallow what was typed.

``"C:\temp"`` would be published with a tab in it and ``"ja\nee"`` as two words, without a word to
whoever typed a folder or a choice. What programs write, and what nobody types by accident, counts:

- ``\\`` and ``\"``;
- ``\n``, unless a small letter comes right behind it and a word or the letter of a drive stands
  right before it: a line doesn't end and begin so, ``map\nieuw`` and ``C:\new`` do;
- characters by their number, as far as programs write them so: ``\u00eb``, ``\xEB``, but no
  ``\x64``, which is a folder, and none behind the letter of a drive;
- a line that is broken behind a backslash, and a space that is kept at the start of one.
"""

import re

_NO_DRIVE = r"(?<!\b[A-Za-z]:\\)"
"""Right behind a backslash: no letter of a drive with its colon stands before it."""
_MEANT = rf"""\\(?:
    [\\"]
  | n(?![a-z]) | (?<![\w)%]\\){_NO_DRIVE}n | (?<=\\n\\)n
  | {_NO_DRIVE}x(?:0[9aAdD]|[A-F][\dA-F])
  | u00[01][\da-fA-F] | {_NO_DRIVE}(?:u[\da-fA-F]{{4}}|U[\da-fA-F]{{8}})
  | (?=[\r\n]|\Z)(?:{_NO_DRIVE}|(?=\s+\\))
)"""
_ESCAPE = re.compile(_MEANT, re.VERBOSE)
_FINE = re.compile(rf"(?:[^\\\r\n]++|[\r\n][\x20\t]*+(?:\\[\x20\t])?+|{_MEANT})*+", re.VERBOSE)


def swallows(line: str, position: int) -> bool:
    """Whether the backslash at a position swallows something of a line between double quotes."""
    if line[position + 1 : position + 2] in (" ", "\t"):
        return bool(line[:position].strip(" \t"))
    return not _ESCAPE.match(line, position)


def first_swallowing(text: str, start: int, end: int) -> int | None:
    """Where the first backslash stands that does so, between these two places in a text."""
    if text.find("\\", start, end) < 0:
        return None
    found = _FINE.match(text, start, end)
    place = found.end() if found else start
    return place if place < end else None
