"""The columns of the CSV files: each has a name, a value, and a meaning in ``words``.

A table with a row an insight, an answer and a figure; what they share is an id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from generator import prose
from generator.facts.facts import Facts, InsightFact, acting, heard_from
from generator.facts.insights import first_heard
from generator.facts.promises import Clock, Promise
from generator.facts.scores import PointFact, ScoreFact
from generator.outputs.figures import rounded
from generator.prose import Text
from generator.register.model import Action, Kind, Link
from generator.register.period import Period
from generator.settings import Settings

R = TypeVar("R")
T = TypeVar("T")
C = TypeVar("C")

Number = int | float
Cell = str | Number | date | None
"""``None`` is an empty cell; a number is written as one, anything else as text."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column. The meaning stands in ``words`` under the name of the file and of the column."""

    name: str
    value: Callable[[R], Cell]


@dataclass(frozen=True, slots=True)
class TextColumn(Generic[R]):
    """A text with a column per language, such as ``title_nl`` and ``title_en``.

    A language that has no translation has an empty cell. Prose is written without its Markdown;
    a ``line`` has none.
    """

    name: str
    text: Callable[[R], Text | None]
    line: bool = False

    def plain(self, row: R, language: str) -> str | None:
        """The text in a language, in plain characters on one line."""
        text = self.text(row)
        if text is None:
            return None
        version = str(text) if text.shared else text.versions.get(language)
        return version if self.line or version is None else prose.to_text(version)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An answer, the promises that belong to it, and the one that customers wait for, or else the
    last one."""

    fact: InsightFact
    action: Action
    promises: Sequence[Promise]
    promise: Promise | None

    def kept(self, clock: Clock) -> int:
        """How many of its promises were kept on time, or late."""
        return sum(promise.clock is clock for promise in self.promises)


@dataclass(frozen=True, slots=True)
class PointRow:
    """A publishable figure of a score, and the one before it."""

    fact: ScoreFact
    point: PointFact
    before: PointFact | None


def insight_columns(
    settings: Settings,
) -> tuple[Column[InsightFact] | TextColumn[InsightFact], ...]:
    """A row an insight."""
    return (
        Column("id", lambda f: f.id),
        Column("address", lambda f: f"{settings.site_url}insights/{f.id}/"),
        TextColumn("title", lambda f: f.insight.title, line=True),
        TextColumn("said", lambda f: f.insight.said),
        Column("status", lambda f: f.status),
        Column("kinds", lambda f: _words(f.kinds)),
        Column("topics", lambda f: _words(f.insight.topics)),
        Column("journey", lambda f: _words(f.insight.journey)),
        Column("segments", lambda f: _words(f.insight.segments)),
        Column("sources", lambda f: _words(heard_from(f.insight))),
        Column("parties", lambda f: _words(acting(f.insight))),
        Column("sentiment", lambda f: f.insight.sentiment),
        Column("severity", lambda f: f.insight.severity),
        Column("impact", lambda f: f.insight.impact),
        Column("first_heard", lambda f: first_heard(f.insight)),
        Column("latest_period", lambda f: _period(_of(f.latest_heard, lambda h: h.period))),
        Column("latest_mentions", lambda f: _of(f.latest_heard, lambda h: h.mentions)),
        Column("mentions", lambda f: f.mentions),
        Column("priority", lambda f: f.priority),
        Column("answer_by", lambda f: f.insight.answer_by),
        Column("answered_on", lambda f: f.answered_on),
        Column("days_to_answer", lambda f: f.days_to_answer),
        Column("promise", lambda f: _of(f.next_promise, lambda p: p.about)),
        Column("promise_due", lambda f: _of(f.next_promise, lambda p: p.due)),
        Column("promise_clock", lambda f: _of(f.next_promise, lambda p: p.clock)),
        Column("promise_days", lambda f: _of(f.next_promise, lambda p: p.days)),
        Column("last_news", lambda f: f.last_news),
        Column("corrections", lambda f: len(f.insight.corrections)),
        Column("withdrawn_on", lambda f: _of(f.insight.withdrawn, lambda w: w.date)),
        Column("merged_into", lambda f: f.insight.merged_into),
        Column("promise_earlier", lambda f: _of(f.next_promise, _earlier)),
    )


ACTION_COLUMNS: tuple[Column[ActionRow] | TextColumn[ActionRow], ...] = (
    Column("insight", lambda r: r.fact.id),
    Column("action", lambda r: r.action.id),
    Column("kind", lambda r: r.action.kind),
    Column("state", lambda r: _state(r.action)),
    Column("date", lambda r: r.action.date),
    TextColumn("text", lambda r: r.action.text),
    Column("by", lambda r: _words(r.action.by)),
    Column("links", lambda r: _links(r.action.links)),
    Column("reason", lambda r: r.action.reason),
    TextColumn("alternative", lambda r: r.action.alternative),
    Column("reconsider", lambda r: _period(r.action.reconsider)),
    Column("final", lambda r: "true" if r.action.final else None),
    Column("updates", lambda r: len(r.action.updates)),
    Column("last_news", lambda r: r.action.last_news),
    TextColumn("last_update", lambda r: r.action.updates[-1].text if r.action.updates else None),
    Column("promise", lambda r: _of(r.promise, lambda p: p.about)),
    Column("promise_due", lambda r: _of(r.promise, lambda p: p.due)),
    Column("promise_clock", lambda r: _of(r.promise, lambda p: p.clock)),
    Column("promise_days", lambda r: _of(r.promise, lambda p: p.days)),
    Column("promises_on_time", lambda r: r.kept(Clock.KEPT)),
    Column("promises_late", lambda r: r.kept(Clock.LATE)),
    Column("measure_score", lambda r: _of(r.action.measure, lambda m: m.score)),
    Column("measure_before", lambda r: _period(_of(r.action.measure, lambda m: m.before))),
    Column("measure_after", lambda r: _period(_of(r.action.measure, lambda m: m.after))),
    Column("verdict", lambda r: r.fact.measures[r.action.id].verdict if r.action.measure else None),
    TextColumn("not_measured", lambda r: r.action.not_measured),
    Column("promise_earlier", lambda r: _of(r.promise, _earlier)),
)
"""A row an answer."""

SCORE_COLUMNS: tuple[Column[PointRow] | TextColumn[PointRow], ...] = (
    Column("score", lambda r: r.fact.score.id),
    TextColumn("title", lambda r: r.fact.score.title, line=True),
    TextColumn("question", lambda r: r.fact.score.question, line=True),
    Column("metric", lambda r: r.fact.score.metric),
    Column("level", lambda r: r.fact.score.level),
    Column("audience", lambda r: r.fact.score.audience),
    Column("journey", lambda r: r.fact.score.journey),
    Column("scale_low", lambda r: _number(_of(r.fact.score.scale, lambda s: s[0]))),
    Column("scale_high", lambda r: _number(_of(r.fact.score.scale, lambda s: s[1]))),
    Column("better", lambda r: r.fact.score.better),
    Column("target", lambda r: _number(r.fact.score.target)),
    Column("period", lambda r: _period(r.point.period)),
    Column("period_start", lambda r: r.point.period.start),
    Column("period_end", lambda r: r.point.period.end),
    Column("n", lambda r: r.point.point.n),
    Column("value", lambda r: _number(r.point.estimate.value)),
    Column("low", lambda r: _number(r.point.estimate.low)),
    Column("high", lambda r: _number(r.point.estimate.high)),
    Column("few", lambda r: "true" if r.point.few else None),
    Column("break_before", lambda r: "true" if _is_broken(r) else None),
    Column("promoters", lambda r: r.point.point.promoters),
    Column("passives", lambda r: r.point.point.passives),
    Column("detractors", lambda r: r.point.point.detractors),
    Column("positive", lambda r: r.point.point.positive),
    Column("counts", lambda r: _counts(r.point.point.counts)),
    TextColumn("revised", lambda r: r.point.point.revised),
)
"""A row a figure that may be published."""


def action_rows(fact: InsightFact) -> Iterator[ActionRow]:
    """Every answer to an insight, in the order of the register."""
    for action in fact.insight.actions:
        made = [promise for promise in fact.promises if promise.action is action]
        last = made[-1] if made else None
        awaited = next((promise for promise in reversed(made) if promise.is_open), last)
        yield ActionRow(fact, action, made, awaited)


def point_rows(facts: Facts) -> Iterable[PointRow]:
    """Every publishable figure, in order of time within its score."""
    for fact in facts.scores:
        for before, point in zip((None, *fact.points), fact.points, strict=False):
            yield PointRow(fact, point, before)


def _of(found: T | None, look: Callable[[T], C]) -> C | None:
    """``look(found)``, or ``None`` where there is nothing to look at."""
    return None if found is None else look(found)


def _state(action: Action) -> str:
    if action.kind is Kind.NO_ACTION:
        return "refused"
    if action.kind is Kind.DIRECT:
        return "done"
    return str(action.ending or "open")


def _words(names: Iterable[str]) -> str:
    return " ".join(names)


def _earlier(promise: Promise) -> str:
    return _words(day.isoformat() for day in promise.earlier)


def _links(links: Iterable[Link]) -> str:
    return " ".join(link.url for link in links)


def _period(period: Period | None) -> str | None:
    return period.text if period else None


def _number(value: object) -> Number | None:
    """A figure with at most two decimals, which is more than any of ours is worth.

    With three, a spreadsheet that groups thousands with points reads ``24.404`` as 24404.
    """
    if value is None:
        return None
    number = rounded(float(str(value)), 2)
    return int(number) if number.is_integer() else number


def _counts(counts: Mapping[int, int] | None) -> str | None:
    if counts is None:
        return None
    return " ".join(f"{answer}:{number}" for answer, number in sorted(counts.items()))


def _is_broken(row: PointRow) -> bool:
    if row.before is None:
        return False
    return row.fact.breaks_between(row.before.period, row.point.period)
