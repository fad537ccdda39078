"""What rules that look at one insight alone find nothing in, so that they needn't look again.

They look while the register is read, at some insights at a time, as if those were a register. What
they find depends on nothing but the text of these, the languages of the site and the allow-list.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from generator.checks import answers, dates, insights, names, privacy, swallowed, wording
from generator.checks.subject import Found, Subject
from generator.checks.typed import heaps, pieces
from generator.prose import Text
from generator.register.loaded import Loaded
from generator.register.model import Insight, Organisation, Register
from generator.register.remembered import digest
from generator.register.tree import Mapping, Source
from generator.settings import Allowed

Rule = Callable[[Subject], Iterator[Found]]
_ALONE: dict[Rule, str] = {
    rule: rule.__name__.replace("_", "-")
    for rule in (
        *(*privacy.ERRORS, *swallowed.ERRORS, *answers.ERRORS, *answers.WARNINGS),
        *(insights.answer_needs_a_day, insights.withdrawn_and_merged),
        *(insights.heard_twice, insights.nobody_heard),
        *(names.named_twice, names.missing_translation, dates.two_corrections_a_day),
        *(wording.vague_promise, wording.explaining_away, wording.no_that_repeats_the_question),
        *(wording.long_sentence, wording.hard_to_read),
    )
}
"""The rules that look at one insight alone, whatever day it is, with their codes."""


_NAME = Text({"": ""}, shared=True)
_NOBODY = Organisation.model_construct(name=_NAME, homepage="", feedback="", feed_authority="")
_PLAIN = Register.model_construct(format="1", organisation=_NOBODY, languages=())


class Look:
    """Looks at insights with the rules that look at one alone."""

    def __init__(self, allowed: tuple[Allowed, ...]) -> None:
        self._allowed = allowed
        self.stamp = digest(repr(allowed).encode())

    def __call__(
        self, source: Source, found: Sequence[Insight], languages: Sequence[str]
    ) -> Iterator[str]:
        """The codes of the rules that found nothing."""
        assert isinstance(source.tree, Mapping)
        subject = Subject(
            _PLAIN.model_copy(update={"languages": tuple(languages), "insights": tuple(found)}),
            date.min,
            0,
            tree=source.tree,
            sources=(source,),
            heaps=tuple(heaps(pieces((source,)))),
            allowed=self._allowed,
        )
        for rule, code in _ALONE.items():
            if next(rule(subject), None) is None:
                yield code


class Before:
    """What was found out while a register was read; ``allowed`` is the allow-list of today."""

    def __init__(self, loaded: Loaded, allowed: tuple[Allowed, ...]) -> None:
        remembered = loaded.remembered
        is_known = remembered is not None and remembered.stamp == Look(allowed).stamp
        self._known = loaded.known if is_known else {}
        self._subjects: dict[frozenset[int], Subject] = {}
        private = frozenset(_ALONE[rule] for rule in privacy.ERRORS)
        fine = (
            position
            for start, known in self._known.items() if known.cleared >= private
            for position in range(start, start + len(known.values))
        )  # fmt: skip
        keys = {index: part.entry.key for index, part in loaded.parts()}
        self.private = frozenset(keys[position] for position in fine)
        """The keys of insights without personal data."""

    def left(self, rule: Rule, subject: Subject) -> Subject:
        """What a rule still has to look at."""
        if rule not in _ALONE or not self._known:
            return subject
        fine = frozenset(at for at, known in self._known.items() if _ALONE[rule] in known.cleared)
        if fine not in self._subjects:
            done = {p for at in fine for p in range(at, at + len(self._known[at].values))}
            only = [p for p in range(len(subject.register.insights)) if p not in done]
            self._subjects[fine] = replace(subject, only=tuple(only))
        return self._subjects[fine]
