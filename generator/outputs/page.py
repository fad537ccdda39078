"""What an output is: a page for the frame to stand around, or a file to be written as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PICTURE = "share/site.png"
"""The picture of every page that has none of its own."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its frame.

    ``address`` is relative to the root of its language and ends in a slash (empty for home);
    ``title`` and ``description`` are plain text; ``body`` is safe HTML with one ``h1`` that has
    the id ``main``. ``section`` names its item in the main navigation; ``feeds`` is the address
    whose feeds a reader of this page may want (the site's own by default). ``changed`` is the
    day of its latest news; ``in_search`` is false for what search engines should not keep.
    ``insight`` is the id of the insight it is about, and ``edition`` that of the old edition it
    shows, for the switch between editions. ``about`` is what it is about in the words of
    schema.org. ``picture`` is the file with which links to it are shown, below the root of its
    language.
    """

    address: str
    language: str
    title: str
    description: str
    body: str
    section: str = ""
    feeds: str = ""
    changed: date | None = None
    in_search: bool = True
    insight: str = ""
    edition: str = ""
    about: Mapping[str, Any] | None = None
    picture: str = PICTURE

    @property
    def path(self) -> str:
        """The file it is written to, relative to the root of its language."""
        return self.address if self.is_anywhere else f"{self.address}index.html"

    @property
    def is_anywhere(self) -> bool:
        """Whether it is served where nothing is (``404.html``), so it can't know where it is."""
        return self.address.endswith(".html")

    @property
    def to_root(self) -> str:
        """The way from this page to the root of its language: empty or ``../``, repeated."""
        return "../" * self.address.count("/")


@dataclass(frozen=True, slots=True)
class File:
    """A file that is served byte for byte; ``path`` is relative to the root of its language."""

    path: str
    language: str
    content: bytes
