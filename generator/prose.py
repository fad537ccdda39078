"""Register text → safe HTML. The one place that does, for pages, feeds and mail.

Paragraphs, emphasis, lists, quotes and links (https, mailto) survive; everything else is shown
as the characters that were typed: ``# 1`` stays ``# 1``, ``<b>`` stays ``<b>``. The parser only
knows the rules that survive, so nothing has to be undone; nh3 then stands behind it as a second
lock.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:  # a check renders nothing: the parser takes a while to import
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.rules_inline.state_inline import Scanned

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"https", "mailto"}
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])(?=\s+[^\sa-z])|(?<=[.!?][’”\"])(?=\s+[^\sa-z])")
_SPECIAL = re.compile(r"[*_\[\]\n\r]|^\s*(?:[-+>]|\d{1,9}[.)])")
"""Without one of these a text is a single plain paragraph, and most are."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text per language, in the order of the site's languages.

    ``shared`` is true where one text was written for all languages, such as a name.
    """

    versions: Mapping[str, str]
    shared: bool = False

    def in_language(self, language: str) -> tuple[str, str]:
        """The text for a language and the language it is in (the first when it is missing)."""
        if language in self.versions:
            return self.versions[language], language
        first = next(iter(self.versions))
        return self.versions[first], language if self.shared else first

    def __str__(self) -> str:
        return next(iter(self.versions.values()))


def _allowed(url: str) -> bool:
    return url.partition(":")[0].lower() in _SCHEMES and not re.search(r"\s", url)


def _emphasis(state: "StateInline", silent: bool) -> bool:
    """Emphasis of whole words only: the stars of ``3*4*5`` stay what was typed."""
    from markdown_it.rules_inline import emphasis  # noqa: PLC0415  # as above

    scan = state.scanDelims

    def whole_words(start: int, canSplitWord: bool) -> "Scanned":  # noqa: ARG001, N803  # its names
        return scan(start, canSplitWord=False)

    state.scanDelims = whole_words  # type: ignore[method-assign]  # there is no option for it
    try:
        return emphasis.tokenize(state, silent)
    finally:
        state.scanDelims = scan  # type: ignore[method-assign]


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  # as above

    parser = MarkdownIt("zero").enable(["emphasis", "link", "list", "blockquote", "newline"])
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.validateLink = _allowed  # type: ignore[method-assign]  # the library's own hook
    return parser


@lru_cache(maxsize=65536)
def to_html(text: str) -> Markup:
    """A text of the register as HTML blocks."""
    if not _SPECIAL.search(text):
        return Markup(f"<p>{html.escape(text.strip(), quote=False)}</p>\n")
    return Markup(
        nh3.clean(
            _parser().render(text),
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
    )


@lru_cache(maxsize=65536)
def to_text(text: str) -> str:
    """The same text in plain characters on one line, for titles, descriptions and search."""
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:em|strong|a)\b[^>]*>", "", to_html(text)))
    return " ".join(html.unescape(bare).split())


def shorten(text: str, most: int = 155) -> str:
    """Whole sentences up to ``most`` characters; whole words and an ellipsis where those are short.

    A sentence that stops halfway is the first thing a reader of a list stumbles over.
    """
    if len(text) <= most:
        return text
    ends = [found.start() for found in _SENTENCE_ENDS.finditer(text, most // 3, most + 2)]
    if ends:
        return text[: ends[-1]]
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"


def block(text: Text, language: str) -> Markup:
    """A text as HTML; in another language than asked for, it is marked with its ``lang``."""
    version, found = text.in_language(language)
    body = to_html(version)
    if found == language:
        return body
    return Markup('<div lang="{}">{}</div>').format(found, body)


def line(text: Text, language: str) -> Markup:
    """A one-line text as inline HTML, marked with its ``lang`` where it is another language."""
    version, found = text.in_language(language)
    if found == language:
        return Markup(html.escape(version))
    return Markup('<span lang="{}">{}</span>').format(found, version)
