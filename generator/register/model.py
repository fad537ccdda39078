"""The register as frozen models: what staff wrote, nothing worked out.

Field names are the contract of ``actions.yaml``; each description is read by the checker, the
manual and the help in an editor.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from generator.register.fields import (
    Authority,
    Day,
    Id,
    Line,
    Name,
    Number,
    Prose,
    Truth,
    Url,
    When,
    Whole,
    problem,
    shown,
)

Path = tuple[str | int, ...]
"""The way from the top of the register to a value: keys and positions."""


class Written(BaseModel):
    """Base of everything staff write: frozen, and no key that we don't know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Kind(StrEnum):
    """The three answers an organisation can give."""

    DIRECT = "direct"
    PROCESS = "process"
    NO_ACTION = "no-action"


class Reason(StrEnum):
    """Why the answer is no."""

    POLICY = "policy"
    CHOICE = "choice"
    LAW = "law"
    COST = "cost"
    NOT_OURS = "not-ours"
    ALREADY_POSSIBLE = "already-possible"
    NOT_NOW = "not-now"
    KEEP_AS_IS = "keep-as-is"


class Ending(StrEnum):
    """How a process ended."""

    DONE = "done"
    STOPPED = "stopped"


class Sentiment(StrEnum):
    """The tone in which customers told us."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class PartyKind(StrEnum):
    """Whether a party is a department of our own or a partner in the chain."""

    OWN = "own"
    PARTNER = "partner"


class Metric(StrEnum):
    """What a score measures."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    MEAN = "mean"
    SHARE = "share"


class Level(StrEnum):
    """What a score is about."""

    ORGANISATION = "organisation"
    PRODUCT = "product"
    CONTACT = "contact"


class Audience(StrEnum):
    """Who answered."""

    CUSTOMERS = "customers"
    EMPLOYEES = "employees"


class Better(StrEnum):
    """Which way is up."""

    HIGHER = "higher"
    LOWER = "lower"


def _one_to_three(value: object) -> object:
    if isinstance(value, str) and value.strip() not in ("1", "2", "3"):
        raise problem("one-to-three", found=shown(value))
    return value


Weight = Annotated[Whole, BeforeValidator(_one_to_three)]


class Organisation(Written):
    """Who publishes this."""

    name: Name = Field(description="The name customers know you by.")
    homepage: Url = Field(description="Your own site, such as https://www.example.org/.")
    feedback: Url = Field(description="Where a customer can tell you more.")
    feed_authority: Authority = Field(
        description="A domain of yours and a year, such as example.org,2026. The ids of feed "
        "entries start with it: set it once and never change it."
    )


class Party(Written):
    """Someone who acts: a department of our own or a partner in the chain."""

    name: Name = Field(description="The name customers know this party by.")
    kind: PartyKind = Field(description="own: a department of ours. partner: another organisation.")
    homepage: Url | None = Field(None, description="The party's own site.")


class Step(Written):
    """A step of the customer journey."""

    id: Id = Field(description="Its name in addresses; never change it.")
    label: Line = Field(description="What customers call this step.")


class Heard(Written):
    """When, how often and where customers told us."""

    period: When = Field(description="A year, half, quarter, month or day, such as 2026-Q1.")
    mentions: Whole = Field(description="How many times in that period.")
    sources: tuple[Id, ...] = Field((), description="Where: ids of the list of sources.")


class Link(Written):
    """A page elsewhere where the customer can read on."""

    title: Line = Field(description="What the page is, in a few words.")
    url: Url = Field(description="Its address, starting with https://.")


class Measure(Written):
    """How we will see whether it worked, agreed before the result is known."""

    score: Id = Field(description="The id of a score.")
    before: When = Field(description="The period before the change.")
    after: When = Field(description="The period after it.")


class Update(Written):
    """One report on a promise."""

    date: Day = Field(description="The day you told customers this, such as 2026-07-15.")
    text: Prose = Field(description="What happened, and what did not.")
    next_update: Day | None = Field(
        None, description="The next promise. Leave it out when the work is done or stopped."
    )
    status: Ending | None = Field(None, description="done or stopped; leave it out while it runs.")
    reason: Prose | None = Field(None, description="Why the work stopped.")


class Action(Written):
    """One answer to an insight: direct, process or no-action."""

    id: Id = Field(description="Its name, unique within the insight; never change it.")
    kind: Kind = Field(
        description="direct: it is done. process: we are working on it. no-action: we don't."
    )
    date: Day = Field(description="direct: since when. Otherwise: the day you answered.")
    text: Prose = Field(description="What we did, do, or why we don't.")
    by: tuple[Id, ...] = Field((), description="Who acts: ids of the list of parties.")
    links: tuple[Link, ...] = Field((), description="Pages where the customer can read on.")
    measure: Measure | None = Field(None, description="How you will see whether it worked.")
    not_measured: Prose | None = Field(None, description="Why the effect can't be measured.")
    next_update: Day | None = Field(
        None, description="process: the day customers hear more. This is a promise."
    )
    updates: tuple[Update, ...] = Field((), description="process: reports, in order of date.")
    reason: Reason | None = Field(None, description="no-action: the kind of reason.")
    alternative: Prose | None = Field(
        None, description="no-action: what the customer can do instead."
    )
    reconsider: When | None = Field(None, description="no-action: when you look at it again.")
    final: Truth = Field(False, description="no-action: true when this no is for good.")

    @property
    def last_news(self) -> Day:
        """The day of the latest thing told about this action."""
        return self.updates[-1].date if self.updates else self.date

    @property
    def ending(self) -> Ending | None:
        """How the process ended, or ``None`` while it is open."""
        return self.updates[-1].status if self.updates else None

    @property
    def is_open(self) -> bool:
        """Whether customers still wait for news."""
        return self.kind is Kind.PROCESS and self.ending is None


