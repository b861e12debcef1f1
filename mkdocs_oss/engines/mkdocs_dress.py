"""What is put on pages that MkDocs has rendered: the line, the banner and the box, and what is shown of all others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from msgspec.structs import replace

from mkdocs_oss.model import Handbook, Owners, PageFacts
from mkdocs_oss.site import FRESHNESS, Overviews, dress_page, repo_of


class Dresser:
    """What one build puts on its pages. `files`: MkDocs' own, which know the URLs."""

    def __init__(self, handbook: Handbook, files: Files, *, language: str) -> None:
        self._handbook = handbook
        self._files = files
        self._language = language
        self._facts = {facts.page.uri: facts for facts in handbook.pages}
        self._overviews = Overviews(handbook, language=language)
        self._sources = {source.repo.name: source for source in handbook.sources}
        self._with_owners = {
            repo_of(facts, handbook)
            for facts in handbook.pages
            if isinstance(facts.owners, Owners) and facts.owners.owners
        }

    def on_pages(self, *, overviews: bool) -> Mapping[str, tuple[Any, ...]]:
        """uri → all that is on a page of a repo and, if wanted, on an overview, to compare with another build's."""
        lean = {name: replace(source, paths=frozenset()) for name, source in self._sources.items()}
        pages: dict[str, tuple[Any, ...]] = {}
        for uri, facts in self._facts.items():
            if facts.page.text is not None:
                repo, concern = repo_of(facts, self._handbook), self._handbook.liveness.on_pages.get(uri)
                about = self._overviews.about_owners(facts)
                pages[uri] = (facts, lean.get(repo), repo in self._with_owners, about, concern)
        shown = self._overviews.as_they_are() if overviews else {}
        return {**{uri: (html,) for uri, html in shown.items()}, **pages}

    def put_on(self, page: Page) -> None:
        """Adds to a page's content what belongs on it."""
        facts = self._facts.get(page.file.src_uri)
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
            concern=self._handbook.liveness.on_pages.get(page.file.src_uri),
            people_urls=self._people_urls(facts, page),
            language=self._language,
        )
        page.content = around.around(page.content or "")

    def _overview(self, page: Page) -> str:
        """What a page shows of all others; nothing on a page of the site's own."""
        if page.file.src_uri not in self._overviews:
            return ""
        return self._overviews.html(
            page.file.src_uri,
            url_of=lambda uri: self._url_of(uri, page) or "#",
            facts_url=get_relative_url("oss/pages.json", page.url),
        )

    def _people_urls(self, facts: PageFacts, page: Page) -> dict[str, str]:
        """Handle → URL of the page about each owner of a page who has one."""
        owners = facts.owners.owners if isinstance(facts.owners, Owners) else ()
        urls = [self._url_of(uri, page) for uri in self._overviews.about_owners(facts)]
        return {owner.handle: url for owner, url in zip(owners, urls, strict=True) if url is not None}

    def _url_of(self, uri: str | None, page: Page) -> str | None:
        """Another page's URL, relative to a page; None where there is none, or it is the page itself."""
        file = self._files.src_uris.get(uri) if uri and uri != page.file.src_uri else None
        return get_relative_url(file.url, page.url) if file else None
