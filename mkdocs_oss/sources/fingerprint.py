"""Whether a source is still what it was when it was read: by what the file system says, without running git.

A fingerprint holds the time of change, the size and the number of each file that git or we have read: the same
that git's own index goes by (https://git-scm.com/docs/index-format). It is compared, never shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs_oss.git import real_git_dir
from mkdocs_oss.model import Source

Fingerprint = frozenset[tuple[str, int, int, int]]
_GIT_FILES = ("HEAD", "index", "packed-refs", "config", "shallow", "info/exclude", "mkdocs-oss.json")


def fingerprint(source: Source) -> Fingerprint | None:
    """What the file system says of a source now; None where that could not tell a change."""
    if source.missing is not None:
        return None
    seen: list[Path] = []
    if source.git_dir is not None:
        for folder in git_folders(source.git_dir):
            seen += [folder / name for name in _GIT_FILES]
            seen += _below(folder / "refs")
    if source.root is not None:
        seen += _worktree(source.root, source.paths)
    return stamped(seen)


def commit_log(source: Source) -> list[Path]:
    """The file to which git adds a line at each commit or checkout of a worktree; empty where there is none.

    https://git-scm.com/docs/gitrepository-layout (logs).
    """
    return [git_folders(source.git_dir)[0] / "logs" / "HEAD"] if source.root and source.git_dir else []


def stamped(paths: Iterable[Path]) -> Fingerprint:
    """(path, time of change in ns, bytes, inode) of each of the files and folders that is there."""
    found: set[tuple[str, int, int, int]] = set()
    for path in paths:
        try:
            status = path.lstat()
        except OSError:
            continue  # not there: another fingerprint tells that from being there
        found.add((str(path), status.st_mtime_ns, status.st_size, status.st_ino))
    return frozenset(found)


def _worktree(root: Path, paths: Iterable[str]) -> Iterator[Path]:
    """The files, their folders, and the folders in those: a new file changes the folder that it is in."""
    folders = {""}
    for path in paths:
        yield root / path
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    for folder in folders:
        yield root / folder
        try:
            with os.scandir(root / folder) as entries:
                yield from (
                    root / folder / entry.name for entry in entries if _is_new_folder(entry, folder, folders)
                )
        except OSError:
            continue  # it went away just now: its own stamp tells


def _is_new_folder(entry: os.DirEntry[str], folder: str, known: set[str]) -> bool:
    path = f"{folder}/{entry.name}" if folder else entry.name
    return entry.name != ".git" and path not in known and entry.is_dir(follow_symlinks=False)


def git_folders(git_dir: Path) -> list[Path]:
    """The folder that holds HEAD and the index, and the one that linked worktrees share."""
    real = real_git_dir(git_dir)
    try:
        shared = os.fsdecode((real / "commondir").read_bytes()).strip()
    except OSError:
        return [real]  # the only worktree of its repository
    return [real, real / shared]


def _below(folder: Path) -> Iterator[Path]:
    for path, folders, files in os.walk(folder):
        yield Path(path)
        yield from (Path(path) / name for name in (*folders, *files))
