"""The nav as one page shows it, so that a handbook of many repos grows with its pages and not with their square.

A theme writes the whole nav into every page: 10,000 pages with 10,000 links each are a gigabyte. What a page shows
here is the site's own items, the sections that repos stand in, a few other repos as one link each, and its own repo
in full; of a repo that is large itself, the sections on the way to the page in full and the others as one link each.
Of a section with very many pages, those around the page are there, and each further hundred as one link.

This works on the nav that MkDocs and its plugins have made, wherever they put the repos. The site's own objects stay
as they are: `page.ancestors`, the previous and the next page, and the list of all pages do not change.
"""

from __future__ import annotations

import copy
import html
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation

from mkdocs_oss.gather import INDEX
from mkdocs_oss.model import Handbook
from mkdocs_oss.site import FOLDER, OTHER_REPOS, SECTIONS, WHOLE_REPO, repo_of
from mkdocs_oss.sources import home

_SHORT = 20


class Part:
    """A section, or a page that is one too, as some pages show it: itself, with other children."""

    def __init__(self, section: Any, children: list[Any]) -> None:
        self._section = section
        self.children = children

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # a copy asks for these before there is a section
            raise AttributeError(name)
        return getattr(self._section, name)

    def __eq__(self, other: object) -> bool:
        """A theme asks whether an item is the page that it draws."""
        return bool(self._section == (other._section if isinstance(other, Part) else other))

    def __hash__(self) -> int:
        return hash(id(self._section))


class PageNav:
    """The navs of the pages of one build, over the nav of the site as it is once all plugins have made theirs."""

    def __init__(
        self, nav: Navigation, *, repos: Mapping[str, str], homes: frozenset[str], index: Any
    ) -> None:
        """`repos`: uri of each repo's page → the repo's name. `homes`: the uris of the repos' overviews.

        `index`: the page of all repos, where there is one.
        """
        self._nav = nav
        self._repos = repos
        self._homes = homes
        self._index = index
        self._units: dict[int, str] = {}
        self._count: Counter[str] = Counter()
        self._holders: set[int] = set()
        self._large: set[str] = set()
        self._shown: dict[tuple[str | None, int, int], Navigation] = {}
        self._run_of: dict[int, dict[int, int]] = {}
        for item in nav.items:
            self._sort_out(item)

    @classmethod
    def create(cls, nav: Navigation, handbook: Handbook, files: Files) -> PageNav:
        """The navs over a handbook's site."""
        whose = ((facts, repo_of(facts, handbook)) for facts in handbook.pages if facts.page.text is not None)
        repos = {facts.page.uri: repo for facts, repo in whose if repo != handbook.hub.repo.name}
        homes = frozenset(f"{home(repo.source)}index.md" for repo in handbook.repos)
        index = files.get_file_from_path(INDEX)
        return cls(nav, repos=repos, homes=homes, index=index.page if index is not None else None)

    def of(self, page: Any) -> Navigation:
        """The nav that a page shows. `page`: None for what is drawn without one, such as the page for errors."""
        repo = self._repos.get(page.file.src_uri) if page is not None else None
        place, run, way = 0, 0, frozenset[int]()
        if repo in self._large:
            holder = page if page.children else page.parent
            place, run = id(holder), self._run(page, holder)
            way = frozenset(id(item) for item in (page, *page.ancestors))
        if (repo, place, run) not in self._shown:
            shown = copy.copy(self._nav)
            shown.items = self._children(self._nav.items, repo, way)
            self._shown[repo, place, run] = shown
        return self._shown[repo, place, run]

    def _run(self, page: Any, holder: Any) -> int:
        """Which run of its section a page stands in."""
        if holder is None or len(holder.children) <= FOLDER:
            return 0
        if id(holder) not in self._run_of:
            runs = _runs(holder.children)
            self._run_of[id(holder)] = {id(item): number for number, run in enumerate(runs) for item in run}
        return self._run_of[id(holder)].get(id(page), 0)

    def _sort_out(self, item: Any) -> bool:
        """Notes which items are a repo's, and which hold such items. Gives whether this one is either.

        An item is a repo's where all pages in it are, and the repo's overview is it, or stands directly in it, or not
        in it at all. A single page that is not the overview is the site's own choice, and stays.
        """
        children = item.children or ()
        whose = {self._repos.get(page.file.src_uri) for page in _pages(item)}
        repo = next(iter(whose), None)
        homes = [page.file.src_uri in self._homes for page in _pages(item)]
        near = any(child.is_page and child.file.src_uri in self._homes for child in (item, *children))
        if len(whose) == 1 and repo is not None and (near or (children and not any(homes))):
            self._units[id(item)] = repo
            self._count[repo] += 1
            if len(homes) > WHOLE_REPO:
                self._large.add(repo)
            return True
        inside = [self._sort_out(child) for child in children]
        if any(inside):
            self._holders.add(id(item))
        return any(inside)

    def _children(
        self, items: Sequence[Any], repo: str | None, way: frozenset[int], holder: Any = None
    ) -> list[Any]:
        """What a page of `repo` shows of these siblings; at their end, a link to all where some are left out."""
        theirs = [item for item in items if self._units.get(id(item), repo) != repo]
        others = self._count.total() - (self._count[repo] if repo is not None else 0)
        near = len(theirs) <= OTHER_REPOS and any(self._units.get(id(item)) == repo for item in items)
        few, sections = others <= OTHER_REPOS or near, len(self._holders) <= SECTIONS
        shown = []
        for item in items:
            if id(item) in self._holders:
                part = self._part(item, repo, way)
                shown += [part] if sections or isinstance(part, Part) else []
            elif self._units.get(id(item), repo) != repo:
                shown += [_link(item)] if few else []
            else:
                shown.append(_folded(item, way) if repo in self._large and id(item) in self._units else item)
        left_out = len(items) - len(shown)
        if left_out and (shown or holder is None) and self._index is not None and self._index not in items:
            title = self._index.title if holder is None else f"All {len(items)} in {holder.title}"
            shown.append(Link(title, self._anchor(holder)))
        return shown

    def _part(self, holder: Any, repo: str | None, way: frozenset[int]) -> Any:
        """A section that holds repos, as a page of `repo` shows it: a link where nothing of it is left."""
        children = self._children(holder.children, repo, way, holder)
        if children:
            return Part(holder, children)
        url = holder.url if holder.is_page or self._index is None else self._anchor(holder)
        return Link(holder.title, url if url is not None else _link(holder).url)

    def _anchor(self, holder: Any) -> str:
        """The place of a section in the page of all repos."""
        title = html.unescape(holder.title or "") if holder is not None else ""
        found = (
            entry.id for entry in _headings(self._index.toc) if title and html.unescape(entry.title) == title
        )
        anchor = next(found, "")
        return f"{self._index.url}#{anchor}" if anchor else str(self._index.url)


