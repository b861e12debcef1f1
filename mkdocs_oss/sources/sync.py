"""`mkdocs-oss sync`: fetches the remote repos into the cache and moves the lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from mkdocs_oss.errors import GitError
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.many import all_of
from mkdocs_oss.sources.store import Cached, Store
from mkdocs_oss.sources.waiting import progress


class Synced(Struct, frozen=True):
    """What became of one repo: its new place in the lock (the old one where the fetch failed), and the failure."""

    repo: Repo
    before: str | None
    locked: Locked | None
    failure: str | None = None
    remedy: str = ""
    mended: str = ""
    """What was wrong with its copy in the cache, which this fetch has taken the place of."""

    @property
    def moved(self) -> bool:
        return self.locked is not None and self.locked.commit != self.before


def sync(repos: Iterable[Repo], store: Store, lock: Mapping[str, Locked]) -> list[Synced]:
    """Fetches the remote repos, several at once; in the order of `repos`.

    A repo that cannot be fetched keeps its place in the lock.
    """
    remote = [repo for repo in repos if repo.url is not None]
    with progress(len(remote)) as step:
        outcomes = all_of(
            remote,
            lambda repo, until: store.fetch(repo, deadline=until),
            url=lambda repo: repo.url or "",
            git=store.git,
            patience=store.patience,
            step=step,
        )
    store.sweep()
    synced = []
    for outcome in outcomes:
        old = lock.get(outcome.job.name)
        if outcome.value is not None:
            synced.append(_synced(outcome.job, outcome.value, old))
        else:
            failure = outcome.failure or GitError("")
            before = old.commit if old else None
            synced.append(Synced(outcome.job, before, old, failure.reason, failure.remedy))
    return synced


def _synced(repo: Repo, cached: Cached, old: Locked | None) -> Synced:
    before = old.commit if old else None
    if cached.commit is None:
        return Synced(repo, before, None, "the remote has no commits yet")
    when = f"{cached.fetched:%Y-%m-%dT%H:%M:%SZ}"
    if old and old.commit == cached.commit:
        when = old.when  # nothing moved: the lock's bytes stay
    locked = Locked(clean_remote(repo.url or ""), repo.ref or "", cached.commit, when)
    return Synced(repo, before, locked, mended=cached.mended)
