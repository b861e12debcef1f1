"""What passes told, as bytes and back: in columns, for a repo of ten thousand pages is read in milliseconds then.

A value that many share, such as a commit or a person, is there once, and has a number.
"""

from array import array
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import accumulate
from typing import Any

import msgspec
from msgspec import Struct

from mkdocs_oss.history.passed import Passed
from mkdocs_oss.model import Author, Commit, FileChange, FileHistory, Move, PageHistory, Unknown

_File = tuple[tuple[tuple[int, int, str, str], ...], int, int, bool]


_INT = "i"
"""What `array` calls a number of 32 bits, in the order of the machine's bytes."""


class _Packed(Struct, array_like=True):
    """Columns are texts, parted by NUL, which none of them has, and in no encoding perhaps; numbers; or lists. They are
    read where they lie: what is copied takes longer than what is computed. Those of one table have one length.

    People: `names`, `emails`. Commits: `shas` to `minor`; `by` is a person's number. A commit's number that is below
    zero counts from the end: -1 is none, -2 the first of `reasons`, of an Unknown. `seen`: people's numbers, `seen_at`
    seconds since 1970. Pages: `created` to `authors`, each
    of the first of `paths`; `authors` is how many each has of the next table. Authors: `who`, a person's number, to
    `last`. `moves`: a page's number, a path's number, a time. `files`, `blobs`, `never` and `gone` begin with a path's
    number.
    """

    commit: str
    is_lacking: bool
    paths: memoryview
    names: memoryview
    emails: memoryview
    reasons: list[str]
    shas: memoryview
    times: list[datetime]
    by: memoryview
    subjects: memoryview
    bots: list[bool]
    minor: list[bool]
    created: memoryview
    touched: memoryview
    substantive: memoryview
    contents: memoryview
    authors: memoryview
    who: memoryview
    counts: memoryview
    last: memoryview
    moves: list[tuple[int, int, datetime]]
    files: list[tuple[int, _File]]
    blobs: list[tuple[int, str]]
    never: list[int]
    gone: list[int]
    seen: memoryview
    seen_at: list[int]


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


def packed(passed: Passed) -> memoryview:
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

    content = msgspec.msgpack.encode(
        _Packed(  # in this order: what comes later has the numbers that were given before
            commit=passed.commit,
            is_lacking=passed.is_lacking,
            created=_column([of(page.created) for page in pages]),
            touched=_column([of(page.last_touched) for page in pages]),
            substantive=_column([of(page.last_substantive) for page in pages]),
            contents=_joined(page.blob for page in pages),
            authors=_column([len(page.authors) for page in pages]),
            who=_column([who((author.name, author.email)) for author in authors]),
            counts=_column([author.commits for author in authors]),
            last=_column([of(author.last) for author in authors]),
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
            by=_column([who((commit.author, commit.email)) for commit in commits]),
            subjects=_joined(commit.subject for commit in commits),
            bots=[commit.is_bot for commit in commits],
            minor=[commit.is_minor for commit in commits],
            seen=_column([who(person) for person in passed.seen]),
            seen_at=list(passed.seen.values()),
            names=_joined(name for name, _ in number.people),
            emails=_joined(email for _, email in number.people),
            reasons=list(number.reasons),
        )
    )
    return memoryview(content)


def unpacked(content: bytes | memoryview) -> Passed:
    """What was `packed`. Raises ValueError, LookupError or MsgspecError where that is none."""
    told = msgspec.msgpack.decode(content, type=_Packed)
    contents = _parted(told.contents) if told.created else []
    paths, names, emails = _parted(told.paths), _parted(told.names), _parted(told.emails)
    name, email = names.__getitem__, emails.__getitem__
    by, who, seen = _numbers(told.by), _numbers(told.who), _numbers(told.seen)
    persons = map(name, by), map(email, by)
    subjects = _parted(told.subjects)
    commits = list(
        map(Commit, _parted(told.shas), told.times, persons[0], subjects, told.bots, told.minor, persons[1])
    )
    of: Callable[[int], Any] = [*commits, *map(Unknown, reversed(told.reasons)), None].__getitem__
    counts = _numbers(told.authors)
    last = map(of, _numbers(told.last))
    authors = tuple(map(Author, map(name, who), _numbers(told.counts), map(email, who), last))
    moves: list[tuple[Move, ...]] = [()] * len(contents)
    for page, path, time in told.moves:
        moves[page] = (*moves[page], Move(paths[path], time))
    histories = map(
        PageHistory,
        map(of, _numbers(told.created)),
        map(of, _numbers(told.touched)),
        map(of, _numbers(told.substantive)),
        map(authors.__getitem__, map(slice, accumulate(counts, initial=0), accumulate(counts))),
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
        dict(zip(zip(map(name, seen), map(email, seen), strict=True), told.seen_at, strict=True)),
    )


def _joined(texts: Iterable[str]) -> memoryview:
    return memoryview("\0".join(texts).encode("utf-8", "surrogateescape"))


def _parted(texts: memoryview) -> list[str]:
    return str(texts, "utf-8", "surrogateescape").split("\0")


def _column(numbers: Iterable[int]) -> memoryview:
    return memoryview(array(_INT, numbers)).cast("B")


def _numbers(column: memoryview) -> "array[int]":  # which Python 3.11 cannot evaluate
    numbers = array(_INT)
    numbers.frombytes(column)
    return numbers
