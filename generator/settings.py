"""What the organisation decides once, in ``mkdocs.yml`` under the plugin."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.words import Words

REGISTER = "actions.yaml"
MINIMUM_ANSWERS = 10
"""Fewer answers than this are never published; an organisation can only ask for more."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A text that the privacy check lets through, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The organisation's choices.

    ``site_url`` is the address of the default language's home page, with a slash at its end;
    ``titles`` has the name of the site per language and ``notice`` a sentence above every page;
    ``minimum_answers`` counts answers; ``colour`` is the organisation's, such as ``#0d4f5c``
    (empty for that of the theme's palette).
    """

    site_url: str = "https://www.example.org/"
    titles: Mapping[str, str] = field(default_factory=dict)
    notice: Mapping[str, str] = field(default_factory=dict)
    register: str = REGISTER
    minimum_answers: int = MINIMUM_ANSWERS
    allowed: tuple[Allowed, ...] = ()
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    frame_ancestors: tuple[str, ...] = ("'self'",)
    colour: str = ""

    def prefix(self, language: str, languages: tuple[str, ...]) -> str:
        """Where a language's tree begins, below the root: empty for the default language."""
        return "" if language == languages[0] else f"{language}/"

    def title(self, language: str, own: Words) -> str:
        """What the site is called in a language, whose words are ``own``."""
        return self.titles.get(language) or own("site.name")
