"""What pages of editions are made of: insights as they were, and what changed about each.

The same insight stands in many editions, and the same change in the comparison of many editions
with today: each is written once.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from generator import prose
from generator.editions.difference import Difference
from generator.editions.edition import Edition
from generator.editions.history import Stage
from generator.facts.facts import Facts, InsightFact
from generator.facts.promises import About, Clock, Promise
from generator.outputs.changes import by_subject, subjects
from generator.outputs.edition_layout import Place, is_in_full
from generator.outputs.past import Past, anchor, page_file
from generator.outputs.templates import Here, environment
from generator.outputs.view import View
from generator.words import Words


@dataclass(frozen=True, slots=True)
class Entry:
    """An insight in an edition, as its template sees it.

    ``today`` is its page now; ``promises`` are those that were open.
    """

    fact: InsightFact
    today: str
    promises: Sequence[Promise]

    @property
    def anchor(self) -> str:
        """Its ``id`` on the page."""
        return anchor(self.fact.id)


@dataclass(frozen=True, slots=True)
class Group:
    """Insights, a line each, whose texts stand in full in one place: on a page of an edition, with
    its file (``page`` is 0 where the edition has no other); without an edition on today's pages."""

    edition: Edition | None
    page: int
    file: str
    rows: Markup


LISTED = 100
"""Of so many insights of which a comparison with today says the same it names each; of more, the
editions in which it happened, which do."""
_WAITED_FOR = frozenset(About) - {About.MEASURE}
_ROW = Markup('<li id="{}">{} ·\N{NO-BREAK SPACE}{}{}\n')
_LINKED = Markup('<li id="{}"><a href="{}">{}</a> ·\N{NO-BREAK SPACE}{}{}\n')
_TITLE = Markup('<a href="{}">{}</a>')


