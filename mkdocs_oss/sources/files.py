"""Lists and reads the files of a source: regular files only, links are never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source

MAX_FILE_BYTES = 50_000_000
_MAX_PATH = 1000
_MAX_NAME = 240
_MAX_DEPTH = 30
MAX_LISTING_BYTES = 40_000_000
MAX_READ_BYTES = 1_000_000_000
"""What one repo may bring into memory at a time."""
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__", "site"})


def list_commit(git_dir: Path, commit: str, *, git: Git) -> frozenset[str]:
    """The regular files of a commit."""
    return frozenset(path for path, _ in _entries(git_dir, commit, git=git))


def list_ids(git_dir: Path, commit: str, *, git: Git) -> dict[str, str]:
    """The regular files of a commit: path → object id, whether its content is here or not."""
    return {path: words[2] for path, words in _entries(git_dir, commit, git=git)}


def list_blobs(git_dir: Path, commit: str, *, git: Git) -> tuple[dict[str, str], set[str]]:
    """The regular files of a commit, path → object id, and those ids whose content is not here. No network."""
    # Of each object that it lacks, git looks through all packs once more, so what is here is asked for instead.
    blobs = list_ids(git_dir, commit, git=git)
    every = ("--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    here = set(git.read_text(git_dir, "cat-file", *every).split())
    return blobs, set(blobs.values()) - here


def _entries(git_dir: Path, commit: str, *, git: Git) -> Iterator[tuple[str, list[str]]]:
    """(path, [mode, type, id, …]) of each regular file of a commit."""
    with git.stream(git_dir, "ls-tree", "-r", "-z", commit) as out:
        listed = out.read(MAX_LISTING_BYTES + 1)
    if len(listed) > MAX_LISTING_BYTES:
        raise GitError(f"it has more files than fit into a list of {MAX_LISTING_BYTES // 1_000_000} MB")
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = entry.partition("\t")
        if head.startswith("100") and _is_plain(path):
            yield path, head.split()


def list_worktree(root: Path, git_dir: Path, *, git: Git, only: Sequence[str] = ()) -> frozenset[str]:
    """The regular files of a worktree that git tracks or would track; `only` below these paths."""
    listing = git.read(
        git_dir, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *only, work_tree=root
    ).decode("utf-8", "surrogateescape")
    linked: dict[str, bool] = {"": False}
    return frozenset(
        path
        for path in listing.split("\0")
        if path and not _is_below_link(root, path.rpartition("/")[0], linked) and _is_regular(root / path)
    )


def list_folder(root: Path) -> frozenset[str]:
    """The regular files below a folder that is no git repository."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _SKIPPED_FOLDERS]
        relative = Path(folder).relative_to(root)
        found += [(relative / name).as_posix() for name in files if _is_regular(Path(folder) / name)]
    return frozenset(found)


def read_files(source: Source, paths: Iterable[str], *, git: Git) -> Mapping[str, bytes]:
    """The content of those of `paths` that the source has. One git process at most."""
    wanted = [path for path in dict.fromkeys(paths) if path in source.paths]
    if not wanted:
        return {}
    if source.root is not None:
        read = ((path, _read(source.root / path)) for path in wanted)
        return {path: content for path, content in read if content is not None}
    assert source.git_dir is not None
    assert isinstance(source.commit, str)
    prefix = f"{source.commit}:"
    found: dict[str, bytes] = {}
    left = MAX_READ_BYTES
    for name, content in git.blobs(
        source.git_dir, [prefix + path for path in wanted], largest=MAX_FILE_BYTES
    ):
        left -= len(content)
        if left < 0:
            break  # the rest is left out, as a file that is too large is
        found[name.removeprefix(prefix)] = content
    return found


def _is_plain(path: str) -> bool:
    """Whether a path stays within its repo: git fetches trees with names such as `..` without complaint."""
    parts = path.split("/")
    sizes = [len(part.encode("utf-8", "surrogateescape")) for part in parts]
    fits = len(parts) <= _MAX_DEPTH and max(sizes) <= _MAX_NAME and sum(sizes) <= _MAX_PATH
    return fits and not {"", ".", "..", ".git"}.intersection(parts)


def _is_below_link(root: Path, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder, which git lists as one, has become a link; `known` keeps the answers."""
    if folder not in known:
        known[folder] = _is_below_link(root, folder.rpartition("/")[0], known) or (root / folder).is_symlink()
    return known[folder]


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _read(path: Path) -> bytes | None:
    """A regular file's content; None where it went away, is no regular file, or is too large."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE_BYTES:
            return None
        return file.read()
