"""Text of a register file → the same text with one thing more.

The file is never dumped again: the new lines go in at one place, in the file's own indentation
and line ends, and every other character stays. Where they go follows from the line and column
that every value has in the tree of ``register/source.py``.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.register import source
from generator.register import tree as nodes
from generator.register.characters import indent_of
from generator.register.model import Action, Insight, Update
from generator.register.tree import Mapping, Node
from generator.writing.render import Layout, Tree, item, pair, plain

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
MARK = "\ufeff"


class NotHereError(Exception):
    """The file has no place where the new lines could stand; ``code`` is a word under ``new``."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it is edited: its lines with their ends, and its tree. Lines count from 1."""

    lines: Sequence[str]
    end: str
    tree: Mapping | None
    layout: Layout
    starts: Sequence[int]

    def last_line(self, node: Node, first: int, column: int) -> int:
        """The last line of what begins on line ``first`` at ``column`` and holds ``node``.

        Comments below it that don't stand deeper than ``column`` belong to what follows.
        """
        inside = max((first, *_starts(node)))
        place = bisect_right(self.starts, inside)
        after = self.starts[place] if place < len(self.starts) else len(self.lines) + 1
        for number in range(after - 1, inside, -1):
            line = self.lines[number - 1]
            bare = line.strip(" \t\r\n")
            shallow = indent_of(line) < column and (bare[:1] == "#" or set(bare) <= {"-", " "})
            if bare and not shallow and not re.match(r"(\.\.\.|---)(\s|$)", line):
                return number
        return inside

    def has_blank_above(self, line: int) -> bool:
        """Whether a blank line stands above a line and the comments on it."""
        above = (self.lines[number - 1].strip() for number in range(line - 1, 0, -1))
        return next((not bare for bare in above if bare[:1] not in ("#", "-")), False)


def insert_insight(text: str, insight: Insight, languages: Sequence[str]) -> str:
    """The text of a register file with an insight behind its last one.

    ``languages`` are those of the site. Raises :class:`NotHereError` where the list of insights
    stands in brackets.
    """
    return _insert(text, (), "insights", plain(insight, languages))


def insert_action(text: str, insight_id: str, action: Action, languages: Sequence[str]) -> str:
    """The same text with an answer behind those of an insight."""
    return _insert(text, (("insights", insight_id),), "actions", plain(action, languages))


def insert_update(
    text: str, insight_id: str, action_id: str, update: Update, languages: Sequence[str]
) -> str:
    """The same text with a report on a promise, behind the reports that were there."""
    way = (("insights", insight_id), ("actions", action_id))
    return _insert(text, way, "updates", plain(update, languages), after="next_update")


def without_languages(text: str, known: Sequence[str], chosen: Sequence[str]) -> str:
    """The text without the lines in a language of ``known`` that is not among ``chosen``."""
    page = page_of(text)
    gone: set[int] = set()
    for group in _groups(page.tree):
        if group and set(group) <= set(known):
            for language in set(group) - set(chosen):
                line, column = group.keys_at[language]
                gone.update(range(line, page.last_line(group[language], line, column) + 1))
    return "".join(line for number, line in enumerate(page.lines, 1) if number not in gone)


def _insert(text: str, way: Sequence[tuple[str, str]], key: str, new: Tree, after: str = "") -> str:
    mark, text = (MARK, text[1:]) if text.startswith(MARK) else ("", text)
    page = page_of(text)
    group = page.tree
    for name, wanted in way:
        group = _member(group, name, wanted)
    if group is not None and in_brackets(page, group):
        raise NotHereError("in-brackets", line=str(group.line))
    items = group.get(key) if group is not None else None
    if isinstance(items, nodes.Sequence) and items:
        return mark + _behind(page, items, new, first_is_airy=key == "insights")
    if group is not None and items is not None:
        return mark + _below(page, group, key, items, new)
    return mark + _with_key(page, group, key, new, after)


def _behind(page: Page, items: nodes.Sequence, new: Tree, first_is_airy: bool) -> str:
    """Insert behind the last item of a list; after a blank line where the list has those."""
    if in_brackets(page, items):
        raise NotHereError("in-brackets", line=str(items.line))
    column = items.column - 1
    starts = [part.line for part in items]
    last = page.last_line(items[-1], starts[-1], items.column)
    airy = page.has_blank_above(starts[-1]) or (first_is_airy and len(items) == 1)
    gap = items[-1].column - items.column if starts[-1] == items.line else page.layout.gap
    layout = Layout(page.layout.step, page.layout.dash, max(gap, 2))
    lines = list(item(new, column, layout))
    return _put(page, last, ["", *lines] if airy else lines)


