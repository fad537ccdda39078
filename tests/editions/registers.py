"""Registers for tests of editions: one with every field, any number of made-up ones, and chains."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from generator.editions.chain import load_chain
from generator.editions.edition import freeze
from generator.editions.listing import SUMS, checksums
from generator.editions.publish import Order, Publication, publish
from generator.editions.reading import read_edition, read_register, read_sheet
from generator.problems import Place
from generator.register.fields import RESERVED
from generator.register.model import Register

Plain = dict[str, Any]

FIRST, SECOND = date(2026, 3, 31), date(2026, 9, 30)

HEAD: Plain = {
    "format": "1",
    "organisation": {
        "name": "Voorbeeldbank",
        "homepage": "https://www.example.org/",
        "feedback": "https://www.example.org/feedback/",
        "feed_authority": "example.org,2026",
    },
    "languages": ["nl", "en"],
}


def both(text: str) -> Plain:
    """A text in both languages."""
    return {"nl": f"{text} (nl)", "en": f"{text} (en)"}


FULL: Plain = {
    **HEAD,
    "topics": {"phone": both("Phone"), "app": both("App")},
    "segments": {"business": both("Business")},
    "sources": {"survey": both("Survey")},
    "parties": {
        "belhuis": {"name": "Belhuis", "kind": "partner", "homepage": "https://www.example.net/"}
    },
    "journey": [{"id": "help", "label": both("Help")}],
    "insights": [
        {
            "id": "waiting",
            "title": both("Long waits"),
            "said": both("You wait too long"),
            "heard": [{"period": "2026-Q1", "mentions": "412", "sources": ["survey"]}],
            "topics": ["phone"],
            "journey": ["help"],
            "segments": ["business"],
            "sentiment": "negative",
            "severity": "3",
            "impact": "1",
            "answer_by": "2026-03-01",
            "actions": [
                {
                    "id": "routing",
                    "kind": "process",
                    "date": "2026-02-01",
                    "text": both("We change the menu"),
                    "by": ["belhuis"],
                    "next_update": "2026-03-01",
                    "measure": {"score": "nps", "before": "2025-Q4", "after": "2026-Q2"},
                    "updates": [
                        {
                            "date": "2026-02-20",
                            "text": both("Half of it is done"),
                            "next_update": "2026-06-01",
                        },
                        {
                            "date": "2026-03-20",
                            "text": both("We stopped"),
                            "status": "stopped",
                            "reason": both("It did not work"),
                        },
                    ],
                },
                {
                    "id": "night",
                    "kind": "no-action",
                    "date": "2026-02-02",
                    "text": both("Too few calls"),
                    "reason": "cost",
                    "alternative": both("Use the app"),
                    "reconsider": "2027",
                    "final": "true",
                    "links": [{"title": both("Hours"), "url": "https://www.example.org/hours/"}],
                    "not_measured": both("Nobody calls"),
                },
            ],
            "corrections": [{"date": "2026-03-05", "text": both("It was 412, not 421")}],
        },
        {
            "id": "parking",
            "title": both("Parking"),
            "said": both("No place to park"),
            "withdrawn": {"date": "2026-03-02", "reason": both("It was another bank")},
        },
        {"id": "chat", "title": both("Chat"), "said": both("It loops"), "merged_into": "waiting"},
    ],
    "scores": [
        {
            "id": "nps",
            "title": both("Would you recommend us?"),
            "question": both("How likely"),
            "metric": "nps",
            "level": "contact",
            "audience": "employees",
            "journey": "help",
            "scale": ["0", "10"],
            "better": "lower",
            "target": "30.5",
            "breaks": [{"period": "2026-Q1", "text": both("New wording")}],
            "points": [
                {
                    "period": "2025-Q4",
                    "n": "600",
                    "promoters": "320",
                    "passives": "180",
                    "detractors": "100",
                    "revised": both("Counted twice"),
                },
                {"period": "2026-Q1", "n": "30", "counts": {"1": "10", "10": "20"}},
                {"period": "2026-Q2", "n": "50", "positive": "40"},
                {"period": "2026-Q3", "n": "40", "value": "7.5"},
            ],
        }
    ],
}
"""Every field of every model has a value here that is not its default."""


def full(**changes: Any) -> Register:
    """The register with every field; a change is a way and a value: ``insights__0__severity``."""
    return read_register(changed(FULL, {tuple(key.split("__")): v for key, v in changes.items()}))


def changed(plain: Plain, changes: Mapping[tuple[str, ...], Any]) -> Plain:
    """A copy with other values; ``None`` takes a field or an entry out."""
    copy = deepcopy(plain)
    for way, value in changes.items():
        node: Any = copy
        for step in way[:-1]:
            node = node[int(step)] if isinstance(node, list) else node[step]
        last: Any = int(way[-1]) if isinstance(node, list) else way[-1]
        if value is None:
            del node[last]
        elif isinstance(node, list) and last == len(node):
            node.append(value)
        else:
            node[last] = value
    return copy


def leaves(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every scalar of a plain register, with the way to it."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, (*way, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, (*way, str(index)))
    else:
        yield way, value


def insight(name: str = "waiting", **fields: Any) -> Plain:
    """An insight without an answer, unless the fields say otherwise."""
    return {"id": name, "title": both(name.title()), "said": both(f"You said {name}")} | fields


def process(**fields: Any) -> Plain:
    """A promise of news by the first of May."""
    plain = {"id": "routing", "kind": "process", "date": "2026-02-01", "text": both("We work")}
    return plain | {"next_update": "2026-05-01"} | fields


def refusal(**fields: Any) -> Plain:
    """A no with a reason."""
    plain = {"id": "no", "kind": "no-action", "date": "2026-02-01", "text": both("We don't")}
    return plain | {"reason": "cost", "reconsider": "2026-06"} | fields


def direct(**fields: Any) -> Plain:
    """Something that is done."""
    plain = {"id": "done", "kind": "direct", "date": "2026-08-01", "text": both("It is done")}
    return plain | fields


def update(day: str, **fields: Any) -> Plain:
    """A report on a promise."""
    return {"date": day, "text": both(f"News of {day}")} | fields


def register(*insights: Plain, scores: Sequence[Plain] = (), **head: Any) -> Register:
    """A register with some insights and scores."""
    return read_register({**HEAD, **head, "insights": list(insights), "scores": list(scores)})


def published(
    written: Register,
    files: Mapping[str, bytes],
    name: str = "2026-2",
    day: date = SECOND,
    **order: Any,
) -> Publication:
    """What comes of publishing a register after some files, on the day itself."""
    asked = Order(name, day, **order)
    return publish(asked, written, files, day, 10, lambda _: Place("actions.yaml"))


def chain_of(registers: Sequence[Register], sums: bool = True) -> dict[str, bytes]:
    """The files of a chain with an edition a week, named ``e01``, ``e02`` and so on."""
    files: dict[str, bytes] = {}
    before = None
    for number, frozen in enumerate(registers):
        name = f"e{number + 1:02}"
        content = freeze(frozen, name, FIRST + timedelta(weeks=number), before)
        before = read_edition(read_sheet(content), before)
        files[before.file] = content
    if sums:
        files[SUMS] = checksums(load_chain(files).editions)
    return files


_words = st.text('ab é’"\\{<*🙂\n', min_size=1, max_size=9).filter(lambda text: text.strip())
_texts = st.one_of(_words, st.fixed_dictionaries({"nl": _words}, optional={"en": _words}))
_ids = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True).filter(lambda id: id not in RESERVED)
_days = st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(date.isoformat)
_periods = st.sampled_from(["2025", "2025-H2", "2026-Q1", "2026-03", "2026-03-31"])
_counts = st.integers(0, 10**6).map(str)
_numbers = st.decimals(-(10**9) + 1, 10**9 - 1, places=6).map(lambda number: f"{number:f}")


def _maybe(required: Mapping[str, Any], **optional: Any) -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(dict(required), optional=optional)


def _list(entry: st.SearchStrategy[Plain], key: str) -> st.SearchStrategy[list[Plain]]:
    return st.lists(entry, max_size=3, unique_by=lambda plain: plain[key])


_updates = _maybe(
    {"date": _days, "text": _texts},
    next_update=_days,
    status=st.sampled_from(["done", "stopped"]),
    reason=_texts,
)
_actions = _maybe(
    {
        "id": _ids,
        "kind": st.sampled_from(["direct", "process", "no-action"]),
        "date": _days,
        "text": _texts,
    },
    next_update=_days,
    updates=_list(_updates, "date"),
    reason=st.sampled_from(["cost", "law"]),
    reconsider=_periods,
    final=st.sampled_from(["true", "false"]),
    by=st.lists(_ids, max_size=2),
)
_insights = _maybe(
    {"id": _ids, "title": _texts, "said": _texts},
    heard=_list(_maybe({"period": _periods, "mentions": _counts}), "period"),
    topics=st.lists(_ids, max_size=2),
    sentiment=st.sampled_from(["positive", "negative"]),
    severity=st.sampled_from(["1", "2", "3"]),
    answer_by=_days,
    actions=_list(_actions, "id"),
    corrections=_list(_maybe({"date": _days, "text": _texts}), "date"),
    withdrawn=_maybe({"date": _days, "reason": _texts}),
    merged_into=_ids,
)
_points = _maybe(
    {"period": _periods, "n": _counts},
    value=_numbers,
    counts=st.dictionaries(st.sampled_from(["1", "2", "10"]), _counts),
    revised=_texts,
)
_scores = _maybe(
    {"id": _ids, "title": _texts, "metric": st.sampled_from(["nps", "csat", "mean"])},
    target=_numbers,
    scale=st.tuples(_numbers, _numbers).map(list),
    points=_list(_points, "period"),
)


def registers() -> st.SearchStrategy[Register]:
    """Any register; not every one of them would pass the checks."""
    return _maybe(
        {key: st.just(value) for key, value in HEAD.items()},
        topics=st.dictionaries(_ids, _texts, max_size=2),
        journey=_list(_maybe({"id": _ids, "label": _texts}), "id"),
        insights=_list(_insights, "id"),
        scores=_list(_scores, "id"),
    ).map(read_register)
