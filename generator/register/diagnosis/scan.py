"""The state while a file that is not YAML is read line by line, and the patterns it looks for."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

MOST = 20
"""More findings than this in one file are consequences of each other."""

KEY = re.compile(
    r"""(?P<key>"[^"]*"|'[^']*'|[^\s"'\[\]{}#&*!|>%@`,:?-][^\s:]*(?::\S[^\s:]*)*)[ \t]*:(?=\s|$)"""
)
DASH = re.compile(r"-(?:[ \t]+|$)")
TIGHT_DASH = re.compile(r"-(?=[^\s-])")
TIGHT_COLON = re.compile(r"([A-Za-z_]+):(?=[^\s/])")
OTHER_DASH = re.compile(
    r"(?P<sign>[–—‒−•·◦▪●○*+,]|\d{1,2}[.)])[ \t\u00a0]+(?=[\[{]|[\w-]+:(?:\s|$))"
)
"""What a word processor makes of a dash, before an entry."""
MARKED = re.compile(
    r"(?P<dash>- +)?(?P<mark>\*{1,3}|`{1,3})(?P<key>[a-z_]{1,30})(?::(?P=mark)|(?P=mark):)(?=\s|$)"
)
"""A name with marks of Markdown around it, as it is pasted from a chat or a page."""
WORD = re.compile(r"[\w-]+(?=\s|$)")
COMMENT = re.compile(r"(?:^|(?<=\s))#")
COLON = re.compile(r":(?=\s|$)")
HEADER = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
LANGUAGE = re.compile(r"[a-z]{2}")
CLOSING = {"[": "]", "{": "}"}
TOGETHER = {"indent-tab": "indent-tabs", "indent-space": "indent-spaces"}
CURLY = "“”„‟‘’‚‛«»"
MARKS = "&*!%@`|>"


def indent(key: str, found: int, expected: int) -> tuple[str, dict[str, str]]:
    """The code and facts of a name, or a dash, with so many spaces before it."""
    code = "indent-dash" if key == "-" else "indent-key"
    facts = {"key": key, "found": str(found), "expected": str(expected)}
    return code if expected else "indent-left", facts


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake; line and column count from 1, ``facts`` fill its message."""

    code: str
    line: int
    column: int
    facts: dict[str, str]


@dataclass(slots=True)
class Level:
    """A column at which entries stand, whose first is on ``line``."""

    column: int
    dash: bool
    key: str = ""
    """The name of the last entry, which is on line ``key_line``."""
    waits: bool = True
    """Whether that has no value yet."""
    line: int = 0
    entries: int = 0
    child: bool = False
    """Whether the last entry has others below it."""
    stray: "Level | None" = None
    """The last entry, where it isn't known and the one above it still waited for its value."""
    key_line: int = 0


@dataclass(slots=True)
class Open:
    """A quote or bracket that was opened and not yet closed."""

    sign: str
    line: int
    column: int
    at: str = "start"
    """Inside brackets: before a value, in its ``text``, or at its ``end``; or what is wrong is
    ``told``."""
    colon: bool = False
    """Whether the value has a name, which is ``key``."""
    key: str = ""


@dataclass(slots=True)
class Block:
    """A text behind ``|`` or ``>``: the lines further in than the ``column`` of its name."""

    column: int
    key: str
    first: int | None = None
    """The column of its first line, and in ``line`` its number; ``None`` until that is met."""
    line: int = 0


@dataclass(slots=True)
class Scan:
    """The state of reading, between one line and the next."""

    known: Collection[str]
    lines: Sequence[str]
    step: int = 2
    """How many columns further in this file has names, and in ``dash_step`` dashes."""
    dash_step: int = 2
    found: list[Finding] = field(default_factory=list)
    number: int = 0
    """The line that is read."""
    levels: list[Level] = field(default_factory=list)
    """Those that are open, the innermost last."""
    owner: int = 0
    """The column of the entry whose value is read."""
    open: list[Open] = field(default_factory=list)
    closed: Open = field(default_factory=lambda: Open("", 0, 0))
    """The quote or bracket that was closed last."""
    block: Block | None = None
    text: bool = False
    """Whether the line above ends in an unquoted text."""
    below: Level | None = None
    """The name that waits for the text, where that begins on a line of its own."""
    cut: tuple[int, int, str] | None = None
    """Where the last line of a text has a comment: its line, column and what stands before it."""
    bare: tuple[int, int, str] = (0, 0, "")
    """The line, the column and the name above the last text without a name of its own."""
    ended: Level | None = None
    """The name whose unquoted text ended on the line above."""
    told: bool = False
    """Whether something was said about this text, so that the rest of it needs no more."""
    lenient: bool = False
    """Whether a column was wrong just above: what follows from that isn't told."""
    mail: int = -1
    """The last line that was pasted with the mark of a mail."""
    odd_lines: tuple[int, int, str] = (0, 0, "")
    """The first and last of the lines above that start with no ordinary spaces; their code."""

    def report(self, code: str, column: int, line: int = 0, **facts: str) -> None:
        """Note a finding; ``column`` counts from 0, and ``line`` 0 is the line being read."""
        self.found.append(Finding(code, line or self.number, column + 1, facts))

    def report_indent(self, key: str, column: int, expected: int, line: int) -> None:
        """A name, or a dash, at a column where it can't stand."""
        code, facts = indent(key, column, expected)
        self.report(code, column, line, **facts)

    def report_space(self, code: str, column: int) -> None:
        """A line that starts with no ordinary spaces; lines below each other are told as one."""
        first, last, known = self.odd_lines
        self.odd_lines = (self.number, self.number, code)
        between = self.lines[last : self.number - 1]
        if known != code or any(line.strip() for line in between):
            self.report(code, column)
            return
        self.odd_lines = (first, self.number, code)
        start = self.found[-1]
        facts = {"first": str(first), "last": str(self.number)}
        self.found[-1] = Finding(TOGETHER[code], start.line, start.column, facts)

    def report_in_text(self, code: str, column: int, line: int = 0, **facts: str) -> None:
        """A sign in an unquoted text, once; below its key, that key misses its mark."""
        if self.told:
            return
        self.told, level = True, self.below
        if level is None:
            self.report(code, column, line, **facts)
        else:
            self.report("text-below-key", level.column, level.key_line, key=level.key)

    def is_field(self, name: str) -> bool:
        """Whether a name is that of a field, or of a language."""
        return name in self.known or bool(LANGUAGE.fullmatch(name))
