"""Rules about names: ids that are unique, references that lead somewhere, languages with words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from generator import words
from generator.checks.references import known_ids
from generator.checks.subject import Found, Subject, suspects
from generator.problems import nearest
from generator.register.model import Path


def _listed_otherwise(subject: Subject) -> dict[tuple[str, str], tuple[str, int]]:
    """Names that several lines use and that are not listed, with the one like it that is listed
    and that nobody uses: the slip is on the line of the list. With how many lines use it.
    """
    found: dict[tuple[str, str], tuple[str, int]] = {}
    if not subject.unknown:
        return found
    known = known_ids(subject.register)
    used = Counter((each.part, name) for each in subject.references() for name in each.ids)
    often = (
        (part, name, count)
        for (part, name), count in used.items()
        if count > 1 and name not in known[part] and name not in subject.broken
    )
    for part, name, count in islice(often, _MOST):
        listed = nearest(name, known[part])
        if listed and not used[part, listed]:
            found[part, name] = listed, count
    return found


_MOST = 20
"""Names, at most, of which we look for the slip: more is no slip."""


def used_otherwise(subject: Subject) -> Iterator[Found]:
    """A name that all who use it spell in another way was changed, or mistyped, where it stands."""
    register = subject.register
    for (part, name), (listed, count) in _listed_otherwise(subject).items():
        items = getattr(register, part)
        way: Path = (part, listed)
        if not isinstance(items, Mapping):
            way = (part, [item.id for item in items].index(listed), "id")
        yield way, {"found": listed, "better": name, "lines": str(count)}


def unknown_reference(subject: Subject) -> Iterator[Found]:
    """A name that leads nowhere gives a dead link, or hides an insight from its list."""
    known, otherwise = known_ids(subject.register), _listed_otherwise(subject)
    suggested: dict[tuple[str, str], str] = {}
    empty: set[str] = set()
    for each, index, name in subject.unknown:
        part = each.part
        if (part, name) not in otherwise and part not in empty:
            if not known[part]:
                empty.add(part)  # once is enough: the whole list is missing
            if (part, name) not in suggested:
                suggested[part, name] = nearest(name, known[part])
            facts = {"found": name, "part": part, "nearest": suggested[part, name]}
            yield each.way_to(index), facts


def named_twice(subject: Subject) -> Iterator[Found]:
    """The same topic or party twice is a slip: probably another one was meant."""
    for each in subject.references():
        if len(each.ids) < 2 or len(each.ids) == len(set(each.ids)):
            continue
        seen: set[str] = set()
        for index, name in enumerate(each.ids):
            if name in seen:
                yield each.way_to(index), {"found": name}
            seen.add(name)


def _lists(subject: Subject) -> Iterator[tuple[Path, Iterable[str]]]:
    register = subject.register
    yield ("journey",), [step.id for step in register.journey]
    yield ("insights",), [insight.id for insight in register.insights]
    yield ("scores",), [score.id for score in register.scores]
    for path, insight in subject.insights:
        if len(insight.actions) > 1:
            yield (*path, "actions"), [action.id for action in insight.actions]


def id_twice(subject: Subject) -> Iterator[Found]:
    """An id is an address for ever: two things can't live at one."""
    for path, ids in _lists(subject):
        seen: dict[str, int] = {}
        for index, name in enumerate(ids):
            first = seen.setdefault(name.casefold(), index)
            if first != index:
                place = subject.place((*path, first, "id"))
                where = f" ({place.file}:{place.line})" if place.file else ""
                yield (*path, index, "id"), {"id": name, "where": where}


def language_twice(subject: Subject) -> Iterator[Found]:
    """Each language has one tree of pages."""
    seen: set[str] = set()
    for index, language in enumerate(subject.register.languages):
        if language in seen:
            yield ("languages", index), {"found": language}
        seen.add(language)


def language_without_words(subject: Subject) -> Iterator[Found]:
    """Headings, buttons and dates need words too, in each language of the site."""
    known = words.available()
    for index, language in enumerate(subject.register.languages):
        if language not in known:
            yield ("languages", index), {"found": language, "known": ", ".join(known)}


def missing_translation(subject: Subject) -> Iterator[Found]:
    """Who reads another language gets the first one instead, marked as such."""
    known = words.available()
    languages = [language for language in subject.register.languages if language in known]
    needed = frozenset(languages)
    for path, text in subject.texts:
        if not text.shared and not needed <= text.versions.keys():
            missing = [language for language in languages if language not in text.versions]
            if missing and not any(suspects(text, missing)):
                yield path, {"missing": ", ".join(missing)}


ERRORS = (
    unknown_reference,
    used_otherwise,
    named_twice,
    id_twice,
    language_twice,
    language_without_words,
)
WARNINGS = (missing_translation,)
