"""`mkdocs-oss sync`: fetches the remote repos into the cache and moves the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mkdocs_oss.errors import GitError
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.store import Store


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one repo: its new place in the lock (the old one where the fetch failed), and the failure."""

    repo: Repo
    before: str | None
    locked: Locked | None
    failure: str | None = None

    @property
    def moved(self) -> bool:
        return self.locked is not None and self.locked.commit != self.before


def sync(repos: Iterable[Repo], store: Store, lock: Mapping[str, Locked]) -> Iterator[Synced]:
    """Fetches each remote repo in turn. A repo that cannot be fetched keeps its place in the lock."""
    for repo in repos:
        if repo.url is None:
            continue
        old = lock.get(repo.name)
        before = old.commit if old else None
        try:
            cached = store.fetch(repo)
        except GitError as error:
            yield Synced(repo, before, old, error.reason)
            continue
        if cached.commit is None:
            yield Synced(repo, before, None, "the remote has no commits yet")
            continue
        when = f"{cached.fetched:%Y-%m-%dT%H:%M:%SZ}"
        if old and old.commit == cached.commit:
            when = old.when  # nothing moved: the lock's bytes stay
        yield Synced(repo, before, Locked(clean_remote(repo.url), repo.ref or "", cached.commit, when))
