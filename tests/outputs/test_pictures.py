"""The pictures that links are shown with, looked at as pixels."""

import re
from io import BytesIO
from pathlib import Path
from struct import pack, unpack
from unicodedata import normalize
from zlib import crc32, decompress

import pytest
from PIL import Image, ImageFont

from generator.facts.facts import Facts
from generator.outputs import card
from generator.outputs.pages import pages
from generator.outputs.pictures import pictures
from generator.outputs.view import PICTURED
from generator.settings import Settings
from generator.words import words
from tests.outputs.registers import HOSTILE, action, facts, hostile_facts, insight

SETTINGS = Settings(site_url="https://www.example.org/luister/")
MARGIN = 60
LONG = "De wachttijd aan de telefoon is te lang, en wie belooft terug te bellen, doet dat zelden"
BOTTOM = 500
"""Below it stand the line and the name of the site, which all pictures share."""


def made(found: Facts) -> dict[str, bytes]:
    return {file.path: file.content for file in pictures(found, words("nl"), SETTINGS)}


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image.convert("L")


def ink(content: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part aren't paper."""
    image = opened(content)
    paper = image.getpixel((0, 0))
    return sum(count for count, shade in image.crop(box).getcolors() or () if shade != paper)


def test_an_insight_has_its_kind_and_its_title_on_its_picture() -> None:
    found = made(
        facts(insight(), insight("night", title={"nl": "’s Nachts bellen", "en": "Nights"}))
    )
    assert set(found) == {
        "share/site.png", "share/done.png", "share/in-progress.png", "share/not-doing.png",
        "insights/phone/share.png", "insights/night/share.png",
    }  # fmt: skip
    phone, night = found["insights/phone/share.png"], found["insights/night/share.png"]
    kind, title = (0, 0, 1200, 130), (0, 130, 1200, BOTTOM)
    assert opened(phone).crop(kind).tobytes() == opened(night).crop(kind).tobytes()
    assert opened(phone).crop(title).tobytes() != opened(night).crop(title).tobytes()
    refused = action("no", kind="no-action", reason="cost", final="true")
    other = made(facts(insight(actions=[refused])))["insights/phone/share.png"]
    assert opened(phone).crop(kind).tobytes() != opened(other).crop(kind).tobytes()
    assert opened(phone).crop(title).tobytes() == opened(other).crop(title).tobytes()


@pytest.mark.parametrize("letter", "ëéïöüçßñ’“–…€ĳőłşğžΩЖ&")
def test_every_letter_of_europe_is_drawn(letter: str) -> None:
    plain = made(facts(insight(title={"nl": "aa", "en": "aa"})))["insights/phone/share.png"]
    with_it = made(facts(insight(title={"nl": f"a{letter}a", "en": "aa"})))
    box = (0, 130, 1200, BOTTOM)
    assert ink(with_it["insights/phone/share.png"], box) > ink(plain, box)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_the_title_it_stays_inside(text: str) -> None:
    for content in made(hostile_facts(text)).values():
        assert ink(content, (0, 0, MARGIN, 630)) == 0
        assert ink(content, (1200 - MARGIN, 0, 1200, 630)) == 0
        assert ink(content, (0, BOTTOM - 10, 1200, BOTTOM)) == 0, "a line free above the rule"
        assert len(content) < 40_000


def test_what_the_font_lacks_is_left_out() -> None:
    both = ({"nl": title, "en": "x"} for title in ("Hulp 👩‍💻 שלום nodig", "Hulp nodig"))
    first, second = (
        made(facts(insight(title=title)))["insights/phone/share.png"] for title in both
    )
    assert first == second


def test_a_letter_and_its_accent_are_drawn_as_one() -> None:
    apart, together = (
        made(facts(insight(title={"nl": normalize(form, "Één café"), "en": "x"})))
        for form in ("NFD", "NFC")
    )
    assert apart == together


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made(facts(insight())) == made(facts(insight()))


def test_they_are_the_same_where_letters_could_be_placed_by_another_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = made(facts(insight()))
    for known in (card._font, card._advance, card._glyph, card._is_drawable):
        known.cache_clear()
    monkeypatch.setattr(ImageFont.core, "HAVE_RAQM", not ImageFont.core.HAVE_RAQM)
    assert made(facts(insight())) == drawn


def test_every_picture_is_sound_to_the_last_byte() -> None:
    """What browsers pass over, stricter readers of PNG don't: every sum is right."""
    for content in made(facts(insight(title={"nl": LONG, "en": "x"}))).values():
        rest, packed = content[8:], b""
        while rest:
            (length,) = unpack(">I", rest[:4])
            name, body, total = rest[4:8], rest[8 : 8 + length], rest[8 + length : 12 + length]
            assert pack(">I", crc32(name + body)) == total
            packed += body if name == b"IDAT" else b""
            rest = rest[12 + length :]
        assert name == b"IEND"
        assert len(decompress(packed)) == 630 * (1 + 1200 // 4)


def test_the_picture_of_what_was_withdrawn_or_merged_stays_at_its_address() -> None:
    gone = {"date": "2026-08-01", "reason": "Dubbel."}
    found = made(facts(insight(withdrawn=gone), insight("night", merged_into="phone")))
    assert {"insights/phone/share.png", "insights/night/share.png"} <= set(found)


def test_only_the_latest_have_a_picture_of_their_own() -> None:
    old = insight("old", actions=[action(date="2020-01-01")])
    many = [insight(f"i{n}") for n in range(PICTURED)]
    now = facts(old, *many)
    found = {page.address: page.picture for page in pages(now, words("nl"), SETTINGS)}
    assert found["insights/i0/"] == "insights/i0/share.png"
    assert found["insights/old/"] == "share/done.png"
    assert found["done/"] == "share/done.png"
    assert found[""] == "share/site.png"


def test_every_page_names_a_picture_that_is_there(example: Path) -> None:
    site = "https://www.example.org/u-zei-wij-deden/"
    named = set()
    for page in example.rglob("*.html"):
        if "embed" not in page.parts:
            found = re.findall(r'<meta property="og:image" content="([^"]*)">', page.read_text())
            assert len(found) == 1, page
            named.add(found[0])
    assert len(named) > 80
    for address in named:
        assert address.startswith(site)
        opened((example / address.removeprefix(site)).read_bytes())
