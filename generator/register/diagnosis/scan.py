"""What the reading of a file that is not YAML keeps in mind, and the signs it looks for."""

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
_LIST_ITEM = re.compile(r"( *)- ")
TIGHT_COLON = re.compile(r"([A-Za-z_]+):(?=[^\s/])")
WORD = re.compile(r"[\w-]+(?=\s|$)")
COMMENT = re.compile(r"(?:^|(?<=\s))#")
COLON = re.compile(r":(?=\s|$)")
HEADER = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
LANGUAGE = re.compile(r"[a-z]{2}")
CLOSING = {"[": "]", "{": "}"}
CURLY = "“”„‟‘’‚‛«»"
MARKS = "&*!%@`|>"


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

    def report(self, code: str, column: int, line: int = 0, **facts: str) -> None:
        self.found.append(Finding(code, line or self.number, column + 1, facts))

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
        return name in self.known or bool(LANGUAGE.fullmatch(name))
