"""The theme's own files and templates, as the host finds and links them."""

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2

from generator.outputs.templates import theme_folder


class Templates(jinja2.FileSystemLoader):
    """The templates of a theme; its hidden folders are there, but nobody lists them.

    Material brings some 14,000 icons as templates. The host lists every name it finds in every
    pass over every language, and then leaves out those in hidden folders.
    """

    def list_templates(self) -> list[str]:
        """The names of all templates outside hidden folders, sorted."""
        found: set[str] = set()
        for top in self.searchpath:
            for place, folders, names in os.walk(top, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                inside = os.path.relpath(place, top).replace(os.sep, "/")
                found.update(name if inside == "." else f"{inside}/{name}" for name in names)
        return sorted(found)


def listing_less(
    make: Callable[[], jinja2.Environment], folders: Sequence[str]
) -> Callable[[], jinja2.Environment]:
    """Wrap ``make``, which gives the host's environment for a theme in ``folders``, so that its
    loader lists no hidden folders."""

    def made() -> jinja2.Environment:
        env = make()
        env.loader = Templates(folders)
        return env

    return made


def url_of_assets(original: Any) -> Any:
    """Wrap the host's ``url`` filter: links to the theme's assets lead to the root of the site,
    where they stand once for all languages."""

    @jinja2.pass_context
    def url(context: jinja2.runtime.Context, value: str) -> str:
        if value.startswith("assets/"):
            return f"{context['yswd'].site_root}{value}"
        return str(original(context, value))

    return url


def lost_pictures(theme: Any, has: Callable[[str], object]) -> Iterator[dict[str, str]]:
    """The pictures of the frame that aren't there: every page would have a broken one."""
    for field in ("logo", "favicon"):
        found = str(theme.get(field) or "")
        if found and "//" not in found and not has(found):
            yield {"field": field, "found": found}


def template_of(error: Exception, folders: Sequence[str]) -> str:
    """The theme's own template that could not be filled, where that is what went wrong: what
    stands under ``theme`` reaches it unjudged."""
    files = [Path(frame.filename) for frame in traceback.extract_tb(error.__traceback__)]
    last = next((file for file in reversed(files) if file.suffix == ".html"), Path())
    own = theme_folder()
    theirs = (folder for folder in map(Path, folders) if folder != own)
    return last.name if any(last.is_relative_to(folder) for folder in theirs) else ""
