"""Whether those who look after pages are still there, and who else could.

Histories and teams.yml tell it, and nothing else: who works without a commit is not seen, so what cannot be told
stays unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from mkdocs_oss.model import Interval, Liveness, PageFacts
from mkdocs_oss.ownership.liveness.bus_factor import Census
from mkdocs_oss.ownership.liveness.concerns import CommitLink, Concerns
from mkdocs_oss.ownership.liveness.pages import Judge
from mkdocs_oss.ownership.liveness.people import People
from mkdocs_oss.ownership.liveness.signs import File, Observer
from mkdocs_oss.ownership.liveness.standing import Registry
from mkdocs_oss.ownership.liveness.successors import Search
from mkdocs_oss.ownership.roster import Roster

__all__ = ["CommitLink", "File", "liveness"]


def liveness(
    pages: Sequence[PageFacts],
    roster: Roster,
    *,
    quiet_after: Interval,
    now: datetime,
    file: File,
    link: CommitLink = lambda repo, sha: None,
    backups: Mapping[str, Sequence[str]] | None = None,
    docs: Mapping[str, str] | None = None,
    seen: Mapping[str, Mapping[tuple[str, str], datetime]] | None = None,
) -> Liveness:
    """What is known of the owners of all pages of a handbook, as of `now` (UTC).

    `quiet_after`: how long somebody may not have been seen before it is said. `file`: the history of a file that a page
    speaks of. `backups`: repo → handles of who stands in for all of it. `docs`: repo → its docs folder, "" for all of
    it. `seen`: repo → (name, mail address) of its authors → the newest commit of each.
    """
    today = now.date()
    before = Interval(-quiet_after.months, -quiet_after.days).after(today)
    since = datetime.combine(before, time.max, UTC)
    people = People(roster)
    observer = Observer(pages, file, people, now, seen or {})
    registry = Registry(people, observer.anywhere(), today, since)
    judge = Judge(observer, registry, since)
    concerns = Concerns(judge, Search(people, registry, backups or {}), link)
    unknown = {
        owner.owner.handle
        for facts in pages
        for owner in judge.declared(facts)
        if owner.state == "unknown" and not owner.owner.is_hidden
    }
    return Liveness(
        tuple(concerns.found(pages)),
        tuple(Census(people, registry.has_left, registry.signs, docs or {}).factors(pages)),
        tuple(sorted(unknown)),
    )
