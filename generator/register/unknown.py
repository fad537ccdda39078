"""A name that isn't known where it stands: what it was meant to be, or where it belongs."""

import re
from collections.abc import Iterable
from typing import Any

from generator import words
from generator.problems import nearest
from generator.register.fault import Fault
from generator.register.fields import shown
from generator.register.model import Action, Insight, Path, Register, Score
from generator.register.outline import model_at, model_below, owner_of
from generator.register.tree import Mapping, Scalar, Sequence, at

_WITH_LANGUAGE = re.compile(r"([a-z_]+?)[ _.-]([A-Za-z]{2})")
"""A name with a language behind it, as other programs have them: ``text_nl``."""


def unknown_key(way: Path, tree: Mapping) -> Fault:
    """The fault of a key that no field has: what was meant, or where it belongs."""
    key = str(way[-1])
    parent = at(tree, way[:-1])
    known = model_at(way[:-1])
    names = known.model_fields if known else {}
    tight = _tight(key, names)
    if tight:
        return Fault(way, "space-after-colon", {"key": tight}, at_key=True)
    found, languages = _WITH_LANGUAGE.fullmatch(key), tree.get("languages") or ()
    if found and found[1] in names and found[2].lower() in languages:
        facts = {"name": found[1], "language": found[2].lower()}
        return Fault(way, "language-in-name", facts, at_key=True)
    above = _waiting_above(parent, key)
    if above:
        return Fault(way, "key-not-indented", {"key": shown(key), "parent": above}, at_key=True)
    owner = owner_of(way, key)
    if owner:
        return Fault(way, "key-elsewhere", {"key": shown(key), "owner": owner}, at_key=True)
    near = meant(key, names)
    if isinstance(parent, Mapping) and near in parent:
        near = ""
    return Fault(way, "unknown-key", {"key": shown(key), "nearest": near}, at_key=True)


def meant(found: str, known: Iterable[str]) -> str:
    """The name of a field or a choice that was meant: by its synonyms, or else by its spelling."""
    called = _plain(found)
    for name in known:
        for language in words.available():
            own, key = words.words(language), f"meant.{name}"
            if key in own and called in own(key).split(", "):
                return name
    return nearest(found, known)


def _plain(typed: str) -> str:
    return " ".join(re.split(r"[\s_-]+", typed.strip().casefold()))


def unknown_language(way: Path, tree: Mapping, facts: dict[str, str]) -> Fault:
    """The fault of a key below a text that is no language of the site."""
    key = str(way[-1])
    known = facts["known"].split(", ")
    if " " in key and (fault := _sentence_as_key(way, tree, known)):
        return fault
    tight = _tight(key, known)
    if tight:
        return Fault(way, "space-after-colon", {"key": tight}, at_key=True)
    owner = owner_of(way[:-1], key)
    model = model_at(way[:-2])
    if model and key in model.model_fields:
        owner = next((str(s) for s in reversed(way[:-2]) if isinstance(s, str)), "insights")
    if owner:
        return Fault(way, "key-elsewhere", {"key": shown(key), "owner": owner}, at_key=True)
    return Fault(way, "text-language", facts, at_key=True)


def _sentence_as_key(way: Path, tree: Mapping, known: Iterable[str]) -> Fault | None:
    """Where a line of text stands in the place of a language, as it has a colon in it."""
    key, parent, above = str(way[-1]), at(tree, way[:-1]), _waiting_before(tree, way)
    word = key.partition(" ")[0]
    if word in known:
        return Fault(way, "colon-missing", {"key": word}, at_key=True)
    if above:  # the first line of a text, as far to the left as its name
        spaces = str(parent.keys_at[key][1] + 1)
        facts = {"key": above, "spaces": spaces, "parent": above}
        return Fault(way, "indent-text", facts, at_key=True)
    if is_text_below(tree, way[:-1]):
        return Fault(way[:-1], "text-below-key", {"key": shown(way[-2])})
    return None


