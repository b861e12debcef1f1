"""The nav of a repo, from the files that were chosen and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mkdocs_oss.model import Finding, NavItem, Source
from mkdocs_oss.sources.choice import Choice, note
from mkdocs_oss.sources.community import about
from mkdocs_oss.sources.forge import at_forge
from mkdocs_oss.sources.front_matter import Document, title_of
from mkdocs_oss.sources.linked_formats import link_files, link_to_all
from mkdocs_oss.sources.nav import DocsTree, nav_file, repo_nav
from mkdocs_oss.sources.site_config import SiteConfig


def plan_nav(
    source: Source,
    config: SiteConfig | None,
    chosen: Choice,
    *,
    documents: Mapping[str, Document],
    landed: Mapping[str, str],
    contents: Mapping[str, bytes],
) -> tuple[tuple[NavItem, ...], tuple[NavItem, ...], list[Finding]]:
    """The nav of the docs, that of the community files, and what the repo's nav says in vain.

    `contents`: repo path → bytes, of the nav files at least.
    """
    docs_dir = chosen.docs_dir
    start = len(docs_dir) + 1 if docs_dir else 0
    link = at_forge(source)

    def forge(path: str) -> str | None:
        return link(path, raw=False)

    files = [
        nav_file(
            path,
            landed[path],
            meta=documents[path].meta,
            heading=title_of(documents[path], path),
            hidden=chosen.selection.hides(path[start:]),
        )
        for path in chosen.pages
        if path in documents
    ]
    tree = DocsTree(
        [*files, *link_files(chosen.linked, forge)],
        docs_dir=docs_dir,
        landed=landed,
        left_out=chosen.left_out,
    )
    nav, problems = repo_nav(tree, chosen.nav_format, config, contents)
    if chosen.nav_format.kind == "tree":
        nav += link_to_all(chosen.linked, docs_dir, forge)
    beside = [file for file in chosen.files if not file.is_page or file.path in documents]
    rest = about(beside, landed=landed, at_forge=forge, named=set(_targets(nav)))
    return nav, rest, [note(source, "nav", *problem) for problem in problems]


def _targets(nav: Sequence[NavItem]) -> Iterator[str]:
    for item in nav:
        if item.target is not None:
            yield item.target
        yield from _targets(item.children)
