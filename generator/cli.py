"""The command ``yswd``: one small function per command, and one door for errors."""

import logging
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from generator import report
from generator.checks import check as check_register
from generator.files import Folder
from generator.problems import Problem
from generator.prose import Text
from generator.register.load import Loaded, load
from generator.register.model import Register
from generator.settings import REGISTER, Settings
from generator.swap import beside
from generator.words import Words, available, words

if TYPE_CHECKING:  # only for their names: a command imports what it needs when it runs
    from generator.checks.continuity import Continuity
    from generator.editions.chain import Chain
    from generator.editions.edition import Edition

PROBLEMS, WRONG_USE = 1, 2
CONFIGURATION = "mkdocs.yml"


CONFIG = click.option(
    "--config-file",
    "-f",
    default=CONFIGURATION,
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration of the site.",
)
AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, found: found.date() if found else None,
    help="The day to look from, such as 2026-03-31; today when left out.",
)
LANGUAGE = click.option(
    "--language", type=click.Choice(available()), help="The language of the messages."
)


class Door(click.Group):
    """The one door for what goes wrong in the world around us: a plain line, no traceback."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run; wrong use gets one line that says what to write, and exit code 2."""
        try:
            return sys.exit(super().main(*args, **{**options, "standalone_mode": False}) or 0)
        except click.Abort:
            click.echo("Stopped.", err=True)
        except click.ClickException as error:
            name = (
                error.param.opts[0] if isinstance(error, click.BadParameter) and error.param else ""
            )
            hint = f"{name}: " if name else ""
            click.echo(f"{hint}{error.message} 'yswd --help' shows what there is.", err=True)
        return sys.exit(WRONG_USE)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if ctx.params.get("verbose"):
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"{where}{error.strerror or error}. Nothing was changed.", err=True)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if ctx.params.get("verbose"):
                raise
            kind = type(error).__name__
            click.echo(
                f"This is a fault of yswd itself, not of your files ({kind}: {error}). "
                "Nothing was changed. 'yswd --verbose …' says more for whoever mends it.",
                err=True,
            )
        return sys.exit(PROBLEMS)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="you-said-we-did")
@click.option("--verbose", is_flag=True, help="Show where in the software a fault arose.")
def main(verbose: bool) -> None:  # the door reads it
    """You said, we did: a public feedback site from one register."""


@main.command()
@click.argument("file", default=REGISTER, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "gitlab", "json"]),
    default="text",
    show_default=True,
    help="For people, for annotations in a pull or merge request, or for a program.",
)
@click.option("--explain", metavar="CODE", help="Say why a check is there, and stop.")
@click.option(
    "--against", metavar="FEED|SITE",
    help="Also check the feeds against those published last: a file, a folder or an address.",
)  # fmt: skip
@AS_OF
@LANGUAGE
def check(
    file: Path, form: str, explain: str | None, against: str | None, as_of: date | None,
    language: str | None,
) -> None:  # fmt: skip
    """List everything to put right in a register."""
    if explain is not None:
        _explain(explain, words(language or "en"))
        return
    loaded = load(file.name, Folder(file.parent))
    settings = _settings(file.parent)
    today, chosen = as_of or date.today(), _words(loaded, language)
    last = _last_edition(file.parent)
    problems = check_register(loaded, today, settings.minimum_answers, settings.allowed, last)
    seen: tuple[str, ...] = ()
    if against and loaded.register and not any(problem.is_error for problem in problems):
        found = _continuity(against, loaded.register, settings, file.parent, today, chosen)
        problems = (*problems, *found.problems)
        seen = tuple(each.say(chosen) for each in found.seen)
    folder = "" if file.parent == Path() else f"{file.parent.as_posix()}/"
    match form:
        case "github":
            shown = report.github(problems, chosen, folder)
        case "gitlab":
            shown = report.gitlab(problems, chosen, folder)
        case "json":
            shown = report.as_json(problems, chosen)
        case _:
            shown = report.text(problems, loaded.sources, chosen) + _news(against, seen, chosen)
    click.echo(shown, nl=False)
    sys.exit(PROBLEMS if any(problem.is_error for problem in problems) else 0)


def _continuity(
    place: str, register: Register, settings: Settings, folder: Path, today: date, own: Words
) -> "Continuity":
    """The feeds that come next beside those at a place."""
    from generator.checks.continuity import continuity
    from generator.facts.facts import work_out
    from generator.outputs.past import Past
    from generator.published import NotReadError, published
    from generator.site import feeds_by_path

    past = Past(_chain(folder, own))
    earlier = [edition.register for edition in past.chain.editions]
    facts = work_out(register, today, settings.minimum_answers, earlier)
    after = feeds_by_path(facts, settings, past)
    prefixes = [settings.prefix(name, register.languages) for name in register.languages]
    try:
        return continuity(published(place, after, prefixes), after)
    except NotReadError as error:
        click.echo(own(error.key, **error.facts), err=True)
        sys.exit(WRONG_USE)


