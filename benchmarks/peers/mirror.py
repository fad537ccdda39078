"""Our own site taken apart: what other builders need to write the same pages and feeds.

Everything comes from the files that we made, so a change to our pages is followed without a word
here. What we worked out (statuses, promises, verdicts, the order of lists) others are given; the
texts they get as Markdown, and frames, cards, lists, embeds, feeds and the sitemap are for their
own templates. Where that makes the work unequal, it is the others who have less of it.
"""

import html
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ARTICLE = '<article class="md-content__inner md-typeset">'
LIST = re.compile(
    r"(insights|done|in-progress|not-doing|(?:topics|journey|segments|parties)/[^/]+)/"
    r"(?:page/(\d+)/)?"
)
FACETS = ("topics", "journey", "segments", "parties", "kinds")
FEEDS = ("feed.xml", "atom.xml", "feed.json")
SLOTS = (
    (re.compile(r"<title>(.*?)</title>"), "tab"),
    (re.compile(r'(?:name="|og:)description" content="(.*?)"'), "description"),
    (re.compile(r'og:(?:title|image:alt)" content="(.*?)"'), "title"),
    (re.compile(r'(?:rel="canonical" href|og:url" content)="(.*?)"'), "canonical"),
    (re.compile(r'og:image" content="(.*?)"'), "picture"),
    (re.compile(r'<script type="application/ld\+json">(.*?)</script>'), "data"),
    (re.compile(r'rel="alternate" type="[^"]*" title="(.*?)"'), "feeds_title"),
    (re.compile(r'rel="alternate" type="[^"]*" title="[^"]*" href="(.*?)(?:feed|atom)\.'), "feeds"),
)
"""Where pages of one frame differ, and the name of what stands there."""
ROOT = re.compile(r'(?<==")((?:\.\./)+|\./)')
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_ATOM = "{http://www.w3.org/2005/Atom}"

Facts = dict[str, Any]
"""Values for a template: what JSON can hold."""


@dataclass(slots=True)
class Mirror:
    """A site taken apart.

    ``frames`` and ``embed`` are what stands before and after a body, with slots (see ``slot``).
    ``insights`` have a ``body`` in Markdown, ``lists`` their ``parts`` (pages of fifty) and
    ``members``, ``others`` a ``body`` in HTML. ``embeds`` are the embeds of several insights;
    ``copied`` are files that nobody makes again, by their path.
    """

    frames: list[tuple[str, str]] = field(default_factory=list)
    embed: tuple[str, str] = ("", "")
    insights: list[Facts] = field(default_factory=list)
    lists: list[Facts] = field(default_factory=list)
    others: list[Facts] = field(default_factory=list)
    embeds: list[Facts] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)


def slot(name: str) -> str:
    """What stands in a frame where ``name`` comes."""
    return f"\ue000{name}\ue001"