class Parts:
    """The parts of pages of editions in one language; equal parts are rendered once."""

    def __init__(self, past: Past, facts: Facts, words: Words) -> None:
        self._past, self._facts, self._words = past, facts, words
        self._editions = {edition.id: edition for edition in past.chain.editions}
        self._names: list[tuple[object, ...]] = []
        self._known: dict[Hashable, tuple[object, Markup]] = {}

    def is_here(self, place: Place, edition: Edition, then: Facts) -> bool:
        """Whether a page has an insight in full: what is new or changed in its edition, unless a
        large one is past and today's page still has the same words."""
        if place.edition != edition.id:
            return False
        is_last = edition is self._past.chain.last
        insight = then.by_id[place.insight].insight
        return is_last or is_in_full(edition) or not self._past.still_so([insight], self._facts)

    def entries(
        self, places: Sequence[Place], edition: Edition, view: View, here: Here
    ) -> list[Markup]:
        """The insights of a page that stand there in full."""
        naming, depth = self._naming(view), here.address.count("/")
        facts = view.facts.by_id
        found = []
        for place in places:
            if self.is_here(place, edition, view.facts):
                fact = facts[place.insight]
                about = facts.get(fact.insight.merged_into or "")
                key = id(fact), about and id(about), depth, naming
                write = partial(self._entry, fact, view, here)
                found.append(self._once(key, (fact, about), write))
        return found

    def _entry(self, fact: InsightFact, view: View, here: Here) -> Markup:
        today = f"insights/{fact.id}/index.html" if fact.id in self._facts.by_id else ""
        waiting = [p for p in fact.promises if p.is_open and p.about in _WAITED_FOR]
        written: Markup = _macros().entry(Entry(fact, today, waiting), here, view)
        return written

    def groups(
        self, places: Sequence[Place], edition: Edition, view: View, here: Here
    ) -> list[Group]:
        """The insights of a page that have a line there, by where they stand in full: on their
        own page of today, or in the edition from which they didn't change."""
        facts = view.facts.by_id
        found = []
        still = [
            self._row(facts[place.insight], view, here)
            for place in places
            if place.edition == edition.id and not self.is_here(place, edition, view.facts)
        ]
        if still:
            found.append(Group(None, 0, "", Markup().join(still)))
        others = (place for place in places if place.edition != edition.id)
        for (name, page), some in groupby(others, lambda p: (p.edition, p.page_in_full)):
            rows = Markup().join(self._row(facts[place.insight], view) for place in some)
            number = page if self._past.layouts[name].pages_of_texts > 1 else 0
            found.append(Group(self._editions[name], number, page_file(name, page), rows))
        return found

    def _row(self, fact: InsightFact, view: View, here: Here | None = None) -> Markup:
        """The line of an insight; with ``here`` its title leads to its page of today."""
        late = [p for p in fact.promises if p.clock is Clock.OVERDUE and p.about in _WAITED_FOR]
        if late:
            said = "".join(
                f"; {view.promises.subject(one)}: {view.promises.standing(one)}" for one in late
            )
            return self._line(fact, view.look(fact), said, here)
        key = id(fact.insight), here is not None and here.address.count("/")
        return self._once(key, fact.insight, lambda: self._line(fact, view.look(fact), "", here))

    def _line(self, fact: InsightFact, look: str, late: str, here: Here | None) -> Markup:
        status = self._words(f"status.{look}")
        title = prose.line(fact.insight.title, self._words.language)
        if here:
            way = here.to(f"insights/{fact.id}/index.html")
            return _LINKED.format(anchor(fact.id), way, title, status, late)
        return _ROW.format(anchor(fact.id), title, status, late)

    def changed(self, stage: Stage, here: Here) -> Markup:
        """What changed in an edition; each leads to where it stands there."""

        def there(insight: str, _score: str) -> str:
            return self._past.place(stage.edition.id, insight) if insight else ""

        return self._changed(stage, here, 3, there)

    def changed_since(self, stage: Stage, here: Here) -> Markup:
        """What changed from an edition to today; each leads to its page now."""
        return self._changed(stage, here, 2, self._today)

    def _today(self, insight: str, score: str) -> str:
        if insight in self._facts.by_id:
            return f"insights/{insight}/index.html"
        return f"scores/{score}/index.html" if score in self._facts.scores_by_id else ""

    def _changed(
        self, stage: Stage, here: Here, level: int, way: Callable[[str, str], str]
    ) -> Markup:
        if is_in_full(stage.edition):
            found = subjects(stage.differences, self._words)
            told = [(one, way(one.insight, one.score)) for one in found]
            whole: Markup = _macros().changes(told, here, level)
            return whole
        weightiest: dict[Markup, list[Difference]] = {}
        for every in by_subject(stage.differences).values():
            weightiest.setdefault(self._said(every[0]), []).append(every[0])
        rows = []
        for said, some in weightiest.items():
            told_in = self._told_in(stage.edition, some) if len(some) > LISTED else {}
            here_too = [one for one in some if one.insight not in told_in]
            titles = [self._title(one, here, way) for one in here_too]
            rows.append((said, titles, Counter(told_in.values())))
        written: Markup = _macros().brief(rows, here, level)
        return written

    def _said(self, one: Difference) -> Markup:
        """What a difference says, without the words that went and came."""
        return self._once(id(one), one, lambda: escape(one.explain(self._words)))

    def _told_in(self, since: Edition, found: Sequence[Difference]) -> dict[str, str]:
        """By insight the later edition that tells of it last, where there is one."""
        later = set(list(self._editions)[list(self._editions).index(since.id) + 1 :])
        last = {one.insight: self._past.changed(one.insight)[:1] for one in found}
        names = {insight: life[0].edition.id for insight, life in last.items() if life}
        order = {name: number for number, name in enumerate(self._editions)}
        told_in = {insight: name for insight, name in names.items() if name in later}
        return dict(sorted(told_in.items(), key=lambda item: order[item[1]]))

    def _title(self, one: Difference, here: Here, way: Callable[[str, str], str]) -> Markup:
        """What a difference is about, as a link to where that stands."""

        def write() -> Markup:
            if one.subject is None:
                return escape(self._words("editions.elsewhere"))
            title = here.line(one.subject)
            return _TITLE.format(here.to(address), title) if address else title

        address = way(one.insight, one.score)
        return self._once((id(one), address, here.address.count("/")), one, write)

    def _once(self, key: Hashable, of: object, write: Callable[[], Markup]) -> Markup:
        """What was written before under a key, or is now. What the key's identities are ``of`` is
        kept too, so that they stay its own."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = of, write()
        return known[1]

    def _naming(self, view: View) -> int:
        """A number for what topics, sources and parties were called in an edition."""
        names = (view.topics, view.sources, view.parties)
        if names not in self._names:
            self._names.append(names)
        return self._names.index(names)


def _macros() -> Any:
    return environment().get_template("parts/editions.html").module
