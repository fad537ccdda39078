"""A day that is put right: followers hear of the correction, and of nothing twice."""

from typing import Any

import feedparser
import pytest

from generator.checks.continuity import continuity
from generator.editions.chain import Chain, load_chain
from generator.facts.facts import work_out
from generator.outputs.digest import Occasion, digest
from generator.outputs.past import Past
from generator.register.model import Register
from generator.settings import Settings
from generator.site import feed_files
from generator.words import words
from tests.editions.registers import (
    FIRST,
    SECOND,
    both,
    chain_of,
    insight,
    process,
    register,
    update,
)

SETTINGS = Settings(site_url="https://www.example.org/luister/")
WRONG = "2026-02-20"


def line(day: str) -> dict[str, Any]:
    return {"date": day, "text": both("Put right")}


def written(
    *corrections: str, day: str = WRONG, since: str = "2026-02-01", more: tuple[str, ...] = ()
) -> Register:
    """Work with news on a day, a promise that it kept, and more news."""
    news = [update(day, text=both("News"), next_update="2026-12-01")]
    news += [update(each, next_update="2026-12-01") for each in more]
    work = process(date=since, updates=news)
    return register(insight(actions=[work], corrections=[line(each) for each in corrections]))


def feeds(now: Register, chain: Chain) -> dict[str, bytes]:
    facts = work_out(now, SECOND, 10, [edition.register for edition in chain.editions])
    files = feed_files(facts, "en", SETTINGS, Past(chain))
    return {file.path: file.content for file in files if file.path.endswith("feed.xml")}


def entries(content: bytes) -> dict[str, str]:
    """The day of each entry by the last part of its id."""
    found = feedparser.parse(content).entries
    assert len({entry.id for entry in found}) == len(found)
    return {entry.id.partition("2026:")[2]: entry.published for entry in found}


BEFORE = written()
CORRECTED = {
    "the news": written("2026-04-02", day="2026-02-18"),
    "the answer": written("2026-04-02", since="2026-01-31"),
    "the correction of it": written("2026-04-03", day="2026-02-18"),
    "back again": written("2026-04-02", "2026-04-20"),
}


def test_a_day_that_an_edition_had_is_put_right_without_anything_twice_in_a_feed() -> None:
    first = load_chain(chain_of([BEFORE]))
    told = feeds(BEFORE, first)
    registers = [BEFORE]
    for now in CORRECTED.values():
        for editions in (registers, [*registers, now]):  # before and after the next edition
            after = feeds(now, load_chain(chain_of(editions)))
            assert continuity(told, after).problems == ()
            told = after
        registers.append(now)
    assert {key: day[5:16] for key, day in entries(told["feed.xml"]).items()} == {
        "waiting/~correction/2026-04-02": "02 Apr 2026",
        "waiting/~correction/2026-04-20": "20 Apr 2026",
        f"waiting/routing/{WRONG}": "20 Feb 2026",
        "waiting/routing": "01 Feb 2026",
    }


def test_news_on_the_day_that_another_news_had_by_mistake_is_an_entry_of_its_own() -> None:
    right = written("2026-04-02", day="2026-02-18")
    both_days = written("2026-04-02", day="2026-02-18", more=(WRONG,))
    chain = load_chain(chain_of([BEFORE, right]))
    found = entries(feeds(both_days, chain)["feed.xml"])
    assert len(found) == 4
    assert set(entries(feeds(right, chain)["feed.xml"])) < set(found)


def test_a_withdrawal_that_is_taken_back_stays_told_beside_the_correction() -> None:
    gone = {"date": "2026-03-20", "reason": both("Not ours")}
    withdrawn = register(insight(actions=[process()], withdrawn=gone))
    back = register(insight(actions=[process()], corrections=[line("2026-04-02")]))
    chain = load_chain(chain_of([withdrawn]))
    told, after = feeds(withdrawn, chain), feeds(back, chain)
    assert continuity(told, after).problems == ()
    found = ["waiting/~correction/2026-04-02", "waiting/~withdrawn", "waiting/routing"]
    assert list(entries(after["feed.xml"])) == found
    again = feeds(back, load_chain(chain_of([withdrawn, back])))
    assert again["feed.xml"] == after["feed.xml"]


def test_before_an_edition_has_it_a_day_of_an_answer_may_be_put_right() -> None:
    """The id stays, so nobody sees it twice; that of news is made of its day."""
    nothing = Chain()
    told = feeds(BEFORE, nothing)
    silent, said = written(since="2026-01-31"), CORRECTED["the answer"]
    assert {p.code for p in continuity(told, feeds(silent, nothing)).problems} == {
        "continuity.date-moved"
    }
    assert continuity(told, feeds(said, nothing)).problems == ()
    found = continuity(told, feeds(CORRECTED["the news"], nothing)).problems
    assert {problem.code for problem in found} == {"continuity.id-changed"}


@pytest.mark.parametrize("name", CORRECTED)
def test_a_mail_does_not_tell_again_that_a_promise_was_kept(name: str) -> None:
    before, now = work_out(BEFORE, FIRST, 10), work_out(CORRECTED[name], SECOND, 10)
    found = digest(now, words("en"), SETTINGS, Occasion(), before)
    assert [told.fact.id for told in found.told] == ["waiting"], "the correction is news"
    assert found.kept == []
