"""``yswd admin``: a form whose fields are those of the model, and that stays at home."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, expect

from generator.checks import check
from generator.cli import main
from generator.files import Folder
from generator.plugin import build_site
from generator.register.load import load
from generator.register.model import Insight, Register
from generator.register.outline import FIELDS
from generator.settings import MINIMUM_ANSWERS
from generator.writing.admin import HOSTS, Where, configuration, policy
from generator.writing.starter import Answers, make, starter
from tests.serving import serve

TODAY = date(2026, 11, 21)
FETCHED = "url(https://fonts.example.net/x@5.3.0/latin-400-normal.woff2)"
PROGRAM = f"""\
const css = `{FETCHED}`;
const style = document.createElement("style");
style.textContent = "h1 {{ color: rgb(1, 2, 3) }}";
document.head.append(style);
export default {{
  async init({{ config }}) {{
    await fetch("data:image/svg+xml,drawing");
    const count = config.collections[0].fields[0].fields.length;
    document.body.innerHTML = `<h1 style="margin: 7px">${{count}} fields</h1>`;
  }},
}};
"""
"""What the program does as it starts that a page of the site may not."""
SAVED = """\
insights:
  - id: lost-card
    title:
      nl: Pas kwijt
      en: Lost card
    said:
      nl: 'U wacht een week: te lang # echt.'
      en: You wait a week.
    heard:
      - period: 2026-Q3
        mentions: 12
        sources:
          - survey
    severity: '3'
    answer_by: 2026-12-15
    actions:
      - id: by-courier
        kind: process
        date: 2026-11-02
        text:
          nl: Wij proberen een koerier uit.
          en: We are trying a courier.
        next_update: 2027-01-15
