"""The plugin ``you-said-we-did``: the only importer of mkdocs, a thin door to the recipe.

MkDocs builds one language at a time. The default language is the build that was asked for; each
other language is a second pass of the same build below its own prefix, started from here.
"""

import gc
import logging
import os
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

import jinja2
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import meta
from mkdocs.utils.templates import TemplateContext

from generator import project
from generator.assembly import Assembly, PartFailedError
from generator.assets import listing_less, lost_pictures, template_of, url_of_assets
from generator.carry import hide, show
from generator.configuration import PLUGIN
from generator.content import leading_nowhere
from generator.frame import Frames, without_unused
from generator.outputs.page import Page
from generator.outputs.security import POLICY
from generator.outputs.templates import environment, theme_folder
from generator.preview import Preview
from generator.program import program
from generator.project import Project, RefusedError
from generator.settings import Settings
from generator.site import MadeSite
from generator.standing import Site, Standing, site_of, standing
from generator.troubles import TroubleError
from generator.words import words

if TYPE_CHECKING:  # only for its name
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger(f"mkdocs.plugins.{PLUGIN}")
said = logging.getLogger(PLUGIN)
"""Outside the host's own log, so that in a preview with ``strict`` an error is no end."""


class Options(Config):
    """None that the host judges; ``generator/options.py`` does."""