class Correction(Written):
    """What we had wrong in an earlier publication."""

    date: Day = Field(description="The day of the correction.")
    text: Prose = Field(description="What was wrong, and what it is now.")


class Withdrawal(Written):
    """Why an insight no longer stands here; written instead of deleting it."""

    date: Day = Field(description="The day you withdrew it.")
    reason: Prose = Field(description="Why.")


class Insight(Written):
    """Something customers told us, and the answer."""

    id: Id = Field(description="Its name in the address; never change it.")
    title: Line = Field(description="In a few words, as a customer would say it.")
    said: Prose = Field(description="You said: what customers told you.")
    heard: tuple[Heard, ...] = Field((), description="When, how often and where; a line a period.")
    topics: tuple[Id, ...] = Field((), description="Ids of the list of topics.")
    journey: tuple[Id, ...] = Field((), description="Ids of steps of the customer journey.")
    segments: tuple[Id, ...] = Field((), description="Ids of the list of segments.")
    sentiment: Sentiment | None = Field(None, description="The tone in which customers told you.")
    severity: Weight = Field(2, description="How bad it is for one customer, 1 to 3.")
    impact: Weight = Field(2, description="How much it matters to all, 1 to 3.")
    answer_by: Day | None = Field(
        None, description="The day by which you answer; needed while there is no action."
    )
    actions: tuple[Action, ...] = Field((), description="The answers.")
    corrections: tuple[Correction, ...] = Field(
        (), description="What was wrong in an earlier publication."
    )
    withdrawn: Withdrawal | None = Field(None, description="Instead of deleting it.")
    merged_into: Id | None = Field(None, description="Instead of deleting it: the other insight.")

    @property
    def is_current(self) -> bool:
        """Whether it still stands on its own: not withdrawn, not merged into another."""
        return self.withdrawn is None and self.merged_into is None


class Break(Written):
    """A point from which a series can't be compared with what came before."""

    period: When = Field(description="The first period after the change.")
    text: Prose = Field(description="What changed, such as the wording of the question.")


class Point(Written):
    """A score in one period, aggregated."""

    period: When = Field(description="A year, half, quarter, month or day.")
    n: Whole = Field(description="How many people answered.")
    promoters: Whole | None = Field(None, description="nps: how many gave 9 or 10.")
    passives: Whole | None = Field(None, description="nps: how many gave 7 or 8.")
    detractors: Whole | None = Field(None, description="nps: how many gave 0 to 6.")
    counts: dict[Whole, Whole] | None = Field(
        None, description="How many people gave each answer, such as {1: 5, 2: 10}."
    )
    positive: Whole | None = Field(
        None, description="csat and share: how many answered positively."
    )
    value: Number | None = Field(None, description="The figure, where only that is known.")
    revised: Prose | None = Field(None, description="Why a published figure changed.")


class Score(Written):
    """A series of aggregated scores: never individual answers."""

    id: Id = Field(description="Its name in the address; never change it.")
    title: Line = Field(description="What it is about, in a few words.")
    question: Line | None = Field(None, description="Word for word as asked.")
    metric: Metric = Field(description="nps, csat, ces, mean or share.")
    level: Level = Field(Level.ORGANISATION, description="organisation, product or contact.")
    audience: Audience = Field(Audience.CUSTOMERS, description="customers or employees.")
    journey: Id | None = Field(None, description="The touchpoint, for level contact.")
    scale: tuple[Number, Number] | None = Field(
        None, description="The lowest and highest answer, such as [0, 10]."
    )
    better: Better = Field(Better.HIGHER, description="higher or lower.")
    target: Number | None = Field(None, description="The figure you aim at.")
    breaks: tuple[Break, ...] = Field((), description="Where the series can't be compared.")
    points: tuple[Point, ...] = Field((), description="A point a period, in order.")


class Register(Written):
    """Everything an organisation heard and answered."""

    format: Literal["1"] = Field(
        description="The version of this format: 1.",
        json_schema_extra={"enum": [1, "1"]},
    )
    organisation: Organisation = Field(description="Who publishes this.")
    languages: tuple[Id, ...] = Field(
        min_length=1, description="The site's languages, the default one first."
    )
    topics: dict[Id, Line] = Field({}, description="Topics and what customers call them.")
    synonyms: dict[Id, Line] = Field(
        {},
        description="Other words that customers use for a topic, with commas between them: search "
        "finds the topic by these too.",
    )
    segments: dict[Id, Line] = Field({}, description="Products, regions or kinds of customer.")
    sources: dict[Id, Line] = Field({}, description="Where feedback comes from.")
    parties: dict[Id, Party] = Field({}, description="Who acts.")
    journey: tuple[Step, ...] = Field((), description="The customer journey, in order.")
    include: tuple[str, ...] = Field((), description="Files with more insights and scores.")
    scores: tuple[Score, ...] = Field((), description="Aggregated scores.")
    insights: tuple[Insight, ...] = Field((), description="What you heard and answered.")

    def paths(self) -> Iterator[tuple[Path, Insight]]:
        """Every insight with the way to it."""
        for index, insight in enumerate(self.insights):
            yield ("insights", index), insight

    def score_paths(self) -> Iterator[tuple[Path, Score]]:
        """Every score with the way to it."""
        for index, score in enumerate(self.scores):
            yield ("scores", index), score
