"""What tests share: the example site as it stood on one day, a server for it, and a browser."""

import gc
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from generator.plugin import build_site
from tests.browsing import chromium
from tests.serving import Served, serve

gc.freeze()
gc.set_threshold(200_000, 20, 20)  # as in the command: a register is many small things that stay

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait more than they work."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example site, built by the real MkDocs as of one day."""
    folder = tmp_path_factory.mktemp("example") / "site"
    build_site(str(ROOT / "mkdocs.yml"), folder, TODAY)
    return folder


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
