"""Imports point one way."""

import ast
import re
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"

DESIGN = (GENERATOR.parent / "docs" / "design.md").read_text(encoding="utf-8")
ROOMS = tuple(re.findall(r"^  (\w+)(?:\.py|/) ", DESIGN, re.MULTILINE))
"""From the ground up: a room imports from itself and from rooms before it."""

MODULES = sorted(GENERATOR.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def room(path: Path) -> str:
    return path.relative_to(GENERATOR).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(GENERATOR).as_posix())
def test_a_room_only_looks_down(path: Path) -> None:
    if path.parent == GENERATOR and path.stem == "__init__":
        assert not imports(path)
        return
    own = ROOMS.index(room(path))
    used = {name.split(".")[1] for name in imports(path) if name.startswith("generator.")}
    assert used <= set(ROOMS[: own + 1])


@pytest.mark.parametrize("name", ["register", "facts"])
def test_the_design_names_every_module_of_a_room(name: str) -> None:
    listed = re.search(rf"^  {name}/ .*\n((?:    .*\n)+)", DESIGN, re.MULTILINE)
    assert listed
    modules = {path.stem for path in MODULES if path.parent == GENERATOR / name} - {"__init__"}
    assert {*re.findall(r"^    (\w+)\.py ", listed[1], re.MULTILINE)} == modules


def test_only_the_plugin_knows_the_host() -> None:
    knowing = {
        path.stem
        for path in MODULES
        if any(name.split(".")[0] in ("mkdocs", "properdocs") for name in imports(path))
    }
    assert knowing == {"plugin"}


def test_only_one_module_reads_the_yaml_of_the_register() -> None:
    knowing = {
        path.relative_to(GENERATOR).as_posix()
        for path in MODULES
        if "yaml" in imports(path) and room(path) in ("register", "checks", "facts", "outputs")
    }
    assert knowing == {"register/builder.py"}
