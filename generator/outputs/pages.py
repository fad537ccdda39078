"""All pages of one language that come from the register, but for those of the scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from urllib.parse import urlsplit

from generator import prose
from generator.facts.facts import Facts, InsightFact
from generator.facts.promises import Clock, Promise
from generator.memo import Memo
from generator.outputs.changes import history_of
from generator.outputs.data_tables import writes_comma
from generator.outputs.embeds import embeds
from generator.outputs.facets import facets, insight_index
from generator.outputs.listings import listed_pages, listings
from generator.outputs.open_data import data_dictionary
from generator.outputs.page import File, Page, key_of, key_of_all
from generator.outputs.paging import PER_PAGE, slices
from generator.outputs.past import NO_PAST, Past
from generator.outputs.pictures import picture
from generator.outputs.search import NO_PROSE, Prose, search_files
from generator.outputs.structured import question
from generator.outputs.templates import Here, render
from generator.outputs.view import View, latest_news
from generator.settings import Settings
from generator.words import Words

NEWS_ON_HOME = 4
WEIGHTIEST_ON_HOME = 5
PROMISES_PER_PAGE = 2 * PER_PAGE


def pages(facts: Facts, words: Words, settings: Settings, past: Past = NO_PAST) -> Iterator[Page]:
    """Every page of a language, home first."""
    view = View(facts, words, settings)
    found = facets(view)
    yield home(view)
    filters = key_of(found)
    for listing in listings(view):
        yield from listed_pages(view, listing, found, filters)
    for fact in facts.insights:
        yield insight(view, fact, past)
    yield journey(view)
    yield from promise_pages(view)
    yield follow(view)
    yield data(view)


def sections(facts: Facts) -> frozenset[str]:
    """The parts of the site that have something to show, as the navigation calls them.

    A register without anything yet still shows where insights will stand.
    """
    found = {
        "insights": facts.insights or not facts.scores,
        "promises": facts.promises,
        "scores": facts.scores,
        "journey": facts.register.journey and facts.insights,
        "about": True,
    }
    return frozenset(name for name, something in found.items() if something)


def files(
    facts: Facts,
    words: Words,
    settings: Settings,
    content: Mapping[str, Prose] = NO_PROSE,
    memo: Memo | None = None,
) -> Iterator[File]:
    """What belongs to the pages but has no frame: indexes of filters and search, and the embeds.

    ``content`` has the prose pages that the host makes, by their address; ``memo`` what the
    search weighed before.
    """
    view = View(facts, words, settings)
    yield insight_index(view)
    yield from search_files(view, content, memo)
    yield from embeds(view)


def home(view: View) -> Page:
    """What this is, what weighs most, the latest news, and how to react."""
    facts = view.facts
    told = (event for event in facts.events if event.date <= facts.today)
    news = list(islice(told, NEWS_ON_HOME))
    body = partial(
        render,
        "home",
        view.here(""),
        view=view,
        news=news,
        weightiest=facts.current[:WEIGHTIEST_ON_HOME],
        counts=view.counts(facts.current),
    )
    name = view.here("").plain(view.organisation)
    return Page(
        "",
        view.words.language,
        view.settings.title(view.words.language, view.words),
        view.words("page.home.description", organisation=name),
        body,
        "home",
        changed=facts.events[0].date if facts.events else None,
    )


def insight(view: View, fact: InsightFact, past: Past = NO_PAST) -> Page:
    """One insight: what was said, what was done, what is still promised, and its history."""
    address, written, digests = f"insights/{fact.id}/", fact.insight, view.facts.digests
    merged = view.merged.get(fact.id, ())
    target = view.facts.followed(fact)[-1] if written.merged_into else None

    def body() -> str:
        return render(
            "insight",
            view.here(address),
            view=view,
            fact=fact,
            insight=written,
            target=target,
            near=view.near.of(fact),
            past=past,
            history=history_of(past, fact.id, view.words),
        )

    def description() -> str:
        said = prose.shorten(view.here("").unmarked(written.said), 110)
        status = view.words(f"status.{fact.status}")
        return view.words("page.insight.description", said=said, status=status)

    shown = picture(view, fact)
    others = [digests[each.id] for each in merged]
    return Page(
        address,
        view.words.language,
        lambda: view.here("").plain(written.title),
        description,
        body,
        "insights",
        address,
        fact.last_news,
        in_search=written.is_current,
        insight=fact.id,
        about=partial(question, view, fact),
        picture=shown,
        key=key_of_all((shown.encode(),), (digests[fact.id],), *view.near.digests_of(fact), others),
    )


def journey(view: View) -> Page:
    """The steps in order with what was said and done at each, whoever runs the step."""
    here = view.here("journey/")
    name = here.plain(view.organisation)
    return Page(
        here.address,
        view.words.language,
        view.words("page.steps.title"),
        view.words("page.steps.description", organisation=name),
        partial(render, "journey", here, view=view),
        "journey",
        changed=latest_news(view.facts.current),
    )


def promise_pages(view: View) -> Iterator[Page]:
    """Every promise: overdue first, then due, then kept."""
    say, digests = view.words, view.facts.digests
    changed = latest_news(view.facts.insights)
    around = key_of(view.clocks, len(view.facts.promises), not view.facts.current, changed)
    for part in slices(view.facts.promises, "promises/", PROMISES_PER_PAGE):
        here = view.here(part.here)
        description = say(
            "page.promises.description",
            overdue=view.clocks[Clock.OVERDUE],
            due=view.clocks[Clock.DUE],
        )
        yield Page(
            here.address,
            say.language,
            part.numbered(say("page.promises.title"), say),
            part.numbered(description, say),
            partial(render, "promises", here, view=view, part=part, groups=_by_clock(part.items)),
            "promises",
            changed=changed,
            in_search=part.number == 1,
            key=key_of_all(
                (around, b"%d" % part.number),
                [promise.key.encode() + digests[promise.insight.id] for promise in part.items],
            ),
        )


def _by_clock(promises: Sequence[Promise]) -> list[tuple[str, list[Promise]]]:
    """Promises under three headings; what was kept late stands among what was kept."""
    return [
        (name, list(group))
        for name, group in groupby(
            promises, lambda promise: promise.clock if promise.is_open else "kept"
        )
    ]


def follow(view: View) -> Page:
    """All feeds, the calendar, and what another site can show of this one."""
    here = view.here("follow/")
    return Page(
        here.address,
        view.words.language,
        view.words("page.follow.title"),
        view.words("page.follow.description"),
        partial(render, "follow", here, view=view),
        "about",
    )


def data(view: View) -> Page:
    """The open data and what is in it."""
    here = view.here("data/")
    name = here.plain(view.organisation)
    return Page(
        here.address,
        view.words.language,
        view.words("page.data.title"),
        view.words("page.data.description", organisation=name),
        partial(
            render,
            "data",
            here,
            view=view,
            dictionary=data_dictionary(view.words, view.facts.register.languages, view.settings),
            comma=writes_comma(view.words.language),
        ),
        "about",
    )


@dataclass(frozen=True, slots=True)
class _Anywhere(Here):
    """Stands at an unknown address, so its links start at the root of the host."""

    root: str = "/"


def not_found(facts: Facts, words: Words, settings: Settings) -> Page:
    """What is served where nothing is: says so, and leads on. Its file is ``404.html``."""
    view = View(facts, words, settings)
    prefix = settings.prefix(words.language, facts.register.languages)
    here = _Anywhere(words, "", root=urlsplit(settings.site_url).path + prefix)
    return Page(
        "404.html",
        words.language,
        words("page.not-found.title"),
        words("page.not-found.description"),
        render("not-found", here, view=view),
        in_search=False,
    )
