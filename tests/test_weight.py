"""No page weighs much: what a visitor fetches beyond the files that all pages share."""

from pathlib import Path

import pytest

from benchmarks import builders, content
from benchmarks.builders import Source
from benchmarks.weight import MOST, heaviest
from generator.plugin import build_site


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a thousand insights over ten years, with forty quarters of scores."""
    folder = tmp_path_factory.mktemp("thousand")
    source = Source(content.make(1_000), folder / "site")
    builders.ours(("nl",)).prepare(source, folder)
    build_site(str(folder / "mkdocs.yml"), source.site, content.AS_OF)
    return source.site


def test_every_page_of_the_example_is_light(example: Path) -> None:
    """Its editions too, which hold a whole register each."""
    pages = heaviest(example, 10_000)
    assert 100 < len([page for page in pages if "editions/" not in page.address]) < len(pages)
    assert not [str(page) for page in pages if page.sent > MOST]


def test_every_page_of_a_thousand_insights_is_light(thousand: Path) -> None:
    pages = heaviest(thousand, 10_000)
    assert len(pages) > 2_000
    assert not [str(page) for page in pages if page.sent > MOST]


def test_the_heaviest_come_first_with_what_is_sent(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("x" * 50_000)  # sent in a few bytes
    (tmp_path / "insights").mkdir()
    (tmp_path / "insights" / "index.html").write_bytes(bytes(range(256)) * 2)
    (tmp_path / "feed.xml").write_text("not a page")
    found = heaviest(tmp_path)
    assert [page.address for page in found] == ["insights/", ""]
    assert found[1].written == 50_000
    assert found[1].sent < 200
