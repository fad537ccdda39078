"""Text of a register file → a tree of values that know their line and column.

The only importer of yaml for the register. Scalars stay text: the field decides the type, so
``no``, ``12:30`` and ``012`` are what was typed. The tree is built from YAML events without
recursion: fifty thousand brackets are a message, not a crash.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from generator.problems import Place, Problem

MAX_DEPTH = 12
"""Deeper than the deepest field of the register; anything beyond is a slip or an attack."""
MAX_FLOW_DEPTH = 4
MAX_CHARACTERS = 5_000_000

_LATIN = "A-Za-z0-9\u00c0-\u024f"
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufff9-\ufffb]"
    f"|(?<=[{_LATIN}])[\u200c\u200d]|[\u200c\u200d](?=[{_LATIN}])"
)
"""Control, bidirectional and zero-width characters: text that does not show what it is.
Joiners stay allowed where they join: inside an emoji or in scripts that need them."""
_LOST = re.compile(r"[ \t]+#")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
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
        self.problems.append(Problem(Place(self.file, line, column), code, facts=facts))


def read(file: str, content: bytes) -> Source:
    """Read one register file. Anything that is not plain, bounded YAML becomes a problem."""
    source = Source(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        line, column = _position(before, len(before))
        source.report("file-not-utf8", line, column)
        return source
    source.text = text
    if len(text) > MAX_CHARACTERS:
        source.report("file-too-large", 1, 1, most=str(MAX_CHARACTERS))
        return source
    _look_at_characters(source)
    if not source.problems:
        _Builder(source).run()
    return source


def _position(text: str, index: int) -> tuple[int, int]:
    ends = [match.end() for match in _LINE.finditer(text, 0, index)]
    return len(ends) + 1, index - (ends[-1] if ends else 0) + 1


def _look_at_characters(source: Source) -> None:
    """What no reader of the file can see, and what a merge left behind."""
    for count, match in enumerate(_FORBIDDEN.finditer(source.text)):
        if count == 20:
            break
        source.report(
            "character-not-allowed",
            *_position(source.text, match.start()),
            character=_name(match.group()),
        )
    for match in _CONFLICT.finditer(source.text):
        source.report("merge-conflict", *_position(source.text, match.start()))


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code


class _Builder:
    """Builds the tree from events, with a stack instead of recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.open: list[tuple[Mapping | Sequence, Scalar | None, bool]] = []
        self.key: Scalar | None = None

    def run(self) -> None:
        source = self.source
        try:
            for event in self.events():
                if not self.take(event):
                    source.tree = None
                    return
        except yaml.MarkedYAMLError as error:
            source.tree = None
            mark = error.problem_mark or error.context_mark
            source.report(
                "yaml-not-readable",
                mark.line + 1 if mark else 1,
                mark.column + 1 if mark else 1,
                why=str(error.problem or error.context),
            )
        except yaml.YAMLError as error:
            source.tree = None
            source.report("yaml-not-readable", 1, 1, why=str(error))
        if source.tree is None and not source.problems:
            source.report("file-empty", 1, 1)

    def events(self) -> Iterator[yaml.Event]:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        yield from yaml.parse(self.source.text, Loader=loader)

    def take(self, event: yaml.Event) -> bool:
        """Take one event in; ``False`` stops the reading."""
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent):
            return self.refuse("yaml-alias", line, column, name=event.anchor)
        if isinstance(event, yaml.DocumentStartEvent) and self.source.tree is not None:
            return self.refuse("yaml-second-document", line, column)
        if isinstance(event, yaml.NodeEvent):
            if event.anchor is not None:
                return self.refuse("yaml-anchor", line, column, name=event.anchor)
            if getattr(event, "tag", None) is not None:
                return self.refuse("yaml-tag", line, column, name=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return self.place(self.scalar(event, line, column), line, column)
        if isinstance(event, yaml.CollectionStartEvent):
            return self.begin(event, line, column)
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            if self.open:
                self.key = self.open[-1][1]
                self.finish_value()
        return True

    def refuse(self, code: str, line: int, column: int, **facts: str) -> bool:
        self.source.report(code, line, column, **facts)
        return False

    def scalar(self, event: yaml.ScalarEvent, line: int, column: int) -> Scalar:
        value = Scalar(event.value)
        value.line, value.column, value.lost = line, column, False
        text = self.source.text
        if not event.style:
            value.lost = bool(_LOST.match(text, event.end_mark.index))
        elif event.style == '"':
            for match in _FORBIDDEN.finditer(event.value):
                name = _name(match.group())
                self.source.report("character-not-allowed", line, column, character=name)
        elif event.style in "|>":
            header = _LINE.split(text[event.start_mark.index : event.start_mark.index + 200])[0]
            if not re.fullmatch(r"[|>][-+]?\s*", header):
                self.source.report("block-header", line, column, found=header.strip()[:40])
        return value

    def begin(self, event: yaml.CollectionStartEvent, line: int, column: int) -> bool:
        flow = sum(is_flow for *_, is_flow in self.open) + bool(event.flow_style)
        if len(self.open) >= MAX_DEPTH or flow > MAX_FLOW_DEPTH:
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
        if name == "<<":
            self.source.report("yaml-merge-key", key.line, key.column)
        elif name in parent.keys_at:
            first = str(parent.keys_at[name][0])
            self.source.report("key-twice", key.line, key.column, key=name, first=first)
        else:
            parent.keys_at[name] = (key.line, key.column)
        node, _, flow = self.open[-1]
        self.open[-1] = (node, key, flow)
        self.key = key

    def finish_value(self) -> None:
        node, _, flow = self.open[-1]
        if isinstance(node, Mapping):
            self.open[-1] = (node, None, flow)
        self.key = None


def _normal(key: str) -> str:
    return unicodedata.normalize("NFC", key)
