"""The pages of people: what each team and person looks after, how to reach them, and whom they have to thank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct, field

from mkdocs_oss.model import (
    Commit,
    Forge,
    FreshnessState,
    Handbook,
    Owner,
    Owners,
    PageFacts,
    Unknown,
    Work,
    owner_key,
)
from mkdocs_oss.site.facts_json import repo_of
from mkdocs_oss.site.listing import Listed, listed, rank

URI = "people/index.md"
MOST_LISTED = 1000
"""Up to so many teams, people and unlisted handles stand on the page of all, those who look after most."""
MOST_OF_REPO = 40
"""Up to so many pages of one repo stand on somebody's page, and"""
MOST_PAGES = 600
"""up to so many of all."""
MOST_WORST = 30
"""Up to so many pages to look at first."""
MOST_THANKED = 10
_MOST_SUBJECT = 160


class Owned(Struct, frozen=True):
    """A page that somebody looks after. `state`: None where freshness is off."""

    title: str
    uri: str
    state: FreshnessState | None


class OfRepo(Struct):
    """What somebody looks after in one repo. `more`: pages that there was no room for."""

    name: str
    pages: list[Owned] = field(default_factory=list)
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.pages) + self.more


class Helper(Struct, frozen=True):
    """Somebody from outside who has worked on a page, with the newest change of theirs."""

    who: Owner
    did: Commit
    title: str
    uri: str
    forge: Forge | Unknown

    @property
    def name(self) -> str:
        """Their name; of a mail address, which git may have in its place, the part before the `@`."""
        return self.who.name.partition("@")[0] or self.who.name

    @property
    def subject(self) -> str:
        line = self.did.subject
        return line if len(line) <= _MOST_SUBJECT else f"{line[: _MOST_SUBJECT - 1].rstrip()}…"

    @property
    def url(self) -> str:
        """That commit at the forge; "" where it has no such page."""
        return "" if isinstance(self.forge, Unknown) else self.forge.link("commit", sha=self.did.sha)


class Somebody(Struct):
    """A team or a person, and all that their page shows. `teams`: those that they are in."""

    owner: Owner
    uri: str | None = None
    counts: Counter[FreshnessState] = field(default_factory=Counter)
    pages: int = 0
    worst: list[Listed] = field(default_factory=list)
    members: list[Somebody] = field(default_factory=list)
    teams: list[Somebody] = field(default_factory=list)
    helpers: list[Helper] = field(default_factory=list)
    _repos: dict[str, OfRepo] = field(default_factory=dict)
    _latest: dict[tuple[str, str], Helper] = field(default_factory=dict)

    @property
    def present(self) -> Sequence[Somebody]:
        """The members who have not left."""
        return [member for member in self.members if member.owner.left is None]

    @property
    def repos(self) -> Sequence[OfRepo]:
        """What they look after, the repos with most of it first, as far as a page has room."""
        room = MOST_PAGES
        found = []
        for of in sorted(self._repos.values(), key=lambda of: (-of.count, of.name)):
            fits = min(MOST_OF_REPO, room, len(of.pages))
            found.append(OfRepo(of.name, of.pages[:fits], len(of.pages) - fits))
            room -= fits
        return found

    def add(self, facts: PageFacts, repo: str, to_look_at: Listed | None) -> None:
        """One page more that they look after."""
        state = facts.freshness.state if facts.freshness else None
        self.pages += 1
        self._repos.setdefault(repo, OfRepo(repo)).pages.append(
            Owned(facts.page.title, facts.page.uri, state)
        )
        if state is not None:
            self.counts[state] += 1
        if to_look_at is not None:
            self.worst.append(to_look_at)

    def thank(self, key: tuple[str, str], helper: Helper) -> None:
        """Remembers the newest change of somebody from outside."""
        before = self._latest.get(key)
        if before is None or before.did.time < helper.did.time:
            self._latest[key] = helper

    @property
    def thanks(self) -> Sequence[Sequence[Helper]]:
        """The helpers, those together who made one change together."""
        return [
            list(group) for _, group in groupby(self.helpers, key=lambda helper: (helper.did, helper.uri))
        ]

    def settle(self) -> None:
        """Puts what was found into its order."""
        self.worst.sort(key=rank)
        newest = sorted(self._latest.values(), key=lambda helper: helper.did.time, reverse=True)
        self.helpers = newest[:MOST_THANKED]


