"""What was public, what changed, and what is still promised."""

import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from generator import report
from generator.commands.common import (
    AS_OF,
    CONFIG,
    CONFIGURATION,
    LANGUAGE,
    PROBLEMS,
    WRONG_USE,
    Day,
    Existing,
    WrongUseError,
    chain_of,
    register_of,
    settings_of,
    words_here,
)
from generator.files import Folder
from generator.prose import Text
from generator.register.characters import LINE, forbidden
from generator.register.load import load_whole
from generator.register.model import Register
from generator.words import Words


@click.command()
@click.argument("edition")
@click.option(
    "--title", multiple=True, metavar="TEXT",
    help="A title for all languages, or one a language: --title nl=Najaar --title en=Autumn.",
)  # fmt: skip
@click.option("--date", "day", type=Day(), help="Its day; today when left out.")
@click.option(
    "--remove", multiple=True, metavar="PLACE",
    help="Take a text with personal data out of every edition, such as insights.phone.said.",
)  # fmt: skip
@CONFIG
@AS_OF
@LANGUAGE
def publish(
    edition: str,
    title: tuple[str, ...],
    day: datetime | None,
    remove: tuple[str, ...],
    config_file: Path,
    as_of: date | None,
    language: str | None,
) -> None:
    """Freeze what is public now into an edition that never changes."""
    from generator.editions import publish as publishing
    from generator.editions import store
    from generator.editions.difference import summary

    today = as_of or date.today()
    settings, loaded, register, own = register_of(config_file, today, language)
    folder = config_file.parent / store.FOLDER
    titled = _title("title", title, register.languages, own)
    order = publishing.Order(edition, day.date() if day else today, titled, remove)
    before = store.read_to_publish(folder)
    found = publishing.publish(
        order, register, before, today, settings.minimum_answers, loaded.place
    )
    if found.edition is None:
        click.echo(report.text(found.problems, loaded.sources, own), nl=False)
        sys.exit(PROBLEMS)
    store.save(folder, found, before)
    first = found.edition.previous is None
    what = own("edition.first") if first else summary(found.differences, own)
    click.echo(own("edition.published", name=edition, sha256=found.edition.sha256, what=what))
    for key, by_score in (("left-out", found.edition.withheld), ("kept-back", found.kept_back)):
        for name, periods in sorted(by_score.items()):
            if which := ", ".join(period.text for period in sorted(periods)):
                click.echo(own(f"edition.{key}", name=name, periods=which))


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--against", type=Existing(file_okay=False, path_type=Path), metavar="FOLDER",
    help="An earlier copy, of a repository or a site: what was published then is still the same.",
)  # fmt: skip
@LANGUAGE
def verify(folder: Path, against: Path | None, language: str | None) -> None:  # noqa: ARG001 - words_here reads it
    """Check the chain of editions, in a repository or a published site."""
    from generator.editions import store
    from generator.editions.chain import Chain, load_chain, rewritten

    own = words_here(click.get_current_context())
    place, earlier = _editions(folder), _editions(against) if against else None
    if earlier is None and place is None and (folder / CONFIGURATION).is_file():
        click.echo(own("verify.none"))
        return
    if place is None and earlier is None:
        click.echo(own("verify.no-folder", folder=folder), err=True)
        sys.exit(WRONG_USE)
    chain = load_chain(store.read(place)) if place else Chain()
    problems = chain.problems
    if earlier and not chain.errors:
        problems = (*rewritten(store.read(earlier), chain), *problems)
    if problems:
        click.echo(report.text(problems, (), own), nl=False)
    if any(problem.is_error for problem in problems):
        sys.exit(PROBLEMS)
    if not chain.editions:
        click.echo(own("verify.none"))
        return
    first, last = chain.editions[0].id, chain.editions[-1].id
    click.echo(own("verify.fine", n=len(chain.editions), first=first, last=last))


def _editions(folder: Path) -> Path | None:
    """Where the editions are; in the folder of a register nothing else passes for one."""
    from generator.editions import store

    place = store.find(folder)
    return None if place == folder and (folder / CONFIGURATION).is_file() else place


@click.command()
@click.argument("old")
@click.argument("new", default="now")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text",
    show_default=True, help="How to write it.",
)  # fmt: skip
@CONFIG
@AS_OF
@LANGUAGE
def compare(
    old: str, new: str, form: str, config_file: Path, as_of: date | None, language: str | None
) -> None:
    """Say what changed between editions, register files or 'now'."""
    from generator.editions.comparison import Form, compared
    from generator.editions.differences import differences
    from generator.facts.suppression import publishable

    today = as_of or date.today()
    settings, _, register, own = register_of(config_file, today, language)
    chain = chain_of(config_file.parent, own)
    earlier = [edition.register for edition in chain.editions]

    def state(name: str) -> tuple[Register, date]:
        edition = chain.edition(name)
        if edition:
            return edition.register, edition.date
        written = register if name == "now" else _read(Path(name), own)
        return publishable(written, settings.minimum_answers, earlier), today

    (before, old_day), (after, new_day) = state(old), state(new)
    found = differences(before, after, old_day, new_day)
    click.echo(compared(found, own, Form(form), after.languages), nl=False)


