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
from typing import Any

import yaml

from generator.problems import Place, Problem
from generator.register.characters import ODD_SPACE, forbidden, look_at, name_of
from generator.register.cut import Entry, cut

LISTS = ("insights", "scores")
"""The long lists of a register."""
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
_HEADER = re.compile(r"[|>][-+]?\s*")
_BLANK = (" ", "\t")
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


@dataclass(frozen=True, slots=True)
class Part:
    """An entry of a list whose text can be read alone, and has been."""

    file: str
    entry: Entry

    def read(self, known: frozenset[str]) -> "Node | None":
        """What stands there; ``None`` where it can't be read alone."""
        alone = Source(self.file, f"x:\n{self.entry.text}")
        _Builder(alone, known, self.entry.line - 1).run()
        if alone.problems or not isinstance(alone.tree, Mapping) or [*alone.tree] != ["x"]:
            return None
        found = alone.tree["x"]
        return found[0] if isinstance(found, Sequence) and len(found) == 1 else None


class Parts(Sequence):
    """A list whose entries are read when somebody asks for them.

    ``parts`` are their texts; ``None`` stands for an entry that was read with its file.
    """

    __slots__ = ("parts",)
    parts: list[Part | None]

    def __getitem__(self, index: Any) -> Any:
        node = super().__getitem__(index)
        if node is None:
            part = self.parts[index]
            assert part is not None
            node = part.read(frozenset())
            assert node is not None, "it was read before"
            self[index] = node
        return node

    def __iter__(self) -> Iterator["Node"]:
        return (self[index] for index in range(len(self)))


def joined(*lists: Sequence) -> Sequence:
    """One list of the entries of several, in the place of the last."""
    whole = Parts() if any(isinstance(one, Parts) for one in lists) else Sequence()
    whole.line, whole.column = lists[-1].line, lists[-1].column
    for one in lists:
        whole.extend(list.__iter__(one))
    if isinstance(whole, Parts):
        whole.parts = []
        for one in lists:
            whole.parts += one.parts if isinstance(one, Parts) else [None] * len(one)
    return whole


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


