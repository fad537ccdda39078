"""The figures for whoever wants to use them again: JSON for programs, CSV for spreadsheets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic_core import to_json

from generator.editions.edition import canonical, plain_register
from generator.facts.facts import Facts, InsightFact
from generator.memo import Memo, Memos
from generator.outputs.characters import printable
from generator.outputs.data_columns import (
    ACTION_COLUMNS,
    SCORE_COLUMNS,
    Column,
    action_rows,
    insight_columns,
    point_rows,
)
from generator.outputs.data_tables import COMMAS, PLAIN, Columns, R, Table, write, writes_comma
from generator.outputs.page import File, key_of
from generator.register.model import Insight, Register
from generator.settings import Settings
from generator.words import Words

SCHEMA_VERSION = "1.1"
"""Of the files below ``/data/``. The first number grows when something that was there changes
or goes, the second when something is added; ``VERSIONS`` has what to say about each."""

VERSIONS = ("1-1", "1-0")
"""Every version so far, the latest first, as ``words`` name them."""


def open_data(
    facts: Facts, settings: Settings, own: Words, memos: Memos | None = None, base: bytes = b""
) -> Iterator[File]:
    """Every file below ``data/``: one set for all languages, in the tree of the default one.

    ``own`` are the words of that language; ``base`` is the key of all that outputs share, and
    ``memos`` has what was written before, by the name of a file. The CSV files are RFC 4180. Where
    a language writes a decimal comma, its spreadsheets expect ``;`` between cells and take ``24.4``
    for a word: for such a language there is a second set, as in ``scores.nl.csv``.
    """
    languages = facts.register.languages
    commas = [language for language in languages if writes_comma(language)]
    memos = memos or Memos()
    styles = (PLAIN, COMMAS) if commas else (PLAIN,)

    def file(name: str, make: Callable[[], bytes], key: bytes = b"") -> File:
        return File(f"data/{name}", languages[0], make, key)

    yield file("register.json", partial(register_json, facts, settings, memos("register.json")))
    yield file("schema.json", lambda: canonical(schema(settings)), key_of("schema"))
    yield file("CHANGELOG.md", lambda: changelog(own).encode(), key_of("changelog"))
    for name, table in tables(facts, settings, base).items():
        memo = memos(f"{name}.csv")
        yield file(f"{name}.csv", partial(write, table, languages, memo, styles))
        for language in commas:
            made = partial(write, table, languages, memo, styles, COMMAS)
            yield file(f"{name}.{language}.csv", made)


def register_json(facts: Facts, settings: Settings, memo: Memo | None = None) -> bytes:
    """The publishable register in the form of ``actions.yaml``, and what to know about it.

    It is put together from the canonical text of its parts, so that an insight is written once.
    """
    memo = memo or Memo()
    head = plain_register(facts.register.model_copy(update={"insights": ()}))
    register = {key: _text(value) for key, value in head.items()}
    if facts.insights:
        insights = (
            memo.recall(b"json" + facts.digests[fact.id], partial(_insight, fact.insight))
            for fact in facts.insights
        )
        register["insights"] = b"[\n" + b",\n".join(insights) + b"\n]"
    whole = {
        "schema_version": SCHEMA_VERSION,
        "schema": f"{settings.site_url}data/schema.json",
        "source": settings.site_url,
        "licence": settings.licence,
        "day": facts.today.isoformat(),
        "minimum_answers": facts.minimum,
    }
    texts = {key: _text(value) for key, value in whole.items()} | {"register": _object(register)}
    return _object(texts) + b"\n"


def _insight(insight: Insight) -> bytes:
    """An insight in the canonical form of an edition, for inside a larger whole.

    Written by pydantic in a tenth of the time; only fractions look otherwise there, and an insight
    has none.
    """
    return to_json(_tidy(insight.model_dump(mode="json", exclude_none=True)), indent=0)


def _text(value: object) -> bytes:
    """Any other value in that form."""
    return canonical(_tidy(value)).rstrip(b"\n")


def _object(texts: Mapping[str, bytes]) -> bytes:
    """An object of values that are written already."""
    parts = (_text(key) + b": " + text for key, text in sorted(texts.items()))
    return b"{\n" + b",\n".join(parts) + b"\n}"


def schema(settings: Settings) -> Mapping[str, Any]:
    """The JSON Schema of ``register.json``."""
    register = Register.model_json_schema(ref_template="#/$defs/{model}")
    defs = register.pop("$defs", {})
    version = register["properties"]["format"]
    register["properties"]["format"] = {"const": 1, "description": version["description"]}
    address = {"type": "string", "format": "uri"}
    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "schema": address,
        "source": address,
        "licence": address,
        "day": {"type": "string", "format": "date"},
        "minimum_answers": {"type": "integer", "minimum": 1},
        "register": {"$ref": "#/$defs/Register"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{settings.site_url}data/schema.json",
        "title": "register.json",
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "$defs": {**defs, "Register": register},
    }


def tables(facts: Facts, settings: Settings, base: bytes = b"") -> Mapping[str, Table[Any]]:
    """The CSV files by their name, each in the order of the register."""

    def by_insight(
        rows: Callable[[InsightFact], Iterable[R]],
    ) -> Callable[[], Iterator[tuple[bytes, Callable[[], Iterable[R]]]]]:
        return lambda: ((base + facts.digests[f.id], partial(rows, f)) for f in facts.insights)

    return {
        "insights": Table(insight_columns(settings), by_insight(lambda fact: [fact])),
        "actions": Table(ACTION_COLUMNS, by_insight(action_rows)),
        "scores": Table(SCORE_COLUMNS, lambda: [(base, partial(point_rows, facts))]),
    }


def data_dictionary(
    own: Words, languages: Sequence[str], settings: Settings
) -> Mapping[str, Mapping[str, str]]:
    """What each column of each CSV file means, in the language of ``own``, for ``/data/``."""
    columns: Mapping[str, Columns[Any]] = {
        "insights": insight_columns(settings),
        "actions": ACTION_COLUMNS,
        "scores": SCORE_COLUMNS,
    }
    return {
        f"{name}.csv": dict(_meanings(f"data.{name}", found, own, languages))
        for name, found in columns.items()
    }


def _meanings(
    key: str, columns: Columns[Any], own: Words, languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for column in columns:
        meaning = own(f"{key}.{column.name}")
        if isinstance(column, Column):
            yield column.name, meaning
            continue
        for language in languages:
            told = {"meaning": meaning, "language": own.locale.languages.get(language, language)}
            yield f"{column.name}_{language}", own("data.in-language", **told)


def changelog(own: Words) -> str:
    """What changed in the form of the open data, the latest version first, as Markdown."""
    parts = [f"# {own('data.changelog')}"]
    for version in VERSIONS:
        parts += [f"## {version.replace('-', '.')}", own(f"data.change.{version}")]
    return "\n\n".join(parts) + "\n"


def _tidy(value: Any) -> Any:
    """A value of JSON: its names in order, without what was left out and without the characters
    that a file can't hold."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {
            key: _tidy(part)
            for key, part in sorted(value.items())
            if part is not None and part != [] and part is not False
        }
    if isinstance(value, list):
        return [_tidy(part) for part in value]
    return value
