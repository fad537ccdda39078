"""The pages of prose: what would stand there otherwise than was meant is told with its line."""

from pathlib import Path

import pytest

from generator.checks.pages import look, problems_in
from generator.files import below
from generator.words import words

ABOVE = "---\ntitle: Over ons\n---\n\n# Over ons\n\n"


def found(content: str | bytes) -> list[tuple[int, int, str]]:
    page = content if isinstance(content, bytes) else content.encode()
    return [(each.place.line, each.place.column, each.code) for each in look("about.md", page)]


@pytest.mark.parametrize(
    "page",
    [
        "",
        ABOVE,
        "Welkom\n=======\n\n% van ons, [elders](https://www.example.org/a.png) en ![hier](a.png)\n",
        "```\n<iframe src='https://video.example.org/1'></iframe>\n```\n`![a](https://b.nl/c.png)`\n",
    ],
)
def test_an_ordinary_page_is_fine(page: str) -> None:
    assert found(page) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"{ABOVE}Eén".encode("cp1252"), (7, 2, "file-not-utf8")),
        (ABOVE.replace("Over ons\n-", "Over: ons\n-"), (2, 1, "content.front-matter")),
        ("---\nOver ons\n---\n", (2, 1, "content.front-matter")),
        ("<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> proposal\n", (1, 1, "merge-conflict")),
        (f"{ABOVE}a\u202eb\n", (7, 2, "character-not-allowed")),
        (f"{ABOVE}![Ons kantoor](https://x.example/a.png)\n", (7, 16, "content.from-elsewhere")),
        ("<p>\n<iframe width=1\n src='//video.example/1'>\n", (3, 7, "content.from-elsewhere")),
    ],
)
def test_what_is_wrong_is_told_once_with_its_place(
    page: str | bytes, expected: tuple[int, int, str]
) -> None:
    assert found(page) == [expected]


def test_every_page_of_every_language_is_looked_at(tmp_path: Path) -> None:
    for language in ("nl", "en"):
        (tmp_path / "content" / language).mkdir(parents=True)
        page = tmp_path / "content" / language / "about.md"
        page.write_text("![a](https://b.example/c.png)", encoding="utf-8")
    problems = problems_in(below(tmp_path / "content", tmp_path, ".md"))
    assert [problem.place.file for problem in problems] == [
        "content/en/about.md", "content/nl/about.md",
    ]  # fmt: skip
    assert "https://b.example/c.png" in words("nl").message(problems[0])
    assert problems_in(below(tmp_path / "nowhere", tmp_path, ".md")) == ()
