"""Wording: warnings that coach and never block.

The phrases stand per language in ``words/*.yml`` under ``wording``; no rule claims a level of
language, as a count of words can't.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from math import ceil

from generator import words
from generator.checks import reading
from generator.checks.subject import Found, Subject
from generator.prose import Text
from generator.register.fields import shown
from generator.register.model import Kind, Path

MOST_WORDS = 20
"""Words in a sentence: what most readers take in at once."""
LEAST_EASE = 40
"""Reading ease below which a text asks too much; the scale runs from 0 to 100."""
ENOUGH_WORDS = 30
"""Words; of a shorter text the ease says little."""
SILENCE = timedelta(days=183)
"""Half a year without news."""
_NO_MARKS = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)|\[[^\]\n]+\]\((?!https://|mailto:)[^)\n]*\)|^#{1,6} .*"
    r"|</?(?:a|b|br|div|em|font|h[1-6]|i|iframe|img|li|ol|p|script|span|strong|table|u|ul)\b[^<>]*>",
    re.IGNORECASE | re.MULTILINE,
)
"""What is a mark elsewhere, and in our texts stays as it was typed."""
_SAME = 0.75
"""The share of words from which two texts count as one."""


def _listed(name: str, language: str) -> list[str]:
    """The phrases of a list; a star stands for the rest of a word."""
    if language not in words.available():
        return []
    listed = words.words(language)(f"wording.{name}").splitlines()
    return [line.strip() for line in listed if line.strip()]


@cache
def _phrases(name: str, language: str) -> re.Pattern[str]:
    """The phrases of a list as one pattern."""
    parts = (re.escape(line).replace(r"\*", r"\w*") for line in _listed(name, language))
    return re.compile(rf"\b(?:{'|'.join(parts) or '(?!)'})\b", re.IGNORECASE)


@cache
def _signs(name: str, language: str) -> re.Pattern[str]:
    """The longest word of each phrase, small: where none is found, no phrase is."""
    small = [line.lower() for line in _listed(name, language)]
    longest = (max([*re.findall(r"\w{3,}", line), ""], key=len) or line for line in small)
    return re.compile("|".join(sorted(map(re.escape, set(longest)))) or "(?!)")


def _suspects(subject: Subject, name: str) -> Iterator[tuple[Path, str, re.Pattern[str]]]:
    """The answers in which a phrase of a list may stand: the path, the text and the phrases."""
    for path, text in _answers(subject):
        for language, version in text.versions.items():
            if _signs(name, language).search(version.lower()):
                yield (*path, language), version, _phrases(name, language)


def _answers(subject: Subject) -> Iterator[tuple[Path, Text]]:
    """Every text in which we speak to customers about what we do."""
    for path, _, action in subject.actions:
        yield (*path, "text"), action.text
        if action.alternative:
            yield (*path, "alternative"), action.alternative
        for index, update in enumerate(action.updates):
            yield (*path, "updates", index, "text"), update.text
            if update.reason:
                yield (*path, "updates", index, "reason"), update.reason


def _all(subject: Subject) -> Iterator[tuple[Path, Text]]:
    for path, insight in subject.insights:
        yield (*path, "said"), insight.said
    yield from _answers(subject)


def vague_promise(subject: Subject) -> Iterator[Found]:
    """ "Soon" is no day: customers remember the promise and can't see that it was kept."""
    for path, version, pattern in _suspects(subject, "vague"):
        if not pattern.search(version):
            continue
        for sentence in reading.sentences(version):
            found = pattern.search(sentence)
            if found and not re.search(r"\d", sentence):
                yield path, {"found": found[0]}
                break


def explaining_away(subject: Subject) -> Iterator[Found]:
    """Why it went wrong for us is no help; what the customer went through, and what changes, is."""
    for path, version, pattern in _suspects(subject, "excuses"):
        found = pattern.search(version)
        if found:
            yield path, {"found": found[0]}


