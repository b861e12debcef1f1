"""What is odd in teams.yml: teams that are in each other, handles that it does not know, what stands in it twice."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from mkdocs_oss.ownership.roster import handle_key
from mkdocs_oss.ownership.shown import shown
from mkdocs_oss.settings import TeamsFile
from mkdocs_oss.settings.located_yaml import Path


class Oddity(Struct, frozen=True):
    """One finding: its code, where (`file:line`), what is odd, and what to do. An address is never in it.

    `is_wrong`: it cannot be meant so.
    """

    code: str
    where: str
    what: str
    remedy: str
    is_wrong: bool = False


def lint_teams(teams: TeamsFile) -> Iterator[Oddity]:
    """All that is odd, each kind in the order of the file."""
    yield from _cycles(teams)
    yield from _twice(teams)
    if teams.people:
        yield from _not_known(teams)


def _cycles(teams: TeamsFile) -> Iterator[Oddity]:
    """Each ring of teams once, from the team that stands first in the file."""
    named = {handle_key(handle): handle for handle in teams.teams}
    inner = {
        key: [
            (at, other) for at, member in enumerate(entry.members) if (other := handle_key(member)) in named
        ]
        for key, entry in ((handle_key(handle), entry) for handle, entry in teams.teams.items())
    }
    done: set[str] = set()
    for start in inner:
        if start in done:
            continue
        way, waiting = [start], [iter(inner[start])]
        done.add(start)
        while waiting:  # as deep as the teams go, which is no depth for a recursion
            at, team = next(waiting[-1], (0, ""))
            if not team:
                waiting.pop()
                way.pop()
            elif team in way:
                ring = [*way[way.index(team) :], team]
                rings = " → ".join(named[key] for key in ring)
                yield Oddity(
                    "teams-cycle",
                    teams.where("teams", named[way[-1]], "members", at),
                    f"members: a team is in itself: {shown(rings)}",
                    "take one of them out of the other's members",
                    is_wrong=True,
                )
            elif team not in done:
                done.add(team)
                way.append(team)
                waiting.append(iter(inner[team]))


def _twice(teams: TeamsFile) -> Iterator[Oddity]:
    """Handles that are one to us, and addresses of two people: work would be credited to either."""
    named = (*(("teams", handle) for handle in teams.teams), *(("people", handle) for handle in teams.people))
    handles: dict[str, tuple[str, str]] = {}
    for group, handle in named:
        first = handles.setdefault(handle_key(handle), (group, handle))
        if first != (group, handle):
            what = f"{group}: {shown(handle)} stands twice, first in {first[0]}{_line(teams, first)}"
            yield Oddity(
                "teams-twice", teams.where(group, handle), what, "keep one of the two", is_wrong=True
            )
    addresses: dict[str, tuple[str, Path]] = {}
    for handle, entry in teams.people.items():
        for at, mail in enumerate(entry.emails):
            path: Path = ("people", handle, "emails", at)
            owner, before = addresses.setdefault(mail.casefold(), (handle, path))
            if owner != handle:
                what = f"emails of {shown(handle)}: {shown(owner)}{_line(teams, before)} has the same address"
                remedy = "keep it at the person whose it is"
                yield Oddity("teams-twice", teams.where(*path), what, remedy, is_wrong=True)


def _not_known(teams: TeamsFile) -> Iterator[Oddity]:
    """Members and backups that the file does not have, where it has people at all."""
    known = {handle_key(handle) for handle in (*teams.teams, *teams.people)}
    known |= {mail.casefold() for entry in teams.people.values() for mail in entry.emails}
    for group, entries in (("teams", teams.teams), ("people", teams.people)):
        for handle, entry in entries.items():
            for key in ("members", "backups"):
                for at, named in enumerate(getattr(entry, key, ())):
                    if handle_key(named) not in known:
                        where = teams.where(group, handle, key, at)
                        what = f"{key} of {shown(handle)}: {shown(_without_domain(named))} is not in the file"
                        remedy = "add the handle to `people:`, or mend the name"
                        yield Oddity("teams-unknown", where, what, remedy)


def _line(teams: TeamsFile, path: Path) -> str:
    line = teams.lines.get(path)
    return f" (line {line})" if line else ""


def _without_domain(handle: str) -> str:
    """A handle that is a mail address shows the part before its `@` alone."""
    return handle if handle.startswith("@") else handle.partition("@")[0]
