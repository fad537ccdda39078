"""The prose pages in ``content/``: the host renders them; they are listed and searched here."""

import posixpath
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path

from generator.outputs.search import Prose

FrontMatter = Callable[[str], tuple[str, Mapping[str, object]]]
"""The host's own reading of a page: its text, and what stands above it."""


def pages_of_prose(folder: Path, split: FrontMatter) -> dict[str, dict[str, Prose]]:
    """Read the prose pages, by language and address."""
    return {
        tree.name: {
            "" if name == "index" else f"{name.removesuffix('/index')}/": _prose(path, split)
            for path in sorted(tree.rglob("*.md"))
            for name in [path.relative_to(tree).with_suffix("").as_posix()]
        }
        for tree in sorted(folder.iterdir())
        if tree.is_dir()
    }


def leading_nowhere(html: str, address: str, known: Sequence[Container[str]]) -> Iterator[str]:
    """The ``href`` of each link in a prose page that leads to no page and to no file.

    ``known`` have the addresses of pages, with a slash at their end, and of files.
    """
    for href in re.findall(r'<a [^>]*href="([^"#?:]+)["#?]', html):
        target = posixpath.normpath(posixpath.join(address, href))
        page = "" if target == "." else f"{target}/"
        if not any(page in places or target in places for places in known):
            yield href


def _prose(path: Path, split: FrontMatter) -> Prose:
    """A page of ``content/``, for the search."""
    text, about = split(path.read_text(encoding="utf-8-sig", errors="replace"))
    heading = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    return Prose(str(about.get("title") or (heading[1] if heading else path.stem)), text)
