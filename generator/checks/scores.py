"""Rules about scores: figures that add up, and protect the people who gave them."""

from collections.abc import Iterator

from generator.checks.subject import Found, Subject
from generator.facts.counts import SHARES, counts_behind, estimate, in_groups, limits, scale_of
from generator.facts.counts import everyone_answered_the_same as is_unanimous
from generator.facts.possible import decimals_of, possible_mean, possible_nps, possible_share
from generator.register.model import Metric, Path, Point, Score

_OWN = {
    "promoters": (Metric.NPS,),
    "passives": (Metric.NPS,),
    "detractors": (Metric.NPS,),
    "positive": SHARES,
}
"""The counts that only some metrics have."""


def _points(subject: Subject) -> Iterator[tuple[Path, Score, Point]]:
    for path, score in subject.register.score_paths():
        for index, point in enumerate(score.points):
            yield (*path, "points", index), score, point


def _facts(score: Score, point: Point, **more: object) -> dict[str, str]:
    facts = {"id": score.id, "period": point.period, **more}
    return {name: str(fact) for name, fact in facts.items()}


def period_twice(subject: Subject) -> Iterator[Found]:
    """Two figures for one period leave readers guessing which is right."""
    for path, score in subject.register.score_paths():
        seen = set()
        for index, point in enumerate(score.points):
            if point.period in seen:
                yield (*path, "points", index), _facts(score, point)
            seen.add(point.period)


def count_of_another_metric(subject: Subject) -> Iterator[Found]:
    """Promoters belong to an NPS and positive answers to a share: another count isn't shown."""
    for path, score, point in _points(subject):
        for name in _foreign(score, point):
            yield (*path, name), _facts(score, point, key=name, metric=score.metric)


def _foreign(score: Score, point: Point) -> Iterator[str]:
    """The counts of a point that belong to another metric."""
    for name, metrics in _OWN.items():
        if getattr(point, name) is not None and score.metric not in metrics:
            yield name


def _counted(score: Score, point: Point) -> list[tuple[str, int, bool]]:
    """The counts of a point: their name, what they add up to, and whether that must be n."""
    counted: list[tuple[str, int, bool]] = []
    if score.metric is Metric.NPS:
        groups = (point.promoters, point.passives, point.detractors)
        if any(group is not None for group in groups):
            whole = all(group is not None for group in groups)
            counted.append(("promoters", sum(group or 0 for group in groups), whole))
    if score.metric in _OWN["positive"] and point.positive is not None:
        counted.append(("positive", point.positive, False))
    if point.counts:
        counted.append(("counts", sum(point.counts.values()), True))
    return counted


def counts_against_n(subject: Subject) -> Iterator[Found]:
    """Counts that don't add up to the number of answers make the figure wrong."""
    for path, score, point in _points(subject):
        for name, total, whole in _counted(score, point):
            if (total > point.n or (whole and total != point.n)) and not _in_hundred(total, point):
                yield (*path, name), _facts(score, point, total=total, n=point.n)


def percentages_as_counts(subject: Subject) -> Iterator[Found]:
    """Percentages that are taken for people make a few answers of many."""
    for path, score, point in _points(subject):
        for name, total, whole in _counted(score, point):
            if whole and _in_hundred(total, point):
                yield (*path, name), _facts(score, point, total=total, n=point.n)


def _in_hundred(total: int, point: Point) -> bool:
    """Whether counts look like percentages of more answers; rounded, they may be one off."""
    return abs(total - 100) <= 1 and point.n > 101


_NEEDS = {
    Metric.NPS: "promoters, passives, detractors",
    Metric.CSAT: "positive",
    Metric.SHARE: "positive",
}


def point_without_a_figure(subject: Subject) -> Iterator[Found]:
    """A number of answers without their outcome gives readers nothing to see."""
    for path, score, point in _points(subject):
        if next(_foreign(score, point), None):
            continue  # which is told
        if point.value is None and point.n > 0 and counts_behind(score, point) is None:
            yield path, _facts(score, point, needs=_NEEDS.get(score.metric, "counts"))


def answer_off_the_scale(subject: Subject) -> Iterator[Found]:
    """An answer that nobody could give was typed in the wrong place."""
    for path, score, point in _points(subject):
        low, high = scale_of(score)
        for answer in point.counts or ():
            if low < high and not low <= answer <= high:
                facts = _facts(score, point, found=answer, low=low, high=high)
                yield (*path, "counts", str(answer)), facts
                break


def scale_not_in_order(subject: Subject) -> Iterator[Found]:
    """A scale runs from its lowest whole number to its highest."""
    for path, score in subject.register.score_paths():
        if score.scale is None or score.metric is Metric.NPS:
            continue
        low, high = score.scale
        if low != int(low) or high != int(high) or low >= high:
            yield (*path, "scale"), {"id": score.id}


def scale_of_nps(subject: Subject) -> Iterator[Found]:
    """Promoters and detractors are counted on a scale from 0 to 10: on another it is no NPS."""
    for path, score in subject.register.score_paths():
        low, high = score.scale or (0, 10)
        if score.metric is Metric.NPS and (low != 0 or high != 10):
            yield (*path, "scale"), {"id": score.id}


