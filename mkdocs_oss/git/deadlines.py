"""Ends processes that take too long: one thread for all of them, since to start one costs more than to start git."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Iterator

from mkdocs_oss.git.stopping import end

_NEVER = threading.TIMEOUT_MAX


class Watched:
    """A process that has until `at` (seconds of `time.monotonic`). `is_overdue`: it was ended for that."""

    def __init__(self, process: subprocess.Popen[bytes], at: float) -> None:
        self.process = process
        self.at = at
        self.is_overdue = False


class Deadlines:
    """Those of all processes that run now."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._watched: set[Watched] = set()
        self._wakes_at = 0.0
        self._thread: threading.Thread | None = None

    def ready(self) -> None:
        """Starts the thread, where that has not been done; best before the process, with which it would compete."""
        with self._changed:
            if self._thread is None or not self._thread.is_alive():  # a fork has none of its parent's threads
                self._wakes_at = time.monotonic() + _NEVER
                self._thread = threading.Thread(target=self._watch, name="git-deadlines", daemon=True)
                self._thread.start()

    @contextlib.contextmanager
    def within(self, seconds: float, process: subprocess.Popen[bytes]) -> Iterator[Watched]:
        """Ends the process if it is still running in so many seconds."""
        watched = Watched(process, time.monotonic() + seconds)
        with self._changed:
            self._watched.add(watched)
            if watched.at < self._wakes_at:  # else it looks in time by itself
                self._changed.notify()
        try:
            yield watched
        finally:
            with self._changed:
                self._watched.discard(watched)

    def _watch(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for watched in [one for one in self._watched if one.at <= now]:
                    self._watched.discard(watched)
                    watched.is_overdue = True
                    end(watched.process)
                nearest = min((one.at for one in self._watched), default=now + _NEVER)
                self._wakes_at = nearest
                self._changed.wait(min(nearest - now, _NEVER))
