"""The page of who owns what: how much is covered, the picture, and what has nobody, has lost its owners, or has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct, field, structs

from mkdocs_oss.model import (
    Adoption,
    BusFactor,
    Concern,
    Handbook,
    Origin,
    Owner,
    Owners,
    OwnershipState,
    PageFacts,
    Unknown,
)
from mkdocs_oss.site.facts_json import repo_of
from mkdocs_oss.site.one_person import Alone, Carried, Staff
from mkdocs_oss.site.picture import MOST_TILES, RepoRow, pictured

URI = "ownership/index.md"
STATES: tuple[OwnershipState, ...] = ("unowned", "unknown", "inferred", "owned")
"""What is to be mended first."""
MOST_LISTED = 1000
"""Up to so many pages stand in a list."""
_FEWEST_PAGES, _FEWEST_COMMITS = 5, 10
"""Of a repo or a section, before it is said that one person alone knows it."""
_TOLD = ("owner-quiet", "owner-elsewhere")
_KINDS = ("page", "overview", "guide")


class Item(Struct, frozen=True):
    """A page in a list. `edit_url`: "" where there is none. `line`: what gives it an owner in CODEOWNERS. `rule`: where
    its owners are named, with its URL, or the one to edit a page that names them itself; "" where that is not known."""

    title: str
    uri: str
    edit_url: str = ""
    line: str = ""
    owners: tuple[Owner, ...] = ()
    rule: str = ""
    rule_url: str = ""


class Group(Struct):
    """The pages of one repo in a list. `more`: those that the list had no room for. `reason`: what they share.

    `way`: how all of them are adopted, but for the line; None where that is not known. `folders`: how many are adopted
    with one line for their folder.
    """

    repo: str
    pages: list[Item] = field(default_factory=list)
    more: int = 0
    reason: str = ""
    way: Adoption | None = None
    folders: Counter[str] = field(default_factory=Counter)

    @property
    def lines(self) -> Sequence[tuple[str, int]]:
        """The lines for whole folders, those with most pages first, and how many pages each has."""
        return sorted(self.folders.items(), key=lambda item: (-item[1], item[0]))

    @property
    def count(self) -> int:
        return len(self.pages) + self.more


class Coverage(Struct, frozen=True):
    """All that the page shows. `alone`: None where that is not to be told; `alone_elsewhere`: how many single pages
    hang on one person besides."""

    counts: Counter[OwnershipState]
    repos: Sequence[RepoRow[OwnershipState]]
    unowned: Sequence[Group]
    unknown: Sequence[Group]
    orphaned: Sequence[Group]
    alone: Sequence[Alone] | None
    alone_elsewhere: int
    factors: Sequence[BusFactor]
    concerns: Sequence[Concern]

    @property
    def pages(self) -> int:
        return self.counts.total()

    @property
    def unowned_by_repo(self) -> Sequence[tuple[str, int, Sequence[Group]]]:
        """Each repo with pages that nobody owns: its name, how many, and these by the way to adopt them."""
        repos: dict[str, list[Group]] = {}
        for group in self.unowned:
            repos.setdefault(group.repo, []).append(group)
        found = ((repo, sum(group.count for group in groups), groups) for repo, groups in repos.items())
        return sorted(found, key=lambda row: -row[1])

    @property
    def is_small(self) -> bool:
        return self.pages <= MOST_TILES

    @property
    def picture(self) -> Sequence[RepoRow[OwnershipState]]:
        """The repos that the picture shows."""
        return pictured(self.repos, bad=STATES[:3])

    @property
    def named_repos(self) -> Sequence[str]:
        """The repos that a list has something of."""
        names = {group.repo for group in (*self.unowned, *self.unknown, *self.orphaned)}
        names |= {row.repo for row in self.alone or ()}
        names |= {each.repo for each in self.factors}
        return sorted(names | {each.repo for each in self.concerns})


def coverage(handbook: Handbook) -> Coverage:
    """What the page shows of a handbook: of pages that were written, and of contribution guides, unless
    nobody owns one that is no file.

    What is declared is all it goes by, unless the settings let the site tell more of who is still there.
    """
    repos: dict[str, RepoRow[OwnershipState]] = {}
    unowned: dict[tuple[str, Adoption | None], Group] = {}
    unknown: dict[tuple[str, str], Group] = {}
    orphaned: dict[str, Group] = {}
    carried = Carried()
    staff = Staff(handbook)
    files = {each.source.repo.name: each.source.paths for each in handbook.repos}
    for facts in handbook.pages:
        if facts.owners is None or facts.page.kind not in _KINDS:
            continue
        name = repo_of(facts, handbook)
        state = facts.ownership_state
        if state == "unowned" and _is_made(facts, files):
            continue
        repos.setdefault(name, RepoRow(name, STATES)).add(state, facts.page.title)
        if state == "unowned":
            way = structs.replace(facts.adoption, line="", folder="") if facts.adoption else None
            group = unowned.setdefault((name, way), Group(name, way=way))
            group.pages.append(_item(facts))
            if facts.adoption and facts.adoption.folder:
                group.folders[facts.adoption.folder] += 1
        elif isinstance(facts.owners, Unknown):
            reason = facts.owners.reason
            unknown.setdefault((name, reason), Group(name, reason=reason)).pages.append(_item(facts))
        elif state == "owned" and staff.have_all_left(facts.owners.owners):
            orphaned.setdefault(name, Group(name)).pages.append(_item(facts))
        carried.add(facts, name, staff.carries_alone(facts, name))
    live = handbook.liveness
    tells = live.mode != "off"
    return Coverage(
        sum((row.counts for row in repos.values()), Counter()),
        tuple(repos.values()),
        _capped(unowned.values()),
        _capped(unknown.values()),
        _capped(orphaned.values()),
        sorted(carried.alone(), key=lambda row: (bool(row.folder), -row.count, row.repo, row.folder))
        if tells
        else None,
        carried.elsewhere,
        tuple(_telling(live.factors)) if live.is_public else (),
        tuple(each for each in live.concerns if each.kind in _TOLD and each.is_strong)
        if live.is_public
        else (),
    )


def _telling(factors: Iterable[BusFactor]) -> Iterator[BusFactor]:
    """The repos that at most one person knows, and sections of the others, where enough is known to say so."""
    told: set[str] = set()
    for factor in factors:
        if not factor.reasons or factor.pages < _FEWEST_PAGES or factor.commits < _FEWEST_COMMITS:
            continue
        if factor.repo not in told:
            told |= {factor.repo} if not factor.section else set()
            yield factor


def _is_made(facts: PageFacts, files: Mapping[str, Set[str]]) -> bool:
    """Whether a contribution guide is none of the repo's files: it is made at each build, so nobody has to adopt it."""
    origin = facts.page.origin
    if facts.page.kind != "guide" or not isinstance(origin, Origin):
        return False
    paths = files.get(origin.repo, frozenset())
    return bool(paths) and origin.path not in paths


def _item(facts: PageFacts) -> Item:
    way = facts.contribution
    edit = "" if way is None or isinstance(way.edit_url, Unknown) else way.edit_url
    line = facts.adoption.line if facts.adoption else ""
    item = Item(facts.page.title, facts.page.uri, edit, line)
    if not isinstance(facts.owners, Owners):
        return item
    rule, origin = facts.owners.rule, facts.page.origin
    names_them_itself = isinstance(origin, Origin) and rule.file == origin.path
    url = edit if edit and names_them_itself else rule.url
    return structs.replace(item, owners=facts.owners.owners, rule=str(rule), rule_url=url)


def _capped(groups: Iterable[Group]) -> Sequence[Group]:
    """The repos with most pages first; the pages beyond the first MOST_LISTED are only counted."""
    room = MOST_LISTED
    found = sorted(groups, key=lambda group: (-group.count, group.repo))
    for group in found:
        group.more = max(len(group.pages) - room, 0)
        del group.pages[max(room, 0) :]
        room -= len(group.pages)
    return found
