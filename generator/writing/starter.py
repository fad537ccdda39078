"""``yswd init``: a new site, from the files in ``generator/starter`` and a few answers."""

import html
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from generator.files import write_once
from generator.problems import Place, Problem
from generator.register import schema
from generator.register.fields import Authority, Line, Url
from generator.swap import beside
from generator.words import words
from generator.writing.edit import without_languages
from generator.writing.judge import judge
from generator.writing.render import Prose, quoted, scalar

LANGUAGES = ("nl", "en")
"""The languages in which there is a starter."""
_ALLOWED = frozenset({".git"})
_WORKSHOP = ".starting-"
"""How the folder is called in which a site is finished before it moves up."""
_AS_IT_IS = {
    ".github/workflows/check.yml": "ci/check.yml",
    ".github/workflows/due.yml": "ci/due.yml",
    ".github/workflows/publish.yml": "ci/publish.yml",
    ".gitlab-ci.yml": "ci/gitlab-ci.yml",
    ".pre-commit-config.yaml": "ci/pre-commit-config.yaml",
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    "requirements.lock": "requirements.lock",
}
"""Files of a new site that are the same for everyone but for what they say, and where they stand
in the starter."""
_SAID = ("put-right", "public", "subscribers", "mail", "due", "unreadable", "unbuildable")
"""What workflows say to whoever reads a proposal."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new site has to know: the organisation's name and site, and the languages."""

    name: str
    languages: Sequence[str]
    homepage: str

    def authority(self, today: date) -> str:
        """The domain of the homepage and the year, with which the ids of feed entries start."""
        host = (urlsplit(self.homepage).hostname or "").removeprefix("www.")
        try:
            return f"{host.encode('idna').decode()},{today.year}"
        except UnicodeError:  # a name that can't be a domain, which the field's own type reports
            return host

    def problems(self, today: date) -> tuple[Problem, ...]:
        """What stands in the way of a site with these answers."""
        found = judge(Line, self.name, self.languages, "name")[1]
        found += judge(Url, self.homepage, self.languages, "homepage")[1]
        if found:
            return found
        if judge(Authority, self.authority(today), self.languages)[1]:
            facts = {"found": self.homepage}
            return (Problem(Place(""), "init.homepage-domain", "homepage", facts),)
        return ()


def is_free(folder: Path) -> bool:
    """Whether a site can be made in a folder: it isn't there, or holds nothing but git's own."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(
        path.name in _ALLOWED or path.name.startswith(_WORKSHOP) for path in folder.iterdir()
    )


def make(folder: Path, answers: Answers, today: date) -> None:
    """Write a new site into a folder that :func:`is_free`, whole or not at all.

    A folder that is there stays the same one, since somebody stands in it or it is a clone: what
    was finished in a folder inside it moves up. Only a process that is killed between two of those
    moves leaves part of a site.
    """
    files = starter(answers, today)
    if not folder.exists():
        with beside(folder) as new:
            _write(new, files)
        return
    for left in folder.glob(f"{_WORKSHOP}*"):
        shutil.rmtree(left)
    workshop = Path(tempfile.mkdtemp(prefix=_WORKSHOP, dir=folder))
    moving: list[Path] = []
    try:
        _write(workshop, files)
        for made in sorted(workshop.iterdir()):
            moving.append(made)
            made.rename(folder / made.name)
    except BaseException:
        for moved in (folder / made.name for made in moving if not made.exists()):
            shutil.rmtree(moved) if moved.is_dir() else moved.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        write_once(folder / name, content)


def starter(answers: Answers, today: date) -> dict[str, bytes]:
    """The files of a new site by their name; their dates count from ``today``."""
    root = resources.files("generator") / "starter"
    first = answers.languages[0]
    facts = _facts(answers, today)
    typed = {key: scalar(value) for key, value in facts.items()}
    typed["name"] = scalar(Prose(facts["name"]))
    typed["languages"] = f"[{', '.join(answers.languages)}]"
    prose = {key: _markdown(value) for key, value in facts.items()}
    prose["feedback"] = facts["feedback"].replace("(", "%28").replace(")", "%29")
    made = {
        "actions.yaml": _bare(
            _settings(root / f"actions.{first}.yaml", typed, answers.languages), answers.languages
        ),
        "mkdocs.yml": _settings(
            root / f"mkdocs.{first}.yml",
            {key: quoted(value) for key, value in facts.items()},
            answers.languages,
        ),
        "README.md": _filled(root / f"README.{first}.md", prose),
    }
    made[schema.NAME] = schema.as_text()
    for name, file in _AS_IT_IS.items():
        made[name] = _said((root / file).read_text(encoding="utf-8"), first)
    for language in answers.languages:
        for page in (root / "content" / language).iterdir():
            made[f"content/{language}/{page.name}"] = _filled(page, prose)
    return {name: text.encode() for name, text in sorted(made.items())}


def _facts(answers: Answers, today: date) -> dict[str, str]:
    """What the files have to be told. The examples in them are always a few weeks old."""
    quarter_end = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    parts = urlsplit(answers.homepage)
    site = f"https://{parts.netloc}"
    return {
        "name": " ".join(answers.name.split()),
        "homepage": answers.homepage,
        "feedback": f"{site}/feedback/",
        "authority": answers.authority(today),
        "title": words(answers.languages[0])("site.name"),
        "address": f"{site}/{'u-zei' if answers.languages[0] == 'nl' else 'you-said'}/",
        "quarter": f"{quarter_end.year}-Q{(quarter_end.month + 2) // 3}",
        "done": str(today - timedelta(days=21)),
        "answered": str(today - timedelta(days=14)),
        "decided": str(today - timedelta(days=10)),
        "promised": str(today + timedelta(days=42)),
        "answer_by": str(today + timedelta(days=28)),
        "reconsider": f"{today.year + 1}-{today.month:02}",
        **{f"today_{language}": words(language).day(today) for language in LANGUAGES},
    }


def _settings(file: Traversable, facts: Mapping[str, str], languages: Sequence[str]) -> str:
    return without_languages(_filled(file, facts), LANGUAGES, languages)


def _bare(text: str, languages: Sequence[str]) -> str:
    """A register in which texts don't name their language where there is only one, as whoever
    adds to it writes them, by hand or in a form."""
    if len(languages) > 1:
        return text
    named = rf"^( *)(.+:)\n\1  {languages[0]}: (.*\n)((?:\1    .*\n)*)"
    return re.sub(
        named,
        lambda found: f"{found[1]}{found[2]} {found[3]}{re.sub('(?m)^  ', '', found[4])}",
        text,
        flags=re.MULTILINE,
    )


def _filled(file: Traversable, facts: Mapping[str, str]) -> str:
    return Template(file.read_text(encoding="utf-8")).substitute(facts)


def _said(text: str, language: str) -> str:
    """A workflow that says in a language what it says in English in the starter."""
    for key in _SAID:
        text = text.replace(words("en")(f"init.ci.{key}"), words(language)(f"init.ci.{key}"))
    return text


def _markdown(text: str) -> str:
    """A text as Markdown that shows exactly these characters."""
    return re.sub(r"([\\`*_{}\[\]()#+.!-])", r"\\\1", html.escape(text, quote=False))
