"""The plugins for MkDocs and ProperDocs: events in, one call, events out.

However many of our plugins a site lists, and in whatever order, the first of them leads: it gathers the
options of all, computes the facts once per build, and the others rest. All state starts anew in `on_config`,
but for a memory of the build before, which spares a serve to read again what has not changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2.environment import Environment
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from mkdocs_oss.engines.mkdocs_build import Build
from mkdocs_oss.engines.mkdocs_files import CSS_URI
from mkdocs_oss.errors import SettingsError
from mkdocs_oss.gather import Memory
from mkdocs_oss.settings import parse_options

if TYPE_CHECKING:  # a web server, which only `serve` needs
    from mkdocs.livereload import LiveReloadServer


class _Options(Config):
    """Checked by mkdocs_oss.settings, whose messages name the key and the remedy."""


class _Part(BasePlugin[_Options]):
    """One of our plugins. `part` is its name in mkdocs.yml."""

    part: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self._raw: Mapping[str, Any] = {}
        self._build: Build | None = None
        self._memory = Memory()
        self._is_last = False
        self._server: LiveReloadServer | None = None
        self._watched: set[Path] = set()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Its presence makes MkDocs keep the plugin, and so its memory, over the builds of a serve."""
        self._memory = Memory(keeps=command == "serve")
        self._is_last = command != "serve"

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        self.config = _Options(config_file_path=config_file_path)
        self._raw = dict(options)
        try:
            parse_options(self.part, self._raw, file=Path(config_file_path or "mkdocs.yml").name)
        except SettingsError as error:
            return [(self.part, ValidationError(str(error)))], []
        return [], []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        ours = [plugin for plugin in config.plugins.values() if isinstance(plugin, _Part)]
        leads = ours[0] is self
        last = self._build
        before = last.shown() if last is not None and last.is_written else None
        self._build = Build([(p.part, p._raw) for p in ours], self._memory, before) if leads else None
        if self._build is not None:
            config.extra_css.append(CSS_URI)
        return config

    @event_priority(-90)  # after the plugins that make pages: what they made is judged too
    def _open(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self._build is not None:
            self._build.open(files, config)
        return files

    @event_priority(-110)  # after literate-nav, which may put its own nav in the place of ours
    def _place(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self._build is not None:
            self._build.place(files, config)
        return files

    on_files = CombinedEvent(_open, _place)

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        if self._build is not None:
            self._build.before(page)
        return page

    @event_priority(-100)  # last before the page is rendered
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return markdown if self._build is None else self._build.markdown(markdown, page, config)

    @event_priority(100)  # first after the page is rendered
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        if self._build is not None:
            self._build.rendered(page, config)
        return html

    @event_priority(60)  # before autorefs and mkdocstrings, whose own references come later
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        if self._build is not None:
            self._build.link_reference(files)
        return env

    @event_priority(-100)  # after the search plugins, which index the page's text in this event
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        if self._build is not None:
            self._build.dress(page)
            context["nav"] = self._build.nav_of(page, nav)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        return output if self._build is None else self._build.whole(output, page)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        if self._build is not None and template_name == "404.html":
            context["nav"] = self._build.nav_of(None, context["nav"])
        return context

    @event_priority(-100)  # last: a page that another plugin puts at an old place stays
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self._build is not None:
            self._build.write_facts(config)
            if not self._is_last:  # else Python ends, and would look through all that it throws away anyway
                self._build.close()
            self._watch()

    def on_build_error(self, *, error: Exception) -> None:
        if self._build is not None:
            self._build.close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        self._server = server
        self._watch()
        return server

    def _watch(self) -> None:
        """Watches what the build has read; a later build of a serve may have read more."""
        if self._server is None or self._build is None:
            return
        folders = [(path, False) for path in self._build.watched_folders()]
        for path, whole in (*((path, True) for path in self._build.watched()), *folders):
            if path not in self._watched:
                self._watched.add(path)
                self._server.watch(str(path), recursive=whole)


class Suite(_Part):
    """`oss`: the whole suite."""

    part = "oss"


class Repos(_Part):
    """`oss/repos`: other repos as part of the handbook."""

    part = "oss/repos"


class Ownership(_Part):
    """`oss/ownership`: who answers for each page."""

    part = "oss/ownership"


class Freshness(_Part):
    """`oss/freshness`: whether each page can still be trusted."""

    part = "oss/freshness"


class Contributing(_Part):
    """`oss/contributing`: how to change each page."""

    part = "oss/contributing"


class Api(_Part):
    """`oss/api`: what each repo's code offers."""

    part = "oss/api"
