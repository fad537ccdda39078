"""The recipe, readable as a table of contents: a register and a day → everything to publish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator import words
from generator.checks import check
from generator.editions.chain import Chain
from generator.editions.store import FOLDER
from generator.facts.facts import Facts, work_out
from generator.outputs import (
    edition_pages,
    feeds,
    machines,
    open_data,
    pages,
    promise_calendar,
    score_pages,
)
from generator.outputs.page import File, Page
from generator.outputs.past import NO_PAST, Past
from generator.outputs.problems_page import problems_page
from generator.problems import Problem
from generator.register.load import Loaded
from generator.register.model import Organisation
from generator.settings import Settings


@dataclass(frozen=True, slots=True)
class Made:
    """All there is to publish, per language, and what stands in the way.

    With errors there is one page a language, which lists them, for the preview; ``facts`` is
    then ``None``.
    """

    problems: tuple[Problem, ...]
    day: date
    languages: tuple[str, ...]
    organisation: Organisation | None = None
    facts: Facts | None = None
    past: Past = NO_PAST
    pages: Mapping[str, Sequence[Page]] = field(default_factory=dict)
    files: Mapping[str, Sequence[File]] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether anything stops publication."""
        return any(problem.is_error for problem in self.problems)


def make_site(
    loaded: Loaded,
    settings: Settings,
    today: date,
    content: Mapping[str, Sequence[str]],
    chain: Chain = NO_PAST.chain,
) -> Made:
    """Check, work out, and make every page and file of every language.

    ``content`` has, per language, the addresses of the prose pages that the host makes;
    ``chain`` the editions, whose errors stop publication as those of the register do.
    """
    register = loaded.register
    checked = check(loaded, today, settings.minimum_answers, settings.allowed)
    problems = (*checked, *_broken(chain))
    if register is None or any(problem.is_error for problem in problems):
        return _refused(loaded, problems, today)
    past = Past(chain)
    earlier = [edition.register for edition in chain.editions]
    facts = work_out(register, today, settings.minimum_answers, earlier)
    of_editions = edition_pages.edition_pages(past, facts, settings)
    outputs = {
        name: list(_outputs(facts, name, settings, content.get(name, ()), past, of_editions[name]))
        for name in register.languages
    }
    return Made(
        problems,
        today,
        register.languages,
        register.organisation,
        facts,
        past,
        {name: [out for out in made if isinstance(out, Page)] for name, made in outputs.items()},
        {name: [out for out in made if isinstance(out, File)] for name, made in outputs.items()},
    )


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
    content: Sequence[str],
    past: Past,
    of_editions: Sequence[Page],
) -> Iterator[Page | File]:
    """Every page and file of one language."""
    own = words.words(language)
    made = [
        *pages.pages(facts, own, settings, past),
        *score_pages.score_pages(facts, own, settings),
        *of_editions,
    ]
    yield from made
    yield pages.not_found(facts, own, settings)
    yield from pages.files(facts, own, settings)
    yield from feeds.feeds(facts, own, settings)
    yield promise_calendar.calendar(facts, own, settings)
    if language == facts.register.languages[0]:
        yield from open_data.open_data(facts, settings, own)
        yield from edition_pages.edition_files(past, language, settings)
    yield from machines.machines(made, content, facts, language, settings)


def _refused(loaded: Loaded, problems: tuple[Problem, ...], today: date) -> Made:
    """What a preview shows in place of a site with errors."""
    register = loaded.register
    languages = register.languages if register else words.available()
    return Made(
        problems,
        today,
        languages,
        register.organisation if register else None,
        pages={name: [problems_page(problems, words.words(name))] for name in languages},
        files={name: [] for name in languages},
    )
