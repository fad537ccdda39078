"""A folder served over HTTP below a sub-path, as many a static host does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: ``url`` is the address of the home page, with a slash at its end."""

    url: str
    folder: Path


def rules(text: str, address: str) -> list[tuple[str, str]]:
    """The headers that Netlify and Cloudflare send with an address; ``text`` is ``_headers``."""
    found: list[tuple[str, str]] = []
    fits = False
    for line in text.splitlines():
        if line.startswith("/"):
            fits = fnmatch(address, line)
        elif fits and line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            found.append((name, value))
    return found


class _Handler(SimpleHTTPRequestHandler):
    prefix = "/"
    told = ""

    def __init__(self, *args: Any, prefix: str, told: str, **options: Any) -> None:
        self.prefix = prefix
        self.told = told
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        """Send what the site asks of its host too, where that was asked for."""
        for name, value in rules(self.told, self.path.partition("?")[0]):
            self.send_header(name, value)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """Below the prefix stands the site; nothing stands elsewhere."""
        inside = path.startswith(self.prefix)
        return super().translate_path("/" + path[len(self.prefix) :] if inside else "/ elsewhere")

    def log_message(self, *_: Any) -> None:
        """Say nothing: a test says what it saw itself."""


@contextmanager
def serve(folder: Path, prefix: str = "/", *, headers: bool = False) -> Iterator[Served]:
    """Serve a folder below ``prefix`` on a free port of this machine.

    With ``headers`` as Netlify and Cloudflare do, by the site's own ``_headers``.
    """
    told = (folder / "_headers").read_text("utf-8") if headers else ""
    handler = partial(_Handler, directory=str(folder), prefix=prefix, told=told)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(f"http://127.0.0.1:{server.server_port}{prefix}", folder)
        server.shutdown()
