"""The page of all pages' freshness: how much is known, the picture, what to look at first, and who looks after what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from mkdocs_oss.model import Freshness, FreshnessState, Handbook, Owner, Owners, PageFacts, Unknown
from mkdocs_oss.site.facts_json import repo_of
from mkdocs_oss.site.listing import STATES, Listed, listed, rank
from mkdocs_oss.site.picture import MOST_TILES, RepoRow, pictured

URI = "freshness/index.md"
MOST_LISTED = 1000
"""Up to so many pages stand in the list."""
MOST_OF_OWNER = 8
"""Up to so many pages are named with their owner."""


class OwnerRow(Struct):
    """An owner's pages: how many of each state, and those to look at."""

    owner: Owner | None
    counts: Counter[FreshnessState] = field(default_factory=Counter)
    listed: list[Listed] = field(default_factory=list)


class Overview(Struct, frozen=True):
    """All that the page shows. `is_small`: each page is a tile."""

    counts: Counter[FreshnessState]
    covered: Counter[str]
    repos: Sequence[RepoRow[FreshnessState]]
    worst: Sequence[Listed]
    owners: Sequence[OwnerRow]

    @property
    def pages(self) -> int:
        return self.counts.total()

    @property
    def is_small(self) -> bool:
        return self.pages <= MOST_TILES

    @property
    def picture(self) -> Sequence[RepoRow[FreshnessState]]:
        """The repos that the picture shows."""
        return pictured(self.repos, bad=STATES[:3])


def overview(handbook: Handbook) -> Overview:
    """What the page shows of a handbook. Pages that are made of others are not counted, and of an API reference
    only those that are to be reviewed."""
    counts: Counter[FreshnessState] = Counter()
    covered: Counter[str] = Counter()
    repos: dict[str, RepoRow[FreshnessState]] = {}
    owners: dict[str | None, OwnerRow] = {}
    worst: list[Listed] = []
    for facts in handbook.pages:
        verdict = facts.freshness
        if verdict is None or not _counts(facts, verdict):
            continue
        name = repo_of(facts, handbook)
        counts[verdict.state] += 1
        covered.update(_covered(facts, verdict))
        repos.setdefault(name, RepoRow(name, STATES)).add(verdict.state, facts.page.title)
        theirs = facts.owners.owners if isinstance(facts.owners, Owners) else ()
        to_look_at = listed(facts, name)
        if to_look_at is not None:
            worst.append(to_look_at)
        for owner in theirs or (None,):
            of = owners.setdefault(owner.handle if owner else None, OwnerRow(owner))
            of.counts[verdict.state] += 1
            if to_look_at is not None:
                of.listed.append(to_look_at)
    for of in owners.values():
        of.listed.sort(key=rank)
    return Overview(
        counts,
        covered,
        tuple(repos.values()),
        sorted(worst, key=rank),
        sorted(owners.values(), key=lambda of: (of.owner is None, *(-of.counts[state] for state in STATES))),
    )


def _counts(facts: PageFacts, verdict: Freshness) -> bool:
    if facts.page.kind == "api":
        return not isinstance(verdict.review_by, Unknown) or verdict.state in ("contradicted", "look")
    return facts.page.kind in ("page", "overview", "guide")


def _covered(facts: PageFacts, verdict: Freshness) -> Iterable[str]:
    if facts.ownership_state == "owned":
        yield "owner"
    if not (isinstance(verdict.reviewed, Unknown) and isinstance(verdict.review_by, Unknown)):
        yield "review"
    if verdict.bindings:
        yield "code"
