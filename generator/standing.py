"""The context of the frame around a page: what it knows of the site and of the page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from generator.outputs.page import Page
from generator.outputs.past import NO_PAST, Past, switch
from generator.outputs.security import POLICY
from generator.outputs.structured import structured
from generator.register.model import Organisation
from generator.settings import EXPLANATION, Settings
from generator.words import Words, words

NAVIGATION = (
    ("insights", "insights/"),
    ("promises", "promises/"),
    ("scores", "scores/"),
    ("journey", "journey/"),
    ("about", "about/"),
)
"""The main navigation: the name of each section, which is a word in ``nav:``, and its address.
Entries never come here: Material would render each into every page."""

ALL_SECTIONS = frozenset(name for name, _ in NAVIGATION)

FOOTER = (
    "about/",
    EXPLANATION,
    "how-we-listen/",
    "editions/",
    "follow/",
    "data/",
    "privacy/",
    "accessibility/",
)


_SEARCH_WORDS = ("found", "none", "all", "failed", "suggestions")


@dataclass(frozen=True, slots=True)
class Site:
    """What the frames of one language share.

    ``day`` is the day the site was made for, ``names`` what each language calls itself,
    ``notice`` a sentence above every page (empty for none).
    ``policy`` is what browsers may do with a page (empty for no word on it: the preview of MkDocs
    needs a script in the page). ``sections`` are the items of the navigation that have something.
    ``pages_in`` has, per language, the addresses that exist there; ``prefixes`` where each
    language's tree begins, below the root of the site.
    """

    settings: Settings
    words: Words
    title: str
    languages: Sequence[str]
    organisation: str
    homepage: str
    feedback: str
    day: date
    names: Mapping[str, str]
    notice: str = ""
    policy: str = POLICY
    pages_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    past: Past = NO_PAST
    sections: frozenset[str] = ALL_SECTIONS

    @property
    def language(self) -> str:
        """The language of these frames."""
        return self.words.language

    @property
    def root(self) -> str:
        """The full address of the home page of this language."""
        return self.settings.root(self.language, self.languages)

    @property
    def prefix(self) -> str:
        """Where this language's tree begins, below the root of the site."""
        return self.settings.prefix(self.language, self.languages)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame."""

    href: str
    label: str
    language: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What ``main.html`` knows of a page: everything in it is text, not yet escaped, but for
    ``editions``: the items of the switch between editions, as safe HTML. ``tab`` is what the
    browser calls the page.

    ``root`` is the way to the root of this language's tree and ``site_root`` the way to the root
    of the site; both are relative and end in a slash, but for the page that is served for
    addresses that don't exist, which can't know where it stands.
    """

    site: Site
    title: str
    description: str
    address: str
    root: str
    site_root: str
    section: str = ""
    feeds: str = ""
    in_search: bool = True
    exists_everywhere: bool = True
    has_address: bool = True
    editions: str = ""
    tab: str = ""
    picture: str = ""
    data: str = ""

    @property
    def t(self) -> Words:
        """The words of the page's language."""
        return self.site.words

    @property
    def feeds_title(self) -> str:
        """What the feeds of this page are called."""
        return f"{self.site.title}: {self.title}" if self.feeds else self.site.title

    @property
    def canonical(self) -> str:
        """The page's own full address."""
        return f"{self.site.root}{self.address}"

    @property
    def picture_address(self) -> str:
        """The full address of the picture that a link to this page is shown with."""
        return f"{self.site.root}{self.picture}"

    @property
    def navigation(self) -> list[Link]:
        """The main navigation, with the section of this page marked."""
        known = self.site.pages_in.get(self.site.language, frozenset())
        return [
            Link(self.root + address, self.t(f"nav.{name}"), current=name == self.section)
            for name, address in NAVIGATION
            if name in self.site.sections and (name != "about" or address in known)
        ]

    @property
    def can_search(self) -> bool:
        """Whether there is a list of insights to search in."""
        return "insights" in self.site.sections

    @property
    def search_words(self) -> str:
        """What the search says while somebody types, as JSON."""
        texts = self.t.texts
        return json.dumps({name: texts[f"search.{name}"] for name in _SEARCH_WORDS})

    @property
    def footer(self) -> list[Link]:
        """The links at the foot of every page, of the pages that exist."""
        known = self.site.pages_in.get(self.site.language, frozenset())
        return [
            Link(self.root + address, self.t(f"foot.{address.rstrip('/')}"))
            for address in FOOTER
            if address in known
        ]

    @property
    def languages(self) -> list[Link]:
        """The same page in each language; the home page where it has no such page."""
        links = []
        for language in self.site.languages:
            prefix = self.site.settings.prefix(language, self.site.languages)
            exists = self.exists_everywhere or self.address in self.site.pages_in.get(
                language, frozenset()
            )
            href = self.site_root + prefix + (self.address if exists else "")
            current = language == self.site.language
            links.append(Link(href, self.site.names[language], language, current))
        return links

    @property
    def alternates(self) -> list[Link]:
        """The full address of this page in each language, for search engines."""
        if not self.in_search or len(self.site.languages) < 2:
            return []
        root = self.site.settings.root
        found = [
            Link(root(language, self.site.languages) + self.address, "", language)
            for language in self.site.languages
            if self.exists_everywhere
            or self.address in self.site.pages_in.get(language, frozenset())
        ]
        if found and found[0].language == self.site.languages[0]:
            found.append(replace(found[0], language="x-default"))
        return found