"""
"""What Sveltia CMS 0.221.1 wrote with this form, in a browser."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """What of the npm package matters here."""
    folder = tmp_path / "package"
    (folder / "npm" / "chunks").mkdir(parents=True)
    (folder / "npm" / "index.js").write_text(PROGRAM, encoding="utf-8")
    (folder / "npm" / "index.js.map").write_text("{}", encoding="utf-8")
    (folder / "LICENSE.txt").write_text("MIT", encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    make(folder, Answers("Bank", ("nl", "en"), "https://www.example.org/"), TODAY)
    return folder


def run(site: Path, package: Path, *options: str) -> Result:
    command = ["admin", "--package", str(package), "--repository", "bank/feedback"]
    command += ["--config-file", str(site / "mkdocs.yml"), *options]
    return CliRunner().invoke(main, command)


def register(site: Path) -> Register:
    found = load("actions.yaml", Folder(site)).register
    assert found
    return found


def fields(config: Any) -> Iterator[dict[str, Any]]:
    """Every field of a form, however deep."""
    for one in config:
        yield one
        yield from fields(one.get("fields", ()))


def test_the_form_has_the_fields_of_the_model(site: Path) -> None:
    config = configuration(Where("github", "bank/feedback"), register(site))
    (collection,) = config["collections"]
    (insights,) = collection["fields"]
    shown = {one["name"]: one for one in insights["fields"]}
    left_out = {"segments"}  # the site has none to choose from
    assert shown.keys() == Insight.model_fields.keys() - left_out
    assert {one["name"] for one in fields(insights["fields"])} <= FIELDS | {"nl", "en"}
    assert shown["topics"]["options"] == ["phone", "website", "letters"]
    assert shown["topics"]["multiple"]
    assert [one["name"] for one in shown["said"]["fields"]] == ["nl", "en"]
    assert [one["required"] for one in shown["said"]["fields"]] == [True, False]
    assert shown["severity"]["options"] == ["1", "2", "3"]
    assert shown["answer_by"]["type"] == "date"
    actions = {one["name"]: one for one in shown["actions"]["fields"]}
    assert actions["kind"]["options"] == ["direct", "process", "no-action"]
    assert actions["by"]["options"] == ["service"]
    assert actions["updates"]["fields"][0]["widget"] == "datetime"
    assert all(one["hint"] for one in shown.values())


@pytest.mark.parametrize("languages", [("nl", "en"), ("nl",)])
def test_a_text_that_the_form_would_not_show_is_named(
    site: Path, package: Path, languages: tuple[str, ...]
) -> None:
    made = starter(Answers("Bank", languages, "https://www.example.org/"), TODAY)
    text = made["actions.yaml"].decode()
    (site / "actions.yaml").write_text(text, encoding="utf-8")
    said = run(site, package, "--language", "en").output
    assert "insights." not in said, "of a new site it shows every text"
    if len(languages) == 2:
        text = re.sub(r"(alternative:)\n *nl: (.*)\n *en: .*", r"\1 \2", text)
    else:
        text = re.sub(r"(alternative:) (.*)", r"\1 {nl: '\2'}", text)
    (site / "actions.yaml").write_text(text, encoding="utf-8")
    said = run(site, package, "--language", "en").output
    assert "insights.open-on-sunday.actions.closed-on-sunday.alternative" in said


def test_it_ends_in_a_proposal_and_deletes_nothing(site: Path) -> None:
    config = configuration(Where("gitlab", "bank/feedback", "release"), register(site))
    assert config["publish_mode"] == "editorial_workflow"
    assert config["backend"] == {"name": "gitlab", "repo": "bank/feedback", "branch": "release"}
    assert not config["collections"][0]["delete"]


def test_what_the_form_saves_is_a_part_of_the_register(site: Path) -> None:
    with (site / "actions.yaml").open("a", encoding="utf-8") as file:
        file.write("include: [register/*.yaml]\n")
    (site / "register").mkdir()
    (site / "register" / "lost-card.yaml").write_text(SAVED, encoding="utf-8")
    loaded = load("actions.yaml", Folder(site))
    assert [problem.code for problem in check(loaded, TODAY, MINIMUM_ANSWERS)] == []
    assert loaded.register
    assert loaded.register.insights[-1].severity == 3


@pytest.mark.parametrize("host", HOSTS)
def test_the_form_reaches_the_repository_and_nobody_else(host: str) -> None:
    directives = dict(part.split(" ", 1) for part in policy(host).split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    outside = re.findall(r"https://[^ ;]+", policy(host))
    assert all("github" in address or "gitlab" in address for address in outside)


def test_it_is_there_after_the_next_build(site: Path, package: Path, tmp_path: Path) -> None:
    result = run(site, package)
    assert result.exit_code == 0, result.output
    assert "include: [register/*.yaml]" in result.output
    build_site(str(site / "mkdocs.yml"), tmp_path / "built", TODAY)
    admin = tmp_path / "built" / "admin"
    page = (admin / "index.html").read_text(encoding="utf-8")
    assert "noindex" in page
    assert policy("github") in page
    assert "<script>" not in page
    assert json.loads((admin / "config.json").read_text(encoding="utf-8"))["collections"]
    assert "https:" not in (admin / "sveltia" / "index.js").read_text(encoding="utf-8")
    assert not list(admin.rglob("*.map"))
    assert "admin" not in (tmp_path / "built" / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.xdist_group("browser")
def test_the_form_starts_under_the_headers_of_the_site(
    site: Path, package: Path, tmp_path: Path, browser: Browser
) -> None:
    assert run(site, package).exit_code == 0
    build_site(str(site / "mkdocs.yml"), tmp_path / "built", TODAY)
    said: list[str] = []
    with serve(tmp_path / "built", "/u-zei/", headers=True) as served:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        answer = page.goto(f"{served.url}admin/")
        assert answer
        assert answer.headers["content-security-policy"].startswith(policy("github"))
        title = page.get_by_role("heading")
        expect(title).to_have_text(re.compile(r"\d+ fields"))
        expect(title).to_have_css("color", "rgb(1, 2, 3)")
        expect(title).to_have_css("margin-top", "7px")
        page.close()
    assert [text for text in said if "favicon" not in text and "404" not in text] == []


def test_without_asking_there_is_no_form(site: Path, tmp_path: Path) -> None:
    build_site(str(site / "mkdocs.yml"), tmp_path / "built", TODAY)
    assert not (tmp_path / "built" / "admin").exists()
    assert "unsafe" not in (tmp_path / "built" / "_headers").read_text(encoding="utf-8")


def test_it_leaves_what_else_is_in_the_folder(site: Path, package: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    assert run(site, package, "--out", str(tmp_path / "mine")).exit_code == 0
    assert run(site, package, "--out", str(tmp_path / "mine")).exit_code == 0
    assert (tmp_path / "mine" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_it_takes_the_place_of_no_page_that_is_no_form(site: Path, package: Path) -> None:
    page = site / "content" / "nl" / "index.html"
    page.write_text("a page of our own", encoding="utf-8")
    result = run(site, package, "--out", str(page.parent))
    assert result.exit_code == 1
    assert f"{page} is er al en is iets anders" in result.output
    assert page.read_text(encoding="utf-8") == "a page of our own"
    assert not (page.parent / "sveltia").exists()


def test_a_folder_without_the_program_is_named(site: Path, tmp_path: Path) -> None:
    result = run(site, tmp_path)
    assert result.exit_code == 2
    assert not (site / "content" / "nl" / "admin").exists()
