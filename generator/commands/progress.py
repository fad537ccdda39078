"""How far a long build is: a bar on a screen, lines where asked for, nothing in a log."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import click

from generator.words import Words

_BEFORE_A_BAR = 0.5
"""Seconds; what is ready sooner needs no bar."""


class Step(Protocol):
    """Called when a step begins or goes on; ``total`` is 0 where nobody knows how long it is."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None: ...


@contextmanager
def progress(own: Words, quiet: bool, verbose: bool) -> Iterator[Step]:
    """Whom to tell how far we are. Steps have their words below ``build.step``."""
    if verbose:
        yield _Lines(own)
    elif quiet or not is_screen():
        yield lambda step, done=0, total=0: None  # noqa: ARG005  # told to nobody
    else:
        bar = _Bar(own)
        try:
            yield bar
        finally:
            bar.close()


def is_screen() -> bool:
    """Whether somebody looks on: no log, no pipe, no build server."""
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


class _Lines:
    """A line for each step, with the seconds since the beginning."""

    def __init__(self, own: Words) -> None:
        self._own, self._start, self._step = own, time.monotonic(), ""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:  # noqa: ARG002
        if step != self._step:
            self._step = step
            seconds = time.monotonic() - self._start
            many = f" ({total})" if total else ""
            click.echo(f"{seconds:7.2f} s  {self._own(f'build.step.{step}')}{many}", err=True)


class _Bar:
    """A bar that stands there until the end, and then is gone."""

    def __init__(self, own: Words) -> None:
        self._own, self._start = own, time.monotonic()
        self._progress: Any = None
        self._task: Any = None

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        if self._progress is None:
            if time.monotonic() - self._start < _BEFORE_A_BAR:
                return
            self._open()
        words = self._own(f"build.step.{step}")
        self._progress.update(self._task, description=words, completed=done, total=total or None)
        self._progress.refresh()

    def _open(self) -> None:
        # Imported only for who looks on: it takes a tenth of the time of a small build.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,  # that would be a thread, and processes with threads aren't copied
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._progress.start()
        self._task = self._progress.add_task("", total=None)

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
