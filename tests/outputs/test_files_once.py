"""Files that stand once, at the root of the site, are found from the pages of every language."""

import re
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.xdist_group("browser"),  # with the other tests of the example, dear to build
    pytest.mark.parametrize("place", ["", "en/"]),
]


def test_the_files_that_an_embed_asks_for_exist(example: Path, place: str) -> None:
    embeds = list((example / place / "embed").rglob("index.html"))
    assert len(embeds) > 40
    for embed in embeds:
        asked = re.findall(r'<link rel="\w+" href="([^"]+)"', embed.read_text("utf-8"))
        assert len(asked) == 2
        assert [href for href in asked if not (embed.parent / href).is_file()] == [], embed


def test_the_page_of_the_open_data_leads_to_every_file(example: Path, place: str) -> None:
    page = example / place / "data" / "index.html"
    files = re.findall(r'href="([^"]+\.(?:json|csv))"', page.read_text("utf-8"))
    own = {href for href in files if href.startswith("../")}
    named = {"register.json", "insights.csv", "actions.csv", "scores.csv", "schema.json"}
    assert named <= {Path(href).name for href in own}
    assert [href for href in own if not (page.parent / href).is_file()] == []
