"""The repos' place in MkDocs' nav."""

from __future__ import annotations

import html
from collections.abc import Set
from typing import Any

from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.utils import nest_paths

from mkdocs_oss.gather import INDEX
from mkdocs_oss.model import NavItem
from mkdocs_oss.site import OVERVIEWS


def with_repos(nav: Any, repos: NavItem, files: Files) -> Any:
    """The site's nav with the repos' section: in the place of an item that names its overview page, else last.

    Where the site has no nav, MkDocs' own (the tree of its files) is written out.
    """
    placed_already = {uri for uri in OVERVIEWS if _names(nav, {uri})}
    rest = tuple(child for child in repos.children if child.target not in placed_already)
    repos = NavItem(repos.title, repos.target, rest)
    section = _item(repos)
    if nav is None:
        pages = files.documentation_pages(inclusion=InclusionLevel.is_in_nav)
        made = targets(repos)
        nav = nest_paths(file.src_uri for file in pages if file.src_uri not in made)
    placed = _placed(nav, repos, section[repos.title])
    return [*_entries(nav), section] if placed is None else placed


def _placed(nav: Any, repos: NavItem, items: Any) -> list[Any] | None:
    """The nav with `items` where it names the overview page, at any depth; None where it does not."""
    entries = _entries(nav)
    for index, entry in enumerate(entries):
        title, value = next(iter(entry.items()), ("", None)) if isinstance(entry, dict) else ("", entry)
        new = None
        if value in (INDEX, "projects/"):
            new = {title or repos.title: items}
        elif isinstance(value, (list, dict)) and (inside := _placed(value, repos, items)) is not None:
            new = {title: inside}
        if new is not None:
            return [*entries[:index], new, *entries[index + 1 :]]
    return None


def _entries(nav: Any) -> list[Any]:
    return [{key: value} for key, value in nav.items()] if isinstance(nav, dict) else list(nav)


def holds(nav: Any, repos: NavItem) -> bool:
    """Whether a nav names a page of the repos' section besides those of the whole handbook."""
    return _names(nav, targets(repos) - {INDEX, *OVERVIEWS})


def _names(nav: Any, uris: Set[str]) -> bool:
    stack = [nav]
    while stack:
        entry = stack.pop()
        if isinstance(entry, dict):
            stack += entry.values()
        elif isinstance(entry, list):
            stack += entry
        elif entry in uris:
            return True
    return False


def targets(item: NavItem) -> set[str]:
    """The uris that an item and all below it name."""
    found = {item.target} if item.target else set()
    return found.union(*(targets(child) for child in item.children))


def _item(item: NavItem) -> Any:
    """A title comes from a repo, and themes print it raw: it is escaped here."""
    title = html.escape(item.title, quote=True)
    if item.children:
        return {title: [_item(child) for child in item.children]}
    return {title: item.target} if title else item.target
