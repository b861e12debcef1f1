"""The newest change of each page that a reader could notice: by one `cat-file` for all pages, and few more rounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from msgspec import Struct

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Blobs, Git
from mkdocs_oss.history.substance import is_noticed
from mkdocs_oss.history.walk import MARKDOWN, Event, Trace
from mkdocs_oss.model import Commit, Substance

_LARGEST = 2_000_000
"""Of a page, in bytes; what is larger is not compared."""
_WIDTH = 4
"""Changes of each page that a process is asked about that is ready, rather than to start another one."""


class _Search(Struct, eq=False):
    """One page whose newest noticed change is looked for: `left`, newest first."""

    path: str
    left: Sequence[Event]


_Asked = tuple[_Search, Event, tuple[str, ...]]
"""A change of a page that is looked at, and the contents (ids) that it takes."""


def newest_noticed(
    traces: Sequence[Trace], git_dir: Path, *, git: Git, substance: Substance, blobs: Blobs | None = None
) -> tuple[dict[str, Commit], set[str]]:
    """Path → the newest commit that counts as substantive; and the contents (ids) that were asked for in vain.

    A path that no such commit touched is left out. A change whose contents are not here counts: that the commit
    changed the file is known, and that it changed nothing to see is not. `blobs`: where a process is ready for that.
    """
    found: dict[str, Commit] = {}
    missing: set[str] = set()
    searches = list(_searches(traces, found))
    here: Set[str] | None = None  # all that is here, where that had to be asked
    width = _WIDTH if blobs else 1
    while searches := [search for search in searches if search.left and search.path not in found]:
        asked = [(search, event, _compared(event)) for search in searches for event in search.left[:width]]
        ids = [id_ for _, _, compared in asked for id_ in compared if here is None or id_ in here]
        try:
            contents = (blobs or git.blobs)(git_dir, ids, largest=_LARGEST)
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


def _searches(traces: Sequence[Trace], found: dict[str, Commit]) -> Iterator[_Search]:
    """Those that contents have to tell; the others are `found`, such as a page that has but its first version."""
    for trace in traces:
        for number, event in enumerate(trace.events):
            if event.commit.is_minor:
                continue
            if event.new in event.olds or _compared(event):
                yield _Search(trace.path, [one for one in trace.events[number:] if not one.commit.is_minor])
            else:
                found[trace.path] = event.commit
            break


def _compare(
    asked: Sequence[_Asked], told: _Told, found: dict[str, Commit], missing: set[str], substance: Substance
) -> None:
    for search, event, compared in asked:
        contents = {id_: told.next(id_) for id_ in compared}
        if search.path not in found:
            if None in contents.values():
                missing.update(id_ for id_, content in contents.items() if content is None)
            if _counts(event, contents, substance):
                found[search.path] = event.commit


def _here(git: Git, git_dir: Path) -> Set[str]:
    every = ("--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    return frozenset(git.read_text(git_dir, "cat-file", *every).split())


def _compared(event: Event) -> tuple[str, ...]:
    """The contents, each once, that tell whether a change is noticed: none for a page's first version, and none of
    what is no Markdown, of which every change is."""
    if not event.olds or not event.path.endswith(MARKDOWN):
        return ()
    return tuple(dict.fromkeys((event.new, *event.olds)))


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
