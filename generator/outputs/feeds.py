"""Which feeds there are and what is in each; how one is written stands in ``feed_formats``."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from generator.facts.events import Event, What, kept
from generator.facts.facts import Facts, acting
from generator.outputs.characters import printable
from generator.outputs.feed_entries import KIND_ADDRESSES, EntryMaker
from generator.outputs.feed_formats import FORMATS, Channel, Publisher, Writer
from generator.outputs.page import File, key_of
from generator.prose import Text
from generator.register.model import Kind
from generator.settings import Settings
from generator.words import Words

_NEVER_REVISED: Mapping[str, date] = {}


class Group(StrEnum):
    """What a feed follows."""

    SITE = "site"
    KIND = "kind"
    TOPIC = "topic"
    STEP = "step"
    PARTY = "party"
    INSIGHT = "insight"


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A page that has feeds.

    ``address`` is that of the page, relative to the root of its language: the feeds are the
    files ``feed.xml``, ``atom.xml`` and ``feed.json`` below it. ``name`` is what it is about
    (empty for the site) and ``title`` what the feed is called.
    """

    group: Group
    address: str
    name: str
    title: str


def feed_addresses(facts: Facts, words: Words, settings: Settings) -> tuple[FeedAddress, ...]:
    """Every page that has feeds: the site first, the insights last."""
    site = settings.title(words.language, words)

    def named(group: Group, address: str, name: str) -> FeedAddress:
        return FeedAddress(group, address, name, f"{site}: {name}")

    def line(text: Text) -> str:
        return printable(text.in_language(words.language)[0])

    register = facts.register
    kinds = ((address, words(f"feed.kind.{kind}")) for kind, address in KIND_ADDRESSES.items())
    return (
        FeedAddress(Group.SITE, "", "", site),
        *(named(Group.KIND, address, name) for address, name in kinds),
        *(
            named(Group.TOPIC, f"topics/{topic}/", line(label))
            for topic, label in register.topics.items()
        ),
        *(named(Group.STEP, f"journey/{step.id}/", line(step.label)) for step in register.journey),
        *(
            named(Group.PARTY, f"parties/{party}/", line(found.name))
            for party, found in register.parties.items()
        ),
        *(
            named(Group.INSIGHT, f"insights/{insight.id}/", line(insight.title))
            for insight in register.insights
        ),
    )


def feeds(
    facts: Facts,
    words: Words,
    settings: Settings,
    revised: Mapping[str, date] = _NEVER_REVISED,
) -> Iterator[File]:
    """Every feed of one language in its three formats.

    ``revised`` has, by the key of an event, the day on which its wording last changed.
    """
    maker = EntryMaker(facts, words, settings, revised)
    by_address: dict[str, list[Event]] = defaultdict(list)
    for event in facts.events:
        for address in addresses(event):
            by_address[address].append(event)
    publisher = publisher_of(facts, words, settings)
    writer = Writer(publisher)

    def content(place: FeedAddress, shown: Sequence[Event], name: str) -> bytes:
        about = {"organisation": publisher.name, "name": place.name}
        description = words("feed.about" if place.name else "feed.about-all", **about)
        entries = [maker.entry(event) for event in shown]
        channel = Channel(place.address, place.title, description, entries)
        return writer.write(name, channel, is_last=place.group is Group.INSIGHT)

    for place in feed_addresses(facts, words, settings):
        every = by_address.get(place.address, [])
        shown = every[: kept([event.date for event in every])]
        key = key_of(place, [(event.key, facts.digests[event.insight.id]) for event in shown])
        for name in FORMATS:
            made = partial(content, place, shown, name)
            yield File(place.address + name, words.language, made, key)


def publisher_of(facts: Facts, words: Words, settings: Settings) -> Publisher:
    """What all feeds of one language share."""
    organisation = facts.register.organisation
    return Publisher(
        printable(organisation.name.in_language(words.language)[0]),
        organisation.homepage,
        organisation.feed_authority,
        words.language,
        settings.site_url,
        settings.site_url + settings.prefix(words.language, facts.register.languages),
        settings.licence,
    )


def addresses(event: Event) -> Iterator[str]:
    """The addresses of the pages whose feeds hold an event.

    A correction or a withdrawal reaches everyone who could have read what came before it. What
    an insight has become since plays no part: an entry, once in a feed, doesn't move to another.
    """
    insight = event.insight
    yield ""
    yield from (KIND_ADDRESSES[kind] for kind in _kinds(event))
    yield from (f"topics/{topic}/" for topic in dict.fromkeys(insight.topics))
    yield from (f"journey/{step}/" for step in dict.fromkeys(insight.journey))
    parties = event.action.by if event.action else acting(insight)
    yield from (f"parties/{party}/" for party in dict.fromkeys(parties))
    yield f"insights/{insight.id}/"


def _kinds(event: Event) -> Iterator[Kind]:
    """The kinds of answer whose followers hear of an event.

    Who follows what we work on hears how it ends; the end is also something done or refused.
    """
    if event.action is None:
        earlier = {action.kind for action in event.insight.actions if action.date <= event.date}
        yield from (kind for kind in Kind if kind in earlier)
    else:
        yield event.action.kind
        if event.what is What.DONE:
            yield Kind.DIRECT
        elif event.what is What.STOPPED:
            yield Kind.NO_ACTION
