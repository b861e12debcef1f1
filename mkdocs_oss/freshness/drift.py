"""What has happened to the code that a page speaks of, since somebody last looked at the page.

Two states are compared: the file as it was then, and as it is now. What was there then and is gone speaks against
the page; what changed in what the page names asks for a look; a file that never was says nothing. Age says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from functools import partial

from msgspec import Struct

from mkdocs_oss.freshness.code_change import difference, has_term, is_same, symbol_state
from mkdocs_oss.freshness.meaning import Effort
from mkdocs_oss.freshness.quotes import lines_at, lost_quotes, place_of
from mkdocs_oss.freshness.suspects import MOST_COMMITS, Suspect
from mkdocs_oss.freshness.weight import weight
from mkdocs_oss.model import (
    Commit,
    FileChange,
    Link,
    Reason,
)

_MOST_NAMED = 3
_LONGEST_QUOTE = 60
TAKEN_IN = ("include", "module")
"""What a page takes in at each build is always current: only that it is gone speaks against the page."""
CHURNING = frozenset(
    {
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "package.json",
        "go.mod",
        "Cargo.toml",
        "requirements.txt",
        "mkdocs.yml",
    }
)
"""Files that change with every release: only that they are gone says something of a page that names them, or that the
lines stand elsewhere that it points at."""

Blob = tuple[str, str]
"""(repo, object id)."""
Values = dict[str, str | int | date]
LinkTo = Callable[[str, str], str | None]
"""(repo, commit id) → its URL at the forge."""


class Comparison(Struct, frozen=True):
    """What a page's suspects are judged by.

    `contents`: what the suspects' blobs hold, as far as they are here. `terms`: the names and options that the page
    has in code, `quotes` its lines of code. `since`: when somebody last looked at the page. `still_there`: (repo,
    terms or lines) → those that other files of the repo have: they moved, and are not gone. `effort`: shared by the pages
    of one repo.
    """

    contents: Mapping[Blob, bytes]
    terms: frozenset[str]
    since: datetime
    link: LinkTo
    still_there: Callable[[str, Set[str]], Set[str]]
    quotes: frozenset[str] = frozenset()
    effort: Effort | None = None

    def evidence(self, found: Sequence[Suspect]) -> list[Reason]:
        """The reasons against the page, the weightiest first."""
        reasons = [reason for suspect in found for reason in self._of(suspect)]
        return sorted(reasons, key=weight)

    def _of(self, suspect: Suspect) -> Iterator[Reason]:
        if suspect.history.removed is not None:
            yield self._gone(suspect, suspect.history.removed)
            return
        before, after = (self._content(suspect, blob) for blob in (suspect.before, suspect.after))
        if before is None or after is None:
            yield self._counted("code-not-compared", suspect, suspect.changes)
        elif suspect.binding.lines and (
            of_lines := self._lines(suspect, suspect.binding.lines, before, after)
        ):
            yield of_lines
        elif not is_same(suspect.binding.path, before, after, effort=self.effort):
            changes = self._of_substance(suspect)
            if suspect.binding.symbol:
                yield from self._symbol(suspect, changes, before, after)
            else:
                yield from self._file(suspect, changes, before, after)

    def _gone(self, suspect: Suspect, removed: Commit) -> Reason:
        values: Values = {"path": suspect.binding.path, "day": removed.time.date()}
        if suspect.history.moved_to:
            values["now"] = suspect.history.moved_to
        code = "drift-moved" if suspect.history.moved_to else "drift-removed"
        return Reason(code, values, self._links(suspect, [removed]))

    def _symbol(
        self, suspect: Suspect, changes: Sequence[FileChange], before: bytes, after: bytes
    ) -> Iterator[Reason]:
        """What became of the symbol that the page names in the file; one that it never had says nothing."""
        path, symbol = suspect.binding.path, suspect.binding.symbol
        was, now = (symbol_state(path, content, symbol, effort=self.effort) for content in (before, after))
        if was is not None and now is None:
            last = self._last_with(
                suspect,
                changes,
                lambda content: symbol_state(path, content, symbol, effort=self.effort) is not None,
            )
            yield self._missing("drift-symbol", suspect, last, "symbol", symbol)
        elif was is not None and was != now and suspect.binding.kind not in TAKEN_IN:
            yield self._counted("drift-changed-names", suspect, changes, names=[symbol])

    def _lines(self, suspect: Suspect, lines: tuple[int, int], before: bytes, after: bytes) -> Reason | None:
        """Whether the lines that the page points at read otherwise now; lines that never were say nothing."""
        was = lines_at(before, lines)
        if not any(was) or was == lines_at(after, lines):
            return None
        last = self._last_with(suspect, suspect.changes, lambda content: lines_at(content, lines) == was)
        now = place_of(was, after)
        if now is None and suspect.binding.path.rpartition("/")[2] in CHURNING:
            return None
        values: Values = {
            "path": suspect.binding.path,
            "count": len(was),
            "lines": _range(*lines),
            "day": last.commit.time.date(),
        }
        if now is not None:
            values["now"] = _range(now, now + len(was) - 1)
        code = "drift-lines" if now is None else "drift-lines-moved"
        return Reason(code, values, self._links(suspect, [last.commit]))

    def _file(
        self, suspect: Suspect, changes: Sequence[FileChange], before: bytes, after: bytes
    ) -> Iterator[Reason]:
        found = difference(suspect.binding.path, before, after, self.terms, effort=self.effort)
        repo = suspect.binding.repo
        gone = found.gone - self.still_there(repo, found.gone) if found.gone else found.gone
        for term in sorted(gone)[:_MOST_NAMED]:
            last = self._last_with(suspect, changes, partial(has_term, term=term))
            yield self._missing("drift-term", suspect, last, "term", term)
        if suspect.binding.kind in TAKEN_IN or suspect.binding.path.rpartition("/")[2] in CHURNING:
            if not gone:
                yield self._counted("code-taken-in", suspect, changes)
            return
        lost = lost_quotes(before, after, self.quotes)
        lost -= self.still_there(repo, lost) if lost else lost
        if lost:
            quote = max(sorted(lost), key=len)
            last = self._last_with(suspect, changes, lambda content: quote.encode() in content)
            yield self._missing("drift-quote", suspect, last, "quote", _cut(quote))
        elif found.touched:
            yield self._counted("drift-changed-names", suspect, changes, names=sorted(found.touched))
        elif not gone:
            told = suspect.binding.kind == "describes"
            yield self._counted("drift-changed" if told else "code-changed", suspect, changes)

    def _of_substance(self, suspect: Suspect) -> tuple[FileChange, ...]:
        """The commits that changed more than white space and comments; all, where there are many."""
        changes = suspect.changes
        if not 1 < len(changes) <= MOST_COMMITS:
            return changes
        kept = []
        for change in changes:
            old, new = self._content(suspect, change.old), self._content(suspect, change.new)
            if old is None or new is None or not is_same(change.path, old, new, effort=self.effort):
                kept.append(change)
        return tuple(kept) or changes

    def _content(self, suspect: Suspect, blob: str) -> bytes | None:
        return self.contents.get((suspect.binding.repo, blob))

    def _last_with(
        self, suspect: Suspect, changes: Sequence[FileChange], has: Callable[[bytes], bool]
    ) -> FileChange:
        """The change that took something away: the newest before which it was still there."""
        for change in changes:
            content = self._content(suspect, change.old)
            if content is not None and has(content):
                return change
        return changes[0]

    def _missing(self, code: str, suspect: Suspect, change: FileChange, key: str, name: str) -> Reason:
        values: Values = {"path": suspect.binding.path, key: name, "day": change.commit.time.date()}
        return Reason(code, values, self._links(suspect, [change.commit]))

    def _counted(
        self, code: str, suspect: Suspect, changes: Sequence[FileChange], *, names: Sequence[str] = ()
    ) -> Reason:
        values: Values = {
            "path": suspect.binding.path,
            "count": len(changes),
            "since": self.since.date(),
            "day": changes[0].commit.time.date(),
        }
        if names:
            values["names"] = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
        return Reason(code, values, self._links(suspect, [change.commit for change in changes]))

    def _links(self, suspect: Suspect, commits: Sequence[Commit]) -> tuple[Link, ...]:
        """The commits at the forge, newest first, of many the newest few."""
        urls = (
            (commit.sha, self.link(suspect.binding.repo, commit.sha))
            for commit in commits[:_MOST_NAMED]
            if commit.sha
        )
        return tuple(Link(sha[:10], url) for sha, url in urls if url)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _cut(quote: str) -> str:
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE].rstrip()}…"
