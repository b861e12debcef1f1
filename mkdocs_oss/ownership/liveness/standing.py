"""What is known of an owner as of today: who is behind the handle, who of them has left, and who can be recognised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct, field

from mkdocs_oss.model import Owner
from mkdocs_oss.ownership.liveness.people import People, handle_identity, is_known, name_identity
from mkdocs_oss.ownership.liveness.signs import Sign, Signs, newest


class Standing(Struct, frozen=True):
    """An owner and the people behind the handle, without those who have left.

    `state`: `left` where all of them have, `unknown` where nobody of them can be recognised in any history, or where
    one is not to be named: the histories are without what such people did.
    `identities`: an author who only has the same name may be one of them.
    """

    owner: Owner
    state: Literal["left", "known", "unknown"]
    people: tuple[Owner, ...] = ()
    identities: frozenset[str] = frozenset()
    has_unseen: bool = False
    """One of them is in no history: whatever people do whom teams.yml does not know may be theirs."""
    seen: Sign | None = None
    """Where any of them was last at work in the whole handbook."""
    left: date | None = None
    """When the last of them left, where all have."""


class Registry(Struct):
    """The standing of each owner. `signs`: of everybody in the whole handbook; who was at work after `since` is
    active."""

    people: People
    signs: Signs
    today: date
    since: datetime
    _asked: dict[str, Standing] = field(default_factory=dict)

    def of(self, owner: Owner) -> Standing:
        """What is known of an owner; asked once for each handle."""
        if owner.handle not in self._asked:
            self._asked[owner.handle] = self._of(owner)
        return self._asked[owner.handle]

    def is_active(self, person: Owner) -> bool:
        """Whether somebody may be at work: has not left, and was not last seen long ago."""
        if self.has_left(person):
            return False
        seen = newest([self.signs], identities_of(person))
        return seen is None or seen.time > self.since

    def has_left(self, person: Owner) -> bool:
        """Whether teams.yml says that somebody has left, today or before."""
        return person.left is not None and person.left <= self.today

    def may_be(self, standing: Standing, identity: str) -> bool:
        """Whether the work of an author is, or may be, that of an owner."""
        if identity in standing.identities:
            return True
        return standing.has_unseen and not is_known(identity)

    def newest(self, standing: Standing, signs: Iterable[Signs]) -> Sign | None:
        """The newest sign that is, or may be, of an owner."""
        found = [sign for each in signs for identity, sign in each.items() if self.may_be(standing, identity)]
        return max(found, key=lambda sign: sign.time, default=None)

    def _of(self, owner: Owner) -> Standing:
        if owner.kind == "unknown" or owner.is_hidden:
            return Standing(owner, "unknown")
        people = self.people.roster.members(owner.handle) if owner.kind == "team" else (owner,)
        there = tuple(person for person in people if not self.has_left(person))
        if people and not there:
            return Standing(owner, "left", left=max(person.left for person in people if person.left))
        if any(person.is_hidden for person in there):
            return Standing(owner, "unknown", there)
        seen = [person for person in there if handle_identity(person.handle) in self.signs]
        identities = frozenset(each for person in there for each in identities_of(person))
        return Standing(
            owner,
            "known" if seen else "unknown",
            there,
            identities,
            has_unseen=len(seen) < len(there) and owner.kind == "team",
            seen=newest([self.signs], identities),
        )


def identities_of(person: Owner) -> tuple[str, ...]:
    """Under which identities the work of somebody may stand in the histories: many sign with their handle."""
    handle = person.handle.rpartition("/")[2]
    return handle_identity(person.handle), name_identity(person.name), name_identity(handle)
