"""What has happened to the code that the pages of one repo speak of: its contents are read once for each repo it is in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime, time
from functools import cached_property
from operator import attrgetter

from msgspec import Struct, field

from mkdocs_oss import freshness
from mkdocs_oss.freshness import Clear, Review, Suspect, Watched, cleared, page_hash, watched
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.older import has_all_code, read_older
from mkdocs_oss.gather.past import Past
from mkdocs_oss.gather.then import Submodule, states_then, states_within
from mkdocs_oss.model import Binding, Commit, PageHistory, Reason, Unknown
from mkdocs_oss.sources import Document
from mkdocs_oss.sources.grep import MOST as MOST_WORDS
from mkdocs_oss.sources.grep import words_in_code

_NAME = re.compile(r"\w+", re.ASCII)
NOT_READ = Unknown("what it imports from other files cannot be read here")


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
    bound = {path: bindings for path in documents if (bindings := past.bindings(repo, path))}
    files = {
        (each.repo, each.path): history
        for bindings in bound.values()
        for each in bindings
        if (history := past.file(each.repo, each.path)) is not None
    }
    today = datetime.combine(build.today, time.max, UTC)
    looks = {path: Look.at(past.pages(repo).get(path), reviews.get(path), today=today) for path in bound}
    changed = [(look.commit.sha, bound[path]) for path, look in looks.items() if look.commit is not None]
    ids = states_then(past.sources[repo], repo, changed, files, git=build.git)
    for folder, inner in past.within.get(repo, {}).items():
        place = Submodule(folder, inner, past.sources[inner])
        ids = ids.and_of(states_within(past.sources[repo], place, changed, files, git=build.git))
    found = {}
    for path, bindings in bound.items():
        look = looks[path]
        then = ids.then.get(look.commit.sha, {}) if look.commit is not None else {}
        noted = _noted(reviews.get(path), look.time, documents[path].body)
        seen = noted if look.is_review else {**then, **noted}
        found[path] = watched(bindings, files, since=look.time, seen=seen, now=ids.now, earlier=then)
        found[path] += [
            Clear(each, "code-not-known", {"reason": NOT_READ.reason}) for each in past.untold(bindings)
        ]
    court = _Court(build, past)
    contents = court.contents(
        [each for watches in found.values() for each in watches if isinstance(each, Suspect)]
    )
    contents |= {(repo, blob): content for blob, content in (besides or {}).items()}
    said: dict[str, Sequence[Reason]] = {}
    to_compare: dict[str, tuple[freshness.Comparison, Sequence[Watched]]] = {}
    for path, watches in found.items():
        clear = cleared(watches, repo)
        if clear is not None:
            said[path] = clear
        else:
            by = court.comparison(repo, documents[path].body, looks[path].time, contents)
            to_compare[path] = by, watches
    if to_compare:
        said |= freshness.evidence_by_file(to_compare, court.effort, court.find_out)
    return {path: PageDrift(bound[path], tuple(said[path])) for path in found}


class Look(Struct, frozen=True):
    """When somebody last looked at a page. `commit`: its last substantive change. `is_review`: it was reviewed later."""

    time: datetime | None
    commit: Commit | None = None
    is_review: bool = False

    @staticmethod
    def at(history: PageHistory | Unknown | None, review: Review | None, *, today: datetime) -> Look:
        """Its last review, to the end of that day, or its last substantive change, whichever is later. A commit dated
        after the end of `today` counts as today's."""
        reviewed = commit = None
        if review is not None and review.reviewed is not None:
            reviewed = datetime.combine(review.reviewed, time.max, UTC)
        if isinstance(history, PageHistory) and isinstance(history.last_substantive, Commit):
            commit = history.last_substantive
            changed = min(commit.time, today)
            if reviewed is None or changed > reviewed:
                return Look(changed, commit)
        return Look(reviewed, commit, is_review=True)


def _noted(review: Review | None, since: datetime | None, body: str) -> Mapping[str, str]:
    """The code that the last review wrote down, where that review is the last look at the page: its text is the same
    since, or nobody touched it after that day."""
    record = review.record if review is not None else None
    if (
        record is None
        or since is None
        or (record.page != page_hash(body) and record.reviewed != since.date())
    ):
        return {}
    return dict(record.code)


class _Court(Struct, dict=True):
    """Reads what the pages' suspects hold, and remembers it for the pages of one repo."""

    build: Build
    past: Past
    _known: dict[str, dict[str, bool]] = field(default_factory=dict)
    _asked: dict[str, set[str]] = field(default_factory=dict)
    _is_whole: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def effort(self) -> freshness.Effort:
        """What the comparisons may still cost."""
        return freshness.Effort()

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

    def comparison(
        self, repo: str, body: str, since: datetime | None, contents: Mapping[tuple[str, str], bytes]
    ) -> freshness.Comparison:
        """What a page of `repo` is judged by; `body`: its text."""
        return freshness.Comparison(
            contents,
            freshness.page_terms(body),
            since,
            self.link,
            self.still_there,
            freshness.page_quotes(body),
            repo,
            self.effort,
        )

    def still_there(self, repo: str, terms: Set[str]) -> Set[str]:
        """Those of `terms` that some file of the repo has that is no page. Raises NotYetKnown where they are names, of
        which many may be asked for at once: one never lies within another, as a line of code or an option may."""
        known = self._known.setdefault(repo, {})
        new = terms - known.keys()
        if new and len(new) <= MOST_WORDS and all(map(_NAME.fullmatch, new)):
            self._asked.setdefault(repo, set()).update(new)
            raise freshness.NotYetKnown
        if new:
            self._look_for(repo, new)
        return {term for term in terms if known[term]}

    def find_out(self) -> None:
        """Looks for all names that were asked for."""
        for repo, names in self._asked.items():
            ordered = sorted(names)
            for start in range(0, len(ordered), MOST_WORDS):
                self._look_for(repo, set(ordered[start : start + MOST_WORDS]))
        self._asked.clear()

    def _look_for(self, repo: str, terms: Set[str]) -> None:
        source = self.past.sources[repo]
        if repo not in self._is_whole:
            self._is_whole[repo] = has_all_code(source, git=self.build.git, bring=self.build.bring)
        there = words_in_code(source, terms, git=self.build.git, is_whole=self._is_whole[repo])
        self._known[repo].update({term: term in there for term in terms})

    def link(self, repo: str, sha: str) -> str | None:
        """A commit's page at the forge."""
        forge = self.past.sources[repo].forge
        return None if isinstance(forge, Unknown) else forge.link("commit", sha=sha) or None
