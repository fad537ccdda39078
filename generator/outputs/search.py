"""The search of the site: an index made here, read by ``theme/assets/yswd/find.js``.

Words are compared by their stems, so that "wachttijden" finds "wachttijd". The stemmer is
Snowball's, here in Python and in the browser in JavaScript (``generator/stemmers``, generated from
the same source); a test lets a browser stem every word and compares. A language without a stemmer
is searched by the beginnings of its words.

Nothing of this is fetched before somebody starts to search.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from json import dumps

import snowballstemmer
from babel import Locale

from generator.facts.facts import InsightFact
from generator.memo import Memo
from generator.outputs.page import File, key_of
from generator.outputs.view import View
from generator.prose import Text

_STEMMERS = resources.files("generator") / "stemmers"
_LICENCE = (
    "/* Stemmers by Snowball 3.0.1 (snowballstem.org), as JavaScript by the Sphinx project. "
    "Copyright Dr Martin Porter, Richard Boulton and others; licence: BSD-3-Clause. */\n"
)
_WORD = re.compile(r"[^\W_]+")
_TARGET = re.compile(r"\]\([^)]*\)")
_DOUBLED = re.compile(r"([aeou])\1(?=[^aeiou]$)")
TITLE, NAMES, SAID, DONE = 8, 4, 3, 1
"""How much a word counts: in a title, as a name or synonym of a topic, in what was said, in an
answer. The sum for a page is at most ``MOST``."""
MOST = 15


@dataclass(frozen=True, slots=True)
class Prose:
    """A page of ``content/``, as the host reads it: plain words, with Markdown left in."""

    title: str
    text: str


NO_PROSE: Mapping[str, Prose] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """What the search can lead to. ``what`` says in a word what it is; ``language`` is that of the
    title where it is another than the page's."""

    address: str
    title: str
    language: str
    what: str
    parts: Iterable[tuple[int, str]]
    key: bytes = b""
    """Changes with anything that its parts are made from; without one they are weighed anew."""


def fold(text: str) -> str:
    """A text in small letters without accents, as people type it in haste."""
    text = text.lower()
    if text.isascii():
        return text
    marked = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


class Stemmer:
    """Word → stem in one language, each word worked out once."""

    def __init__(self, language: str) -> None:
        self.name = stemmer_of(language)
        self._inner = snowballstemmer.stemmer(self.name) if self.name else None
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """The stem of a folded word."""
        stem = self._known.get(word)
        if stem is None:
            stem = word
            if self._inner:
                stem = undoubled(self._inner.stemWord(word), self.name)
            self._known[word] = stem
        return stem


def undoubled(stem: str, name: str) -> str:
    """Dutch writes a long vowel once or twice: "hypotheek" and "hypotheken" have one stem.

    Only where the word is long enough to stay what it is: "maan" is not "man".
    """
    return _DOUBLED.sub(r"\1", stem) if name == "dutch" and len(stem) >= 6 else stem


@cache
def stemmer_of(language: str) -> str:
    """The name of the stemmer for a language, such as ``dutch``; empty where we have none."""
    name = (Locale.parse(language).english_name or "").lower()
    return name if (_STEMMERS / f"{name}-stemmer.js").is_file() else ""


def search_files(
    view: View, content: Mapping[str, Prose], memo: Memo | None = None
) -> Iterator[File]:
    """The index of one language, and the stemmer that a browser needs for it.

    ``content`` has the prose pages that the host makes, by their address.
    """
    memo = memo or Memo()
    language = view.words.language
    stem = Stemmer(language)
    pages = partial(_everything, view, content)
    yield File("search.json", language, lambda: _index(list(pages()), stem, memo))
    if stem.name:
        yield File("search-stemmer.js", language, partial(_script, stem.name), key_of(stem.name))


def _script(name: str) -> bytes:
    """The stemmer for browsers."""
    source = "".join(
        (_STEMMERS / f"{part}-stemmer.js").read_text(encoding="utf-8") for part in ("base", name)
    )
    return f"{_LICENCE}{source}\nglobalThis.yswdStemmer={name.capitalize()}Stemmer;\n".encode()


