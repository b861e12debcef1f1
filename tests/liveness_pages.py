"""Pages with a history and owners, from values: what the tests of liveness judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from mkdocs_oss.model import (
    Author,
    Binding,
    Commit,
    FileChange,
    FileHistory,
    Freshness,
    Interval,
    Liveness,
    Origin,
    Owners,
    Page,
    PageFacts,
    PageHistory,
    ReviewRecord,
    Rule,
    Unknown,
)
from mkdocs_oss.ownership import Roster
from mkdocs_oss.ownership.liveness import liveness
from mkdocs_oss.settings import PersonEntry, TeamEntry, TeamsFile

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PEOPLE = {
    "@ana": PersonEntry(name="Ana", emails=("ana@example.org",)),
    "@bo": PersonEntry(name="Bo", emails=("bo@example.org",)),
    "@cy": PersonEntry(name="Cy", emails=("cy@example.org",)),
    "@dee": PersonEntry(name="Dee", emails=("dee@example.org",), left=date(2026, 3, 1)),
    "@eve": PersonEntry(name="Eve", emails=("eve@example.org",), left=date(2025, 12, 1)),
    "@joe": PersonEntry(name="Joe", emails=("joe@example.org",), left=date(2026, 6, 15)),
    "@may": PersonEntry(name="May", emails=("may@example.org",), left=date(2026, 6, 16)),
    "@hid": PersonEntry(name="Hid", emails=("hid@example.org",), hidden=True),
}
TEAMS = {
    "@org/docs": TeamEntry(name="Docs", members=("@ana", "@bo")),
    "@org/gone": TeamEntry(name="Gone", members=("@dee", "@eve")),
    "@org/half": TeamEntry(name="Half", members=("@dee", "@cy")),
    "@org/veil": TeamEntry(name="Veil", members=("@ana", "@hid")),
    "@org/ring": TeamEntry(name="Ring", members=("@ana", "@org/gnir")),
    "@org/gnir": TeamEntry(name="Gnir", members=("@bo", "@org/ring")),
    "@org/wide": TeamEntry(name="Wide", members=("@ana", "@nobody-knows")),
    "@org/kept": TeamEntry(name="Kept", members=("@ana",), backups=("@bo",)),
}
Work = tuple[str, int, str]
"""Who, in how many commits, and the day of the newest."""


def commit(who: str, day: str) -> Commit:
    """A commit of `Ana`, or of `Ana <other@example.org>`."""
    name, given, mail = who.partition(" <")
    when = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    address = mail.rstrip(">") if given else f"{name.lower()}@example.org"
    return Commit(f"{name}{day}".lower(), when, name, "Change", is_bot=name.endswith("[bot]"), email=address)


def page(
    path: str,
    owners: Sequence[str],
    work: Sequence[Work],
    *,
    repo: str = "lib",
    created: tuple[str, str] | None = None,
    touched: tuple[str, str] | None = None,
    code: Sequence[str] = (),
    reviewed: tuple[str, str] | None = None,
    inferred: bool = False,
    teams: Mapping[str, TeamEntry] = TEAMS,
    history: Unknown | None = None,
    **more: Any,
) -> PageFacts:
    """A page that its first worker created in 2020, unless `created` says otherwise (who, day)."""
    roster = Roster(TeamsFile("", teams, PEOPLE))
    told = tuple(
        Author(at.author, count, at.email, at) for who, count, day in work if (at := commit(who, day))
    )
    newest = max((author.last for author in told if author.last), key=lambda at: at.time)
    first = commit(*created) if created else commit(work[0][0], "2020-01-01")
    known = PageHistory(first, commit(*touched) if touched else newest, newest, told, "")
    day = date.fromisoformat(reviewed[1]) if reviewed else Unknown("never")
    verdict = Freshness(
        "fresh",
        (),
        day,
        Unknown("never"),
        record=ReviewRecord(day, reviewed[0]) if reviewed and isinstance(day, date) else None,
        bindings=tuple(Binding(repo, each, "describes") for each in code),
    )
    named = Owners(
        tuple(roster.owner(owner) for owner in owners), Rule("CODEOWNERS", 1, "*"), inferred=inferred
    )
    return PageFacts(
        Page(path, path, more.pop("kind", "page"), Origin(repo, path, "c", worktree=False)),
        history or known,
        named,
        verdict,
        None,
        **more,
    )


def file(*changes: tuple[str, str], is_whole: bool = True) -> FileHistory:
    """The history of a file: who changed it, and when."""
    found = (FileChange(commit(*change), "src/a.py", "1", "2") for change in changes)
    return FileHistory(tuple(found), is_whole=is_whole)


def judged(
    *pages: PageFacts,
    files: Mapping[str, FileHistory | Unknown] | None = None,
    teams: Mapping[str, TeamEntry] = TEAMS,
    **more: Any,
) -> Liveness:
    """What is known of the owners of these pages in June 2026; twelve months are long."""
    return liveness(
        pages,
        Roster(TeamsFile("", teams, PEOPLE)),
        quiet_after=Interval(months=12),
        now=NOW,
        file=lambda _, path: (files or {}).get(path),
        **more,
    )


def said(found: Liveness) -> list[tuple[str, list[str], list[str]]]:
    """(kind, handles of the owners, pages) of each concern but those of backups."""
    return [
        (concern.kind, [owner.handle for owner in concern.owners], list(concern.pages))
        for concern in found.concerns
        if concern.kind != "no-backup"
    ]
