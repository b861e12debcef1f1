"""Passes over the log: over all of it, or over what is new since an earlier pass."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

from msgspec.structs import replace

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Blobs, Git, too_old
from mkdocs_oss.history.ahead import LogAhead
from mkdocs_oss.history.cache import Kept
from mkdocs_oss.history.log import LoggedCommit, log_args, new_mark, parse_all, parse_log, shown
from mkdocs_oss.history.passed import Passed
from mkdocs_oss.history.people import mapped
from mkdocs_oss.history.similar import SimilarMoves
from mkdocs_oss.history.substantive import NoticedChanges
from mkdocs_oss.history.told import file_history, page_history
from mkdocs_oss.history.walk import Trace, Walk
from mkdocs_oss.model import HistoryRules, PageHistory, Unknown

MAILMAP = ".mailmap"
_MOST_BROUGHT = 100_000
"""Contents of one repo's past that are fetched."""
_LONGEST_PART = 20_000
"""Of what is new, in commits: it is held in memory. What is more is read as a whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the history of one repo is read. `shallow`: ids of commits whose parents are not there. `ignored`: ids of
    commits that are minor. `bring`: fetches contents by their ids. `is_worktree`: then the .mailmap of its folder counts, else that of the commit.
    `with_seen`: the newest commit of each author is told too, for which all of the log is read."""

    git: Git
    git_dir: Path
    rules: HistoryRules
    ignored: Set[str]
    shallow: Set[str]
    is_worktree: bool
    bring: Callable[[Set[str]], None] | None = None
    with_seen: bool = False

    def ahead(self, commit: str) -> LogAhead:
        """Lets git begin to tell what `whole` will read."""
        mark = new_mark()
        return LogAhead(self._log(commit, mark, commit), mark)

    def whole(
        self,
        commit: str,
        tree: Mapping[str, str] | None,
        *,
        pages: Set[str],
        files: Set[str],
        known: Passed,
        ahead: LogAhead | None = None,
    ) -> Passed:
        """What the whole history says of those of `pages` that are in `tree`, and of `files`. Raises GitError.

        `tree`: where it has been read. `known`: of the same repo, others asked for other paths, which are read as well.
        `ahead`: of that commit, where git has begun.
        """
        mark = ahead.mark if ahead else new_mark()
        seen: dict[tuple[str, str], int] = {}
        with ahead.opened() if ahead else self._log(commit, mark, commit) as out:
            if tree is None:  # while git begins
                tree = tree_of(self.git, self.git_dir, commit)
            pages = {path for path in tree if path in pages or path in known.pages}
            files = files | {path for path in known.files if path in tree}
            paths = [path for path in tree if path in pages or path in files]
            with SimilarMoves(self.git, self.git_dir) as similar:
                walk = self._walk([*paths, *sorted(files - tree.keys())], tree, similar, files=files)
                logged = parse_log(out, mark, of=walk.names, seen=seen)
                if walk.names:
                    walk.run(logged)
                if self.with_seen:  # to its end
                    deque(logged, maxlen=0)
        passed = self._passed(walk, commit, tree, pages=pages, files=files, before=Passed())
        if not self.with_seen:
            return passed
        return replace(passed, seen={(shown(name), shown(mail)): time for (name, mail), time in seen.items()})

    def newer(self, kept: Kept, commit: str, *, pages: Set[str], files: Set[str]) -> Passed | None:
        """What is new since `kept`: with that it says what `whole` does. None where only a whole pass can tell.

        That is where the old commit is no part of the new history, where a new commit is not dated after the old one
        (a whole pass would read it among older ones), where .mailmap has changed, and where a path's past leads to
        what was not known. Pages that are not known afterwards are left out. Raises GitError.
        """
        mark = new_mark()
        with ExitStack() as processes:  # of git, which begin while we unpack
            log = self._log(commit, mark, f"{commit}...{kept.commit}", with_parents=True)
            out = processes.enter_context(log)
            kept.begin()  # the next process would wait for the first one to let it have its core
            blobs = processes.enter_context(self.git.blobs_ahead(self.git_dir))
            difference = processes.enter_context(self._difference(kept.commit, commit))
            before = kept.passed()
            logged = list(islice(parse_all(out, mark), _LONGEST_PART + 1))
            new = [one for one in logged if one.side == "<"]
            if before is None or len(logged) > _LONGEST_PART or not _follow(new, logged, kept.commit):
                return None
            changed = _changed(difference.read())
            if MAILMAP in changed and not self.is_worktree:
                return None
            touched = {change.path for one in new for change in one.changes} | changed.keys()
            again = {path for path in touched if path in pages or path in before.pages}
            files_again = {path for path in files if path in touched or not _has(before, path)}
            files_again |= {path for path in touched if path in before.files and changed.get(path)}
            paths = sorted(again | files_again)
            tree = {
                path: blob
                for path in paths
                if (blob := changed[path] if path in changed else before.blob(path))
            }
            again &= tree.keys()
            with SimilarMoves(self.git, self.git_dir) as similar:
                walk = self._walk(
                    (path for path in paths if path in again or path in files_again),
                    tree,
                    similar,
                    files=files_again,
                )
                walk.run(new)
            if not all(
                walk.traces[path].is_begun() or _leads_to(walk.traces[path], before.pages, before)
                for path in again
            ) or not all(_leads_to(walk.traces[path], before.files, before) for path in files_again):
                return None
            gone = frozenset(path for path in touched if before.blob(path) or _has(before, path))
            passed = self._passed(
                walk, commit, tree, pages=again, files=files_again, before=before, blobs=blobs
            )
        seen = {(one.author, one.email): one.time for one in reversed(new)}
        return replace(passed, gone=gone, seen=seen if self.with_seen else {})

    def _walk(
        self, paths: Iterable[str], tree: Mapping[str, str], similar: SimilarMoves, *, files: Set[str]
    ) -> Walk:
        return Walk(
            paths,
            tree,
            rules=self.rules,
            similar=similar.moved,
            shallow=self.shallow,
            ignored=self.ignored,
            files=files,
        )

    @contextmanager
    def _log(
        self, commit: str, mark: str, revisions: str, *, with_parents: bool = False
    ) -> Iterator[IO[bytes]]:
        args = log_args(mark, with_body=bool(self.rules.minor_commits), with_parents=with_parents)
        sides = ("--left-right", "--boundary") if with_parents else ()
        with self.git.stream(self.git_dir, *self._mailmap(commit), *args, *sides, revisions, "--") as out:
            yield out

    def _mailmap(self, commit: str) -> tuple[str, ...]:
        """Only the repo's own names, so that what is told does not depend on the machine. A bare store has no
        .mailmap file, and git by itself would look for one at HEAD, which need not be our commit."""
        own = () if self.is_worktree else ("-c", f"mailmap.blob={commit}:{MAILMAP}")
        return ("-c", f"mailmap.file={os.devnull}", *own)

    def _difference(self, old: str, commit: str) -> AbstractContextManager[IO[bytes]]:
        args = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-relative")
        return self.git.stream(self.git_dir, "diff-tree", *args, old, commit)

    def _passed(
        self,
        walk: Walk,
        commit: str,
        tree: Mapping[str, str],
        *,
        pages: Set[str],
        files: Set[str],
        before: Passed,
        blobs: Blobs | None = None,
    ) -> Passed:
        if any(name.startswith("%(trailers:") for name, _ in walk.co_authors) and (
            old := too_old(self.git, self.git_dir)
        ):
            raise GitError(old)  # it does not know what we asked for, and said it again
        people = mapped(
            walk.co_authors, self.git_dir, git=self.git, mailmap=self._mailmap(commit), bots=self.rules.bots
        )
        traces = walk.traces
        told_files = {
            path: file_history(trace, older=_older(trace, before.files), is_shallow=bool(self.shallow))
            for path, trace in traces.items()
            if path in files
        }
        told_pages: dict[str, PageHistory | Unknown] = {}

        def tell() -> Set[str]:
            noticed = NoticedChanges(self.git_dir, git=self.git, substance=self.rules.substance, blobs=blobs)
            for trace, commit in noticed.of(trace for path, trace in traces.items() if path in pages):
                path, older = trace.path, None if trace.is_begun() else _older(trace, before.pages)
                told_pages[path] = page_history(trace, commit, people, blob=tree[path], older=older)
            return noticed.missing

        is_lacking = self._lacks(tell)
        return Passed(
            commit,
            pages=told_pages,
            files={path: file for path, file in told_files.items() if file is not None},
            blobs={
                path: tree[path]
                for path in traces
                if path in tree and not isinstance(told_pages.get(path), PageHistory)
            },
            never=frozenset(path for path, file in told_files.items() if file is None),
            is_lacking=is_lacking,
        )

    def _lacks(self, tell: Callable[[], Set[str]]) -> bool:
        """Lets `tell`, which answers with the contents that it missed, and again where they could be brought; whether
        it still lacks some that would have told more."""
        missing = tell()
        asked: set[str] = set()
        while self.bring is not None and missing - asked and len(asked) < _MOST_BROUGHT:
            asked |= missing
            try:
                self.bring(missing)
            except GitError:
                break  # the remote gives nothing of the past: what is here has to do
            missing = tell()  # what is older may be missing too
        return bool(missing)


