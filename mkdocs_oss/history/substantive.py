"""The newest change of each page that a reader could notice: by one `cat-file` for all pages, and few more rounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Blobs, Git
from mkdocs_oss.history.substance import is_noticed
from mkdocs_oss.history.walk import MARKDOWN, Event, Trace
from mkdocs_oss.model import Commit, Substance

_LARGEST = 2_000_000
"""Of a page, in bytes; what is larger is not compared."""


@dataclass(slots=True)
class _Search:
    """One page whose newest noticed change is looked for: `left`, newest first."""

    path: str
    left: Sequence[Event]


def newest_noticed(
    traces: Sequence[Trace], git_dir: Path, *, git: Git, substance: Substance, blobs: Blobs | None = None
) -> tuple[dict[str, Commit], set[str]]:
    """Path → the newest commit that counts as substantive; and the contents (ids) that were asked for in vain.

    A path that no such commit touched is left out. A change whose contents are not here counts: that the commit
    changed the file is known, and that it changed nothing to see is not. `blobs`: where a process is ready for that.
    """
    searches = [
        _Search(trace.path, [event for event in trace.events if not event.commit.is_minor])
        for trace in traces
    ]
    found: dict[str, Commit] = {}
    missing: set[str] = set()
    here: Set[str] | None = None  # all that is here, where that had to be asked
    width = 1
    while searches := [search for search in searches if search.left and search.path not in found]:
        asked = [(search, event) for search in searches for event in search.left[:width]]
        ids = [id_ for _, event in asked for id_ in _compared(event)]
        try:
            contents = (blobs or git.blobs)(
                git_dir, ids if here is None else [id_ for id_ in ids if id_ in here], largest=_LARGEST
            )
            _compare(asked, _Told(contents if ids else iter(())), found, missing, substance)
        except GitError:
            if here is not None:
                raise
            here = _here(
                git, git_dir
            )  # a partial clone: git gives up at the first that it would have to fetch
            continue
        for search in searches:
            search.left = search.left[width:]
        width *= 2
    return found, missing


def _compare(
    asked: Sequence[tuple[_Search, Event]],
    told: _Told,
    found: dict[str, Commit],
    missing: set[str],
    substance: Substance,
) -> None:
    for search, event in asked:
        contents = {id_: told.next(id_) for id_ in _compared(event)}
        if search.path not in found:
            missing.update(id_ for id_, content in contents.items() if content is None)
            if _counts(event, contents, substance):
                found[search.path] = event.commit


def _here(git: Git, git_dir: Path) -> Set[str]:
    every = ("--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    return frozenset(git.read_text(git_dir, "cat-file", *every).split())


def _compared(event: Event) -> tuple[str, ...]:
    """The contents, each once, that tell whether a change is noticed: none for a page's first version, and none of
    what is no Markdown, of which every change is."""
    is_compared = event.olds and event.path.endswith(MARKDOWN)
    return tuple(dict.fromkeys((event.new, *event.olds))) if is_compared else ()


def _counts(event: Event, contents: Mapping[str, bytes | None], substance: Substance) -> bool:
    """Whether the content after is another than each of those before; one that is not here is taken for another."""
    if event.new in event.olds:
        return False
    new = contents.get(event.new)
    olds = [contents.get(old) for old in event.olds]
    return new is None or all(old is None or is_noticed(old, new, substance=substance) for old in olds)


class _Told:
    """What git tells of a list of contents, in its order; it leaves out what it does not have."""

    def __init__(self, contents: Iterator[tuple[str, bytes]]) -> None:
        self._contents = contents
        self._ahead = next(contents, None)

    def next(self, id_: str) -> bytes | None:
        if self._ahead is None or self._ahead[0] != id_:
            return None
        content = self._ahead[1]
        self._ahead = next(self._contents, None)
        return content
