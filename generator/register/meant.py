"""What a date or a period that is spelt otherwise was meant to be."""

import re

from generator.register.period import Period

_MONTHS = (
    "jan(?:uari|uary)?", "feb(?:ruari|ruary)?", "maart|mrt|mar(?:ch)?", "apr(?:il)?", "mei|may",
    "june?|juni", "july?|juli", "aug(?:ustus|ust)?", "sept?(?:ember)?", "okt(?:ober)?|oct(?:ober)?",
    "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_NAMED = [(re.compile(rf"\b(?:{name})\b\.?"), number) for number, name in enumerate(_MONTHS, 1)]
_WEEKDAY = re.compile(
    r"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[, ]+"
)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|ste|de|e)\b(?: of\b)?")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_TIME = re.compile(r"[t ]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2}| uur)?$")
_NUMBERS = re.compile(r"(\d{1,4})\s*([-/. ])\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})")
_PARTS = {"kwartaal": "Q", "quarter": "Q", "halfjaar": "H", "half jaar": "H", "half": "H"}
_WORDS = {"eerste": "1", "tweede": "2", "derde": "3", "vierde": "4"}
_WORDS |= {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_LONGEST = 60


def days(text: str) -> list[str]:
    """``31-3-2026``, ``2026/3/31`` or ``31 maart 2026`` rewritten; empty when it is no day.

    With slashes, Europeans begin with the day and Americans with the month: ``05/06/2026`` can be
    two days. Where only one of the two exists, that one was meant.
    """
    text = _simple(text)
    if re.fullmatch(r"(?:19|20)\d{6}", text):
        return _real(int(text[:4]), int(text[4:6]), int(text[6:]))
    if named := _with_name(text):
        return named
    numbers = _NUMBERS.fullmatch(text)
    if not numbers:
        return []
    first, second, last = int(numbers[1]), int(numbers[3]), int(numbers[4])
    if len(numbers[1]) == 4:
        return _real(first, second, last)
    if len(numbers[4]) not in (2, 4):
        return []
    year = last if len(numbers[4]) == 4 else 2000 + last
    found = _real(year, second, first)
    if numbers[2] == "/" and first != second:
        found += _real(year, first, second)
    return found


def period(text: str) -> str:
    """``Q1 2026``, ``2026q1``, ``2026-3`` or ``mei 2026`` rewritten; empty when it is none."""
    text = _simple(text)
    for word, number in _WORDS.items():
        text = text.removeprefix("het ").replace(f"{word} ", f"{number} ")
    for word, letter in _PARTS.items():
        text = re.sub(rf"^(\d) ?{word}(?: van| of)?(?= )", rf"{letter.lower()}\1", text)
    month = [number for pattern, number in _NAMED if pattern.search(text)]
    year = re.fullmatch(r"(?:[a-z]+\.? )?(\d{4})(?: [a-z]+)?", text)
    parts = re.fullmatch(r"(\d{4})\s*[-/. ]?\s*([qhk]?)(\d{1,2})", text)
    if len(month) == 1 and year:
        return _existing(f"{year[1]}-{month[0]:02}")
    if parts:
        whole, letter, number = parts.groups()
    elif parts := re.fullmatch(r"([qhk]?)(\d{1,2})\s*[-/. ]\s*(\d{4})", text):
        letter, number, whole = parts.groups()
    else:
        found = days(text)
        return found[0] if len(found) == 1 else ""
    letter = letter.upper().replace("K", "Q")
    return _existing(f"{whole}-{letter}{number}" if letter else f"{whole}-{int(number):02}")


def _simple(text: str) -> str:
    """Small letters and plain dashes, without a weekday, a time and the ``th`` of ``12th``."""
    if len(text) > _LONGEST:
        return ""
    text = " ".join(text.translate(_DASHES).lower().strip("\"'“”„‘’ ").rstrip(",;. ").split())
    return _TIME.sub("", _ORDINAL.sub(r"\1", _WEEKDAY.sub("", text)))


def _with_name(text: str) -> list[str]:
    """A day with the name of its month: ``12 mei 2026``, ``12-May-2026`` or ``May 12, 2026``."""
    for pattern, month in _NAMED:
        rest, count = pattern.subn(" ", text)
        numbers = re.fullmatch(r"[ -]*(\d{1,2})[ ,-]+(\d{4})|(\d{4})[ -]+(\d{1,2})", rest.rstrip())
        if count == 1 and numbers:
            year, day = int(numbers[2] or numbers[3]), int(numbers[1] or numbers[4])
            return _real(year, month, day)
    return []


def _real(year: int, month: int, day: int) -> list[str]:
    found = _existing(f"{year:04}-{month:02}-{day:02}")
    return [found] if found else []


def _existing(text: str) -> str:
    return text if Period.parse(text) else ""
