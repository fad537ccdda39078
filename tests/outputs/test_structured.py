"""What search engines read: structured data that is true, and can't get out of its block."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from generator.outputs.page import Page
from generator.outputs.structured import structured
from tests.outputs.registers import HOSTILE

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_an_insight_is_a_question_with_our_answers(example: Path) -> None:
    html = (example / "en" / "insights" / "phone-waiting" / "index.html").read_text("utf-8")
    (text,) = BLOCK.findall(html)
    data = json.loads(text)
    assert data["@type"] == "WebPage"
    assert data["url"].endswith("/en/insights/phone-waiting/")
    assert data["inLanguage"] == "en"
    question = data["mainEntity"]
    assert question["name"] == "Long waits on the phone"
    answers = [question["acceptedAnswer"], *question["suggestedAnswer"]]
    assert len(answers) == question["answerCount"] == 3
    assert all(date.fromisoformat(answer["dateCreated"]) for answer in answers)


def test_every_page_that_is_kept_has_one_block_and_others_none(example: Path) -> None:
    for path in example.rglob("index.html"):
        html = path.read_text("utf-8")
        kept = 'name="robots" content="noindex"' not in html
        found = [json.loads(text) for text in BLOCK.findall(html)]
        assert len(found) == kept, path
        assert ('<link rel="alternate" hreflang="x-default"' in html) == kept, path
        if kept:
            assert f'<link rel="canonical" href="{found[0]["url"]}">' in html


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_ends_the_block(text: str) -> None:
    page = Page("x/", "nl", text, text, "", about=lambda: {"name": text})
    made = structured(page, "https://bank.example/x/", (text, "https://bank.example/"), (text, ""))
    assert not set("<>&") & set(made)
    assert json.loads(made)["mainEntity"]["name"] == text
