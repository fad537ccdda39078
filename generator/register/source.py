"""Text of a register file → a tree of values that know their line and column.

The only importer of yaml for the register. Scalars stay text: the field decides the type, so
``no``, ``12:30`` and ``012`` are what was typed. The tree is built from YAML events without
recursion: fifty thousand brackets are a message, not a crash.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from generator.problems import Place, Problem
from generator.register.characters import FORBIDDEN, look_at, name_of
from generator.register.diagnosis import findings
from generator.register.diagnosis.scan import ODD_SPACE

MAX_DEPTH = 12
"""Deeper than the deepest field of the register; anything beyond is a slip or an attack."""
MAX_FLOW_DEPTH = 4
MAX_CHARACTERS = 5_000_000
MOST_PROBLEMS = 100
MOST = 20
"""As many findings of one sort are reported of one file; more are consequences, or an attack."""

_RUN_ON = re.compile(
    r"[\n\r][ \t]*(?:[\n\r]|(?:[-*+]|\d{1,2}[.)])[ \t])|^(?:[-*+]|\d{1,2}[.)])[ \t]"
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s")
_LOST = re.compile(r"[ \t]+#")
_LINE = re.compile(r"\r\n|\r|\n")


class Scalar(str):
    """A text as typed. ``lost`` says that a comment swallowed the rest of its line."""

    __slots__ = ("column", "line", "lost")
    line: int
    column: int
    lost: bool


class Mapping(dict[str, "Node"]):
    """Keys and values as typed; ``keys_at`` has the line and column of each key."""

    __slots__ = ("column", "file", "keys_at", "line")
    file: str
    line: int
    column: int
    keys_at: dict[str, tuple[int, int]]


class Sequence(list["Node"]):
    """A list as typed."""

    __slots__ = ("column", "line")
    line: int
    column: int


Node = Scalar | Mapping | Sequence


@dataclass(slots=True)
class Source:
    """One file, read: its tree (``None`` when it has none) and what stood in the way."""

    file: str
    text: str = ""
    tree: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, line: int, column: int, **facts: str) -> None:
        """Note a problem of this file; ``line`` and ``column`` count from 1."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        self.problems.append(Problem(Place(self.file, line, column), code, facts=facts))


