"""The plugin ``you-said-we-did``: the only importer of mkdocs, a thin door to the recipe.

MkDocs builds one language at a time. The default language is the build that was asked for; each
other language is a second pass of the same build below its own prefix, started from here.
"""

import gc
import logging
import os
import posixpath
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import jinja2
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import meta
from mkdocs.utils.templates import TemplateContext

from generator import carry, configuration, options, report
from generator.cache import Cache
from generator.carry import CarryOver, Preview
from generator.editions.chain import Chain, load_chain
from generator.editions.listing import SUMS
from generator.editions.store import FOLDER
from generator.files import Folder, leading_out
from generator.frame import Frames, Site, Standing, site_of, standing, without_unused
from generator.memo import Memos
from generator.outputs.page import Page
from generator.outputs.search import Prose
from generator.outputs.security import POLICY
from generator.outputs.templates import Compiled, environment, theme_folder
from generator.parallel import Beside, WorkFailedError, cores
from generator.register.load import Loaded, load_whole
from generator.settings import Settings
from generator.site import Made, make_site
from generator.swap import as_named
from generator.troubles import TroubleError, today, trouble_of
from generator.words import words
from generator.writing import admin

NAME = "you-said-we-did"
log = logging.getLogger(f"mkdocs.plugins.{NAME}")
_MAKES_PAGES = {".py", ".html", ".yml", ".js", ".svg", ".ttf"}
_LIBRARIES = ("babel", "icalendar", "jinja2", "markdown-it-py", "nh3", "pillow", "snowballstemmer")
_LOOKS_EVERY = 0.1
"""Seconds between two looks of a preview at the register; the host's half a second can be seen."""
said = logging.getLogger(NAME)
"""Outside the host's own log, so that in a preview with ``strict`` an error is no end."""


_TELL_EVERY = 50
"""So many pages are made between two words on how far we are."""


class Options(Config):
    """None that the host judges; ``generator/options.py`` does."""


