"""One build of a site by MkDocs: the handbook, handed to the engine event by event."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from msgspec import structs

from mkdocs_oss import clock
from mkdocs_oss.engines import mkdocs_dirty, mkdocs_files, mkdocs_links, mkdocs_nav
from mkdocs_oss.engines.mkdocs_report import log, report
from mkdocs_oss.engines.mkdocs_site import GUESSED_EDIT_URIS, site_of
from mkdocs_oss.engines.page_nav import PageNav
from mkdocs_oss.errors import OssError
from mkdocs_oss.gather import Memory
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble, possible
from mkdocs_oss.model import Contribution, Handbook, Owners, PageFacts, Source, Unknown
from mkdocs_oss.settings import (
    active,
    load_settings,
)
from mkdocs_oss.site import (
    FRESHNESS,
    Overviews,
    dress_page,
    encoded_links,
    handbook_json,
    is_whole,
    links_json,
    pages_json,
    repo_of,
    review_json,
    with_script,
)
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
        self._sources: dict[str, Source] = {}
        self._with_owners: set[str] = set()
        self._urls: dict[str, str] = {}
        self._files: Files | None = None
        self._settings_files: list[Path] = []
        self._autodoc: Autodoc | None = None
        self._extensions: list[str] = []
        self._validation: mkdocs_links.Rules | None = None
        self._whole_nav = True
        self._language = "en"
        self._has_freshness = False
        self._overviews: Overviews | None = None
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
        self._language = settings.language
        self._has_freshness = "freshness" in settings.parts
        self._extensions = config.markdown_extensions
        self._whole_nav = is_whole(settings, pages=sum(repo.pages for repo in handbook.repos))
        if settings.teams.hides_somebody:
            mkdocs_files.drop_lists_of_owners(files)
        handbook = mkdocs_files.without_theirs(handbook, files)
        self._handbook, self._files = handbook, files
        self._facts = {facts.page.uri: facts for facts in handbook.pages}
        self._overviews = Overviews(handbook, language=settings.language)
        self._sources = {source.repo.name: source for source in handbook.sources}
        self._with_owners = {
            repo_of(facts, handbook)
            for facts in handbook.pages
            if isinstance(facts.owners, Owners) and facts.owners.owners
        }
        repos = {uri: repo_of(facts, handbook) for uri, facts in self._facts.items()}
        about = {uri: self._overviews.about_owners(facts) for uri, facts in self._facts.items()}
        overviews = self._overviews.as_they_are() if self._memory.keeps else {}
        self._shown = mkdocs_dirty.Shown.of(
            self._facts,
            self._sources,
            self._with_owners,
            repos,
            about,
            overviews,
            config,
            handbook.liveness.on_pages,
        )
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
        origin, own = (
            facts.page.origin,
            self._handbook.hub.repo.name,
        )  # the site's pattern is for its own repo
        chosen = chosen and (isinstance(origin, Unknown) or origin.repo == own)
        if isinstance(facts.contribution, Contribution) and not chosen:
            edit_url = facts.contribution.edit_url
            page.edit_url = None if isinstance(edit_url, Unknown) else edit_url
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
        assert self._handbook is not None
        assert self._overviews is not None
        uri = page.file.src_uri
        self._urls[uri] = page.url
        facts = self._facts.get(uri)
        if facts is None:
            page.content = (page.content or "") + self._overview(page)
            return
        repo = repo_of(facts, self._handbook)
        around = dress_page(
            facts,
            self._sources[repo],
            repo_has_owners=repo in self._with_owners,
            guide_url=self._url_of(facts.contribution.guide_uri if facts.contribution else None, page),
            freshness_url=self._url_of(FRESHNESS, page) if FRESHNESS in self._overviews else None,
            concern=self._handbook.liveness.on_pages.get(uri),
            people_urls=self._people_urls(facts, page),
            language=self._language,
        )
        page.content = around.around(page.content or "")

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
        """The facts as JSON, and the pages at old places.

        api/pages.json only where the site has no such file of its own.
        """
        assert self._handbook is not None
        site = Path(config.site_dir)
        if self._files is not None:
            self._urls = mkdocs_dirty.urls_of(self._files) | self._urls
        pages = pages_json(self._handbook, urls=self._urls)
        contents: dict[str, Any] = {
            "oss/pages.json": pages,
            "oss/handbook.json": handbook_json(self._handbook, pages),
        }
        if self._files is None or self._files.get_file_from_path("api/pages.json") is None:
            contents["api/pages.json"] = review_json(
                self._handbook, urls=self._urls, site_url=config.site_url or ""
            )
        for name, content in contents.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")
        (site / "oss/links.json").write_bytes(encoded_links(links_json(self._handbook)))
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

    def _overview(self, page: Page) -> str:
        """What a page shows of all others; nothing on a page of the site's own."""
        assert self._overviews is not None
        if page.file.src_uri not in self._overviews:
            return ""
        return self._overviews.html(
            page.file.src_uri,
            url_of=lambda uri: self._url_of(uri, page) or "#",
            facts_url=get_relative_url("oss/pages.json", page.url),
        )

    def _people_urls(self, facts: PageFacts, page: Page) -> dict[str, str]:
        """Handle → URL of the page about each owner of a page who has one."""
        assert self._overviews is not None
        owners = facts.owners.owners if isinstance(facts.owners, Owners) else ()
        urls = [self._url_of(uri, page) for uri in self._overviews.about_owners(facts)]
        return {owner.handle: url for owner, url in zip(owners, urls, strict=True) if url is not None}

    def _url_of(self, uri: str | None, page: Page) -> str | None:
        """Another page's URL, relative to a page; None where there is none, or it is the page itself."""
        assert self._files is not None
        file = self._files.src_uris.get(uri) if uri and uri != page.file.src_uri else None
        return get_relative_url(file.url, page.url) if file else None
