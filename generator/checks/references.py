"""Ids that point elsewhere in the register, and those that lead nowhere."""

from collections.abc import Iterator, Mapping, Sequence

from generator.register.model import Action, Insight, Path, Register

Named = tuple[Path, Path, str, Sequence[str], bool]
"""Ids that point elsewhere: two parts of the way to them, the part of the register that they are
ids of, and whether they stand in a list or one stands alone. There are many, so they are plain."""


def way_to(named: Named, index: int) -> Path:
    """The way to one of some ids."""
    way, field, _, _, is_list = named
    return (*way, *field, index) if is_list else (*way, *field)


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
        yield path, ("topics",), "topics", insight.topics, True
        yield path, ("journey",), "journey", insight.journey, True
        yield path, ("segments",), "segments", insight.segments, True
        for index, heard in enumerate(insight.heard):
            yield path, ("heard", index, "sources"), "sources", heard.sources, True
        if insight.merged_into:
            yield path, ("merged_into",), "insights", (insight.merged_into,), False
    for path, _, action in actions:
        yield path, ("by",), "parties", action.by, True
        if action.measure:
            name = action.measure.score
            yield path, ("measure", "score"), "scores", (name,), False
    for path, score in register.score_paths():
        if score.journey:
            yield path, ("journey",), "journey", (score.journey,), False
    for topic in register.synonyms:
        yield (), ("synonyms", topic), "topics", (topic,), False


def unknown(
    found: Iterator[Named], known: Mapping[str, frozenset[str]], broken: frozenset[str]
) -> Iterator[tuple[Named, int, str]]:
    """Every id that is not known, nor of what was left out, with its position in its list."""
    for each in found:
        _, _, part, names, _ = each
        if not known[part].issuperset(names):
            for index, name in enumerate(names):
                if name not in known[part] and name not in broken:
                    yield each, index, name
