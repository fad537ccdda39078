"""Asking in plain words, until the answer can stand in the register."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from generator.problems import Problem
from generator.register.fields import ID_LENGTH, RESERVED, Day, Line, Prose
from generator.words import Words, available, words
from generator.writing.judge import judge

Options = Mapping[str, str]
"""What there is to choose from: values and what to call them, in order."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in one language about a register in ``languages``."""

    own: Words
    languages: Sequence[str]

    def say(self, key: str, **facts: object) -> None:
        """Say something."""
        click.echo(self.own(f"new.{key}", **facts))

    def yes(self, key: str, *, default: bool = False, **facts: object) -> bool:
        """Ask for a yes or a no."""
        yes, no = self.own("new.yes"), self.own("new.no")
        question = self.own(f"new.{key}", **facts)
        while True:
            typed = self._typed(f"{question} ({yes}/{no})", yes if default else no).lower()
            if typed and typed[0] in (yes[0], no[0]):
                return typed[0] == yes[0]
            self.say("yes-or-no", yes=yes, no=no)

    def one(self, key: str, kind: Any, default: str = "", *, optional: bool = False) -> str | None:
        """Ask for one value of a field's type; ``None`` where it may be left out and is.

        What was meant by an answer in another spelling is what Enter gives the second time.
        """
        name = key.rsplit(".", 1)[-1]
        while True:
            typed = self._typed(self._question(key, optional), default)
            if not typed and optional:
                return None
            if not self._is_there(typed):
                continue
            problems = self._wrong_with(kind, typed, name)
            if not problems:
                return typed
            meant = problems[0].facts
            default = default if "other" in meant else meant.get("better", default)

    def coming_day(self, key: str, today: date) -> str:
        """Ask for a day that customers are told to wait for; one that has passed takes a yes."""
        while True:
            found = self.one(key, Day)
            assert found
            if date.fromisoformat(found) >= today or self.yes("day-passed", day=found):
                return found

    def text(self, key: str, *, long: bool, optional: bool = False) -> dict[str, str] | None:
        """Ask for a text in every language; only the first one has to be there."""
        found: dict[str, str] = {}
        if long:
            self.say("paragraphs")
        for language in self.languages:
            may_skip = optional or bool(found)
            typed = self._in_language(key, language, long=long, optional=may_skip)
            if typed:
                found[language] = typed
            elif not found:
                return None
        return found

    def choose(self, key: str, options: Options, default: str = "") -> str:
        """Ask for one of a numbered list."""
        _show(options)
        while True:
            found = self._numbers(key, options, default)
            if len(found) == 1 and found[0] in options:
                return found[0]
            self.say("choose-one", n=len(options))

    def choose_some(self, key: str, options: Options) -> list[str]:
        """Ask for any of a numbered list, or none."""
        if options:
            _show(options)
        while options:
            found = self._numbers(key, options, "")
            if all(value in options for value in found):
                return list(dict.fromkeys(found))
            self.say("choose-number", n=len(options))
        return []

    def _numbers(self, key: str, options: Options, default: str) -> list[str]:
        """The values that were chosen by number or by name; what is neither comes back as typed."""
        values = list(options)
        suggestion = str(values.index(default) + 1) if default in options else ""
        typed = self._typed(self.own(f"new.{key}"), suggestion)
        return [
            values[int(word) - 1] if word.isdigit() and 0 < int(word) <= len(values) else word
            for word in re.split(r"[\s,;]+", typed)
            if word
        ]

    def _in_language(self, key: str, language: str, *, long: bool, optional: bool) -> str | None:
        question = self._question(key, optional)
        if len(self.languages) > 1:
            question = f"{language_name(language)} – {question}"
        kind = Prose if long else Line
        while True:
            typed = self._typed(question, "")
            if not typed and optional:
                return None
            if typed and long:
                typed = self._paragraphs(typed)
            name = key.rsplit(".", 1)[-1]
            if self._is_there(typed) and not self._wrong_with(kind, {language: typed}, name):
                return typed

    def _paragraphs(self, first: str) -> str:
        """More lines, until an empty one; items of a list stay together."""
        found = first
        while more := self._typed("…", "").rstrip():
            together = more.startswith("- ") and found.rsplit("\n", 1)[-1].startswith("- ")
            found += ("\n" if together else "\n\n") + more
        return found

    def _is_there(self, typed: str) -> bool:
        """Whether something was typed where there has to be an answer; says so where not."""
        if not typed:
            self.say("needed")
        return bool(typed)

    def _wrong_with(self, kind: Any, value: Any, name: str) -> Sequence[Problem]:
        """Why a value can't stand in the register, which is said too; nothing where it can."""
        _, problems = judge(kind, value, self.languages, name)
        for problem in problems:
            click.echo("  " + self.own.message(problem))
        return problems

    def _question(self, key: str, optional: bool) -> str:
        question = self.own(f"new.{key}")
        return f"{question} {self.own('new.may-skip')}" if optional else question

    @staticmethod
    def _typed(question: str, default: str) -> str:
        sign = " " if question[-1] in "?…" and not default else ": "
        typed = click.prompt(
            question, default=default, show_default=bool(default), prompt_suffix=sign
        )
        return str(typed).strip()


def _show(options: Options) -> None:
    click.echo("")
    for number, label in enumerate(options.values(), 1):
        click.echo(f"  {number:>2}  {label}")


def language_name(language: str) -> str:
    """A language in its own words."""
    return words(language)("site.language") if language in available() else language


def suggest_id(title: str, taken: Collection[str]) -> str:
    """An id made of a title: ``Café: te duur!`` → ``cafe-te-duur``; never one of ``taken``."""
    bare = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words_in = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", bare))
    found = ""
    for word in words_in:
        if found and len(found) + 1 + len(word) > ID_LENGTH - 20:
            break
        found = f"{found}-{word}" if found else word[: ID_LENGTH - 20]
    found = found or "insight"
    number, tried = 1, found
    while tried in taken or tried in RESERVED:
        number += 1
        tried = f"{found}-{number}"
    return tried
