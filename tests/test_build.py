"""The whole, as people use it: the real commands on real folders."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from mkdocs.livereload import LiveReloadServer

from generator import plugin
from generator.parallel import cores
from generator.settings import Settings
from generator.site import make_site
from generator.words import words
from generator.writing.starter import Answers
from generator.writing.starter import make as make_starter
from tests.conftest import ROOT, TODAY, made_once
from tests.folders import digests, run, sources
from tests.register.reading import HEAD, WHOLE
from tests.register.reading import loaded as loaded_of

DAY_IN_SECONDS = "1795219200"  # noon of 2026-11-21, UTC
BIN = Path(sys.executable).parent
SMALL = """\
site_name: A
site_url: https://www.example.org/
docs_dir: content
theme: {name: material, font: false}
plugins: [you-said-we-did]
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The example's sources, to do with as a test likes."""
    return sources(tmp_path / "a site")


@pytest.fixture
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as the command left them in other surroundings; ``said`` is what it said."""
    surroundings = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": "/"}

    def make(folder: Path) -> None:
        root = sources(folder / "a site")
        before = os.umask(0o077)
        try:
            done = run("yswd", "build", "--as-of", str(TODAY), at=root, **surroundings)
        finally:
            os.umask(before)
        assert done.returncode == 0, done.stderr
        (folder / "said").write_text(done.stdout, encoding="utf-8")

    return made_once(tmp_path_factory, "built", make) / "a site"


def break_register(site: Path) -> int:
    """Give an action a kind that there isn't; returns the line."""
    register = site / "actions.yaml"
    lines = register.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line.strip() == "kind: direct")
    lines[number] = lines[number].replace("direct", "directly")
    register.write_text("\n".join(lines), encoding="utf-8")
    return number + 1


def test_mkdocs_builds_the_same_site_as_our_own_command(example: Path, tmp_path: Path) -> None:
    done = run(
        "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site"),
        at=ROOT, SOURCE_DATE_EPOCH=DAY_IN_SECONDS, NO_MKDOCS_2_WARNING="1",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert digests(tmp_path / "site") == digests(example)


def test_the_same_sources_and_day_give_the_same_bytes_anywhere(built: Path, example: Path) -> None:
    assert digests(built / "site") == digests(example)


def test_the_command_says_what_it_built_and_where_to_look(built: Path) -> None:
    said = (built.parent / "said").read_text(encoding="utf-8")
    pages = len(list((built / "site").rglob("index.html")))
    assert said.startswith(f"{pages} pagina's gemaakt, stand van 21 november 2026. ")
    assert said.endswith(" De eerste is site/index.html; 'yswd serve' laat ze zien.\n")
    assert (built / "site" / "index.html").is_file()
    assert [path.name for path in built.iterdir() if path.name.startswith(".")] == [".cache"]


def test_a_broken_register_leaves_the_previous_site_as_it_was(built: Path, tmp_path: Path) -> None:
    site = tmp_path / "a site"
    shutil.copytree(built, site)
    before = digests(site / "site")
    line = break_register(site)
    done = run("yswd", "build", "--as-of", str(TODAY), at=site)
    assert done.returncode == 1
    assert "actions.yaml" in done.stderr
    assert str(line) in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert digests(site / "site") == before
    assert sorted(path.name for path in site.iterdir()) == [
        ".cache", "actions.yaml", "content", "mkdocs.yml", "site",
    ]  # fmt: skip


def test_a_register_that_cannot_be_read_is_told_of_in_its_own_language() -> None:
    loaded = loaded_of("format: 1\nlanguages: [nl, en]\ninsights: [\n")
    made = make_site(loaded, Settings(), TODAY, {})
    assert made.languages == ("nl", "en")
    (page,) = (page for page in made.pages("nl") if page.address == "")
    assert "De haak [ is niet gesloten." in page.body


