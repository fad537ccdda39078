"""Someone who subscribed before the first edition of the example and polls at each one since."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import feedparser
import pytest

from generator.checks import continuity as module
from generator.checks.continuity import continuity
from generator.editions.chain import Chain, load_chain
from generator.editions.store import FOLDER, read
from generator.facts.facts import Facts, work_out
from generator.files import Folder
from generator.outputs.past import Past
from generator.register.load import load
from generator.settings import MINIMUM_ANSWERS, Settings
from generator.site import feed_files
from tests.conftest import ROOT, TODAY

pytestmark = pytest.mark.xdist_group("subscriber")  # one reading of all feeds
SETTINGS = Settings(site_url="https://www.example.org/luister/")


@dataclass(frozen=True)
class Poll:
    """All feeds of the site as they stood on a day, by their path: RSS, and that of all in Atom."""

    facts: Facts
    feeds: Mapping[str, bytes]


def poll(facts: Facts, chain: Chain, language: str) -> Poll:
    files = feed_files(facts, language, SETTINGS, Past(chain))
    wanted = (file for file in files if file.path.endswith("feed.xml") or file.path == "atom.xml")
    return Poll(facts, {file.path: file.content for file in wanted})


@pytest.fixture(scope="module", params=["nl", "en"])
def polls(request: pytest.FixtureRequest) -> list[Poll]:
    """The feeds on the day of each edition, with the editions until then, and today's."""
    editions = load_chain(read(ROOT / FOLDER)).editions
    found = [
        poll(
            work_out(edition.register, edition.date, MINIMUM_ANSWERS),
            Chain(editions[: number + 1]),
            request.param,
        )
        for number, edition in enumerate(editions)
    ]
    register = load("actions.yaml", Folder(ROOT)).register
    assert register is not None
    earlier = [edition.register for edition in editions]
    now = work_out(register, TODAY, MINIMUM_ANSWERS, earlier)
    return [*found, poll(now, Chain(editions), request.param)]


def told(polls: list[Poll], path: str) -> Counter[tuple[str, str]]:
    """How often a reader that knows entries by their id tells of each, with its day."""
    known: set[str] = set()
    found: Counter[tuple[str, str]] = Counter()
    for each in polls:
        if path in each.feeds:
            entries = feedparser.parse(each.feeds[path]).entries
            found.update((one.id, one.published) for one in entries if one.id not in known)
            known |= {one.id for one in entries}
    return found


def test_each_entry_is_seen_exactly_once(polls: list[Poll]) -> None:
    found = told(polls, "feed.xml")
    happened = {event.key for event in polls[-1].facts.events if event.date <= TODAY}
    assert {name.partition(":")[2].partition(":")[2] for name, _ in found} == happened
    assert len(found) == len(happened), "nothing comes back under another id or day"
    assert set(found.values()) == {1}


def test_no_feed_loses_an_entry_or_gives_one_another_day(
    polls: list[Poll], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_read", cache(module._read))  # what was after is before next time
    assert len(polls) > 5
    for before, after in pairwise(polls):
        found = continuity(before.feeds, after.feeds)
        assert [problem.facts for problem in found.problems] == []


def test_who_follows_the_editions_hears_of_each_once(polls: list[Poll]) -> None:
    found = told(polls, "editions/feed.xml")
    assert sorted(found.values()) == [1] * (len(polls) - 1)


def test_a_text_that_was_put_right_is_updated_and_keeps_its_day(polls: list[Poll]) -> None:
    """Editions remember on which day; the feed of today has it."""
    days = [
        (one.published_parsed, one.updated_parsed)
        for one in feedparser.parse(polls[-1].feeds["atom.xml"]).entries
    ]
    assert all(published <= updated for published, updated in days)
    assert any(published < updated for published, updated in days)
