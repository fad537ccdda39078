"""Register text → safe HTML. The one place that does, for pages, feeds and mail.

Paragraphs, emphasis, lists, quotes and links (https, mailto) survive; everything else is shown
as the characters that were typed: ``# 1`` stays ``# 1``, ``<b>`` stays ``<b>``. The parser only
knows the rules that survive, so nothing has to be undone; nh3 then stands behind it as a second
lock. Texts without marks, or with simple ones, need neither: all of them is escaped first.
"""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:  # a check renders nothing: the parser takes a while to import
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.rules_inline.state_inline import Scanned
    from markdown_it.token import Token

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}}
_SCHEMES = {"https", "mailto"}
_CLEANER = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
_SENTENCE_ENDS = re.compile(r"(?<=[.!])(?=\s+[^\sa-z])|(?<=[.!?][’”\"])(?=\s+[^\sa-z])")
_MARK = re.compile(r"[*_\[\]\n\r]")
_SIGN = re.compile(r"\s*(?:[-+>]|\d{1,9}[.)])")
_LISTED = re.compile(r"- [^\W\d_]")
_QUOTED = re.compile(r"> [^\W\d_]")
_LINK = re.compile(r"\[([^\W_][^*_\[\]]*)\]\((https://[a-z0-9.-]+(?:/[a-zA-Z0-9/.~-]*)?)\)")
_STRESS = re.compile(r"(?<!\S)(\*\*?)([^\W_](?:[^*_\[\]]*[^\W_])?)\1(?![^\s.,;:!?)])")
_STRESSED = {"*": "<em>{}</em>", "**": "<strong>{}</strong>"}
_UNREAD = "\n\n"
"""Where a line has marks that need the parser; no HTML of ours has it."""
_NO_WORDS = re.compile(r"\[\s*\]")
_ALONE = re.compile(r"(?:[-+*>]|\d{1,9}[.)])(?:\s+[-+*>])*\s*")
_ITEM = re.compile(r"[-+*]\s|>|\d{1,9}[.)]\s")
_AMOUNT = re.compile(r"[-+>]\s*[\d€$£]")


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


def safe(text: str) -> Markup:
    """A text that is safe HTML already. ``Markup(…)`` looks for what a ``str`` doesn't have."""
    return str.__new__(Markup, text)


def _allowed(url: str) -> bool:
    return url.partition(":")[0].lower() in _SCHEMES


def _emphasis(state: "StateInline", silent: bool) -> bool:
    """Emphasis of whole words only: the stars of ``3*4*5`` and of ``\\*`` stay what was typed."""
    from markdown_it.rules_inline import emphasis  # noqa: PLC0415  # as above

    if state.src[state.pos - 1 : state.pos] == "\\":
        return False
    scan = state.scanDelims

    def whole_words(start: int, canSplitWord: bool) -> "Scanned":  # noqa: ARG001, N803  # its names
        return scan(start, canSplitWord=False)

    state.scanDelims = whole_words  # type: ignore[method-assign]  # there is no option for it
    try:
        return emphasis.tokenize(state, silent)
    finally:
        state.scanDelims = scan  # type: ignore[method-assign]


def _link(state: "StateInline", silent: bool) -> bool:
    """A link that readers can see: without words, it is shown as typed."""
    from markdown_it.rules_inline import link  # noqa: PLC0415  # as above

    return not _NO_WORDS.match(state.src, state.pos) and link(state, silent)


def _is_typed_sign(state: "StateBlock", first: int) -> bool:
    """Whether a line begins with a sign that means itself: ``-`` alone, ``- 5 graden``, ``> 65``.

    As an item or a quote it would be lost. With one more item in the text, it is a list.
    """
    line = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    if not _ALONE.fullmatch(line) and not _AMOUNT.match(line):
        return False
    if "items" not in state.env:
        lines = (each.strip() for each in state.src.split("\n"))
        state.env["items"] = Counter(
            _sign(each) for each in lines if _ITEM.match(each) and not _ALONE.fullmatch(each)
        )
    return bool(state.env["items"][_sign(line)] < 2)


def _sign(line: str) -> str:
    return "1" if line[0].isdigit() else line[0]


def _list(state: "StateBlock", first: int, end: int, silent: bool) -> bool:
    from markdown_it.rules_block import list_block  # noqa: PLC0415  # as above

    return not _is_typed_sign(state, first) and list_block(state, first, end, silent)


