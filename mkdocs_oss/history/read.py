"""Runs the one `git log` of a repo and walks it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from pathlib import Path

from msgspec.structs import replace

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.history.log import LOG_ARGS, parse_log
from mkdocs_oss.history.walk import walk
from mkdocs_oss.model import NOT_COMMITTED, PageHistory, Source, Unknown

IGNORE_REVS = ".git-blame-ignore-revs"
MERGED = Unknown("only a merge commit has changed it")
_SHA = re.compile(rb"^[ \t]*([0-9a-f]{64}|[0-9a-f]{40})[ \t\r]*(?:#.*)?$", re.MULTILINE | re.IGNORECASE)


def read_histories(
    source: Source, paths: Set[str], *, git: Git, ignore_revs: bytes = b"", bots: Set[str] = frozenset()
) -> Mapping[str, PageHistory | Unknown]:
    """The history of each of `paths` in a repo, or why it is not known; every path is in the answer.

    `ignore_revs` is the content of the repo's .git-blame-ignore-revs.
    """
    if isinstance(source.commit, Unknown) or source.git_dir is None:
        reason = (
            source.commit if isinstance(source.commit, Unknown) else Unknown("there is no git repository")
        )
        return dict.fromkeys(paths, reason)
    ignored = frozenset(match.decode().lower() for match in _SHA.findall(ignore_revs))
    # a bare store has no .mailmap file; by itself git would look for one at HEAD, which need not be our commit
    mailmap = () if source.is_worktree else ("-c", f"mailmap.blob={source.commit}:.mailmap")
    try:
        with git.stream(source.git_dir, *mailmap, *LOG_ARGS, source.commit, "--") as out:
            found = walk(parse_log(out), paths, shallow=source.shallow, ignored=ignored, bots=bots)
        rest = paths - found.keys()
        tree = _tree(source.git_dir, source.commit, git) if rest or source.is_worktree else {}
    except GitError as error:
        return dict.fromkeys(paths, Unknown(f"its history cannot be read: {error.reason}"))
    # the log shows no changes made by merges: what a file is now, only the tree knows
    known = {
        path: history if isinstance(history, Unknown) else replace(history, blob=tree.get(path, history.blob))
        for path, history in found.items()
    }
    return known | {path: MERGED if path in tree else NOT_COMMITTED for path in rest}


def _tree(git_dir: Path, commit: str, git: Git) -> dict[str, str]:
    """Path → object id of every file of a commit."""
    listing = git.read(git_dir, "ls-tree", "-r", "-z", commit).decode("utf-8", "surrogateescape")
    entries = (entry.partition("\t") for entry in listing.split("\0") if entry)
    return {path: head.rsplit(" ", 1)[-1] for head, _, path in entries}
