"""Two works at the same time, where there is a core for the second."""

import pickle
from collections.abc import Callable
from typing import Protocol, TypeVar

from generator.memo import Memos
from generator.parallel import Beside, WorkFailedError, cores

T = TypeVar("T")
U = TypeVar("U")


class Both(Protocol):
    """Does two works, of which the second may rest on what the first finds."""

    def __call__(self, first: Callable[[], T], then: Callable[[], U]) -> tuple[T, Callable[[], U]]:
        """What the first found, and a call that gives the result of the second, or raises."""


def in_turn(first: Callable[[], T], then: Callable[[], U]) -> tuple[T, Callable[[], U]]:
    """The second only when its result is wanted."""
    return first(), then


class Together:
    """Does the first in a process beside this one, and learns what that remembered."""

    def __init__(self, memos: Memos, beside: Beside) -> None:
        self._memos = memos
        self._beside = beside

    def __call__(self, first: Callable[[], T], then: Callable[[], U]) -> tuple[T, Callable[[], U]]:
        """What came of the second is told to who asks, for it may rest on the first."""
        if cores() == 1 or not Beside.can_start():
            return first(), then
        used = self._memos.used()
        finish = self._beside.start(lambda: pickle.dumps((first(), self._memos.since(used))))
        outcome = _tried(then)
        try:
            found, remembered = pickle.loads(finish())  # noqa: S301  # a copy of ourselves wrote it
        except WorkFailedError:
            return first(), outcome  # which says why
        self._memos.learn(remembered)
        return found, outcome


def _tried(work: Callable[[], U]) -> Callable[[], U]:
    """Do a work; what it returned or raised is for who asks for it."""
    try:
        found = work()
    except Exception as error:  # noqa: BLE001
        failed = error

        def fail() -> U:
            raise failed

        return fail
    return lambda: found
