"""The insights nearest to one, for who reads on."""

from collections.abc import Mapping

from generator.facts.facts import Facts, InsightFact

_NEIGHBOURS = 3


class Neighbours:
    """Of each insight a few others nearest in weight, of its first topic and of its first step."""

    def __init__(self, facts: Facts) -> None:
        self._groups = facts.by_topic, facts.by_step
        self._places: tuple[Mapping[str, Mapping[str, int]], ...] = tuple(
            {
                name: {fact.id: place for place, fact in enumerate(row)}
                for name, row in group.items()
            }
            for group in self._groups
        )

    def of(self, fact: InsightFact) -> list[InsightFact]:
        """The neighbours of an insight, each once."""
        first = fact.insight.topics[:1], fact.insight.journey[:1]
        found: dict[str, InsightFact] = {}
        for group, names, places in zip(self._groups, first, self._places, strict=True):
            for name in names:
                row = group.get(name, ())
                middle = places.get(name, {}).get(fact.id, 0)
                start = max(0, min(middle - _NEIGHBOURS // 2, len(row) - _NEIGHBOURS - 1))
                near = row[start : start + _NEIGHBOURS + 1]
                chosen = [other for other in near if other.id != fact.id and other.id not in found]
                found.update((other.id, other) for other in chosen[:_NEIGHBOURS])
        return list(found.values())
