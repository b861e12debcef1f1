"""What the pages of a handbook say of their owners, folded: one concern of a kind for the same owners and repo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_oss.model import Concern, ConcernKind, Link, PageFacts, Reason
from mkdocs_oss.ownership.liveness.pages import Elsewhere, Judge, Quiet
from mkdocs_oss.ownership.liveness.signs import Sign, note, repo_name
from mkdocs_oss.ownership.liveness.standing import Standing
from mkdocs_oss.ownership.liveness.successors import Search

MOST_NAMED = 3
CommitLink = Callable[[str, str], str | None]
"""(repo, commit id) → its page at the forge."""
_ORDER = ("left", "quiet", "elsewhere", "alone", "weak")
_Values = dict[str, str | int | date]


class _Group(Struct):
    """Pages of one repo and of the same owners, and what was found on each."""

    repo: str
    owners: tuple[Standing, ...]
    others: list[tuple[Standing, ...]] = field(default_factory=list)
    """Where owners have left: of each page those who have not."""
    pages: list[PageFacts] = field(default_factory=list)
    silences: list[Quiet] = field(default_factory=list)
    works: list[Elsewhere] = field(default_factory=list)


class Concerns(Struct, frozen=True):
    """Finds the concerns of all pages."""

    judge: Judge
    search: Search
    link: CommitLink

    def found(self, pages: Iterable[PageFacts]) -> Iterator[Concern]:
        """The concerns, the certain and strong ones first. Of each of its owners a page says one
        thing at most."""
        groups: dict[str, dict[tuple[str, ...], _Group]] = {kind: {} for kind in _ORDER}

        def group(
            kind: str, repo: str, owners: tuple[Standing, ...], facts: PageFacts, more: str = ""
        ) -> _Group:
            key = (repo, more, *(owner.owner.handle for owner in owners))
            found = groups[kind].setdefault(key, _Group(repo, owners))
            found.pages.append(facts)
            return found

        for facts in pages:
            owners, repo = self.judge.declared(facts), repo_name(facts)
            there = tuple(owner for owner in owners if owner.state != "left")
            for owner in owners:
                if owner.state == "left":
                    group("left", repo, (owner,), facts, "shared" if there else "").others.append(there)
            if not there:
                continue
            silence = self.judge.quiet(facts, owners)
            if silence is not None and silence.is_strong:
                group("quiet", repo, silence.owners, facts, _never(silence)).silences.append(silence)
            elif (work := self.judge.elsewhere(facts, owners)) is not None:
                group("elsewhere", repo, owners, facts).works.append(work)
            elif silence is not None:
                group("weak", repo, silence.owners, facts, _never(silence)).silences.append(silence)
            elif len(owners) == 1 and self._is_alone(owners[0], repo):
                group("alone", repo, owners, facts)
        make = {
            "left": self._left,
            "quiet": self._quiet,
            "elsewhere": self._elsewhere,
            "alone": self._no_backup,
            "weak": self._quiet,
        }
        for kind in _ORDER:
            for each in groups[kind].values():
                yield make[kind](each)

    def _left(self, about: _Group) -> Concern:
        owner = about.owners[0]
        values: _Values = {"name": owner.owner.name, "count": len(about.pages)}
        values["day"] = owner.left or self.judge.registry.today
        code = "liveness-left-all" if owner.owner.kind == "team" else "liveness-left"
        concern = self._concern("owner-left", about, [Reason(code, values)])
        beside = tuple(
            each.owner
            for each in about.others[0]
            if not each.owner.is_hidden and all(each in others for others in about.others)
        )
        return replace(concern, is_shared=bool(about.others[0]), beside=beside)

    def _quiet(self, about: _Group) -> Concern:
        silences = about.silences
        last = max((each.last for each in silences if each.last), key=lambda sign: sign.time, default=None)
        has_code = any(each.has_code for each in silences)
        code = f"liveness-quiet{'' if last else '-never'}{'-code' if has_code else ''}"
        values: _Values = {"owners": _names(about.owners), "count": len(about.pages)}
        if last is not None:
            values["day"] = last.time.date()
        reasons = [Reason(code, values, self._links([last] if last else []))]
        since: dict[str, Sign] = {}
        for silence in silences:
            for identity, sign in silence.since.items():
                note(since, identity, sign)
        if since:
            others = sorted(since, key=lambda identity: (since[identity].time, identity), reverse=True)
            newest = [since[identity] for identity in others[:MOST_NAMED]]
            said: _Values = {"others": self._people(others), "day": newest[0].time.date()}
            code = "liveness-since" if last is not None else "liveness-others"
            reasons.append(Reason(code, said, self._links(newest)))
        elif last is not None and all(each.is_untouched for each in silences):
            reasons.append(Reason("liveness-since-nobody"))
        seen = [(owner.seen, owner.owner.name) for owner in about.owners if owner.seen is not None]
        if seen:
            sign, name = max(seen, key=lambda one: one[0].time)
            at: _Values = {"name": name, "repo": sign.repo, "day": sign.time.date()}
            reasons.append(Reason("liveness-seen", at, self._links([sign])))
        return self._concern("owner-quiet", about, reasons, is_strong=silences[0].is_strong)

    def _elsewhere(self, about: _Group) -> Concern:
        theirs: dict[str, int] = {}
        for work in about.works:
            theirs[work.who] = theirs.get(work.who, 0) + work.theirs
        values: _Values = {
            "owners": _names(about.owners),
            "others": self._people(sorted(theirs, key=lambda who: (-theirs[who], who))),
            "count": len(about.pages),
            "own": sum(work.own for work in about.works),
            "total": sum(work.total for work in about.works),
            "theirs": sum(theirs.values()),
        }
        return self._concern("owner-elsewhere", about, [Reason("liveness-elsewhere", values)])

    def _no_backup(self, about: _Group) -> Concern:
        owner = about.owners[0]
        values: _Values = {"name": owner.owner.name, "count": len(about.pages)}
        code = "liveness-no-backup"
        if owner.owner.kind == "team":
            values |= {"team": owner.owner.name, "name": self._active(owner)[0]}
            code = "liveness-no-backup-team"
        return self._concern("no-backup", about, [Reason(code, values)])

    def _is_alone(self, owner: Standing, repo: str) -> bool:
        """Whether a page depends on one person, who may be named, and nobody stands in."""
        if owner.owner.is_hidden or owner.owner.kind == "unknown" or len(self._active(owner)) != 1:
            return False
        if any(person.is_hidden for person in owner.people):
            return False
        return not self.search.backups_of(owner.owner, repo)

    def _active(self, owner: Standing) -> list[str]:
        """The names of the people of an owner who may be at work."""
        return [person.name for person in owner.people if self.judge.registry.is_active(person)]

    def _concern(
        self, kind: ConcernKind, about: _Group, reasons: Sequence[Reason], *, is_strong: bool = True
    ) -> Concern:
        owners = tuple(owner.owner for owner in about.owners)
        return Concern(
            kind,
            owners,
            about.repo,
            tuple(facts.page.uri for facts in about.pages),
            tuple(reasons),
            self.search.successors(owners, about.repo, about.pages),
            is_strong,
        )

    def _people(self, identities: Sequence[str]) -> str:
        return _listed([who.name for identity in identities if (who := self.search.people.who(identity))])

    def _links(self, signs: Iterable[Sign]) -> tuple[Link, ...]:
        found = ((sign.commit, self.link(sign.repo, sign.commit.sha)) for sign in signs if sign.commit)
        return tuple(Link(commit.sha[:10], url) for commit, url in found if url)


def _names(owners: Iterable[Standing]) -> str:
    return _listed([owner.owner.name for owner in owners])


def _listed(names: Sequence[str]) -> str:
    """The names, in any language; of many, the first few and how many more."""
    more = f" (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _never(silence: Quiet) -> str:
    return "" if silence.last is not None else "never"
