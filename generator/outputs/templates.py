"""Our own Jinja environment, with autoescape on: MkDocs leaves it off.

A template sees the facts, the words of its language and where it stands. Everything that writes
register text into HTML goes through ``prose``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.lists import format_list
from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator import prose
from generator.facts.counts import scale_of
from generator.memo import Memo
from generator.outputs.compiling import PlainEnvironment, shown
from generator.prose import Text
from generator.register.period import Period
from generator.words import Words


def theme_folder() -> Path:
    """Where the theme is: inside the package when installed, beside it in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / "theme"


@dataclass(frozen=True, slots=True)
class Here:
    """Where a template stands: its language and its address, for links that work anywhere."""

    words: Words
    address: str

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.words.language

    @property
    def root(self) -> str:
        """The way to the root of this language: what every link starts with."""
        return "../" * self.address.count("/")

    def to(self, address: str) -> str:
        """A relative link to an address below the root of this language."""
        return self.root + address or "./"

    def prose(self, text: Text) -> Markup:
        """A text of the register as blocks of HTML."""
        return prose.block(text, self.words.language)

    def line(self, text: Text) -> Markup:
        """A one-line text of the register."""
        return prose.line(text, self.words.language)

    def plain(self, text: Text) -> str:
        """A one-line text of the register as it was typed, for titles and attributes."""
        return text.in_language(self.language)[0]

    def unmarked(self, text: Text) -> str:
        """A text of the register without its marks, for descriptions."""
        return prose.to_text(text.in_language(self.language)[0])

    def short(self, text: Text, most: int = 155) -> Markup:
        """The beginning of a text in plain characters, marked where it is another language."""
        language = self.words.language
        version, found = text.in_language(language)
        return prose.inline(prose.shorten(prose.to_text(version), most), found, language)

    def say(self, key: str, **facts: object) -> Markup:
        """A sentence of the interface as HTML; days in a ``time`` element, markup kept."""
        for name, fact in facts.items():
            if isinstance(fact, date):
                facts[name] = self.day(fact)
            elif name != "n":
                facts[name] = shown(fact if isinstance(fact, str) else self.words.show(fact))
        return prose.safe(self.words(key, **facts))

    def link(self, address: str, text: str) -> Markup:
        """A link for inside a sentence."""
        return prose.safe(f'<a href="{shown(self.to(address))}">{shown(text)}</a>')

    def period(self, period: Period) -> str:
        """A period as people say it: ``3rd quarter 2026``."""
        return period_in_words(period, self.words)

    def day(self, day: date) -> Markup:
        """A day in words, inside a ``time`` element."""
        return _day(day, self.words)

    def number(self, number: float | Decimal, decimals: int = 0, sign: bool = False) -> str:
        """A number as this language writes it."""
        return self.words.number(number, decimals, sign)


class Compiled(BytecodeCache):
    """Compiled templates in a memo: compiling those of the host's theme takes as long as filling
    three hundred pages."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled of the very same source."""
        code = self._memo.find(self._key(bucket))
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Leave it for the next."""
        self._memo.used[self._key(bucket)] = bucket.bytecode_to_string()

    @staticmethod
    def _key(bucket: Bucket) -> bytes:
        generator = bucket.environment.code_generator_class.__name__
        return f"{generator} {bucket.key} {bucket.checksum}".encode()


@cache
def environment() -> PlainEnvironment:
    """The environment for our templates, one for the whole process."""
    made = PlainEnvironment(
        loader=FileSystemLoader(theme_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # a preview sets it
    )
    made.filters["safe"] = prose.safe
    made.filters["sentence"] = sentence
    made.filters["scale"] = scale_of
    return made


def render(template: str, here: Here, **facts: object) -> str:
    """A template of ``theme/pages`` filled in; ``t`` says the words of the language."""
    page = environment().get_template(f"pages/{template}.html")
    return page.render(here=here, t=here.words, **facts)


@cache
def _day(day: date, words: Words) -> Markup:
    return prose.safe(f'<time datetime="{day.isoformat()}">{shown(words.day(day))}</time>')


def period_in_words(period: Period, words: Words) -> str:
    """``2026-Q3`` → ``3rd quarter 2026``; a year, half, month or day likewise."""
    return words.period(period.start, period.text)


def sentence(text: str) -> str:
    """A text with a capital: it may begin with a period, and ``maart 2026`` has none."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str], words: Words) -> str:
    """``a, b and c`` in the language of the words."""
    found = list(items)  # of one the library would make a locale first, and most are one
    return format_list(found, locale=words.locale) if len(found) > 1 else "".join(found)
