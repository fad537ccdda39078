"""What a preview has beside its builds: the last whole site, and somebody to build the next."""

import gc
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from generator.carry import CarryOver
from generator.notes import Notes
from generator.parallel import CAN_COPY, Standby, WorkFailedError

Told = tuple[str, Sequence[str]]
"""What went wrong with a build, in a line, or nothing; and what the next one depends on."""


_LOOKS_EVERY = 0.1
"""Seconds between two looks at what is followed; the host's half a second can be seen."""
_WAITS = 0.05
"""Seconds without another change before a build begins."""


class Server(Protocol):
    """The host's server, as far as a preview needs it."""

    observer: Any
    build_delay: float
    builder: Callable[[], None]

    def watch(self, path: str) -> None:
        """Build again when anything at a path changes."""


class Preview:
    """Keeps the last whole site of a preview, from which the next one takes what stays.

    The host empties the folder that it serves before each build, so the site waits beside it.
    """

    def __init__(self) -> None:
        self._aside: Path | None = None
        self._notes: Notes = {}
        self._standby: Standby[Told] | None = None

    def begin(self, folder: Path) -> CarryOver:
        """Put the site in ``folder`` aside, if it is or was a whole one."""
        self._aside = folder.with_name(f"{folder.name}.aside")
        if not self._notes:
            return CarryOver()
        if not self._aside.exists():
            folder.rename(self._aside)
            folder.mkdir()
        return CarryOver(notes=self._notes, spare=self._aside)

    def end(self, notes: Notes) -> None:
        """The site that is served now is a whole one."""
        self._notes = notes

    def serve(
        self,
        server: Server,
        followed: Callable[[], Sequence[str]],
        gives_up: Callable[[str], BaseException],
    ) -> None:
        """Have a server build again as soon as anything that is ``followed`` changes.

        Why it can't, it is told by what ``gives_up`` makes of that.
        """
        server.observer._timeout = _LOOKS_EVERY  # noqa: SLF001  # only its constructor takes it
        server.build_delay = _WAITS
        ask = self._builder(server.builder, followed)
        seen: set[str] = set()

        def follow(paths: Sequence[str]) -> None:
            for path in sorted({*paths} - seen):
                server.watch(path)
                seen.add(path)

        def build() -> None:
            why, paths = ask()
            follow([path for path in paths if Path(path).exists()])  # else the build has said so
            if why:
                raise gives_up(why)

        follow(followed())
        server.builder = build

    def _builder(
        self, build: Callable[[], None], followed: Callable[[], Sequence[str]]
    ) -> Callable[[], Told]:
        """What builds again each time it is called, and says why it couldn't and what it follows.

        It is a copy of this process: once it serves, this one has threads, which a copy made then
        would lose. Neither looks for garbage while somebody waits.
        """

        def attempt() -> Told:
            why = ""
            try:
                build()
            except (SystemExit, Exception) as error:  # noqa: BLE001  # the host shows a traceback
                why = str(error) or type(error).__name__
            return why, followed()

        def ask() -> Told:
            try:
                return self._standby.ask() if self._standby else attempt()
            except WorkFailedError:
                return "Start the preview again: nothing builds it.", ()

        if CAN_COPY:
            self._standby = Standby(attempt)
        gc.enable()
        return ask

    def close(self) -> None:
        """Nobody builds any more; clear away what was kept."""
        if self._standby:
            self._standby.stop()
        if self._aside:
            shutil.rmtree(self._aside, ignore_errors=True)
