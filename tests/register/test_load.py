"""Included files, and a reader that knows two outcomes: a model, or problems with lines."""

import random
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks import check
from generator.register.includes import InMemory
from generator.register.load import load
from tests.register.reading import HEAD, TODAY, WHOLE, codes, loaded, problems

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = (ROOT / "actions.yaml").read_bytes()
PART = WHOLE[WHOLE.index("insights:") :].replace("waiting", "app").encode()


def test_the_example_register_gives_no_error() -> None:
    found = [problem for problem in problems(EXAMPLE) if problem.is_error]
    assert found == []


def test_insights_of_included_files_come_after_those_of_the_main_file() -> None:
    whole = loaded(WHOLE.replace("insights:", "include: [register/*.yaml]\ninsights:"), a=PART)
    assert whole.register is not None
    assert [insight.id for insight in whole.register.insights] == ["waiting", "app"]
    assert whole.place(("insights", 1, "id")).file == "register/a.yaml"
    assert whole.place(("insights", 1, "id")).line == 2


def test_an_id_is_unique_over_all_files_and_the_second_is_reported_in_its_own_file() -> None:
    main = WHOLE.replace("insights:", "include: [register/*.yaml]\ninsights:")
    found = [problem for problem in problems(main, a=PART, b=PART) if problem.is_error]
    assert [(p.place.file, p.place.line, p.code) for p in found] == [
        ("register/b.yaml", 2, "id-twice")
    ]


def test_an_included_file_holds_insights_and_scores_only() -> None:
    main = f"{HEAD}include: [register/*.yaml]\n"
    assert codes(main, a=b"topics: {app: App}\n") == [(1, "part-key")]
    assert codes(main, a=b"- een\n") == [(1, "part-not-mapping")]
    assert codes(main, a=b"") == [(1, "part-not-mapping")]
    assert codes(main, a=b"id: een\ntitle: Een\nsaid: U wacht.\n") == [(1, "part-not-mapping")]
    assert codes(main, a=b"inzichten: []\n") == [(1, "unknown-key")]
    assert codes(main, a=b"insights: geen\n") == [(1, "not-a-list")]


def test_a_file_that_is_not_there_is_a_message() -> None:
    found = load("actions.yaml", InMemory())
    assert found.register is None
    assert [problem.code for problem in found.problems] == ["file-not-readable"]


def test_a_file_that_is_far_too_large_is_a_message() -> None:
    assert codes(b"# " + b"x" * 5_000_001) == [(1, "file-too-large")]


def test_one_broken_insight_hides_no_other_and_no_reference_to_it_is_called_wrong() -> None:
    faulty = WHOLE + "    merged_into: other\n  - {id: other, title: X, said: Y, answer_by: soon}\n"
    found = [problem for problem in problems(faulty) if problem.is_error]
    assert [(p.place.line, p.code) for p in found] == [(15, "date-not-real")]


def test_a_broken_topic_hides_nothing_else() -> None:
    faulty = WHOLE.replace("insights:", "topics: {My App: App}\ninsights:").replace(
        "2026-Q1", "2027-Q1"
    )
    assert [code for _, code in codes(faulty)] == ["id-spelling", "period-in-the-future"]


def test_two_broken_steps_of_the_journey_are_both_named() -> None:
    text = "journey:\n  - {id: a b, label: A}\n  - {id: C, label: B}\n"
    assert [code for _, code in codes(HEAD + text) if code == "id-spelling"] == ["id-spelling"] * 2


def test_a_long_list_of_problems_says_that_there_are_more() -> None:
    found = codes("insights:\n" + "  - x\n" * 1000)
    assert len(found) <= 210
    assert "too-many-problems" in [code for _, code in found]


@given(st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_a_mutated_register_gives_a_model_or_problems_with_lines(seed: int) -> None:
    chance = random.Random(seed)
    start = EXAMPLE.index(b"insights:")
    content = bytearray(EXAMPLE[: start + 6000])
    for _ in range(chance.randint(1, 6)):
        _mutate(content, chance)
    found = load("actions.yaml", InMemory({"actions.yaml": bytes(content)}))
    lines = bytes(content).count(b"\n") + bytes(content).count(b"\r") + 1
    assert found.register is not None or found.problems
    judged = check(found, TODAY, minimum=10)  # no rule stumbles over it either
    assert all(1 <= problem.place.line <= lines for problem in (*found.problems, *judged))


SIGNS = [b" ", b"\t", b":", b": ", b"- ", b"#", b" # ", b'"', b"'", b"{", b"}", b"[", b"]", b",",
         b"&a ", b"*a ", b"!", b"|", b">", b"?", b"? ", b"\n", b"\r", b"\x00", b"\xff",
         b"\xe2\x80\xae", b"%", b"@", b"---\n", b"<<: ", b"0", b"9" * 40, b"~"]  # fmt: skip


def _mutate(content: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(content))
    match chance.randrange(5):
        case 0:
            content[place:place] = chance.choice(SIGNS)
        case 1:
            del content[place : place + chance.randint(1, 30)]
        case 2:
            other = chance.randrange(len(content))
            content[place:place] = content[other : other + chance.randint(1, 200)]
        case 3:
            content[place] = chance.randrange(256)
        case _:
            end = content.find(b"\n", place)
            start = content.rfind(b"\n", 0, place) + 1
            content[start:start] = chance.choice(SIGNS) if end < 0 else content[start : end + 1]


def test_a_rule_finds_its_line_also_below_an_insight_that_could_not_be_read() -> None:
    item = "  - id: {}\n    title: T{}\n    said: U zegt {}.\n    topics: [{}]\n    severity: {}\n"
    content = (
        "format: 1\norganisation: {name: B, homepage: https://www.example.org/, feedback: "
        "https://www.example.org/f/, feed_authority: 'example.org,2026'}\nlanguages: [nl]\n"
        "topics: {app: App}\ninsights:\n"
        + item.format("one", 1, "dit", "app", 9)
        + item.format("two", 2, "dat", "nergens", 1)
        + item.format("three", 3, "iets", "app", 1)
    )
    found = load("a.yaml", InMemory({"a.yaml": content.encode()}))
    line = content.split("\n").index("    topics: [nergens]") + 1
    (missing,) = [p for p in check(found, date(2026, 11, 21), 10) if p.code == "unknown-reference"]
    assert (missing.place.line, missing.field) == (line, "insights.two.topics.1")
