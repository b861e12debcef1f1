"""A teams.yml from what repos say: who owns something, who wrote lately, and which addresses are one person's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_oss.mail import MAIL
from mkdocs_oss.ownership.roster import Roster, forge_handle, handle_key
from mkdocs_oss.ownership.shown import shown

LEAST_CHANGES = 5
"""So many recent changes of pages propose somebody who owns nothing, and"""
MOST_AUTHORS = 50
"""so many of them at most, the busiest."""
BY_ADDRESS = "joined with its handle by the first part of an address: check it"
BY_NAME = "joined by name: check that it is one person"
GUESSED = "the handle is made up from an address or a name: mend it"
MAYBE_GROUP = "a GitLab group, if it is one, belongs under teams:"


class Named(Struct, frozen=True):
    """An owner as a file names it, and where: `CODEOWNERS:12 of forecasting`. `may_be_group`: by the dialect."""

    handle: str
    where: str
    may_be_group: bool = False


class Wrote(Struct, frozen=True):
    """Somebody who has changed a page, after .mailmap: how many times, and when last. `recent`: the changes of those
    pages that they changed lately too."""

    name: str
    mail: str
    changes: int
    last: date
    recent: int = 0


class ProposedTeam(Struct):
    """A team that owns something."""

    handle: str
    places: list[str] = field(default_factory=list)


class ProposedPerson(Struct):
    """Somebody by all names, addresses and handles that are theirs, and what says so. `notes`: what to look at."""

    names: dict[str, date] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: int = 0
    recent: int = 0
    last: date = date.min
    handle: str = ""

    @property
    def name(self) -> str:
        """The newest name."""
        return max(self.names, key=lambda name: (self.names[name], name), default="")

    def take(self, other: ProposedPerson, note: str = "") -> None:
        """Makes one of two."""
        for name, day in other.names.items():
            self.names[name] = max(day, self.names.get(name, date.min))
        self.mails |= other.mails
        self.handles |= other.handles
        self.places += other.places
        self.notes += [each for each in (*other.notes, *([note] if note else [])) if each not in self.notes]
        self.changes += other.changes
        self.recent += other.recent
        self.last = max(self.last, other.last)


class Proposal(Struct, frozen=True):
    """What a teams.yml lacks. Of those who own nothing, how many are left out: `slight` have done little since `since`,
    `beyond` are not among the busiest."""

    teams: tuple[ProposedTeam, ...]
    people: tuple[ProposedPerson, ...]
    since: date
    slight: int = 0
    beyond: int = 0

    def __bool__(self) -> bool:
        return bool(self.teams or self.people)


def propose(
    named: Sequence[Named],
    wrote: Iterable[Wrote],
    mailmap: Iterable[tuple[str, tuple[str, ...]]],
    roster: Roster,
    *,
    since: date,
) -> Proposal:
    """Who owns something or wrote much since then, and is not in the roster. `mailmap`: (name, addresses) of one person."""
    joining = _Joining()
    for name, addresses in mailmap:
        by_mail = {mail.casefold(): mail for mail in map(shown, addresses) if mail}
        joining.add(ProposedPerson({shown(name): date.min} if name else {}, by_mail))
    for each in wrote:
        name, mail = shown(each.name), shown(each.mail)
        mails = {mail.casefold(): mail} if mail else {}
        names = {name: each.last} if name else {}
        joining.add(ProposedPerson(names, mails, changes=each.changes, recent=each.recent, last=each.last))
    joining.by_name()
    teams: dict[str, ProposedTeam] = {}
    for owner in (replace(each, handle=shown(each.handle)) for each in named if each.handle.strip("@ ")):
        if owner.handle.startswith("@@"):
            continue  # a role of GitLab's is no team
        if "/" in owner.handle:
            teams.setdefault(handle_key(owner.handle), ProposedTeam(owner.handle)).places.append(owner.where)
        else:
            joining.owner(owner)
    everybody = list(joining.people())
    busy = sorted(
        (person for person in everybody if not person.places and person.recent >= LEAST_CHANGES),
        key=lambda person: (-person.recent, person.name, sorted(person.mails)),
    )
    # who is in the file counts too: once the busiest are in it, it lacks nobody
    busiest, beyond = busy[:MOST_AUTHORS], _unknown(busy[MOST_AUTHORS:], roster)
    people = _unknown([*(person for person in everybody if person.places), *busiest], roster)
    slight = [p for p in everybody if p.changes and not p.places and p.recent < LEAST_CHANGES]
    _give_handles(people)
    return Proposal(
        tuple(sorted((team for key, team in teams.items() if team.handle not in roster), key=_order)),
        tuple(sorted(people, key=_order)),
        since,
        len(_unknown(slight, roster)),
        len(beyond),
    )


class _Joining:
    """People as they are found to be one, by address, by handle, and by name."""

    def __init__(self) -> None:
        self._by: dict[str, ProposedPerson] = {}
        self._mails: dict[str, dict[str, None]] = {}  # what stands before the `@` → addresses

    def people(self) -> Iterator[ProposedPerson]:
        """Each once, in the order in which they were found."""
        yield from {id(person): person for person in self._by.values()}.values()

    def add(self, person: ProposedPerson, note: str = "") -> ProposedPerson:
        """The person, made one with those who have an address or a handle of theirs."""
        for mail in person.mails.values():
            if handle := forge_handle(mail):
                person.handles.setdefault(handle_key(handle), f"@{handle}")
        for mail in person.mails:
            self._mails.setdefault(mail.partition("@")[0], {})[mail] = None
        found = {id(self._by[key]): self._by[key] for key in _keys(person) if key in self._by}
        if not found:
            self._by |= dict.fromkeys(_keys(person), person)
            return person
        first = max(
            found.values(), key=lambda one: len(one.mails) + len(one.handles)
        )  # the least is moved then
        for other in (*found.values(), person):
            if other is not first:
                self._join(first, other, note)
        return first

    def _join(self, first: ProposedPerson, other: ProposedPerson, note: str) -> None:
        first.take(other, note)
        names = (f"name {name.casefold()}" for name in other.names)
        keys = [*_keys(other), *(key for key in names if self._by.get(key) is other)]
        self._by |= dict.fromkeys(keys, first)

    def by_name(self) -> None:
        """Makes those one who have the same name of at least two words."""
        seen: dict[str, ProposedPerson] = {}
        for person in list(self.people()):
            for name in [name.casefold() for name in person.names if " " in name.strip()]:
                first = seen.setdefault(name, person)
                if first is not person:
                    self._join(first, person, BY_NAME)
                    theirs = (name.casefold() for name in person.names)
                    seen |= {name: first for name in theirs if seen.get(name) is person}
                    break

    def owner(self, owner: Named) -> None:
        """Who owns something: by address, by handle, or by an address that begins with the handle."""
        if MAIL.fullmatch(owner.handle) and not owner.handle.startswith("@"):
            mail = owner.handle
            self.add(ProposedPerson({}, {mail.casefold(): mail}, places=[owner.where]))
            return
        key, handle = handle_key(owner.handle), f"@{owner.handle.lstrip('@')}"
        person = ProposedPerson(handles={key: handle}, places=[owner.where])
        is_new = f"handle {key}" not in self._by
        by_mail = (self._by[f"mail {mail}"] for mail in self._mails.get(key, ()))
        alike = {id(each): each for each in by_mail if key not in each.handles}
        found = self.add(person)
        if len(alike) == 1:
            (other,) = alike.values()
            self._join(found, other, BY_ADDRESS)
        elif is_new and owner.may_be_group:
            found.notes.append(MAYBE_GROUP)
        own = found.handles.items()
        found.handles = {key: handle, **{other: written for other, written in own if other != key}}


def _keys(person: ProposedPerson) -> list[str]:
    """What a person is found by: addresses and handles, else names."""
    keys = [f"mail {mail}" for mail in person.mails] + [f"handle {handle}" for handle in person.handles]
    return keys or [f"name {name.casefold()}" for name in person.names]


def _unknown(people: Iterable[ProposedPerson], roster: Roster) -> list[ProposedPerson]:
    return [person for person in people if not _is_known(person, roster)]


def _is_known(person: ProposedPerson, roster: Roster) -> bool:
    if any(handle in roster for handle in (*person.handles.values(), *person.mails.values())):
        return True
    pairs = [*((name, "") for name in person.names), *(("", mail) for mail in person.mails)]
    return any((who := roster.worker(*pair)) is None or bool(who.handle) for pair in pairs)


def _give_handles(people: Sequence[ProposedPerson]) -> None:
    """The handle of each: as it is written where it owns something, else the forge's, else one made up."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for person in sorted(people, key=lambda person: (not person.handles, person.name, sorted(person.mails))):
        handle = next(iter(person.handles.values()), "")
        if not handle:
            person.notes.append(GUESSED)
            mail = min(person.mails, default="")
            handle = "@" + ("".join((mail.partition("@")[0] or person.name.casefold()).split()) or "someone")
        wanted, key = handle, handle_key(handle)
        while handle_key(handle) in taken:
            numbers[key] = numbers.get(key, 1) + 1
            handle = f"{wanted}-{numbers[key]}"
        taken.add(handle_key(handle))
        person.handle = handle


def _order(each: ProposedTeam | ProposedPerson) -> tuple[str, str]:
    return handle_key(each.handle), each.handle