def _folded(item: Any, way: frozenset[int]) -> Any:
    """An item of a large repo: in full on the way to the page, else a link to its first page."""
    if not item.children:
        return item
    if id(item) not in way:
        return _link(item)
    runs = _runs(item.children)
    near = next((number for number, run in enumerate(runs) if any(id(child) in way for child in run)), 0)
    shown: list[Any] = []
    for number, run in enumerate(runs):
        shown += [_folded(child, way) for child in run] if number == near else [_link_to_run(run)]
    return Part(item, shown)


def _runs(items: Sequence[Any]) -> list[Sequence[Any]]:
    """The items in runs of about equal length, none of more than FOLDER."""
    size = math.ceil(len(items) / max(math.ceil(len(items) / FOLDER), 1))
    return [items[start : start + size] for start in range(0, len(items), max(size, 1))]


def _link_to_run(run: Sequence[Any]) -> Any:
    """Many items as one link to the first page, called after the first and the last."""
    first = next((page for item in run for page in _pages(item)), None)
    title = " – ".join(_short(item.title) for item in (run[0], run[-1]))
    return Link(title, first.url) if first is not None else run[0]


def _short(title: str | None) -> str:
    """A title, which is HTML, at a length of which two go into a line of a nav."""
    text = html.unescape(title or "")
    return html.escape(text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…")


def _link(item: Any) -> Any:
    """An item as one link, to its first page. MkDocs resolves a link's URL against the page that shows it."""
    first = next(_pages(item), None)
    if first is None or not item.children:
        return item
    return Link(item.title, first.url)


def _pages(item: Any) -> Iterator[Any]:
    if item.is_page:
        yield item
    for child in item.children or ():
        yield from _pages(child)


def _headings(entries: Any) -> Iterator[Any]:
    for entry in entries or ():
        yield entry
        yield from _headings(entry.children)
