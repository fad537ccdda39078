"""The chain of editions: list, load, verify.

Each edition has the SHA-256 of the file before it, so a change anywhere breaks a link. Nothing
comes after the last one: ``SHA256SUMS`` beside the editions has the digest of every file, in
order, in the form that ``sha256sum --check`` reads. Whoever keeps one old line of that file can
prove every edition up to it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from generator.editions.edition import Edition, Removal
from generator.editions.listing import BESIDE, INDEX, SUMS, checksums, is_index_of
from generator.editions.reading import Sheet, read_edition, read_sheet
from generator.problems import Place, Problem, Severity

_SUM = re.compile(r"([0-9a-f]{64})  (\S+\.json)")
_HISTORY = "Whoever doubts us can work out that an edition is what was published then; so can we."
WHY: Mapping[str, str] = {
    "verify.altered": _HISTORY,
    "verify.unreadable": _HISTORY,
    "verify.wrong-id": "An edition is found and quoted by its name; under another it is another.",
    "verify.missing": "An edition that is gone takes with it what we promised in it.",
    "verify.extra": "An edition that nobody published must not look as if it was.",
    "verify.second-first": "A chain begins once; a second beginning could tell another past.",
    "verify.fork": "Of two editions after the same one, only one can be what readers saw next.",
    "verify.round": "A chain that goes round has no first edition, so nobody can follow it back.",
    "verify.date": "Editions follow each other in time, so that readers see what came after what.",
    "verify.sums": "Others check our editions with this list; it must say what is there.",
    "verify.no-sums": "Each edition vouches for the one before it; the list does so for the last.",
    "verify.removed": "That personal data was taken out is said in public, so nobody takes the new "
    "file for a forged one.",
    "verify.not-removed": "The personal data that had to go is still there for all to read.",
}
"""Why each check on the chain is there; the manual and ``--explain`` print it."""
NOTES = frozenset({"verify.no-sums", "verify.removed"})
"""What is good to know, and breaks nothing."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The editions in order, the oldest first, and what is wrong with their files.

    With errors, ``editions`` goes as far as could be trusted.
    """

    editions: tuple[Edition, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def last(self) -> Edition | None:
        """The latest edition."""
        return self.editions[-1] if self.editions else None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What breaks the chain; the first names the first edition concerned."""
        return tuple(problem for problem in self.problems if problem.is_error)

    def edition(self, name: str) -> Edition | None:
        """The edition with an id."""
        return next((edition for edition in self.editions if edition.id == name), None)


def is_edition(file: str) -> bool:
    """Whether a file in the folder of editions should be one."""
    return file.endswith(".json") and file not in BESIDE


def load_chain(files: Mapping[str, bytes]) -> Chain:
    """Load and verify the chain of editions in a folder, from its files by name."""
    verification = _Verification(files)
    verification.against_links()
    order = verification.order()
    verification.removals(order)
    editions: list[Edition] = []
    for sheet in order:
        try:
            editions.append(read_edition(sheet, editions[-1] if editions else None))
        except (ValueError, RecursionError):
            verification.report(f"{sheet.id}.json", "unreadable")
            break
    verification.lists(files, editions)
    return Chain(tuple(editions), verification.in_order(order))


def rewritten(before: Mapping[str, bytes], chain: Chain) -> tuple[Problem, ...]:
    """The editions in an earlier copy that are no longer what they were.

    The last edition vouches for all others and nothing for it, so only an earlier copy can tell
    when it was written again together with ``SHA256SUMS``.
    """
    now = {edition.file: edition for edition in chain.editions}
    removals = _replaced(chain.editions)
    found = []
    for file in filter(is_edition, before):
        name = file.removesuffix(".json")
        digests = _accepted(sha256(before[file]).hexdigest(), removals.get(name, ()))
        if file not in now or now[file].sha256 not in digests:
            code = "verify.altered" if file in now else "verify.missing"
            found.append(Problem(Place(file), code, "", {"name": name}))
    return tuple(found)


