"""API reference through mkdocstrings, composed inside our own plugin: one register and one handler for each repo.

No other plugin is added to the site. mkdocstrings is imported only when there is something to show.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs_oss import api
from mkdocs_oss.engines.autodoc.logs import quietly
from mkdocs_oss.model import RepoCode

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_oss.engines.autodoc.objects import DocstringStyle
    from mkdocs_oss.engines.autodoc.references import References
    from mkdocs_oss.engines.autodoc.repo_handler import CompiledTemplates, RepoHandler

CSS_URI = "assets/_mkdocs_oss_api.css"
"""Where the styles of reference pages belong; put it first in `extra_css`, so that the hub's own win."""


class Problem(NamedTuple):
    """A `:::` block that became a note, or a cross-reference that leads nowhere."""

    repo: str
    identifier: str
    reason: str


class Autodoc:
    """The autodoc of one build: make it anew in `on_config`."""

    @classmethod
    def create(
        cls, config: MkDocsConfig, code: Mapping[str, RepoCode], *, docstring_style: DocstringStyle = "auto"
    ) -> Autodoc:
        """For the repos of `code`, by name. Raises MissingExtraError where one has packages and the extra is missing."""
        if any(of_repo.packages for of_repo in code.values()):
            api.require()
        return cls(config, code, docstring_style=docstring_style)

    def __init__(
        self, config: MkDocsConfig, code: Mapping[str, RepoCode], *, docstring_style: DocstringStyle = "auto"
    ) -> None:
        self._config = config
        self._code = {repo: of_repo for repo, of_repo in code.items() if of_repo.packages}
        self._style = docstring_style
        self._templates: CompiledTemplates | None = None
        self._original: list[Any] | None = None
        self._extensions: dict[str, list[Any]] = {}
        self._references: dict[str, References] = {}
        self._repo_of_page: dict[str, str] = {}
        self.problems: list[Problem] = []
        """What could not be shown or followed, in the order of the pages."""

    @property
    def references(self) -> Mapping[str, References]:
        """The anchors of each repo's pages."""
        return self._references

    def remember(self, references: Mapping[str, References], urls: Set[str]) -> None:
        """Takes over, of the build before, the anchors of the pages that are not rendered again (`urls`)."""
        self._references |= {
            repo: of_repo.on_pages(urls)
            for repo, of_repo in references.items()
            if repo in self._code and urls
        }

    def extensions_for(self, repo: str | None, page: Page) -> list[Any]:
        """The Markdown extensions for `page`, to be set as `config.markdown_extensions` in `on_page_markdown`.

        `repo` is the name of the repo that the page's text comes from: its own objects alone can be shown
        there. None is the hub itself, whose list stays as it is.
        """
        if self._original is None:  # by now every plugin has had its on_config
            self._original = list(self._config.markdown_extensions)
        if repo is None:
            return self._original
        if repo not in self._extensions:
            self._extensions[repo] = self._extensions_of_repo(repo, self._original)
        self._repo_of_page[page.file.src_uri] = repo
        if repo in self._references:
            self._references[repo].current_page = page
        return self._extensions[repo]

    def css(self) -> str:
        """The styles of reference pages, for `CSS_URI`; empty where no repo has code."""
        return self._handler(RepoCode(packages=(), files={}), hub=[]).extra_css.strip() if self._code else ""

    def link(self, files: Files) -> None:
        """Makes the cross-references of the repos' pages into links. Call it in `on_env`, priority above 50.

        A name is looked up in the page's repo, then among the others where only one has it, then with the
        hub's autorefs where there is one; and the hub's autorefs learns the names that only one repo has.
        """
        from mkdocs_oss.engines.autodoc.references import linked

        everywhere = self._names_of_one_repo()
        hub = self._hub_autorefs()
        if hub is not None:
            for name, url in everywhere.items():
                hub.register_url(name, url)
        for file in files:
            repo = self._repo_of_page.get(file.src_uri)
            if repo not in self._references or file.page is None or not file.page.content:
                continue

            def find(name: str, repo: str = repo) -> str | None:
                return self._references[repo].url(name) or everywhere.get(name) or _found_by(hub, name)

            def lost(name: str, repo: str = repo) -> None:
                self.problems.append(Problem(repo, name, "no page shows an object of this name"))

            file.page.content = linked(file.page.content, page_url=file.page.url, find=find, lost=lost)

    def _extensions_of_repo(self, repo: str, hub: list[Any]) -> list[Any]:
        kept = [extension for extension in hub if not _is_autodoc(extension)]
        if repo not in self._code and len(kept) == len(hub):
            return kept
        from mkdocs_autorefs import AutorefsExtension

        from mkdocs_oss.engines.autodoc.references import References

        scan_toc = bool(getattr(self._hub_autorefs(), "scan_toc", False))
        references = self._references.setdefault(repo, References(scan_toc=scan_toc))
        kept.append(AutorefsExtension(references))  # type: ignore[arg-type]  # it stands in for the plugin
        if repo in self._code:
            kept.append(self._autodoc(repo, references, hub))
        return kept

    def _autodoc(self, repo: str, references: References, hub: list[Any]) -> Any:
        from mkdocs_oss.engines.autodoc.block import RepoAutodocExtension
        from mkdocs_oss.engines.autodoc.repo_handler import RepoHandlers

        handler = self._handler(self._code[repo], hub=hub)
        theme = self._config.theme
        handlers = RepoHandlers(
            handler,
            theme=self._theme,
            inventory_project=repo,
            locale=str(theme.get("language") or theme.get("locale") or "en").replace("_", "-"),
            tool_config=self._config,
        )
        return RepoAutodocExtension(
            handlers,
            handler,
            references,
            problem=lambda identifier, reason: self.problems.append(Problem(repo, identifier, reason)),
        )

    def _handler(self, code: RepoCode, *, hub: list[Any]) -> RepoHandler:
        from mkdocs_autorefs import AutorefsExtension

        from mkdocs_oss.engines.autodoc.docstrings import docstring_extension_configs, docstring_extensions
        from mkdocs_oss.engines.autodoc.repo_handler import CompiledTemplates, RepoHandler

        if self._templates is None:
            self._templates = CompiledTemplates()
        return RepoHandler(
            code,
            docstring_style=self._style,
            templates=self._templates,
            theme=self._theme,
            mdx=[AutorefsExtension(), *docstring_extensions(hub)],
            mdx_config=docstring_extension_configs(self._config.mdx_configs),
        )

    @property
    def _theme(self) -> str:
        return self._config.theme.name or Path(self._config.theme.dirs[0]).parent.name

    def _hub_autorefs(self) -> Any:
        return self._config.plugins.get("autorefs")

    def _names_of_one_repo(self) -> dict[str, str]:
        places: dict[str, set[str]] = {}
        for references in self._references.values():
            for name in references.identifiers():
                places.setdefault(name, set()).add(references.url(name) or "")
        return {name: urls.pop() for name, urls in places.items() if len(urls) == 1}


def _is_autodoc(extension: object) -> bool:
    return type(extension).__module__.partition(".")[0] in ("mkdocstrings", "mkdocs_autorefs")


def _found_by(hub: Any, name: str) -> str | None:
    """The URL that the hub's autorefs knows for `name`, relative to the site."""
    if hub is None:
        return None
    try:
        with quietly():
            url, _ = hub.get_item_url(name)
    except KeyError:
        return None
    return str(url)
