"""The benchmark is honest: others write the same pages, and what is counted is what happened."""

import html
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from benchmarks import builders, content, measure, plot, report, same, sampling
from benchmarks.builders import Builder, Source
from benchmarks.growth import Series, bend
from benchmarks.measure import Run
from benchmarks.peers.mirror import Facts, Mirror, mirror, to_markdown
from benchmarks.report import Aim, Found
from benchmarks.rounds import Row
from generator.plugin import build_site

pytestmark = pytest.mark.xdist_group("benchmarks")  # they share a site

MARKDOWN = MarkdownIt("commonmark", {"html": True})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up site with lists of more than one page."""
    folder = tmp_path_factory.mktemp("small")
    source = Source(content.make(70), folder / "site")
    builders.ours(("nl",)).prepare(source, folder)
    build_site(str(folder / "mkdocs.yml"), source.site, content.AS_OF)
    return source.site


@pytest.fixture(scope="module")
def taken(site: Path) -> Mirror:
    """The same site taken apart."""
    return mirror(site)


def filled(frame: tuple[str, str], facts: Facts, body: str) -> str:
    """A page as a theme makes it: its frame, the slots filled, around a body."""

    def value(match: re.Match[str]) -> str:
        text = str(facts[match[1]])
        return text if match[1] == "data" else html.escape(text)

    head, tail = (re.sub("\ue000([a-z_]+)\ue001", value, part) for part in frame)
    return head + body + tail


def test_frames_and_bodies_make_our_pages_again(taken: Mirror, site: Path, tmp_path: Path) -> None:
    assert len(taken.insights) == 70
    for facts in (*taken.insights, *taken.others):
        is_insight = facts in taken.insights
        body = MARKDOWN.render(facts["body"]) if is_insight else facts["body"]
        again = tmp_path / "again.html"
        again.write_text(filled(taken.frames[facts["frame"]], facts, body), "utf-8")
        assert same.said(again) == same.said(site / facts["address"] / "index.html")


def test_the_frame_of_embeds_makes_ours_again(taken: Mirror, site: Path) -> None:
    single = [
        {**facts, "address": f"embed/{facts['address']}", "whole": facts["address"]}
        for facts in taken.insights
    ]
    for facts in (*taken.embeds, *single):
        page = (site / facts["address"] / "index.html").read_text("utf-8")
        opened, closed = page.index("<ol") + len('<ol class="yswd-cards">'), page.index("</ol>")
        root = "../" * facts["address"].count("/")
        body = page[opened:closed]
        assert filled(taken.embed, {**facts, "root": root}, body) == page


def test_frames_are_few(taken: Mirror) -> None:
    """So a theme that has them needs no page of its own to copy."""
    assert len(taken.frames) < 20
    assert len({facts["frame"] for facts in taken.insights}) <= 2  # those of now and of before


def test_the_parts_of_a_list_hold_its_members_in_our_order(taken: Mirror, site: Path) -> None:
    every = next(each for each in taken.lists if each["address"] == "insights/")
    assert [part["address"] for part in every["parts"]] == ["insights/", "insights/page/2/"]
    second = (site / "insights" / "page" / "2" / "index.html").read_text("utf-8")
    shown = re.findall(r'<li class="yswd-card[^>]* data-id="([^"]+)"', second)
    assert every["members"][50:] == shown
    by_weight = sorted((f for f in taken.insights if f["weight"]), key=lambda f: f["weight"])
    assert [facts["id"] for facts in by_weight] == every["members"]


def test_every_file_is_made_or_copied(taken: Mirror, site: Path) -> None:
    made = {facts["address"] + "index.html" for facts in (*taken.insights, *taken.others)}
    made |= {part["address"] + "index.html" for each in taken.lists for part in each["parts"]}
    made |= {f"embed/{facts['address']}index.html" for facts in taken.insights}
    made |= {each["address"] + "index.html" for each in taken.embeds}
    feeds = [each for each in (*taken.insights, *taken.lists, *taken.others) if "feed" in each]
    made |= {each["address"] + name for each in feeds
             for name in ("feed.xml", "atom.xml", "feed.json")}  # fmt: skip
    made |= {"sitemap.xml", "search.json"}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert made | set(taken.copied) == there
    assert not made & set(taken.copied)
    assert len(made) > len(taken.copied)


TYPED = st.characters(exclude_categories=("C", "Z")) | st.just(" ")


@given(st.lists(st.text(TYPED, min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_a_text_keeps_its_characters_as_markdown(texts: list[str]) -> None:
    """Whatever stands in a paragraph of ours, the Markdown for others shows the same."""
    lines = [" ".join(text.split()) for text in texts]
    body = "".join(f"<p>{html.escape(line, quote=False)}</p>\n" for line in lines)
    shown = MARKDOWN.render(to_markdown(f"<div>\n{body}</div>"))
    assert html.unescape(shown) == html.unescape(f"<div>\n{body}</div>\n")


def test_marks_and_links_go_through_markdown() -> None:
    text = '<p>Dit is <strong>echt</strong> <em>zo</em>: <a href="https://x.org/a">zie *</a>.</p>'
    written = to_markdown(f"<div>\n  {text}\n\n</div>")
    assert "Dit is **echt** *zo*: [zie \\*](https://x.org/a)." in written
    assert MARKDOWN.render(written) == f"<div>\n{text}\n</div>\n"


def test_a_paragraph_with_other_elements_stays_html() -> None:
    body = '<p>Sinds <time datetime="2026-01-01">1 januari</time></p>\n<p class="a">Zo</p>'
    assert to_markdown(f"<div>\n{body}\n</div>") == f"<div>\n{body}\n</div>\n"


class TestSame:
    """What a comparison notices."""

    def change(self, site: Path, tmp_path: Path, name: str, old: str, new: str) -> str:
        other = tmp_path / "other"
        shutil.copytree(site, other, copy_function=os.link)
        text = (other / name).read_text("utf-8")
        assert old in text
        (other / name).unlink()
        (other / name).write_text(text.replace(old, new, 1), "utf-8")
        return str(same.compare(site, other, samples=80))

    def test_a_site_is_the_same_as_itself(self, site: Path) -> None:
        found = same.compare(site, site)
        assert found.is_same
        assert "the same" in str(found)
        assert found.sampled > 150

    def test_other_marks_are_the_same(self, site: Path, tmp_path: Path) -> None:
        said = self.change(site, tmp_path, "about/index.html", "<body ", '<body\n  class="x" ')
        assert said.startswith("the same")

    @pytest.mark.parametrize(
        ("name", "old", "new"),
        [
            ("journey/index.html", "</h1>", "!</h1>"),
            ("insights/index.html", 'href="../promises/"', 'href="../beloften/"'),
            ("insights/index.html", "<title>", "<title>Nieuw: "),
            ("feed.xml", "<item><title>", "<item><title>Nieuw: "),
            ("atom.xml", "<published>20", "<published>19"),
            ("feed.json", '"content_html":"<', '"content_html":"Nieuw<'),
            ("sitemap.xml", "/insights/", "/inzichten/"),
        ],
    )
    def test_another_text_is_told_with_its_page(
        self, site: Path, tmp_path: Path, name: str, old: str, new: str
    ) -> None:  # fmt: skip
        said = self.change(site, tmp_path, name, old, new)
        assert re.fullmatch(rf"NOT the same: 1 of \d+ samples have another text \({name}\)", said)

    def test_addresses_that_lack_or_are_new_are_told(self, site: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        shutil.copytree(site, other, copy_function=os.link)
        (other / "about" / "index.html").rename(other / "about" / "us.html")
        said = str(same.compare(site, other))
        assert "1 addresses are missing (about/index.html)" in said
        assert "1 addresses are more (about/us.html)" in said


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says what processes share")
def test_memory_that_a_child_shares_counts_once() -> None:
    code = (
        "import os, sys\nheld = bytearray(os.urandom(80 << 20))\n"
        "child = os.fork()\nprint(child, flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdin
        for _ in range(2):
            process.stdout.readline()
        megabytes = measure.held(process.pid) / 1024
        process.stdin.close()
    assert 80 < megabytes < 130  # 80 and two small interpreters; counted twice it were 160


def test_a_link_is_not_a_written_file(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
    for name in ("linked", "same", "another"):
        (before / name).write_text("x")
    first = measure.marks(before)
    os.link(before / "linked", after / "linked")
    (after / "same").write_text("x")
    (after / "another").write_text("y")
    second = measure.marks(after)
    assert {name for name in second if first.get(name) != second[name]} == {"same", "another"}
    assert measure.differing(before, after) == ["another"]


def row(name: str, seconds: float, size: int = 1_000, memory: float = 100) -> Row:
    theme = "same pages" if name == "Hugo" else ""
    builder = Builder(name, "1", lambda *_: None, (), "site", theme=theme)
    found = Row(builder, size, memory)
    found.cold.append(Run(seconds, seconds, 0))
    return found


def test_an_aim_says_whether_it_is_reached() -> None:
    assert str(Aim("a check", 0.9, 1, " s")) == "pass: a check: 0.90 s (at most 1 s)"
    assert str(Aim("a check", 1.21, 1, " s")) == "FAIL: a check: 1.21 s (at most 1 s)"


def test_aims_are_ratios_on_equal_pages() -> None:
    rows = [row("You said, we did", 1.5), row("Hugo", 2), row("Material", 12)]
    rows += [row("You said, we did", 9, 10_000, 200), row("Hugo", 10, 10_000, 500)]
    rows[3].edit.append(Run(3, 3, 0))
    rows[3].later.append(Run(2, 2, 0))
    rows[3].written = 7
    found = {aim.what: aim for aim in report.aims(Found(date.min, 1, rows, {10_000: 5}))}
    assert found["1,000 insights, against Hugo"].found == 0.75
    assert found["1,000 insights, against Hugo"].is_reached
    assert not found["1,000 insights, against plain Material"].is_reached  # an eighth
    assert not found["10,000 insights, against Hugo"].is_reached
    assert found["10,000 insights, memory against Hugo"].is_reached
    assert not found["10,000 insights, one edit against Hugo's whole build"].is_reached
    assert found["10,000 insights, an edit after that"].is_reached
    nothing_new = found["10,000 insights, files written after one edit that say nothing new"]
    assert nothing_new.found == 2


def test_the_readme_takes_the_table_and_nothing_else() -> None:
    readme = f"# Title\n\n{report.START}\nof last year\n{report.END}\n\nThe end.\n"
    rows = [row("You said, we did", 1.5), row("Hugo", 2)]
    found = Found(date(2026, 11, 22), 3, rows)
    text = report.in_readme(readme, found)
    assert text.startswith(f"# Title\n\n{report.START}\n| Insights |")
    assert text.endswith(f"{report.END}\n\nThe end.\n")
    assert "| 1,000 | Hugo 1 | 2.0 | 0.75 |" in text
    assert "2026-11-22" in text
    assert "of last year" not in text
    assert report.in_readme(text, found) == text
    with pytest.raises(ValueError, match="no place for the table"):
        report.in_readme("# Title\n", found)


def test_the_page_says_what_was_measured_and_what_was_not() -> None:
    rows = [row("You said, we did", 1.5), row("Hugo", 2)]
    text = report.page(Found(date(2026, 11, 22), 3, rows, rooms={"imports": 0.4, "pictures": 0.25}))
    assert "Measured on 2026-11-22 with `make benchmark`, 3 times each" in text
    assert "| 1,000 | Hugo, same pages 1 | 2.00 (2.00–2.00) | 2.00 | 0.75 | 100 |" in text
    assert "- pass: 1,000 insights, against Hugo: 0.75× (at most 1×)" in text
    assert "25% goes to what the others don't do" in text
    assert "| imports | 40% | do it too |" in text
    assert text.count("not measured this time") == 3  # equal pages, previews, weights
    assert "images/benchmarks.svg" not in text
    assert "{" not in text


def test_our_readme_has_that_place() -> None:
    readme = (builders.REPOSITORY / "README.md").read_text("utf-8")
    assert report.in_readme(readme, Found(date.min, 1)).count(report.START) == 1


def series(*seconds: float) -> Series:
    return Series("insights", [(n * 100, Run(s, s, 50 + n)) for n, s in enumerate(seconds)])


def test_a_bend_is_how_far_growth_leaves_the_straight_line() -> None:
    assert bend(series(1, 2, 3, 4), "wall") == 0
    assert bend(series(0, 1, 4), "wall") == 0.25  # the middle of the line is 2, a quarter of 4 off


def test_the_picture_is_legible_in_light_and_dark() -> None:
    grown = [series(1, 2, 4), replace(series(3, 3.5), what="languages")]
    drawn = plot.picture(grown)
    root = ET.fromstring(drawn)
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "seconds by number of insights" in texts
    assert "MB held by number of languages" in texts
    assert "200 in 4.0 s with 52 MB" in root[0].text  # type: ignore[operator]
    assert "prefers-color-scheme: dark" in drawn
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 10


@pytest.mark.parametrize(
    ("stack", "room"),
    [
        (["/x/generator/register/source.py f", "/x/generator/site.py f"], "reading: YAML"),
        (["/x/theme/pages/insight.html root", "/x/generator/frame.py fill"], "pages: insights"),
        (["/x/generator/frame.py fill", "/x/generator/plugin.py on_post_build"], "filling frames"),
        (["/lib/zlib.py deflate", "/x/generator/outputs/pictures.py draw"], "pictures"),
        (["<frozen importlib._bootstrap> _load", "/x/generator/cli.py main"], "imports"),
        (["/lib/mkdocs/utils.py dirname"], "MkDocs and the rest"),
    ],
)
def test_a_stack_is_at_work_in_a_room(stack: list[str], room: str) -> None:
    frames = [(name.rpartition(" ")[0], name.rpartition(" ")[2]) for name in stack]
    assert sampling.room_of(frames) == room
