"""One thing to add to a register: an insight, an answer to one, or news on a promise.

A script hands it over as a small file in the form of the register::

    insight: {id: …, title: …, said: …}     # a new insight
    ---
    insight: phone-waiting                  # an answer to an insight
    answer: {id: …, kind: …, date: …, text: …}
    ---
    insight: phone-waiting                  # news on a promise
    action: routing
    update: {date: …, text: …, next_update: …}
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from generator.problems import Place, Problem
from generator.register import source
from generator.register import tree as nodes
from generator.register.includes import Files
from generator.register.load import load
from generator.register.loaded import Loaded
from generator.register.model import Action, Insight, Register, Update, Written
from generator.writing.edit import NotHereError, insert_action, insert_insight, insert_update
from generator.writing.judge import judge

Check = Callable[[Loaded], tuple[Problem, ...]]
"""Everything to put right in a register, on the day and by the settings of the site."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What to add, as typed. ``insight`` and ``action`` are the ids of what it belongs to."""

    tree: Mapping[str, Any]
    insight: str = ""
    action: str = ""

    @property
    def kind(self) -> type[Written]:
        """What it is."""
        return Update if self.action else Action if self.insight else Insight


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file as it would become. With errors among ``problems`` it may not be written.

    ``problems`` are those that the addition brings; what was there before isn't repeated. ``old``
    is ``None`` for a file that isn't there yet.
    """

    problems: tuple[Problem, ...]
    file: str = ""
    old: bytes | None = None
    new: bytes = b""
    model: Written | None = None

    @property
    def has_errors(self) -> bool:
        """Whether anything stands in the way of writing it."""
        return any(problem.is_error for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files as they were when each was first read, or as they would become."""

    files: Files
    content: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """The content of a file."""
        if name not in self.content:
            self.content[name] = self.files.read(name)
        return self.content[name]

    def matching(self, pattern: str) -> Sequence[str]:
        """Names of the files that match a pattern, sorted."""
        added = (name for name in self.content if _fits(name, pattern))
        return sorted({*self.files.matching(pattern), *added})


def read_addition(name: str, content: bytes) -> tuple[Addition | None, tuple[Problem, ...]]:
    """An addition from a file in the form above."""
    read = source.read(name, content)
    tree = read.tree
    if read.problems:
        return None, tuple(read.problems)
    if isinstance(tree, nodes.Mapping):
        given = {key: value for key, value in tree.items() if isinstance(value, str)}
        new = {key: value for key, value in tree.items() if isinstance(value, nodes.Mapping)}
        match sorted(given), sorted(new):
            case [], ["insight"]:
                return Addition(new["insight"]), ()
            case ["insight"], ["answer"]:
                return Addition(new["answer"], given["insight"]), ()
            case ["action", "insight"], ["update"]:
                return Addition(new["update"], given["insight"], given["action"]), ()
    return None, (Problem(Place(name), "new.answers-form"),)


def propose(addition: Addition, main: str, files: Files, check: Check, into: str = "") -> Proposal:
    """The file that would change, with the addition in it, read and checked in memory.

    ``main`` is the main file of the register; ``into`` names the file for a new insight, without
    it that is where the last one stands. A register with errors gets nothing: they come back.
    """
    now = Snapshot(files)
    before = load(main, now)
    known = check(before)
    register = before.register
    errors = tuple(problem for problem in known if problem.is_error)
    if register is None or errors:
        return Proposal(errors)
    model, problems = judge(addition.kind, addition.tree, register.languages)
    if model is None:
        return Proposal(problems)
    if isinstance(model, Insight) and any(one.id == model.id for one in register.insights):
        return Proposal((Problem(Place(""), "new.id-taken", "id", {"id": model.id}),))
    name = into or home(addition, before)
    is_new = name not in {one.file for one in before.sources}
    old = None if is_new else now.read(name)
    try:
        text = _insert((old or b"").decode("utf-8"), addition, model, register.languages)
    except NotHereError as error:
        place = Place(name, int(error.facts.get("line", 1)))
        return Proposal((Problem(place, f"new.{error.code}", facts=error.facts),))
    new = text.encode("utf-8", "replace")
    after = load(main, Snapshot(now, {name: new}))
    there = {_what(problem) for problem in known}
    brought = tuple(problem for problem in check(after) if _what(problem) not in there)
    is_right = after.register and _by_id(after.register) == _expected(register, addition, model)
    assert is_right or any(problem.is_error for problem in brought), "it reads back otherwise"
    return Proposal(brought, name, old, new, model)


def home(addition: Addition, loaded: Loaded) -> str:
    """The file where an addition belongs: where its insight stands, or where the last one does.

    Where each insight has a file of its own, a new one gets that too.
    """
    main = loaded.sources[0].file
    items = loaded.tree.get("insights") if loaded.tree else None
    found = [item for item in items or () if isinstance(item, nodes.Mapping)]
    if addition.insight:
        found = [item for item in found if item.get("id") == addition.insight]
    files = [item.file for item in found]
    if not addition.insight and len(files) > 1 and len(set(files)) == len(files):
        return own_file(addition, loaded) or files[-1]
    return files[-1] if files else main


def own_file(addition: Addition, loaded: Loaded) -> str:
    """A file of its own for an insight, which ``include`` will find; empty where there is none."""
    assert loaded.register
    for pattern in loaded.register.include:
        name = pattern.replace("*", str(addition.tree.get("id", "")))
        if pattern.count("*") == 1 and may_hold(name, loaded):
            return "" if name in {one.file for one in loaded.sources} else name
    return ""


def may_hold(name: str, loaded: Loaded) -> bool:
    """Whether a file is part of the register, or would be once it is there."""
    assert loaded.register
    there = name in {one.file for one in loaded.sources}
    return there or any(_fits(name, pattern) for pattern in loaded.register.include)


def _fits(name: str, pattern: str) -> bool:
    path, wanted = PurePosixPath(name), PurePosixPath(pattern)
    return len(path.parts) == len(wanted.parts) and path.match(pattern)


def _insert(text: str, addition: Addition, model: Written, languages: Sequence[str]) -> str:
    match model:
        case Insight():
            return insert_insight(text, model, languages)
        case Action():
            return insert_action(text, addition.insight, model, languages)
        case Update():
            return insert_update(text, addition.insight, addition.action, model, languages)
    raise TypeError(type(model).__name__)


def _what(problem: Problem) -> tuple[object, ...]:
    """A problem without its line, which moves when lines come in above it."""
    return problem.code, problem.field, tuple(sorted(problem.facts.items()))


def _by_id(register: Register) -> dict[str, Insight]:
    return {insight.id: insight for insight in register.insights}


def _expected(register: Register, addition: Addition, model: Written) -> dict[str, Insight]:
    """The insights that there should be: the old ones and exactly the new thing."""
    insights = _by_id(register)
    if isinstance(model, Insight):
        return {**insights, model.id: model}
    insight = insights[addition.insight]
    actions = list(insight.actions)
    if isinstance(model, Action):
        actions.append(model)
    for index, action in enumerate(actions):
        if isinstance(model, Update) and action.id == addition.action:
            actions[index] = action.model_copy(update={"updates": (*action.updates, model)})
    return {**insights, insight.id: insight.model_copy(update={"actions": tuple(actions)})}
