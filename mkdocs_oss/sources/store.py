"""The cache: one bare store for each remote, with full history, fetched and swapped, never deleted first.

A store's folder is named by the hash of the remote's URL without credentials. Beside git's own files it
holds `mkdocs-oss.json`: when it was last fetched, and since when the remote could not be reached.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import platformdirs

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Outage, Repo
from mkdocs_oss.sources.forge import clean_remote

LOCK_LIMIT_S = 900.0
RETRY_AFTER = timedelta(minutes=5)
"""How long a build leaves a remote alone that it could not reach."""
TRY_NOW = "run `mkdocs-oss sync`"
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_STATE = "mkdocs-oss.json"


def cache_folder(chosen: Path | None) -> Path:
    """Where the cache is: the setting, else MKDOCS_OSS_CACHE, else the user's cache folder."""
    if chosen is not None:
        return chosen.absolute()
    named = os.environ.get("MKDOCS_OSS_CACHE")
    return Path(named).absolute() if named else platformdirs.user_cache_path("mkdocs-oss")


@dataclass(frozen=True, slots=True)
class Cached:
    """A repo in the cache. `commit` is None where the remote is empty."""

    git_dir: Path
    commit: str | None
    branch: str
    fetched: datetime
    outage: Outage | None = None
    is_branch: bool = True
    """Whether the repo's `ref`, or the default, is a branch; else it is a tag or a commit."""


