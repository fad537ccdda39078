"""The mail to everyone who gave feedback: thanks, and what came of it.

Once as a mail, which ``mail.py`` writes, once as a page to print. Nothing in it tells anyone
whether it was read: no image, no address made for one reader.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator import prose
from generator.editions.edition import Edition
from generator.facts.events import Event
from generator.facts.facts import Facts, InsightFact
from generator.facts.insights import keeps_as_is
from generator.facts.promises import Clock, Numbered, Promise, numbered
from generator.outputs import clock
from generator.outputs.characters import printable, printable_line
from generator.outputs.page import Page
from generator.outputs.templates import Here, render
from generator.outputs.view import View
from generator.prose import Text
from generator.register.model import Action
from generator.settings import Settings
from generator.words import Words

TOLD = 5
"""So many insights stand in a digest: the ones that weigh most."""
PROMISES = 5
"""Of each standing so many promises are named; the others are counted."""
MAIL = "digest/"
"""The page of a digest, below that of its edition."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a digest is sent.

    ``edition`` is the id of an edition (empty for what is public now) and ``title`` its title in
    the language of the digest. ``subject`` takes the place of our own subject line.
    """

    edition: str = ""
    title: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An insight with the answer that says most about where it stands, and what is promised."""

    fact: InsightFact
    answer: Event | None
    promise: Promise | None

    @property
    def action(self) -> Action | None:
        """The action that the answer gave, or was news of."""
        return self.answer.action if self.answer else None

    @property
    def kind(self) -> str:
        """The kind of the answer, as ``words`` name it."""
        if self.answer is None or self.action is None:
            return f"status.{self.fact.status}"
        ended = self.answer.update.status if self.answer.update else None
        kept = "keeping" if self._keeps_as_is else None
        return f"kind.{ended or kept or self.action.kind}"

    @property
    def reason(self) -> str:
        """The kind of reason for a no, as ``words`` name it, or an empty text."""
        reason = self.action.reason if self.action else None
        return f"reason.{reason}" if reason and not self._keeps_as_is else ""

    @property
    def _keeps_as_is(self) -> bool:
        """Whether the answer keeps what customers praise: that refuses nobody anything."""
        return self.action is not None and keeps_as_is(self.fact.insight, self.action)

    @property
    def alternative(self) -> Text | None:
        """What the customer can do instead."""
        return self.action.alternative if self.action else None


@dataclass(frozen=True, slots=True)
class Digest:
    """The content of a digest, before it is written as HTML or text."""

    view: View
    occasion: Occasion
    told: Sequence[Told]
    kept: Sequence[Promise]
    late: Sequence[Promise]
    overdue: Sequence[Promise]

    @property
    def words(self) -> Words:
        """The words of its language."""
        return self.view.words

    @property
    def organisation(self) -> str:
        """Who sends it."""
        return self.line(self.view.organisation)

    @property
    def root(self) -> str:
        """The full address of the home page of this language."""
        return self.view.root

    @property
    def subject(self) -> str:
        """The subject line."""
        return subject_of(self.occasion, self.organisation, self.words)

    @property
    def promises(self) -> Iterator[tuple[str, Sequence[Promise], int]]:
        """For each standing a sentence, the promises that are named, and how many are not."""
        for key, found in (("kept", self.kept), ("late", self.late), ("overdue", self.overdue)):
            if found:
                said = self.words(f"digest.{key}", n=len(found))
                yield said, found[:PROMISES], max(len(found) - PROMISES, 0)

    def line(self, text: Text) -> str:
        """A one-line text in this language."""
        return printable_line(text, self.words)

    def plain(self, text: Text) -> str:
        """Prose in this language, in plain characters."""
        return printable(prose.to_text(text.in_language(self.words.language)[0]))

    def stands(self, promise: Promise) -> str:
        """How a promise stands, in words."""
        return clock.standing(promise, self.words)

    def next(self, told: Told) -> str:
        """What customers may still expect, in words; empty where nothing is open."""
        return clock.say(told.promise, self.words) if told.promise else ""


def subject_of(occasion: Occasion, organisation: str, own: Words) -> str:
    """The subject line of a digest."""
    if occasion.subject:
        return occasion.subject
    if occasion.title:
        return own("digest.subject-of", organisation=organisation, title=occasion.title)
    return own("digest.subject", organisation=organisation)


def digest(
    facts: Facts, own: Words, settings: Settings, occasion: Occasion, earlier: Facts | None = None
) -> Digest:
    """What to tell: the insights with news that weigh most, and the promises kept and broken.

    ``earlier`` are the facts of the edition before, on its day. News is what was not public then,
    whatever day it has: an answer may be published some days after it was given.
    """
    events = _public(earlier) if earlier else frozenset[str]()
    kept = {name for name, promise in _numbered(earlier) if not promise.is_open}

    def is_news(event: Event) -> bool:
        return event.date <= facts.today and event.key not in events

    view = View(facts, own, settings)
    news = (fact for fact in facts.current if any(map(is_news, fact.events)))
    told = [Told(fact, view.answer(fact), fact.next_promise) for fact in news]
    known = {promise.key for name, promise in _numbered(facts) if name in kept}
    new = [promise for promise in facts.promises if promise.key not in known]
    return Digest(
        view,
        occasion,
        told[:TOLD],
        [promise for promise in new if promise.clock is Clock.KEPT],
        [promise for promise in new if promise.clock is Clock.LATE],
        [promise for promise in facts.promises if promise.clock is Clock.OVERDUE],
    )


def _public(facts: Facts) -> frozenset[str]:
    """The keys of the events that were public on the day of some facts."""
    return frozenset(event.key for event in facts.events if event.date <= facts.today)


def _numbered(facts: Facts | None) -> Iterator[tuple[tuple[str, Numbered], Promise]]:
    """Each promise by a name that stays the same when a day is put right."""
    for fact in facts.insights if facts else ():
        for name, promise in numbered(fact.promises).items() if fact.promises else ():
            yield (fact.id, name), promise


def _occasion(edition: Edition, own: Words) -> Occasion:
    title = edition.title.in_language(own.language)[0] if edition.title else ""
    return Occasion(edition.id, title)


def of_edition(
    edition: Edition, facts: Facts, earlier: Facts | None, own: Words, settings: Settings
) -> Digest:
    """What to tell of an edition: ``facts`` are those of its day, ``earlier`` of the one before."""
    return digest(facts, own, settings, _occasion(edition, own), earlier)


def page_of_edition(
    edition: Edition,
    then: Callable[[], tuple[Facts, Facts | None]],
    own: Words,
    settings: Settings,
    key: bytes,
) -> Page:
    """The same as a page under its edition, fit for print.

    ``then`` works out the facts of its day, and those of the edition before on its own.
    """
    organisation = printable_line(edition.register.organisation.name, own)
    here = Here(own, f"editions/{edition.id}/{MAIL}")

    def body() -> str:
        found = of_edition(edition, *then(), own, settings)
        return render("digest", here, d=found, to=here.to)

    return Page(
        here.address,
        own.language,
        subject_of(_occasion(edition, own), organisation, own),
        own("digest.description", organisation=organisation),
        body,
        "about",
        "editions/",
        in_search=False,
        edition=edition.id,
        key=key,
    )
