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

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator import prose
from generator.prose import Text
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
    other_languages: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.words.language

    def to(self, address: str) -> str:
        """A relative link to an address below the root of this language."""
        return "../" * self.address.count("/") + address or "./"

    def prose(self, text: Text) -> Markup:
        """A text of the register as blocks of HTML."""
        return prose.block(text, self.language)

    def line(self, text: Text) -> Markup:
        """A one-line text of the register."""
        return prose.line(text, self.language)

    def plain(self, text: Text) -> str:
        """A text of the register without marks, for attributes and descriptions."""
        return prose.to_text(text.in_language(self.language)[0])

    def day(self, day: date) -> Markup:
        """A day in words, inside a ``time`` element."""
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), self.words.day(day))

    def number(self, number: float | Decimal, decimals: int = 0, sign: bool = False) -> str:
        """A number as this language writes it."""
        return self.words.number(number, decimals, sign)


@cache
def environment(folders: tuple[Path, ...] = ()) -> Environment:
    """The environment for our templates; ``folders`` come before our own theme."""
    return Environment(
        loader=FileSystemLoader([*folders, theme_folder()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, here: Here, **facts: object) -> str:
    """A template of ``theme/pages`` filled in; ``t`` says the words of the language."""
    page = environment().get_template(f"pages/{template}.html")
    return page.render(here=here, t=here.words, **facts)


def listed(items: Iterable[str], words: Words) -> str:
    """``a, b and c`` in the language of the words."""
    from babel.lists import format_list

    return format_list(list(items), locale=words.language)
