"""What an output is: a page for the frame to stand around, or a file to be written as it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

PICTURE = "share/site.png"
"""The picture of every page that has none of its own."""


def key_of(*parts: object) -> bytes:
    """The key of an output that is made from these parts, and from what all outputs share."""
    return blake2b(repr(parts).encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its frame.

    ``address`` is relative to the root of its language and ends in a slash (empty for home);
    ``title`` and ``description`` are plain text; ``made`` is its body, or makes it when it is
    asked for. ``section`` names its item in the main navigation; ``feeds`` is the address
    whose feeds a reader of this page may want (the site's own by default). ``changed`` is the
    day of its latest news; ``in_search`` is false for what search engines should not keep.
    ``insight`` is the id of the insight it is about, and ``edition`` that of the old edition it
    shows, for the switch between editions. ``about`` is what it is about in the words of
    schema.org. ``picture`` is the file with which links to it are shown, below the root of its
    language. ``key`` changes whenever anything does that the page is made from, apart from what
    all pages share; without one it is made in every build.
    """

    address: str
    language: str
    title: str
    description: str
    made: str | Callable[[], str]
    section: str = ""
    feeds: str = ""
    changed: date | None = None
    in_search: bool = True
    insight: str = ""
    edition: str = ""
    about: Callable[[], Mapping[str, Any]] | None = None
    picture: str = PICTURE
    key: bytes = b""

    @property
    def body(self) -> str:
        """Safe HTML with one ``h1`` that has the id ``main``; made anew each time."""
        return self.made if isinstance(self.made, str) else self.made()

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
    """A file that is served byte for byte; ``path`` is relative to the root of its language.

    ``made`` is its content, or makes it when it is asked for; ``key`` is as that of a page.
    """

    path: str
    language: str
    made: bytes | Callable[[], bytes]
    key: bytes = b""

    @property
    def content(self) -> bytes:
        """What is served; made anew each time."""
        return self.made if isinstance(self.made, bytes) else self.made()
