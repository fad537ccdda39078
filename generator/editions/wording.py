"""The words that went and came when a text was reworded, as data for ``del`` and ``ins``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from generator.prose import to_html, to_text

_PART = re.compile(r"\d+(?:[.,]\d+)*|\w+|\s+|[^\w\s]")
_ADDRESS = re.compile(r'href="([^"]*)"')
_MOST = 4000


class Fate(StrEnum):
    """What happened to some words."""

    SAME = "same"
    WENT = "went"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words with the spaces between them. Old and new text are the pieces without the
    ones that came, and without those that went."""

    fate: Fate
    text: str


def bare(old: str, new: str) -> tuple[str, str]:
    """Two versions of a text as readers see them, without the marks of Markdown.

    As they were typed, where only a mark or the address of a link changed: nothing that did may
    be hidden.
    """
    if _ADDRESS.findall(to_html(old)) == _ADDRESS.findall(to_html(new)):
        plain = to_text(old), to_text(new)
        if plain[0] != plain[1]:
            return plain
    return old, new


@lru_cache(maxsize=16384)
def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts word by word. Very long texts are compared as one piece, to stay quick."""
    before, after = _parts(old), _parts(new)
    found: list[Piece] = []
    for fate, text in _compared(before, after):
        if found and found[-1].fate is fate:
            found[-1] = Piece(fate, found[-1].text + text)
        elif text:
            found.append(Piece(fate, text))
    return tuple(found)


def _parts(text: str) -> list[str]:
    return _PART.findall(text) if len(text) <= _MOST else [text]


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[Fate, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    went = came = ""
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        same = "".join(before[i1:i2])
        if what == "equal" and (same.strip() or not (went or came)):
            yield from ((Fate.WENT, went), (Fate.CAME, came), (Fate.SAME, same))
            went = came = ""
        else:  # a lone space between two changed words belongs to both changes
            went += same
            came += "".join(after[j1:j2])
    yield from ((Fate.WENT, went), (Fate.CAME, came))
