"""Every change between two registers is found, has a type, and says itself in both languages."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import BaseModel

from generator.editions import difference as typed
from generator.editions.comparison import Form, compared
from generator.editions.difference import Difference, What, summary
from generator.editions.differences import differences
from generator.editions.edition import UNPUBLISHED, plain_register
from generator.editions.reading import read_register
from generator.register import model
from generator.register.model import Register
from generator.words import available, words
from tests.editions.registers import (
    FIRST,
    FULL,
    SECOND,
    both,
    changed,
    direct,
    full,
    insight,
    leaves,
    process,
    refusal,
    register,
    registers,
    update,
)

NL, EN = words("nl"), words("en")


def found(
    old: Register, new: Register, old_day: date = FIRST, new_day: date = SECOND
) -> tuple[Difference, ...]:
    return differences(old, new, old_day, new_day)


def said(what: What, *found: Difference) -> list[str]:
    return [one.explain(EN) for one in found if one.what is what]


# Nothing escapes


@given(registers())
@settings(max_examples=40, deadline=None)
def test_nothing_differs_from_itself(state: Register) -> None:
    assert found(state, state, SECOND, SECOND) == ()


@given(registers(), registers())
@settings(max_examples=60, deadline=None)
def test_only_equal_registers_have_no_differences(old: Register, new: Register) -> None:
    some = found(old, new, SECOND, SECOND)
    assert bool(some) == (plain_register(old, UNPUBLISHED) != plain_register(new, UNPUBLISHED))
    for own in (NL, EN):
        assert all(one.explain(own) for one in some)
        assert summary(some, own)
    for form in Form:
        assert compared(some, NL, form, ("nl", "en"))


def all_fields() -> set[tuple[str, str]]:
    return {
        (name, field)
        for name, one in vars(model).items()
        if isinstance(one, type) and issubclass(one, model.Written)
        for field in one.model_fields
    } - {("Register", name) for name in UNPUBLISHED}


def test_the_register_that_the_next_test_changes_has_every_field() -> None:
    seen: set[tuple[str, str]] = set()

    def look(value: object) -> None:
        if isinstance(value, BaseModel):
            for name, field in type(value).model_fields.items():
                part = getattr(value, name)
                if part != field.default and part not in ((), {}):
                    seen.add((type(value).__name__, name))
                look(part)
        for part in value.values() if isinstance(value, dict) else ():
            look(part)
        for part in value if isinstance(value, tuple) else ():
            look(part)

    look(full())
    assert all_fields() <= seen


OTHER = {"kind": ("direct", "process", "no-action"), "final": ("true", "false")}
CHOICES: Mapping[str, tuple[str, ...]] = OTHER | {
    field: tuple(choice)
    for field, choice in {
        "reason": model.Reason,
        "status": model.Ending,
        "sentiment": model.Sentiment,
        "metric": model.Metric,
        "level": model.Level,
        "audience": model.Audience,
        "better": model.Better,
    }.items()
}


def another(way: tuple[str, ...], value: str) -> str:
    """A value that differs and is allowed where it stands."""
    if value in ("own", "partner"):
        return "own"
    if way[-1] in CHOICES and value in CHOICES[way[-1]]:
        return next(choice for choice in CHOICES[way[-1]] if choice != value)
    if way[-1] in ("severity", "impact"):
        return "2"
    if value.startswith("https://"):
        return f"{value}other/"
    if len(value) == 10 and value.startswith("20"):
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    if value.startswith("20"):
        return "2024"
    return f"1{value}" if value.replace(".", "").isdigit() else f"{value}x"


HAVE_TESTS_OF_THEIR_OWN = {"format", "languages", "feed_authority"}
WAYS = [way for way, _ in leaves(FULL) if HAVE_TESTS_OF_THEIR_OWN.isdisjoint(way)]


@pytest.mark.parametrize("way", WAYS, ids=".".join)
def test_every_change_of_a_published_field_is_found(way: tuple[str, ...]) -> None:
    value = dict(leaves(FULL))[way]
    new = read_register(changed(FULL, {way: another(way, value)}))
    some = found(full(), new, SECOND, SECOND)
    assert some
    entries = [step for step in way if step in ("insights", "scores", "parties", "journey")]
    assert not entries or any(one.place[0] == entries[0] for one in some)
    for own in (NL, EN):
        assert all(one.explain(own) for one in some)


def test_so_is_a_changed_feed_authority() -> None:
    new = full(organisation__feed_authority="example.net,2026")
    assert said(What.CHANGED, *found(full(), new)) == [
        "Changed: owner of the feeds was “example.org,2026” and is now “example.net,2026”."
    ]


def test_so_is_another_default_language() -> None:
    assert said(What.CHANGED, *found(full(), full(languages=["en", "nl"]))) == [
        "Changed: languages was “nl, en” and is now “en, nl”."
    ]


def entries(value: Any, way: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The ways to what can be left out: fields that need not be there, and entries of lists."""
    if isinstance(value, dict):
        optional = [(*way, key) for key in value if way and key not in NEEDED]
        return optional + [one for key, part in value.items() for one in entries(part, (*way, key))]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        every = [(*way, str(index)) for index in range(len(value))]
        return every + [
            one for at, part in zip(every, value, strict=True) for one in entries(part, at)
        ]
    return []


