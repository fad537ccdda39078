"""What the promise clock says, in one place: pages, lists, open data, calendar and commands."""

from collections.abc import Iterable
from datetime import date

from babel.lists import format_list

from generator.facts.promises import Clock, Promise
from generator.words import Words


def subject(promise: Promise, words: Words) -> str:
    """What was promised, such as "News on our progress"."""
    return words(f"clock.about.{promise.about}")


def standing(promise: Promise, words: Words) -> str:
    """How it stands on the day of the facts, such as "kept 3 days late, on 4 August 2026"."""
    if promise.clock is Clock.DUE and promise.days == 0:
        return words("clock.today", due=promise.due)
    return words(
        f"clock.{promise.clock}", n=promise.days, due=promise.due, kept=promise.kept or promise.due
    )


def earlier(promise: Promise, words: Words) -> str:
    """The days that were named before this one; empty where there were none."""
    if not promise.earlier:
        return ""
    days = format_list([words.day(day) for day in promise.earlier], locale=words.locale)
    return words("clock.earlier", n=len(promise.earlier), days=days)


def say(promise: Promise, words: Words) -> str:
    """Everything the clock says about a promise, in one or two sentences of plain text."""
    said = f"{subject(promise, words)}: {standing(promise, words)}."
    return " ".join(filter(None, (said, earlier(promise, words))))


def unbroken(said: str, days: Iterable[date], words: Words) -> str:
    """A sentence in which no line ends between a day and its month."""
    for day in set(days):
        written = words.day(day)
        said = said.replace(written, written.replace(" ", "\N{NO-BREAK SPACE}", 1))
    return said
