"""What is put together from remembered parts is what would be made anew."""

from pathlib import Path
from random import Random

import pytest

from generator.cache import Cache
from generator.facts.facts import Facts
from generator.memo import Memos
from generator.outputs import search
from generator.outputs.open_data import open_data
from generator.outputs.page import key_of
from generator.outputs.promise_calendar import calendar
from generator.outputs.search import Prose, search_files
from generator.outputs.view import View
from generator.settings import Settings
from generator.words import words
from tests.outputs.registers import action, facts, insight

SETTINGS = Settings(site_url="https://www.example.org/luister/")
SAID = ("Wachten", "bellen", "formulier", "hypotheek", "lening", "café", "storing", "brief")


def made(found: Facts, memos: Memos) -> dict[str, bytes]:
    """The files of the whole register, by their paths."""
    own, base = words("nl"), key_of(found.today)
    prose = {"about/": Prose("Over ons", f"Wij luisteren naar {len(found.insights)} verhalen.")}
    files = (
        *search_files(View(found, own, SETTINGS), prose, memos("search")),
        *open_data(found, SETTINGS, own, memos, base),
        calendar(found, own, SETTINGS, memos("calendar"), base),
    )
    return {file.path: file.content for file in files}


def test_after_every_edit_the_files_are_those_of_a_build_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Insights change, come and go; each time the memos of all earlier times are at hand."""
    chance = Random(8)
    monkeypatch.setattr(search, "_GROUP", 16)

    def story(name: str) -> dict[str, object]:
        said = " ".join(chance.choices(SAID, k=8))
        due = action("plan", kind="process", date="2026-05-12", next_update="2026-12-01")
        return insight(name, said=said, actions=[due] if chance.random() < 0.3 else [action()])

    register = [story(f"i{number}") for number in range(120)]
    before: dict[str, bytes] = {}
    for edit in range(6):
        place = chance.randrange(len(register))
        register[place : place + edit % 3] = [story(f"e{edit}-{n}") for n in range(edit % 4)]
        found = facts(*register)
        memos = Memos(Cache(tmp_path), b"program")
        now = made(found, memos)
        assert now == made(found, Memos())
        assert edit == 0 or now["search.json"] != before["search.json"]
        memos.keep()
        before = now
    again = Memos(Cache(tmp_path), b"program")
    made(found, again)
    names = ("search", "register.json", "insights.csv", "actions.csv", "scores.csv", "calendar")
    assert all(again(name).is_open and again(name).to_keep(0) is None for name in names)
