"""What tests of drift share: histories of one file, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime

from mkdocs_oss.freshness import Comparison, watched
from mkdocs_oss.model import Binding, BindingKind, Commit, FileChange, FileHistory, Reason, Unknown
from mkdocs_oss.words import Words

SINCE = datetime(2026, 3, 3, tzinfo=UTC)


PATH = "deploy/rollback.py"


OLD = b"LIMIT = 1\ndef roll_back(to): ...\n"


def commit(day: str, *, minor: bool = False) -> Commit:
    return Commit(
        day.replace("-", "") * 5, datetime.fromisoformat(day).replace(tzinfo=UTC), "Ana", "x", is_minor=minor
    )


def history(*states: tuple[str, str], removed: str = "", moved_to: str = "") -> FileHistory:
    """A file's states, oldest first: (day, object id); none where it was removed."""
    changes, before = [], ""
    for day, blob in states:
        changes.append(FileChange(commit(day), PATH, before, blob))
        before = blob
    gone = commit(removed) if removed else None
    return FileHistory(tuple(reversed(changes)), removed=gone, moved_to=moved_to)


CHANGED = history(("2026-01-01", "a"), ("2026-04-01", "b"), ("2026-04-02", "c"))


ONCE = history(("2026-01-01", "a"), ("2026-04-01", "b"))


def judged(
    found: FileHistory | Unknown,
    contents: Mapping[str, bytes],
    *,
    kind: BindingKind = "span",
    symbol: str = "",
    terms: Set[str] = frozenset(),
    reviewed: Mapping[str, str] | None = None,
    elsewhere: Set[str] = frozenset(),
    quotes: Set[str] = frozenset(),
    lines: tuple[int, int] | None = None,
    shown: tuple[tuple[int, int], ...] = (),
) -> Sequence[Reason]:
    module = "deploy.rollback" if kind == "module" else ""
    binding = Binding("tool", PATH, kind, symbol, lines=lines, module=module, shown=shown)
    suspected = watched([binding], {("tool", PATH): found}, since=SINCE, seen=reviewed or {})
    compare = Comparison(
        {("tool", blob): content for blob, content in contents.items()},
        frozenset(terms),
        SINCE,
        lambda repo, sha: f"https://git.example.org/{repo}/commit/{sha}",
        lambda repo, names: names & elsewhere,
        frozenset(quotes),
    )
    return compare.evidence(suspected)


def said(reasons: Sequence[Reason]) -> list[str]:
    return [Words.of().reason(reason) for reason in reasons]


def codes(reasons: Sequence[Reason]) -> list[str]:
    return [reason.code for reason in reasons]
