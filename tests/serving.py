"""A folder served over HTTP below a sub-path, as many a static host does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: ``url`` is the address of the home page, with a slash at its end."""

    url: str
    folder: Path


class _Handler(SimpleHTTPRequestHandler):
    prefix = "/"

    def __init__(self, *args: Any, prefix: str, **options: Any) -> None:
        self.prefix = prefix
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        """Below the prefix stands the site; nothing stands elsewhere."""
        inside = path.startswith(self.prefix)
        return super().translate_path("/" + path[len(self.prefix) :] if inside else "/ elsewhere")

    def log_message(self, *_: Any) -> None:
        """Say nothing: a test says what it saw itself."""


@contextmanager
def serve(folder: Path, prefix: str = "/") -> Iterator[Served]:
    """Serve a folder below ``prefix`` on a free port of this machine."""
    handler = partial(_Handler, directory=str(folder), prefix=prefix)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(f"http://127.0.0.1:{server.server_port}{prefix}", folder)
        server.shutdown()
