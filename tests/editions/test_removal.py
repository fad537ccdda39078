"""Personal data leaves every edition; the rest stays provable, and it is said in public."""

import json
from datetime import date

import pytest

from generator.editions.chain import load_chain
from generator.editions.listing import SUMS
from generator.editions.publish import Publication
from generator.editions.removal import remove
from generator.problems import Severity
from generator.register.model import Register
from generator.words import words
from tests.editions.registers import both, insight, process, published, register, update

SAID = {"nl": "Mevrouw De Vries wacht te lang", "en": "Mrs De Vries waits too long"}
CLEAN = both("You wait too long")
WHERE = "insights.waiting.said"
EN = words("en")


def state(said: dict[str, str], title: str = "Waiting", severity: str = "2") -> Register:
    return register(
        insight(said=said, title=both(title), severity=severity, actions=[process()]),
        insight("parking"),
    )


def apply(files: dict[str, bytes], done: Publication) -> dict[str, bytes]:
    assert done.edition is not None, [EN.message(problem) for problem in done.problems]
    return {**files, **done.replaced, done.edition.file: done.edition.content, SUMS: done.sums}


def three() -> dict[str, bytes]:
    """The text stands in full in the first edition and, after a new title, in the third."""
    files: dict[str, bytes] = {}
    for number, title in enumerate(["Waiting", "Waiting", "Long waits"]):
        day = date(2026, 3 + number, 1)
        files = apply(files, published(state(SAID, title), files, f"e{number + 1}", day))
    return files


def test_the_text_is_gone_from_every_file_and_the_chain_holds() -> None:
    before = three()
    assert [b"De Vries" in before[f"e{n}.json"] for n in (1, 2, 3)] == [True, False, True]
    after = apply(before, published(state(CLEAN, "Long waits"), before, "e4", remove=[WHERE]))
    assert not any(b"De Vries" in content for content in after.values())
    assert [problem for problem in load_chain(after).problems if problem.is_error] == []
    assert after["e2.json"] == before["e2.json"]


def test_only_that_text_is_replaced_by_a_dated_tombstone() -> None:
    before = three()
    after = apply(before, published(state(CLEAN, "Long waits"), before, "e4", remove=[WHERE]))
    old, new = json.loads(before["e1.json"]), json.loads(after["e1.json"])
    (entry,) = [one for one in new["register"]["insights"] if one["id"] == "waiting"]
    assert entry["said"] == {
        "nl": "[Op 30 september 2026 verwijderd: persoonsgegevens.]",
        "en": "[Removed on 30 September 2026: personal data.]",
    }
    entry["said"] = SAID
    assert new == old


def test_a_later_edition_says_so_in_public_and_not_what_it_was() -> None:
    before = three()
    after = apply(before, published(state(CLEAN, "Long waits"), before, "e4", remove=[WHERE]))
    found = load_chain(after)
    last = found.last
    assert last is not None
    assert [(one.edition, str(one.date), one.places) for one in last.removed] == [
        ("e1", "2026-09-30", (WHERE,)),
        ("e3", "2026-09-30", (WHERE,)),
    ]
    notes = [problem for problem in found.problems if problem.severity is Severity.WARNING]
    assert [EN.message(note) for note in notes] == [
        f"On 2026-09-30 a text was removed from edition {name} because of personal data ({WHERE}). "
        "A later edition says so, and the chain holds."
        for name in ("e1", "e3")
    ]


def test_another_change_of_a_replaced_file_is_still_noticed() -> None:
    before = three()
    after = apply(before, published(state(CLEAN, "Long waits"), before, "e4", remove=[WHERE]))
    after["e1.json"] = after["e1.json"].replace(b'"severity": 2', b'"severity": 1', 1)
    first = load_chain(after).problems[0]
    assert (first.code, first.place.file) == ("verify.altered", "e1.json")


def test_the_old_file_put_back_is_noticed() -> None:
    before = three()
    after = apply(before, published(state(CLEAN, "Long waits"), before, "e4", remove=[WHERE]))
    after["e1.json"] = before["e1.json"]
    assert load_chain(after).problems[0].place.file == "e1.json"
    del after[SUMS]
    first = load_chain(after).problems[0]
    assert (first.code, first.place.file) == ("verify.not-removed", "e1.json")


