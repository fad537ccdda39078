"""Small scores for tests."""

from collections.abc import Iterable, Mapping
from typing import Any

from generator.facts.facts import work_out
from generator.facts.scores import ScoreFact
from generator.facts.suppression import suppress
from generator.register.model import Register, Score
from tests.outputs.registers import TODAY, register

Points = Iterable[Mapping[str, Any]]


def written(points: Points, name: str = "csat", **fields: Any) -> dict[str, Any]:
    """A score as staff write it: a share of satisfied customers, unless the fields say else."""
    plain = {"id": name, "title": name, "metric": "csat", "scale": ["1", "5"]}
    return plain | {"points": [as_typed(point) for point in points]} | fields


def as_typed(value: Any) -> Any:
    """Numbers as the text in which they are typed."""
    if isinstance(value, dict):
        return {str(key): as_typed(part) for key, part in value.items()}
    return str(value) if isinstance(value, int | float) else value


def scores(*several: Mapping[str, Any], **fields: Any) -> Register:
    """A register with these scores."""
    return register(scores=list(several), **fields)


def worked_out(*several: Mapping[str, Any], earlier: Iterable[Register] = ()) -> list[ScoreFact]:
    """What is published of these scores."""
    return list(work_out(scores(*several), TODAY, 10, earlier).scores)


def public(*several: Mapping[str, Any], earlier: Iterable[Register] = ()) -> dict[str, set[str]]:
    """The periods that are published, per score."""
    shown = suppress(scores(*several), 10, earlier).register.scores
    return {score.id: periods(score) for score in shown}


def periods(score: Score) -> set[str]:
    """The periods of a score."""
    return {point.period.text for point in score.points}
