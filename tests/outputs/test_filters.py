"""Filters in a real browser: they combine, count, say what they found, and give way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Windows
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("browser")

CARDS = ".yswd-card[data-id]:visible"


@pytest.fixture
def page(windows: Windows) -> Iterator[Page]:
    """A visitor at a desk."""
    with windows.lend(1280, 900, locale="nl-NL") as page:
        yield page


def test_choices_combine_by_keyboard_and_the_number_is_announced(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.url}insights/")
    everything = page.locator(CARDS).count()
    page.get_by_label("Onderwerp").focus()
    page.keyboard.type("Telefoon")
    status = page.get_by_role("article").get_by_role("status")
    expect(status).to_have_text("7 inzichten gevonden")
    page.get_by_label("Antwoord").select_option("done")
    expect(status).not_to_have_text("7 inzichten gevonden")
    both = page.locator(CARDS).count()
    assert 0 < both < 7 < everything
    assert page.url.endswith("insights/?kind=done&topic=phone")
    chosen = page.get_by_label("Onderwerp").locator("option:checked")
    assert chosen.inner_text() == f"Telefoon ({both})"
    page.get_by_role("button", name="Wis de keuzes").click()
    expect(page.locator(CARDS)).to_have_count(everything)
    assert page.url.endswith("insights/")


def test_a_list_of_its_own_stays_what_it_is_while_one_chooses(page: Page, served: Served) -> None:
    page.goto(f"{served.url}topics/phone/?party=belhuis")
    expect(page.get_by_role("article").get_by_role("status")).to_contain_text("gevonden")
    assert page.get_by_label("Onderwerp").count() == 0
    chosen = {card.get_attribute("data-id") for card in page.locator(CARDS).all()}
    page.goto(f"{served.url}topics/phone/")
    whole = {card.get_attribute("data-id") for card in page.locator(CARDS).all()}
    assert set() < chosen < whole


def test_the_index_is_asked_for_only_when_somebody_chooses(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.url}insights/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith("index.json")]
    page.get_by_label("Onderwerp").select_option("phone")
    expect(page.get_by_role("article").get_by_role("status")).to_contain_text("gevonden")
    assert len([url for url in asked if url.endswith("index.json")]) == 1


def test_where_the_index_fails_the_list_stays_and_says_why(page: Page, served: Served) -> None:
    page.route("**/index.json", lambda route: route.abort())
    page.goto(f"{served.url}insights/")
    everything = page.locator(CARDS).count()
    page.get_by_label("Onderwerp").select_option("phone")
    expect(page.get_by_role("article").get_by_role("status")).to_contain_text("Kiezen lukt nu niet")
    assert page.locator(CARDS).count() == everything


def test_without_script_the_filters_are_links_to_lists(windows: Windows, served: Served) -> None:
    with windows.lend(1280, 720, java_script_enabled=False) as page:
        page.goto(f"{served.url}insights/")
        filters = page.get_by_role("navigation", name="Kies wat u wilt zien")
        filters.get_by_text("Onderwerp").click()
        filters.get_by_role("link", name="Telefoon 7").click()
        assert page.url == f"{served.url}topics/phone/"
        assert page.locator(CARDS).count() == 7
