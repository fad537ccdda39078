"""How well we listen: figures about ourselves, each with an honest denominator.

Only insights that still stand are counted: one that was merged is counted as the other, but for
what was promised in it; one that was withdrawn is not counted. Both numbers are given. What a
figure leaves out stands at it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median
from typing import TypeVar

from generator.facts.facts import Facts, InsightFact
from generator.facts.insights import Status, first_heard, keeps_as_is
from generator.facts.promises import About, Promise
from generator.facts.scores import Verdict
from generator.register.model import Action, Ending, Insight, Kind

T = TypeVar("T")
STANDING = (Status.DONE, Status.IN_PROGRESS, Status.NOT_DOING, Status.UNANSWERED)
"""Every insight that still stands has one of these; together they are all of them."""


class Effect(StrEnum):
    """What is known of the effect of an answer that changes something."""

    IMPROVED = "improved"
    NO_DIFFERENCE = "no-difference"
    WORSE = "worse"
    NOT_MEASURABLE = "not-measurable"
    TOO_EARLY = "too-early"
    OVERDUE = "overdue"
    NOT_MEASURED = "not-measured"
    NOTHING_AGREED = "nothing-agreed"


MEASURED = (Effect.IMPROVED, Effect.NO_DIFFERENCE, Effect.WORSE)
"""An effect was measured where the two rounds could be compared."""


def _zeros(names: Iterable[T]) -> Callable[[], Counter[T]]:
    return lambda: Counter(dict.fromkeys(names, 0))


@dataclass(slots=True)
class Figures:
    """The figures of a year, a topic, or everything together.

    - ``mentions``: how often we were told, by the period in which it was.
    - ``standing``: insights by where they stand; a year counts those first heard in it.
    - ``answers``: answers by kind; a year counts those given in it.
    - ``kept_as_is``: of the answers of kind no-action, those that keep what customers praise, and
      so refuse nothing. ``only_kept_as_is``: insights without any other answer.
    - ``days``: from first heard to first answered, one for each answered insight, counted from
      the first day of the period so that it never flatters. Those still waiting are left out.
    - ``on_time`` of ``due``: promises of news, of an answer or of another look whose day has
      passed; a year counts those due in it. Left out are promises to measure: nobody writes
      down on which day a result came in.
    - ``effects``: answers that change something (direct and process), by what is known of their
      effect; a year counts those given in it.
    - ``asked_again`` of ``refused``: insights that got a no (or a stop), and of those the ones
      that came up again in a period that began after it; a year counts those refused in it.
    """

    mentions: int = 0
    standing: Counter[Status] = field(default_factory=_zeros(STANDING))
    answers: Counter[Kind] = field(default_factory=_zeros(Kind))
    days: list[int] = field(default_factory=list)
    on_time: int = 0
    due: int = 0
    effects: Counter[Effect] = field(default_factory=_zeros(Effect))
    refused: int = 0
    asked_again: int = 0
    kept_as_is: int = 0
    only_kept_as_is: int = 0

    @property
    def insights(self) -> int:
        """How many insights there are."""
        return sum(self.standing.values())

    @property
    def answered(self) -> int:
        """How many of them have an answer of any kind."""
        return self.insights - self.standing[Status.UNANSWERED]

    @property
    def looks(self) -> Mapping[str, int]:
        """Insights by how they look on the site: a compliment is no refusal."""
        refused = self.standing[Status.NOT_DOING] - self.only_kept_as_is
        looks = {str(status): number for status, number in self.standing.items()}
        return looks | {Status.NOT_DOING: refused, "keeping": self.only_kept_as_is}

    @property
    def kinds(self) -> Mapping[str, int]:
        """Answers by kind, with those that keep what customers are glad of apart."""
        refused = self.answers[Kind.NO_ACTION] - self.kept_as_is
        kinds = {str(kind): number for kind, number in self.answers.items()}
        return kinds | {Kind.NO_ACTION: refused, "keeping": self.kept_as_is}

    @property
    def median_days(self) -> float | None:
        """Half of the answered insights took at most this many days; ``None`` without any."""
        return median(self.days) if self.days else None

    @property
    def changes(self) -> int:
        """How many answers change something."""
        return sum(self.effects.values())

    @property
    def measured(self) -> int:
        """Of how many of those the effect was measured."""
        return sum(self.effects[effect] for effect in MEASURED)

    def count_insight(self, fact: InsightFact, only_keeps: bool) -> None:
        """Count how an insight stands."""
        self.standing[fact.status] += 1
        self.only_kept_as_is += only_keeps
        if fact.days_to_answer is not None:
            self.days.append(fact.days_to_answer)

    def count_answer(self, kind: Kind, keeps: bool, effect: Effect | None) -> None:
        """Count an answer."""
        self.answers[kind] += 1
        self.kept_as_is += keeps
        if effect:
            self.effects[effect] += 1


@dataclass(frozen=True, slots=True)
class Listening:
    """All figures; years the latest first, topics in the order of the register.

    ``waiting`` is how many days the ``oldest`` unanswered insight waits, from the first day of
    the period in which we first heard it.
    """

    all: Figures
    years: tuple[tuple[int, Figures], ...]
    topics: tuple[tuple[str, Figures], ...]
    oldest: InsightFact | None
    waiting: int
    withdrawn: int
    merged: int


def listening(facts: Facts) -> Listening:
    """How well we listen, on the day of the facts."""
    today = facts.today
    waiting = [
        (first, fact)
        for fact in facts.with_status(Status.UNANSWERED)
        if (first := first_heard(fact.insight))
    ]
    since, oldest = min(waiting, key=lambda each: (each[0], each[1].id), default=(today, None))
    everything = Figures()
    by_year: dict[int, Figures] = defaultdict(Figures)
    by_topic: dict[str, Figures] = defaultdict(Figures)
    for fact in facts.insights:
        decided = [] if fact.withdrawal else [p for p in fact.promises if _is_decided(p, today)]
        if decided or fact.insight.is_current:
            topics = dict.fromkeys(fact.insight.topics)
            whole = everything, *(by_topic[topic] for topic in topics)
            _count_promises(decided, whole, by_year)
            if fact.insight.is_current:
                _count(fact, today, whole, by_year)
    shown = {min(year, today.year) for year in by_year}
    return Listening(
        everything,
        tuple((year, by_year[year]) for year in sorted(shown, reverse=True)),
        tuple((topic, by_topic[topic]) for topic in facts.register.topics if topic in by_topic),
        oldest,
        (today - since).days,
        sum(fact.status is Status.WITHDRAWN for fact in facts.insights),
        sum(fact.status is Status.MERGED for fact in facts.insights),
    )


def _count(
    fact: InsightFact, today: date, whole: Sequence[Figures], by_year: Mapping[int, Figures]
) -> None:
    """Count an insight that still stands: all of it in ``whole``, in each year what was in it."""
    insight, first = fact.insight, first_heard(fact.insight)
    only_keeps = fact.status is Status.NOT_DOING and _only_keeps(insight)
    for each in (*whole, *([by_year[first.year]] if first else [])):
        each.count_insight(fact, only_keeps)
    for heard in insight.heard:
        for each in (*whole, by_year[heard.period.start.year]):
            each.mentions += heard.mentions
    for action in insight.actions:
        keeps, effect = keeps_as_is(insight, action), _effect(fact, action, today)
        for each in (*whole, by_year[action.date.year]):
            each.count_answer(action.kind, keeps, effect)
    _count_refusals(insight, whole, by_year)


def _count_promises(
    decided: Iterable[Promise], whole: Sequence[Figures], by_year: Mapping[int, Figures]
) -> None:
    for promise in decided:
        for each in (*whole, by_year[promise.due.year]):
            each.due += 1
            each.on_time += promise.kept is not None and promise.kept <= promise.due


def _count_refusals(
    insight: Insight, whole: Sequence[Figures], by_year: Mapping[int, Figures]
) -> None:
    """Count the first no of all in ``whole``, and in each year the first one in it."""
    refusals = sorted(_refusals(insight), reverse=True)
    first = {day.year: day for day in refusals}
    for day, figures in (
        *((day, whole) for day in refusals[-1:]),
        *((day, (by_year[year],)) for year, day in first.items()),
    ):
        for each in figures:
            each.refused += 1
            each.asked_again += _came_up_again(insight, day)


def _only_keeps(insight: Insight) -> bool:
    return all(keeps_as_is(insight, action) for action in insight.actions)


def _is_decided(promise: Promise, today: date) -> bool:
    """Whether its day has passed, kept or not; one to measure has no day of keeping."""
    return promise.due < today and promise.about is not About.MEASURE


def _effect(fact: InsightFact, action: Action, today: date) -> Effect | None:
    """What is known of the effect of an answer that changes something; of another one nothing."""
    if action.kind is Kind.NO_ACTION:
        return None
    found = fact.measures.get(action.id)
    if found is None:
        return Effect.NOT_MEASURED if action.not_measured else Effect.NOTHING_AGREED
    if found.verdict is Verdict.TOO_EARLY and found.measure.after.end < today:
        return Effect.OVERDUE
    return Effect(found.verdict)


def _refusals(insight: Insight) -> Iterator[date]:
    """The days on which it got a no, or on which the work was stopped."""
    for action in insight.actions:
        if action.ending is Ending.STOPPED:
            yield action.last_news
        elif action.kind is Kind.NO_ACTION and not keeps_as_is(insight, action):
            yield action.date


def _came_up_again(insight: Insight, refused: date) -> bool:
    return any(heard.mentions and heard.period.start > refused for heard in insight.heard)
