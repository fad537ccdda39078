"""What changed between two registers, for whoever reads it on a screen or in a pull request."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from generator.editions.difference import Difference, What, plain, summary
from generator.editions.wording import Fate, Piece
from generator.prose import Text, to_text
from generator.words import Words, words

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")


class Form(StrEnum):
    """How to write it."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def compared(found: Sequence[Difference], own: Words, form: Form, languages: Iterable[str]) -> str:
    """The differences in a form; JSON says each of them in every language."""
    if form is Form.JSON:
        every = {language: words(language) for language in languages}
        return _json(found, every)
    head = sentence(summary(found, own))
    if form is Form.MARKDOWN:
        return "\n".join([f"**{_escaped(head)}**", "", *_bullets(found, own)]).rstrip() + "\n"
    return "\n".join([head, *_lines(found, own)]) + "\n"


def _json(found: Iterable[Difference], every: Mapping[str, Words]) -> str:
    differences = [
        {**plain(one), "text": {name: one.explain(own) for name, own in every.items()}}
        for one in found
    ]
    whole = {
        "summary": {name: summary(found, own) for name, own in every.items()},
        "differences": differences,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _lines(found: Iterable[Difference], own: Words) -> Iterable[str]:
    for where, some in _grouped(found, own).items():
        yield f"\n{where}"
        for one in some:
            yield f"  {one.explain(own)}"
            yield from (
                f"    {language}: {''.join(map(_marked, there))}"
                for language, there in _wording(one)
            )


def _bullets(found: Iterable[Difference], own: Words) -> Iterable[str]:
    for where, some in _grouped(found, own).items():
        yield f"- {_escaped(where)}"
        for one in some:
            yield f"  - {_escaped(one.explain(own))}"
            yield from (
                f"    - {language}: {''.join(map(_struck, there))}"
                for language, there in _wording(one)
            )


def _grouped(found: Iterable[Difference], own: Words) -> dict[str, list[Difference]]:
    """The differences by what they are about, in the order in which these first come."""
    groups: dict[str, list[Difference]] = {}
    for one in found:
        name = one.insight or one.score or ".".join(one.place)
        title = to_text(one.subject.in_language(own.language)[0]) if one.subject else ""
        groups.setdefault(f"{title} ({name})" if title else name, []).append(one)
    return groups


def _wording(one: Difference) -> Iterable[tuple[str, tuple[Piece, ...]]]:
    if one.what is What.REWORDED and (one.old is None or isinstance(one.old, Text)):
        for language in one.reworded_in():
            yield language, one.pieces(language)


def _marked(piece: Piece) -> str:
    """As ``git diff --word-diff`` marks words."""
    text = " ".join(piece.text.split("\n"))
    return {Fate.SAME: text, Fate.WENT: f"[-{text}-]", Fate.CAME: f"{{+{text}+}}"}[piece.fate]


def _struck(piece: Piece) -> str:
    text = _escaped(" ".join(piece.text.split("\n")))
    element = {Fate.WENT: "del", Fate.CAME: "ins"}.get(piece.fate)
    return f"<{element}>{text}</{element}>" if element else text


def _escaped(text: str) -> str:
    """Text as Markdown that shows the characters as they are."""
    return _MARKS.sub(r"\\\1", text)


def sentence(text: str) -> str:
    """A few words, such as a summary, as a sentence."""
    text = text.replace("één", "eén", 1) if text.startswith("één") else text  # so in Dutch: Eén
    return f"{text[:1].upper()}{text[1:]}."
