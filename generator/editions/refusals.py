"""Why a publication is refused: what was published may not vanish, nor change in silence."""

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date

from generator.editions.changes import Change, changes
from generator.editions.edition import Edition
from generator.editions.promised import Promised
from generator.facts.insights import merges
from generator.facts.promises import About, Clock, Promise
from generator.problems import Place, Problem
from generator.register.fields import shown
from generator.register.model import (
    Action,
    Correction,
    Heard,
    Insight,
    Measure,
    Path,
    Point,
    Reason,
    Register,
    Score,
    Update,
)

PlaceOf = Callable[[Path], Place]
"""Where in the files of the register a value stands."""

_MAY_NOT_VANISH = (Insight, Action, Update, Heard, Correction, Score, Point)
_NEEDS_A_CORRECTION = frozenset(
    {
        *("kind", "date", "reason", "status", "next_update", "reconsider", "final", "answer_by"),
        *("period", "mentions", "severity", "impact"),
        *("measure", "score", "before", "after"),
        *("withdrawn", "merged_into"),
    }
)
"""Dates, promises, kinds, reasons and numbers of an insight and what is under it."""
_HAS_A_PAGE = frozenset({"topics", "segments", "parties", "journey"})
"""Lists with a page for each entry."""
_GIVES_MEANING = frozenset({"metric", "scale", "better", "audience"})
"""What a published figure would mean something else by."""
WHY: Mapping[str, str] = {
    "refusal.vanished-insight": "Customers kept or passed on the address of an insight: it must "
    "go on telling what became of it.",
    "refusal.vanished-entry": "Customers read what was published: gone without a word, it seems "
    "never said.",
    "refusal.vanished-page": "Customers kept or passed on the address of this page, or follow its "
    "feed: both must go on working.",
    "refusal.languages": "Each language has its own addresses, the first one those without a "
    "folder: customers kept them or passed them on.",
    "refusal.uncorrected": "Where one date, promise or number changes in silence, nobody trusts "
    "the others; a correction says honestly what was wrong.",
    "refusal.promise-moved": "A promise that moves without news looks as if it had always been "
    "so; an update tells customers the new day, and the old one stays to be seen.",
    "refusal.uncorrected-gone": "A date or promise that goes without a word looks broken and "
    "hushed up; a correction says why it went.",
    "refusal.kept-before": "An edition said that a promise was late; with a day of before that, "
    "it would seem kept after all, and nobody would know whom to believe.",
    "refusal.kept-elsewhere": "An edition said that a promise was late; merged into an insight "
    "that was answered before, it would seem kept after all, and merging would mend any record.",
    "refusal.measure-known": "Who chooses what to measure by when the result is known can always "
    "choose a success.",
    "refusal.unrevised": "Whoever quoted the old figure may know why it is another now.",
    "refusal.meaning": "The figures before and after would stand in one series and not say the "
    "same.",
    "refusal.feed-authority": "Programs know an entry of a feed by its id: with another start, "
    "all that is old comes as news again.",
    "refusal.exists": "An edition holds what was public on a day, and the next one proves that it "
    "stayed so; written again, it proves nothing.",
    "refusal.date-in-future": "An edition tells what was public on a day; nobody knows that of "
    "tomorrow.",
    "refusal.date-before-news": "An edition tells what could be read on its day.",
    "refusal.date-before": "Editions follow each other in time, so that readers see what came "
    "after what.",
    "refusal.remove-nothing": "With a slip in the place, the personal data would stay while "
    "everyone thinks that they are gone.",
    "refusal.still-there": "The new edition would at once publish again what has to go.",
    "refusal.still-published": "What has to go from one place of an edition has to go from every "
    "other too.",
}
"""Why each refusal is there, those of :mod:`~generator.editions.publish` too; the manual and
``--explain`` print it."""


def refusals(
    last: Edition | None, register: Register, today: date, place: PlaceOf
) -> tuple[Problem, ...]:
    """What in a register as written stands in the way of an edition after ``last``."""
    if last is None:
        return ()
    comparison = _Comparison(last, register, today)
    found: dict[tuple[str, Path, str], Problem] = {}
    changed: set[str] = set()
    for change in changes(last.register, register):
        if change.fields[:2] in (("insights", "actions"), ("insights", "merged_into")):
            changed.add(change.names[1])
        for code, at, facts in comparison.at(change):
            said = {"edition": last.id, **facts}
            problem = Problem(place(at), f"refusal.{code}", ".".join(change.names), said)
            found.setdefault((code, at, said["name"]), problem)
    late = (
        Problem(place(at), f"refusal.{code}", names, {"edition": last.id, **facts})
        for position, insight in enumerate(register.insights)
        for code, at, names, facts in comparison.kept_before(position, insight, changed)
    )
    return (*found.values(), *late)


