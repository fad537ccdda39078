"""What follows from a mistake that is told: once that is put right, it is gone."""

from collections.abc import Iterable, Iterator, Sequence

from generator.problems import Place, Problem

_MISSED = {
    "answer-needs-a-day": ("answer_by", "actions"),
    "nobody-heard": ("heard",),
    "process-needs-a-promise": ("next_update", "updates"),
    "update-needs-a-promise": ("next_update", "status"),
    "stopped-needs-a-reason": ("reason",),
    "no-action-needs-a-reason": ("reason",),
    "no-action-needs-an-end": ("reconsider", "final"),
    "neither-measured-nor-not": ("measure", "not_measured"),
}
"""What is missed where one of these fields became a part of a text."""


_FIGURES = frozenset({"n", "value", "promoters", "passives", "detractors", "positive"})
_RECKONED = frozenset({
    *("counts-against-n", "value-against-counts", "value-impossible", "point-without-a-figure"),
    "everyone-answered-the-same",
})  # fmt: skip
"""What rules find by reckoning with the figures of a point."""
_LINES_OF_A_POINT = 12


def _reckoned_wrongly(shape: Iterable[Problem], found: Sequence[Problem]) -> Iterator[Place]:
    """Where rules reckoned with a figure that stands in its point twice: which one counts, nobody
    knows. On the same line, or else the nearest above."""
    for one in shape:
        name = one.facts.get("key", "")
        if one.code == "key-twice" and (name in _FIGURES or name.replace(".", "").isdigit()):
            last, first = one.place.line, int(one.facts["first"])
            start = last if first == last else first - _LINES_OF_A_POINT
            near = [
                each.place
                for each in found
                if each.code in _RECKONED
                and each.place.file == one.place.file
                and start <= each.place.line <= last
            ]
            line = max((place.line for place in near), default=0)
            yield from (place for place in near if place.line == line)


_CAUSES = {
    "promise-too-early": ("date-in-the-future",),
    "updates-out-of-order": ("date-in-the-future",),
    "update-after-the-end": ("updates-out-of-order",),
    "silent-for-long": ("updates-out-of-order",),
    "measure-without-a-score": (
        *("period-in-the-future", "period-twice", "refusal.vanished-entry"),
    ),
    "unknown-reference": (
        *("refusal.vanished-page", "refusal.vanished-entry", "refusal.vanished-insight"),
    ),
}
"""What may come of another mistake in the same action, or in what is named."""


def _below(problem: Problem) -> str:
    """The action that a problem is about, or what it names elsewhere, by the way to it."""
    if "score" in problem.facts:
        return f"scores.{problem.facts['score']}"
    if problem.code == "unknown-reference":
        return f"{problem.facts['part']}.{problem.facts['found']}"
    parts = problem.field.split(".")
    return ".".join(parts[: 2 if parts[0] == "scores" else 4])


def without_consequences(shape: Iterable[Problem], found: Sequence[Problem]) -> list[Problem]:
    """What rules found, without what is only missed because it stands inside a text.

    Nor what comes of lines that are shifted, or of figures that stand there twice, which ``shape``
    says of them already; nor what comes of a day or a period that was mistyped.
    """
    shape = list(shape)
    causes = {(problem.code, _below(problem)) for problem in found}
    told = {problem.place for problem in shape if problem.code.startswith("indent-")}
    told.update(_reckoned_wrongly(shape, found))
    texts = [
        (problem.field, problem.facts.get("names", problem.facts.get("key", "")).split(", "))
        for problem in found
        if problem.code in ("field-in-a-text", "fields-in-a-text", "name-behind-a-text")
    ]
    return [
        problem
        for problem in found
        if problem.place not in told
        and not any((cause, _below(problem)) in causes for cause in _CAUSES.get(problem.code, ()))
        and (problem.is_error or not any(problem.field.startswith(text) for text, _ in texts))
        and not any(
            text.startswith(f"{problem.field}.") and name in names
            for text, names in texts
            for name in _MISSED.get(problem.code, ())
        )
    ]
