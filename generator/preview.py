"""What a preview has beside its builds: the last whole site, and somebody to build the next."""

import gc
import shutil
import threading
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from generator.carry import CarryOver
from generator.notes import Notes
from generator.parallel import CAN_COPY, Standby, WorkFailedError
from generator.words import Words


class Attempt(NamedTuple):
    """What went wrong with a build, or nothing, whether that was said already, and what the next
    one depends on."""

    why: str
    is_said: bool
    paths: Sequence[str]


_LOOKS_EVERY = 0.1
"""Seconds between two looks at what is followed; the host's half a second can be seen."""
_WAITS = 0.05
"""Seconds without another change before a build begins."""
_TROUBLE = "~trouble.html"
"""The page in place of all others while a build can't be made."""
_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body style="font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem">
<h1>{title}</h1>
<pre style="overflow-wrap: anywhere; white-space: pre-wrap">{why}</pre>
<p>{again}</p>
</body>
</html>
"""


class Server(Protocol):
    """The host's server, as far as a preview needs it."""

    observer: Any
    build_delay: float
    builder: Callable[[], None]
    root: str
    mount_path: str

    def set_app(self, app: Callable[[Any, Any], Any]) -> None:
        """Have something else answer what browsers ask."""

    def serve_request(self, environ: Any, start_response: Any) -> Any:
        """Answer what a browser asks."""

    def watch(self, path: str) -> None:
        """Build again when anything at a path changes."""


class Preview:
    """Keeps the last whole site of a preview, from which the next one takes what stays.

    The host empties the folder that it serves before each build, so the site waits beside it.
    """

    def __init__(self) -> None:
        self._aside: Path | None = None
        self._notes: Notes = {}
        self._standby: Standby[Attempt] | None = None
        self._is_said = False
        """Whether the terminal says already why the last build failed."""

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
            done = ask()
            follow([path for path in done.paths if Path(path).exists()])  # else it has said so
            self._is_said = done.is_said
            if done.why:
                raise gives_up(done.why)

        follow(followed())
        server.builder = build

    def show_troubles(self, server: Server, own: Words, tell: Callable[[str], None]) -> None:
        """Show why a build failed in place of every page, until one succeeds: the host would let
        browsers wait."""
        build, page = server.builder, Path(server.root, _TROUBLE)
        is_stuck = threading.Event()

        def try_to_build() -> None:
            is_stuck.clear()  # who asks now waits for this build
            page.unlink(missing_ok=True)
            try:
                build()
            except SystemExit as error:
                if not self._is_said:
                    tell(str(error))
                title, again = own("preview.stuck"), own("preview.again")
                facts = {"title": title, "why": escape(str(error)), "again": again}
                page.write_text(_PAGE.format(language=own.language, **facts), encoding="utf-8")
                is_stuck.set()

        def answer(environ: Any, start_response: Any) -> Any:
            asks_for_page = not environ["PATH_INFO"].startswith("/livereload/")
            if asks_for_page and is_stuck.is_set():
                environ = environ | {"PATH_INFO": server.mount_path + _TROUBLE}
            return server.serve_request(environ, start_response)

        server.builder = try_to_build
        server.set_app(answer)

    def _builder(
        self, build: Callable[[], None], followed: Callable[[], Sequence[str]]
    ) -> Callable[[], Attempt]:
        """What builds again each time it is called, and says why it couldn't and what it follows.

        It is a copy of this process: once it serves, this one has threads, which a copy made then
        would lose. Neither looks for garbage while somebody waits.
        """

        def attempt() -> Attempt:
            try:
                build()
            except (SystemExit, Exception) as error:  # noqa: BLE001  # the host shows a traceback
                said = error.__context__ if isinstance(error, SystemExit) else None
                why = str(said or error) or type(error).__name__
                return Attempt(why, said is not None, followed())
            return Attempt("", False, followed())

        def ask() -> Attempt:
            try:
                return self._standby.ask() if self._standby else attempt()
            except WorkFailedError:
                return Attempt("Start the preview again: nothing builds it.", False, ())

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
