"""Real input, converted, checked, built and opened: nothing lost, executed or unreadable."""

import json
import re
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from generator.checks import check
from generator.outputs.page import File
from generator.plugin import build_site
from generator.prose import to_text
from generator.register.includes import InMemory
from generator.register.load import load
from generator.register.loaded import Loaded
from generator.settings import MINIMUM_ANSWERS, Allowed, Settings
from generator.site import MadeSite, make_site
from tests.conftest import ROOT, TODAY
from tests.real import convert
from tests.real.hostile import EXECUTED, HOSTILE, LONG_WORD, SHOWN
from tests.real.reading import Seen, characters, letters, read
from tests.serving import Served, serve

REAL = ROOT.parent / "shared" / "real"
SOURCES = {
    "ysw_pages": convert.pages,
    "packit_status": convert.incidents,
    "scores_fft_gp": convert.scores,
}
ANSWERED = ("ysw_pages", "packit_status")
CONFIG = """\
site_name: Real input
site_url: https://feedback.example.org/
docs_dir: content
strict: true
theme: {name: material, font: false, palette: {scheme: default, primary: custom, accent: custom}}
plugins:
  - you-said-we-did:
      allow:
        - {text: copr-devel@lists.fedorahosted.org, reason: a public list that incidents point to}
"""
ALLOWED = (Allowed("copr-devel@lists.fedorahosted.org", "a public list"),)

pytestmark = pytest.mark.xdist_group("real")  # they share the sites of real input


@dataclass(frozen=True, slots=True)
class Case:
    """A source, the register made of it, and the site built from that."""

    entries: Sequence[convert.Entry]
    made: convert.Converted
    site: Path

    @property
    def loaded(self) -> Loaded:
        """The register, read back from its text."""
        return loaded(self.made.text)

    def page(self, name: str) -> Seen:
        """The page of the insight that was made of an entry."""
        return read(self.site, f"insights/{self.made.ids[name]}")


def loaded(text: str) -> Loaded:
    return load("actions.yaml", InMemory({"actions.yaml": text.encode()}))


def build(folder: Path, text: str) -> Path:
    """A site in one language with a register, and the prose pages of the example."""
    content = folder / "content" / "en"
    content.mkdir(parents=True)
    for page in (ROOT / "content" / "en").glob("*.md"):
        (content / page.name).write_bytes(page.read_bytes())
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "actions.yaml").write_text(text, encoding="utf-8")
    build_site(str(folder / "mkdocs.yml"), folder / "site", TODAY)
    return folder / "site"


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Case]:
    """The three sources, each with its site."""
    if not REAL.is_dir():
        pytest.skip("the folder shared/real beside the project is absent: it is never committed")
    found = {}
    for name, converter in SOURCES.items():
        entries = json.loads((REAL / f"{name}.json").read_text("utf-8"))
        made = converter(entries)
        found[name] = Case(entries, made, build(tmp_path_factory.mktemp(name), made.text))
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site whose every text attacks."""
    with serve(build(tmp_path_factory.mktemp("hostile"), HOSTILE), "/feedback/") as site:
        yield site


def texts(entry: convert.Entry) -> list[str]:
    """Everything an entry of a source says, in order."""
    found = [entry["said"], entry["response"], *(update["text"] for update in entry["updates"])]
    return [text for text in found if text]


def missing(entry: convert.Entry, seen: Seen) -> list[str]:
    """The texts of an entry that a page doesn't show, to the letter and as our prose reads them."""
    shown = characters(seen.text)
    plain = letters(seen.text)
    return [
        text
        for text in texts(entry)
        if characters(to_text(text)) not in shown or letters(text) not in plain
    ]


@pytest.mark.parametrize("name", ANSWERED)
def test_no_text_is_lost(cases: Mapping[str, Case], name: str) -> None:
    case = cases[name]
    lost = {entry["id"]: missing(entry, case.page(entry["id"])) for entry in case.entries}
    assert len(lost) == len(case.entries)
    assert {name: found for name, found in lost.items() if found} == {}


def test_a_lost_sentence_would_be_noticed(cases: Mapping[str, Case]) -> None:
    case = cases["packit_status"]
    for entry in case.entries[:20]:
        seen = case.page(entry["id"])
        for sentence in re.split(r"(?<=[.!?])\s+", to_text(entry["said"])):
            pattern = r"\s+".join(map(re.escape, sentence.split()))
            less, times = re.subn(pattern, " ", seen.text)
            assert times, sentence
            assert missing(entry, Seen(less)) != [], sentence


@pytest.mark.parametrize("name", ANSWERED)
def test_links_to_https_still_lead_there(cases: Mapping[str, Case], name: str) -> None:
    for entry in cases[name].entries:
        written = {
            found for text in texts(entry) for found in re.findall(r"\]\((https://[^)\s]+)", text)
        }
        if entry["url"].startswith("https://"):
            written.add(entry["url"])
        assert written <= set(cases[name].page(entry["id"]).links), entry["id"]