def _bag(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{4,}", text.lower()))


def no_that_repeats_the_question(subject: Subject) -> Iterator[Found]:
    """A "no" in the words of the question gives no why."""
    for path, insight, action in subject.actions:
        if action.kind is not Kind.NO_ACTION:
            continue
        for language, version in action.text.versions.items():
            said, answer = _bag(insight.said.versions.get(language, "")), _bag(version)
            enough = len(answer) if len(answer) <= 3 else _SAME * len(answer)
            if len(answer) > 1 and len(said & answer) >= enough:
                yield (*path, "text", language), {"id": action.id}
                break


def no_that_repeats_another(subject: Subject) -> Iterator[Found]:
    """One "no" for all questions reads as if nobody listened to any of them."""
    answers = [
        (path, f"{insight.id}/{action.id}", action)
        for path, insight, action in subject.actions
        if action.kind is Kind.NO_ACTION and insight.is_current
    ]
    bags = [
        [(language, _bag(version)) for language, version in action.text.versions.items()]
        for _, _, action in answers
    ]
    rarity = Counter(word for one in bags for _, bag in one for word in bag)
    seen: dict[str, Repeated] = {}
    for (path, name, action), one in zip(answers, bags, strict=True):
        for language, answer in one:
            other = seen.setdefault(language, Repeated(rarity)).first_alike(answer, name)
            if other:
                yield (*path, "text", language), {"id": action.id, "other": other}
                break


class Repeated:
    """Bags of words met so far, found by their rarest words, so that not all are compared.

    Two that are alike miss at most a quarter of each other's words. So of the rarest quarter of
    each, and one more, at least one word is in both. ``rarity`` is how often each word is used.
    """

    def __init__(self, rarity: Mapping[str, int]) -> None:
        self._rarity = rarity
        self._met: list[tuple[str, frozenset[str]]] = []
        self._having: dict[str, list[int]] = {}

    def first_alike(self, bag: frozenset[str], name: str) -> str | None:
        """The name of the first that is alike; this one is met from now on."""
        rarest = sorted(bag, key=lambda word: (self._rarity[word], word))
        rarest = rarest[: len(bag) - ceil(_SAME * len(bag)) + 1]
        near = sorted({number for word in rarest for number in self._having.get(word, ())})
        others = (self._met[number] for number in near)
        first = next((other for other, met in others if is_alike(bag, met)), None)
        for word in rarest:
            self._having.setdefault(word, []).append(len(self._met))
        self._met.append((name, bag))
        return first


def is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two bags of words differ in so little that they say the same."""
    if not one or not _SAME <= len(one) / max(len(other), 1) <= 1 / _SAME:
        return False
    return len(one & other) >= _SAME * len(one | other)


def marks_shown_as_typed(subject: Subject) -> Iterator[Found]:
    """Readers see HTML, headings, pictures and links of another sort as the signs they are."""
    for path, text in _all(subject):
        for language, version in text.versions.items():
            if "<" in version or "](" in version or "# " in version:
                found = _NO_MARKS.search(version)
                if found:
                    yield (*path, language), {"found": shown(found[0].strip())}


def long_sentence(subject: Subject) -> Iterator[Found]:
    """Who reads a long sentence on a phone has lost its start when it ends."""
    for path, text in _all(subject):
        for language, version in text.versions.items():
            if reading.longest_sentence_at_most(version) <= MOST_WORDS:
                continue
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
            if reading.words_at_most(version) < ENOUGH_WORDS:
                continue
            enough = len(reading.words(version)) >= ENOUGH_WORDS
            if enough and reading.ease(version, language) < LEAST_EASE:
                ease = f"{max(reading.ease(version, language), 0):.0f}"
                yield (*path, language), {"found": ease, "least": str(LEAST_EASE)}


def silent_for_long(subject: Subject) -> Iterator[Found]:
    """Work that nobody hears of for half a year is forgotten, by customers and by us."""
    for path, insight, action in subject.actions:
        latest = max(action.last_news, action.date)  # news of an earlier day has its own message
        is_awaited = action.is_open and insight.is_current
        if is_awaited and subject.today - latest > SILENCE:
            yield path, {"id": action.id, "date": str(latest)}


ERRORS = ()
WARNINGS = (
    vague_promise,
    explaining_away,
    no_that_repeats_the_question,
    no_that_repeats_another,
    long_sentence,
    hard_to_read,
    marks_shown_as_typed,
    silent_for_long,
)
