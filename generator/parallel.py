"""Work in forked processes: a child shares all that its parent had read, and only the result of
its work travels back, through a pipe. On systems without a safe fork, nothing here starts."""

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
    """The number of cores that this process may use; 1 where it can't fork."""
    return len(os.sched_getaffinity(0)) if CAN_COPY else 1


class WorkFailedError(Exception):
    """Work in a child process failed; the child has reported why."""


class WorkKilledError(WorkFailedError):
    """A child process was ended from outside, so it could report nothing."""


class Turns:
    """A queue of works shared by forked processes; each work is done once, by whoever is free.

    The numbers of the works wait in a pipe, from which each process reads the next.
    """

    MOST = 250
    """The most works in a queue: the number of each is one byte."""

    def __init__(self, works: Sequence[Callable[[], None]]) -> None:
        self._works = works
        reading, writing = os.pipe()
        self._waiting = os.fdopen(reading, "rb", buffering=0)
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            pipe.write(bytes(range(len(works))))

    def take(self) -> None:
        """Do works from the queue until it is empty."""
        while number := self._waiting.read(1):
            self._works[number[0]]()
        self.close()

    def close(self) -> None:
        """Take no more works."""
        self._waiting.close()


class Beside:
    """The child processes of this one that are at work."""

    def __init__(self) -> None:
        self._children: dict[int, BinaryIO] = {}  # each with the pipe through which it answers

    @staticmethod
    def can_start() -> bool:
        """Whether this process can fork: with threads it can't, as a child would not have them."""
        return CAN_COPY and threading.active_count() == 1

    def start(self, work: Callable[[], bytes]) -> Callable[[], bytes]:
        """Start ``work`` in a child process; returns a function that waits for its result.

        That function raises :class:`WorkFailedError` where the work raised anything.
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
            if status := os.waitpid(child, 0)[1]:
                raise WorkKilledError if os.WIFSIGNALED(status) else WorkFailedError
            return found

        return finish

    def stop(self) -> None:
        """Kill the children that are still at work."""
        for child, pipe in self._children.items():
            os.kill(child, signal.SIGKILL)
            pipe.close()
            os.waitpid(child, 0)
        self._children.clear()


class Standby(Generic[T]):
    """A child process that does the same work each time it is asked to.

    It is forked before its parent starts threads, so it can fork in turn when the parent can't.
    """

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
        """Have the work done, and wait; raises :class:`WorkFailedError` if the child died."""
        with suppress(BrokenPipeError):
            self._ask.write(b".")
        try:
            return cast("T", pickle.load(self._answer))  # noqa: S301  # a copy of ourselves wrote it
        except (EOFError, pickle.UnpicklingError) as error:
            raise WorkFailedError from error

    def stop(self) -> None:
        """Kill the child, also in the middle of its work."""
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        self._ask.close()
        self._answer.close()


@contextmanager
def _undisturbed() -> Iterator[set[signal.Signals]]:
    """Block SIGINT inside the block; gives the set of signals that were blocked before."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield {signal.Signals(number) for number in before}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ends_with(parent: int) -> None:
    """Have the kernel kill this process when its parent dies, however suddenly (Linux)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was, just before
        os._exit(1)
