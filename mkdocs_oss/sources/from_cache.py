"""`mkdocs-oss sync --offline`: the lock from what the cache holds, for a machine that got its cache from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mkdocs_oss.model import Repo
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.sync import Synced


def from_cache(repos: Iterable[Repo], store: Store, lock: Mapping[str, Locked]) -> list[Synced]:
    """Each remote repo at the newest commit of its ref that the cache has; no network. One that is not there stays."""
    synced = []
    for repo in repos:
        if repo.url is None:
            continue
        old = lock.get(repo.name)
        before = old.commit if old else None
        cached = store.ready(repo)
        if cached is None or cached.commit is None:
            reason = "the cache does not have it" if cached is None else "the remote has no commits yet"
            synced.append(Synced(repo, before, old, reason))
            continue
        locked = Locked(
            clean_remote(repo.url), repo.ref or "", cached.commit, f"{cached.fetched:%Y-%m-%dT%H:%M:%SZ}"
        )
        same = old is not None and (old.url, old.ref, old.commit) == (locked.url, locked.ref, locked.commit)
        synced.append(Synced(repo, before, old if same else locked))
    return synced
