"""A typed difference between two editions, which can explain itself in every language.

Everything that pages, feeds, mail and a pull request say about a change follows from these.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from generator.editions.edition import without_empty
from generator.editions.wording import Piece, bare, pieces
from generator.facts.promises import About
from generator.prose import Text, to_text
from generator.register.fields import text_as_json
from generator.register.model import Ending, Kind, Path, Reason, Written
from generator.register.period import Period
from generator.words import Words

PROSE = frozenset({"alternative", "not_measured", "reason", "revised", "said", "text"})
"""The fields of a register whose text has marks; in all others a star is a star."""


class What(StrEnum):
    """What changed; what matters most to customers comes first."""

    PROMISE_BROKEN = "promise-broken"
    KIND_CHANGED = "kind-changed"
    DONE = "done"
    STOPPED = "stopped"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    GONE = "gone"
    PROMISE_MOVED = "promise-moved"
    PROMISE_KEPT = "promise-kept"
    PROMISE_MADE = "promise-made"
    ADDED = "added"
    HEARD = "heard"
    NEWS = "news"
    SCORE_REVISED = "score-revised"
    SCORE_ADDED = "score-added"
    REWORDED = "reworded"
    CHANGED = "changed"


_IMPORTANCE = {what: place for place, what in enumerate(What)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. ``place`` is the way to it in names, such as ``insights, phone-waiting, title``.

    ``path`` is the way in the new register, as far as it goes. ``subject`` is the title of the
    insight or score it is about. ``old`` and ``new`` are values of the register, ``None`` where
    there is none: for a promise the day (or period) it was due and the day it is due or was
    kept, for an answer its kind. ``day`` is when it happened; ``count`` is how many days a
    promise was late, or how often we heard it.
    """

    what: What
    place: tuple[str, ...]
    field: str
    path: Path = ()
    subject: Text | None = None
    old: object = None
    new: object = None
    day: date | None = None
    about: About | None = None
    count: int = 0

    @property
    def importance(self) -> int:
        """Its rank; 0 comes first."""
        return _IMPORTANCE[self.what]

    @property
    def insight(self) -> str:
        """The id of the insight it is about, or an empty text."""
        return self._of("insights")

    @property
    def score(self) -> str:
        """The id of the score it is about, or an empty text."""
        return self._of("scores")

    def _of(self, name: str) -> str:
        return self.place[1] if len(self.place) > 1 and self.place[0] == name else ""

    def reworded_in(self) -> tuple[str, ...]:
        """For a text: the languages in which its words changed."""
        old, new = (
            text.versions if isinstance(text, Text) else {} for text in (self.old, self.new)
        )
        names = dict.fromkeys([*new, *old])
        return tuple(name for name in names if old.get(name) != new.get(name))

    def pieces(self, language: str) -> tuple[Piece, ...]:
        """For a text: the words that stayed, went and came, in a language.

        A language in which there was none before, or is none now, has only words that came or
        went: what it falls back to is another text.
        """
        old, new = (
            text.versions.get(language, "") if isinstance(text, Text) else ""
            for text in (self.old, self.new)
        )
        return pieces(*bare(old, new)) if self.field in PROSE else pieces(old, new)

    def explain(self, words: Words) -> str:
        """What changed, in a sentence of its own; ``subject`` says of what."""
        facts: dict[str, object] = {
            "field": words(f"difference.field.{self.field}"),
            "name": self.place[-1],
            "old": say(self.old, words),
            "new": say(self.new, words),
            "day": self.day or "",
            "n": self.count,
        }
        return words(f"difference.{self._key()}", **facts)

    def _key(self) -> str:
        """The key of its sentence, below ``difference`` in the words."""
        match self.what:
            case What.ANSWERED:
                return f"answered.{self.new}"
            case What.PROMISE_BROKEN:
                return f"promise-broken.{self.about}.{'late' if self.count else 'open'}"
            case What.PROMISE_KEPT if self.count:
                return f"promise-kept.late.{self.about}"
            case What.PROMISE_MOVED if self.field == "update":  # by an update, which is news
                return "promise-moved.next"
            case What.PROMISE_KEPT | What.PROMISE_MADE | What.PROMISE_MOVED:
                return f"{self.what}.{self.about}"
            case What.SCORE_ADDED:
                return f"score-added.{self.field}"
            case What.CHANGED:
                return f"changed.{self._how()}"
        return str(self.what)

    def _how(self) -> str:
        if self.field == "order":
            return "order"
        if self.old in (None, ()):
            return "added"
        return "gone" if self.new in (None, ()) else "became"


