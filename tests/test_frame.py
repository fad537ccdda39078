"""The frame is rendered once and filled many times; nobody can tell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.frame import Frames, slot
from generator.outputs.page import Page
from generator.register.model import Organisation
from generator.settings import Settings
from generator.standing import Site, Standing, site_of, standing

DAY = date(2026, 11, 21)


def a_site(language: str = "nl") -> Site:
    organisation = Organisation.model_validate(
        {
            "name": "Voorbeeldbank",
            "homepage": "https://www.example.org/",
            "feedback": "https://www.example.org/feedback/",
            "feed_authority": "example.org,2026",
        }
    )
    return site_of(organisation, Settings(), ("nl", "en"), language, DAY, {})


def plain(place: Standing, body: str) -> str:
    """A stand-in for the host's theme that shows all a template may ask of a page."""
    links = [*place.navigation, *place.languages, *place.alternates]
    shown = (
        place.root, place.site_root, place.title, place.description, place.canonical,
        place.feeds_title, *(f"{link.href} {link.label} {link.current}" for link in links), body,
    )  # fmt: skip
    return "\n".join(shown)


@pytest.mark.parametrize("address", ["", "insights/", "insights/phone-waiting/"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_filled_page_is_the_page_rendered_whole(address: str, language: str) -> None:
    site = a_site(language)
    page = Page(address, language, "Lang wachten", "Wat u zei", "<p>x</p>", "insights", address)
    frames = Frames(site, plain)
    frames.fill(Page(address, language, "Eerst", "een ander", "<p>y</p>", "insights", address))
    assert frames.fill(page) == plain(standing(site, page), page.body)


@given(st.text(), st.text())
def test_no_text_poses_as_a_slot(title: str, body: str) -> None:
    page = Page("x/", "nl", title, slot("body"), slot("title") + body, "insights")
    filled = Frames(a_site(), lambda place, inner: f"{place.title}|{inner}").fill(page)
    assert filled.endswith("|" + slot("title") + body)


def test_a_page_links_to_itself_in_the_other_language() -> None:
    page = Page("insights/phone-waiting/", "en", "Waiting", "", "")
    links = {link.language: link.href for link in standing(a_site("en"), page).languages}
    assert links == {
        "nl": "../../../insights/phone-waiting/",
        "en": "../../../en/insights/phone-waiting/",
    }


def test_a_page_that_one_language_lacks_leads_to_the_home_page_there() -> None:
    page = Page("about/", "nl", "Over ons", "", "")
    links = {
        link.language: link.href for link in standing(a_site(), page, everywhere=False).languages
    }
    assert links["en"] == "../en/"
