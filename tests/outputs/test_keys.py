"""An output with a key may be taken over from an earlier build, so the key must say all.

A register is edited again and again, as staff would; whenever an output has a key that it had
before, its content must be what it was then.
"""

import copy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from generator.editions.chain import Chain, load_chain
from generator.editions.edition import freeze
from generator.facts.suppression import publishable
from generator.frame import Frames
from generator.memo import Memo
from generator.outputs.page import File, Page
from generator.register.includes import InMemory
from generator.register.load import load
from generator.settings import Settings
from generator.site import MadeSite, make_site
from generator.standing import site_of

SETTINGS = Settings(site_url="https://www.example.org/u-zei-wij-deden/")
TODAY = date(2026, 11, 21)
START = Path(__file__).parent.parent / "golden" / "actions.yaml"
LANGUAGES = ("nl", "en")

Tree = dict[str, Any]


def start() -> Tree:
    """The golden register with more of its insights, so that they have neighbours and pages."""
    tree: Tree = yaml.load(START.read_text(encoding="utf-8"), yaml.CSafeLoader)
    tree["insights"] += [
        {**copy.deepcopy(each), "id": f"{each['id']}-{number}"}
        for number in range(12)
        for each in tree["insights"][:4]
        if "merged_into" not in each
    ]
    return tree


class _Indented(yaml.SafeDumper):
    """Writes lists as people do, so that each entry can be read alone."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def made(
    tree: Tree, today: date, settings: Settings, chain: Chain, memo: Memo | None = None
) -> MadeSite:
    content = yaml.dump(tree, Dumper=_Indented, allow_unicode=True, sort_keys=False).encode()
    loaded = load("actions.yaml", InMemory({"actions.yaml": content}), memo)
    assert bool(loaded.digests()) == (memo is not None)
    return make_site(loaded, settings, today, {name: {} for name in LANGUAGES}, chain)


def outputs(
    found: MadeSite, settings: Settings
) -> Iterator[tuple[str, bytes, Callable[[], str | bytes]]]:
    """The name, the key and the content of all that has a key."""
    for language in LANGUAGES:
        site = site_of(found.organisation, settings, LANGUAGES, language, found.day,
                       {language: frozenset(page.address for page in found.pages(language))},
                       found.past, found.sections)  # fmt: skip
        frames = Frames(site, lambda place, body: f"{place.title} {place.canonical}\n{body}")
        for output in found.outputs(language):
            name = f"{language}/{output.path}"
            if isinstance(output, Page) and output.key:
                yield name, found.base + frames.key(output), partial(frames.fill, output)
            elif isinstance(output, File) and output.key:
                yield name, found.base + output.key, partial(getattr, output, "content")


def _any(random: Random, tree: Tree) -> Tree:
    found: Tree = random.choice([each for each in tree["insights"] if each.get("actions")])
    return found


def retitle(random: Random, tree: Tree) -> None:
    _any(random, tree)["title"]["nl"] += f" {random.randrange(99)}"


def say_more(random: Random, tree: Tree) -> None:
    _any(random, tree)["said"]["en"] += f" And {random.randrange(99)} more."


def reword(random: Random, tree: Tree) -> None:
    random.choice(_any(random, tree)["actions"])["text"]["nl"] += f" Punt {random.randrange(99)}."


def assign(random: Random, tree: Tree) -> None:
    """Two answers change hands: the totals stay what they were."""
    one, other = (random.choice(_any(random, tree)["actions"]) for _ in range(2))
    one["by"], other["by"] = other.get("by", ["belhuis"]), one.get("by", ["service"])


def hear(random: Random, tree: Tree) -> None:
    _any(random, tree)["heard"][-1]["mentions"] = random.randrange(1, 500)


def move(random: Random, tree: Tree) -> None:
    _any(random, tree)["topics"] = [random.choice(list(tree["topics"]))]


def drop(random: Random, tree: Tree) -> None:
    tree["insights"].remove(random.choice(tree["insights"][8:]))


def withdraw(random: Random, tree: Tree) -> None:
    gone = {"nl": "Dit ging niet over ons.", "en": "This was not about us."}
    _any(random, tree)["withdrawn"] = {"date": TODAY - timedelta(3), "reason": gone}


def merge(random: Random, tree: Tree) -> None:
    random.choice(tree["insights"][8:])["merged_into"] = "phone-waiting"


def rename_topic(random: Random, tree: Tree) -> None:
    tree["topics"]["app"]["nl"] = f"App {random.randrange(99)}"


def count_again(random: Random, tree: Tree) -> None:
    point = tree["scores"][0]["points"][-1]
    extra = random.randrange(1, 40)
    for name in ("n", "positive"):
        point[name] = point.get(name, 0) + extra
    point["revised"] = {"nl": "Late antwoorden erbij.", "en": "Late answers added."}


EDITS = (
    assign,
    retitle,
    say_more,
    reword,
    hear,
    move,
    drop,
    withdraw,
    merge,
    rename_topic,
    count_again,
)


@pytest.mark.parametrize(("seed", "memo"), [(0, None), (1, Memo())], ids=["by value", "by text"])
def test_what_has_the_same_key_is_the_same(seed: int, memo: Memo | None) -> None:
    random, tree = Random(seed), start()
    seen: dict[tuple[str, bytes], str | bytes] = {}
    today, settings, chain = TODAY, SETTINGS, Chain()
    found = made(tree, today, settings, chain, memo)
    taken = changed = 0
    for step in range(10):
        for name, key, content in outputs(found, settings):
            now = content()
            before = seen.setdefault((name, key), now)
            assert now == before, (name, step)
            taken += before is not now
            changed += before is now
        if step == 4:
            assert found.facts
            first = freeze(publishable(found.facts.register, 10), "2026-1", TODAY)
            chain = load_chain({"2026-1.json": first})
        elif step == 6:
            today += timedelta(random.randrange(1, 400))
        elif step == 8:
            settings = Settings(site_url="https://www.example.org/elders/")
        found, tree = edited(random, tree, today, settings, chain, memo)
    assert min(taken, changed) > 1000, "some of it stays, and some changes"


def edited(
    random: Random,
    tree: Tree,
    today: date,
    settings: Settings,
    chain: Chain,
    memo: Memo | None,
) -> tuple[MadeSite, Tree]:
    """The register after an edit that may be published: after an edition, not all may."""
    while True:
        after = copy.deepcopy(tree)
        random.choice(EDITS)(random, after)
        found = made(after, today, settings, chain, memo)
        if not found.has_errors:
            return found, after
