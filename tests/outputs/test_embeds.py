"""Embeds find the theme's files, which stand once for all languages."""

import re
from pathlib import Path

import pytest


@pytest.mark.xdist_group("browser")  # with the other tests of the example, which is dear to build
@pytest.mark.parametrize("place", ["", "en/"])
def test_the_files_that_an_embed_asks_for_exist(example: Path, place: str) -> None:
    embeds = list((example / place / "embed").rglob("index.html"))
    assert len(embeds) > 40
    for embed in embeds:
        asked = re.findall(r'<link rel="\w+" href="([^"]+)"', embed.read_text("utf-8"))
        assert len(asked) == 2
        assert [href for href in asked if not (embed.parent / href).is_file()] == [], embed