class Store:
    """All stores below one cache folder. `now` is injected; times are UTC."""

    def __init__(self, folder: Path, *, git: Git, now: Callable[[], datetime]) -> None:
        self._folder = folder / "repos"
        self._git = git
        self._now = now

    def git_dir(self, url: str) -> Path:
        """The store of a remote, there or not."""
        clean = clean_remote(url).rstrip("/")
        whose = url if url.startswith("ssh:") or "://" not in url else clean  # ssh://a@host/~/r is not b's
        name = re.sub(r"[^A-Za-z0-9.-]", "-", clean.removesuffix(".git").rsplit("/", 1)[-1])[:40]
        return self._folder / f"{name}-{hashlib.sha256(whose.rstrip('/').encode()).hexdigest()[:16]}.git"

    def ensure(self, repo: Repo, commit: str | None = None) -> Cached:
        """The repo at `commit`, or at its ref as last fetched. Fetches where that is not there. Raises GitError."""
        assert repo.url is not None
        git_dir = self.git_dir(repo.url)
        if git_dir.is_dir() and (found := self._resolve(repo, git_dir, commit)):
            return found
        tried = self._recent_failure(git_dir, repo.ref)
        if tried is not None:
            raise GitError(tried)
        try:
            return self.fetch(repo, commit)
        except GitError:
            older = self._resolve(repo, git_dir, None) if commit and git_dir.is_dir() else None
            if older is None or older.outage is None:
                raise
            return older  # the lock is ahead of the cache, and the remote is away: the last good copy

    def fetch(self, repo: Repo, commit: str | None = None) -> Cached:
        """Fetches the repo's ref; the store is as it was where that fails. Raises GitError."""
        assert repo.url is not None
        git_dir = self.git_dir(repo.url)
        from filelock import FileLock, Timeout  # only a fetch needs it: a build that reads the cache does not

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{git_dir}.lock", timeout=LOCK_LIMIT_S):
                self._update(repo.url, repo.ref, git_dir)
        except Timeout as error:
            raise GitError(f"another process has been fetching it for {LOCK_LIMIT_S:g} s") from error
        except OSError as error:
            raise GitError(f"the cache {self._folder} cannot be written ({error.strerror})") from error
        found = self._resolve(repo, git_dir, commit)
        if found is None:
            if commit:
                raise GitError(
                    f"the remote no longer has commit {commit[:10]} of handbook.lock", remedy=TRY_NOW
                )
            raise GitError(f"the remote has no ref {repo.ref!r}", remedy="mend `ref:`")
        return found

    def adopt(self, repo: Repo, git_dir: Path, *, branch: str) -> None:
        """Copies a git folder that is already here into the cache as the repo's store, in place of what is there.

        For a machine that cannot reach the remote: bring a clone along. `branch`: the remote's default branch.
        """
        assert repo.url is not None
        store = self.git_dir(repo.url)
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".incoming-", dir=self._folder))
        self._git.init_bare(fresh)
        for name in ("objects", "refs"):  # neither its configuration nor its hooks
            shutil.copytree(git_dir / name, fresh / name, dirs_exist_ok=True)
        if (git_dir / "packed-refs").is_file():
            shutil.copy(git_dir / "packed-refs", fresh)
        shutil.rmtree(store, ignore_errors=True)
        fresh.rename(store)
        self._write_state(store, {"url": clean_remote(repo.url), "branch": branch, "fetched": self._stamp()})

    def _update(self, url: str, ref: str | None, git_dir: Path) -> None:
        try:
            branch = self._default_branch(url, needed=not ref)
            if git_dir.is_dir():
                self._fetch_into(git_dir, url)
            else:
                fresh = Path(tempfile.mkdtemp(prefix=".incoming-", dir=self._folder))
                try:
                    self._git.init_bare(fresh)
                    self._fetch_into(fresh, url)
                    fresh.rename(git_dir)
                finally:
                    shutil.rmtree(fresh, ignore_errors=True)
            self._write_state(git_dir, {"url": clean_remote(url), "branch": branch, "fetched": self._stamp()})
        except GitError as error:
            if not git_dir.is_dir():
                self._note_failure(git_dir, ref, error.reason)
            else:
                state = self._state(git_dir)
                state.setdefault("unreachable_since", self._stamp())
                state["reason"] = error.reason
                self._write_state(git_dir, state)
            raise

    def _recent_failure(self, git_dir: Path, ref: str | None) -> str | None:
        """Why the first fetch of a remote failed, if that was a short while ago: a serve tries at every edit."""
        try:
            noted = json.loads(Path(f"{git_dir}.failed").read_text("utf-8"))
            age = self._now() - datetime.fromisoformat(noted["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never tried, or not known: try now
        same = noted.get("ref") == ref and timedelta(0) <= age < RETRY_AFTER
        return str(noted.get("reason")) if same else None

    def _note_failure(self, git_dir: Path, ref: str | None, reason: str) -> None:
        note = {"at": self._stamp(), "ref": ref, "reason": reason}
        Path(f"{git_dir}.failed").write_text(json.dumps(note), "utf-8")

    def _fetch_into(self, git_dir: Path, url: str) -> None:
        """All branches and tags; each ref moves only when its objects are there."""
        self._git.network(
            git_dir, "fetch", "--quiet", "--no-auto-gc", "--no-write-fetch-head", "--prune", "--no-recurse-submodules",
            "--end-of-options", url, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*",
        )  # fmt: skip

    def _default_branch(self, url: str, *, needed: bool) -> str:
        """The branch that the remote's HEAD is on; "" where the remote is empty."""
        listed = self._git.network(
            self._folder, "ls-remote", "--quiet", "--symref", "--end-of-options", url, "HEAD"
        ).decode("utf-8", "replace")
        match = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", listed, re.MULTILINE)
        if match is None and listed.strip() and needed:
            raise GitError("the remote's HEAD is on no branch; name one with `ref:`")
        return match[1] if match else ""

    def _resolve(self, repo: Repo, git_dir: Path, commit: str | None) -> Cached | None:
        state = self._state(git_dir)
        branch = str(state.get("branch", ""))
        wanted = commit or repo.ref or branch
        names = [wanted] if _SHA.fullmatch(wanted) else [f"refs/heads/{wanted}", f"refs/tags/{wanted}"]
        sha = None
        for name in names if wanted else ():
            try:
                sha = self._git.read_text(
                    git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
                )
                break
            except GitError:
                continue  # not under this name: the next one, or None in the end
        if sha is None and (repo.ref or commit or branch):
            return None
        is_branch = sha is not None and self._has(git_dir, f"refs/heads/{repo.ref or branch}")
        return Cached(git_dir, sha, branch, _time(state.get("fetched")), _outage(state), is_branch)

    def _has(self, git_dir: Path, name: str) -> bool:
        try:
            return bool(self._git.read(git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", name))
        except GitError:
            return False  # --verify --quiet fails for a name that is not there

    def _state(self, git_dir: Path) -> dict[str, Any]:
        try:
            state = json.loads((git_dir / _STATE).read_text("utf-8"))
        except (OSError, ValueError):
            return {}  # an older or damaged note: as if it were fetched at an unknown time
        return state if isinstance(state, dict) else {}

    def _write_state(self, git_dir: Path, state: dict[str, Any]) -> None:
        draft = git_dir / f"{_STATE}.new"
        draft.write_text(json.dumps(state, indent=1, sort_keys=True), "utf-8")
        draft.replace(git_dir / _STATE)

    def _stamp(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")


def _outage(state: dict[str, Any]) -> Outage | None:
    since = state.get("unreachable_since")
    return Outage(_time(since), str(state.get("reason", ""))) if since else None


def _time(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