NEEDED = {
    *("name", "kind", "homepage", "feedback", "feed_authority", "id", "label", "title", "said"),
    *("period", "mentions", "date", "text", "score", "before", "after", "reason", "metric", "n"),
    *("url", "nl"),
}


@pytest.mark.parametrize("way", entries(FULL), ids=".".join)
def test_whatever_goes_or_comes_is_found(way: tuple[str, ...]) -> None:
    without = read_register(changed(FULL, {way: None}))
    assert found(full(), without, SECOND, SECOND)
    assert found(without, full(), SECOND, SECOND)


def test_another_order_is_found() -> None:
    old, new = register(insight("one"), insight("two")), register(insight("two"), insight("one"))
    assert said(What.CHANGED, *found(old, new)) == ["The order is different."]


def test_another_order_of_answers_is_found() -> None:
    orders = ([direct(), process()], [process(), direct()])
    old, new = (register(insight(actions=some)) for some in orders)
    assert said(What.CHANGED, *found(old, new)) == ["The order is different."]


# What it means


def test_a_new_insight_with_its_answer_and_promise() -> None:
    some = found(
        register(), register(insight(actions=[process()], answer_by="2026-06-01")), FIRST, FIRST
    )
    assert [one.what for one in some] == [
        What.ANSWERED,
        What.PROMISE_KEPT,
        What.PROMISE_MADE,
        What.ADDED,
    ]
    assert [one.explain(EN) for one in some] == [
        "Answer of 1 February 2026: we are working on this.",
        "Promise kept: an answer was promised by 1 June 2026 and came on 1 February 2026.",
        "Promised: you will hear more by 1 May 2026.",
        "New on this site.",
    ]
    assert {str(one.subject) for one in some} == {"Waiting (nl)"}
    assert {one.insight for one in some} == {"waiting"}


@pytest.mark.parametrize(
    ("action", "what", "sentence"),
    [
        (direct(), What.ANSWERED, "Answer: this is done, since 1 August 2026."),
        (process(), What.ANSWERED, "Answer of 1 February 2026: we are working on this."),
        (refusal(), What.ANSWERED, "Answer of 1 February 2026: we will not do this."),
    ],
)
def test_a_new_answer_is_told_by_its_kind(
    action: dict[str, Any], what: What, sentence: str
) -> None:
    some = found(register(insight()), register(insight(actions=[action])))
    assert said(what, *some) == [sentence]


def test_what_customers_are_glad_of_and_stays_is_no_refusal() -> None:
    kept = refusal(reason="keep-as-is", reconsider=None, final="true")
    some = found(
        register(insight(sentiment="positive")),
        register(insight(sentiment="positive", actions=[kept])),
    )
    assert said(What.ANSWERED, *some) == ["Answer of 1 February 2026: we keep this as it is."]
    assert summary(some, EN) == "one with news"


def test_a_no_that_became_a_yes() -> None:
    old = register(insight(actions=[refusal()]))
    new = register(insight(actions=[refusal(), direct()]))
    some = found(old, new)
    assert said(What.KIND_CHANGED, *some) == [
        "The answer was “We will not do this” and is now “This is done”."
    ]
    assert said(What.PROMISE_BROKEN, *some) == [
        "We looked at this again on 1 August 2026: 32 days late (promised: June 2026)."
    ]
    assert summary(some, NL) == "één nee werd een ja, één belofte niet op tijd nagekomen"


