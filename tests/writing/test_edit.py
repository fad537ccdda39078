"""One thing more in a file, and every other character where it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.register.includes import InMemory
from generator.register.load import load
from generator.register.model import Insight, Register, Update
from generator.writing.edit import NotHereError, insert_action, insert_insight, insert_update
from generator.writing.judge import judge
from tests.writing.texts import LANGUAGES, insights, updates

HEAD = """\
# The register: everything in it is public.
format: 1
organisation: {name: Bank, homepage: 'https://www.example.org/',
  feedback: "https://www.example.org/f/", feed_authority: "example.org,2026"}
languages: [nl, en]   # the first is the default
"""
PLAIN = (
    HEAD
    + """\
insights:

  # Phone

  - id: phone
    title: {nl: Wachten, en: Waiting}   # short!
    said: |
      Te lang.

      # This is text.
    actions:
      - id: routing
        kind: process
        date: 2026-01-05
        text: Wij bouwen.
        next_update: 2026-03-01  # agreed with IT
        by: [service]
        # a comment below the last line of the action

      - id: other
        kind: process
        date: 2026-01-05
        text: Nog iets.
        next_update: 2026-03-01
        updates:
          - {date: 2026-02-01, text: 'Een
# not a comment
        stap', next_update: 2026-04-01}   # one line

# ------------------------------- Scores
scores:
  - {id: nps, title: NPS, metric: nps}
"""
)
TIGHT = (
    HEAD
    + """\
insights:
- id: phone
  title: Wachten
  said: |
    Te lang.
  actions:
  - id: routing
    kind: process
    date: 2026-01-05
    text: Wij bouwen.
    next_update: 2026-03-01
    # nothing yet
- id: last
  title: Nog een
  said: |
    Een regel
    # die tekst is


  # below
topics: {}
"""
)
WIDE = (
    HEAD
    + """\
insights:
    -   id: phone
        title:
            nl: Wachten
        said: Te lang
        actions:
            -   id: routing
                kind: process
                date: 2026-01-05
                text:
                    nl: Wij bouwen.
                next_update: 2026-03-01
                updates:
                    -   date: 2026-02-01
                        text: Stap.
                        next_update: 2026-04-01
    -
        id: second
        title: Twee
        said: "Een regel
          en nog een: # geen commentaar
"
..."""
)
NO_END = (
    HEAD
    + """\
insights:
  - id: phone
    title: Wachten
    said: Te lang
    actions:
      - id: routing
        kind: process
        date: 2026-01-05
        next_update: 2026-03-01
        # no updates yet
        text: |
          Wij bouwen."""
)
QUIET = HEAD + "insights:   # nothing yet\n  # write below\nscores: []\n"
BRACKETS = HEAD + "scores: []\ninsights: [ ]  # nothing yet\n\n# The end\n"
NONE = HEAD + "\n# The end\n"
FILES = {
    "plain": PLAIN, "tight": TIGHT, "wide": WIDE, "no-end": NO_END,
    "quiet": QUIET, "brackets": BRACKETS, "none": NONE,
}  # fmt: skip
WITH_ACTION = ("plain", "tight", "wide", "no-end")


forms = st.integers(0, 3)


def variants(name: str) -> list[str]:
    text = FILES[name]
    return [
        text,
        text.replace("\n", "\r\n"),
        "\ufeff" + text,
        "\ufeff" + text.replace("\n", "\r\n"),
    ]


def register_of(text: str) -> Register:
    loaded = load("actions.yaml", InMemory({"actions.yaml": text.encode()}))
    assert loaded.problems == ()
    assert loaded.register
    return loaded.register


def assert_only_added(old: str, new: str) -> None:
    """Nothing but whole lines came in, in one place, with the line ends of the file."""
    front = 0
    while front < len(old) and old[front] == new[front]:
        front += 1
    rest = old[front:]
    assert new.endswith(rest)
    added = new[front : len(new) - len(rest)]
    if "\r\n" in old:
        assert "\n" not in added.replace("\r\n", "")
    else:
        assert "\r" not in added


def with_insight(register: Register, insight: Insight) -> Register:
    return register.model_copy(update={"insights": (*register.insights, insight)})


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25, deadline=None)
@given(insight=insights.filter(lambda one: one.id not in ("phone", "last", "second")), form=forms)
def test_an_insight_comes_behind_the_last_one(name: str, insight: Insight, form: int) -> None:
    old = variants(name)[form]
    new = insert_insight(old, insight, LANGUAGES)
    assert register_of(new) == with_insight(register_of(old), insight)
    assert_only_added(old.replace(" [ ]", ""), new)


@pytest.mark.parametrize("name", WITH_ACTION)
@settings(max_examples=25, deadline=None)
@given(update=updates, action=st.sampled_from(["routing", "other"]), form=forms)
def test_an_update_comes_behind_the_earlier_ones(
    name: str, update: Update, action: str, form: int
) -> None:
    chosen = action if name == "plain" else "routing"
    old = variants(name)[form]
    new = insert_update(old, "phone", chosen, update, LANGUAGES)
    before, after = register_of(old).insights, register_of(new).insights
    index = [one.id for one in before[0].actions].index(chosen)
    found = after[0].actions[index]
    assert found.updates == (*before[0].actions[index].updates, update)
    actions = list(before[0].actions)
    actions[index] = actions[index].model_copy(update={"updates": found.updates})
    assert after == (before[0].model_copy(update={"actions": tuple(actions)}), *before[1:])
    assert_only_added(old, new)


@settings(max_examples=25, deadline=None)
@given(insight=insights.filter(lambda one: one.id != "phone"))
def test_two_in_a_row_and_in_one_language(insight: Insight) -> None:
    twin = insight.model_copy(update={"id": f"twin-{insight.id}"})
    new = insert_insight(insert_insight(PLAIN, insight, LANGUAGES), twin, LANGUAGES)
    assert register_of(new).insights[1:] == (insight, twin)


def made(tree: object, kind: type, languages: tuple[str, ...] = LANGUAGES) -> object:
    found, problems = judge(kind, tree, languages)
    assert not problems
    return found


def test_the_lines_are_those_of_a_careful_editor() -> None:
    insight = made(
        {
            "id": "letters",
            "title": {"nl": "Brieven: te moeilijk", "en": "Letters too hard"},
            "said": {
                "nl": "U leest een brief drie keer en weet dan nog niet wat u moet doen, of voor "
                "wanneer dat klaar moet zijn.",
                "en": "Two things:\n\n- the words;\n- the length.",
            },
            "heard": [{"period": "2026-Q1", "mentions": "12", "sources": ["survey", "calls"]}],
            "topics": ["letters"],
            "severity": "3",
            "actions": [
                {
                    "id": "plain-words",
                    "kind": "direct",
                    "date": "2026-02-01",
                    "text": {"nl": "# 1: herschreven", "en": "no"},
                    "measure": {"score": "nps", "before": "2025-Q4", "after": "2026-Q2"},
                }
            ],
        },
        Insight,
    )
    assert isinstance(insight, Insight)
    new = insert_insight(PLAIN, insight, LANGUAGES)
    assert new.removeprefix(PLAIN[: PLAIN.index("\n# ----")]) == (
        """
  - id: letters
    title:
      nl: "Brieven: te moeilijk"
      en: Letters too hard
    said:
      nl: >
        U leest een brief drie keer en weet dan nog niet wat u moet doen, of voor wanneer dat klaar
        moet zijn.
      en: |
        Two things:

        - the words;
        - the length.
    heard:
      - {period: 2026-Q1, mentions: 12, sources: [survey, calls]}
    topics: [letters]
    severity: 3
    actions:
      - id: plain-words
        kind: direct
        date: 2026-02-01
        text:
          nl: "# 1: herschreven"
          en: "no"
        measure: {score: nps, before: 2025-Q4, after: 2026-Q2}
"""
        + PLAIN[PLAIN.index("\n# ----") :]
    )


def test_a_site_of_one_language_needs_no_languages_at_each_text() -> None:
    insight = made({"id": "a", "title": "Wachten", "said": "Lang."}, Insight, ("nl",))
    assert isinstance(insight, Insight)
    new = insert_insight(TIGHT, insight, ("nl",))
    assert "\n\n\n  # below\n- id: a\n  title: Wachten\n  said: Lang.\ntopics" in new


def test_an_update_keeps_the_width_of_the_file() -> None:
    update = made({"date": "2026-03-01", "text": {"nl": "Klaar."}, "status": "done"}, Update)
    assert isinstance(update, Update)
    assert (
        "                        next_update: 2026-04-01\n"
        "                    -   date: 2026-03-01\n"
        "                        text:\n"
        "                            nl: Klaar.\n"
        "                        status: done\n"
    ) in insert_update(WIDE, "phone", "routing", update, LANGUAGES)


def test_an_answer_comes_to_an_insight_that_had_none() -> None:
    text = (
        HEAD + "insights:\n  - {id: a, title: A, said: A}\n  - id: b\n    title: B\n    said: B\n"
    )
    action = register_of(PLAIN).insights[0].actions[0]
    assert register_of(insert_action(text, "b", action, LANGUAGES)).insights[1].actions == (action,)
    with pytest.raises(NotHereError) as error:
        insert_action(text, "a", action, LANGUAGES)
    assert (error.value.code, error.value.facts) == ("in-brackets", {"line": "7"})


@pytest.mark.parametrize("list_", ["[{id: a, title: A, said: A}]", "[\n  ]"])
def test_a_list_in_brackets_is_left_to_its_editor(list_: str) -> None:
    insight = register_of(PLAIN).insights[0]
    with pytest.raises(NotHereError) as error:
        insert_insight(HEAD + f"insights: {list_}\n", insight, LANGUAGES)
    assert error.value.code == "in-brackets"


def test_what_is_not_there_is_named() -> None:
    update = made({"date": "2026-03-01", "text": "Klaar.", "status": "done"}, Update)
    assert isinstance(update, Update)
    for way in (("phone", "gone"), ("gone", "routing")):
        with pytest.raises(NotHereError) as error:
            insert_update(PLAIN, *way, update, LANGUAGES)
        assert (error.value.code, error.value.facts) == ("no-such-id", {"id": "gone"})


def test_the_example_keeps_every_line() -> None:
    folder = Path(__file__).parents[2]
    old = (folder / "actions.yaml").read_text(encoding="utf-8")
    insight = register_of(PLAIN).insights[0].model_copy(update={"id": "quite-new"})
    new = insert_insight(old, insight, LANGUAGES)
    assert_only_added(old, new)
    tail = old[old.rindex("\n# ---") :] if "\n# ---" in old else ""
    assert new.endswith(tail)
