"""What our pages see of the facts: names of things, and the small choices a page makes.

Worked out once per language and shared by its pages, so that a page costs the same whether there
are forty insights or ten thousand.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nlargest
from itertools import zip_longest

from generator import prose
from generator.facts.events import Event, What
from generator.facts.facts import Facts, InsightFact
from generator.facts.insights import Status, keeps_as_is
from generator.facts.promises import Clock, Promise
from generator.facts.scores import ScoreFact
from generator.outputs.neighbours import Neighbours
from generator.outputs.parts import Parts
from generator.outputs.promise_view import Promises
from generator.outputs.score_telling import Telling
from generator.outputs.templates import Here
from generator.prose import Text
from generator.register.model import (
    Action,
    Audience,
    Insight,
    Level,
    Party,
    PartyKind,
)
from generator.settings import EXPLANATION, Settings
from generator.words import Words

STATUS_ADDRESSES: Mapping[Status, str] = {
    Status.DONE: "done/",
    Status.IN_PROGRESS: "in-progress/",
    Status.NOT_DOING: "not-doing/",
}
"""Where the insights of a status are listed; these three are the kinds of answer there are."""

_ANSWERS: Mapping[Status, frozenset[What]] = {
    Status.DONE: frozenset({What.DIRECT, What.DONE}),
    Status.IN_PROGRESS: frozenset({What.PROCESS, What.UPDATE}),
    Status.NOT_DOING: frozenset({What.NO_ACTION, What.STOPPED}),
}

PICTURED = 200
"""So many insights have a picture of their own. It is news that is shared; older ones show the
picture of their kind, since drawing one takes longer than making all of their page."""
_GLANCE = 4
_LEVELS = tuple(Level)
TOPICS_AT_ONCE = 12
"""So many topics are a row of choices; more of them stand behind one of those choices."""


@dataclass(frozen=True)
class View:
    """The facts as the pages of one language read them."""

    facts: Facts
    words: Words
    settings: Settings

    def here(self, address: str) -> Here:
        """Where a page stands."""
        return Here(self.words, address)

    @property
    def above(self) -> str:
        """The way from the root of this language to that of the site, where files stand once."""
        prefix = self.settings.prefix(self.words.language, self.facts.register.languages)
        return "../" * prefix.count("/")

    @property
    def root(self) -> str:
        """The full address of the home page of this language."""
        return self.settings.root(self.words.language, self.facts.register.languages)

    @property
    def explanation(self) -> str:
        """The address of the page on how we decide, or nothing where there is none."""
        return "" if self.words.language in self.settings.unexplained else EXPLANATION

    @property
    def organisation(self) -> Text:
        """The name of the organisation."""
        return self.facts.register.organisation.name

    @property
    def feedback(self) -> str:
        """Where a customer can tell us more."""
        return self.facts.register.organisation.feedback

    @property
    def topics(self) -> Mapping[str, Text]:
        """What each topic is called."""
        return self.facts.register.topics

    @property
    def segments(self) -> Mapping[str, Text]:
        """What each segment is called."""
        return self.facts.register.segments

    @property
    def sources(self) -> Mapping[str, Text]:
        """What each source is called."""
        return self.facts.register.sources

    @cached_property
    def steps(self) -> Mapping[str, Text]:
        """What each step of the journey is called, in order."""
        return {step.id: step.label for step in self.facts.register.journey}

    @property
    def parties(self) -> Mapping[str, Party]:
        """Who acts."""
        return self.facts.register.parties

    @cached_property
    def party_names(self) -> Mapping[str, Text]:
        """What each party is called."""
        return {name: party.name for name, party in self.parties.items()}

    @cached_property
    def partners(self) -> Sequence[str]:
        """The parties that are other organisations, in the order of the register."""
        return [name for name, party in self.parties.items() if party.kind is PartyKind.PARTNER]

    def has_partner(self, action: Action) -> bool:
        """Whether another organisation has a part in an action."""
        return any(party in self.partners for party in action.by)

    def most(self, insight: Insight) -> int:
        """The most mentions in a period: what its longest bar stands for."""
        return max((heard.mentions for heard in insight.heard), default=0)

    @cached_property
    def partners_at(self) -> Mapping[str, Sequence[str]]:
        """The partners that act at each step of the journey, in the order of the register."""
        at: dict[str, dict[str, None]] = defaultdict(dict)
        for party in self.partners:
            for fact in self.facts.by_party.get(party, ()):
                for step in fact.insight.journey:
                    at[step][party] = None
        return {step: list(found) for step, found in at.items()}

    def counts(self, insights: Iterable[InsightFact]) -> Mapping[str, int]:
        """How many of these insights stand at each status."""
        found = Counter(fact.status for fact in insights)
        return {status: found[status] for status in Status}

    def answer(self, fact: InsightFact) -> Event | None:
        """The event that says most about where an insight stands: its latest real answer."""
        wanted, only_open = _ANSWERS.get(fact.status, ()), fact.status is Status.IN_PROGRESS
        for event in fact.events:
            still = not only_open or (event.action and event.action.is_open)
            if event.what in wanted and still:
                return event
        return None

    def keeps_as_is(self, insight: Insight, action: Action) -> bool:
        """Whether an answer keeps what customers praise: a no-action that refuses nothing."""
        return keeps_as_is(insight, action)

    def look(self, fact: InsightFact) -> str:
        """The name of the shape, the colour and the words in which an insight's status is shown."""
        event = self.answer(fact)
        if event and event.action and self.keeps_as_is(fact.insight, event.action):
            return "keeping"
        return fact.status

    @cached_property
    def near(self) -> Neighbours:
        """The neighbours of each insight."""
        return Neighbours(self.facts)

    @cached_property
    def merged(self) -> Mapping[str, Sequence[InsightFact]]:
        """The insights that were merged into each other one."""
        found: dict[str, list[InsightFact]] = defaultdict(list)
        for fact in self.facts.insights:
            if fact.insight.merged_into:
                found[fact.insight.merged_into].append(fact)
        return found

    @cached_property
    def promises_of(self) -> Mapping[str, Sequence[Promise]]:
        """The open promises in which each party has a part, the most urgent first."""
        found: dict[str, list[Promise]] = defaultdict(list)
        for promise in self.facts.promises:
            if promise.is_open and promise.action:
                for party in promise.action.by:
                    found[party].append(promise)
        return found

    @cached_property
    def clocks(self) -> Mapping[Clock, int]:
        """How many promises there are of each standing."""
        counts = dict.fromkeys(Clock, 0)
        for promise in self.facts.promises:
            counts[promise.clock] += 1
        return counts

    def adds_to_title(self, insight: Insight) -> bool:
        """Whether what customers said is more than the title, so that a card need not say it twice.

        Registers that come from elsewhere often have one sentence for both.
        """
        title, said = (
            _words(prose.to_text(text.in_language(self.words.language)[0]))
            for text in (insight.title, insight.said)
        )
        return any(one != other for one, other in zip_longest(title, said))

    @cached_property
    def topic_choices(self) -> tuple[Mapping[str, Text], Mapping[str, Text]]:
        """The topics that have insights, in the order of the register: the busiest and the rest."""
        groups = self.facts.by_topic
        used = {name: label for name, label in self.topics.items() if groups.get(name)}
        if len(used) <= TOPICS_AT_ONCE:
            return used, {}
        busiest = sorted(used, key=lambda name: -len(groups[name]))[:TOPICS_AT_ONCE]
        return (
            {name: label for name, label in used.items() if name in busiest},
            {name: label for name, label in used.items() if name not in busiest},
        )

    @cached_property
    def pictured(self) -> frozenset[str]:
        """The insights whose picture has their own title on it: those with the latest news, also
        where they were withdrawn or merged since, as links to the picture are shown elsewhere."""
        known = (fact for fact in self.facts.insights if fact.last_news)
        latest = nlargest(PICTURED, known, key=lambda fact: (fact.last_news, fact.id))
        return frozenset(fact.id for fact in latest)

    @cached_property
    def promises(self) -> Promises:
        """Promises as pages show them."""
        return Promises(self.words)

    @cached_property
    def scores(self) -> Telling:
        """Figures of scores in words."""
        return Telling(self.words)

    @cached_property
    def parts(self) -> Parts:
        """What stands on many pages."""
        return Parts(self.words, self)

    @cached_property
    def glance(self) -> Sequence[ScoreFact]:
        """The few scores that stand for all: of customers, about the whole, and recent first."""

        def rank(fact: ScoreFact) -> tuple[bool, int, int]:
            latest = fact.latest.period.end.toordinal() if fact.latest else 0
            score = fact.score
            return score.audience is not Audience.CUSTOMERS, _LEVELS.index(score.level), -latest

        shown = (fact for fact in self.facts.scores if fact.latest)
        return sorted(shown, key=rank)[:_GLANCE]


def _words(text: str) -> Iterator[str]:
    """The words of a text, by which two are the same."""
    return (found[0].casefold() for found in re.finditer(r"\w+", text))


def latest_news(insights: Iterable[InsightFact]) -> date | None:
    """The day of the latest news about any of these insights."""
    return max((fact.last_news for fact in insights if fact.last_news), default=None)