def test_a_second_answer_beside_a_yes_is_only_an_answer() -> None:
    old = register(insight(actions=[process()]))
    some = found(old, register(insight(actions=[process(), direct()])), FIRST, FIRST)
    assert [one.what for one in some] == [What.ANSWERED]


STILL = (
    "We are still working on this: "
    "you will hear more by 1 November 2026 (promised before: 1 May 2026)."
)
UPDATED = update("2026-04-20", next_update="2026-11-01")
LATE = update("2026-05-11", next_update="2026-11-01")
DONE = update("2026-04-20", status="done")
STOPPED = update("2026-05-02", status="stopped", reason=both("Too dear"))


@pytest.mark.parametrize(
    ("updates", "sentences"),
    [
        (
            [UPDATED],
            [
                STILL,
                "Promise kept: news was promised by 1 May 2026 and came on 20 April 2026.",
                "News on 20 April 2026.",
            ],
        ),
        (
            [LATE],
            [
                "Promised news came 10 days late: on 11 May 2026, promised by 1 May 2026.",
                STILL,
                "News on 11 May 2026.",
            ],
        ),
        (
            [DONE],
            [
                "Finished on 20 April 2026.",
                "Promise kept: news was promised by 1 May 2026 and came on 20 April 2026.",
            ],
        ),
        (
            [STOPPED],
            [
                "Promised news came one day late: on 2 May 2026, promised by 1 May 2026.",
                "Stopped on 2 May 2026.",
            ],
        ),
        ([], ["Promised news did not come on time: you should have heard more by 1 May 2026."]),
        (
            [update("2026-04-20", next_update="2026-06-01"), update("2026-05-30", status="done")],
            [
                "Finished on 30 May 2026.",
                "Promise kept: news was promised by 1 May 2026 and came on 20 April 2026.",
                "Promise kept: news was promised by 1 June 2026 and came on 30 May 2026.",
                "News on 20 April 2026.",
            ],
        ),
    ],
)
def test_what_became_of_a_promise(updates: list[dict[str, Any]], sentences: list[str]) -> None:
    old = register(insight(actions=[process()]))
    new = register(insight(actions=[process(updates=updates)]))
    assert [one.explain(EN) for one in found(old, new)] == sentences


def test_a_list_that_became_empty_is_gone_and_says_of_what() -> None:
    topics = {"app": both("App")}
    named, nowhere = (
        register(insight(topics=names, actions=[direct()]), topics=topics)
        for names in (["app"], [])
    )
    assert [one.explain(EN) for one in found(named, nowhere)] == ["Gone: topic “app”."]
    assert [one.explain(EN) for one in found(nowhere, named)] == ["Added: topic “app”."]


DUE, OVERDUE = date(2026, 5, 1), date(2026, 5, 2)


@pytest.mark.parametrize(
    ("since", "day", "broken"),
    [(FIRST, date(2026, 4, 30), 0), (FIRST, DUE, 0), (FIRST, OVERDUE, 1), (DUE, OVERDUE, 1)],
)
def test_time_alone_breaks_a_promise_on_the_day_after(since: date, day: date, broken: int) -> None:
    state = register(insight(actions=[process()]), insight("other", answer_by="2027-01-01"))
    assert [one.what for one in found(state, state, since, day)] == [What.PROMISE_BROKEN] * broken


def test_a_promise_is_broken_once_and_can_still_be_made_good() -> None:
    state = register(insight(actions=[process()]))
    assert found(state, state, date(2026, 5, 2), SECOND) == ()
    later = register(insight(actions=[process(updates=[LATE])]))
    some = found(state, later, date(2026, 5, 2), SECOND)
    assert said(What.PROMISE_BROKEN, *some) == []
    assert said(What.PROMISE_KEPT, *some) == [
        "Promised news came after all, on 11 May 2026: 10 days later than promised (1 May 2026)."
    ]


