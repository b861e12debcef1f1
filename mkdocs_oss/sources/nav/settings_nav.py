"""The `nav:` of a repo's own site settings, with the wildcards that plugins add to it.

Format: https://www.mkdocs.org/user-guide/configuration/#nav; `*.md` and `section/` as in
https://oprypin.github.io/mkdocs-literate-nav/reference.html, `...` as in awesome-pages.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence

from mkdocs_oss.model import NavItem
from mkdocs_oss.sources.nav.glob import compile_glob
from mkdocs_oss.sources.nav.matches import Matches
from mkdocs_oss.sources.nav.pages_file import is_rest, rest_glob
from mkdocs_oss.sources.nav.tree import DocsTree, Problem, is_index


class SettingsNav:
    """`folder`: what a folder of the docs becomes. `where`: entry as it is written → `file:line`.

    `beside`: an entry from the host's root → its URL, where it is another site on the host of this one; else "".
    """

    def __init__(
        self,
        tree: DocsTree,
        *,
        folder: Callable[[str], tuple[NavItem, ...]],
        matches: Matches,
        where: Callable[[str], str],
        beside: Callable[[str], str],
    ) -> None:
        self._tree = tree
        self._folder = folder
        self._matches = matches
        self._where = where
        self._beside = beside
        self.problems: list[Problem] = []

    def items(self, nav: Sequence[NavItem]) -> tuple[NavItem, ...]:
        """The nav with uris of the handbook as targets."""
        paths = (self._tree.path(target, folder=self._tree.docs_dir) for target in _targets(nav))
        self._matches.placed |= {path for path in paths if self._tree.item(path) or self._tree.inside(path)}
        return self._items(nav)

    def _items(self, nav: Sequence[NavItem]) -> tuple[NavItem, ...]:
        found: list[NavItem] = []
        for item in nav:
            if item.children:
                children = self._items(item.children)
                title = item.title or self._title_of_index(item.children[0])
                found += [NavItem(title, children=children)] if children and title else children
            elif item.target and "://" in item.target:
                found.append(item)
            else:
                found += self._entry(item.title, item.target or "")
        return tuple(found)

    def _title_of_index(self, first: NavItem) -> str:
        """What a section without a name is called: as its index, where that stands first; "" where it does not."""
        path = self._tree.path(first.target or "", folder=self._tree.docs_dir)
        return (
            self._tree.title(posixpath.dirname(path)) if path in self._tree.files and is_index(path) else ""
        )

    def _entry(self, title: str, target: str) -> Sequence[NavItem]:
        path = self._tree.path(target, folder=self._tree.docs_dir)
        item = self._tree.item(path, title)
        if item is not None:
            return (item,)
        children: tuple[NavItem, ...] = ()
        if self._tree.inside(path) is not None and not is_rest(target):
            self._matches.placed.add(path)
            children = self._folder(path)
        elif "*" in target or is_rest(target):
            found = self._matched(target)
            if found is None:
                return ()
            children = found
        elif url := self._beside(target):
            return (NavItem(title or url, url),)
        else:
            self.problems.append(self._tree.no_page(target, path, self._where(target)))
        return (NavItem(title, children=children),) if title and children else children

    def _matched(self, target: str) -> tuple[NavItem, ...] | None:
        pattern = rest_glob(target) if is_rest(target) else target
        try:
            if pattern is None:
                raise ValueError(f"{target!r} is a regex, which is not run")
            glob = compile_glob(pattern)
        except ValueError as error:
            self.problems.append((self._where(target), str(error), "mend the pattern"))
            return None
        found: list[NavItem] = []
        any_matches = False
        for path, is_folder in self._matches.in_order(self._tree.docs_dir, glob):
            any_matches = True
            if is_folder:
                children = self._folder(path)
                found += [NavItem(self._tree.title(path), children=children)] if children else []
            elif (item := self._tree.item(path)) is not None:
                found.append(item)
        if not any_matches and not is_rest(target):
            self.problems.append(
                (self._where(target), f"{target!r} matches no page and no folder", "mend the nav")
            )
        return tuple(found)


def _targets(nav: Sequence[NavItem]) -> Iterator[str]:
    for item in nav:
        if item.children:
            yield from _targets(item.children)
        elif item.target and "://" not in item.target and "*" not in item.target:
            yield item.target
