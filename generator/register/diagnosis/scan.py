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
    r"(?P<sign>[–—‒−•·◦▪●○*+]|\d{1,2}[.)])[ \t\u00a0]+(?=[\[{]|[\w-]+:(?:\s|$))"
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
    """A column at which entries stand; ``waits`` says that the last one has no value yet."""

    column: int
    dash: bool
    key: str = ""
    waits: bool = True
    line: int = 0
    entries: int = 0
    child: bool = False
    stray: "Level | None" = None
    key_line: int = 0


@dataclass(slots=True)
class Open:
    """A quote or bracket that was opened and not yet closed."""

    sign: str
    line: int
    column: int
    at: str = "start"
    colon: bool = False
    key: str = ""


@dataclass(slots=True)
class Scan:
    """The state of reading, between one line and the next."""

    known: Collection[str]
    lines: Sequence[str]
    step: int = 2
    dash_step: int = 2
    found: list[Finding] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    closed: Open = field(default_factory=lambda: Open("", 0, 0))
    owner: int = 0
    block: int | None = None
    block_first: int | None = None
    block_line: int = 0
    block_key: str = ""
    text: bool = False
    below: Level | None = None
    cut: tuple[int, int, str] | None = None
    told: bool = False
    lenient: bool = False
    number: int = 0
    bare: tuple[int, int, str] = (0, 0, "")
    """The line, the column and the name above the last text without a name of its own."""
    ended: Level | None = None
    """The name whose unquoted text ended on the line above."""
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
