"""What was left unfinished, as warnings: notes to oneself, letters and bullets that went wrong on
the way from another program, and a text that was copied to be translated.

A text in which none of it can stand is not looked at: the files are asked first, as a whole.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from generator import words
from generator.checks.subject import Found, Subject
from generator.register.model import Path

_BEHIND = "\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(rf"\w*(?:[ÂÃ][{_BEHIND}]|â(?:€|[‚„][{_BEHIND}]))\S*")
"""Letters of UTF-8 that were read as those of Windows: each of them became two or three."""
_MISREAD_SIGNS = ("Â", "Ã", "â€", "â‚", "â„")
_BULLETS = "•▪◦‣●○■➢"
_BULLETED = re.compile(
    rf"^([{_BULLETS}])\s|([{_BULLETS}])\s.*[{_BULLETS}]\s", re.MULTILINE | re.DOTALL
)
"""A bullet that begins a line, or two of them anywhere: '>' makes one line of several."""
_MAIL_MARKED = re.compile(r"\A\s*> .* > .*\Z")
"""Two marks in a text of one line: below '|' each stays on its own, and is a quote."""
_ENOUGH_WORDS = 5
"""Words; of fewer, names and short titles can well be the same in two languages."""
_TOLD = frozenset({"said", "text", "alternative", "not_measured", "reason"})
"""Fields in which customers are told something."""
_SHORT = 16
"""Characters; whatever is longer says something."""
_NAMES = frozenset({"name", "links", "question"})
"""Fields in which one and the same text may stand on purpose: names, also of documents, and what
was asked word for word."""


@cache
def _notes(languages: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str]]:
    """The phrases of notes in all languages of a site: those of one stand in texts of another. One
    in capitals only counts so."""
    known = [each for each in words.available() if each in languages] or [words.FALLBACK]
    listed = [words.words(each)("wording.notes").splitlines() for each in known]
    phrases = frozenset(line.strip() for lines in listed for line in lines)
    parts = (f"(?-i:{each})" if each.isupper() else each for each in sorted(phrases))
    return phrases, re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def note_left(subject: Subject) -> Iterator[Found]:
    """A note to oneself says to customers that nobody read this before they did."""
    phrases, pattern = _notes(subject.register.languages)

    def may_stand(text: str) -> bool:
        small = text.lower()
        return any(phrase in (text if phrase.isupper() else small) for phrase in phrases)

    for path, version in _versions(subject, may_stand):
        found = pattern.search(version)
        if found:
            yield path, {"found": found[0]}


@cache
def _blanks(languages: tuple[str, ...]) -> frozenset[str]:
    """What people type where a form wants something and they have nothing to say."""
    known = [each for each in words.available() if each in languages] or [words.FALLBACK]
    listed = (words.words(each)("wording.nothing").splitlines() for each in known)
    return frozenset(line.strip() for lines in listed for line in lines) | {""}


def nothing_said(subject: Subject) -> Iterator[Found]:
    """Who reads "n/a" as an answer has read nothing, and knows that nobody had a look."""
    blanks = _blanks(subject.register.languages)
    for path, text in subject.texts:
        if path[-1] in _TOLD:
            for language, version in text.versions.items():
                if len(version) < _SHORT and version.strip(" .-–—?…/").lower() in blanks:
                    yield (*path, language), {"found": version, "key": str(path[-1])}


def letters_misread(subject: Subject) -> Iterator[Found]:
    """Where letters went wrong on their way from another program, readers stumble over each."""
    for path, found in _matches(subject, _MISREAD_SIGNS, _MISREAD):
        yield path, {"found": found[0]}


def bullets_run_on(subject: Subject) -> Iterator[Found]:
    """Bullets of a word processor are signs like any other: what was a list becomes one line."""
    for path, found in _matches(subject, _BULLETS, _BULLETED):
        yield path, {"found": found[1] or found[2]}


def mail_marks_run_on(subject: Subject) -> Iterator[Found]:
    """A mail program puts ">" before each line it quotes. Below ">" the lines become one, and
    readers meet the marks in the middle of a sentence."""
    for path, _ in _matches(subject, ("  > ",), _MAIL_MARKED):
        yield path, {}


def _matches(
    subject: Subject, signs: Iterable[str], pattern: re.Pattern[str]
) -> Iterator[tuple[Path, re.Match[str]]]:
    """Where a pattern is found, once a text, where the files have one of the signs it needs."""
    for path, version in _versions(subject, lambda text: any(sign in text for sign in signs)):
        if found := pattern.search(version):
            yield path, found


def _versions(subject: Subject, may_stand: Callable[[str], bool]) -> Iterator[tuple[Path, str]]:
    """Every text in each language, where the files may have what is looked for."""
    if subject.only is None and not any(may_stand(source.text) for source in subject.sources):
        return
    for path, text in subject.texts:
        for language, version in text.versions.items():
            yield (*path, language), version


def not_translated(subject: Subject) -> Iterator[Found]:
    """Who chose a language and reads another without a word takes it for carelessness."""
    for path, text in subject.texts:
        versions = text.versions
        if len(versions) < 2 or not _NAMES.isdisjoint(path):
            continue
        first: dict[str, str] = {}
        for language, version in versions.items():
            other = first.setdefault(version, language)
            if other != language and len(version.split()) >= _ENOUGH_WORDS:
                yield (*path, language), {"language": language, "other": other}


ERRORS = ()
WARNINGS = (
    note_left,
    nothing_said,
    letters_misread,
    bullets_run_on,
    mail_marks_run_on,
    not_translated,
)
