"""The repos of the settings in one build: fetched where the cache lacks them, opened, planned and judged.

A handbook without repos never imports this, nor the half of the house that reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime

from mkdocs_oss.gather import repo as one
from mkdocs_oss.gather.build import Build, Gathered
from mkdocs_oss.gather.lock import locked_commit
from mkdocs_oss.gather.past import Past
from mkdocs_oss.gather.reads import bringing, fetch_missing, reads
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo, Source
from mkdocs_oss.settings import Settings, SiteMarkdown
from mkdocs_oss.sources import Atlas, Plan, open_cached, open_worktree
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.store import Store, cache_folder
from mkdocs_oss.sources.syntax import settings_to_add


class Fleet:
    """All repos of one build. `locked`: the commits that the lock names.

    `fetches`: whether it fetches, of each repo, what of its past only comparisons read; else only of those that had
    to be fetched anyway.
    """

    def __init__(
        self, settings: Settings, *, git: Git, now: datetime, locked: Mapping[str, Locked], fetches: bool
    ) -> None:
        self._repos, self._locked = settings.repos, locked
        self._store = Store(cache_folder(settings.cache), git=git, now=lambda: now, reads=reads(settings))
        reached = fetch_missing(settings.repos, self._store, locked)
        if fetches:
            reached = frozenset(repo.name for repo in settings.repos)
        self.bring = bringing(self._store, reached) if reached else None

    def plans(self, build: Build, pool: Executor) -> list[Plan]:
        """What each repo has, and where its files land; in the order of the settings."""
        sources = pool.map(lambda repo: open_repo(build, repo, self._store, self._locked), self._repos)
        return list(pool.map(lambda source: one.plan(build, source, self._store), sources))

    def packages(self, build: Build, plans: Sequence[Plan]) -> Mapping[str, frozenset[str]]:
        """The packages of each repo whose objects a `:::` block shows."""
        return one.packages(build, plans)

    def shares(
        self, build: Build, plans: Sequence[Plan], atlas: Atlas, past: Past, pool: Executor
    ) -> list[Gathered]:
        """All that each repo gives the handbook."""
        return list(pool.map(lambda plan: one.repo(build, plan, atlas, past, self._store), plans))

    def settings_to_add(self, shares: Iterable[Gathered], markdown: SiteMarkdown) -> str:
        """What the handbook's own settings lack for the pages of its repos."""
        return settings_to_add((lack for share in shares for lack in share.lacks), markdown)


def open_repo(build: Build, repo: Repo, store: Store, locked: Mapping[str, Locked]) -> Source:
    """A repo of the settings as a source; never raises."""
    if repo.path is not None:
        return build.memory.source(repo.name, repo, lambda: open_worktree(repo, git=build.git))
    commit = locked_commit(repo, locked)
    return build.memory.source(
        repo.name,
        (repo, commit, store.folder),
        lambda: open_cached(repo, store, git=build.git, commit=commit),
    )
