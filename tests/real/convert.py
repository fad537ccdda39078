"""Three public data sets → the text of an ``actions.yaml`` each.

What the register wants and a source lacks is filled in here, and said: every entry of
:class:`Converted` lists what was made up for it or left out of it. In general:

- **days** are the first ten characters of a date, in the zone in which it was written; nothing is
  moved to another zone. A month (``2017-12``) becomes its first day; a day without a year takes
  the year of its incident; no date at all becomes :data:`UNDATED`. What ended before it began
  ended on the day it began;
- **ids** are the source's names in lower case, with a hyphen for whatever is no letter or digit,
  numbered (``-2``) where two names give the same id;
- **links** to the source stand below the answer where they start with https; others are left out;
- **mentions** are 1 where the source doesn't count;
- **promises**: a process that hasn't ended promises news after :data:`PATIENCE`; one that has,
  promised each update for the day on which it came, at the soonest the day after;
- **a no** is ``keep-as-is`` and final: the sources give no kind of reason;
- **texts** are copied to the character; only updates of one day are joined, with a blank line.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

import yaml

from generator.register.fields import ID_LENGTH, RESERVED

UNDATED = date(2024, 1, 1)
PATIENCE = timedelta(days=91)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Entry = Mapping[str, Any]
"""One object of a source, as its JSON has it."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A register as text.

    ``ids`` has our id for each name in the source; ``made_up`` has, per id of ours, what the
    source did not say or what was left out.
    """

    text: str
    ids: Mapping[str, str]
    made_up: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Draft:
    """A register in the making."""

    ids: dict[str, str] = field(default_factory=dict)
    made_up: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    topics: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """A new id for a name in the source."""
        self.ids[name] = as_id(name, {*self.ids.values(), *RESERVED})
        return self.ids[name]

    def done(self, organisation: str, **lists: Sequence[Entry]) -> Converted:
        """The register as text, with the head that no source has."""
        head = {
            "format": 1,
            "organisation": {
                "name": organisation,
                "homepage": "https://www.example.org/",
                "feedback": "https://www.example.org/feedback/",
                "feed_authority": "example.org,2026",
            },
            "languages": ["en"],
            "topics": self.topics,
            "sources": self.sources,
        }
        tree = {key: value for key, value in {**head, **lists}.items() if value}
        return Converted(write(tree), self.ids, self.made_up)


class _Writer(yaml.SafeDumper):
    """Writes texts as staff would: more than one line behind ``|``, no blank line in quotes."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # the library's own hook
        """Write the same value twice rather than point at it."""
        return True

    def typed(self, text: str) -> yaml.ScalarNode:
        """A text with the style it needs; ``|`` would lose white space at the end of a line."""
        style = None
        if "\n" in text:
            style = '"' if re.search(r"[ \t]\n", text) else "|"
        return self.represent_scalar("tag:yaml.org,2002:str", text, style)


_Writer.add_representer(str, _Writer.typed)


def write(tree: Entry) -> str:
    """A register as the text of an ``actions.yaml``."""
    return str(yaml.dump(tree, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100))


def pages(entries: Iterable[Entry]) -> Converted:
    """Entries of public "You said, we did" pages.

    Where a page has no "you said", the title stands in its place. A reference number of a single
    customer's message is left out, and so is which kind of text the entry is.
    """
    draft, insights = _Draft(), []
    for entry in entries:
        name = draft.name(entry["id"])
        notes = draft.made_up[name]
        period, day = _period(entry["date"], notes)
        origins = [entry["source"], entry.get("channel")]
        if not entry["said"]:
            notes.append("said: the title, as the source only says what was done")
        if entry.get("ref"):
            notes.append("left out: the reference number of a customer's message")
        answer = {
            "id": "answer",
            "kind": {"none": "no-action"}.get(entry["kind_guess"], entry["kind_guess"]),
            "date": day.isoformat(),
            "text": entry["response"],
            **_source(entry["url"], notes),
            **_owed(entry["kind_guess"], day, notes),
        }
        insights.append(
            {
                "id": name,
                "title": entry["title"],
                "said": entry["said"] or entry["title"],
                "heard": [_heard(period, _named(origins, draft.sources), notes)],
                "topics": _named([entry["topic"]], draft.topics),
                "actions": [answer],
            }
        )
    return draft.done("Hospitals, libraries and universities", insights=insights)


def _owed(kind: str, day: date, notes: list[str]) -> dict[str, Any]:
    """What the register asks of a kind of answer and no page says."""
    if kind == "process":
        notes.append("next_update: a quarter of a year later")
        return {"next_update": (day + PATIENCE).isoformat()}
    if kind == "none":
        notes.append("reason: keep-as-is; final: true")
        return {"reason": "keep-as-is", "final": True}
    return {}


