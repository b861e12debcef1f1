"""One build of a site by MkDocs: the handbook, handed to the engine event by event."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from msgspec import structs

from mkdocs_oss import clock
from mkdocs_oss.engines import mkdocs_dirty, mkdocs_facts, mkdocs_files, mkdocs_links, mkdocs_nav
from mkdocs_oss.engines.mkdocs_dress import Dresser
from mkdocs_oss.engines.mkdocs_guard import Guard
from mkdocs_oss.engines.mkdocs_report import log, report
from mkdocs_oss.engines.mkdocs_site import GUESSED_EDIT_URIS, site_of
from mkdocs_oss.engines.page_nav import PageNav
from mkdocs_oss.errors import OssError
from mkdocs_oss.gather import Memory, in_order
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble, possible
from mkdocs_oss.model import Contribution, Handbook, PageFacts, Unknown
from mkdocs_oss.settings import active, load_settings
from mkdocs_oss.site import is_whole, repo_of, with_script
from mkdocs_oss.sources.links import relink
from mkdocs_oss.sources.lock import NAME as LOCK

if TYPE_CHECKING:
    from mkdocs_oss.engines.autodoc import Autodoc


class Build:
    """One build: the handbook, and its facts by page."""

    def __init__(
        self,
        plugins: list[tuple[str, Mapping[str, Any]]],
        memory: Memory,
        before: mkdocs_dirty.Shown | None = None,
    ) -> None:
        """`before`: what the build before this one showed, where it is known."""
        self._plugins = tuple(plugins)
        self._memory = memory
        self._before = before or mkdocs_dirty.Shown()
        self._shown = mkdocs_dirty.Shown()
        self.is_written = False
        self._handbook: Handbook | None = None
        self._facts: dict[str, PageFacts] = {}
        self._urls: dict[str, str] = {}
        self._files: Files | None = None
        self._settings_files: list[Path] = []
        self._autodoc: Autodoc | None = None
        self._extensions: list[str] = []
        self._validation: mkdocs_links.Rules | None = None
        self._whole_nav = True
        self._has_freshness = False
        self._dresser: Dresser | None = None
        self._guard: Guard | None = None
        self._page_nav: PageNav | None = None

    def open(self, files: Files, config: MkDocsConfig) -> None:
        """Assembles the handbook and hands its pages, assets and nav to MkDocs."""
        site = site_of(config, self._plugins)
        try:
            settings, left_out = possible(load_settings(site))
            if left_out:
                log.info(left_out)
            for override in active(settings.overrides):
                log.info(f"In this build, {override}")
            folder = site.config_file.parent
            self._settings_files = [
                folder / name for name in (settings.repos_file, settings.teams.file, LOCK) if name
            ]
            hub_files = mkdocs_files.on_disk(files)
            handbook = assemble(
                site, settings, git=Git(), now=clock.now(), hub_files=hub_files, memory=self._memory
            )
            if handbook.code:
                from mkdocs_oss.engines.autodoc import Autodoc  # of repos with code alone

                self._autodoc = Autodoc.create(
                    config, handbook.code, docstring_style=settings.api.docstring_style
                )
        except OssError as error:
            raise PluginError(str(error)) from error
        self._has_freshness = "freshness" in settings.parts
        self._extensions = config.markdown_extensions
        self._whole_nav = is_whole(settings, pages=sum(repo.pages for repo in handbook.repos))
        if settings.teams.hides_somebody:
            mkdocs_files.drop_lists_of_owners(files)
        handbook = mkdocs_files.without_theirs(handbook, files)
        self._handbook, self._files = handbook, files
        self._facts = {facts.page.uri: facts for facts in handbook.pages}
        self._dresser = Dresser(handbook, files, language=settings.language)
        self._guard = Guard(language=settings.language)
        self._shown = mkdocs_dirty.Shown.of(self._dresser.on_pages(overviews=self._memory.keeps), config)
        as_built = self._shown.same_in(self._before)
        mkdocs_files.add(handbook, files, config, as_built=as_built)
        if self._autodoc is not None:
            urls = mkdocs_dirty.urls_of(files)
            self._autodoc.remember(self._before.references, {urls[uri] for uri in as_built if uri in urls})
        if self._autodoc is not None and (css := self._autodoc.css()):
            from mkdocs_oss.engines.autodoc import CSS_URI

            config.extra_css.insert(0, CSS_URI)
            files.append(mkdocs_files.generated(config, CSS_URI, css.encode()))
        self.place(files, config)
        report(handbook)
        gc.freeze()  # all of it stays until the end: while pages are rendered nothing looks through it in vain

    def place(self, files: Files, config: MkDocsConfig) -> None:
        """Puts the repos into the site's nav, unless they are there."""
        assert self._handbook is not None
        repos = self._handbook.nav
        if repos is not None and not mkdocs_nav.holds(config.nav, repos):
            config.nav = mkdocs_nav.with_repos(config.nav, repos, files)

    def before(self, page: Page) -> None:
        """Sees to it that a repo's page costs only itself, whatever it holds."""
        assert self._handbook is not None
        assert self._guard is not None
        facts = self._facts.get(page.file.src_uri)
        if facts is not None and facts.page.text is not None:
            self._guard.watch(page, facts, repo=repo_of(facts, self._handbook))

    def markdown(self, markdown: str, page: Page, config: MkDocsConfig) -> str:
        """A page's Markdown as MkDocs may render it, its edit link, and the extensions that suit its repo."""
        assert self._handbook is not None
        facts = self._facts.get(page.file.src_uri)
        if facts is None:
            return markdown
        if self._autodoc is not None:
            repo = repo_of(facts, self._handbook) if facts.page.text is not None else None
            config.markdown_extensions = self._autodoc.extensions_for(repo, page)
        chosen = facts.page.text is None and (
            config.edit_uri_template or config.edit_uri not in GUESSED_EDIT_URIS
        )
        origin, own = facts.page.origin, self._handbook.hub.repo.name
        is_elsewhere = not isinstance(origin, Unknown) and origin.repo != own
        if isinstance(facts.contribution, Contribution) and (is_elsewhere or not chosen):
            edit_url = facts.contribution.edit_url
            page.edit_url = None if isinstance(edit_url, Unknown) else edit_url
        elif is_elsewhere:
            page.edit_url = None  # the site's pattern is for its own repo
        if facts.page.text is not None:
            config.markdown_extensions = mkdocs_files.without_readers(config.markdown_extensions)
            self._validation = mkdocs_links.unvalidated(config)
        return relink(markdown, facts.page.relinks) if facts.page.relinks else markdown

    def rendered(self, page: Page, config: MkDocsConfig) -> None:
        """Gives the site its own Markdown extensions, and its own rules for links, back."""
        config.markdown_extensions = self._extensions
        if self._validation is not None:
            mkdocs_links.validated(page, config, self._validation)
            self._validation = None

    def link_reference(self, files: Files) -> None:
        """Makes the cross-references of the API reference, and names the pages that were not rendered again."""
        assert self._handbook is not None
        pages = (*self._handbook.overviews, *(facts.page for facts in self._facts.values()))
        mkdocs_dirty.with_titles(files, {page.uri: page.title for page in pages})
        if self._autodoc is None:
            return
        self._autodoc.link(files)
        for problem in self._autodoc.problems:
            log.debug(f"{problem.repo}: {problem.identifier}: {problem.reason}")
        if count := len(self._autodoc.problems):
            said = (
                f"{count} notes about the API reference; read them"
                if count > 1
                else "1 note about the API reference; read it"
            )
            log.info(f"{said} with --verbose")

    def dress(self, page: Page) -> None:
        """Puts the line, the banner and the box on a page, after it was indexed."""
        assert self._dresser is not None
        self._urls[page.file.src_uri] = page.url
        self._dresser.put_on(page)

    def whole(self, output: str, page: Page) -> str:
        """A page's whole HTML, with what moves it on by the reader's clock."""
        if not self._has_freshness:
            return output
        return with_script(output, get_relative_url(mkdocs_files.SCRIPT_URI, page.url))

    def nav_of(self, page: Page | None, nav: Navigation) -> Navigation:
        """The nav that a page shows; all of it where there are few pages, or where the settings want that."""
        assert self._handbook is not None
        assert self._files is not None
        if self._whole_nav:
            return nav
        if self._page_nav is None:
            self._page_nav = PageNav.create(nav, self._handbook, self._files)
        return self._page_nav.of(page)

    def write_facts(self, config: MkDocsConfig) -> None:
        """The facts as JSON, and the pages at old places."""
        assert self._handbook is not None
        assert self._files is not None
        assert self._guard is not None
        self._urls = mkdocs_dirty.urls_of(self._files) | self._urls
        findings = in_order([*self._handbook.findings, *self._guard.findings])
        self._handbook = structs.replace(self._handbook, findings=findings)
        # a file of the site's own stays
        has_own = self._files.get_file_from_path("api/pages.json") is not None
        mkdocs_facts.write_facts(self._handbook, self._urls, config, for_monitors=not has_own)
        mkdocs_links.write_redirects(self._handbook, self._urls, config)
        self.is_written = True

    def close(self) -> None:
        """Ends a build that others follow in the same process: Python's collector sees all objects again."""
        gc.unfreeze()

    def shown(self) -> mkdocs_dirty.Shown:
        """What this build showed, for the next one of a serve."""
        references = self._autodoc.references if self._autodoc is not None else {}
        return structs.replace(self._shown, references=references)

    def watched(self) -> list[Path]:
        """What `mkdocs serve` watches besides the handbook's own docs folder."""
        assert self._handbook is not None
        return mkdocs_files.watched(self._handbook, self._settings_files)

    def watched_folders(self) -> list[Path]:
        """The folders in which it looks for new files alone."""
        assert self._handbook is not None
        return mkdocs_files.watched_folders(self._handbook)
