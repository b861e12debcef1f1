"""Lists and reads the files of a source: regular files, and symbolic links to one of them (see `symlinks.py`)."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path

from msgspec import Struct, field

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source
from mkdocs_oss.sources.symlinks import LONGEST, MOST, follow

MAX_FILE_BYTES = 50_000_000
_MAX_PATH = 1000
_MAX_NAME = 240
_MAX_DEPTH = 30
MAX_LISTING_BYTES = 40_000_000
MAX_READ_BYTES = 1_000_000_000
"""What one repo may bring into memory at a time."""
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__", "site"})


class Listing(Struct, frozen=True):
    """`paths`: the regular files, and the links to one of them: `links` says to which. `unfollowed`: other links, with
    what is in them; "" where that is not here."""

    paths: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    unfollowed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, regular: Set[str], links: Mapping[str, str]) -> Listing:
        """`links`: path → what is in it."""
        if not links:
            return cls(frozenset(regular))
        followed = follow(links, regular)
        rest = {path: target for path, target in links.items() if path not in followed}
        return cls(frozenset(regular) | followed.keys(), followed, rest)


def list_commit(git_dir: Path, commit: str, *, git: Git) -> Listing:
    """The files of a commit."""
    regular: set[str] = set()
    links: dict[str, str] = {}
    for path, (mode, _, blob, *_) in _entries(git_dir, commit, git=git):
        if mode.startswith("100"):
            regular.add(path)
        elif len(links) < MOST:
            links[path] = blob
    return Listing.of(regular, read_links(git_dir, links, git=git))


def read_links(git_dir: Path, links: Mapping[str, str], *, git: Git) -> dict[str, str]:
    """Path → what is in the link, of `links` (path → object id)."""
    if not links:
        return {}
    found = dict(git.blobs(git_dir, set(links.values()), largest=LONGEST))
    return {path: found.get(blob, b"").decode("utf-8", "surrogateescape") for path, blob in links.items()}


def list_ids(git_dir: Path, commit: str, *, git: Git) -> dict[str, str]:
    """The regular files of a commit: path → object id, whether its content is here or not."""
    entries = _entries(git_dir, commit, git=git)
    return {path: words[2] for path, words in entries if words[0].startswith("100")}


def list_blobs(git_dir: Path, commit: str, *, git: Git) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """The regular files and the links of a commit, path → object id, and those ids whose content is not here. No
    network."""
    # Of each object that it lacks, git looks through all packs once more, so what is here is asked for instead.
    blobs: dict[str, str] = {}
    links: dict[str, str] = {}
    for path, words in _entries(git_dir, commit, git=git):
        if words[0].startswith("100"):
            blobs[path] = words[2]
        elif len(links) < MOST:
            links[path] = words[2]
    return blobs, links, {*blobs.values(), *links.values()} - git.here(git_dir)


def _entries(git_dir: Path, commit: str, *, git: Git) -> Iterator[tuple[str, list[str]]]:
    """(path, [mode, type, id]) of each regular file and each symbolic link of a commit."""
    with git.stream(git_dir, "ls-tree", "-r", "-z", commit) as out:
        listed = out.read(MAX_LISTING_BYTES + 1)
    if len(listed) > MAX_LISTING_BYTES:
        raise GitError(f"it has more files than fit into a list of {MAX_LISTING_BYTES // 1_000_000} MB")
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = entry.partition("\t")
        if head.startswith(("100", "120000")) and _is_plain(path):
            yield path, head.split()


def list_worktree(root: Path, git_dir: Path, *, git: Git, only: Sequence[str] = ()) -> Listing:
    """The files of a worktree that git tracks or would track; `only` below these paths."""
    listing = git.read(
        git_dir, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *only, work_tree=root
    ).decode("utf-8", "surrogateescape")
    linked: dict[str, bool] = {"": False}
    return _on_disk(
        root,
        (
            path
            for path in listing.split("\0")
            if path and not _is_below_link(root, path.rpartition("/")[0], linked)
        ),
    )


def names_in_worktree(root: Path, git_dir: Path, *, git: Git) -> Iterator[frozenset[str]]:
    """The names of all files of a worktree: first those of git's index, and then those that git would track besides,
    for which it has to look through all folders. One git process each; nothing is asked of the files themselves."""
    found: frozenset[str] = frozenset()
    for asked in (("--cached",), ("--others", "--exclude-standard")):
        listing = git.read(git_dir, "ls-files", "-z", *asked, work_tree=root)
        found |= frozenset(filter(None, listing.decode("utf-8", "surrogateescape").split("\0")))
        yield found


def list_folder(root: Path) -> Listing:
    """The files below a folder that is no git repository."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _SKIPPED_FOLDERS]
        relative = Path(folder).relative_to(root)
        found += [(relative / name).as_posix() for name in files]
    return _on_disk(root, found)


def _on_disk(root: Path, paths: Iterable[str]) -> Listing:
    regular: set[str] = set()
    links: dict[str, str] = {}
    for path in paths:
        mode = _mode(root / path)
        if stat.S_ISREG(mode):
            regular.add(path)
        elif stat.S_ISLNK(mode) and len(links) < MOST:
            with contextlib.suppress(OSError):  # it went away
                links[path] = str((root / path).readlink())
    return Listing.of(regular, links)


def read_files(source: Source, paths: Iterable[str], *, git: Git) -> Mapping[str, bytes]:
    """The content of those of `paths` that the source has. One git process at most."""
    wanted = [path for path in dict.fromkeys(paths) if path in source.paths]
    if not wanted:
        return {}
    if source.root is not None:
        read = ((path, read_regular(source.root / source.real(path))) for path in wanted)
        return {path: content for path, content in read if content is not None}
    assert source.git_dir is not None
    assert isinstance(source.commit, str)
    prefix = f"{source.commit}:"
    paths_of: dict[str, list[str]] = {}
    for path in wanted:
        paths_of.setdefault(prefix + source.real(path), []).append(path)
    found: dict[str, bytes] = {}
    left = MAX_READ_BYTES
    for name, content in git.blobs(source.git_dir, paths_of, largest=MAX_FILE_BYTES):
        left -= len(content)
        if left < 0:
            break  # the rest is left out, as a file that is too large is
        found |= dict.fromkeys(paths_of[name], content)
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


def _mode(path: Path) -> int:
    """What kind of file a path is, links not followed; 0 where it is none."""
    try:
        return path.lstat().st_mode
    except (OSError, ValueError):
        return 0


def read_regular(path: Path) -> bytes | None:
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
