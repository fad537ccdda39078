"""The pictures in the manual: real screens, taken from the example as it stood on its day.

``python -m tests.pictures`` puts them in ``docs/images/``. They are few and small; for a look at
every page there is :mod:`tests.screenshots`.
"""

import html
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from generator.cli import main
from generator.plugin import build_site
from tests.browsing import chromium
from tests.serving import serve

IMAGES = Path(__file__).parent.parent / "docs" / "images"
DAY = date(2026, 11, 21)
DESK = (1000, 720)


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: where and how large (in CSS pixels)."""

    address: str
    size: tuple[int, int] = DESK


PICTURES = {
    "home": Picture("en/", (1000, 1288)),
    "insight": Picture("en/insights/phone-waiting/", (1000, 900)),
    "insight-nl": Picture("insights/phone-waiting/", (1000, 900)),
    "promises": Picture("en/promises/", (1000, 690)),
    "promises-nl": Picture("promises/", (1000, 716)),
    "no": Picture("en/insights/crypto/", (390, 1240)),
    "score": Picture("en/scores/nps/", (1000, 890)),
    "editions": Picture("en/editions/", (1000, 775)),
}
NEWS = {
    "en": "The button is there for everyone.",
    "nl": "De knop is er nu voor iedereen.",
}
MISTAKE = ("kind: no-action", "kind: no")
STYLE = (
    "font: 15px/1.5 monospace; white-space: pre-wrap; margin: 1.5em; color: #eee; background: #222"
)


def take() -> int:
    """Take every picture; returns how many."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as workshop, sync_playwright() as playwright:
        site = Path(workshop) / "site"
        build_site("mkdocs.yml", site, DAY)
        browser = chromium(playwright)
        with serve(site, "/u-zei-wij-deden/") as served:
            for name, picture in PICTURES.items():
                _take(browser, name, picture.size, served.url + picture.address)
        count = len(PICTURES)
        for name, typed, said in _terminal(Path(workshop)):
            file = Path(workshop) / "terminal.html"
            shown = f"<b>$ yswd {typed}</b>\n{html.escape(said)}"
            file.write_text(
                f'<meta charset="utf-8"><body style="{STYLE}">{shown}</body>', encoding="utf-8"
            )
            _take(browser, name, (900, 200), file.as_uri())
            count += 1
        browser.close()
    return count


def _take(browser: Browser, name: str, size: tuple[int, int], url: str) -> None:
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
    )
    page.goto(url)
    page.screenshot(path=IMAGES / f"{name}.png", full_page=url.startswith("file:"))
    page.close()


def _terminal(workshop: Path) -> Iterator[tuple[str, str, str]]:
    """What a terminal shows: a name, the command and all that is said and typed after it."""
    day = str(DAY)
    for language, news in NEWS.items():
        folder = workshop / language
        other = next(name for name in NEWS if name != language)
        CliRunner().invoke(
            main,
            ["init", str(folder), "--yes", "--languages", f"{language},{other}", "--as-of", day],
        )
        with chdir(folder):
            typed = f"3\n1\n\n{news}\n\n\n2\n1\n"
            done = CliRunner(echo_stdin=True).invoke(main, ["new", "--as-of", day], input=typed)
            yield f"new-{language}", "new", done.output
            register = Path("actions.yaml")
            register.write_text(
                register.read_text(encoding="utf-8").replace(*MISTAKE), encoding="utf-8"
            )
            done = CliRunner().invoke(main, ["check", "--as-of", day])
            yield f"check-{language}", "check", done.output


if __name__ == "__main__":
    print(f"{take()} pictures in docs/images/")  # noqa: T201 - a command of its own
