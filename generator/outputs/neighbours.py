"""The insights nearest to one, as links for reading on."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.facts.facts import Facts, InsightFact
from generator.register.model import Insight

_NEIGHBOURS = 3


class _Group(NamedTuple):
    """Insights together, the weightiest first, with their digests and the place of each."""

    insights: Sequence[InsightFact]
    digests: Sequence[bytes]
    places: Mapping[str, int]

    @classmethod
    def all(
        cls, groups: Mapping[str, Sequence[InsightFact]], digests: Mapping[str, bytes]
    ) -> dict[str, "_Group"]:
        """Every group by its name."""
        return {
            name: cls(
                row,
                [digests[fact.id] for fact in row],
                {fact.id: place for place, fact in enumerate(row)},
            )
            for name, row in groups.items()
        }

    def around(self, fact: InsightFact) -> slice:
        """The places around an insight, one more than are shown: it may stand there itself."""
        middle = self.places.get(fact.id, 0)
        start = max(0, min(middle - _NEIGHBOURS // 2, len(self.insights) - _NEIGHBOURS - 1))
        return slice(start, start + _NEIGHBOURS + 1)


class Neighbours:
    """Of each insight a few others nearest in weight, of its first topic and of its first step."""

    def __init__(self, facts: Facts) -> None:
        self._topics = _Group.all(facts.by_topic, facts.digests)
        self._steps = _Group.all(facts.by_step, facts.digests)

    def of(self, fact: InsightFact) -> list[InsightFact]:
        """The neighbours of an insight, each once."""
        found: dict[str, InsightFact] = {}
        for group in self._groups(fact.insight):
            near = group.insights[group.around(fact)]
            chosen = [other for other in near if other.id != fact.id and other.id not in found]
            found.update((other.id, other) for other in chosen[:_NEIGHBOURS])
        return list(found.values())

    def digests_of(self, fact: InsightFact) -> list[Sequence[bytes]]:
        """The digests of all on which its neighbours depend, a row for each group."""
        return [group.digests[group.around(fact)] for group in self._groups(fact.insight)]

    def _groups(self, insight: Insight) -> list[_Group]:
        """Those of its first topic and of its first step, where any insight has them."""
        groups = [self._topics.get(name) for name in insight.topics[:1]]
        groups += [self._steps.get(name) for name in insight.journey[:1]]
        return [group for group in groups if group]
