"""The page of all pages' freshness: how much is known, the picture, what to look at first, and who looks after what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from mkdocs_oss.model import Freshness, FreshnessState, Handbook, Owner, Owners, PageFacts, Reason, Unknown
from mkdocs_oss.site.facts_json import repo_of
from mkdocs_oss.site.words import OVERDUE, against

URI = "freshness/index.md"
PLACES = (URI, "freshness/README.md", "freshness.md")
"""Where a handbook can have such a page of its own."""
STATES: tuple[FreshnessState, ...] = ("contradicted", "look", "unknown", "fresh")
"""The worst first."""
MOST_TILES = 600
"""Up to so many pages each is a tile; of more, each repo is a bar."""
MOST_REPOS = 60
"""Up to so many repos stand in the picture, the worst first; the table has all."""
MOST_LISTED = 1000
"""Up to so many pages stand in the list."""
MOST_OF_OWNER = 8
"""Up to so many pages are named with their owner."""

_ACROSS, _STEP, _TILE = 24, 18, 16
"""Tiles in a row, from one tile to the next, and a tile, in pixels."""


class Tile(Struct, frozen=True):
    """One page in the picture."""

    state: FreshnessState
    title: str
    x: int
    y: int


class Stretch(Struct, frozen=True):
    """The pages of one state in a repo's bar."""

    state: FreshnessState
    x: float
    width: float


class RepoRow(Struct):
    """A repo in the picture and in its table. `others`: how many repos it stands for, besides one."""

    name: str
    counts: Counter[FreshnessState] = field(default_factory=Counter)
    titles: dict[FreshnessState, list[str]] = field(default_factory=dict)
    others: int = 0

    @property
    def pages(self) -> int:
        return self.counts.total()

    @property
    def width(self) -> int:
        return _ACROSS * _STEP - _STEP + _TILE

    @property
    def height(self) -> int:
        return ((self.pages - 1) // _ACROSS) * _STEP + _TILE

    @property
    def tiles(self) -> Iterable[Tile]:
        pages = ((state, title) for state in STATES for title in self.titles.get(state, ()))
        for place, (state, title) in enumerate(pages):
            yield Tile(state, title, place % _ACROSS * _STEP, place // _ACROSS * _STEP)

    @property
    def bar(self) -> Iterable[Stretch]:
        x = 0.0
        for state in STATES:
            if count := self.counts[state]:
                width = self.width * count / self.pages
                yield Stretch(state, round(x, 1), round(width, 1))
                x += width


class Listed(Struct, frozen=True):
    """A page to look at: why, and who looks after it."""

    title: str
    uri: str
    repo: str
    state: FreshnessState
    reasons: tuple[Reason, ...]
    owners: tuple[Owner, ...]


class OwnerRow(Struct):
    """An owner's pages: how many of each state, and those to look at."""

    owner: Owner | None
    counts: Counter[FreshnessState] = field(default_factory=Counter)
    listed: list[Listed] = field(default_factory=list)


class Overview(Struct, frozen=True):
    """All that the page shows. `is_small`: each page is a tile."""

    counts: Counter[FreshnessState]
    covered: Counter[str]
    repos: Sequence[RepoRow]
    worst: Sequence[Listed]
    owners: Sequence[OwnerRow]

    @property
    def pages(self) -> int:
        return self.counts.total()

    @property
    def is_small(self) -> bool:
        return self.pages <= MOST_TILES

    @property
    def picture(self) -> Sequence[RepoRow]:
        """The repos that the picture shows; of many, the worst ones and the others together."""
        if len(self.repos) <= MOST_REPOS:
            return self.repos
        ranked = sorted(
            self.repos, key=lambda row: [row.counts[state] / row.pages for state in STATES[:3]], reverse=True
        )
        rest = RepoRow("", others=len(ranked) - MOST_REPOS)
        for row in ranked[MOST_REPOS:]:
            rest.counts += row.counts
            for state, titles in row.titles.items():
                rest.titles.setdefault(state, []).extend(titles)
        return [*ranked[:MOST_REPOS], rest]


def overview(handbook: Handbook) -> Overview:
    """What the page shows of a handbook. Pages that are made of others are not counted, and of an API reference
    only those that are to be reviewed."""
    counts: Counter[FreshnessState] = Counter()
    covered: Counter[str] = Counter()
    repos: dict[str, RepoRow] = {}
    owners: dict[str | None, OwnerRow] = {}
    worst: list[Listed] = []
    for facts in handbook.pages:
        verdict = facts.freshness
        if verdict is None or not _counts(facts, verdict):
            continue
        name = repo_of(facts, handbook)
        counts[verdict.state] += 1
        covered.update(_covered(facts, verdict))
        row = repos.setdefault(name, RepoRow(name))
        row.counts[verdict.state] += 1
        row.titles.setdefault(verdict.state, []).append(facts.page.title)
        theirs = facts.owners.owners if isinstance(facts.owners, Owners) else ()
        listed = None
        if verdict.state in ("contradicted", "look"):
            listed = Listed(facts.page.title, facts.page.uri, name, verdict.state, _why(verdict), theirs)
            worst.append(listed)
        for owner in theirs or (None,):
            of = owners.setdefault(owner.handle if owner else None, OwnerRow(owner))
            of.counts[verdict.state] += 1
            if listed is not None:
                of.listed.append(listed)
    for of in owners.values():
        of.listed.sort(key=_rank)
    return Overview(
        counts,
        covered,
        tuple(repos.values()),
        sorted(worst, key=_rank),
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


def _why(verdict: Freshness) -> tuple[Reason, ...]:
    """What speaks against a page; where its state has no such reason, all that there is to say."""
    overdue = [reason for reason in verdict.reasons if reason.code in OVERDUE.values()]
    return (*against(verdict), *overdue) or verdict.reasons


def _rank(listed: Listed) -> tuple[int, int, str]:
    """The worst first: by state, then by how much speaks against it, then the longest overdue."""
    due = min((str(reason.values.get("day", "")) for reason in listed.reasons), default="")
    return (STATES.index(listed.state), -len(listed.reasons), due)
