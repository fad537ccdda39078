"""The filters on lists of insights, and the index that they read.

Without JavaScript the filters are links to pages that exist; ``site.js`` turns the same links
into filters that combine, reading ``insights/index.json`` only once someone uses one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from pydantic_core import to_json

from generator.facts.facts import InsightFact, acting, heard_from
from generator.facts.listening import STANDING
from generator.outputs.page import File
from generator.outputs.view import STATUS_ADDRESSES, View
from generator.prose import Text


@dataclass(frozen=True, slots=True)
class Option:
    """A value to filter by; ``address`` is its own page, empty where it has none."""

    value: str
    label: Text | str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A thing to filter by; ``name`` stands in the address, its word under ``filter``.

    ``insights`` says how many there are in all.
    """

    name: str
    options: Sequence[Option]
    insights: int

    @property
    def is_choice(self) -> bool:
        """Whether there is anything to choose: one option that all insights have is none."""
        return len(self.options) > 1 or any(each.count < self.insights for each in self.options)


def facets(view: View) -> tuple[Facet, ...]:
    """Everything an insight can be filtered by, with how many there are of each."""
    facts = view.facts

    def options(
        labels: Mapping[str, Text], groups: Mapping[str, Sequence[InsightFact]], under: str
    ) -> list[Option]:
        return [
            Option(name, label, len(groups[name]), f"{under}/{name}/" if under else "")
            for name, label in labels.items()
            if groups.get(name)
        ]

    counts = view.counts(facts.current)
    kinds = [
        Option(
            status,
            view.words(f"status.{status}"),
            counts[status],
            STATUS_ADDRESSES.get(status, ""),
        )
        for status in STANDING
    ]
    found = {
        "kind": [option for option in kinds if option.count],
        "topic": options(view.topics, facts.by_topic, "topics"),
        "journey": options(view.steps, facts.by_step, "journey"),
        "segment": options(view.segments, facts.by_segment, "segments"),
        "party": options(view.party_names, facts.by_party, "parties"),
        "source": options(view.sources, facts.by_source, ""),
    }
    every = len(facts.current)
    return tuple(Facet(name, each, every) for name, each in found.items() if each)


_VALUES: Mapping[str, Callable[[InsightFact], Iterable[str]]] = {
    "kind": lambda fact: (fact.status,),
    "topic": attrgetter("insight.topics"),
    "journey": attrgetter("insight.journey"),
    "segment": attrgetter("insight.segments"),
    "party": lambda fact: acting(fact.insight),
    "source": lambda fact: heard_from(fact.insight),
}
"""What an insight has of each facet."""


def insight_index(view: View) -> File:
    """What the filters read of the current insights; ``site.js`` fetches it when one is used."""
    return File("insights/index.json", view.words.language, partial(_index, view))


def _index(view: View) -> bytes:
    """The current insights with what they can be filtered by, the weightiest first.

    Each row: id, title, language of the title where it is another (else 0), how its status looks
    where that is not its name (else 0), then for each facet the places of its values in that
    facet's list, in the order of ``facets``.
    """
    found = facets(view)
    columns = [
        (_VALUES[facet.name], {o.value: place for place, o in enumerate(facet.options)})
        for facet in found
    ]
    values: Mapping[str, object] = {
        "facets": {facet.name: [option.value for option in facet.options] for facet in found},
        "insights": [
            [
                fact.id,
                *_title(view, fact),
                0 if look == fact.status else look,
                *(
                    [place[name] for name in dict.fromkeys(of(fact)) if name in place]
                    for of, place in columns
                ),
            ]
            for fact in view.facts.current
            for look in (view.look(fact),)
        ],
    }
    return to_json(values)


def _title(view: View, fact: InsightFact) -> tuple[str, str | int]:
    title, language = fact.insight.title.in_language(view.words.language)
    return title, 0 if language == view.words.language else language