def _index(pages: list[Found], stem: Stemmer, memo: Memo) -> bytes:
    """The index as JSON.

    ``pages``: address, title, language of the title or 0, what it is. ``stems``: for each stem the
    words that have it, without those that are the stem itself. ``found``: for each stem the pages
    that have it, as the place of the page × 16 plus how much it counts there; each number but the
    first is the distance from the one before.
    """
    forms: dict[str, set[str]] = defaultdict(set)
    found: dict[str, list[int]] = defaultdict(list)
    for place, page in enumerate(pages):
        weigh = partial(_weighed, page, stem)
        for name, weight, words in memo.recall(page.key, weigh) if page.key else weigh():
            found[name].append(place * 16 + weight)
            forms[name].update(words)
    names = sorted(found)
    tree = {
        "stemmer": stem.name,
        "pages": [[page.address, page.title, page.language or 0, page.what] for page in pages],
        "stems": [[name, *sorted(forms[name] - {name})] for name in names],
        "found": [_distances(found[name]) for name in names],
    }
    return dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()


def _weighed(page: Found, stem: Stemmer) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """The stems on a page: each with how much it counts there, and the words that have it.

    A word said twice in one part counts once.
    """
    total: dict[str, int] = defaultdict(int)
    forms: dict[str, set[str]] = defaultdict(set)
    for weight, text in page.parts:
        stems = set()
        for word in set(_WORD.findall(fold(_TARGET.sub(" ", text)))):
            if len(word) > 1 or word.isdigit():
                name = stem(word)
                forms[name].add(word)
                stems.add(name)
        for name in stems:
            total[name] += weight
    return tuple((name, min(n, MOST), tuple(forms[name])) for name, n in total.items())


def _distances(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _everything(view: View, content: Mapping[str, Prose]) -> Iterator[Found]:
    """All pages that can be found, what weighs most first."""
    say, synonyms = view.words, view.facts.register.synonyms
    alike = {
        topic: " ".join((_own(label, say.language), _own(synonyms.get(topic), say.language)))
        for topic, label in view.topics.items()
    }
    for fact in view.facts.current:
        yield _insight(view, fact, alike)
    groups = (
        ("topics", "topic", view.topics),
        ("journey", "journey", view.steps),
        ("parties", "party", {name: party.name for name, party in view.parties.items()}),
    )
    for folder, facet, labels in groups:
        for name, label in labels.items():
            text = alike[name] if facet == "topic" else ""
            yield _page(view, f"{folder}/{name}/", label, f"search.what.{facet}", (TITLE, text))
    for score in view.facts.scores:
        address = f"scores/{score.score.id}/"
        question = _own(score.score.question, say.language)
        yield _page(view, address, score.score.title, "search.what.score", (SAID, question))
    for address, prose in content.items():
        parts = ((TITLE, prose.title), (DONE, prose.text))
        yield Found(address, prose.title, "", say("search.what.page"), parts)


def _insight(view: View, fact: InsightFact, alike: Mapping[str, str]) -> Found:
    written, language = fact.insight, view.words.language
    title, found = written.title.in_language(language)
    answers = [
        _own(text, language)
        for action in written.actions
        for text in (action.text, action.alternative, *(update.text for update in action.updates))
    ]
    return Found(
        f"insights/{fact.id}/",
        title,
        "" if found == language else found,
        view.words(f"status.{view.look(fact)}"),
        (
            (TITLE, title),
            (NAMES, " ".join(alike[topic] for topic in written.topics if topic in alike)),
            (SAID, _own(written.said, language)),
            (DONE, " ".join(answers)),
        ),
        key_of(language, view.facts.digests[fact.id], [alike.get(t) for t in written.topics]),
    )


def _page(view: View, address: str, label: Text, what: str, more: tuple[int, str]) -> Found:
    title, found = label.in_language(view.words.language)
    other = "" if found == view.words.language else found
    return Found(address, title, other, view.words(what), ((TITLE, title), more))


def _own(text: Text | None, language: str) -> str:
    return text.in_language(language)[0] if text else ""
