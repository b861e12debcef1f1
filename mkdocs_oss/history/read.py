"""The histories of a repo's pages and files: from the cache, from what is new since then, or from one whole pass."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Set
from functools import cached_property
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git, too_old
from mkdocs_oss.history.ahead import LogAhead
from mkdocs_oss.history.cache import HistoryCache, Kept
from mkdocs_oss.history.passed import Passed
from mkdocs_oss.history.passes import MAILMAP, Reading, tree_of
from mkdocs_oss.history.pause import without_collector
from mkdocs_oss.history.walk import is_bot, time_of
from mkdocs_oss.model import NOT_COMMITTED, Histories, HistoryRules, Source, Unknown

IGNORE_REVS = ".git-blame-ignore-revs"
_SHA = re.compile(rb"^[ \t]*([0-9a-f]{64}|[0-9a-f]{40})[ \t\r]*(?:#.*)?$", re.MULTILINE | re.IGNORECASE)


class HistoryReader:
    """Reads the histories of paths of one repo. What `begin` has begun is ended by `read` or `close`.

    `ignore_revs` is the content of the repo's .git-blame-ignore-revs. `cache`: the folder that keeps what is read for
    the next reader; with the commit as it was then, git is not asked again. `bring`: fetches contents that a store
    lacks and that are to be compared. `with_seen`: when each author's newest commit was, too.
    """

    def __init__(
        self,
        source: Source,
        *,
        git: Git,
        rules: HistoryRules = HistoryRules(),  # noqa: B008  # frozen
        ignore_revs: bytes = b"",
        cache: Path | None = None,
        bring: Callable[[Set[str]], None] | None = None,
        with_seen: bool = False,
    ) -> None:
        self.source = source
        self._git = git
        self._bots = rules.bots
        self._reading: Reading | None = None
        self._cache: HistoryCache | None = None
        self._ahead: LogAhead | None = None
        if source.git_dir is None:
            return
        self._reading = Reading(
            git=git,
            git_dir=source.git_dir,
            rules=rules,
            ignored=frozenset(match.decode().lower() for match in _SHA.findall(ignore_revs)),
            shallow=source.shallow,
            is_worktree=source.is_worktree,
            bring=bring,
            with_seen=with_seen,
        )
        if cache is not None and not source.shallow:
            self._cache = _cache(self._reading, source, cache)

    @cached_property
    def _kept(self) -> Kept | None:
        return self._cache.load() if self._cache else None

    def begin(self) -> None:
        """Lets git tell the whole history from now on, where nothing is kept of it."""
        commit = self.source.commit
        if self._reading is not None and not isinstance(commit, Unknown) and self._kept is None:
            self._ahead = self._reading.ahead(commit)

    def close(self) -> None:
        """Ends what was begun, if it is not read."""
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None

    def read(self, pages: Set[str], *, files: Set[str] = frozenset()) -> Histories:
        """The history of each of `pages`, and of those of `files` that are or ever were in the repo.

        Every page is in the answer, with why its history is not known where it is not.
        """
        try:
            return self._read(pages, files)
        finally:
            self.close()

    def _read(self, pages: Set[str], files: Set[str]) -> Histories:
        commit, reading = self.source.commit, self._reading
        if isinstance(commit, Unknown):
            return _all(pages, files, commit)
        if reading is None:
            return _all(pages, files, Unknown("there is no git repository"))
        if not pages and not files and not reading.with_seen:
            return Histories()
        try:
            with without_collector():
                known, missing = self._known(reading, commit, pages, files)
        except GitError as error:
            said = too_old(self._git, reading.git_dir) or error.reason
            return _all(pages, files, Unknown(f"its history cannot be read: {said}"))
        return Histories(
            pages=known.pages
            if not missing and len(pages) == len(known.pages)
            else {path: known.pages.get(path, NOT_COMMITTED) for path in pages},
            files={path: known.files[path] for path in files if path in known.files},
            seen={
                person: time_of(seconds)
                for person, seconds in known.seen.items()
                if not is_bot(person[0], self._bots)
            },
        )

    def _known(
        self, reading: Reading, commit: str, pages: Set[str], files: Set[str]
    ) -> tuple[Passed, Set[str]]:
        """What is known of all pages that are in the commit, and of the files; and the pages that are not there."""
        kept, cache = self._kept, self._cache
        known = newer = None
        if kept is not None and not (kept.is_lacking and reading.bring is not None):  # else now it may be had
            with contextlib.suppress(
                GitError
            ):  # the old commit is no more, or a fault that the whole pass shows
                known, newer = _continued(reading, kept, commit, pages=pages, files=files)
        tree: Mapping[str, str] | None = None
        if known is not None and kept is not None and files <= known.files.keys() | known.never:
            missing = frozenset(pages).difference(known.pages)
            tree = tree_of(reading.git, reading.git_dir, commit) if missing else {}
            if missing.isdisjoint(tree):  # a page that is not committed yet has no history
                if cache is not None and newer is not None:
                    cache.add(kept, newer, known)
                return known, missing
        others = kept.passed() if kept else None  # one file serves all who ask for paths of the repo
        known = reading.whole(
            commit, tree, pages=pages, files=files, known=others or Passed(), ahead=self._ahead
        )
        if cache is not None:
            cache.save(known)
        return known, pages - known.pages.keys()


def read_histories(
    source: Source,
    pages: Set[str],
    *,
    git: Git,
    rules: HistoryRules = HistoryRules(),  # noqa: B008  # frozen
    files: Set[str] = frozenset(),
    ignore_revs: bytes = b"",
    cache: Path | None = None,
) -> Histories:
    """What a `HistoryReader` reads of paths that are known already."""
    reader = HistoryReader(source, git=git, rules=rules, ignore_revs=ignore_revs, cache=cache)
    return reader.read(pages, files=files)


def _continued(
    reading: Reading, kept: Kept, commit: str, *, pages: Set[str], files: Set[str]
) -> tuple[Passed | None, Passed | None]:
    """What `kept` and what is new say, and what is new, where that could be told. Raises GitError."""
    if kept.commit == commit:
        return kept.passed(), None
    newer = reading.newer(kept, commit, pages=pages, files=files)
    before = kept.passed()
    return (None, None) if newer is None or before is None else (before.continued(newer), newer)


def _cache(reading: Reading, source: Source, folder: Path) -> HistoryCache:
    rules = reading.rules
    own = b""
    if source.root is not None:
        with contextlib.suppress(OSError):  # most repos have none
            own = (source.root / MAILMAP).read_bytes()
    of = (sorted(rules.bots), rules.minor_commits, rules.substance, sorted(reading.ignored), own)
    return HistoryCache(folder, reading.git_dir, of=of, with_seen=reading.with_seen)


def _all(pages: Set[str], files: Set[str], reason: Unknown) -> Histories:
    return Histories(pages=dict.fromkeys(pages, reason), files=dict.fromkeys(files, reason))