@click.command()
@click.argument("edition", default="")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the mails to.",
)  # fmt: skip
@click.option(
    "--subject", multiple=True, metavar="TEXT",
    help="Another subject line, for all languages or one a language, as --title of publish.",
)  # fmt: skip
@CONFIG
@AS_OF
@LANGUAGE
def digest(
    edition: str, out: Path, subject: tuple[str, ...], config_file: Path, as_of: date | None,
    language: str | None,
) -> None:  # fmt: skip
    """Write the mail of an edition.

    Without a name it is that of the last one; 'now' is the one to come.
    """
    from generator.outputs.mailing import edition_mails, next_mails
    from generator.writing import save

    if edition == "now":
        today = as_of or date.today()
        settings, _, register, own = register_of(config_file, today, language)
        chain = chain_of(config_file.parent, own)
        line = _title("subject", subject, register.languages, own)
        files, problems = next_mails(chain, register, today, settings, line)
        said = own("digest.written-now", n=len(files), folder=out)
    else:
        settings = settings_of(config_file, language)
        own = words_here(click.get_current_context())
        chain = chain_of(config_file.parent, own)
        if edition and chain.edition(edition) is None:
            raise WrongUseError(own("edition.unknown", name=edition))
        if chain.last is None:
            raise WrongUseError(own("digest.no-edition"))
        name = edition or chain.last.id
        line = _title("subject", subject, chain.last.register.languages, own)
        files, problems = edition_mails(chain, name, settings, line)
        said = own("digest.written", n=len(files), folder=out, name=name)
    if problems:
        click.echo(report.text(problems, (), own), nl=False)
        sys.exit(PROBLEMS)
    save.put(out, {file.path: file.content for file in files})
    click.echo(said)


@click.command()
@click.option(
    "--within", default=14, show_default=True, type=click.IntRange(0), metavar="DAYS",
    help="Also list what is due within so many days.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or for a program.",
)  # fmt: skip
@CONFIG
@AS_OF
@LANGUAGE
def due(
    within: int, form: str, config_file: Path, as_of: date | None, language: str | None
) -> None:
    """List the promises that need work. The exit code is 1 when one is overdue."""
    from generator.facts.facts import work_out
    from generator.outputs import due as waiting

    today = as_of or date.today()
    settings, _, register, own = register_of(config_file, today, language)
    earlier = [edition.register for edition in chain_of(config_file.parent, own).editions]
    facts = work_out(register, today, settings.minimum_answers, earlier)
    found = waiting.due(facts, within)
    shown = waiting.text(found, within, own) if form == "text" else waiting.as_json(found, own)
    click.echo(shown, nl=False)
    sys.exit(PROBLEMS if waiting.is_overdue(found) else 0)


def _read(file: Path, own: Words) -> Register:
    """A register file to compare with: it has to be readable, not in order."""
    if not file.is_file():
        raise WrongUseError(own("edition.unknown", name=file))
    loaded = load_whole(file.name, Folder(file.parent))
    if loaded.register is None or loaded.broken:
        click.echo(report.text(loaded.problems, loaded.sources, own), nl=False)
        sys.exit(PROBLEMS)
    return loaded.register


def _title(
    option: str, given: tuple[str, ...], languages: Sequence[str], own: Words
) -> Text | None:
    """One title for all languages, or one a language; anything else is wrong use."""
    each = dict(part.split("=", 1) for part in given if re.match(r"[a-z]{2,3}=", part))
    for language in each:
        if language not in languages:
            known = ", ".join(languages)
            raise WrongUseError(own("message.text-language", found=language, known=known))
    together = re.compile(rf"[,;]\s*(?:{'|'.join(map(re.escape, languages))})=")
    if len(given) != max(len(each), min(len(given), 1)) or any(map(together.search, given)):
        example = " ".join(f'--{option} "{language}=…"' for language in languages)
        raise WrongUseError(own("edition.title-each", example=example))
    for text in each.values() or given:
        if not text.strip() or LINE.search(text) or any(forbidden(text)):
            raise WrongUseError(own("edition.title-line", option=option))
    if each:
        return Text(each)
    return Text({"": given[0]}, shared=True) if given else None
