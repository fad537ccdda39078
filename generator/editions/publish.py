"""Publishing: check what was public, refuse with reasons, or freeze what is public now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import TypeAdapter, ValidationError

from generator.editions.chain import Chain, is_edition, load_chain
from generator.editions.changes import path_to
from generator.editions.difference import Difference
from generator.editions.differences import differences
from generator.editions.edition import Edition, freeze
from generator.editions.listing import SUMS, checksums
from generator.editions.reading import read_edition, read_sheet
from generator.editions.refusals import PlaceOf, refusals
from generator.editions.removal import remove, still_has, still_published
from generator.facts.events import events
from generator.facts.suppression import suppress
from generator.problems import Place, Problem
from generator.prose import Text
from generator.register.fields import Id
from generator.register.model import Register
from generator.register.period import Period


@dataclass(frozen=True, slots=True)
class Order:
    """A request to publish. ``remove`` are places of texts to take out of every edition."""

    name: str
    day: date
    title: Text | None = None
    remove: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """A new edition with what changed since the last one, or the problems that stand in the way.

    ``replaced`` are files of earlier editions from which texts were removed; ``sums`` is the new
    ``SHA256SUMS``. ``kept_back`` has, per id of a score, the periods whose new figure would give
    people away: the edition has the one that was published before.
    """

    problems: tuple[Problem, ...] = ()
    edition: Edition | None = None
    differences: tuple[Difference, ...] = ()
    replaced: Mapping[str, bytes] = field(default_factory=dict)
    sums: bytes = b""
    kept_back: Mapping[str, frozenset[Period]] = field(default_factory=dict)


def publish(
    order: Order,
    register: Register,
    files: Mapping[str, bytes],
    today: date,
    minimum: int,
    place: PlaceOf,
) -> Publication:
    """Make the next edition, of a register as written, after the editions in ``files``.

    ``minimum`` counts answers; ``place`` says where in its files a value of the register stands.
    """
    chain = load_chain(files)
    problems = [*chain.errors, *_name(order, files), *_day(order, register, chain, today)]
    problems += refusals(chain.last, register, today, place)
    removed = remove(chain.editions, order.remove, order.day)
    if order.remove and not removed.files:
        facts = {"name": ", ".join(order.remove)}
        problems.append(Problem(Place(f"{order.name}.json"), "refusal.remove-nothing", "", facts))
    for names in still_has(register, removed.texts):
        where = ".".join(names)
        at = place(path_to(register, names[:-1][:2]))  # a report shows that line, not the text
        problems.append(Problem(at, "refusal.still-there", where, {"name": where}))
    for name, where in still_published(chain.editions, removed):
        facts = {"edition": name, "name": where}
        problems.append(Problem(Place(f"{name}.json"), "refusal.still-published", where, facts))
    if problems:
        return Publication(tuple(problems))
    editions: list[Edition] = []
    for edition in chain.editions:
        sheet = read_sheet(removed.files.get(edition.file, edition.content))
        editions.append(read_edition(sheet, editions[-1] if editions else None))
    last = editions[-1] if editions else None
    shown = suppress(register, minimum, [edition.register for edition in editions])
    public = shown.register
    content = freeze(
        public, order.name, order.day, last, order.title, removed.removals, shown.withheld
    )
    edition = read_edition(read_sheet(content), last)
    found = differences(last.register, public, last.date, order.day) if last else ()
    sums = checksums([*editions, edition])
    return Publication((), edition, found, removed.files, sums, shown.kept_back)


def _name(order: Order, files: Mapping[str, bytes]) -> list[Problem]:
    file = f"{order.name}.json"
    if file in files:
        return [Problem(Place(file), "refusal.exists", "", {"name": order.name})]
    try:
        TypeAdapter(Id).validate_python(order.name)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        facts = {key: str(value) for key, value in wrong.get("ctx", {}).items()}
        return [Problem(Place(file), wrong["type"], "id", facts)]
    if is_edition(file):
        return []
    return [Problem(Place(file), "id-reserved", "id", {"found": order.name})]


def _day(order: Order, register: Register, chain: Chain, today: date) -> list[Problem]:
    place = Place(f"{order.name}.json")
    if order.day > today:
        facts = {"day": str(order.day), "today": str(today)}
        return [Problem(place, "refusal.date-in-future", "date", facts)]
    if chain.last and order.day < chain.last.date:
        facts = {"day": str(order.day), "edition": chain.last.id, "last": str(chain.last.date)}
        return [Problem(place, "refusal.date-before", "date", facts)]
    told = (event.date for insight in register.insights for event in events(insight))
    news = max((day for day in told if day <= today), default=order.day)
    if order.day < news:
        facts = {"day": str(order.day), "news": str(news)}
        return [Problem(place, "refusal.date-before-news", "date", facts)]
    return []


def files_to_write(publication: Publication) -> dict[str, bytes]:
    """The files that may replace an existing one: all but the edition itself."""
    return {**publication.replaced, SUMS: publication.sums}
