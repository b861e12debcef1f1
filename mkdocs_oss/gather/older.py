"""Contents of the past, by their object ids: what verdicts compare, and no page shows.

A store in the cache has the files that a build shows. What only a comparison reads is fetched where fetching is what
the user asked for, with the store or at a sync, in one request for each repo; a build from the lock does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source

Bring = Callable[[Source, Set[str]], None]
"""Fetches contents by their ids into a source's store. Raises GitError."""
LARGEST = 1_000_000
"""Bytes of a file that is compared; what changed in a larger one is not known."""


def read_older(
    source: Source, ids: Iterable[str], *, git: Git, bring: Bring | None = None
) -> dict[str, bytes]:
    """Object id → content; what cannot be had, and what is larger than LARGEST, is left out."""
    wanted = dict.fromkeys(filter(None, ids))
    if source.git_dir is None or not wanted:
        return {}
    found = _read(source.git_dir, wanted, git)
    absent = wanted.keys() - found.keys()
    if bring is None or not absent or source.is_worktree:
        return found
    try:
        bring(source, absent - _here(source.git_dir, git))
    except GitError:
        return found  # what is not compared is said so
    return found | _read(source.git_dir, absent, git)


def _read(git_dir: Path, ids: Iterable[str], git: Git) -> dict[str, bytes]:
    try:
        return dict(git.blobs(git_dir, ids, largest=LARGEST))
    except GitError:  # a user's partial clone: git gives up at the first that it would have to fetch
        try:
            here = _here(git_dir, git)
            return dict(git.blobs(git_dir, [id_ for id_ in ids if id_ in here], largest=LARGEST))
        except GitError:
            return {}


def _here(git_dir: Path, git: Git) -> frozenset[str]:
    every = ("--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    return frozenset(git.read_text(git_dir, "cat-file", *every).split())