def _quote(state: "StateBlock", first: int, end: int, silent: bool) -> bool:
    from markdown_it.rules_block import blockquote  # noqa: PLC0415  # as above

    return not _is_typed_sign(state, first) and blockquote(state, first, end, silent)


def _numbers(state: "StateCore") -> None:
    """The numbers of a list are as typed; where all are the same, somebody let them be counted."""
    lists: list[list[Token]] = []
    for token in state.tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            numbers = [int(item.info or 0) for item in items]
            if len(set(numbers)) == 1:
                continue
            for before, number, item in zip(numbers, numbers[1:], items[1:], strict=False):
                if number != before + 1:
                    item.attrSet("value", number)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  # as above

    parser = MarkdownIt("zero").enable(["emphasis", "link", "list", "blockquote", "newline"])
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("link", _link)
    ends = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.at("list", _list, {"alt": ends})
    parser.block.ruler.at("blockquote", _quote, {"alt": [*ends, "list"]})
    parser.core.ruler.push("numbers", _numbers)
    parser.validateLink = _allowed  # type: ignore[method-assign]  # the library's own hook
    return parser


@lru_cache(maxsize=65536)
def to_html(text: str) -> Markup:
    """A text of the register as HTML blocks; an amount keeps its sign on its line."""
    made = _paragraph(text) if _is_plain(text) else _simple(text) or _marked(text)
    return safe(made.replace("€ ", "€\u00a0"))


def _is_plain(text: str) -> bool:
    """Whether a text is a single paragraph without marks, as most are."""
    return not (_MARK.search(text) or _SIGN.match(text))


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text.strip(), quote=False)}</p>\n"


def _simple(text: str) -> str:
    """A text whose marks can only be meant in one way; empty where the parser has to read it."""
    found: list[str] = []
    for block in text.split("\n\n"):
        after_list = bool(found) and found[-1].startswith("<ul>")
        lines = block.split("\n")
        if all(map(_LISTED.match, lines)) and not after_list:
            lines = [f"<li>{_within(line[2:])}</li>\n" for line in lines]
            found.append(f"<ul>\n{''.join(lines)}</ul>\n")
        elif _QUOTED.match(block) and len(lines) == 1:
            found.append(f"<blockquote>\n<p>{_within(block[2:])}</p>\n</blockquote>\n")
        elif len(lines) == 1 and not _SIGN.match(block) and block and not block[0].isspace():
            found.append(f"<p>{_within(block)}</p>\n")
        else:
            return ""
    made = "".join(found)
    return "" if _UNREAD in made else made


def _within(line: str) -> str:
    """What stands within a line, with its links and stressed words; all else is escaped."""
    if not line.isprintable():  # nh3 writes some signs otherwise
        return _UNREAD
    made = _LINK.sub(r'<a href="\2">\1</a>', html.escape(line.strip(), quote=False))
    made = _STRESS.sub(lambda found: _STRESSED[found[1]].format(found[2]), made)
    return _UNREAD if _MARK.search(made) else made


def _marked(text: str) -> str:
    """A text with marks, read by the parser: that takes a hundred times as long as one without."""
    return _CLEANER.clean(_parser().render(text))


@lru_cache(maxsize=65536)
def to_text(text: str) -> str:
    """The same text in plain characters on one line, for titles, descriptions and search."""
    if not _is_plain(text):
        bare = re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:em|strong|a)\b[^>]*>", "", to_html(text)))
        text = html.unescape(bare)
    return " ".join(text.split())


def shorten(text: str, most: int = 155) -> str:
    """Whole sentences up to ``most`` characters; whole words and an ellipsis where those are short.

    A sentence that stops halfway is the first thing a reader of a list stumbles over; a question
    without its answer says nothing.
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
    return inline(*text.in_language(language), language)


def inline(text: str, found: str, language: str) -> Markup:
    """The same for a text in the language ``found``."""
    if found == language:
        return _inline(text)
    return Markup('<span lang="{}">{}</span>').format(found, _inline(text))


@lru_cache(maxsize=1024)  # names of topics and parties come by again and again
def _inline(text: str) -> Markup:
    return safe(html.escape(text).replace("€ ", "€\u00a0"))
