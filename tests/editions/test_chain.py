"""Every way to tamper with a chain of twenty editions is noticed, and names the first of them."""

import json
import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generator import files as on_disk
from generator.editions import listing, store
from generator.editions.chain import load_chain
from generator.editions.edition import canonical
from generator.editions.listing import INDEX, SUMS, VERSIONS
from generator.editions.reading import read_sheet
from generator.problems import Problem
from generator.prose import Text
from generator.words import available, words
from tests.editions.registers import (
    SECOND,
    both,
    chain_of,
    direct,
    full,
    insight,
    process,
    published,
    register,
)

Files = dict[str, bytes]
TWENTY = 20


@cache
def _twenty() -> Files:
    """Each edition adds an insight and answers an older one."""
    states = [
        register(
            *(insight(f"i{one}", actions=[process()]) for one in range(number)),
            insight(f"i{number}", answer_by="2026-12-01"),
        )
        for number in range(TWENTY)
    ]
    return chain_of(states)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """The chain, of which a file that a test leaves alone is read once."""
    monkeypatch.setattr("generator.editions.chain.read_sheet", cache(read_sheet))
    return dict(_twenty())


def name(number: int) -> str:
    """The file of the nth edition, counting from 1."""
    return f"e{number:02}.json"


def errors(files: Files) -> list[Problem]:
    return [problem for problem in load_chain(files).problems if problem.is_error]


def first(files: Files) -> tuple[str, str]:
    """The file and the code of the first error."""
    problem = errors(files)[0]
    return problem.place.file, problem.code.removeprefix("verify.")


def test_a_whole_chain_is_whole(files: Files) -> None:
    found = load_chain(files)
    assert found.problems == ()
    assert [edition.file for edition in found.editions] == [name(n + 1) for n in range(TWENTY)]
    assert found.last is not None
    assert len(found.last.register.insights) == TWENTY


def test_the_order_is_that_of_the_links_not_of_the_names() -> None:
    done = published(full(), {}, "z")
    assert done.edition is not None
    files = {"z.json": done.edition.content}
    after = published(full(), files, "a")
    assert after.edition is not None
    files["a.json"] = after.edition.content
    assert [edition.id for edition in load_chain(files).editions] == ["z", "a"]


def test_no_editions_is_no_problem() -> None:
    assert load_chain({}).problems == ()
    assert load_chain({INDEX: listing.index((), ""), VERSIONS: b"[]"}).problems == ()


# One byte


def flips(content: bytes) -> Iterator[bytes]:
    """The content with one byte changed: at its ends, and of every sort there is in it."""
    where: dict[int, int] = {}
    for position, byte in enumerate(content):
        where.setdefault(byte, position)
    middle = content.index(b'"previous"') + 20 if b'"previous"' in content else 10
    for position in {*where.values(), middle, len(content) - 1, content.index(b"\n")}:
        for mask in (0x01, 0x20, 0x80):
            yield content[:position] + bytes([content[position] ^ mask]) + content[position + 1 :]
        yield content[:position] + content[position + 1 :]
        yield content[:position] + b" " + content[position:]


@pytest.mark.parametrize("number", [1, 2, 10, 19, 20])
def test_one_byte_anywhere_names_the_edition(files: Files, number: int) -> None:
    original = files[name(number)]
    count = 0
    for content in flips(original):
        if content != original:
            files[name(number)] = content
            assert first(files)[0] == name(number)
            count += 1
    assert count > 100


@pytest.mark.parametrize("number", [1, 2, 10, 19])
def test_so_it_does_without_sha256sums_but_for_the_last(files: Files, number: int) -> None:
    del files[SUMS]
    original = files[name(number)]
    for content in flips(original):
        if content != original:
            files[name(number)] = content
            assert first(files)[0] == name(number)


def test_without_sha256sums_there_is_a_word_about_the_last(files: Files) -> None:
    del files[SUMS]
    (note,) = load_chain(files).problems
    assert note.code == "verify.no-sums"
    assert not note.is_error


def test_one_byte_of_sha256sums_is_noticed(files: Files) -> None:
    original = files[SUMS]
    for position in range(0, len(original), 7):
        for mask in (0x01, 0x20, 0x80):
            flipped = bytes([original[position] ^ mask])
            files[SUMS] = original[:position] + flipped + original[position + 1 :]
            assert errors(files)


@pytest.mark.parametrize("number", range(1, TWENTY))
def test_a_digest_changed_in_sha256sums_alone_does_not_blame_an_edition(
    files: Files, number: int
) -> None:
    files[SUMS] = files[SUMS].replace(sha256(files[name(number)]).hexdigest().encode(), b"0" * 64)
    assert [problem.place.file for problem in errors(files)] == [SUMS]


