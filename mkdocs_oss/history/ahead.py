"""Git tells a repo's whole history while nobody reads it yet: which paths are asked for is known only once its pages
have been read, and what git has to tell is the same for all of them."""

from __future__ import annotations

import io
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any, cast

from mkdocs_oss.errors import GitError

_MOST = 16_000_000
"""Bytes that are held at most: then git waits for the reader."""
_CHUNK = 1 << 18


class LogAhead:
    """What a `log` tells, read by a thread of its own as it comes. `mark`: what begins each commit in it.

    It has one reader, `opened` once; or is `close`d by whom nobody reads it for.
    """

    def __init__(self, log: AbstractContextManager[IO[bytes]], mark: str) -> None:
        self.mark = mark
        self._log = log
        self._held: deque[bytes] = deque()
        self._size = 0
        self._changed = threading.Condition()
        self._is_over = False
        self._is_left = False
        self._error: GitError | None = None
        threading.Thread(target=self._listen, name="git-log-ahead", daemon=True).start()

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """For reading. Raises GitError at the end where git failed; to leave before its end is no failure."""
        try:
            yield cast(IO[bytes], io.BufferedReader(_Held(self), _CHUNK))
        finally:
            self.close()
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Ends git, where it has not ended by itself."""
        with self._changed:
            self._is_left = True
            self._held.clear()
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._is_over)

    def take(self, most: int) -> bytes:
        """The next bytes, at least one and at most so many; none at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._held or self._is_over)
            if not self._held:
                return b""
            chunk = self._held.popleft()
            if len(chunk) > most:
                chunk, rest = chunk[:most], chunk[most:]
                self._held.appendleft(rest)
            self._size -= len(chunk)
            self._changed.notify_all()
            return chunk

    def _listen(self) -> None:
        try:
            with self._log as out:
                while chunk := cast(io.BufferedReader, out).read1(_CHUNK):
                    with self._changed:
                        self._changed.wait_for(lambda: self._size < _MOST or self._is_left)
                        if self._is_left:
                            return
                        self._held.append(chunk)
                        self._size += len(chunk)
                        self._changed.notify_all()
        except GitError as error:
            self._error = error
        finally:
            with self._changed:
                self._is_over = True
                self._changed.notify_all()


class _Held(io.RawIOBase):
    """What is held, as a file."""

    def __init__(self, ahead: LogAhead) -> None:
        super().__init__()
        self._ahead = ahead

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._ahead.take(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
