"""Imports point one way."""

import ast
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"

ROOMS = (
    "problems",
    "words",
    "troubles",
    "prose",
    "settings",
    "configuration",
    "files",
    "swap",
    "cache",
    "memo",
    "carry",
    "parallel",
    "together",
    "published",
    "register",
    "facts",
    "editions",
    "checks",
    "report",
    "writing",
    "outputs",
    "options",
    "preview",
    "standing",
    "frame",
    "assets",
    "content",
    "program",
    "site",
    "assembly",
    "project",
    "plugin",
    "commands",
    "cli",
    "__main__",
)
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
