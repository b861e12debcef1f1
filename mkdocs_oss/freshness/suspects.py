"""The files that a page speaks of and that have changed since somebody last looked at it: what is to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from mkdocs_oss.model import Binding, FileChange, FileHistory, Unknown

MOST_COMMITS = 30
"""Of one file: of more, those that changed nothing of substance are not sorted out."""
Place = tuple[str, str]
"""(repo, path)."""


class Suspect(Struct, frozen=True):
    """A file that a page speaks of and that has changed since: what to compare."""

    binding: Binding
    history: FileHistory
    changes: tuple[FileChange, ...]
    """Since then, newest first."""
    before: str
    """The object id that the file had then; "" where it was not there yet."""

    @property
    def after(self) -> str:
        """The object id that the file has now; "" where it is gone."""
        if self.history.removed is not None:
            return ""
        return self.changes[0].new if self.changes else ""

    @property
    def ends(self) -> tuple[str, ...]:
        """The contents that decide."""
        return (self.before, self.after) if self.history.removed is None else ()

    @property
    def between(self) -> Iterator[str]:
        """The contents that tell which of the commits changed something of substance."""
        if self.history.removed is None and len(self.changes) > 1:
            for change in self.changes[:MOST_COMMITS]:
                yield from (change.old, change.new)


def suspects(
    bindings: Sequence[Binding],
    files: Mapping[Place, FileHistory | Unknown],
    *,
    since: datetime,
    reviewed: Mapping[str, str],
) -> list[Suspect]:
    """The files among `bindings` that have changed or gone since then, in the same order.

    `reviewed`: `repo:path` → the object id that the last review wrote down. What came after that content is new to
    the reviewer whatever its date: it may be of the same day, or older and merged later.
    """
    found = []
    for binding in bindings:
        history = files.get((binding.repo, binding.path))
        if not isinstance(history, FileHistory):
            continue  # never there, or not known: nothing speaks against the page
        if binding.kind == "module" and _is_same_module(binding.path, history.moved_to):
            continue  # its package moved to another root, and has the name that it had
        seen = reviewed.get(f"{binding.repo}:{binding.path}", "")
        newer = _since_seen(history, seen)
        if newer is None:
            newer = tuple(change for change in history.changes if change.commit.time > since)
        changes = tuple(change for change in newer if not change.commit.is_minor)
        was_there = bool(seen) or _was_there(history, since)
        if history.removed is not None:
            if (seen or history.removed.time > since) and was_there:
                found.append(
                    Suspect(binding, history, changes, history.changes[0].new if history.changes else "")
                )
            continue
        if not changes or not was_there:
            continue
        suspect = Suspect(binding, history, changes, changes[-1].old)
        if suspect.before != suspect.after != seen:
            found.append(suspect)
    return found


def _since_seen(history: FileHistory, seen: str) -> tuple[FileChange, ...] | None:
    """The changes after the one that brought the content `seen`; None where no commit did."""
    for position, change in enumerate(history.changes):
        if seen and change.new == seen:
            return history.changes[:position]
    return None


def _is_same_module(path: str, now: str) -> bool:
    """Whether a module that has moved is still imported by the same name: below another root of packages."""
    tail = path.removeprefix("src/").removeprefix("python/").removeprefix("lib/")
    return bool(now) and f"/{now}".endswith(f"/{tail}")


def _was_there(history: FileHistory, since: datetime) -> bool:
    """Whether the file was there then: a change before, or the oldest that is known is no addition."""
    if not history.changes:
        return history.removed is not None
    oldest = history.changes[-1]
    return oldest.commit.time <= since or bool(oldest.old)
