"""Work in a process beside this one, where this one can be copied: the copy knows all that it
knew, and only what comes back travels."""

import ctypes
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, Generic, TypeVar, cast

T = TypeVar("T")
CAN_COPY = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if CAN_COPY else 1


class WorkFailedError(Exception):
    """The work beside this process did not end well; it has said why itself."""


class Turns:
    """Works that each process does as many of as it has time for; each is done once.

    Their numbers wait in a pipe, from which every copy of this process takes the next.
    """

    MOST = 250
    """So many works can wait: a number is one byte."""

    def __init__(self, works: Sequence[Callable[[], None]]) -> None:
        self._works = works
        reading, writing = os.pipe()
        self._waiting = os.fdopen(reading, "rb", buffering=0)
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            pipe.write(bytes(range(len(works))))

    def take(self) -> None:
        """Do works until there are none."""
        while number := self._waiting.read(1):
            self._works[number[0]]()
        self.close()

    def close(self) -> None:
        """Nobody takes any more."""
        self._waiting.close()


class Beside:
    """The processes that work beside this one."""

    def __init__(self) -> None:
        self._children: dict[int, BinaryIO] = {}  # each with the pipe through which it answers

    @staticmethod
    def can_start() -> bool:
        """Whether this process can be copied: one with threads would lose them in the copy."""
        return CAN_COPY and threading.active_count() == 1

    def start(self, work: Callable[[], bytes]) -> Callable[[], bytes]:
        """Begin; what comes back waits for the end, and returns what the work did.

        Raises :class:`WorkFailedError` then, when the work raised anything.
        """
        reading, writing = os.pipe()
        parent = os.getpid()
        with _undisturbed() as before:  # else a Ctrl-C right here leaves a child nobody knows of
            child = os.fork()
            if not child:
                status = 1
                try:
                    signal.pthread_sigmask(signal.SIG_SETMASK, before)
                    _ends_with(parent)
                    gc.disable()  # looking for garbage touches, and so copies, all that both share
                    os.close(reading)
                    with os.fdopen(writing, "wb") as answer:
                        answer.write(work())
                    status = 0
                finally:
                    os._exit(status)
            pipe = self._children[child] = os.fdopen(reading, "rb")
        os.close(writing)

        def finish() -> bytes:
            with pipe:
                found = pipe.read()
            del self._children[child]
            if os.waitpid(child, 0)[1]:
                raise WorkFailedError
            return found

        return finish

    def stop(self) -> None:
        """Nobody goes on working after it was given up."""
        for child, pipe in self._children.items():
            os.kill(child, signal.SIGKILL)
            pipe.close()
            os.waitpid(child, 0)
        self._children.clear()


class Standby(Generic[T]):
    """A copy of this process that does the same work each time it is asked to, whatever threads
    this one has by then."""

    def __init__(self, work: Callable[[], T]) -> None:
        asked, ask = os.pipe()
        answer, answers = os.pipe()
        parent = os.getpid()
        self._child = os.fork()
        if not self._child:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the other one
                _ends_with(parent)
                os.close(ask)
                gc.disable()
                with os.fdopen(answers, "wb") as pipe:
                    while os.read(asked, 1):
                        pickle.dump(work(), pipe)
                        pipe.flush()
                        gc.collect()  # now that nobody waits
            finally:
                os._exit(0)
        os.close(asked)
        os.close(answers)
        self._ask = os.fdopen(ask, "wb", buffering=0)
        self._answer = os.fdopen(answer, "rb")

    def ask(self) -> T:
        """Have it done, and wait; raises :class:`WorkFailedError` when somebody ended it."""
        with suppress(BrokenPipeError):
            self._ask.write(b".")
        try:
            return cast("T", pickle.load(self._answer))  # noqa: S301  # a copy of ourselves wrote it
        except (EOFError, pickle.UnpicklingError) as error:
            raise WorkFailedError from error

    def stop(self) -> None:
        """End it, also in the middle of its work."""
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        self._ask.close()
        self._answer.close()


@contextmanager
def _undisturbed() -> Iterator[set[signal.Signals]]:
    """Let a Ctrl-C wait for a moment; gives the signals that waited already."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield {signal.Signals(number) for number in before}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ends_with(parent: int) -> None:
    """Have this process end when its parent is killed, however suddenly (Linux)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was, just before
        os._exit(1)
