"""From a remote repo to a source: a commit in the cache."""

from __future__ import annotations

import contextlib

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo, Source, Unknown
from mkdocs_oss.sources.files import Listing, list_commit
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.open import CHECK, NO_COMMITS, absent, forge_at, shallow_in
from mkdocs_oss.sources.store import Cached, Store

REACH = f"{CHECK}, then run `mkdocs-oss sync`"


def open_cached(repo: Repo, store: Store, *, git: Git, commit: str | None) -> Source:
    """A remote repo at `commit` (default: the cached ref's newest), from the cache.

    Fetches only what is not there yet. Never raises: a repo that cannot be had is a source with `missing`.
    """
    assert repo.url is not None
    remote = clean_remote(repo.url)
    try:
        cached = store.ensure(repo, commit)
        try:
            listing = _listing(cached, git)
        except GitError as error:
            cached = store.mend(repo, cached.commit, error.reason)
            listing = _listing(cached, git)
    except GitError as error:
        # a sync fetches what the settings name, not what somebody shows in its place
        gone = absent(repo, error.reason, remedy=error.remedy or (CHECK if repo.stands_for else REACH))
        return Source(
            repo,
            None,
            None,
            gone.commit,
            gone.branch,
            remote,
            forge_at(repo, remote),
            missing=gone.missing,
            remedy=gone.remedy,
        )
    return Source(
        repo=repo,
        root=None,
        git_dir=cached.git_dir,
        commit=cached.commit or Unknown(NO_COMMITS),
        branch=_cached_branch(repo, cached),
        remote=remote,
        forge=forge_at(repo, remote),
        paths=listing.paths,
        links=listing.links,
        unfollowed=listing.unfollowed,
        shallow=shallow_in(cached.git_dir),
        outage=cached.outage,
        mended=cached.mended,
    )


def reopen_cached(source: Source, store: Store, *, git: Git, reason: str) -> Source:
    """A source of the cache that could not be read, from a copy that was fetched anew. Never raises.

    `reason`: what git said. The commit stays, where the remote still has it.
    """
    commit = source.commit if isinstance(source.commit, str) else None
    with contextlib.suppress(GitError):  # opening it says what went wrong
        store.mend(source.repo, commit, reason)
    return open_cached(source.repo, store, git=git, commit=commit)


def _listing(cached: Cached, git: Git) -> Listing:
    return list_commit(cached.git_dir, cached.commit, git=git) if cached.commit else Listing()


def _cached_branch(repo: Repo, cached: Cached) -> str | Unknown:
    """The branch that a change goes to: `ref:`, unless it is a tag or a commit, else the remote's default."""
    chosen = repo.ref if repo.ref and cached.is_branch else cached.branch
    return chosen or Unknown("the remote names no default branch; name it with `ref:`")
