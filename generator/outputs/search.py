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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib import resources
from operator import sub
from typing import Any

from babel import Locale
from pydantic_core import to_json

from generator.facts.facts import InsightFact
from generator.memo import Memo
from generator.outputs.page import File, key_of
from generator.outputs.view import View
from generator.prose import Text
from generator.register.model import Insight

_STEMMERS = resources.files("generator") / "stemmers"
_LICENCE = (
    "/* Stemmers by Snowball 3.0.1 (snowballstem.org), as JavaScript by the Sphinx project. "
    "Copyright Dr Martin Porter, Richard Boulton and others; licence: BSD-3-Clause. */\n"
)
_WORD = re.compile(r"[^\W_]{2,}|\d")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TARGET = re.compile(r"\]\([^)]*\)")
_DOUBLED = re.compile(r"([aeou])\1(?=[^aeiou]$)")
_OPEN = re.compile(r"(?<=[^aeiou])([aeou])([^aeiouxy])e$")
_CLOSED = {"v": "f", "z": "s"}
TITLE, NAMES, SAID, DONE = 8, 4, 3, 1
"""How much a word counts: in a title, as a name or synonym of a topic, in what was said, in an
answer. The sum for a page is at most ``MOST``."""
MOST = 15
_GROUP = 128
"""How many pages have a part of the index together, on average."""


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
    parts: Callable[[], Iterable[tuple[int, str]]]
    key: bytes
    """Changes with anything that its parts are made from, apart from what all pages share."""


Known = tuple[str, Sequence[str], int, Sequence[int], int]
"""What a group of pages has of a stem: the stem, the words that have it, and where it stands.

A place is that of a page in the group × 16 plus how much the stem counts there: the first one, the
distances between each and the next, and the last one.
"""


def fold(text: str) -> str:
    """A text in small letters without accents, as people type it in haste."""
    return _BEYOND_ASCII.sub(lambda found: _bare(found[0]), text.lower())


@cache
def _bare(signs: str) -> str:
    marked = unicodedata.normalize("NFKD", signs)
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


class Stemmer(dict[str, str]):
    """Folded word → stem in one language, each word worked out once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.name = stemmer_of(language)

    @cached_property
    def _inner(self) -> Any:
        import snowballstemmer  # noqa: PLC0415  # with all its languages, and for new texts only

        return snowballstemmer.stemmer(self.name)

    def __missing__(self, word: str) -> str:
        """The stem of a word that wasn't asked before."""
        stem = undoubled(self._inner.stemWord(word), self.name) if self.name else word
        self[word] = stem
        return stem


def undoubled(stem: str, name: str) -> str:
    """Dutch writes a long vowel once or twice: "hypotheek" and "hypotheken" have one stem, and so
    have "trage" and "traag", "boze" and "boos".

    Once only where the word is long enough to stay what it is: "maan" is not "man".
    """
    if name != "dutch":
        return stem
    stem = _OPEN.sub(lambda end: 2 * end[1] + _CLOSED.get(end[2], end[2]), stem)
    return _DOUBLED.sub(r"\1", stem) if len(stem) >= 6 else stem


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

    def index() -> bytes:
        alike = _alike(view)
        pages = [*_everything(view, content, alike)]
        said = view.words("search.small")
        small = memo.recall(key_of(language, said), partial(_stems_of, said, stem))
        return _index(pages, key_of(language, alike), small, stem, memo)

    yield File("search.json", language, index)
    if stem.name:
        yield File("search-stemmer.js", language, partial(_script, stem.name), key_of(stem.name))


def _script(name: str) -> bytes:
    """The stemmer for browsers."""
    source = "".join(
        (_STEMMERS / f"{part}-stemmer.js").read_text(encoding="utf-8") for part in ("base", name)
    )
    return f"{_LICENCE}{source}\nglobalThis.yswdStemmer={name.capitalize()}Stemmer;\n".encode()


def _stems_of(text: str, stem: Stemmer) -> list[str]:
    return sorted({stem[word] for word in fold(text).split()})


