"""However much there is to say, warnings coach and never block."""

from datetime import date

from generator.checks import check
from generator.register.includes import InMemory
from generator.register.load import load

TODAY = date(2026, 11, 21)
HEAD = """\
format: 1
organisation: {name: V, homepage: https://www.example.org/, \
feedback: https://www.example.org/, feed_authority: "example.org,2026"}
languages: [en]
insights:
"""
INSIGHT = """\
  - id: phone-{n}
    title: Long waits on the phone, case {n}
    said: In case {n} nobody picks up.
    heard: [{{period: 2026-Q1, mentions: 4}}]
    actions:
      - {{id: callback, kind: {kind}, date: 2026-05-12, text: Ask for case {n} and we call back.}}
"""


def problems(kind: str, insights: int) -> list[str]:
    text = HEAD + "".join(INSIGHT.format(n=n, kind=kind) for n in range(insights))
    loaded = load("actions.yaml", InMemory({"actions.yaml": text.encode()}))
    found = check(loaded, TODAY, 10)
    return [f"{problem.severity} {problem.code}" for problem in found]


def test_many_warnings_are_no_error() -> None:
    found = problems("direct", 500)
    assert len(found) > 200
    assert "warning too-many-problems" in found
    assert not [each for each in found if each.startswith("error")]


def test_many_errors_are_cut_short_with_an_error() -> None:
    found = problems("process", 500)
    assert "error too-many-problems" in found
    assert len(found) <= 402
