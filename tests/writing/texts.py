"""Any text that staff could type, the nasty kinds first."""

from datetime import date

from hypothesis import strategies as st
from pydantic import TypeAdapter

from generator.register.model import Insight, Update

_NASTY = [
    ": ", " #", "#", "- ", "-", "? ", "* ", "*", "&a", "!", "%", "@", "`", "> ", "|", "'", '"',
    "\\", "[", "]", "{", "}", ",", "~", "no", "null", "012", "1e3", "12:30", "2026-01-01", "---",
    "...", "=", "<<", "\n", "\n\n", "\n- ", "\n  ", "\t", " ", "  ", "\r", "é", "’", "\u00a0", "😀",
    "wachten ", "aan de telefoon ", "https://www.example.org/a?b=c#d ", "// ", "<b>", "key: value",
]  # fmt: skip
_letters = st.characters(
    exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"),
    # What no reader sees has no place in a register, also where Unicode calls it a letter.
    exclude_characters="\u034f\u115f\u1160\u3164\uffa0\ufeff\ufffc\ufffd\ufffe\uffff",
)
texts = (
    st.lists(st.one_of(st.sampled_from(_NASTY), _letters), min_size=1, max_size=60)
    .map("".join)
    .filter(lambda text: bool(text.strip()))
)
lines = texts.map(lambda text: " ".join(text.split()))
ids = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}", fullmatch=True).map("x".__add__)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str)
periods = st.one_of(days, st.sampled_from(["2026", "2026-H1", "2025-Q4", "2026-03"]))
numbers = st.integers(0, 999_999_999).map(str)
LANGUAGES = ("nl", "en")


def per_language(one: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    both = st.fixed_dictionaries({"nl": one}, optional={"en": one})
    return st.one_of(one, both, st.fixed_dictionaries({"en": one}))


def _fields(needed: dict[str, object], optional: dict[str, object]) -> st.SearchStrategy[object]:
    return st.fixed_dictionaries(needed, optional=optional)  # type: ignore[arg-type]


_update_fields = _fields(
    {"date": days, "text": per_language(texts)},
    {
        "next_update": days,
        "status": st.sampled_from(["done", "stopped"]),
        "reason": per_language(texts),
    },
)
_action_fields = _fields(
    {
        "id": ids,
        "kind": st.sampled_from(["direct", "process", "no-action"]),
        "date": days,
        "text": per_language(texts),
    },
    {
        "by": st.lists(ids, max_size=3),
        "links": st.lists(
            _fields(
                {
                    "title": per_language(lines),
                    "url": st.sampled_from(["https://a.example/", "https://b.example/?q=[1],2#c"]),
                },
                {},
            ),
            max_size=2,
        ),
        "measure": _fields({"score": ids, "before": periods, "after": periods}, {}),
        "reason": st.sampled_from(["law", "not-ours"]),
        "alternative": per_language(texts),
        "reconsider": periods,
        "final": st.sampled_from(["true", "false"]),
        "updates": st.lists(_update_fields, max_size=2),
    },
)
_insight_fields = _fields(
    {"id": ids, "title": per_language(lines), "said": per_language(texts)},
    {
        "heard": st.lists(
            _fields({"period": periods, "mentions": numbers}, {"sources": st.lists(ids)}),
            max_size=3,
        ),
        "topics": st.lists(ids, max_size=30),
        "severity": st.sampled_from("123"),
        "answer_by": days,
        "actions": st.lists(_action_fields, max_size=2),
        "corrections": st.lists(_fields({"date": days, "text": per_language(texts)}, {})),
    },
)


_CONTEXT = {"languages": LANGUAGES}
insights: st.SearchStrategy[Insight] = _insight_fields.map(
    lambda tree: TypeAdapter(Insight).validate_python(tree, context=_CONTEXT)
)
updates: st.SearchStrategy[Update] = _update_fields.map(
    lambda tree: TypeAdapter(Update).validate_python(tree, context=_CONTEXT)
)