class _Comparison:
    """Compares the register as written with the edition published last."""

    def __init__(self, last: Edition, register: Register, today: date) -> None:
        self._last, self._today = last, today
        self._insights = {insight.id: insight for insight in last.register.insights}
        self._scores = {score.id: score for score in last.register.scores}
        self._now = {insight.id: insight for insight in register.insights}
        self._promised = Promised()
        self._into, self._went_into = merges(register.insights), merges(last.register.insights)

    def at(self, change: Change) -> Iterator[tuple[str, Path, dict[str, str]]]:
        """Why a change is refused: the code, the path in the register, the facts of the message."""
        field, name = change.fields[-1], change.names[-1]
        if change.new is None and isinstance(change.old, _MAY_NOT_VANISH):
            what = "insight" if isinstance(change.old, Insight) else "entry"
            yield f"vanished-{what}", change.path, {"name": name, "list": field}
        elif change.fields[0] in _HAS_A_PAGE and change.new is None and len(change.names) == 2:
            yield "vanished-page", change.path, {"name": name, "list": field}
        elif field == "languages":
            yield from self._languages(change)
        elif change.fields[:2] == ("scores", "points") and len(change.fields) > 2:
            yield from self._figure(change)
        elif change.fields == ("organisation", "feed_authority"):
            yield "feed-authority", change.path, {"name": name, "old": str(change.old)}
        elif change.fields[0] == "scores" and field in _GIVES_MEANING and change.old is not None:
            yield "meaning", change.path, {"name": change.names[1], "field": field}
        elif change.fields[0] == "insights" and self._is_fixed(change):
            yield from self._uncorrected(change)
        elif isinstance(change.new, Measure) and change.old is None:
            yield from self._chosen_late(change, change.new)

    def _languages(self, change: Change) -> Iterator[tuple[str, Path, dict[str, str]]]:
        """A language may come, after the first one; none may go."""
        old, new = change.old, change.new
        if old[0] != new[0] or not set(old) <= set(new):
            yield "languages", change.path, {"name": change.names[-1], "old": ", ".join(old)}

    def _figure(self, change: Change) -> Iterator[tuple[str, Path, dict[str, str]]]:
        """A published figure changes together with a new reason why."""
        new = change.around[-1]
        old = next(
            (p for p in self._scores[change.names[1]].points if p.period.text == change.names[3]),
            None,
        )
        if isinstance(new, Point) and old and (not new.revised or new.revised == old.revised):
            facts = {"name": change.names[1], "period": change.names[3]}
            yield "unrevised", change.path[:4], facts

    def _is_fixed(self, change: Change) -> bool:
        if change.fields[-1] == "reason" and not isinstance(change.old, Reason):
            return False  # the reason why work stopped is a text, and wording may change
        was_published = change.old is not None and change.old is not False  # 0 is a number too
        return was_published and change.fields[-1] in _NEEDS_A_CORRECTION

    def _chosen_late(
        self, change: Change, measure: Measure
    ) -> Iterator[tuple[str, Path, dict[str, str]]]:
        """A published answer gets its measure before the result is known, or says why it didn't.

        One that comes with its measure, such as an old answer that is told only now, may look back.
        """
        name, score = change.names[1], self._scores.get(measure.score)
        known = score is not None and any(p.period == measure.after for p in score.points)
        if known and not self._is_corrected(name):
            facts = {"name": measure.score, "after": measure.after.text, "insight": name}
            yield "measure-known", change.path, facts | {"day": str(self._last.date)}

    def kept_before(
        self, position: int, now: Insight, changed: Set[str]
    ) -> Iterator[tuple[str, Path, str, dict[str, str]]]:
        """The promises that the last edition called late, and that would seem kept before,
        where the insight or one that it was merged into is among the ``changed``."""
        name, into, day = now.id, self._into(now), self._last.date
        was = self._insights.get(name)
        is_changed = not changed.isdisjoint((name, *(each.id for each in into)))
        if was is None or not is_changed or self._is_corrected(name):
            return
        seems = self._promised.of(now, day, into)
        for key, told in self._promised.of(was, day, self._went_into(was)).items():
            kept = seems[key].kept if key in seems else None
            if told.clock in (Clock.OVERDUE, Clock.LATE) and kept and kept < (told.kept or day):
                way = _told_in(now, seems[key], kept)
                facts = {"due": told.due, "kept": kept, "insight": name, "day": day}
                facts |= {"other": now.merged_into}
                names = ".".join(map(str, ("insights", name, *way)))
                code = "kept-elsewhere" if way == ("merged_into",) else "kept-before"
                said = {k: str(v) for k, v in facts.items()}
                yield code, ("insights", position, *way), names, said

    def _is_corrected(self, name: str) -> bool:
        """Whether an insight has a correction that the last edition didn't have."""
        known = self._insights[name].corrections if name in self._insights else ()
        day = self._last.date
        lines = self._now[name].corrections if name in self._now else ()
        return any(
            day <= line.date <= self._today and (line.date > day or line not in known)
            for line in lines
        )

    def _uncorrected(self, change: Change) -> Iterator[tuple[str, Path, dict[str, str]]]:
        name, day = change.names[1], self._last.date
        if self._is_corrected(name):
            return
        facts = {"name": ".".join(change.names[1:-1]), "insight": name, "field": change.fields[-1]}
        facts |= {"old": _as_written(change.old), "new": _as_written(change.new), "day": str(day)}
        code = "promise-moved" if change.fields[-1] == "next_update" else "uncorrected"
        yield code if change.new is not None else "uncorrected-gone", change.path, facts


def _told_in(insight: Insight, promise: Promise, day: date) -> Path:
    """Where in an insight it stands on which day a promise was kept, or by which other one."""
    for place, action in enumerate(insight.actions):
        if promise.about is not About.UPDATE and action.date == day:
            return "actions", place, "date"
        if promise.action is not action:
            continue
        for number, update in enumerate(action.updates):
            if update.date == day:
                return "actions", place, "updates", number, "date"
    return ("merged_into",) if insight.merged_into else ()


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "model_dump"):
        parts = value.model_dump(mode="json", exclude_none=True).values()
        return shown(", ".join(part for part in parts if isinstance(part, str)))
    return shown(value)