@pytest.mark.parametrize("name", ANSWERED)
def test_every_title_is_listed(cases: Mapping[str, Case], name: str) -> None:
    case = cases[name]
    last = -(-len(case.entries) // 50)
    addresses = ["insights", *(f"insights/page/{number}" for number in range(2, last + 1))]
    listed = [read(case.site, address) for address in addresses]
    text = characters(" ".join(seen.text for seen in listed))
    assert [e["title"] for e in case.entries if characters(e["title"]) not in text] == []
    cards = [link for seen in listed for link in seen.links if "/insights/" in link]
    own = {case.made.ids[entry["id"]] for entry in case.entries}
    assert own <= {link.rstrip("/").rpartition("/")[2] for link in cards}


def test_updates_stand_in_order_one_a_day(cases: Mapping[str, Case]) -> None:
    register = cases["packit_status"].loaded.register
    assert register is not None
    timelines = [a.updates for i in register.insights for a in i.actions if a.updates]
    assert len(timelines) == 13
    for updates in timelines:
        days = [update.date for update in updates]
        assert days == sorted(set(days))
        assert [update.next_update for update in updates] == [*days[1:], None]


@pytest.mark.parametrize("name", SOURCES)
def test_there_is_no_false_error(cases: Mapping[str, Case], name: str) -> None:
    problems = check(cases[name].loaded, TODAY, MINIMUM_ANSWERS, ALLOWED)
    assert [problem for problem in problems if problem.is_error] == []


def in_words(period: str) -> str:
    year, month = period.split("-")
    return f"{month_name[int(month)]} {year}"


def reckoned(point: Mapping[str, Any]) -> tuple[int, Decimal]:
    """How many answers count and the figure, by the formulas as school teaches them."""
    top, second, other = point["promoters"], point["passives"], point["detractors"]
    if "recommend" in point["metric"]:
        return point["n"], Decimal(100 * (top + second)) / point["n"]
    n = top + second + other
    return n, Decimal(100 * (top - other)) / n


def expected(point: Mapping[str, Any]) -> tuple[int, str]:
    """The same as it is written, rounded as school teaches it too."""
    n, figure = reckoned(point)
    written = str(abs(figure).quantize(Decimal("0.1"), ROUND_HALF_UP))
    if "recommend" in point["metric"]:
        return n, f"{written}%"
    return n, f"{'+' if figure > 0 else '−' if figure < 0 else ''}{written}"


def series(case: Case) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    for name, points in groupby(case.entries, key=lambda point: str(point["series"])):
        yield case.made.ids[name], list(points)


def test_scores_stand_in_their_tables_with_their_n(cases: Mapping[str, Case]) -> None:
    case, shown = cases["scores_fft_gp"], 0
    for name, points in series(case):
        seen = read(case.site, f"scores/{name}")
        table = {row[0]: row[1:] for row in seen.rows if len(row) > 3}
        public = {}
        for point in points:
            n, figure = expected(point)
            if n >= MINIMUM_ANSWERS:
                public[in_words(point["period"])] = (figure, str(n))
        numbers = {row: (cells[0], cells[2]) for row, cells in table.items() if row in public}
        assert numbers == public, name
        shown += len(public)
    assert shown == sum(point["n"] >= MINIMUM_ANSWERS for point in case.entries) == 229


def test_our_figures_are_those_of_the_source(cases: Mapping[str, Case]) -> None:
    for point in cases["scores_fft_gp"].entries:
        known = point["value"] if "recommend" in point["metric"] else point["net_score"]
        assert float(reckoned(point)[1]) == pytest.approx(known, abs=0.051)


def test_small_groups_appear_nowhere_on_their_page(cases: Mapping[str, Case]) -> None:
    case = cases["scores_fft_gp"]
    for name, points in series(case):
        seen = read(case.site, f"scores/{name}")
        public = [expected(point)[0] for point in points if point["n"] >= MINIMUM_ANSWERS]
        small = {in_words(p["period"]) for p in points if p["n"] < MINIMUM_ANSWERS}
        for row in seen.rows:
            if row and row[0] in small:
                assert not re.search(r"\d", " ".join(row[1:])), (name, row)
        html = (case.site / "scores" / name / "index.html").read_text("utf-8")
        dots = html.count('<svg class="yswd-chart__point')
        assert dots in (0, len(public)), name
        if not public:
            assert '<svg class="yswd-chart"' not in html


def test_what_small_groups_answered_changes_nothing_that_is_published(
    cases: Mapping[str, Case],
) -> None:
    """Whatever the small groups had answered, and however few they were: the same bytes."""
    case = cases["scores_fft_gp"]
    others = [
        {**point, "n": 7, "promoters": 0, "passives": 1, "detractors": 6, "dont_know": 0}
        if point["n"] < MINIMUM_ANSWERS
        else point
        for point in case.entries
    ]
    other = convert.scores(others)
    assert other.text != case.made.text
    made, also = (
        make_site(register, Settings(), TODAY, {}) for register in (case.loaded, loaded(other.text))
    )

    def shown(site: MadeSite) -> list[tuple[str, str | bytes]]:
        return [
            (each.path, each.content if isinstance(each, File) else each.body)
            for each in site.outputs("en")
        ]

    assert shown(made) == shown(also)
    assert len(made.pages("en")) > 42


# In the browser


class Visit:
    """A page of the browser that writes down whatever a customer should never meet."""

    def __init__(self, browser: Browser, site: Served, width: int = 320) -> None:
        self.site = site
        self.faults: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": width, "height": 640})
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text} {message.location['url']}")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.site.url).netloc:
            self.faults.append(f"request: {request.url}")

    def open(self, address: str) -> None:
        """Open a page and look for what is unreadable in it."""
        self.page.goto(self.site.url + address)
        self.faults.extend(f"{address}: {fault}" for fault in self.page.evaluate(UNREADABLE))
        if self.page.evaluate("window.executed !== undefined"):
            self.faults.append(f"{address}: executed {self.page.evaluate('window.executed')}")


