"""A feed of editions only, for who wants to hear of us once a quarter and not at every answer."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.editions.difference import Difference, summary
from generator.editions.history import Stage
from generator.facts.events import kept
from generator.facts.facts import Facts
from generator.outputs.characters import printable
from generator.outputs.feed_entries import Entry, Tag, entry_id
from generator.outputs.feed_formats import FORMATS, Channel, Publisher
from generator.outputs.feeds import publisher_of
from generator.outputs.page import File
from generator.outputs.templates import Here, environment
from generator.prose import Text
from generator.settings import Settings
from generator.words import Words

ADDRESS = "editions/"
"""The page that these feeds belong to."""


def edition_feeds(
    stages: Sequence[Stage], facts: Facts, words: Words, settings: Settings
) -> Iterator[File]:
    """The three formats of the feed of editions; ``stages`` are in order, the oldest first."""
    publisher = publisher_of(facts, words, settings)
    entries = [
        _entry(stage, number, words, publisher)
        for number, stage in reversed(list(enumerate(stages)))
    ]
    entries = entries[: kept([entry.published for entry in entries])]
    title = f"{settings.title(words.language, words)}: {words('feed.edition.all')}"
    about = words("feed.edition.about", organisation=publisher.name)
    channel = Channel(ADDRESS, title, about, entries)
    for name, write in FORMATS.items():
        yield File(ADDRESS + name, words.language, write(channel, publisher))


def _entry(stage: Stage, number: int, words: Words, publisher: Publisher) -> Entry:
    """An edition as an entry; ``number`` 0 is the first, which has nothing before it."""
    edition = stage.edition
    name = printable(edition.title.in_language(words.language)[0]) if edition.title else edition.id
    changed = words("feed.edition.first") if number == 0 else summary(stage.differences, words)
    summed_up = printable(changed[:1].upper() + changed[1:])
    body = (
        environment()
        .get_template("feeds/edition.html")
        .render(
            edition=edition,
            summary=summed_up,
            told=list(_told(stage.differences, words, publisher)),
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
    order = {_place(difference): number for number, difference in reversed(list(enumerate(found)))}
    together = sorted(found, key=lambda difference: order[_place(difference)])
    for place, group in groupby(together, key=_place):
        changes = list(group)
        sentences = dict.fromkeys(difference.explain(words) for difference in changes)
        kind, name = place
        address = f"{publisher.root}{kind}/{name}/" if kind else publisher.root
        yield changes[0].subject, address, [_sentence(each) for each in sentences]


def _place(difference: Difference) -> tuple[str, str]:
    """The list and the id of what a difference is about; two empty texts for the rest."""
    if difference.insight:
        return "insights", difference.insight
    return ("scores", difference.score) if difference.score else ("", "")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
