"""What a preview has beside its builds: the last whole site, and somebody to build the next."""

import gc
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.carry import CarryOver, Notes
from generator.parallel import CAN_COPY, Standby, WorkFailedError

Told = tuple[str, Sequence[str]]
"""What went wrong with a build, in a line, or nothing; and what the next one depends on."""


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

    def builder(
        self, build: Callable[[], None], follows: Callable[[], Sequence[str]]
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
            return why, follows()

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
