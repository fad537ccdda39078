"""Values as a careful editor types them: quotes only where they are needed."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.register import source
from generator.register import tree as nodes
from generator.writing.render import WIDTH, Layout, Prose, block, quoted, scalar
from tests.writing.texts import texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lang wachten", "Lang wachten"),
        ("’s Avonds € 5, of (soms) 10%", "’s Avonds € 5, of (soms) 10%"),
        ("https://www.example.org/a#b", "https://www.example.org/a#b"),
        ("10:30 uur", "10:30 uur"),
        ("Let op: dit", '"Let op: dit"'),
        ("nummer #1", '"nummer #1"'),
        ("- een streepje", '"- een streepje"'),
        ("'s avonds", '"\'s avonds"'),
        ('"Ja", zei u', "'\"Ja\", zei u'"),
        ("no", '"no"'),
        ("1.200", '"1.200"'),
        ("2026-01-01", '"2026-01-01"'),
    ],
)
def test_a_text_has_quotes_only_where_it_needs_them(text: str, shown: str) -> None:
    assert scalar(Prose(text)) == shown


@pytest.mark.parametrize("token", ["2026-01-01", "no-action", "1200", "-5", "true", "nps"])
def test_what_is_no_text_needs_no_quotes(token: str) -> None:
    assert scalar(token) == token


@given(texts)
def test_quotes_hold_anything_for_any_reader(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text
    assert json.loads(quoted(text)) == text
    found = source.read("", quoted(text).encode())
    assert "backslash-in-quotes" not in [problem.code for problem in found.problems]


@given(texts.map(str.strip), st.integers(0, 12))
def test_a_text_reads_back_and_keeps_to_the_width(text: str, depth: int) -> None:
    lines = list(block({"said": Prose(text)}, depth, Layout()))
    tree = source.read("", "\n".join(lines).encode()).tree
    assert isinstance(tree, nodes.Mapping)
    assert tree["said"].strip() == text  # type: ignore[union-attr]
    if all(len(word) < 40 for word in text.split(" ")) and lines[0].endswith(">"):
        assert max(map(len, lines)) <= WIDTH
