"""From the log, newest to oldest, to the history of each path: one pass, moves followed by object id.

A path that is added while another with the same content is deleted in the same commit was moved: that is
no edit, and the walk goes on under the older name. The limits, each documented in docs/parts/freshness.md:
moves with an edit begin a new history; changes made in a merge commit itself are not seen; the walk is by
commit date, so parallel branches can interleave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mkdocs_oss.history.log import Change, LoggedCommit
from mkdocs_oss.model import Author, Commit, Move, PageHistory, Unknown

_LATEST = 253_402_300_799  # 9999-12-31, the last second a datetime can hold
SHALLOW = (
    "the clone is shallow and ends before this page's last change; "
    "fetch the full history (fetch-depth: 0, or git fetch --unshallow)"
)


@dataclass(slots=True)
class _Trace:
    """What is known of one page so far."""

    blob: str = ""
    touched: Commit | None = None
    substantive: Commit | None = None
    created: Commit | None = None
    cut: bool = False
    moves: list[Move] = field(default_factory=list)
    authors: Counter[str] = field(default_factory=Counter)


def walk(
    commits: Iterable[LoggedCommit],
    paths: Set[str],
    *,
    shallow: Set[str] = frozenset(),
    ignored: Set[str] = frozenset(),
    bots: Set[str] = frozenset(),
) -> dict[str, PageHistory | Unknown]:
    """The history of each of `paths`; paths that no commit names are left out.

    `shallow`: ids of commits whose parents are not there. `ignored`: ids that are never substantive
    (.git-blame-ignore-revs). `bots`: author names besides those that end in `[bot]`.
    """
    traces = {path: _Trace() for path in paths}
    alive = {path: path for path in paths}  # the name at this point of history → the page today
    for logged in commits:
        hits = [change for change in logged.changes if change.path in alive and change.status != "D"]
        if not hits:
            continue
        commit = _commit(logged, bots)
        gone = _gone(logged.changes) if any(change.status == "A" for change in hits) else {}
        for change in hits:
            _visit(traces[alive[change.path]], change, commit, gone, alive, shallow=shallow, ignored=ignored)
        if not alive:
            break
    return {path: _history(trace) for path, trace in traces.items() if trace.touched is not None}


def _visit(
    trace: _Trace,
    change: Change,
    commit: Commit,
    gone: dict[str, list[str]],
    alive: dict[str, str],
    *,
    shallow: Set[str],
    ignored: Set[str],
) -> None:
    page = alive[change.path]
    if trace.touched is None:
        trace.touched, trace.blob = commit, change.new
    if commit.sha in shallow:
        trace.cut = True
        del alive[change.path]
        return
    source = _moved_from(change, gone) if change.status == "A" else None
    if source is None and not commit.is_bot and commit.sha not in ignored:
        trace.substantive = trace.substantive or commit
        trace.authors[commit.author] += 1
    if change.status == "A":
        del alive[change.path]
        if source is not None:
            alive[source] = page
            trace.moves.append(Move(source, commit.time))
        else:
            trace.created = commit


def _gone(changes: list[Change]) -> dict[str, list[str]]:
    """Object id → the paths that had this content and went away in one commit."""
    gone: dict[str, list[str]] = {}
    for change in changes:
        if change.status == "D":
            gone.setdefault(change.old, []).append(change.path)
    return gone


def _moved_from(added: Change, gone: dict[str, list[str]]) -> str | None:
    """The path that `added` was moved from, where another of the same content went away; each serves once."""
    candidates = gone.get(added.new)
    if not candidates:
        return None
    name = added.path.rsplit("/", 1)[-1]
    source = next((path for path in candidates if path.rsplit("/", 1)[-1] == name), candidates[0])
    candidates.remove(source)
    return source


def _history(trace: _Trace) -> PageHistory | Unknown:
    assert trace.touched is not None
    substantive: Commit | Unknown
    if trace.substantive is not None:
        substantive = trace.substantive
    elif trace.cut:
        substantive = Unknown(SHALLOW)
    else:
        substantive = Unknown("only moves, bots and ignored commits have touched this page")
    if trace.cut and trace.substantive is None and not trace.authors:
        return Unknown(SHALLOW)
    return PageHistory(
        created=trace.created or Unknown(SHALLOW if trace.cut else "its first commit is not in this history"),
        last_touched=trace.touched,
        last_substantive=substantive,
        authors=tuple(Author(name, count) for name, count in trace.authors.most_common()),
        blob=trace.blob,
        moves=tuple(trace.moves),
    )


def _commit(logged: LoggedCommit, bots: Set[str]) -> Commit:
    return Commit(
        sha=logged.sha,
        time=datetime.fromtimestamp(min(logged.time, _LATEST), UTC),
        author=logged.author,
        subject=logged.subject,
        is_bot=logged.author.endswith("[bot]") or logged.author in bots,
    )
