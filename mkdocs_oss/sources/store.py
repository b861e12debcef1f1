"""The cache: one store for each remote, fetched beside what is there and swapped, never deleted first.

A store is a bare repository with all commits and trees of the branches and tags that handbooks name, and the
contents that a build reads. Its folder is named by the remote's URL without credentials. A build goes by the note
in it (`state.py`); only a fetch asks git (`refill.py`).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Set
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git, is_object_id
from mkdocs_oss.model import Outage, Repo
from mkdocs_oss.sources import shelf
from mkdocs_oss.sources.cache_place import cache_folder
from mkdocs_oss.sources.failure import Failure, explained, forget, read_failure, write_failure
from mkdocs_oss.sources.fetching import Patience, patience_of_user
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.partial import Partial, Reads, no_such_ref
from mkdocs_oss.sources.refill import NO_COMMIT, Refill, covers
from mkdocs_oss.sources.remote import remote_of
from mkdocs_oss.sources.state import State, Tip, is_whole, packs_of, read_state, time_of, write_state

LOCK_LIMIT_S = 900.0
"""How long a build waits for another that fetches the same repo: longer than a fetch may take."""


class Cached(Struct, frozen=True):
    """A repo in the cache. `commit` is None where the remote is empty."""

    git_dir: Path
    commit: str | None
    branch: str
    fetched: datetime
    outage: Outage | None = None
    is_branch: bool = True
    """Whether the repo's `ref`, or the default, is a branch; else it is a tag or a commit."""
    mended: str = ""
    """What was wrong with the copy that this one took the place of, where that was noticed at the last fetch."""


