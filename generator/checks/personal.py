"""Finders of personal data: for each sort a function that yields what it finds in a text.

Numbers count by their own check digits, so that what merely looks like one is no alarm.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from generator.checks.namesakes import INITIALS, NOBODY, PARTICLES

Finder = Callable[[str], Iterator[str]]

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[(\[]\s?(?:at|apenstaartje)\s?[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{2,63})+",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"://[^/\s]{0,200}:$")
_PHONE = re.compile(r"[+(0](?<![\w.,€£$-].)(?:(?<=[+0])|(?<=\()0)[\d ()./–-]{7,22}\d(?![\w%])")
"""This pattern and others begin with a set of signs, and look at the one before it after that: so
the search can skip to them."""
_LETTER = "A-Za-zıİſK"  # in any case, as IGNORECASE has them: with that no signs can be skipped
_IBAN = re.compile(rf"[{_LETTER}](?<!\w.)[{_LETTER}]\d{{2}}(?:[ .-]?[{_LETTER}0-9]){{11,34}}")
_BSN = re.compile(r"\d(?<![\d.,€-].)(?:\d{8}|\d{3}[. ]\d{2}[. ]\d{3})(?![\d.,]*\d)")
_BSN_NAMED = re.compile(
    r"(?:\bbsn\b|burgerservice|sofi)\D{0,20}(\d{3}[. -]?\d{3}[. -]?\d{3})\b", re.IGNORECASE
)
_BELGIAN = re.compile(r"\d(?<!\w.)\d\.\d{2}\.\d{2}-\d{3}\.\d{2}\b")
_BRITISH = re.compile(r"[A-CEGHJ-PR-TW-Z](?<!\w.)[A-CEGHJ-PR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_CARD = re.compile(r"[2-6](?<![\d.,-].)(?:[ -]?\d){12,18}(?![\d-])")
_PLATE_LETTERS = "[BCDFGHJKLMNPRSTVWXZ]"
_PLATE_SHAPES = """
XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9
9-XXX-99 XX-999-X X-999-XX XXX-99-X X-99-XXX 9-XX-999 999-XX-9
"""
"""The series of the Dutch vehicle authority: X is a letter, 9 a digit."""


def _plate(shapes: str) -> re.Pattern[str]:
    rests = (
        f"(?<={first})(?:{'|'.join(each[1:] for each in shapes.split() if each[0] == first)})"
        for first in "X9"
    )
    series = "|".join(rests).replace("X", _PLATE_LETTERS).replace("9", "[0-9]")
    return re.compile(rf"[0-9{_PLATE_LETTERS[1:]}(?<![\w-].)(?=\w{{0,2}}-)(?:{series})(?![\w-])")


def _named_plate(shapes: str) -> re.Pattern[str]:
    dutch = "|".join(shapes.split()).replace("X", _PLATE_LETTERS).replace("9", r"\d")
    others = r"[A-Z]{2}\d\d ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}|\d-[A-Z]{3}-\d{3}"
    named = r"kenteken|nummerplaat|plate|registration(?: number| mark)?"
    return re.compile(rf"\b(?i:{named})\W{{1,3}}({dutch.replace('-', '[ -]?')}|{others})(?![\w-])")


_PLATE = _plate(_PLATE_SHAPES)
_NAMED_PLATE = _named_plate(_PLATE_SHAPES)
_DUTCH_ADDRESS = re.compile(
    r"[1-9A-Z](?<!\w.)(?:"
    r"(?<=\d)\d{3} ?(?!SA|SD|SS)[A-Z]{2},? (?:nr\.?|nummer|huisnummer)? ?\d{1,5}\b"
    r"|(?<=\D)[\w'’.-]{1,60} \d{1,5} ?[a-zA-Z]?,? [1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b)"
)
_BRITISH_ADDRESS = re.compile(
    r"\d(?<!\w.)\d{0,3}[A-Za-z]? [A-Z][\w' ]{2,40},[\w', ]{0,60}\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)
_DUTCH_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Z]{2}")
_BRITISH_POSTCODE = re.compile(r"\d[A-Z\d]? \d[A-Z]{2}")
_MONTH = (
    r"(?:\d{1,2}|jan\w*|feb\w*|maart|mrt|mar\w*|apr\w*|mei|may|jun\w*|jul\w*|aug\w*|sep\w*"
    r"|o[kc]t\w*|nov\w*|de[c]\w*)"
)
_BORN = re.compile(
    r"\b(?:geboren|geboortedatum|geb\.|born\b|date of birth|dob\b|birthday|verjaardag).{0,20}?"
    rf"(\d{{1,2}}(?:st|nd|rd|th|e)?[-/. ]{{1,2}}{_MONTH}[-/., ]{{1,2}}(?:19|20)?\d{{2}}\b"
    rf"|\b(?:19|20)\d{{2}}-\d{{2}}-\d{{2}}|{_MONTH} \d{{1,2}},? (?:19|20)\d{{2}})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:(?:klant|polis|relatie|dossier|zaak|contract|klacht|lid|rekening)s?[- ]?"
    r"(?:nummer|nr\.?|no\.?)|(?:customer|client|policy|account|membership|case|contract|claim)"
    r"[- ](?:number|no\.?|nr\.?|id))\s*(?:is|was|van|:|=|#|-)?\s*"
    r"([A-Z]{0,4}[-. ]?\d[\d.-]{3,}\d)",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?<![\w-])(?=[DFIMPdfimp])(?!{NOBODY})"
    r"(?:[Dd]e heer|[Dd]hr\.?|[Mm]evrouw|[Mm]evr\.?|[Mm]w\.|[Mm]eneer|[Ff]amilie|[Ff]am\."
    r"|[Dd]rs?\.|[Pp]rof\.|[Ii]r\.|[Mm]r\.|Mr|Mrs\.?|Ms\.?|Miss|Mx\.?|Dr|Prof)\s+"
    rf"{INITIALS}{PARTICLES}[A-Z][\w'’-]*[a-z]{{2}}[\w'’-]*"
)
_BESIDE_A_NAME = "collega|colleague|groet|hoogachtend|regards|sincerely"
_COLLEAGUE = re.compile(
    r"(?<![\w-])(?:(?i:collega|colleague)|(?i:groet(?:en|jes)?|hoogachtend|regards|sincerely)[,.]?)"
    rf"\s+((?:(?:[A-Z]\.\s?)+{PARTICLES})?[A-Z][\w'’-]*[a-z]{{2}}[\w'’-]*"
    rf"(?:\s{PARTICLES}[A-Z][\w'’-]+)?)"
)
"""Whoever helped, and whoever signed a message that was pasted."""


def _matches(pattern: re.Pattern[str], beside: str = "") -> Finder:
    """A finder for a pattern; with ``beside`` only in texts that have one of those words."""
    words = tuple(beside.split("|"))

    def find(text: str) -> Iterator[str]:
        if beside and not any(map(_small(text).__contains__, words)):
            return
        yield from _each(pattern, text)

    return find


def _each(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Each distinct match of a pattern, once: a megabyte may hold the same one very often."""
    told = set()
    for match in pattern.finditer(text):
        found = match[match.lastindex or 0]
        if found not in told:
            told.add(found)
            yield found


