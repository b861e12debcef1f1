"""What has happened to the code that the pages of one repo speak of: its contents are read once for each repo it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime, time
from operator import attrgetter

from msgspec import Struct, field

from mkdocs_oss import freshness
from mkdocs_oss.freshness import Review, Suspect, page_hash, suspects
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.older import read_older
from mkdocs_oss.gather.past import Past
from mkdocs_oss.model import Binding, FileHistory, PageHistory, Reason, Unknown
from mkdocs_oss.sources import Document
from mkdocs_oss.sources.grep import words_in_code


class PageDrift(Struct, frozen=True):
    """What a page speaks of, and what has happened to it since somebody last looked at the page."""

    bindings: tuple[Binding, ...] = ()
    reasons: tuple[Reason, ...] = ()


def drifts(
    build: Build,
    repo: str,
    documents: Mapping[str, Document],
    reviews: Mapping[str, Review],
    past: Past,
    *,
    besides: Mapping[str, bytes] | None = None,
) -> Mapping[str, PageDrift]:
    """For each page of a repo, by its path. `reviews`: path → what its front matter says. `besides`: object id →
    content of files of the repo that are not committed."""
    bound = {path: past.bindings(repo, path) for path in documents}
    begun: dict[str, tuple[datetime, list[Suspect]]] = {}
    for path, bindings in bound.items():
        since = last_look(past.pages(repo).get(path), reviews.get(path))
        if bindings and since is not None:
            seen = _seen(reviews.get(path), since, documents[path].body)
            begun[path] = since, suspects(bindings, _files(bindings, past), since=since, reviewed=seen)
    court = _Court(build, past)
    contents = court.contents([suspect for _, found in begun.values() for suspect in found])
    contents |= {(repo, blob): content for blob, content in (besides or {}).items()}
    effort = freshness.Effort() if any(found for _, found in begun.values()) else None
    judged = {
        path: freshness.Comparison(
            contents,
            freshness.page_terms(documents[path].body),
            since,
            court.link,
            court.still_there,
            freshness.page_quotes(documents[path].body),
            effort,
        ).evidence(found)
        for path, (since, found) in begun.items()
        if found
    }
    return {
        path: PageDrift(bindings, tuple(judged.get(path, ()))) for path, bindings in bound.items() if bindings
    }


def last_look(history: PageHistory | Unknown | None, review: Review | None) -> datetime | None:
    """When somebody last looked at a page: its last review, to the end of that day, or its last substantive change."""
    days = []
    if review is not None and review.reviewed is not None:
        days.append(datetime.combine(review.reviewed, time.max, UTC))
    if isinstance(history, PageHistory) and not isinstance(history.last_substantive, Unknown):
        days.append(history.last_substantive.time)
    return max(days, default=None)


def _seen(review: Review | None, since: datetime, body: str) -> Mapping[str, str]:
    """The code that the last review wrote down, where that review is the last look at the page: its text is the same
    since, or nobody touched it after that day."""
    record = review.record if review is not None else None
    if record is None or (record.page != page_hash(body) and record.reviewed != since.date()):
        return {}
    return dict(record.code)


def _files(bindings: Sequence[Binding], past: Past) -> dict[tuple[str, str], FileHistory | Unknown]:
    found = {(each.repo, each.path): past.file(each.repo, each.path) for each in bindings}
    return {place: history for place, history in found.items() if history is not None}


class _Court(Struct):
    """Reads what the pages' suspects hold, and remembers it for the pages of one repo."""

    build: Build
    past: Past
    _known: dict[str, dict[str, bool]] = field(default_factory=dict)

    def contents(self, found: Sequence[Suspect]) -> dict[tuple[str, str], bytes]:
        """(repo, object id) → content of all that the suspects compare; what is not here or too large is left out.

        What decides comes first: where there is more than can be held, commits in between are counted unread.
        """
        wanted: dict[str, dict[str, None]] = {}
        for part in (attrgetter("ends"), attrgetter("between")):
            for suspect in found:
                wanted.setdefault(suspect.binding.repo, {}).update(dict.fromkeys(part(suspect)))
        read: dict[tuple[str, str], bytes] = {}
        for repo, blobs in wanted.items():
            source = self.past.sources[repo]
            older = read_older(source, blobs, git=self.build.git, bring=self.build.bring)
            read |= {(repo, blob): content for blob, content in older.items()}
        return read

    def still_there(self, repo: str, terms: Set[str]) -> Set[str]:
        """Those of `terms` that some file of the repo has that is no page."""
        known = self._known.setdefault(repo, {})
        if new := terms - known.keys():
            there = words_in_code(self.past.sources[repo], new, git=self.build.git)
            known.update({term: term in there for term in new})
        return {term for term in terms if known[term]}

    def link(self, repo: str, sha: str) -> str | None:
        """A commit's page at the forge."""
        forge = self.past.sources[repo].forge
        return None if isinstance(forge, Unknown) else forge.link("commit", sha=sha) or None