def test_a_promised_answer_that_moved_or_did_not_come() -> None:
    old = register(insight(answer_by="2026-05-01"))
    moved = found(old, register(insight(answer_by="2026-12-01")))
    assert [one.explain(EN) for one in moved] == [
        "An answer was promised by 1 May 2026 and is now promised by 1 December 2026."
    ]
    assert [one.explain(NL) for one in found(old, old)] == [
        "Het beloofde antwoord kwam niet op tijd: u zou het uiterlijk 1 mei 2026 krijgen."
    ]


def test_a_promise_that_was_moved_without_news_says_so() -> None:
    old, new = (
        register(insight(actions=[process(next_update=day)]))
        for day in ("2026-05-01", "2026-11-01")
    )
    assert [one.explain(EN) for one in found(old, new)] == [
        "News was promised by 1 May 2026 and is now promised by 1 November 2026."
    ]


def test_a_corrected_date_is_no_other_promise() -> None:
    old = register(insight(actions=[process(updates=[UPDATED])]))
    line = {"date": "2026-09-01", "text": both("It was a day later")}
    fixed = process(date="2026-02-02", updates=[UPDATED | {"date": "2026-04-21"}])
    new = register(insight(actions=[fixed], corrections=[line]))
    some = found(old, new, date(2026, 6, 30))
    assert [one.what for one in some] == [What.CORRECTED, What.CHANGED, What.CHANGED]


def test_withdrawn_and_merged() -> None:
    old = register(insight("one"), insight("two"))
    gone = {"date": "2026-08-01", "reason": both("Another bank")}
    new = register(insight("one", withdrawn=gone), insight("two", merged_into="one"))
    assert [one.explain(EN) for one in found(old, new)] == [
        "Withdrawn on 1 August 2026: Another bank (en)",
        "Merged into “One (en)”.",
    ]


def test_what_is_gone_is_named() -> None:
    some = found(register(insight("one"), insight("two")), register(insight("two")))
    assert [(one.what, one.insight, one.explain(EN)) for one in some] == [
        (What.GONE, "one", "No longer there: insight “one”.")
    ]


def test_another_line_of_heard_says_how_often_and_when() -> None:
    line = {"period": "2026-Q3", "mentions": "1200"}
    some = found(register(insight()), register(insight(heard=[line])))
    assert [one.explain(EN) for one in some] == ["Heard again: 1,200 times (3rd quarter 2026)."]


SCORE = {"id": "nps", "title": both("Recommend"), "metric": "nps"}
POINT = {"period": "2026-Q1", "n": "600", "value": "20"}


def scored(*points: dict[str, Any]) -> Register:
    return register(scores=[SCORE | {"points": list(points)}])


def test_figures_added_and_revised() -> None:
    old, later = scored(POINT), POINT | {"period": "2026-Q2"}
    some = found(register(), old)
    assert [one.explain(EN) for one in some] == ["A new score: Recommend (en)"]
    some = found(old, scored(POINT, later))
    assert [(one.score, one.explain(EN)) for one in some] == [
        ("nps", "A new figure for 2nd quarter 2026.")
    ]
    revised = POINT | {"n": "590", "value": "21", "revised": both("Counted twice")}
    some = found(old, scored(revised))
    assert [one.explain(EN) for one in some] == [
        "The figure for 1st quarter 2026 was revised: Counted twice (en)"
    ]


def test_new_words_say_in_which_language_and_which() -> None:
    new = insight(title={"nl": "Waiting (nl)", "en": "Waiting too long (en)"})
    (one,) = found(register(insight()), register(new))
    assert one.what is What.REWORDED
    assert one.reworded_in() == ("en",)
    assert [(str(piece.fate), piece.text) for piece in one.pieces("en")] == [
        ("same", "Waiting"),
        ("came", " too long"),
        ("same", " (en)"),
    ]
    assert [str(piece.fate) for piece in one.pieces("nl")] == ["same"]


# In a few words


@pytest.mark.parametrize(
    ("now", "told", "summed_up"),
    [
        ("15", "Changed: target was “30” and is now “15”.", "één doel gewijzigd"),
        (None, "Gone: target “30”.", "één doel gewijzigd"),
    ],
)
def test_a_score_that_aims_lower_is_no_small_change(
    now: str | None, told: str, summed_up: str
) -> None:
    """Whoever misses a target and lowers it says so, also in the few words of a feed or a list."""
    old, new = (
        register(scores=[{"id": "nps", "title": "NPS", "metric": "nps", "target": each}])
        for each in ("30", now)
    )
    (one,) = some = found(old, new)
    assert one.explain(EN) == told
    assert (summary(some, EN), summary(some, NL)) == ("one target changed", summed_up)


