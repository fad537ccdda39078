"""What the pages of the scores show: figures in words, the tree, the table, the legend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from generator import prose
from generator.facts.counts import counts_behind, everyone_answered_the_same
from generator.facts.facts import Facts, InsightFact
from generator.facts.scores import MeasureFact, PointFact, ScoreFact
from generator.outputs import charts
from generator.prose import Text
from generator.register.model import Action, Audience, Ending, Kind, Level, Score
from generator.register.period import Period
from generator.words import Words


@dataclass(frozen=True, slots=True)
class Rank:
    """A level of the tree. ``steps`` is what its scores stand under, in order."""

    level: Level
    steps: Sequence[tuple[Text | None, Sequence[ScoreFact]]]


def levels(facts: Facts) -> list[Rank]:
    """The levels that have scores; employees beside customers, contacts by step."""
    found = []
    for level in Level:
        at_level = _paired([fact for fact in facts.scores if fact.score.level is level])
        if level is Level.CONTACT:
            known = {step.id: step.label for step in facts.register.journey}
            groups = [
                (label, [f for f in at_level if f.score.journey == name])
                for name, label in known.items()
            ]
            loose = [f for f in at_level if f.score.journey not in known]
            steps = [(label, group) for label, group in [*groups, (None, loose)] if group]
        else:
            steps = [(None, at_level)] if at_level else []
        if steps:
            found.append(Rank(level, steps))
    return found


def _paired(found: Sequence[ScoreFact]) -> list[ScoreFact]:
    """The scores of employees, each right after that of customers with the same metric."""
    customers = [fact for fact in found if fact.score.audience is Audience.CUSTOMERS]
    metrics = [fact.score.metric for fact in customers]

    def place(fact: ScoreFact) -> tuple[int, bool]:
        if fact in customers:
            return customers.index(fact), False
        same = fact.score.metric in metrics
        return (metrics.index(fact.score.metric) if same else len(metrics)), True

    return sorted(found, key=place)


@dataclass(frozen=True, slots=True)
class Aimed:
    """An action whose measure aims at a score; ``day`` is where it stands in the chart.

    ``said`` is how it stands; ``text`` its own words, or those with which it ended.
    """

    insight: InsightFact
    action: Action
    measure: MeasureFact
    day: date
    said: str

    @property
    def text(self) -> Text:
        """What was done, in the words that fit how it stands."""
        return self.action.updates[-1].text if self.action.ending else self.action.text


def aiming_at(facts: Facts, score: Score) -> list[Aimed]:
    """The actions that aim at a score, in order of the day on which they took effect."""
    found = []
    for fact, action in facts.aiming.get(score.id, ()):
        said, day = _standing(action)
        found.append(Aimed(fact, action, fact.measures[action.id], day, said))
    return sorted(found, key=lambda aimed: (aimed.day, aimed.insight.id, aimed.action.id))


def _standing(action: Action) -> tuple[str, date]:
    if action.ending:
        return ("done" if action.ending is Ending.DONE else "stopped"), action.last_news
    said = {Kind.DIRECT: "done", Kind.PROCESS: "open", Kind.NO_ACTION: "answered"}
    return said[action.kind], action.date


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; ``point`` is ``None`` where the period is withheld.

    ``counts`` says how many gave the answers of `answered`; empty where that isn't known.
    """

    period: Period
    point: PointFact | None
    notes: Sequence[str | Markup]
    counts: Sequence[int] = ()


def answered(fact: ScoreFact) -> Sequence[str]:
    """The answers that the table counts, where it knows them of any period.

    A mean has too many different answers for a table; its counts are in the file.
    """
    known = (_counted(fact.score, point) for point in fact.points)
    most = max(map(len, known), default=0)
    return {3: ("promoters", "passives", "detractors"), 1: ("positive",)}.get(most, ())


def _counted(score: Score, point: PointFact) -> Sequence[int]:
    match counts_behind(score, point.point):
        case (promoters, passives, detractors):
            return promoters, passives, detractors
        case (positive, _):
            return (positive,)
    return ()


def rows(fact: ScoreFact, words: Words) -> list[Row]:
    """Every published period and every withheld one, the latest first."""
    points: Mapping[Period, PointFact | None] = {
        **dict.fromkeys(fact.withheld),
        **{point.period: point for point in fact.points},
    }
    order = sorted(points, key=lambda period: (period.end, period.start), reverse=True)
    first = {_first_from(broken.period, points): broken for broken in fact.score.breaks}
    found = []
    for period in order:
        notes = list(_notes(fact, period, points[period], words))
        if period in first:
            notes.append(_because("score.note.break", first[period].text, words))
        point = points[period]
        found.append(Row(period, point, notes, _counted(fact.score, point) if point else ()))
    return found


def _first_from(start: Period, periods: Mapping[Period, object]) -> Period | None:
    return min((period for period in periods if period.start >= start.start), default=None)


def _notes(
    fact: ScoreFact, period: Period, point: PointFact | None, words: Words
) -> Iterator[str | Markup]:
    if point is None:
        yield words("score.note.withheld")
        return
    if point.few:
        yield words("score.note.few")
    if everyone_answered_the_same(fact.score, point.point):
        yield words("score.note.same")
    elif point.estimate.low is None:
        yield words("score.note.value")
    if not any(point is each for each in fact.rounds):
        yield words("score.note.total")
    if period in fact.kept_back:
        yield words("score.note.kept-back")
    elif point.point.revised:
        yield _because("score.note.revised", point.point.revised, words)


def _because(key: str, why: Text, words: Words) -> Markup:
    """A note with a reason of the register in it."""
    version, found = why.in_language(words.language)
    plain = prose.line(Text({found: prose.to_text(version)}), words.language)
    return Markup(words(key, why="{why}")).format(why=plain)  # noqa: S704  # our own words


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark of the chart and what it means."""

    mark: str
    text: str | Markup
    label: str = ""


def legend(fact: ScoreFact, aimed: Sequence[Aimed], words: Words) -> list[Sign]:
    """Only the marks that this chart has."""
    points = fact.rounds
    signs = [
        ("point", any(not p.few and p.estimate.low is not None for p in points)),
        ("few", any(p.few for p in points)),
        ("value", any(p.estimate.low is None for p in points)),
        ("hidden", bool(charts.hidden(fact))),
        ("target-line", fact.score.target is not None),
    ]
    found = [Sign(mark, words(f"chart.{mark}")) for mark, there in signs if there]
    for letter, broken in charts.lettered(fact):
        found.append(Sign("break", _because("chart.break", broken.text, words), letter))
    if aimed:
        found.append(Sign("action", words("chart.action"), "1"))
    return found
