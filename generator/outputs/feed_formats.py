"""The three formats of a feed. Each holds the same entries; none of them reads the clock.

A day of the register stands in a feed as noon in UTC, so that it is the same day for a reader
anywhere between twelve hours west and twelve hours east of Greenwich.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cache

from generator.outputs.feed_entries import Entry, Tag

GENERATOR = "You said, we did"
STYLE = "assets/yswd/feed.css"
"""Browsers show a feed with this style sheet. It is CSS: they are dropping XSLT, and those that
still have it warn their reader against the site."""

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

_MARK = re.compile(r"<(?=[A-Za-z/!?])([^<>]*)(>?)")


@dataclass(frozen=True, slots=True)
class Publisher:
    """What all feeds of one language share.

    ``site_root`` and ``root`` are the full addresses of the site and of this language's home
    page; ``started`` is a day before any entry, for a feed that has none yet.
    """

    name: str
    homepage: str
    authority: str
    language: str
    site_root: str
    root: str
    licence: str

    @property
    def started(self) -> date:
        """The first day of the authority: ``example.org,2026`` began on 1 January 2026."""
        parts = [int(part) for part in self.authority.partition(",")[2].split("-")]
        year, month, day = (*parts, 1, 1)[:3]
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed: what it is about, and its entries, the newest first.

    ``address`` is that of the page it belongs to, relative to the root of the language.
    """

    address: str
    title: str
    description: str
    entries: Sequence[Entry]

    def updated(self, publisher: Publisher) -> date:
        """The day of the latest change."""
        return max((entry.updated for entry in self.entries), default=publisher.started)


def rss(channel: Channel, publisher: Publisher) -> bytes:
    """RSS 2.0: the summary in ``description``, the full text in ``content:encoded``.

    Both are HTML, as readers expect; the summary holds no more than its escaped characters.
    """
    root = ET.Element(
        "rss",
        {
            "version": "2.0",
            "xmlns:atom": ATOM,
            "xmlns:content": CONTENT,
            "xmlns:dc": DUBLIN_CORE,
            "xml:lang": publisher.language,
        },
    )
    top = ET.SubElement(root, "channel")
    _texts(
        top,
        title=_unmarked(channel.title),
        link=publisher.root + channel.address,
        description=_unmarked(channel.description),
        language=publisher.language,
        copyright=f"{_unmarked(publisher.name)}, {publisher.licence}",
        lastBuildDate=_rfc822(channel.updated(publisher)),
        generator=GENERATOR,
        docs="https://www.rssboard.org/rss-specification",
    )
    own = publisher.root + channel.address + "feed.xml"
    ET.SubElement(
        top, "atom:link", {"href": own, "rel": "self", "type": "application/rss+xml"}
    ).tail = "\n"
    top.extend(_item(entry, publisher.name) for entry in channel.entries)
    return _document(root, channel, publisher)


def _item(entry: Entry, author: str) -> ET.Element:
    item = ET.Element("item")
    _texts(item, title=_unmarked(entry.title), link=entry.address)
    ET.SubElement(item, "description").text = _as_html(entry.summary)
    ET.SubElement(item, "content:encoded").text = entry.content
    ET.SubElement(item, "dc:creator").text = author
    for tag in entry.tags:
        ET.SubElement(item, "category", {"domain": tag.scheme}).text = tag.label
    ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = entry.id
    ET.SubElement(item, "pubDate").text = _rfc822(entry.published)
    item.tail = "\n"
    return item


def atom(channel: Channel, publisher: Publisher) -> bytes:
    """Atom (RFC 4287). The id of the feed is made of the authority, language and page."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": publisher.language})
    page = publisher.root + channel.address
    name = f"tag:{publisher.authority}:~feed/{publisher.language}/{channel.address}"
    _texts(
        root,
        title=channel.title,
        subtitle=channel.description,
        id=name,
        updated=_rfc3339(channel.updated(publisher)),
        rights=f"{publisher.name}, {publisher.licence}",
        generator=GENERATOR,
    )
    own = {"rel": "self", "type": "application/atom+xml", "href": page + "atom.xml"}
    ET.SubElement(root, "link", own)
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    author = ET.SubElement(root, "author")
    _texts(author, name=publisher.name, uri=publisher.homepage)
    author.tail = "\n"
    root.extend(_atom_entry(entry) for entry in channel.entries)
    return _document(root, channel, publisher)


def _atom_entry(entry: Entry) -> ET.Element:
    item = ET.Element("entry")
    _texts(
        item,
        title=entry.title,
        id=entry.id,
        published=_rfc3339(entry.published),
        updated=_rfc3339(entry.updated),
        summary=entry.summary,
    )
    ET.SubElement(item, "content", {"type": "html"}).text = entry.content
    ET.SubElement(item, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    for tag in entry.tags:
        about = {"term": tag.term, "scheme": tag.scheme, "label": tag.label}
        ET.SubElement(item, "category", about)
    item.tail = "\n"
    return item


def json_feed(channel: Channel, publisher: Publisher) -> bytes:
    """JSON Feed 1.1."""
    page = publisher.root + channel.address
    authors = [{"name": publisher.name, "url": publisher.homepage}]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": page,
        "feed_url": page + "feed.json",
        "description": channel.description,
        "language": publisher.language,
        "authors": authors,
        "items": [_json_item(entry) for entry in channel.entries],
    }
    return (json.dumps(feed, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _json_item(entry: Entry) -> Mapping[str, object]:
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "date_published": _rfc3339(entry.published),
        "date_modified": _rfc3339(entry.updated),
        "tags": _labels(entry.tags),
    }


FORMATS: Mapping[str, Callable[[Channel, Publisher], bytes]] = {
    "feed.xml": rss,
    "atom.xml": atom,
    "feed.json": json_feed,
}
"""The file of each format, beside the page that the feed belongs to."""


def _labels(tags: Sequence[Tag]) -> list[str]:
    return list(dict.fromkeys(tag.label for tag in tags))


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _document(root: ET.Element, channel: Channel, publisher: Publisher) -> bytes:
    """A whole document: declaration, style sheet, and the tree."""
    below = publisher.root.removeprefix(publisher.site_root) + channel.address
    href = "../" * below.count("/") + STYLE
    style = ET.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{href}"')
    style.tail = root.tail = "\n"
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    parts = (ET.tostring(part, encoding="unicode") for part in (style, root))
    return (declaration + "".join(parts)).encode()


def _as_html(text: str) -> str:
    """Plain text for an element that readers take for HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unmarked(text: str) -> str:
    """A plain text for an element that some readers take for text and others for HTML.

    ``R&D`` and ``a < b`` mean the same to both. What looks like a tag would vanish or run in
    some, so its brackets are replaced by the quotation marks that resemble them.
    """
    return _MARK.sub(lambda found: f"‹{found[1]}{'›' if found[2] else ''}", text)


@cache
def _rfc822(day: date) -> str:
    return format_datetime(_noon(day), usegmt=True)


@cache
def _rfc3339(day: date) -> str:
    return _noon(day).strftime("%Y-%m-%dT%H:%M:%SZ")


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