_SAY: Mapping[type, Callable[[Any, Words], str]] = {
    Text: lambda value, words: to_text(value.in_language(words.language)[0]),
    Kind: lambda value, words: words(f"kind.{value}"),
    Reason: lambda value, words: words(f"reason.{value}"),
    Ending: lambda value, words: words(f"news.{value}"),
    Period: lambda value, words: words.period(value.start, value.text),
    Decimal: lambda value, words: words.number(value, 6),
    bool: lambda value, words: words(f"difference.{'so' if value else 'not-so'}"),
    dict: lambda value, words: ", ".join(f"{k}: {say(v, words)}" for k, v in value.items()),
    tuple: lambda value, words: ", ".join(say(part, words) for part in value),
}


def say(value: object, words: Words) -> str:
    """A value of the register in words."""
    if value is None:
        return ""
    own = _SAY.get(type(value))
    if own:
        return own(value, words)
    if isinstance(value, Written):
        names = (getattr(value, name, None) for name in ("title", "label", "name", "text", "id"))
        found = next((name for name in names if name is not None), None)
        return say(found or tuple(part for part in dict(value).values() if part is not None), words)
    if isinstance(value, StrEnum):
        return words(f"difference.value.{value}")
    return words.show(value)


def plain(difference: Difference) -> dict[str, Any]:
    """A difference as JSON."""
    return {
        "what": str(difference.what),
        "place": ".".join(difference.place),
        "insight": difference.insight,
        "score": difference.score,
        "old": _plain(difference.old),
        "new": _plain(difference.new),
        "day": difference.day.isoformat() if difference.day else None,
    }


def _plain(value: object) -> Any:
    match value:
        case Text():
            return text_as_json(value)
        case Written():
            return without_empty(value.model_dump(mode="json"))
        case tuple():
            return [_plain(part) for part in value]
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case None | bool() | int():
            return value
    return str(value)


_COUNTED: Mapping[What, str] = {
    What.PROMISE_BROKEN: "broken",
    What.KIND_CHANGED: "turned",
    What.DONE: "done",
    What.STOPPED: "stopped",
    What.CORRECTED: "corrected",
    What.WITHDRAWN: "withdrawn",
    What.MERGED: "merged",
    What.GONE: "gone",
    What.PROMISE_KEPT: "kept",
    What.ADDED: "added",
    What.HEARD: "heard",
    What.SCORE_REVISED: "revised",
    What.SCORE_ADDED: "scores",
    What.REWORDED: "reworded",
    What.CHANGED: "changed",
    What.ANSWERED: "refused",
    What.NEWS: "news",
    What.PROMISE_MADE: "news",
}
_ORDER = (
    *("done", "turned", "started", "moved", "sooner", "refused", "stopped"),
    *("kept", "late", "broken"),
    *("corrected", "withdrawn", "merged", "gone", "added", "heard", "scores", "revised"),
    *("aimed", "reworded", "changed", "news"),
)


_OF_A_SUBJECT = ("reworded", "changed", "news")
_OF_AN_ANSWER = ("done", "started", "stopped")


def summary(found: Iterable[Difference], words: Words) -> str:
    """What changed in a few words: "two done, one postponed, one refused".

    Counts answers and promises; of small changes the insights and scores in which there are any.
    """
    places: dict[str, list[tuple[str, ...]]] = {name: [] for name in _ORDER}
    for difference in found:
        name = _counted(difference)
        deep = 2 if name in _OF_A_SUBJECT else 4 if name in _OF_AN_ANSWER else None
        places[name].append(difference.place[:deep])
    for name in _OF_A_SUBJECT:
        places[name] = list(set(places[name]))
    ended = {*places["done"], *places["stopped"]}
    places["started"] = [place for place in places["started"] if place not in ended]
    counts = {name: len(where) for name, where in places.items() if where}
    if len(counts) > 1:
        counts.pop("news", None)  # most news is why something else is counted
    spelt = words("difference.numbers").split()
    return ", ".join(
        words(f"difference.summary.{name}", n=n, number=spelt[n] if n < len(spelt) else n)
        for name, n in counts.items()
    ) or words("difference.summary.nothing")


def _counted(difference: Difference) -> str:
    """The name under which the summary counts a difference."""
    match difference.what, difference.old, difference.new:
        case What.ANSWERED, _, Kind.DIRECT:
            return "done"
        case What.ANSWERED, _, Kind.PROCESS:
            return "started"
        case What.ANSWERED, _, Reason.KEEP_AS_IS:
            return "news"
        case What.KIND_CHANGED, _, Kind.NO_ACTION:
            return "refused"
        case What.KIND_CHANGED, old, _ if old is not Kind.NO_ACTION:
            return "changed"
        case What.CHANGED, old, _ if difference.field == "target" and old is not None:
            return "aimed"
        case What.PROMISE_KEPT, _, _ if difference.count:
            return "late"
        case What.PROMISE_MOVED, old, new:
            return "sooner" if _ends(new) < _ends(old) else "moved"
    return _COUNTED[difference.what]


def _ends(value: object) -> date:
    """The day by which a promise falls due: that day, or the last one of a period."""
    if isinstance(value, Period):
        return value.end
    assert isinstance(value, date)
    return value
