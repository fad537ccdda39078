"""Parts that stand on many pages of a language: macros of ``theme/parts``, each rendered once."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from generator.facts.facts import InsightFact
from generator.outputs.templates import Here, environment
from generator.prose import safe
from generator.words import Words

_ROOT = "\x01"
"""Stands for the path to the root in a rendered part. No text of a register can hold it, as control
characters are refused; a single character is replaced in half the time that a name takes."""
_LEVEL = "\x02"
"""Stands in a card for the level of its heading."""


class _AnyDepth(Here):
    """A place of unknown depth: its links begin with a mark for the path to the root."""

    def to(self, address: str) -> str:
        """An address below the root of the language."""
        return _ROOT + address


class Parts:
    """The parts of one language; ``view`` is what the macros see of the facts."""

    def __init__(self, words: Words, view: object) -> None:
        self._words = words
        self._view = view
        self._nowhere = _AnyDepth(words, "")
        self._known: dict[tuple[str, object], str] = {}

    def cards(self, facts: Iterable[InsightFact], here: Here, level: int) -> Markup:
        """Questions and answers at a glance, below a heading of ``level`` - 1."""
        more = self._nowhere, self._view, _LEVEL
        cards = "".join([self._once("insight", "card", fact.id, fact, *more) for fact in facts])
        return _placed(cards.replace(_LEVEL, str(level)), here)

    def badge(self, status: str) -> Markup:
        """The shape and the words of a status."""
        return safe(self._once("insight", "badge", status, status, self._words))

    def neighbour(self, fact: InsightFact, here: Here) -> Markup:
        """The title of an insight and how it stands, in a list beside others."""
        made = self._once("insight", "neighbour", fact.id, fact, self._nowhere, self._view)
        return _placed(made, here)

    def who(self, parties: Sequence[str], here: Here) -> Markup:
        """The parties that act, with links."""
        key = tuple(parties)
        return _placed(self._once("insight", "who", key, key, self._nowhere, self._view), here)

    def filters(
        self, facets: Sequence[object], here: Here, preset: tuple[str, str] | None
    ) -> Markup:
        """The choices above a list, which is the ``preset`` one already."""
        return _placed(self._once("lists", "filters", preset, facets, self._nowhere, preset), here)

    def _once(self, file: str, macro: str, key: object, *values: object) -> str:
        """The output of a macro, rendered once for each key: equal keys mean equal values."""
        known = self._known.get((macro, key))
        if known is None:
            macros = environment().get_template(f"parts/{file}.html").module
            known = self._known[macro, key] = str(getattr(macros, macro)(*values))
        return known


def _placed(part: str, here: Here) -> Markup:
    """A part with the path to the root filled in."""
    return safe(part.replace(_ROOT, here.root))
