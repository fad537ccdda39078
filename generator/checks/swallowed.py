"""Names that too many spaces made a part of the text above them: they would be published as words,
and what stands behind them would be missed where it belongs."""

import re
from collections.abc import Iterator, Sequence

from generator.checks.subject import Found, Spot, Subject
from generator.problems import Place
from generator.register.characters import indent_of, lines_of
from generator.register.model import Path
from generator.register.outline import FIELDS

_HEADER = re.compile(r"( *(?:- +)*)[\w-]+: *[|>][-+]?\s*$")
_ENTRY = re.compile(r"( *(?:- +)?)([a-z_]+):(?: +(.*?))?\s*$")
_BEHIND = re.compile(
    r"\S +([a-z_]+): *[|>][-+]?\s*$"
    r"|\S +(?=[a-z]+_)([a-z_]+): *(?:\[.*\]|\{.*\}|\d{4}-\d{2}-\d{2})\s*$"
)
"""A name behind other words, with what no sentence ends in."""
_FIELD = re.compile(r" *(?:- +)?\{? *([a-z_]+):(?: |$)")
_VALUE = re.compile(r"[|>][-+]?|\[.*\]|\{.*\}|\d{4}-\d{2}-\d{2}")
"""What stands behind the name of a field and not in the middle of a sentence."""


def field_in_a_text(subject: Subject) -> Iterator[Found]:
    """A name with too many spaces before it would be published as a word of the text above it."""
    for spot, facts, last in _swallowed(subject):
        if spot.place.line == last:
            yield spot, facts


def fields_in_a_text(subject: Subject) -> Iterator[Found]:
    """Lines with too many spaces before them would be published as words of the text above them."""
    for spot, facts, last in _swallowed(subject):
        if spot.place.line < last:
            yield spot, {**facts, "first": str(spot.place.line), "last": str(last)}


def name_behind_a_text(subject: Subject) -> Iterator[Found]:
    """A name behind a text on the same line would be published as a word of it."""
    for path, place, lines, missing in _suspected(subject):
        for number, line in _of_block(place, lines):
            behind = _BEHIND.search(line)
            name = (behind[1] or behind[2]) if behind else ""
            if behind and (name in missing or name in FIELDS):
                first = Place(place.file, number, behind.start(behind.lastindex or 0) + 1)
                yield Spot(first, path), {"key": name, "above": _name_at(place, lines)}


def _swallowed(subject: Subject) -> Iterator[tuple[Spot, dict[str, str], int]]:
    """The first name inside each text, with all that are in it, and the line of the last."""
    for path, place, lines, missing in _suspected(subject):
        found = list(_inside(place, lines, missing))
        if found:
            first, name = found[0]
            names = ", ".join(name for _, name in found)
            facts = {"key": name, "above": _name_at(place, lines), "names": names}
            yield Spot(first, path), facts, found[-1][0].line


def _name_at(place: Place, lines: Sequence[str]) -> str:
    return lines[place.line - 1].split(":")[0].lstrip(" -")


def _suspected(subject: Subject) -> Iterator[tuple[Path, Place, Sequence[str], list[str]]]:
    """The texts that may have names inside: the way, the place, the lines of the file, and the
    languages that the text lacks. What comes from a spreadsheet was typed in no file."""
    lines: dict[str, list[str]] = {}
    languages = subject.register.languages
    files = {source.file: source for source in subject.sources}
    for path, text, language in subject.suspected:
        place = subject.place((*path, language))
        if place.file not in files:
            continue
        if place.file not in lines:
            lines[place.file] = lines_of(files[place.file].text)
        missing = [name for name in languages if name not in text.versions]
        yield path, place, lines[place.file], missing


def _inside(
    place: Place, lines: Sequence[str], missing: Sequence[str]
) -> Iterator[tuple[Place, str]]:
    """The names on lines of their own inside the text that begins at a place."""
    for number, line in _of_block(place, lines):
        entry = _ENTRY.match(line)
        if not entry:
            continue
        name, value = entry[2], entry[3] or ""
        is_field = name in FIELDS and (_VALUE.fullmatch(value) or _has_entries(lines, number))
        if name in missing or is_field:
            yield Place(place.file, number, len(entry[1]) + 1), name


def _of_block(place: Place, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines of the text that begins at a place, where it has ``>`` or ``|``, by number."""
    header = _HEADER.match(lines[place.line - 1])
    if not header:
        return
    for number, line in enumerate(lines[place.line :], place.line + 1):
        if line.strip() and indent_of(line) <= len(header[1]):
            return
        yield number, line


def _has_entries(lines: Sequence[str], number: int) -> bool:
    """Whether a line that ends with its name has a field of the register right below it."""
    line, below = lines[number - 1], next((line for line in lines[number:] if line.strip()), "")
    entry = _FIELD.match(below)
    deeper = indent_of(below) > indent_of(line)
    return line.rstrip().endswith(":") and deeper and entry is not None and entry[1] in FIELDS


ERRORS = (field_in_a_text, fields_in_a_text, name_behind_a_text)
WARNINGS = ()
