"""``yswd import``: open data back into a register, or the rows of a spreadsheet into insights."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.checks.answers import OF_ONE_KIND
from generator.editions.reading import read_register
from generator.problems import Place, Problem
from generator.prose import Text
from generator.register.loaded import Loaded
from generator.register.model import Insight, Register
from generator.writing.addition import Check
from generator.writing.ask import suggest_id
from generator.writing.import_map import TEXTS, ImportMap
from generator.writing.judge import judge
from generator.writing.render import Layout, item, pair, plain
from generator.writing.table import Row, Table

_AS_WRITTEN = ("organisation", "parties")
"""Names, in which one text for all languages differs from a text in the only language."""
_AIRY = ("insights", "scores")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be taken, and why."""

    row: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Taken:
    """An insight, the rows it comes from, and what they said.

    ``heard_in`` has for each line of ``heard`` the row that began it.
    """

    rows: list[int]
    tree: dict[str, Any]
    heard_in: list[int]
    model: Insight | None = None

    def row_of(self, problem: Problem, first: int) -> int:
        """The row that a problem is about, where the first line of ``heard`` has that number."""
        part, _, rest = ".".join(problem.field.split(".")[2:]).partition(".")
        index = rest.partition(".")[0]
        if part == "heard" and index.isdigit():
            return self.heard_in[int(index) - first]
        return self.rows[0]


@dataclass(slots=True)
class _Taking:
    """The state of one import."""

    found: dict[str, _Taken] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    first_rejected: dict[str, int] = field(default_factory=dict)

    def reject(self, row: int, code: str, **facts: str) -> None:
        """Note that a row can't be taken, under a code below ``import``."""
        problem = Problem(Place("", row), f"import.{code}", facts=facts)
        self.rejected.append(Rejected(row, (problem,)))


def register_from(content: bytes) -> Register:
    """A register from ``data/register.json``, an edition, or the register alone.

    Raises ``ValueError`` where it isn't one.
    """
    tree = json.loads(content.decode("utf-8-sig"))
    if isinstance(tree, dict) and isinstance(tree.get("register"), dict):
        tree = tree["register"]
    if not isinstance(tree, dict):
        raise ValueError("an object with a register was expected")
    return read_register(tree)


def register_text(register: Register) -> str:
    """A register as the text of ``actions.yaml``."""
    return "\n".join([*_register_lines(register), ""])


def insights_text(insights: Sequence[Insight], languages: Sequence[str]) -> str:
    """Insights as the text of a file that the register includes."""
    return "\n".join([*_list("insights", insights, languages), ""])


def _register_lines(register: Register) -> Iterator[str]:
    for index, name in enumerate(type(register).model_fields):
        value = getattr(register, name)
        if name == "include" or (name != "format" and not value):
            continue
        if index:
            yield ""
        if name in _AIRY:
            yield from _list(name, value, register.languages)
        else:
            texts = () if name in _AS_WRITTEN else register.languages
            yield from pair(name, plain(value, texts), 0, Layout())


def _list(name: str, items: Sequence[object], languages: Sequence[str]) -> Iterator[str]:
    yield f"{name}:"
    for one in items:
        yield ""
        yield from item(plain(one, languages), Layout().dash, Layout())


def insights_from(
    table: Table, import_map: ImportMap, register: Register, check: Check
) -> tuple[list[Insight], list[Rejected]]:
    """The insights in a table, and the rows that could not be taken, in order.

    Rows of one id, or of one title where there are no ids, are one insight that was heard more
    often; within a period their numbers are added up. What is in the register already is left
    out, so that an import can be done again.
    """
    taking = _Taking()
    import_map = import_map.with_labels(_labels(register))
    known = {insight.id for insight in register.insights}
    for row in table.rows:
        _row(taking, row, import_map, register, known)
    for name, taken in list(taking.found.items()):
        if "actions" in taken.tree and not import_map.column("answer_by"):
            taken.tree.pop("answer_by", None)  # nobody saw that promise
        taken.model, problems = judge(Insight, taken.tree, register.languages)
        if problems:
            _drop(taking, name, problems, first=1)
    _by_the_rules(taking, register, check)
    found = [taken.model for taken in taking.found.values() if taken.model]
    return found, sorted(taking.rejected, key=lambda rejected: rejected.row)


def _row(
    taking: _Taking, row: Row, import_map: ImportMap, register: Register, known: set[str]
) -> None:
    if row.code:
        taking.reject(row.number, row.code)
        return
    tree = _tree(row, import_map, register.languages)
    title = tree.get("title", {})
    name = tree.get("id") or (suggest_id(next(iter(title.values())), ()) if title else "")
    if not name:
        taking.reject(row.number, "no-title")
    elif name in known:
        taking.reject(row.number, "already", id=name)
    elif name in taking.found:
        _again(taking, taking.found[name], row, tree)
    else:
        _, problems = judge(Insight, {"id": name, **tree}, register.languages)
        if not problems:
            heard_in = [row.number] * len(tree.get("heard", ()))
            taking.found[name] = _Taken([row.number], {"id": name, **tree}, heard_in)
        elif (first := taking.first_rejected.setdefault(name, row.number)) == row.number:
            taking.rejected.append(Rejected(row.number, problems))
        else:
            own = tuple(one for one in problems if {*one.field.split(".")[2:3]} & tree.keys())
            taking.reject(row.number, "goes-with", first=str(first))
            taking.rejected.append(Rejected(row.number, own))


