"""What was read before is not read again, and nobody can tell the difference."""

import marshal
import pickle
import re
from collections.abc import Iterator
from collections.abc import Sequence as Several
from datetime import date
from pathlib import Path
from random import Random

import pytest

from generator.cache import Cache
from generator.checks import check
from generator.checks.cleared import Screening
from generator.memo import Memo, Memos
from generator.parallel import Beside, cores
from generator.register.cut import cut
from generator.register.includes import InMemory
from generator.register.load import _load, load
from generator.register.loaded import Loaded
from generator.register.model import Insight
from generator.register.parts import Parts
from generator.register.remembered import Remembered
from generator.register.runs import runs
from generator.register.tree import Mapping, Scalar, Sequence, Source
from generator.settings import Allowed
from generator.together import Together
from tests.conftest import ROOT

TODAY = date(2026, 11, 21)
EXAMPLE = (ROOT / "actions.yaml").read_text(encoding="utf-8")
ALLOWED = (Allowed("0900-1234", "our own number"),)
WORDS = (
    "binnenkort", "Bel jan@bank.example.", "BSN 111222333", "# een opmerking", "  # nog een", "'",
    '"', "{", "}", "[", "]", "|", ">", ">-", ": ", "- ", "  - ", "    - ", "\n", "\n\n", "  ", "\t",
    "\r\n", "insights:\n", "scores:\n", "\ninsights:\n  - id: nieuw\n", "---\n", "...\n", "%YAML\n",
    "&a ", "*a ", "!t ", "<<: *a\n", "? ", "x: y\n", "2026-01-01", "nl: ", "en: Soon.\n", "é",
    "\u200b",
    "title: Wat nu?\n", "    title: {nl: Een, en: One}\n", "said: |+\n", "a\nb", "\\", "phone",
)  # fmt: skip
"""What an editor may type, or a hand may slip to."""


def few(count: int) -> str:
    """The example with only its first insights, and its last score."""
    head, entries, scores = re.split(r"\ninsights:\n|\nscores:\n", EXAMPLE)
    insights = re.split(r"\n(?=  - id: )", entries)[:count]
    score = re.split(r"\n(?=  - id: )", scores)[-1]
    return "\n".join([head, "insights:", *insights, "scores:", score])


def seen(loaded: Loaded) -> object:
    """Everything that a reader of a register can see, with every place."""
    problems = check(loaded, TODAY, 10, ALLOWED)
    return loaded.register, loaded.problems, loaded.broken, tree(loaded.tree), problems


def tree(node: object) -> object:
    match node:
        case Scalar():
            return str(node), node.line, node.column, node.lost
        case Mapping():
            places = [(str(key), place) for key, place in node.keys_at.items()]
            below = [(str(key), tree(value)) for key, value in node.items()]
            return node.file, node.line, node.column, places, below
        case Sequence():
            return node.line, node.column, [tree(each) for each in node]
    return node


def edited(text: str, chance: Random) -> str:
    """The text after an edit somewhere: to a text, to lines, or to a whole entry."""
    lines = text.splitlines(keepends=True)
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.choice((0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 7, 7)):
        case 0:
            place = chance.randrange(len(text))
            return text[:place] + chance.choice(WORDS) + text[place:]
        case 1:
            place = chance.randrange(len(text))
            return text[:place] + text[place + chance.randrange(1, 12) :]
        case 2:
            lines.insert(at, f"{' ' * chance.randrange(8)}{chance.choice(WORDS)}\n")
        case 3:
            lines[at] = f" {lines[at]}" if chance.random() < 0.5 else lines[at].removeprefix(" ")
        case 4:
            lines[at] = lines[at].replace(" de ", " het ").replace(" the ", " some ")
        case 5:
            del lines[at : at + chance.randrange(1, 4)]
        case 6:
            lines[at] = f"{lines[at].rstrip()}  # {chance.choice(WORDS).strip()}\n"
        case _:
            starts = [n for n, line in enumerate(lines) if line.startswith("  - id:")]
            start = chance.choice(starts)
            end = next((n for n in starts if n > start), start + 1)
            entry = lines[start:end]
            if chance.random() < 0.5:
                del lines[start:end]
            else:
                entry[0] = entry[0].replace("id: ", f"id: n{at}-")
            place = min(starts, key=lambda number: abs(number - to))
            lines[place:place] = entry
    return "".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_a_register_is_the_same_with_a_memo_as_without(seed: int, tmp_path: Path) -> None:
    """Where anything is wrong all is read again, so there it must only be seen that it is."""
    chance = Random(seed)
    start = whole = few(5)
    head, _, insights = start.partition("\ninsights:\n")
    memos, known = Memos(Cache(tmp_path), b"program"), 0
    for number in range(60):
        if number % 7 == 6:
            memos = Memos(Cache(tmp_path), b"program")
        whole = edited(whole, chance)
        files = InMemory({"actions.yaml": whole.encode()})
        if chance.random() < 0.3:
            part = f"insights:\n{edited(insights, chance)}".replace("  - id: ", "  - id: p-")
            text = head.replace("\ntopics:", "\ninclude: [more/*.yaml]\ntopics:")
            files = InMemory({"actions.yaml": text.encode(), "more/1.yaml": part.encode()})
        again = _load("actions.yaml", files, Remembered(memos("register"), Screening(ALLOWED)))
        fresh = _load("actions.yaml", files)
        assert bool(again.problems) == bool(fresh.problems), (seed, number)
        if fresh.problems:
            whole = start
            continue
        known += sum(1 for _ in again.parts())
        assert seen(again) == seen(fresh), (seed, number)
        memos.keep()
    assert known > 60


