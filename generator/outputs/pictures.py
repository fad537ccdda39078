"""The pictures that links to pages are shown with: the kind of answer and the title on each."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from generator.facts.facts import Facts, InsightFact
from generator.outputs.page import PICTURE, File, key_of
from generator.outputs.view import STATUS_ADDRESSES, View
from generator.settings import Settings
from generator.words import Words

if TYPE_CHECKING:
    from generator.outputs.card import Card


def pictures(facts: Facts, words: Words, settings: Settings) -> Iterator[File]:
    """The pictures of one language."""
    view = View(facts, words, settings)
    about = view.here("").plain(view.organisation)
    foot = f"{settings.title(words.language, words)} · {about}"

    @cache
    def card() -> "Card":
        from generator.outputs.card import Card  # noqa: PLC0415  # most builds draw nothing new

        return Card(foot)

    def drawn(path: str, above: str, title: str) -> File:
        return File(path, words.language, lambda: card().draw(above, title), key_of(above, title))

    yield drawn(PICTURE, "", about)
    for status in STATUS_ADDRESSES:
        yield drawn(of_kind(status), "", words(f"page.{status}.heading"))
    for fact in view.facts.insights:
        if fact.id in view.pictured:
            title = view.here("").plain(fact.insight.title)
            yield drawn(_own(fact), words(f"status.{view.look(fact)}"), title)


def picture(view: View, fact: InsightFact) -> str:
    """Where the picture of an insight is, below the root of its language."""
    if fact.id in view.pictured:
        return _own(fact)
    return of_kind(fact.status) if fact.status in STATUS_ADDRESSES else PICTURE


def _own(fact: InsightFact) -> str:
    return f"insights/{fact.id}/share.png"


def of_kind(status: str) -> str:
    """Where the picture of a kind of answer is."""
    return f"share/{status}.png"
