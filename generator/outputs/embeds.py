"""Small pages without the frame, for other sites to show in an ``iframe``: no JavaScript."""

from collections.abc import Iterator, Sequence

from generator.facts.facts import InsightFact
from generator.outputs.page import File, key_of
from generator.outputs.security import POLICY
from generator.outputs.templates import render
from generator.outputs.view import View

IN_EMBED = 5


def embeds(view: View) -> Iterator[File]:
    """The latest answers, those of each topic, and one for each insight."""
    latest = sorted(
        (fact for fact in view.facts.current if fact.last_news),
        key=lambda fact: (fact.last_news, fact.priority),
        reverse=True,
    )
    title = view.words("page.embed.latest", organisation=view.here("").plain(view.organisation))
    yield _embed(view, "embed/latest/", title, "insights/", latest[:IN_EMBED])
    for topic, label in view.topics.items():
        title = view.words("page.embed.topic", name=view.here("").plain(label))
        found = view.facts.by_topic.get(topic, ())[:IN_EMBED]
        yield _embed(view, f"embed/topics/{topic}/", title, f"topics/{topic}/", found)
    for fact in view.facts.insights:
        title = view.here("").plain(fact.insight.title)
        yield _embed(view, f"embed/insights/{fact.id}/", title, f"insights/{fact.id}/", [fact])


def _embed(
    view: View, address: str, title: str, whole: str, insights: Sequence[InsightFact]
) -> File:
    """A complete document; ``whole`` is the page of the site that it is a piece of."""

    def document() -> bytes:
        return render(
            "embed",
            view.here(address),
            view=view,
            title=title,
            whole=whole,
            insights=insights,
            policy=POLICY,
        ).encode()

    key = key_of(title, [view.facts.digests[fact.id] for fact in insights])
    return File(f"{address}index.html", view.words.language, document, key)
