"""The frame around a page: rendered once per depth and section, filled for every page.

The host's theme renders ``main.html`` with a slot where each page differs; filling is a join.
A slot is never searched for in a value, so no text of the register can pose as one, and a
filled page is byte for byte the page the theme would have rendered (a test compares).
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.outputs.page import Page, key_of
from generator.outputs.past import switch
from generator.standing import Site, Standing, data_of, standing, tab_of, way_to_root

_SLOT = re.compile("\ue000([a-z_]+)\ue001")
_UNUSED = re.compile(
    r'\s*(?:<input class="md-toggle"[^>]*>|<label class="md-overlay"[^>]*></label>'
    r'|<div class="md-dialog"[^>]*>\s*<div[^>]*></div>\s*</div>)'
)


def without_unused(page: str) -> str:
    """A page without what only Material's script uses: two toggles (which a checker of HTML
    rejects), the shade that one of them drops over the page, and an empty dialog. They stand in
    no block of its template, so they can't be left out there."""
    return _UNUSED.sub("", page)


def slot(name: str) -> str:
    """What stands in the rendered frame where ``name`` will be filled in."""
    return f"\ue000{name}\ue001"


Render = Callable[[Standing, str], str]
"""The host's theme: a standing and the body (safe HTML) → the whole page."""


class _Frame(NamedTuple):
    """Literal text and names of slots, in turns; and the key of all of it."""

    parts: Sequence[str]
    key: bytes


class Frames:
    """The frames of one language, each rendered when it is first needed."""

    def __init__(self, site: Site, render: Render) -> None:
        self._site = site
        self._render = render
        self._frames: dict[tuple[str, str, bool, bool, bool], _Frame] = {}
        self._switches: dict[tuple[str, str, str], str] = {}

    def key(self, page: Page) -> bytes:
        """The key of the whole page, with its frame; empty where the page has none.

        What else is filled in follows from the page's own key, its address and the editions.
        """
        if not page.key:
            return b""
        return page.key + self._around(page).key

    def fill(self, page: Page) -> str:
        """The whole page."""
        page = page._replace(
            lazy_title=page.title, lazy_description=page.description
        )  # each is used more than once
        values = {
            "title": html.escape(page.title),
            "tab": html.escape(tab_of(self._site, page)),
            "data": data_of(self._site, page),
            "description": html.escape(page.description),
            "address": html.escape(page.address),
            "feeds": html.escape(page.feeds),
            "picture": html.escape(page.picture),
            "editions": self._switch(page),
            "body": page.body,
        }
        parts = [*self._around(page).parts]
        parts[1::2] = [values[name] for name in parts[1::2]]
        return "".join(parts)

    def _around(self, page: Page) -> "_Frame":
        """The frame for a page and all that stand like it."""
        alike = (
            page.to_root,
            page.section,
            bool(page.feeds),
            page.in_search,
            page.is_anywhere,
        )
        frame = self._frames.get(alike)
        if frame is None:
            parts = self._frame(page)
            frame = self._frames[alike] = _Frame(parts, key_of(parts))
        return frame

    def _switch(self, page: Page) -> str:
        """The switch between editions; only an insight has one of its own."""
        root = way_to_root(self._site, page)
        key = (root, page.edition, page.insight)
        if key not in self._switches:
            self._switches[key] = switch(self._site.past, self._site.words, root, page)
        return self._switches[key]

    def _frame(self, page: Page) -> list[str]:
        """The rendered frame as literal text and names of slots, in turns."""
        place = replace(
            standing(self._site, page),
            title=slot("title"),
            tab=slot("tab"),
            data=slot("data") if page.in_search and not page.is_anywhere else "",
            description=slot("description"),
            address=slot("address"),
            feeds=slot("feeds") if page.feeds else "",
            picture=slot("picture"),
            editions=slot("editions") if self._site.past.chain.editions else "",
        )
        return _SLOT.split(self._render(place, slot("body")))
