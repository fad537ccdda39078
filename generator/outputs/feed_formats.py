"""The three formats of a feed. Each holds the same entries; none of them reads the clock.

A day of the register stands in a feed as noon in UTC, so that it is the same day for a reader
anywhere between twelve hours west and twelve hours east of Greenwich.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cache
from html import escape

from pydantic_core import to_json

from generator.outputs.feed_entries import Entry, Tag

GENERATOR = "You said, we did"
STYLE = "assets/yswd/feed.css"
"""Browsers show a feed with this style sheet. It is CSS: they are dropping XSLT, and those that
still have it warn their reader against the site."""

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

_HTML = ' type="html"'
_TO_QUOTE = re.compile(r"[^\w ./:#,=~-]")
"""A sign that may need more than quotation marks around it; most values have none."""
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
        if not self.entries:
            return publisher.started
        return max(entry.updated for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Format:
    """A form of feed. ``item`` writes an entry, the same for each feed that holds it; ``whole``
    writes a feed around its written entries."""

    item: Callable[[Entry, Publisher], str]
    whole: Callable[[Channel, Publisher, Sequence[str]], str]


def _rss(channel: Channel, publisher: Publisher, items: Sequence[str]) -> str:
    """RSS 2.0."""
    page = publisher.root + channel.address
    rights = f"{_unmarked(publisher.name)}, {publisher.licence}"
    return (
        f"{_opening(channel, publisher)}"
        f'<rss version="2.0" xmlns:atom="{ATOM}" xmlns:content="{CONTENT}" xmlns:dc="{DUBLIN_CORE}"'
        f" xml:lang={_quoted(publisher.language)}><channel>"
        f"{_element('title', _unmarked(channel.title))}"
        f"{_element('link', page)}"
        f"{_element('description', _unmarked(channel.description))}"
        f"{_element('language', publisher.language)}"
        f"{_element('copyright', rights)}"
        f"{_element('lastBuildDate', _rfc822(channel.updated(publisher)))}"
        f"{_element('generator', GENERATOR)}"
        "<docs>https://www.rssboard.org/rss-specification</docs>"
        f"<atom:link href={_quoted(page + 'feed.xml')}"
        ' rel="self" type="application/rss+xml" />\n'
        f"{''.join(items)}</channel></rss>\n"
    )


def _rss_item(entry: Entry, publisher: Publisher) -> str:
    """The summary in ``description``, the full text in ``content:encoded``.

    Both are HTML, as readers expect; the summary holds no more than its escaped characters.
    """
    return (
        f"<item>{_element('title', _unmarked(entry.title))}"
        f"{_element('link', entry.address)}"
        f"{_element('description', _escaped(entry.summary))}"
        f"{_element('content:encoded', entry.content)}"
        f"{_element('dc:creator', publisher.name)}"
        f"{''.join(map(_rss_tag, entry.tags))}"
        f'<guid isPermaLink="false">{_escaped(entry.id)}</guid>'
        f"{_element('pubDate', _rfc822(entry.published))}</item>\n"
    )


@cache
def _rss_tag(tag: Tag) -> str:
    return _element("category", tag.label, f" domain={_quoted(tag.scheme)}")


def _atom(channel: Channel, publisher: Publisher, items: Sequence[str]) -> str:
    """Atom (RFC 4287). The id of the feed is made of the authority, language and page."""
    page = publisher.root + channel.address
    name = f"tag:{publisher.authority}:~feed/{publisher.language}/{channel.address}"
    return (
        f"{_opening(channel, publisher)}"
        f'<feed xmlns="{ATOM}" xml:lang={_quoted(publisher.language)}>'
        f"{_element('title', channel.title)}"
        f"{_element('subtitle', channel.description)}"
        f"{_element('id', name)}"
        f"{_element('updated', _rfc3339(channel.updated(publisher)))}"
        f"{_element('rights', f'{publisher.name}, {publisher.licence}')}"
        f"{_element('generator', GENERATOR)}"
        f'<link rel="self" type="application/atom+xml" href={_quoted(page + "atom.xml")} />'
        f'<link rel="alternate" type="text/html" href={_quoted(page)} />'
        f"<author>{_element('name', publisher.name)}"
        f"{_element('uri', publisher.homepage)}</author>\n"
        f"{''.join(items)}</feed>\n"
    )


def _atom_entry(entry: Entry, _publisher: Publisher) -> str:
    return (
        f"<entry>{_element('title', entry.title)}"
        f"{_element('id', entry.id)}"
        f"{_element('published', _rfc3339(entry.published))}"
        f"{_element('updated', _rfc3339(entry.updated))}"
        f"{_element('summary', entry.summary)}"
        f"{_element('content', entry.content, _HTML)}"
        f'<link rel="alternate" type="text/html" href={_quoted(entry.address)} />'
        f"{''.join(map(_atom_tag, entry.tags))}</entry>\n"
    )


@cache
def _atom_tag(tag: Tag) -> str:
    term, scheme, label = map(_quoted, (tag.term, tag.scheme, tag.label))
    return f"<category term={term} scheme={scheme} label={label} />"


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
    return f'{to_json(feed).decode()[:-1]},"items":[{",".join(items)}]}}\n'


def _json_item(entry: Entry, _publisher: Publisher) -> str:
    return to_json(
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
    ).decode()


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


def _opening(channel: Channel, publisher: Publisher) -> str:
    """The declaration of a document and its style sheet."""
    below = publisher.root.removeprefix(publisher.site_root) + channel.address
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<?xml-stylesheet type="text/css" href="{"../" * below.count("/")}{STYLE}"?>\n'
    )


def _element(name: str, text: str, attributes: str = "") -> str:
    """An element with a text; one without a text ends where it begins. ``attributes`` are written
    and ``text`` is not."""
    if not text:
        return f"<{name}{attributes} />"
    return f"<{name}{attributes}>{_escaped(text)}</{name}>"


def _quoted(value: str) -> str:
    """The value of an attribute with its quotation marks, as ``xml.sax.saxutils`` has it: that
    brings a client for the network along, for which a build would wait."""
    if not _TO_QUOTE.search(value):
        return f'"{value}"'
    text = _escaped(value).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' in text and "'" not in text:
        return f"'{text}'"
    text = text.replace('"', "&quot;")
    return f'"{text}"'


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _unmarked(text: str) -> str:
    """A plain text for an element that some readers take for text and others for HTML.

    ``R&D`` and ``a < b`` mean the same to both. What looks like a tag would vanish or run in
    some, so its brackets are replaced by the quotation marks that resemble them.
    """
    if "<" not in text:
        return text
    return _MARK.sub(lambda found: f"‹{found[1]}{'›' if found[2] else ''}", text)


@cache
def _rfc822(day: date) -> str:
    return format_datetime(_noon(day), usegmt=True)


@cache
def _rfc3339(day: date) -> str:
    return _noon(day).strftime("%Y-%m-%dT%H:%M:%SZ")


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
