"""The pages of the scores, and the page that says how well we listen."""

import math
from collections.abc import Iterator
from functools import partial

from generator.facts.facts import Facts
from generator.facts.listening import listening
from generator.facts.promises import About
from generator.facts.scores import ScoreFact
from generator.outputs import charts
from generator.outputs.page import Page, key_of
from generator.outputs.score_view import aiming_at, answered, legend, levels, rows
from generator.outputs.templates import render
from generator.outputs.view import View
from generator.settings import Settings
from generator.words import Words


def score_pages(facts: Facts, words: Words, settings: Settings) -> Iterator[Page]:
    """The overview of the scores, and a page for each."""
    view = View(facts, words, settings)
    yield overview(view)
    for fact in facts.scores:
        yield detail(view, fact)
    yield how_we_listen(view)


def overview(view: View) -> Page:
    """All scores as one tree: the organisation, its products, its contacts along the journey."""
    here, say = view.here("scores/"), view.words
    body = partial(render, "scores", here, view=view, levels=levels(view.facts))
    title, description = say("score.title"), say("score.description")
    key = key_of(here.address)
    return Page(here.address, say.language, title, description, body, "scores", key=key)


def detail(view: View, fact: ScoreFact) -> Page:
    """One score: through time, what was done for it, and everything a reader can check."""
    facts, say, score, latest = view.facts, view.words, fact.score, fact.latest
    here = view.here(f"scores/{score.id}/")
    aimed = aiming_at(facts, score)
    title = here.plain(score.title)

    def body() -> str:
        return render(
            "score",
            here,
            view=view,
            fact=fact,
            score=score,
            step=view.steps.get(score.journey or ""),
            aimed=aimed,
            drawing=charts.chart(fact, [action.day for action in aimed], say),
            legend=legend(fact, aimed, say),
            rows=rows(fact, say),
            answered=answered(fact),
        )

    if latest is None:
        description = say("score.about-none", title=title)
    else:
        description = say(
            "score.about",
            title=title,
            figure=view.scores.figure(score, latest.estimate.value),
            period=here.period(latest.period),
            n=say.number(latest.estimate.n),
        )
    key = key_of(here.address, [facts.digests[each.insight.id] for each in aimed])
    return Page(here.address, say.language, title, description, body, "scores", key=key)


def how_we_listen(view: View) -> Page:
    """How well the loop is closed, with what each figure counts and leaves out."""
    facts, say = view.facts, view.words
    here = view.here("how-we-listen/")

    def body() -> str:
        found = listening(facts)
        days = found.all.median_days
        return render(
            "how-we-listen",
            here,
            found=found,
            today=facts.today,
            median=None if days is None else say("listen.days.figure", n=math.ceil(days)),
            topics=[
                (here.link(f"topics/{name}/", here.line(view.topics[name])), each)
                for name, each in found.topics
            ],
            measures=sum(promise.about is About.MEASURE for promise in facts.promises),
        )

    description = say("listen.description", organisation=here.plain(view.organisation))
    return Page(here.address, say.language, say("listen.title"), description, body, "about")