class YouSaidWeDid(BasePlugin[Options]):
    """Puts Material's frame around our pages, one language a pass."""

    def __init__(self) -> None:
        self.today: date | None = None
        """The day to build for, where a command named one."""
        self.made: Made | None = None
        """What was made in the last build."""
        self.loaded: Loaded | None = None
        """The register as last read."""
        self.progress: Callable[[str, int, int], None] = lambda _step, _done, _total: None
        """Whom to tell how far we are: the step, and how much of it is done of how much."""
        self._options: object = None  # as written: generator.options judges them
        self._serving = False
        self._language = ""  # of this pass; empty in the first one, until the register is read
        self._root = self._content = Path()
        self._settings = Settings()
        self._nav = Navigation([], [])
        self._files = Files([])
        self._env = jinja2.Environment(autoescape=True)
        self._site: Site | None = None
        self.carry = CarryOver()
        """What is taken over from the site that is served now."""
        self.memos = Memos()
        """What was worked out before."""
        self._preview = Preview()
        self._hosts: frozenset[str] = frozenset()  # the files that the host writes before we do
        self._waiting: list[Callable[[], None]] = []
        self._beside = Beside()

    def load_config(
        self, options: object, config_file_path: str | None = None
    ) -> tuple[list[Any], list[Any]]:
        """Take the options as they are: what is wrong with them is said all at once, with lines."""
        self._options = options
        return super().load_config({}, config_file_path)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: Any) -> None:
        """Remember whether this is a preview: there a broken register is shown, not fatal."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make everything once, in the first pass; point each pass at its own language."""
        if not self._language:
            if self._serving:
                gc.disable()  # somebody is waiting, and looking for garbage takes a quarter of it
            self._compile("templates")
            self._root = Path(config.config_file_path).resolve().parent
            self._content = Path(config.docs_dir)
            self._settings = self.chosen(config)
            _stays_inside(self._content, self._root)
            self.progress("reading", 0, 0)
            self.loaded = self._read()
            if register := self.loaded.register:
                host = admin.host_of(self._content / register.languages[0])
                self._settings = replace(self._settings, form=host)
            self.progress("checking", 0, 0)
            self.made = make_site(
                self.loaded,
                self._settings,
                self.today or self._day(),
                _content(self._content),
                _chain(Folder(self._root)),
                self.memos,
            )
            if self.made.has_errors:
                self._refuse(self.made)
            else:
                self.loaded = self.loaded.without_texts()
            if self._serving:
                self.carry = self._preview.begin(Path(config.site_dir))
            self.carry.base = self.made.base + program()
        language = self._language or self._ready().languages[0]
        config.docs_dir = str(self._content / language)
        config.validation.links.unrecognized_links = logging.DEBUG  # on_page_content knows better
        config.site_name = self._settings.title(language, words(language))
        config.theme["language"] = language
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme_folder()))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Make this language's pages; the theme's files stand at the root once, for all."""
        made = self._ready()
        language = self._language or made.languages[0]
        if self._language:
            for file in list(files):
                if file.src_dir in config.theme.dirs:
                    files.remove(file)
        else:
            if made.facts:
                made.past.look_back(made.facts, self.carry.is_new)
            self._hosts = frozenset({*config.theme.static_templates, *(f.dest_uri for f in files)})
            passes = [self._start_pass(config, other) for other in made.languages[1:]]
            made.outputs(language)  # so that the process for the files has them already
            # What was not begun beside us is done while we wait for the others, so it comes first.
            self._waiting = [self._start_files(config, language), *passes]
        self._files = files
        self._site = site_of(
            made.organisation,
            self._settings,
            made.languages,
            language,
            made.day,
            self._addresses(made, language),
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
        env.filters["url"] = _url_of_assets(env.filters["url"])
        env.bytecode_cache = environment().bytecode_cache
        self._env = env
        return env

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: Any) -> str:
        """Say which links of a page of ``content/`` lead nowhere; MkDocs only knows its own."""
        site, made = self._current_site(), self._ready()
        if made.has_errors:
            return html  # the preview of a broken register has no other pages to lead to
        known = site.pages_in[site.language] | {file.path for file in made.files(site.language)}
        for href in re.findall(r'<a [^>]*href="([^"#?:]+)["#?]', html):
            target = posixpath.normpath(posixpath.join(page.url, href))
            address = "" if target == "." else f"{target}/"
            if not {target, address} & known and self._files.get_file_from_path(target) is None:
                log.warning(f"{page.file.src_uri}: the link '{href}' leads nowhere.")
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
        folder, prefix = Path(config.site_dir), site.prefix
        for file in self._files:
            if (at := Path(file.abs_dest_path)).is_file():
                self.carry.compare(prefix + file.dest_uri, at)
        pages = made.pages(site.language)
        for done, page in enumerate(pages):
            if done % _TELL_EVERY == 0:
                self.progress("pages", done, len(pages))
            self.carry.place(
                prefix + page.path,
                folder / page.path,
                frames.key(page),
                lambda page=page: frames.fill(page).encode(),  # type: ignore[misc]
            )
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)  # MkDocs's own, of fewer pages
        if self._language:
            self._write_files(config, site.language)
        else:
            self._write_files(config, site.language, self._hosts.__contains__)
            self.progress("finishing", 0, 0)
            for finish in self._waiting:
                finish()
            self.memos.keep()
            gc.enable()
            if not made.has_errors:
                self._preview.end(self.carry.notes)

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Follow the register, its parts and the texts of every language."""
        names = [source.file for source in self.loaded.sources] if self.loaded else []
        server.observer._timeout = _LOOKS_EVERY  # noqa: SLF001  # only its constructor takes it
        for path in [*(self._root / name for name in names), self._content, theme_folder()]:
            server.watch(str(path))
        build = server.builder

        def told() -> None:
            """The host has a traceback for what it doesn't expect, such as a broken mkdocs.yml."""
            try:
                build()
            except Abort:
                raise
            except Exception as error:
                raise Abort(str(error)) from error

        server.builder = told
        return server

    def _read(self) -> Loaded:
        try:
            memo = self.memos("register")
            return load_whole(self._settings.register, Folder(self._root), memo)
        except TroubleError as trouble:
            raise PluginError(trouble.tell(words("en"))) from None

    def _day(self) -> date:
        """Today, or the day that the surroundings name, for builds that can be repeated."""
        assert self.loaded is not None, "the register says in which language to tell"
        try:
            return today(os.environ.get("SOURCE_DATE_EPOCH"), date.today)
        except TroubleError as trouble:
            raise PluginError(trouble.tell(words(self.loaded.language or "en"))) from None

    def chosen(self, config: MkDocsConfig) -> Settings:
        """What the organisation decided; stops with all that is wrong in it."""
        path = Path(config.config_file_path)
        written, unread = configuration.read(path)
        written = replace(written, site_url=config.site_url, options=self._options)
        settings, problems = options.settings(written)
        if problems := unread or problems:
            language = load_whole(settings.register, Folder(path.parent)).language
            raise PluginError(report.text(problems, (), words(language or "en")))
        return settings

    def _start_pass(self, config: MkDocsConfig, language: str) -> Callable[[], None]:
        """Begin to build another language; what comes back ends it."""

        def work() -> None:
            self._pass(config, language)

        return self._start(work, language, f"The pages in '{language}' could not be built.")

    def _start_files(self, config: MkDocsConfig, language: str) -> Callable[[], None]:
        """Begin with what needs no frame, where there is a core left for it."""

        def work() -> None:
            self._write_files(config, language, lambda path: path not in hosts)

        hosts = self._hosts
        if len(self._ready().languages) >= cores():
            return work
        return self._start(work, "files", f"The files in '{language}' could not be built.")

    def _compile(self, name: str) -> None:
        """Keep compiled templates under a name: one for each process that compiles any."""
        environment().bytecode_cache = Compiled(self.memos(name))

    def _start(self, work: Callable[[], None], name: str, failed: str) -> Callable[[], None]:
        """Begin something in a process beside this one; what comes back ends it.

        A preview does one thing after the other: it has threads, which a copy would lose.
        """
        if self._serving or not Beside.can_start():
            return work

        def noted() -> bytes:
            self.progress = lambda _step, _done, _total: None  # the screen is not ours
            self.memos.forget()
            self._compile(f"templates-{name}")
            try:
                work()
            except OSError as error:
                own = words(self._ready().languages[0])
                log.error(f"{failed} {trouble_of(error, as_named).tell(own)}")
                raise
            except Exception as error:
                log.error(f"{failed} {type(error).__name__}: {error}")
                log.debug(failed, exc_info=True)
                raise
            self.memos.keep()
            return carry.written(self.carry.notes)

        finish = self._beside.start(noted)

        def end() -> None:
            try:
                self.carry.notes |= carry.read(finish())
            except WorkFailedError as error:
                raise PluginError(failed) from error

        return end

    def on_shutdown(self) -> None:
        """Leave nothing of a preview."""
        self._preview.close()

    def on_build_error(self, **_: Any) -> None:
        """Nobody goes on writing after the build was given up."""
        gc.enable()
        self._beside.stop()

    def _write_files(
        self, config: MkDocsConfig, language: str, wanted: Callable[[str], bool] = lambda _: True
    ) -> None:
        """Write what needs no frame, as far as its path is wanted."""
        made = self._ready()
        folder, prefix = Path(config.site_dir), self._settings.prefix(language, made.languages)
        for file in made.files(language):
            if not wanted(file.path):
                continue
            to = folder / file.path
            self.carry.place(prefix + file.path, to, file.key, lambda file=file: file.content)  # type: ignore[misc]

    def _pass(self, config: MkDocsConfig, language: str) -> None:
        prefix = self._settings.prefix(language, self._ready().languages)
        self._language = language
        try:
            build(
                load_config(
                    config.config_file_path,
                    site_dir=str(Path(config.site_dir) / prefix),
                    site_url=self._settings.site_url + prefix,
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

    def _refuse(self, made: Made) -> None:
        """Stop on errors in the register; in a preview, show them in place of the site."""
        assert self.loaded is not None
        text = report.text(made.problems, self.loaded.sources, words(made.languages[0]))
        if not self._serving:
            raise PluginError(text)
        said.error(text)

    def _addresses(self, made: Made, language: str) -> dict[str, frozenset[str]]:
        """The addresses in each language: those of ``content/``, and all of this language."""
        content = _content(self._content)
        known = {name: frozenset(content.get(name, ())) for name in made.languages}
        known[language] |= {page.address for page in made.pages(language)}
        return known

    def _ready(self) -> Made:
        assert self.made is not None, "on_config runs first"
        return self.made

    def _current_site(self) -> Site:
        assert self._site is not None, "on_config runs first"
        return self._site


def build_site(
    config_file: str,
    site_dir: Path,
    today: date | None,
    carried: CarryOver | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    cache: Cache | None = None,
) -> YouSaidWeDid:
    """Build into ``site_dir``, as ``mkdocs build`` would; the plugin says what came of it.

    ``carried`` is what can be taken over from the last build, ``cache`` has what it worked out;
    ``progress`` is told how far we are.

    Raises ``mkdocs.exceptions.Abort`` (a ``SystemExit``) where the host gives up.
    """
    config = _configured(config_file, site_dir)
    plugin = config.plugins[NAME]
    assert isinstance(plugin, YouSaidWeDid)
    plugin.today = today
    plugin.carry = carried or CarryOver()
    plugin.memos = Memos(cache, program())
    plugin.progress = progress or plugin.progress
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        plugin.on_build_error()  # where the host was interrupted, it didn't say so
        config.plugins.on_shutdown()
    return plugin


def _configured(config_file: str, site_dir: Path) -> MkDocsConfig:
    """The host's own reading; it doesn't judge everything before it uses it."""
    try:
        return load_config(config_file, site_dir=str(site_dir))
    except MkDocsException:  # which says what to do
        raise
    except Exception as error:
        raise TroubleError("host", where=config_file, why=str(error)) from error


def serve_site(config_file: str) -> None:
    """Preview the site; it follows the files."""
    mkdocs_serve.serve(config_file)


@cache
def program() -> bytes:
    """A digest of all that pages are made by: our own code and theme, and the libraries."""
    found = blake2b(digest_size=16)
    for folder in (Path(__file__).parent, theme_folder()):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _MAKES_PAGES:
                found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}".encode())
    return found.digest()


def _stays_inside(content: Path, root: Path) -> None:
    """Refuse links below ``content`` that show what is not the site's own."""
    leading = [path.relative_to(root).as_posix() for path in leading_out(content, root)]
    if leading:
        why = "this link leads out of the folder of the site. Put the file itself here."
        raise PluginError("\n".join(f"{path}: {why}" for path in leading))


def _content(folder: Path) -> dict[str, dict[str, Prose]]:
    """The prose pages that MkDocs makes, by language and address."""
    return {
        tree.name: {
            "" if name == "index" else f"{name.removesuffix('/index')}/": _prose(path)
            for path in sorted(tree.rglob("*.md"))
            for name in [path.relative_to(tree).with_suffix("").as_posix()]
        }
        for tree in sorted(folder.iterdir())
        if tree.is_dir()
    }


def _prose(path: Path) -> Prose:
    """A page of ``content/``, for the search."""
    text, about = meta.get_data(path.read_text(encoding="utf-8-sig", errors="replace"))
    heading = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    return Prose(str(about.get("title") or (heading[1] if heading else path.stem)), text)


def _chain(folder: Folder) -> Chain:
    """The editions of the repository."""
    names = [*folder.matching(f"{FOLDER}/*.json"), *folder.matching(f"{FOLDER}/{SUMS}")]
    return load_chain({Path(name).name: folder.read(name) for name in names})


def _url_of_assets(original: Any) -> Any:
    """The host's filter for links, but for the theme's files: they stand once, at the root."""

    @jinja2.pass_context
    def url(context: jinja2.runtime.Context, value: str) -> str:
        if value.startswith("assets/"):
            return f"{context['yswd'].site_root}{value}"
        return str(original(context, value))

    return url