def _can_be(score: Score, point: Point) -> bool:
    """Whether the answers to a question can give the figure that was typed."""
    assert point.value is not None
    decimals = decimals_of(point.value)
    low, high = scale_of(score)
    if score.metric is Metric.NPS:
        return possible_nps(point.value, point.n, decimals)
    if score.metric in _OWN["positive"]:
        return possible_share(point.value, point.n, decimals)
    if low >= high:
        return True
    return possible_mean(point.value, point.n, decimals, (low, high))


def _is_an_average(score: Score, point: Point) -> bool:
    """Whether a bare satisfaction lies on the scale of its question: nobody has 4% satisfied."""
    low, high = scale_of(score)
    bare = point.value is not None and counts_behind(score, point) is None
    return score.metric is Metric.CSAT and bare and low < (point.value or 0) <= min(high, 10)


def average_as_a_share(subject: Subject) -> Iterator[Found]:
    """An average of 4.2 would be published as 4.2% of people who are satisfied."""
    for path, score, point in _points(subject):
        if point.n > 0 and _is_an_average(score, point) and not _can_be(score, point):
            yield (*path, "value"), _facts(score, point, found=point.value)


def perhaps_an_average(subject: Subject) -> Iterator[Found]:
    """An average of 4.2 would be published as 4.2% of people who are satisfied."""
    for path, score, point in _points(subject):
        if point.n > 0 and _is_an_average(score, point) and _can_be(score, point):
            yield (*path, "value"), _facts(score, point, found=point.value)


def _is_a_fraction(score: Score, point: Point) -> bool:
    """Whether a bare share lies between 0 and 1, as spreadsheets keep a percentage."""
    bare = point.value is not None and counts_behind(score, point) is None
    return score.metric in SHARES and bare and 0 < (point.value or 0) < 1


def fraction_as_a_share(subject: Subject) -> Iterator[Found]:
    """A spreadsheet keeps 78% as 0.78, which would be published as less than one in a hundred."""
    for path, score, point in _points(subject):
        if point.n > 0 and _is_a_fraction(score, point) and not _can_be(score, point):
            yield (*path, "value"), _fraction(score, point)


def perhaps_a_fraction(subject: Subject) -> Iterator[Found]:
    """A spreadsheet keeps 78% as 0.78, which would be published as less than one in a hundred."""
    for path, score, point in _points(subject):
        if point.n > 0 and _is_a_fraction(score, point) and _can_be(score, point):
            yield (*path, "value"), _fraction(score, point)


def _fraction(score: Score, point: Point) -> dict[str, str]:
    assert point.value is not None
    percentage = (point.value * 100).normalize()
    return _facts(score, point, found=point.value, better=f"{percentage:f}")


def value_impossible(subject: Subject) -> Iterator[Found]:
    """Some figures can't come from so few answers: one of the two was mistyped."""
    for path, score, point in _points(subject):
        if point.n > 0 and (_is_an_average(score, point) or _is_a_fraction(score, point)):
            continue
        if point.value is not None and (point.n == 0 or not _can_be(score, point)):
            yield (*path, "value"), _facts(score, point, found=point.value, n=point.n)


def value_against_counts(subject: Subject) -> Iterator[Found]:
    """A figure that its own counts contradict would be two truths on one page."""
    for path, score, point in _points(subject):
        low, high = scale_of(score)
        counted = point.n > 0 and counts_behind(score, point) is not None
        sound = all(total == point.n or not whole for _, total, whole in _counted(score, point))
        on_scale = low < high and all(low <= answer <= high for answer in point.counts or ())
        if not (counted and sound and on_scale):
            continue
        for name, number in in_groups(score, point.counts or {}).items():
            typed = getattr(point, name)
            if point.counts and typed not in (None, number):
                yield (*path, name), _facts(score, point, key=name, found=typed, real=number)
                break
        if point.value is None:
            continue
        decimals = decimals_of(point.value)
        real = estimate(score, point).value
        if abs(real - float(point.value)) > 0.5 * 10**-decimals + 1e-9:
            shown = f"{real:.{max(decimals, 1)}f}"
            facts = _facts(score, point, key="value", found=point.value, real=shown)
            yield (*path, "value"), facts


def target_out_of_reach(subject: Subject) -> Iterator[Found]:
    """A target is a figure that the score can have."""
    for path, score in subject.register.score_paths():
        if score.target is None:
            continue
        low, high = limits(score)
        if not low <= score.target <= high:
            facts = {"id": score.id, "found": str(score.target), "low": str(low), "high": str(high)}
            yield (*path, "target"), facts


def everyone_answered_the_same(subject: Subject) -> Iterator[Found]:
    """When all give one answer, the figure tells what each of them said."""
    for path, score, point in _points(subject):
        low, high = scale_of(score)  # of one that is not in order, no answer can be told
        if low < high and point.n >= max(subject.minimum, 1) and is_unanimous(score, point):
            yield path, _facts(score, point, n=point.n)


ERRORS = (
    period_twice,
    count_of_another_metric,
    counts_against_n,
    percentages_as_counts,
    point_without_a_figure,
    answer_off_the_scale,
    scale_not_in_order,
    scale_of_nps,
    average_as_a_share,
    fraction_as_a_share,
    value_impossible,
    value_against_counts,
    target_out_of_reach,
)
WARNINGS = (
    perhaps_an_average,
    perhaps_a_fraction,
    everyone_answered_the_same,
)
