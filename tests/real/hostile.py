"""A register whose every text attacks, and what a page must show of it."""

from typing import Any

from tests.real.convert import write

TITLE = "</title><script>window.executed='title'</script> {{ 7*7 }} & \"'>"
SAID = (
    "<img src=x onerror=\"window.executed='image'\"> <script>window.executed='said'</script>",
    "[click](javascript:window.executed='link') [data](data:text/html,<script>1</script>)",
    "{{ 7 * 7 }} {% raw %}{{ config }}{% endraw %} ${7 * 7} <%= 7 * 7 %> #{7 * 7}",
    "</textarea></style></svg><svg onload=window.executed='svg'> <!-- ]]> --> &lt;b&gt; &#60;",
    "مرحبا بالعالم, שלום עולם, 中文, Ω≈ç√",
    "👩‍👩‍👧 🎄 ☀️ e\u0301",
)
ANSWER = "<iframe srcdoc='<script>parent.executed=1</script>'></iframe><b onclick=alert(1)>b</b>"
UPDATE = (
    "<a href=\"javascript:window.executed='update'\">Read on</a> ![x](http://evil.example/x.png)"
)
LABEL = "\"><script>window.executed='label'</script>"
LONG_WORD = "w" * 5000

SHOWN = (TITLE, *SAID, ANSWER, UPDATE, LABEL)
"""What the page of the hostile insight shows, to the character; its title first."""

EXECUTED = (
    "<script>window.executed",
    "<img src=x",
    "<svg onload",
    "<iframe srcdoc",
    "<b onclick",
    '<a href="javascript:',
)
"""What stands in none of its files."""


def _insight(name: str, title: str, said: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "title": title,
        "said": said,
        "heard": [{"period": "2026-Q1", "mentions": 400, "sources": ["hostile"]}],
        "topics": ["hostile"],
        "journey": ["hostile"],
        "segments": ["hostile"],
        **fields,
    }


def _process(**fields: Any) -> dict[str, Any]:
    return {
        "id": "answer",
        "kind": "process",
        "date": "2026-04-01",
        "text": ANSWER,
        "by": ["hostile"],
        "next_update": "2026-05-01",
        "updates": [{"date": "2026-05-01", "text": UPDATE, "next_update": "2027-01-01"}],
        "links": [{"title": LABEL, "url": "https://www.example.org/?a=1&b=2"}],
        **fields,
    }


def _insights() -> list[dict[str, Any]]:
    gone = {"date": "2026-08-01", "reason": UPDATE}
    long = f"A word of {len(LONG_WORD)}: {LONG_WORD}"
    return [
        _insight("hostile", TITLE, "\n\n".join(SAID), actions=[_process()]),
        _insight("long", LONG_WORD[:300], long, actions=[_process(text=long)]),
        _insight(
            "done",
            f"{TITLE} done",
            ANSWER,
            actions=[{"id": "a", "kind": "direct", "date": "2026-04-01", "text": ANSWER}],
            corrections=[{"date": "2026-08-01", "text": UPDATE}],
        ),
        _insight(
            "refused",
            f"{TITLE} no",
            UPDATE,
            actions=[
                {
                    "id": "a",
                    "kind": "no-action",
                    "date": "2026-04-01",
                    "text": ANSWER,
                    "reason": "choice",
                    "alternative": UPDATE,
                    "final": "true",
                }
            ],
        ),
        _insight("gone", f"{TITLE} gone", SAID[0], withdrawn=gone),
        *(
            _insight(f"more-{number}", f"{number} {TITLE}", SAID[0], answer_by="2027-01-01")
            for number in range(60)
        ),
    ]


def _register() -> dict[str, Any]:
    label = {"hostile": LABEL, "long": LONG_WORD[:300]}
    return {
        "format": 1,
        "organisation": {
            "name": f"Bank & {LABEL}",
            "homepage": "https://www.example.org/",
            "feedback": "https://www.example.org/feedback/",
            "feed_authority": "example.org,2026",
        },
        "languages": ["en"],
        "topics": label,
        "segments": label,
        "sources": label,
        "parties": {"hostile": {"name": LABEL, "kind": "partner"}},
        "journey": [{"id": name, "label": text} for name, text in label.items()],
        "scores": [
            {
                "id": "hostile",
                "title": TITLE,
                "question": LABEL,
                "metric": "nps",
                "breaks": [{"period": "2026-Q2", "text": ANSWER}],
                "points": [
                    {"period": "2026-Q1", "n": 100, "value": 10},
                    {"period": "2026-Q2", "n": 100, "value": 20, "revised": UPDATE},
                ],
            }
        ],
        "insights": _insights(),
    }


HOSTILE = write(_register())
"""The register as text."""