def test_a_first_target_is_no_change_of_one() -> None:
    old, new = (
        register(scores=[{"id": "nps", "title": "NPS", "metric": "nps", "target": each}])
        for each in (None, "30")
    )
    assert "target" not in summary(found(old, new), EN)


def test_the_summary_counts_in_words() -> None:
    old = register(
        insight("a", actions=[process()]), insight("b"), insight("c"), insight("d"), insight("e")
    )
    new = register(
        insight("a", actions=[process(updates=[UPDATED])]),
        insight("b", actions=[direct()]),
        insight("c", actions=[direct()]),
        insight("d", actions=[refusal(reconsider="2028")]),
        insight("e", title=both("Other words"), said=both("Other words too")),
    )
    some = found(old, new)
    assert summary(some, EN) == (
        "two done, one postponed, one refused, one promise kept, one reworded"
    )
    assert summary(some, NL) == (
        "twee gedaan, één uitgesteld, één afgewezen, één belofte nagekomen, één anders verwoord"
    )
    assert (summary((), NL), summary((), EN)) == ("niets veranderd", "nothing changed")


def test_a_promise_kept_after_an_edition_called_it_overdue_counts_as_too_late() -> None:
    old, new = (register(insight(actions=[process(updates=news)])) for news in ([], [LATE]))
    some = found(old, new, date(2026, 5, 2), SECOND)
    assert summary(some, EN) == "one postponed, one promise kept too late"
    assert summary(some, NL) == "één uitgesteld, één belofte te laat nagekomen"


def test_what_was_taken_up_and_finished_at_once_counts_as_done() -> None:
    some = found(register(insight()), register(insight(actions=[process(updates=[DONE])])))
    assert summary(some, EN) == "one done, one promise kept"


def test_more_than_twelve_are_figures() -> None:
    many = register(*(insight(f"i{number}") for number in range(1234)))
    assert summary(found(register(), many), NL) == "1.234 nieuw op de site"


# Words for everything


@pytest.mark.parametrize("language", available())
def test_every_field_and_choice_has_a_word(language: str) -> None:
    own = words(language)
    assert [field for _, field in all_fields() if f"difference.field.{field}" not in own] == []
    others = {model.Kind, model.Reason, model.Ending}
    choices = [
        str(choice)
        for one in vars(model).values()
        if isinstance(one, type) and issubclass(one, StrEnum) and one not in others
        for choice in one
    ]
    assert [one for one in choices if f"difference.value.{one}" not in own] == []


def test_every_value_of_a_field_can_be_said() -> None:
    some = found(register(), full(), date(2025, 1, 1), SECOND)
    for language in available():
        own = words(language)
        assert all("{" not in one.explain(own) for one in some)
        assert all("None" not in typed.say(one.new, own) for one in some)


# On a screen and in a pull request


def test_a_comparison_as_text_and_markdown() -> None:
    new = insight(title={"nl": "Waiting (nl)", "en": "Waiting *too* long (en)"}, severity="3")
    some = found(register(insight()), register(new))
    assert compared(some, EN, Form.TEXT, ()) == (
        "One reworded, one small change.\n"
        "\n"
        "Waiting too long (en) (waiting)\n"
        "  New wording: title.\n"
        "    en: Waiting{+ *too* long+} (en)\n"
        "  Changed: severity was “2” and is now “3”.\n"
    )
    assert compared(some, NL, Form.MARKDOWN, ()) == (
        "**Eén anders verwoord, één kleine wijziging.**\n"
        "\n"
        "- Waiting (nl) (waiting)\n"
        "  - Andere woorden bij: titel.\n"
        "    - en: Waiting<ins> \\*too\\* long</ins> (en)\n"
        "  - Veranderd: ernst was ‘2’ en is nu ‘3’.\n"
    )
    assert compared((), EN, Form.TEXT, ()) == "Nothing changed.\n"
