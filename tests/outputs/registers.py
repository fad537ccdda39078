"""Small registers for tests of outputs, made past the reader: it would refuse hostile text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.facts.facts import Facts, work_out
from generator.register.model import Register
from tests.editions.registers import HEAD

TODAY = date(2026, 11, 21)

HOSTILE = {
    "markup": '<script>alert("x")</script> <b>vet</b> </p></channel>',
    "cdata": "]]> <![CDATA[ ]]&gt; <!-- --> <?php ?>",
    "ampersand": "R&D &amp; &nbsp; &#0; &lt;b&gt;",
    "right-to-left": "\u202eevil\u202c שלום مرحبا \u200f",
    "emoji": "👩‍💻 🇳🇱 𝕏 e\u0301",
    "control characters": "a\x00b\x01c\x08d\x0be\x1bf\x7fg\x85h\x9fi",
    "not characters": "a\ud800b\udfffc\ufffed\uffffe",
    "line ends": "a\rb\r\nc\u2028d\u2029e",
    "formula": '=HYPERLINK("https://example.com";"klik") +1 -1 @x',
    "calendar": "a;b,c:d\\n\nEND:VEVENT\nATTENDEE:mailto:x@example.com",
    "template": "{title} {0} {{ t }} {% raw %} %s",
    "long": "woord " * 3000,
}
"""Texts that break writers which only put strings together."""


def action(name: str = "callback", **fields: Any) -> dict[str, Any]:
    """An action that is done, unless the fields say otherwise."""
    plain = {"id": name, "kind": "direct", "date": "2026-05-12", "text": "U kunt bellen."}
    return plain | fields


def insight(name: str = "phone", **fields: Any) -> dict[str, Any]:
    """An insight with one answer."""
    plain = {
        "id": name,
        "title": {"nl": "Lang wachten", "en": "Long waits"},
        "said": {"nl": "U wacht te lang.", "en": "You wait too long."},
        "heard": [{"period": "2026-Q1", "mentions": "4", "sources": ["survey"]}],
        "topics": ["app"],
        "journey": ["help"],
        "actions": [action()],
    }
    return plain | fields


def register(*insights: Mapping[str, Any], **fields: Any) -> Register:
    """A register in Dutch and English."""
    plain = {
        **HEAD,
        "topics": {"app": {"nl": "App", "en": "App"}, "phone": {"nl": "Telefoon", "en": "Phone"}},
        "segments": {"business": {"nl": "Zakelijk", "en": "Business"}},
        "sources": {"survey": {"nl": "Onderzoek", "en": "Survey"}},
        "parties": {
            "service": {"name": {"nl": "Klantenservice", "en": "Service"}, "kind": "own"},
            "belhuis": {"name": "Belhuis", "kind": "partner"},
        },
        "journey": [{"id": "help", "label": {"nl": "Hulp krijgen", "en": "Getting help"}}],
        "insights": list(insights),
    }
    return Register.model_validate(plain | fields, context={"languages": ("nl", "en")})


def facts(*insights: Mapping[str, Any], today: date = TODAY, **fields: Any) -> Facts:
    """All that follows from such a register."""
    return work_out(register(*insights, **fields), today, 10)


def hostile(text: str) -> dict[str, Any]:
    """An insight with the same text in every field that takes one."""
    both = {"nl": text, "en": text}
    told = {"date": "2026-06-01", "text": both, "next_update": "2026-12-01"}
    return insight(
        title=both,
        said=both,
        actions=[
            action(
                text=both,
                links=[{"title": both, "url": "https://www.example.org/?a=1&b=2"}],
                not_measured=both,
                by=["service", "belhuis"],
            ),
            action("routing", kind="process", text=both, next_update="2026-06-01", updates=[told]),
            action(
                "stop",
                kind="process",
                text=both,
                next_update="2026-06-01",
                updates=[{"date": "2026-06-02", "text": both, "status": "stopped", "reason": both}],
            ),
            action("no", kind="no-action", reason="law", text=both, alternative=both, final="true"),
        ],
        corrections=[{"date": "2026-08-01", "text": both}],
    )


def hostile_facts(text: str) -> Facts:
    """Such an insight in a register whose names are the same text."""
    both = {"nl": text, "en": text}
    return facts(
        hostile(text),
        organisation={
            "name": both,
            "homepage": "https://www.example.org/",
            "feedback": "https://www.example.org/feedback/",
            "feed_authority": "example.org,2026",
        },
        topics={"app": both},
        parties={
            "service": {"name": both, "kind": "own"},
            "belhuis": {"name": both, "kind": "partner"},
        },
        journey=[{"id": "help", "label": both}],
        scores=[
            {
                "id": "nps",
                "title": both,
                "question": both,
                "metric": "nps",
                "breaks": [{"period": "2026-Q1", "text": both}],
                "points": [{"period": "2026-Q1", "n": "100", "value": "-20", "revised": both}],
            }
        ],
    )
