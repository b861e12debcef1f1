"""The nav of a repo's pages: its own settings' nav, else the tree of its docs folder."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from mkdocs_oss.model import NavItem
from mkdocs_oss.sources.site_config import SiteConfig

Problem = tuple[str, str, str]


def repo_nav(
    config: SiteConfig | None,
    *,
    docs_dir: str,
    pages: Sequence[str],
    landed: Mapping[str, str],
) -> tuple[tuple[NavItem, ...], list[Problem]]:
    """The nav of a repo, with uris of the handbook as targets, and (where, what, remedy) of what it names in vain.

    `pages`: repo paths of the docs pages. `landed`: repo path → uri.
    """
    problems: list[Problem] = []
    if config is not None and config.nav:
        items = _resolved(config.nav, config, docs_dir, pages, landed, problems)
        if items:
            return items, problems
    return _tree(pages, docs_dir, landed), problems


def _resolved(
    items: Sequence[NavItem],
    config: SiteConfig,
    docs_dir: str,
    pages: Sequence[str],
    landed: Mapping[str, str],
    problems: list[Problem],
) -> tuple[NavItem, ...]:
    found: list[NavItem] = []
    for item in items:
        if item.children:
            children = _resolved(item.children, config, docs_dir, pages, landed, problems)
            if children:
                found.append(NavItem(item.title, children=children))
            continue
        target = item.target or ""
        if "://" in target:
            found.append(item)
            continue
        path = posixpath.normpath(posixpath.join(docs_dir, target.split("#")[0]))
        if path in landed:
            found.append(NavItem(item.title, landed[path]))
            continue
        inside = [page for page in pages if page.startswith(f"{path}/")]
        if inside:
            children = _tree(inside, path, landed)
            found.extend([NavItem(item.title, children=children)] if item.title else children)
        else:
            problems.append((f"{config.file}: nav", f"there is no page {target!r}", "mend the nav"))
    return tuple(found)


def _tree(pages: Sequence[str], folder: str, landed: Mapping[str, str]) -> tuple[NavItem, ...]:
    """The pages below a folder as sections by folder, the index first."""
    start = f"{folder}/" if folder else ""
    here: list[str] = []
    inside: dict[str, list[str]] = {}
    for page in pages:
        name, slash, _ = page[len(start) :].partition("/")
        if slash:
            inside.setdefault(name, []).append(page)
        else:
            here.append(page)
    items = [NavItem("", landed[page]) for page in sorted(here, key=lambda page: (not _is_index(page), page))]
    for name, below in sorted(inside.items()):
        items.append(NavItem(_title(name), children=_tree(below, f"{start}{name}", landed)))
    return tuple(items)


def _is_index(path: str) -> bool:
    return path.rpartition("/")[2].rsplit(".", 1)[0].lower() in ("index", "readme")


def _title(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