def read(
    file: str,
    content: bytes,
    known: Iterable[str] = (),
    is_known: Callable[[bytes], bool] | None = None,
) -> Source:
    """Read one register file. Anything that is not plain, bounded YAML becomes a problem.

    ``known`` are the names of all fields: they help to see what a line was meant to be. Where
    ``is_known`` is there to say of the keys of entries which were read before, those are not read
    again until somebody asks for them.
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
        names = frozenset(known)
        if is_known is None or not _read_parts(source, names, is_known):
            _Builder(source, names).run()
    return source


def _read_parts(source: Source, known: frozenset[str], is_known: Callable[[bytes], bool]) -> bool:
    """Read a file entry by entry; ``False``, and nothing done, where that may not be the same."""
    found = cut(source.text, LISTS)
    if found is None:
        return False
    rest = Source(source.file, found.rest)
    _Builder(rest, known).run()
    if rest.problems or not isinstance(rest.tree, Mapping):
        return False
    for each in found.lists:
        if rest.tree.keys_at.get(each.name) != (each.line, 1) or rest.tree[each.name] != "":
            return False
        entries = Parts()
        entries.line, entries.column = each.entries[0].line, each.column
        entries.parts = [Part(source.file, entry) for entry in each.entries]
        for part in entries.parts:
            assert part is not None
            node = None
            if not is_known(part.entry.key):
                node = part.read(known)
                if node is None:
                    return False
            entries.append(node)  # type: ignore[arg-type]  # read when it is asked for
        rest.tree[each.name] = entries
    source.tree = rest.tree
    return True


def _positions(text: str) -> Callable[[int], tuple[int, int]]:
    """A function from the index of a character to its line and column."""
    starts = [0, *(match.end() for match in _LINE.finditer(text))]

    def position(index: int) -> tuple[int, int]:
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    return position


class _Builder:
    """Builds the tree from events, with a stack instead of recursion."""

    def __init__(self, source: Source, known: frozenset[str], first: int = 1) -> None:
        self.source = source
        self.known = known
        self.first = first
        """The number of the first line."""
        self.open: list[Mapping | Sequence] = []
        """What is being filled, the innermost last; the last ``flow`` of them have brackets."""
        self.flow = 0
        self.key: Scalar | None = None
        """The name that waits for its value."""
        self.key_end = 0
        self.halves: set[int] = set()
        """The entries in which another one begins without its dash."""
        self.names: dict[str, str] = {}
        """The names met so far, as written: each is normalised once."""
        self.take: dict[type[yaml.Event], Callable[[Any], bool]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.begin,
            yaml.MappingEndEvent: self.end,
            yaml.SequenceStartEvent: self.begin,
            yaml.SequenceEndEvent: self.end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        """What to do with an event; each says whether to go on. The others say nothing."""

    def run(self) -> None:
        source, take = self.source, self.take
        try:
            for event in yaml.parse(source.text, Loader=_LOADER):
                kind = type(event)
                if kind in take and not take[kind](event):
                    source.tree = None
                    return
        except yaml.YAMLError as error:
            source.tree = None
            self.diagnose(error)
        if source.tree is None and not source.problems:
            source.report("file-empty", 1, 1)

    def diagnose(self, error: yaml.YAMLError) -> None:
        """Say where the mistake was made; the parser only knows where it stumbled."""
        from generator.register.diagnosis import findings  # noqa: PLC0415  # most files need none

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

    def place(self, event: yaml.Event) -> tuple[int, int]:
        """Line and column of where an event starts."""
        mark: Any = event.start_mark
        return mark.line + self.first, mark.column + 1

    def document(self, event: yaml.DocumentStartEvent) -> bool:
        if self.source.tree is None:
            return True
        return self.refuse("yaml-second-document", *self.place(event))

    def alias(self, event: yaml.AliasEvent) -> bool:
        line, column = self.place(event)
        self.marked("*", line, column)
        return self.put(_scalar(f"*{event.anchor}", line, column))

    def mark(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int, column: int
    ) -> None:
        """Report an anchor or a tag: signs with which YAML means something else than text."""
        self.marked("!" if event.anchor is None else "&", line, column)

    def marked(self, sign: str, line: int, column: int) -> None:
        if len(self.source.problems) < MOST and self.key != "<<":
            key = str(self.key or "")[:60]
            self.source.report("leading-mark", line, column, key=key, mark=sign)

    def refuse(self, code: str, line: int, column: int, **facts: str) -> bool:
        self.source.report(code, line, column, **facts)
        return False

    def scalar(self, event: yaml.ScalarEvent) -> bool:
        start: Any = event.start_mark  # every event that a parser makes has both marks
        end: Any = event.end_mark
        line, column, after = start.line + self.first, start.column + 1, end.index
        if event.anchor is not None or event.tag is not None:
            self.mark(event, line, column)
        text, style = self.source.text, event.style
        value = _scalar(event.value, line, column)
        if not style:
            if text[after : after + 1] in _BLANK and _LOST.match(text, after):
                value.lost = True
            if not value and self.flow and self.key is not None:
                self.look_for_comma(start.index)
        elif style == '"':
            for match in forbidden(value):
                name = name_of(match.group())
                self.source.report("character-not-allowed", line, column, character=name)
        elif style in "|>":
            header = _LINE.split(text[start.index : start.index + 200])[0]
            if not _HEADER.fullmatch(header):
                self.source.report("block-header", line, column, found=header.strip()[:40])
        if end.line > start.line + 1 and style != "|":
            self.look_for_joined(text[start.index : after], line, is_plain=not style)
        self.key_end = after
        return self.put(value)

    def look_for_comma(self, index: int) -> None:
        """``{nl: a, b}``: the comma ends the text, and its rest becomes a name without value."""
        text, key = self.source.text, self.key
        if key is None or index != self.key_end or text[index - 1 : index] == ":":
            return
        parent = self.open[-1]
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

    def look_for_joined(self, raw: str, line: int, *, is_plain: bool) -> None:
        """Paragraphs or bullets that YAML would join into one run of text.

        Where nothing stands around the text, the mistake is the mark that its key misses.
        """
        if not _RUN_ON.search(raw):
            return
        typed = _LINE.split(raw.rstrip())
        lines = [part.strip() for part in typed]
        key = self.key if is_plain else None
        for index in range(1, len(lines) - 1):
            if not lines[index] and lines[index - 1] and lines[index + 1]:
                self.joined("paragraphs-joined", key, line + index, 1)
                return
        items = [index for index, part in enumerate(lines) if _ITEM.match(f"{part} ")]
        if len(items) > 1:
            column = typed[items[0]].index(lines[items[0]]) + 1
            self.joined("list-joined", key, line + items[0], column)

    def joined(self, code: str, key: Scalar | None, line: int, column: int) -> None:
        if key is None:
            self.source.report(code, line, column)
        else:
            self.source.report("mark-missing", key.line, key.column, key=key[:60])

    def begin(self, event: yaml.CollectionStartEvent) -> bool:
        line, column = self.place(event)
        if event.anchor is not None or event.tag is not None:
            self.mark(event, line, column)
        flow = event.flow_style
        if (flow and self.flow >= MAX_FLOW_DEPTH) or len(self.open) >= MAX_DEPTH:
            return self.refuse("yaml-too-deep", line, column)
        node: Mapping | Sequence
        if type(event) is yaml.MappingStartEvent:
            node = Mapping()
            node.file, node.keys_at = self.source.file, {}
        else:
            node = Sequence()
        node.line, node.column = line, column
        if not self.put(node):
            return False
        self.open.append(node)
        self.flow += bool(flow)
        self.key = None
        return True

    def end(self, event: yaml.CollectionEndEvent) -> bool:  # noqa: ARG002  # all take an event
        self.open.pop()
        self.flow -= self.flow > 0  # what has brackets stands inside what has none
        self.key = None
        return True

    def put(self, node: Node) -> bool:
        """Put a node where it belongs: at the top, in a list, as a key or as a value."""
        if not self.open:
            self.source.tree = node
            return True
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.append(node)
        elif self.key is not None:
            parent.setdefault(self.names[self.key], node)
            if isinstance(node, Scalar):
                self.key = None
        elif isinstance(node, Scalar):
            self.begin_pair(parent, node)
        else:
            return self.refuse("yaml-key-not-text", node.line, node.column)
        return True

    def begin_pair(self, parent: Mapping, key: Scalar) -> None:
        self.key = key
        name = self.names.get(key)
        if name is None:
            name = self.names[str(key)] = unicodedata.normalize("NFC", str(key))
        if name in parent.keys_at:
            first = str(parent.keys_at[name][0])
            if name == "id" and len(parent.keys_at) > 2 and not self.flow:
                self.halves.add(id(parent))
                self.source.report("dash-lost", key.line, key.column, key=name)
            elif id(parent) not in self.halves and len(self.source.problems) < MOST:
                self.source.report("key-twice", key.line, key.column, key=name[:60], first=first)
        else:
            parent.keys_at[name] = (key.line, key.column)
            if name not in self.known:
                self.look_at_key(name, key)

    def look_at_key(self, name: str, key: Scalar) -> None:
        """Names that only look like the right one."""
        if name == "<<":
            self.source.report("yaml-merge-key", key.line, key.column)
        elif odd := ODD_SPACE.search(name):
            code = "character-not-allowed" if odd.start() else "indent-space"
            self.source.report(code, key.line, key.column, character=name_of(odd.group()))
        elif name[0:1] == "-" and name[1:] in self.known:
            self.source.report("space-after-dash", key.line, key.column)


def _scalar(value: str, line: int, column: int) -> Scalar:
    scalar = Scalar(value)
    scalar.line, scalar.column, scalar.lost = line, column, False
    return scalar
