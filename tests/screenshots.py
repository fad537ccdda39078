"""Pictures of the pages for review: on a phone and a desk, light and dark, in both languages.

``python -m tests.screenshots [FOLDER]`` builds the example as of today and puts the pictures in
FOLDER (``screenshots/`` when left out).
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from generator.plugin import build_site
from tests.browsing import chromium
from tests.serving import serve

PAGES = {
    "home": "",
    "insights": "insights/",
    "done": "insights/phone-waiting/",
    "in-progress": "insights/village-cash-machines/",
    "not-doing": "insights/crypto/",
    "unanswered": "insights/phone-menu/",
    "journey": "journey/",
    "promises": "promises/",
    "scores": "scores/",
    "score": "scores/nps/",
    "listening": "how-we-listen/",
    "follow": "follow/",
    "data": "data/",
    "about": "about/",
    "not-found": "404.html",
}
WIDTHS = {"phone": 390, "desk": 1280}
SCHEMES = ("light", "dark")
LANGUAGES = {"nl": "", "en": "en/"}


def take(folder: Path) -> int:
    """Take every picture; returns how many."""
    count = 0
    with tempfile.TemporaryDirectory() as workshop, sync_playwright() as playwright:
        site = Path(workshop) / "site"
        build_site("mkdocs.yml", site, None)
        browser = chromium(playwright)
        with serve(site, "/u-zei-wij-deden/") as served:
            for size, width in WIDTHS.items():
                for scheme in SCHEMES:
                    page = browser.new_page(
                        viewport={"width": width, "height": 900},
                        color_scheme="dark" if scheme == "dark" else "light",
                    )
                    for language, prefix in LANGUAGES.items():
                        for name, address in PAGES.items():
                            page.goto(served.url + prefix + address)
                            picture = folder / language / f"{name}-{size}-{scheme}.png"
                            page.screenshot(path=picture, full_page=True)
                            count += 1
                    page.close()
        browser.close()
    return count


if __name__ == "__main__":
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    print(f"{take(where)} pictures in {where}/")