def _waiting_before(tree: Mapping, way: Path) -> str:
    """The name right before another one that has no value, or an empty text."""
    parent = at(tree, way[:-1])
    names = list(parent) if isinstance(parent, Mapping) else []
    place = names.index(str(way[-1])) if way[-1] in names else 0
    return names[place - 1] if place and parent[names[place - 1]] == "" else ""


def is_text_below(tree: Mapping, way: Path) -> bool:
    """Whether a text stands on the lines below its name, with a colon in the first of them."""
    parent, value = at(tree, way[:-1]), at(tree, way)
    if not (isinstance(parent, Mapping) and isinstance(value, Mapping)):
        return False
    first = next(iter(value), "")
    is_field = any(first in model.model_fields for model in (Insight, Action, Score, Register))
    return value.line > parent.keys_at[str(way[-1])][0] and not is_field and len(first) != 2


def _tight(key: str, names: Iterable[str]) -> str:
    """The name in ``name:value``, which YAML reads as one word."""
    name, colon, _ = key.partition(":")
    return name if colon and name in names else ""


def _waiting_above(parent: Any, key: str) -> str:
    """The key just above that has no value, where ``key`` belongs below it."""
    if not isinstance(parent, Mapping):
        return ""
    keys = list(parent)
    place = keys.index(key) if key in parent else 0
    for name in reversed(keys[max(0, place - 8) : place]):
        if parent[name] == "":
            field = model_below(name)
            is_text = len(key) == 2 and key.isalpha()
            return name if is_text or (field and key in field.model_fields) else ""
    return ""


_PARTS = {"by": "parties", "score": "scores"}
"""Where the names that a field refers to stand, when that part is not called as the field is."""
_MOST = 1000
"""Names in a list; one with more is an attack."""
_BETWEEN = re.compile(r"\s*[,;&+]\s*|\s+(?:(?:en|and)\s+)?")


def meant_names(way: Path, tree: Mapping, found: str) -> str:
    """The ids that were meant by words, or by what pages call them: ``phone, app``, or nothing."""
    if way[0] == "languages":
        return _language(found)
    ids = _ids_by_label(tree, way)
    parts = [found] if found.casefold() in ids else _BETWEEN.split(found.strip())
    meant = [ids.get(part.casefold(), "") for part in parts]
    return ", ".join(meant) if all(meant) else ""


def _language(found: str) -> str:
    """The language that was meant by ``NL``, ``nl-NL`` or ``Nederlands``."""
    known = {words.words(each)("site.language").casefold(): each for each in words.available()}
    code = re.split("[-_]", found.casefold())[0]
    return known.get(code, code if code in known.values() else "")


def words_in_brackets(way: Path, tree: Mapping, found: str) -> str:
    """The same, or the words as they were typed, with commas between them."""
    found = found.strip(" ()")
    return meant_names(way, tree, found) or ", ".join(_BETWEEN.split(found))


def _ids_by_label(tree: Mapping, way: Path) -> dict[str, str]:
    """The ids to which a field can refer, by themselves and by every label they have."""
    field = next((str(step) for step in reversed(way) if isinstance(step, str)), "")
    part = tree.get(_PARTS.get(field, field))
    if len(way) < 3 or not isinstance(part, Mapping | Sequence) or len(part) > _MOST:
        return {}
    found: dict[str, str] = {}
    pairs = part.items() if isinstance(part, Mapping) else ((each, each) for each in part)
    for name, entry in pairs:
        id_ = entry.get("id", name) if isinstance(entry, Mapping) else name
        if not isinstance(id_, str):
            continue
        found[id_] = id_
        labels = entry
        while isinstance(labels, Mapping) and (key := _LABELS.intersection(labels)):
            labels = labels[min(key)]
        versions = labels.values() if isinstance(labels, Mapping) else (labels,)
        found.update({str(each).casefold(): id_ for each in versions if isinstance(each, Scalar)})
    return found


_LABELS = frozenset({"label", "name", "title"})
