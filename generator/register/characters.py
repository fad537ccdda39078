"""Characters that have no place in a register: nobody can see what they do."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

LINE = re.compile(r"\r\n|\r|\n")
"""Where a line ends."""
_LATIN = "A-Za-z0-9\u00c0-\u024f"
_NEVER = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
    "\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\u3164\ue000-\uf8ff\uffa0\ufff9-\ufffd\U000e0000-\U000e001f"
)
_JOINERS = "\u200c\u200d"
FORBIDDEN = re.compile(f"[{_NEVER}]|(?<=[{_LATIN}])[{_JOINERS}]|[{_JOINERS}](?=[{_LATIN}])")
"""Control, bidirectional and zero-width characters; those of one font only, such as the bullets of
a word processor, and those for a letter that was lost: text that does not show what it is.
Joiners stay allowed where they join: inside an emoji or in scripts that need them."""
ODD_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Spaces that look like one and are another."""
_SUSPECT = re.compile(f"[{_NEVER}{_JOINERS}]")
"""One set of characters, without which nothing is forbidden: found many times faster."""
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
_CONFLICT_SIGNS = tuple(7 * sign for sign in "<=>|")


def lines_of(text: str) -> list[str]:
    """The lines of a text; most have one sort of ends, which is found ten times faster."""
    return LINE.split(text) if "\r" in text else text.split("\n")


def indent_of(line: str) -> int:
    """The spaces in front of a line."""
    return len(line) - len(line.lstrip(" "))


def forbidden(text: str) -> Iterator[re.Match[str]]:
    """The characters in a text that have no place in a register."""
    return FORBIDDEN.finditer(text) if _SUSPECT.search(text) else iter(())


def look_at(text: str, most: int) -> Iterator[tuple[str, int, dict[str, str]]]:
    """What no reader can see, what a merge left behind, and orders to the parser.

    Yields the code, the index in the text and the facts; at most ``most`` of each sort.
    """
    last = -1
    for match in islice(forbidden(text), most):
        if match.start() != last:  # one by one, a row of them is a single slip
            yield "character-not-allowed", match.start(), {"character": name_of(match.group())}
        last = match.end()
    suspect = any(signs in text for signs in _CONFLICT_SIGNS)
    marks = list(islice(_CONFLICT.finditer(text), 3 * most)) if suspect else []
    begins = [match for match in marks if match.group().startswith("<")]
    for match in begins or marks[:1]:
        yield "merge-conflict", match.start(), {"found": match.group().strip()}
    if text.startswith("%") or "\n%" in text:
        for match in islice(_DIRECTIVE.finditer(text), most):
            yield "yaml-directive", match.start(), {}


def name_of(character: str) -> str:
    """A character that can't be shown, by its number and its name."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code
