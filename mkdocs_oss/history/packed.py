"""What passes told, as bytes and back: in columns, for a repo of ten thousand pages is read in milliseconds then.

A value that many share, such as a commit or a person, is there once, and has a number.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sized
from datetime import datetime
from itertools import chain, islice, repeat
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from mkdocs_oss.history.passed import Passed
from mkdocs_oss.model import Author, Commit, FileChange, FileHistory, Move, PageHistory, Unknown

_Number = Annotated[int, Meta(ge=0)]
_Count = Annotated[int, Meta(ge=1)]
_Time = Annotated[datetime, Meta(tz=True)]
Id = Annotated[str, Meta(pattern=r"^[0-9a-f]*\Z")]
"""Of a commit. Git is asked for it, so it is nothing that git could take for an option."""
_File = tuple[tuple[tuple[_Number, _Number, str, str], ...], int, _Number, bool]

_OF_IDS = b"0123456789abcdef\0"
_HIGHEST = 3 if sys.byteorder == "little" else 0
_INT = "i"
"""What `array` calls a number of 32 bits, in the order of the machine's bytes."""


class _Packed(Struct, array_like=True):
    """Columns are texts, parted by NUL, which none of them has, and in no encoding perhaps; numbers; or lists. They are
    read where they lie: what is copied takes longer than what is computed. Those of one table have one length.

    People: `names`, `emails`. Commits: `shas` to `minor`; `by` is a person's number. Pages: `created` to `contents`, each
    of the first of `paths`, those with as many authors together. `created` and `substantive` number the commits and
    then `reasons`, of an Unknown; `touched` commits alone. `authors`: how many each of how many pages has, of the next
    table. Authors: `who`, a person's number, to `last`, where none is the number after that of the last commit. `seen`:
    people's numbers, `seen_at` seconds since 1970. `moves`: a page's number, a path's number, a time. `files`, `blobs`,
    `never` and `gone` begin with a path's number; in `files` the commit -1 is none.
    """

    commit: Id
    is_lacking: bool
    paths: memoryview
    names: memoryview
    emails: memoryview
    reasons: list[str]
    shas: memoryview
    times: list[_Time]
    by: memoryview
    subjects: memoryview
    bots: list[bool]
    minor: list[bool]
    created: memoryview
    touched: memoryview
    substantive: memoryview
    contents: memoryview
    authors: list[tuple[_Number, _Count]]
    who: memoryview
    counts: memoryview
    last: memoryview
    moves: list[tuple[_Number, _Number, _Time]]
    files: list[tuple[_Number, _File]]
    blobs: list[tuple[_Number, str]]
    never: list[_Number]
    gone: list[_Number]
    seen: memoryview
    seen_at: list[_Number]


class _Numbers:
    """The commits and people that are told of, by their numbers."""

    def __init__(self) -> None:
        self.commits: dict[str, Commit] = {}
        self.people: dict[tuple[str, str], int] = {}
        self.reasons: dict[str, int] = {}
        self._of: dict[str, int] = {}

    def of(self, commit: Commit | Unknown | None) -> int:
        """What is no commit has a number below zero: -1 is none."""
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

    def after(self, numbers: list[int], first: int) -> memoryview:
        """The column in which what is no commit has the numbers after them: `first` (below zero) comes at once."""
        end = len(self.commits) + first
        return _column([number if number >= 0 else end - number for number in numbers])