def read(file: str, content: bytes, known: Iterable[str] = ()) -> Source:
    """Read one register file. Anything that is not plain, bounded YAML becomes a problem.

    ``known`` are the names of all fields: they help to see what a line was meant to be.
    """
    source = Source(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        source.report("file-not-utf8", *_positions(before)(len(before)))
        return source
    source.text = text
    if len(text) > MAX_CHARACTERS:
        source.report("file-too-large", 1, 1, most=str(MAX_CHARACTERS))
        return source
    found = [*look_at(text, MOST)]
    position = _positions(text if found else "")
    for code, index, facts in found:
        line, column = position(index)
        source.report(code, line, column, **facts)
    if not source.problems:
        _Builder(source, frozenset(known)).run()
    return source


def _positions(text: str) -> Callable[[int], tuple[int, int]]:
    """A function from the index of a character to its line and column."""
    starts = [0, *(match.end() for match in _LINE.finditer(text))]

    def position(index: int) -> tuple[int, int]:
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    return position


class _Mark(Protocol):
    line: int
    column: int
    index: int


class _Builder:
    """Builds the tree from events, with a stack instead of recursion."""

    def __init__(self, source: Source, known: frozenset[str]) -> None:
        self.source = source
        self.known = known
        self.open: list[tuple[Mapping | Sequence, Scalar | None, bool]] = []
        self.key: Scalar | None = None
        self.key_end = 0

    def run(self) -> None:
        source = self.source
        try:
            for event in self.events():
                if not self.take(event):
                    source.tree = None
                    return
        except yaml.YAMLError as error:
            source.tree = None
            self.diagnose(error)
        if source.tree is None and not source.problems:
            source.report("file-empty", 1, 1)

    def events(self) -> Iterator[yaml.Event]:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        yield from yaml.parse(self.source.text, Loader=loader)

    def diagnose(self, error: yaml.YAMLError) -> None:
        """Say where the mistake was made; the parser only knows where it stumbled."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        lines = _LINE.split(self.source.text)
        found = list(findings(lines, self.known, line))
        first = min((finding.line for finding in found), default=line)
        earlier = [problem for problem in self.source.problems if problem.place.line < first]
        known = {problem.place.line for problem in earlier}
        self.source.problems = earlier  # after the mistake, the parser saw things that aren't there
        for finding in found:
            if finding.line not in known:
                self.source.report(finding.code, finding.line, finding.column, **finding.facts)
        if not found:
            line = min(line, len(lines))
            while line > 1 and not lines[line - 1].strip():
                line, column = line - 1, 1
            self.source.report("yaml-not-readable", line, column)

    def take(self, event: yaml.Event) -> bool:
        """Take one event in; ``False`` stops the reading."""
        mark, _ = _marks(event)
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            self.mark(event, line, column)
            return self.place(self.scalar(event, line, column), line, column)
        if isinstance(event, yaml.CollectionStartEvent):
            self.mark(event, line, column)
            return self.begin(event, line, column)
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            if self.open:
                self.key = self.open[-1][1]
                self.finish_value()
        elif isinstance(event, yaml.AliasEvent):
            self.marked("*", line, column)
            return self.place(self.text(f"*{event.anchor}", line, column), line, column)
        elif isinstance(event, yaml.DocumentStartEvent) and self.source.tree is not None:
            return self.refuse("yaml-second-document", line, column)
        return True

    def mark(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int, column: int
    ) -> None:
        """Report an anchor or a tag: signs with which YAML means something else than text."""
        if event.anchor is not None:
            self.marked("&", line, column)
        elif event.tag is not None:
            self.marked("!", line, column)

    def marked(self, sign: str, line: int, column: int) -> None:
        if len(self.source.problems) < MOST and self.key != "<<":
            key = str(self.key or "")[:60]
            self.source.report("leading-mark", line, column, key=key, mark=sign)

    def refuse(self, code: str, line: int, column: int, **facts: str) -> bool:
        self.source.report(code, line, column, **facts)
        return False

    def text(self, value: str, line: int, column: int) -> Scalar:
        scalar = Scalar(value)
        scalar.line, scalar.column, scalar.lost = line, column, False
        return scalar

    def scalar(self, event: yaml.ScalarEvent, line: int, column: int) -> Scalar:
        start, end = _marks(event)
        value = self.text(event.value, line, column)
        text, style = self.source.text, event.style
        if not style:
            value.lost = bool(_LOST.match(text, end.index))
            if not value and self.key is not None and self.open[-1][2]:
                self.look_for_comma(start.index)
        elif style == '"':
            for match in FORBIDDEN.finditer(event.value):
                name = name_of(match.group())
                self.source.report("character-not-allowed", line, column, character=name)
        elif style in "|>":
            header = _LINE.split(text[start.index : start.index + 200])[0]
            if not re.fullmatch(r"[|>][-+]?\s*", header):
                self.source.report("block-header", line, column, found=header.strip()[:40])
        if style != "|" and end.line > start.line + 1:
            self.look_for_joined(text[start.index : end.index], line)
        self.key_end = end.index
        return value

    def look_for_comma(self, index: int) -> None:
        """``{nl: a, b}``: the comma ends the text, and its rest becomes a name without value."""
        text, key = self.source.text, self.key
        if key is None or index != self.key_end or text[index - 1 : index] == ":":
            return
        parent = self.open[-1][0]
        before = next(reversed(parent.values()), "") if isinstance(parent, Mapping) else ""
        name, tight, _ = key.partition(":")
        code, facts = "text-split-by-comma", {"found": key[:60]}
        if tight:
            code, facts = "space-after-colon", {"key": name[:60]}
        elif isinstance(parent, Mapping) and len(parent.keys_at) == 1:
            code, facts = "leading-mark", {"key": "", "mark": "{"}
        elif re.fullmatch(r"\d{1,9}", key) and re.fullmatch(r"\d{1,9}", str(before)):
            whole = len(key) == 3
            code = "number-with-thousands" if whole else "number-with-comma"
            better = f"{before}{'' if whole else '.'}{key}"
            facts = {"found": f"{before},{key}", "better": better}
        place = Place(self.source.file, key.line, key.column)
        if len(self.source.problems) < MOST:
            self.source.problems.append(Problem(place, code, "", facts))

    def look_for_joined(self, raw: str, line: int) -> None:
        """Paragraphs or bullets that YAML would join into one run of text."""
        if not _RUN_ON.search(raw):
            return
        typed = _LINE.split(raw.rstrip())
        lines = [part.strip() for part in typed]
        for index in range(1, len(lines) - 1):
            if not lines[index] and lines[index - 1] and lines[index + 1]:
                self.source.report("paragraphs-joined", line + index, 1)
                return
        items = [index for index, part in enumerate(lines) if _ITEM.match(f"{part} ")]
        if len(items) > 1:
            column = typed[items[0]].index(lines[items[0]]) + 1
            self.source.report("list-joined", line + items[0], column)

    def begin(self, event: yaml.CollectionStartEvent, line: int, column: int) -> bool:
        flow = event.flow_style and sum(is_flow for *_, is_flow in self.open) >= MAX_FLOW_DEPTH
        if flow or len(self.open) >= MAX_DEPTH:
            return self.refuse("yaml-too-deep", line, column)
        node: Mapping | Sequence
        if isinstance(event, yaml.MappingStartEvent):
            node = Mapping()
            node.file, node.keys_at = self.source.file, {}
        else:
            node = Sequence()
        node.line, node.column = line, column
        if not self.place(node, line, column):
            return False
        self.open.append((node, None, bool(event.flow_style)))
        self.key = None
        return True

    def place(self, node: Node, line: int, column: int) -> bool:
        """Put a node where it belongs: at the top, in a list, as a key or as a value."""
        if not self.open:
            self.source.tree = node
            return True
        parent = self.open[-1][0]
        if isinstance(parent, Sequence):
            parent.append(node)
            return True
        if self.key is None:
            if not isinstance(node, Scalar):
                return self.refuse("yaml-key-not-text", line, column)
            self.begin_pair(parent, node)
            return True
        parent.setdefault(_normal(self.key), node)
        if isinstance(node, Scalar):
            self.finish_value()
        return True

    def begin_pair(self, parent: Mapping, key: Scalar) -> None:
        name = _normal(key)
        if name in parent.keys_at:
            first = str(parent.keys_at[name][0])
            if len(self.source.problems) < MOST:
                self.source.report("key-twice", key.line, key.column, key=name[:60], first=first)
        else:
            parent.keys_at[name] = (key.line, key.column)
            self.look_at_key(name, key)
        node, _, flow = self.open[-1]
        self.open[-1] = (node, key, flow)
        self.key = key

    def look_at_key(self, name: str, key: Scalar) -> None:
        """Names that only look like the right one."""
        if name == "<<":
            self.source.report("yaml-merge-key", key.line, key.column)
        elif odd := ODD_SPACE.search(name):
            code = "character-not-allowed" if odd.start() else "indent-space"
            self.source.report(code, key.line, key.column, character=name_of(odd.group()))
        elif name[0:1] == "-" and name[1:] in self.known:
            self.source.report("space-after-dash", key.line, key.column)

    def finish_value(self) -> None:
        node, _, flow = self.open[-1]
        if isinstance(node, Mapping):
            self.open[-1] = (node, None, flow)
        self.key = None


def _normal(key: str) -> str:
    return unicodedata.normalize("NFC", key)


def _marks(event: yaml.Event) -> tuple[_Mark, _Mark]:
    """Where an event starts and ends; every event that a parser makes has both."""
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark, event.end_mark
