"""One switch that ends all that git is doing: at Ctrl-C nobody waits for a server.

Git runs in sessions of its own, so that the terminal's Ctrl-C does not reach it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

from mkdocs_oss.errors import GitError


class Stop:
    """The processes of one `Git`. Once it is set, they are ended, and no further one may begin."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._told = threading.Event()

    @property
    def is_set(self) -> bool:
        return self._told.is_set()

    def set(self) -> None:
        """Ends what runs, and wakes whoever sleeps."""
        self._told.set()
        with self._guard:
            for process in self._running:
                end(process)

    def sleep(self, seconds: float) -> None:
        """Sleeps until then, or until the switch is set."""
        self._told.wait(seconds)

    def check(self) -> None:
        """Raises GitError once the switch is set."""
        if self.is_set:
            raise GitError("it was interrupted")

    @contextlib.contextmanager
    def watching(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Ends the process at the switch."""
        with self._guard:
            self._running.add(process)
        try:
            if self.is_set:  # it was set while the process began
                end(process)
            yield
        finally:
            with self._guard:
                self._running.discard(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends git and the helpers that it started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it ended just now
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@contextlib.contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Within it SIGTERM unwinds as Ctrl-C does, so that git does not go on alone; exit code 143.

    Where somebody else heeds the signal, or in another thread than the main one, all stays as it is.
    """
    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
