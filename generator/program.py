"""A digest of the program that makes the pages, so that nothing made by another is reused."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from generator.outputs.templates import theme_folder

_MAKES_PAGES = {".py", ".html", ".yml", ".js", ".svg", ".ttf"}
_LIBRARIES = ("babel", "icalendar", "jinja2", "markdown-it-py", "nh3", "pillow", "snowballstemmer")


@cache
def program() -> bytes:
    """A digest (16 bytes) of our own code and theme, and of the versions of the libraries."""
    found = blake2b(digest_size=16)
    for folder in (Path(__file__).parent, theme_folder()):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _MAKES_PAGES:
                found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}".encode())
    return found.digest()
