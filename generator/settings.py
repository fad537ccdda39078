"""What the organisation decides once, in ``mkdocs.yml`` under the plugin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.words import Words

REGISTER = "actions.yaml"
MINIMUM_ANSWERS = 10
"""Fewer answers than this are never published; an organisation can only ask for more."""
EXPLANATION = "how-we-decide/"
"""The page of prose to which others lead for how we decide, where it is there."""


_FOUND_AGAIN = "Every choice has a name, so that it can be found."
_EVERY_TEXT = "People who see badly must be able to read every text too."
_ADDRESSES = "Feeds, mail and search engines need full addresses."
WHY: Mapping[str, str] = {
    "option.file-not-readable": "Where this file can't be read, nobody knows what the organisation "
    "decided.",
    "option.file-not-mapping": _FOUND_AGAIN,
    "option.inherit": "What was decided in the file that is missing would no longer count, without "
    "a word.",
    "option.no-plugin": "Without it there is a site without a single answer.",
    "option.site-url-missing": _ADDRESSES,
    "option.site-url": _ADDRESSES,
    "option.unknown": "A choice under an unknown name would not count, without a word.",
    "option.not-a-mapping": _FOUND_AGAIN,
    "option.not-a-text": "What is shown as a text is what was typed.",
    "option.number": "A figure from fewer answers is never published; asking for more is fine.",
    "option.per-language": "Each language of the site has a name and a sentence of its own.",
    "option.language": "A text in a language that the site doesn't have would be seen nowhere.",
    "option.address": "Whoever uses the data reads there what is allowed.",
    "option.not-a-list": "This can hold several, so it is always a list.",
    "option.allow": "Whoever reads along later must know why these data may be there.",
    "option.directory-urls": "The addresses of the site are fixed: links, feeds and other sites "
    "lead to those that end in a slash.",
    "option.theme": "The pages are made inside this one theme.",
    "option.docs-dir": "Pages such as the privacy statement are kept there.",
    "option.picture": "A picture that isn't there would be a broken one on every page.",
    "option.colour-lost": "Nobody notices a colour that falls away until the site looks otherwise.",
    "option.colour": "All tints of the site are worked out from one colour.",
    "option.colour-unreadable": _EVERY_TEXT,
    "option.palette-unreadable": _EVERY_TEXT,
    "option.frame-ancestor": "A browser shows us inside the pages of these sites and no others.",
}
"""Why each check on the settings is there; the manual and ``--explain`` print it."""


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
    (empty for that of the theme's palette); ``form`` is who keeps the repository to which the
    form for staff proposes, such as ``github``, and empty where there is no form;
    ``unexplained`` are the languages without a page on how we decide.
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
    form: str = ""
    unexplained: tuple[str, ...] = ()

    def prefix(self, language: str, languages: Sequence[str]) -> str:
        """Where a language's tree begins, below the root: empty for the default language."""
        return "" if language == languages[0] else f"{language}/"

    def root(self, language: str, languages: Sequence[str]) -> str:
        """The full address of the home page of a language."""
        return self.site_url + self.prefix(language, languages)

    def title(self, language: str, own: Words) -> str:
        """What the site is called in a language, whose words are ``own``."""
        return self.titles.get(language) or own("site.name")