class YouSaidWeDid(BasePlugin[Options]):
    """Puts Material's frame around our pages, one language a pass."""

    def __init__(self) -> None:
        self.today: date | None = None
        """The day to build for, where a command named one."""
        self.made: MadeSite | None = None
        """What was made in the last build."""
        self.assembly = Assembly()
        """Where outputs go, what is taken over, and what goes on beside us."""
        self._options: object = None  # as written: generator.options judges them
        self._serving = False
        self._language = ""  # of this pass; empty in the first one, that of the default language
        self._project = Project(meta.get_data)
        self._content = Path()
        self._nav = Navigation([], [])
        self._files = Files([])
        self._ours: frozenset[str] = frozenset()  # the addresses and files that we make
        self._env = jinja2.Environment(autoescape=True)
        self._site: Site | None = None
        self._preview = Preview()
        self._hosts: frozenset[str] = frozenset()  # the files that the host writes before we do

    def load_config(
        self, options: object, config_file_path: str | None = None
    ) -> tuple[list[Any], list[Any]]:
        """Take the options as they are: what is wrong with them is said all at once, with lines."""
        self._options = options
        return super().load_config({}, config_file_path)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: Any) -> None:
        """Remember whether this is a preview: there a broken register is shown, not fatal."""
        if not os.environ.get("SOURCE_DATE_EPOCH"):  # empty is none, and no number to the host
            os.environ.pop("SOURCE_DATE_EPOCH", None)
        self._serving = command == "serve"
        if self._serving:
            gc.disable()  # somebody is waiting, and looking for garbage takes a quarter of it

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make everything once, in the first pass; point each pass at its own language."""
        if not self._language:
            self._content = Path(config.docs_dir)
            self._make(config)
        language = self._language or self._ready().languages[0]
        config.docs_dir = str(self._content / language)
        config.validation.links.unrecognized_links = logging.DEBUG  # on_page_content knows better
        config.site_name = self._project.settings.title(language, words(language))
        config.theme["language"] = language
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme_folder()))
        config.theme.get_env = listing_less(config.theme.get_env, config.theme.dirs)  # type: ignore[method-assign]
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep what a language has to take over: the host now empties the folder of this pass."""
        if self._language:
            hide(Path(config.site_dir))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Make this language's pages; the theme's files stand at the root once, for all."""
        made = self._ready()
        language = self._language or made.languages[0]
        folder, carry = Path(config.site_dir), self.assembly.carry
        if self._language:
            for file in list(files):
                if file.src_dir in config.theme.dirs:
                    files.remove(file)
            show(folder)
        elif made.facts:
            self.assembly.begin_in(folder)
        hosts = frozenset({*config.theme.static_templates, *(f.dest_uri for f in files)})
        carry.leave_to_host(hosts, folder, self._project.settings.prefix(language, made.languages))
        if not self._language:
            if made.facts:
                made.past.look_back(made.facts, carry.is_new)
            self._hosts = hosts
            for lost in lost_pictures(config.theme, files.get_file_from_path):
                where = f"{self._content.name}/{language}"
                told = words(language)("option.picture", folder=where, **lost)
                log.warning("mkdocs.yml: %s", told)
            self._begin(config, made)
        self._files = files
        self._ours = made.places(language)
        self._site = site_of(
            made.organisation,
            self._project.settings,
            made.languages,
            language,
            made.day,
            made.addresses(language),
            made.past,
            made.sections,
            "" if self._serving else POLICY,  # MkDocs puts a script in the pages of a preview
        )
        return files

    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        """Keep what the theme's templates need to know."""
        self._nav = nav
        return nav

    def on_env(self, env: jinja2.Environment, **_: Any) -> jinja2.Environment:
        """Keep the theme's templates, and let them find the theme's files from any language."""
        env.filters["url"] = url_of_assets(env.filters["url"])
        env.bytecode_cache = environment().bytecode_cache
        self._env = env
        return env

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: Any) -> str:
        """Say which links of a page of ``content/`` lead nowhere; MkDocs only knows its own. And
        which page nobody would see, as one of ours stands at its address."""
        site, made = self._current_site(), self._ready()
        if made.has_errors:
            return html  # the preview of a broken register has no other pages to lead to
        own = words(made.languages[0])
        file = f"{self._content.name}/{site.language}/{page.file.src_uri}"
        if page.url in self._ours:
            log.warning(own("content.taken", file=file))
        known = site.pages_in[site.language], self._ours, self._files.src_uris
        for href in leading_nowhere(html, page.url, known):
            log.warning(own("content.nowhere", file=file, href=href))
        return html

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, **_: Any
    ) -> TemplateContext:
        """Tell the frame where a page of ``content/`` stands."""
        site = self._current_site()
        title = str(page.meta.get("title") or page.title)
        description = str(page.meta.get("description") or title)
        plain = Page(page.url, site.language, title, description, "", "about")
        context["yswd"] = standing(site, plain, everywhere=False)  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, **_: Any) -> str:
        """Leave out of a page of ``content/`` what is left out of ours."""
        return without_unused(output)

    def on_template_context(self, context: TemplateContext, **_: Any) -> TemplateContext:
        """Tell it to the theme's own templates, such as that of the page for a wrong address."""
        site = self._current_site()
        plain = Page("", site.language, site.title, site.title, "", in_search=False)
        context["yswd"] = standing(site, plain)  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fill the frames, write the pages, and wait for what was begun beside them."""
        made, site = self._ready(), self._current_site()
        frames = Frames(site, lambda place, body: self._render(config, place, body))
        folder, prefix, assembly = Path(config.site_dir), site.prefix, self.assembly
        for file in self._files:
            if Path(file.abs_dest_path).is_file():
                assembly.carry.compare(prefix + file.dest_uri, file.abs_dest_path)
        assembly.place_pages(made.pages(site.language), frames, folder, prefix)
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)  # MkDocs's own, of fewer pages
        if self._language:
            assembly.place_files(made.files(site.language), folder, prefix)
            return
        own = [file for file in made.files(site.language) if file.path in self._hosts]
        assembly.place_files(own, folder, prefix)
        assembly.progress("finishing", 0, 0)
        try:
            assembly.finish()
        except PartFailedError as error:
            raise PluginError(str(error)) from error
        assembly.carry.end(folder)
        if not made.has_errors:
            self._preview.end(assembly.carry.notes)
        config.docs_dir = str(self._content)  # what the host follows: a language may have no prose

    def on_serve(self, server: "LiveReloadServer", **_: Any) -> "LiveReloadServer":
        """Follow the register, its parts, the texts of every language, and the theme."""
        self._preview.serve(
            server, lambda: [str(theme_folder()), *map(str, self._project.followed())], Abort
        )
        self._preview.show_troubles(server, words(self._ready().languages[0]), said.error)
        return server

    def chosen(self, config: MkDocsConfig) -> Settings:
        """What the organisation decided; stops with all that is wrong in it."""
        file, theme = Path(config.config_file_path), config.theme.name
        return project.chosen(file, config.site_url, theme, self._options)

    def on_shutdown(self) -> None:
        """Leave nothing of a preview: the host keeps us for the next command of this process."""
        self._preview.close()
        self._preview = Preview()

    def on_build_error(self, **_: Any) -> None:
        """Nobody goes on writing after the build was given up."""
        self.assembly.close()

    def _make(self, config: MkDocsConfig) -> None:
        """Make all there is to publish; stop on what is wrong, or show it in a preview."""
        if self._serving:
            environment().auto_reload = True  # who works on the theme sees it
        self.assembly.compile("templates")
        root = Path(config.config_file_path).resolve().parent
        try:
            settings = self.chosen(config)
            made = self._project.make(root, self._content, settings, self.today, self.assembly)
        except RefusedError as error:
            raise PluginError(str(error)) from None
        if made.has_errors and not self._serving:
            raise PluginError(self._project.told(made))
        if made.has_errors:
            said.error(self._project.told(made))
        if self._serving:
            self.assembly.carry = self._preview.begin(Path(config.site_dir))
        self.assembly.carry.base = made.base + program()
        self.made = made

    def _begin(self, config: MkDocsConfig, made: MadeSite) -> None:
        """Begin what can be made beside us: the other languages, and all that needs no frame."""
        first, *others = made.languages
        own = words(first)
        for other in others:
            failed = own("build.not-made", language=other)
            self.assembly.begin(other, partial(self._pass, config, other), failed, own, busy=0)
        apart = [file for file in made.files(first) if file.path not in self._hosts]
        self.assembly.begin_files(
            "files",
            apart,
            Path(config.site_dir),
            own("build.not-made", language=first),
            own,
            busy=len(made.languages),
        )

    def _pass(self, config: MkDocsConfig, language: str) -> None:
        prefix = self._project.settings.prefix(language, self._ready().languages)
        self._language = language
        try:
            build(
                load_config(
                    config.config_file_path,
                    site_dir=str(Path(config.site_dir) / prefix),
                    site_url=self._project.settings.site_url + prefix,
                    strict=config.strict,
                )
            )
        finally:
            self._language = ""

    def _render(self, config: MkDocsConfig, place: Standing, body: str) -> str:
        """The theme's page around a body, as MkDocs would have it rendered."""
        page: Any = SimpleNamespace(
            title=place.title,
            content=body,
            url="x/" * place.root.count("../"),
            toc=[SimpleNamespace(url="#main", title=place.title, level=1, children=[])],
            meta={},
            is_homepage=False,
        )
        context = get_context(self._nav, self._files, config, page)
        context["yswd"] = place  # type: ignore[typeddict-unknown-key]
        return without_unused(self._env.get_template("main.html").render(context))

    def _ready(self) -> MadeSite:
        assert self.made is not None, "on_config runs first"
        return self.made

    def _current_site(self) -> Site:
        assert self._site is not None, "on_config runs first"
        return self._site


