"""Names that too many spaces made a part of the text above them: they would be published as words,
and what stands behind them would be missed where it belongs."""

import re
from collections.abc import Iterator, Sequence

from generator.checks.subject import Found, Subject
from generator.problems import Place
from generator.prose import Text
from generator.register.load import place_of
from generator.register.model import FIELDS

_NAMED = re.compile(r"(?:^|\s)([a-z_]+):(?=\s|$)")
_HEADER = re.compile(r"( *(?:- +)*)[\w-]+: *[|>][-+]?\s*$")
_ENTRY = re.compile(r"( *(?:- +)?)([a-z_]+):(?: +(.*?))?\s*$")
_VALUE = re.compile(r"[|>][-+]?|\[.*\]|\{.*\}|\d{4}-\d{2}-\d{2}")
"""What stands behind the name of a field and not in the middle of a sentence."""
_LINE = re.compile(r"\r\n|\r|\n")


def suspects(text: Text, languages: Sequence[str]) -> Iterator[str]:
    """The languages of the versions in which a name stands that may be no word of the text."""
    for language, version in text.versions.items():
        if ":" in version:
            names = _NAMED.findall(version)
            if any(name in languages or name in FIELDS for name in names):
                yield language


def field_in_a_text(subject: Subject) -> Iterator[Found]:
    """A name with too many spaces before it would be published as a word of the text above it."""
    lines: dict[str, list[str]] = {}
    languages = subject.register.languages
    files = {source.file: source for source in subject.sources}
    main = next(iter(files), "")
    for path, text in subject.texts:
        if path[:1] == ("insights",) and path[1] in subject.safe:
            continue
        for language in suspects(text, languages):
            way = (*path, language)
            place = place_of(subject.tree, way, main)
            if place.file not in lines:
                lines[place.file] = _LINE.split(files[place.file].text)
            missing = [name for name in languages if name not in text.versions]
            yield from _inside(place, lines[place.file], missing)


def _inside(place: Place, lines: Sequence[str], missing: Sequence[str]) -> Iterator[Found]:
    """The names inside the text that begins on a line, where it has ``>`` or ``|``."""
    header = _HEADER.match(lines[place.line - 1])
    if not header:
        return
    for number, line in enumerate(lines[place.line :], place.line + 1):
        if line.strip() and len(line) - len(line.lstrip(" ")) <= len(header[1]):
            return
        entry = _ENTRY.match(line)
        if not entry:
            continue
        name, value = entry[2], entry[3] or ""
        if name in missing or (name in FIELDS and _VALUE.fullmatch(value)):
            above = header[0].split(":")[0].lstrip(" -")
            yield (
                Place(place.file, number, len(entry[1]) + 1),
                {"key": name, "above": above},
            )


ERRORS = (field_in_a_text,)
WARNINGS = ()
