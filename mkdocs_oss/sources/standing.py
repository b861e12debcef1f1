"""`mkdocs-oss sync --check`: where the lock stands beside the remotes. Nothing is written but the cache."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from msgspec import Struct

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.failure import explained
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.lock_fit import mismatch
from mkdocs_oss.sources.many import all_of
from mkdocs_oss.sources.partial import Partial, no_such_ref
from mkdocs_oss.sources.remote import remote_of
from mkdocs_oss.sources.state import time_of
from mkdocs_oss.sources.store import Store

State = Literal["current", "moved", "behind", "unlocked", "unreachable"]


class Standing(Struct, frozen=True):
    """One repo. `moved`: the remote has newer commits, none as old as the limit; `behind`: it has.

    `days`: how long the oldest commit that the lock lacks has been there. `reason`: why it is `unlocked` or
    `unreachable`.
    """

    repo: Repo
    state: State
    locked: str = ""
    remote: str = ""
    days: int = 0
    reason: str = ""


def standings(
    repos: Iterable[Repo],
    lock: Mapping[str, Locked],
    store: Store,
    *,
    git: Git,
    now: datetime,
    max_age: timedelta,
) -> list[Standing]:
    """How each remote repo stands, several asked at once; in the order of `repos`.

    Only a repo whose lock entry is older than `max_age` while its remote has moved is fetched into the cache, to
    see how old what the lock lacks is: a repo that rested for a year and moved today is not a year behind.
    """
    found: dict[str, Standing] = {}
    asked: list[Repo] = []
    remote = [repo for repo in repos if repo.url is not None]
    for repo in remote:
        reason = mismatch(repo, lock.get(repo.name))
        if reason:
            found[repo.name] = Standing(repo, "unlocked", reason=reason)
        else:
            asked.append(repo)
    for standing in _asked(asked, lock, store, git=git):
        if standing.state == "moved":
            standing = _aged(
                standing, lock[standing.repo.name], store=store, git=git, now=now, max_age=max_age
            )
        found[standing.repo.name] = standing
    return [found[repo.name] for repo in remote]


def _asked(repos: Sequence[Repo], lock: Mapping[str, Locked], store: Store, *, git: Git) -> list[Standing]:
    """Where the remotes are now: `current`, `moved` or `unreachable`."""
    clock = store.patience.clock
    with tempfile.TemporaryDirectory(prefix="mkdocs-oss-") as folder:
        nowhere = Path(folder) / "nothing.git"
        git.init_bare(nowhere)

        def ask(repo: Repo, until: float) -> str:
            partial = Partial(git, remote_of(repo.url or ""), left=lambda: until - clock())
            commit = partial.look(nowhere, repo.ref).commit
            if not commit:
                raise no_such_ref(repo.ref) if repo.ref else GitError("the remote has no commits")
            return commit

        outcomes = all_of(repos, ask, url=lambda repo: repo.url or "", git=git, patience=store.patience)
    standing = []
    for outcome in outcomes:
        repo, locked = outcome.job, lock[outcome.job.name].commit
        if outcome.value is None:
            failure = explained(outcome.failure or GitError(""), repo)
            reason = f"{failure.reason}; {failure.remedy}" if failure.remedy else failure.reason
            standing.append(Standing(repo, "unreachable", locked, reason=reason))
        else:
            standing.append(
                Standing(repo, "current" if outcome.value == locked else "moved", locked, outcome.value)
            )
    return standing


def _aged(
    standing: Standing, locked: Locked, *, store: Store, git: Git, now: datetime, max_age: timedelta
) -> Standing:
    waiting = now - time_of(locked.when)
    if waiting > max_age:
        try:
            store.fetch(standing.repo)
            span = f"{locked.commit}..{standing.remote}"
            git_dir = store.git_dir(standing.repo.url or "")
            times = git.read_text(git_dir, "log", "--format=%ct", "--end-of-options", span, "--").split()
            oldest = min((datetime.fromtimestamp(int(time), UTC) for time in times), default=now - waiting)
            waiting = min(waiting, now - oldest)
        except (GitError, ValueError, OverflowError):
            pass  # it cannot be fetched, or a commit's time is none: then the lock's own age counts
    state: State = "behind" if waiting > max_age else "moved"
    return Standing(standing.repo, state, standing.locked, standing.remote, max(0, waiting.days))
