"""The pages of the editions: the list, each as it was on its day, and each against today."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from posixpath import relpath

from markupsafe import Markup

from generator.editions.comparison import sentence
from generator.editions.difference import summary
from generator.editions.edition import Edition
from generator.editions.history import Stage, since
from generator.editions.listing import INDEX, SUMS, VERSIONS, checksums, index, versions
from generator.facts.facts import Facts, InsightFact, work_out
from generator.facts.promises import About, Promise
from generator.outputs.changes import Subject, subjects
from generator.outputs.digest import MAIL, digest_page, of_edition
from generator.outputs.lists import slices
from generator.outputs.page import File, Page
from generator.outputs.past import Past, anchor, named
from generator.outputs.templates import Here, environment, render
from generator.outputs.view import View
from generator.register.model import Register
from generator.settings import Settings
from generator.words import Words

MAIN = 5
"""How many insights an edition names as the main ones."""
_FOLDER = "editions/"


def edition_files(past: Past, language: str, settings: Settings) -> Iterator[File]:
    """Each edition as it was published, byte for byte, and the lists of them.

    ``versions.json`` stands at the root, where tools for mike look, and also beside the
    editions: there the names in it are folders.
    """
    editions = past.chain.editions
    for edition in editions:
        yield File(f"{_FOLDER}{edition.file}", language, edition.content)
    listed = versions(editions, language)
    yield File(f"{_FOLDER}{SUMS}", language, checksums(editions))
    yield File(f"{_FOLDER}{INDEX}", language, index(editions, settings.site_url + _FOLDER))
    yield File(f"{_FOLDER}{VERSIONS}", language, listed)
    yield File(VERSIONS, language, listed)


def edition_pages(past: Past, facts: Facts, own: Words, settings: Settings) -> Iterator[Page]:
    """Every page of every edition, in one language."""
    teller = _Teller(past, facts, settings, own)
    yield teller.overview()
    now = _sharing(facts.register, past.chain.last)
    for place, stage in enumerate(past.stages):
        then = stage.edition
        known = work_out(then.register, then.date, facts.minimum)
        yield from teller.edition(place, stage, known)
        yield teller.against_today(Stage(then, since(then, now, facts.today)))


def _sharing(register: Register, last: Edition | None) -> Register:
    """A register that has the very insights of an edition where they are equal: a comparison
    with any edition then only looks into those that differ."""
    known = {insight.id: insight for insight in last.register.insights} if last else {}
    same = (known.get(insight.id, insight) for insight in register.insights)
    pairs = zip(same, register.insights, strict=True)
    insights = tuple(old if old == insight else insight for old, insight in pairs)
    return register.model_copy(update={"insights": insights})


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


class _Teller:
    """Tells of editions in one language; an insight that stays the same is told once."""

    def __init__(self, past: Past, facts: Facts, settings: Settings, own: Words) -> None:
        self._past, self._facts, self._settings, self._words = past, facts, settings, own
        self._view = View(facts, own, settings)
        self._entries: dict[Hashable, Markup] = {}
        self._names: list[tuple[object, ...]] = []
        parts = environment().get_template("parts/editions.html").module
        self._in_full, self._row = parts.entry, parts.row  # type: ignore[attr-defined]

    @property
    def language(self) -> str:
        """The language it tells in."""
        return self._words.language

    def overview(self) -> Page:
        """All editions, the latest first, and how anyone can check them."""
        here = Here(self._words, _FOLDER)
        rows = [
            (stage.edition, named(stage.edition, self._words), self._what(stage), self._gone(stage))
            for stage in reversed(self._past.stages)
        ]
        last = self._past.chain.last
        body = render(
            "editions", here, view=self._view, rows=rows, files=self._files(here), sums=SUMS
        )
        return Page(
            here.address,
            self.language,
            self._words("editions.title"),
            self._words("editions.description", organisation=here.plain(self._view.organisation)),
            body,
            "about",
            _FOLDER,
            last.date if last else None,
        )

    def edition(self, place: int, stage: Stage, then: Facts) -> Iterator[Page]:
        """An edition as it was: what changed, the main insights, the scores, and everything; then
        the mail that went with it."""
        edition, own = stage.edition, self._words
        title = named(edition, own)
        view = View(then, own, self._settings)
        naming = self._naming(view)
        around = self._past.chain.editions
        before = around[place - 1] if place else None
        for part in slices(then.insights, f"{_FOLDER}{edition.id}/", self._past.per_page(edition)):
            here = Here(own, part.here)
            is_first = part.number == 1
            body = render(
                "edition",
                here,
                view=view,
                edition=edition,
                title=title,
                place=self._past.place,
                part=part,
                entries=[self._entry(fact, edition, view, here, naming) for fact in part.items],
                is_in_full=self._past.is_in_full(edition),
                before=before,
                mail=MAIL,
                after=around[place + 1] if place + 1 < len(around) else None,
                what=self._what(stage),
                changed=[
                    (subject, self._there(subject, edition))
                    for subject in (subjects(stage.differences, own) if is_first else ())
                ],
                main=then.current[:MAIN],
                scores=[fact for fact in then.scores if fact.latest] if is_first else (),
                gone=self._gone(stage),
                files=self._files(here),
                from_=(part.number - 1) * self._past.per_page(edition) + 1,
            )
            numbered = own("page.numbered", title=title, number=part.number)
            yield Page(
                here.address,
                self.language,
                title if is_first else numbered,
                own("editions.edition.description", name=title, day=edition.date),
                body,
                "about",
                _FOLDER,
                in_search=False,
                edition=edition.id,
            )
        yield digest_page(of_edition(edition, before, then, own, self._settings))

    def against_today(self, stage: Stage) -> Page:
        """What changed from an edition to today."""
        edition, own = stage.edition, self._words
        here = Here(own, f"{_FOLDER}{edition.id}/changes/")
        title = own("editions.changes.title", name=own("edition.name", id=edition.id))
        what = summary(stage.differences, own)
        body = render(
            "edition-changes",
            here,
            view=self._view,
            edition=edition,
            title=title,
            name=named(edition, own),
            what=sentence(what),
            changed=[
                (subject, self._today(subject))
                for subject in subjects(stage.differences, own, self._past.is_in_full(edition))
            ],
            is_whole=self._past.is_in_full(edition),
            today=self._facts.today,
        )
        description = own("editions.changes.description", name=edition.id, what=what)
        return Page(
            here.address,
            self.language,
            title,
            description,
            body,
            "about",
            _FOLDER,
            in_search=False,
            edition=edition.id,
        )

    def _entry(
        self, fact: InsightFact, edition: Edition, view: View, here: Here, naming: int
    ) -> Markup:
        """An insight on a page of an edition; the same in many editions, so made once."""
        where = edition.id
        if not self._past.is_in_full(edition):
            where = edition.stands_in[f"insights.{fact.id}"]
        promises = [p for p in fact.promises if p.is_open and p.about is not About.MEASURE]
        key = (
            id(fact.insight),  # an edition has the very insights of the one before
            where == edition.id,
            here.address.count("/"),
            tuple((promise.clock, promise.days) for promise in promises),
            tuple(measure.verdict for measure in fact.measures.values()),
            naming,
        )
        if key not in self._entries:
            today = f"insights/{fact.id}/index.html" if fact.id in self._facts.by_id else ""
            entry = Entry(fact, today, promises)
            if where == edition.id:
                self._entries[key] = self._in_full(entry, here, view)
            else:
                full = relpath(self._past.place(where, fact.id), here.address)
                self._entries[key] = self._row(entry, here, view, full)
        return self._entries[key]

    def _naming(self, view: View) -> int:
        """A number for what topics, sources and parties were called in an edition."""
        names = (view.topics, view.sources, view.parties)
        if names not in self._names:
            self._names.append(names)
        return self._names.index(names)

    def _there(self, subject: Subject, edition: Edition) -> str:
        """Where an insight that changed stands in an edition."""
        return self._past.place(edition.id, subject.insight) if subject.insight else ""

    def _today(self, subject: Subject) -> str:
        """The page that what changed has today."""
        if subject.insight in self._facts.by_id:
            return f"insights/{subject.insight}/index.html"
        if subject.score in self._facts.scores_by_id:
            return f"scores/{subject.score}/index.html"
        return ""

    def _what(self, stage: Stage) -> str:
        """What changed in an edition, in a few words."""
        if stage.edition.previous is None:
            return sentence(self._words("edition.first"))
        return sentence(summary(stage.differences, self._words))

    def _gone(self, stage: Stage) -> list[str]:
        """That something was taken out of an edition, and on which day; never what."""
        name = stage.edition.id
        days = dict.fromkeys(self._past.removals.get(name, ()))
        return [self._words("edition.removed", day=day, name=name) for day in days]

    def _files(self, here: Here) -> str:
        """The way to the files of the editions, which stand once for all languages."""
        return here.to(f"{self._view.above}{_FOLDER}")
