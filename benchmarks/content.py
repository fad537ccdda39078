"""A made-up register of any size: seeded, so that every run and every builder gets the same.

It has ten years of insights of every kind and status, in the proportions of the example
register, with eight series of scores over forty quarters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from benchmarks import sentences
from benchmarks.sentences import Pair

AS_OF = date(2026, 11, 21)
"""The day from which every build looks."""
QUARTERS = [f"{year}-Q{quarter}" for year in range(2016, 2027) for quarter in range(1, 5)][3:-1]
"""The quarters with scores: 2016-Q4 to 2026-Q3."""
NEAR = 5
"""How many neighbours a page links to."""


@dataclass(frozen=True, slots=True)
class News:
    """An update to a process; with ``ending`` it is the last one."""

    day: date
    text: Pair
    next_update: date | None = None
    ending: str = ""
    reason: Pair | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An action on an insight; ``measure`` has a score and the periods before and after."""

    id: str
    kind: str
    day: date
    text: Pair
    by: Sequence[str]
    next_update: date | None = None
    updates: Sequence[News] = ()
    measure: tuple[str, str, str] | None = None
    not_measured: Pair | None = None
    reason: str = ""
    alternative: Pair | None = None
    reconsider: str = ""
    link: tuple[Pair, str] | None = None

    @property
    def status(self) -> str:
        """What it makes of the insight."""
        if self.kind == "no-action":
            return "not-doing"
        if self.kind == "direct":
            return "done"
        endings = {"done": "done", "stopped": "not-doing"}
        return endings.get(self.updates[-1].ending if self.updates else "", "in-progress")


@dataclass(frozen=True, slots=True)
class Entry:
    """An insight, in both languages."""

    id: str
    title: Pair
    said: Pair
    heard: Sequence[tuple[str, int, Sequence[str]]]
    topics: Sequence[str]
    journey: Sequence[str]
    segments: Sequence[str]
    sentiment: str
    severity: int
    impact: int
    answers: Sequence[Answer] = ()
    answer_by: date | None = None
    correction: tuple[date, Pair] | None = None
    withdrawn: tuple[date, Pair] | None = None
    merged_into: str = ""
    near: Sequence[tuple[str, Pair]] = field(default=())

    @property
    def status(self) -> str:
        """The list that it stands in."""
        if self.withdrawn or self.merged_into:
            return "closed"
        found = [answer.status for answer in self.answers]
        order = ("in-progress", "done", "not-doing")
        return next((status for status in order if status in found), "unanswered")

    @property
    def priority(self) -> int:
        """How much it weighs, as the site works it out."""
        return self.heard[-1][1] * self.severity * self.impact

    @property
    def parties(self) -> list[str]:
        """Who acts, each once."""
        return list(dict.fromkeys(party for answer in self.answers for party in answer.by))

    @property
    def last_news(self) -> date:
        """The day of the latest thing told; the end of the first period when nothing was."""
        days = [
            day
            for answer in self.answers
            for day in (answer.day, *(update.day for update in answer.updates))
        ]
        return max(days, default=AS_OF - timedelta(days=100))


def make(count: int, seed: int = 2026) -> list[Entry]:
    """So many insights, the oldest first."""
    maker = _Maker(Random(seed))
    entries = [maker.entry(number, count) for number in range(count)]
    by_topic: dict[str, list[Entry]] = {}
    for entry in entries:
        by_topic.setdefault(entry.topics[0], []).append(entry)
    places = {entry.id: place for group in by_topic.values() for place, entry in enumerate(group)}
    return [
        replace(entry, near=_near(by_topic[entry.topics[0]], places[entry.id])) for entry in entries
    ]


def _near(group: Sequence[Entry], place: int) -> list[tuple[str, Pair]]:
    """The entries before and after one in its topic."""
    around = [*group[max(0, place - NEAR) : place], *group[place + 1 : place + 1 + NEAR]]
    return [(other.id, other.title) for other in around[-NEAR:]]


