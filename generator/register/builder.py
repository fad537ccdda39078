"""The text of a file → a tree, built from YAML events.

The only importer of yaml for the register. There is no recursion: fifty thousand brackets are a
message, not a crash.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import yaml

from generator.problems import Problem
from generator.register import slips
from generator.register.characters import LINE
from generator.register.outline import FIELDS
from generator.register.tree import MOST, Mapping, Node, Scalar, Sequence, Source, scalar

MAX_DEPTH = 12
"""Deeper than the deepest field of the register; anything beyond is a slip or an attack."""
MAX_FLOW_DEPTH = 4
_LOST = re.compile(r"[ \t]+#")
_COMMENT_BELOW = re.compile(r"(?:[ \t]*+(?:\r\n|\r|\n))++( *+)\t*+ *+#")
_UP_TO_LINE_END = re.compile(r"[^\r\n]*")
_HEADER = re.compile(r"[|>][-+]?\s*")
_BLANK = (" ", "\t")
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def is_yaml(text: str) -> bool:
    """Whether a text is YAML; much quicker than reading it."""
    loader = _LOADER(text)
    try:
        if hasattr(loader, "raw_parse"):  # that of libyaml, which makes nothing of what it meets
            loader.raw_parse()
        else:
            while loader.get_event() is not None:
                pass
    except yaml.YAMLError:
        return False
    finally:
        loader.dispose()
    return True


class Builder:
    """Builds the tree from events, with a stack instead of recursion."""

    def __init__(self, source: Source, first: int = 1) -> None:
        self.source = source
        self.text = source.text
        self.first = first
        """The number of the first line."""
        self.open: list[Mapping | Sequence] = []
        """What is being filled, the innermost last; the last ``flow`` of them have brackets."""
        self.flow = 0
        self.key: Scalar | None = None
        """The name that waits for its value."""
        self.key_end = 0
        self.has_comments = "#" in source.text
        self.halves: set[int] = set()
        """The entries in which another one begins without its dash."""
        self.names: dict[str, str] = {}
        """The names met so far, as written: each is normalised once."""

    def run(self) -> None:
        """Fill ``source.tree``; without it, ``source.problems`` say what is in the way."""
        source = self.source
        take: dict[type[yaml.Event], Callable[[Any], bool]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.begin,
            yaml.MappingEndEvent: self.end,
            yaml.SequenceStartEvent: self.begin,
            yaml.SequenceEndEvent: self.end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        # What to do with an event; each says whether to go on, and the others say nothing. As a
        # part of this object it would be a circle, which keeps the whole tree.
        try:
            for event in iter(_LOADER(source.text).get_event, None):
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
        lines = LINE.split(self.source.text)
        found = list(findings(lines, FIELDS, line))
        first = min((finding.line for finding in found), default=line)
        earlier = [problem for problem in self.source.problems if problem.place.line < first]
        if found and self.has_shifted(lines, earlier):
            earlier = [problem for problem in earlier if problem.code != "key-twice"]
        known = {problem.place.line for problem in earlier}
        self.source.problems = earlier  # after the mistake, the parser saw things that aren't there
        for finding in found:
            if finding.line not in known:
                self.source.report(finding.code, finding.line, finding.column, **finding.facts)
        if not found:
            line = min(line, len(lines))
            front = lines[line - 1][:column]
            is_tab = front.endswith("\t") and not front.strip()
            while not is_tab and line > 1 and not lines[line - 1].strip():
                line, column = line - 1, 1
            self.source.report("indent-tab" if is_tab else "yaml-not-readable", line, column)

    def has_shifted(self, lines: list[str], problems: Iterable[Problem]) -> bool:
        """Whether languages stand twice as lines have shifted into the text above them.

        Then more than one does, or the name of another text stands between. Which line it was is
        found by trying, once the file can be read.
        """
        twice = [p for p in problems if p.code == "key-twice" and len(p.facts["key"]) == 2]
        between = (
            line.strip().removesuffix(":")
            for problem in twice
            for line in lines[int(problem.facts["first"]) : problem.place.line - 1]
            if line.rstrip().endswith(":")
        )
        return len({p.facts["key"] for p in twice}) > 1 or not FIELDS.isdisjoint(between)

    def place(self, event: yaml.Event) -> tuple[int, int]:
        """Line and column of where an event starts."""
        mark: Any = event.start_mark
        return mark.line + self.first, mark.column + 1

    def document(self, event: yaml.DocumentStartEvent) -> bool:
        """Take the start of a document; a second one is refused."""
        if self.source.tree is None:
            return True
        return self.refuse("yaml-second-document", *self.place(event))

    def alias(self, event: yaml.AliasEvent) -> bool:
        """Take ``*name`` as the text that it is, and report it."""
        line, column = self.place(event)
        self.marked("*", line, column)
        return self.put(scalar(f"*{event.anchor}", line, column))

    def mark(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int, column: int
    ) -> None:
        """Report an anchor or a tag: signs with which YAML means something else than text."""
        self.marked("!" if event.anchor is None else "&", line, column)

    def marked(self, sign: str, line: int, column: int) -> None:
        """Report a sign of YAML in front of a value."""
        if len(self.source.problems) < MOST and self.key != "<<":
            key = str(self.key or "")[:60]
            self.source.report("leading-mark", line, column, key=key, mark=sign)

    def refuse(self, code: str, line: int, column: int, **facts: str) -> bool:
        """Report a problem after which reading stops; returns ``False`` for :meth:`run`."""
        self.source.report(code, line, column, **facts)
        return False

    def scalar(self, event: yaml.ScalarEvent) -> bool:
        """Take a key or a value, and report what YAML would make of it otherwise than was typed."""
        start: Any = event.start_mark  # every event that a parser makes has both marks
        end: Any = event.end_mark
        line, column, after = start.line + self.first, start.column + 1, end.index
        if event.anchor is not None or event.tag is not None:
            self.mark(event, line, column)
        text, style = self.text, event.style
        value = Scalar(event.value)
        value.line, value.column, value.lost = line, column, False
        if not style:
            if text[after : after + 1] in _BLANK and _LOST.match(text, after):
                value.lost = True
            elif self.has_comments and self.key is not None and value and not self.flow:
                below = _COMMENT_BELOW.match(text, after)
                value.lost = below is not None and len(below[1]) >= self.open[-1].column
            if not value and self.flow and self.key_end == after:
                slips.look_for_comma(self.source, self.key, after, self.open[-1])
        elif style == '"':
            slips.look_for_escapes(self.source, value, start.index, after)
        elif style in "|>" and text[start.index + 1 : start.index + 2] != "\n":
            header = _UP_TO_LINE_END.match(text, start.index, start.index + 200)
            if header and not _HEADER.fullmatch(header[0]):
                self.source.report("block-header", line, column, found=header[0].strip()[:40])
        if end.line > start.line + 1 and style != "|":
            key = None if style else self.key
            slips.look_for_joined(self.source, text[start.index : after], value, key)
        self.key_end = after
        return self.put(value)

    def begin(self, event: yaml.CollectionStartEvent) -> bool:
        """Take the start of a mapping or a list."""
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

    def end(self, event: yaml.CollectionEndEvent) -> bool:
        """Take the end of a mapping or a list."""
        if self.flow and self.source.text[self.key_end : self.key_end + 1] == ",":
            line, _ = self.place(event)
            end = event.start_mark
            slips.look_for_last_comma(self.source, self.open[-1], self.key_end, end, line)
        self.open.pop()
        self.flow -= self.flow > 0  # what has brackets stands inside what has none
        self.key = None
        return True

    def put(self, node: Node) -> bool:
        """Put a node where it belongs: at the top, in a list, as a key or as a value."""
        if not self.open:
            self.source.tree = node
            return True
        parent, key = self.open[-1], self.key
        if isinstance(parent, Sequence):
            parent.append(node)
        elif key is not None:
            parent.setdefault(self.names[key], node)
            if type(node) is Scalar:
                self.key = None
        elif type(node) is Scalar:
            self.begin_pair(parent, node)
        else:
            return self.refuse("yaml-key-not-text", node.line, node.column)
        return True

    def begin_pair(self, parent: Mapping, key: Scalar) -> None:
        """Take a key, whose value comes next; a key that was there already is reported."""
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
            if not name.isalnum() and name not in FIELDS:
                slips.look_at_key(self.source, name, key, in_brackets=self.flow > 0)