_NAMED = 20
"""So many of the entries that subscribers will see are named."""


def _news(against: str | None, seen: tuple[str, ...], own: Words) -> str:
    """What subscribers will see after this publication."""
    if against is None:
        return ""
    if not seen:
        return f"{own('continuity.unseen')}\n"
    more = len(seen) - _NAMED
    lines = [own("continuity.seen", n=len(seen)), *(f"  {line}" for line in seen[:_NAMED])]
    lines += [f"  {own('continuity.more', n=more)}"] if more > 0 else []
    return "\n".join(lines) + "\n"


def _last_edition(folder: Path) -> "Edition | None":
    """The edition published last; a chain that is broken has none, and ``verify`` says why."""
    from generator.editions import store
    from generator.editions.chain import load_chain

    chain = load_chain(store.read(folder / store.FOLDER))
    return None if chain.errors else chain.last


def _chain(folder: Path, own: Words) -> "Chain":
    """The editions of a site, each as it was published; otherwise what is wrong, and the end."""
    from generator.editions import store
    from generator.editions.chain import load_chain

    chain = load_chain(store.read(folder / store.FOLDER))
    if chain.errors:
        click.echo(report.text(chain.errors, (), own), nl=False)
        sys.exit(PROBLEMS)
    return chain


@main.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write to; the screen when left out.",
)
def schema(out: Path | None) -> None:
    """Write the schema with which editors complete and explain the fields of a register."""
    from generator.register.schema import as_text

    if out is None:
        click.echo(as_text(), nl=False)
    else:
        out.write_text(as_text(), encoding="utf-8", newline="\n")


def _settings(folder: Path) -> Settings:
    """What the organisation decided: in the folder of the register, or where we are."""
    for place in (folder, Path()):
        if (place / CONFIGURATION).is_file():
            from generator import plugin  # as below

            return plugin.read_settings(str(place / CONFIGURATION))
    return Settings()


def _check(folder: Path, today: date) -> Callable[[Loaded], tuple[Problem, ...]]:
    """The check of a register in a folder, by the settings there."""
    settings = _settings(folder)
    last = _last_edition(folder)
    return lambda loaded: check_register(
        loaded, today, settings.minimum_answers, settings.allowed, last
    )


def _explain(code: str, own: Words) -> None:
    """Why a check is there; it is wrong use to ask for one that doesn't exist."""
    explained = report.explain(code, own)
    if not explained:
        click.echo(own("report.no-code", code=code), err=True)
        sys.exit(WRONG_USE)
    click.echo(explained, nl=False)


@main.command()
@CONFIG
@click.option(
    "--site-dir", default="site", show_default=True, type=click.Path(path_type=Path),
    help="The folder to build into."
)  # fmt: skip
@AS_OF
def build(config_file: Path, site_dir: Path, as_of: date | None) -> None:
    """Check the register, then build the site in one swap."""
    from generator import plugin  # the host takes half a second to import

    _hear_the_host()
    _needs(config_file)
    try:
        with beside(site_dir, lambda: click.echo("Another build is busy here; waiting.")) as folder:
            done = plugin.build_site(str(config_file), folder, as_of)
    except SystemExit:
        sys.exit(PROBLEMS)
    made = done.made
    assert made is not None
    own, pages = words(made.languages[0]), sum(1 for _ in site_dir.rglob("index.html"))
    if made.problems:
        click.echo(own("build.warnings", n=len(made.problems)), err=True)
    click.echo(own("build.done", n=pages, day=made.day, where=site_dir / "index.html"))


@main.command()
@CONFIG
def serve(config_file: Path) -> None:
    """Preview the site; it follows the files."""
    from generator import plugin  # as above

    _hear_the_host(logging.INFO)
    _needs(config_file)
    try:
        plugin.serve_site(str(config_file))
    except SystemExit:
        sys.exit(PROBLEMS)


@main.command()
@click.argument("edition")
@click.option(
    "--title", multiple=True, metavar="TEXT",
    help="A title for all languages, or one a language: --title nl=Najaar --title en=Autumn.",
)  # fmt: skip
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Its day; today when left out."
)
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
    settings, loaded, register, own = _register(config_file, today, language)
    folder = config_file.parent / store.FOLDER
    order = publishing.Order(edition, day.date() if day else today, _title(title), remove)
    found = publishing.publish(
        order, register, store.read(folder), today, settings.minimum_answers, loaded.place
    )
    if found.edition is None:
        click.echo(report.text(found.problems, loaded.sources, own), nl=False)
        sys.exit(PROBLEMS)
    store.save(folder, found)
    first = found.edition.previous is None
    what = own("edition.first") if first else summary(found.differences, own)
    click.echo(own("edition.published", name=edition, sha256=found.edition.sha256, what=what))