def _index(
    pages: Sequence[Found], shared: bytes, small: Sequence[str], stem: Stemmer, memo: Memo
) -> bytes:
    """The index as JSON; ``shared`` is the key of what all pages share.

    ``small``: the stems of words that any question has, which count only among themselves.
    ``pages``: address, title, language of the title or 0, what it is. ``stems``: for each stem the
    words that have it, without those that are the stem itself. ``found``: for each stem the pages
    that have it, as the place of the page × 16 plus how much it counts there; each number but the
    first is the distance from the one before.
    """
    forms: dict[str, set[str]] = defaultdict(set)
    found: dict[str, list[int]] = defaultdict(list)
    ends: dict[str, int] = defaultdict(int)
    place = 0
    for group in _groups(pages):
        key = key_of(shared, [page.key for page in group])
        for name, words, first, distances, last in memo.recall(key, partial(_known, group, stem)):
            forms[name].update(words)
            found[name].append(place + first - ends[name])
            found[name].extend(distances)
            ends[name] = place + last
        place += 16 * len(group)
    names = sorted(found)
    tree = {
        "stemmer": stem.name,
        "small": small,
        "pages": [[page.address, page.title, page.language or 0, page.what] for page in pages],
        "stems": [[name, *sorted(forms[name] - {name})] for name in names],
        "found": [found[name] for name in names],
    }
    return to_json(tree)


def _groups(pages: Iterable[Found]) -> Iterator[list[Found]]:
    """Pages in groups of a hundred or so, of which most stay what they were where a page changes,
    comes or goes: it is the key of a page that ends a group."""
    group: list[Found] = []
    for page in pages:
        group.append(page)
        if page.key[0] < 256 // _GROUP:
            yield group
            group = []
    if group:
        yield group


def _known(group: Sequence[Found], stem: Stemmer) -> list[Known]:
    """What a group has of each stem."""
    said: set[str] = set()
    found: dict[str, list[int]] = defaultdict(list)
    for place, page in enumerate(group):
        total: dict[str, int] = defaultdict(int)
        for weight, text in page.parts():
            words = _WORD.findall(fold(_TARGET.sub(" ", text)))
            said.update(words)
            for name in set(map(stem.__getitem__, words)):  # said twice in a part, it counts once
                total[name] += weight
        for name, weight in total.items():
            found[name].append(place * 16 + min(weight, MOST))
    forms: dict[str, list[str]] = defaultdict(list)
    for word in said:
        forms[stem[word]].append(word)
    return [
        (name, forms[name], places[0], [*map(sub, places[1:], places)], places[-1])
        for name, places in found.items()
    ]


def _alike(view: View) -> Mapping[str, str]:
    """For each topic its name, and the words that customers use for it."""
    synonyms, language = view.facts.register.synonyms, view.words.language
    return {
        topic: " ".join((_own(label, language), _own(synonyms.get(topic), language)))
        for topic, label in view.topics.items()
    }


def _everything(
    view: View, content: Mapping[str, Prose], alike: Mapping[str, str]
) -> Iterator[Found]:
    """All pages that can be found, what weighs most first."""
    say = view.words
    for fact in view.facts.current:
        yield _insight(view, fact, alike)
    groups = (
        ("topics", "topic", view.topics),
        ("journey", "journey", view.steps),
        ("segments", "segment", view.segments),
        ("parties", "party", view.party_names),
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
        yield _found(address, prose.title, "", say("search.what.page"), parts)


def _insight(view: View, fact: InsightFact, alike: Mapping[str, str]) -> Found:
    language = view.words.language
    title, found = fact.insight.title.in_language(language)
    return Found(
        f"insights/{fact.id}/",
        title,
        "" if found == language else found,
        view.words(f"status.{view.look(fact)}"),
        partial(_parts, fact.insight, language, alike),
        view.facts.digests[fact.id],
    )


def _parts(written: Insight, language: str, alike: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    yield TITLE, _own(written.title, language)
    yield NAMES, " ".join(alike[topic] for topic in written.topics if topic in alike)
    yield SAID, _own(written.said, language)
    answers = (
        _own(text, language)
        for action in written.actions
        for text in (action.text, action.alternative, *(update.text for update in action.updates))
    )
    yield DONE, " ".join(answers)


def _page(view: View, address: str, label: Text, what: str, more: tuple[int, str]) -> Found:
    title, found = label.in_language(view.words.language)
    other = "" if found == view.words.language else found
    return _found(address, title, other, view.words(what), ((TITLE, title), more))


def _found(
    address: str, title: str, language: str, what: str, parts: Iterable[tuple[int, str]]
) -> Found:
    return Found(address, title, language, what, lambda: parts, key_of(parts))


def _own(text: Text | None, language: str) -> str:
    return text.in_language(language)[0] if text else ""
