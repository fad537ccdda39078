"""The files that list the editions: for ``sha256sum``, for programs, and for tools of mike."""

import json
from collections.abc import Iterable

from generator.editions.edition import Edition, canonical
from generator.register.fields import text_as_json

SUMS, INDEX, VERSIONS = "SHA256SUMS", "index.json", "versions.json"
BESIDE = frozenset({INDEX, VERSIONS, "feed.json"})
"""What stands beside the editions in a published site; the last is the feed of editions."""


def checksums(editions: Iterable[Edition]) -> bytes:
    """``SHA256SUMS``: the digest and name of every file, the oldest edition first."""
    return "".join(f"{edition.sha256}  {edition.file}\n" for edition in editions).encode()


def index(editions: Iterable[Edition], address: str) -> bytes:
    """``index.json``: the chain for whoever checks it; ``address`` is that of ``editions/``."""
    return canonical(
        {
            "editions": [
                {
                    "edition": edition.id,
                    "title": text_as_json(edition.title) if edition.title else None,
                    "date": edition.date.isoformat(),
                    "sha256": edition.sha256,
                    "previous": edition.previous.id if edition.previous else None,
                    "previous_sha256": edition.previous.sha256 if edition.previous else None,
                    "address": f"{address}{edition.id}/",
                    "file": f"{address}{edition.file}",
                    "removed": [removal.model_dump(mode="json") for removal in edition.removed],
                }
                for edition in editions
            ]
        }
    )


def is_index_of(content: bytes, editions: list[Edition]) -> bool:
    """Whether a published index tells of these editions, whatever the address of the site."""
    if not editions:
        return content == index((), "")
    try:
        address = str(json.loads(content)["editions"][0]["file"]).removesuffix(editions[0].file)
    except (ValueError, LookupError, TypeError):
        return False
    return content == index(editions, address)


def versions(editions: Iterable[Edition], language: str) -> bytes:
    """``versions.json`` as mike writes it and Material's selector reads it, the latest first."""
    latest_first = list(reversed(list(editions)))
    return canonical(
        [
            {
                "version": edition.id,
                "title": edition.title.in_language(language)[0] if edition.title else edition.id,
                "aliases": ["latest"] if edition is latest_first[0] else [],
            }
            for edition in latest_first
        ]
    )
