"""The nav that the `SUMMARY.md` of a docs folder, and those of the folders in it, make (see `summary.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_oss.model import NavItem
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.sources.nav.glob import compile_glob
from mkdocs_oss.sources.nav.matches import Matches
from mkdocs_oss.sources.nav.summary import Point, pages_of, read_summary
from mkdocs_oss.sources.nav.tree import DocsTree, Problem

_MAX_DEPTH = 10
"""How far summaries may lead to other summaries."""


class LiterateNav:
    """`summaries`: folder → (file, text) of its nav file. `literate`: its repo names the plugin."""

    def __init__(
        self, tree: DocsTree, summaries: Mapping[str, tuple[str, str]], *, literate: bool, matches: Matches
    ) -> None:
        self._tree = tree
        self._summaries = summaries
        self._literate = literate
        self._matches = matches
        self._open: list[str] = []
        self._done: set[str] = set()
        self.problems: list[Problem] = []

    def folder(self, folder: str) -> tuple[NavItem, ...]:
        """The nav of a folder: its own summary's, else all that is in it and stands nowhere yet. Each folder once."""
        if folder in self._done:
            return ()
        self._done.add(folder)
        placed = self._matches.placed
        placed.add(folder)
        points: list[Point] = []
        file, text = self._summaries.get(folder, ("", ""))
        if file and len(self._open) < _MAX_DEPTH:
            points, problems = read_summary(text, literate=self._literate)
            self.problems += [(f"{file}:{line}", what, "mend the line") for line, what in problems]
        if not points:
            return (
                self._tree.items(folder, without=placed, inner=self.folder)
                if self._tree.inside(folder)
                else ()
            )
        placed |= {self._tree.path(target, folder=folder) for target in pages_of(points)}
        self._open.append(folder)
        items = self._items(points, folder, file)
        self._open.pop()
        return items

    def _items(self, points: Sequence[Point], folder: str, file: str) -> tuple[NavItem, ...]:
        found: list[NavItem] = []
        for point in points:
            inner = self._items(point.inner, folder, file)
            if point.is_pattern:
                found += self._pattern(point, folder, file)
            elif not point.inner:
                found += self._page(point, point.title, folder, file)
            elif inner or point.target:
                own = self._page(point, "", folder, file) if point.target else ()
                if own or inner:
                    found.append(NavItem(point.title, children=(*own, *inner)))
        return tuple(found)

    def _page(self, point: Point, title: str, folder: str, file: str) -> tuple[NavItem, ...]:
        target = point.target
        if point.is_draft and not self._literate:
            return ()
        if is_web_url(target):
            return (NavItem(title or target, target),)
        path = self._tree.path(target, folder=folder) if target else ""
        item = self._tree.item(path, title) if target else None
        if item is not None:
            return (item,)
        if target and self._tree.inside(path) is not None:
            children = self.folder(path)
            return (NavItem(title, children=children),) if title and children else children
        where = f"{file}:{point.line}"
        self.problems.append(
            self._tree.no_page(target, path, where)
            if target
            else (where, f"{point.title!r} has no page", "mend the nav")
        )
        return ()

    def _pattern(self, point: Point, folder: str, file: str) -> tuple[NavItem, ...]:
        """What matches and stands nowhere yet: pages by name, then folders, each with its own nav."""
        try:
            glob = compile_glob(point.target)
        except ValueError as error:
            self.problems.append((f"{file}:{point.line}", str(error), "mend the pattern"))
            return ()
        found: list[NavItem] = []
        for path, is_folder in self._matches.in_order(folder, glob):
            if is_folder:
                children = self.folder(path)
                found += [NavItem(self._tree.title(path), children=children)] if children else []
            elif (item := self._tree.item(path)) is not None:
                found.append(item)
        return tuple(found)