def edited(entries: Sequence[Entry]) -> list[Entry]:
    """The same register after an editor put one sentence right, in the middle of it."""
    place = len(entries) // 2
    dutch, english = entries[place].said
    changed = replace(entries[place], said=(f"{dutch} Echt waar.", f"{english} It really is so."))
    return [*entries[:place], changed, *entries[place + 1 :]]


class _Maker:
    """Draws everything from one source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.targets: list[str] = []  # insights that others can be merged into
        self.heard: set[Pair] = set()  # what was said before: no two insights say the same

    def entry(self, number: int, count: int) -> Entry:
        """The insight with this number of ``count``: the higher, the later it was heard."""
        chance = self.chance
        topics = chance.sample(list(sentences.TOPICS), k=chance.choice((1, 1, 1, 2, 2, 3)))
        thing = chance.choice(sentences.THINGS[topics[0]])
        first = min(int(number / count * len(QUARTERS)), len(QUARTERS) - 2)
        heard = [
            (quarter, chance.randrange(10, 2000), self.some(sentences.SOURCES, 3))
            for quarter in QUARTERS[first : first + chance.choice((1, 1, 2, 3, 4))]
        ]
        answered = _end(QUARTERS[first]) + timedelta(days=chance.randrange(5, 60))
        entry = Entry(
            f"{topics[0]}-{thing[1].split()[-1]}-{number:05}",
            self.text(sentences.TITLES, thing, 1),
            self.said(thing),
            heard,
            topics,
            self.some(sentences.JOURNEY, 2),
            self.some(sentences.SEGMENTS, 3),
            chance.choices(("negative", "mixed", "neutral", "positive"), (6, 2, 1, 1))[0],
            chance.choice((1, 2, 2, 3)),
            chance.choice((1, 2, 2, 3)),
        )
        match chance.choices(("answered", "unanswered", "withdrawn", "merged"), (87, 8, 2, 3))[0]:
            case "unanswered":
                day = AS_OF + timedelta(days=chance.randrange(-40, 90))
                return replace(entry, answer_by=day)
            case "withdrawn":
                gone = answered + timedelta(days=30), self.text(sentences.WRONG, thing, 1)
                return replace(entry, answers=[self.direct(thing, answered)], withdrawn=gone)
            case "merged" if self.targets:
                into = chance.choice(self.targets[-50:])
                return replace(entry, answers=[self.direct(thing, answered)], merged_into=into)
        self.targets.append(entry.id)
        day, answers = answered, []
        for place in range(chance.choice((1, 1, 1, 2, 3))):
            if day < AS_OF:
                answers.append(replace(self.answer(thing, day), id=f"answer-{place + 1}"))
            day += timedelta(days=chance.randrange(10, 120))
        wrong = None
        if chance.random() < 0.05:
            fixed = min(answered + timedelta(days=40), AS_OF)
            wrong = fixed, self.text(sentences.WRONG, thing, 1)
        return replace(entry, answers=answers, correction=wrong)

    def said(self, thing: Pair) -> Pair:
        """What customers said, in words that no other insight has."""
        while True:
            said = self.text(sentences.SAID, thing, self.chance.choice((2, 2, 3)), marked=0.1)
            if said not in self.heard:
                self.heard.add(said)
                return said

    def answer(self, thing: Pair, day: date) -> Answer:
        """An action that began on ``day``."""
        kinds = (self.direct, self.process, self.refusal)
        return self.chance.choices(kinds, (9, 7, 4))[0](thing, day)

    def direct(self, thing: Pair, day: date) -> Answer:
        """It is done."""
        text = self.text(sentences.DID, thing, self.chance.choice((2, 3, 3)), marked=0.2)
        answer = Answer("answer", "direct", day, text, self.some(sentences.PARTIES, 2))
        if self.chance.random() < 0.15:
            name = self.text(sentences.TITLES, thing, 1)
            answer = replace(answer, link=(name, "https://www.example.org/lees-verder/"))
        return self.measured(answer, thing)

    def process(self, thing: Pair, day: date) -> Answer:
        """We are working on it; what began long ago is nearly always finished."""
        chance = self.chance
        text = self.text(sentences.DOING, thing, chance.choice((2, 3)), marked=0.2)
        is_open = (AS_OF - day).days < 400 or chance.random() < 0.02
        promised = first = day + timedelta(days=chance.randrange(40, 120))
        updates = []
        for _ in range(chance.choice((0, 1, 1, 2, 3)) if is_open else chance.choice((1, 2, 3))):
            told = promised + timedelta(days=chance.choice((-9, -4, -1, 0, 6)))
            if told > AS_OF:
                break
            promised = told + timedelta(days=chance.randrange(40, 150))
            updates.append(News(told, self.text(sentences.NEWS, thing, 2, marked=0.2), promised))
        if updates and not is_open:
            ending = chance.choices(("done", "stopped"), (9, 1))[0]
            why = self.text(sentences.WHY, thing, 2) if ending == "stopped" else None
            updates[-1] = replace(updates[-1], next_update=None, ending=ending, reason=why)
        elif promised < AS_OF and chance.random() < 0.9:
            promised = AS_OF + timedelta(days=chance.randrange(1, 100))
            if updates:
                updates[-1] = replace(updates[-1], next_update=promised)
            else:
                first = promised
        by = self.some(sentences.PARTIES, 2)
        return self.measured(Answer("answer", "process", day, text, by, first, updates), thing)

    def refusal(self, thing: Pair, day: date) -> Answer:
        """We don't, and say why."""
        chance = self.chance
        reasons = ("policy", "choice", "law", "cost", "not-ours", "already-possible", "not-now")
        return Answer(
            "answer",
            "no-action",
            day,
            self.text(sentences.WHY, thing, chance.choice((2, 3)), marked=0.2),
            self.some(sentences.PARTIES, 2),
            reason=chance.choice(reasons),
            alternative=self.text(sentences.INSTEAD, thing, 1) if chance.random() < 0.6 else None,
            reconsider=chance.choice(("", "2027-04", "2027-Q3", "2028")),
        )

    def measured(self, answer: Answer, thing: Pair) -> Answer:
        """With a measure where there is a series for it, otherwise with why there is none."""
        after = next((at for at, name in enumerate(QUARTERS) if _end(name) > answer.day), 0)
        if self.chance.random() < 0.4 and 0 < after < len(QUARTERS) - 1:
            score = f"score-{self.chance.randrange(len(sentences.SCORES)) + 1}"
            return replace(answer, measure=(score, QUARTERS[after - 1], QUARTERS[after + 1]))
        return replace(answer, not_measured=self.text(sentences.UNMEASURED, thing, 1))

    def some(self, of: Iterable[str], most: int) -> list[str]:
        """One or more keys."""
        return self.chance.sample(list(of), k=self.chance.randrange(1, most + 1))

    def text(self, of: Sequence[Pair], thing: Pair, length: int, *, marked: float = 0.0) -> Pair:
        """So many sentences; ``marked`` is the chance of Markdown in the text."""
        chosen = self.chance.sample(of, k=min(length, len(of)))
        parts = [self.filled(pair, thing) for pair in chosen]
        dutch, english = " ".join(nl for nl, _ in parts), " ".join(en for _, en in parts)
        if self.chance.random() < marked:
            more = self.filled(self.chance.choice(sentences.MARKED), thing)
            dutch, english = f"{dutch}\n\n{more[0]}", f"{english}\n\n{more[1]}"
        return dutch, english

    def filled(self, pair: Pair, thing: Pair) -> Pair:
        """Both languages of a sentence, with the same figures and places."""
        n, m = self.chance.randrange(11, 99), self.chance.randrange(2, 9)
        place, month = self.chance.choice(sentences.PLACES), self.chance.choice(sentences.MONTHS)
        dutch, english = (
            text.format(thing=name, place=place, n=n, m=m, month=when)
            for text, name, when in zip(pair, thing, month, strict=True)
        )
        return dutch[:1].upper() + dutch[1:], english[:1].upper() + english[1:]


def _end(quarter: str) -> date:
    """The last day of a quarter, such as 2026-Q3."""
    year, number = int(quarter[:4]), int(quarter[-1])
    following = date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)
    return following - timedelta(days=1)
