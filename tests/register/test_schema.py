"""What the checker's shape accepts, an editor accepts; both come from the same models."""

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.editions import edition
from generator.register import outline
from generator.register.schema import NAME, as_text, editor_schema
from tests.register.reading import HEAD, WHOLE, loaded

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = (ROOT / "actions.yaml").read_text(encoding="utf-8")

pytestmark = pytest.mark.xdist_group("schema")  # they share a package that is slow to import


@cache
def validator() -> Any:
    """What editors judge by."""
    from jsonschema import Draft7Validator  # noqa: PLC0415 - 1.5 s, which collecting needn't take

    return Draft7Validator(editor_schema())


def test_the_fields_are_those_of_the_register_whatever_else_was_read() -> None:
    """A file of an edition has fields of its own, which mean nothing in a register."""
    own = {*edition.Removal.model_fields, *edition.Previous.model_fields} - {"id", "date"}
    assert own
    assert own.isdisjoint(importlib.reload(outline).FIELDS)


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: ``no`` is a word, a date is text, ``12`` is a number."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # as PyYAML has it


for tag, form, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    pattern = re.compile(f"^(?:{form})$")
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", pattern, first)
Editor.add_constructor("tag:yaml.org,2002:int", lambda _loader, node: _whole(node.value))


def _whole(typed: str) -> int:
    """``012`` is twelve in YAML 1.2."""
    return int(typed, {"0x": 16, "0o": 8}.get(typed[:2], 10))


def as_editor(text: str) -> Any:
    return _named(yaml.load(text, Loader=Editor))  # noqa: S506  # a safe loader of our own


def _named(value: Any) -> Any:
    """As JSON has it: every name is text."""
    if isinstance(value, dict):
        return {_name(key): _named(item) for key, item in value.items()}
    return [_named(item) for item in value] if isinstance(value, list) else value


def _name(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def complaints(text: str) -> list[str]:
    return [error.message for error in validator().iter_errors(as_editor(text))]


def test_the_schema_follows_the_rules_of_json_schema() -> None:
    validator().check_schema(editor_schema())


def test_the_committed_file_is_the_one_the_models_give() -> None:
    assert (ROOT / NAME).read_text(encoding="utf-8") == as_text()


def test_the_example_register_suits_an_editor() -> None:
    assert complaints(EXAMPLE) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("said:", "sayd:"),
        ("2026-12-01", "1-12-2026"),
        ("mentions: 3", "mentions: drie"),
        ("id: waiting", "id: Waiting_1"),
        ("homepage: https", "homepage: http"),
        ("format: 1", "format: 2"),
        ("    title: {nl: Wachten, en: Waiting}\n", ""),
    ],
)
def test_an_editor_sees_what_is_wrong_too(right: str, wrong: str) -> None:
    assert complaints(WHOLE) == []
    assert complaints(WHOLE.replace(right, wrong)) != []


TEXTS = st.sampled_from(
    r"""x|no|~|null|12|1e3|0x1F|2026-01-01|true|' a '|"12"|'null'|{nl: x, en: y}|{en: 12}|{nl: null}
    |[a]||{}|{de: x}""".replace("\n    ", "").split("|")
)
IDS = st.sampled_from(["a", "12", "1e3", "true", "no", "'12'", "' a '", "null", "A", "a-b", ""])
PERIODS = st.sampled_from(["2026", "2026-Q1", "2026-03", "'2026'", "2026-3", "2026-H2", "Q1"])
NUMBERS = st.sampled_from(["1", "'1'", "0", "3", "1.5", "-2", "007", "1e3", "'2.5'", "", "x"])
DAYS = st.sampled_from(["2026-03-31", "'2026-03-31'", "2026-02-30", "31-3-2026", ""])
CHOICES = st.sampled_from(["direct", "process", "no-action", "positive", "nps", "mean", "x", "1"])
FIELDS = {
    "id": IDS, "title": TEXTS, "said": TEXTS, "text": TEXTS, "question": TEXTS, "by": IDS,
    "period": PERIODS, "mentions": NUMBERS, "n": NUMBERS, "value": NUMBERS, "severity": NUMBERS,
    "date": DAYS, "answer_by": DAYS, "next_update": DAYS, "kind": CHOICES, "metric": CHOICES,
    "sentiment": CHOICES, "final": st.sampled_from(["true", "false", "'true'", "yes", ""]),
    "topics": st.sampled_from(["[a, b]", "[]", "[12, true]", "a", ""]),
    "scale": st.sampled_from(["[0, 10]", "['0', 10]", "[1]", "[1.5, 2]"]),
    "counts": st.sampled_from(["{1: 5}", "{'1': '5'}", "{a: 1}", "{}"]),
}  # fmt: skip


def fields(*names: str) -> st.SearchStrategy[dict[str, str]]:
    """Some of these fields, each with something that people might type."""
    return st.fixed_dictionaries({}, optional={name: FIELDS[name] for name in names})


def written(values: dict[str, str]) -> str:
    return "".join(f"    {name}: {value}\n" for name, value in values.items())


@given(
    st.lists(fields("id", "title", "said", "topics", "severity", "sentiment", "answer_by")),
    st.lists(fields("id", "title", "question", "metric", "scale")),
    st.sampled_from(["", "insights:\n", "scores:\n", "topics: {a: x, b: {nl: y}}\n"]),
)
@settings(max_examples=80, deadline=None)
def test_what_the_checker_accepts_an_editor_accepts(
    insights: list[dict[str, str]], scores: list[dict[str, str]], more: str
) -> None:
    text = HEAD + more
    for name, items in (("insights", insights), ("scores", scores)):
        if items and f"{name}:" not in more:
            text += f"{name}:\n" + "".join("  -\n" + written(item) for item in items)
    if not any(problem.is_error for problem in loaded(text).problems):
        assert complaints(text) == []


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_each_field_that_the_checker_accepts_an_editor_accepts(data: st.DataObject) -> None:
    """One field at a time in a register that is in order, so that most of them are accepted."""
    spots = {
        "      sources: []": "mentions", "    severity: 1": "severity",
        "    topics: []": "topics", "    sentiment: mixed": "sentiment",
        "    title: x": "title", "    said: x": "said", "    answer_by: 2026-12-01": "answer_by",
        "        kind: process": "kind", "        date: 2026-01-01": "date",
        "        text: x": "text", "        next_update: 2026-02-01": "next_update",
        "    scale: [1, 5]": "scale", "      n: 1": "n", "      counts: {1: 1}": "counts",
        "      value: 1": "value", "      period: 2026": "period",
    }  # fmt: skip
    base = HEAD + (
        "insights:\n  -\n    id: a\n    title: x\n    said: x\n    severity: 1\n    topics: []\n"
        "    sentiment: mixed\n    answer_by: 2026-12-01\n    actions:\n      -\n        id: a\n"
        "        kind: process\n        date: 2026-01-01\n        text: x\n"
        "        next_update: 2026-02-01\nscores:\n  -\n    id: a\n    title: x\n    metric: mean\n"
        "    scale: [1, 5]\n    points:\n     -\n      n: 1\n      period: 2026\n"
        "      counts: {1: 1}\n      value: 1\n"
    )
    spot = data.draw(st.sampled_from(sorted(spot for spot in spots if spot in base)))
    typed = spot.split(":")[0] + ": " + data.draw(FIELDS[spots[spot]])
    text = base.replace(spot, typed, 1)
    if not any(problem.is_error for problem in loaded(text).problems):
        assert complaints(text) == [], typed
