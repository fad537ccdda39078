"""Which feeds there are and what is in each; how one is written stands in ``feed_formats``."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.facts.events import AT_LEAST, Event, What, entries_held, events, in_order
from generator.facts.facts import Facts, InsightFact, acting
from generator.outputs.characters import printable_line
from generator.outputs.feed_entries import KIND_ADDRESSES, EntryMaker
from generator.outputs.feed_formats import FORMATS, Channel, Publisher, Writer
from generator.outputs.page import File, key_of_all
from generator.register.model import Insight, Kind
from generator.settings import Settings
from generator.words import Words

_NEVER_REVISED: Mapping[str, date] = {}


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A page that has feeds.

    ``address`` is that of the page, relative to the root of its language: the feeds are the
    files ``feed.xml``, ``atom.xml`` and ``feed.json`` below it. ``name`` is what it is about
    (empty for the site) and ``title`` what the feed is called.
    """

    address: str
    name: str
    title: str


def _address_of(insight: Insight, words: Words, settings: Settings) -> FeedAddress:
    name = printable_line(insight.title, words)
    title = f"{settings.title(words.language, words)}: {name}"
    return FeedAddress(f"insights/{insight.id}/", name, title)


def _shared_addresses(facts: Facts, words: Words, settings: Settings) -> Iterator[FeedAddress]:
    """Those of more than one insight."""
    site = settings.title(words.language, words)

    def named(address: str, name: str) -> FeedAddress:
        return FeedAddress(address, name, f"{site}: {name}")

    register = facts.register
    yield FeedAddress("", "", site)
    for kind, address in KIND_ADDRESSES.items():
        yield named(address, words(f"feed.kind.{kind}"))
    for topic, label in register.topics.items():
        yield named(f"topics/{topic}/", printable_line(label, words))
    for step in register.journey:
        yield named(f"journey/{step.id}/", printable_line(step.label, words))
    for party, found in register.parties.items():
        yield named(f"parties/{party}/", printable_line(found.name, words))


def feeds(
    facts: Facts,
    words: Words,
    settings: Settings,
    revised: Mapping[str, date] = _NEVER_REVISED,
    late: Set[str] = frozenset(),
) -> Iterator[File]:
    """Every feed of one language in its three formats.

    ``revised`` has, by the key of an event, the day on which its wording last changed; ``late``
    has the keys of those that are news although their day is long ago.
    """
    maker = EntryMaker(facts, words, settings, revised)
    publisher = publisher_of(facts, words, settings)
    writer = Writer(publisher)
    digests = facts.digests

    def content(
        place: FeedAddress, shown: Sequence[Event], name: str, is_last: bool = False, into: str = ""
    ) -> bytes:
        about = {"organisation": publisher.name, "name": place.name}
        description = words("feed.about" if place.name else "feed.about-all", **about)
        if into:
            description = f"{words('feed.about-merged', name=into)} {description}"
        entries = [maker.entry(event) for event in shown]
        channel = Channel(place.address, place.title, description, entries)
        return writer.write(name, channel, is_last)

    def of_insight(fact: InsightFact, name: str) -> bytes:
        place = _address_of(fact.insight, words, settings)
        return content(place, _still(fact.events), name, is_last=True)

    def of_merged(followed: Sequence[InsightFact], name: str) -> bytes:
        place = _address_of(followed[0].insight, words, settings)
        events = in_order(event for fact in followed for event in fact.events)
        into = printable_line(followed[-1].insight.title, words)
        return content(place, _still(events), name, into=into)

    events = _by_address(facts)
    for place in _shared_addresses(facts, words, settings):
        shown = _still(events.get(place.address, ()), late)
        key = key_of_all(event.key.encode() + digests[event.insight.id] for event in shown)
        for name in FORMATS:
            made = partial(content, place, shown, name)
            yield File(place.address + name, words.language, made, key)
    for fact in facts.insights:
        followed = facts.followed(fact) if fact.insight.merged_into else ()
        key = key_of_all(digests[each.id] for each in followed) if followed else digests[fact.id]
        for name in FORMATS:
            made = (
                partial(of_merged, followed, name) if followed else partial(of_insight, fact, name)
            )
            yield File(f"insights/{fact.id}/{name}", words.language, made, key)


def _still(events: Sequence[Event], late: Set[str] = frozenset()) -> Sequence[Event]:
    """Those that a feed still holds; of what is late, no more than of what is old. Who brings in
    hundreds of answers of years ago has no hundreds of news."""
    number = entries_held([event.date for event in events])
    old = [event for event in events[number:] if event.key in late] if late else []
    return [*events[:number], *old[:AT_LEAST]] if old else events[:number]


def publisher_of(facts: Facts, words: Words, settings: Settings) -> Publisher:
    """What all feeds of one language share."""
    organisation = facts.register.organisation
    return Publisher(
        printable_line(organisation.name, words),
        organisation.homepage,
        organisation.feed_authority,
        words.language,
        settings.site_url,
        settings.root(words.language, facts.register.languages),
        settings.licence,
    )


def _by_address(facts: Facts) -> Mapping[str, Sequence[Event]]:
    """The events in the feeds of each page but those of the insights, the newest first.

    A correction or a withdrawal reaches everyone who could have read what came before it. What
    an insight has become since plays no part: an entry, once in a feed, doesn't move to another.
    """
    topics, steps, parties, kinds = (defaultdict[str, list[Event]](list) for _ in range(4))
    always = {}
    for fact in facts.insights:
        of_topics = [topics[name] for name in dict.fromkeys(fact.insight.topics)]
        of_steps = [steps[name] for name in dict.fromkeys(fact.insight.journey)]
        always[fact.id] = of_topics + of_steps
    for event in facts.events:
        for row in always[event.insight.id]:
            row.append(event)
        for kind in _kinds(event, facts.by_id[event.insight.id].published):
            kinds[kind].append(event)
        for party in dict.fromkeys(event.action.by) if event.action else acting(event.insight):
            parties[party].append(event)
    return {
        "": facts.events,
        **{address: kinds[kind] for kind, address in KIND_ADDRESSES.items()},
        **{f"topics/{name}/": row for name, row in topics.items()},
        **{f"journey/{name}/": row for name, row in steps.items()},
        **{f"parties/{name}/": row for name, row in parties.items()},
    }


def _kinds(event: Event, published: Sequence[Insight] = ()) -> Sequence[Kind]:
    """The kinds of answer whose followers hear of an event.

    Who follows what we work on hears how it ends; the end is also something done or refused. Of a
    correction hears whoever could read what was wrong: ``published`` is the insight as it was.
    """
    if event.action is None:
        before = (each for was in (*published, event.insight) for each in events(was))
        told = (each for each in before if each.action and each.date <= event.date)
        earlier = {kind for each in told for kind in _kinds(each)}
        return [kind for kind in Kind if kind in earlier]
    if event.what is What.DONE:
        return event.action.kind, Kind.DIRECT
    if event.what is What.STOPPED:
        return event.action.kind, Kind.NO_ACTION
    return (event.action.kind,)
