"""Two registers → typed differences: which change means what to a reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.editions.changes import (
    Change,
    changes_beside_insights,
    changes_inside,
    changes_of_insight,
    insights_apart,
)
from generator.editions.difference import Difference, What
from generator.editions.promised import Promised, turned_out
from generator.facts.insights import keeps_as_is, merges
from generator.facts.promises import About
from generator.prose import Text
from generator.register.model import (
    Action,
    Correction,
    Ending,
    Heard,
    Insight,
    Kind,
    Point,
    Reason,
    Register,
    Score,
    Update,
    Withdrawal,
)


def differences(
    old: Register, new: Register, old_day: date, new_day: date
) -> tuple[Difference, ...]:
    """What changed from one register on a day to another on a later day, weightiest first.

    Both are publishable. Time alone can break a promise, so the days count too.
    """
    return Until(new, new_day).since(old, old_day)


class Until:
    """What changed up to a register on a day, since any number of earlier ones.

    What became of an insight as it was is worked out once, in however many editions it was so.
    """

    def __init__(self, register: Register, day: date, promised: Promised | None = None) -> None:
        self._register, self._day = register, day
        self._promises = promised or Promised()
        self._titles = {insight.id: insight.title for insight in register.insights}
        self._known: dict[tuple[int | None, int], _Apart] = {}

    def since(self, old: Register, day: date) -> tuple[Difference, ...]:
        """What changed since a register on a day, weightiest first."""
        apart = [self._apart(*each) for each in insights_apart(old, self._register)]
        found = [*self._beside(old), *(one for each in apart for one in each.written)]
        found += self._promised(old, day, {each.place: each for each in apart})
        return tuple(sorted(found, key=lambda difference: difference.importance))

    def _beside(self, old: Register) -> Iterator[Difference]:
        points: set[tuple[str, ...]] = set()
        for change in changes_beside_insights(old, self._register):
            if change.fields[:2] == ("scores", "points") and len(change.fields) > 2:
                if change.names[:4] not in points:  # a point is one figure, however many fields
                    points.add(change.names[:4])
                    yield _revised(change)
                continue
            yield from _told(change, {}, self._titles)

    def _apart(self, place: int | None, was: Insight | None, now: Insight | None) -> "_Apart":
        key = place, id(was)
        if key not in self._known:
            before = {was.id: was} if was else {}
            every = changes_of_insight(place, was, now)
            written = tuple(one for change in every for one in _told(change, before, self._titles))
            self._known[key] = _Apart(place, was, written, _promise_the_same(was, now))
        return self._known[key]

    def _promised(
        self, old: Register, day: date, apart: Mapping[int | None, "_Apart"]
    ) -> Iterator[Difference]:
        """What became of promises: by what was written, or by time alone."""
        before = {insight.id: insight for insight in old.insights}
        into, went_into = merges(self._register.insights), merges(old.insights)
        changed = {place for place, each in apart.items() if not each.promises_the_same}
        for place, insight in enumerate(self._register.insights):
            turns = place in changed or insight.merged_into  # another may have answered it
            if not turns and not self._promises.turn(insight, day, self._day):
                continue
            known = before.get(insight.id)
            earlier = self._promises.of(known, day, went_into(known)) if known else {}
            for key, promise in self._promises.of(insight, self._day, into(insight)).items():
                yield from turned_out(promise, key, earlier, ("insights", place))


@dataclass(frozen=True, slots=True)
class _Apart:
    """An insight that changed; ``was`` is kept so that its ``id()`` stays its own."""

    place: int | None
    was: Insight | None
    written: tuple[Difference, ...]
    promises_the_same: bool


def _promise_the_same(was: Insight | None, now: Insight | None) -> bool:
    """Whether nothing that its promises depend on differs between two versions of an insight."""
    if was is None or now is None:
        return False
    is_same = was.answer_by == now.answer_by and was.is_current == now.is_current
    return is_same and was.actions == now.actions


def _told(
    change: Change, before: Mapping[str, Insight], titles: Mapping[str, Text]
) -> Iterator[Difference]:
    """What a change means; of a new insight or answer also what has come of it already."""
    yield _meaning(change, before, titles)
    if isinstance(change.new, Insight):
        nothing = {"actions": (), "corrections": (), "withdrawn": None, "merged_into": None}
        bare = change.new.model_copy(update=nothing)
        for inner in changes_inside(change, bare):
            yield from _told(inner, {bare.id: bare}, titles)
    elif isinstance(change.new, Action):
        for inner in changes_inside(change, change.new.model_copy(update={"updates": ()})):
            yield _meaning(inner, before, titles)


def _meaning(
    change: Change, before: Mapping[str, Insight], titles: Mapping[str, Text]
) -> Difference:
    if change.old is None:
        difference = _came(change, before)
    elif change.new is None:
        difference = _went(change)
    else:
        difference = _became(change)
    if difference is None and change.fields == ("insights", "merged_into") and change.new:
        difference = _as(What.MERGED, change, change.old, titles.get(change.new, change.new))
    return difference or _as(What.CHANGED, change, change.old, change.new)


def _came(change: Change, before: Mapping[str, Insight]) -> Difference | None:
    if isinstance(change.new, Action):
        return _answered(change, change.new, before.get(change.names[1]))
    match change.new:
        case Insight():
            return _as(What.ADDED, change)
        case Update() as update:
            what = What(str(update.status)) if update.status else What.NEWS
            return _as(what, change, None, update.text, update.date)
        case Heard() as heard:
            return _as(What.HEARD, change, None, heard.period, count=heard.mentions)
        case Correction() as line:
            return _as(What.CORRECTED, change, None, line.text, line.date)
        case Withdrawal() as gone:
            return _as(What.WITHDRAWN, change, None, gone.reason, gone.date)
        case Score() | Point() as score:
            name = score.title if isinstance(score, Score) else score.period
            return _as(What.SCORE_ADDED, change, None, name)
        case Ending() as ending:
            return _ended(change, ending)
        case Text():
            return _as(What.REWORDED, change, None, change.new)
    return None


def _answered(change: Change, action: Action, before: Insight | None) -> Difference:
    """A new answer; where there was only a no and it is a yes, the kind of answer changed.

    That what customers are glad of stays is said with that reason: nobody was refused anything.
    """
    refused = [a.kind is Kind.NO_ACTION for a in before.actions] if before else []
    if refused and all(refused) and action.kind is not Kind.NO_ACTION:
        return _as(What.KIND_CHANGED, change, Kind.NO_ACTION, action.kind, action.date)
    is_praised = before is not None and keeps_as_is(before, action)
    answer = Reason.KEEP_AS_IS if is_praised else action.kind
    return _as(What.ANSWERED, change, None, answer, action.date)


def _ended(change: Change, ending: Ending) -> Difference:
    update = change.around[-1]
    day = update.date if isinstance(update, Update) else None
    return _as(What(str(ending)), change, None, None, day)


def _went(change: Change) -> Difference | None:
    match change.old:
        case Insight() | Action() | Update() | Heard() | Correction() | Score() | Point():
            return _as(What.GONE, change, change.old)
        case Text():
            return _as(What.REWORDED, change, change.old)
    return None


_PROMISES = {
    "answer_by": About.ANSWER,
    "next_update": About.UPDATE,
    "reconsider": About.RECONSIDER,
}


def _became(change: Change) -> Difference | None:
    about = _PROMISES.get(change.fields[-1])
    if about:
        return _as(What.PROMISE_MOVED, change, change.old, change.new, about=about)
    match change.old, change.new:
        case Kind(), Kind():
            return _as(What.KIND_CHANGED, change, change.old, change.new)
        case Ending(), Ending() as ending:
            return _ended(change, ending)
        case Text(), Text():
            return _as(What.REWORDED, change, change.old, change.new)
    return None


def _revised(change: Change) -> Difference:
    point = change.around[-1]
    assert isinstance(point, Point)
    whole = Change(change.names[:4], change.fields[:2], change.path[:4], None, None, change.around)
    return _as(What.SCORE_REVISED, whole, point.period, point.revised or point.period)


def _as(
    what: What,
    change: Change,
    old: object = None,
    new: object = None,
    day: date | None = None,
    about: About | None = None,
    count: int = 0,
) -> Difference:
    owners = (*change.around, change.new, change.old)
    subject = next((one.title for one in owners if isinstance(one, Insight | Score)), None)
    field = change.fields[-1]
    return Difference(what, change.names, field, change.path, subject, old, new, day, about, count)