def test_what_is_wrong_is_told_the_same() -> None:
    memo = Memo()
    load("actions.yaml", InMemory({"actions.yaml": few(4).encode()}), memo, Screening(ALLOWED))
    for wrong in ("  - id: a\n    titel: B\n", "   - id: a\n", '  - id: "a\n', "  - 'a\n\n  b'\n"):
        files = InMemory(
            {"actions.yaml": few(4).replace("scores:\n", f"{wrong}scores:\n").encode()}
        )
        again = load("actions.yaml", files, memo, Screening(ALLOWED))
        assert again.problems
        assert seen(again) == seen(load("actions.yaml", files))


def entries(loaded: Loaded) -> Parts:
    assert loaded.tree is not None
    found = loaded.tree["insights"]
    assert isinstance(found, Parts)
    return found


def nodes(loaded: Loaded) -> list[Mapping]:
    """The insights that were read, not known."""
    read: list[Mapping | None] = list(list.__iter__(entries(loaded)))  # type: ignore[arg-type]
    return [node for node in read if node is not None]


class Noted(Screening):
    """Also notes which insights it looked at: those that were read, not known."""

    def __init__(self, *allowed: Allowed) -> None:
        super().__init__(allowed)
        self.ids: list[str] = []

    def __call__(
        self, source: Source, found: Several[Insight], languages: Several[str]
    ) -> Iterator[str]:
        self.ids += [insight.id for insight in found]
        return super().__call__(source, found, languages)


def test_only_what_changed_is_read_with_what_is_near() -> None:
    memo, files = Memo(), InMemory({"actions.yaml": EXAMPLE.encode()})
    screening = Noted()
    whole = load("actions.yaml", files, memo, screening)
    first = check(whole, TODAY, 10)
    assert whole.register
    assert screening.ids == [insight.id for insight in whole.register.insights]
    changed = EXAMPLE.replace("Bellen mijn vraag", "Bellen", 1).replace("wachten", "wachtten", 1)
    assert changed != EXAMPLE
    for text, read in ((EXAMPLE, set[str]()), (changed, {"phone-waiting"})):
        screening = Noted()
        loaded = load("actions.yaml", InMemory({"actions.yaml": text.encode()}), memo, screening)
        assert not nodes(loaded)
        assert read <= set(screening.ids)
        assert len(screening.ids) <= len(whole.register.insights) / 2 * len(read)
    assert check(load("actions.yaml", files, memo, Noted()), TODAY, 10) == first


def test_one_half_is_read_in_a_process_beside() -> None:
    many = "".join(
        re.split(r"insights:\n", few(6))[1].split("scores:")[0].replace("id: ", f"id: n{number}-")
        for number in range(60)
    )
    files = InMemory({"actions.yaml": few(1).replace("scores:\n", f"{many}scores:\n").encode()})
    memos, screening = Memos(), Noted()
    both = Together(memos, Beside())
    loaded = load("actions.yaml", files, memos("register"), screening, both)
    alone = load("actions.yaml", files)
    assert alone.register
    assert seen(loaded) == seen(alone)
    share = len(screening.ids) / len(alone.register.insights)
    assert 0.4 < share < 0.6 if cores() > 1 and Beside.can_start() else share == 1


