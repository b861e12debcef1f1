"""What the cache holds: each store with its size and age, and what lies beside the stores; and taking it out."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git, redacted
from mkdocs_oss.sources import shelf
from mkdocs_oss.sources.failure import FAILED, Failure, forget, read_failure
from mkdocs_oss.sources.hub_copy import HUBS
from mkdocs_oss.sources.state import State, read_state, time_of

REPOS = "repos"
HISTORY = "history"
"""The folders of the cache."""


class Held(Struct, frozen=True):
    """One store. `commits` is None where git cannot read it; `fetched` where the note does not say.

    `aside`: damaged copies of it that were kept; `bytes` counts them too. `failed`: that a fetch failed, which builds
    go by for a while; there may be nothing else of a store.
    """

    git_dir: Path
    remote: str
    bytes: int
    fetched: datetime | None
    commits: int | None
    unreachable_since: datetime | None = None
    reason: str = ""
    aside: tuple[str, ...] = ()
    failed: Failure | None = None

    @property
    def name(self) -> str:
        return self.git_dir.name.removesuffix(".git")

    @property
    def short_name(self) -> str:
        """The last part of the remote's URL."""
        return self.name.rpartition("-")[0]


def held(folder: Path, *, git: Git) -> list[Held]:
    """All stores below `folder` (`Store.folder`), by name."""
    stores = {path for path in folder.glob("*.git") if path.is_dir()}
    stores |= {
        path.with_name(path.name.split(shelf.DAMAGED)[0]) for path in folder.glob(f"*.git{shelf.DAMAGED}*")
    }
    stores |= {path.with_name(path.name.removesuffix(FAILED)) for path in folder.glob(f"*.git{FAILED}")}
    return [_held(path, git) for path in sorted(stores) if not path.name.startswith(".")]


class Beside(Struct, frozen=True):
    """What the cache has besides stores: the copy of a hub that `preview` made (with its remote), or histories."""

    path: Path
    bytes: int
    files: int
    remote: str = ""

    @property
    def name(self) -> str:
        """`hubs/<name>`, or `history`."""
        return f"{HUBS}/{self.path.name}" if self.path.parent.name == HUBS else self.path.name


def beside(cache: Path, *, git: Git) -> list[Beside]:
    """All that is not a store below the cache's own folder. What somebody else put there is none of ours."""
    copies = sorted(
        path for path in (cache / HUBS).glob("*") if path.is_dir() and not path.name.startswith(".")
    )
    found = [_weighed(path, remote=_origin(path, git)) for path in copies]
    history = cache / HISTORY
    return [*found, _weighed(history)] if history.is_dir() else found


def remove_beside(found: Beside) -> None:
    """Takes it out. Raises BusyError while it is being fetched, GitError where a file cannot be removed."""
    try:
        if found.path.parent.name == HUBS:
            with shelf.locked(found.path, limit=0):
                with shelf.incoming(found.path) as bin_:
                    found.path.rename(bin_ / "old")
                Path(f"{found.path}.lock").unlink(missing_ok=True)
        else:
            shutil.rmtree(found.path)
    except OSError as error:
        raise GitError(f"{error.filename or found.path} cannot be removed ({error.strerror})") from error


def remove_strays(cache: Path) -> None:
    """Takes away what killed commands left, and the locks of what is no longer there and nobody holds."""
    for folder in (cache / REPOS, cache / HUBS):
        shelf.sweep(folder)
        for lock in folder.glob("*.lock"):
            place = lock.with_name(lock.name.removesuffix(".lock"))
            if not place.exists():
                with contextlib.suppress(GitError, OSError), shelf.locked(place, limit=0):
                    lock.unlink()


def remove(store: Held) -> None:
    """Takes a store out of the cache, with all that lies beside it. Raises BusyError while it is being fetched,
    GitError where a file cannot be removed."""
    folder, name = store.git_dir.parent, store.git_dir.name
    try:
        with shelf.locked(store.git_dir, limit=0):
            if store.git_dir.is_dir():
                with shelf.incoming(store.git_dir) as bin_:  # out of sight at once, whole or not at all
                    store.git_dir.rename(bin_ / "old")
            forget(store.git_dir)
            for aside in folder.glob(f"{name}{shelf.DAMAGED}*"):
                shutil.rmtree(aside)
            Path(f"{store.git_dir}.lock").unlink(missing_ok=True)
    except OSError as error:
        raise GitError(f"{error.filename or folder} cannot be removed ({error.strerror})") from error


def _held(git_dir: Path, git: Git) -> Held:
    state = read_state(git_dir) or State()
    failed = read_failure(git_dir)
    aside = sorted(path.name for path in git_dir.parent.glob(f"{git_dir.name}{shelf.DAMAGED}*"))
    since = state.unreachable_since
    return Held(
        git_dir,
        state.url or (failed.url if failed else ""),
        sum(map(_weight, (git_dir, *(git_dir.with_name(name) for name in aside)))),
        time_of(state.fetched) if state.fetched else None,
        _commits(git_dir, git),
        time_of(since) if since else None,
        state.reason,
        tuple(aside),
        failed,
    )


def _commits(git_dir: Path, git: Git) -> int | None:
    if not git_dir.is_dir():
        return None
    try:
        return int(git.read_text(git_dir, "rev-list", "--count", "--all"))
    except (GitError, ValueError):
        return None  # the next fetch sets it aside


def _weighed(folder: Path, *, remote: str = "") -> Beside:
    sizes = list(_sizes(folder))
    return Beside(folder, sum(sizes), len(sizes), remote)


def _origin(hub: Path, git: Git) -> str:
    try:
        return redacted(git.read_text(hub / ".git", "config", "--get", "remote.origin.url"))
    except GitError:
        return ""  # the next preview makes it anew


def _weight(folder: Path) -> int:
    return sum(_sizes(folder))


def _sizes(folder: Path) -> Iterator[int]:
    for place, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):  # a fetch beside us has just moved it
                yield (Path(place) / name).lstat().st_size