def packed(passed: Passed) -> memoryview:
    """All but the pages and files whose history is not known: those are read again."""
    number = _Numbers()
    of, who, commits = number.of, number.who, number.commits.values()
    every = ((path, one) for path, one in passed.pages.items() if isinstance(one, PageHistory))
    known = dict(sorted(every, key=lambda item: len(item[1].authors)))
    pages = known.values()
    authors = [author for page in pages for author in page.authors]
    paths = dict(zip(known, range(len(known)), strict=True))

    def path(name: str) -> int:
        return paths.setdefault(name, len(paths))

    def file(one: FileHistory) -> _File:
        changes = tuple((of(c.commit), path(c.path), c.old, c.new) for c in one.changes)
        return (changes, of(one.removed), path(one.moved_to), one.is_whole)

    created = [of(page.created) for page in pages]
    touched = [of(page.last_touched) for page in pages]
    substantive = [of(page.last_substantive) for page in pages]
    last = [of(author.last) for author in authors]
    files = [(path(name), file(one)) for name, one in passed.files.items() if isinstance(one, FileHistory)]
    content = msgspec.msgpack.encode(
        _Packed(  # in this order: what comes later has the numbers that were given before
            commit=passed.commit,
            is_lacking=passed.is_lacking,
            created=number.after(created, -2),
            touched=_column(touched),
            substantive=number.after(substantive, -2),
            contents=_joined(page.blob for page in pages),
            authors=list(Counter(len(page.authors) for page in pages).items()),
            who=_column([who((author.name, author.email)) for author in authors]),
            counts=_column([author.commits for author in authors]),
            last=number.after(last, -1),
            moves=[
                (page, path(move.path), move.time)
                for page, one in enumerate(pages)
                if one.moves
                for move in one.moves
            ],
            files=files,
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


class Unpacked:
    """What was `packed`, on its way back: first the commits, and the rest when it is asked for.

    Raises ValueError, LookupError or MsgspecError where that is none: the sum of a cache's file tells damage alone, so
    what anybody may have written there is never half believed.
    """

    def __init__(self, content: bytes | memoryview) -> None:
        self._told = told = msgspec.msgpack.decode(content, type=_Packed)
        self._contents = _parted(told.contents) if told.created else []
        self._paths = _parted(told.paths)
        self._names, self._emails = _parted(told.names), _parted(told.emails)
        by = _numbers(told.by)
        shas, subjects = (_parted(told.shas), _parted(told.subjects)) if by else ([], [])
        if bytes(told.shas).translate(None, _OF_IDS):
            raise ValueError("what should be ids of commits is none")
        if _has_negative(by):
            raise ValueError("a number is below zero")  # one that is too large is an IndexError
        _same(self._names, self._emails)
        _same(shas, told.times, by, subjects, told.bots, told.minor)
        author, email = map(self._names.__getitem__, by), map(self._emails.__getitem__, by)
        self._commits = list(map(Commit, shas, told.times, author, subjects, told.bots, told.minor, email))

    def passed(self) -> Passed:
        """All of it; once."""
        told, paths, commits = self._told, self._paths, self._commits
        name, email = self._names.__getitem__, self._emails.__getitem__
        who, counts, last = _numbers(told.who), _numbers(told.counts), _numbers(told.last)
        columns = _numbers(told.created), _numbers(told.touched), _numbers(told.substantive)
        seen = _numbers(told.seen)
        if any(map(_has_negative, (who, counts, last, seen, *columns))):
            raise ValueError("a number is below zero")
        _same(who, counts, last)
        _same(*columns, self._contents)
        if len(who) != sum(each * times for each, times in told.authors) or len(self._contents) != sum(
            times for _, times in told.authors
        ):
            raise ValueError("authors are of no page")
        authors = map(
            Author, map(name, who), counts, map(email, who), map([*commits, None].__getitem__, last)
        )
        of: Callable[[int], Any] = [*commits, *map(Unknown, told.reasons)].__getitem__
        histories = map(
            PageHistory,
            map(of, columns[0]),
            map(commits.__getitem__, columns[1]),
            map(of, columns[2]),
            chain.from_iterable(_by_page(authors, each, times) for each, times in told.authors),
            self._contents,
            self._moves(),
        )
        return Passed(
            told.commit,
            dict(zip(paths, histories, strict=False)),
            {paths[number]: self._file(of) for number, of in told.files},
            {paths[number]: blob for number, blob in told.blobs},
            frozenset(paths[number] for number in told.never),
            told.is_lacking,
            frozenset(paths[number] for number in told.gone),
            dict(zip(zip(map(name, seen), map(email, seen), strict=True), told.seen_at, strict=True)),
        )

    def _moves(self) -> list[tuple[Move, ...]]:
        """Of each page."""
        moved: dict[int, list[Move]] = {}
        for page, path, time in self._told.moves:
            moved.setdefault(page, []).append(Move(self._paths[path], time))
        moves: list[tuple[Move, ...]] = [()] * len(self._contents)
        for page, found in moved.items():
            moves[page] = tuple(found)
        return moves

    def _file(self, of: _File) -> FileHistory:
        changes, removed, moved_to, is_whole = of
        commits, paths = self._commits, self._paths
        return FileHistory(
            tuple(FileChange(commits[number], paths[path], old, new) for number, path, old, new in changes),
            commits[removed] if removed >= 0 else None,
            paths[moved_to],
            is_whole,
        )


def _same(*columns: Sized) -> None:
    """Columns of one table have one length, else ValueError."""
    if len({len(column) for column in columns}) > 1:
        raise ValueError("columns of one table differ in length")


def _by_page(authors: Iterator[Author], each: int, times: int) -> Iterable[tuple[Author, ...]]:
    """The next authors, so many at a time: `zip` of one iterator with itself makes tuples faster than slices do."""
    return islice(zip(*[authors] * each, strict=False), times) if each else repeat((), times)


def _has_negative(column: "array[int]") -> bool:
    """Whether any number is below zero: its highest byte is no ASCII then, which is told for all in one step."""
    return not column.tobytes()[_HIGHEST :: column.itemsize].isascii()


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
