"""Text of a register file → a tree of values with their line and column, or what is in the way."""

from bisect import bisect_right
from collections.abc import Callable

from generator.register.builder import Builder, is_yaml
from generator.register.characters import LINE, look_at
from generator.register.parts import read_parts
from generator.register.tree import MOST, Source

MAX_CHARACTERS = 5_000_000


def read(file: str, content: bytes, *, in_parts: bool = False) -> Source:
    """Read one register file. Anything that is not plain, bounded YAML becomes a problem.

    With ``in_parts`` the entries of long lists are not read until somebody asks for them.
    """
    source = _text_of(file, content)
    if source.problems or (in_parts and read_parts(source)):
        return source
    _look_at(source)
    if not source.problems:
        Builder(source).run()
    return source


def glance(file: str, content: bytes) -> Source:
    """Read one register file as ``read`` does, but without a diagnosis of what isn't YAML."""
    source = _text_of(file, content)
    _look_at(source)
    if not source.problems:
        if is_yaml(source.text):
            Builder(source).run()
        else:
            source.report("yaml-not-readable", 1, 1)
    return source


def _text_of(file: str, content: bytes) -> Source:
    """The decoded text of a file, or the problem that keeps it from being read."""
    source = Source(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        source.report("file-not-utf8", *_positions(before)(len(before)))
        return source
    source.text = text
    if len(text) > MAX_CHARACTERS:
        source.report("file-too-large", 1, 1, most=str(MAX_CHARACTERS))
    return source


def _look_at(source: Source) -> None:
    """Report characters and lines that have no place in a register."""
    found = [] if source.problems else [*look_at(source.text, MOST)]
    position = _positions(source.text if found else "")
    for code, index, facts in found:
        line, column = position(index)
        source.report(code, line, column, **facts)


def _positions(text: str) -> Callable[[int], tuple[int, int]]:
    """A function from the index of a character to its line and column."""
    starts = [0, *(match.end() for match in LINE.finditer(text))]

    def position(index: int) -> tuple[int, int]:
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    return position
