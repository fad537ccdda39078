"""A third language takes one file of words and a folder of content: tried for real."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.xdist_group("third language")  # one site for all of them
BUILD = "from generator.cli import main; main(['build', '--as-of', '2026-11-21'])"

REGISTER = """
format: 1
organisation:
  name: Beispielbank
  homepage: https://www.example.org/
  feedback: https://www.example.org/feedback/
  feed_authority: example.org,2026
languages: [nl, en, de]
topics: {phone: {nl: Telefoon, en: Phone, de: Telefon}}
sources: {survey: {nl: Onderzoek, en: Survey, de: Umfrage}}
insights:
  - id: waiting
    title: {nl: Lang wachten, en: Long waits, de: Lange Wartezeiten}
    said: {nl: U wacht te lang., en: You wait too long., de: Sie warten zu lange.}
    heard: [{period: 2026-Q1, mentions: 1204, sources: [survey]}]
    topics: [phone]
    actions:
      - id: callback
        kind: direct
        date: 2026-03-12
        text: {nl: Wij bellen terug., en: We call you back., de: Wir rufen zurück.}
        not_measured: {nl: Te klein., en: Too small., de: Zu klein.}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in three languages, by a copy of the software with a file of words in German.

    Only a few of those words are translated: that the keys are the same is what matters here.
    """
    place = tmp_path_factory.mktemp("three")
    for name in ("generator", "theme"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    english = (place / "generator" / "words" / "en.yml").read_text("utf-8")
    german = english.replace("language: English", "language: Deutsch", 1)
    german = german.replace("locale: en_GB", "locale: de_DE", 1)
    german = re.sub(r"(?m)^  promises: Promises$", "  promises: Zusagen", german, count=1)
    (place / "generator" / "words" / "de.yml").write_text(german, "utf-8")
    (place / "actions.yaml").write_text(REGISTER, "utf-8")
    shutil.copy(ROOT / "mkdocs.yml", place)
    for language in ("nl", "en"):
        shutil.copytree(ROOT / "content" / language, place / "content" / language)
    (place / "content" / "de").mkdir()
    (place / "content" / "de" / "about.md").write_text("# Über diese Seite\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=place, env=os.environ | {"PYTHONPATH": str(place)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "site"


def test_it_has_every_page_of_the_others(site: Path) -> None:
    def pages(language: str) -> set[str]:
        return {path.relative_to(site / language).as_posix()
                for path in (site / language).rglob("*.html")}  # fmt: skip

    register = {name for name in pages("en") if name.split("/")[0] not in
                ("how-we-decide", "privacy", "accessibility")}  # fmt: skip
    assert register
    assert register <= pages("de")


def test_dates_and_numbers_are_written_its_way(site: Path) -> None:
    page = (site / "de" / "insights" / "waiting" / "index.html").read_text("utf-8")
    assert '<html lang="de"' in page
    assert "12. März 2026" in page
    assert "1.204" in page
    assert "Wir rufen zurück." in page
    assert ">Zum Inhalt<" in re.sub(r"\s*\n\s*", "", page)  # Material's own words


def test_the_switch_and_the_search_engines_know_three(site: Path) -> None:
    page = (site / "insights" / "waiting" / "index.html").read_text("utf-8")
    assert re.findall(r'hreflang="([\w-]+)" href=', page) == ["nl", "en", "de", "x-default"]
    tools = page[page.index('<ul class="yswd-languages"') :].partition("</ul>")[0]
    assert re.findall(r'href="([^"]+)"', tools) == [
        "../../en/insights/waiting/",
        "../../de/insights/waiting/",
    ]


def test_it_is_searched_by_its_own_stems(site: Path) -> None:
    index = (site / "de" / "search.json").read_text("utf-8")
    assert '"stemmer":"german"' in index
    assert '"wartezeit"' in index
    assert "GermanStemmer" in (site / "de" / "search-stemmer.js").read_text("utf-8")
