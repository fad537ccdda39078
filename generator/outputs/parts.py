"""Parts that stand on many pages of a language: the macros of ``theme/parts``, each filled once."""

from collections.abc import Sequence
from typing import ClassVar

from markupsafe import Markup

from generator.facts.facts import InsightFact
from generator.outputs.templates import Here, environment
from generator.words import Words


class _AnyDepth(Here):
    """Stands nowhere yet: ``ROOT`` is where the way to the root comes.

    No text of a register can pose as it, since its brackets aren't escaped.
    """

    ROOT: ClassVar = Markup("<root>")

    def to(self, address: str) -> str:
        """An address below the root of the language."""
        return self.ROOT + address


_LEVEL = "<level>"
"""Stands in a card for the level of its heading; no text can pose as it either."""


class Parts:
    """The parts of one language; ``view`` is what the macros see of the facts."""

    def __init__(self, words: Words, view: object) -> None:
        self._words = words
        self._view = view
        self._nowhere = _AnyDepth(words, "")
        self._known: dict[tuple[str, object], Markup] = {}

    def card(self, fact: InsightFact, here: Here, level: int) -> Markup:
        """Question and answer at a glance, below a heading of ``level`` - 1."""
        card = self._once("insight", "card", fact.id, fact, self._nowhere, self._view)
        return _placed(card.replace(_LEVEL, str(level)), here)

    def badge(self, status: str) -> Markup:
        """The shape and the words of a status."""
        return self._once("insight", "badge", status, status, self._words)

    def neighbour(self, fact: InsightFact, here: Here) -> Markup:
        """The title of an insight and how it stands, in a list beside others."""
        made = self._once("insight", "neighbour", fact.id, fact, self._nowhere, self._view)
        return _placed(made, here)

    def filters(
        self, facets: Sequence[object], here: Here, preset: tuple[str, str] | None
    ) -> Markup:
        """The choices above a list, which is the ``preset`` one already."""
        return _placed(self._once("lists", "filters", preset, facets, self._nowhere, preset), here)

    def _once(self, file: str, macro: str, key: object, *values: object) -> Markup:
        """What a macro makes; with the same key it makes the same."""
        known = self._known.get((macro, key))
        if known is None:
            macros = environment().get_template(f"parts/{file}.html").module
            known = self._known[macro, key] = getattr(macros, macro)(*values)
        return known


def _placed(part: str, here: Here) -> Markup:
    """A part where it stands."""
    return Markup(part.replace(_AnyDepth.ROOT, here.root))  # noqa: S704  # our own template, escaped