def _small(text: str) -> str:
    """A text in lower case; each letter that ``re.IGNORECASE`` takes for i or s is that."""
    small = text.lower()
    if text.isascii():
        return small
    return small.replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")


def emails(text: str) -> Iterator[str]:
    """E-mail addresses, also with the @ in words."""
    if "@" in text or "(" in text or "[" in text:
        for match in _EMAIL.finditer(text):
            start = match.start()
            if not _PASSWORD.search(text, max(0, start - 220), start):  # refused as an address
                yield match[0]


def phones(text: str) -> Iterator[str]:
    """Phone numbers that somebody can have, each once; also next to each other, and to hours."""
    told, start = set[str](), 0
    while match := _PHONE.search(text, start):
        typed = match[0]
        if end := _end_of_phone(typed):
            start = match.start() + end
            if typed[:end] not in told:
                told.add(typed[:end])
                yield typed[:end]
        elif typed.startswith(("+", "00")):
            start = match.end()
        else:
            start = match.start() + 1


@lru_cache(maxsize=4096)
def _end_of_phone(typed: str) -> int:
    """The length of the number with which a run of digits and signs begins; 0 where none does."""
    from generator.checks import numbers

    for end in range(len(typed), 8, -1):
        whole = typed[end - 1].isdigit() and not typed[end : end + 1].isdigit()
        if whole and numbers.is_phone(typed[:end].replace("(0)", "")):
            return end
    return 0


