"""Editions as visitors meet them: a real browser, also without script and from a folder."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browsing import Windows, turn
from tests.conftest import ROOT
from tests.serving import Served
from tests.test_visit import COLOURS, complaints

EDITIONS = sorted(path.stem for path in (ROOT / "content" / "editions").glob("*.json"))
INSIGHT = "phone-waiting"
"""An insight of the example that changed more than once."""


@pytest.fixture
def plain(windows: Windows) -> Iterator[Page]:
    """A visitor without script."""
    with windows.lend(java_script_enabled=False) as page:
        yield page


def switch(page: Page, label: str) -> None:
    """Choose an edition at the foot of the page."""
    page.locator(".yswd-switch").get_by_role("link", name=label).first.click()


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("where", ["folder", "server"])
def test_the_switch_leads_to_an_insight_then_and_back(
    plain: Page, served: Served, where: str, language: str
) -> None:
    root = served.url if where == "server" else f"{served.folder.as_uri()}/"
    name = EDITIONS[-1]
    plain.goto(f"{root}{language}insights/{INSIGHT}/index.html")
    switch(plain, name)
    assert plain.url == f"{root}{language}editions/{name}/index.html#insight-{INSIGHT}"
    assert plain.locator(f"#insight-{INSIGHT}").is_visible()
    plain.locator(f"#insight-{INSIGHT} h3 a").click()
    assert plain.url == f"{root}{language}insights/{INSIGHT}/index.html"


@pytest.mark.parametrize("where", ["folder", "server"])
def test_a_visitor_walks_through_the_editions(plain: Page, served: Served, where: str) -> None:
    root = served.url if where == "server" else f"{served.folder.as_uri()}/"
    plain.goto(f"{root}promises/index.html")
    switch(plain, "Alle edities")
    assert plain.url == f"{root}editions/index.html"
    plain.locator(".yswd-editions-list h2 a").first.click()
    assert plain.url == f"{root}editions/{EDITIONS[-1]}/index.html"
    plain.get_by_role("link", name=f"Vorige: {EDITIONS[-2]}").click()
    assert plain.url == f"{root}editions/{EDITIONS[-2]}/index.html"
    plain.get_by_role("link", name="Wat er sindsdien veranderde").click()
    assert plain.url == f"{root}editions/{EDITIONS[-2]}/changes/index.html"
    plain.get_by_role("link", name="Naar de site van vandaag").click()
    assert plain.url == f"{root}index.html"


def test_every_link_between_editions_leads_to_a_file_and_a_place(served: Served) -> None:
    pages = [
        *served.folder.glob("editions/**/*.html"),
        *served.folder.glob("en/editions/**/*.html"),
    ]
    assert len(pages) >= 4 * len(EDITIONS)
    texts: dict[Path, str] = {}
    wrong = []
    for page in pages:
        for href in re.findall(r'<a [^>]*href="([^"]*index\.html[^"]*)"', page.read_text()):
            path, _, anchor = href.partition("#")
            target = (page.parent / unquote(urlsplit(path).path)).resolve()
            if target.is_file():
                text = texts.setdefault(target, target.read_text())
                if not anchor or f'id="{anchor}"' in text:
                    continue
            wrong.append((str(page), href))
    assert not wrong


def test_old_editions_are_not_for_search_engines(served: Served) -> None:
    for language in ("", "en/"):
        tree = ET.parse(served.folder / language / "sitemap.xml")
        listed = [node.text or "" for node in tree.iter() if node.tag.endswith("loc")]
        assert [address for address in listed if "/editions/" in address] == [
            next(address for address in listed if address.endswith(f"/{language}editions/"))
        ]
        for page in (served.folder / language / "editions").glob("*/**/index.html"):
            head = page.read_text().partition("<body")[0]
            address = page.parent.relative_to(served.folder).as_posix()
            assert '<meta name="robots" content="noindex">' in head
            assert re.search(rf'<link rel="canonical" href="https://[^"]+/{address}/">', head)
        front = (served.folder / language / "editions" / "index.html").read_text()
        assert "noindex" not in front


@pytest.mark.parametrize("name", EDITIONS)
def test_the_committed_file_is_served_byte_for_byte(served: Served, name: str) -> None:
    committed = (ROOT / "content" / "editions" / f"{name}.json").read_bytes()
    assert (served.folder / "editions" / f"{name}.json").read_bytes() == committed
    assert not (served.folder / "en" / "editions" / f"{name}.json").exists()


@pytest.mark.parametrize(
    ("language", "looks"),
    [("", ((320, "light"), (1280, "dark"))), ("en/", ((320, "dark"), (1280, "light")))],
)
def test_editions_are_for_everyone(
    windows: Windows,
    served: Served,
    language: str,
    looks: tuple[tuple[int, Literal["light", "dark"]], ...],
) -> None:
    addresses = (
        "editions/",
        f"editions/{EDITIONS[0]}/",
        f"editions/{EDITIONS[-1]}/",
        f"editions/{EDITIONS[0]}/changes/",
        f"insights/{INSIGHT}/",
    )
    found = []
    with windows.lend(still=True) as page:  # or axe sees colours on their way from light to dark
        for address in addresses:
            page.goto(served.url + language + address)
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            page.evaluate(AXE_SCRIPT)
            for width, scheme in looks:
                turn(page, width, 900, scheme)
                seen = complaints(page, COLOURS)
                if scheme == "light":  # on a phone in one language, on a desk in the other
                    seen += complaints(page)
                found += [(address, width, scheme, *said) for said in seen]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append((address, width, scheme, "wrong", "scrolls sideways", ""))
    assert not found


def test_on_a_phone_what_an_insight_is_about_comes_before_its_history(
    windows: Windows, served: Served
) -> None:
    with windows.lend() as page:
        page.goto(f"{served.url}en/insights/{INSIGHT}/")
        tops = [
            page.locator(f"#{name}").evaluate("heading => heading.getBoundingClientRect().top")
            for name in ("did", "about", "history")
        ]
    assert tops == sorted(tops)


def test_the_history_of_an_insight_is_marked_in_words_too(windows: Windows, served: Served) -> None:
    with windows.lend(1280, 720) as page:
        page.goto(f"{served.url}en/insights/{INSIGHT}/")
        history = page.get_by_role("region", name="History")
        assert history.get_by_role("heading", level=3).count() > 1
        for mark, word in (("del", "taken out"), ("ins", "added")):
            assert word in (history.locator(mark).first.text_content() or "")
            box = history.locator(f"{mark} .yswd-hidden").first.bounding_box()
            assert box is not None
            assert box["width"] <= 1  # heard, not seen
