"""Which mail goes out: that of an edition, or the one that an edition of today would bring."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from generator.editions.chain import Chain
from generator.facts.facts import Facts, with_days_named, work_out
from generator.outputs.digest import Digest, Occasion, digest, of_edition
from generator.outputs.mail import mails
from generator.outputs.page import File
from generator.problems import Problem, in_order
from generator.prose import Text
from generator.register.model import Register
from generator.settings import Settings
from generator.words import words


def edition_mails(
    chain: Chain, name: str, settings: Settings, subject: Text | None = None
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The mail of an edition in each of its languages, or what stands in the way.

    It tells what came since the edition before, as things stood on the day of the edition.
    """
    place = next(number for number, each in enumerate(chain.editions) if each.id == name)
    edition = chain.editions[place]
    facts = _then(chain, place, settings)
    before = _then(chain, place - 1, settings) if place else None
    found = (
        of_edition(edition, facts, before, words(language), settings)
        for language in edition.register.languages
    )
    return _mails(found, subject)


def next_mails(
    chain: Chain, register: Register, today: date, settings: Settings, subject: Text | None = None
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The mail that an edition of today would bring: what came since the last one."""
    earlier = [edition.register for edition in chain.editions]
    facts = work_out(register, today, settings.minimum_answers, earlier)
    before = _then(chain, len(earlier) - 1, settings) if earlier else None
    found = (
        digest(facts, words(language), settings, Occasion(), before)
        for language in register.languages
    )
    return _mails(found, subject)


def _then(chain: Chain, place: int, settings: Settings) -> Facts:
    """What followed from an edition on its day."""
    edition, minimum = chain.editions[place], settings.minimum_answers
    facts = work_out(edition.register, edition.date, minimum, (), edition.withheld)
    return with_days_named(facts, (one.register for one in chain.editions[:place]))


def _mails(
    found: Iterable[Digest], subject: Text | None
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    files: list[File] = []
    problems: list[Problem] = []
    for each in found:
        line = subject.in_language(each.words.language)[0] if subject else ""
        occasion = replace(each.occasion, subject=line)
        made, wrong = mails(replace(each, occasion=occasion))
        files += made
        problems += wrong
    return (() if problems else tuple(files)), in_order(problems)
