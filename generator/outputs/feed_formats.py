"""The three formats of a feed. Each holds the same entries; none of them reads the clock.

A day of the register stands in a feed as noon in UTC, so that it is the same day for a reader
anywhere between twelve hours west and twelve hours east of Greenwich.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from generator.outputs.feed_entries import Entry

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


@dataclass(frozen=True, slots=True)
class Format:
    """A form of feed. ``item`` writes an entry, the same for each feed that holds it; ``whole``
    writes a feed around its written entries."""

    item: Callable[[Entry, Publisher], str]
    whole: Callable[[Channel, Publisher, Sequence[str]], str]


def _rss(channel: Channel, publisher: Publisher, items: Sequence[str]) -> str:
    """RSS 2.0."""
    own = publisher.root + channel.address + "feed.xml"
    return "".join(
        (
            *_opening(channel, publisher),
            f'<rss version="2.0" xmlns:atom="{ATOM}" xmlns:content="{CONTENT}"',
            f' xmlns:dc="{DUBLIN_CORE}" xml:lang={quoteattr(publisher.language)}><channel>',
            _element("title", _unmarked(channel.title)),
            _element("link", publisher.root + channel.address),
            _element("description", _unmarked(channel.description)),
            _element("language", publisher.language),
            _element("copyright", f"{_unmarked(publisher.name)}, {publisher.licence}"),
            _element("lastBuildDate", _rfc822(channel.updated(publisher))),
            _element("generator", GENERATOR),
            _element("docs", "https://www.rssboard.org/rss-specification"),
            _empty("atom:link", href=own, rel="self", type="application/rss+xml"),
            "\n",
            *items,
            "</channel></rss>\n",
        )
    )


def _rss_item(entry: Entry, publisher: Publisher) -> str:
    """The summary in ``description``, the full text in ``content:encoded``.

    Both are HTML, as readers expect; the summary holds no more than its escaped characters.
    """
    return "".join(
        (
            "<item>",
            _element("title", _unmarked(entry.title)),
            _element("link", entry.address),
            _element("description", escape(entry.summary)),
            _element("content:encoded", entry.content),
            _element("dc:creator", publisher.name),
            *(_element("category", tag.label, domain=tag.scheme) for tag in entry.tags),
            _element("guid", entry.id, isPermaLink="false"),
            _element("pubDate", _rfc822(entry.published)),
            "</item>\n",
        )
    )


def _atom(channel: Channel, publisher: Publisher, items: Sequence[str]) -> str:
    """Atom (RFC 4287). The id of the feed is made of the authority, language and page."""
    page = publisher.root + channel.address
    name = f"tag:{publisher.authority}:~feed/{publisher.language}/{channel.address}"
    return "".join(
        (
            *_opening(channel, publisher),
            f'<feed xmlns="{ATOM}" xml:lang={quoteattr(publisher.language)}>',
            _element("title", channel.title),
            _element("subtitle", channel.description),
            _element("id", name),
            _element("updated", _rfc3339(channel.updated(publisher))),
            _element("rights", f"{publisher.name}, {publisher.licence}"),
            _element("generator", GENERATOR),
            _empty("link", rel="self", type="application/atom+xml", href=page + "atom.xml"),
            _empty("link", rel="alternate", type="text/html", href=page),
            "<author>",
            _element("name", publisher.name),
            _element("uri", publisher.homepage),
            "</author>\n",
            *items,
            "</feed>\n",
        )
    )


def _atom_entry(entry: Entry, _publisher: Publisher) -> str:
    return "".join(
        (
            "<entry>",
            _element("title", entry.title),
            _element("id", entry.id),
            _element("published", _rfc3339(entry.published)),
            _element("updated", _rfc3339(entry.updated)),
            _element("summary", entry.summary),
            _element("content", entry.content, type="html"),
            _empty("link", rel="alternate", type="text/html", href=entry.address),
            *(
                _empty("category", term=tag.term, scheme=tag.scheme, label=tag.label)
                for tag in entry.tags
            ),
            "</entry>\n",
        )
    )


def _json(channel: Channel, publisher: Publisher, items: Sequence[str]) -> str:
    """JSON Feed 1.1."""
    page = publisher.root + channel.address
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": page,
        "feed_url": page + "feed.json",
        "description": channel.description,
        "language": publisher.language,
        "authors": [{"name": publisher.name, "url": publisher.homepage}],
    }
    return f'{_dumps(feed)[:-1]},"items":[{",".join(items)}]}}\n'


def _json_item(entry: Entry, _publisher: Publisher) -> str:
    return _dumps(
        {
            "id": entry.id,
            "url": entry.address,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.content,
            "date_published": _rfc3339(entry.published),
            "date_modified": _rfc3339(entry.updated),
            "tags": list(dict.fromkeys(tag.label for tag in entry.tags)),
        }
    )


FORMATS: Mapping[str, Format] = {
    "feed.xml": Format(_rss_item, _rss),
    "atom.xml": Format(_atom_entry, _atom),
    "feed.json": Format(_json_item, _json),
}
"""The file of each format, beside the page that the feed belongs to."""


class Writer:
    """Writes the feeds of one language; an entry is written once for all feeds that hold it."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._written: dict[tuple[str, Entry], str] = {}

    def write(self, name: str, channel: Channel, is_last: bool = False) -> bytes:
        """A feed as the file called ``name``; ``is_last`` says that no other holds its entries."""
        items = [self._item(name, entry, is_last) for entry in channel.entries]
        return FORMATS[name].whole(channel, self._publisher, items).encode()

    def _item(self, name: str, entry: Entry, is_last: bool) -> str:
        found = self._written.get((name, entry))
        if found is None:
            found = FORMATS[name].item(entry, self._publisher)
            if not is_last:
                self._written[name, entry] = found
        return found


def _opening(channel: Channel, publisher: Publisher) -> Iterator[str]:
    """The declaration of a document and its style sheet."""
    below = publisher.root.removeprefix(publisher.site_root) + channel.address
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<?xml-stylesheet type="text/css" href="{"../" * below.count("/")}{STYLE}"?>\n'


def _element(name: str, text: str, **attributes: str) -> str:
    """An element with a text; one without a text ends where it begins."""
    if not text:
        return _empty(name, **attributes)
    return f"<{name}{_attributes(attributes)}>{escape(text)}</{name}>"


def _empty(name: str, **attributes: str) -> str:
    return f"<{name}{_attributes(attributes)} />"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