def test_what_was_published_does_not_change_in_silence(site: Path) -> None:
    register = site / "actions.yaml"
    published = "      - {period: 2026-Q3, mentions: 412, sources: [survey]}"
    assert published in register.read_text(encoding="utf-8")
    text = register.read_text(encoding="utf-8").replace(published, published.replace("412", "41"))
    register.write_text(text, encoding="utf-8")
    line = text.split("\n").index(published.replace("412", "41")) + 1
    for command in ("check", "build"):
        done = run("yswd", command, "--as-of", str(TODAY), at=site)
        assert done.returncode == 1
        said = done.stdout + done.stderr
        assert f"{line}:" in said
        assert "corrections" in said
        assert "2026-4" in said
    assert not (site / "site").exists()


def test_a_link_in_the_content_that_leads_out_is_refused(site: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\n![](https://secret.example/)\n")
    (site / "content" / "nl" / "secret.md").symlink_to(secret)
    for command in ("check", "build"):
        done = run("yswd", command, at=site)
        assert done.returncode == 1
        told = done.stdout + done.stderr
        assert "content/nl/secret.md" in told
        assert "Zet hier het bestand zelf neer." in told
        assert "secret.example" not in told
    assert not (site / "site").exists()


def test_a_logo_that_is_not_there_is_named_and_no_page_is_published(tmp_path: Path) -> None:
    run("yswd", "init", "site", "--yes", at=tmp_path)
    config = tmp_path / "site" / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("  font:", "  logo: images/logo.svg\n  font:"), encoding="utf-8")
    done = run("yswd", "build", at=config.parent)
    assert (done.returncode, (config.parent / "site").exists()) == (1, False)
    assert "images/logo.svg" in done.stderr
    assert "'logo'" in done.stderr
    checked = run("yswd", "check", "--format", "json", at=config.parent)
    assert checked.returncode == 1
    (problem,) = json.loads(checked.stdout)
    line = 1 + config.read_text(encoding="utf-8").split("\n").index("  logo: images/logo.svg")
    assert (problem["file"], problem["line"], problem["code"]) == (
        "mkdocs.yml", line, "option.picture",
    )  # fmt: skip
    (config.parent / "content" / "nl" / "images").mkdir()
    (config.parent / "content" / "nl" / "images" / "logo.svg").write_text("<svg/>")
    assert run("yswd", "check", at=config.parent).returncode == 0
    text = config.read_text(encoding="utf-8").replace("images/logo", "content/nl/images/logo")
    config.write_text(text, encoding="utf-8")
    assert "Bedoelt u 'images/logo.svg'?" in run("yswd", "check", at=config.parent).stdout


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Er is geen map 'docs' met pagina's."), ("en", "There is no folder 'docs' of pages.")],
)
def test_a_folder_of_pages_that_is_not_there_is_told_in_our_own_words(
    tmp_path: Path, language: str, told: str
) -> None:
    run("yswd", "init", "site", "--yes", "--languages", language, at=tmp_path)
    config = tmp_path / "site" / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("docs_dir: content\n", "")
    config.write_text(text, encoding="utf-8")
    for command in ("check", "build", "serve"):
        done = run("yswd", command, at=config.parent)
        assert (done.returncode, done.stderr) == (1, "")
        assert told in done.stdout
        assert "[option.docs-dir]" in done.stdout
    (config.parent / "docs").mkdir()
    assert run("yswd", "check", at=config.parent).returncode == 0


