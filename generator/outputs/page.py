"""What an output is: a page for the frame to stand around, or a file to be written as it is."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

PICTURE = "share/site.png"
"""The picture of every page that has none of its own."""


Lazy = str | Callable[[], str]
"""A text, or a function that makes it when it is asked for."""


def key_of(*parts: object) -> bytes:
    """A digest (16 bytes) of what an output is made from, besides what all outputs share."""
    return blake2b(repr(parts).encode(), digest_size=16).digest()


def key_of_all(*rows: Iterable[bytes]) -> bytes:
    """A digest (16 bytes) of rows of digests: the key of an output made from many things."""
    return blake2b(b"|".join(map(b"".join, rows)), digest_size=16).digest()


class Page(NamedTuple):
    """A page without its frame.

    - ``address``: relative to the root of its language, with a slash at its end; empty for home.
    - ``lazy_title``, ``lazy_description`` (plain text) and ``lazy_body`` (safe HTML): the value, or
      a function that makes it when it is asked for. Read ``title``, ``description`` and ``body``.
    - ``section``: its item in the main navigation.
    - ``feeds``: the address whose feeds a reader of this page may want; empty for the whole site.
    - ``changed``: the day of its latest news.
    - ``in_search``: whether search engines should keep it.
    - ``insight``: the id of the insight it is about; ``edition``: of the past edition it shows.
    - ``about``: what it is about, in the words of schema.org.
    - ``picture``: the file with which links to it are shown, below the root of its language.
    - ``key``: changes whenever anything changes that the page is made from, apart from its address
      and what all pages share. A page without one is made in every build.
    """

    address: str
    language: str
    lazy_title: Lazy
    lazy_description: Lazy
    lazy_body: Lazy
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
        """What the page is called, as plain text; made anew each time."""
        return _text(self.lazy_title)

    @property
    def description(self) -> str:
        """What the page is about, in a sentence or two of plain text; made anew each time."""
        return _text(self.lazy_description)

    @property
    def body(self) -> str:
        """Safe HTML with one ``h1`` that has the id ``main``; made anew each time."""
        return _text(self.lazy_body)

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


def _text(lazy: Lazy) -> str:
    return lazy if isinstance(lazy, str) else lazy()


class File(NamedTuple):
    """A file that is served byte for byte; ``path`` is relative to the root of its language.

    ``lazy_content`` is its content, or a function that makes it when it is asked for: read
    ``content``. ``key`` is as that of a page.
    """

    path: str
    language: str
    lazy_content: bytes | Callable[[], bytes]
    key: bytes = b""

    @property
    def content(self) -> bytes:
        """The bytes that are served; made anew each time."""
        lazy = self.lazy_content
        return lazy if isinstance(lazy, bytes) else lazy()
