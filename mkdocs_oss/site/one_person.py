"""What hangs on one person, and whose owners have all left, as teams.yml and the repos' settings declare it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from mkdocs_oss.model import Handbook, Maintenance, Origin, Owner, Owners, PageFacts, owner_key

_MANY = 2
"""Fewer pages of a folder are no part of the handbook that hangs on somebody."""


class Alone(Struct):
    """A repo, or a folder of it, of which one person answers for more than half, with nobody to stand in.

    `count` of its `total` pages are theirs alone.
    """

    repo: str
    folder: str
    owner: Owner
    count: int
    total: int


class Staff:
    """Who is still there, as teams.yml declares it."""

    def __init__(self, handbook: Handbook) -> None:
        self._today = handbook.generated.date()
        self._left = {
            profile.owner.key: profile.owner.left
            for profile in handbook.people
            if profile.owner.left is not None
        }
        self._with_unnamed = {profile.owner.key for profile in handbook.people if profile.has_unnamed}
        self._promises: Mapping[str, Maintenance] = {
            source.repo.name: source.repo.maintenance for source in handbook.sources
        }

    def have_all_left(self, owners: Sequence[Owner]) -> bool:
        """Whether all of them have left, or are teams of which all have."""
        return bool(owners) and all(self._has_left(owner) for owner in owners)

    def carries_alone(self, facts: PageFacts, repo: str) -> Owner | None:
        """The one owner of a page behind whom there is one person, and nobody to stand in; None where that is not
        certain."""
        owners = facts.owners.owners if isinstance(facts.owners, Owners) and not facts.owners.inferred else ()
        present = [owner for owner in owners if not self._has_left(owner)]
        if len(present) != 1 or self._promises[repo].backups:
            return None
        (owner,) = present
        if owner.backups or owner.kind == "unknown" or owner.key in self._with_unnamed:
            return None
        there = [member for member in owner.members if not self._is_over(member)]
        return owner if owner.kind == "person" or len(there) == 1 else None

    def _has_left(self, owner: Owner) -> bool:
        if owner.kind == "team":
            known = bool(owner.members) and owner.key not in self._with_unnamed
            return known and all(self._is_over(member) for member in owner.members)
        return owner.left is not None and owner.left <= self._today

    def _is_over(self, handle: str) -> bool:
        left: date | None = self._left.get(owner_key(handle))
        return left is not None and left <= self._today


class Carried:
    """Which pages one person carries alone, by repo and by folder."""

    def __init__(self) -> None:
        self._totals: Counter[tuple[str, str]] = Counter()
        self._counts: dict[tuple[str, str], Counter[Owner]] = {}
        self.elsewhere = 0

    def add(self, facts: PageFacts, repo: str, owner: Owner | None) -> None:
        """One page more; `owner`: who carries it alone."""
        origin = facts.page.origin
        folder = origin.path.rpartition("/")[0] if isinstance(origin, Origin) else ""
        for place in {(repo, ""), (repo, folder)}:
            self._totals[place] += 1
            if owner is not None:
                self._counts.setdefault(place, Counter())[owner] += 1

    def alone(self) -> Sequence[Alone]:
        """Repos of which one person carries more than half, and of the others the folders; all else is counted."""
        found: list[Alone] = []
        whole: dict[str, Owner] = {}
        self.elsewhere = 0
        for (repo, folder), counts in sorted(self._counts.items(), key=lambda item: item[0]):
            ((owner, count),) = counts.most_common(1)
            total = self._totals[repo, folder]
            if not folder:
                self.elsewhere += counts.total()
            if 2 * count <= total or (folder and (count < _MANY or whole.get(repo) == owner)):
                continue
            if not folder:
                whole[repo] = owner
            self.elsewhere -= count
            found.append(Alone(repo, folder, owner, count, total))
        return found
