"""Checks of the prose pages in ``content/``."""

import re
from collections.abc import Iterable, Iterator

from generator.configuration import unread_from
from generator.problems import Place, Problem, in_order
from generator.register.characters import look_at
from generator.register.fields import shown

_MOST = 20
_ABOVE = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)
"""What stands above a page between two lines of dashes, as the host takes it off."""
_CODE = re.compile(r"^(?:```|~~~).*?(?:^(?:```|~~~)|\Z)|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_ELSEWHERE = re.compile(
    r"!\[[^\]\n]*\]\(\s*<?((?:https?:)?//[^\s)>]+)"
    r"|<(?:img|iframe|script|video|audio|source|embed|object)\b[^>]*?"
    r"\s(?:src|data)\s*=\s*[\"']?((?:https?:)?//[^\s\"'>]+)",
    re.IGNORECASE,
)


def problems_in(
    pages: Iterable[tuple[str, bytes]], links_out: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """The problems in some pages, each given by its name for messages and its content.

    ``links_out`` are the names of links that lead out of the folder of the site. Where there are
    any, they alone are told, and no page is read: what such a link shows isn't ours to quote.
    """
    links = in_order(Problem(Place(name), "content.link-outside") for name in links_out)
    return links or in_order(problem for name, content in pages for problem in look(name, content))


def look(file: str, content: bytes) -> Iterator[Problem]:
    """The problems in one page."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        yield Problem(_place(file, before, len(before)), "file-not-utf8")
        return
    is_merged = False
    for code, index, facts in look_at(text, _MOST):
        if code == "character-not-allowed" or facts.get("found", "=")[0] in "<>":
            is_merged = is_merged or code == "merge-conflict"
            yield Problem(_place(file, text, index), code, "", facts)  # a line of = is a heading's
    above = _ABOVE.match(text)
    if above and not is_merged and (line := unread_from(above[1])):
        yield Problem(Place(file, line + 1), "content.front-matter")
    plain = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for number, found in enumerate(_ELSEWHERE.finditer(plain)):
        if number < _MOST:
            group = 1 if found[1] else 2
            place = _place(file, text, found.start(group))
            yield Problem(place, "content.from-elsewhere", "", {"found": shown(found[group])})


def _place(file: str, text: str, index: int) -> Place:
    start = text.rfind("\n", 0, index) + 1
    return Place(file, text.count("\n", 0, index) + 1, index - start + 1)
