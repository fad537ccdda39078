"""Small pages without the frame, for other sites to show in an ``iframe``: no JavaScript."""

from collections.abc import Iterator, Sequence
from functools import partial
from heapq import nlargest

from generator.facts.facts import InsightFact
from generator.outputs.page import File, Lazy, key_of_all
from generator.outputs.security import POLICY
from generator.outputs.templates import render
from generator.outputs.view import View

IN_EMBED = 5


def embeds(view: View) -> Iterator[File]:
    """The latest answers, those of each topic, and one for each insight; where that was merged,
    with the one that answers it."""
    latest = nlargest(
        IN_EMBED,
        (fact for fact in view.facts.current if fact.last_news),
        key=lambda fact: (fact.last_news, fact.priority),
    )
    title = view.words("page.embed.latest", organisation=view.here("").plain(view.organisation))
    yield _embed(view, "embed/latest/", title, "insights/", latest)
    for topic, label in view.topics.items():
        title = view.words("page.embed.topic", name=view.here("").plain(label))
        found = view.facts.by_topic.get(topic, ())[:IN_EMBED]
        yield _embed(view, f"embed/topics/{topic}/", title, f"topics/{topic}/", found)
    for fact in view.facts.insights:
        own = partial(view.here("").plain, fact.insight.title)
        shown = [fact, view.facts.followed(fact)[-1]] if fact.insight.merged_into else [fact]
        yield _embed(view, f"embed/insights/{fact.id}/", own, f"insights/{fact.id}/", shown)


def _embed(
    view: View, address: str, title: Lazy, whole: str, insights: Sequence[InsightFact]
) -> File:
    """A complete document; ``whole`` is the page of the site that it is a piece of."""

    def document() -> bytes:
        return render(
            "embed",
            view.here(address),
            view=view,
            title=title if isinstance(title, str) else title(),
            whole=whole,
            insights=insights,
            policy=POLICY,
        ).encode()

    key = key_of_all([view.facts.digests[fact.id] for fact in insights])
    return File(f"{address}index.html", view.words.language, document, key)
