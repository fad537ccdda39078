"""Entries as Markdown pages, for builders that know nothing of registers. In Dutch only.

A page has the same texts as ours: what was said, every answer with its updates, how often it was
heard, and links to lists and neighbours. Where the builder has a template language (Hugo,
Eleventy) the facts stand in the front matter and the theme shows them; Material for MkDocs has no
such thing, so there they are written out in Markdown, and so are the lists.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import sentences
from benchmarks.content import Answer, Entry
from benchmarks.register import Value, yaml_lines
from benchmarks.sentences import Pair

PER_LIST = 50
KINDS = {
    "direct": "Dit is gedaan",
    "process": "Hier werken wij aan",
    "no-action": "Dit doen wij niet",
}
FACETS: Mapping[str, Mapping[str, Pair]] = {
    "status": sentences.STATUSES,
    "topics": sentences.TOPICS,
    "journey": sentences.JOURNEY,
    "segments": sentences.SEGMENTS,
    "parties": {name: pair for name, (pair, _) in sentences.PARTIES.items()},
}
"""The lists: by what, and the label of each value. All of them have feeds but for segments."""


def with_facts(entries: Sequence[Entry], folder: Path) -> None:
    """A page an entry in ``folder``: facts in the front matter, texts below it."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        facts = "\n".join(yaml_lines(_facts(entry)))
        _put(folder / f"{entry.id}.md", f"---\n{facts}\n---\n{body(entry)}")


def labels() -> str:
    """The labels of all lists as JSON."""
    found = {facet: {name: pair[0] for name, pair in of.items()} for facet, of in FACETS.items()}
    return json.dumps(found, ensure_ascii=False, indent=1)


def written_out(entries: Sequence[Entry], folder: Path) -> None:
    """The same pages with everything in Markdown, and the lists of fifty as pages too."""
    (folder / "insights").mkdir(parents=True, exist_ok=True)
    for entry in entries:
        head = json.dumps({"title": entry.title[0], "description": entry.said[0][:150]})
        text = "\n".join((f"# {entry.title[0]}\n", body(entry), *_aside(entry)))
        _put(folder / "insights" / f"{entry.id}.md", f"---\n{head}\n---\n{text}")
    current = [entry for entry in entries if entry.status != "closed"]
    current.sort(key=lambda entry: -entry.priority)
    _lists(folder, "lists/all", "Wat u zei", current)
    for facet, of in FACETS.items():
        for name, label in of.items():
            some = [entry for entry in current if name in values(entry, facet)]
            _lists(folder, f"lists/{facet}-{name}", label[0], some)


def values(entry: Entry, facet: str) -> Sequence[str]:
    """The lists of a facet that an entry stands in."""
    found: Sequence[str] = [entry.status] if facet == "status" else getattr(entry, facet)
    return found


def body(entry: Entry) -> str:
    """What was said and what was done, in Markdown."""
    lines = ["## U zei\n", *_quote(entry.said[0]), "\n## Wij deden\n"]
    for answer in entry.answers:
        lines += _answer(answer)
    if not entry.answers:
        lines.append(f"U krijgt uiterlijk {entry.answer_by} antwoord.\n")
    if entry.correction:
        lines.append(f"## Rechtgezet\n\n**{entry.correction[0]}** {entry.correction[1][0]}\n")
    if entry.withdrawn:
        lines.append(f"## Ingetrokken\n\n**{entry.withdrawn[0]}** {entry.withdrawn[1][0]}\n")
    return "\n".join(lines)


def _answer(answer: Answer) -> Iterator[str]:
    yield f"### {KINDS[answer.kind]}\n\n*Sinds {answer.day}*\n\n{answer.text[0]}\n"
    for update in answer.updates:
        ending = f" **{update.ending}**" if update.ending else ""
        yield f"#### {update.day}{ending}\n\n{update.text[0]}\n"
        if update.reason:
            yield f"{update.reason[0]}\n"
    if answer.measure:
        yield "Gemeten met {} ({} en {}).\n".format(*answer.measure)
    if answer.not_measured:
        yield f"Niet gemeten: {answer.not_measured[0]}\n"
    if answer.alternative:
        yield f"Wat u wel kunt doen: {answer.alternative[0]}\n"
    if answer.link:
        yield f"[{answer.link[0][0]}]({answer.link[1]})\n"
    yield "Wie dit doet: " + ", ".join(sentences.PARTIES[name][0][0] for name in answer.by) + "\n"


def _quote(text: str) -> Iterator[str]:
    return (f"> {line}".rstrip() for line in text.split("\n"))


def _facts(entry: Entry) -> dict[str, Value]:
    return {
        "title": entry.title[0],
        "description": entry.said[0].split("\n")[0],
        "date": entry.last_news,
        "weight": 1_000_000 - entry.priority,
        "status": [entry.status],
        "topics": list(entry.topics),
        "journey": list(entry.journey),
        "segments": list(entry.segments),
        "parties": entry.parties,
        "heard": [
            {"period": period, "mentions": mentions, "where": _where(sources)}
            for period, mentions, sources in entry.heard
        ],
        "severity": entry.severity,
        "impact": entry.impact,
        "priority": entry.priority,
        "near": [{"id": name, "name": title[0]} for name, title in entry.near],
        # Hugo's own way to leave a page out of all lists; filtering each list would slow it down.
        **({"build": {"list": "never"}} if entry.status == "closed" else {}),
    }


def _where(sources: Sequence[str]) -> str:
    return ", ".join(sentences.SOURCES[name][0] for name in sources)


def _aside(entry: Entry) -> Iterator[str]:
    """What a theme would show beside the text."""
    yield "## Over dit onderwerp\n\n| Periode | Keer | Waar |\n| --- | --- | --- |"
    for period, mentions, sources in entry.heard:
        yield f"| {period} | {mentions} | {_where(sources)} |"
    yield ""
    for facet, of in FACETS.items():
        links = (f"[{of[v][0]}](../lists/{facet}-{v}-1.md)" for v in values(entry, facet))
        yield f"- {facet}: " + ", ".join(links)
    weights = f"{entry.heard[-1][1]} × {entry.severity} × {entry.impact}"
    yield f"- Hoe zwaar het weegt: {weights} = **{entry.priority}**\n\n## Klanten zeiden ook\n"
    for name, title in entry.near:
        yield f"- [{title[0]}]({name}.md)"


def _lists(folder: Path, name: str, title: str, entries: Sequence[Entry]) -> None:
    pages = max(1, -(-len(entries) // PER_LIST))
    for number in range(1, pages + 1):
        some = entries[(number - 1) * PER_LIST : number * PER_LIST]
        lines = [f"# {title}\n\n{len(entries)} onderwerpen, blad {number} van {pages}\n"]
        for entry in some:
            did = entry.answers[-1].text[0].split("\n")[0] if entry.answers else ""
            status = sentences.STATUSES[entry.status][0]
            lines.append(f"### [{entry.title[0]}](../insights/{entry.id}.md)\n")
            lines.append(f"{entry.said[0].split(chr(10))[0]}\n\n**{status}** {did}\n")
        around = (other for other in (number - 1, number + 1) if 1 <= other <= pages)
        file = name.rpartition("/")[2]
        lines += [f"[Blad {other}]({file}-{other}.md)\n" for other in around]
        path = folder / f"{name}-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, "\n".join(lines))


def _put(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
