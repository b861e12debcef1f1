"""What passes over a repo's history told, kept for the next build.

A cache never decides what a page says. A file that cannot be read, is damaged, or was written by another version or
for other rules is as good as none, and one that cannot be written is no failure. Each is put in place as a whole, so
that two builds at once each find the one or the other.

A repo has one file with what a pass told. When HEAD moves, that stays, and a second file says what is new, a part for
each time; it names the content of the first one that it belongs to. Once it is long, both become one again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
import zlib
from functools import reduce
from pathlib import Path

import msgspec

from mkdocs_oss.history.packed import Id, Unpacked, packed
from mkdocs_oss.history.passed import Passed

_VERSION = 7
FOLDER = "history"
_KEPT_S = 90 * 86_400.0
"""How long a file is kept that no build has read: checkouts in temporary folders come and go."""
_MOST_PARTS = 32
_LARGEST_SHARE = 4
"""What is new may have a fourth of the size of what the pass told."""
_KEY = 32
_HEAD = _KEY + 4
_Content = tuple[Id, bool, list[memoryview]]
"""Commit, whether contents were lacking, and parts."""
_BROKEN = (OSError, msgspec.MsgspecError, LookupError, ValueError, TypeError)


class Kept:
    """The content of the files of one repo, which is unpacked when it is asked for.

    `commit`, `is_lacking`: of all parts together; see `Passed`. `first`: what a pass told. `newer`: what is new since
    then, by parts. `name`: tells this `first` from any other.
    """

    def __init__(self, first: _Content, name: bytes, newer: _Content | None) -> None:
        self.commit, self.is_lacking, _ = newer or first
        self.first = first[2]
        self.newer = newer[2] if newer else []
        self.name = name
        self._unpacked: list[Unpacked] = []
        self._passed: Passed | None = None

    def begin(self) -> None:
        """Does the first half of the work of `passed`, before something else that need not wait for it."""
        if self._passed is None and not self._unpacked:
            with contextlib.suppress(*_BROKEN):
                self._unpacked = [Unpacked(part) for part in (*self.first, *self.newer)]

    def passed(self) -> Passed | None:
        """What was kept, or None where it cannot be read."""
        self.begin()
        if self._unpacked:
            with contextlib.suppress(*_BROKEN):
                self._passed = reduce(Passed.continued, (each.passed() for each in self._unpacked))
            self._unpacked = []
        return self._passed


class HistoryCache:
    """The files of one repo below `folder`. `of`: all besides the commit that their content depends on. `with_seen`:
    what tells of all authors too has files of its own, since only some ask for that."""

    def __init__(self, folder: Path, git_dir: Path, *, of: object, with_seen: bool = False) -> None:
        where = str(git_dir.absolute()).encode("utf-8", "surrogateescape") + b"\0seen" * with_seen
        name = hashlib.sha256(where).hexdigest()[:32]
        self._first = folder / FOLDER / f"{name}.msgpack"
        self._newer = folder / FOLDER / f"{name}.newer.msgpack"
        self._key = hashlib.sha256(
            repr((_VERSION, sys.byteorder, where, of)).encode("utf-8", "surrogateescape")
        ).digest()

    def load(self) -> Kept | None:
        """What was kept, or None."""
        first = _read(self._first, self._key)
        if first is None:
            return None
        content, name = first
        newer = _read(self._newer, name)
        return Kept(content, name, newer[0] if newer else None)

    def save(self, passed: Passed) -> None:
        """Keeps what a pass told, where that can be."""
        if _write(self._first, self._key, (passed.commit, passed.is_lacking, [packed(passed)])):
            with contextlib.suppress(OSError):  # none, or not ours to take away: it belongs to nothing
                self._newer.unlink(missing_ok=True)

    def add(self, kept: Kept, newer: Passed, whole: Passed) -> None:
        """Keeps what is new since `kept`, where that can be. `whole`: both."""
        parts = [*kept.newer, packed(newer)]
        most = sum(map(len, kept.first)) / _LARGEST_SHARE
        if len(parts) > _MOST_PARTS or sum(map(len, parts)) > most:
            self.save(whole)
        else:
            _write(self._newer, kept.name, (whole.commit, whole.is_lacking, parts))


def _read(file: Path, key: bytes) -> tuple[_Content, bytes] | None:
    """The content of a file that was written under `key`, and a name for it; else None."""
    try:
        told = memoryview(file.read_bytes())
        with contextlib.suppress(OSError):  # a cache that may only be read
            file.touch()  # it is in use
        head, content = bytes(told[:_HEAD]), told[_HEAD:]
        if head != key + _sum(content):
            return None
        of = msgspec.msgpack.decode(content, type=_Content)
        return of, hashlib.sha256(head + of[0].encode()).digest()
    except _BROKEN:
        return None  # none, or damaged: read the history


def _write(file: Path, key: bytes, of: _Content) -> bool:
    """Puts a file in place, and takes those away that nobody has read for long; whether that could be."""
    content = msgspec.msgpack.encode(of)
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as opened:
            opened.writelines((key, _sum(content), content))
        draft.replace(file)
        newest = file.stat().st_mtime
        for other in file.parent.iterdir():
            if newest - other.stat().st_mtime > _KEPT_S:
                other.unlink()
    except OSError:  # a full disk, a folder of somebody else's: the next build reads the history again
        with contextlib.suppress(OSError):
            draft.unlink()
        return False
    return True


def _sum(content: bytes | memoryview) -> bytes:
    """Tells damage; against malice no sum helps that stands beside the content."""
    return zlib.crc32(content).to_bytes(4, "big")
