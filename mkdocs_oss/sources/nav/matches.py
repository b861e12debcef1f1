"""What the patterns of a nav match: each page and folder once, and not without end."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_oss.sources.nav.glob import Glob
from mkdocs_oss.sources.nav.tree import DocsTree

_MAX_STEPS = 1_000_000


class Matches:
    """`placed`: the pages and folders that have their place in the nav, which no pattern matches.

    `are_too_many`: the patterns compare more names than a nav can need; from then on they match nothing.
    """

    def __init__(self, tree: DocsTree) -> None:
        self.placed: set[str] = set()
        self._tree = tree
        self._steps = 0

    @property
    def are_too_many(self) -> bool:
        return self._steps > _MAX_STEPS

    def count(self, steps: int) -> None:
        """Names were compared elsewhere."""
        self._steps += steps

    def in_order(self, folder: str, glob: Glob) -> Iterator[tuple[str, bool]]:
        """The same, pages before folders, each in the order of the tree; it has its place when it is given."""
        found = [
            (self._tree.rank(path, is_folder=is_folder), path, is_folder)
            for path, is_folder in self.below(folder, glob)
        ]
        for _, path, is_folder in sorted(found):
            if path not in self.placed:  # a folder before it may have brought it
                self.placed.add(path)
                yield path, is_folder

    def below(self, folder: str, glob: Glob) -> Iterator[tuple[str, bool]]:
        """(path, is a folder) of what matches below a folder, looking only where something can."""
        whole = len(glob.parts)
        stack = [(folder, glob.start)]
        while stack:
            path, states = stack.pop()
            content = self._tree.inside(path)
            if content is None or not states or self.are_too_many:
                continue
            self.count(len(states) * (len(content.files) + len(content.folders)))
            for file in () if glob.folders else content.files:
                if file.path not in self.placed and whole in glob.step(states, posixpath.basename(file.path)):
                    yield file.path, False
            for inner in content.folders:
                after = glob.step(states, posixpath.basename(inner))
                if whole in after and inner not in self.placed:
                    yield inner, True
                if after - {whole}:
                    stack.append((inner, after))
