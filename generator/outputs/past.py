"""The editions as every page needs them: where an insight stands in each, and the way there.

A link between editions ends in ``index.html``, unlike the other links of the site: a folder that
someone kept of an old site is opened from disk, where no server adds the name of the file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from markupsafe import Markup

from generator.editions.chain import Chain
from generator.editions.edition import Edition, Removal
from generator.editions.history import Stage, history, stages
from generator.outputs.page import Page
from generator.words import Words

IN_FULL = 100
"""Up to so many insights an edition has every text in full. A larger one has the texts that are
new or changed in it, as its file does, and leads to the edition where each other text stands."""
PER_PAGE_IN_FULL, PER_PAGE = 50, 250
"""Insights on a page of an edition: of texts in full, and of lines that lead to them."""
IN_SWITCH = 5
"""How many editions the foot of every page names, the latest; then comes the list of all."""


@dataclass(frozen=True)
class Past:
    """What was public when. Worked out when first asked for, and shared by all languages."""

    chain: Chain = field(default_factory=Chain)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Each edition with what changed in it, the oldest first."""
        return stages(self.chain)

    @cached_property
    def history(self) -> Mapping[str, tuple[Stage, ...]]:
        """For each insight the editions in which it changed, the oldest first."""
        return history(self.stages)

    def changed(self, insight: str) -> Sequence[Stage]:
        """The history of an insight, the latest first; empty while it is as first published."""
        life = self.history.get(insight, ())
        return life[::-1] if len(life) > 1 else ()

    def is_in_full(self, edition: Edition) -> bool:
        """Whether its pages have every text."""
        return len(edition.register.insights) <= IN_FULL

    def per_page(self, edition: Edition) -> int:
        """How many insights stand on one of its pages."""
        return PER_PAGE_IN_FULL if self.is_in_full(edition) else PER_PAGE

    def place(self, edition: str, insight: str) -> str:
        """The file with an insight in an edition, below the root of a language."""
        number = self._pages[edition].get(insight)
        if number is None:
            return f"editions/{edition}/index.html"
        page = f"page/{number}/" if number > 1 else ""
        return f"editions/{edition}/{page}index.html#{anchor(insight)}"

    @cached_property
    def _pages(self) -> Mapping[str, Mapping[str, int]]:
        """The page on which each insight stands, in each edition."""
        return {
            edition.id: {
                insight.id: place // self.per_page(edition) + 1
                for place, insight in enumerate(edition.register.insights)
            }
            for edition in self.chain.editions
        }

    @cached_property
    def removals(self) -> Mapping[str, Sequence[date]]:
        """The days on which texts were taken out of each edition."""
        found: dict[str, list[date]] = {}
        for removal in _removals(self.chain.editions):
            found.setdefault(removal.edition, []).append(removal.date)
        return found


NO_PAST = Past()
"""Before the first edition."""


def _removals(editions: Iterable[Edition]) -> Iterable[Removal]:
    return (removal for edition in editions for removal in edition.removed)


def anchor(insight: str) -> str:
    """The ``id`` of an insight on a page of an edition."""
    return f"insight-{insight}"


def named(edition: Edition, words: Words) -> str:
    """What an edition is called: ``Edition 2026-3: Half a year of promises``."""
    if edition.title is None:
        return words("edition.name", id=edition.id)
    title = edition.title.in_language(words.language)[0]
    return words("edition.titled", id=edition.id, title=title)


_LINK = Markup('<li><a href="{}{}">{}</a></li>')
_HERE = Markup('<li aria-current="true">{}</li>')


def switch(past: Past, words: Words, root: str, page: Page) -> Markup:
    """The way from a page to other editions, as items of a list: ordinary links.

    From the page of an insight they lead to that insight; ``root`` is the way to the root of
    the language.
    """
    if not past.chain.editions:
        return Markup()
    today = words("editions.today")
    items = [_LINK.format(root, "index.html", today) if page.edition else _HERE.format(today)]
    for edition in past.chain.editions[: -IN_SWITCH - 1 : -1]:
        label = f"{edition.id} ({words.day(edition.date, 'medium')})"
        if edition.id == page.edition:
            items.append(_HERE.format(label))
        else:
            items.append(_LINK.format(root, past.place(edition.id, page.insight), label))
    items.append(_LINK.format(root, "editions/index.html", words("editions.all")))
    return Markup().join(items)
