"""What passes over a repo's history have told."""

from __future__ import annotations

from collections.abc import Mapping, Set

from msgspec import Struct, field

from mkdocs_oss.model import FileHistory, PageHistory, Unknown


class Passed(Struct, frozen=True):
    """What passes have told of a repo at `commit`.

    `blobs`: of every file that is in the commit and was asked for, its content; pages know theirs. `never`: files that
    no commit ever had.
    `is_lacking`: contents were not here to compare, so that a change counts which may have changed nothing to see.
    `gone`: paths of which nothing holds any more that an earlier pass told; what is told of them here counts.
    `seen`: (name, mail address) of each author → their newest commit, in seconds since 1970.
    """

    commit: str = ""
    pages: Mapping[str, PageHistory | Unknown] = field(default_factory=dict)
    files: Mapping[str, FileHistory | Unknown] = field(default_factory=dict)
    blobs: Mapping[str, str] = field(default_factory=dict)
    never: Set[str] = frozenset()
    is_lacking: bool = False
    gone: Set[str] = frozenset()
    seen: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def blob(self, path: str) -> str:
        """The content (id) of a path at `commit`; "" where it is not there, or was not asked for."""
        page = self.pages.get(path)
        return page.blob if isinstance(page, PageHistory) else self.blobs.get(path, "")

    def continued(self, newer: Passed) -> Passed:
        """This, with what a pass told that went from here to a newer commit."""
        pages, files, blobs = dict(self.pages), dict(self.files), dict(self.blobs)
        for path in newer.gone:
            pages.pop(path, None)
            files.pop(path, None)
            blobs.pop(path, None)
        pages.update(newer.pages)
        files.update(newer.files)
        blobs.update(newer.blobs)
        return Passed(
            newer.commit,
            pages,
            files,
            blobs,
            (self.never - newer.gone) | newer.never,
            self.is_lacking or newer.is_lacking,
            seen={**self.seen, **newer.seen},
        )
