"""Two pieces of work at the same time, where there is a core for the second."""

import pickle
from collections.abc import Callable
from typing import Protocol, TypeVar

from generator.memo import Memos
from generator.parallel import Beside, WorkFailedError, cores

T = TypeVar("T")
U = TypeVar("U")


class Both(Protocol):
    """Does two pieces of work, of which the second may depend on the outcome of the first."""

    def __call__(self, first: Callable[[], T], then: Callable[[], U]) -> tuple[T, Callable[[], U]]:
        """The result of ``first``, and a function that gives the result of ``then`` or raises."""


def in_turn(first: Callable[[], T], then: Callable[[], U]) -> tuple[T, Callable[[], U]]:
    """Do ``first`` now, and ``then`` only when its result is asked for."""
    return first(), then


class Together:
    """Does the first in a child process, and takes over what that put into its memos."""

    def __init__(self, memos: Memos, beside: Beside) -> None:
        self._memos = memos
        self._beside = beside

    def __call__(self, first: Callable[[], T], then: Callable[[], U]) -> tuple[T, Callable[[], U]]:
        """As :class:`Both`; an exception of ``then`` is kept for whoever asks for its result."""
        if cores() == 1 or not Beside.can_start():
            return first(), then
        used = self._memos.used()
        finish = self._beside.start(lambda: pickle.dumps((first(), self._memos.since(used))))
        outcome = _tried(then)
        try:
            found, remembered = pickle.loads(finish())  # noqa: S301  # a copy of ourselves wrote it
        except WorkFailedError:
            return first(), outcome  # raises here what it raised there
        self._memos.learn(remembered)
        return found, outcome


def _tried(work: Callable[[], U]) -> Callable[[], U]:
    """Do a piece of work; returns a function that returns or raises what the work did."""
    try:
        found = work()
    except Exception as error:  # noqa: BLE001  # raised again for whoever asks for the result
        failed = error

        def fail() -> U:
            raise failed

        return fail
    return lambda: found