def test_a_second_removal_from_the_same_edition_keeps_the_chain() -> None:
    files = three()
    files = apply(files, published(state(CLEAN, "Long waits"), files, "e4", remove=[WHERE]))
    again = ["insights.waiting.actions.routing.text"]
    clean = register(
        insight(
            said=CLEAN, title=both("Long waits"), actions=[process(text=both("We do something"))]
        ),
        insight("parking"),
    )
    files = apply(files, published(clean, files, "e5", remove=again))
    assert [problem for problem in load_chain(files).problems if problem.is_error] == []
    last = load_chain(files).last
    assert last is not None
    assert [one.places for one in last.removed if one.edition == "e1"] == [
        ("insights.waiting.actions.routing.text",)
    ]
    assert not any(b"We work" in content for content in files.values())


def test_a_tombstone_is_not_removed_again() -> None:
    files = three()
    files = apply(files, published(state(CLEAN, "Long waits"), files, "e4", remove=[WHERE]))
    found = remove(load_chain(files).editions, [WHERE], date(2026, 10, 1))
    assert list(found.files) == ["e4.json"]  # whose text is another


def test_the_register_may_no_longer_have_the_text() -> None:
    before = three()
    done = published(state(SAID, "Long waits"), before, "e4", remove=[WHERE])
    assert [EN.message(problem) for problem in done.problems] == [
        (
            "The text that must leave the editions still stands in the register, at "
            "insights.waiting.said. First rewrite it without personal data, in words that no "
            "edition has."
        )
    ]
    assert done.replaced == {}


def test_who_goes_back_to_the_words_of_an_older_edition_hears_that_these_go_too() -> None:
    files = apply({}, published(state(CLEAN), {}, "e1", date(2026, 3, 1)))
    files = apply(files, published(state(SAID), files, "e2", date(2026, 4, 1)))
    (problem,) = published(state(CLEAN), files, "e3", remove=[WHERE]).problems
    assert "in words that no edition has" in EN.message(problem)
    done = published(state(both("You wait long")), files, "e3", remove=[WHERE])
    assert not any(b"De Vries" in content for content in apply(files, done).values())


def test_a_text_leaves_the_place_too_that_it_had_before_its_day_was_put_right() -> None:
    news = update("2026-02-20", text=SAID, next_update="2026-06-01")
    line = {"date": "2026-04-02", "text": both("It was the 18th")}
    place = "insights.waiting.actions.routing.updates.2026-02-{}.text"

    def corrected(text: dict[str, str]) -> Register:
        told = news | {"date": "2026-02-18", "text": text}
        return register(insight(actions=[process(updates=[told])], corrections=[line]))

    was = register(insight(actions=[process(updates=[news])]))
    files = apply({}, published(was, {}, "e1", date(2026, 3, 1)))
    files = apply(files, published(corrected(SAID), files, "e2", date(2026, 5, 1)))
    wanted = [place.format(18)]
    refused = published(corrected(CLEAN), files, "e3", remove=wanted)
    (problem,) = refused.problems
    assert EN.message(problem).endswith(f"Name that place too: --remove {place.format(20)}.")
    done = published(corrected(CLEAN), files, "e3", remove=[*wanted, place.format(20)])
    assert not any(b"De Vries" in content for content in apply(files, done).values())


@pytest.mark.parametrize(
    "place", ["insights.nobody.said", "insights.waiting.severity", "said", "insights.wait"]
)
def test_a_place_without_a_text_is_refused(place: str) -> None:
    before = three()
    done = published(state(CLEAN, "Long waits"), before, "e4", remove=[place])
    assert [EN.message(problem) for problem in done.problems] == [
        (
            f"No earlier edition has a text at {place}. Write the place as in messages: "
            "insights.phone-waiting.said."
        )
    ]


def test_every_text_below_a_place_can_go_at_once() -> None:
    news = update("2026-02-20", next_update="2026-06-01")
    one = register(insight(said=SAID, actions=[process(updates=[news])]))
    first = apply({}, published(one, {}, "e1", date(2026, 3, 1)))
    found = remove(load_chain(first).editions, ["insights.waiting"], date(2026, 9, 30))
    (removal,) = found.removals
    assert removal.places == (
        "insights.waiting.actions.routing.text",
        "insights.waiting.actions.routing.updates.2026-02-20.text",
        "insights.waiting.said",
        "insights.waiting.title",
    )
    assert found.texts >= set(SAID.values())
