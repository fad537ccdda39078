"""Both languages say everything, with the same facts."""

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from babel.numbers import format_decimal

from generator.register.period import Period
from generator.words import available, words

FACT = re.compile(r"{(\w+)")


def forms(text: str | Mapping[str, str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def test_every_language_has_the_same_words() -> None:
    # why a check is there stands in English beside the check: tests/test_report.py compares those
    keys = {
        language: {key for key in words(language) if not key.startswith("why.")}
        for language in available()
    }
    assert {"nl", "en"} <= set(keys)
    for language, found in keys.items():
        assert found == keys["en"], f"{language}.yml differs from en.yml"


def test_a_text_tells_the_same_facts_in_every_language() -> None:
    def facts(language: str, key: str) -> set[str]:
        return {fact for form in forms(words(language).texts[key]) for fact in FACT.findall(form)}

    english = {key: facts("en", key) for key in words("en")}
    assert len(english) > 1000
    for language in available():
        assert {key: facts(language, key) for key in english} == english


@pytest.mark.parametrize("language", available())
def test_plurals_have_a_form_for_every_number(language: str) -> None:
    own = words(language)
    for key, text in own.texts.items():
        if isinstance(text, Mapping):
            assert {own.locale.plural_form(n) for n in range(200)} <= set(text), key


@pytest.mark.parametrize("language", available())
def test_numbers_are_as_babel_writes_them(language: str) -> None:
    own = words(language)
    for number in (0, 7, 999, 1000, 12345, 1234567, -4321, 0.5, 1234.5, Decimal("1000.25")):
        written = format_decimal(number, "#,##0.##", locale=own.locale)
        assert own.number(number, 2) == written.replace("-", "−")


@pytest.mark.parametrize("language", available())
def test_no_message_scolds_or_begs(language: str) -> None:
    own = words(language)
    scolding = re.compile(r"\b(invalid|please|ongeldig\w*|alstublieft|a\.u\.b)\b", re.IGNORECASE)
    found = {key: text for key in own for text in forms(own.texts[key]) if scolding.search(text)}
    assert not found


@pytest.mark.parametrize(
    ("period", "nl", "en"),
    [
        ("2026", "2026", "2026"),
        ("2026-H1", "eerste helft van 2026", "first half of 2026"),
        ("2026-H2", "tweede helft van 2026", "second half of 2026"),
        ("2026-Q3", "3e kwartaal 2026", "3rd quarter 2026"),
        ("2026-03", "maart 2026", "March 2026"),
        ("2026-03-31", "31 maart 2026", "31 March 2026"),
    ],
)
def test_a_period_is_written_out(period: str, nl: str, en: str) -> None:
    found = Period.parse(period)
    assert found
    assert [words(each).period(found.start, period) for each in ("nl", "en")] == [nl, en]