def test_mkdocs_refuses_a_broken_register_with_the_line(site: Path) -> None:
    line = break_register(site)
    done = run("mkdocs", "build", "--strict", at=site)
    assert done.returncode == 1
    assert str(line) in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_the_folder_of_a_site_the_command_says_where_to_go(tmp_path: Path) -> None:
    done = run("yswd", "build", at=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "There is no mkdocs.yml here. Go to the folder of your site.\n"


class Links(HTMLParser):
    """The addresses that a page leads to or loads, and the ids on it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.found.append(values["href"])
        if tag in ("img", "script", "iframe", "source") and "src" in values:
            self.loaded.append(values["src"])
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(values["href"])
        if tag == "link" and values.get("rel") == "alternate" and "type" in values:
            self.found.append(values["href"])


def read_links(page: Path) -> Links:
    links = Links()
    links.feed(page.read_text(encoding="utf-8"))
    return links


def lost_links(site: Path) -> set[tuple[str, str]]:
    """What leads nowhere or is loaded from elsewhere, with the page where it stands."""
    pages = {path: read_links(path) for path in site.rglob("*.html") if path.name != "404.html"}
    base = "http://site/"
    lost = set()
    for path, links in pages.items():
        own = base + path.relative_to(site).as_posix().removesuffix("index.html")
        for href in [*links.found, *links.loaded]:
            target = urlsplit(urljoin(own, href))
            if target.netloc != "site":
                if href not in links.found:
                    lost.add((path.relative_to(site).as_posix(), href))
                continue
            file = site / unquote(target.path).lstrip("/")
            file = file / "index.html" if target.path.endswith("/") else file
            anchors = pages[file].ids if file in pages else [target.fragment]
            if not file.is_file() or (target.fragment and target.fragment not in anchors):
                lost.add((path.relative_to(site).as_posix(), href))
    return lost


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(example: Path) -> None:
    assert lost_links(example) == set()


def test_no_page_leads_to_a_page_of_prose_that_nobody_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in ("nl/about.md", "en/how-we-decide.md"):
        (tmp_path / "content" / page).parent.mkdir(parents=True)
        (tmp_path / "content" / page).write_text("# A\n", encoding="utf-8")
    (tmp_path / "actions.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SMALL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    plugin.build_site("mkdocs.yml", tmp_path / "site", TODAY)
    assert lost_links(tmp_path / "site") == set()
    told = {
        (language, page): f"{page}/" in (tmp_path / "site" / path).read_text(encoding="utf-8")
        for language, path in (("nl", "index.html"), ("en", "en/index.html"))
        for page in ("about", "how-we-decide")
    }
    assert [name for name, is_told in told.items() if is_told] == [
        ("nl", "about"),
        ("en", "how-we-decide"),
    ]


def test_a_page_of_prose_in_the_place_of_one_of_ours_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "content" / "nl").mkdir(parents=True)
    for name in ("about", "index", "scores"):
        (tmp_path / "content" / "nl" / f"{name}.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "actions.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SMALL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    plugin.build_site("mkdocs.yml", tmp_path / "site", TODAY)
    told = [record.message for record in caplog.records if record.levelname == "WARNING"]
    files = ["content/nl/index.md", "content/nl/scores.md"]
    assert [message.partition(":")[0] for message in told] == files
    assert "Geef dit bestand een andere naam" in told[0]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_dead_link_in_any_language_is_told_once_with_its_file(
    tmp_path: Path, language: str
) -> None:
    run("yswd", "init", "site", "--yes", "--languages", "nl,en", at=tmp_path)
    with (tmp_path / f"site/content/{language}/about.md").open("a", encoding="utf-8") as page:
        page.write("\n[Weg](../nowhere/)\n")
    done = run("yswd", "build", "--quiet", at=tmp_path / "site")
    assert done.returncode == 1
    first, *more = done.stderr.splitlines()
    assert first.startswith(f"content/{language}/about.md: de link '../nowhere/' leidt nergens")
    beside = [words("nl")("build.not-made", language="en")] if language == "en" else []
    assert more == (beside if cores() > 1 else [])


def test_every_page_has_one_heading_that_the_skip_link_leads_to(example: Path) -> None:
    for path in example.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        if 'class="md-skip"' not in text:
            assert "embed" in path.parts
            continue
        assert len(re.findall(r"<h1\b", text)) == 1, path
        target = re.search(r'href="#([^"]+)" class="md-skip"', text)
        assert target
        assert f'<h1 id="{target[1]}"' in text, path


def test_no_page_has_an_id_twice_or_script_and_style_of_its_own(example: Path) -> None:
    for path in example.rglob("*.html"):
        ids = read_links(path).ids
        assert len(ids) == len(set(ids)), path
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:\bsrc=|application/ld\+json))", text
        ), path


def wait_for(found: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something becomes true within a time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.1)
    return False


def fetch(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  # our own server
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""


@pytest.mark.parametrize("command", ["yswd", "mkdocs"])
def test_a_preview_follows_the_register_shows_its_errors_and_recovers(
    tmp_path: Path, command: str
) -> None:
    site = tmp_path / "a site"
    make_starter(site, Answers("Bank", ("nl", "en"), "https://www.example.org/"), TODAY)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    register, configuration = site / "actions.yaml", site / "mkdocs.yml"
    configuration.write_text(
        f"{configuration.read_text(encoding='utf-8')}\ndev_addr: 127.0.0.1:{port}\n",
        encoding="utf-8",
    )
    good = register.read_text(encoding="utf-8")
    title = "nl: Een brief in gewone woorden"
    assert title in good
    home = f"http://127.0.0.1:{port}/u-zei/"
    server = subprocess.Popen(
        [str(BIN / command), "serve"], cwd=site, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        assert wait_for(lambda: "Een brief in gewone woorden" in fetch(home))
        assert "A letter in plain words" in fetch(f"{home}en/")
        register.write_text(good.replace(title, title + "schat"), encoding="utf-8")
        assert wait_for(lambda: "in gewone woordenschat" in fetch(home))
        line = break_register(site)
        assert wait_for(lambda: f"Regel {line}:" in fetch(home))
        assert f"Regel {line}:" in fetch(f"{home}insights/letters-in-plain-words/")
        register.write_text(good, encoding="utf-8")
        assert wait_for(lambda: "Een brief in gewone woorden<" in fetch(home))
        assert run("yswd", "split", at=site).returncode == 0
        part = site / "register" / "letters-in-plain-words.yaml"
        renamed = part.read_text("utf-8").replace(title, title + "lijst")

        def follows_a_part_that_came_later() -> bool:
            part.write_text(renamed, encoding="utf-8")
            return "in gewone woordenlijst" in fetch(home)

        assert wait_for(follows_a_part_that_came_later)
    finally:
        server.terminate()
        output = server.communicate(timeout=20)[0].decode()
    assert "Traceback" not in output


def test_a_language_without_a_page_of_prose_has_a_preview_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "actions.yaml").write_text(f"{HEAD}insights: []\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SMALL, encoding="utf-8")
    followed: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(LiveReloadServer, "watch", lambda _, path: followed.append(path))
    monkeypatch.setattr(LiveReloadServer, "serve", lambda _, **__: None)
    plugin.serve_site("mkdocs.yml")
    assert {Path(path).resolve() for path in followed} >= {tmp_path / "content"}
    assert all(Path(path).exists() for path in followed)
    plugin.build_site("mkdocs.yml", tmp_path / "site", TODAY)  # nothing of the preview is left
    assert (tmp_path / "site" / "index.html").is_file()


def test_the_wheel_works_outside_the_repository(site: Path, example: Path, tmp_path: Path) -> None:
    """Unpacked as pip does; ``test_first_week`` has pip itself install one."""
    installed = tmp_path / "installed"
    make = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*make, "--directory", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, installed, "zip")
    assert (installed / "generator" / "theme" / "main.html").is_file()
    assert {path.stem for path in (installed / "generator" / "words").iterdir()} >= {"nl", "en"}
    where = run(
        "python", "-c", "import generator; print(generator.__file__)",
        at=site, PYTHONPATH=str(installed),
    )  # fmt: skip
    assert where.stdout.startswith(str(installed))
    done = run("yswd", "build", "--as-of", str(TODAY), at=site, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    assert digests(site / "site") == digests(example)