class Roll(Struct, frozen=True):
    """Some of everybody, by name. `more`: those for whom there was no room."""

    listed: Sequence[Somebody]
    more: int


class People:
    """Everybody of a handbook. One walk over its pages finds what all of their pages show."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._all = {profile.owner.key: Somebody(profile.owner, profile.uri) for profile in handbook.people}
        self._by_uri = {somebody.uri: somebody for somebody in self._all.values() if somebody.uri}
        self._insiders: dict[str, frozenset[str]] = {}
        self._forges = {source.repo.name: source.forge for source in handbook.sources}
        for somebody in self._all.values():
            for handle in somebody.owner.members:
                self._join(handle, somebody)
        for facts in handbook.pages:
            self._take(facts)
        for somebody in self._all.values():
            somebody.settle()

    def at(self, uri: str) -> Somebody | None:
        """Whose page that is."""
        return self._by_uri.get(uri)

    @property
    def teams(self) -> Roll:
        return _roll(one for one in self._all.values() if one.uri and one.owner.kind != "person")

    @property
    def people(self) -> Roll:
        return _roll(one for one in self._all.values() if one.uri and one.owner.kind == "person")

    @property
    def others(self) -> Roll:
        """Handles that own a page and are not in teams.yml."""
        return _roll(one for one in self._all.values() if not one.uri and one.owner.kind == "unknown")

    def _join(self, handle: str, team: Somebody) -> None:
        member = self._all.get(owner_key(handle))
        if member is None:
            member = Somebody(Owner(handle, handle.lstrip("@"), "unknown"))
        else:
            member.teams.append(team)
        team.members.append(member)

    def _take(self, facts: PageFacts) -> None:
        if not isinstance(facts.owners, Owners) or facts.owners.inferred or facts.page.kind == "index":
            return
        repo = repo_of(facts, self._handbook)
        to_look_at = listed(facts, repo)
        theirs = []
        for owner in facts.owners.owners:
            somebody = self._all.get(owner.key)
            if somebody is not None:
                somebody.add(facts, repo, to_look_at)
                theirs.append(somebody)
        inside = [self._inside(owner) for owner in facts.owners.owners]
        for work in facts.work:
            names = {work.who.key, work.who.name.casefold()} - {""}
            if work.last.is_bot or not all(names.isdisjoint(each) for each in inside):
                continue
            helper = self._helper(work, facts, repo)
            for somebody in theirs:
                somebody.thank((work.who.key, work.who.name if not work.who.key else ""), helper)

    def _inside(self, owner: Owner) -> frozenset[str]:
        """The handles and the names of an owner and of those who are in that team."""
        if owner.key not in self._insiders:
            found = {owner.key, owner.name.casefold()}
            for handle in owner.members:
                key_of_member = owner_key(handle)
                member = self._all.get(key_of_member)
                found |= {key_of_member, member.owner.name.casefold() if member else ""}
            self._insiders[owner.key] = frozenset(found - {""})
        return self._insiders[owner.key]

    def _helper(self, work: Work, facts: PageFacts, repo: str) -> Helper:
        return Helper(work.who, work.last, facts.page.title, facts.page.uri, self._forges[repo])


def _roll(somebodies: Iterable[Somebody]) -> Roll:
    """By name, and those of whom teams.yml says nothing after the others; who has least has no room first."""
    everybody = sorted(somebodies, key=_name)
    most = sorted(everybody, key=lambda one: -one.pages)
    return Roll(sorted(most[:MOST_LISTED], key=_name), len(most[MOST_LISTED:]))


def _name(one: Somebody) -> tuple[bool, str, str]:
    return one.owner.kind == "unknown", one.owner.name.casefold(), one.owner.key