@main.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@LANGUAGE
def verify(folder: Path, language: str | None) -> None:
    """Check the chain of editions, in a repository or in a published site."""
    from generator.editions import store
    from generator.editions.chain import load_chain

    own = words(language or "en")
    place = store.find(folder)
    if place in (None, folder) and (folder / CONFIGURATION).is_file():
        click.echo(own("verify.none"))
        return
    if place is None:
        click.echo(own("verify.no-folder", folder=folder), err=True)
        sys.exit(WRONG_USE)
    chain = load_chain(store.read(place))
    if chain.problems:
        click.echo(report.text(chain.problems, (), own), nl=False)
    if chain.errors:
        sys.exit(PROBLEMS)
    first, last = chain.editions[0].id, chain.editions[-1].id
    click.echo(own("verify.fine", n=len(chain.editions), first=first, last=last))


@main.command()
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
    from generator.editions import store
    from generator.editions.chain import load_chain
    from generator.editions.comparison import Form, compared
    from generator.editions.differences import differences
    from generator.facts.suppression import publishable

    today = as_of or date.today()
    settings, _, register, own = _register(config_file, today, language)
    chain = load_chain(store.read(config_file.parent / store.FOLDER))
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


@main.command()
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
@LANGUAGE
def digest(
    edition: str, out: Path, subject: tuple[str, ...], config_file: Path, language: str | None
) -> None:
    """Write the mail that tells customers what an edition brought; the last one when left out."""
    from generator import plugin  # as above
    from generator.site import edition_mails
    from generator.writing import save

    _needs(config_file)
    settings = plugin.read_settings(str(config_file))
    own = words(language or "en")
    chain = _chain(config_file.parent, own)
    if edition and chain.edition(edition) is None:
        raise click.UsageError(own("edition.unknown", name=edition))
    if chain.last is None:
        raise click.UsageError(own("digest.no-edition"))
    name = edition or chain.last.id
    files, problems = edition_mails(chain, name, settings, _title(subject))
    if problems:
        click.echo(report.text(problems, (), own), nl=False)
        sys.exit(PROBLEMS)
    save.put(out, {file.path: file.content for file in files})
    click.echo(own("digest.written", n=len(files), folder=out, name=name))


@main.command()
@click.option(
    "--within", default=14, show_default=True, type=click.IntRange(0),
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
    """List the promises that need work; exit code 1 when one is overdue."""
    from generator.facts.facts import work_out
    from generator.outputs import due as waiting

    today = as_of or date.today()
    settings, _, register, own = _register(config_file, today, language)
    earlier = [edition.register for edition in _chain(config_file.parent, own).editions]
    facts = work_out(register, today, settings.minimum_answers, earlier)
    found = waiting.due(facts, within)
    shown = waiting.text(found, within, own) if form == "text" else waiting.as_json(found, own)
    click.echo(shown, nl=False)
    sys.exit(PROBLEMS if waiting.is_overdue(found) else 0)


@main.command()
@click.argument("file", default=REGISTER, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--from", "answers", type=click.File("rb"), metavar="ANSWERS",
    help="A file with the answers in the form of the register, for scripts; - reads the input.",
)  # fmt: skip
@click.option(
    "--into", default="", metavar="PART", help="Which file of the register gets a new insight."
)
@AS_OF
@LANGUAGE
def new(
    file: Path, answers: BinaryIO | None, into: str, as_of: date | None, language: str | None
) -> None:
    """Add an insight, an answer to one, or news on a promise, by asking."""
    from generator.writing import new as adding

    today = as_of or date.today()
    written = adding.run(
        file,
        (answers.name, answers.read()) if answers else None,
        into,
        lambda loaded: _words(loaded, language),
        today,
        _check(file.parent, today),
    )
    sys.exit(0 if written else PROBLEMS)


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map", "plan", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="MAP", help="For a spreadsheet: which column is which field.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path),
    help="The new file; actions.yaml, or register/imported.yaml for a spreadsheet.",
)  # fmt: skip
@click.option(
    "--register", default=REGISTER, show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The register that the rows of a spreadsheet go with.",
)  # fmt: skip
@AS_OF
@LANGUAGE
def import_(
    file: Path, plan: Path | None, out: Path | None, register: Path, as_of: date | None,
    language: str | None,
) -> None:  # fmt: skip
    """Turn open data (.json) or a spreadsheet (.csv, .xlsx) into a register file."""
    from generator.writing import bring

    if file.suffix.lower() == ".json":
        own = words(language or "en")
        sys.exit(0 if bring.bring_register(file, out or Path(REGISTER), own) else PROBLEMS)
    today = as_of or date.today()
    loaded = load(register.name, Folder(register.parent))
    own = _words(loaded, language)
    if plan is None:
        raise click.UsageError(own("import.needs-a-map"))
    done = bring.bring_rows(
        file,
        plan,
        out or register.parent / "register" / "imported.yaml",
        loaded,
        own,
        _check(register.parent, today),
    )
    sys.exit(0 if done else PROBLEMS)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="", help="The name that customers know the organisation by.")
