"""What the repos of one build share, and what each of them gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from mkdocs_oss import ownership
from mkdocs_oss.gather.memory import Memory
from mkdocs_oss.gather.older import Bring
from mkdocs_oss.git import Git
from mkdocs_oss.history import HistoryReader
from mkdocs_oss.model import Asset, Finding, PageFacts, RepoCode, RepoFacts
from mkdocs_oss.settings import Part, Settings
from mkdocs_oss.sources.asked import Answer, Question, still_answered
from mkdocs_oss.sources.atlas import Atlas

if TYPE_CHECKING:  # of other repos alone
    from mkdocs_oss.sources.syntax import Lack


class Build(Struct, frozen=True, dict=True):
    """What every repo of one build shares. `bring`: fetches what only comparisons read, where this build may fetch.
    `begun`: repo → who reads its history, where git tells it already."""

    settings: Settings
    git: Git
    today: date
    memory: Memory = field(default_factory=lambda: Memory(keeps=False))
    bring: Bring | None = None
    begun: dict[str, HistoryReader] = field(default_factory=dict)

    @contextmanager
    def closed_at_the_end(self) -> Iterator[None]:
        """Within it git may tell histories ahead of those who read them."""
        try:
            yield
        finally:
            for reader in self.begun.values():
                reader.close()

    @cached_property
    def roster(self) -> ownership.Roster:
        """Everybody whom the settings name."""
        return ownership.Roster(self.settings.teams, language=self.settings.language, today=self.today)

    @property
    def watches_people(self) -> bool:
        """Whether it is told if owners are still there."""
        return self.has("ownership") and self.settings.ownership.liveness_mode != "off"

    def has(self, part: Part) -> bool:
        """Whether a part of the suite is on."""
        return part in self.settings.parts


class Gathered(Struct, frozen=True):
    """One repo's share of the handbook. `asked`: what its links asked of the others, and what they were answered.
    `within`: folder → the repository there whose pages are among these."""

    facts: RepoFacts
    pages: tuple[PageFacts, ...] = ()
    assets: tuple[Asset, ...] = ()
    findings: tuple[Finding, ...] = ()
    code: RepoCode | None = None
    lacks: tuple[Lack, ...] = ()
    asked: Mapping[Question, Answer] = field(default_factory=dict)
    within: Mapping[str, RepoFacts] = field(default_factory=dict)

    def holds(self, atlas: Atlas) -> bool:
        """Whether its links still lead where they did."""
        return still_answered(self.asked, atlas)
