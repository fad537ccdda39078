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
        if isinstance(text, Mapping):
            match facts["n"]:
                case int() | float() | Decimal() as number:
                    category = self.locale.plural_form(number if number >= 0 else -number)
                case other:
                    raise TypeError(f"'{key}' counts n, and {other!r} is no number")
            text = text.get(category, text["other"])
        if not facts:
            return text
        return text.format_map({name: self.show(fact) for name, fact in facts.items()})

    def __contains__(self, key: str) -> bool:
        return key in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def show(self, fact: object) -> str:
        """A fact as a reader of this language writes it."""
        if isinstance(fact, date):
            return self.day(fact)
        if isinstance(fact, int | float | Decimal) and not isinstance(fact, bool):
            return self.number(fact)
        return str(fact)

    def day(self, day: date, form: str = "long") -> str:
        """``31 maart 2026``; ``form`` is a format of Babel's."""
        return _day(day, form, self.locale)

    def number(self, number: float | Decimal, decimals: int = 0, sign: bool = False) -> str:
        """A number with at most the given decimals, rounded half to even, with grouping."""
        text = _number(number, decimals, self.locale)
        return f"+{text}" if sign and number > 0 and text != "0" else text.replace("-", "−")

    def period(self, start: date, text: str) -> str:
        """``2026-Q3`` → ``3rd quarter 2026``; a year, half, month or day likewise."""
        if text[5:6] == "H":
            return self(f"period.half-{text[6]}", year=str(start.year))
        if text[5:6] == "Q":
            return _by_skeleton(start, "yQQQQ", self.locale)
        if len(text) == 4:
            return str(start.year)
        return _by_skeleton(start, "yMMMM", self.locale) if len(text) == 7 else self.day(start)

    def message(self, problem: Problem) -> str:
        """What to do about a problem."""
        facts = {"field": problem.field.rsplit(".", 1)[-1], **problem.facts}
        message = self(message_of(problem.code), **facts)
        if facts.get("nearest"):
            message += " " + self("message.did-you-mean", nearest=facts["nearest"])
        return message


def message_of(code: str) -> str:
    """The key of a code's message; a code with a dot has it in its own section."""
    return code if "." in code else f"message.{code}"


@cache
def _day(day: date, form: str, locale: Locale) -> str:
    return format_date(day, form, locale=locale)


@cache
def _by_skeleton(day: date, skeleton: str, locale: Locale) -> str:
    return format_skeleton(skeleton, day, locale=locale)


@cache
def _number(number: float | Decimal, decimals: int, locale: Locale) -> str:
    pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
    return format_decimal(number, pattern, locale=locale)


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
