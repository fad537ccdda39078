"""A problem is a value: where it is, what it is about, and the facts its message needs.

Nothing here prints or raises. Sentences live in ``words/*.yml`` under the problem's code.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """An error stops publication; a warning coaches and never blocks."""

    ERROR = "error"
    WARNING = "warning"


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; line and column count from 1, columns in characters."""

    file: str
    line: int = 1
    column: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right.

    ``field`` is the way to it in the register, such as
    ``insights.phone-waiting.actions.routing.next_update``; ``facts`` fill the message.
    """

    place: Place
    code: str
    field: str = ""
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether this stops publication."""
        return self.severity is Severity.ERROR


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, in the order in which a reader of the file meets them."""
    unique = {
        (p.place, p.code, p.field, tuple(sorted(p.facts.items())), p.severity): p for p in problems
    }
    return tuple(unique[key] for key in sorted(unique))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` was most likely meant to be, or an empty text.

    Comparison ignores case, and reads ``_`` and ``-`` as the same sign. Words of more than
    60 characters are nobody's slip of the finger, so they get no suggestion.
    """
    if len(word) > 60:
        return ""
    plain = {name.lower().replace("_", "-"): name for name in known}
    found = get_close_matches(word.lower().replace("_", "-"), plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else ""
