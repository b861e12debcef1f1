"""What is known of each file that a page speaks of, since somebody last looked at the page: what is to be compared, and
what is clear without.

What a file was at a time is what its newest change at or before that time left. Where its content then is known, by
the page's own commit or by what a review wrote down, that content counts in place of the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from mkdocs_oss.model import (
    SHALLOW_FILE,
    Binding,
    Commit,
    FileChange,
    FileHistory,
    Unknown,
)

MOST_COMMITS = 30
"""Of one file: of more, only so many are looked at one by one, the newest."""
NOT_TOLD = "its history does not tell"
Place = tuple[str, str]
"""(repo, path)."""


class Suspect(Struct, frozen=True):
    """A file that has changed or gone since, or whose symbol is to be looked up: what to compare.

    `changes`: since then, newest first, without minor ones. `before`: the object id that the file had then. `after`:
    the one that it has now; "" where it is gone, since the commit `gone`, to the path `moved_to` or "".
    """

    binding: Binding
    changes: tuple[FileChange, ...]
    before: str
    after: str
    gone: Commit | None = None
    moved_to: str = ""

    @property
    def ends(self) -> tuple[str, ...]:
        """The contents that decide."""
        return (self.before, self.after) if self.gone is None else ()

    @property
    def between(self) -> Iterator[str]:
        """The contents that tell which of the commits it was."""
        if self.gone is None and len(self.changes) > 1:
            for change in self.changes[:MOST_COMMITS]:
                yield from (change.old, change.new)


class Clear(Struct, frozen=True):
    """A file of which it is clear without comparing what there is to say: the `code` of a Reason, and its `values`."""

    binding: Binding
    code: str
    values: Mapping[str, str | date] = {}


Watched = Suspect | Clear


def watched(
    bindings: Sequence[Binding],
    files: Mapping[Place, FileHistory | Unknown],
    *,
    since: datetime | None,
    seen: Mapping[str, str],
    now: Mapping[str, str] | None = None,
    earlier: Mapping[str, str] | None = None,
) -> list[Watched]:
    """What is known of each of the `bindings`, in the same order.

    `since`: when somebody last looked at the page; None where nobody knows. `seen`: `repo:path` → the object id that
    they saw. What came after that content is new to them whatever its date: it may be of the same day, or older and
    merged later. `now`: likewise, of files whose history tells of no change, what they are today. `earlier`: what they
    were at some time before `since`: what led to that is not new, whatever its date.
    """
    found: list[Watched] = []
    for binding in bindings:
        name = f"{binding.repo}:{binding.path}"
        history = files.get((binding.repo, binding.path), Unknown(NOT_TOLD))
        if isinstance(history, Unknown):
            found.append(Clear(binding, "code-not-known", {"reason": history.reason}))
        elif since is None:
            found.append(Clear(binding, "code-not-since"))
        else:
            known = _File(
                binding,
                history,
                since,
                seen.get(name, ""),
                (now or {}).get(name, ""),
                (earlier or {}).get(name, ""),
            )
            found.append(known.watched())
    return found


class _File(Struct, frozen=True):
    binding: Binding
    history: FileHistory
    since: datetime
    seen: str
    now: str
    earlier: str

    def watched(self) -> Watched:
        removed, moved_to = self.history.removed, self.history.moved_to
        if removed is not None and _is_same_module(self.binding, moved_to):
            return Clear(self.binding, "code-moved-along", {"now": moved_to})
        changes = self._changes()
        newer, then = self._since_then(changes)
        after = changes[0].new if changes else self.now
        if after and after == self.seen:
            return self._unchanged(after)
        if then is None:
            why = NOT_TOLD if self.history.is_whole else SHALLOW_FILE.reason
            return Clear(self.binding, "code-not-known", {"reason": why})
        if removed is not None:
            if not then:
                return Clear(self.binding, "code-gone-before", {"day": removed.time.date()})
            return Suspect(self.binding, (), then, "", removed, moved_to)
        if not then:
            came = next(change for change in newer if not change.old)
            return Clear(self.binding, "code-later", {"day": came.commit.time.date()})
        return self._changed(newer, then, after)

    def _changed(self, newer: Sequence[FileChange], then: str, after: str) -> Watched:
        changes = tuple(change for change in newer if not change.commit.is_minor)
        if not changes:
            return Clear(self.binding, "code-form") if newer else self._unchanged(after)
        before = changes[-1].old or then
        after = changes[0].new or after
        return Suspect(self.binding, changes, before, after) if before != after else self._unchanged(after)

    def _unchanged(self, blob: str) -> Watched:
        """A file as it was; whether it ever had the symbol that a page declares is still to be seen."""
        binding = self.binding
        if binding.symbol and binding.kind == "describes" and blob and not binding.passes:
            return Suspect(binding, (), blob, blob)
        return Clear(binding, "code-unchanged")

    def _changes(self) -> tuple[FileChange, ...]:
        """All changes, newest first: that the file is gone is one of them."""
        changes, removed = self.history.changes, self.history.removed
        if removed is None or (changes and not changes[0].new):
            return changes
        last = changes[0] if changes else None
        path, old = (last.path, last.new) if last else (self.binding.path, "")
        return (FileChange(removed, path, old, ""), *changes)

    def _after(self, content: str, changes: Sequence[FileChange]) -> Sequence[FileChange] | None:
        """The changes after the file had a content; None where no change led to it or from it."""
        for position, change in enumerate(changes):
            if content and change.new == content:
                return changes[:position]
        for position, change in enumerate(changes):
            if content and change.old == content:  # what led to it is beyond the boundary of a shallow clone
                return changes[: position + 1]
        return None

    def _since_then(self, changes: Sequence[FileChange]) -> tuple[Sequence[FileChange], str | None]:
        """The changes since somebody last looked, and what the file was then: "" where it was not there, None where that
        is not known."""
        if (left := self._after(self.seen, changes)) is not None:
            return left, self.seen
        recent = self._after(self.earlier, changes)
        recent = changes if recent is None else recent
        newer = [change for change in recent if change.commit.time > self.since]
        if self.seen and self.history.removed is not None:
            return newer, self.seen
        older = next((change for change in changes if change not in newer), None)
        if older is not None:
            then = older.new
        elif changes and self.history.is_whole:
            then = changes[-1].old
        else:
            return newer, None
        has_come = any(not change.old for change in newer)
        return newer, then if then or has_come or self.history.removed is not None else None


def _is_same_module(binding: Binding, now: str) -> bool:
    """Whether a module that has moved is still imported by the same name: below another root of packages."""
    stem = binding.module.replace(".", "/")
    return bool(stem) and f"/{now}".endswith((f"/{stem}.py", f"/{stem}/__init__.py"))