def incidents(entries: Iterable[Entry]) -> Converted:
    """Incidents of a status page: what was wrong is what was said, the timeline is the answer.

    An incident with updates is a process that ended with the last of them; one without is an
    answer of the day it was resolved, in words of ours where the source has none. Topics are the
    services that were affected; two that differ in case only are one, spelt as it first was.
    """
    draft, insights = _Draft(), []
    for entry in entries:
        name = draft.name(entry["id"])
        notes = draft.made_up[name]
        began = date.fromisoformat(entry["date"][:10])
        ended = max(began, date.fromisoformat(entry["resolved_when"][:10]))
        if entry["resolved_when"][:10] < entry["date"][:10]:
            notes.append("date: resolved on the day it began, as the source says earlier than that")
        answer = _timeline(entry, began, ended, notes)
        insights.append(
            {
                "id": name,
                "title": entry["title"],
                "said": entry["said"],
                "heard": [_heard(str(began), _named(["Status page"], draft.sources), notes)],
                "topics": _named(entry["topic"].split(", "), draft.topics),
                "actions": [{**answer, **_source(entry["url"], notes)}],
            }
        )
    return draft.done("A public status page", insights=insights)


def _timeline(entry: Entry, began: date, ended: date, notes: list[str]) -> dict[str, Any]:
    if not entry["updates"]:
        text = entry["response"]
        if not text:
            notes.append("text: that it was resolved, and when, in words of ours")
            text = f"Resolved at {entry['resolved_when']}; status: {entry['status']}."
        return {"id": "answer", "kind": "direct", "date": ended.isoformat(), "text": text}
    notes.append("text of the process; next_update: the day on which the update came")
    dated = [
        (_update_day(update["date"], began, ended, notes), update) for update in entry["updates"]
    ]
    joined = [
        (day, "\n\n".join(update["text"] for _, update in group))
        for day, group in groupby(sorted(dated, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    ]
    if len(joined) < len(dated):
        notes.append("updates: those of one day joined")
    updates: list[dict[str, Any]] = [{"date": str(day), "text": text} for day, text in joined]
    for update, following in pairwise(updates):
        update["next_update"] = following["date"]
    updates[-1]["status"] = "done"
    return {
        "id": "answer",
        "kind": "process",
        "date": began.isoformat(),
        "text": f"Looked into since {entry['date']}; status: {entry['status']}.",
        "next_update": max(joined[0][0], began + timedelta(days=1)).isoformat(),
        "updates": updates,
    }


def _update_day(text: str, began: date, ended: date, notes: list[str]) -> date:
    """``2022-11-25T08:35…``, ``Tue Oct 11 12:24:02 UTC``, ``Update - 4th July``, or no day."""
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text[:10])
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    month = next((MONTHS.index(word[:3]) + 1 for word in words if word[:3] in MONTHS), None)
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", text)
    if month and day:
        notes.append(f"date: the year of {text!r}")
        return date(began.year, month, int(day[1]))
    notes.append(f"date: the update named {text!r} came on the day of the end")
    return ended


def scores(entries: Iterable[Entry]) -> Converted:
    """Monthly counts of a satisfaction question, a series a practice.

    The question about experience is read as an NPS from its three groups of answers, without
    those who don't know; the older one about recommending as the share that was positive, of all.
    So each figure can be held against the source's own (``net_score`` and ``value``). Left out:
    the counts of each single answer, as their wording differs from month to month.
    """
    draft, found = _Draft(), []
    for series, group in groupby(entries, key=lambda entry: str(entry["series"])):
        points = list(group)
        name = draft.name(series)
        notes = draft.made_up[name]
        is_share = "recommend" in points[0]["metric"]
        if not series:
            notes.append("title: the source leaves the name of the series empty")
        notes.append("level: product, for a practice; left out: counts of each single answer")
        found.append(
            {
                "id": name,
                "title": series or "Practice not stated",
                "question": points[0]["metric"],
                "metric": "share" if is_share else "nps",
                "level": "product",
                "points": [_share(point) if is_share else _nps(point) for point in points],
            }
        )
    return draft.done("General practices in London", scores=found)


def _nps(point: Entry) -> dict[str, Any]:
    groups = {name: point[name] for name in ("promoters", "passives", "detractors")}
    return {"period": point["period"], "n": sum(groups.values()), **groups}


def _share(point: Entry) -> dict[str, Any]:
    positive = point["promoters"] + point["passives"]
    return {"period": point["period"], "n": point["n"], "positive": positive}


def as_id(name: str, taken: Iterable[str] = ()) -> str:
    """A name as an id that is not taken yet."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    plain = plain[: ID_LENGTH - 4].rstrip("-") or "not-stated"
    known, number, found = set(taken), 1, plain
    while found in known:
        number += 1
        found = f"{plain}-{number}"
    return found


def _named(labels: Iterable[str | None], known: dict[str, str]) -> list[str]:
    """The ids of labels, each added to those known; empty ones are left out."""
    found = {as_id(label, RESERVED): label for label in labels if label}
    for name, label in found.items():
        known.setdefault(name, label)
    return list(found)


def _period(written: str | None, notes: list[str]) -> tuple[str, date]:
    """When it was heard, as written, and the day of the answer."""
    if not written:
        notes.append(f"date: {UNDATED}, as the source has none")
        return str(UNDATED), UNDATED
    if len(written) == len("2017-12"):
        notes.append("date: the first day of the month")
        return written, date.fromisoformat(f"{written}-01")
    return written, date.fromisoformat(written)


def _heard(period: str, sources: Sequence[str], notes: list[str]) -> dict[str, Any]:
    notes.append("mentions: 1")
    return {"period": period, "mentions": 1, "sources": list(sources)}


def _source(url: str, notes: list[str]) -> dict[str, Any]:
    if url.startswith("https://"):
        return {"links": [{"title": "Source", "url": url}]}
    notes.append(f"left out: the link {url}")
    return {}
