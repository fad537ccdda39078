"""What an output is: a page for the frame to stand around, or a file to be written as it is."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

PICTURE = "share/site.png"
"""The picture of every page that has none of its own."""


Later = str | Callable[[], str]
"""A text, or what makes it when it is asked for."""


def key_of(*parts: object) -> bytes:
    """The key of an output that is made from these parts, and from what all outputs share."""
    return blake2b(repr(parts).encode(), digest_size=16).digest()


def key_of_all(*rows: Iterable[bytes]) -> bytes:
    """The key of an output that is made from rows of things, of which these are the digests."""
    return blake2b(b"|".join(map(b"".join, rows)), digest_size=16).digest()


class Page(NamedTuple):
    """A page without its frame.

    ``address`` is relative to the root of its language and ends in a slash (empty for home);
    ``named`` is its title and ``told`` its description, both plain text, and ``made`` its body, or
    what makes each of them when it is asked for. ``section`` names its item in the main
    navigation; ``feeds`` is the address whose feeds a reader of this page may want (the site's own
    by default). ``changed`` is the day of its latest news; ``in_search`` is false for what search
    engines should not keep. ``insight`` is the id of the insight it is about, and ``edition`` that
    of the old edition it shows, for the switch between editions. ``about`` is what it is about in
    the words of schema.org. ``picture`` is the file with which links to it are shown, below the
    root of its language. ``key`` changes whenever anything does that the page is made from, apart
    from its address and what all pages share; without one it is made in every build.
    """

    address: str
    language: str
    named: Later
    told: Later
    made: Later
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
    def title(self) -> str:
        """What it is called; made anew each time."""
        return _text(self.named)

    @property
    def description(self) -> str:
        """What it is about, in a sentence or two; made anew each time."""
        return _text(self.told)

    @property
    def body(self) -> str:
        """Safe HTML with one ``h1`` that has the id ``main``; made anew each time."""
        return _text(self.made)

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


def _text(made: Later) -> str:
    return made if isinstance(made, str) else made()


class File(NamedTuple):
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