class _Verification:
    """The verification of one folder. A file that fails a check is no evidence against another."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._problems: dict[str, Problem] = {}
        self._notes: list[Problem] = []
        self._sheets: dict[str, Sheet] = {}
        names = sorted(filter(is_edition, files))
        for name in names:
            try:
                sheet = read_sheet(files[name])
            except (ValueError, RecursionError):
                self.report(name, "unreadable")
                continue
            if sheet.id == name.removesuffix(".json"):
                self._sheets[sheet.id] = sheet
            else:
                self.report(name, "wrong-id", id=sheet.id)
        self._sums = self._read_sums(files, names)
        self._against_sums(names)

    def report(self, file: str, code: str, **facts: str) -> None:
        """Note a problem with a file; only the first one of each file is kept."""
        name = file.removesuffix(".json")
        told = file if code == "sums" else name  # a list of editions is none itself
        problem = Problem(Place(file), f"verify.{code}", "", {"name": told, **facts})
        self._problems.setdefault(file, problem)
        self._sheets.pop(name, None)

    def _read_sums(self, files: Mapping[str, bytes], names: list[str]) -> dict[str, str]:
        if SUMS not in files:
            if names:
                place = Place(SUMS)
                problem = Problem(place, "verify.no-sums", severity=Severity.WARNING)
                self._notes.append(problem)
            return {}
        lines = files[SUMS].decode("utf-8", errors="replace").splitlines()
        matches = [_SUM.fullmatch(line) for line in lines]
        found = {match[2]: match[1] for match in matches if match}
        if len(found) != len(lines):
            self.report(SUMS, "sums")
        return found

    def _against_sums(self, names: list[str]) -> None:
        if not self._sums:
            return
        vouched = {
            sheet.previous.id: sheet.previous.sha256
            for name, sheet in self._sheets.items()
            if sheet.previous and self._sums.get(f"{name}.json") == sheet.sha256
        }
        for file, digest in self._sums.items():
            name = file.removesuffix(".json")
            if file not in names:
                self.report(file, "missing")
            elif name in self._sheets and self._sheets[name].sha256 != digest:
                if vouched.get(name) == self._sheets[name].sha256:
                    self.report(SUMS, "sums")
                else:
                    self.report(file, "altered")
        for file in names:
            if file not in self._sums:
                self.report(file, "extra")

    def against_links(self) -> None:
        """Check each edition against the digest in the next one, from the last edition back."""
        named = {sheet.previous.id for sheet in self._sheets.values() if sheet.previous}
        replaced = _replaced(self._sheets.values())
        for tip in [sheet for name, sheet in self._sheets.items() if name not in named]:
            sheet, seen = tip, {tip.id}
            while sheet.previous and sheet.previous.id in self._sheets.keys() - seen:
                seen.add(sheet.previous.id)
                before = self._sheets[sheet.previous.id]
                digests = _accepted(sheet.previous.sha256, replaced.get(before.id, ()))
                if before.sha256 not in digests:
                    self.report(f"{before.id}.json", "altered")
                    break
                if sheet.date < before.date:
                    self.report(f"{sheet.id}.json", "date", id=before.id)
                sheet = before

    def order(self) -> list[Sheet]:
        """The editions in order of their links, as far as the chain can be followed."""
        after: dict[str | None, list[Sheet]] = defaultdict(list)
        for sheet in sorted(self._sheets.values(), key=lambda sheet: (sheet.date, sheet.id)):
            after[sheet.previous.id if sheet.previous else None].append(sheet)
        found: list[Sheet] = []
        here: str | None = None
        while after[here]:
            first, *others = after.pop(here)
            found.append(first)
            for other in others:
                self.report(f"{other.id}.json", "fork" if here else "second-first", id=first.id)
            here = first.id
        self._unreached(found)
        return [sheet for sheet in found if sheet.id in self._sheets]

    def _unreached(self, found: list[Sheet]) -> None:
        """Report editions that the chain doesn't reach: one is missing, or they form a cycle."""
        reached = {sheet.id for sheet in found}
        for sheet in list(self._sheets.values()):
            if sheet.id in reached or sheet.previous is None:
                continue
            before = sheet.previous.id
            if before not in self._sheets and f"{before}.json" not in self._problems:
                self.report(f"{before}.json", "missing")
        for sheet in list(self._sheets.values()):
            path, here = set[str](), sheet
            while here.id not in path and here.previous and here.previous.id in self._sheets:
                path.add(here.id)
                here = self._sheets[here.previous.id]
            if here.id in path:
                self.report(f"{here.id}.json", "round")

    def removals(self, order: list[Sheet]) -> None:
        """Check that texts that an edition says were removed are gone, and note each removal."""
        for name, removals in _replaced(order).items():
            for removal in removals:
                places = ", ".join(removal.places)
                facts = {"name": name, "day": str(removal.date), "places": places}
                place = Place(f"{name}.json")
                note = Problem(place, "verify.removed", "", facts, Severity.WARNING)
                self._notes.append(note)
            sheet = self._sheets.get(name)
            if sheet and sheet.sha256 != removals[-1].now:
                self.report(f"{name}.json", "not-removed", day=str(removals[-1].date))

    def lists(self, files: Mapping[str, bytes], editions: list[Edition]) -> None:
        """Check ``SHA256SUMS`` and ``index.json`` against the chain, where that is whole."""
        if self._problems:
            return
        if SUMS in files and files[SUMS] != checksums(editions):
            self.report(SUMS, "sums")
        if INDEX in files and not is_index_of(files[INDEX], editions):
            self.report(INDEX, "sums")

    def in_order(self, order: Iterable[Sheet]) -> tuple[Problem, ...]:
        """The problems, those of the oldest edition first, and then the notes."""
        names = list(self._sums) or [f"{sheet.id}.json" for sheet in order]
        rank = {name: place for place, name in enumerate(names)}
        errors = sorted(
            self._problems.items(), key=lambda item: (rank.get(item[0], 10**6), item[0])
        )
        return (*(problem for _, problem in errors), *self._notes)


def _replaced(editions: Iterable[Edition | Sheet]) -> Mapping[str, list[Removal]]:
    """By the id of an edition, what later editions say was removed from it."""
    found: dict[str, list[Removal]] = defaultdict(list)
    for edition in editions:
        for removal in edition.removed:
            found[removal.edition].append(removal)
    return found


def _accepted(digest: str, removals: Iterable[Removal]) -> set[str]:
    """The digests that a file may have: the published one, and those of its replacements."""
    after = {removal.was: removal.now for removal in removals}
    found = {digest}
    while digest in after and after[digest] not in found:
        digest = after[digest]
        found.add(digest)
    return found