def _again(taking: _Taking, taken: _Taken, row: Row, tree: dict[str, Any]) -> None:
    """A row about an insight that an earlier row has: one more line of ``heard``."""
    rest = {key: value for key, value in tree.items() if key != "heard"}
    if not _within(rest, taken.tree) or "heard" not in tree:
        taking.reject(row.number, "differs", id=taken.tree["id"], first=str(taken.rows[0]))
        return
    heard = taken.tree.setdefault("heard", [])
    (new,) = tree["heard"]
    same = [index for index, line in enumerate(heard) if line.get("period") == new.get("period")]
    if same and (both := _added_up(heard[same[0]], new)):
        heard[same[0]] = both
    else:
        heard.append(new)
        taken.heard_in.append(row.number)
    taken.rows.append(row.number)


def _added_up(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Two lines of ``heard`` about one period as one; nothing where one has no number."""
    numbers = [line.get("mentions", "") for line in (one, other)]
    if not all(map(str.isdecimal, numbers)):
        return {}
    sources = dict.fromkeys([*one.get("sources", ()), *other.get("sources", ())])
    both = {**one, "mentions": str(sum(map(int, numbers)))}
    return {**both, "sources": list(sources)} if sources else both


def _within(part: Any, whole: Any) -> bool:
    """Whether ``part`` says nothing that ``whole`` doesn't."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(_within(value, whole.get(key)) for key, value in part.items())
    return bool(part == whole)


def _drop(taking: _Taking, name: str, problems: Sequence[Problem], first: int) -> None:
    """Leave out an insight: each row says its own part of why, or with which one it goes."""
    taken = taking.found.pop(name)
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault(taken.row_of(problem, first), []).append(problem)
    for row in taken.rows:
        if row in by_row:
            taking.rejected.append(Rejected(row, tuple(by_row[row])))
        else:
            taking.reject(row, "goes-with", first=str(min(by_row)))


def _by_the_rules(taking: _Taking, register: Register, check: Check) -> None:
    """Leave out what the rules call an error, such as a topic that the register doesn't have."""
    names = list(taking.found)
    models = [taking.found[name].model for name in names]
    first = len(register.insights)
    whole = register.model_copy(update={"insights": (*register.insights, *models)})
    wrong: dict[int, list[Problem]] = {}
    for problem in check(Loaded(whole, ())):
        part, _, rest = problem.field.partition(".")
        index = rest.partition(".")[0]
        if problem.is_error and part == "insights" and index.isdigit() and int(index) >= first:
            wrong.setdefault(int(index) - first, []).append(problem)
    for place, problems in wrong.items():
        _drop(taking, names[place], problems, first=0)


def _labels(register: Register) -> dict[str, dict[str, str]]:
    """Of each field that holds names from a list: what customers call them, and the names."""
    named: dict[str, Mapping[str, Text]] = {
        "topics": register.topics,
        "journey": {step.id: step.label for step in register.journey},
        "segments": register.segments,
        "heard.sources": register.sources,
        "actions.by": {id: party.name for id, party in register.parties.items()},
    }
    return {
        name: {text: id for id, label in entries.items() for text in (*label.versions.values(), id)}
        for name, entries in named.items()
    }


def _tree(row: Row, import_map: ImportMap, languages: Sequence[str]) -> dict[str, Any]:
    """A row in the form of the register."""
    tree: dict[str, Any] = {}
    heard: dict[str, Any] = {}
    action: dict[str, Any] = {}
    given = {
        name: value
        for column, name in import_map.columns.items()
        if (cell := row.cells.get(column, "")) and (value := import_map.value(name, cell))
    }
    has_action = any(name.startswith("actions.") for name in given)
    kind = given.get("actions.kind", import_map.defaults.get("actions.kind", ""))
    for name, default in import_map.defaults.items():
        if _is_for(name, kind if has_action else None):
            given.setdefault(name, import_map.value(name, str(default)))
    for name, typed in given.items():
        part, _, rest = name.partition(".")
        where, key = (heard, rest) if part == "heard" else (tree, name)
        if part == "actions":
            where, key = action, rest
        language = _language(name, languages)
        if name in TEXTS or language:
            base = key.removesuffix(f".{language}")
            where.setdefault(base, {})[language or languages[0]] = typed
        else:
            where[key] = typed
    if heard:
        tree["heard"] = [heard]
    if action:
        tree["actions"] = [{"id": "answer", **action}]
    return tree


def _is_for(name: str, kind: object) -> bool:
    """Whether a default is for an insight with an answer of a kind; ``None`` is for none yet."""
    part, _, rest = name.partition(".")
    if part != "actions":
        return True
    return kind is not None and OF_ONE_KIND.get(rest.partition(".")[0], kind) == kind


def _language(name: str, languages: Sequence[str]) -> str:
    base, _, last = name.rpartition(".")
    return last if base in TEXTS and last in languages else ""


def column_of(import_map: ImportMap, field_path: str) -> str:
    """The column that a problem with ``insights.ID.heard.1.period`` is about, or nothing."""
    parts = field_path.split(".")[2:]
    if parts and parts[0] in ("heard", "actions"):
        parts = [parts[0], *parts[2:]]
    return (
        import_map.column(".".join(part for part in parts if not part.isdigit())) if parts else ""
    )
