"""The organisation's colour: it can be read everywhere, or the message says which one can."""

import re
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import options
from generator.outputs import colours
from generator.outputs.colours import contrast, is_readable, mix, on, readable

ROOT = Path(__file__).parent.parent.parent
CSS = (ROOT / "theme" / "assets" / "yswd" / "site.css").read_text("utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)  # WCAG's own example
    assert contrast("#0d4f5c", "#0d4f5c") == 1


def test_a_mix_is_that_of_css() -> None:
    assert mix("#000000", 0.25, "#ffffff") == "#bfbfbf"


def test_the_mixes_are_those_of_the_style_sheet() -> None:
    light, _, dark = CSS.partition("/* Paper is always light. */")
    share = re.compile(r"--yswd-(wash|wash-deep|link): color-mix\(in srgb, [^%]*?(\d+)%")
    assert dict(share.findall(light))["wash"] == f"{colours.WASH:.0%}".rstrip("%")
    found = dict(share.findall(dark))
    assert found["wash"] == f"{colours.DARK_WASH:.0%}".rstrip("%")
    assert found["wash-deep"] == f"{colours.DARK_WASH_DEEP:.0%}".rstrip("%")
    assert found["link"] == f"{colours.DARK_LINK_SHARE:.0%}".rstrip("%")
    for colour in (colours.DARK_PAGE, colours.DARK_INK, colours.DARK_LINK):
        assert colour in dark
    assert colours.INK in light


def test_what_follows_the_device_is_as_dark_as_the_site() -> None:
    """A style sheet can't give one set of colours to a choice and to a device, so it has it
    twice."""
    both = re.findall(r"\{([^{}]*color-scheme: dark;[^{}]*)\}", CSS)
    ours, embeds = (re.findall(r"\S.*;", each) for each in both)
    assert "--yswd-page: #0f1a1e;" in ours
    assert embeds == ours


def test_our_own_colour_is_readable() -> None:
    ours = re.search(r"--md-primary-fg-color: (#\w{6});", CSS)
    assert ours
    assert is_readable(ours[1])


@given(COLOURS)
def test_for_every_colour_there_is_one_that_can_be_read(colour: str) -> None:
    found = readable(colour)
    assert is_readable(found)
    assert (found == colour) == is_readable(colour)
    assert contrast(on(found), found) >= 4.5


def config(folder: Path, colour: str) -> Path:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = text.replace("      register:", f'      colour: "{colour}"\n      register:')
    file = folder / "mkdocs.yml"
    file.write_text(text, "utf-8")
    (folder / "content").mkdir()
    return file


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(tmp_path: Path) -> None:
    (problem,) = options.read(config(tmp_path, "#ffec3d"))[1]
    assert problem.code == "option.colour-unreadable"
    assert is_readable(problem.facts["better"])


def test_a_colour_that_can_be_read_becomes_a_style_sheet(tmp_path: Path) -> None:
    settings, _ = options.read(config(tmp_path, "#7B1FA2"))
    file = next(colours.brand(settings, "nl"))
    assert file.path == "assets/yswd/brand.css"
    assert b"--md-primary-fg-color: #7b1fa2;" in file.content
    assert b"--md-primary-bg-color: #ffffff;" in file.content


@pytest.mark.parametrize(
    ("palette", "expected"),
    [
        ("{primary: yellow}", ["option.palette-unreadable"]),
        ("[{primary: light blue}, {primary: indigo}]", ["option.palette-unreadable"]),
        ("{primary: indigo}", []),
        ("{primary: custom}", []),
        ("{}", []),
    ],
)
def test_a_colour_of_material_must_be_readable_too(
    tmp_path: Path, palette: str, expected: list[str]
) -> None:
    text = "site_url: https://www.example.org/\nplugins:\n  you-said-we-did:\n"
    theme = f"theme:\n  palette: {palette}\n"
    file = tmp_path / "mkdocs.yml"
    file.write_text(text + theme, "utf-8")
    problems = options.read(file)[1]
    assert [problem.code for problem in problems] == expected
    assert all(problem.place.line == 5 for problem in problems)
    assert all(is_readable(problem.facts["better"]) for problem in problems)
    file.write_text(f"{text}    colour: '#0d4f5c'\n{theme}", "utf-8")
    assert not options.read(file)[1]  # then that one counts everywhere


def test_the_colours_of_material_are_those_that_it_has() -> None:
    folder = resources.files("material") / "templates" / "assets" / "stylesheets"
    (sheet,) = (file for file in folder.iterdir() if re.match(r"palette\..*\.css$", file.name))
    rule = r"\[data-md-color-primary=([a-z-]+)\]\{--md-primary-fg-color:(#[0-9a-f]{6});"
    theirs = dict(re.findall(rule, sheet.read_text("utf-8")))
    assert {**theirs, "white": "#ffffff", "black": "#14151a"} == colours.MATERIAL