def ibans(text: str) -> Iterator[str]:
    """Account numbers (IBAN) with right check digits; of several that overlap, the longest."""
    for found in _each(_IBAN, text):
        from generator.checks import numbers

        for end in _ends_that_add_up(found):
            if numbers.is_iban(found[:end]):
                yield found[:end]
                break


def _ends_that_add_up(typed: str) -> list[int]:
    """The lengths at which the check digits of an IBAN are right (ISO 13616), longest first.

    Worked out in one go, as a text can be a megabyte of what looks like the start of one.
    """
    front, rest, ends = "", 0, list[int]()
    for place, sign in enumerate(typed, 1):
        if not sign.isascii() or not sign.isalnum():
            continue
        if len(front) < 4:
            front += sign
            continue
        value = int(sign, 36)
        rest = (rest * (100 if value > 9 else 10) + value) % 97
        if place > 14 and int(f"{rest}{_as_digits(front)}") % 97 == 1:
            ends.append(place)
    return ends[::-1]


@lru_cache(maxsize=1024)
def _as_digits(front: str) -> str:
    """The country and check digits of an account number, each letter as two digits."""
    return "".join(str(int(sign, 36)) for sign in front)


def citizens(text: str) -> Iterator[str]:
    """Citizen service numbers of the Netherlands, Belgium and the United Kingdom."""
    for number in chain(_each(_BSN, text), _named_citizens(text)):
        from generator.checks import numbers

        if numbers.is_dutch(number):
            yield number
    for number in _each(_BELGIAN, text):
        from generator.checks import numbers

        if numbers.is_belgian(number):
            yield number
    yield from _each(_BRITISH, text)


_named_citizens = _matches(_BSN_NAMED, beside="bsn|burgerservice|sofi")
born = _matches(_BORN, beside="geb|born|date of birth|dob|birthday|verjaardag")
numbered = _matches(
    _NUMBERED,
    beside="klant|polis|relatie|dossier|zaak|contract|klacht|lid|rekening"
    "|customer|client|policy|account|membership|case|claim",
)


def addresses(text: str) -> Iterator[str]:
    """A postcode with a house number, of the Netherlands or the United Kingdom."""
    if _DUTCH_POSTCODE.search(text):
        yield from _each(_DUTCH_ADDRESS, text)
    if _BRITISH_POSTCODE.search(text):
        yield from _each(_BRITISH_ADDRESS, text)


def cards(text: str) -> Iterator[str]:
    """Numbers of payment cards whose check digit is right."""
    for found in _each(_CARD, text):
        from generator.checks import numbers

        if numbers.is_card(found):
            yield found


_named_plates = _matches(_NAMED_PLATE, beside="kenteken|nummerplaat|plate|registration")


def plates(text: str) -> Iterator[str]:
    """Licence plates of the Netherlands; without hyphens, or of its neighbours, where named."""
    yield from _each(_PLATE, text)
    yield from _named_plates(text)


_titled = _matches(_NAME)
_colleagues = _matches(_COLLEAGUE, beside=_BESIDE_A_NAME)


def names(text: str) -> Iterator[str]:
    """Names behind a title, a colleague's, and those below a message."""
    yield from _titled(text)
    yield from _colleagues(text)


FINDERS = (
    emails,
    phones,
    ibans,
    citizens,
    cards,
    plates,
    addresses,
    born,
    numbered,
    names,
)
"""Every sort."""