@click.option("--languages", default="", help="The languages, the first one first: nl,en.")
@click.option("--homepage", default="", help="The organisation's own site.")
@click.option("--yes", is_flag=True, help="Ask nothing: take an example where an answer lacks.")
@AS_OF
@LANGUAGE
def init(
    folder: Path, name: str, languages: str, homepage: str, yes: bool, as_of: date | None,
    language: str | None,
) -> None:  # fmt: skip
    """Make a new site, ready to build, in an empty folder."""
    from generator.writing import init as starting

    today = as_of or date.today()
    made = starting.run(folder, name, languages, homepage, language or "", yes, today)
    sys.exit(0 if made else PROBLEMS)


@main.command()
@click.option(
    "--package", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The npm package @sveltia/cms, unpacked, such as node_modules/@sveltia/cms.",
)  # fmt: skip
@click.option("--repository", required=True, metavar="OWNER/NAME", help="Where proposals are made.")
@click.option(
    "--host", type=click.Choice(["github", "gitlab"]), default="github", show_default=True,
    help="Who keeps the repository.",
)  # fmt: skip
@click.option("--branch", default="main", show_default=True, help="What proposals are merged into.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; admin/ in the pages of the first language when left out.",
)  # fmt: skip
@CONFIG
@LANGUAGE
def admin(
    package: Path, repository: str, host: str, branch: str, out: Path | None, config_file: Path,
    language: str | None,
) -> None:  # fmt: skip
    """Make a form in the browser with which staff propose changes, at /admin/."""
    from generator.writing import admin as form

    settings, _, register, own = _register(config_file, date.today(), language)
    if not (package / form.SCRIPT).is_file():
        raise click.UsageError(own("admin.no-package", script=form.SCRIPT, folder=package))
    folder = out or config_file.parent / "content" / register.languages[0] / "admin"
    form.write(folder, package, form.Where(host, repository, branch), register)
    if form.PARTS not in register.include:
        click.echo(own("admin.include", file=settings.register))
    click.echo(own("admin.made", folder=folder))


def _register(
    config_file: Path, today: date, language: str | None
) -> tuple[Settings, Loaded, Register, Words]:
    """The register of a site, in order; otherwise what to put right in it, and the end."""
    from generator import plugin  # as above

    _needs(config_file)
    settings = plugin.read_settings(str(config_file))
    loaded = load(settings.register, Folder(config_file.parent))
    problems = check_register(loaded, today, settings.minimum_answers, settings.allowed)
    if loaded.register is None or any(problem.is_error for problem in problems):
        _show(problems, loaded, language)
        sys.exit(PROBLEMS)
    return settings, loaded, loaded.register, words(language or loaded.register.languages[0])


def _read(file: Path, own: Words) -> Register:
    """A register file to compare with: it has to be readable, not in order."""
    if not file.is_file():
        raise click.UsageError(own("edition.unknown", name=file))
    loaded = load(file.name, Folder(file.parent))
    if loaded.register is None or loaded.broken:
        click.echo(report.text(loaded.problems, loaded.sources, own), nl=False)
        sys.exit(PROBLEMS)
    return loaded.register


def _title(given: tuple[str, ...]) -> Text | None:
    """One title for all languages, or one a language."""
    each = dict(part.split("=", 1) for part in given if re.match(r"[a-z]{2,3}=", part))
    if each:
        return Text(each)
    return Text({"": given[0]}, shared=True) if given else None


def _show(problems: tuple[Problem, ...], loaded: Loaded, language: str | None) -> None:
    click.echo(report.text(problems, loaded.sources, _words(loaded, language)), nl=False)


def _words(loaded: Loaded, language: str | None) -> Words:
    """The words of the language asked for, else of the register's first."""
    return words(language or (loaded.register.languages[0] if loaded.register else "en"))


def _needs(config_file: Path) -> None:
    if not config_file.is_file():
        click.echo(f"There is no {config_file} here. Go to the folder of your site.", err=True)
        sys.exit(WRONG_USE)


def _hear_the_host(level: int = logging.WARNING) -> None:
    """Pass on what MkDocs has to say, in plain lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(level)
