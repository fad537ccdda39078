"""How long after an edit ``yswd serve`` shows it: asked for over HTTP, again and again."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import builders, content, measure
from benchmarks.builders import Source
from benchmarks.measure import BuildFailedError

EVERY = 0.01
"""Seconds between two questions."""
PATIENCE = 180
"""Seconds after which we give up."""


@dataclass(slots=True)
class Preview:
    """A preview of so many insights: seconds until the first page, and until each edit shows."""

    size: int
    start: float = 0
    edits: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median of the edits."""
        return median(self.edits)

    def __str__(self) -> str:
        low, high = min(self.edits), max(self.edits)
        return (
            f"{self.size:,} insights: an edit shows after {self.seconds:.2f} s "
            f"({low:.2f}–{high:.2f}); the first page came after {self.start:.1f} s"
        )


def measured(size: int, edits: int, folder: Path, seed: int) -> Preview:
    """Serve a register of this size, edit one insight so many times, and wait for each."""
    folder.mkdir(parents=True, exist_ok=True)
    measure.clean(folder, set())
    entries = content.make(size, seed)
    builders.ours(("nl",)).prepare(Source(entries, folder / "site"), folder)
    port = _free_port()
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(f"\ndev_addr: 127.0.0.1:{port}\n")
    entry = entries[len(entries) // 2]
    written = entry.said[0].split("\n")[0][:30]
    file = next(
        path
        for path in (folder / "register").iterdir()
        if f"id: {entry.id}" in path.read_text(encoding="utf-8")
    )
    text = file.read_text(encoding="utf-8")
    head, _, tail = text.partition(f"id: {entry.id}")
    address = f"http://127.0.0.1:{port}/u-zei-wij-deden/insights/{entry.id}/"
    found = Preview(size)
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        before = time.perf_counter()
        process = subprocess.Popen(
            builders.yswd("serve"),
            cwd=folder,
            env={**measure.surroundings(), "SOURCE_DATE_EPOCH": "1795219200"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(address, written, process)
            found.start = time.perf_counter() - before
            for number in range(edits):
                time.sleep(1.5)  # the preview has come to rest
                mark = f"Bewerkt {number}."
                file.write_text(
                    f"{head}id: {entry.id}{tail.replace(written, f'{mark} {written}', 1)}", "utf-8"
                )
                before = time.perf_counter()
                _wait(address, mark, process)
                found.edits.append(time.perf_counter() - before)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    return found


def _wait(address: str, text: str, process: subprocess.Popen[bytes]) -> None:
    """Ask for a page until it has the text."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise BuildFailedError(f"the preview ended by itself: {process.returncode}")
        with (
            suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(address, timeout=PATIENCE) as answer,  # noqa: S310  # our own
        ):
            if text in answer.read().decode():
                return
        time.sleep(EVERY)
    raise BuildFailedError(f"{address} never said {text!r}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