def mirror(site: Path) -> Mirror:
    """Take the site in this folder apart."""
    found = Mirror()
    days = _days(site / "sitemap.xml")
    numbers: dict[tuple[str, str], int] = {}
    pages: dict[str, Facts] = {}
    for path in sorted(site.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(site).as_posix()
        address = name.removesuffix("index.html")
        if name.startswith("embed/"):
            continue
        if address == name or not name.endswith("index.html"):
            if not _is_made(name):
                found.copied.append(name)
            continue
        taken = _page(path.read_text(encoding="utf-8"), address)
        if taken is None:
            found.copied.append(name)
            continue
        frame, facts = taken
        number = numbers.setdefault(frame, len(numbers))
        pages[address] = {**facts, "address": address, "frame": number}
    found.frames = list(numbers)
    _sort_out(found, pages, site)
    for facts in (*found.insights, *found.lists, *found.others):
        facts["listed"] = facts["address"] in days
        facts["lastmod"] = days.get(facts["address"]) or "2026-11-21"
    _embeds(found, site)
    return found


def _is_made(name: str) -> bool:
    """Whether others make this file with templates of their own."""
    is_feed = name.rpartition("/")[2] in FEEDS and not name.startswith("editions/")
    return is_feed or name in ("sitemap.xml", "search.json")


def _page(text: str, address: str) -> tuple[tuple[str, str], Facts] | None:
    """The frame of a page, and what stands in its slots; nothing for a page without our frame."""
    if ARTICLE not in text:
        return None
    start = text.index(ARTICLE) + len(ARTICLE)
    end = text.rindex("</article>")
    head, body, tail = text[:start], text[start:end], text[end:]
    facts: Facts = {"body": body.strip(), "root": "../" * address.count("/") or "./"}
    for where, name in SLOTS:
        match = where.search(head)
        if match is None:
            continue
        value = match[1] if name == "data" else html.unescape(match[1])
        facts[name] = ROOT.sub("", f'="{value}')[2:] if name == "feeds" else value
        head = where.sub(lambda at, name=name: _filled(at, name), head)  # type: ignore[misc]
    return (ROOT.sub(slot("root"), head), ROOT.sub(slot("root"), tail)), facts


def _filled(match: re.Match[str], name: str) -> str:
    whole, start = match[0], match.start(1) - match.start(0)
    before = whole[:start] + (slot("root") if name == "feeds" else "")
    return before + slot(name) + whole[start + len(match[1]) :]


def _days(sitemap: Path) -> dict[str, str]:
    """The addresses of the sitemap with the day of the last news."""
    urls = ET.parse(sitemap).getroot()  # noqa: S314  # our own file
    found = {
        str(url.findtext(f"{_SITEMAP}loc")): url.findtext(f"{_SITEMAP}lastmod") or ""
        for url in urls
    }
    root = min(found, key=len)
    return {loc.removeprefix(root): day for loc, day in found.items()}


def _sort_out(found: Mirror, pages: Mapping[str, Facts], site: Path) -> None:
    """Insights, lists and others, each with its feeds."""
    parts: dict[str, list[tuple[int, Facts]]] = {}
    for address, facts in pages.items():
        if match := LIST.fullmatch(address):
            parts.setdefault(f"{match[1]}/", []).append((int(match[2] or 1), facts))
        elif address.startswith("insights/"):
            facts |= {"id": address.split("/")[1], "weight": 0, **dict.fromkeys(FACETS, ())}
            facts["body"] = to_markdown(facts["body"])
            found.insights.append(facts)
        else:
            found.others.append(facts)
    for address, numbered in sorted(parts.items()):
        found.lists.append(_list(address, [part for _, part in sorted(numbered, key=_number)]))
    _enrol(found)
    _subscribe(found, site)


def _enrol(found: Mirror) -> None:
    """Tell each insight the lists that it stands in, and its place in the list of all."""
    by_id = {facts["id"]: facts for facts in found.insights}
    for each in found.lists:
        folder, _, name = each["address"].rstrip("/").rpartition("/")
        for place, member in enumerate(each["members"], 1):
            if each["address"] == "insights/":
                by_id[member]["weight"] = place
            else:
                facet = folder or "kinds"
                by_id[member][facet] = [*by_id[member][facet], name]


def _subscribe(found: Mirror, site: Path) -> None:
    """The entries of each insight, and for each other feed where its entries are: the insight
    and the place among its entries."""
    places: dict[str, tuple[str, int]] = {}
    for facts in found.insights:
        facts["feed"], facts["entries"] = _feed(site / facts["address"])
        places |= {entry["id"]: (facts["id"], at) for at, entry in enumerate(facts["entries"])}
    home = (other for other in found.others if not other["address"])
    for facts in (*found.lists, *home):
        if (site / facts["address"] / "feed.json").is_file():
            facts["feed"], entries = _feed(site / facts["address"])
            facts["entries"] = [places[entry["id"]] for entry in entries]


def _number(numbered: tuple[int, Facts]) -> int:
    return numbered[0]


def _list(address: str, pages: Sequence[Facts]) -> Facts:
    """A list of insights from its pages: what stands before and after the cards of each."""
    members: list[str] = []
    for part in pages:
        body = part.pop("body")
        opened = re.search(r'<ol class="yswd-cards" start="\d+">', body)
        start = opened.end() if opened else len(body)
        end = body.index("</ol>", start) if opened else len(body)
        members += re.findall(r' data-id="([^"]+)"', body[start:end])
        part |= {"before": body[:start], "after": body[end:], "canonical_path": part["address"]}
    return {
        "address": address,
        "title": pages[0]["title"],
        "parts": list(pages),
        "members": members,
    }


def _feed(folder: Path) -> tuple[Facts, list[Facts]]:
    """What a feed is called, and its entries with the categories that Atom has."""
    written = json.loads((folder / "feed.json").read_text(encoding="utf-8"))
    items: list[Facts] = written.pop("items")
    atom = ET.parse(folder / "atom.xml").getroot()  # noqa: S314  # our own file
    entries = atom.iterfind(f"{_ATOM}entry")
    for item, entry in zip(items, entries, strict=True):
        item["tags"] = [dict(category.attrib) for category in entry.iterfind(f"{_ATOM}category")]
    return {"title": written["title"], "description": written["description"]}, items


def _embeds(found: Mirror, site: Path) -> None:
    """The card of each insight, from its embed; and the embeds of several."""
    by_id = {facts["id"]: facts for facts in found.insights}
    for path in sorted(site.glob("embed/**/index.html")):
        address = path.parent.relative_to(site).as_posix() + "/"
        text = path.read_text(encoding="utf-8")
        opened = '<ol class="yswd-cards">'
        if opened not in text:
            found.copied.append(f"{address}index.html")
            continue
        start, end = text.index(opened) + len(opened), text.index("</ol>")
        if address.startswith("embed/insights/"):
            facts = by_id[address.split("/")[2]]
            facts["card"] = _card(text[start:end])
        else:
            members = re.findall(r' data-id="([^"]+)"', text[start:end])
            found.embeds.append({"address": address, "members": members})
            facts = found.embeds[-1]
            facts["title"] = html.unescape(re.findall("<title>(.*?)</title>", text)[0])
            facts["whole"] = ROOT.sub("", re.findall(r'<p><a(?: href)(=".*?)">', text[end:])[0])[2:]
        facts["heading"] = html.unescape(re.findall("<h1[^>]*>(.*?)</h1>", text)[0])
        head = text[:start]
        for sign, name in (("<title>", "title"), ("<h1[^>]*>", "heading")):
            head = re.sub(f"({sign}).*?<", partial(_opened, name), head)
        tail = re.sub(
            r'(<p><a href=").*?"', lambda at: f'{at[1]}{slot("root")}{slot("whole")}"', text[end:]
        )
        found.embed = ROOT.sub(slot("root"), head), ROOT.sub(slot("root"), tail)


def _opened(name: str, at: re.Match[str]) -> str:
    return f"{at[1]}{slot(name)}<"


def _card(item: str) -> Facts:
    """How an insight looks, and what its card says below the title."""
    look = re.findall(r'class="yswd-card yswd-card--([a-z-]+)"', item)[0]
    rest = item.partition("</h2>")[2].rpartition("</li>")[0]
    return {"look": look, "rest": ROOT.sub("ROOT/", rest).strip()}


_INLINE = r"(?:[^<]|</?(?:strong|em)>|<a href=\"[^\"]*\">|</a>)+"
_TEXT = re.compile(
    rf"<p>({_INLINE})</p>(?=\s*</?(?:div|p|section|article|blockquote|li|ul|ol|h\d)\b)"
)


def to_markdown(body: str) -> str:
    """A body in which the paragraphs are Markdown; the rest stands between them as HTML."""
    pieces: list[str] = []
    for place, piece in enumerate(_TEXT.split(body)):
        if place % 2:
            pieces.append(_marked(piece))
        else:
            lines = (line.strip() for line in piece.split("\n"))
            pieces.append("\n".join(line for line in lines if line))
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _marked(inside: str) -> str:
    """The inside of a paragraph as Markdown."""
    out: list[str] = []
    links: list[str] = []
    for piece in re.split(r"(<[^>]+>)", inside):
        if piece.startswith("<a "):
            links.append(piece[9:-2])
            out.append("[")
        elif piece == "</a>":
            out.append(f"]({html.unescape(links.pop())})")
        elif piece.startswith("<"):
            out.append("**" if "strong" in piece else "*")
        else:
            out.append(re.sub(r"([\\`*_\[\]<>&#])", r"\\\1", html.unescape(piece)))
    text = "".join(out)
    return re.sub(r"^(\d+)([.)])|^([-+])", lambda at: f"{at[1] or ''}\\{at[2] or at[3]}", text)
