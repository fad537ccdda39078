"""One mistake is one message, also where many lines name what was mistaken."""

from generator.checks import check
from generator.editions.edition import freeze
from generator.editions.reading import read_edition, read_sheet
from generator.register.loaded import Loaded
from tests.editions.registers import FIRST
from tests.register.reading import TODAY, WHOLE, loaded

NAMED = WHOLE.replace(
    "insights:",
    "topics: {phone: {nl: Telefoon, en: Phone}, app: {nl: App, en: App}}\n"
    "synonyms: {phone: {nl: bellen, en: call}}\n"
    "scores:\n"
    "  - {id: csat, title: {nl: Hulp, en: Help}, metric: csat, points: [\n"
    "      {period: 2025-Q4, n: 40, positive: 20},\n"
    "      {period: 2026-Q1, n: 40, positive: 25}]}\n"
    "insights:",
) + (
    "    topics: [phone]\n"
    "    actions:\n"
    "      - id: menu\n"
    "        kind: direct\n"
    "        date: 2026-02-02\n"
    "        text: {nl: Het menu is korter., en: The menu is shorter.}\n"
    "        measure: {score: csat, before: 2025-Q4, after: 2026-Q1}\n"
)


def told(before: str, after: str) -> list[tuple[int, str]]:
    """The line and code of each problem, where ``before`` was published."""
    published = loaded(before).register
    assert published
    last = read_edition(read_sheet(freeze(published, "2026-1", FIRST)))
    new: Loaded = loaded(after)
    return [(each.place.line, each.code) for each in check(new, TODAY, 10, last=last)]


def test_a_published_name_that_is_gone_is_told_once() -> None:
    assert told(NAMED, NAMED) == []
    renamed = NAMED.replace("topics: {phone:", "topics: {telefoon:")
    assert [code for _, code in told(NAMED, renamed)] == ["refusal.vanished-page"]


def test_so_is_a_figure() -> None:
    without = NAMED.replace("      {period: 2025-Q4, n: 40, positive: 20},\n", "")
    assert [code for _, code in told(NAMED, without)] == ["refusal.vanished-entry"]


def test_what_is_wrong_beside_it_is_told_too() -> None:
    renamed = NAMED.replace("topics: {phone:", "topics: {telefoon:")
    also = renamed.replace("topics: [phone]", "topics: [phone, chat]")
    assert sorted(code for _, code in told(NAMED, also)) == [
        "refusal.vanished-page",
        "unknown-reference",
    ]
