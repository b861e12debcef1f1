"""People and teams by handle: who an owner is, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mkdocs_oss.model import Link, Owner
from mkdocs_oss.settings import PersonEntry, TeamEntry, TeamsFile
from mkdocs_oss.settings.urls import is_web_url

_MAIL = re.compile(r"[^@\s<>\"'?&]{1,100}@[A-Za-z0-9.-]{1,200}")
_FORGE_MAIL = re.compile(r"(?:\d+[+-])?([^@+]+)@users\.noreply\.git(?:hub|lab)\.com", re.IGNORECASE)
"""The address that GitHub and GitLab give to who keeps theirs private; the handle is in it."""


class Roster:
    """The lookup of teams.yml. Handles match without regard to case or a leading `@`."""

    def __init__(self, teams: TeamsFile) -> None:
        self._asked: dict[str, Owner] = {}
        self._teams = {_key(handle): (handle, entry) for handle, entry in teams.teams.items()}
        self._people = {_key(handle): (handle, entry) for handle, entry in teams.people.items()}
        self._workers: dict[tuple[str, str], Owner | None] = {}
        named: dict[str, list[tuple[str, PersonEntry]]] = {}
        for handle, entry in teams.people.items():
            if not entry.emails:
                named.setdefault(entry.name.casefold(), []).append((handle, entry))
        self._by_name = {name: people[0] for name, people in named.items() if name and len(people) == 1}
        self._by_mail = {
            mail.casefold(): (handle, entry)
            for handle, entry in teams.people.items()
            for mail in entry.emails
        }

    def owner(self, handle: str) -> Owner:
        """Who a handle (or mail address) is; its own name where teams.yml does not say."""
        if handle not in self._asked:
            self._asked[handle] = self._owner(handle)
        return self._asked[handle]

    def _owner(self, handle: str) -> Owner:
        if team := self._teams.get(_key(handle)):
            return _team(*team, roster=self)
        if person := self._people.get(_key(handle)) or self._by_mail.get(handle.casefold()):
            return _person(*person)
        if _MAIL.fullmatch(handle):
            return Owner(
                handle, handle.partition("@")[0], "unknown"
            )  # an address is shown only if teams.yml says so
        return Owner(handle, handle.lstrip("@#") or handle, "unknown")

    def known_by_mail(self, mail: str) -> Owner | None:
        """The person of that address, or None where teams.yml has nobody of it."""
        person = self._by_mail.get(mail.casefold()) if mail else None
        return _person(*person) if person else None

    def worker(self, name: str, mail: str) -> Owner | None:
        """Who an author of git is, after .mailmap: the person of that address, of the forge's own address for the
        handle, or of that name where teams.yml gives no address of theirs. None for one who is not to be named."""
        asked = (name, mail)
        if asked not in self._workers:
            found = self._by_mail.get(mail.casefold()) or self._by_forge_mail(mail)
            person = found or self._by_name.get(name.casefold())
            who = _person(*person) if person else Owner("", name, "unknown")
            self._workers[asked] = None if person and person[1].hidden else who
        return self._workers[asked]

    def members(self, handle: str) -> tuple[Owner, ...]:
        """The people of a team, those of the teams in it too, each once; nobody where it is no team."""
        found: dict[str, Owner] = {}
        seen: set[str] = set()
        waiting = [_key(handle)] if _key(handle) in self._teams else []
        while waiting:
            team = waiting.pop()
            if team in seen:
                continue  # a cycle of teams
            seen.add(team)
            for member in self._teams[team][1].members:
                if _key(member) in self._teams:
                    waiting.append(_key(member))
                else:
                    found.setdefault(_key(member), self.owner(member))
        return tuple(found.values())

    def _by_forge_mail(self, mail: str) -> tuple[str, PersonEntry] | None:
        forged = _FORGE_MAIL.fullmatch(mail)
        return self._people.get(_key(forged[1])) if forged else None

    def __contains__(self, handle: str) -> bool:
        """Whether teams.yml has the handle, or a person of that mail address."""
        return (
            _key(handle) in self._teams or _key(handle) in self._people or handle.casefold() in self._by_mail
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is no teams.yml, or nothing in it."""
        return not (self._teams or self._people)

    def names(self, handles: Iterable[str]) -> tuple[str, ...]:
        """The names of several handles."""
        return tuple(self._name(handle) for handle in handles)

    def _name(self, handle: str) -> str:
        """A team's name without asking for its backups, which may name it in turn."""
        team = self._teams.get(_key(handle))
        return _team_name(*team) if team else self.owner(handle).name


def _key(handle: str) -> str:
    return handle.casefold().lstrip("@")


def _team(handle: str, entry: TeamEntry, *, roster: Roster) -> Owner:
    contacts = [Link("Chat", entry.chat)] if is_web_url(entry.chat) else []
    if _MAIL.fullmatch(entry.email):
        contacts.append(Link("Mail", f"mailto:{entry.email}"))
    return Owner(
        handle,
        _team_name(handle, entry),
        "team",
        entry.description,
        tuple(contacts),
        roster.names(entry.backups),
        members=tuple(member.handle for member in roster.members(handle)),
    )


def _team_name(handle: str, entry: TeamEntry) -> str:
    return entry.name or handle.lstrip("@").rpartition("/")[2]


def _person(handle: str, entry: PersonEntry) -> Owner:
    contacts = (Link("Chat", entry.chat),) if is_web_url(entry.chat) else ()
    return Owner(handle, entry.name or handle.lstrip("@"), "person", contacts=contacts, left=entry.left)
