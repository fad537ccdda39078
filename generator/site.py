"""The recipe, readable as a table of contents: a register and a day → everything to publish."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator import words
from generator.checks import check
from generator.editions.chain import Chain
from generator.editions.first_told import first_told
from generator.editions.store import FOLDER
from generator.facts.facts import Facts, work_out
from generator.memo import Memos
from generator.outputs import (
    colours,
    edition_feed,
    edition_pages,
    feeds,
    open_data,
    pages,
    pictures,
    promise_calendar,
    score_pages,
    security,
    sitemap,
)
from generator.outputs.page import File, Page, key_of
from generator.outputs.past import NO_PAST, Past
from generator.outputs.problems_page import problems_page
from generator.outputs.search import NO_PROSE, Prose
from generator.problems import Problem
from generator.register.loaded import Loaded
from generator.register.model import Organisation
from generator.settings import Settings
from generator.together import Both, in_turn

Output = Page | File


@dataclass(frozen=True)
class MadeSite:
    """All there is to publish, and what stands in the way.

    With errors there is one page a language, which lists them, for the preview; ``facts`` is
    then ``None``. The pages and files of a language are made when they are first asked for, so
    that languages can be built at the same time.
    """

    problems: tuple[Problem, ...]
    day: date
    languages: tuple[str, ...]
    make: Callable[[str], Iterator[Output]]
    organisation: Organisation | None = None
    facts: Facts | None = None
    past: Past = NO_PAST
    content: Mapping[str, Mapping[str, Prose]] = field(default_factory=dict)
    """The pages of prose that the host makes, by language and address."""
    base: bytes = b""
    """What goes into the key of every output: all that it is made from, but for the insights."""
    _made: dict[str, list[Output]] = field(default_factory=dict)

    @property
    def sections(self) -> frozenset[str]:
        """The items of the navigation that have something to show."""
        return pages.sections(self.facts) if self.facts else frozenset()

    @property
    def has_errors(self) -> bool:
        """Whether anything stops publication."""
        return any(problem.is_error for problem in self.problems)

    def outputs(self, language: str) -> Sequence[Output]:
        """Every page and file of a language."""
        if language not in self._made:
            self._made[language] = list(self.make(language))
        return self._made[language]

    def pages(self, language: str) -> list[Page]:
        """The pages of a language, home first."""
        return [output for output in self.outputs(language) if isinstance(output, Page)]

    def files(self, language: str) -> list[File]:
        """The files of a language."""
        return [output for output in self.outputs(language) if isinstance(output, File)]

    def places(self, language: str) -> frozenset[str]:
        """The addresses of the pages and the paths of the files of a language."""
        made = self.outputs(language)
        return frozenset(each.address if isinstance(each, Page) else each.path for each in made)

    def addresses(self, language: str) -> dict[str, frozenset[str]]:
        """The addresses in each language: those of its prose, and of this one all others too."""
        known = {name: frozenset(self.content.get(name, ())) for name in self.languages}
        known[language] |= {page.address for page in self.pages(language)}
        return known


def make_site(
    loaded: Loaded,
    settings: Settings,
    today: date,
    content: Mapping[str, Mapping[str, Prose]],
    chain: Chain = NO_PAST.chain,
    memos: Memos | None = None,
    both: Both = in_turn,
    before: Past | None = None,
) -> MadeSite:
    """Check, work out, and make every page and file of every language.

    ``content`` has, per language, the prose pages that the host makes, by their address;
    ``chain`` the editions, whose errors stop publication as those of the register do; ``memos``
    what was worked out before. ``both`` may check a register while the rest goes ahead as if
    nothing were wrong with it. ``before`` is the past as it was worked out for the last site: it is
    the same as long as the chain is the very same.
    """
    past = before if before and before.chain is chain else Past(chain)

    def judged() -> tuple[Problem, ...]:
        last = None if chain.errors else chain.last
        checked = check(loaded, today, settings.minimum_answers, settings.allowed, last)
        return (*checked, *_broken(chain))

    def planned() -> MadeSite:
        made = _sound(loaded, settings, today, content, past, memos or Memos())
        made.outputs(made.languages[0])
        return made

    if loaded.register is None or loaded.problems or chain.errors:
        both = in_turn
    problems, made = both(judged, planned)
    if loaded.register is None or any(problem.is_error for problem in problems):
        return _refused(loaded, problems, today, content)
    return replace(made(), problems=problems)


def _sound(
    loaded: Loaded,
    settings: Settings,
    today: date,
    content: Mapping[str, Mapping[str, Prose]],
    past: Past,
    memos: Memos,
) -> MadeSite:
    """What there is to publish of a register that has nothing wrong."""
    register = loaded.register
    assert register is not None
    earlier = [edition.register for edition in past.chain.editions]
    known = loaded.digests()
    facts = work_out(register, today, settings.minimum_answers, earlier, texts=known)
    base = _base(facts, settings, past.chain)

    def make(language: str) -> Iterator[Output]:
        prose = content.get(language, NO_PROSE)
        return _outputs(facts, language, settings, prose, past, memos, base)

    return MadeSite(
        problems=(),
        day=today,
        languages=register.languages,
        make=make,
        organisation=register.organisation,
        facts=facts,
        past=past,
        content=content,
        base=base,
    )


def _base(facts: Facts, settings: Settings, chain: Chain) -> bytes:
    """The key of all that outputs share. What follows from the scores stands for the scores."""
    head = facts.register.model_dump(exclude={"insights", "scores"})
    scores = [  # a set has no order of its own
        (fact.score, sorted(fact.withheld), sorted(fact.kept_back)) for fact in facts.scores
    ]
    editions = [edition.sha256 for edition in chain.editions]
    return key_of(facts.today, facts.minimum, scores, head, settings, editions)


def _broken(chain: Chain) -> tuple[Problem, ...]:
    """What breaks the chain of editions, with the file where staff find it."""
    return tuple(
        replace(problem, place=replace(problem.place, file=f"{FOLDER}/{problem.place.file}"))
        for problem in chain.errors
    )


def _outputs(
    facts: Facts,
    language: str,
    settings: Settings,
    content: Mapping[str, Prose],
    past: Past,
    memos: Memos,
    base: bytes,
) -> Iterator[Output]:
    """Every page and file of one language."""
    own = words.words(language)
    made = [
        *pages.pages(facts, own, settings, past),
        *score_pages.score_pages(facts, own, settings),
        *edition_pages.edition_pages(past, facts, own, settings),
    ]
    yield from made
    yield pages.not_found(facts, own, settings)
    yield from pages.files(facts, own, settings, content, memos(f"search-{language}"))
    yield from pictures.pictures(facts, own, settings)
    yield from feed_files(facts, language, settings, past)
    known = memos(f"calendar-{language}")
    yield promise_calendar.calendar(facts, own, settings, known, base)
    if language == facts.register.languages[0]:
        yield from open_data.open_data(facts, settings, own, memos, base)
        yield from edition_pages.edition_files(past, language, settings)
    yield from sitemap.sitemap_files(made, content, facts, language, settings)
    if language == facts.register.languages[0]:
        addresses = [*content, *(page.address for page in made), "feed.xml", "data/"]
        yield from colours.brand(settings, language)
        yield from security.headers(settings, facts.register.languages, addresses)


def feed_files(facts: Facts, language: str, settings: Settings, past: Past) -> Iterator[File]:
    """Every feed of one language; that a text or a day was put right, editions remember."""
    own = words.words(language)
    told = first_told(facts, (edition.register for edition in past.chain.editions))
    late = edition_feed.told_late(past.chain.editions, told)
    yield from feeds.feeds(told, own, settings, edition_feed.revised(past.stages), late)
    yield from edition_feed.edition_feeds(past.stages, facts, own, settings)


def feeds_by_path(facts: Facts, settings: Settings, past: Past) -> dict[str, bytes]:
    """The feeds of all languages in RSS and Atom, by their path from the root of the site."""
    languages = facts.register.languages
    return {
        settings.prefix(language, languages) + file.path: file.content
        for language in languages
        for file in feed_files(facts, language, settings, past)
        if file.path.endswith(".xml")
    }


def _refused(
    loaded: Loaded,
    problems: tuple[Problem, ...],
    today: date,
    content: Mapping[str, Mapping[str, Prose]],
) -> MadeSite:
    """What a preview shows in place of a site with errors."""
    register = loaded.register
    own = sorted(words.available(), key=lambda each: each != loaded.language)
    languages = register.languages if register else tuple(own)

    def make(language: str) -> Iterator[Output]:
        for address in ("", "404.html"):
            yield problems_page(problems, words.words(language), address)

    organisation = register.organisation if register else None
    return MadeSite(problems, today, languages, make, organisation, content=content)
