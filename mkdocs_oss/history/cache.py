"""What one pass over a repo's history told, kept for the next build: one file for each repo.

A cache never decides what a page says. A file that cannot be read, is damaged, or was written by another version or
for other rules is as good as none, and one that cannot be written is no failure. It is put in place as a whole, so
that two builds at once each find the one or the other.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Mapping, Set
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct, field

from mkdocs_oss.model import Author, Commit, FileChange, FileHistory, Move, PageHistory, Unknown

_VERSION = 4
FOLDER = "history"
_KEPT_S = 90 * 86_400.0
"""How long a file is kept that no build has read: checkouts in temporary folders come and go."""


class Passed(Struct, frozen=True):
    """What passes have told of a repo at `commit`.

    `blobs`: of every path that is in the commit and was asked for, its content. `never`: files that no commit ever had.
    `is_lacking`: contents were not here to compare, so that a change counts which may have changed nothing to see.
    """

    commit: str = ""
    pages: Mapping[str, PageHistory | Unknown] = field(default_factory=dict)
    files: Mapping[str, FileHistory | Unknown] = field(default_factory=dict)
    blobs: Mapping[str, str] = field(default_factory=dict)
    never: Set[str] = frozenset()
    is_lacking: bool = False

    def with_others(self, others: Passed) -> Passed:
        """This, and what is told of other paths."""
        return Passed(
            self.commit,
            {**others.pages, **self.pages},
            {**others.files, **self.files},
            {**others.blobs, **self.blobs},
            self.never | others.never,
            self.is_lacking or others.is_lacking,
        )


class HistoryCache:
    """The file of one repo below `folder`. `of`: all besides the commit that its content depends on."""

    def __init__(self, folder: Path, git_dir: Path, *, of: object) -> None:
        where = str(git_dir.absolute()).encode("utf-8", "surrogateescape")
        self.file = folder / FOLDER / f"{hashlib.sha256(where).hexdigest()[:32]}.msgpack"
        self._key = hashlib.sha256(repr((_VERSION, where, of)).encode("utf-8", "surrogateescape")).digest()

    def load(self) -> Passed | None:
        """What was kept, or None."""
        try:
            content = self.file.read_bytes()
            with contextlib.suppress(OSError):  # a cache that may only be read
                self.file.touch()  # it is in use
            if content[:32] != self._key or hashlib.sha256(content[64:]).digest() != content[32:64]:
                return None
            return _unpacked(content[64:])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, LookupError, ValueError):
            return None  # none, or damaged: read the history

    def save(self, passed: Passed) -> None:
        """Keeps it, where that can be."""
        content = _packed(passed)
        draft = self.file.with_name(f"{self.file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(self._key + hashlib.sha256(content).digest() + content)
            draft.replace(self.file)
            newest = self.file.stat().st_mtime
            for other in self.file.parent.iterdir():
                if newest - other.stat().st_mtime > _KEPT_S:
                    other.unlink()
        except OSError:  # a full disk, a folder of somebody else's: the next build reads the history again
            with contextlib.suppress(OSError):
                draft.unlink()


_Author = tuple[str, int, str, int]
_Page = tuple[int, int, int, str, tuple[_Author, ...], tuple[tuple[int, datetime], ...]]
_File = tuple[tuple[tuple[int, int, str, str], ...], int, int, bool]


class _Packed(Struct, array_like=True):
    """Commits and paths as numbers of `commits` and of `paths`, which are parted by NUL and may be in no encoding.

    A number below zero is the reason of an Unknown. `pages`, `files`, `blobs` and `never` begin with the path's number.
    """

    commit: str
    paths: bytes
    commits: list[Commit]
    reasons: list[str]
    pages: list[tuple[int, _Page]]
    files: list[tuple[int, _File]]
    blobs: list[tuple[int, str]]
    never: list[int]
    is_lacking: bool


def _packed(passed: Passed) -> bytes:
    paths: dict[str, int] = {}
    numbers: dict[str, int] = {}
    commits: list[Commit] = []
    reasons: dict[str, int] = {}

    def path(name: str) -> int:
        return paths.setdefault(name, len(paths))

    def number(commit: Commit | Unknown | None) -> int:
        if not isinstance(commit, Commit):
            return -1 - reasons.setdefault(commit.reason if commit else "", len(reasons))
        found = numbers.get(commit.sha)
        if found is None:
            found = numbers[commit.sha] = len(commits)
            commits.append(commit)
        return found

    def page(one: PageHistory) -> _Page:
        moves = tuple((path(move.path), move.time) for move in one.moves)
        dates = number(one.created), number(one.last_touched), number(one.last_substantive)
        authors = tuple(
            (author.name, author.commits, author.email, number(author.last)) for author in one.authors
        )
        return (*dates, one.blob, authors, moves)

    def file(one: FileHistory) -> _File:
        changes = tuple((number(c.commit), path(c.path), c.old, c.new) for c in one.changes)
        return (changes, number(one.removed), path(one.moved_to), one.is_whole)

    pages = [(path(name), page(one)) for name, one in passed.pages.items() if isinstance(one, PageHistory)]
    files = [(path(name), file(one)) for name, one in passed.files.items() if isinstance(one, FileHistory)]
    blobs = [(path(name), blob) for name, blob in passed.blobs.items()]
    never = [path(name) for name in passed.never]
    names = "\0".join(paths).encode("utf-8", "surrogateescape")
    return msgspec.msgpack.encode(
        _Packed(passed.commit, names, commits, list(reasons), pages, files, blobs, never, passed.is_lacking)
    )


def _unpacked(content: bytes) -> Passed:
    packed = msgspec.msgpack.decode(content, type=_Packed)
    paths = packed.paths.decode("utf-8", "surrogateescape").split("\0")
    commits, unknown = packed.commits, [Unknown(reason) for reason in packed.reasons]

    def commit(number: int) -> Commit | Unknown:
        return commits[number] if number >= 0 else unknown[-1 - number]

    def file(of: _File) -> FileHistory:
        changes, removed, moved_to, is_whole = of
        return FileHistory(
            tuple(FileChange(commits[number], paths[path], old, new) for number, path, old, new in changes),
            commits[removed] if removed >= 0 else None,
            paths[moved_to],
            is_whole,
        )

    return Passed(
        packed.commit,
        {
            paths[number]: PageHistory(
                commit(created),
                commits[touched],
                commit(substantive),
                tuple(
                    Author(name, count, email, commits[last] if last >= 0 else None)
                    for name, count, email, last in authors
                ),
                blob,
                tuple(Move(paths[path], time) for path, time in moves) if moves else (),
            )
            for number, (created, touched, substantive, blob, authors, moves) in packed.pages
        },
        {paths[number]: file(of) for number, of in packed.files},
        {paths[number]: blob for number, blob in packed.blobs},
        frozenset(paths[number] for number in packed.never),
        packed.is_lacking,
    )
