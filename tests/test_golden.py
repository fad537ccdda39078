"""A register in, and the words that a visitor reads out: every change of them is seen."""

from pathlib import Path

import pytest

from tests.golden import FOLDER, pages

KEPT = sorted(FOLDER.glob("*/*.txt"))

pytestmark = pytest.mark.xdist_group("golden")  # they share what is rendered


@pytest.fixture(scope="module")
def now() -> dict[Path, str]:
    """What each page says now, by the file that has what it said."""
    return dict(pages())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_page_says_what_it_said(now: dict[Path, str], path: Path) -> None:
    assert path.read_text(encoding="utf-8") == now[path]


def test_no_page_is_lost_or_left_from_before(now: dict[Path, str]) -> None:
    assert set(KEPT) == set(now)


def test_what_was_typed_stays_typed_and_small_groups_stay_away(now: dict[Path, str]) -> None:
    page = now[FOLDER / "en" / "insights-phone-waiting.txt"]
    assert "R&D & <b>bold</b> stay characters." in page
    score = now[FOLDER / "en" / "scores-csat-phone.txt"]
    assert "3rd quarter 2026" in score
    assert "1st quarter 2026\nnot shown\n" in score
    assert "\n9\n" not in score
