"""The search as a visitor meets it: suggestions while typing, and the list that follows."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.outputs.search import Stemmer
from tests.browsing import Windows
from tests.serving import Served, serve

pytestmark = pytest.mark.xdist_group("search")

NAMES = ".yswd-search__one > span:first-child"
NOTHING = "Niets gevonden. Probeer een ander woord, of kies een onderwerp."


@pytest.fixture
def page(windows: Windows) -> Iterator[Page]:
    """A visitor with a phone."""
    with windows.lend(locale="nl-NL") as page:
        page.set_default_timeout(5000)
        yield page


@pytest.fixture
def first_visit(browser: Browser) -> Iterator[Page]:
    """A visitor with a phone that never was here before."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="nl-NL")
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


def names(page: Page) -> list[str]:
    """What is suggested."""
    return page.locator(NAMES).all_inner_texts()


@pytest.mark.parametrize(
    ("language", "asked", "title"),
    [
        ("", "wachttijden", "Lang wachten aan de telefoon"),  # by its stem
        ("", "hypothe", "Hypotheek"),  # while it is being typed
        ("", "wachtrij", "Telefoon"),  # a word only customers use
        ("", "zakelijke", "Zakelijk"),  # what kind of customer
        ("", "ik heb zo lang moeten wachten aan de telefoon!", "Lang wachten aan de telefoon"),
        ("", "privacy", "Privacy"),  # a page of content/
        ("", "hypoteek", "Hypotheek"),  # a letter forgotten
        ("", "wachtne", "Lang wachten aan de telefoon"),  # two letters swapped
        ("", "app traag", "Trage app als de toeslagen komen"),  # a long vowel, written twice
        ("", "ik word niet teruggebeld", "Niet teruggebeld op het afgesproken tijdstip"),  # in full
        ("", "jullie zijn te duur", "Kosten"),  # one word of four says what it is about
        ("", "nep sms van de bank", "Veiligheid"),
        ("en/", "waited", "Long waits on the phone"),
        ("en/", "I cannot log in", "App"),
        ("en/", "can’t log in", "Locked out after the update"),
        ("en/", "ATM", "Cards and cash"),
        ("en/", "mortgige", "Mortgage"),  # a key next to the right one
    ],
)
def test_what_customers_type_leads_to_what_they_mean(
    page: Page, served: Served, language: str, asked: str, title: str
) -> None:
    page.goto(served.url + language)
    page.get_by_role("combobox").fill(asked)
    expect(page.locator(NAMES).first).to_be_visible()
    assert title in names(page)[:3]


def test_suggestions_work_by_keyboard_and_are_announced(page: Page, served: Served) -> None:
    page.goto(served.url)
    box = page.get_by_role("combobox", name="Zoek in wat klanten zeiden")
    box.press_sequentially("telefoon")
    expect(page.locator(".yswd-search [role=status]")).to_have_text(re.compile(r"^\d+ resultaten$"))
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    box.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    assert second.get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == second.get_attribute("id")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("ArrowDown")
    title = page.locator(NAMES).first.inner_text()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_list_has_what_was_searched_for_and_filters_narrow_it(
    page: Page, served: Served
) -> None:
    page.goto(served.url)
    box = page.get_by_role("combobox")
    box.fill("wachten")
    box.press("Enter")
    page.wait_for_url("**/insights/?q=wachten")
    status = page.locator(".yswd-results__count")
    expect(status).to_contain_text("U zocht op: wachten.")
    assert page.get_by_role("combobox").nth(0).input_value() == "wachten"
    cards = page.locator(".yswd-results .yswd-card")
    assert cards.first.get_attribute("data-id") == "phone-waiting"
    found = cards.count()
    answer = page.get_by_label("Antwoord", exact=True)
    for field in (answer, page.get_by_role("combobox").first):  # smaller, and an iPhone zooms in
        assert field.evaluate("it => parseFloat(getComputedStyle(it).fontSize)") >= 16
    numbered = [each.endswith(")") for each in answer.locator("option").all_inner_texts()]
    assert numbered == [False, *([True] * (len(numbered) - 1))], "'all' is no choice among them"
    answer.select_option("done")
    assert page.url.endswith("?q=wachten&kind=done")
    expect(cards).not_to_have_count(found)
    assert 0 < cards.count() < found
    page.get_by_role("button", name="Wis de keuzes").click()
    assert page.url.endswith("/insights/")
    expect(page.locator(".yswd-results")).to_be_hidden()


