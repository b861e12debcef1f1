"""What the cache holds: each store with its size and age, and taking stores out of it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.sources import shelf
from mkdocs_oss.sources.state import State, read_state, time_of


@dataclass(frozen=True, slots=True)
class Held:
    """One store. `commits` is None where git cannot read it; `fetched` where the note does not say.

    `aside`: damaged copies of it that were kept; `bytes` counts them too.
    """

    git_dir: Path
    remote: str
    bytes: int
    fetched: datetime | None
    commits: int | None
    unreachable_since: datetime | None = None
    reason: str = ""
    aside: tuple[str, ...] = ()

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
    return [_held(path, git) for path in sorted(stores) if not path.name.startswith(".")]


def remove(store: Held) -> None:
    """Takes a store out of the cache, with all that lies beside it. Raises BusyError while it is being fetched,
    GitError where a file cannot be removed."""
    folder, name = store.git_dir.parent, store.git_dir.name
    try:
        with shelf.locked(store.git_dir, limit=0):
            if store.git_dir.is_dir():
                with shelf.incoming(store.git_dir) as bin_:  # out of sight at once, whole or not at all
                    store.git_dir.rename(bin_ / "old")
            Path(f"{store.git_dir}.failed").unlink(missing_ok=True)
            for aside in folder.glob(f"{name}{shelf.DAMAGED}*"):
                shutil.rmtree(aside)
    except OSError as error:
        raise GitError(f"{error.filename or folder} cannot be removed ({error.strerror})") from error


def _held(git_dir: Path, git: Git) -> Held:
    state = read_state(git_dir) or State()
    aside = sorted(path.name for path in git_dir.parent.glob(f"{git_dir.name}{shelf.DAMAGED}*"))
    since = state.unreachable_since
    return Held(
        git_dir,
        state.url,
        sum(map(_weight, (git_dir, *(git_dir.with_name(name) for name in aside)))),
        time_of(state.fetched) if state.fetched else None,
        _commits(git_dir, git),
        time_of(since) if since else None,
        state.reason,
        tuple(aside),
    )


def _commits(git_dir: Path, git: Git) -> int | None:
    if not git_dir.is_dir():
        return None
    try:
        return int(git.read_text(git_dir, "rev-list", "--count", "--all"))
    except (GitError, ValueError):
        return None  # the next fetch sets it aside


def _weight(folder: Path) -> int:
    return sum(_sizes(folder))


def _sizes(folder: Path) -> Iterator[int]:
    for place, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):  # a fetch beside us has just moved it
                yield (Path(place) / name).lstat().st_size
