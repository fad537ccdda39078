"""The open promises as a calendar that anyone can subscribe to (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from generator.facts.facts import Facts, InsightFact
from generator.facts.insights import first_heard
from generator.facts.promises import About, Promise, as_moved, promises
from generator.facts.scores import Verdict
from generator.memo import Memo
from generator.outputs import clock
from generator.outputs.characters import printable, printable_line
from generator.outputs.page import File
from generator.settings import Settings
from generator.words import Words

ADDRESS = "promises.ics"
CANCELLED_FOR = timedelta(days=366)
"""How long a promise that was kept still stands in the calendar, as cancelled: programs that
took it over, and look only now and then, take it out again."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar holds of a promise: its latest day, and whether customers still wait.

    ``since`` is the day on which this became so. ``sequence`` counts the versions before it: one
    for each earlier day, one more for the end, and two for each correction, as that may have
    moved it or have undone its end.
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
    organisation = facts.register.organisation
    name = organisation.name.in_language(words.language)[0]
    root = settings.root(words.language, facts.register.languages)
    found = (a for fact in facts.insights for a in appointments(fact, facts.today))
    domain = organisation.feed_authority.partition(",")[0]
    parts = [memo.recall(base, partial(_head, name, words, root))]
    for appointment in sorted(found, key=lambda a: (a.promise.due, a.name)):
        key = base + facts.digests[appointment.promise.insight.id] + appointment.name.encode()
        make = partial(_event, appointment, words, root, domain)
        parts.append(memo.recall(key, make))
    return b"".join((*parts, b"END:VCALENDAR\r\n"))


def _head(organisation: str, words: Words, root: str) -> bytes:
    title = _text(words("calendar.title", organisation=organisation))
    return _lines(
        (
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", _text(f"-//You said, we did//{words.language.upper()}")),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("NAME", title),
            ("X-WR-CALNAME", title),
            ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
            ("URL;VALUE=URI", f"{root}promises/"),
        )
    )


def appointments(fact: InsightFact, today: date) -> Iterator[Appointment]:
    """The promises of an insight as a calendar holds them on a day.

    The days that were named one after another for the same news are one appointment that moved.
    """
    insight, withdrawn = fact.insight, fact.withdrawal
    latest = written = _latest(fact.promises)
    before: dict[_Name, Promise] = {}
    verdicts = {measure.verdict for measure in fact.measures.values()}
    if withdrawn or fact.published or Verdict.NOT_MEASURABLE in verdicts:
        # What was open and is gone: subscribers must hear of that.
        *known, made = (
            promises(each.model_copy(update={"withdrawn": None}), today, lambda _: False)
            for each in (*fact.published, insight)
        )
        written = _latest(as_moved(made, fact.published))
        if not withdrawn:
            written |= latest
        before = _latest(p._replace(insight=insight) for some in known for p in some)
    corrected = max((each.date for each in insight.corrections), default=date.min)
    for name, promise in (before | written).items():
        moved = len(promise.earlier) + 2 * len(insight.corrections)
        made_on = promise.made or first_heard(insight)
        if promise.is_open and name in latest and not withdrawn:
            since = max(made_on or promise.due, corrected)
            yield Appointment(promise, True, min(since, today), moved)
        else:
            gone = promise.due if name in written else corrected
            ended = promise.kept or (withdrawn.date if withdrawn else gone)
            since = max(ended, made_on or ended, corrected)
            if today - since <= CANCELLED_FOR:
                yield Appointment(promise, False, min(since, today), moved + 1)


_Name = tuple[str, About]


def _latest(made: Iterable[Promise]) -> dict[_Name, Promise]:
    """The last promise of each action and subject."""
    return {(p.action.id if p.action else "", p.about): p for p in made}


def _event(appointment: Appointment, words: Words, root: str, domain: str) -> bytes:
    promise = appointment.promise
    title = " ".join(printable_line(promise.insight.title, words).split())
    address = f"{root}insights/{promise.insight.id}/"
    subject = clock.subject(promise, words)
    gone = promise.is_open and not appointment.is_open
    said = words("calendar.gone") if gone else clock.say(promise, words)
    return _lines(
        (
            ("BEGIN", "VEVENT"),
            ("SUMMARY", _text(words("calendar.event", subject=subject, title=title))),
            ("DTSTART;VALUE=DATE", _day(promise.due)),
            ("DTEND;VALUE=DATE", _day(promise.due + timedelta(days=1))),
            ("DTSTAMP", f"{_day(appointment.since)}T120000Z"),
            ("UID", _text(f"{appointment.name}@{domain}")),
            ("SEQUENCE", str(appointment.sequence)),
            ("DESCRIPTION", _text(f"{said}\n{address}")),
            ("STATUS", "CONFIRMED" if appointment.is_open else "CANCELLED"),
            ("TRANSP", "TRANSPARENT"),
            ("URL", address),
            ("END", "VEVENT"),
        )
    )


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A text as a value: with what would end it, or its line, escaped."""
    from icalendar.prop import vText  # as below

    return vText(printable(text)).to_ical().decode()


def _lines(named: Iterable[tuple[str, str]]) -> bytes:
    """Lines that no program finds too long.

    icalendar escapes and breaks them. Its components do too, but take four times as long to find
    out what kind of value each of ours is.
    """
    # A tenth of a second: only who writes any lines imports it.
    from icalendar.parser import Contentline, Contentlines

    lines = Contentlines(Contentline(f"{name}:{value}") for name, value in named)
    return bytes(lines.to_ical())