def _below(page: Page, group: Mapping, key: str, items: Node, new: Tree) -> str:
    """Insert below a key that has an empty list or no value."""
    line, column = group.keys_at[key]
    last = page.last_line(items, line, column)
    lines = list(page.lines)
    if isinstance(items, list):
        found = lines[items.line - 1]
        emptied = re.sub(r"[ \t]*\[[ \t]*\]", "", found[items.column - 2 :], count=1)
        if items.line != line or emptied == found[items.column - 2 :]:
            raise NotHereError("in-brackets", line=str(items.line))
        lines[line - 1] = found[: items.column - 2] + emptied
    elif items:
        raise NotHereError("not-a-list", line=str(line))
    page = Page(lines, page.end, page.tree, page.layout, page.starts)
    return _put(page, last, item(new, column - 1 + page.layout.dash, page.layout))


def _with_key(page: Page, group: Mapping | None, key: str, new: Tree, after: str) -> str:
    """Insert with a key of its own, behind the key ``after`` or else the last key."""
    if group is None:
        return _put(page, len(page.lines), pair(key, [new], 0, page.layout))
    column = group.column
    name = after if after in group else list(group)[-1]
    last = page.last_line(group[name], group.keys_at[name][0], column)
    lines = list(pair(key, [new], column - 1, page.layout))
    return _put(page, last, ["", *lines] if column == 1 else lines)


def _put(page: Page, last: int, new: Sequence[str] | Iterator[str]) -> str:
    """The lines of the file with ``new`` below line ``last``."""
    above, below = "".join(page.lines[:last]), "".join(page.lines[last:])
    if above and not above.endswith(("\n", "\r")):
        above += page.end
    return above + "".join(line + page.end for line in new) + below


def page_of(text: str) -> Page:
    """Parse a text for editing."""
    lines = [line for line in _LINE.findall(text) if line]
    ends = Counter(line[len(line.rstrip("\r\n")) :] for line in lines) - Counter([""])
    tree = source.read("", text.encode()).tree
    end = ends.most_common(1)[0][0] if ends else "\n"
    top = tree if isinstance(tree, Mapping) else None
    return Page(lines, end, top, _layout(tree), sorted(_starts(tree)) if top else ())


def _layout(tree: Node | None) -> Layout:
    """The layout that the file uses most often; two columns where nothing shows it."""
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    gaps: Counter[int] = Counter()
    for group in _groups(tree):
        for key, value in group.items():
            line, column = group.keys_at[key]
            if isinstance(value, Mapping) and value.line > line:
                steps[value.column - column] += 1
            elif isinstance(value, nodes.Sequence) and value and value.line > line:
                dashes[value.column - column] += 1
                if value[0].line == value.line:
                    gaps[value[0].column - value.column] += 1
    found = [count.most_common(1)[0][0] if count else 2 for count in (steps, dashes, gaps)]
    step, dash, gap = found
    return Layout(max(step, 1), max(dash, 0), max(gap, 2))


def _nodes(tree: Node | None) -> Iterator[Node]:
    waiting: list[Node] = [] if tree is None else [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Mapping):
            waiting.extend(node.values())
        elif isinstance(node, nodes.Sequence):
            waiting.extend(node)


def _groups(tree: Node | None) -> Iterator[Mapping]:
    return (node for node in _nodes(tree) if isinstance(node, Mapping))


def _starts(tree: Node | None) -> Iterator[int]:
    """The lines on which a key or a value begins."""
    for node in _nodes(tree):
        yield node.line
        if isinstance(node, Mapping):
            yield from (line for line, _ in node.keys_at.values())


def _member(group: Mapping | None, name: str, wanted: str) -> Mapping:
    items = group.get(name) if group is not None else None
    for part in items if isinstance(items, list) else ():
        if isinstance(part, Mapping) and part.get("id") == wanted:
            return part
    raise NotHereError("no-such-id", id=wanted)


def in_brackets(page: Page, node: Mapping | nodes.Sequence) -> bool:
    """Whether a value is written in brackets, so that its parts share lines."""
    return page.lines[node.line - 1][node.column - 1] in "{["
