"""From what the walk found to what is told of pages and files; what an earlier pass told of the older part joins in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from mkdocs_oss.history.walk import Event, Trace
from mkdocs_oss.mail import name_of
from mkdocs_oss.model import SHALLOW_FILE, Author, Commit, FileChange, FileHistory, PageHistory, Unknown

SHALLOW = (
    "the clone is shallow and ends before this page's last change; "
    "fetch the full history (fetch-depth: 0, or git fetch --unshallow; where it is large, with --filter=blob:none)"
)
MINOR_ALONE = "only moves, formatting, bots and ignored commits have touched this page"

People = Mapping[tuple[str, str], tuple[str, str] | None]
"""(name, mail address) as a commit says them → after .mailmap; None for a bot."""


def page_history(
    trace: Trace, noticed: Commit | None, people: People, *, blob: str, older: PageHistory | None = None
) -> PageHistory | Unknown:
    """What is told of a page that has the content `blob`.

    `noticed`: the newest commit that changed what a reader sees. `older`: of the path that the trace ends at, at the
    commit where the walk ended.
    """
    last = trace.last or (older.last_touched if older else None)
    if last is None:
        return Unknown(SHALLOW if trace.cut else "its history does not lead to what it is now")
    by = _authors(trace.events, people, older.authors if older else ())
    if trace.cut and noticed is None and not by:
        return Unknown(SHALLOW)
    without = Unknown(SHALLOW if trace.cut else "its first commit is not in this history")
    unnoticed = Unknown(SHALLOW if trace.cut else MINOR_ALONE)
    first = older.created if older else without
    if isinstance(first, Unknown) and trace.created is not None:
        first = trace.created  # else one branch added it, and another had it before
    return PageHistory(
        created=first,
        last_touched=last,
        last_substantive=noticed or (older.last_substantive if older else unnoticed),
        authors=by,
        blob=blob,
        moves=(*trace.moves, *(older.moves if older else ())),
    )


def file_history(
    trace: Trace, *, older: FileHistory | None = None, is_shallow: bool
) -> FileHistory | Unknown | None:
    """What is told of a file that pages speak of; None where it never was in the repo. `older` as for a page."""
    removed = trace.removed or (older.removed if older and not trace.events else None)
    events = [*trace.events, *(trace.former or ())]
    if not events and removed is None and older is None and not trace.cut:
        return SHALLOW_FILE if is_shallow else None
    changes = [
        FileChange(event.commit, event.path, event.olds[0] if event.olds else "", event.new)
        for event in events
    ]
    if older is not None and older.removed is not None and events:
        changes.append(FileChange(older.removed, trace.path, "", ""))
    changes += older.changes if older else ()
    return FileHistory(
        changes=tuple(map(_with_what_went, changes, [*changes[1:], None])),
        removed=removed,
        moved_to=trace.moved_to if trace.removed else older.moved_to if older and removed else "",
        is_whole=not trace.cut and (older is None or older.is_whole),
    )


def _with_what_went(change: FileChange, before: FileChange | None) -> FileChange:
    """A removal took away what the change before it had left."""
    return replace(change, old=before.new) if not change.new and before is not None else change


def _authors(events: Iterable[Event], people: People, older: Sequence[Author]) -> tuple[Author, ...]:
    """Who did it, the busiest first; one person for one mail address, under the newest name."""
    counts: dict[tuple[tuple[str, str], ...], int] = {}
    newest: dict[tuple[tuple[str, str], ...], Commit] = {}
    for event in events:
        who = event.people
        if who in counts and not event.commit.is_minor:
            counts[who] += 1
        elif who and not event.commit.is_minor:
            counts[who] = 1
            newest[who] = event.commit
    found: dict[str, Author] = {}

    def add(author: Author) -> None:
        key = author.email.casefold() or author.name
        before = found.get(key)
        found[key] = (
            author
            if before is None
            else Author(before.name, before.commits + author.commits, before.email, before.last)
        )

    for who, count in counts.items():
        for known in dict.fromkeys(people.get(person, person) for person in who) if people else who:
            if known is not None:
                add(Author(name_of(known[0]), count, known[1], newest[who]))
    for author in older:
        add(author)
    by = found.values()
    return tuple(by) if len(found) < 2 else tuple(sorted(by, key=lambda author: -author.commits))
