"""The text of a register file, cut at the entries of its long lists.

What an editor changes is one entry among thousands, so the others need not be read again. Only
the plain layout is cut: a list below a name at the start of a line, each entry behind a dash in
one and the same column. An entry is never more or less than what YAML sees as one where it can be
read alone, which the reader tries: a quote or bracket that is open across a cut makes one of the
two sides unreadable, and less indentation than that of the dash would end the list.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b

_TOP = re.compile(r"\n(?=[^ \n#])")
"""Before each line that starts at its first character."""
_NAME = re.compile(r"([a-z]+):[ ]*(?:#[^\n]*)?")
_FIRST = re.compile(r"(?:\n *(?:#[^\n]*)?(?=\n))*\n( +)- ")
_DOCUMENT = ("---", "...", "%")
_LATER = re.compile(r"\n(?:---|\.\.\.|%)")
"""Signs of another document; thirty times faster than looking for them at each start of a line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: the line on which it starts, from 1, its text, and a digest of that."""

    line: int
    text: str
    key: bytes

    @property
    def lines(self) -> range:
        """The numbers of its lines."""
        return range(self.line, self.line + len(self.text.splitlines()))


@dataclass(frozen=True, slots=True)
class Entries:
    """A list: its name, the line with that name, and the column of its dashes, both from 1."""

    name: str
    line: int
    column: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text without its entries: an empty line stands for each of theirs."""

    rest: str
    lists: tuple[Entries, ...]


def cut(text: str, names: Collection[str]) -> Cut | None:
    """Cut the lists with these names out of a text; ``None`` where there is none to cut."""
    if "\r" in text or text.startswith(_DOCUMENT) or _LATER.search(text):
        return None
    rest: list[str] = []
    lists: list[Entries] = []
    line = 1
    for block in _blocks(text):
        found = _entries(block, line, names)
        if found:
            lists.append(found)
            head = block[: block.index("\n")]
            rest.append(head + "\n" * block.count("\n"))
        else:
            rest.append(block)
        line += block.count("\n")
    return Cut("".join(rest), tuple(lists)) if lists else None


def _blocks(text: str) -> Iterator[str]:
    """The text in parts that begin at a line without space in front; the first one may not."""
    start = 0
    for match in _TOP.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _entries(block: str, line: int, names: Collection[str]) -> Entries | None:
    head, newline, _ = block.partition("\n")
    named = _NAME.fullmatch(head)
    if not newline or not named or named[1] not in names:
        return None
    body = block[len(head) :]
    first = _FIRST.match(body)
    if not first:
        return None
    dash = "\n" + first[1] + "- "
    before, *parts = body.split(dash)
    at = line + before.count("\n") + 1
    entries = []
    for part in parts[:-1]:
        entries.append(_entry(at, f"{dash[1:]}{part}\n"))
        at += part.count("\n") + 1
    entries.append(_entry(at, f"{dash[1:]}{parts[-1]}"))
    return Entries(named[1], line, len(first[1]) + 1, tuple(entries))


def _entry(line: int, text: str) -> Entry:
    return Entry(line, text, blake2b(text.encode(), digest_size=16).digest())
