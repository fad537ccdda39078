"""The sitemap of one language, and ``robots.txt``, which leads search engines to it."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from generator.facts.facts import Facts
from generator.outputs.page import File, Page
from generator.settings import Settings

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_files(
    pages: Sequence[Page],
    content: Iterable[str],
    facts: Facts,
    language: str,
    settings: Settings,
) -> Iterator[File]:
    """The sitemap of one language's tree; at the root also ``robots.txt``.

    ``content`` has the addresses of the prose pages, which the host makes.
    """
    languages = facts.register.languages
    root = settings.root(language, languages)
    yield File("sitemap.xml", language, lambda: _sitemap(pages, content, root))
    if language == languages[0]:
        maps = (settings.root(name, languages) for name in languages)
        lines = ["User-agent: *", "Allow: /", *(f"Sitemap: {each}sitemap.xml" for each in maps)]
        yield File("robots.txt", language, ("\n".join(lines) + "\n").encode())


def _sitemap(pages: Sequence[Page], content: Iterable[str], root: str) -> bytes:
    changed = {page.address: page.changed for page in pages if page.in_search}
    urls = (
        f"<url><loc>{escape(root + address, quote=False)}</loc>"
        f"{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for address, day in sorted({**dict.fromkeys(content), **changed}.items())
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}">\n'
    return f"{head}{''.join(urls)}</urlset>\n".encode()
