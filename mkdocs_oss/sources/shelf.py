"""Where the stores stand: their locks, those that are not whole yet, and those that were damaged.

All names beside `<store>.git` belong to it: `<store>.git.lock`, `<store>.git.failed`, `.incoming-<store>.git-…` (not
whole yet) and `<store>.git.damaged-<time>`.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Stop

INCOMING = ".incoming-"
REPLACED = ".replaced-"
DAMAGED = ".damaged-"
QUIET_S = 1.5
"""How long a lock is waited for without a word."""


class BusyError(GitError):
    """Another process is at work on a store."""


@contextlib.contextmanager
def locked(
    git_dir: Path, *, limit: float, stop: Stop | None = None, waits: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Holds the store's lock; waits `limit` seconds at most. Raises BusyError, and GitError once `stop` is set.

    `waits` is called once, where that takes more than a moment.
    """
    from filelock import FileLock, Timeout  # only a fetch needs it: a build that reads the cache does not

    lock = FileLock(f"{git_dir}.lock", poll_interval=0.05)
    begun, told = time.monotonic(), False
    while True:
        if stop is not None:
            stop.check()
        spent = time.monotonic() - begun
        if spent >= QUIET_S and not told:
            told = True
            waits()
        try:
            lock.acquire(timeout=max(0.0, min(0.25, limit - spent)))
            break
        except Timeout as error:
            if time.monotonic() - begun >= limit:
                waited = f"for {limit:.3g} s" if limit >= 1 else "until now"
                remedy = "wait for it or end it, then run `mkdocs-oss sync`"
                raise BusyError(f"another process has been fetching it {waited}", remedy=remedy) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def incoming(git_dir: Path) -> Iterator[Path]:
    """An empty folder beside a store for its next form. Only who holds the store's lock makes one, so that what
    is found there is of a process that was killed."""
    for left in git_dir.parent.glob(f"{INCOMING}{git_dir.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{INCOMING}{git_dir.name}-", dir=git_dir.parent))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def put(fresh: Path, git_dir: Path) -> None:
    """A whole store into its place; what stood there goes only then."""
    if git_dir.is_dir():
        with incoming(git_dir.with_name(f"{REPLACED}{git_dir.name}")) as bin_:
            git_dir.rename(bin_ / "old")
            fresh.rename(git_dir)
    else:
        git_dir.unlink(missing_ok=True)  # whatever took its place, it is no store
        fresh.rename(git_dir)


def place_aside(git_dir: Path, *, now: datetime) -> Path:
    """Where a damaged store goes, out of the way, for whoever wants to look into it. Nothing is there yet."""
    name = f"{git_dir.name}{DAMAGED}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (f"{name}-{turn}" if turn > 1 else name for turn in range(1, 1000))
    return next(path for path in map(git_dir.with_name, names) if not path.exists())


def sweep(folder: Path) -> None:
    """Takes away what killed fetches left, where no process is at work on the same store."""
    for left in folder.glob(f"{INCOMING}*"):
        store = left.name.removeprefix(INCOMING).removeprefix(REPLACED).rpartition("-")[0]
        with contextlib.suppress(BusyError), locked(folder / store, limit=0):
            shutil.rmtree(left, ignore_errors=True)
