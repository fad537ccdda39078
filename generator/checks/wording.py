"""Wording: warnings that coach and never block.

The phrases stand per language in ``words/*.yml`` under ``wording``; no rule claims a level of
language, as a count of words can't.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from generator import words
from generator.checks import reading
from generator.checks.subject import Found, Subject
from generator.prose import Text
from generator.register.model import Kind, Path

MOST_WORDS = 20
"""Words in a sentence: what most readers take in at once."""
LEAST_EASE = 40
"""Reading ease below which a text asks too much; the scale runs from 0 to 100."""
ENOUGH_WORDS = 30
"""Words; of a shorter text the ease says little."""
SILENCE = timedelta(days=183)
"""Half a year without news."""
_SAME = 0.75
"""The share of words from which two texts count as one."""


@cache
def _phrases(name: str, language: str) -> re.Pattern[str] | None:
    """The phrases of a language as one pattern; a star stands for the rest of a word."""
    if language not in words.available():
        return None
    listed = words.words(language)(f"wording.{name}").splitlines()
    parts = (re.escape(line.strip()).replace(r"\*", r"\w*") for line in listed if line.strip())
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def _answers(subject: Subject) -> Iterator[tuple[Path, Text]]:
    """Every text in which we speak to customers about what we do."""
    for path, _, action in subject.register.action_paths():
        yield (*path, "text"), action.text
        if action.alternative:
            yield (*path, "alternative"), action.alternative
        for index, update in enumerate(action.updates):
            yield (*path, "updates", index, "text"), update.text
            if update.reason:
                yield (*path, "updates", index, "reason"), update.reason


def _all(subject: Subject) -> Iterator[tuple[Path, Text]]:
    for path, insight in subject.register.paths():
        yield (*path, "said"), insight.said
    yield from _answers(subject)


def vague_promise(subject: Subject) -> Iterator[Found]:
    """ "Soon" is no day: customers remember the promise and can't see that it was kept."""
    for path, text in _answers(subject):
        for language, version in text.versions.items():
            pattern = _phrases("vague", language)
            if pattern is None or not pattern.search(version):
                continue
            for sentence in reading.sentences(version):
                found = pattern.search(sentence)
                if found and not re.search(r"\d", sentence):
                    yield (*path, language), {"found": found[0]}
                    break


def explaining_away(subject: Subject) -> Iterator[Found]:
    """Why it went wrong for us is no help; what the customer went through, and what changes, is."""
    for path, text in _answers(subject):
        for language, version in text.versions.items():
            pattern = _phrases("excuses", language)
            found = pattern.search(version) if pattern else None
            if found:
                yield (*path, language), {"found": found[0]}


def _bag(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w{4,}", text.lower()))


def no_that_repeats_the_question(subject: Subject) -> Iterator[Found]:
    """A "no" in the words of the question gives no why."""
    for path, insight, action in subject.register.action_paths():
        if action.kind is not Kind.NO_ACTION:
            continue
        for language, version in action.text.versions.items():
            said, answer = _bag(insight.said.versions.get(language, "")), _bag(version)
            if len(answer) > 3 and len(said & answer) >= _SAME * len(answer):
                yield (*path, "text", language), {"id": action.id}
                break


def no_that_repeats_another(subject: Subject) -> Iterator[Found]:
    """One "no" for all questions reads as if nobody listened to any of them."""
    seen: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for path, insight, action in subject.register.action_paths():
        if action.kind is not Kind.NO_ACTION:
            continue
        for language, version in action.text.versions.items():
            answer = _bag(version)
            others = seen.setdefault(language, [])
            same = (name for name, other in others if _alike(answer, other))
            other = next(same, None)
            others.append((f"{insight.id}/{action.id}", answer))
            if other:
                yield (*path, "text", language), {"id": action.id, "other": other}
                break


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not _SAME <= len(one) / max(len(other), 1) <= 1 / _SAME:
        return False
    return len(one & other) >= _SAME * len(one | other)


def long_sentence(subject: Subject) -> Iterator[Found]:
    """Who reads a long sentence on a phone has lost its start when it ends."""
    for path, text in _all(subject):
        for language, version in text.versions.items():
            for sentence in reading.sentences(version):
                count = len(reading.words(sentence))
                if count > MOST_WORDS:
                    start = " ".join(sentence.split()[:5])
                    facts = {"found": start, "n": str(count), "most": str(MOST_WORDS)}
                    yield (*path, language), facts
                    break


def hard_to_read(subject: Subject) -> Iterator[Found]:
    """Short words and short sentences reach more people, and tire nobody."""
    for path, text in _all(subject):
        for language, version in text.versions.items():
            enough = len(reading.words(version)) >= ENOUGH_WORDS
            if enough and reading.ease(version, language) < LEAST_EASE:
                ease = f"{max(reading.ease(version, language), 0):.0f}"
                yield (*path, language), {"found": ease, "least": str(LEAST_EASE)}


def silent_for_long(subject: Subject) -> Iterator[Found]:
    """Work that nobody hears of for half a year is forgotten, by customers and by us."""
    for path, _, action in subject.register.action_paths():
        if action.is_open and subject.today - action.last_news > SILENCE:
            yield path, {"id": action.id, "date": str(action.last_news)}


ERRORS = ()
WARNINGS = (
    vague_promise,
    explaining_away,
    no_that_repeats_the_question,
    no_that_repeats_another,
    long_sentence,
    hard_to_read,
    silent_for_long,
)
