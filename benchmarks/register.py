"""A made-up register as files: YAML laid out the way staff write it."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeAlias

from benchmarks import sentences
from benchmarks.content import QUARTERS, Answer, Entry
from benchmarks.sentences import Pair

Value: TypeAlias = "str | int | date | Sequence[Value] | Mapping[str, Value]"

LANGUAGES = {"nl": 0, "en": 1, "de": 1}
"""Which text of a pair each language gets: German, with which growth is measured, the English."""
PER_FILE = 500
"""Insights in one file of the register: a year or so of a large organisation."""
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ0-9](?:[\wÀ-ÿ .’/%()-]*[\wÀ-ÿ.’)])?")
_KNOWN = {"true", "false", "yes", "no", "null", "on", "off"}


def write(entries: Sequence[Entry], languages: Sequence[str], folder: Path) -> None:
    """``actions.yaml`` and its parts below ``folder``; parts that stay the same are not touched."""
    parts = folder / "register"
    parts.mkdir(parents=True, exist_ok=True)
    _put(folder / "actions.yaml", {**_head(languages), "scores": list(_scores(languages))})
    for start in range(0, len(entries), PER_FILE):
        some = [_insight(entry, languages) for entry in entries[start : start + PER_FILE]]
        _put(parts / f"{start // PER_FILE + 1:03}.yaml", {"insights": some})


def _put(path: Path, value: Mapping[str, Value]) -> None:
    text = "\n".join(yaml_lines(value)) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def yaml_lines(value: Mapping[str, Value], indent: str = "") -> Iterator[str]:
    """A mapping as lines of YAML: short things on one line, long texts folded."""
    for key, child in value.items():
        if isinstance(child, str) and (len(child) > 60 or "\n" in child):
            kept = "\n" in child
            yield f"{indent}{key}: {'|' if kept else '>'}"
            for line in child.split("\n") if kept else textwrap.wrap(child, 92):
                yield f"{indent}  {line}" if line else ""
        elif _fits(child):
            yield f"{indent}{key}: {_flow(child)}"
        elif isinstance(child, Mapping):
            yield f"{indent}{key}:"
            yield from yaml_lines(child, indent + "  ")
        elif isinstance(child, Sequence):
            yield f"{indent}{key}:"
            for item in child:
                if _fits(item) or not isinstance(item, Mapping):
                    yield f"{indent}  - {_flow(item)}"
                else:
                    lines = list(yaml_lines(item, indent + "    "))
                    yield f"{indent}  - {lines[0].lstrip()}"
                    yield from lines[1:]


def _fits(value: Value) -> bool:
    """Whether it is short and flat enough for one line."""
    if isinstance(value, Mapping):
        return len(value) < 8 and all(
            not isinstance(child, Mapping) and _fits(child) for child in value.values()
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(not isinstance(item, Mapping) for item in value)
    return not isinstance(value, str) or (len(value) <= 60 and "\n" not in value)


def _flow(value: Value) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _KNOWN
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(pair: Pair, languages: Sequence[str]) -> Value:
    if len(languages) == 1:
        return pair[LANGUAGES[languages[0]]]
    return {language: pair[LANGUAGES[language]] for language in languages}


def _head(languages: Sequence[str]) -> dict[str, Value]:
    def labels(of: Mapping[str, Pair]) -> dict[str, Value]:
        return {name: _text(pair, languages) for name, pair in of.items()}

    return {
        "format": 1,
        "organisation": {
            "name": "Voorbeeldbank",
            "homepage": "https://www.example.org/",
            "feedback": "https://www.example.org/feedback/",
            "feed_authority": "example.org,2026",
        },
        "languages": list(languages),
        "include": ["register/*.yaml"],
        "topics": labels(sentences.TOPICS),
        "segments": labels(sentences.SEGMENTS),
        "sources": labels(sentences.SOURCES),
        "parties": {
            name: {"name": _text(pair, languages), "kind": kind}
            for name, (pair, kind) in sentences.PARTIES.items()
        },
        "journey": [
            {"id": name, "label": _text(pair, languages)}
            for name, pair in sentences.JOURNEY.items()
        ],
    }


def _scores(languages: Sequence[str]) -> Iterator[dict[str, Value]]:
    """Eight series: two of them NPS, the others shares of positive answers."""
    chance = Random(8)
    for number, title in enumerate(sentences.SCORES, 1):
        points: list[Value] = []
        for quarter in QUARTERS:
            n = chance.randrange(200, 1500)
            found = n * chance.randrange(30, 60) // 100
            rest = n * chance.randrange(20, 30) // 100
            if number <= 2:
                counts = {"promoters": found, "passives": n - found - rest, "detractors": rest}
                points.append({"period": quarter, "n": n, **counts})
            else:
                points.append({"period": quarter, "n": n, "positive": found + rest})
        yield {
            "id": f"score-{number}",
            "title": _text(title, languages),
            "question": _text(title, languages),
            "metric": "nps" if number <= 2 else "share",
            "level": "contact" if number > 2 else "organisation",
            "audience": "employees" if number == 2 else "customers",
            **({"journey": "help"} if number > 2 else {"scale": [0, 10]}),
            "better": "higher",
            "points": points,
        }


def _insight(entry: Entry, languages: Sequence[str]) -> dict[str, Value]:
    found: dict[str, Value] = {
        "id": entry.id,
        "title": _text(entry.title, languages),
        "said": _text(entry.said, languages),
        "heard": [
            {"period": period, "mentions": mentions, "sources": list(sources)}
            for period, mentions, sources in entry.heard
        ],
        "topics": list(entry.topics),
        "journey": list(entry.journey),
        "segments": list(entry.segments),
        "sentiment": entry.sentiment,
        "severity": entry.severity,
        "impact": entry.impact,
    }
    if entry.answer_by:
        found["answer_by"] = entry.answer_by
    if entry.answers:
        found["actions"] = [_action(answer, languages) for answer in entry.answers]
    if entry.correction:
        day, text = entry.correction
        found["corrections"] = [{"date": day, "text": _text(text, languages)}]
    if entry.withdrawn:
        day, text = entry.withdrawn
        found["withdrawn"] = {"date": day, "reason": _text(text, languages)}
    if entry.merged_into:
        found["merged_into"] = entry.merged_into
    return found


def _action(answer: Answer, languages: Sequence[str]) -> dict[str, Value]:
    found: dict[str, Value] = {
        "id": answer.id,
        "kind": answer.kind,
        "date": answer.day,
        "text": _text(answer.text, languages),
        "by": list(answer.by),
    }
    if answer.link:
        name, url = answer.link
        found["links"] = [{"title": _text(name, languages), "url": url}]
    if answer.next_update:
        found["next_update"] = answer.next_update
    if answer.updates:
        found["updates"] = [
            {
                "date": update.day,
                "text": _text(update.text, languages),
                **({"next_update": update.next_update} if update.next_update else {}),
                **({"status": update.ending} if update.ending else {}),
                **({"reason": _text(update.reason, languages)} if update.reason else {}),
            }
            for update in answer.updates
        ]
    if answer.measure:
        found["measure"] = dict(zip(("score", "before", "after"), answer.measure, strict=True))
    if answer.not_measured:
        found["not_measured"] = _text(answer.not_measured, languages)
    if answer.kind == "no-action":
        found["reason"] = answer.reason
        if answer.alternative:
            found["alternative"] = _text(answer.alternative, languages)
        found |= {"reconsider": answer.reconsider} if answer.reconsider else {"final": True}
    return found
