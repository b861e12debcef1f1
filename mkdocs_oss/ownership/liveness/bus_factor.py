"""How few people know the pages of a repo, or of a section of its docs.

After Avelino, Passos, Hora and Valente, "A novel approach for estimating truck factors" (ICPC 2016,
https://arxiv.org/abs/1604.06766): a file's degree of authorship for somebody grows with having created it and with
their changes, and falls with the changes of others; whoever has it to more than 0.75 of the file's highest, and not
below 3.293, is an author of the file. The people with most files are taken away one after the other, until more than
half of the files have no author left.

Simpler than theirs, or other: files are pages; their commits are those that are not minor; people are who they are
after .mailmap and teams.yml; a page without any author by that measure is not counted; and those who have left
are taken away first, without counting.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_oss.model import BusFactor, Commit, Knower, Origin, Owner, PageFacts, PageHistory, Reason
from mkdocs_oss.ownership.liveness.people import People
from mkdocs_oss.ownership.liveness.signs import Signs, is_document

_CONSTANT, _FIRST, _OWN, _OTHERS = 3.293, 1.098, 0.164, 0.321
_SHARE = 0.75
_MOST_NAMED = 3


class _Place(Struct):
    """The pages of a repo or section: who knows each of them, and the commits that this is known from."""

    known: list[frozenset[str]] = field(default_factory=list)
    commits: set[str] = field(default_factory=set)


class Census(Struct, frozen=True):
    """Counts who knows which pages. `signs`: when everybody was last at work; `docs`: repo → its docs folder, "" where that is all of it."""

    people: People
    has_left: Callable[[Owner], bool]
    signs: Signs
    docs: Mapping[str, str]

    def factors(self, pages: Sequence[PageFacts]) -> Iterator[BusFactor]:
        """Of each repo, and then of each of its sections; what has no page of a known history is left out."""
        places: dict[tuple[str, str], _Place] = {}
        for facts in pages:
            history, origin = facts.history, facts.page.origin
            if not isinstance(history, PageHistory) or not isinstance(history.created, Commit):
                continue
            if not isinstance(origin, Origin) or not is_document(facts) or self.people.hides(history):
                continue
            knowers = self._knowers(history)
            if not knowers:
                continue
            commits = {history.created.sha, *(author.last.sha for author in history.authors if author.last)}
            for section in dict.fromkeys(("", section_of(origin.path, self.docs.get(origin.repo, "")))):
                place = places.setdefault((origin.repo, section), _Place())
                place.known.append(knowers)
                place.commits |= commits
        for repo, section in sorted(places):
            yield self._factor(repo, section, places[repo, section])

    def _knowers(self, history: PageHistory) -> frozenset[str]:
        """Who is an author of a page, by the degree of authorship."""
        changes: dict[str, int] = {}
        for author in history.authors:
            who = self.people.identity(author.name, author.email)
            changes[who] = changes.get(who, 0) + author.commits
        if len(changes) == 1:
            return frozenset(changes)  # whose degree nobody lowers
        created, total = history.created, sum(changes.values())
        first = ""
        if isinstance(created, Commit) and not created.is_bot:
            first = self.people.identity(created.author, created.email)
        degrees = {
            who: _CONSTANT + _FIRST * (who == first) + _OWN * own - _OTHERS * math.log(1 + total - own)
            for who, own in changes.items()
        }
        highest = max(degrees.values(), default=0.0)
        return frozenset(
            who for who, degree in degrees.items() if degree >= _CONSTANT and degree > _SHARE * highest
        )

    def _factor(self, repo: str, section: str, place: _Place) -> BusFactor:
        left = {who for who in frozenset().union(*place.known) if self._is_gone(who)}
        open_ = [known - left for known in place.known]
        pages = Counter(who for known in open_ for who in known)
        alone = Counter(next(iter(known)) for known in open_ if len(known) == 1)
        ranked = sorted(pages, key=lambda who: (-pages[who], who))
        people = [
            Knower(person, pages[who], alone[who])
            for who in ranked
            if (person := self.people.who(who)) is not None
        ]
        left_on = [len(known) for known in open_]
        knows: dict[str, list[int]] = {}
        for number, known in enumerate(open_):
            for who in known:
                knows.setdefault(who, []).append(number)
        taken, orphans = 0, left_on.count(0)
        while 2 * orphans <= len(open_) and taken < len(ranked):
            for number in knows[ranked[taken]]:
                left_on[number] -= 1
                orphans += not left_on[number]
            taken += 1
        shown = tuple(people[:_MOST_NAMED]) if not ranked or self.people.who(ranked[0]) is not None else ()
        found = BusFactor(repo, section, taken, len(place.known), orphans, len(place.commits), shown)
        if taken > 1 or (taken and not shown):
            return found
        return replace(found, reasons=self._reasons(found, ranked[0] if taken else ""))

    def _reasons(self, found: BusFactor, most: str) -> tuple[Reason, ...]:
        """`most`: the identity of the one person who knows most pages; "" where all who did have left."""
        values: dict[str, str | int | date] = {"orphans": found.orphans, "count": found.pages}
        if not most:
            return (Reason("liveness-bus-left", values),)
        name, seen = found.people[0].who.name, self.signs.get(most)
        reasons = [Reason("liveness-bus", {**values, "name": name})]
        if seen is not None:
            day = seen.time.date()
            reasons.append(Reason("liveness-seen", {"name": name, "repo": seen.repo, "day": day}))
        return tuple(reasons)

    def _is_gone(self, identity: str) -> bool:
        person = self.people.who(identity)
        return person is not None and self.has_left(person)


def section_of(path: str, docs: str) -> str:
    """The folder at the top of the docs folder that a page's file is in; "" for none."""
    inside = path.removeprefix(f"{docs}/") if docs else path
    folder, slash, _ = inside.partition("/")
    return folder if slash and (not docs or inside != path) else ""
