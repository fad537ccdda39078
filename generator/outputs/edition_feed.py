"""A feed of editions only, for readers who want news once a quarter and not of every answer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from operator import attrgetter

from generator.editions.comparison import sentence
from generator.editions.difference import Difference, What, summary
from generator.editions.edition import Edition
from generator.editions.history import Stage
from generator.facts.events import (
    A_YEAR,
    Event,
    entries_held,
    events,
    key_of_action,
    key_of_correction,
    key_of_update,
    key_of_withdrawal,
)
from generator.facts.facts import Facts
from generator.outputs.changes import by_subject
from generator.outputs.characters import printable, printable_line
from generator.outputs.feed_entries import Entry, Tag, entry_id
from generator.outputs.feed_formats import FORMATS, Channel, Publisher, Writer
from generator.outputs.feeds import publisher_of
from generator.outputs.page import File, key_of
from generator.outputs.templates import Here, environment
from generator.prose import Text
from generator.register.model import Insight
from generator.settings import Settings
from generator.words import Words

ADDRESS = "editions/"
"""The page that these feeds belong to."""
TOLD = 12
"""Of so many insights and scores an entry tells what changed, the weightiest; its page has all."""
_date = attrgetter("date")


def edition_feeds(
    stages: Sequence[Stage], facts: Facts, words: Words, settings: Settings
) -> Iterator[File]:
    """The three formats of the feed of editions; ``stages`` are in order, the oldest first."""
    publisher = publisher_of(facts, words, settings)
    writer = Writer(publisher)

    @cache
    def channel() -> Channel:
        entries = [
            _entry(stage, number, words, publisher)
            for number, stage in reversed(list(enumerate(stages)))
        ]
        entries = entries[: entries_held([entry.published for entry in entries])]
        title = f"{settings.title(words.language, words)}: {words('feed.edition.all')}"
        about = words("feed.edition.about", organisation=publisher.name)
        return Channel(ADDRESS, title, about, entries)

    def content(name: str) -> bytes:
        return writer.write(name, channel())

    for name in FORMATS:
        key = key_of(name)  # all else that it is made from, all outputs share
        yield File(ADDRESS + name, words.language, partial(content, name), key)


def revised(stages: Sequence[Stage]) -> dict[str, date]:
    """By the key of an event the day of the edition in which its wording last changed.

    This is what ``feeds`` takes: only editions remember on which day a typo was put right, and in
    between nobody can tell. A change of the text of an answer, update, correction or withdrawal
    counts; another title of the insight does not make every entry about it new.
    """
    found: dict[str, date] = {}
    for stage in stages:
        for difference in stage.differences:
            key = _event_key(difference.place) if difference.what is What.REWORDED else ""
            if key:
                found[key] = stage.edition.date
    return found


def told_late(editions: Sequence[Edition], facts: Facts) -> frozenset[str]:
    """The keys of events that no feed would hold by their day, and that are news all the same.

    An answer of two years ago can come on the site today: "since March 2024 you can do this". By
    its day it is too old for a feed, so nobody would hear of it. An edition of on or after that day
    that doesn't have it shows that it came later; one of a year ago that has it, that it was news
    for long enough.
    """
    if not editions or not facts.events:
        return frozenset()
    first = facts.events[0].date - A_YEAR
    read = max((edition for edition in editions if edition.date <= first), key=_date, default=None)
    known: dict[str, Mapping[str, Insight]] = {}

    def has(edition: Edition, event: Event) -> bool:
        if edition.id not in known:
            known[edition.id] = {each.id: each for each in edition.register.insights}
        was = known[edition.id].get(event.insight.id)
        return was is event.insight or (was is not None and _holds(was, event))

    def is_late(event: Event) -> bool:
        if read and event.date <= read.date:
            return not has(read, event)
        then = next((edition for edition in editions if edition.date >= event.date), None)
        return then is not None and not has(then, event)

    return frozenset(e.key for e in facts.events if e.date < first and is_late(e))


def _holds(was: Insight, event: Event) -> bool:
    """Whether an insight, as it was, tells of an event."""
    if event.action is None:
        return any(each.key == event.key for each in events(was))
    action = next((action for action in was.actions if action.id == event.action.id), None)
    if action is None or event.update is None:
        return action is not None
    now = event.update
    days = now.date, event.date  # the second is another where the day was put right
    return any(update.date in days or update.text == now.text for update in action.updates)


def _event_key(place: tuple[str, ...]) -> str:
    """The key of the event whose text stands at a place of the register, or an empty text."""
    match place:
        case ("insights", insight, "actions", action, "text"):
            return key_of_action(insight, action)
        case ("insights", insight, "actions", action, "updates", day, "text" | "reason"):
            return key_of_update(insight, action, day)
        case ("insights", insight, "corrections", day, "text"):
            return key_of_correction(insight, day)
        case ("insights", insight, "withdrawn", "reason"):
            return key_of_withdrawal(insight)
    return ""


def _entry(stage: Stage, number: int, words: Words, publisher: Publisher) -> Entry:
    """An edition as an entry; ``number`` 0 is the first, which has nothing before it."""
    edition = stage.edition
    name = printable_line(edition.title, words) if edition.title else edition.id
    first = words("feed.edition.first")
    summed_up = printable(sentence(summary(stage.differences, words)) if number else first)
    told = list(_told(stage.differences, words, publisher))
    body = (
        environment()
        .get_template("feeds/edition.html")
        .render(
            edition=edition,
            summary=summed_up,
            told=told[:TOLD],
            more=max(len(told) - TOLD, 0),
            root=publisher.root,
            here=Here(words, ADDRESS),
            t=words,
        )
    )
    label = words("feed.edition.kind")
    return Entry(
        entry_id(publisher.authority, f"~edition/{edition.id}"),
        words("feed.edition.title", name=name),
        f"{publisher.root}editions/{edition.id}/",
        edition.date,
        edition.date,
        printable(body.strip()),
        summed_up,
        (Tag(f"{publisher.root}{ADDRESS}", "edition", label),),
    )


def _told(
    found: Sequence[Difference], words: Words, publisher: Publisher
) -> Iterator[tuple[Text | None, str, list[str]]]:
    """What changed per insight or score: its title, its full address, and a sentence each.

    In the order of the weightiest change of each, as the differences come.
    """
    for (insight, score), some in by_subject(found).items():
        sentences = dict.fromkeys(difference.explain(words) for difference in some)
        address = f"insights/{insight}/" if insight else f"scores/{score}/" if score else ""
        yield some[0].subject, publisher.root + address, [_sentence(each) for each in sentences]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
