"""What passes told, as bytes and back: in columns, for a repo of ten thousand pages is read in milliseconds then.

A value that many share, such as a commit or a person, is there once, and has a number.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import accumulate
from typing import Any

import msgspec
from msgspec import Struct

from mkdocs_oss.history.passed import Passed
from mkdocs_oss.model import Author, Commit, FileChange, FileHistory, Move, PageHistory, Unknown

_File = tuple[tuple[tuple[int, int, str, str], ...], int, int, bool]


class _Packed(Struct, array_like=True):
    """Columns of one table have one length; texts are parted by NUL, which none of them has, and may be in no encoding.

    People: `names`, `emails`. Commits: `shas` to `minor`; `by` is a person's number. A commit's number that is below
    zero counts from the end: -1 is none, -2 the first of `reasons`, of an Unknown. Pages: `created` to `authors`, each
    of the first of `paths`; `authors` is how many each has of the next table. Authors: `who`, a person's number, to
    `last`. `moves`: a page's number, a path's number, a time. `files`, `blobs`, `never` and `gone` begin with a path's
    number.
    """

    commit: str
    is_lacking: bool
    paths: bytes
    names: bytes
    emails: bytes
    reasons: list[str]
    shas: bytes
    times: list[datetime]
    by: list[int]
    subjects: bytes
    bots: list[bool]
    minor: list[bool]
    created: list[int]
    touched: list[int]
    substantive: list[int]
    contents: bytes
    authors: list[int]
    who: list[int]
    counts: list[int]
    last: list[int]
    moves: list[tuple[int, int, datetime]]
    files: list[tuple[int, _File]]
    blobs: list[tuple[int, str]]
    never: list[int]
    gone: list[int]


class _Numbers:
    """The commits and people that are told of, by their numbers."""

    def __init__(self) -> None:
        self.commits: dict[str, Commit] = {}
        self.people: dict[tuple[str, str], int] = {}
        self.reasons: dict[str, int] = {}
        self._of: dict[str, int] = {}

    def of(self, commit: Commit | Unknown | None) -> int:
        if commit is None:
            return -1
        if isinstance(commit, Unknown):
            return -2 - self.reasons.setdefault(commit.reason, len(self.reasons))
        number = self._of.setdefault(commit.sha, len(self._of))
        if number == len(self.commits):
            self.commits[commit.sha] = commit
        return number

    def who(self, one: tuple[str, str]) -> int:
        return self.people.setdefault(one, len(self.people))


def packed(passed: Passed) -> bytes:
    """All but the pages and files whose history is not known: those are read again."""
    number = _Numbers()
    of, who, commits = number.of, number.who, number.commits.values()
    known = {path: one for path, one in passed.pages.items() if isinstance(one, PageHistory)}
    pages = known.values()
    authors = [author for page in pages for author in page.authors]
    paths = dict(zip(known, range(len(known)), strict=True))

    def path(name: str) -> int:
        return paths.setdefault(name, len(paths))

    def file(one: FileHistory) -> _File:
        changes = tuple((of(c.commit), path(c.path), c.old, c.new) for c in one.changes)
        return (changes, of(one.removed), path(one.moved_to), one.is_whole)

    return msgspec.msgpack.encode(
        _Packed(  # in this order: what comes later has the numbers that were given before
            commit=passed.commit,
            is_lacking=passed.is_lacking,
            created=[of(page.created) for page in pages],
            touched=[of(page.last_touched) for page in pages],
            substantive=[of(page.last_substantive) for page in pages],
            contents=_joined(page.blob for page in pages),
            authors=[len(page.authors) for page in pages],
            who=[who((author.name, author.email)) for author in authors],
            counts=[author.commits for author in authors],
            last=[of(author.last) for author in authors],
            moves=[
                (page, path(move.path), move.time)
                for page, one in enumerate(pages)
                if one.moves
                for move in one.moves
            ],
            files=[
                (path(name), file(one)) for name, one in passed.files.items() if isinstance(one, FileHistory)
            ],
            blobs=[(path(name), blob) for name, blob in passed.blobs.items()],
            never=[path(name) for name in passed.never],
            gone=[path(name) for name in passed.gone],
            paths=_joined(paths),
            shas=_joined(number.commits),
            times=[commit.time for commit in commits],
            by=[who((commit.author, commit.email)) for commit in commits],
            subjects=_joined(commit.subject for commit in commits),
            bots=[commit.is_bot for commit in commits],
            minor=[commit.is_minor for commit in commits],
            names=_joined(name for name, _ in number.people),
            emails=_joined(email for _, email in number.people),
            reasons=list(number.reasons),
        )
    )


def unpacked(content: bytes) -> Passed:
    """What was `packed`. Raises ValueError, LookupError or MsgspecError where that is none."""
    told = msgspec.msgpack.decode(content, type=_Packed)
    paths, names, emails = _parted(told.paths), _parted(told.names), _parted(told.emails)
    name, email = names.__getitem__, emails.__getitem__
    commits = list(
        map(
            Commit,
            _parted(told.shas),
            told.times,
            map(name, told.by),
            _parted(told.subjects),
            told.bots,
            told.minor,
            map(email, told.by),
        )
    )
    of: Callable[[int], Any] = [*commits, *map(Unknown, reversed(told.reasons)), None].__getitem__
    last = map(of, told.last)
    authors = tuple(map(Author, map(name, told.who), told.counts, map(email, told.who), last))
    contents = _parted(told.contents)[: len(told.created)]
    moves: list[tuple[Move, ...]] = [()] * len(contents)
    for page, path, time in told.moves:
        moves[page] = (*moves[page], Move(paths[path], time))
    histories = map(
        PageHistory,
        map(of, told.created),
        map(of, told.touched),
        map(of, told.substantive),
        [
            authors[end - count : end]
            for end, count in zip(accumulate(told.authors), told.authors, strict=True)
        ],
        contents,
        moves,
    )

    def file(of: _File) -> FileHistory:
        changes, removed, moved_to, is_whole = of
        return FileHistory(
            tuple(FileChange(commits[number], paths[path], old, new) for number, path, old, new in changes),
            commits[removed] if removed >= 0 else None,
            paths[moved_to],
            is_whole,
        )

    return Passed(
        told.commit,
        dict(zip(paths, histories, strict=False)),
        {paths[number]: file(of) for number, of in told.files},
        {paths[number]: blob for number, blob in told.blobs},
        frozenset(paths[number] for number in told.never),
        told.is_lacking,
        frozenset(paths[number] for number in told.gone),
    )


def _joined(texts: Iterable[str]) -> bytes:
    return "\0".join(texts).encode("utf-8", "surrogateescape")


def _parted(texts: bytes) -> list[str]:
    return texts.decode("utf-8", "surrogateescape").split("\0")
