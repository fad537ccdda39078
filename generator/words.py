"""Interface words and messages, one file a language with the same keys.

A text is a sentence with ``{facts}``, or a mapping of plural categories (``one``, ``other``)
chosen by Babel's rule for the fact ``n``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from generator.problems import Problem

_FOLDER = Path(__file__).parent / "words"
FALLBACK = "en"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def available() -> tuple[str, ...]:
    """The languages that have a file of words, sorted."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml")))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one language; also writes its dates and numbers."""

    language: str
    texts: Mapping[str, str | Mapping[str, str]]
    locale: Locale

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text under ``key`` with its facts filled in; numbers and days in this language."""
        text = self.texts[key]
        if not isinstance(text, str):
            match facts["n"]:
                case int() as number:
                    category = _category(abs(number), self)
                case float() | Decimal() as number:
                    category = self.locale.plural_form(number if number >= 0 else -number)
                case other:
                    raise TypeError(f"'{key}' counts n, and {other!r} is no number")
            text = text.get(category, text["other"])
        if not facts:
            return text
        for name, fact in facts.items():
            if not isinstance(fact, str):
                facts[name] = self.show(fact)
        return text.format_map(facts)

    def __contains__(self, key: str) -> bool:
        return key in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def show(self, fact: object) -> str:
        """A fact as a reader of this language writes it."""
        if isinstance(fact, date):
            return self.day(fact)
        if isinstance(fact, (int, float, Decimal)) and not isinstance(fact, bool):
            return self.number(fact)
        return str(fact)

    def day(self, day: date, form: str = "long") -> str:
        """``31 maart 2026``; ``form`` is a format of Babel's."""
        return _day(day, form, self)

    def number(self, number: float | Decimal, decimals: int = 0, sign: bool = False) -> str:
        """A number with at most the given decimals, rounded half to even, with grouping."""
        text = _number(number, decimals, self)
        return f"+{text}" if sign and number > 0 and text != "0" else text.replace("-", "−")

    def period(self, start: date, text: str) -> str:
        """``2026-Q3`` → ``3rd quarter 2026``; a year, half, month or day likewise."""
        return _period(start, text, self)

    def message(self, problem: Problem) -> str:
        """What to do about a problem."""
        facts = {"field": problem.field.rsplit(".", 1)[-1], **problem.facts}
        if (why := f"unread.{facts.get('why')}") in self:
            facts["why"] = self(why)
        message = self(message_of(problem.code), **facts)
        if facts.get("nearest"):
            message += " " + self("message.did-you-mean", nearest=facts["nearest"])
        return message


def message_of(code: str) -> str:
    """The key of a code's message; a code with a dot has it in its own section."""
    return code if "." in code else f"message.{code}"


# These ask for the words and not for their locale: a locale takes long to be found in a cache.


@cache
def _category(number: int, words: Words) -> str:
    return words.locale.plural_form(number)


@cache
def _day(day: date, form: str, words: Words) -> str:
    return format_date(day, form, locale=words.locale)


@cache
def _period(start: date, text: str, words: Words) -> str:
    if text[5:6] == "H":
        return words(f"period.half-{text[6]}", year=str(start.year))
    if text[5:6] == "Q":
        return format_skeleton("yQQQQ", start, locale=words.locale)
    if len(text) == 4:
        return str(start.year)
    if len(text) == 7:
        return format_skeleton("yMMMM", start, locale=words.locale)
    return words.day(start)


@cache
def _number(number: float | Decimal, decimals: int, words: Words) -> str:
    if isinstance(number, int) and number >= 0:
        return f"{number:,}".replace(",", _between_thousands(words))
    pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
    return format_decimal(number, pattern, locale=words.locale)


@cache
def _between_thousands(words: Words) -> str:
    """What stands between thousands: Babel takes longer for each number than a template for it."""
    return format_decimal(1000, "#,##0", locale=words.locale)[1:-3]


@cache
def words(language: str) -> Words:
    """The words of a language; those of English where it has none."""
    name = language if language in available() else FALLBACK
    content = (_FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    tree = yaml.load(content, Loader=_LOADER)  # noqa: S506  # safe, and ten times faster
    texts = dict(_flat(tree))
    return Words(name, texts, Locale.parse(str(texts["site.locale"])))


def _flat(
    tree: Mapping[str, object], prefix: str = ""
) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    for key, value in tree.items():
        if isinstance(value, dict) and "other" not in value:
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, dict):
            yield f"{prefix}{key}", value
        else:
            yield f"{prefix}{key}", str(value)
