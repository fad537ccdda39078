"""Rules about personal data: nothing about a person leaves the organisation by accident.

What was found is masked in messages, as the logs of pull requests are public. What only looks
like personal data, such as the organisation's own number, goes on the allow-list with a reason.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from generator.checks import personal
from generator.checks.personal import Finder
from generator.checks.subject import Found, Typed
from generator.checks.typed import APART, SEPARATORS, may_give_away, plain


def _find(typed: Typed, finder: Finder) -> Iterator[Found]:
    """What a finder finds in the files, masked, without what the organisation allows."""
    allowed = {_bare(entry.text) for entry in typed.allowed if entry.reason.strip()}
    for batch in typed.batches:
        if next(finder(batch.text), None) is None:
            continue
        for piece in batch.pieces:
            told = set(allowed)
            for found in chain.from_iterable(map(finder, piece.texts)):
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
    both = shown if shown == spaced else f"{shown}{APART}{spaced}"
    return any(next(find(both), None) for find in personal.FINDERS)


def personal_email(typed: Typed) -> Iterator[Found]:
    """An e-mail address leads to one person, and draws spam to them."""
    yield from _find(typed, personal.emails)


def personal_phone(typed: Typed) -> Iterator[Found]:
    """A phone number leads to one person; a number for all customers goes on the allow-list."""
    yield from _find(typed, personal.phones)


def personal_iban(typed: Typed) -> Iterator[Found]:
    """An account number leads to one person and helps fraud."""
    yield from _find(typed, personal.ibans)


def personal_citizen_number(typed: Typed) -> Iterator[Found]:
    """A citizen service number may not be published, whoever it belongs to."""
    yield from _find(typed, personal.citizens)


def personal_card(typed: Typed) -> Iterator[Found]:
    """A card number helps fraud."""
    yield from _find(typed, personal.cards)


def personal_plate(typed: Typed) -> Iterator[Found]:
    """A licence plate leads to the owner of the car."""
    yield from _find(typed, personal.plates)


def personal_address(typed: Typed) -> Iterator[Found]:
    """A postcode with a house number is one front door."""
    yield from _find(typed, personal.addresses)


def personal_birth_date(typed: Typed) -> Iterator[Found]:
    """A date of birth singles out one person among customers."""
    yield from _find(typed, personal.born)


def personal_number(typed: Typed) -> Iterator[Found]:
    """The number of a customer, policy or case leads whoever has the list to one person."""
    yield from _find(typed, personal.numbered)


def personal_name(typed: Typed) -> Iterator[Found]:
    """Customers and colleagues are named only where they agreed to it."""
    yield from _find(typed, personal.names)


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