def tree_of(git: Git, git_dir: Path, commit: str) -> dict[str, str]:
    """Path → object id of every file of a commit. Raises GitError."""
    listing = git.read(git_dir, "ls-tree", "-r", "-z", commit).decode("utf-8", "surrogateescape")
    entries = (entry.partition("\t") for entry in listing.split("\0") if entry)
    return {path: head.rpartition(" ")[2] for head, _, path in entries}


_T = TypeVar("_T")


def _changed(difference: bytes) -> dict[str, str]:
    """Path → its content after, "" where it is gone, of `diff-tree --raw -z`."""
    tokens = difference.decode("utf-8", "surrogateescape").split("\0")
    ids = (meta.split(" ")[3] for meta in tokens[::2] if meta)
    return {path: id_ if id_.strip("0") else "" for path, id_ in zip(tokens[1::2], ids, strict=False)}


def _follow(new: Sequence[LoggedCommit], logged: Sequence[LoggedCommit], commit: str) -> bool:
    """Whether `logged`, of `<new>...<commit>`, has nothing besides `new` commits that come after a commit."""
    old = next((one for one in logged if one.sha == commit), None)
    if old is None or old.side != "-" or any(one.side == ">" for one in logged):
        return False
    return bool(new) and min(one.time for one in new) > old.time


def _has(before: Passed, path: str) -> bool:
    return path in before.files or path in before.never


def _leads_to(trace: Trace, known: Mapping[str, object], before: Passed) -> bool:
    """Whether all that is older than the walk is told by what is `known` of one path, with the content it had then."""
    if not trace.threads:
        return True
    if len(trace.threads) > 1:
        return False
    [(path, contents)] = trace.threads.items()
    if contents == ("",):
        return path in before.never or (path in known and not before.blob(path))
    return path in known and contents == (before.blob(path),)


def _older(trace: Trace, known: Mapping[str, _T | Unknown]) -> _T | None:
    """What is known of the path that a trace ends at."""
    found = known.get(next(iter(trace.threads), ""))
    return None if isinstance(found, Unknown) else found
