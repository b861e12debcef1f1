"""People and teams by handle: who an owner is, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from mkdocs_oss.mail import MAIL, is_address
from mkdocs_oss.model import Link, Owner
from mkdocs_oss.ownership.unnamed import Unnamed
from mkdocs_oss.settings import PersonEntry, TeamEntry, TeamsFile
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.words import Words

_FORGE_MAIL = re.compile(r"(?:\d+[+-])?([^@+]+)@users\.noreply\.git(?:hub|lab)\.com", re.IGNORECASE)
"""The address that GitHub and GitLab give to who keeps theirs private; the handle is in it."""


_ROLE = re.compile(r"@@(developer|maintainer|owner)s?", re.IGNORECASE)
"""A role in GitLab's CODEOWNERS. Source: https://docs.gitlab.com/user/project/codeowners/reference/"""


class Roster:
    """The lookup of teams.yml. Handles match without regard to case or a leading `@`.

    `language`: of the words that go with a contact. `today`: whoever has left by then is no longer offered, and
    of who leaves later nothing is said before the day.
    """

    def __init__(self, teams: TeamsFile, *, language: str = "en", today: date = date.max) -> None:
        self._words, self._today = Words.of(language), today
        self.unnamed = Unnamed(teams.people, self._words.say("unnamed"))
        self._asked: dict[str, Owner] = {}
        self._teams = {handle_key(handle): (handle, entry) for handle, entry in teams.teams.items()}
        self._people = {handle_key(handle): (handle, entry) for handle, entry in teams.people.items()}
        self._workers: dict[tuple[str, str], Owner | None] = {}
        named: dict[str, list[tuple[str, PersonEntry]]] = {}
        for handle, entry in teams.people.items():
            if not entry.emails:
                named.setdefault(entry.name.casefold(), []).append((handle, entry))
        self._by_name = {name: people[0] for name, people in named.items() if name and len(people) == 1}
        self._by_mail = {
            mail.casefold(): (handle, entry)
            for handle, entry in sorted(teams.people.items(), key=lambda item: item[1].hidden)
            for mail in entry.emails  # an address of two people, one of them hidden, is the hidden one's
        }

    def owner(self, handle: str) -> Owner:
        """Who a handle (or mail address) is; its own name where teams.yml does not say."""
        if handle not in self._asked:
            self._asked[handle] = self._owner(handle)
        return self._asked[handle]

    def _owner(self, handle: str) -> Owner:
        role, known = _ROLE.fullmatch(handle), self._teams.get(handle_key(handle))
        if role and not (known and known[0].startswith("@@")):  # not whoever is called so, `@maintainer`
            return Owner(handle, self._words.say(f"role-{role[1].lower()}"), "unknown")
        if team := self._teams.get(handle_key(handle)):
            return self._team(*team)
        if person := self._people.get(handle_key(handle)) or self._by_mail.get(handle.casefold()):
            return self._person(*person)
        if self.unnamed.has_name(handle):
            return self.nobody_named
        if is_address(handle):
            name = _shown(handle)
            return Owner(name, name, "unknown", mail=handle)
        return Owner(handle, handle.lstrip("@#") or handle, "unknown")

    def everybody(self) -> tuple[Owner, ...]:
        """The teams of teams.yml and then its people, in its order, without those who are not to be named."""
        handles = (handle for handle, _ in (*self._teams.values(), *self._people.values()))
        return tuple(owner for owner in map(self.owner, handles) if not owner.is_hidden)

    def known_by_mail(self, mail: str) -> Owner | None:
        """The person of that address, or None where teams.yml has nobody of it."""
        person = self._by_mail.get(mail.casefold()) if mail else None
        return self._person(*person) if person else None

    def worker(self, name: str, mail: str) -> Owner | None:
        """Who an author of git is, after .mailmap: the person of that address, of the forge's own address for the
        handle, or of that name where teams.yml gives no address of theirs. None for one who is not to be named."""
        asked = (name, mail)
        if asked not in self._workers:
            found = self._by_mail.get(mail.casefold()) or self._by_forge_mail(mail)
            person = found or self._by_name.get(name.casefold())
            who = self._person(*person) if person else Owner("", name, "unknown")
            self._workers[asked] = None if who.is_hidden or self.unnamed.has_name(name) else who
        return self._workers[asked]

    def handle_of(self, name: str, mail: str) -> str:
        """The handle of who an author of git is, of one who is not to be named too: to compare with, never to show."""
        found = self._by_mail.get(mail.casefold()) or self._by_forge_mail(mail)
        person = found or self._by_name.get(name.casefold())
        return person[0] if person else ""

    def backups(self, handle: str) -> tuple[Owner, ...]:
        """Who stands in for a team or a person."""
        found = self._teams.get(handle_key(handle)) or self._people.get(handle_key(handle))
        return tuple(self.owner(backup) for backup in found[1].backups) if found else ()

    def members(self, handle: str) -> tuple[Owner, ...]:
        """The people of a team, those of the teams in it too, each once; nobody where it is no team.

        Whoever left and whoever is not to be named is among them.
        """
        return tuple(map(self.owner, self._members(handle)))

    def _members(self, handle: str) -> Iterable[str]:
        """Their handles as they are written."""
        found: dict[str, str] = {}
        seen: set[str] = set()
        waiting = [handle_key(handle)] if handle_key(handle) in self._teams else []
        while waiting:
            team = waiting.pop()
            if team in seen:
                continue  # a cycle of teams
            seen.add(team)
            for member in self._teams[team][1].members:
                if handle_key(member) in self._teams:
                    waiting.append(handle_key(member))
                else:
                    found.setdefault(handle_key(member), member)
        return found.values()

    def _by_forge_mail(self, mail: str) -> tuple[str, PersonEntry] | None:
        handle = forge_handle(mail)
        return self._people.get(handle_key(handle)) if handle else None

    def __contains__(self, handle: str) -> bool:
        """Whether teams.yml has the handle, or a person of that mail address."""
        return (
            handle_key(handle) in self._teams
            or handle_key(handle) in self._people
            or handle.casefold() in self._by_mail
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is no teams.yml, or nothing in it."""
        return not (self._teams or self._people)

    def names(self, handles: Iterable[str]) -> tuple[str, ...]:
        """The names of those of several handles who are still there and may be named."""
        return tuple(dict.fromkeys(name for handle in handles if (name := self._name(handle))))

    def _name(self, handle: str) -> str:
        """A name without asking for backups, which may name each other; "" where it is not to be offered."""
        if team := self._teams.get(handle_key(handle)):
            return "" if self._is_deserted(handle) else _team_name(*team)
        person = self._people.get(handle_key(handle)) or self._by_mail.get(handle.casefold())
        if person is None:
            return "" if self.unnamed.has_name(handle) else self.owner(handle).name
        return "" if person[1].hidden or self._has_left(person[1].left) else _person_name(*person)

    def _has_left(self, left: date | None) -> bool:
        return left is not None and left <= self._today

    def _is_deserted(self, team: str) -> bool:
        """Whether all people of a team have left; whoever is not to be named may be there."""
        people = [self._people.get(handle_key(member)) for member in self._members(team)]
        return bool(people) and all(
            person is not None and not person[1].hidden and self._has_left(person[1].left)
            for person in people
        )

    def _team(self, handle: str, entry: TeamEntry) -> Owner:
        members = self.members(handle)
        return Owner(
            handle,
            _team_name(handle, entry),
            "team",
            entry.description,
            self._contacts(chat=entry.chat, issues=entry.issues, rota=entry.rota, mail=entry.email),
            self.names(entry.backups),
            members=tuple(
                member.mail if member.mail and member.kind == "person" else member.handle
                for member in members
                if not member.is_hidden
            ),
            present=tuple(member.name for member in members if not member.is_hidden and member.left is None),
            is_deserted=self._is_deserted(handle),
        )

    def _person(self, handle: str, entry: PersonEntry) -> Owner:
        if entry.hidden:
            return self.nobody_named
        return Owner(
            _shown(handle),
            _person_name(handle, entry),
            "person",
            contacts=self._contacts(chat=entry.chat, mail=entry.email),
            backups=self.names(entry.backups),
            left=entry.left if self._has_left(entry.left) else None,
            mail=handle if is_address(handle) else "",
        )

    @property
    def nobody_named(self) -> Owner:
        """Whoever is not to be named."""
        return Owner("", self.unnamed.instead, "person", is_hidden=True)

    def _contacts(self, *, mail: str, **urls: str) -> tuple[Link, ...]:
        """The links that lead somewhere, each with its word: `contact-chat`, `contact-issues`, …"""
        found = [Link(self._words.say(f"contact-{key}"), url) for key, url in urls.items() if is_web_url(url)]
        if MAIL.fullmatch(mail):
            found.append(Link(self._words.say("contact-mail"), f"mailto:{mail}"))
        return tuple(found)


def handle_key(handle: str) -> str:
    """A handle as it is compared."""
    return handle.casefold().lstrip("@")


def forge_handle(mail: str) -> str:
    """The handle, without its `@`, in the address that a forge gives to who keeps theirs private; "" in any other."""
    forged = _FORGE_MAIL.fullmatch(mail)
    return forged[1] if forged else ""


def _team_name(handle: str, entry: TeamEntry) -> str:
    return entry.name or handle.lstrip("@").rpartition("/")[2]


def _person_name(handle: str, entry: PersonEntry) -> str:
    return entry.name or _shown(handle).lstrip("@")


def _shown(handle: str) -> str:
    """A handle as it may stand on pages: an address, which only `email:` gives to be shown, without its domain."""
    return handle.partition("@")[0] if is_address(handle) else handle
