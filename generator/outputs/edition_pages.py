"""The pages of the editions: the list, each as it was on its day, and each against today."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from generator.editions.comparison import sentence
from generator.editions.difference import summary
from generator.editions.edition import Edition
from generator.editions.history import Stage
from generator.editions.listing import INDEX, SUMS, VERSIONS, checksums, index, versions
from generator.facts.facts import Facts
from generator.outputs.digest import MAIL, page_of_edition
from generator.outputs.edition_layout import Place, is_in_full
from generator.outputs.edition_parts import Parts
from generator.outputs.page import File, Page, key_of
from generator.outputs.paging import Slice
from generator.outputs.past import Past, named
from generator.outputs.templates import Here, render
from generator.outputs.view import View
from generator.settings import Settings
from generator.words import Words

MAIN = 5
"""How many insights an edition names as the main ones."""
_FOLDER = "editions/"
_EDITION = Page("", "", "", "", "", "about", _FOLDER, in_search=False)


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
    maker = _Maker(past, facts, settings, own)
    yield maker.overview()
    for edition in past.chain.editions:
        yield from maker.edition(edition)
        yield maker.mail(edition)
        yield maker.against_today(edition)


class _Maker:
    """Makes the pages of the editions in one language."""

    def __init__(self, past: Past, facts: Facts, settings: Settings, own: Words) -> None:
        self._past, self._facts, self._settings, self._words = past, facts, settings, own
        self._view = View(facts, own, settings)
        self._parts = Parts(past, facts, own)
        editions = past.chain.editions
        self._before = {one.id: before for before, one in pairwise(editions)}
        self._after = {one.id: after for one, after in pairwise(editions)}
        self._present = key_of(sorted(facts.by_id), sorted(facts.scores_by_id))
        self._now = key_of(facts.digests)

    @property
    def language(self) -> str:
        """The language of the pages."""
        return self._words.language

    def overview(self) -> Page:
        """All editions, the latest first, and how anyone can check them."""
        own, here, last = self._words, Here(self._words, _FOLDER), self._past.chain.last
        organisation = here.plain(self._view.organisation)

        def make() -> str:
            rows = [
                (stage.edition, named(stage.edition, own), self._what(stage), self._gone(stage))
                for stage in reversed(self._past.stages)
            ]
            files = self._files(here)
            return render("editions", here, view=self._view, rows=rows, files=files, sums=SUMS)

        return Page(
            here.address,
            self.language,
            own("editions.title"),
            own("editions.description", organisation=organisation),
            make,
            "about",
            _FOLDER,
            last.date if last else None,
            key=key_of(_FOLDER),
        )

    def edition(self, edition: Edition) -> Iterator[Page]:
        """An edition as it was: what changed, the main insights, the scores, and everything."""
        title, still = named(edition, self._words), self._still(edition)
        base = f"{_FOLDER}{edition.id}/"
        for part in self._past.layouts[edition.id].pages(base):
            page = self._page(edition, part.here, self._present, still)
            yield page._replace(
                lazy_title=part.numbered(title, self._words),
                lazy_description=self._words(
                    "editions.edition.description", name=title, day=edition.date
                ),
                lazy_body=partial(self._register, edition, part),
            )

    def _still(self, edition: Edition) -> list[str]:
        """The ids of insights of a large edition that are still the same; none of a small one."""
        insights = () if is_in_full(edition) else edition.register.insights
        return [one.id for one in self._past.still_so(insights, self._facts)]

    def mail(self, edition: Edition) -> Page:
        """The mail that went with an edition."""

        before, minimum = self._before.get(edition.id), self._facts.minimum

        def then() -> tuple[Facts, Facts | None]:
            earlier = self._past.then(before.id, minimum) if before else None
            return self._past.then(edition.id, minimum), earlier

        key = key_of("mail", edition.id)
        return page_of_edition(edition, then, self._words, self._settings, key)

    def against_today(self, edition: Edition) -> Page:
        """What changed from an edition to today."""
        own = self._words
        address = f"{_FOLDER}{edition.id}/changes/"
        return self._page(edition, address, self._now)._replace(
            lazy_title=own("editions.changes.title", name=own("edition.name", id=edition.id)),
            lazy_description=own("editions.changes.description", name=edition.id, day=edition.date),
            lazy_body=lambda: self._changes(edition, Here(own, address)),
        )

    def _page(self, edition: Edition, address: str, *made_from: object) -> Page:
        """What all pages of editions share: they are no news, and not for search engines."""
        key = key_of(address, *made_from)
        return _EDITION._replace(
            address=address, language=self.language, edition=edition.id, key=key
        )

    def _register(self, edition: Edition, part: Slice[Place]) -> str:
        """The body of a page of an edition."""
        here, parts, is_first = Here(self._words, part.here), self._parts, part.number == 1
        then = self._past.then(edition.id, self._facts.minimum)
        view = View(then, self._words, self._settings)
        stage = self._past.stage(edition.id)
        return render(
            "edition",
            here,
            view=view,
            edition=edition,
            title=named(edition, self._words),
            place=self._past.place,
            part=part,
            entries=parts.entries(part.items, edition, view, here),
            groups=parts.groups(part.items, edition, view, here),
            is_in_full=is_in_full(edition),
            before=self._before.get(edition.id),
            mail=MAIL,
            after=self._after.get(edition.id),
            what=self._what(stage),
            changed=parts.changed(stage, here) if is_first else None,
            main=then.current[:MAIN],
            scores=[fact for fact in then.scores if fact.latest] if is_first else (),
            gone=self._gone(stage),
            files=self._files(here),
            from_=self._past.layouts[edition.id].before(part.number) + 1,
        )

    def _changes(self, edition: Edition, here: Here) -> str:
        """The body of the page that compares an edition with today."""
        own, stage = self._words, self._past.until(edition.id, self._facts)
        return render(
            "edition-changes",
            here,
            edition=edition,
            title=own("editions.changes.title", name=own("edition.name", id=edition.id)),
            name=named(edition, own),
            what=sentence(summary(stage.differences, own)),
            changed=self._parts.changed_since(stage, here),
            is_whole=is_in_full(edition),
            today=self._facts.today,
        )

    def _what(self, stage: Stage) -> str:
        """What changed in an edition, in a few words."""
        if stage.edition.previous is None:
            return sentence(self._words("edition.first"))
        return sentence(summary(stage.differences, self._words))

    def _gone(self, stage: Stage) -> list[str]:
        """A sentence for each day on which texts were removed from an edition."""
        name = stage.edition.id
        days = dict.fromkeys(self._past.removals.get(name, ()))
        return [self._words("edition.removed", day=day, name=name) for day in days]

    def _files(self, here: Here) -> str:
        """The relative path to the files of the editions, which stand once for all languages."""
        return here.to(f"{self._view.above}{_FOLDER}")
