"""The insights nearest to one, for who reads on."""

from collections.abc import Iterator, Mapping, Sequence

from generator.facts.facts import Facts, InsightFact

_NEIGHBOURS = 3


class Neighbours:
    """Of each insight a few others nearest in weight, of its first topic and of its first step."""

    def __init__(self, facts: Facts) -> None:
        self._digests = facts.digests
        self._topics, self._steps = facts.by_topic, facts.by_step
        self._in_topic, self._in_step = _places(self._topics), _places(self._steps)

    def of(self, fact: InsightFact) -> list[InsightFact]:
        """The neighbours of an insight, each once."""
        found: dict[str, InsightFact] = {}
        for near in self._around(fact):
            chosen = [other for other in near if other.id != fact.id and other.id not in found]
            found.update((other.id, other) for other in chosen[:_NEIGHBOURS])
        return list(found.values())

    def digests_of(self, fact: InsightFact) -> Iterator[list[bytes]]:
        """The digests of all on which its neighbours depend, a row for its topic and its step."""
        for near in self._around(fact):
            yield [self._digests[other.id] for other in near]

    def _around(self, fact: InsightFact) -> Iterator[Sequence[InsightFact]]:
        """The insights around one among those of its first topic and of its first step."""
        insight = fact.insight
        for name in insight.topics[:1]:
            yield _near(self._topics.get(name, ()), self._in_topic.get(name, {}).get(fact.id, 0))
        for name in insight.journey[:1]:
            yield _near(self._steps.get(name, ()), self._in_step.get(name, {}).get(fact.id, 0))


def _places(groups: Mapping[str, Sequence[InsightFact]]) -> Mapping[str, Mapping[str, int]]:
    """Where each insight stands in each group."""
    return {
        name: {fact.id: place for place, fact in enumerate(row)} for name, row in groups.items()
    }


def _near(row: Sequence[InsightFact], middle: int) -> Sequence[InsightFact]:
    """One more than are shown: it may be there itself."""
    start = max(0, min(middle - _NEIGHBOURS // 2, len(row) - _NEIGHBOURS - 1))
    return row[start : start + _NEIGHBOURS + 1]
