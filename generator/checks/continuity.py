"""What subscribers will see: a feed as it was last published beside the one that comes next.

Programs that read feeds know an entry by its id. An entry that comes back under another id is
news to them a second time; one that is gone takes the memory of a promise with it.
"""

import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from io import BytesIO

import feedparser

from generator.facts.events import entries_held, key_of_correction, key_of_withdrawal
from generator.problems import Place, Problem, Severity, in_order
from generator.words import Words

_OF_ALL = "feed.xml"
"""The feed of the whole site, in its first language."""
_LANGUAGE = re.compile(rb"<language>([a-z-]+)</language>")
_ADDRESS = re.compile(r'\shref="[^"]*"')


class Sight(StrEnum):
    """What a subscriber sees of an entry after this publication."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that a subscriber sees as new, or with another text than before."""

    sight: Sight
    title: str
    day: date

    def say(self, words: Words) -> str:
        """One line for whoever is about to publish."""
        return words(f"continuity.{self.sight}", title=self.title, day=self.day)


@dataclass(frozen=True, slots=True)
class Continuity:
    """The problems with publishing, and the entries that subscribers will see, newest first."""

    problems: tuple[Problem, ...] = ()
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry; ``wording`` is what it says, without the addresses in it."""

    id: str
    title: str
    link: str
    published: datetime
    summary: str
    wording: str


class NotAFeedError(ValueError):
    """The content is no RSS or Atom whose entries have an id and a date."""


def continuity(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Continuity:
    """Compare all feeds of a site, by their path, as published and as they will be.

    Take one format of each feed: ``feed.xml`` is enough, as all formats hold the same entries.
    What subscribers will see is that of all feeds together, each entry once. So is what would
    happen to an entry: it is told of the feed of the whole site, where that has it.
    """
    first, now = _language(before), _language(after)
    if first != now and first and now:  # nothing else is worth saying before that
        facts = {"language": first, "now": now}
        return Continuity((Problem(Place(_OF_ALL), "continuity.language-first", facts=facts),))
    problems: dict[tuple[str, ...], Problem] = {}
    seen: dict[Seen, None] = {}
    gone = _languages_gone(before, after)
    for path in sorted(before, key=lambda path: (path.count("/"), path)):
        language = next((name for name in gone if path.startswith(f"{name}/")), "")
        if language:
            place, facts = Place(f"{language}/feed.xml"), {"language": language}
            problems[language,] = Problem(place, "continuity.language-gone", facts=facts)
            continue
        if path not in after:
            problems[path,] = Problem(Place(path), "continuity.feed-gone")
            continue
        if before[path] == after[path]:  # most feeds of a site, and reading one takes a while
            continue
        found = compare(before[path], after[path], path)
        for problem in (_elsewhere(each, after) for each in found.problems):
            where = () if problem.is_error and problem.field else (path,)
            problems.setdefault((problem.code, problem.field, *where), problem)
        seen.update(dict.fromkeys(found.seen))
    in_time = sorted(seen, key=lambda each: each.day, reverse=True)
    return Continuity(in_order(problems.values()), tuple(in_time))


def _language(feeds: Mapping[str, bytes]) -> str:
    """The language of the feeds without a folder of one; empty where there are none."""
    found = _LANGUAGE.search(feeds.get(_OF_ALL, b""))
    return found[1].decode() if found else ""


def _languages_gone(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """The languages whose feeds would all vanish: each has one of everything, and of what is done.

    The first language has no folder of its own, so that its feeds stay where they are.
    """
    folders = (path.partition("/")[0] for path in before if path.count("/") == 1)
    return [
        folder
        for folder in folders
        if f"{folder}/done/feed.xml" in before and f"{folder}/feed.xml" not in after
    ]


def _elsewhere(problem: Problem, after: Mapping[str, bytes]) -> Problem:
    """An entry that leaves one feed and stays in others isn't lost: staff may put an answer that
    stood under the wrong topic, step or party where it belongs."""
    name = problem.field.encode()
    if problem.code != "continuity.entry-gone" or not any(
        b">%b<" % name in content for content in after.values()
    ):
        return problem
    return replace(problem, code="continuity.entry-left", severity=Severity.WARNING)


def compare(before: bytes, after: bytes, name: str) -> Continuity:
    """Compare one feed as published with the same feed as it will be; ``name`` is for messages."""
    try:
        old, new = _read(before), _read(after)
    except NotAFeedError as error:
        return Continuity(
            (Problem(Place(name), "continuity.not-a-feed", facts={"why": str(error)}),)
        )
    return Continuity(in_order(_problems(old, new, name)), tuple(_seen(old, new)))


def _problems(old: Mapping[str, _Entry], new: Mapping[str, _Entry], name: str) -> Iterator[Problem]:
    renamed = _renamed(old, new)
    for key in _gone_too_soon(old, new):
        entry = old[key]
        facts = {"id": key, "title": entry.title}
        if key == key_of_withdrawal(_insight(key)) and _is_corrected(key, old, new):
            continue  # it stands again, and the correction says so
        if key in renamed:
            yield Problem(Place(name), "continuity.id-changed", key, facts | {"new": renamed[key]})
        else:
            yield Problem(Place(name), "continuity.entry-gone", key, facts)
    for key in old.keys() & new.keys():
        if old[key].published != new[key].published and not _is_corrected(key, old, new):
            facts = {
                "id": key,
                "title": old[key].title,
                "before": str(old[key].published.date()),
                "after": str(new[key].published.date()),
            }
            yield Problem(Place(name), "continuity.date-moved", key, facts)


def _is_corrected(key: str, old: Mapping[str, _Entry], new: Mapping[str, _Entry]) -> bool:
    """Whether a new correction of the same insight says why an entry has another day, or is gone.
    Nobody sees the entry twice, and everybody sees the correction."""
    start = key_of_correction(_insight(key), "")
    return any(name.startswith(start) for name in new.keys() - old.keys())


def _insight(key: str) -> str:
    """The part of the id of an entry that all entries about the same insight begin with."""
    return key.partition("/")[0]


def _gone_too_soon(old: Mapping[str, _Entry], new: Mapping[str, _Entry]) -> list[str]:
    """The ids of entries that are gone and that a feed should still hold."""
    gone = {key: entry for key, entry in old.items() if key not in new}
    every = sorted(
        [*new.items(), *gone.items()],
        key=lambda item: (-timegm(item[1].published.utctimetuple()), item[0] in gone),
    )
    still = every[: entries_held([entry.published.date() for _, entry in every])]
    return [key for key, _ in still if key in gone]


def _renamed(old: Mapping[str, _Entry], new: Mapping[str, _Entry]) -> Mapping[str, str]:
    """Entries under a new id: from the old id to the new one."""
    added = [entry for key, entry in new.items() if key not in old]
    places = {(entry.link, entry.published): entry.id for entry in added}
    texts = {(entry.title, entry.summary): entry.id for entry in added}
    found = {
        key: places.get((entry.link, entry.published)) or texts.get((entry.title, entry.summary))
        for key, entry in old.items()
        if key not in new
    }
    return {key: name for key, name in found.items() if name}


def _seen(old: Mapping[str, _Entry], new: Mapping[str, _Entry]) -> Iterator[Seen]:
    for key, entry in new.items():
        if key not in old:
            yield Seen(Sight.NEW, entry.title, entry.published.date())
        elif (entry.title, entry.wording) != (old[key].title, old[key].wording):
            yield Seen(Sight.CHANGED, entry.title, entry.published.date())


def _read(content: bytes) -> dict[str, _Entry]:
    """The entries of a feed by their id, as feedparser gives them to any program."""
    # Bare bytes it would also try as the name of a file; and as nothing of it becomes HTML here,
    # there is nothing to make safe, which takes half of its time.
    feed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise NotAFeedError(str(feed.get("bozo_exception", "")))
    found: dict[str, _Entry] = {}
    for entry in feed.entries:
        day = entry.get("published_parsed") or entry.get("updated_parsed")
        if not entry.get("id") or day is None:
            raise NotAFeedError(entry.get("title", ""))
        found[entry.id] = _Entry(
            entry.id,
            entry.get("title", ""),
            entry.get("link", ""),
            datetime.fromtimestamp(timegm(day), UTC),
            entry.get("summary", ""),
            _ADDRESS.sub("", "".join(part.value for part in entry.get("content", ()))),
        )
    return found
