"""Whatever slips into a register or a configuration, there is a site or a message."""

from pathlib import Path
from random import Random

import pytest

from tests.mutations import CONFIGURATION, prepare, slipped, trial, wrong

CHUNK = 50


@pytest.mark.parametrize("first", [0, 50, 100, 150])
def test_a_slip_gives_a_site_or_a_message(tmp_path: Path, first: int) -> None:
    """``python -m tests.mutations`` tries thousands."""
    prepare(tmp_path)
    found = {number: trial(tmp_path, number, number % 25 < 2) for number in _chunk(first)}
    assert {number: told for number, told in found.items() if told} == {}


def _chunk(first: int) -> range:
    return range(first, first + CHUNK)


def test_slips_differ_and_can_be_made_again() -> None:
    made = [slipped(CONFIGURATION, Random(number)) for number in range(100)]
    again = [slipped(CONFIGURATION, Random(number)) for number in range(100)]
    assert made == again
    assert len(set(made)) > 90


@pytest.mark.parametrize("command", [("publish", "slip"), ("check",), ("due",), ("build",)])
@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2199-12-31", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_gives_a_message(
    tmp_path: Path, command: tuple[str, ...], day: str
) -> None:
    prepare(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    assert wrong(tmp_path, (*command, "--as-of", day)) == ""


WRONG = {
    "broken": ("plugins:\n", "plugins: [\n", "mkdocs.yml", "option.file-not-readable"),
    "a timestamp": ("name: material", "name: !!timestamp x", "mkdocs.yml", "option.file-not-re"),
    "no theme": ("name: material", "name: materiaal", "materiaal", "Unrecognised theme"),
    "no name of the site": ("site_name: Slips\n", "", "site_name", "Required"),
    "no such plugin": ("- you-said", "- searching\n  - you-said", "searching", "not installed"),
    "not our plugin": ("you-said-we-did:", "search:", "plugins", "option.no-plugin"),
    "no address": ("site_url: https://www.example.org/said/\n", "", "site_url", "missing"),
    "a strange address": ("https://www.example.org/said/", "said", "'said'", "option.site-url"),
    "no folder of pages": ("docs_dir: content", "docs_dir: nothing", "nothing", "docs_dir"),
    "names that are numbers": ("name: material", "name: material\n  7: x", "mkdocs.yml", "MkDocs"),
    "an unknown option": ("colour:", "colur:", "'colur'", "Bedoelt u 'colour'?"),
    "a wrong type": ("strict: true", "strict: [1]", "strict", "bool"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_configuration_that_is_wrong_is_named(tmp_path: Path, name: str) -> None:
    old, new, *says = WRONG[name]
    prepare(tmp_path)
    text = CONFIGURATION.replace(old, new, 1)
    assert text != CONFIGURATION
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    said: list[str] = []
    assert wrong(tmp_path, ("build",), said.append) == ""
    assert all(part in said[0] for part in says), said[0]
    assert not (tmp_path / "site").exists()
