"""Which of the repos' pages a `serve --dirty` need not render again.

MkDocs looks at the time of a page's file, and takes a page that has none for changed, always. Such a page is as it was
where everything that is shown on it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from msgspec import Struct, field

if TYPE_CHECKING:
    from mkdocs_oss.engines.autodoc.references import References


class RepoFile(File):
    """A page of a repo. `is_as_built`: the site has it already, just as it is now."""

    is_as_built = False

    def is_modified(self) -> bool:
        return not (self.is_as_built and Path(self.abs_dest_path).is_file())


class Shown(Struct, frozen=True):
    """What one build showed: uri → all that is on that page; the settings; the anchors of the API pages by repo."""

    pages: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    settings: bytes = b""
    references: Mapping[str, References] = field(default_factory=dict)

    @classmethod
    def of(cls, pages: Mapping[str, tuple[Any, ...]], config: MkDocsConfig) -> Shown:
        """What a build shows on these pages (uri → all of it), with the settings that it read."""
        file = Path(config.config_file_path or "")
        return cls(pages, file.read_bytes() if file.is_file() else b"")

    def same_in(self, other: Shown) -> frozenset[str]:
        """The pages that another build showed just so."""
        if self.settings != other.settings:
            return frozenset()
        return frozenset(uri for uri, shown in self.pages.items() if other.pages.get(uri) == shown)


def with_titles(files: Files, titles: Mapping[str, str]) -> None:
    """Names the pages that were not read in this build, for the nav of those that were. `titles`: by uri."""
    for file in files:
        if file.page is not None and file.page.title is None and file.src_uri in titles:
            file.page.title = titles[file.src_uri]


def urls_of(files: Files) -> dict[str, str]:
    """uri → URL, of all pages."""
    return {file.src_uri: "" if file.url in (".", "./") else file.url for file in files.documentation_pages()}