def test_who_searches_on_a_phone_sees_the_first_result_and_later_what_was_left(
    page: Page, served: Served
) -> None:
    page.goto(served.url)
    page.get_by_role("combobox").fill("wachten")
    page.get_by_role("combobox").press("Enter")
    first = page.locator(".yswd-results .yswd-card").first
    expect(first).to_be_in_viewport(ratio=1)
    status = page.locator(".yswd-results__count")
    expect(status).to_be_in_viewport(ratio=1)
    box = page.get_by_role("combobox").first
    box.fill("app")  # and searched for again, in the list itself
    box.press("Enter")
    expect(status).to_contain_text("U zocht op: app.")
    expect(status).to_be_in_viewport(ratio=1)
    page.evaluate("scrollTo(0, 0)")
    page.reload()  # who comes back stays where that was
    expect(status).to_contain_text("U zocht op: app.")
    assert page.evaluate("scrollY") == 0


def test_who_follows_a_link_to_a_choice_is_not_shown_the_whole_list_first(
    page: Page, served: Served
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/insights/index.json", hold)
    page.goto(f"{served.url}insights/?topic=app")
    whole = page.locator(".yswd-list")
    expect(whole).to_be_hidden()
    expect(page.locator(".yswd-lead")).to_be_hidden()
    held[0].abort()  # and where choosing fails, it comes back
    expect(whole).to_be_visible()
    expect(page.locator(".yswd-lead")).to_be_visible()


def test_what_stands_above_the_choices_is_not_taken_away_once_it_was_seen(
    page: Page, served: Served
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/site.js", hold)  # as on a slow line
    page.goto(f"{served.url}insights/?topic=app", wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".yswd-lead")).to_be_hidden()
    held[0].continue_()
    expect(page.locator(".yswd-results__count")).to_contain_text("gevonden")
    page.unroute_all()
    page.goto(f"{served.url}insights/?topic=nowhere")  # nothing that can be chosen
    expect(page.locator(".yswd-lead")).to_be_visible()


def test_other_pages_are_found_in_the_list_too_and_nothing_is_no_dead_end(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.url}insights/?q=privacy")
    also = page.get_by_role("list", name="Ook gevonden")
    expect(also.get_by_role("link", name="Privacy")).to_be_visible()
    assert page.get_by_role("button", name="Toon meer").is_hidden()
    box = page.get_by_role("combobox").first
    box.fill("qqq")  # and searched for again, in the list itself
    box.press("Enter")
    status = page.locator(".yswd-results__count")
    expect(status).to_contain_text(NOTHING)
    assert page.url.endswith("?q=qqq")
    page.get_by_role("button", name="Wis de keuzes").click()
    expect(page.locator(".yswd-list")).to_be_visible()


@pytest.mark.parametrize("asked", ["qqq", "privacy"])  # nothing at all, and only another page
def test_who_found_no_insight_can_choose_a_topic_instead_as_advised(
    page: Page, served: Served, asked: str
) -> None:
    page.goto(f"{served.url}insights/?q={asked}")
    status = page.locator(".yswd-results__count")
    expect(status).to_contain_text("U zocht op")
    page.get_by_label("Onderwerp", exact=True).select_option("app")
    expect(page.locator(".yswd-results .yswd-card").first).to_be_visible()
    assert page.url.endswith("/insights/?topic=app")
    assert page.get_by_role("combobox").first.input_value() == ""
    expect(status).to_have_text(re.compile(r"^\d+ inzichten gevonden$"))


def test_while_typing_nothing_found_is_said_where_one_looks(page: Page, served: Served) -> None:
    page.goto(served.url)
    box = page.get_by_role("combobox")
    box.fill("q")  # nobody has asked anything yet
    page.wait_for_timeout(700)
    expect(page.locator(".yswd-search__none")).to_have_count(0)
    box.fill("qqq")
    none = page.locator(".yswd-search").get_by_text(NOTHING)
    expect(none).to_have_class("yswd-search__found yswd-search__none")
    assert (none.bounding_box() or {"height": 0})["height"] > 20
    box.fill("app")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(page.locator(".yswd-search__none")).to_have_count(0)


def test_a_visit_home_fetches_nothing_to_search_in(first_visit: Page, served: Served) -> None:
    asked: list[str] = []
    first_visit.on("request", lambda request: asked.append(request.url))
    first_visit.goto(served.url)
    first_visit.wait_for_load_state("networkidle")
    assert not [url for url in asked if "search-" in url or url.endswith(("json", "find.js"))]
    first_visit.get_by_role("combobox").fill("app")
    expect(first_visit.locator(NAMES).first).to_be_visible()
    fetched = {url.rpartition("/")[2] for url in asked}
    assert {"find.js", "search.json", "search-stemmer.js"} <= fetched
    assert "index.json" not in fetched


def test_what_is_typed_is_never_markup(page: Page, served: Served) -> None:
    page.goto(f"{served.url}insights/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20telefoon")
    expect(page.locator(".yswd-results__count")).to_contain_text("<img src=x")
    assert page.locator("main img").count() == 0


def test_what_is_searched_for_is_told_as_it_was_typed(page: Page, served: Served) -> None:
    page.goto(f"{served.url}insights/?q=%24%26%20%24%24")
    expect(page.locator(".yswd-results__count")).to_contain_text("U zocht op: $& $$.")


def test_where_searching_fails_it_says_so(page: Page, served: Served) -> None:
    page.route("**/search.json", lambda route: route.abort())
    page.goto(served.url)
    page.get_by_role("combobox").fill("telefoon")
    expect(page.locator(".yswd-search [role=status]")).to_have_text("Zoeken lukt nu niet.")


@pytest.mark.parametrize(("language", "folder"), [("nl", ""), ("en", "en/")])
def test_the_browser_finds_the_same_stems_as_the_index(
    page: Page, served: Served, language: str, folder: str
) -> None:
    index = json.loads((served.folder / folder / "search.json").read_text("utf-8"))
    words = sorted({word for stem in index["stems"] for word in stem} | {"hypotheken", "maan"})
    page.goto(served.url + folder)
    found = page.evaluate(
        """async ([address, words]) => {
          const { load } = await import(new URL("assets/yswd/find.js", address));
          const { stem } = await load(new URL("search.json", location.href).href);
          return words.map(stem);
        }""",
        [served.url, words],
    )
    stem = Stemmer(language)
    assert found == [stem[word] for word in words]


@pytest.mark.parametrize(
    ("one", "other"),
    [("trage", "traag"), ("hoge", "hoog"), ("boze", "boos"), ("dove", "doof"),
     ("langzame", "langzaam"), ("hypotheken", "hypotheek")],
)  # fmt: skip
def test_dutch_words_with_a_long_vowel_have_one_stem(one: str, other: str) -> None:
    stem = Stemmer("nl")
    assert stem[one] == stem[other]
    assert stem["maan"] != stem["man"]


def test_five_thousand_insights_answer_within_a_second(
    first_visit: Page, example: Path, tmp_path: Path
) -> None:
    index = json.loads((example / "search.json").read_text("utf-8"))
    size, times = len(index["pages"]), 5000 // len(index["pages"]) + 1
    index["pages"] *= times
    for number, steps in enumerate(index["found"]):
        places, at = [], 0
        for step in steps:
            at += step
            places.append(at)
        every = [place + 16 * size * again for again in range(times) for place in places]
        index["found"][number] = [b - a for a, b in zip([0, *every], every, strict=False)]
    (tmp_path / "search.json").write_text(json.dumps(index), "utf-8")
    for name in ("index.html", "search-stemmer.js", "assets"):
        (tmp_path / name).symlink_to(example / name)
    with serve(tmp_path) as site:
        first_visit.goto(site.url)
        began = time.perf_counter()
        first_visit.get_by_role("combobox").fill("lang wachten")
        expect(first_visit.locator(NAMES).first).to_be_visible()
        assert time.perf_counter() - began < 1
