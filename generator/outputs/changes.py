"""Differences as pages show them: a sentence each, and the words that went and came."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from generator.editions.difference import Difference, What
from generator.editions.edition import Edition
from generator.editions.wording import Fate, Piece
from generator.outputs import clock
from generator.outputs.past import Past
from generator.prose import Text
from generator.words import Words

AROUND = 60
"""Characters shown of what stayed the same, on each side of what went or came."""


@dataclass(frozen=True, slots=True)
class Told:
    """A difference in words; ``wording`` has a changed text with its marks, and its language
    where that isn't the language of the page."""

    text: str
    wording: Sequence[tuple[str, Markup]] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """All that changed about one insight or score, or (without either) about the whole."""

    title: Text | None
    insight: str
    score: str
    told: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Chapter:
    """An edition in the history of an insight; in the first it was published."""

    edition: Edition
    told: Sequence[Told]


def by_subject(found: Iterable[Difference]) -> Mapping[tuple[str, str], Sequence[Difference]]:
    """The differences by the insight or score they are about, the weightiest first."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for one in found:
        groups.setdefault((one.insight, one.score), []).append(one)
    return groups


def subjects(found: Iterable[Difference], words: Words) -> list[Subject]:
    """The same, with everything that they say."""
    return [
        Subject(some[0].subject, insight, score, [tell(one, words) for one in some])
        for (insight, score), some in by_subject(found).items()
    ]


def history_of(past: Past, insight: str, words: Words) -> list[Chapter]:
    """The history of an insight, the latest edition first; empty while nothing changed."""
    return [
        Chapter(stage.edition, [tell(one, words) for one in stage.differences])
        for stage in past.changed(insight)
    ]


def tell(one: Difference, words: Words) -> Told:
    """A difference in a language; nothing is said that doesn't follow from it."""
    days = (value for value in (one.old, one.new, one.day) if isinstance(value, date))
    return Told(clock.unbroken(one.explain(words), days, words), list(_wording(one, words)))


def _wording(one: Difference, words: Words) -> Iterator[tuple[str, Markup]]:
    if one.what is not What.REWORDED:
        return
    changed = one.reworded_in()
    is_shared = any(isinstance(text, Text) and text.shared for text in (one.old, one.new))
    for language in (words.language,) if words.language in changed else changed:
        foreign = "" if is_shared or language == words.language else language
        yield foreign, marked(one.pieces(language), words)


_MARK = {
    Fate.WENT: Markup('<del><span class="yswd-hidden">[{}: </span>{}<span class="yswd-hidden">]</span></del>'),  # noqa: E501
    Fate.CAME: Markup('<ins><span class="yswd-hidden">[{}: </span>{}<span class="yswd-hidden">]</span></ins>'),  # noqa: E501
}  # fmt: skip
_SAID = {Fate.WENT: "edition.went", Fate.CAME: "edition.came"}


def marked(pieces: Sequence[Piece], words: Words) -> Markup:
    """A text with the words that went and came: as marks, and in words for screen readers."""
    found = Markup()
    for place, piece in enumerate(pieces):
        if piece.fate is Fate.SAME:
            found += _around(piece.text, place == 0, place == len(pieces) - 1)
        else:
            found += _MARK[piece.fate].format(words(_SAID[piece.fate]), piece.text)
    return found


def _around(text: str, is_first: bool, is_last: bool) -> str:
    """What stayed the same, without its far ends: whole words near to a change."""
    before = "" if is_first else _cut(text, AROUND)
    after = "" if is_last else _cut(text[::-1], AROUND)[::-1]
    if len(before) + len(after) >= len(text):
        return text
    return f"… {after}" if is_first else f"{before} …" if is_last else f"{before} … {after}"


def _cut(text: str, most: int) -> str:
    """The beginning of a text, up to the end of a word."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0]
