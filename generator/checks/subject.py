"""What a rule looks at, and what it yields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.register.model import Path, Register

Found = tuple[Path, Mapping[str, str]]
"""The way to the value, and the facts for the message."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A register on a day.

    ``minimum`` is the number of answers below which nothing is published; ``broken`` has the ids
    of insights and scores that could not be read, so that a reference to one is not called wrong.
    """

    register: Register
    today: date
    minimum: int
    broken: frozenset[str]
