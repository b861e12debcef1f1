"""What the repos of one build share, and what each of them gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct, field

from mkdocs_oss import ownership
from mkdocs_oss.gather.lock import locked_commit
from mkdocs_oss.gather.memory import Memory
from mkdocs_oss.gather.older import Bring
from mkdocs_oss.git import Git
from mkdocs_oss.model import Asset, Finding, PageFacts, Repo, RepoCode, RepoFacts, Source
from mkdocs_oss.settings import Part, Settings
from mkdocs_oss.sources import open_cached, open_worktree
from mkdocs_oss.sources.asked import Answer, Question, still_answered
from mkdocs_oss.sources.atlas import Atlas
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.syntax import Lack


class Build(Struct, frozen=True, dict=True):
    """What every repo of one build shares. `bring`: fetches what only comparisons read, where this build may fetch."""

    settings: Settings
    git: Git
    today: date
    memory: Memory = field(default_factory=lambda: Memory(keeps=False))
    bring: Bring | None = None

    @cached_property
    def roster(self) -> ownership.Roster:
        """Everybody whom the settings name."""
        return ownership.Roster(self.settings.teams, language=self.settings.language, today=self.today)

    def has(self, part: Part) -> bool:
        """Whether a part of the suite is on."""
        return part in self.settings.parts


class Gathered(Struct, frozen=True):
    """One repo's share of the handbook. `asked`: what its links asked of the others, and what they were answered."""

    facts: RepoFacts
    pages: tuple[PageFacts, ...] = ()
    assets: tuple[Asset, ...] = ()
    findings: tuple[Finding, ...] = ()
    code: RepoCode | None = None
    lacks: tuple[Lack, ...] = ()
    asked: Mapping[Question, Answer] = field(default_factory=dict)

    def holds(self, atlas: Atlas) -> bool:
        """Whether its links still lead where they did."""
        return still_answered(self.asked, atlas)


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
