"""Rules about names: ids that are unique, references that lead somewhere, languages with words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from generator import words
from generator.checks.subject import Found, Subject
from generator.checks.swallowed import suspects
from generator.problems import nearest
from generator.register.model import Path, Register

_NAMED_BY_INSIGHT = ("topics", "journey", "segments")


def _known(register: Register) -> dict[str, frozenset[str]]:
    """The ids that exist, per part of the register."""
    return {
        "topics": frozenset(register.topics),
        "segments": frozenset(register.segments),
        "sources": frozenset(register.sources),
        "parties": frozenset(register.parties),
        "journey": frozenset(step.id for step in register.journey),
        "scores": frozenset(score.id for score in register.scores),
        "insights": frozenset(insight.id for insight in register.insights),
    }


def _references(register: Register) -> Iterator[tuple[Path, str, str]]:
    """Every id that points elsewhere: the way to it, the part it points to, and the id."""
    for path, insight in register.paths():
        for part in _NAMED_BY_INSIGHT:
            yield from _each((*path, part), part, getattr(insight, part))
        for index, heard in enumerate(insight.heard):
            yield from _each((*path, "heard", index, "sources"), "sources", heard.sources)
        if insight.merged_into:
            yield (*path, "merged_into"), "insights", insight.merged_into
    for path, _, action in register.action_paths():
        yield from _each((*path, "by"), "parties", action.by)
        if action.measure:
            yield (*path, "measure", "score"), "scores", action.measure.score
    for path, score in register.score_paths():
        if score.journey:
            yield (*path, "journey"), "journey", score.journey
    for topic in register.synonyms:
        yield ("synonyms", topic), "topics", topic


def _each(path: Path, part: str, ids: Iterable[str]) -> Iterator[tuple[Path, str, str]]:
    for index, name in enumerate(ids):
        yield (*path, index), part, name


def _listed_otherwise(subject: Subject) -> dict[tuple[str, str], tuple[str, int]]:
    """Names that several lines use and that are not listed, with the one like it that is listed
    and that nobody uses: the slip is on the line of the list. With how many lines use it.
    """
    known, used = _known(subject.register), Counter[tuple[str, str]]()
    used.update((part, name) for _, part, name in _references(subject.register))
    often = (
        (part, name, count)
        for (part, name), count in used.items()
        if count > 1 and name not in known[part] and name not in subject.broken
    )
    found = {}
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
    known, otherwise = _known(subject.register), _listed_otherwise(subject)
    suggested: dict[tuple[str, str], str] = {}
    empty: set[str] = set()
    for path, part, name in _references(subject.register):
        if (part, name) in otherwise:
            continue
        if part not in empty and name not in known[part] and name not in subject.broken:
            if not known[part]:
                empty.add(part)  # once is enough: the whole list is missing
            if (part, name) not in suggested:
                suggested[part, name] = nearest(name, known[part])
            yield path, {"found": name, "part": part, "nearest": suggested[part, name]}


def named_twice(subject: Subject) -> Iterator[Found]:
    """The same topic or party twice is a slip: probably another one was meant."""
    seen: set[tuple[Path, str]] = set()
    for path, _, name in _references(subject.register):
        if isinstance(path[-1], int):
            if (path[:-1], name) in seen:
                yield path, {"found": name}
            seen.add((path[:-1], name))


def _lists(register: Register) -> Iterator[tuple[Path, Iterable[str]]]:
    yield ("journey",), [step.id for step in register.journey]
    yield ("insights",), [insight.id for insight in register.insights]
    yield ("scores",), [score.id for score in register.scores]
    for path, insight in register.paths():
        yield (*path, "actions"), [action.id for action in insight.actions]


def id_twice(subject: Subject) -> Iterator[Found]:
    """An id is an address for ever: two things can't live at one."""
    for path, ids in _lists(subject.register):
        seen: set[str] = set()
        for index, name in enumerate(ids):
            if name.casefold() in seen:
                yield (*path, index, "id"), {"id": name}
            seen.add(name.casefold())


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
    for path, text in subject.texts:
        if not text.shared:
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
