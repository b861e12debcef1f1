"""The note of a fetch that failed: beside the store, so that builds leave the remote alone for a while."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import redacted
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.remote import host_of

_DENIED = re.compile(r"asks for credentials|error: 40[13]|HTTP 40[13]")
FAILED = ".failed"
RETRY_AFTER = timedelta(minutes=5)
"""How long a build leaves a remote alone that it could not reach."""


class Failure(Struct, frozen=True):
    """What was wanted, when (ISO 8601 in UTC), and why it could not be had; without credentials."""

    at: str
    ref: str | None
    commit: str | None
    reason: str
    remedy: str = ""
    url: str = ""

    @property
    def until(self) -> datetime:
        """Until when builds do not ask again."""
        return datetime.fromisoformat(self.at).astimezone(UTC) + RETRY_AFTER

    def counts(self, repo: Repo, commit: str | None, *, now: datetime) -> bool:
        """Whether it is about this, and still in force: a serve tries at every edit."""
        same = (self.ref, self.commit) == (repo.ref, commit)
        return same and timedelta(0) < self.until - now <= RETRY_AFTER

    def told(self) -> str:
        """Why nothing was asked, for a build that did not ask."""
        return f"{self.reason}; not asked again until {self.until:%H:%M} UTC, `mkdocs-oss sync` asks now"


def read_failure(git_dir: Path) -> Failure | None:
    """The note beside a store; None where there is none, or it cannot be read: then a fetch is tried."""
    try:
        failure = msgspec.json.decode(Path(f"{git_dir}{FAILED}").read_bytes(), type=Failure)
        _ = failure.until
    except (OSError, ValueError, OverflowError):
        return None
    return failure


def write_failure(
    git_dir: Path, repo: Repo, commit: str | None, *, at: str, reason: str, remedy: str
) -> None:
    """Raises OSError."""
    url = clean_remote(repo.url or "")
    note = Failure(at, repo.ref, commit, redacted(reason), remedy, url)
    Path(f"{git_dir}{FAILED}").write_bytes(msgspec.json.encode(note))


def explained(error: GitError, repo: Repo) -> GitError:
    """What went wrong with a fetch, and for a repo that a forge listed and does not give, why that is no contradiction."""
    if not repo.listed_by or not _DENIED.search(error.reason):
        return error
    host = host_of(repo.url or "")
    reason = f"{error.reason}; {repo.listed_by} lists it, but the token for the list is not given to git"
    remedy = f"give git's credential helper a user and a token for {host} that may read it, or `exclude` it"
    return GitError(reason, remedy=remedy)


def forget(git_dir: Path) -> None:
    """The next build asks again."""
    with contextlib.suppress(FileNotFoundError):
        Path(f"{git_dir}{FAILED}").unlink()
