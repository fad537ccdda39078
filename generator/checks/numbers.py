"""Numbers that lead to a person: of a phone, an account, a citizen, a card.

Apart from the rules, as most registers hold nothing that looks like one, and the lists of numbers
of all countries take a while to import.
"""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum import iban, luhn
from stdnum.be import nn
from stdnum.nl import bsn

_OF_PEOPLE = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.VOIP,
    PhoneNumberType.PAGER,
}
_REGIONS = ("NL", "GB")
"""Where a number without a country code is dialled: the countries of the languages we speak."""


_DIALLED = (10, 11)
"""Digits of a number that starts with one 0: as many as there are in those countries."""
_ABROAD = range(9, 18)
"""Digits of a number with its country: at most 15 (ITU-T E.164), and perhaps 00 before them."""


@lru_cache(maxsize=4096)
def is_phone(typed: str) -> bool:
    """Whether somebody can be called at this number, in a country where our readers live."""
    digits = re.sub(r"\D", "", typed)
    if digits[:1] == "0" != digits[1:2] and len(digits) not in _DIALLED:
        return False
    if typed[:1] == "+" or digits[:2] == "00":
        return len(digits) in _ABROAD and _is_of_a_person(typed, _REGIONS[0])
    return any(_is_of_a_person(typed, region) for region in _REGIONS)


def _is_of_a_person(typed: str, region: str) -> bool:
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(number) in _OF_PEOPLE  # unknown where it can't exist


def is_iban(typed: str) -> bool:
    """Whether it is the number of a bank account, of a country that has this form.

    By the check digits of all countries alone: lists of a country's banks lack the newest.
    """
    return bool(iban.is_valid(typed, check_country=False))


def is_dutch(typed: str) -> bool:
    """Whether it is a Dutch citizen service number."""
    return bool(bsn.is_valid(re.sub(r"\D", "", typed)))


def is_belgian(typed: str) -> bool:
    """Whether it is a number of the Belgian national register."""
    return bool(nn.is_valid(typed))


def is_card(typed: str) -> bool:
    """Whether it is the number of a payment card; one digit, repeated, is an example."""
    digits = re.sub(r"\D", "", typed)
    return bool(luhn.is_valid(digits)) and len(set(digits)) > 1