UNREADABLE = """() => {
  const wide = document.documentElement.clientWidth;
  const faults = [];
  if (document.documentElement.scrollWidth > wide) faults.push("scrolls sideways");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    const parent = texts.currentNode.parentElement;
    if (!box.width || box.right <= wide + 1 && box.left >= -1) continue;
    if (parent.closest(".yswd-hidden, .md-skip, .yswd-scroll, svg, summary")) continue;
    faults.push(`outside the window: ${texts.currentNode.data.trim().slice(0, 60)}`);
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def visits(cases: Mapping[str, Case], browser: Browser) -> Iterator[Mapping[str, Visit]]:
    """A visitor to each of the three sites."""
    found, open_ = {}, []
    for name, case in cases.items():
        server = serve(case.site, "/feedback/")
        found[name] = Visit(browser, server.__enter__())
        open_.append(server)
    yield found
    for visit in found.values():
        visit.page.close()
    for server in open_:
        server.__exit__(None, None, None)


PAGES = {
    "ysw_pages": (
        "", "insights/", "insights/page/2/", "insights/aber-01/", "insights/tcpl-13/",
        "topics/facilities-in-the-students-union/", "in-progress/", "promises/", "journey/",
        "follow/",
    ),
    "packit_status": (
        "", "insights/2022-10-27-slo1-error-budget-drop-postmortem/",
        "insights/2023-08-16-copr-upgrade/", "insights/2022-10-11-outage/",
        "insights/2023-07-24-stage-fw/", "insights/2023-12-10-tf-outage/",
        "insights/2025-03-05-copr-issue/", "topics/anitya-release-monitoring/",
        "insights/2023-02-17-slo2-error-budget-depleted-in-a-day/",
    ),
    "scores_fft_gp": (
        "", "scores/", "scores/earls-court-surgery/", "scores/earls-court-surgery-2/",
        "scores/not-stated/", "scores/royal-hospital-chelsea/", "insights/",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_at_320_pixels_without_a_fault(visits: Mapping[str, Visit], name: str) -> None:
    for address in PAGES[name]:
        visits[name].open(address)
    assert visits[name].faults == []


HOSTILE_PAGES = (
    "", "insights/", "insights/hostile/", "insights/long/", "topics/hostile/", "journey/",
    "journey/hostile/", "parties/hostile/", "segments/hostile/", "done/", "in-progress/",
    "not-doing/", "promises/", "follow/", "data/", "scores/", "scores/hostile/",
    "embed/latest/", "embed/insights/hostile/",
)  # fmt: skip


def test_hostile_content_is_shown_as_typed_and_never_executed(
    hostile: Served, browser: Browser
) -> None:
    visit = Visit(browser, hostile)
    for address in HOSTILE_PAGES:
        visit.open(address)
    assert visit.faults == []
    visit.open("insights/hostile/")
    body = characters(visit.page.inner_text("main"))
    assert [text for text in SHOWN if characters(text) not in body] == []
    assert characters(SHOWN[0]) == characters(visit.page.inner_text("h1"))
    assert characters(SHOWN[0]) in characters(visit.page.title())
    assert (
        visit.page.query_selector('main img, main script, [href^="javascript" i], [onerror]')
        is None
    )
    visit.open("insights/long/")
    assert LONG_WORD in characters(visit.page.inner_text("main"))
    assert visit.faults == []
    visit.page.close()


def test_hostile_titles_stay_text_where_a_script_lists_them(
    hostile: Served, browser: Browser
) -> None:
    visit = Visit(browser, hostile)
    visit.open("insights/?kind=in-progress")
    cards = visit.page.locator(".yswd-results .yswd-cards a")
    cards.first.wait_for()
    assert characters(SHOWN[0]) in characters(" ".join(cards.all_inner_texts()))
    visit.open("insights/page/2/?kind=in-progress")
    cards.first.wait_for()
    assert not visit.page.evaluate("window.executed")
    assert visit.faults == []
    visit.page.close()


def test_no_file_of_a_hostile_site_holds_its_attacks_as_code(hostile: Served) -> None:
    """HTML and XML carry them as text only; what scripts read is JSON, served as such."""
    for path in hostile.folder.rglob("*"):
        if path.suffix in (".html", ".xml"):
            content = path.read_text("utf-8")
            assert not [attack for attack in EXECUTED if attack in content], path
