"""Periods as the register writes them: a year, half, quarter, month or day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, both ends included; ``text`` is how it was written."""

    start: date
    end: date
    text: str

    @classmethod
    @lru_cache(maxsize=10_000)
    def parse(cls, text: str) -> "Period | None":
        """``2026``, ``2026-H1``, ``2026-Q1``, ``2026-03`` or ``2026-03-31``; else ``None``.

        The same ones come back often, and a period is then one object for all of them.
        """
        match = _PERIOD.fullmatch(text)
        if not match or not text.isascii():
            return None
        year = int(match["year"])
        if match["half"]:
            first, last = (1, 6) if match["half"] == "1" else (7, 12)
        elif match["quarter"]:
            last = 3 * int(match["quarter"])
            first = last - 2
        elif match["month"]:
            first = last = int(match["month"])
        else:
            first, last = 1, 12
        if not (1900 <= year <= 2199 and 1 <= first <= 12):
            return None
        if match["day"]:
            day = int(match["day"])
            if not 1 <= day <= calendar.monthrange(year, first)[1]:
                return None
            return cls(date(year, first, day), date(year, first, day), text)
        return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), text)

    def __str__(self) -> str:
        return self.text
