"""Rules about measures: how we see whether it helped, agreed before the result is known."""

from collections.abc import Iterator

from generator.checks.subject import Found, Subject
from generator.problems import nearest
from generator.register.model import Action, Measure, Path, Score
from generator.register.period import Period


def _measures(subject: Subject) -> Iterator[tuple[Path, Action, Measure, Score]]:
    scores = {score.id: score for score in subject.register.scores}
    for path, _, action in subject.actions:
        if action.measure and action.measure.score in scores:
            yield (*path, "measure"), action, action.measure, scores[action.measure.score]


def measure_without_a_score(subject: Subject) -> Iterator[Found]:
    """A measure compares two rounds of a score; a round that never was gives no answer.

    A period of which the figures can still come in is fine.
    """
    scores = subject.register.scores
    rounds = {score.id: dict.fromkeys(point.period for point in score.points) for score in scores}
    ends = {name: max((each.end for each in known), default=None) for name, known in rounds.items()}
    for path, _, measure, score in _measures(subject):
        latest, known = ends[score.id], rounds[score.id]
        for name in ("before", "after"):
            period: Period = getattr(measure, name)
            if name == "after" and period.start <= measure.before.start:
                continue  # another rule says so
            if latest is not None and period.end <= latest and period not in known:
                near = nearest(str(period), [each.text for each in known])
                facts = {"key": name, "found": str(period), "score": score.id, "nearest": near}
                yield (*path, name), facts


def measure_out_of_order(subject: Subject) -> Iterator[Found]:
    """The round after comes later than the round before."""
    for path, _, measure, _ in _measures(subject):
        if measure.after.start <= measure.before.start:
            facts = {"before": str(measure.before), "after": str(measure.after)}
            yield (*path, "after"), facts


def measure_crosses_a_break(subject: Subject) -> Iterator[Found]:
    """After a break in a series, a difference says nothing about what was done."""
    for path, _, measure, score in _measures(subject):
        for broken in score.breaks:
            if measure.before.start < broken.period.start <= measure.after.start:
                yield path, {"score": score.id, "period": str(broken.period)}
                break


def measured_before_it_was_done(subject: Subject) -> Iterator[Found]:
    """A round that ended before the action can't show its effect."""
    for path, action, measure, _ in _measures(subject):
        if action.date > subject.today:
            continue  # another rule says so
        if measure.before.start < measure.after.start and measure.after.end < action.date:
            yield (*path, "after"), {"found": str(measure.after), "date": str(action.date)}


ERRORS = (measure_without_a_score, measure_out_of_order)
WARNINGS = (measure_crosses_a_break, measured_before_it_was_done)
