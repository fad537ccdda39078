"""Feeds as they were last published: in a file, in the folder of a site, or at an address.

Only an address that was asked for is ever fetched.
"""

import re
from collections.abc import Iterable, Mapping
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import urlopen

import feedparser

from generator.files import LARGEST

FEED = "feed.xml"
"""The format that is compared; the others hold the same entries."""
FOLLOW = "follow/"
"""The page that leads to every feed, but for those of single insights."""
_SECONDS = 30
_LINK = re.compile(rf'href="([^"]*{re.escape(FEED)})"')


class NotReadError(Exception):
    """Something could not be read: ``key`` of the words says why, with ``facts``."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


def published(place: str, known: Iterable[str], prefixes: Iterable[str]) -> Mapping[str, bytes]:
    """The feeds at a place, by their path from the root of the site.

    ``known`` has the paths of the feeds that come next, ``prefixes`` where the tree of each
    language begins. Of a folder these are all feeds; of the address of a site those that its
    pages to follow it lead to. A single feed is known by the address that it gives itself.
    """
    if place.startswith(("https://", "http://")):
        found = _fetched(place) if place.endswith(".xml") else _site(place, prefixes)
    else:
        found = _on_disk(Path(place))
    return found if isinstance(found, Mapping) else {_path(found, place, known): found}


def _on_disk(place: Path) -> Mapping[str, bytes] | bytes:
    if place.is_file():
        return place.read_bytes()
    found = {path.relative_to(place).as_posix(): path for path in place.rglob(FEED)}
    if not found:
        raise NotReadError("continuity.nothing-there", place=place)
    return {name: path.read_bytes() for name, path in sorted(found.items())}


def _site(address: str, prefixes: Iterable[str]) -> Mapping[str, bytes]:
    """The feeds of a site; a language that it didn't have yet has none."""
    root = address.rstrip("/") + "/"
    pages: dict[str, str] = {}
    for prefix in prefixes:
        page = root + prefix + FOLLOW
        try:
            pages[page] = _fetched(page).decode("utf-8", errors="replace")
        except NotReadError:
            if not pages:
                raise
    addresses = {
        urljoin(page, link) for page, html in pages.items() for link in _LINK.findall(html)
    }
    inside = sorted(each for each in addresses if each.startswith(root))
    if not inside:
        raise NotReadError("continuity.nothing-there", place=address)
    return {each.removeprefix(root): _fetched(each) for each in inside}


def _path(content: bytes, place: str, known: Iterable[str]) -> str:
    """Which of our feeds a single one is."""
    links = feedparser.parse(BytesIO(content)).feed.get("links", ())
    own = [link.href for link in links if link.get("rel") == "self"]
    for address in (*own, Path(place).as_posix()):
        fitting = [path for path in known if f"/{address}".endswith(f"/{path}")]
        if fitting:
            return max(fitting, key=len)
    raise NotReadError("continuity.another-feed", place=place)


def _fetched(address: str) -> bytes:
    try:
        with urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310  # only ever http or https
            content: bytes = answer.read(LARGEST + 1)
    except HTTPError as error:
        error.close()
        raise NotReadError("continuity.refused", place=address, code=str(error.code)) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", "") or error
        why = getattr(reason, "strerror", "") or reason
        raise NotReadError("continuity.no-answer", place=address, why=why) from error
    if len(content) > LARGEST:
        raise NotReadError("continuity.no-answer", place=address, why=f"> {LARGEST:,} bytes")
    return content