def site_of(
    organisation: Organisation | None,
    settings: Settings,
    languages: Sequence[str],
    language: str,
    day: date,
    pages_in: Mapping[str, frozenset[str]],
    past: Past = NO_PAST,
    sections: frozenset[str] = ALL_SECTIONS,
    policy: str = POLICY,
) -> Site:
    """What the frames of a language share, from the register and the organisation's choices.

    ``organisation`` is ``None`` in the preview of a register that can't be read.
    """
    own = words(language)
    return Site(
        settings=settings,
        words=own,
        title=settings.title(language, own),
        languages=languages,
        organisation=organisation.name.in_language(language)[0] if organisation else "",
        homepage=organisation.homepage if organisation else "",
        feedback=organisation.feedback if organisation else "",
        day=day,
        names={name: words(name)("site.language") for name in languages},
        notice=settings.notice.get(language, ""),
        policy=policy,
        pages_in=pages_in,
        past=past,
        sections=sections,
    )


def standing(site: Site, page: Page, everywhere: bool = True) -> Standing:
    """The context of a page; ``everywhere`` says that it exists in every language."""
    to_root = way_to_root(site, page)
    to_site = page.to_root + "../" * site.prefix.count("/") or "./"
    if page.is_anywhere:
        to_site, everywhere = urlsplit(site.settings.site_url).path, False
    return Standing(
        site=site,
        title=page.title,
        description=page.description,
        address=page.address,
        root=to_root,
        site_root=to_site,
        section=page.section,
        feeds=page.feeds,
        in_search=page.in_search,
        exists_everywhere=everywhere,
        has_address=not page.is_anywhere,
        editions=switch(site.past, site.words, to_root, page),
        tab=tab_of(site, page),
        picture=page.picture,
        data=data_of(site, page),
    )


def data_of(site: Site, page: Page) -> str:
    """The JSON-LD of a page; empty where search engines should not keep it."""
    if not page.in_search or page.is_anywhere:
        return ""
    owner = site.organisation, site.homepage
    return structured(page, site.root + page.address, (site.title, site.root), owner)


def tab_of(site: Site, page: Page) -> str:
    """The ``<title>`` of a page: its own and, where that is another, the site's."""
    return page.title if page.title == site.title else f"{page.title} · {site.title}"


def way_to_root(site: Site, page: Page) -> str:
    """The relative path from a page to the root of its language."""
    if page.is_anywhere:
        return urlsplit(site.settings.site_url).path + site.prefix
    return page.to_root or "./"
