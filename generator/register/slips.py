"""What YAML takes for something else than what was typed: told while a file is read."""

import re
from typing import Any

from generator.register.characters import LINE, ODD_SPACE, forbidden, name_of
from generator.register.escapes import first_swallowing
from generator.register.outline import FIELDS
from generator.register.tree import MOST, Mapping, Node, Scalar, Source

_RUN_ON = re.compile(
    r"[\n\r][ \t]*(?:[\n\r]|(?:[-*+]|\d{1,2}[.)])[ \t])|^(?:[-*+]|\d{1,2}[.)])[ \t]"
)
_NEAR = 40
"""So many characters at most stand between a text and the bracket behind it, of which we tell."""
_NO_COLON = re.compile(r"([a-z_]+) *[|>][ \t]*(?:\n|\r)")  # a name before a mark, without its colon
_LANGUAGES = frozenset(("nl", "en"))
_COUNTS = frozenset(("mentions", "n", "promoters", "passives", "detractors", "positive"))
_NAMES = FIELDS | _LANGUAGES
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s")


def look_for_comma(source: Source, key: Scalar | None, index: int, parent: Node) -> None:
    """``{nl: a, b}``: the comma ends the text, and its rest becomes a name without value."""
    if key is None or source.text[index - 1 : index] == ":" or len(source.problems) >= MOST:
        return
    before = next(reversed(parent.values()), "") if isinstance(parent, Mapping) else ""
    last = source.problems[-1].code if source.problems else ""
    if last == "text-split-by-comma" and before == "" and isinstance(parent, Mapping) and parent:
        return  # more of the same text
    name, tight, behind = key.partition(":")
    if ODD_SPACE.match(behind):
        return  # told of the name
    code, facts = "text-split-by-comma", {"found": key[:60]}
    if forgotten := _without_colon(source, key, index, parent):
        source.report("colon-missing", key.line, key.column + len(forgotten), key=forgotten)
        return
    if tight:
        code, facts = "space-after-colon", {"key": name[:60]}
    elif isinstance(parent, Mapping) and len(parent.keys_at) == 1:
        code, facts = "leading-mark", {"key": "", "mark": "{"}
    elif re.fullmatch(r"\d{1,9}", key) and re.fullmatch(r"\d{1,9}", str(before)):
        thousands = len(key) == 3
        code = "number-with-thousands" if thousands else "number-with-comma"
        if thousands and isinstance(parent, Mapping) and next(reversed(parent)) in _COUNTS:
            code = "count-with-thousands"
        better = f"{before}{'' if thousands else '.'}{key}"
        facts = {"found": f"{before},{key}", "better": better}
    source.report(code, key.line, key.column, **facts)


def _without_colon(source: Source, key: Scalar, index: int, parent: Node) -> str:
    """The name at the start of ``{nl Tekst, …`` or ``{…, mentions 3``, if one is there.

    Behind a comma it can also be a word of a sentence: ``{nl: U belt, en wacht lang, en: …}``.
    """
    word, space, rest = key.partition(" ")
    if not (space and rest and word in _NAMES and isinstance(parent, Mapping)):
        return ""
    if len(parent.keys_at) == 1:
        return word
    before = next(reversed(parent.values()), "")
    if FIELDS.issuperset(name for name in parent if name != key):
        return "" if " " in str(before) else word
    further = re.compile(rf"[^\n}}]*,\s*{word}\s*:").match(source.text, index)
    return word if word in _LANGUAGES and not (rest[0].islower() or further) else ""


def look_for_last_comma(source: Source, parent: Node, start: int, end: Any, line: int) -> None:
    """``{nl: a, en: b,}``: was the comma a part of the text, or did a language come behind it?

    Between quotes or on a line of its own it is plainly neither.
    """
    is_bare = source.text[start - 1] not in "\"'" and end.index - start < _NEAR
    if not is_bare or source.text[start : end.index].strip(" ") != ",":
        return
    if isinstance(parent, Mapping) and all(len(name) == 2 for name in parent):
        source.report("comma-before-bracket", line, end.column + 1 - (end.index - start))


def look_for_escapes(source: Source, value: Scalar, start: int, end: int) -> None:
    """A backslash between double quotes makes another sign of what was typed behind it.

    Told where it stands when that swallows a text; signs that nobody may use by their number.
    """
    place = first_swallowing(source.text, start, end)
    if place is None:
        for match in forbidden(value):
            name = name_of(match.group())
            source.report("character-not-allowed", value.line, value.column, character=name)
    elif len(source.problems) < MOST:
        lines = LINE.split(source.text[start:place])
        column = len(lines[-1]) + (value.column if len(lines) == 1 else 1)
        found = source.text[place : place + 2].rstrip("\r\n")
        source.report("backslash-in-quotes", value.line + len(lines) - 1, column, found=found)


def look_for_joined(source: Source, raw: str, value: Scalar, key: Scalar | None) -> None:
    """Paragraphs or bullets that YAML would join into one run of text.

    Told where the mark stands that does so; where none stands around the text, there is a ``key``,
    and the mistake is the mark it misses.
    """
    if not _RUN_ON.search(raw):
        return
    if key is not None and (name := _NO_COLON.match(raw)):
        column = value.column + len(name[1])
        source.report("colon-missing", value.line, column, key=name[1])
        return
    lines = [part.strip() for part in LINE.split(raw.rstrip())]
    for index in range(1, len(lines) - 1):
        if not lines[index] and lines[index - 1] and lines[index + 1]:
            _joined(source, "paragraphs-joined", value, key, index)
            return
    items = [index for index, part in enumerate(lines) if _ITEM.match(f"{part} ")]
    if len(items) > 1:
        _joined(source, "list-joined", value, key, items[0])


def _joined(source: Source, code: str, value: Scalar, key: Scalar | None, index: int) -> None:
    if key is None:
        source.report(code, value.line, value.column, at=str(value.line + index))
    else:
        source.report("mark-missing", key.line, key.column, key=key[:60])


def look_at_key(source: Source, name: str, key: Scalar, *, in_brackets: bool) -> None:
    """Names that only look like the right one."""
    if name == "<<":
        source.report("yaml-merge-key", key.line, key.column)
    elif odd := ODD_SPACE.search(name):
        behind = name[: odd.start()]
        code = (
            "character-not-allowed" if behind else "space-other" if in_brackets else "indent-space"
        )
        if behind.endswith(":"):
            code = "space-other"
        column = key.column + odd.start() if code == "space-other" else key.column
        source.report(code, key.line, column, character=name_of(odd.group()))
    elif name[0:1] == "-" and name[1:] in FIELDS:
        source.report("space-after-dash", key.line, key.column)
