"""The map of an import: which column of a spreadsheet is which field of the register.

An example::

    columns:
      Onderwerp: title.nl
      Wat klanten zeggen: said.nl
      Ontvangen: heard.period
      Aantal: heard.mentions
      Thema: topics
    defaults: {heard.sources: complaints, answer_by: 2026-12-31}
    values:
      topics: {Telefoon: phone, De app: app}
    dates: d-m-y        # how days are written; 2026-03-31 and 31 mrt 2026 are always read too
    periods: quarter    # a day in heard.period becomes its year, half, quarter or month
    between: ","        # what stands between two values in one cell
    thousands: "."      # the sign in 1.200
    sheet: Blad1        # of an Excel file; the first with these columns when left out
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.problems import Place, Problem, nearest
from generator.register import meant, source
from generator.register import tree as nodes
from generator.register.period import Period

TEXTS = ("title", "said", "actions.text", "actions.alternative", "actions.not_measured")
"""Fields with a text; each may be followed by a language, as in ``title.nl``."""
LISTS = ("topics", "journey", "segments", "heard.sources", "actions.by")
NUMBERS = ("heard.mentions", "severity", "impact")
DAYS = ("answer_by", "actions.date", "actions.next_update")
PERIODS = ("heard.period", "actions.reconsider")
OTHERS = ("id", "sentiment", "actions.id", "actions.kind", "actions.reason", "actions.final")
FIELDS = (*TEXTS, *LISTS, *NUMBERS, *DAYS, *PERIODS, *OTHERS)
_WORDS = ("dates", "periods", "between", "thousands", "sheet")
_KEYS = ("columns", "defaults", "values", *_WORDS)
_PERIOD_KINDS = ("", "year", "half", "quarter", "month")


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A map that was read; the docstring of this module says what each part means."""

    columns: Mapping[str, str]
    defaults: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: str = "y-m-d"
    periods: str = ""
    between: str = ","
    thousands: str = ""
    sheet: str = ""

    def value(self, name: str, cell: str) -> str | list[str]:
        """A cell as it would be typed in the register, for the field ``name``."""
        if name in LISTS:
            parts = [part.strip() for part in cell.split(self.between)]
            return [self._known(name, part) for part in parts if part]
        known = self._known(name, cell)
        if name in NUMBERS and self.thousands:
            return re.sub(rf"(?<=\d){re.escape(self.thousands)}(?=\d{{3}}\b)", "", known)
        if name in DAYS or name in PERIODS:
            day = as_day(known, self.dates)
            if not Period.parse(day):
                day = meant.period(known) if name in PERIODS else ""
            if not day:
                return known  # a message about it quotes the cell
            return as_period(day, self.periods) if name == "heard.period" else day
        return known

    def with_labels(self, labels: Mapping[str, Mapping[str, str]]) -> "ImportMap":
        """The same, where a cell may also hold what customers call an entry of a list."""
        both = {name: {**found, **self.values.get(name, {})} for name, found in labels.items()}
        return replace(self, values={**self.values, **both})

    def column(self, name: str) -> str:
        """The column from which a field comes, or nothing."""
        found = (column for column, other in self.columns.items() if _same(name, other))
        return next(found, "")

    def _known(self, name: str, cell: str) -> str:
        lower = {key.casefold(): value for key, value in self.values.get(name, {}).items()}
        return lower.get(cell.casefold(), cell)


def as_day(text: str, order: str) -> str:
    """``31-3-2026`` in the order ``d-m-y`` → ``2026-03-31``, and so ``31 mrt 2026`` or
    ``31-mrt-26``; anything else as it was."""
    if re.search("[a-z]", text, re.IGNORECASE):
        days = meant.days(re.sub(r"(?<=[a-z.][ -])(?=\d\d$)", "20", text.strip().lower()))
        text = days[0] if len(days) == 1 else text
    numbers = re.fullmatch(r"(\d{1,4})\D(\d{1,2})\D(\d{4}|\d{1,2})(?:[ T][\d:.]+)?", text)
    if not numbers:
        return text
    order = "y-m-d" if len(numbers[1]) == 4 else order
    found = dict(zip(re.findall("[dmy]", order), numbers.groups(), strict=False))
    if set(found) != {"d", "m", "y"} or len(found["y"]) not in (2, 4):
        return text
    year = found["y"] if len(found["y"]) == 4 else f"20{found['y']}"
    return f"{year}-{int(found['m']):02}-{int(found['d']):02}"


def as_period(text: str, kind: str) -> str:
    """The year, half, quarter or month that a day is in; anything else as it was."""
    day = Period.parse(text)
    if not kind or len(text) != len("2026-03-31") or day is None:
        return text
    year, month = day.start.year, day.start.month
    return {
        "year": f"{year}",
        "half": f"{year}-H{(month + 5) // 6}",
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "month": f"{year}-{month:02}",
    }[kind]


def read_map(
    file: str, content: bytes, languages: Sequence[str]
) -> tuple[ImportMap | None, list[Problem]]:
    """A map from its file, or what to put right in it."""
    read = source.read(file, content)
    problems = list(read.problems)
    tree = read.tree
    if not isinstance(tree, nodes.Mapping) or not isinstance(tree.get("columns"), nodes.Mapping):
        return None, problems or [Problem(Place(file), "import.map-form")]
    given: dict[str, Any] = dict(tree)
    problems += _unknown(file, tree, given, _KEYS, "import.map-key")
    for key in ("defaults", "values"):
        if not isinstance(given.setdefault(key, nodes.Mapping()), nodes.Mapping):
            problems.append(_problem(file, tree, key, "import.map-form"))
            given[key] = nodes.Mapping()
    fields = [*FIELDS, *(f"{name}.{language}" for name in TEXTS for language in languages)]
    columns, values = given["columns"], given["values"]
    problems += _unknown(file, columns, columns.values(), fields, "import.map-field")
    problems += _unknown(file, given["defaults"], given["defaults"], fields, "import.map-field")
    problems += _unknown(file, values, values, fields, "import.map-field")
    periods = given.get("periods", "")
    if periods not in _PERIOD_KINDS:
        facts = {"found": str(periods), "nearest": nearest(str(periods), _PERIOD_KINDS)}
        problems.append(_problem(file, tree, "periods", "import.map-periods", **facts))
    if any(not isinstance(group, nodes.Mapping) for group in values.values()):
        problems.append(_problem(file, tree, "values", "import.map-form"))
    if problems:
        return None, problems
    words = {key: str(given[key]) for key in _WORDS if key in given}
    named = {" ".join(column.split()): str(name) for column, name in columns.items()}
    return ImportMap(named, given["defaults"], values, **words), []


def _unknown(
    file: str, group: nodes.Mapping, names: Iterable[Any], known: Sequence[str], code: str
) -> list[Problem]:
    keys = {str(value): key for key, value in group.items()}
    return [
        _problem(file, group, keys.get(str(name), str(name)), code, found=str(name),
                 nearest=nearest(str(name), known))
        for name in names
        if name not in known
    ]  # fmt: skip


def _problem(file: str, group: nodes.Mapping, key: str, code: str, **facts: str) -> Problem:
    line, column = group.keys_at.get(key, (1, 1))
    return Problem(Place(file, line, column), code, key, facts)


def _same(name: str, other: str) -> bool:
    return name == other or other.startswith(f"{name}.") or name.startswith(f"{other}.")
