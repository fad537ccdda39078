"""All that is worked out of a register on a day, once, for every output to read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

from generator.facts.events import Event, events, in_order
from generator.facts.insights import (
    Status,
    answered_on,
    days_to_answer,
    latest_heard,
    merges,
    priority,
    status,
    withdrawal,
)
from generator.facts.promises import About, Clock, Promise, as_moved, promises
from generator.facts.scores import MeasureFact, ScoreFact, Verdict, judge, score_facts
from generator.facts.suppression import NOTHING, Withheld, suppress
from generator.register.model import (
    Action,
    Heard,
    Insight,
    Kind,
    Measure,
    Register,
    Withdrawal,
)


class InsightFact(NamedTuple):
    """An insight with all that follows from it.

    ``last_news`` is the day of its latest event; ``days_to_answer`` is in days; ``priority`` has
    no unit; ``promises`` are in order of making. ``published`` is what the insight was in
    editions, the oldest first, where it was corrected since. ``into`` are the insights
    that it was merged into, one after another.
    """

    id: str
    insight: Insight
    status: Status
    priority: int
    latest_heard: Heard | None
    answered_on: date | None
    days_to_answer: int | None
    last_news: date | None
    promises: tuple[Promise, ...]
    events: tuple[Event, ...]
    measures: Mapping[str, MeasureFact]
    published: tuple[Insight, ...] = ()
    into: tuple[Insight, ...] = ()

    @property
    def withdrawal(self) -> Withdrawal | None:
        """How it was withdrawn: itself, or the last of those it was merged into."""
        return withdrawal(self.insight, self.into)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of its answers, each once, in a fixed order."""
        return tuple(
            kind for kind in Kind if any(action.kind is kind for action in self.insight.actions)
        )

    @property
    def mentions(self) -> int:
        """How often we heard it in all periods together."""
        return sum(heard.mentions for heard in self.insight.heard)

    @property
    def next_promise(self) -> Promise | None:
        """The open promise that customers wait for longest: an answer or news first."""
        waiting = [p for p in self.promises if p.is_open]
        return min(waiting, key=lambda p: (_AWAITED[p.about], p.due), default=None)


Groups = Mapping[str, Sequence[InsightFact]]
_AWAITED = {About.ANSWER: 0, About.UPDATE: 0, About.RECONSIDER: 1, About.MEASURE: 2}


