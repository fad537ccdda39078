"""``yswd new``: the questions that make an insight, an answer or news on a promise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from generator.facts.insights import merges
from generator.facts.promises import About, Clock, Promise, promises
from generator.prose import Text
from generator.register.fields import Day, Id, When, Whole
from generator.register.model import Ending, Insight, Kind, Reason, Register, Sentiment, Weight
from generator.writing.addition import Addition
from generator.writing.ask import Options, Talk, suggest_id

Tree = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """What has been answered so far; each question can be asked again."""

    addition: Addition
    asked: dict[str, Callable[[], None]] = field(default_factory=dict)

    def take(self, tree: Tree, key: str, ask: Callable[[], Any]) -> Any:
        """Ask, and keep the answer in ``tree``; nothing is kept of a question that was skipped."""

        def run() -> None:
            found = ask()
            tree.pop(key, None)
            if found not in (None, [], {}):
                tree[key] = found

        run()
        self.asked[key] = run
        return tree.get(key)


def converse(talk: Talk, register: Register, today: date) -> Draft:
    """Everything from the first question to the last."""
    waiting = [one for one in register.insights if one.is_current]
    open_ = open_promises(register, today)
    what = {"insight": talk.own("new.what.insight")}
    if waiting:
        what["answer"] = talk.own("new.what.answer")
    if open_:
        what["update"] = talk.own("new.what.update")
    chosen = talk.choose("what.question", what) if len(what) > 1 else "insight"
    if chosen == "update":
        return _update(talk, open_, today)
    if chosen == "answer":
        return _answer_to_one(talk, register, waiting, today)
    return _insight(talk, register, today)


def open_promises(register: Register, today: date) -> list[Promise]:
    """Promises of news that customers still wait for: what is overdue longest comes first."""
    into = merges(register.insights)
    found = (
        promise
        for insight in register.insights
        for promise in promises(insight, today, lambda _measure: None, into(insight))
        if promise.about is About.UPDATE and promise.is_open
    )
    return sorted(found, key=lambda promise: (promise.due, promise.key))


def _insight(talk: Talk, register: Register, today: date) -> Draft:
    tree: Tree = {}
    draft = Draft(Addition(tree))
    taken = {insight.id for insight in register.insights}
    titles = draft.take(tree, "title", lambda: talk.text("title", long=False))
    _place_id(draft, talk, tree, next(iter(titles.values())), taken)
    draft.take(tree, "said", lambda: talk.text("said", long=True))
    draft.take(tree, "heard", lambda: list(_heard(talk, register, today)))
    for key, options in (
        ("topics", _labels(talk, register.topics)),
        ("journey", {step.id: _text(talk, step.label) for step in register.journey}),
        ("segments", _labels(talk, register.segments)),
    ):
        if options:
            draft.take(tree, key, partial(talk.choose_some, key, options))
    sentiments = {one.value: talk.own(f"new.sentiments.{one}") for one in Sentiment}
    draft.take(tree, "sentiment", lambda: talk.choose("sentiment", sentiments, "negative"))
    draft.take(tree, "severity", lambda: talk.one("severity", Weight, "2"))
    draft.take(tree, "impact", lambda: talk.one("impact", Weight, "2"))
    kinds = {**_kinds(talk), "": talk.own("new.kinds.none")}
    kind = talk.choose("kind", kinds)
    if kind:
        action: Tree = {}
        tree["actions"] = [action]
        _action(draft, talk, register, action, (), kind, today)
    else:
        draft.take(tree, "answer_by", lambda: talk.coming_day("answer_by", today))
    return draft


def _place_id(draft: Draft, talk: Talk, tree: Tree, title: str, taken: set[str]) -> None:
    """The id, suggested from the title; it stands above everything else."""
    draft.take(tree, "id", lambda: _free_id(talk, title, taken))
    others = {key: tree.pop(key) for key in list(tree) if key != "id"}
    tree.update(others)


def _free_id(talk: Talk, title: str, taken: set[str]) -> str:
    while True:
        found = talk.one("id", Id, suggest_id(title, taken))
        assert found
        if found not in taken:
            return found
        talk.say("id-taken", id=found)


def _heard(talk: Talk, register: Register, today: date) -> Iterator[Tree]:
    sources = _labels(talk, register.sources)
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    while True:
        row: Tree = {"period": talk.one("heard.period", When, quarter)}
        row["mentions"] = talk.one("heard.mentions", Whole)
        if found := talk.choose_some("heard.sources", sources):
            row["sources"] = found
        yield row
        if not talk.yes("heard.more"):
            return


def _answer_to_one(
    talk: Talk, register: Register, waiting: Sequence[Insight], today: date
) -> Draft:
    """An answer to an insight that is there already; those without one come first."""
    ordered = sorted(waiting, key=lambda one: (bool(one.actions), one.answer_by or date.max))
    options = {one.id: _line(talk, one) for one in ordered}
    insight = next(one for one in ordered if one.id == talk.choose("which-insight", options))
    tree: Tree = {}
    draft = Draft(Addition(tree, insight.id))
    kind = talk.choose("kind", _kinds(talk))
    taken = [action.id for action in insight.actions]
    _action(draft, talk, register, tree, taken, kind, today)
    return draft


def _action(
    draft: Draft,
    talk: Talk,
    register: Register,
    tree: Tree,
    taken: Sequence[str],
    kind: str,
    today: date,
) -> None:
    """The questions about an answer; which ones there are depends on its kind."""
    tree["id"] = suggest_id(kind.replace("direct", "done"), taken)
    tree["kind"] = kind
    draft.take(tree, "date", lambda: talk.one(f"{kind}.date", Day, str(today)))
    if kind == Kind.NO_ACTION:
        reasons = {one.value: talk.own(f"reason.{one}") for one in Reason}
        draft.take(tree, "reason", lambda: talk.choose("reason", reasons))
    draft.take(tree, "text", lambda: talk.text(f"{kind}.text", long=True))
    parties = {name: _text(talk, party.name) for name, party in register.parties.items()}
    if parties:
        draft.take(tree, "by", lambda: talk.choose_some("by", parties))
    if kind == Kind.PROCESS:
        draft.take(tree, "next_update", lambda: talk.coming_day("next_update", today))
    if kind == Kind.NO_ACTION:
        _about_a_no(draft, talk, tree)
    else:
        _effect(draft, talk, register, tree)


def _about_a_no(draft: Draft, talk: Talk, tree: Tree) -> None:
    draft.take(tree, "alternative", lambda: talk.text("alternative", long=True, optional=True))
    if talk.yes("final"):
        tree["final"] = "true"
    else:
        draft.take(tree, "reconsider", lambda: talk.one("reconsider", When))


def _effect(draft: Draft, talk: Talk, register: Register, tree: Tree) -> None:
    """How we will see whether it worked: agreed now, before the result is known."""
    scores = {one.id: _text(talk, one.title) for one in register.scores}
    others = {"-": talk.own("new.effect.cannot"), "": talk.own("new.effect.later")}
    chosen = talk.choose("effect.question", scores | others, "")
    if chosen == "-":
        draft.take(tree, "not_measured", lambda: talk.text("not_measured", long=True))
    elif chosen:
        measure: Tree = {"score": chosen}
        tree["measure"] = measure
        draft.take(measure, "before", lambda: talk.one("measure.before", When))
        draft.take(measure, "after", lambda: talk.one("measure.after", When))


def _update(talk: Talk, open_: Sequence[Promise], today: date) -> Draft:
    """News on a promise. While the work goes on, it carries the next one."""
    options = {promise.key: _promise(talk, promise) for promise in open_}
    key = talk.choose("which-promise", options)
    chosen = next(promise for promise in open_ if promise.key == key)
    assert chosen.action
    tree: Tree = {}
    draft = Draft(Addition(tree, chosen.insight.id, chosen.action.id))
    draft.take(tree, "date", lambda: talk.one("update.date", Day, str(today)))
    draft.take(tree, "text", lambda: talk.text("update.text", long=True))
    states = {"": talk.own("new.update.going")} | {
        one.value: talk.own(f"new.update.{one}") for one in Ending
    }
    state = talk.choose("update.status", states)
    if not state:
        draft.take(tree, "next_update", lambda: talk.coming_day("next_update", today))
        return draft
    tree["status"] = state
    if state == Ending.STOPPED:
        draft.take(tree, "reason", lambda: talk.text("update.reason", long=True))
    return draft


def _promise(talk: Talk, promise: Promise) -> str:
    title = _text(talk, promise.insight.title)
    assert promise.action
    where = f"{promise.insight.id} / {promise.action.id}"
    if promise.clock is Clock.OVERDUE:
        return talk.own(
            "new.promise.overdue", n=promise.days, title=title, due=promise.due, where=where
        )
    return talk.own("new.promise.due", title=title, due=promise.due, where=where)


def _line(talk: Talk, insight: Insight) -> str:
    title = _text(talk, insight.title)
    key = "answered" if insight.actions else "unanswered"
    return talk.own(f"new.insight-line.{key}", title=title, where=insight.id)


def _kinds(talk: Talk) -> Options:
    return {one.value: talk.own(f"new.kinds.{one}") for one in Kind}


def _labels(talk: Talk, names: Any) -> Options:
    return {name: _text(talk, label) for name, label in names.items()}


def _text(talk: Talk, text: Text) -> str:
    return text.in_language(talk.own.language)[0]
