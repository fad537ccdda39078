"""What each edition changed, and what became of each insight over time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.editions.chain import Chain
from generator.editions.difference import Difference, What
from generator.editions.differences import Until
from generator.editions.edition import Edition
from generator.editions.promised import Promised
from generator.register.model import Register


@dataclass(frozen=True, slots=True)
class Stage:
    """An edition and what changed since the one before; the first has nothing before it."""

    edition: Edition
    differences: tuple[Difference, ...]


def stages(chain: Chain, promised: Promised | None = None) -> tuple[Stage, ...]:
    """Every edition with what changed in it, the oldest first.

    ``promised`` remembers promises, for who compares these editions with more.
    """
    promised = promised or Promised()
    found: list[Stage] = []
    for edition in chain.editions:
        before = found[-1].edition if found else None
        until = Until(edition.register, edition.date, promised)
        changed = until.since(before.register, before.date) if before else ()
        found.append(Stage(edition, changed))
    return tuple(found)


def since_each(
    editions: Iterable[Edition], register: Register, today: date, promised: Promised | None = None
) -> tuple[Stage, ...]:
    """Every edition with what changed since, up to the publishable register of today.

    That goes quickest where ``register`` shares what it can with the last edition.
    """
    until = Until(register, today, promised)
    return tuple(Stage(one, until.since(one.register, one.date)) for one in editions)


def sharing(register: Register, last: Edition | None) -> Register:
    """A register that has the very insights of an edition where they are equal."""
    known = {insight.id: insight for insight in last.register.insights} if last else {}
    pairs = ((known.get(insight.id, insight), insight) for insight in register.insights)
    insights = tuple(old if old == insight else insight for old, insight in pairs)
    return register.model_copy(update={"insights": insights})


def history(found: Sequence[Stage]) -> Mapping[str, tuple[Stage, ...]]:
    """For each insight the editions in which it changed, the oldest first, with its differences.

    It begins with the edition in which the insight was first published.
    """
    lives: dict[str, list[Stage]] = defaultdict(list)
    for number, stage in enumerate(found):
        per_insight = _per_insight(stage.differences) if number else _all_new(stage.edition)
        for insight, changed in per_insight.items():
            lives[insight].append(Stage(stage.edition, tuple(changed)))
    return {insight: tuple(life) for insight, life in lives.items()}


def _per_insight(found: Iterable[Difference]) -> dict[str, list[Difference]]:
    grouped: dict[str, list[Difference]] = defaultdict(list)
    for difference in found:
        if difference.insight:
            grouped[difference.insight].append(difference)
    return grouped


def _all_new(edition: Edition) -> dict[str, list[Difference]]:
    return {
        insight.id: [
            Difference(
                What.ADDED,
                ("insights", insight.id),
                "insights",
                ("insights", position),
                insight.title,
            )
        ]
        for position, insight in enumerate(edition.register.insights)
    }
