"""When each person was last at work: on a page, on the code that it speaks of, and anywhere in the repos."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from msgspec import Struct, field

from mkdocs_oss.model import (
    Commit,
    FileHistory,
    Origin,
    PageFacts,
    PageHistory,
    Unknown,
)
from mkdocs_oss.ownership.liveness.people import People

File = Callable[[str, str], FileHistory | Unknown | None]
"""(repo, path) → the history of a file that a page speaks of; None where there never was one."""
_AHEAD = timedelta(days=1)
"""A clock that is this much ahead is only a clock; more than that is no date at all."""


class Sign(Struct, frozen=True, gc=False):
    """The newest that is known of somebody: when, in which repo, and the commit where it was one."""

    time: datetime
    repo: str
    commit: Commit | None = None


Signs = Mapping[str, Sign]
"""By identity (`People.identity`)."""


class Observer(Struct):
    """Reads the signs of life in the histories of `pages` and of their code, and of all that was `seen`, as of `now`.

    A commit from the future tells only that it was made; it counts as the newest of its repo that is not.
    """

    pages: Sequence[PageFacts]
    file: File
    people: People
    now: datetime
    seen: Mapping[str, Mapping[tuple[str, str], datetime]] = field(default_factory=dict)
    _files: dict[tuple[str, str], Signs | None] = field(default_factory=dict)
    _newest: dict[str, datetime] | None = None

    def on_page(self, facts: PageFacts) -> Signs:
        """Who has worked on a page itself; whoever touched it last did, whatever it was, and a review is work too."""
        history, repo = facts.history, repo_name(facts)
        found: dict[str, Sign] = {}
        if isinstance(history, PageHistory):
            for author in history.authors:
                if author.last is not None:
                    self._note(found, self.people.identity(author.name, author.email), repo, author.last)
            last = history.last_touched
            if not last.is_bot:
                self._note(found, self.people.identity(last.author, last.email), repo, last)
        if (reviewed := self.review(facts)) is not None and reviewed[0]:
            note(found, self.people.identity(reviewed[0], ""), Sign(reviewed[1], repo))
        return found

    def review(self, facts: PageFacts) -> tuple[str, datetime] | None:
        """Who reviewed a page last ("" where that is not known), and when."""
        verdict = facts.freshness
        if verdict is None or isinstance(verdict.reviewed, Unknown) or verdict.reviewed > self.now.date():
            return None
        record = verdict.record
        by = record.by if record is not None and record.reviewed == verdict.reviewed else ""
        return by, datetime.combine(verdict.reviewed, time.min, UTC)

    def on_code(self, facts: PageFacts) -> Signs | None:
        """Who has worked on the code that a page speaks of; None where its history is not known as a whole."""
        places = {(each.repo, each.path) for each in facts.freshness.bindings} if facts.freshness else set()
        found: dict[str, Sign] = {}
        for place in places:
            signs = self._on_file(*place)
            if signs is None:
                return None
            for who, sign in signs.items():
                note(found, who, sign)
        return found

    def anywhere(self) -> Signs:
        """The newest of everybody: any commit of the repos, and reviews."""
        found: dict[str, Sign] = {}
        for repo, people in self.seen.items():
            real = [when for when in people.values() if when <= self.now + _AHEAD]
            for (name, mail), when in people.items():
                at = when if when <= self.now else max(real, default=None)
                if at is not None:
                    note(found, self.people.identity(name, mail), Sign(min(at, self.now), repo))
        for facts in self.pages:
            for who, sign in self.on_page(facts).items():
                note(found, who, sign)
            for each in facts.freshness.bindings if facts.freshness else ():
                self._on_file(each.repo, each.path)
        for signs in self._files.values():
            for who, sign in (signs or {}).items():
                note(found, who, sign)
        return found

    def time(self, repo: str, commit: Commit) -> datetime | None:
        """When a commit was made, as far as its date can be believed; None where the repo has no such date."""
        if commit.time <= self.now + _AHEAD:
            return min(commit.time, self.now)
        if self._newest is None:
            self._newest = {}
            for name, each in _commits(self.pages):
                if each.time <= self.now + _AHEAD:
                    self._newest[name] = max(self._newest.get(name, each.time), each.time)
        newest = self._newest.get(repo)
        return None if newest is None else min(newest, self.now)

    def _note(self, found: dict[str, Sign], who: str, repo: str, commit: Commit) -> None:
        when = commit.time if commit.time <= self.now else self.time(repo, commit)
        before = found.get(who)
        if when is not None and (before is None or when > before.time):
            found[who] = Sign(when, repo, commit)

    def _on_file(self, repo: str, path: str) -> Signs | None:
        if (repo, path) not in self._files:
            history = self.file(repo, path)
            if isinstance(history, Unknown) or (history is not None and not history.is_whole):
                self._files[repo, path] = None
            else:
                found: dict[str, Sign] = {}
                for change in history.changes if history is not None else ():
                    commit = change.commit
                    if not commit.is_bot:
                        self._note(found, self.people.identity(commit.author, commit.email), repo, commit)
                self._files[repo, path] = found
        return self._files[repo, path]


def note(found: dict[str, Sign], who: str, sign: Sign) -> None:
    """Keeps a sign of somebody where it is the newest."""
    before = found.get(who)
    if before is None or sign.time > before.time:
        found[who] = sign


def newest(signs: Iterable[Signs], identities: Iterable[str]) -> Sign | None:
    """The newest sign of any of these people in any of `signs`; None where there is none."""
    wanted = tuple(identities)
    found = [each[who] for each in signs for who in wanted if who in each]
    return max(found, key=lambda sign: sign.time, default=None)


def is_document(facts: PageFacts) -> bool:
    """Whether somebody wrote the page as a page: an API reference and a contribution page are made from other files."""
    return facts.page.kind in ("page", "overview")


def repo_name(facts: PageFacts) -> str:
    """The repo that a page is of; "" for one that is none of its files."""
    return facts.page.origin.repo if isinstance(facts.page.origin, Origin) else ""


def _commits(pages: Iterable[PageFacts]) -> Iterator[tuple[str, Commit]]:
    for facts in pages:
        if isinstance(facts.history, PageHistory):
            name = repo_name(facts)
            for commit in (facts.history.created, facts.history.last_touched):
                if isinstance(commit, Commit):
                    yield name, commit
            yield from ((name, author.last) for author in facts.history.authors if author.last is not None)
