"""What passes over a repo's history told, kept for the next build: one file for each repo.

A cache never decides what a page says. A file that cannot be read, is damaged, or was written by another version or
for other rules is as good as none, and one that cannot be written is no failure. It is put in place as a whole, so
that two builds at once each find the one or the other.

A file has parts: what a whole pass told, and then, for each time that HEAD moved, what is new since the part before.
Only that is made when HEAD moves; once there are many parts, or long ones, they become one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import zlib
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import msgspec

from mkdocs_oss.history.packed import packed, unpacked
from mkdocs_oss.history.passed import Passed

_VERSION = 4
FOLDER = "history"
_KEPT_S = 90 * 86_400.0
"""How long a file is kept that no build has read: checkouts in temporary folders come and go."""
_MOST_PARTS = 32
_LARGEST_SHARE = 4
"""All that is new may have a fourth of the size of what the whole pass told."""
_KEY = 32
_HEAD = _KEY + 4
_Content = tuple[str, bool, list[bytes]]
"""Commit, whether contents were lacking, and the parts."""
_BROKEN = (OSError, msgspec.MsgspecError, LookupError, ValueError, TypeError)


class Kept:
    """The content of a file, which is unpacked when it is asked for. `commit`: that of its last part. `is_lacking`:
    see `Passed`."""

    def __init__(self, commit: str, parts: Sequence[bytes], *, is_lacking: bool) -> None:
        self.commit = commit
        self.parts = parts
        self.is_lacking = is_lacking
        self._passed: Passed | None = None

    def passed(self) -> Passed | None:
        """What was kept, or None where it cannot be read."""
        if self._passed is None:
            with contextlib.suppress(*_BROKEN):
                self._passed = reduce(Passed.continued, map(unpacked, self.parts))
        return self._passed


class HistoryCache:
    """The file of one repo below `folder`. `of`: all besides the commit that its content depends on."""

    def __init__(self, folder: Path, git_dir: Path, *, of: object) -> None:
        where = str(git_dir.absolute()).encode("utf-8", "surrogateescape")
        self.file = folder / FOLDER / f"{hashlib.sha256(where).hexdigest()[:32]}.msgpack"
        self._key = hashlib.sha256(repr((_VERSION, where, of)).encode("utf-8", "surrogateescape")).digest()

    def load(self) -> Kept | None:
        """What was kept, or None."""
        try:
            content = memoryview(self.file.read_bytes())
            with contextlib.suppress(OSError):  # a cache that may only be read
                self.file.touch()  # it is in use
            if content[:_KEY] != self._key or _sum(content[_HEAD:]) != content[_KEY:_HEAD]:
                return None
            commit, is_lacking, parts = msgspec.msgpack.decode(content[_HEAD:], type=_Content)
            return Kept(commit, parts, is_lacking=is_lacking)
        except _BROKEN:
            return None  # none, or damaged: read the history

    def save(self, passed: Passed) -> None:
        """Keeps it, where that can be."""
        self._put((passed.commit, passed.is_lacking, [packed(passed)]))

    def add(self, kept: Kept, newer: Passed, whole: Passed) -> None:
        """Keeps what is new since `kept`, where that can be. `whole`: both."""
        parts = [*kept.parts, packed(newer)]
        first, *others = map(len, parts)
        if len(parts) > _MOST_PARTS or sum(others) > first / _LARGEST_SHARE:
            self.save(whole)
        else:
            self._put((whole.commit, whole.is_lacking, parts))

    def _put(self, of: _Content) -> None:
        content = msgspec.msgpack.encode(of)
        draft = self.file.with_name(f"{self.file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(b"".join((self._key, _sum(content), content)))
            draft.replace(self.file)
            newest = self.file.stat().st_mtime
            for other in self.file.parent.iterdir():
                if newest - other.stat().st_mtime > _KEPT_S:
                    other.unlink()
        except OSError:  # a full disk, a folder of somebody else's: the next build reads the history again
            with contextlib.suppress(OSError):
                draft.unlink()


def _sum(content: bytes | memoryview) -> bytes:
    """Tells damage; against malice no sum helps that stands beside the content."""
    return zlib.crc32(content).to_bytes(4, "big")
