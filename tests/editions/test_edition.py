"""An edition is canonical bytes, and reads back as what was frozen."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from generator.editions.edition import Edition, canonical, freeze
from generator.editions.reading import read_edition, read_sheet
from generator.prose import Text
from generator.register.model import Register
from tests.editions.registers import FIRST, FULL, SECOND, full, insight, register, registers


def frozen(state: Register, name: str = "2026-1", before: Edition | None = None) -> Edition:
    day = SECOND if before else FIRST
    return read_edition(read_sheet(freeze(state, name, day, before)), before)


@given(registers())
@settings(max_examples=40, deadline=None)
def test_what_was_frozen_reads_back_the_same(state: Register) -> None:
    assert frozen(state).register == state


@given(registers(), registers(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_so_does_an_edition_after_another(old: Register, new: Register, mixed: bool) -> None:
    if mixed:  # half of it is as it was
        new = new.model_copy(update={"insights": (*old.insights, *new.insights)[:1]})
    first = frozen(old)
    assert frozen(new, "2026-2", first).register == new


def test_the_register_with_every_field_reads_back_the_same() -> None:
    assert frozen(full()).register == full()


@given(registers())
@settings(max_examples=40, deadline=None)
def test_the_same_state_gives_the_same_bytes(state: Register) -> None:
    first = freeze(state, "a", FIRST)
    assert freeze(read_edition(read_sheet(first)).register, "a", FIRST) == first
    assert canonical(json.loads(first)) == first


@pytest.mark.parametrize("target", ["1.2340", "-0.000001", "999999999.999999", "1200", "7.50"])
def test_numbers_read_back_the_same(target: str) -> None:
    state = full(scores__0__target=target)
    assert frozen(state).register.scores[0].target == Decimal(target)


def test_the_order_of_topics_in_the_file_does_not_matter() -> None:
    turned = dict(reversed(FULL["topics"].items()))
    assert freeze(full(), "a", FIRST) == freeze(full(topics=turned), "a", FIRST)


def test_a_standard_tool_gives_the_same_bytes(tmp_path: Path) -> None:
    title = Text({"nl": "Lente – ‘26", "en": "Spring"})
    content = freeze(full(), "2026-1", FIRST, title=title)
    (tmp_path / "2026-1.json").write_bytes(content)
    tool = ["-m", "json.tool", "--sort-keys", "--no-ensure-ascii", "--indent", "0"]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", *tool, "2026-1.json"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == content


def test_the_form_is_what_the_manual_says() -> None:
    content = freeze(full(), "2026-1", FIRST, title=Text({"nl": "Lente"}, shared=True))
    text = content.decode("utf-8")
    assert text.endswith("}\n")
    assert "\r" not in text
    assert not any(line != line.strip() for line in text.split("\n"))
    tree = json.loads(text, object_pairs_hook=list)
    assert [key for key, _ in tree] == ["date", "format", "id", "previous", "register", "title"]
    plain = json.loads(text)
    assert (plain["date"], plain["format"], plain["previous"]) == ("2026-03-31", 1, None)
    assert plain["title"] == "Lente"
    score = plain["register"]["scores"][0]
    assert (score["target"], score["scale"], score["points"][1]["n"]) == (30.5, [0, 10], 30)


def test_what_has_a_value_when_left_out_is_written_in_full() -> None:
    plain = json.loads(freeze(register(insight()), "a", FIRST))["register"]["insights"][0]
    assert (plain["severity"], plain["impact"]) == (2, 2)
    assert "actions" not in plain


def test_how_staff_split_their_files_is_not_published() -> None:
    split = full().model_copy(update={"include": ("register/secret.yaml",)})
    assert b"secret" not in freeze(split, "a", FIRST)


def test_an_insight_that_stays_the_same_is_not_written_again() -> None:
    before = frozen(register(insight("one"), insight("two")))
    after = frozen(register(insight("one"), insight("two", severity="3")), "2026-2", before)
    plain = json.loads(after.content)["register"]["insights"]
    assert plain[0] == {"id": "one", "unchanged_since": "2026-1"}
    assert plain[1]["severity"] == 3
    assert after.register.insights[0] is before.register.insights[0]
    assert after.stands_in == {"insights.one": "2026-1", "insights.two": "2026-2"}
    third = frozen(after.register, "2026-3", after)
    assert [
        entry["unchanged_since"] for entry in json.loads(third.content)["register"]["insights"]
    ] == ["2026-1", "2026-2"]


def test_all_is_written_again_when_the_languages_change() -> None:
    before = frozen(register(insight("one")))
    after = frozen(register(insight("one"), languages=["en", "nl"]), "2026-2", before)
    assert str(after.register.insights[0].title) == "One (en)"


@pytest.mark.parametrize("since", ["2026-9", "2026-2", 7])
def test_a_reference_to_what_is_not_there_is_refused(since: object) -> None:
    before = frozen(register(insight("one")))
    plain = json.loads(freeze(register(insight("one")), "2026-2", SECOND, before))
    plain["register"]["insights"][0]["unchanged_since"] = since
    with pytest.raises(ValueError, match="refers to"):
        read_edition(read_sheet(canonical(plain)), before)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"register": []}',
        b'{"register": {"languages": 5}}',
        b'{"register": {"insights": [1]}}',
        b"\xff",
        b"[" * 100_000,
        b'{"register": {}, "format": 2, "id": "a", "date": "2026-01-01"}',
    ],
)
def test_what_is_no_edition_is_refused_without_ado(content: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        read_edition(read_sheet(content))


def test_an_edition_has_no_fields_of_its_own() -> None:
    plain = json.loads(freeze(full(), "2026-1", FIRST)) | {"secret": 1}
    with pytest.raises(ValidationError):
        read_sheet(canonical(plain))


def test_the_day_of_an_edition_is_a_day() -> None:
    assert frozen(full()).date == date(2026, 3, 31)
