"""Where every file of every repo lands: what links between repos are resolved by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_oss.sources.plan import Plan


@dataclass(frozen=True)
class Atlas:
    """All plans of one handbook, by the repo's name."""

    plans: Mapping[str, Plan] = field(default_factory=dict)

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> Atlas:
        """The atlas of these repos."""
        return cls({plan.source.repo.name: plan for plan in plans})
