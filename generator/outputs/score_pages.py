"""The pages of the scores, and the page that says how well we listen."""

import math
from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from generator.facts.facts import Facts
from generator.facts.listening import listening
from generator.facts.promises import About
from generator.facts.scores import ScoreFact
from generator.outputs import charts, figures
from generator.outputs.page import Page, key_of
from generator.outputs.score_telling import Telling
from generator.outputs.score_view import aiming_at, answered, legend, levels, rows
from generator.outputs.templates import Here, render
from generator.settings import Settings
from generator.words import Words


def score_pages(facts: Facts, words: Words, settings: Settings) -> Iterator[Page]:
    """The overview of the scores, and a page for each."""
    yield overview(facts, words, settings)
    for fact in facts.scores:
        yield detail(facts, fact, words, settings)
    yield how_we_listen(facts, words)


def overview(facts: Facts, words: Words, settings: Settings) -> Page:
    """All scores as one tree: the organisation, its products, its contacts along the journey."""
    address = "scores/"
    here = Here(words, address)
    body = partial(
        render,
        "scores",
        here,
        shown=Telling(words),
        levels=levels(facts),
        minimum=facts.minimum,
        csv=csv_link(address, words, facts, settings),
    )
    title, description = words("score.title"), words("score.description")
    key = key_of(address)
    return Page(address, words.language, title, description, body, "scores", key=key)


def detail(facts: Facts, fact: ScoreFact, words: Words, settings: Settings) -> Page:
    """One score: through time, what was done for it, and everything a reader can check."""
    score = fact.score
    address = f"scores/{score.id}/"
    here = Here(words, address)
    shown = Telling(words)
    aimed = aiming_at(facts, score)
    title = here.plain(score.title)
    latest = fact.latest

    def body() -> str:
        return render(
            "score",
            here,
            shown=shown,
            fact=fact,
            score=score,
            step=next(
                (step.label for step in facts.register.journey if step.id == score.journey), None
            ),
            aimed=aimed,
            drawing=charts.chart(fact, [action.day for action in aimed], words),
            legend=legend(fact, aimed, words),
            rows=rows(fact, words),
            answered=answered(fact),
            csv=csv_link(address, words, facts, settings),
        )

    if latest is None:
        description = words("score.about-none", title=title)
    else:
        description = words(
            "score.about",
            title=title,
            figure=figures.figure(score, latest.estimate.value, words),
            period=here.period(latest.period),
            n=words.number(latest.estimate.n),
        )
    key = key_of(address, [facts.digests[each.insight.id] for each in aimed])
    return Page(address, words.language, title, description, body, "scores", key=key)


def how_we_listen(facts: Facts, words: Words) -> Page:
    """How well the loop is closed, with what each figure counts and leaves out."""
    address = "how-we-listen/"
    here = Here(words, address)
    link = Markup('<a href="{}">{}</a>').format

    def body() -> str:
        found = listening(facts)
        days = found.all.median_days
        return render(
            "how-we-listen",
            here,
            found=found,
            today=facts.today,
            median=None if days is None else words("listen.days.figure", n=math.ceil(days)),
            topics=[
                (link(here.to(f"topics/{name}/"), here.line(facts.register.topics[name])), each)
                for name, each in found.topics
            ],
            measures=sum(promise.about is About.MEASURE for promise in facts.promises),
        )

    organisation = here.plain(facts.register.organisation.name)
    description = words("listen.description", organisation=organisation)
    return Page(address, words.language, words("listen.title"), description, body, "about")


def csv_link(address: str, words: Words, facts: Facts, settings: Settings) -> str:
    """The way from a page to the data, which stands at the root of the default language."""
    prefix = settings.prefix(words.language, facts.register.languages)
    return "../" * (address.count("/") + prefix.count("/")) + "data/scores.csv"
