"""The newest change of each page that a reader could notice: by one `cat-file` for all pages, and few more rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import cycle
from pathlib import Path

from msgspec import Struct

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Blobs, Git
from mkdocs_oss.history.substance import is_noticed
from mkdocs_oss.history.walk import MARKDOWN, Event, Trace
from mkdocs_oss.model import Commit, Substance

_LARGEST = 2_000_000
"""Of a page, in bytes; what is larger is not compared."""
_MANY = 1000
"""Changes for which a second process is started: git takes longer to find contents than we to compare them."""
_WIDTH = 4
"""Changes of each page that a process is asked about that is ready, rather than to start another one."""


class _Search(Struct, eq=False):
    """One page whose newest noticed change is looked for: `left`, newest first. `is_found`: it has been told."""

    trace: Trace
    left: Sequence[Event]
    is_found: bool = False


_Asked = tuple[_Search, Event, tuple[str, ...]]
"""A change of a page that is looked at, and the contents (ids) that it takes."""
Noticed = tuple[Trace, Commit | None]
"""A page, and the newest commit that counts as substantive, where there is one."""


class NoticedChanges:
    """Looks for the newest noticed change of pages. `missing`: the contents (ids) that were asked for in vain.

    A change whose contents are not here counts: that the commit changed the file is known, and that it changed nothing
    to see is not. `blobs`: where a process is ready for that.
    """

    def __init__(self, git_dir: Path, *, git: Git, substance: Substance, blobs: Blobs | None = None) -> None:
        self._git_dir = git_dir
        self._git = git
        self._substance: Substance = substance
        self._blobs = blobs
        self._here: Set[str] | None = None
        """All contents that are here, where that had to be asked."""
        self.missing: set[str] = set()

    def of(self, traces: Iterable[Trace]) -> Iterator[Noticed]:
        """What is found of each page, in the order in which it is: git tells more while its caller works. Raises
        GitError."""
        searches, decided = _searches(traces)
        width = _WIDTH if self._blobs else 1
        while searches:
            try:
                asked = [
                    (search, event, _compared(event)) for search in searches for event in search.left[:width]
                ]
                told = self._asked(asked)
                yield from decided  # while git reads
                decided = []
                yield from self._compared(asked, told)
            except GitError:
                if self._here is not None:
                    raise
                # a partial clone: git gives up at the first that it would have to fetch
                self._here = self._git.here(self._git_dir)
                searches = [search for search in searches if not search.is_found]
                continue
            for search in searches:
                search.left = search.left[width:]
            searches = [search for search in searches if not search.is_found]
            decided = [(search.trace, None) for search in searches if not search.left]
            searches = [search for search in searches if search.left]
            width *= 2
        yield from decided

    def _asked(self, asked: Sequence[_Asked]) -> list[_Told]:
        """What is told of `asked`, in turn by as many processes as are worth it."""
        count = 1 if self._blobs or len(asked) < _MANY else 2
        return [self._told(asked[first::count]) for first in range(count)]

    def _told(self, asked: Sequence[_Asked]) -> _Told:
        ids = [id_ for _, _, compared in asked for id_ in compared if self._here is None or id_ in self._here]
        contents = (self._blobs or self._git.blobs)(self._git_dir, ids, largest=_LARGEST)
        return _Told(contents if ids else iter(()))

    def _compared(self, asked: Sequence[_Asked], told: Sequence[_Told]) -> Iterator[Noticed]:
        for (search, event, compared), tells in zip(asked, cycle(told), strict=False):
            contents = {id_: tells.next(id_) for id_ in compared}
            if not search.is_found:
                if None in contents.values():
                    self.missing.update(id_ for id_, content in contents.items() if content is None)
                if _counts(event, contents, self._substance):
                    search.is_found = True
                    yield search.trace, event.commit


def _searches(traces: Iterable[Trace]) -> tuple[list[_Search], list[Noticed]]:
    """The pages of which contents have to tell; and the others, such as one that has but its first version."""
    searches: list[_Search] = []
    decided: list[Noticed] = []
    for trace in traces:
        for number, event in enumerate(trace.events):
            if event.commit.is_minor:
                continue
            if event.new in event.olds or _compared(event):
                left = [one for one in trace.events[number:] if not one.commit.is_minor]
                searches.append(_Search(trace, left))
            else:
                decided.append((trace, event.commit))
            break
        else:
            decided.append((trace, None))
    return searches, decided


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
