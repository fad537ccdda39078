"""What the organisation decides once, in ``mkdocs.yml`` under the plugin."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Allowed:
    """A text that the privacy check lets through, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The organisation's choices.

    ``site_url`` is the address of the default language's home page, with a slash at its end;
    ``titles`` has the name of the site per language; ``minimum_answers`` counts answers.
    """

    site_url: str = "https://www.example.org/"
    titles: Mapping[str, str] = field(default_factory=dict)
    register: str = "actions.yaml"
    minimum_answers: int = 10
    allowed: tuple[Allowed, ...] = ()
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    frame_ancestors: tuple[str, ...] = ("'self'",)

    def prefix(self, language: str, languages: tuple[str, ...]) -> str:
        """Where a language's tree begins, below the root: empty for the default language."""
        return "" if language == languages[0] else f"{language}/"
