"""How a text reads: its sentences, its words, and how easy they are.

No library: the one that has the Dutch formula fetches a dictionary from the network and brings a
whole toolkit for languages along (``docs/design.md``); what is left to do is counting. Counts of
syllables are by groups of vowels, which is right for about nine words in ten; a threshold needs
no more.
"""

import re
from functools import lru_cache

_SENTENCE_END = re.compile(
    r"([.!?…])[\"'”’)]*\s+(?=[\"'“‘(„]*[A-ZÀ-Ý0-9’‘])|\n\s*(?:[-*+]|\d+[.)])\s|\n\s*\n"
)
"""Begins with one of few signs, so that the search can skip to them."""
_PLAIN_END = re.compile(r"[.!?] (?=[A-Z])")
"""Some of these ends, which are found in no time."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\s–—]*\w[^\s–—]*")
_LINK = re.compile(r"\]\([^)\s]*\)|https://\S+")
_VOWELS = {
    "nl": re.compile(r"aai|ooi|oei|eeuw|ieuw|[aeiou]{2}|ij|[aeiouyáéíóúàèëïöü]"),
    "en": re.compile(r"[aeiouy]+"),
}
_SILENT = re.compile(r"(?<=[^aeiouyl])e[ds]?$")
_DUTCH = (206.84, 0.93, 77.0)
_ENGLISH = (206.835, 1.015, 84.6)


@lru_cache(maxsize=65536)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences and bullets of a text, without the addresses of links."""
    *parts, last = _SENTENCE_END.split(_LINK.sub("", text) if _has_link(text) else text)
    ended = (part + (sign or "") for part, sign in zip(parts[::2], parts[1::2], strict=True))
    return tuple(" ".join(part.split()) for part in (*ended, last) if part.strip())


def _has_link(text: str) -> bool:
    return "](" in text or "https://" in text


def words_at_most(text: str) -> int:
    """An upper bound of the number of words in a text, found much faster than the number."""
    return len(text.split()) + text.count("–") + text.count("—")


def longest_sentence_at_most(text: str) -> int:
    """An upper bound of the number of words in its longest sentence."""
    parts = (text,) if _has_link(text) else _PLAIN_END.split(text)
    return max(map(words_at_most, parts))


def words(sentence: str) -> list[str]:
    """What a reader counts as words: numbers too, loose dashes not."""
    return _TOKEN.findall(sentence)


@lru_cache(maxsize=65536)
def syllables(word: str, language: str) -> int:
    """About how many syllables a word has; at least one."""
    low = word.lower()
    if language == "en" and len(low) > 3:
        low = _SILENT.sub("", low)
    return max(1, len(_VOWELS.get(language, _VOWELS["en"]).findall(low)))


def ease(text: str, language: str) -> float:
    """Reading ease, from about 0 (hard) to 100 (easy).

    Flesch (1948): 206.835 - 1.015 words per sentence - 84.6 syllables per word. For Dutch as
    Douma (1960) fitted it: 206.84 - 0.93 words per sentence - 77 syllables per word. Numbers
    count as one syllable. A text without words is easy: 100.
    """
    parts = [_WORD.findall(sentence) for sentence in sentences(text)]
    parts = [part for part in parts if part]
    count = sum(len(part) for part in parts)
    if not count:
        return 100.0
    spoken = sum(syllables(word, language) for part in parts for word in part)
    start, per_sentence, per_word = _DUTCH if language == "nl" else _ENGLISH
    return start - per_sentence * count / len(parts) - per_word * spoken / count
