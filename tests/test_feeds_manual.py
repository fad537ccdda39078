"""What ``docs/feeds.md`` says that others may count on, beside what the example publishes."""

import re
from pathlib import Path

import feedparser

from generator.outputs.view import PICTURED
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "feeds.md").read_text("utf-8")
FILE = re.compile(r"`((?:[a-z-]+/)*(?:ID/)?(?:[a-z-]+/)*(?:[a-z-]+\.[a-z]+)?)`")


def below(example: Path) -> set[str]:
    """Every file of the site, with ID for an id."""
    names = (path.relative_to(example).as_posix() for path in example.rglob("*") if path.is_file())
    lists = r"((?:embed/)?(?:topics|journey|parties|insights|editions))/[a-z0-9-]+/"
    return {re.sub(f"^{lists}", r"\1/ID/", name) for name in names}


def test_every_address_is_there_in_both_languages(example: Path) -> None:
    named = {name for name in FILE.findall(PAGE) if "/" in name or name == "feed.xml"}
    served = {f"{name}index.html" if name.endswith("/") else name for name in named}
    assert len(served) > 15
    assert served <= below(example)
    once = {name for name in served if name.startswith(("data/", "en/"))}
    assert served - once <= below(example / "en")


def test_every_id_has_one_of_the_forms_it_names(example: Path) -> None:
    forms = re.findall(r"^\| .* \| `tag:example\.org,2026:(\S+)` \|$", PAGE, re.MULTILINE)
    assert len(forms) == 5
    ids = [
        entry.id.removeprefix("tag:example.org,2026:")
        for path in ("feed.xml", "editions/feed.xml")
        for entry in feedparser.parse((example / path).read_bytes()).entries
    ]
    name, day = "[a-z0-9-]+", r"\d{4}-\d\d-\d\d"
    known = [
        re.sub("phone-waiting|routing|2026-3$", name, re.sub(day, day.replace("\\", "\\\\"), form))
        for form in forms
    ]
    for one in ids:
        assert any(re.fullmatch(form, one) for form in known), one


def test_its_numbers_are_those_of_the_code() -> None:
    assert f"The {PICTURED} insights with the latest news" in PAGE
