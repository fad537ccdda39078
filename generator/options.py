"""What is wrong with the plugin's options, all of it at once; in order they become ``Settings``.

The host can judge options too, but stops at the first that is unknown, knows no line, and says of
a mistake only which type it expected.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator import configuration
from generator.configuration import PLUGIN, Configuration, Steps
from generator.outputs.colours import MATERIAL, is_colour, is_readable, readable
from generator.outputs.security import is_ancestor
from generator.problems import Place, Problem, in_order, nearest
from generator.register.characters import lines_of, look_at
from generator.register.diagnosis import findings
from generator.register.fields import shown
from generator.settings import MINIMUM_ANSWERS, Allowed, Settings
from generator.words import available

_OF_THE_HOST = ("mkdocs", "readthedocs")
"""Themes that come with the host; those of others may be made on top of ours."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in an option: its code, the steps that lead there, the message's facts."""

    code: str
    facts: Mapping[str, str]
    steps: Steps = ()

    def below(self, *steps: str | int) -> "Fault":
        """The same, with the steps that lead to it from further up."""
        return replace(self, steps=(*steps, *self.steps))


def read(file: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings in ``mkdocs.yml``, read without the host, and what is wrong with them."""
    written, unread = configuration.read(file)
    chosen, problems = settings(written)
    return chosen, in_order(each for one in unread for each in _in_words(file, one)) or problems


def _in_words(file: Path, unread: Problem) -> Iterator[Problem]:
    """What somebody typed otherwise than YAML has it, where that can be told, as in a register."""
    if unread.code != "option.file-not-readable":
        yield unread
        return
    place = unread.place
    text = (file.parent / place.file).read_text(encoding="utf-8-sig")
    for code, index, facts in look_at(text, 1):
        if code == "merge-conflict":
            yield Problem(Place(place.file, text.count("\n", 0, index) + 1), code, "", facts)
            return
    found = list(findings(lines_of(text), _NAMES, place.line))
    if not found or any(each.code not in _SLIPS for each in found):
        yield unread
        return
    for each in found:
        yield Problem(Place(place.file, each.line, each.column), each.code, "", each.facts)


def settings(written: Configuration) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings that were chosen, and what is wrong with them.

    In place of what is wrong, the settings have what counts when the option is left out.
    """
    chosen, problems = Settings(), list(_around(written))
    address = written.site_url
    if isinstance(address, str) and is_address(address):
        chosen = replace(chosen, site_url=address.rstrip("/") + "/")
    options = written.options if isinstance(written.options, dict) else {}
    for name, value in options.items():
        if name == "colour" and value is None:  # what begins with # is a comment
            problems.append(_problem(written, Fault("option.colour-lost", {}, (name,))))
        if name in OPTIONS and value is not None:  # None: as if it were left out
            option = OPTIONS[name]
            faults = list(option.faults(value))
            problems += (_problem(written, fault.below(name)) for fault in faults)
            if not faults:
                chosen = option.fill(chosen, value)
    if not chosen.colour:
        problems += _palette(written)
    return chosen, in_order(problems)


def folder_missing(written: Configuration, folder: Path) -> Iterator[Problem]:
    """The folder of pages of prose, where it isn't there: the host makes no site without it."""
    name = str(written.docs_dir or "docs")
    if not (folder / name).is_dir():
        yield Problem(written.place("docs_dir"), "option.docs-dir", "docs_dir", {"found": name})


def pictures_missing(written: Configuration, folder: Path, language: str) -> Iterator[Problem]:
    """The pictures of the frame that aren't there: every page would have a broken one.

    ``folder`` is that of the site, ``language`` its first. What is below ``assets/`` may be a
    part of the theme itself, so the host looks for that.
    """
    own = f"{written.docs_dir or 'docs'}/{language}"
    for field, value in written.pictures.items():
        found = str(value or "")
        if not found or "//" in found or found.startswith("assets/"):
            continue
        places = (folder / own, folder / str(written.custom_dir or own))
        if not any((place / found).is_file() for place in places):
            inside = found.removeprefix(f"{own}/")
            better = inside if inside != found and (folder / own / inside).is_file() else ""
            facts = {"found": found, "folder": own, "nearest": better}
            yield Problem(written.place("theme", field), "option.picture", field, facts)


def is_address(text: str) -> bool:
    """Whether a text is the full address of a site or a page, without a query."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # raises where the port is no number
    except ValueError:
        return False
    plain = not re.search(r"[^!-~\xa1-\U0010ffff]|[<>\"'`{}|\\^?#]", text)
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def _around(written: Configuration) -> Iterator[Problem]:
    """What is wrong around the options: with the address, the plugin, their names."""
    if written.site_url in (None, ""):
        yield Problem(written.place(), "option.site-url-missing", "site_url")
    elif not (isinstance(written.site_url, str) and is_address(written.site_url)):
        facts = {"found": shown(written.site_url)}
        yield Problem(written.place("site_url"), "option.site-url", "site_url", facts)
    if written.theme in _OF_THE_HOST:
        facts = {"found": str(written.theme)}
        yield Problem(written.place("theme", "name"), "option.theme", "theme", facts)
    if written.directory_urls is False:
        place = written.place("use_directory_urls")
        yield Problem(place, "option.directory-urls", "use_directory_urls")
    if not written.has_plugin:
        yield Problem(written.place("plugins"), "option.no-plugin", "plugins")
    elif isinstance(written.options, dict):
        for name in written.options:
            if name not in OPTIONS and name != "enabled":  # the host's own, for every plugin
                facts = {"key": shown(name), "nearest": nearest(str(name), OPTIONS)}
                yield _problem(written, Fault("option.unknown", facts, (name,)))
    elif written.options is not None:
        yield _problem(written, Fault("option.not-a-mapping", {"key": PLUGIN}))


def _palette(written: Configuration) -> Iterator[Problem]:
    """Whether the colour of the theme can be read, where the organisation has none of its own."""
    palette = written.palette
    steps: Steps = ("theme", "palette")
    if isinstance(palette, list) and palette:  # the first is what a page has
        palette, steps = palette[0], (*steps, 0)
    name = palette.get("primary") if isinstance(palette, dict) else None
    colour = MATERIAL.get(str(name).replace(" ", "-"))
    if colour and not is_readable(colour):
        facts = {"found": shown(name), "better": readable(colour)}
        place = written.place(*steps, "primary")
        yield Problem(place, "option.palette-unreadable", "theme.palette.primary", facts)


def _problem(written: Configuration, fault: Fault) -> Problem:
    field = ".".join(shown(step) for step in ("plugins", PLUGIN, *fault.steps))
    place = written.place(*written.options_at, *fault.steps)
    return Problem(place, fault.code, field, fault.facts)


def _text(value: object) -> Iterator[Fault]:
    if not isinstance(value, str) or not value.strip():
        yield Fault("option.not-a-text", {"found": shown(value)})


def _number(value: object) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int) or value < MINIMUM_ANSWERS:
        yield Fault("option.number", {"found": shown(value), "least": str(MINIMUM_ANSWERS)})


def _per_language(value: object) -> Iterator[Fault]:
    known = available()
    if not isinstance(value, dict):
        yield Fault("option.per-language", {"found": shown(value), "example": known[-1]})
        return
    for language, text in value.items():
        if language not in known:
            facts = {"found": shown(language), "known": ", ".join(known)}
            yield Fault("option.language", facts, (language,))
        elif text not in (None, ""):  # as if it were left out
            yield from (fault.below(language) for fault in _text(text))


def _licence(value: object) -> Iterator[Fault]:
    if not isinstance(value, str) or not is_address(value):
        yield Fault("option.address", {"found": shown(value)})


def _allowed(value: object) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault("option.not-a-list", {})
        return
    for number, entry in enumerate(value):
        if not isinstance(entry, dict):
            yield Fault("option.allow", {}, (number,))
            continue
        for name in entry:
            if name not in ("text", "reason"):
                facts = {"key": shown(name), "nearest": nearest(str(name), ("text", "reason"))}
                yield Fault("option.unknown", facts, (number, name))
        for name in ("text", "reason"):
            if entry.get(name) is None:
                yield Fault("option.allow", {}, (number,))
            else:
                yield from (fault.below(number, name) for fault in _text(entry[name]))


def _colour(value: object) -> Iterator[Fault]:
    if value == "":
        return
    if not isinstance(value, str) or not is_colour(value):
        yield Fault("option.colour", {"found": shown(value)})
    elif not is_readable(value):
        yield Fault("option.colour-unreadable", {"found": value, "better": readable(value)})


def _ancestors(value: object) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault("option.not-a-list", {})
        return
    for number, place in enumerate(value):
        if not isinstance(place, str) or not is_ancestor(_quoted(place)):
            yield Fault("option.frame-ancestor", {"found": shown(place)}, (number,))


def _quoted(place: str) -> str:
    """``self`` and ``none`` as a policy has them: YAML takes the quotes of ``'self'`` off."""
    return f"'{place}'" if place in ("self", "none") else place


def _ancestors_of(value: list[str]) -> tuple[str, ...]:
    return tuple(map(_quoted, value))


@dataclass(frozen=True, slots=True)
class Option:
    """One option: what can be wrong with a value, and the settings once it is filled in."""

    setting: str
    faults: Callable[[object], Iterator[Fault]]
    read: Callable[[Any], Any] = lambda value: value

    def fill(self, settings: Settings, value: object) -> Settings:
        """The settings with a value of this option that has no faults."""
        chosen: dict[str, Any] = {self.setting: self.read(value)}
        return replace(settings, **chosen)


def _entries(value: list[dict[str, str]]) -> tuple[Allowed, ...]:
    return tuple(Allowed(entry["text"], entry["reason"]) for entry in value)


OPTIONS: Mapping[str, Option] = {
    "register": Option("register", _text),
    "minimum_answers": Option("minimum_answers", _number),
    "titles": Option("titles", _per_language),
    "notice": Option("notice", _per_language),
    "licence": Option("licence", _licence),
    "allow": Option("allowed", _allowed, _entries),
    "colour": Option("colour", _colour),
    "frame_ancestors": Option("frame_ancestors", _ancestors, _ancestors_of),
}
"""In the order in which the manual names them."""

_NAMES = frozenset(OPTIONS) | {
    PLUGIN, "plugins", "theme", "name", "font", "logo", "palette", "scheme", "primary", "accent",
    "site_name", "site_url", "docs_dir", "strict", "text", "reason", *available(),
}  # fmt: skip
"""Names that a colon may have been forgotten behind."""
_SLIPS = frozenset((
    "colon-in-text", "colon-missing", "indent-dash", "indent-key", "indent-space", "indent-spaces",
    "indent-tab", "indent-tabs", "quote-not-closed", "space-after-colon", "text-after-quote",
))  # fmt: skip
"""Mistakes in a register that are the same ones here; other signs mean something to the host."""
