"""Who could be asked to take pages over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from mkdocs_oss.model import Commit, Owner, PageFacts, PageHistory, Successor
from mkdocs_oss.ownership.liveness.people import People, handle_identity
from mkdocs_oss.ownership.liveness.standing import Registry, identities_of

MOST = 3


class _Share(Struct):
    changes: int
    last: Commit


class Search(Struct, frozen=True):
    """Looks for successors. `backups`: repo → handles of who stands in for all of it."""

    people: People
    registry: Registry
    backups: Mapping[str, Sequence[str]]

    def backups_of(self, owner: Owner, repo: str) -> tuple[Owner, ...]:
        """Who stands in for an owner in a repo, and may be named and at work."""
        roster = self.people.roster
        named = [*roster.backups(owner.mail or owner.handle), *map(roster.owner, self.backups.get(repo, ()))]
        found = {who.handle: who for who in named if who.handle.casefold() != owner.handle.casefold()}
        return tuple(
            who for who in found.values() if not who.is_hidden and self.registry.of(who).state != "left"
        )

    def successors(
        self, owners: Sequence[Owner], repo: str, pages: Iterable[PageFacts]
    ) -> tuple[Successor, ...]:
        """Backups first, then other people of the teams, then who has worked most on the pages of late."""
        found: dict[str, Successor] = {}
        shares = self._shares(pages)
        skip = {identity for owner in owners for identity in identities_of(owner)}

        def add(identity: str, who: Owner, why: str) -> None:
            if identity in skip or identity in found or not self.registry.is_active(who):
                return
            share = shares.get(identity)
            changes, last = (share.changes, share.last) if share else (0, None)
            found[identity] = Successor(who, why, changes, last)  # type: ignore[arg-type]

        for owner in owners:
            for who in self.backups_of(owner, repo):
                add(handle_identity(who.handle), who, "backup")
        for owner in owners:
            for who in self.people.roster.members(owner.handle):
                if handle_identity(who.handle) in self.registry.signs:
                    add(handle_identity(who.handle), who, "member")
        for identity, share in sorted(shares.items(), key=lambda item: (-item[1].changes, item[0])):
            person = self.people.who(identity)
            if person is not None and share.last.time > self.registry.since:
                add(identity, person, "author")
        return tuple(found.values())[:MOST]

    def _shares(self, pages: Iterable[PageFacts]) -> dict[str, _Share]:
        """Identity → the changes of somebody on the pages."""
        found: dict[str, _Share] = {}
        for facts in pages:
            for author in facts.history.authors if isinstance(facts.history, PageHistory) else ():
                if author.last is None:
                    continue
                identity = self.people.identity(author.name, author.email)
                share = found.setdefault(identity, _Share(0, author.last))
                share.changes += author.commits
                share.last = max(share.last, author.last, key=lambda commit: commit.time)
        return found
