"""What search engines read beside the text of a page: schema.org, as JSON-LD.

A block of data is no script, so the security policy of our pages lets it stand. The vocabulary is
only named by its address; nothing is fetched from there.
"""

import json
from collections.abc import Mapping
from typing import Any

from generator.facts.facts import InsightFact
from generator.outputs.page import Page
from generator.outputs.view import View

_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def question(view: View, fact: InsightFact) -> Mapping[str, Any]:
    """An insight as a question, with our answers to it."""
    here = view.here("")
    answers = [
        {
            "@type": "Answer",
            "text": here.unmarked(action.text),
            "dateCreated": action.date.isoformat(),
        }
        for action in fact.insight.actions
    ]
    written = {
        "@type": "Question",
        "name": here.plain(fact.insight.title),
        "text": here.unmarked(fact.insight.said),
        "answerCount": len(answers),
    }
    if answers:
        written |= {"acceptedAnswer": answers[-1]}
        if answers[:-1]:
            written |= {"suggestedAnswer": answers[:-1]}
    return written


def structured(page: Page, address: str, site: tuple[str, str], owner: tuple[str, str]) -> str:
    """A page as JSON that can stand inside ``<script>``.

    ``address`` is its full address; ``site`` and ``owner`` are each a name and an address.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": address,
        "name": page.title,
        "description": page.description,
        "inLanguage": page.language,
        "isPartOf": {"@type": "WebSite", "name": site[0], "url": site[1]},
    }
    if owner[0]:
        data["publisher"] = {"@type": "Organization", "name": owner[0], "url": owner[1]}
    if page.changed:
        data["dateModified"] = page.changed.isoformat()
    if page.about:
        data["mainEntity"] = page.about()
    text = _WRITER.encode(data)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
