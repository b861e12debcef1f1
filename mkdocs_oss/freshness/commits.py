"""Which commits it was that changed something in a file: counts, days and links are of those."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from mkdocs_oss.freshness.suspects import MOST_COMMITS, Suspect
from mkdocs_oss.model import Commit, FileChange

Blob = tuple[str, str]
"""(repo, object id)."""


class Counted(Struct, frozen=True):
    """The commits that changed something, newest first; `is_all`: False where there may be others among the file's."""

    commits: tuple[Commit, ...]
    is_all: bool


class Commits(Struct, frozen=True):
    """The commits that have touched a suspect since, read with the `contents` that are here."""

    suspect: Suspect
    contents: Mapping[Blob, bytes]

    def content(self, blob: str) -> bytes | None:
        """What the file held; None where that is not here."""
        return self.contents.get((self.suspect.binding.repo, blob))

    def that_differ(self, differ: Callable[[FileChange, bytes, bytes], bool]) -> Counted:
        """Those before and after which the file differs in what is asked for."""
        changes = self.suspect.changes
        if len(changes) < 2:  # that before and after differ is known
            return Counted(tuple(change.commit for change in changes), is_all=True)
        kept, is_all = [], len(changes) <= MOST_COMMITS
        for change in changes[:MOST_COMMITS]:
            old, new = self._state(change.old), self._state(change.new)
            if old is None or new is None:
                is_all = False
            elif differ(change, old, new):
                kept.append(change.commit)
        return Counted(tuple(kept), is_all=is_all and bool(kept))

    def that_took(self, has: Callable[[bytes], bool]) -> tuple[date, Sequence[Commit]]:
        """Since when something is not there, and the commit that took it away: the newest before which it still was.

        Where that is older than what is looked at: since the oldest of these, which is true too, and no commit.
        """
        changes = self.suspect.changes
        if len(changes) == 1:
            return changes[0].commit.time.date(), (changes[0].commit,)
        looked = changes[:MOST_COMMITS]
        for change in looked:
            content = self.content(change.old)
            if content is not None and has(content):
                return change.commit.time.date(), (change.commit,)
        return looked[-1].commit.time.date(), ()

    def _state(self, blob: str) -> bytes | None:
        return self.content(blob) if blob else b""
