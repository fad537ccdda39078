"""The pages as visitors meet them: a real browser, a phone and a desk, both languages."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Error, Page, Request

from tests.browsing import Windows, turn
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
    "accessibility/",
    "insights/?q=wachten",
    "editions/2026-4/digest/",  # the other pages of editions: tests/test_editions_visit.py
    "privacy/",
    "embed/latest/",
    "404.html",
)
COLOURS = ("color-contrast", "link-in-text-block")
ROOM = ("target-size", "scrollable-region-focusable")
Setting = tuple[str, int, int, Literal["light", "dark"], Sequence[str]]
"""Its name, how wide and high, in which colours, and by which rules: without, by all of them."""


@dataclass(slots=True)
class Seen:
    """What a visit gave cause to complain about."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def visit(
    windows: Windows, served: Served, width: int, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Seen]:
    """A visitor who notes requests to other hosts and errors."""
    with windows.lend(width, 900, scheme, still=True) as page:
        seen = Seen(page)

        def asks(request: Request) -> None:
            if not request.url.startswith(served.url) and not request.url.startswith("data:"):
                seen.elsewhere.append(request.url)

        def fails(error: Error) -> None:
            seen.errors.append(str(error))

        def says(message: ConsoleMessage) -> None:
            if message.type == "error":
                seen.errors.append(message.text)

        page.on("request", asks)
        page.on("pageerror", fails)
        page.on("console", says)
        yield seen
        page.remove_listener("request", asks)
        page.remove_listener("pageerror", fails)
        page.remove_listener("console", says)


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


LIGHT: Setting = ("light", 1280, 900, "light", ())
SETTINGS: dict[str, Sequence[Setting]] = {
    "": (
        LIGHT,
        ("light", 1280, 900, "light", COLOURS),
        ("400% zoom", 320, 256, "dark", (*COLOURS, *ROOM)),
    ),
    "en/": (
        LIGHT,
        ("dark", 1280, 900, "dark", COLOURS),
        ("320 pixels", 320, 700, "light", ROOM),
        ("320 pixels", 320, 700, "light", COLOURS),
    ),
}
"""What axe looks at in each language: all but contrast, and what colours and room can change, which
are the same in both. A screen of 1280 by 1024 that is zoomed to 400% has 320 by 256 pixels."""

EXPLAINED = ".yswd-chart, .yswd-sign, .yswd-scroll, .yswd-moment--promise"
"""Where axe can't tell the contrast: text drawn over lines, tables that are partly scrolled out of
sight, and a promise beside the dots of its thread. There the test works out the contrast itself,
against the page."""

DOUBTS = """([targets, explained]) => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const [r, g, b] = parts.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = light(getComputedStyle(document.body).backgroundColor);
  return targets.map((target) => {
    const [node, ...others] = document.querySelectorAll(target);
    if (others.length || !node.closest(explained)) return true;
    const style = getComputedStyle(node);
    const text = light(node.closest("svg") ? style.fill : style.color);
    return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05) < 4.5;
  });
}"""
"""For each place where axe could not tell: whether that is unexplained, or wrong."""

REPEATED = """() => {
  const own = (node) => `${node.tagName} ${node.getAttribute("class")} ${node.ariaCurrent}`;
  const within = (node) => node ? `${within(node.parentElement)}>${own(node)}` : "";
  const shape = (node) => within(node.parentElement) + node.outerHTML
    .replace(/>[^<]+/g, ">").replace(/ href="(https?:)?[^"]*"/g, " $1")
    .replace(/ (id|for|title|value|lang|datetime|data-[^=]+|aria-[^=]+by|aria-label)="[^"]*"/g, "");
  const kept = new Set(), repeated = [];
  for (let level = [...document.body.children]; level.length; ) {
    const longest = new Map();
    for (const node of level.filter((one) => one.checkVisibility())) {
      const its = shape(node), other = longest.get(its);
      if (kept.has(its) || other?.textContent.length >= node.textContent.length) {
        repeated.push(node);
      } else {
        if (other) repeated.push(other);
        longest.set(its, node);
      }
    }
    for (const its of longest.keys()) kept.add(its);
    level = [...longest.values()].flatMap((node) => [...node.children]);
  }
  return repeated;
}"""
"""All that has the same elements in the same place as something else, but for the longest of it."""


