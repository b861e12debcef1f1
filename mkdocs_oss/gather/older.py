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
from mkdocs_oss.sources.grep import unread_code

Bring = Callable[[Source, Set[str]], None]
"""Fetches contents by their ids into a source's store. Raises GitError."""
LARGEST = 1_000_000
"""Bytes of a file that is compared; what changed in a larger one is not known."""
MOST = 100_000_000
"""Bytes of one repo's past that are held at a time; what comes after that is left out too."""
MOST_FILES = 3000
"""Files of one repo that are fetched to look whether a name stands in any of them."""


def read_older(
    source: Source, ids: Iterable[str], *, git: Git, bring: Bring | None = None, most: int = MOST
) -> dict[str, bytes]:
    """Object id → content, in the order of `ids`; what cannot be had, what is larger than LARGEST, and what would be more
    than `most` bytes together, with all that comes after it, is left out."""
    wanted = dict.fromkeys(filter(None, ids))
    if source.git_dir is None or not wanted:
        return {}
    found = _read(source.git_dir, wanted, git, most)
    absent = [id_ for id_ in wanted if id_ not in found]
    if bring is None or not absent or source.is_worktree:
        return found
    try:
        bring(source, set(absent) - git.here(source.git_dir))
    except GitError:
        return found  # what is not compared is said so
    return found | _read(source.git_dir, absent, git, most - sum(map(len, found.values())))


def has_all_code(source: Source, *, git: Git, bring: Bring | None = None) -> bool:
    """Whether all files of today are here in which a name may stand; else nothing is gone, as far as anybody knows.

    What is not here is fetched where that may be done, of up to MOST_FILES files.
    """
    if source.is_worktree:
        return True
    try:
        unread = unread_code(source, git=git)
        if unread and bring is not None and len(unread) <= MOST_FILES:
            bring(source, unread)
            unread = unread_code(source, git=git)
    except GitError:
        return False
    return not unread


def _read(git_dir: Path, ids: Iterable[str], git: Git, most: int) -> dict[str, bytes]:
    try:
        return _held(git.blobs(git_dir, ids, largest=LARGEST), most)
    except GitError:  # a user's partial clone: git gives up at the first that it would have to fetch
        try:
            here = git.here(git_dir)
            return _held(git.blobs(git_dir, [id_ for id_ in ids if id_ in here], largest=LARGEST), most)
        except GitError:
            return {}


def _held(contents: Iterable[tuple[str, bytes]], most: int) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for id_, content in contents:
        most -= len(content)
        if most < 0:
            break
        found[id_] = content
    return found
