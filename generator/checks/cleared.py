"""Insights in which the rules about a single insight found nothing, so they needn't run again.

These rules run while the register is read, on one run of insights at a time, as if that were the
whole register. Their outcome depends only on the text of those insights, the languages of the site
and the allow-list, so it can be remembered with the run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

from generator.checks import (
    answers,
    dates,
    insights,
    names,
    privacy,
    swallowed,
    unfinished,
    wording,
)
from generator.checks.subject import Found, Rule, Subject, code
from generator.checks.typed import batches, pieces
from generator.prose import Text
from generator.register.loaded import Loaded
from generator.register.model import Insight, Organisation, Register
from generator.register.remembered import Known, digest
from generator.register.tree import Mapping, Source, place_of
from generator.settings import Allowed

_ALONE: tuple[Rule, ...] = (
    *(*privacy.ERRORS, *swallowed.ERRORS, *answers.ERRORS, *answers.WARNINGS),
    *(insights.answer_needs_a_day, insights.withdrawn_and_merged),
    *(insights.heard_twice, insights.nobody_heard),
    *(names.named_twice, names.missing_translation, dates.two_corrections_a_day),
)
"""Rules that need one insight and no date; they run while it is read."""
_LATER: tuple[Rule, ...] = (
    *(wording.vague_promise, wording.explaining_away, wording.no_that_repeats_the_question),
    *(wording.long_sentence, wording.hard_to_read),
    *unfinished.WARNINGS,
)
"""The same, but slower: they run with the other rules, which stop where too much is wrong."""
_CODES = {rule: code(rule) for rule in (*_ALONE, *_LATER)}


_NAME = Text({"": ""}, shared=True)
_NOBODY = Organisation.model_construct(name=_NAME, homepage="", feedback="", feed_authority="")
_PLAIN = Register.model_construct(format="1", organisation=_NOBODY, languages=())


class Screening:
    """Runs the rules about a single insight on some insights.

    ``stamp`` is a digest of the allow-list, on which the outcome depends.
    """

    def __init__(self, allowed: tuple[Allowed, ...]) -> None:
        self._allowed = allowed
        self.stamp = digest(repr(allowed).encode())

    def __call__(
        self, source: Source, found: Sequence[Insight], languages: Sequence[str]
    ) -> Iterator[str]:
        """The codes of the rules that found nothing in the insights of ``source``."""
        assert isinstance(source.tree, Mapping)
        subject = Subject(
            _PLAIN.model_copy(update={"languages": tuple(languages), "insights": tuple(found)}),
            date.min,
            0,
            partial(place_of, source.tree, file=source.file),
            sources=(source,),
            batches=tuple(batches(pieces((source,)))),
            allowed=self._allowed,
        )
        for rule in _ALONE:
            if next(rule(subject), None) is None:
                yield _CODES[rule]


class Cleared:
    """Which rules were cleared of which insights; ``allowed`` is the allow-list of today."""

    def __init__(self, loaded: Loaded, allowed: tuple[Allowed, ...]) -> None:
        self._remembered = loaded.remembered
        is_known = self._remembered and self._remembered.stamp == Screening(allowed).stamp
        self._runs = [
            _Run(range(start, start + len(known.values)), known, self._cleared(known))
            for start, known in loaded.known.items() if is_known
        ]  # fmt: skip
        self._subjects: dict[tuple[range, ...], Subject] = {}
        self._found: dict[Rule, set[object]] = {rule: set() for rule in _LATER}
        self._finished: set[Rule] = set()
        keys = {index: part.entry.key for index, part in loaded.parts()}
        private = frozenset(_CODES[rule] for rule in privacy.ERRORS)
        fine = (run.positions for run in self._runs if run.cleared >= private)
        self.private = frozenset(keys[position] for position in chain.from_iterable(fine))
        """The keys of insights without personal data."""

    def _cleared(self, known: Known) -> frozenset[str]:
        return known.cleared | (
            self._remembered.cleared_later(known) if self._remembered else set()
        )

    def left(self, rule: Rule, subject: Subject) -> Iterator[Found]:
        """Run a rule on the insights that it isn't cleared of yet."""
        name = _CODES.get(rule)
        done = tuple(run.positions for run in self._runs if name in run.cleared)
        if done and done not in self._subjects:
            positions = frozenset(chain.from_iterable(done))
            every = range(len(subject.register.insights))
            only = tuple(position for position in every if position not in positions)
            self._subjects[done] = replace(subject, only=only)
        for where, facts in rule(self._subjects[done] if done else subject):
            if rule in self._found and isinstance(where, tuple):
                self._found[rule].add(where[1])
            yield where, facts
        self._finished.add(rule)

    def keep(self) -> None:
        """Remember the runs in which the rules of :data:`_LATER` found nothing."""
        finished = {
            _CODES[rule]: found for rule, found in self._found.items() if rule in self._finished
        }
        for run in self._runs:
            codes = [code for code, found in finished.items() if found.isdisjoint(run.positions)]
            if self._remembered and not run.cleared.issuperset(codes):
                self._remembered.clear_later(run.known, codes)


@dataclass(frozen=True, slots=True)
class _Run:
    """Insights read together: their positions, and the codes of the rules cleared of them."""

    positions: range
    known: Known
    cleared: frozenset[str]
