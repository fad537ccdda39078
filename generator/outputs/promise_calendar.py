"""The open promises as a calendar that anyone can subscribe to (RFC 5545)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from generator.facts.facts import Facts, InsightFact
from generator.facts.promises import About, Promise, promises
from generator.memo import Memo
from generator.outputs import clock
from generator.outputs.characters import printable
from generator.outputs.page import File, key_of
from generator.settings import Settings
from generator.words import Words

if TYPE_CHECKING:  # it takes a tenth of a second to import: only who writes a calendar does
    from icalendar import Event

ADDRESS = "promises.ics"
CANCELLED_FOR = timedelta(days=366)
"""How long a promise that was kept still stands in the calendar, as cancelled: programs that
took it over, and look only now and then, take it out again."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar holds of a promise: its latest day, and whether customers still wait.

    ``since`` is the day on which this became so. ``sequence`` counts the versions before it: one
    for each earlier day, one more for the end.
    """

    promise: Promise
    is_open: bool
    since: date
    sequence: int

    @property
    def name(self) -> str:
        """Its name for ever, made of ids: the same when the promise moves or ends."""
        action = self.promise.action.id if self.promise.action else "-"
        return f"{self.promise.insight.id}.{action}.{self.promise.about}"


def calendar(
    facts: Facts, words: Words, settings: Settings, memo: Memo | None = None, base: bytes = b""
) -> File:
    """The calendar of one language; ``base`` is the key of all that outputs share."""
    memo = memo or Memo()
    return File(ADDRESS, words.language, lambda: _calendar(facts, words, settings, memo, base))


def _calendar(facts: Facts, words: Words, settings: Settings, memo: Memo, base: bytes) -> bytes:
    """An all-day entry for each open promise, and a cancellation for each that lately ended.

    A rebuild on the same day gives the same bytes: every time in it comes from the register,
    read as noon in UTC. A register without promises gives a calendar without entries.
    """
    from icalendar import Calendar

    organisation = facts.register.organisation
    name = printable(organisation.name.in_language(words.language)[0])
    title = words("calendar.title", organisation=name)
    root = settings.site_url + settings.prefix(words.language, facts.register.languages)
    whole = Calendar()
    whole.add("prodid", f"-//You said, we did//{words.language.upper()}")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("name", title)
    whole.add("x-wr-calname", title)
    whole.add("url", f"{root}promises/", parameters={"VALUE": "URI"})
    whole.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    found = (a for fact in facts.insights for a in appointments(fact, facts.today))
    domain = organisation.feed_authority.partition(",")[0]
    head, end, nothing = whole.to_ical().partition(b"END:VCALENDAR")
    parts = [head]
    for appointment in sorted(found, key=lambda a: (a.promise.due, a.name)):
        key = key_of(base, facts.digests[appointment.promise.insight.id], appointment.name)
        make = partial(_written, appointment, words, root, domain)
        parts.append(memo.recall(key, make))
    return b"".join((*parts, end, nothing))


def appointments(fact: InsightFact, today: date) -> Iterator[Appointment]:
    """The promises of an insight as a calendar holds them on a day.

    The days that were named one after another for the same news are one appointment that moved.
    """
    insight = fact.insight
    made = fact.promises
    if not insight.is_current:  # its open promises are gone, and subscribers must hear of that
        standing = insight.model_copy(update={"withdrawn": None, "merged_into": None})
        made = tuple(promises(standing, today, lambda _: False))
    latest: dict[tuple[str, About], Promise] = {}
    for promise in made:
        latest[promise.action.id if promise.action else "", promise.about] = promise
    for promise in latest.values():
        moved = len(promise.earlier)
        if promise.is_open and insight.is_current:
            heard = min((heard.period.start for heard in insight.heard), default=promise.due)
            yield Appointment(promise, True, min(promise.made or heard, today), moved)
        else:
            gone = insight.withdrawn.date if insight.withdrawn else promise.due
            since = promise.kept or gone
            if today - since <= CANCELLED_FOR:
                yield Appointment(promise, False, min(since, today), moved + 1)


def _written(appointment: Appointment, words: Words, root: str, domain: str) -> bytes:
    return bytes(_event(appointment, words, root, domain).to_ical())


def _event(appointment: Appointment, words: Words, root: str, domain: str) -> "Event":
    from icalendar import Event

    promise = appointment.promise
    title = " ".join(printable(promise.insight.title.in_language(words.language)[0]).split())
    address = f"{root}insights/{promise.insight.id}/"
    subject = clock.subject(promise, words)
    gone = promise.is_open and not appointment.is_open
    said = words("calendar.gone") if gone else clock.say(promise, words)
    event = Event()
    event.add("uid", f"{appointment.name}@{domain}")
    event.add("dtstamp", datetime.combine(appointment.since, time(12), UTC))
    event.add("sequence", appointment.sequence)
    event.add("dtstart", promise.due)
    event.add("dtend", promise.due + timedelta(days=1))
    event.add("summary", words("calendar.event", subject=subject, title=title))
    event.add("description", f"{said}\n{address}")
    event.add("url", address)
    event.add("status", "CONFIRMED" if appointment.is_open else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event
