"""What a reader finds in a built site: the words of a page, its links, its tables."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_INLINE = frozenset({"a", "em", "span", "strong", "time"})


@dataclass
class Seen(HTMLParser):
    """A page of the site, read without running it.

    ``text`` is what stands in its main part; ``links`` where it leads; ``rows`` the cells of its
    tables; ``classes`` the classes of its elements, as often as they occur.
    """

    text: str = ""
    links: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a link, a row, a cell or a class."""
        known = dict(attributes)
        if tag not in _VOID:
            self._open.append(tag)
        if "main" not in self._open:
            return
        self.classes.extend((known.get("class") or "").split())
        if tag == "a" and known.get("href"):
            self.links.append(str(known["href"]))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        if tag not in _INLINE:
            self.text += " "

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag not in _INLINE:
            self.text += " "

    def handle_data(self, data: str) -> None:
        """Keep the words of the main part."""
        if "main" in self._open and not {"script", "style"} & set(self._open):
            self.text += data
            if {"td", "th"} & set(self._open) and self.rows and self.rows[-1]:
                self.rows[-1][-1] = f"{self.rows[-1][-1]}{data}".strip()


def read(site: Path, address: str) -> Seen:
    """The page at an address of a built site."""
    seen = Seen()
    seen.feed((site / address / "index.html").read_text("utf-8"))
    seen.close()
    return seen


def characters(text: str) -> str:
    """A text without white space: how lines are broken says nothing."""
    return "".join(text.split())


def letters(source: str) -> str:
    """The letters, digits and pictures of a text as typed: links to https by their name alone.

    Deliberately not our own reading of Markdown, so that what that loses is missed here.
    """
    named = re.sub(r"\[([^\]]*)\]\(https://[^)\s]+\)", r"\1", source)
    return re.sub(r"[\s!-/:-@\[-`{-~]", "", named)
