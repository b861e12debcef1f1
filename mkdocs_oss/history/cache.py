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
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct, field

from mkdocs_oss.model import Author, Commit, FileChange, FileHistory, Move, PageHistory, Unknown

_VERSION = 1


class Passed(Struct, frozen=True):
    """What passes have told of a repo at `commit`.

    `blobs`: of every path that is in the commit and was asked for, its content. `never`: files that no commit ever had.
    """

    commit: str = ""
    pages: Mapping[str, PageHistory | Unknown] = field(default_factory=dict)
    files: Mapping[str, FileHistory | Unknown] = field(default_factory=dict)
    blobs: Mapping[str, str] = field(default_factory=dict)
    never: Set[str] = frozenset()

    def with_others(self, others: Passed) -> Passed:
        """This, and what is told of other paths."""
        return Passed(
            self.commit,
            {**others.pages, **self.pages},
            {**others.files, **self.files},
            {**others.blobs, **self.blobs},
            self.never | others.never,
        )


class HistoryCache:
    """The file of one repo below `folder`. `of`: all besides the commit that its content depends on."""

    def __init__(self, folder: Path, git_dir: Path, *, of: object) -> None:
        where = str(git_dir.absolute()).encode("utf-8", "surrogateescape")
        self.file = folder / "history" / f"{hashlib.sha256(where).hexdigest()[:32]}.msgpack"
        self._key = hashlib.sha256(repr((_VERSION, where, of)).encode("utf-8", "surrogateescape")).digest()

    def load(self) -> Passed | None:
        """What was kept, or None."""
        try:
            content = self.file.read_bytes()
            if content[:32] != self._key or hashlib.sha256(content[64:]).digest() != content[32:64]:
                return None
            return _Unpacking(_decoder().decode(content[64:])).passed()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, LookupError, ValueError):
            return None  # none, or damaged: read the history

    def save(self, passed: Passed) -> None:
        """Keeps it, where that can be."""
        content = msgspec.msgpack.encode(_Packing().packed(passed))
        draft = self.file.with_name(f"{self.file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(self._key + hashlib.sha256(content).digest() + content)
            draft.replace(self.file)
        except OSError:  # a full disk, a folder of somebody else's: the next build reads the history again
            with contextlib.suppress(OSError):
                draft.unlink()


_Page = tuple[int, int, int, int, int, list[tuple[int, int, int]], list[tuple[int, int]]]
_File = tuple[int, list[tuple[int, int, int, int]], int, int, bool]


class _Packed(Struct, array_like=True):
    """All as numbers of `strings` and of `commits`; a number below zero is the string of an Unknown's reason.

    A commit is (id, time, author, subject, 1 for a bot + 2 for a minor one); `blobs` are pairs of strings.
    """

    strings: bytes
    commits: list[tuple[int, int, int, int, int]]
    commit: int
    pages: list[_Page]
    files: list[_File]
    blobs: list[int]
    never: list[int]


def _decoder() -> msgspec.msgpack.Decoder[_Packed]:
    return msgspec.msgpack.Decoder(_Packed)


class _Packing:
    def __init__(self) -> None:
        self._strings: dict[str, int] = {}
        self._commits: dict[str, int] = {}
        self._rows: list[tuple[int, int, int, int, int]] = []

    def packed(self, passed: Passed) -> _Packed:
        commit = self._string(passed.commit)
        pages = [
            self._page(path, page) for path, page in passed.pages.items() if isinstance(page, PageHistory)
        ]
        files = [
            self._file(path, file) for path, file in passed.files.items() if isinstance(file, FileHistory)
        ]
        blobs = [self._string(text) for pair in passed.blobs.items() for text in pair]
        never = [self._string(path) for path in passed.never]
        strings = "\0".join(self._strings).encode("utf-8", "surrogateescape")
        return _Packed(strings, self._rows, commit, pages, files, blobs, never)

    def _page(self, path: str, page: PageHistory) -> _Page:
        return (
            self._string(path),
            self._commit(page.created),
            self._commit(page.last_touched),
            self._commit(page.last_substantive),
            self._string(page.blob),
            [(self._string(by.name), by.commits, self._string(by.email)) for by in page.authors],
            [(self._string(move.path), int(move.time.timestamp())) for move in page.moves],
        )

    def _file(self, path: str, file: FileHistory) -> _File:
        changes = [
            (self._commit(one.commit), self._string(one.path), self._string(one.old), self._string(one.new))
            for one in file.changes
        ]
        removed = self._commit(file.removed or Unknown(""))
        return (self._string(path), changes, removed, self._string(file.moved_to), file.is_whole)

    def _string(self, text: str) -> int:
        return self._strings.setdefault(text, len(self._strings))

    def _commit(self, commit: Commit | Unknown) -> int:
        if isinstance(commit, Unknown):
            return -1 - self._string(commit.reason)
        number = self._commits.get(commit.sha)
        if number is None:
            number = self._commits[commit.sha] = len(self._rows)
            says = commit.is_bot + 2 * commit.is_minor
            sha, author, subject = (
                self._string(text) for text in (commit.sha, commit.author, commit.subject)
            )
            self._rows.append((sha, int(commit.time.timestamp()), author, subject, says))
        return number


class _Unpacking:
    def __init__(self, packed: _Packed) -> None:
        self._packed = packed
        self._strings = packed.strings.decode("utf-8", "surrogateescape").split("\0")
        self._commits = [
            Commit(
                self._strings[sha],
                datetime.fromtimestamp(time, UTC),
                self._strings[author],
                self._strings[subject],
                is_bot=bool(says & 1),
                is_minor=bool(says & 2),
            )
            for sha, time, author, subject, says in packed.commits
        ]

    def passed(self) -> Passed:
        packed, strings = self._packed, self._strings
        blobs = iter(packed.blobs)
        return Passed(
            commit=strings[packed.commit],
            pages={strings[page[0]]: self._page(page) for page in packed.pages},
            files={strings[file[0]]: self._file(file) for file in packed.files},
            blobs={strings[path]: strings[blob] for path, blob in zip(blobs, blobs, strict=True)},
            never=frozenset(strings[path] for path in packed.never),
        )

    def _page(self, page: _Page) -> PageHistory:
        _, created, touched, substantive, blob, authors, moves = page
        strings = self._strings
        return PageHistory(
            created=self._commit(created),
            last_touched=self._commits[touched],
            last_substantive=self._commit(substantive),
            authors=tuple(Author(strings[name], commits, strings[email]) for name, commits, email in authors),
            blob=strings[blob],
            moves=tuple(Move(strings[path], datetime.fromtimestamp(time, UTC)) for path, time in moves),
        )

    def _file(self, file: _File) -> FileHistory:
        _, changes, removed, moved_to, is_whole = file
        strings = self._strings
        return FileHistory(
            changes=tuple(
                FileChange(self._commits[commit], strings[path], strings[old], strings[new])
                for commit, path, old, new in changes
            ),
            removed=self._commits[removed] if removed >= 0 else None,
            moved_to=strings[moved_to],
            is_whole=is_whole,
        )

    def _commit(self, number: int) -> Commit | Unknown:
        return self._commits[number] if number >= 0 else Unknown(self._strings[-1 - number])
