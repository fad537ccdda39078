"""What is typed is what is read, or a message says what to do; and no file is too much."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.prose import to_text
from generator.register.characters import lines_of
from generator.register.source import read
from generator.register.tree import Mapping, Scalar
from tests.register.reading import WHOLE, codes, loaded, title, with_title


@pytest.mark.parametrize(
    "typed",
    """no|on|~|null|12:30|012|1e3|2026-03-31|0x1F|.nan|yes|1_000|3.10|=|N|Wij doen mee.|a - b
    |50% korting|C#|a&b|wie? wat!|(echt)|http://a:b""".replace("\n    ", "").split("|"),
)
def test_a_text_is_what_was_typed(typed: str) -> None:
    assert title(typed) == typed
    assert title(f'"{typed}"') == typed
    assert title(f"'{typed}'") == typed


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    plain = loaded(WHOLE).register
    assert plain is not None
    for end in ("\r\n", "\r"):
        assert loaded(WHOLE.replace("\n", end)).register == plain
    assert loaded("\ufeff" + WHOLE).register == plain


@given(st.lists(st.sampled_from(["\r\n", "\r", "\n", "a", "\x0b", "\u2028"])).map("".join))
def test_lines_are_those_that_yaml_counts(text: str) -> None:
    assert lines_of(text) == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def test_line_numbers_count_every_kind_of_line_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        faulty = WHOLE.replace("answer_by: 2026-12-01", "answer_by: morgen").replace("\n", end)
        assert codes(faulty) == [(13, "date-not-real")]


def test_letters_in_another_encoding_are_reported_where_they_stand() -> None:
    faulty = WHOLE.replace("Het duurt lang.", "Het duurt één uur.").encode("latin-1")
    assert codes(faulty) == [(11, "file-not-utf8")]
    assert codes(WHOLE.encode("utf-16")) == [(1, "file-not-utf8")]


@pytest.mark.parametrize(
    "character", "\0\x07\x1b\x7f\x85\u2028\u202e\u2066\u200b\ufeff\ufffe\uf0b7\ufffc\ufffd"
)
def test_a_character_that_nobody_sees_is_reported(character: str) -> None:
    assert codes(with_title(f"Wach{character}ten"))[0] == (11, "character-not-allowed")


def test_an_escape_can_not_smuggle_it_in() -> None:
    assert (11, "character-not-allowed") in codes(with_title('"Wach\\u202eten"'))
    assert codes(with_title('"Wach\\ud800ten"'))[0][0] == 11


def test_emoji_and_scripts_that_need_joiners_stay() -> None:
    assert title("Gezin 👩‍👧 en می‌خواهم") == "Gezin 👩‍👧 en می‌خواهم"


ROOT = Path(__file__).parent.parent.parent
PARTS = 3


@pytest.mark.parametrize("part", range(PARTS))
def test_any_file_of_a_megabyte_is_judged_within_5_seconds_and_500_megabytes(part: int) -> None:
    command = [sys.executable, "-m", "tests.register.hostile", str(part), str(PARTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert {name: took for name, took in found["took"].items() if took >= 5} == {}
    assert len(found["took"]) >= found["of"] // PARTS >= 30
    assert found["memory"] < 500 * 1024**2


READABLE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn"])


@given(
    st.text(READABLE | st.just("\n"), min_size=1, max_size=60), st.sampled_from([None, '"', "'"])
)
@settings(max_examples=150, deadline=None)
def test_any_text_survives_the_way_to_the_page(text: str, style: str | None) -> None:
    """A text that a program writes as YAML comes out as it went in, or a message says why not."""
    typed = yaml.safe_dump({"nl": text}, default_style=style, allow_unicode=True)
    source = read("a.yaml", typed.encode("utf-8", "surrogatepass"))
    if source.problems:
        assert all(problem.place.line <= typed.count("\n") + 1 for problem in source.problems)
        return
    assert isinstance(source.tree, Mapping)
    value = source.tree["nl"]
    assert isinstance(value, Scalar)
    assert value == text


@given(st.text(st.sampled_from("abc <>&\"'#~^|$%={}@/,:;?é€"), min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_signs_that_are_no_markdown_are_shown_as_typed(text: str) -> None:
    assert to_text(f"a{text}") == " ".join(f"a{text}".split())
