"""What an edition made public can be subtracted from what the site shows today."""

import re
from pathlib import Path

import pytest

from generator.editions import store
from generator.editions.chain import load_chain
from generator.files import Folder
from generator.outputs.page import Page
from generator.register.load import load
from generator.settings import Settings
from generator.site import make_site
from tests.conftest import TODAY
from tests.editions.test_commands import REGISTER, SETTINGS, publish

BEFORE = REGISTER.replace("n: 77, positive: 60", "n: 7877, positive: 6543")
REASON = "revised: {nl: Er waren er meer., en: There were more.}"


def shown(folder: Path) -> str:
    """Everything that the site publishes, as one text."""
    loaded = load("actions.yaml", Folder(folder))
    chain = load_chain(store.read(folder / store.FOLDER))
    made = make_site(loaded, Settings(), TODAY, {}, chain)
    assert not made.has_errors
    texts = [
        output.body if isinstance(output, Page) else output.content.decode("utf-8", "replace")
        for language in made.languages
        for output in made.outputs(language)
        if not output.path.endswith(".png")
    ]
    return "\n".join(texts)


def numbers(text: str) -> set[str]:
    """Every number in it, without what separates its thousands."""
    return {re.sub(r"[.,]", "", found) for found in re.findall(r"\b\d[\d.,]*\d\b", text)}


@pytest.mark.parametrize(("later", "is_public"), [(7879, False), (7887, True)])
def test_two_more_answers_than_in_an_edition_would_show_what_two_people_said(
    later: int, is_public: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = tmp_path / "actions.yaml"
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "content" / "nl").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    register.write_text(BEFORE, encoding="utf-8")
    assert publish("2026-1", "2026-04-01").exit_code == 0
    assert "7877" in numbers(shown(tmp_path))
    more = f"n: {later}, positive: {6543 + later - 7877}, {REASON}"
    register.write_text(BEFORE.replace("n: 7877, positive: 6543", more), encoding="utf-8")
    found = numbers(shown(tmp_path))
    assert (str(later) in found) == is_public
    assert "7877" in found, "the edition says what it said"
