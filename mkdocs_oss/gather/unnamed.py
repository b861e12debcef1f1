"""What was read, without those who are never named (`hidden:` in teams.yml): before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import TypeVar

from msgspec.structs import replace

from mkdocs_oss.mail import name_of
from mkdocs_oss.model import (
    Asset,
    Commit,
    FileHistory,
    Finding,
    Histories,
    Owners,
    Page,
    PageHistory,
    ReviewRecord,
    Unknown,
)
from mkdocs_oss.ownership import Roster, lists_owners

_C = TypeVar("_C", Commit, Commit | Unknown)
_OWNER_KEYS = ("owner", "owners", "owner_slack")


def other_names(histories: Histories, roster: Roster) -> frozenset[str]:
    """The names by which those who are not named commit, whatever teams.yml calls them."""
    if not roster.unnamed:
        return frozenset()
    people = {(author.name, author.email) for page in _known(histories) for author in page.authors}
    people |= {(commit.author, commit.email) for page in _known(histories) for commit in _commits(page)}
    return frozenset(name for name, mail in people if roster.worker(name, mail) is None)


def unnamed_histories(histories: Histories, roster: Roster) -> Histories:
    """The histories in which none of them is an author, and the words for nobody in particular stand for their names."""
    if not roster.unnamed:
        return histories
    return Histories(
        {path: _page(history, roster) for path, history in histories.pages.items()},
        {path: _file(history, roster) for path, history in histories.files.items()},
        {person: time for person, time in histories.seen.items() if roster.worker(*person) is not None},
    )


def unnamed_records(
    records: Mapping[str, ReviewRecord], roster: Roster, *, also: Set[str]
) -> dict[str, ReviewRecord]:
    """The reviews without them, and without addresses. `also`: names by which they commit here."""
    records = {path: replace(record, by=name_of(record.by)) for path, record in records.items()}
    hidden = roster.unnamed
    if not hidden:
        return records
    found = {}
    for path, record in records.items():
        is_theirs = hidden.has_name(record.by) or record.by in also
        by = hidden.instead if is_theirs else hidden.text(record.by)
        found[path] = replace(record, by=by, still_accurate=hidden.text(record.still_accurate, also=also))
    return found


def unnamed_owners(owners: Owners, roster: Roster, *, also: Set[str]) -> Owners:
    """The owners without them, where a project's file has only a name. `also`: names by which they commit here."""
    if not also or not any(owner.name in also for owner in owners.owners if owner.kind == "unknown"):
        return owners
    named = {owner.handle if owner.name not in also else "": owner for owner in owners.owners}
    found = tuple(owner if handle else roster.nobody_named for handle, owner in named.items())
    return replace(owners, owners=found, rule=roster.unnamed.rule(owners.rule, also=also))


def unnamed_page(page: Page, roster: Roster) -> Page:
    """The page whose front matter names none of them as its owner."""
    if not roster.unnamed or page.meta.keys().isdisjoint(_OWNER_KEYS):
        return page
    shown = {key: _without(page.meta[key], roster) for key in _OWNER_KEYS if key in page.meta}
    return replace(page, meta={**page.meta, **shown})


def unnamed_findings(findings: Iterable[Finding], roster: Roster) -> list[Finding]:
    """The findings without them."""
    hidden = roster.unnamed
    if not hidden:
        return list(findings)
    return [
        replace(finding, message=hidden.text(finding.message), remedy=hidden.text(finding.remedy))
        for finding in findings
    ]


def unnamed_assets(assets: Iterable[Asset], roster: Roster) -> tuple[Asset, ...]:
    """The assets without files that list owners: a docs folder has some, and all in it is copied as it is."""
    return tuple(asset for asset in assets if not roster.unnamed or not lists_owners(asset.uri))


def _without(value: object, roster: Roster) -> object:
    if isinstance(value, list):
        return [_without(each, roster) for each in value]
    return roster.unnamed.instead if isinstance(value, str) and roster.owner(value).is_hidden else value


def _known(histories: Histories) -> Iterable[PageHistory]:
    return (page for page in histories.pages.values() if isinstance(page, PageHistory))


def _commits(page: PageHistory) -> Iterable[Commit]:
    found = (page.created, page.last_touched, page.last_substantive)
    return (commit for commit in found if isinstance(commit, Commit))


def _page(history: PageHistory | Unknown, roster: Roster) -> PageHistory | Unknown:
    if isinstance(history, Unknown):
        return history
    named = [author for author in history.authors if roster.worker(author.name, author.email) is not None]
    return replace(
        history,
        unnamed=sum(author.commits for author in history.authors) - sum(author.commits for author in named),
        created=_commit(history.created, roster),
        last_touched=_commit(history.last_touched, roster),
        last_substantive=_commit(history.last_substantive, roster),
        authors=tuple(
            replace(author, last=_commit(author.last, roster) if author.last else None) for author in named
        ),
    )


def _file(history: FileHistory | Unknown, roster: Roster) -> FileHistory | Unknown:
    if isinstance(history, Unknown):
        return history
    return replace(
        history,
        changes=tuple(replace(change, commit=_commit(change.commit, roster)) for change in history.changes),
        removed=_commit(history.removed, roster) if history.removed else None,
    )


def _commit(commit: _C, roster: Roster) -> _C:
    if isinstance(commit, Unknown):
        return commit
    hidden = roster.unnamed
    subject = hidden.subject(commit.subject)
    if roster.worker(commit.author, commit.email) is not None:
        return commit if subject == commit.subject else replace(commit, subject=subject)
    return replace(commit, author=hidden.instead, email="", subject=subject)