def complaints(page: Page, rules: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """What axe objects to, and what it leaves undecided without an explanation.

    By all its rules but that of contrast, or by some. That one takes it long: of what is
    repeated on a page it sees only the longest.
    """
    options: dict[str, Any] = {"resultTypes": ["violations", "incomplete"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    else:
        options["rules"] = {"color-contrast": {"enabled": False}}
    once = f"{{include: [document], exclude: ({REPEATED})()}}"
    where = once if "color-contrast" in rules else "document"
    found = page.evaluate(f"options => axe.run({where}, options)", options)
    wrong = [(rule["id"], node) for rule in found["violations"] for node in rule["nodes"]]
    unsure = [(rule["id"], node) for rule in found["incomplete"] for node in rule["nodes"]]
    colours = [node["target"][0] for rule, node in unsure if rule == "color-contrast"]
    doubts = iter(page.evaluate(DOUBTS, [colours, EXPLAINED]) if colours else ())
    unsure = [(rule, node) for rule, node in unsure if rule != "color-contrast" or next(doubts)]
    return [
        *(("wrong", rule, node["html"][:160]) for rule, node in wrong),
        *(("undecided", rule, node["html"][:160]) for rule, node in unsure),
    ]


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("language", SETTINGS)
def test_every_kind_of_page_is_for_everyone(
    windows: Windows, served: Served, language: str, part: int
) -> None:
    found = []
    with visit(windows, served, 1280) as seen:
        for address in PAGES[part::4]:
            _, width, height, *_ = LIGHT
            seen.page.set_viewport_size({"width": width, "height": height})
            seen.page.goto(served.url + language + address)
            seen.page.evaluate(AXE_SCRIPT)
            for setting, width, height, scheme, rules in SETTINGS[language]:
                turn(seen.page, width, height, scheme)
                found += [(address, setting, *said) for said in complaints(seen.page, rules)]
                if scrolls_sideways(seen.page):
                    found.append((address, setting, "wrong", "scrolls sideways", ""))
    assert not found
    assert (seen.elsewhere, seen.errors) == ([], [])


def test_a_site_without_a_palette_of_material_can_be_read_in_the_dark(
    windows: Windows, served: Served
) -> None:
    """Where mkdocs.yml has no palette, Material leaves its own colours for the dark out."""
    with windows.lend(1280, 900, "dark", still=True) as page:
        page.route("**/palette.*.css", lambda route: route.fulfill(content_type="text/css"))
        page.goto(served.url + "follow/")
        page.evaluate(AXE_SCRIPT)
        assert not complaints(page, COLOURS)


def read_out(page: Page) -> list[tuple[str, ...]]:
    """What a screen reader reads: of each thing on the page its role and the pieces of its text.

    Of what is read as a whole, such as a button, only the name counts.
    """
    session = page.context.new_cdp_session(page)
    nodes = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    said: list[tuple[str, ...]] = []

    def pieces(node: dict[str, Any]) -> list[str]:
        role = node["role"]["value"]
        if role in {"StaticText", "LineBreak"}:
            return [node["name"]["value"]]
        inside = [nodes[each] for each in node["childIds"] if each in nodes]
        if node["ignored"]:
            return [piece for each in inside for piece in pieces(each)]
        own = [piece for each in inside for piece in pieces(each)]
        if role not in WHOLES:
            said.append((role, *own))
        return [""]  # a thing of its own, which is read apart

    pieces(next(iter(nodes.values())))
    return said


WHOLES = {"button", "DisclosureTriangle", "combobox", "option"}


def test_read_out_words_that_stand_apart_do_not_run_together(
    windows: Windows, served: Served
) -> None:
    """What only the layout keeps apart is one word for who listens: 'Doen we nietOns beleid'."""
    joined = set()
    with visit(windows, served, 1280) as seen:
        for address in (*PAGES, "editions/"):
            seen.page.goto(served.url + address)
            for role, *texts in read_out(seen.page):
                for one, other in pairwise(texts):
                    if re.search(r"[^\s(‘/]$", one) and re.match(r"[\w(·]", other):
                        joined.add((address, role, one[-30:] + other[:30]))
    assert not joined


KEYS = """() => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  const x = box.x + Math.min(box.width / 2, 20);
  const middle = document.elementFromPoint(x, box.y + box.height / 2);
  return {
    name: focused.outerHTML.slice(0, 120),
    body: focused === document.body,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
    covered: !(focused.contains(middle) || middle?.contains(focused)),
  };
}"""

REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled).length"""


@pytest.mark.parametrize(
    "address", ["", "insights/", "insights/village-cash-machines/", "scores/nps/", "404.html"]
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    windows: Windows, served: Served, address: str
) -> None:
    with visit(windows, served, 390) as seen:
        seen.page.goto(served.url + address)
        seen.page.wait_for_load_state("networkidle")
        wrong, reached = [], 0
        while reached < 1000:
            seen.page.keyboard.press("Tab")
            now = seen.page.evaluate(KEYS)
            if now["body"]:
                break
            reached += 1
            if not now["ringed"] or not now["inside"] or now["covered"]:
                wrong.append(now)
        assert not wrong
        assert reached >= seen.page.evaluate(REACHABLE)


def test_on_paper_an_answer_begins_below_its_heading(windows: Windows, served: Served) -> None:
    with windows.lend(1280, 900) as page:
        page.goto(f"{served.url}insights/phone-waiting/")
        found = page.pdf(format="A4").count(b"/Type /Page\n")
    assert 2 < found < 6, "each answer on a sheet of its own takes six"


def test_on_paper_letters_have_the_size_of_print_and_not_of_a_screen(
    windows: Windows, served: Served
) -> None:
    smallest = """() => [...document.querySelectorAll("main *")]
      .filter((one) => [...one.childNodes].some((text) => text.nodeType === 3 && text.data.trim()))
      .filter((one) => one.checkVisibility() && !one.closest(".yswd-scroll, svg"))
      .map((one) => parseFloat(getComputedStyle(one).fontSize) * 0.75)"""
    with visit(windows, served, 1280) as seen:
        seen.page.emulate_media(media="print")
        seen.page.goto(f"{served.url}insights/phone-waiting/")
        points = sorted(seen.page.evaluate(smallest))
    assert points[0] > 8
    assert 9 < points[len(points) // 2] < 11


def test_in_colours_of_ones_own_a_choice_has_its_arrow(windows: Windows, served: Served) -> None:
    with windows.lend(forced_colors="active", java_script_enabled=False) as page:
        page.goto(f"{served.url}insights/")
        caret = page.locator(".yswd-facet__caret").first
        assert caret.is_visible()
        sides = caret.evaluate(
            "it => ['Top', 'Left', 'Right'].map(side => getComputedStyle(it)[`border${side}Color`])"
        )
    assert [colour == "rgba(0, 0, 0, 0)" for colour in sides] == [False, True, True]


@pytest.mark.parametrize("width", [320, 340])
def test_the_name_of_an_edition_is_not_broken_where_an_old_page_says_so(
    windows: Windows, served: Served, width: int
) -> None:
    with windows.lend(width) as page:
        page.goto(f"{served.url}editions/2026-2/")
        said = page.locator(".yswd-old").get_by_text("2026-2", exact=True)
        assert said.evaluate("it => it.getClientRects().length") == 1


def test_an_answer_is_not_broken_where_its_reason_can_be(windows: Windows, served: Served) -> None:
    with windows.lend(390) as page:
        page.goto(served.url + "insights/crypto/")
        answer = page.get_by_text("Dit doen wij niet", exact=True).first
        assert answer.evaluate("it => it.getClientRects().length") == 1


@pytest.mark.parametrize("address", ["scores/nps/", "how-we-listen/"])
def test_tables_fit_on_a_phone_and_on_paper(windows: Windows, served: Served, address: str) -> None:
    with visit(windows, served, 390) as seen:
        seen.page.goto(served.url + address)
        cut = "all => all.some(one => one.scrollWidth > one.clientWidth + 1)"
        assert not seen.page.locator(".yswd-scroll").evaluate_all(cut)
        seen.page.emulate_media(media="print")
        seen.page.set_viewport_size({"width": 700, "height": 1000})  # A4 between its margins
        assert not seen.page.locator(".yswd-scroll").evaluate_all(cut)
        assert seen.page.get_by_text("Voorbeeldbank bestaat niet").is_visible()


def test_with_letters_twice_as_large_the_name_of_the_site_keeps_its_words(
    windows: Windows, served: Served
) -> None:
    with windows.lend(bypass_csp=True) as page:
        page.goto(served.url)
        page.add_style_tag(content="html { font-size: 250% !important }")  # Material's own: 125%
        size = page.locator(".yswd-header__title").evaluate(
            "title => title.offsetHeight / parseFloat(getComputedStyle(title).lineHeight)"
        )
        assert round(size) <= 2  # lines
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_page_asks_for_dark_colours_where_the_device_does(
    windows: Windows, served: Served
) -> None:
    with visit(windows, served, 390, "dark") as seen:
        seen.page.goto(served.url)
        button = seen.page.get_by_role("button", name="Donkere kleuren")
        assert button.get_attribute("aria-pressed") == "true"
        dark = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        seen.page.reload()
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
        seen.page.goto(f"{served.url}embed/latest/")  # has no button, and no script
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_the_language_switch_leads_to_the_same_page(windows: Windows, served: Served) -> None:
    with visit(windows, served, 390) as seen:
        seen.page.goto(f"{served.url}insights/phone-waiting/")
        seen.page.get_by_role("link", name="English", exact=True).click()
        assert seen.page.url == f"{served.url}en/insights/phone-waiting/"
        assert seen.page.locator("html").get_attribute("lang") == "en"
        seen.page.get_by_role("link", name="Nederlands", exact=True).click()
        assert seen.page.url == f"{served.url}insights/phone-waiting/"


def test_a_complaint_is_found_from_the_home_page_without_script(
    windows: Windows, served: Served
) -> None:
    with windows.lend(java_script_enabled=False) as page:
        page.goto(served.url)
        page.get_by_role("link", name="Telefoon", exact=True).first.click()
        assert page.url == f"{served.url}topics/phone/"
        page.get_by_role("link", name="Lang wachten aan de telefoon").click()
        text = page.locator("main").inner_text()
    assert "U zei" in text
    assert "terugbel" in text


def test_the_skip_link_comes_first_and_leads_to_the_heading(
    windows: Windows, served: Served
) -> None:
    with visit(windows, served, 1280) as seen:
        seen.page.goto(f"{served.url}insights/")
        seen.page.keyboard.press("Tab")
        focused = seen.page.locator(":focus")
        assert focused.get_attribute("href") == "#main"
        assert focused.is_visible()
        seen.page.keyboard.press("Enter")
        assert seen.page.url.endswith("#main")


def test_filters_combine_and_the_address_holds_them(windows: Windows, served: Served) -> None:
    with visit(windows, served, 1280) as seen:
        cards = seen.page.locator(".yswd-results .yswd-card")
        counts = []
        for chosen in ("kind=in-progress&topic=app", "topic=app"):
            seen.page.goto(f"{served.url}insights/?{chosen}")
            cards.first.wait_for()
            counts.append(cards.count())
        assert 0 < counts[0] < counts[1] < 44
    assert seen.errors == []
