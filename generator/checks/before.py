"""What the rules found nothing in, so that they needn't look there again.

Only rules that look at one text, or at one insight alone, can be spared: what they find depends on
nothing but the text of the insight, the languages of the site and the allow-list.
"""

from collections.abc import Iterable, Iterator

from generator.checks import names, privacy, swallowed, wording
from generator.checks.subject import Found, texts
from generator.prose import Text
from generator.register.loaded import Loaded
from generator.register.model import Path, Register
from generator.register.remembered import digest
from generator.settings import Allowed

_IN_FILES = (*privacy.ERRORS, *swallowed.ERRORS)
"""Errors that are found in the files, whichever insight they belong to."""
_IN_INSIGHTS = (
    wording.vague_promise,
    wording.explaining_away,
    wording.no_that_repeats_the_question,
    wording.long_sentence,
    wording.hard_to_read,
    names.missing_translation,
)
"""Warnings about an insight alone."""


class Before:
    """What earlier checks found nothing in; ``allowed`` is the allow-list of the privacy check.

    ``safe`` are the positions of insights without errors of the sort, and ``entries`` their keys;
    ``fine`` are the positions of insights without warnings of the sort.
    """

    def __init__(self, loaded: Loaded, allowed: tuple[Allowed, ...]) -> None:
        self._remembered = loaded.remembered
        self._keys = {index: part.entry.key for index, part in loaded.parts()}
        languages = repr(loaded.register.languages if loaded.register else "").encode()
        self._error = digest(b"errors", languages, repr(allowed).encode())
        self._warning = digest(b"warnings", languages)
        self.safe = frozenset(i for i in self._keys if self._has(i, self._error))
        self.entries = frozenset(self._keys[index] for index in self.safe)
        self.fine = frozenset(i for i in self._keys if self._has(i, self._warning))
        self._in_files = False
        self._in_insights: set[object] = set()

    def _has(self, index: int, stamp: bytes) -> bool:
        remembered = self._remembered
        return remembered is not None and remembered.is_fine(self._keys[index], stamp)

    def texts(self, register: Register) -> Iterator[tuple[Path, Text]]:
        """The texts of a register, without those that no rule needs to look at."""
        skipped = self.safe & self.fine
        if not skipped:
            yield from texts(register, ())
            return
        yield from texts(register.model_copy(update={"insights": ()}), ())
        for path, insight in register.paths():
            if path[1] not in skipped:
                yield from texts(insight, path)

    def noted(self, rule: object, found: Iterable[Found]) -> Iterator[Found]:
        """What a rule finds, as it is, and remembered."""
        for where, facts in found:
            if rule in _IN_FILES:
                self._in_files = True
            elif rule in _IN_INSIGHTS and isinstance(where, tuple) and where[:1] == ("insights",):
                self._in_insights.add(where[1])
            yield where, facts

    def keep(self, all_errors: bool, all_warnings: bool) -> None:
        """Remember in what nothing was found, where the rules have looked everywhere."""
        if self._remembered is None:
            return
        for index, key in self._keys.items():
            if all_errors and not self._in_files:
                self._remembered.keep_fine(key, self._error)
            if all_warnings and index not in self._in_insights:
                self._remembered.keep_fine(key, self._warning)
