"""A register in, and the words that a visitor reads out: every change of them is seen."""

from pathlib import Path

import pytest

from tests.golden import FOLDER, pages

PAGES = dict(pages())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_page_says_what_it_said(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path]


def test_no_page_is_left_from_before() -> None:
    assert set(FOLDER.glob("*/*.txt")) == set(PAGES)


def test_what_was_typed_stays_typed_and_small_groups_stay_away() -> None:
    page = PAGES[FOLDER / "en" / "insights-phone-waiting.txt"]
    assert "R&D & <b>bold</b> stay characters." in page
    score = PAGES[FOLDER / "en" / "scores-csat-phone.txt"]
    assert "3rd quarter 2026" in score
    assert "1st quarter 2026\nnot shown\n" in score
    assert "\n9\n" not in score
