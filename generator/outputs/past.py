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
from generator.editions.edition import Edition
from generator.editions.facts_then import facts_then
from generator.editions.history import Stage, history, sharing, since_each, stages
from generator.editions.promised import Promised
from generator.facts.facts import Facts, with_days_named
from generator.outputs.compiling import shown
from generator.outputs.edition_layout import Layout, layouts
from generator.outputs.page import Page
from generator.prose import safe
from generator.register.model import Insight, Register
from generator.words import Words

IN_SWITCH = 3
"""How many editions the foot of every page names, the latest; then comes the list of all."""


@dataclass(frozen=True)
class Past:
    """What was public when. Worked out when first asked for, and shared by all languages."""

    chain: Chain = field(default_factory=Chain)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Each edition with what changed in it, the oldest first."""
        return stages(self.chain, self._promised)

    def stage(self, edition: str) -> Stage:
        """What changed in one edition."""
        return next(stage for stage in self.stages if stage.edition.id == edition)

    @cached_property
    def history(self) -> Mapping[str, tuple[Stage, ...]]:
        """For each insight the editions in which it changed, the oldest first."""
        return history(self.stages)

    def changed(self, insight: str) -> Sequence[Stage]:
        """The history of an insight, the latest first; empty while it is as first published."""
        life = self.history.get(insight, ())
        return life[::-1] if len(life) > 1 else ()

    def then(self, edition: str, minimum: int) -> Facts:
        """What followed from an edition on its day; ``minimum`` counts answers."""
        if minimum not in self._then:
            editions = self.chain.editions
            registers = [one.register for one in editions]
            self._then[minimum] = {
                one.id: with_days_named(facts, registers[:number])
                for number, (one, facts) in enumerate(
                    zip(editions, facts_then(editions, minimum), strict=True)
                )
            }
        return self._then[minimum][edition]

    def until(self, edition: str, facts: Facts) -> Stage:
        """An edition with what changed since, up to the register and the day of some facts."""
        return self._now(facts).stages[edition]

    def still_so(self, insights: Iterable[Insight], facts: Facts) -> list[Insight]:
        """Those insights of an edition that are word for word what they are in some facts."""
        same = self._now(facts).same
        return [insight for insight in insights if id(insight) in same]

    def _now(self, facts: Facts) -> "_Now":
        known = self._known.get(id(facts))
        if known is None:
            register = sharing(facts.register, self.chain.last)
            known = _Now(facts, register, self.chain.editions, self._promised.copy())
            self._known.clear()  # in a preview these are the facts before an edit
            self._known[id(facts)] = known
        return known

    def look_back(self, facts: Facts, is_all_made: bool = True) -> None:
        """Work out what is asked for later, once, before each language has a process of its own.

        Where pages are taken over from the build before (``is_all_made`` is false) most of what
        they are made from isn't asked for.
        """
        assert self.history is not None
        assert self.layouts is not None
        for edition in self.chain.editions if is_all_made else ():
            then = self.then(edition.id, facts.minimum)
            assert then.promises is not None
            assert then.current is not None
            self.until(edition.id, facts)

    def place(self, edition: str, insight: str) -> str:
        """The file with an insight in an edition, below the root of a language."""
        place = self.layouts[edition].by_insight.get(insight)
        if place is None:
            return f"editions/{edition}/index.html"
        return f"{page_file(edition, place.page)}#{anchor(insight)}"

    @cached_property
    def layouts(self) -> Mapping[str, Layout]:
        """On which page each insight stands, in each edition."""
        return layouts(self.chain.editions)

    @cached_property
    def removals(self) -> Mapping[str, Sequence[date]]:
        """The days on which texts were taken out of each edition."""
        found: dict[str, list[date]] = {}
        for edition in self.chain.editions:
            for removal in edition.removed:
                found.setdefault(removal.edition, []).append(removal.date)
        return found

    @cached_property
    def _promised(self) -> Promised:
        return Promised()

    @cached_property
    def _then(self) -> dict[int, Mapping[str, Facts]]:
        return {}

    @cached_property
    def _known(self) -> dict[int, "_Now"]:
        return {}


@dataclass(frozen=True)
class _Now:
    """Some ``facts`` to look back from, and their register, which shares insights with the last
    edition. All are kept, so that their identities stay theirs."""

    facts: Facts
    register: Register
    editions: Sequence[Edition]
    promised: Promised

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """Each edition with what changed since."""
        found = since_each(self.editions, self.register, self.facts.today, self.promised)
        return {stage.edition.id: stage for stage in found}

    @cached_property
    def same(self) -> frozenset[int]:
        """The identities of the insights as they are now."""
        return frozenset(id(insight) for insight in self.register.insights)


NO_PAST = Past()
"""Before the first edition."""


def page_file(edition: str, page: int) -> str:
    """The file of a page of an edition, below the root of a language."""
    part = f"page/{page}/" if page > 1 else ""
    return f"editions/{edition}/{part}index.html"


def anchor(insight: str) -> str:
    """The ``id`` of an insight on a page of an edition."""
    return f"insight-{insight}"


def named(edition: Edition, words: Words) -> str:
    """What an edition is called: ``Edition 2026-3: Half a year of promises``."""
    if edition.title is None:
        return words("edition.name", id=edition.id)
    title = edition.title.in_language(words.language)[0]
    return words("edition.titled", id=edition.id, title=title)


def _link(root: str, place: str, name: str) -> str:
    return f'<li><a href="{shown(root + place)}">{shown(name)}</a></li>'


def _here(name: str) -> str:
    return f'<li aria-current="true">{shown(name)}</li>'


def switch(past: Past, words: Words, root: str, page: Page) -> Markup:
    """The way from a page to other editions, as items of a list: ordinary links.

    From the page of an insight they lead to that insight; ``root`` is the way to the root of
    the language.
    """
    if not past.chain.editions:
        return Markup()
    today = words("editions.today")
    items = [_link(root, "index.html", today) if page.edition else _here(today)]
    for edition in past.chain.editions[: -IN_SWITCH - 1 : -1]:
        label = f"{edition.id} ({words.day(edition.date, 'medium')})"
        if edition.id == page.edition:
            items.append(_here(label))
        else:
            items.append(_link(root, past.place(edition.id, page.insight), label))
    items.append(_link(root, "editions/index.html", words("editions.all")))
    return safe("".join(items))
