"""The recipe, readable as a table of contents: a register and a day → everything to publish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator import words
from generator.checks import check
from generator.facts.facts import Facts, work_out
from generator.outputs import feeds, machines, open_data, pages, promise_calendar, score_pages
from generator.outputs.page import File, Page
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
    pages: Mapping[str, Sequence[Page]] = field(default_factory=dict)
    files: Mapping[str, Sequence[File]] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether anything stops publication."""
        return any(problem.is_error for problem in self.problems)


def make_site(
    loaded: Loaded, settings: Settings, today: date, content: Mapping[str, Sequence[str]]
) -> Made:
    """Check, work out, and make every page and file of every language.

    ``content`` has, per language, the addresses of the prose pages that the host makes.
    """
    register = loaded.register
    problems = check(loaded, today, settings.minimum_answers, settings.allowed)
    if register is None or any(problem.is_error for problem in problems):
        return _refused(loaded, problems, today)
    facts = work_out(register, today, settings.minimum_answers)
    outputs = {
        name: list(_outputs(facts, name, settings, content.get(name, ())))
        for name in register.languages
    }
    return Made(
        problems,
        today,
        register.languages,
        register.organisation,
        facts,
        {name: [out for out in made if isinstance(out, Page)] for name, made in outputs.items()},
        {name: [out for out in made if isinstance(out, File)] for name, made in outputs.items()},
    )


def _outputs(
    facts: Facts, language: str, settings: Settings, content: Sequence[str]
) -> Iterator[Page | File]:
    """Every page and file of one language."""
    own = words.words(language)
    made = [*pages.pages(facts, own, settings), *score_pages.score_pages(facts, own, settings)]
    yield from made
    yield pages.not_found(facts, own, settings)
    yield from pages.files(facts, own, settings)
    yield from feeds.feeds(facts, own, settings)
    yield promise_calendar.calendar(facts, own, settings)
    if language == facts.register.languages[0]:
        yield from open_data.open_data(facts, settings, own)
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
        None,
        {name: [problems_page(problems, words.words(name))] for name in languages},
        {name: [] for name in languages},
    )
