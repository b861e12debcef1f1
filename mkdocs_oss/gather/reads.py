"""What is read of remote repos besides their pages, and fetching all that a build lacks at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import TypeVar

from mkdocs_oss import api, contributing, ownership
from mkdocs_oss.errors import GitError
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.lock import locked_commit
from mkdocs_oss.gather.older import Bring
from mkdocs_oss.model import Repo, Source
from mkdocs_oss.settings import Settings
from mkdocs_oss.sources import reopen_cached
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.many import all_of
from mkdocs_oss.sources.partial import Reads
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.waiting import progress

T = TypeVar("T")
VERSION = "1"
"""Changes with what is read to know the owners: a store that was filled by other rules is looked through again."""


def reads(settings: Settings) -> Reads:
    """What the parts of the suite that are on read of a repo."""
    has_api = "api" in settings.parts

    def kind(repo: Repo) -> str:
        wanted = repo.api if has_api else False
        code = "" if wanted is False else f" api {wanted if isinstance(wanted, str) else ' '.join(wanted)}"
        return f"owners {VERSION}{code}"

    def paths(repo: Repo, listed: frozenset[str]) -> Iterator[str]:
        yield from (path for path in listed if contributing.needs_content(path))
        yield from ownership.ownership_files(listed)
        if has_api and repo.api is not False:
            yield from api.find_packages(listed, repo.api).files

    return Reads(kind, paths)


def fetch_missing(repos: Sequence[Repo], store: Store, locked: Mapping[str, Locked]) -> frozenset[str]:
    """Fetches what the cache does not have of the remote repos, several at once; the names of those.

    Why one could not be fetched is told when it is opened.
    """
    jobs = [
        (repo, commit)
        for repo in repos
        if repo.url is not None
        for commit in [locked_commit(repo, locked)]
        if store.ready(repo, commit) is None and store.recent_failure(repo, commit) is None
    ]
    with progress(len(jobs)) as step:
        outcomes = all_of(
            jobs,
            lambda job, until: store.obtain(*job, deadline=until),
            url=lambda job: job[0].url or "",
            git=store.git,
            patience=store.patience,
            step=step,
        )
    for outcome in outcomes:
        if outcome.failure is not None and store.recent_failure(*outcome.job) is None:
            store.note_failure(
                *outcome.job, outcome.failure
            )  # nothing was asked, nor is it when it is opened
    return frozenset(outcome.job[0].name for outcome in outcomes if outcome.failure is None)


def bringing(store: Store, names: Set[str]) -> Bring:
    """Fetches contents of the past, for the repos that this build has reached."""

    def bring(source: Source, ids: Set[str]) -> None:
        if source.repo.name in names and source.repo.url is not None and source.outage is None:
            store.bring(source.repo, ids)

    return bring


def mending(build: Build, source: Source, store: Store, make: Callable[[Source], T]) -> T:
    """What `make` gives for a source; of one in the cache that turns out to be damaged, after it was fetched anew."""
    try:
        return make(source)
    except GitError as error:
        if source.repo.url is None or source.is_worktree or not isinstance(source.commit, str):
            raise
        return make(reopen_cached(source, store, git=build.git, reason=error.reason))