@dataclass(frozen=True)
class Facts:
    """What the outputs read. ``insights`` are all of them, in the order of the register.

    ``texts`` has, by the id of an insight, a digest of the text that it was read from, for those
    of which that is known.
    """

    register: Register
    today: date
    minimum: int
    insights: tuple[InsightFact, ...]
    scores: tuple[ScoreFact, ...]
    texts: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event, the newest first."""
        return in_order(event for fact in self.insights for event in fact.events)

    @cached_property
    def current(self) -> tuple[InsightFact, ...]:
        """The insights that stand on their own: the weightiest first, then the latest news."""
        found = [fact for fact in self.insights if fact.insight.is_current]
        found.sort(key=lambda fact: fact.id)
        found.sort(key=lambda fact: (fact.priority, fact.last_news or date.min), reverse=True)
        return tuple(found)

    @cached_property
    def by_id(self) -> Mapping[str, InsightFact]:
        """Every insight by its id."""
        return {fact.id: fact for fact in self.insights}

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """By the id of an insight a digest of all that was written about it, and about those
        that it was merged into."""
        known = self.texts.get
        found = {fact.id: known(fact.id) or _digest(fact.insight) for fact in self.insights}
        merged = {
            fact.id: _digest_of(found[each.id] for each in (fact.insight, *fact.into))
            for fact in self.insights
            if fact.into
        }
        return found | merged

    @cached_property
    def scores_by_id(self) -> Mapping[str, ScoreFact]:
        """Every score by its id."""
        return {fact.score.id: fact for fact in self.scores}

    @cached_property
    def aiming(self) -> Mapping[str, Sequence[tuple[InsightFact, Action]]]:
        """By the id of a score the answers to current insights that aim at it."""
        found: dict[str, list[tuple[InsightFact, Action]]] = defaultdict(list)
        for fact in self.insights:
            if fact.measures and fact.insight.is_current:
                for action in fact.insight.actions:
                    if action.measure:
                        found[action.measure.score].append((fact, action))
        return found

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """Every promise: overdue first, then due, then kept late, then kept on time.

        Within these: what is overdue longest, what is due first, what was due last.
        """
        order = {Clock.OVERDUE: 0, Clock.DUE: 1, Clock.LATE: 2, Clock.KEPT: 2, Clock.KNOWN: 2}

        def rank(promise: Promise) -> tuple[int, int, str]:
            place = order[promise.clock]
            day = promise.due.toordinal()
            return place, day if place < 2 else -day, promise.key

        return tuple(sorted((p for fact in self.insights for p in fact.promises), key=rank))

    def followed(self, fact: InsightFact) -> tuple[InsightFact, ...]:
        """An insight, and those that whoever follows its merges comes to, one after another."""
        return fact, *(self.by_id[each.id] for each in fact.into)

    def with_status(self, wanted: Status) -> tuple[InsightFact, ...]:
        """The current insights of a status, the weightiest first."""
        return tuple(fact for fact in self.current if fact.status is wanted)

    @cached_property
    def by_topic(self) -> Groups:
        """The current insights of each topic, the weightiest first."""
        return self._by(lambda insight: insight.topics)

    @cached_property
    def by_step(self) -> Groups:
        """The current insights of each step of the journey."""
        return self._by(lambda insight: insight.journey)

    @cached_property
    def by_segment(self) -> Groups:
        """The current insights of each segment."""
        return self._by(lambda insight: insight.segments)

    @cached_property
    def by_party(self) -> Groups:
        """The current insights on which each party acts."""
        return self._by(acting)

    @cached_property
    def by_source(self) -> Groups:
        """The current insights that came from each source."""
        return self._by(heard_from)

    def _by(self, names: Callable[[Insight], Sequence[str]]) -> Groups:
        groups: dict[str, list[InsightFact]] = {}
        for fact in self.current:
            for name in dict.fromkeys(names(fact.insight)):
                groups.setdefault(name, []).append(fact)
        return groups


def later(fact: InsightFact, today: date) -> InsightFact:
    """The same on another day, with the same scores: only how promises stand depends on the day."""
    judged = {_named(each.measure): each.verdict for each in fact.measures.values()}

    def has_result(measure: Measure) -> bool | None:
        return _is_known(judged[_named(measure)])

    return fact._replace(promises=tuple(promises(fact.insight, today, has_result, fact.into)))


def _named(measure: Measure) -> tuple[str, str, str]:
    return measure.score, measure.before.text, measure.after.text


def _is_known(verdict: Verdict) -> bool | None:
    return None if verdict is Verdict.NOT_MEASURABLE else verdict is not Verdict.TOO_EARLY


def acting(insight: Insight) -> tuple[str, ...]:
    """The ids of the parties that act on an insight, each once."""
    return tuple(dict.fromkeys(party for action in insight.actions for party in action.by))


def _digest(insight: Insight) -> bytes:
    return _digest_of([repr(insight.model_dump()).encode("utf-8", "surrogatepass")])


def _digest_of(parts: Iterable[bytes]) -> bytes:
    return blake2b(b"".join(parts), digest_size=16).digest()


def heard_from(insight: Insight) -> tuple[str, ...]:
    """The ids of the sources an insight came from, each once."""
    return tuple(dict.fromkeys(source for heard in insight.heard for source in heard.sources))


def work_out(
    register: Register,
    today: date,
    minimum: int,
    earlier: Iterable[Register] = (),
    withheld: Withheld = NOTHING,
    texts: Mapping[str, bytes] | None = None,
) -> Facts:
    """Everything that follows from a register on a day.

    ``minimum`` is the number of answers below which no figure is published. ``earlier`` are the
    registers of the editions, oldest first: what they made public can be subtracted from what is
    public now, and a promise that moved since has the days it had there. The ``register`` of the
    facts is without what may not be published; of the register of an edition, ``withheld`` is what
    it had left out already. ``texts`` are digests of the texts of insights, as in `Facts`.
    """
    earlier = list(earlier)
    shown = suppress(register, minimum, earlier, withheld)
    facts = follow(shown.register, score_facts(shown), today, minimum)
    return replace(with_days_named(facts, earlier), texts=texts or {})


def with_days_named(facts: Facts, earlier: Iterable[Register]) -> Facts:
    """The same facts, in which a promise that a correction moved has the days that it had in
    ``earlier`` registers, those of editions, the oldest first."""
    corrected = {fact.id for fact in facts.insights if fact.insight.corrections}
    if not corrected:
        return facts
    published: dict[str, list[Insight]] = defaultdict(list)
    for register in earlier:
        for insight in register.insights:
            if insight.id in corrected:
                published[insight.id].append(insight)

    def as_named(fact: InsightFact) -> InsightFact:
        was = published[fact.id]
        return fact._replace(promises=as_moved(fact.promises, was), published=tuple(was))

    insights = (as_named(fact) if fact.id in published else fact for fact in facts.insights)
    return replace(facts, insights=tuple(insights))


def follow(
    register: Register,
    scores: tuple[ScoreFact, ...],
    today: date,
    minimum: int,
    known: Mapping[int, InsightFact] = MappingProxyType({}),
) -> Facts:
    """What follows from a register that may be published, with its scores worked out.

    ``known`` has, by the identity of an insight, what is known to follow from it.
    """
    followed = merges(register.insights)
    by_id = {fact.score.id: fact for fact in scores}
    judged: dict[tuple[str, str, str], MeasureFact] = {}

    def judge_once(measure: Measure) -> MeasureFact:
        """Many actions aim at the same rounds of the same score."""
        key = _named(measure)
        if key not in judged:
            judged[key] = judge(measure, by_id)
        return judged[key]

    def has_result(measure: Measure) -> bool | None:
        return _is_known(judge_once(measure).verdict)

    def fact(insight: Insight) -> InsightFact:
        latest, answered = latest_heard(insight), answered_on(insight)
        dated, into = events(insight), followed(insight)
        return InsightFact(
            insight.id,
            insight,
            status(insight),
            priority(insight, latest),
            latest,
            answered,
            days_to_answer(insight, answered),
            dated[0].date if dated else None,
            tuple(promises(insight, today, has_result, into)),
            dated,
            {action.id: judge_once(action.measure) for action in insight.actions if action.measure},
            into=into,
        )

    insights = (known.get(id(insight)) or fact(insight) for insight in register.insights)
    return Facts(register, today, minimum, tuple(insights), scores)
