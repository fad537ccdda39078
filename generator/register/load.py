"""Register files → (Register, problems): the room's front door.

What is wrong with the layout is told as the line that was shifted, so what else it broke isn't.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator import words
from generator.files import Folder
from generator.memo import Memo
from generator.problems import Place, Problem, in_order
from generator.register.elsewhere import brought_home
from generator.register.includes import Files, InMemory, included, merged_with, read_file
from generator.register.loaded import MOST, Loaded, Reading
from generator.register.parts import LISTS, Parts
from generator.register.remembered import Remembered, Screening
from generator.register.runs import NotAloneError, Reader
from generator.register.source import glance
from generator.register.tree import Mapping, Source, ids_in
from generator.register.validation import MODELS, Context, entries, head_of
from generator.together import Both, in_turn

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"\bid: *([a-z0-9-]+)")


def load(
    main: str,
    files: Files,
    memo: Memo | None = None,
    screening: Screening | None = None,
    both: Both = in_turn,
) -> Loaded:
    """Read the register whose main file is ``main``, with the files it includes.

    Runs of entries that ``memo`` has are not read again. The others are screened by ``screening``,
    and ``both`` may read half of them in a second process. All of that is for registers without
    errors: as soon as there is one, everything is read again without the memo.
    """
    if memo is not None:
        found = _load(main, files, Remembered(memo, screening), both)
        if not found.problems:
            return found
    found = _load(main, files)
    if not found.problems:
        return found
    from generator.register.straighten import straightened  # noqa: PLC0415  # most need none

    problems, broken = found.problems, set(found.broken)
    languages = _languages(found.tree) if found.tree else words.available()
    for source in found.sources:
        told, meant = straightened(source, problems, languages, _codes_of)
        if meant:
            problems = in_order(told)
            broken.update(name for text in meant for name in _names(_of_text(text).tree))
        if source.tree is None:
            broken.update(_ID.findall(source.text))
    odd_spaces = any(problem.code.startswith("indent-space") for problem in problems)
    if odd_spaces:  # what such a line belongs to is lost
        found = replace(found, register=None)
        problems = tuple(problem for problem in problems if not problem.field)
    return replace(found, problems=problems, broken=frozenset(broken))


def load_whole(
    main: str,
    folder: Folder,
    memo: Memo | None = None,
    screening: Screening | None = None,
    both: Both = in_turn,
) -> Loaded:
    """Load a register with all its files as they were at one moment, though somebody may save them.

    Raises ``TroubleError`` when they keep changing.
    """
    return folder.whole(lambda files: load(main, files, memo, screening, both))


def _load(
    main: str, files: Files, remembered: Remembered | None = None, both: Both = in_turn
) -> Loaded:
    reading = Reading(main, remembered)
    try:
        return _judged(read_file(main, files, reading), files, reading, both)
    except NotAloneError:
        return _load(main, files)


def _judged(first: Source, files: Files, reading: Reading, both: Both = in_turn) -> Loaded:
    """The register in a main file that was read, with the files it includes."""
    main, remembered = reading.main, reading.remembered
    if not isinstance(first.tree, Mapping):
        if first.tree is not None:
            reading.problems.append(Problem(Place(main), "register-not-mapping"))
        return Loaded(None, in_order(reading.problems), (first,))
    parts = included(first.tree, files, reading)
    merged = merged_with(first.tree, parts, reading)
    if remembered is None:
        merged = brought_home(merged, reading)
    context: Context = {"languages": _languages(merged)}
    if remembered:
        apart = {name: each for name in LISTS if isinstance(each := merged.get(name), Parts)}
        reading.known = Reader(MODELS, context["languages"], remembered).read(apart, both)
    found = {name: tuple(entries(name, merged, context, reading)) for name in LISTS}
    items = {name: tuple(item for _, item in each) for name, each in found.items()}
    register = None if reading.is_full else head_of(merged, context, reading)
    return Loaded(
        None if register is None else register.model_copy(update=items),
        _not_too_many(in_order(_once(reading.problems, (first, *parts)))),
        (first, *parts),
        frozenset(reading.broken),
        merged,
        remembered,
        {name: tuple(index for index, _ in each) for name, each in found.items()},
        reading.known.get("insights", {}),
    )


def _of_text(text: str) -> Loaded:
    return _load("", InMemory({"": text.encode(errors="replace")}))


def _codes_of(text: str) -> Iterator[str]:
    """The codes of what is wrong with a text, each as soon as it is known."""
    first = glance("", text.encode(errors="replace"))
    if first.tree is None:
        yield "yaml-not-readable"
        return
    yield from (problem.code for problem in first.problems)
    reading = Reading("", problems=[*first.problems])
    yield from (problem.code for problem in _judged(first, InMemory(), reading).problems)


def _names(tree: Mapping | None) -> Iterator[str]:
    """Every name in a tree to which something elsewhere can refer."""
    for part in tree.values() if tree else ():
        yield from part if isinstance(part, Mapping) else ()
        yield from ids_in(part) if isinstance(part, list) else ()


def _languages(tree: Mapping) -> tuple[str, ...]:
    """The languages named at the top, read ahead because every text depends on them."""
    found = tree.get("languages")
    if isinstance(found, list):
        known = tuple(str(item) for item in found if isinstance(item, str))
        if len(set(known)) < len(known) or not {*known} <= {*words.available()}:
            known = (*filter(_LANGUAGE.fullmatch, known), *words.available())  # it is told, once
        if known:
            return tuple(dict.fromkeys(known))[:100]  # no site has more, an attack might
    return words.available()


def _not_too_many(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    if len(problems) < MOST:
        return problems
    last = problems[MOST - 1]
    return (*problems[:MOST], Problem(last.place, "too-many-problems", facts={"most": str(MOST)}))


def _once(problems: Iterable[Problem], sources: Iterable[Source]) -> Iterator[Problem]:
    """Each mistake once: what YAML made of a line that was reported is not reported again."""
    problems = list(problems)
    lost = any(problem.code == "action-not-indented" for problem in problems)
    told = {(p.place.file, p.place.line) for source in sources for p in source.problems}
    for problem in problems:
        if lost and problem.code == "value-missing" and problem.field.endswith(".actions"):
            continue
        if not problem.field or (problem.place.file, problem.place.line) not in told:
            yield problem
