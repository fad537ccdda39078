"""The pages as visitors meet them: a real browser, a phone and a desk, both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from tests.serving import Served

PAGES = (
    "",
    "insights/",
    "insights/phone-waiting/",  # three answers of three kinds
    "insights/village-cash-machines/",  # overdue, moved, a partner acts
    "insights/phone-menu/",  # no answer yet
    "insights/branch-parking/",  # withdrawn
    "insights/chat-loop-business/",  # merged
    "topics/app/",
    "journey/",
    "journey/help/",
    "parties/belhuis/",
    "segments/business/",
    "done/",
    "in-progress/",
    "not-doing/",
    "promises/",
    "scores/",
    "scores/nps/",
    "scores/csat-youth-desk/",
    "how-we-listen/",
    "follow/",
    "data/",
    "about/",
    "privacy/",
    "embed/latest/",
    "404.html",
)
WIDTHS = {"phone": 320, "desk": 1280}


@dataclass(slots=True)
class Seen:
    """What a visit gave cause to complain about."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def visit(browser: Browser, served: Served, width: int, scheme: str = "light") -> Iterator[Seen]:
    """A visitor who notes requests to other hosts and errors."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    seen = Seen(context.new_page())

    def note(request: Request) -> None:
        if not request.url.startswith(served.url) and not request.url.startswith("data:"):
            seen.elsewhere.append(request.url)

    seen.page.on("request", note)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.on(
        "console", lambda said: seen.errors.append(said.text) if said.type == "error" else None
    )
    yield seen
    context.close()


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [
        ("", "phone", "light"),
        ("en/", "phone", "dark"),
        ("", "desk", "dark"),
        ("en/", "desk", "light"),
    ],
)
def test_every_kind_of_page_is_for_everyone(
    browser: Browser, served: Served, language: str, size: str, scheme: str, half: int
) -> None:
    complaints = []
    with visit(browser, served, WIDTHS[size], scheme) as seen:
        for address in PAGES[half::2]:
            seen.page.goto(served.url + language + address)
            found = Axe().run(seen.page).response
            complaints += [
                (address, rule["id"], node["html"][:160])
                for rule in found["violations"]
                for node in rule["nodes"]
            ]
            if scrolls_sideways(seen.page):
                complaints.append((address, "scrolls sideways", ""))
    assert not complaints
    assert (seen.elsewhere, seen.errors) == ([], [])


def test_a_page_asks_for_dark_colours_where_the_device_does(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served, 390, "dark") as seen:
        seen.page.goto(served.url)
        button = seen.page.get_by_role("button", name="Donkere kleuren")
        assert button.get_attribute("aria-pressed") == "true"
        dark = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        seen.page.reload()
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_the_language_switch_leads_to_the_same_page(browser: Browser, served: Served) -> None:
    with visit(browser, served, 390) as seen:
        seen.page.goto(f"{served.url}insights/phone-waiting/")
        seen.page.get_by_role("link", name="English", exact=True).click()
        assert seen.page.url == f"{served.url}en/insights/phone-waiting/"
        assert seen.page.locator("html").get_attribute("lang") == "en"
        seen.page.get_by_role("link", name="Nederlands", exact=True).click()
        assert seen.page.url == f"{served.url}insights/phone-waiting/"


def test_a_complaint_is_found_from_the_home_page_without_script(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(served.url)
    page.get_by_role("link", name="Telefoon", exact=True).first.click()
    assert page.url == f"{served.url}topics/phone/"
    page.get_by_role("link", name="Lang wachten aan de telefoon").click()
    text = page.locator("main").inner_text()
    assert "U zei" in text
    assert "terugbel" in text
    context.close()


def test_the_skip_link_comes_first_and_leads_to_the_heading(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served, 1280) as seen:
        seen.page.goto(f"{served.url}insights/")
        seen.page.keyboard.press("Tab")
        focused = seen.page.locator(":focus")
        assert focused.get_attribute("href") == "#main"
        assert focused.is_visible()
        seen.page.keyboard.press("Enter")
        assert seen.page.url.endswith("#main")


def test_filters_combine_and_the_address_holds_them(browser: Browser, served: Served) -> None:
    with visit(browser, served, 1280) as seen:
        seen.page.goto(f"{served.url}insights/?kind=in-progress&topic=app")
        cards = seen.page.locator(".yswd-card[data-id]:visible")
        combined = cards.count()
        seen.page.goto(f"{served.url}insights/?topic=app")
        assert 0 < combined < cards.count()
    assert seen.errors == []
