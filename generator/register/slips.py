"""What YAML takes for something else than what was typed: told while a file is read."""

import re
from collections.abc import Collection

from generator.register.characters import LINE, ODD_SPACE, name_of
from generator.register.tree import MOST, Mapping, Node, Scalar, Source

_RUN_ON = re.compile(
    r"[\n\r][ \t]*(?:[\n\r]|(?:[-*+]|\d{1,2}[.)])[ \t])|^(?:[-*+]|\d{1,2}[.)])[ \t]"
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s")


def look_for_comma(source: Source, key: Scalar | None, index: int, parent: Node) -> None:
    """``{nl: a, b}``: the comma ends the text, and its rest becomes a name without value."""
    if key is None or source.text[index - 1 : index] == ":":
        return
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
    if len(source.problems) < MOST:
        source.report(code, key.line, key.column, **facts)


def look_for_joined(source: Source, raw: str, line: int, key: Scalar | None) -> None:
    """Paragraphs or bullets that YAML would join into one run of text.

    Where nothing stands around the text, there is a ``key``: the mistake is the mark it misses.
    """
    if not _RUN_ON.search(raw):
        return
    typed = LINE.split(raw.rstrip())
    lines = [part.strip() for part in typed]
    for index in range(1, len(lines) - 1):
        if not lines[index] and lines[index - 1] and lines[index + 1]:
            _joined(source, "paragraphs-joined", key, line + index, 1)
            return
    items = [index for index, part in enumerate(lines) if _ITEM.match(f"{part} ")]
    if len(items) > 1:
        column = typed[items[0]].index(lines[items[0]]) + 1
        _joined(source, "list-joined", key, line + items[0], column)


def _joined(source: Source, code: str, key: Scalar | None, line: int, column: int) -> None:
    if key is None:
        source.report(code, line, column)
    else:
        source.report("mark-missing", key.line, key.column, key=key[:60])


def look_at_key(source: Source, name: str, key: Scalar, known: Collection[str]) -> None:
    """Names that only look like the right one."""
    if name == "<<":
        source.report("yaml-merge-key", key.line, key.column)
    elif odd := ODD_SPACE.search(name):
        code = "character-not-allowed" if odd.start() else "indent-space"
        source.report(code, key.line, key.column, character=name_of(odd.group()))
    elif name[0:1] == "-" and name[1:] in known:
        source.report("space-after-dash", key.line, key.column)