def ways(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value of JSON."""
    yield way
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield from ways(value[key], (*way, key))


DEEP = json.loads("[" * 800 + "]" * 800)
STRANGE: tuple[Any, ...] = (
    None,
    True,
    10**30,
    -1.5,
    "",
    [],
    {},
    [[1]],
    {"nl": 1},
    [{"id": {}}],
    DEEP,
)


def test_whatever_stands_in_a_file_is_read_or_is_a_problem() -> None:
    files = chain_of([full(), full(), full(insights__0__severity="2")], sums=False)
    tree = json.loads(files[name(3)])
    nothing = {"date": "2026-01-01", "edition": "e01", "was": "0" * 64, "now": "1" * 64}
    tree["removed"] = [nothing | {"places": ["a"]}]
    for number, way in enumerate(list(ways(tree))[1:]):
        changed = deepcopy(tree)
        node: Any = changed
        for step in way[:-1]:
            node = node[step]
        node[way[-1]] = STRANGE[number % len(STRANGE)]
        files[name(3)] = json.dumps(changed).encode()
        found = load_chain(files)
        assert found.errors or len(found.editions) == 3


# Whole files


@pytest.mark.parametrize("sums", [True, False])
@pytest.mark.parametrize("number", range(1, TWENTY + 1))
def test_a_removed_edition_is_named(files: Files, number: int, sums: bool) -> None:
    del files[name(number)]
    if not sums:
        del files[SUMS]
    if sums or number < TWENTY:
        assert first(files) == (name(number), "missing")


def test_with_all_editions_gone_the_list_of_them_tells(files: Files) -> None:
    assert first({SUMS: files[SUMS]}) == (name(1), "missing")


@pytest.mark.parametrize("sums", [True, False])
@pytest.mark.parametrize("number", range(1, TWENTY))
def test_swapped_editions_are_named(files: Files, number: int, sums: bool) -> None:
    files[name(number)], files[name(number + 1)] = files[name(number + 1)], files[name(number)]
    if not sums:
        del files[SUMS]
    assert first(files) == (name(number), "wrong-id")


@pytest.mark.parametrize("sums", [True, False])
def test_a_renamed_edition_is_named(files: Files, sums: bool) -> None:
    files["other.json"] = files.pop(name(7))
    if not sums:
        del files[SUMS]
    assert {problem.place.file for problem in errors(files)} >= {"other.json"}
    assert name(7) in {problem.place.file for problem in errors(files)} or not sums


def rewrite(files: Files, number: int, change: Callable[[dict[str, object]], object]) -> None:
    """Change an edition as whoever knows its form would: canonical again."""
    tree = json.loads(files[name(number)])
    change(tree)
    files[name(number)] = canonical(tree)


def relink(files: Files, number: int) -> None:
    """Make an edition vouch for what the one before it is now."""
    digest = sha256(files[name(number - 1)]).hexdigest()
    rewrite(
        files,
        number,
        lambda tree: tree.update(previous={"id": f"e{number - 1:02}", "sha256": digest}),
    )


@pytest.mark.parametrize("sums", [True, False])
@pytest.mark.parametrize("number", range(1, TWENTY - 1))
def test_a_rewritten_edition_is_named(files: Files, number: int, sums: bool) -> None:
    rewrite(files, number, lambda tree: tree.update(title="Nothing to see"))
    if not sums:
        del files[SUMS]
    assert first(files) == (name(number), "altered")


@pytest.mark.parametrize("number", range(1, TWENTY - 1))
def test_rewriting_the_next_link_too_moves_the_break_but_does_not_hide_it(
    files: Files, number: int
) -> None:
    rewrite(files, number, lambda tree: tree.update(title="Nothing to see"))
    relink(files, number + 1)
    assert first(files) == (name(number), "altered")
    del files[SUMS]
    assert first(files) == (name(number + 1), "altered")


def test_rewriting_every_later_link_is_told_by_an_old_sha256sums(files: Files) -> None:
    rewrite(files, 5, lambda tree: tree.update(title="Nothing to see"))
    for number in range(6, TWENTY + 1):
        relink(files, number)
    assert first(files) == (name(5), "altered")


def test_an_edition_added_by_hand_is_named(files: Files) -> None:
    files["zz.json"] = canonical(json.loads(files[name(20)]) | {"id": "zz"})
    assert first(files) == ("zz.json", "extra")
    del files[SUMS]
    assert first(files)[1] == "fork"


def test_a_file_that_is_no_edition_is_named(files: Files) -> None:
    files["notes.json"] = b"{}"
    assert first(files) == ("notes.json", "unreadable")


def test_two_first_editions_are_named(files: Files) -> None:
    del files[SUMS]
    rewrite(files, 4, lambda tree: tree.update(previous=None))
    found = {problem.place.file: problem.code for problem in errors(files)}
    assert found[name(4)] in ("verify.second-first", "verify.altered")


def test_editions_that_go_round_are_named(files: Files) -> None:
    del files[SUMS]
    rewrite(files, 1, lambda tree: tree.update(previous={"id": "e20", "sha256": "0" * 64}))
    assert [problem.code for problem in errors(files)] == ["verify.round"]


def test_an_edition_dated_before_the_one_it_follows_is_named(files: Files) -> None:
    rewrite(files, 20, lambda tree: tree.update(date="2020-01-01"))
    del files[SUMS]
    assert first(files) == (name(20), "date")


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
    "byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "no last line end": lambda content: content.rstrip(b"\n"),
    "one more line end": lambda content: content + b"\n",
    "half": lambda content: content[: len(content) // 2],
    "nothing": lambda _: b"",
    "compact": lambda content: json.dumps(json.loads(content)).encode(),
    "a space": lambda content: content.replace(b'"nl"', b'"nl" '),
}


@pytest.mark.parametrize("form", FORMS)
def test_another_form_of_the_same_is_not_the_same(files: Files, form: str) -> None:
    for number in (1, 10, 20):
        changed = dict(files) | {name(number): FORMS[form](files[name(number)])}
        assert first(changed)[0] == name(number)


def test_the_lines_of_sha256sums_are_in_order(files: Files) -> None:
    files[SUMS] = b"".join(sorted(files[SUMS].splitlines(keepends=True), reverse=True))
    assert [problem.place.file for problem in errors(files)] == [SUMS]


def test_a_published_index_tells_of_the_same_editions(files: Files) -> None:
    editions = load_chain(files).editions
    files[INDEX] = listing.index(editions, "https://www.example.org/editions/")
    files[VERSIONS] = listing.versions(editions, "nl")
    assert load_chain(files).problems == ()
    files[INDEX] = files[INDEX].replace(b"2026-04", b"2025-04", 1)
    assert first(files) == (INDEX, "sums")


# What the files say


def test_the_index_and_the_versions() -> None:
    done = published(full(), {}, "2026-1", title=Text({"nl": "Lente", "en": "Spring"}))
    assert done.edition is not None
    files = {"2026-1.json": done.edition.content, SUMS: done.sums}
    after = published(full(), files)
    assert after.edition is not None
    files |= {"2026-2.json": after.edition.content, SUMS: after.sums}
    editions = load_chain(files).editions
    index = json.loads(listing.index(editions, "https://www.example.org/editions/"))["editions"]
    digests = [sha256(files[f"2026-{n}.json"]).hexdigest() for n in (1, 2)]
    assert index[0] == {
        "edition": "2026-1",
        "title": {"nl": "Lente", "en": "Spring"},
        "date": str(SECOND),
        "sha256": digests[0],
        "previous": None,
        "previous_sha256": None,
        "address": "https://www.example.org/editions/2026-1/",
        "file": "https://www.example.org/editions/2026-1.json",
        "removed": [],
    }
    assert (index[1]["previous"], index[1]["previous_sha256"]) == ("2026-1", digests[0])
    assert json.loads(listing.versions(editions, "en")) == [
        {"version": "2026-2", "title": "2026-2", "aliases": ["latest"]},
        {"version": "2026-1", "title": "Spring", "aliases": []},
    ]


def test_an_outsider_needs_sha256sum_alone(files: Files, tmp_path: Path) -> None:
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    check = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / name(7)).write_bytes(files[name(7)].replace(b"You said", b"You paid", 1))
    done = subprocess.run(check, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == f"{name(7)}: FAILED\n"


@pytest.mark.parametrize("language", available())
def test_every_problem_has_words(files: Files, language: str) -> None:
    own = words(language)
    del files[name(3)]
    files["notes.json"] = b""
    rewrite(files, 9, lambda tree: tree.update(title="x"))
    for problem in load_chain(files).problems:
        assert "{" not in own.message(problem)


def test_the_first_message_names_the_edition(files: Files) -> None:
    rewrite(files, 9, lambda tree: tree.update(title="x"))
    assert words("en").message(errors(files)[0]) == (
        "Edition e09 is not what was published: its file was changed. Put it back from the "
        "history of the repository."
    )


# On disk


def test_a_file_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "editions" / "2026-1.json"
    on_disk.write_once(path, b"one\n")
    with pytest.raises(FileExistsError):
        on_disk.write_once(path, b"two\n")
    assert path.read_bytes() == b"one\n"
    assert [one.name for one in path.parent.iterdir()] == ["2026-1.json"]
    on_disk.replace(path, b"three\n")
    assert path.read_bytes() == b"three\n"


def test_nor_is_it_written_over_on_a_disk_without_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    on_disk.write_once(tmp_path / "a.json", b"one\n")
    with pytest.raises(FileExistsError):
        on_disk.write_once(tmp_path / "a.json", b"two\n")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"one\n"]


def test_publishing_leaves_a_chain_that_verifies(tmp_path: Path) -> None:
    for number, state in enumerate([register(insight()), register(insight(actions=[direct()]))]):
        before = store.read(tmp_path)
        store.save(tmp_path, published(state, before, f"2026-{number + 1}"), before)
    assert load_chain(store.read(tmp_path)).problems == ()
    assert {path.name for path in tmp_path.iterdir()} == {"2026-1.json", "2026-2.json", SUMS}


@pytest.mark.parametrize("where", ["content/editions", "editions", "."])
def test_editions_are_found_in_a_repository_in_a_site_and_in_their_folder(
    tmp_path: Path, where: str
) -> None:
    assert store.find(tmp_path) is None
    store.save(tmp_path / where, published(register(insight(title=both("A"))), {}), {})
    assert store.find(tmp_path) == tmp_path / where
