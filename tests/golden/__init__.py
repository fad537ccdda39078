"""One small register with the text of its pages beside it.

``python -m tests.golden`` writes the pages anew, to be read in the diff before they are kept.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

from generator.outputs.digest import Occasion, digest
from generator.outputs.mail import mails
from generator.outputs.page import Page
from generator.register.includes import InMemory
from generator.register.load import load
from generator.settings import Settings
from generator.site import make_site
from generator.words import words

FOLDER = Path(__file__).parent
MAILED = Settings(site_url="https://www.example.org/luister/")
TODAY = date(2026, 11, 21)
ADDRESSES = (
    "",
    "insights/",
    "insights/phone-waiting/",
    "insights/chat-loop/",
    "insights/night-hours/",
    "insights/quiet-app/",
    "not-doing/",
    "topics/app/",
    "parties/belhuis/",
    "promises/",
    "journey/",
    "journey/help/",
    "scores/",
    "scores/csat-phone/",
    "how-we-listen/",
    "follow/",
    "data/",
    "404.html",
)
_BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "li", "main", "nav", "ol", "p",
    "section", "summary", "svg", "table", "td", "th", "tr", "ul",
}  # fmt: skip
_UNSEEN = {"script", "style", "template", "option"}


def pages() -> Iterator[tuple[Path, str]]:
    """The file of each golden page, and of the mail, and the text that is read on it now."""
    files = InMemory({"actions.yaml": (FOLDER / "actions.yaml").read_bytes()})
    made = make_site(load("actions.yaml", files), Settings(), TODAY, {})
    assert {problem.code for problem in made.problems} == {"marks-shown-as-typed"}, made.problems
    for language in made.languages:
        known = {page.address: page for page in made.pages(language)}
        for address in ADDRESSES:
            name = address.rstrip("/").replace("/", "-") or "home"
            yield FOLDER / language / f"{name}.txt", _as_text(known[address])
        assert made.facts
        mail = digest(made.facts, words(language), MAILED, Occasion())
        forms = {file.path[-4:]: file.content.decode() for file in mails(mail)[0]}
        yield FOLDER / language / "mail-plain.txt", forms[".txt"]
        yield FOLDER / language / "mail.txt", _lines(forms["html"])


def _as_text(page: Page) -> str:
    """Title, description and body as lines of text: a line a block, links with their target."""
    return f"{page.title}\n({page.description})\n\n{_lines(page.body)}"


def _lines(body: str) -> str:
    tree = html5lib.parseFragment(body, treebuilder="etree", namespaceHTMLElements=False)
    lines = (" ".join(line.split()) for line in "".join(_words(tree)).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def _words(element: Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in _UNSEEN:
        return
    block = tag in _BLOCKS
    yield "\n" if block else " " if tag in ("span", "strong", "time") else ""
    if re.fullmatch(r"h[1-4]", tag):
        yield f"{'#' * int(tag[1])} "
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    href = element.get("href") if tag == "a" else None
    yield f" <{href}>" if href else ""
    yield "\n" if block else ""


def write() -> None:
    """Write every golden page anew."""
    for path, text in pages():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
