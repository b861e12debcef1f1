"""One page: whether its owners have left, have long not worked on it, or whether others do the work."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from msgspec import Struct

from mkdocs_oss.model import Commit, Owners, PageFacts, PageHistory
from mkdocs_oss.ownership.liveness.signs import Observer, Sign, Signs, is_document, note, repo_name
from mkdocs_oss.ownership.liveness.standing import Registry, Standing

HARDLY_ANY = 0.1
MOST = 0.5
ENOUGH = 5
"""Commits of others on a page, before its owners are said to be others than those who work on it."""


class Quiet(Struct, frozen=True):
    """The owners' last sign on a page and its code, if any; who has worked on the page since; whether there is code.

    `is_untouched`: nobody has changed anything on the page since, whoever it may be. `is_strong`: others have been at work on it of late in their place, or its owners were not seen anywhere.
    """

    owners: tuple[Standing, ...]
    last: Sign | None
    since: Signs
    has_code: bool
    is_untouched: bool
    is_strong: bool


class Elsewhere(Struct, frozen=True):
    """Of `total` commits on a page its owners made `own`, and somebody else `theirs`."""

    owners: tuple[Standing, ...]
    who: str
    theirs: int
    own: int
    total: int


class Judge(Struct):
    """Judges pages one by one. `since`: the day from which on a sign of an owner is one of today."""

    observer: Observer
    registry: Registry
    since: datetime

    def declared(self, facts: PageFacts) -> tuple[Standing, ...]:
        """The owners that something names; none of a page whose owners are inferred, or that is no document."""
        if not is_document(facts) or not repo_name(facts):
            return ()
        if not isinstance(facts.owners, Owners) or facts.owners.inferred:
            return ()
        return tuple(self.registry.of(owner) for owner in facts.owners.owners)

    def quiet(self, facts: PageFacts, owners: tuple[Standing, ...]) -> Quiet | None:
        """That none of the owners who are still there has worked on the page or its code for long; None where one
        has, or where it cannot be told."""
        there = tuple(owner for owner in owners if owner.state != "left")
        history, repo = facts.history, repo_name(facts)
        if not there or any(owner.state == "unknown" for owner in there) or facts.is_edited:
            return None
        if not isinstance(history, PageHistory) or not isinstance(history.created, Commit):
            return None
        created = self.observer.time(repo, history.created)
        if created is None or created > self.since:
            return None
        on_page = self.observer.on_page(facts)
        last = self._last(there, on_page)
        if last is not None and last.time > self.since:
            return None
        on_code = self.observer.on_code(facts)
        if on_code is None:
            return None
        last = self._last(there, on_page, on_code)
        if (review := self.observer.review(facts)) is not None and not review[0]:  # it may have been theirs
            reviewed = Sign(review[1], repo)
            last = reviewed if last is None or reviewed.time > last.time else last
        if last is not None and last.time > self.since:
            return None
        others = self._others(facts, there)
        since = {who: sign for who, sign in others.items() if last is None or sign.time > last.time}
        unseen = all(owner.seen is None or owner.seen.time <= self.since for owner in there)
        is_worked_on = any(sign.time > self.since for sign in since.values())
        may_review = last is None and not unseen  # many who look after pages review what others write
        has_code = facts.freshness is not None and bool(facts.freshness.bindings)
        is_untouched = last is not None and history.last_touched.time <= last.time
        return Quiet(
            there, last, since, has_code, is_untouched, is_strong=unseen or (is_worked_on and not may_review)
        )

    def elsewhere(self, facts: PageFacts, owners: tuple[Standing, ...]) -> Elsewhere | None:
        """That the owners have hardly any part in what was done on the page, and one other person, who is still at it,
        has at least half of it."""
        history = facts.history
        if not owners or any(owner.state != "known" for owner in owners):
            return None
        if not isinstance(history, PageHistory) or not isinstance(history.created, Commit):
            return None
        if self.observer.people.hides(history):
            return None
        changes: Counter[str] = Counter()
        for author in history.authors:
            changes[self.observer.people.identity(author.name, author.email)] += author.commits
        total = changes.total()
        theirs = {
            who: count
            for who, count in changes.items()
            if not any(self.registry.may_be(owner, who) for owner in owners)
        }
        own = total - sum(theirs.values())
        if not theirs or own >= HARDLY_ANY * total or total - own < ENOUGH:
            return None
        most = max(theirs, key=lambda who: (theirs[who], who))
        person = self.observer.people.who(most)
        if person is None or self.registry.has_left(person) or theirs[most] < MOST * total:
            return None
        signs = self.observer.on_page(facts)
        last, at_work = self._last(owners, signs), signs.get(most)
        if at_work is None or at_work.time <= self.since or (last is not None and last.time > at_work.time):
            return None
        return Elsewhere(owners, most, theirs[most], own, total)

    def _last(self, owners: tuple[Standing, ...], *signs: Signs) -> Sign | None:
        found = [sign for owner in owners if (sign := self.registry.newest(owner, signs)) is not None]
        return max(found, key=lambda sign: sign.time, default=None)

    def _others(self, facts: PageFacts, owners: tuple[Standing, ...]) -> Signs:
        """Who else has done substantive work on a page, and may be named."""
        found: dict[str, Sign] = {}
        history, repo = facts.history, repo_name(facts)
        for author in history.authors if isinstance(history, PageHistory) else ():
            identity = self.observer.people.identity(author.name, author.email)
            if author.last is None or self.observer.people.who(identity) is None:
                continue
            if any(self.registry.may_be(owner, identity) for owner in owners):
                continue
            if (when := self.observer.time(repo, author.last)) is not None:
                note(found, identity, Sign(when, repo, author.last))
        return found