class Store:
    """All stores below one cache folder. `now` is injected; times are UTC.

    `reads`: what builds read besides the pages. `patience`: how often a fetch is tried.
    """

    def __init__(
        self,
        folder: Path,
        *,
        git: Git,
        now: Callable[[], datetime],
        reads: Reads | None = None,
        patience: Patience | None = None,
        lock_limit: float = LOCK_LIMIT_S,
    ) -> None:
        self.folder = folder / "repos"
        self.patience = patience or patience_of_user(git.stop.sleep)
        self.git = git
        self._now = now
        self._reads = reads or Reads()
        self._lock_limit = lock_limit
        self._failures: set[tuple[Path, Failure]] = set()

    def git_dir(self, url: str) -> Path:
        """The store of a remote, there or not."""
        remote = remote_of(url)
        return self.folder / f"{remote.name}-{remote.key}.git"

    def ready(self, repo: Repo, commit: str | None = None) -> Cached | None:
        """The repo at `commit`, or at its ref as last fetched, where all that a build reads is here. No network."""
        git_dir, state = self._noted(repo)
        if state is None or not is_whole(git_dir, state):
            return None
        found = self._resolved(repo, git_dir, state, commit)
        return (
            found if found and (not found.commit or covers(state, found.commit, repo, self._reads)) else None
        )

    def ensure(self, repo: Repo, commit: str | None = None) -> Cached:
        """The repo as `ready`; fetched where it is not, unless that failed just now. Raises GitError."""
        if found := self.ready(repo, commit):
            return found
        try:
            if tried := self.recent_failure(repo, commit):
                own = (self._git_dir(repo), tried) in self._failures
                raise GitError(tried.reason if own else tried.told(), remedy=tried.remedy)
            return self.obtain(repo, commit)
        except GitError:
            older = self._last_good(repo, commit)
            if older is None:
                raise
            return older

    def obtain(self, repo: Repo, commit: str | None = None, *, deadline: float | None = None) -> Cached:
        """The repo as `ready`; fetched where it is not, by this process or by one that was first. Raises GitError."""
        return self._fetched(repo, commit, deadline, looks=False, done=lambda: self.ready(repo, commit))

    def fetch(self, repo: Repo, commit: str | None = None, *, deadline: float | None = None) -> Cached:
        """Asks the remote, and fetches what is new; the store is as it was where that fails. Raises GitError.

        `deadline`: by the clock of `patience`, when all fetches must be done.
        """
        _, before = self._noted(repo)

        def by_another() -> Cached | None:
            _, after = self._noted(repo)
            moved = after is not None and before is not None and after.fetched != before.fetched
            return self.ready(repo, commit) if moved else None

        return self._fetched(repo, commit, deadline, looks=True, done=by_another)

    def bring(self, repo: Repo, ids: Set[str]) -> None:
        """Fetches contents of the past by their ids, in one request; none is left out of the store. Raises GitError."""
        git_dir, clock = self._git_dir(repo), self.patience.clock
        with shelf.locked(git_dir, limit=self._lock_limit):
            state = read_state(git_dir)
            if state is None or not ids:
                return
            until = clock() + self.git.fetch_limit
            Partial(self.git, remote_of(repo.url or ""), left=lambda: until - clock()).bring_blobs(
                git_dir, ids
            )
            write_state(git_dir, replace(state, packs=packs_of(git_dir)))

    def mend(self, repo: Repo, commit: str | None, reason: str) -> Cached:
        """The repo again, after it could not be read: set aside and fetched once more, unless it is good by now."""
        git_dir = self._git_dir(repo)

        def mended_by_another() -> Cached | None:
            found = self.ready(repo, commit)
            try:
                if found and found.commit:
                    Partial(self.git, remote_of(repo.url or ""), left=lambda: 0.0).read_all(
                        git_dir, found.commit
                    )
            except GitError:
                return None
            return found

        return self._fetched(repo, commit, None, looks=True, done=mended_by_another, damage=reason)

    def recent_failure(self, repo: Repo, commit: str | None = None) -> Failure | None:
        """Why a fetch of this failed, if that was a short while ago."""
        failure = read_failure(self._git_dir(repo))
        return failure if failure and failure.counts(repo, commit, now=self._now()) else None

    def adopt(self, repo: Repo, git_dir: Path, *, branch: str) -> None:
        """Copies a git folder that is already here into the cache as the repo's store, in place of what is there.

        For a machine that cannot reach the remote: bring a clone along. `branch`: the remote's default branch.
        """
        store = self._git_dir(repo)
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._locked(repo, store, limit=self._lock_limit), shelf.incoming(store) as fresh:
            self.git.init_bare(fresh)
            for name in ("objects", "refs"):  # neither its configuration nor its hooks
                shutil.copytree(git_dir / name, fresh / name, dirs_exist_ok=True)
            if (git_dir / "packed-refs").is_file():
                shutil.copy(git_dir / "packed-refs", fresh)
            partial = any((fresh / "objects" / "pack").glob("*.promisor"))
            url = clean_remote(repo.url or "")
            write_state(fresh, State(url=url, branch=branch, fetched=self._stamp(), partial=partial))
            shelf.put(fresh, store)

    def sweep(self) -> None:
        """Takes away what killed fetches left."""
        shelf.sweep(self.folder)

    def _fetched(
        self,
        repo: Repo,
        commit: str | None,
        deadline: float | None,
        *,
        looks: bool,
        done: Callable[[], Cached | None],
        damage: str = "",
    ) -> Cached:
        """What `done` says once we hold the lock: another process may have been first; else a fetch."""
        git_dir = self._git_dir(repo)
        clock = self.patience.clock
        wait = self._lock_limit if deadline is None else min(self._lock_limit, deadline - clock())
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._locked(repo, git_dir, limit=wait):
                if found := done():
                    return found
                own = clock() + self.git.fetch_limit
                until = own if deadline is None else min(own, deadline)
                refill = Refill(
                    repo, commit, git_dir, self.git, self._reads, self.patience, until=until, now=self._now
                )
                try:
                    state = refill.anew(damage) if damage and git_dir.is_dir() else refill.run(looks=looks)
                except GitError as failed:
                    error = explained(failed, repo)
                    if not self.git.stop.is_set:  # who was interrupted has learned nothing of the remote
                        self.note_failure(repo, commit, error)
                    raise error from failed
                forget(git_dir)
        except OSError as error:
            raise GitError(f"the cache {self.folder} cannot be written ({error.strerror})") from error
        found = self._resolved(repo, git_dir, state, commit)
        if found is None:
            raise no_such_ref(repo.ref)
        return found

    def _locked(self, repo: Repo, git_dir: Path, *, limit: float) -> AbstractContextManager[None]:
        def waits() -> None:
            at_most = f"{max(1, round(limit / 60))} minutes" if limit >= 90 else f"{limit:.0f} s"
            self.patience.say(f"{repo.name}: waits for another fetch of it, {at_most} at most")

        return shelf.locked(git_dir, limit=limit, stop=self.git.stop, waits=waits)

    def _resolved(self, repo: Repo, git_dir: Path, state: State, commit: str | None) -> Cached | None:
        """Where the note says the repo is; None where it does not say."""
        if not state.tips:
            return self._by_git(repo, git_dir, state, commit)
        tip = state.tips.get(repo.ref or "")
        if commit and commit not in state.complete and (tip is None or tip.commit != commit):
            return None
        if tip is None and not commit:
            return None
        sha = commit or (tip.commit if tip else "")
        return Cached(
            git_dir, sha or None, state.branch, time_of(state.fetched), state.outage(repo.ref or ""),
            is_branch=tip.is_branch if tip else True, mended=state.mended,
        )  # fmt: skip

    def _by_git(self, repo: Repo, git_dir: Path, state: State, commit: str | None) -> Cached | None:
        """The repo in a store that somebody brought along, whose refs are the remote's."""
        partial = Partial(self.git, remote_of(repo.url or ""), left=lambda: 0.0)
        wanted = commit or repo.ref or state.branch
        names = [wanted] if is_object_id(wanted) else [f"refs/heads/{wanted}", f"refs/tags/{wanted}"]
        found = (partial.commit(git_dir, name) for name in names if wanted)
        sha = next((sha for sha in found if sha), None)
        if sha is None and (repo.ref or commit or state.branch):
            return None
        branch = f"refs/heads/{repo.ref or state.branch}"
        is_branch = sha is not None and partial.commit(git_dir, branch) is not None
        return Cached(
            git_dir, sha, state.branch, time_of(state.fetched), state.outage(""), is_branch, state.mended
        )

    def _last_good(self, repo: Repo, commit: str | None) -> Cached | None:
        """What is here while the remote is away: the commit with what we have of it, else the newest that we have."""
        git_dir, state = self._noted(repo)
        if state is None or not is_whole(git_dir, state):
            return None
        for wanted in dict.fromkeys((commit, None)):
            found = self._resolved(repo, git_dir, state, wanted)
            if found and found.outage and (not state.partial or state.complete.get(found.commit or "")):
                return found
        return None

    def note_failure(self, repo: Repo, commit: str | None, error: GitError) -> None:
        """Keeps what failed: beside the store for the next build, and in it since when."""
        git_dir, reason = self._git_dir(repo), error.reason
        at, ref = self._stamp(), repo.ref or ""
        with contextlib.suppress(OSError):  # a full disk: then the next build tries again
            write_failure(git_dir, repo, commit, at=at, reason=reason, remedy=error.remedy)
            if failure := read_failure(git_dir):
                self._failures.add((git_dir, failure))
            state = read_state(git_dir)
            if state is None or reason.startswith(NO_COMMIT):
                return
            if reason != no_such_ref(repo.ref).reason:
                since = state.unreachable_since or at
                write_state(
                    git_dir, replace(state, unreachable_since=since, reason=reason, remedy=error.remedy)
                )
            elif tip := state.tips.get(ref):
                gone = Tip(tip.commit, tip.is_branch, tip.gone_since or at, reason)
                write_state(git_dir, replace(state, tips={**state.tips, ref: gone}))

    def _noted(self, repo: Repo) -> tuple[Path, State | None]:
        git_dir = self._git_dir(repo)
        return git_dir, read_state(git_dir)

    def _git_dir(self, repo: Repo) -> Path:
        assert repo.url is not None
        return self.git_dir(repo.url)

    def _stamp(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")


__all__ = ["LOCK_LIMIT_S", "Cached", "Store", "cache_folder"]
