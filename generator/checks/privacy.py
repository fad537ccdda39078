"""Rules about personal data: nothing about a person leaves the organisation by accident.

What was found is masked in messages, as the logs of pull requests are public. What only looks
like personal data, such as the organisation's own number, goes on the allow-list with a reason.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from generator.checks.namesakes import INITIALS, NOBODY, PARTICLES
from generator.checks.subject import Found, Typed
from generator.checks.typed import SEPARATORS, may_give_away, plain

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


_PLATE = _plate(_PLATE_SHAPES)
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


def _matches(pattern: re.Pattern[str], beside: str = "") -> Finder:
    """Looks for a pattern; in a text that has one of some words, where one stands beside it."""
    words = tuple(beside.split("|"))

    def find(text: str) -> Iterator[str]:
        if beside and not any(map(_small(text).__contains__, words)):
            return
        yield from _each(pattern, text)

    return find


def _each(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """What a pattern finds, each once: a megabyte may say the same a hundred thousand times."""
    told = set()
    for match in pattern.finditer(text):
        found = match[match.lastindex or 0]
        if found not in told:
            told.add(found)
            yield found


def _small(text: str) -> str:
    """A text in small letters, among which are all that patterns without case take for one."""
    small = text.lower()
    if text.isascii():
        return small
    return small.replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")


def _emails(text: str) -> Iterator[str]:
    if "@" in text or "(" in text or "[" in text:
        for match in _EMAIL.finditer(text):
            start = match.start()
            if not _PASSWORD.search(text, max(0, start - 220), start):  # refused as an address
                yield match[0]


def _phones(text: str) -> Iterator[str]:
    for found in _each(_PHONE, text):
        from generator.checks import numbers

        if numbers.is_phone(found.replace("(0)", "")):
            yield found


def _ibans(text: str) -> Iterator[str]:
    for found in _each(_IBAN, text):
        from generator.checks import numbers

        for end in _ends_that_add_up(found):
            if numbers.is_iban(found[:end]):
                yield found[:end]
                break


def _ends_that_add_up(typed: str) -> list[int]:
    """Where an account number can end by its check digits (ISO 13616, modulo 97), longest first.

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


def _citizens(text: str) -> Iterator[str]:
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
_born = _matches(_BORN, beside="geb|born|date of birth|dob|birthday|verjaardag")
_numbered = _matches(
    _NUMBERED,
    beside="klant|polis|relatie|dossier|zaak|contract|klacht|lid|rekening"
    "|customer|client|policy|account|membership|case|claim",
)


def _addresses(text: str) -> Iterator[str]:
    if _DUTCH_POSTCODE.search(text):
        yield from _each(_DUTCH_ADDRESS, text)
    if _BRITISH_POSTCODE.search(text):
        yield from _each(_BRITISH_ADDRESS, text)


def _cards(text: str) -> Iterator[str]:
    for found in _each(_CARD, text):
        from generator.checks import numbers

        if numbers.is_card(found):
            yield found


def _find(typed: Typed, finder: Finder, digits: int = 0) -> Iterator[Found]:
    """What a finder sees in the files, masked, without what the organisation allows.

    ``digits`` is how many there are at least in what it looks for.
    """
    allowed = {_bare(entry.text) for entry in typed.allowed if entry.reason.strip()}
    for heap in typed.heaps:
        if heap.digits < digits or next(finder(heap.text), None) is None:
            continue
        for piece in heap.pieces:
            told = set(allowed)
            for text in piece.texts if piece.digits >= digits else ():
                for found in finder(text):
                    bare = _bare(found)
                    if bare not in told:
                        told.add(bare)
                        yield piece.place_of(found), {"found": masked(found.strip())}


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def masked(text: str) -> str:
    """The first sign and the shape of the rest: enough to find it, not to know it."""
    return text[:1] + re.sub(r"\w", "•", text[1:])[:40]


@lru_cache(maxsize=4096)
def gives_away(text: str) -> bool:
    """Whether a rule about personal data finds something in a text, allowed or not."""
    shown = plain(text)
    spaced = SEPARATORS.sub(" ", shown)
    if not may_give_away(spaced):
        return False
    return any(next(find(each), None) for find in _FINDERS for each in {shown, spaced})


_FINDERS = (
    _emails,
    _phones,
    _ibans,
    _citizens,
    _cards,
    _matches(_PLATE),
    _addresses,
    _born,
    _numbered,
    _matches(_NAME),
)


def personal_email(typed: Typed) -> Iterator[Found]:
    """An e-mail address leads to one person, and draws spam to them."""
    yield from _find(typed, _emails)


def personal_phone(typed: Typed) -> Iterator[Found]:
    """A phone number leads to one person; a number for all customers goes on the allow-list."""
    yield from _find(typed, _phones, digits=4)


def personal_iban(typed: Typed) -> Iterator[Found]:
    """An account number leads to one person and helps fraud."""
    yield from _find(typed, _ibans, digits=2)


def personal_citizen_number(typed: Typed) -> Iterator[Found]:
    """A citizen service number may not be published, whoever it belongs to."""
    yield from _find(typed, _citizens, digits=6)


def personal_card(typed: Typed) -> Iterator[Found]:
    """A card number helps fraud."""
    yield from _find(typed, _cards, digits=13)


def personal_plate(typed: Typed) -> Iterator[Found]:
    """A licence plate leads to the owner of the car."""
    yield from _find(typed, _matches(_PLATE), digits=2)


def personal_address(typed: Typed) -> Iterator[Found]:
    """A postcode with a house number is one front door."""
    yield from _find(typed, _addresses, digits=3)


def personal_birth_date(typed: Typed) -> Iterator[Found]:
    """A date of birth singles out one person among customers."""
    yield from _find(typed, _born, digits=3)


def personal_number(typed: Typed) -> Iterator[Found]:
    """The number of a customer, policy or case leads whoever has the list to one person."""
    yield from _find(typed, _numbered, digits=2)


def personal_name(typed: Typed) -> Iterator[Found]:
    """Customers and colleagues are named only where they agreed to it."""
    yield from _find(typed, _matches(_NAME))


ERRORS = (
    personal_email,
    personal_phone,
    personal_iban,
    personal_citizen_number,
    personal_card,
    personal_plate,
    personal_address,
    personal_birth_date,
    personal_number,
    personal_name,
)
WARNINGS = ()
