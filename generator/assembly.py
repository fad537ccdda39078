"""Putting a site together: each output goes where it belongs, from here or from a process beside.

What was made for the last site is taken over, and what was worked out is remembered.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator import notes
from generator.cache import Cache, of_program
from generator.carry import CarryOver
from generator.frame import Frames
from generator.memo import Memos
from generator.outputs.page import File, Page
from generator.outputs.templates import Compiled, environment
from generator.parallel import Beside, Turns, WorkFailedError, WorkKilledError, cores
from generator.program import program
from generator.swap import as_named
from generator.together import Together
from generator.troubles import trouble_of
from generator.words import Words

T = TypeVar("T")
U = TypeVar("U")
Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and of how much (0: nobody knows)."""

_TELL_EVERY = 50
"""Pages between two reports of progress."""
_SPARE = 300
"""Compiled templates that are kept for other sites that the same program builds."""
log = logging.getLogger("mkdocs.plugins.you-said-we-did")


def in_silence(_step: str, _done: int, _total: int) -> None:
    """Report no progress."""


class PartFailedError(Exception):
    """A part of the site could not be made; says which."""


class Assembly:
    """One build: what it takes over from the last one, its memos, and its child processes."""

    def __init__(
        self,
        carried: CarryOver | None = None,
        cache: Cache | None = None,
        progress: Progress = in_silence,
        beside: Beside | None = None,
    ) -> None:
        self.carry = carried or CarryOver()
        """What is taken over from the site that is served now."""
        self.memos = Memos(cache, program())
        """What was worked out before."""
        self._compiled = Memos(of_program() or cache, program(), spare=_SPARE)
        self.progress = progress
        self._later: list[Callable[[], None]] = []
        self._begun: list[Callable[[], None]] = []
        self._beside = beside or Beside()
        self._turns: Turns | None = None

    def compile(self, name: str) -> None:
        """Keep compiled templates under a name: one for each process that compiles any."""
        environment().bytecode_cache = Compiled(self._compiled(name))

    def begin_in(self, folder: Path) -> None:
        """Begin in ``folder``, which is empty, with what stayed the same in the spare site."""
        self.carry.begin(folder, self.carry.found())

    def place_pages(self, pages: Sequence[Page], frames: Frames, folder: Path, prefix: str) -> None:
        """Write pages in their frames to ``folder``, which is at ``prefix`` below the root."""
        for done, page in enumerate(pages):
            if done % _TELL_EVERY == 0:
                self.progress("pages", done, len(pages))
            self.carry.place(
                prefix + page.path,
                f"{folder}/{page.path}",
                frames.key(page),
                partial(_filled, frames, page),
            )

    def place_files(self, files: Iterable[File], folder: Path, prefix: str) -> None:
        """Write files to ``folder``, which is at ``prefix`` below the root."""
        for file in files:
            to = f"{folder}/{file.path}"
            self.carry.place(prefix + file.path, to, file.key, partial(_content, file))

    def begin_files(
        self, name: str, files: Sequence[File], folder: Path, failed: str, own: Words, busy: int
    ) -> None:
        """Begin the files of the default language as :meth:`begin` does; a process that is done
        with its own part helps.

        What is made from the whole register has no key and takes longest, so it comes first; what
        has one name, as ``a.csv`` and ``a.nl.csv``, shares what is remembered and is one work.
        """
        whole: dict[str, list[File]] = defaultdict(list)
        small: list[File] = []
        for file in files:
            if file.key or isinstance(file.lazy_content, bytes):
                small.append(file)
            else:
                whole[file.path.partition(".")[0]].append(file)
        size = max(1, -(-len(small) // (Turns.MOST - len(whole))))
        parts = [*whole.values(), *(small[at : at + size] for at in range(0, len(small), size))]
        works = [partial(self.place_files, part, folder, "") for part in parts]
        self._turns = turns = Turns(works)
        if self.begin(name, turns.take, failed, own, busy):
            self._later.append(turns.take)

    def begin(
        self, name: str, work: Callable[[], None], failed: str, own: Words, busy: int
    ) -> bool:
        """Begin a part in a child process, where ``busy`` processes leave a core for it.

        Otherwise it waits for :meth:`finish`, as it does in a preview, which has threads and so
        can't fork. ``failed`` is the message for when it can't be made. Returns whether it began.
        """
        if busy >= cores() or not Beside.can_start():
            self._later.append(work)
            return False

        def noted() -> bytes:
            self.progress = in_silence  # the screen is not ours
            self._forget()
            self.compile(f"templates-{name}")
            try:
                work()
            except SystemExit:  # the host gave up, and has said why
                raise
            except OSError as error:
                log.error(trouble_of(error, as_named).tell(own))
                raise
            except Exception as error:
                log.error(f"{type(error).__name__}: {error}")
                log.debug(failed, exc_info=True)
                raise
            self._keep()
            return notes.written(self.carry.notes)

        finish = self._beside.start(noted)

        def end() -> None:
            try:
                self.carry.notes |= notes.read(finish())
            except WorkFailedError as error:
                killed = isinstance(error, WorkKilledError)
                raise PartFailedError(own("build.killed") if killed else failed) from error

        self._begun.append(end)
        return True

    def both(self, first: Callable[[], T], then: Callable[[], U]) -> tuple[T, Callable[[], U]]:
        """Do two pieces of work at the same time, as :class:`Together` does."""
        return Together(self.memos, self._beside)(first, then)

    def finish(self) -> None:
        """Do what was not begun beside us, and what is left of it; remember what was new.

        Raises :class:`PartFailedError`.
        """
        later, self._later = self._later, []
        for work in later:
            work()
        self._keep()  # before waiting for others
        begun, self._begun = self._begun, []
        for end in begun:
            end()

    def _forget(self) -> None:
        """Drop, in a child process, the memos that its parent has opened."""
        for memos in (self.memos, self._compiled):
            memos.forget()

    def _keep(self) -> None:
        for memos in (self.memos, self._compiled):
            memos.keep()

    def close(self) -> None:
        """Kill what still runs, and drop what hasn't begun: the build is over or was given up."""
        self._beside.stop()
        if self._turns:
            self._turns.close()
        self._later, self._begun, self._turns = [], [], None


def _filled(frames: Frames, page: Page) -> bytes:
    return frames.fill(page).encode()


def _content(file: File) -> bytes:
    return file.content
