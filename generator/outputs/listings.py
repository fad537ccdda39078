"""The lists of insights: all of them, and those of each kind, topic, step, party and segment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.facts.facts import InsightFact
from generator.facts.promises import Promise
from generator.outputs.facets import Facet
from generator.outputs.page import PICTURE, Page, key_of, key_of_all
from generator.outputs.paging import slices
from generator.outputs.pictures import of_kind
from generator.outputs.templates import render
from generator.outputs.view import STATUS_ADDRESSES, View, latest_news
from generator.prose import Text


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of insights with an address of its own.

    ``preset`` is the facet and value that the list already is, ``intro`` a sentence about it,
    ``template`` the page; ``feeds`` says whether it has feeds of its own.
    """

    address: str
    title: str
    heading: Text | str
    intro: str
    insights: Sequence[InsightFact]
    template: str = "list"
    preset: tuple[str, str] | None = None
    section: str = "insights"
    feeds: bool = True


def listings(view: View) -> Iterator[Listing]:
    """Every list of insights: all of them, and those of each kind, topic, step, party, segment."""
    facts, say = view.facts, view.words
    here = view.here("")
    yield Listing(
        "insights/",
        say("page.insights.title"),
        say("page.insights.title"),
        say("page.insights.intro"),
        facts.current,
        feeds=False,
    )
    for status, address in STATUS_ADDRESSES.items():
        yield Listing(
            address,
            say(f"page.{status}.title"),
            say(f"page.{status}.heading"),
            say(f"page.{status}.intro"),
            facts.with_status(status),
            "kind",
            ("kind", status),
        )
    groups: Iterable[tuple[str, str, str, Mapping[str, Text], Mapping[str, Sequence[InsightFact]]]]
    groups = (
        ("topics", "topic", "list", view.topics, facts.by_topic),
        ("journey", "journey", "step", view.steps, facts.by_step),
        ("segments", "segment", "list", view.segments, facts.by_segment),
        ("parties", "party", "party", view.party_names, facts.by_party),
    )
    for folder, facet, template, labels, members in groups:
        for name, label in labels.items():
            plain = here.plain(label)
            yield Listing(
                f"{folder}/{name}/",
                say(f"page.{facet}.title", name=plain),
                label,
                say(f"page.{facet}.intro", name=plain),
                members.get(name, ()),
                template,
                (facet, name),
                "journey" if facet in ("journey", "party") else "insights",
                feeds=facet != "segment",
            )


def listed_pages(
    view: View, listing: Listing, found: Sequence[Facet], filters: bytes
) -> Iterator[Page]:
    """A list of insights, fifty to a page; ``filters`` is the key of the facets ``found``."""
    say, digests = view.words, view.facts.digests
    changed = latest_news(listing.insights)
    counts = view.counts(listing.insights)
    waiting: Sequence[Promise] = ()
    partners: Sequence[str] = ()
    match listing.preset:
        case ("party", name):
            waiting = view.promises_of.get(name, ())
        case ("journey", name):
            partners = view.partners_at.get(name, ())
    around = key_of(
        filters,
        changed,
        counts,
        partners,
        len(waiting),
        [digests[p.insight.id] for p in waiting[:10]],
    )
    for part in slices(listing.insights, listing.address):
        body = partial(
            render,
            listing.template,
            view.here(part.here),
            view=view,
            listing=listing,
            part=part,
            facets=found,
            counts=counts,
        )
        yield Page(
            part.here,
            say.language,
            part.numbered(listing.title, say),
            part.numbered(listing.intro, say),
            body,
            listing.section,
            listing.address if listing.feeds else "",
            changed,
            in_search=part.number == 1,
            picture=_picture(listing),
            key=key_of_all(
                (around, b"%d/%d" % (part.number, part.last)),
                [digests[fact.id] for fact in part.items],
            ),
        )


def _picture(listing: Listing) -> str:
    """A list of one kind of answer has the picture of that kind."""
    return of_kind(listing.preset[1]) if listing.preset and listing.template == "kind" else PICTURE
