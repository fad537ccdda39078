"""The project that a site is made from, as it stands on disk: settings, register, editions, prose.

All of it is read without the host, which only says where things are.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator import configuration, options, report
from generator.assembly import Assembly
from generator.checks import pages
from generator.checks.cleared import Screening
from generator.content import FrontMatter, pages_of_prose
from generator.editions.chain import Chain, load_chain
from generator.editions.listing import SUMS
from generator.editions.store import FOLDER
from generator.files import Folder, below, leading_out
from generator.outputs.past import Past
from generator.register.load import load_whole
from generator.register.loaded import Loaded
from generator.settings import EXPLANATION, Settings
from generator.site import MadeSite, make_site
from generator.troubles import TroubleError, today
from generator.words import words
from generator.writing import admin


class RefusedError(Exception):
    """There is nothing to make a site of; says what to put right."""


def chosen(config_file: Path, site_url: object, theme: object, written: object) -> Settings:
    """What the organisation decided, in ``config_file`` and as the host read it: the address of the
    site, the name of its theme, and our options as ``written``. Raises :class:`RefusedError` with
    all that is wrong."""
    found, unread = configuration.read(config_file)
    read = replace(found, site_url=site_url, theme=theme, options=written)
    settings, problems = options.settings(read)
    if problems := unread or problems:
        language = load_whole(settings.register, Folder(config_file.parent)).language
        raise RefusedError(report.text(problems, (), words(language or "en")))
    return settings


class Project:
    """The folder of a site: a preview reads it for every build, and keeps what is still so."""

    def __init__(self, front_matter: FrontMatter) -> None:
        self.settings = Settings()
        self._front_matter = front_matter
        self._root = self._content = Path()
        self._files = Folder(self._root)
        """Where the register was last read."""
        self._loaded: Loaded | None = None
        self._editions: tuple[Mapping[str, bytes], Chain] = ({}, Chain())
        """The files of the editions as last read, and what they are."""
        self._past: Past | None = None

    def make(
        self, root: Path, content: Path, settings: Settings, day: date | None, assembly: Assembly
    ) -> MadeSite:
        """What there is to publish on a day, or else today, with what ``assembly`` remembers.

        ``root`` is the folder of the site, ``content`` that of its prose. Raises
        :class:`RefusedError`; errors in the register are told with what was made.
        """
        self._root, self._content = root, content
        assembly.progress("reading", 0, 0)
        loaded = self._read(settings, assembly)
        assembly.progress("checking", 0, 0)
        if wrong := pages.problems_in(below(content, root, ".md"), leading_out(content, root)):
            raise RefusedError(report.text(wrong, (), words(loaded.language or "en")))
        prose = pages_of_prose(content, self._front_matter)
        if loaded.register:
            languages = loaded.register.languages
            settings = replace(
                settings,
                form=admin.host_of(content / languages[0]),
                unexplained=tuple(
                    each for each in languages if EXPLANATION not in prose.get(each, {})
                ),
            )
        made = make_site(
            loaded,
            settings,
            day or _today(loaded.language),
            prose,
            self._chain(),
            assembly.memos,
            assembly.both,
            self._past,
        )
        self.settings, self._loaded = settings, loaded
        if not made.has_errors:
            self._loaded, self._past = loaded.without_texts(), made.past
        return made

    def followed(self) -> Iterator[Path]:
        """What a preview follows: the register, where more parts of it may come, and the prose."""
        for name in self._files.looked_at():
            yield self._root / name
        yield self._content

    def told(self, made: MadeSite) -> str:
        """What is wrong with what was made, for people."""
        sources = self._loaded.sources if self._loaded else ()
        return report.text(made.problems, sources, words(made.languages[0]))

    def _read(self, settings: Settings, assembly: Assembly) -> Loaded:
        memo, screening = assembly.memos("register"), Screening(settings.allowed)
        self._files = Folder(self._root)
        try:
            return load_whole(settings.register, self._files, memo, screening, assembly.both)
        except TroubleError as trouble:
            raise RefusedError(trouble.tell(words("en"))) from None

    def _chain(self) -> Chain:
        """The editions of the repository; in a preview they are mostly those of the last build."""
        folder = Folder(self._root)
        names = [*folder.matching(f"{FOLDER}/*.json"), *folder.matching(f"{FOLDER}/{SUMS}")]
        files = {Path(name).name: folder.read(name) for name in names}
        if files != self._editions[0]:
            self._editions = files, load_chain(files)
        return self._editions[1]


def _today(language: str) -> date:
    """Today, or the day that the surroundings name, for builds that can be repeated."""
    try:
        return today(os.environ.get("SOURCE_DATE_EPOCH"), date.today)
    except TroubleError as trouble:
        raise RefusedError(trouble.tell(words(language or "en"))) from None
