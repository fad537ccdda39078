"""The theme's own files and templates, as the host finds and links them."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import jinja2


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
