"""Whether two sites are the same to a visitor: their addresses, and what stands on the pages."""

import html
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

NOT_COMPARED = ("search.json",)
"""Files with the same purpose but another make: an index of search is read by its own script."""
_HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a site has that ours hasn't, what it lacks, and the sampled files that say another
    thing; ``sampled`` is how many were read, ``total`` how many files there are here."""

    more: Sequence[str]
    fewer: Sequence[str]
    different: Sequence[str]
    sampled: int
    total: int

    @property
    def is_same(self) -> bool:
        """Whether nothing was found that differs."""
        return not (self.more or self.fewer or self.different)

    def __str__(self) -> str:
        if self.is_same:
            return f"the same {self.total:,} addresses, and the same text in {self.sampled} samples"
        found = (
            f"{len(names)} {what} ({', '.join(names[:3])}{', …' if names[3:] else ''})"
            for names, what in (
                (self.fewer, "addresses are missing"),
                (self.more, "addresses are more"),
                (self.different, f"of {self.sampled} samples have another text"),
            )
            if names
        )
        return "NOT the same: " + "; ".join(found)


def compare(ours: Path, theirs: Path, samples: int = 60, seed: int = 8) -> Comparison:
    """Compare all addresses, and the text of so many files of each kind of folder."""
    here, there = _names(ours), _names(theirs)
    both = sorted((here & there) - set(NOT_COMPARED))
    chosen = list(_chosen(both, samples, Random(seed)))
    different = [name for name in chosen if said(ours / name) != said(theirs / name)]
    return Comparison(sorted(there - here), sorted(here - there), different, len(chosen), len(here))


def _names(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def _chosen(names: Sequence[str], samples: int, chance: Random) -> Iterator[str]:
    """Pages and feeds of every folder at the top, up to so many of each."""
    groups: dict[str, list[str]] = {}
    for name in names:
        if name.endswith((".html", ".xml", ".json")):
            kind = name.rpartition(".")[2]
            groups.setdefault(f"{name.partition('/')[0]} {kind}", []).append(name)
    for group in groups.values():
        yield from chance.sample(group, min(samples, len(group)))


def said(path: Path) -> object:
    """What a file says, whatever its marks and spaces."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return _visible(content)
    if path.suffix == ".json":
        return json.loads(content)
    tree = ET.fromstring(content)  # noqa: S314  # made here
    if path.name == "sitemap.xml":
        return sorted(url[0].text or "" for url in tree)
    return [
        [" ".join((part.text or "").split()) for part in entry]
        for entry in tree.iter()
        if entry.tag.rpartition("}")[2] in ("item", "entry")
    ]


def _visible(page: str) -> str:
    """The text of a page and the addresses that it links to, in their order."""
    text = _HIDDEN.sub(" ", page)
    text = re.sub(r'<a [^>]*?href="([^"]*)"[^>]*>', r" [\1] ", text)
    head, _, body = text.partition("<body")
    title = re.findall(r"<title>(.*?)</title>|name=\"description\" content=\"(.*?)\"", head)
    words = _TAG.sub(" ", f"<body{body}")
    return " ".join(html.unescape(f"{title} {words}").split())
