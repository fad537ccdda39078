"""Light and closed: what a visit costs, what it may do, and what hosts are told."""

import gzip
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Response

from generator.outputs.security import POLICY, headers, is_ancestor
from generator.settings import Settings
from generator.writing.admin import policy
from tests.serving import Served, rules

pytestmark = pytest.mark.xdist_group("closed")

SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["", "insights/", "insights/phone-waiting/", "scores/nps/"])
def test_nothing_moves_while_a_page_loads(
    browser: Browser, served: Served, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(served.url + address)
    assert page.evaluate(SHIFTS) == 0
    assert context.cookies() == []
    context.close()


def test_home_is_at_most_150_kilobytes_on_the_line(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(served.url)
    page.wait_for_load_state("networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
    assert sum(sizes.values()) < 150_000, sizes
    assert sum(sizes.values()) < 70_000, "much heavier than it was"
    context.close()


def test_the_policy_stands_in_every_page(served: Served) -> None:
    pages = list(served.folder.rglob("*.html"))
    assert len(pages) > 200
    tag = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.replace(chr(39), "&#39;")}"'
    assert [path for path in pages if tag not in path.read_text("utf-8")] == []
    assert "unsafe" not in POLICY


def test_a_script_inside_a_page_does_not_run(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(served.url)
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'taken over'";
          document.body.append(script);
        }"""
    )
    assert page.title() != "taken over"
    assert any("Content Security Policy" in text for text in said)
    context.close()


PLACES = ("", "insights/", "insights/phone/", "about/")


def files(**choices: object) -> Mapping[str, str]:
    settings = Settings(site_url="https://bank.example/said/", **choices)  # type: ignore[arg-type]
    made = headers(settings, ("nl", "en"), [*PLACES, "embed/latest/"])
    return {file.path: file.content.decode() for file in made}


@pytest.mark.parametrize(
    ("address", "ancestors"),
    [
        ("/said/", {"frame-ancestors 'self'"}),
        ("/said/insights/phone/", {"frame-ancestors 'self'"}),
        ("/said/en/about/", {"frame-ancestors 'self'"}),
        ("/said/embed/latest/", {"frame-ancestors https://partner.example"}),
        ("/said/en/embed/topics/app/", {"frame-ancestors https://partner.example"}),
    ],
)
def test_only_the_embeds_stand_in_other_sites(address: str, ancestors: set[str]) -> None:
    text = files(frame_ancestors=("https://partner.example",))["_headers"]
    sent = rules(text, address)
    policies = [value for name, value in sent if name == "Content-Security-Policy"]
    assert POLICY in policies
    assert {policy for policy in policies if "frame-ancestors" in policy} == ancestors
    assert ("X-Content-Type-Options", "nosniff") in sent


@pytest.mark.parametrize("name", [".htaccess", "nginx.conf"])
def test_the_other_hosts_are_told_the_same(name: str) -> None:
    text = files(frame_ancestors=("https://partner.example", "'self'"))[name]
    for told in (
        "nosniff", "strict-origin-when-cross-origin", "geolocation=()", POLICY,
        "https://partner.example 'self'", "^/said/(en/|)embed/",
    ):  # fmt: skip
        assert told in text
    assert text.count("{") == text.count("}") or name == ".htaccess"


@pytest.mark.parametrize("address", ["", "insights/phone/", "en/about/", "embed/latest/", "admin/"])
def test_only_the_form_has_the_policy_of_the_form(address: str) -> None:
    text = files(form="github")["_headers"]
    sent = rules(text, f"/said/{address}")
    (found,) = (value for name, value in sent if name == "Content-Security-Policy")
    inside = policy("github") if address == "admin/" else POLICY
    assert found.startswith(f"{inside}; frame-ancestors '")
    assert ("X-Content-Type-Options", "nosniff") in sent


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (".htaccess", 'Header always set {0} "{1}" "expr=%{{REQUEST_URI}} =~ m#^/said/admin/#"'),
        ("nginx.conf", 'if ($uri ~ "^/said/admin/") {{ set $yswd_policy "{1}"; }}'),
    ],
)
def test_the_other_hosts_are_told_so_too(name: str, line: str) -> None:
    told = line.format("Content-Security-Policy", f"{policy('gitlab')}; frame-ancestors 'none'")
    text = files(form="gitlab")[name]
    assert [each.strip() for each in text.splitlines() if "unsafe" in each] == [told]


def test_without_a_form_no_address_has_its_policy() -> None:
    assert [name for name, text in files().items() if "admin" in text or "unsafe" in text] == []


def test_the_files_for_hosts_stand_at_the_root(served: Served) -> None:
    assert {"_headers", ".htaccess", "nginx.conf"} <= {
        path.name for path in served.folder.iterdir()
    }
    assert not (served.folder / "en" / "_headers").exists()


@pytest.mark.parametrize("text", ["https://a.example; script-src *", "a.example", "'unsafe'", '"'])
def test_nothing_else_slips_into_the_policy(text: str) -> None:
    assert not is_ancestor(text)
    assert is_ancestor("https://*.example.org")
