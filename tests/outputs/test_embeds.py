"""Small pages for other sites to show."""

from generator.outputs.embeds import embeds
from generator.outputs.view import View
from generator.settings import Settings
from generator.words import words
from tests.outputs.registers import action, facts, insight


def test_an_insight_that_was_merged_shows_the_one_that_answers_it() -> None:
    old = insight("queue", title="Wachtrij", merged_into="lines")
    between = insight("lines", title="Lijnen", merged_into="phone")
    phone = insight(actions=[action(text="U kunt zich laten terugbellen.")])
    found = embeds(View(facts(old, between, phone), words("nl"), Settings()))
    shown = {file.path: file.content.decode() for file in found}
    page = shown["embed/insights/queue/index.html"]
    assert page.index("Wachtrij") < page.index("Lang wachten")
    assert "U kunt zich laten terugbellen." in page
    assert "Lijnen" not in page
    assert "Wachtrij" not in shown["embed/insights/phone/index.html"]
