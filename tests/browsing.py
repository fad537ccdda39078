"""The browser of the tests, and the windows in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Playwright


def chromium(playwright: Playwright) -> Browser:
    """A headless Chromium that has nothing to ask of the rest of the world."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = os.environ.get("CHROMIUM") or next((name for name in found if name), None)
    return playwright.chromium.launch(
        executable_path=path,
        args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync",
              "--disable-background-networking", "--disable-component-update"],
    )  # fmt: skip


FOLLOWED = """async (scheme) => {
  const button = document.querySelector(".yswd-scheme");  // what has none is always light
  const follows = () => !button || document.body.dataset.mdColorScheme === scheme;
  for (let frame = 0; !follows() && frame < 100; frame++) {
    await new Promise(requestAnimationFrame);
  }
  return follows();
}"""
FORGET = """() => {
  if (location.protocol.startsWith("http")) for (const kept of [localStorage, sessionStorage]) {
    kept.clear();
  }
}"""


def turn(page: Page, width: int, height: int, scheme: Literal["light", "dark"]) -> None:
    """Give a page other room and other colours; what comes next is looked at in these."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(FOLLOWED, "slate" if scheme == "dark" else "default")


class Windows:
    """Windows that are lent to one test after the other: a new one is half a second's work.

    Each is lent without anything that was chosen or stored in it before. Its cache stays, so who
    looks at what a first visit fetches opens a window of its own, with ``browser.new_page``.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[tuple[tuple[str, Any], ...], Page] = {}

    @contextmanager
    def lend(
        self,
        width: int = 390,
        height: int = 800,
        scheme: Literal["light", "dark"] = "light",
        *,
        still: bool = False,
        **kind: Any,
    ) -> Iterator[Page]:
        """A window of a size, in pixels; ``still`` where nothing should move.

        What can't be changed later, such as a language or whether scripts run, is its ``kind``.
        One in which something went wrong is not lent again.
        """
        key = tuple(sorted(kind.items()))
        page = self._free.pop(key, None) or self._browser.new_context(**kind).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            media="null", color_scheme=scheme, reduced_motion="reduce" if still else "no-preference"
        )
        yield page
        page.unroute_all()
        page.evaluate(FORGET)
        page.context.clear_cookies()
        page.set_default_timeout(30_000)  # milliseconds, as it comes
        page.goto("about:blank")
        self._free[key] = page
