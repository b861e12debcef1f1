"""The nav that the nav files of folders make together: `.nav.yml` (awesome-nav) and `.pages` (awesome-pages).

As in https://lukasgeiter.github.io/mkdocs-awesome-nav/, what is named has its place first, then folders that are named,
the deepest first, then patterns in their order: a pattern matches only what stands nowhere yet.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from mkdocs_oss.model import NavItem
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.sources.nav.folder_nav import FolderNav, Group, Item, Options, Pattern, Rules
from mkdocs_oss.sources.nav.glob import compile_glob
from mkdocs_oss.sources.nav.matches import Matches
from mkdocs_oss.sources.nav.sorting import Sortable, ordered
from mkdocs_oss.sources.nav.tree import DocsTree, Problem, words

_MAX_DEPTH = 35
"""More than the deepest folder."""


class _Slot(Struct):
    """A place in the nav, filled in its turn: a page, a folder or a pattern; a group holds slots of its own."""

    rank: tuple[int, int] = (0, 0)
    path: str = ""
    title: str = ""
    item: Pattern | None = None
    inner: list[_Slot] = field(default_factory=list)
    found: tuple[NavItem, ...] = ()


class _Here(Struct, frozen=True):
    """The folder whose nav is made, with the rules that count there."""

    folder: str
    rules: Rules
    where: str


class AwesomeNav:
    """`navs`: folder → what its nav file says; `files`: folder → that file. `inherits`: a folder takes over options."""

    def __init__(
        self, tree: DocsTree, navs: Mapping[str, FolderNav], files: Mapping[str, str], *, inherits: bool
    ) -> None:
        self._tree = tree
        self._navs = navs
        self._files = files
        self._inherits = inherits
        self._matches = Matches(tree)
        self._placed = self._matches.placed
        self._depth = 0
        self.problems: list[Problem] = []

    def items(self) -> tuple[NavItem, ...]:
        """The nav of the whole docs folder."""
        root = self._tree.docs_dir
        self._placed.add(root)
        nav = self._navs.get(root, FolderNav())
        items = self._children(nav, self._here(root, nav, Rules()))
        if self._matches.are_too_many:
            where = self._files.get(root, root)
            self.problems.append(
                (where, "the nav files compare too many names with patterns", "write fewer patterns")
            )
        return items

    def _here(self, folder: str, nav: FolderNav, above: Rules) -> _Here:
        rules, problems = (above if self._inherits else Rules()).within(nav.options, folder=folder)
        where = self._files.get(folder, folder)
        self.problems += [(where, what, "mend the pattern") for what in problems]
        return _Here(folder, rules, where)

    def _children(self, nav: FolderNav, here: _Here) -> tuple[NavItem, ...]:
        items = list(nav.items)
        if here.rules.options.append_unmatched:
            items.append(Pattern("*", here.where, optional=True))
        slots = [slot for item in items for slot in self._slots(item, here)]
        self._fill(slots, here)
        return tuple(item for slot in slots for item in _result(slot))

    def _slots(self, item: Item, here: _Here) -> Iterator[_Slot]:
        if isinstance(item, Group):
            inner = [slot for child in item.items for slot in self._slots(child, here)]
            yield _Slot(title=item.title, inner=inner)
        elif isinstance(item, Pattern):
            yield _Slot((3, 0), item=item)
        elif is_web_url(item.target):
            yield _Slot(found=(NavItem(item.title or item.target, item.target),))
        else:
            path = self._tree.path(item.target, folder=here.folder)
            if self._tree.item(path) is not None:
                yield _Slot((1, 0), path, item.title)
            elif self._tree.inside(path) is not None:
                yield _Slot((2, -path.count("/")), path, item.title)
            elif not item.title and any(char in item.target for char in "*?[!@"):
                yield _Slot((3, 0), item=Pattern(item.target, item.where))
            else:
                self.problems.append(self._tree.no_page(item.target, path, item.where))

    def _fill(self, slots: Sequence[_Slot], here: _Here) -> None:
        for slot in sorted(_leaves(slots), key=lambda slot: slot.rank):
            kind, _ = slot.rank
            if kind == 1:
                self._placed.add(slot.path)
                found = self._tree.item(slot.path, slot.title)
                slot.found = (found,) if found is not None else ()
            elif kind == 2:
                slot.found = self._folder(slot.path, slot.title, here.rules)
            elif slot.item is not None:
                slot.found = self._matched(slot.item, here)

    def _folder(self, path: str, title: str, above: Rules) -> tuple[NavItem, ...]:
        """A folder as a section; nothing where it stands elsewhere, or is empty."""
        if path in self._placed:
            return ()
        self._placed.add(path)
        nav = self._navs.get(path, FolderNav())
        here = self._here(path, nav, above)
        if self._depth > _MAX_DEPTH:
            self.problems.append(
                (here.where, "the nav files lead too deeply into one another", "make them flatter")
            )
            return ()
        self._depth += 1
        children = self._children(nav, here)
        self._depth -= 1
        if len(children) == 1 and here.rules.options.flatten:
            return children
        return (
            (NavItem(title or self._title(path, here.rules.options), children=children),) if children else ()
        )

    def _title(self, path: str, options: Options) -> str:
        name = posixpath.basename(path)
        nav = self._navs.get(path)
        if nav is not None and nav.title:
            return nav.title
        return name if options.own_names else self._tree.title(path) or words(name)

    def _matched(self, pattern: Pattern, here: _Here) -> tuple[NavItem, ...]:
        """What a pattern matches that stands nowhere yet, in the order of the rules."""
        try:
            glob = compile_glob(pattern.glob)
        except ValueError as error:
            self.problems.append((pattern.where or here.where, str(error), "mend the pattern"))
            return ()
        rules, problems = here.rules.within(pattern.options, folder=here.folder)
        self.problems += [(pattern.where, what, "mend the pattern") for what in problems]
        matches = [
            match for match in self._matches.below(here.folder, glob) if not self._is_left_out(match, rules)
        ]
        if not matches and not pattern.optional:
            what = f"{pattern.glob!r} matches no page and no folder"
            self.problems.append((pattern.where, what, "mend the nav"))
        slots = {
            path: _Slot((2, -path.count("/")) if is_folder else (1, 0), path) for path, is_folder in matches
        }
        self._fill(list(slots.values()), _Here(here.folder, rules, here.where))
        found = [self._sortable(slot) for slot in slots.values() if slot.found]
        return tuple(item for each in ordered(found, rules.options) for item in slots[each.path].found)

    def _sortable(self, slot: _Slot) -> Sortable:
        (first, *_) = slot.found
        file = self._tree.files.get(slot.path)
        if file is not None:
            return Sortable(slot.path, file.heading or posixpath.basename(slot.path), False, file.order)  # noqa: FBT003
        index = self._tree.index(slot.path)
        is_section = bool(first.children) or len(slot.found) > 1
        return Sortable(slot.path, first.title, is_section, index.order if index else None)

    def _is_left_out(self, match: tuple[str, bool], rules: Rules) -> bool:
        path, is_folder = match
        if is_folder and self._navs.get(path, FolderNav()).hide:
            return True
        self._matches.count(2 * len(rules.ignore))
        return not self._matches.are_too_many and any(
            glob.matches(path, is_folder=is_folder) for glob in rules.ignore
        )


def _leaves(slots: Sequence[_Slot]) -> Iterator[_Slot]:
    for slot in slots:
        if slot.inner:
            yield from _leaves(slot.inner)
        elif not slot.found:
            yield slot


def _result(slot: _Slot) -> Iterator[NavItem]:
    if slot.inner:
        children = tuple(item for inner in slot.inner for item in _result(inner))
        if children:
            yield NavItem(slot.title, children=children)
    else:
        yield from slot.found