def test_rules_that_found_nothing_do_not_look_again() -> None:
    memo = Memo()
    files = InMemory({"actions.yaml": EXAMPLE.encode()})

    def read_by_a_check(then: tuple[Allowed, ...], now: tuple[Allowed, ...]) -> set[str]:
        loaded = load("actions.yaml", files, memo, Screening(then))
        assert not nodes(loaded)
        found = check(loaded, TODAY, 10, now)
        with_problems = {problem.field.split(".")[1] for problem in found}
        read = {str(node["id"]) for node in nodes(loaded)}
        return read - with_problems  # a problem has a place

    assert read_by_a_check((), ()) == set()
    assert read_by_a_check((), ALLOWED)  # now that it may allow less, all is looked at
    assert read_by_a_check(ALLOWED, ALLOWED) == set()


@pytest.mark.parametrize("damage", ["cut short", "one byte", "another program", "rubbish", "empty"])
def test_a_damaged_file_is_no_file(damage: str, tmp_path: Path) -> None:
    memos = Memos(Cache(tmp_path), b"program")
    files = InMemory({"actions.yaml": few(3).encode()})
    whole = seen(load("actions.yaml", files, memos("register")))
    memos.keep()
    (file,) = tmp_path.rglob("memo-register")
    content = file.read_bytes()
    damaged = {
        "cut short": content[:-7],
        "one byte": content[:500] + bytes([content[500] ^ 1]) + content[501:],
        "rubbish": bytes(range(256)) * 8,
        "empty": b"",
    }
    file.write_bytes(damaged.get(damage, content))
    program = b"another" if damage == "another program" else b"program"
    memo, screening = Memos(Cache(tmp_path), program)("register"), Noted()
    again = load("actions.yaml", files, memo, screening)
    assert screening.ids  # read, not known
    assert seen(again) == whole


class Hostile:
    """What runs a command when it is unpickled by anybody who trusts it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('ran')",)


def test_a_hostile_file_runs_nothing() -> None:
    memo = Memo()
    loaded = load("actions.yaml", InMemory({"actions.yaml": few(2).encode()}), memo)
    keys = [run.key for run in runs(entries(loaded))]
    hostile = pickle.dumps(Hostile())
    wrongs: tuple[object, ...] = (hostile, (hostile, ()), (marshal.dumps([hostile]), ()), ([], 1))
    for wrong in wrongs:
        for key in memo.used:
            memo.used[key] = wrong
        known = Remembered(memo)
        assert keys
        assert not any(known.find(key, "insights", ("nl", "en")) for key in keys)
        again = load("actions.yaml", InMemory({"actions.yaml": few(2).encode()}), memo)
        assert seen(again) == seen(loaded)
    with pytest.raises(SystemExit):
        pickle.loads(hostile)  # noqa: S301  # it would, read without care


def test_a_value_of_another_sort_is_not_taken() -> None:
    memo = Memo()
    Remembered(memo).keep(b"key", "insights", ("nl",), [date(2026, 1, 1)], Source(""))
    assert memo.used
    assert Remembered(memo).find(b"key", "insights", ("nl",)) is None


@pytest.mark.parametrize(
    "text",
    [
        "insights: [a]\n",
        "insights:\n- id: a\n",
        "insights:\n  id: a\n",
        "---\ninsights:\n  - id: a\n",
        "insights:\r\n  - id: a\r\n",
        "other:\n  - id: a\n",
        "",
    ],
)
def test_another_layout_is_read_as_a_whole(text: str) -> None:
    assert cut(text, ("insights",)) is None


def test_a_cut_loses_nothing() -> None:
    entry = "  - id: a\n    b: |\n      c\n\n"
    text = f"a: 1\ninsights: # here\n\n  # first\n{entry}  - id: d\n# end\ne: 2\n"
    found = cut(text, ("insights",))
    assert found is not None
    (entries,) = found.lists
    assert (entries.name, entries.line, entries.column) == ("insights", 2, 3)
    assert [(entry.line, entry.text) for entry in entries.entries] == [
        (5, entry),
        (9, "  - id: d\n# end\n"),
    ]
    assert found.rest == "a: 1\ninsights: # here" + 9 * "\n" + "e: 2\n"
    assert [len(entry.lines) for entry in entries.entries] == [4, 2]
