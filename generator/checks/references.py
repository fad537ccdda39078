"""Ids that point elsewhere in the register, and those that lead nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.register.model import Action, Insight, Path, Register


class Named(NamedTuple):
    """Ids that point elsewhere.

    ``owner`` and ``field`` are two parts of the way to them, ``part`` the part of the register
    that they are ids of; ``is_list`` says that they stand in a list, and not one alone.
    """

    owner: Path
    field: Path
    part: str
    ids: Sequence[str]
    is_list: bool = True

    def way_to(self, index: int) -> Path:
        """The way to one of them."""
        way = (*self.owner, *self.field)
        return (*way, index) if self.is_list else way


def known_ids(register: Register) -> dict[str, frozenset[str]]:
    """The ids that exist, per part of the register."""
    return {
        "topics": frozenset(register.topics),
        "segments": frozenset(register.segments),
        "sources": frozenset(register.sources),
        "parties": frozenset(register.parties),
        "journey": frozenset(step.id for step in register.journey),
        "scores": frozenset(score.id for score in register.scores),
        "insights": frozenset(insight.id for insight in register.insights),
    }


def references(
    register: Register,
    insights: Sequence[tuple[Path, Insight]],
    actions: Sequence[tuple[Path, Insight, Action]],
) -> Iterator[Named]:
    """All ids that point elsewhere: in some insights and their actions, and in the rest."""
    for path, insight in insights:
        yield Named(path, ("topics",), "topics", insight.topics)
        yield Named(path, ("journey",), "journey", insight.journey)
        yield Named(path, ("segments",), "segments", insight.segments)
        for index, heard in enumerate(insight.heard):
            yield Named(path, ("heard", index, "sources"), "sources", heard.sources)
        if insight.merged_into:
            yield Named(path, ("merged_into",), "insights", (insight.merged_into,), is_list=False)
    for path, _, action in actions:
        yield Named(path, ("by",), "parties", action.by)
        if action.measure:
            name = action.measure.score
            yield Named(path, ("measure", "score"), "scores", (name,), is_list=False)
    for path, score in register.score_paths():
        if score.journey:
            yield Named(path, ("journey",), "journey", (score.journey,), is_list=False)
    for topic in register.synonyms:
        yield Named((), ("synonyms", topic), "topics", (topic,), is_list=False)


def unknown(
    found: Iterator[Named], known: Mapping[str, frozenset[str]], broken: frozenset[str]
) -> Iterator[tuple[Named, int, str]]:
    """Every id that is neither known nor among the ``broken`` entries, with its position."""
    for each in found:
        if not known[each.part].issuperset(each.ids):
            for index, name in enumerate(each.ids):
                if name not in known[each.part] and name not in broken:
                    yield each, index, name
