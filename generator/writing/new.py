"""``yswd new``, from the first question to the file that was written."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from generator import report
from generator.files import Folder, write_once
from generator.problems import Problem
from generator.register.load import load_whole
from generator.register.loaded import Loaded
from generator.words import Words
from generator.writing.addition import (
    Addition,
    Check,
    Proposal,
    home,
    may_hold,
    own_file,
    propose,
    read_addition,
)
from generator.writing.ask import Talk
from generator.writing.conversation import Draft, converse
from generator.writing.judge import judge
from generator.writing.render import Layout, item, plain
from generator.writing.save import ChangedMeanwhileError, replace


def run(
    file: Path,
    answers: tuple[str, bytes] | None,
    into: str,
    own: Callable[[Loaded], Words],
    today: date,
    check: Check,
) -> bool:
    """Add one thing to the register in ``file``; whether it was written.

    ``answers`` are the name and content of a file that holds them; without it, they are asked.
    """
    loaded = load_whole(file.name, Folder(file.parent))
    words = own(loaded)
    errors = [problem for problem in check(loaded) if problem.is_error]
    if loaded.register is None or errors:
        click.echo(words("new.first-mend", file=str(file)), err=True)
        click.echo(report.text(errors, loaded.sources, words), nl=False, err=True)
        return False
    if into and not may_hold(into, loaded):
        names = ", ".join(source.file for source in loaded.sources)
        _tell(words, [], words("new.no-such-file", file=into, known=names))
        return False
    if answers is not None:
        return _from_file(file, answers, into, words, check)
    talk = Talk(words, loaded.register.languages)
    try:
        return _by_asking(file, into, talk, loaded, today, check)
    except click.Abort as stop:
        click.echo("")
        talk.say("nothing-written")
        if isinstance(stop.__context__, KeyboardInterrupt):
            raise
        return False


def _from_file(
    file: Path, answers: tuple[str, bytes], into: str, words: Words, check: Check
) -> bool:
    addition, problems = read_addition(*answers)
    if addition is None:
        _tell(words, problems, words("new.nothing-written"))
        return False
    proposal = propose(addition, file.name, Folder(file.parent), check, into)
    _tell(words, proposal.problems, words("new.nothing-written") if proposal.has_errors else "")
    return not proposal.has_errors and _write(file, proposal, words)


def _by_asking(
    file: Path, into: str, talk: Talk, loaded: Loaded, today: date, check: Check
) -> bool:
    assert loaded.register
    talk.say("welcome")
    draft = converse(talk, loaded.register, today)
    into = into or _which_file(talk, draft.addition, loaded)
    while True:
        proposal = propose(draft.addition, file.name, Folder(file.parent), check, into)
        _tell(talk.own, proposal.problems)
        if not proposal.has_errors:
            _show(draft.addition, loaded)
        choices = {"write": talk.own("new.now.write", file=proposal.file)}
        if proposal.has_errors:
            choices = {}
        choices |= {"change": talk.own("new.now.change"), "stop": talk.own("new.now.stop")}
        match talk.choose("now.question", choices, next(iter(choices))):
            case "write":
                if _write(file, proposal, talk.own):
                    return True
            case "change":
                _change(talk, draft)
            case _:
                talk.say("nothing-written")
                return False


def _which_file(talk: Talk, addition: Addition, loaded: Loaded) -> str:
    """Which file of the register an insight goes into, where there is a choice."""
    names = {source.file: source.file for source in loaded.sources}
    if own := own_file(addition, loaded):
        names[own] = talk.own("new.own-file", file=own)
    if addition.insight or len(names) == 1:
        return ""
    return talk.choose("which-file", names, home(addition, loaded))


def _change(talk: Talk, draft: Draft) -> None:
    """Ask one of the questions again."""
    options = {key: talk.own(f"new.label.{key}") for key in draft.asked}
    draft.asked[talk.choose("which-question", options)]()


def _show(addition: Addition, loaded: Loaded) -> None:
    """The lines as they will stand in the file."""
    assert loaded.register
    languages = loaded.register.languages
    model, _ = judge(addition.kind, addition.tree, languages)
    click.echo("")
    for line in item(plain(model, languages), 2, Layout()):
        click.echo(line)
    click.echo("")


def _write(file: Path, proposal: Proposal, words: Words) -> bool:
    path = file.parent / proposal.file
    try:
        if proposal.old is None:
            write_once(path, proposal.new)
        else:
            replace(path, proposal.old, proposal.new)
    except (ChangedMeanwhileError, FileExistsError):
        click.echo(words("new.changed-meanwhile", file=proposal.file), err=True)
        return False
    click.echo(words("new.written", file=proposal.file))
    return True


def _tell(words: Words, problems: Sequence[Problem], last: str = "") -> None:
    """Problems in words; advice is marked as such."""
    for problem in problems:
        mark = "new.put-right" if problem.is_error else "new.advice"
        where = f"{problem.field}: " if problem.field else ""
        click.echo(f"{words(mark)} {where}{words.message(problem)}", err=True)
    if last:
        click.echo(last, err=True)
