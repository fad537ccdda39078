"""``yswd init``, from the first question to the folder that was made."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from generator.words import Words, words
from generator.writing.starter import LANGUAGES, Answers, is_free, make

HOMEPAGE = "https://www.example.org/"


def run(
    folder: Path, name: str, languages: str, homepage: str, language: str, yes: bool, today: date
) -> bool:
    """Make a new site in ``folder``; whether it was made.

    What is empty is asked, or gets an example where ``yes`` says that nobody is there to answer.
    """
    while True:
        chosen = languages or _asked(_bilingual("init.languages"), "nl, en", yes)
        known = _languages(chosen)
        own = words(language or (known or LANGUAGES)[0])
        if not is_free(folder):
            return _no(own, "not-empty", folder=str(folder))
        if known:
            break
        _no(own, "languages-known", found=chosen, known=", ".join(LANGUAGES))
        if languages or yes:
            return False
    while True:
        answers = Answers(
            name or _asked(own("init.name"), own("init.example-name"), yes),
            known,
            homepage or _asked(own("init.homepage"), HOMEPAGE, yes),
        )
        problems = answers.problems(today)
        for problem in problems:
            click.echo(own.message(problem), err=True)
        if not problems:
            break
        if yes or (name and homepage):
            return False
    make(folder, answers, today)
    click.echo(own("init.made", folder=str(folder)))
    return True


def _asked(question: str, default: str, yes: bool) -> str:
    if yes:
        return default
    try:
        return str(click.prompt(question, default=default)).strip()
    except click.Abort:
        click.echo("")  # what is said next starts on a line of its own
        raise


def _bilingual(key: str) -> str:
    """A question that comes before we know which language to ask in."""
    return " / ".join(words(language)(key) for language in LANGUAGES)


def _languages(typed: str) -> Sequence[str]:
    """The languages that were typed, the first one first; none where one is not known."""
    found = tuple(dict.fromkeys(typed.replace(",", " ").lower().split()))
    return found if set(found) <= set(LANGUAGES) else ()


def _no(own: Words, key: str, **facts: str) -> bool:
    click.echo(own(f"init.{key}", **facts), err=True)
    return False