def build_site(
    config_file: str, site_dir: Path, today: date | None, assembly: Assembly | None = None
) -> YouSaidWeDid:
    """Build into ``site_dir``, as ``mkdocs build`` would; the plugin says what came of it.

    ``assembly`` knows what can be taken over from the last build.

    Raises ``mkdocs.exceptions.Abort`` (a ``SystemExit``) where the host gives up.
    """
    assembly = assembly or Assembly()
    config = _configured(config_file, site_dir)
    plugin = config.plugins[PLUGIN]
    assert isinstance(plugin, YouSaidWeDid)
    plugin.today, plugin.assembly = today, assembly
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Exception as error:
        if where := template_of(error, config.theme.dirs):
            raise TroubleError("template", where=where, why=str(error)) from error
        raise
    finally:
        plugin.on_build_error()  # where the host was interrupted, it didn't say so
        config.plugins.on_shutdown()
    return plugin


def _configured(config_file: str, site_dir: Path) -> MkDocsConfig:
    """The host's own reading; it doesn't judge everything before it uses it."""
    try:
        # The name too: the host doesn't look it up where there is no standard input.
        return load_config(config_file, config_file_path=config_file, site_dir=str(site_dir))
    except MkDocsException:  # which says what to do
        raise
    except Exception as error:
        raise TroubleError("host", where=config_file, why=str(error)) from error


def serve_site(config_file: str) -> None:
    """Preview the site; it follows the files."""
    from mkdocs.commands import serve  # noqa: PLC0415  # with a server, which no build needs

    serve.serve(config_file, strict=False)  # else a dead link would hang the browser
