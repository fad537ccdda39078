"""What a visitor fetches for a page, beyond the styles and scripts that all pages share."""

import gzip
from dataclasses import dataclass
from pathlib import Path

MOST = 20_000
"""Bytes, compressed: the aim for every page."""
LEVEL = 6
"""What most servers compress with."""


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """A page and its bytes, as written and as sent."""

    sent: int
    written: int
    address: str

    def __str__(self) -> str:
        return f"{self.address or 'home'}: {self.sent / 1000:.1f} kB of {self.written / 1000:.1f}"


def heaviest(site: Path, count: int = 10) -> list[Weight]:
    """The heaviest pages of a site, embeds and editions among them."""
    found = []
    for path in site.rglob("*.html"):
        content = path.read_bytes()
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        found.append(Weight(len(gzip.compress(content, LEVEL)), len(content), address))
    return sorted(found, reverse=True)[:count]
