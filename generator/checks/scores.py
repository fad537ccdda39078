"""Rules about scores: figures that add up, and protect the people who gave them."""

from collections.abc import Iterator

from generator.checks.subject import Found, Subject


def period_twice(subject: Subject) -> Iterator[Found]:
    """Two figures for one period leave readers guessing which is right."""
    for path, score in subject.register.score_paths():
        seen = set()
        for index, point in enumerate(score.points):
            if point.period in seen:
                yield (*path, "points", index), {"id": score.id, "period": point.period.text}
            seen.add(point.period)


ERRORS = (period_twice,)
WARNINGS = ()
