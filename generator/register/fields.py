"""The types a field can have: each turns typed text into a value, or says what to write.

Every failure is a ``PydanticCustomError`` whose type is the code of a message in ``words/``.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import PlainSerializer, PlainValidator, ValidationInfo
from pydantic import WithJsonSchema as Schema
from pydantic_core import PydanticCustomError, core_schema

from generator.problems import nearest
from generator.prose import Text
from generator.register import meant
from generator.register.period import Period

ID_LENGTH = 60
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "null", "index", "page", "now"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)
"""Names that Windows keeps for itself, or that would collide with an address of the site."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?")
_SIGNED = re.compile(r"([+\-\u2010-\u2014\u2212]?) ?(\d{1,9}(?:[.,]\d{1,6})?) ?(%?)")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:[. ,'\u00a0\u202f]\d{3})+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AUTHORITY = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+,\d{4}(-\d{2}){0,2}")
_SHOWN = 60


def problem(code: str, **facts: str) -> PydanticCustomError:
    """A failed field; ``facts`` fill the message that stands under ``code``."""
    return PydanticCustomError(code, code, facts)


def shown(value: object) -> str:
    """What was found, short enough to quote in a message."""
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _typed(value: Any) -> str:
    """The characters of a scalar; a list or a mapping is not one."""
    if isinstance(value, str):
        text = str(value).strip()
        if not text:
            raise _missing(value)
        return text
    raise problem("not-one-value")


def _missing(value: Any) -> PydanticCustomError:
    return problem("value-only-comment" if getattr(value, "lost", False) else "value-missing")


def _id(value: Any) -> str:
    return _as_an_id(_typed(value))


@lru_cache(maxsize=10_000)
def _as_an_id(text: str) -> str:
    """A text that is an id: one object for all who use it."""
    if len(text) > ID_LENGTH:
        raise problem("id-too-long", found=shown(text), most=str(ID_LENGTH))
    if text.lower() in RESERVED:
        raise problem("id-reserved", found=shown(text))
    if not _ID.fullmatch(text) or not text.isascii():
        raise problem("id-spelling", found=shown(text), better=_as_id(text))
    return text


def _as_id(text: str) -> str:
    """The id that was most likely meant: letters without their accents, without soft hyphens."""
    bare = re.sub(r"[\u0300-\u036f\u00ad]", "", unicodedata.normalize("NFKD", text.lower()))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "name-of-it"


def _day(value: Any) -> date:
    text = _typed(value)
    period = Period.parse(text) if _DAY.fullmatch(text) else None
    if period is None:
        match meant.days(text):
            case [better]:
                raise problem("date-spelling", found=shown(text), better=better)
            case [better, other]:
                facts = {"better": better, "other": other}
                raise problem("date-two-ways", found=shown(text), **facts)
        raise problem("date-not-real", found=shown(text))
    return period.start


def _period(value: Any) -> Period:
    text = _typed(value)
    period = Period.parse(text)
    if period is None:
        better = meant.period(text)
        if better:
            raise problem("period-spelling", found=shown(text), better=better)
        raise problem("period-not-real", found=shown(text))
    return period


def _whole(value: Any) -> int:
    text = _typed(value)
    if not _WHOLE.fullmatch(text) or not text.isascii():
        raise _not_a_number(text, "whole-number")
    return int(text)


def _decimal(value: Any) -> Decimal:
    text = _typed(value)
    if not _DECIMAL.fullmatch(text) or not text.isascii() or _GROUPED.fullmatch(text):
        raise _not_a_number(text, "number")
    return Decimal(text)


def _as_number(value: Decimal) -> int | float:
    """A number for JSON; fifteen digits at most, so a float gives back the same decimals."""
    return int(value) if value == value.to_integral_value() else float(value)


def _not_a_number(text: str, code: str) -> PydanticCustomError:
    if _GROUPED.fullmatch(text):
        better = re.sub(r"[^\d-]", "", text)
        thousands = "count-with-thousands" if code == "whole-number" else "number-with-thousands"
        return problem(thousands, found=shown(text), better=better)
    if code == "number" and re.fullmatch(r"-?\d{1,9},\d{1,6}", text):
        return problem("number-with-comma", found=shown(text), better=text.replace(",", "."))
    signed = _SIGNED.fullmatch(text)
    if signed and signed[3] and code == "whole-number":
        return problem("count-as-a-share", found=shown(text))
    if signed and (signed[1] or signed[3]) and (code == "number" or signed[1] == "+"):
        better = ("-" if signed[1] not in ("", "+") else "") + signed[2].replace(",", ".")
        return problem("number-with-signs", found=shown(text), better=better)
    return problem(code, found=shown(text))


def _truth(value: Any) -> bool:
    text = _typed(value)
    if text not in ("true", "false"):
        raise problem("not-true-or-false", found=shown(text))
    return text == "true"


def _url(value: Any) -> str:
    text = _typed(value)
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # raises where the port is no number
    except ValueError:
        raise problem("url-not-https", found=shown(text)) from None
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise problem("url-not-https", found=shown(text))
    if re.search(r"[\s<>\"'`{}|\\^]", text):
        raise problem("url-with-space", found=shown(text))
    return text


def _authority(value: Any) -> str:
    text = _typed(value)
    if not _AUTHORITY.fullmatch(text):
        raise problem("feed-authority", found=shown(text))
    return text


def _line(value: Any) -> str:
    """One line of plain text: white space at the ends and line breaks don't count."""
    return " ".join(_prose(value).split())


def _prose(value: Any) -> str:
    if isinstance(value, list):
        raise problem("text-is-a-list")
    text = _typed(value)
    if getattr(value, "lost", False):
        raise problem("text-lost-to-comment", found=shown(text))
    return text


def site_languages(info: ValidationInfo) -> Sequence[str]:
    """The languages of the site that is being read, the default one first."""
    return tuple((info.context or {}).get("languages", ())) or ("nl",)


def _language(value: Any, info: ValidationInfo) -> str:
    languages = site_languages(info)
    if value not in languages:
        known = ", ".join(languages[:20])
        near = nearest(str(value), languages)
        raise problem("text-language", found=shown(value), known=known, nearest=near)
    return str(value)


def _not_named(value: str, languages: Iterable[str]) -> None:
    """A text without languages doesn't begin with one: that would be published as its first word.

    ``nl:`` without a space below the name of a text, in quotes, or in lines behind ``|``.
    """
    language, colon, rest = value.strip().partition(":")
    if colon and language in languages:
        code = "language-in-a-text" if rest[:1].isspace() else "space-after-colon"
        raise problem(code, key=language)


def text_as_json(text: Text) -> str | dict[str, str]:
    """A text as a register has it: one, or one per language."""
    return str(text) if text.shared else dict(text.versions)


@dataclass(frozen=True, slots=True)
class _TextField:
    """How pydantic reads a :class:`Text`: one text, or a mapping of languages to texts."""

    one: Callable[[Any], str]
    shared: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        versions = core_schema.dict_schema(
            core_schema.with_info_plain_validator_function(_language),
            core_schema.no_info_plain_validator_function(self.one),
        )
        return core_schema.with_info_wrap_validator_function(
            self._read,
            versions,
            serialization=core_schema.plain_serializer_function_ser_schema(text_as_json),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        per_language = {"type": "object", "minProperties": 1, "additionalProperties": _TYPED}
        return {"anyOf": [_TYPED, per_language]}

    def _read(self, value: Any, versions: Any, info: ValidationInfo) -> Text:
        if isinstance(value, list):
            raise problem("text-is-a-list")
        languages = site_languages(info)
        if isinstance(value, str):
            if not value.strip():
                raise _missing(value)
            _not_named(value, languages)
            return Text({languages[0]: self.one(value)}, self.shared)
        written = versions(value)
        if not written:
            raise problem("value-missing")
        return Text({key: written[key] for key in languages if key in written})


_TYPED: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
"""Editors type unquoted words themselves; the checker reads them back as what was typed."""


def _spelt(pattern: str, *also: str) -> Schema:
    """Text in a form, for editors; ``also`` are the types that they may give such a word."""
    kinds = ["string", *also] if also else "string"
    return Schema({"type": kinds, "pattern": rf"^\s*(?:{pattern})\s*$"})


Id = Annotated[str, PlainValidator(_id), _spelt(_ID.pattern, "number", "boolean")]
Day = Annotated[date, PlainValidator(_day), PlainSerializer(date.isoformat), _spelt(_DAY.pattern)]
When = Annotated[
    Period,
    PlainValidator(_period),
    PlainSerializer(str),
    _spelt(r"\d{4}(?:-(?:H[12]|Q[1-4]|\d{2}(?:-\d{2})?))?", "integer"),
]
_WHOLE_SCHEMA = {"type": ["integer", "string"], "pattern": rf"^\s*(?:{_WHOLE.pattern})\s*$"}
_NUMBER_SCHEMA = {"type": ["number", "string"], "pattern": rf"^\s*(?:{_DECIMAL.pattern})\s*$"}
Whole = Annotated[int, PlainValidator(_whole), Schema({**_WHOLE_SCHEMA, "minimum": 0})]
Number = Annotated[
    Decimal, PlainValidator(_decimal), PlainSerializer(_as_number), Schema(_NUMBER_SCHEMA)
]
Truth = Annotated[bool, PlainValidator(_truth), Schema({"enum": [True, False, "true", "false"]})]
Url = Annotated[str, PlainValidator(_url), _spelt("https://.*")]
Authority = Annotated[str, PlainValidator(_authority), _spelt(_AUTHORITY.pattern)]
Line = Annotated[Text, _TextField(_line)]
Name = Annotated[Text, _TextField(_line, shared=True)]
Prose = Annotated[Text, _TextField(_prose)]
