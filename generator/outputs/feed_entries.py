"""Events as entries of a feed: made once, and read by every feed that holds them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator import prose
from generator.facts.events import Event, What
from generator.facts.facts import Facts
from generator.outputs.characters import printable, printable_line
from generator.outputs.templates import Here, environment, listed
from generator.prose import Text
from generator.register.model import Action, Kind
from generator.settings import Settings
from generator.words import Words

KIND_ADDRESSES: Mapping[Kind, str] = {
    Kind.DIRECT: "done/",
    Kind.PROCESS: "in-progress/",
    Kind.NO_ACTION: "not-doing/",
}
"""The page of each kind of answer."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A category of an entry: ``scheme`` is the full address of the list that ``term`` is of."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An entry as each format writes it: plain text, but for ``content``, which is safe HTML.

    ``address`` is a full address; ``published`` never changes, ``updated`` is the day on which
    the wording last changed.
    """

    id: str
    title: str
    address: str
    published: date
    updated: date
    content: str
    summary: str
    tags: tuple[Tag, ...] = ()


def entry_id(authority: str, key: str) -> str:
    """The id of an entry: a ``tag:`` URI as RFC 4151 has it, such as
    ``tag:example.org,2026:phone-waiting/routing/2026-07-15``.

    ``authority`` is the register's ``feed_authority``, a domain and the day from which it was
    ours; ``key`` is made of the ids of the insight and the action and the day of the update.
    So it survives another domain, theme, title, language or order, and is the same in each
    format and language: it names what happened, whatever it is called. Authority and key hold
    only characters that RFC 4151 allows without an escape.
    """
    return f"tag:{authority}:{key}"


@dataclass(frozen=True)
class EntryMaker:
    """Makes the entries of one language, each when it is first asked for."""

    facts: Facts
    words: Words
    settings: Settings
    revised: Mapping[str, date]

    @cached_property
    def root(self) -> str:
        """The full address of the home page of this language."""
        return self.settings.root(self.words.language, self.facts.register.languages)

    def entry(self, event: Event) -> Entry:
        """The entry of an event, made once for all feeds that hold it."""
        entry = self._entries.get(event.key)
        if entry is None:
            entry = self._entries[event.key] = self._entry(event)
        return entry

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {}

    def _entry(self, event: Event) -> Entry:
        authority = self.facts.register.organisation.feed_authority
        address = f"{self.root}insights/{event.insight.id}/#{event.anchor}"
        title = self.words(f"feed.event.{event.look}", title=self.line(event.insight.title))
        return Entry(
            entry_id(authority, event.key),
            printable(title),
            address,
            event.date,
            max(event.date, self.revised.get(event.key, event.date)),
            printable(self.content(event, address)),
            printable(prose.to_text(event.text.in_language(self.words.language)[0])),
            tuple(self.tags(event)),
        )

    def content(self, event: Event, address: str) -> str:
        """The full text as HTML."""
        template = environment().get_template("feeds/entry.html")
        body = template.render(
            event=event,
            here=Here(self.words, address),
            t=self.words,
            address=address,
            promised=_promised(event),
            parties=self.parties(event.action) if event.action else "",
        )
        return body.strip()

    def parties(self, action: Action) -> str:
        """Who acts, as ``a, b and c``."""
        known = self.facts.register.parties
        return listed((self.line(known[party].name) for party in action.by), self.words)

    def tags(self, event: Event) -> Iterator[Tag]:
        """The topics, the steps of the journey and the kind of an event."""
        topics, journey = event.insight.topics, event.insight.journey
        for topic in dict.fromkeys(topics):
            yield self._topics[topic]
        for step, tag in self._steps.items():
            if step in journey:
                yield tag
        if event.kind:
            kept = event.look == "keeping"
            label = self.words(f"feed.kind.{event.look if kept else event.kind}")
            yield Tag(f"{self.root}insights/", event.kind, label)

    @cached_property
    def _topics(self) -> Mapping[str, Tag]:
        labels, scheme = self.facts.register.topics, f"{self.root}topics/"
        return {topic: Tag(scheme, topic, self.line(label)) for topic, label in labels.items()}

    @cached_property
    def _steps(self) -> Mapping[str, Tag]:
        steps, scheme = self.facts.register.journey, f"{self.root}journey/"
        return {step.id: Tag(scheme, step.id, self.line(step.label)) for step in steps}

    def line(self, text: Text) -> str:
        """A one-line text in this language."""
        return printable_line(text, self.words)


def _promised(event: Event) -> date | None:
    """The day on which there will be more news, if this event named one."""
    if event.update:
        return event.update.next_update
    return event.action.next_update if event.action and event.what is What.PROCESS else None
