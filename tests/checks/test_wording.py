"""Warnings about wording coach: they see what they should, and never block."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks import reading
from generator.checks.wording import Repeated, is_alike
from tests.register.reading import HEAD, problems


def answer(
    nl: str, en: str = "Ready.", kind: str = "direct", said: str = "{nl: A., en: B.}"
) -> list[str]:
    """The codes for one answer in two languages."""
    more = {
        "direct": "not_measured: {nl: Te weinig., en: Too few.}",
        "process": "next_update: 2026-12-01",
        "no-action": 'reason: cost\n        final: "true"',
    }
    text = (
        f"{HEAD}insights:\n  - id: a\n    title: {{nl: A, en: B}}\n    said: {said}\n"
        "    heard: [{period: 2026, mentions: 1}]\n    actions:\n"
        f"      - id: b\n        kind: {kind}\n        date: 2026-10-01\n        {more[kind]}\n"
        f'        text: {{nl: "{nl}", en: "{en}"}}\n'
    )
    found = problems(text)
    assert not any(problem.is_error for problem in found)
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("nl", "en"),
    [
        ("Wij lossen dit binnenkort op.", "Ready."),
        ("We streven ernaar dit te doen.", "Ready."),
        ("Uw idee is meegenomen.", "Ready."),
        ("Op korte termijn is dit klaar.", "Ready."),
        ("Dit heeft onze aandacht.", "Ready."),
        ("Klaar.", "We take this seriously."),
        ("Klaar.", "We are looking into this."),
        ("Klaar.", "It will be done soon."),
    ],
)
def test_a_promise_without_a_day_is_vague(nl: str, en: str) -> None:
    assert answer(nl, en) == ["vague-promise"]


def test_a_promise_with_a_day_or_a_number_is_not() -> None:
    assert answer("Binnenkort, op 3 maart, is het klaar.", "Soon: by 3 March it is done.") == []


@pytest.mark.parametrize(
    "nl",
    [
        "Die dag waren we onderbezet.",
        "Dit ging conform procedure.",
        "Dit moet volgens het protocol.",
    ],
)
def test_explaining_away_is_not_understanding(nl: str) -> None:
    assert answer(nl) == ["explaining-away"]


@pytest.mark.parametrize(
    ("nl", "repeats"),
    [
        ("U wacht lang.", True),
        ("Lang wachten: dat kan niet anders.", False),
        ("Lang.", False),
    ],
)
def test_a_short_no_in_the_words_of_the_question_alone_gives_no_why(
    nl: str, *, repeats: bool
) -> None:
    codes = answer(nl, "It costs 3 euro.", "no-action", "{nl: U wacht te lang., en: You wait.}")
    assert codes == ["no-that-repeats-the-question"] * repeats


def test_the_reason_for_stopping_is_read_too() -> None:
    text = (
        "insights:\n  - id: a\n    title: {nl: A, en: B}\n    said: {nl: A., en: B.}\n"
        "    heard: [{period: 2026, mentions: 1}]\n    actions:\n      - id: b\n"
        "        kind: process\n        date: 2026-10-01\n        next_update: 2026-12-01\n"
        "        text: {nl: Wij bouwen., en: We build.}\n        updates:\n"
        "          - {date: 2026-11-01, status: stopped, text: {nl: Wij stoppen., en: We stop.},\n"
        "             reason: {nl: Wij lossen dit binnenkort anders op., en: It cost too much.}}\n"
    )
    found = [problem.code for problem in problems(HEAD + text)]
    assert found == ["vague-promise"]


def test_a_sentence_of_twenty_words_is_enough() -> None:
    assert answer(" ".join(["een"] * 20) + ".") == []
    assert answer(" ".join(["een"] * 21) + ".") == ["long-sentence"]


def test_sentences_are_told_apart_by_their_ends() -> None:
    text = "Dat kost € 1.200. ’s Avonds niet! „Echt?” Ja.\n\nOp 3.5 na:\n- een\n- twee"
    assert reading.sentences(text) == (
        "Dat kost € 1.200.", "’s Avonds niet!", "„Echt?", "Ja.", "Op 3.5 na:", "een", "twee",
    )  # fmt: skip


def test_the_address_of_a_link_is_not_read_out() -> None:
    (sentence,) = reading.sentences("Lees [hoe het werkt](https://www.example.org/a/b.c).")
    assert reading.words(sentence) == ["Lees", "[hoe", "het", "werkt."]


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [("organisatie", "nl", 5), ("terugbellen", "nl", 4), ("ideeën", "nl", 3), ("bureau", "nl", 2),
     ("phone", "en", 1), ("customers", "en", 3), ("little", "en", 2), ("reading", "en", 2)],
)  # fmt: skip
def test_syllables_are_counted_by_vowels(word: str, language: str, count: int) -> None:
    assert abs(reading.syllables(word, language) - count) <= 1


def test_reading_ease_follows_the_published_formulas() -> None:
    """Flesch: 206.835 - 1.015 x 3 - 84.6 x 1; Douma: 206.84 - 0.93 x 3 - 77 x 1."""
    assert reading.ease("The cat sat.", "en") == pytest.approx(206.835 - 3.045 - 84.6)
    assert reading.ease("De kat zat.", "nl") == pytest.approx(206.84 - 2.79 - 77)
    assert reading.ease("", "nl") == 100


@given(st.lists(st.frozensets(st.sampled_from("abcdefghij"), max_size=8), max_size=12))
def test_a_no_that_repeats_is_found_without_comparing_all(bags: list[frozenset[str]]) -> None:
    met = Repeated(Counter(word for bag in bags for word in bag))
    for number, bag in enumerate(bags):
        alike = (str(before) for before in range(number) if is_alike(bag, bags[before]))
        assert met.first_alike(bag, str(number)) == next(alike, None)


@given(st.text('aB .!?…\n-–—’")(1[]/:htps', max_size=60))
def test_words_are_never_more_than_the_quick_count(text: str) -> None:
    counts = [len(reading.words(sentence)) for sentence in reading.sentences(text)]
    assert reading.longest_sentence_at_most(text) >= max(counts, default=0)
    assert reading.words_at_most(text) >= len(reading.words(text))


@pytest.mark.parametrize(
    ("nl", "en"),
    [
        ("De todo-lijst is er.", "The size xxxl is there."),
        ("Wij vertelden het, ‘CAFÉ’ – “heel ‘privé’”.", "Â and Ã are letters of other languages."),
        ("Eén antwoord volgt op 3 maart.", "An answer follows on 3 March."),
        ("App en bank", "App en bank"),
    ],
)
def test_what_looks_unfinished_and_is_not(nl: str, en: str) -> None:
    assert answer(nl, en) == []
