"""``yswd split``: a register in one file → the same register with a file for each insight.

Lines move and stay as they are, with their comments. Nothing changes in public: the register that
is read from the parts equals the one that was read from the whole, in the same order, or nothing
is written.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import click

from generator import report
from generator.files import Folder, write_once
from generator.problems import Place, Problem
from generator.register import tree as nodes
from generator.register.includes import Files
from generator.register.load import load, load_whole
from generator.register.loaded import Loaded
from generator.words import Words
from generator.writing.addition import Check, Snapshot, may_hold
from generator.writing.admin import FOLDER, PARTS
from generator.writing.edit import MARK, NotHereError, Page, in_brackets, page_of
from generator.writing.save import ChangedMeanwhileError, replace

_ONE_LINE = re.compile(r"(include:)[ \t]*\[[^\]#]*\]([ \t]*(?:#.*)?)")


@dataclass(frozen=True, slots=True)
class Split:
    """The files as they would become. With problems there is nothing to write.

    ``waiting`` is the main file in between: it means the same, and names its parts one by one, so
    that new ones don't count before the last step. It equals ``old`` where nothing names them.
    """

    problems: tuple[Problem, ...] = ()
    old: bytes = b""
    waiting: bytes = b""
    new: bytes = b""
    parts: Mapping[str, bytes] = field(default_factory=dict)


def run(file: Path, own: Callable[[Loaded], Words], check: Check) -> bool:
    """Give each insight in ``file`` a file of its own; whether that was done."""
    folder = Folder(file.parent)
    loaded = load_whole(file.name, folder)
    words = own(loaded)
    found = split(file.name, folder, check)
    if found.problems:
        click.echo(report.text(found.problems, loaded.sources, words), nl=False, err=True)
    elif found.parts:
        try:
            write(file, found)
        except (ChangedMeanwhileError, FileExistsError):
            click.echo(words("new.changed-meanwhile", file=file.name), err=True)
            return False
        click.echo(words("split.made", n=len(found.parts), file=file.name, folder=FOLDER))
        return True
    else:
        click.echo(words("split.none", file=file.name))
        return True
    click.echo(words("new.nothing-written"), err=True)
    return False


def split(main: str, files: Files, check: Check) -> Split:
    """The register whose main file is ``main``, with each insight of that file in its own.

    The new files come first in ``include``, by name where their order isn't that of the alphabet:
    the order of insights is that of open data and of editions.
    """
    now = Snapshot(files)
    before = load(main, now)
    known = check(before)
    errors = tuple(problem for problem in known if problem.is_error)
    if before.register is None or errors:
        return Split(errors)
    old = now.read(main)
    text = old.decode("utf-8-sig")
    mark = MARK if old.startswith(MARK.encode()) else ""
    try:
        parts, rest = _apart(text)
        taken = [name for name in parts if _differs(name, parts[name], files)]
        if taken or not parts:
            place = Place(main)
            return Split(tuple(Problem(place, "split.exists", facts={"file": n}) for n in taken))
        waiting = text
        if any(may_hold(name, before) for name in parts):
            waiting = _including(text, {}, _by_name(before, now))
        choices = (
            mark + _including(rest, {}, {}, last=PARTS),
            mark + _including(rest, parts, {}, last=PARTS),
        )
    except NotHereError as error:
        place = Place(main, int(error.facts.get("line", 1)))
        return Split((Problem(place, f"new.{error.code}", facts=error.facts),))
    for after in choices:
        problems = _brought(main, Snapshot(now, {main: after.encode(), **parts}), before, check)
        if problems is None:
            return Split((), old, (mark + waiting).encode(), after.encode(), parts)
    return Split(problems or (Problem(Place(main), "split.otherwise"),))


def write(file: Path, found: Split) -> None:
    """Write the parts and then, in one step, the main file that names them; all or nothing.

    At each moment the register on disk means the same. What a killed run left is taken over by
    the next one.
    """
    folder, now = file.parent, found.old
    new = [name for name in found.parts if not (folder / name).exists()]
    for left in (folder / FOLDER).glob(".*.yaml-*.part"):  # what a killed one was writing
        left.unlink(missing_ok=True)
    try:
        if found.waiting != found.old:
            replace(file, found.old, found.waiting)
            now = found.waiting
        for name in new:
            write_once(folder / name, found.parts[name])
        replace(file, now, found.new)
    except BaseException:
        if file.read_bytes() != found.new:
            for name in new:
                (folder / name).unlink(missing_ok=True)
            with suppress(OSError):
                (folder / FOLDER).rmdir()
            if now != found.old:
                replace(file, now, found.old)
        raise


def _apart(text: str) -> tuple[dict[str, bytes], str]:
    """The insights of a text, each as a file of its own, and the text without them.

    Comments go with the insight below them; one behind the name of the list stays.
    """
    page = page_of(text)
    items = page.tree.get("insights") if page.tree else None
    if page.tree is None or not isinstance(items, nodes.Sequence) or not items:
        return {}, text
    if in_brackets(page, items):
        raise NotHereError("in-brackets", line=str(items.line))
    line = page.tree.keys_at["insights"][0]
    head = page.lines[line - 1].partition("#")
    stays = [head[1] + head[2]] if head[1] else []
    parts: dict[str, bytes] = {}
    first = line + 1
    for one in items:
        assert isinstance(one, nodes.Mapping)
        last = page.last_line(one, one.line, items.column)
        body = "".join(page.lines[first - 1 : last]).strip("\r\n")
        parts[f"{FOLDER}/{one['id']}.yaml"] = f"insights:{page.end}{body}{page.end}".encode()
        first = last + 1
    above = "".join(page.lines[: line - 1])
    below = "".join(page.lines[first - 1 :])
    if above.endswith(page.end * 2):
        below = below.lstrip("\r\n")
    return parts, f"{above}{''.join(stays)}{below}".rstrip("\r\n") + page.end


def _including(
    text: str, first: Mapping[str, bytes], instead: Mapping[str, Sequence[str]], last: str = ""
) -> str:
    """The text that includes ``first`` before and ``last`` behind what it includes already.

    ``instead`` has the names that come in the place of a pattern.
    """
    page = page_of(text)
    tree = page.tree
    assert tree is not None, "it was read before"
    items = tree.get("include")
    if isinstance(items, nodes.Sequence) and in_brackets(page, items):
        return _including(_in_lines(page, tree, items), first, instead, last)
    if not isinstance(items, nodes.Sequence):
        names = "".join(f"{page.end}  - {name}" for name in (*first, last))
        added = f"include:{names}" if first else f"include: [{last}]"
        return f"{text}{page.end}{added}{page.end}"
    lines = list(page.lines)
    for item in reversed(items):
        assert isinstance(item, nodes.Scalar)
        lines[item.line - 1] = "".join(_renamed(page, item, instead.get(item, (item,))))
    dash = page.lines[items[0].line - 1][: items[0].column - 1]
    lines[items[0].line - 1 : items[0].line - 1] = [f"{dash}{name}{page.end}" for name in first]
    if last and last not in items:
        end = items[-1].line + len(first)
        lines[end - 1] = lines[end - 1].rstrip("\r\n") + page.end
        lines[end:end] = [f"{dash}{last}{page.end}"]
    return "".join(lines)


def _in_lines(page: Page, tree: nodes.Mapping, items: nodes.Sequence) -> str:
    """The text with its ``include`` as a list of lines instead of in brackets, or without it."""
    line = tree.keys_at["include"][0]
    found = _ONE_LINE.fullmatch(page.lines[line - 1].rstrip("\r\n"))
    if not found:
        raise NotHereError("in-brackets", line=str(line))
    listed = [f"  - {name}{page.end}" for name in items]
    head = f"{found[1] if items else ''}{found[2].rstrip()}{page.end}"
    return "".join([*page.lines[: line - 1], head, *listed, *page.lines[line:]])


def _renamed(page: Page, item: nodes.Scalar, names: Sequence[str]) -> Iterator[str]:
    """The line of an item with other names in its place, the first one before its comment."""
    line = page.lines[item.line - 1]
    dash, rest = line[: item.column - 1], line[item.column - 1 :]
    written = len(item) + 2 * (rest[0] in "\"'")
    yield f"{dash}{names[0] if [item] != [*names] else rest[:written]}{rest[written:]}"
    yield from (f"{dash}{name}{page.end}" for name in names[1:])


def _by_name(loaded: Loaded, files: Snapshot) -> dict[str, Sequence[str]]:
    """The files that each pattern stands for, each file once."""
    assert loaded.register
    seen = {loaded.sources[0].file}
    found: dict[str, Sequence[str]] = {}
    for pattern in loaded.register.include:
        names = [name for name in files.matching(pattern) if name not in seen]
        seen.update(names)
        found[pattern] = names or files.matching(pattern)[:1]
    return found


def _differs(name: str, content: bytes, files: Files) -> bool:
    """Whether a file is there that says something else."""
    try:
        return files.read(name) != content
    except FileNotFoundError:
        return False


def _brought(main: str, files: Files, before: Loaded, check: Check) -> tuple[Problem, ...] | None:
    """The problems that a split would bring; ``None`` where the register stays the same."""
    after = load(main, files)
    if after.register is None or before.register is None:
        return after.problems
    same = after.register.model_copy(update={"include": before.register.include})
    if same != before.register:
        return ()
    codes = [(problem.code, problem.field) for problem in check(before)]
    brought = [each for each in check(after) if (each.code, each.field) not in codes]
    return tuple(brought) or None
