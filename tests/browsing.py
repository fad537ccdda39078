"""The browser of the tests."""

import os
import shutil

from playwright.sync_api import Browser, Playwright


def chromium(playwright: Playwright) -> Browser:
    """A headless Chromium that has nothing to ask of the rest of the world."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = os.environ.get("CHROMIUM") or next((name for name in found if name), None)
    return playwright.chromium.launch(
        executable_path=path,
        args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync",
              "--disable-background-networking", "--disable-component-update"],
    )  # fmt: skip
