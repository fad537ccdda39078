"""What tests share: the example site as it stood on one day, a server for it, and a browser."""

import fcntl
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from generator.plugin import build_site
from tests.browsing import Windows, chromium
from tests.serving import Served, serve

gc.freeze()
gc.set_threshold(200_000, 20, 20)  # as in the command: a register is many small things that stay

# Tests start us hundreds of times: what Python compiled for one of them serves the next.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# What whoever runs the tests ignores, as a shell has it for what runs in the background, commands
# that we start would ignore too, and a preview would run on: what has a handler they get as it was.
for ended in (signal.SIGINT, signal.SIGHUP):
    with suppress(ValueError):  # only the first thread may
        if signal.getsignal(ended) is signal.SIG_IGN:
            signal.signal(ended, lambda *_: None)

# What passes today passes tomorrow; --hypothesis-profile=default looks for new examples.
# Nor does a machine that is busy for a moment make a fault: speed has tests of its own.
settings.register_profile("the same each time", derandomize=True, deadline=None)
settings.load_profile("the same each time")

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: many tests wait more than they work."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole before its rooms: so no process ends alone with a test that takes long."""
    long = {ROOT / "tests", ROOT / "tests" / "register" / "test_source.py"}  # hostile megabytes
    items.sort(key=lambda item: not {item.path, item.path.parent} & long)


def made_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first who asks for it makes, for all processes of a run; only to read.

    Whoever asks meanwhile waits; when making it fails, the next one tries.
    """
    base = temporary.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            fresh = temporary.mktemp(name) / name
            make(fresh)
            fresh.rename(folder)
    return folder


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example site, built by the real MkDocs as of one day."""

    def make(folder: Path) -> None:
        build_site(str(ROOT / "mkdocs.yml"), folder, TODAY)

    return made_once(tmp_path_factory, "example", make)


@pytest.fixture(scope="session")
def served(example: Path) -> Iterator[Served]:
    """The example site, served below a sub-path."""
    with serve(example, "/u-zei-wij-deden/") as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, shared by the tests of one process."""
    with sync_playwright() as playwright:
        found = chromium(playwright)
        yield found
        found.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows of that browser, for who needs none of his own."""
    return Windows(browser)
