"""One process of git: started, watched, and ended with its helpers."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from mkdocs_oss.errors import GitError
from mkdocs_oss.git.complaint import error_of, verb_of
from mkdocs_oss.git.environment import HARDENED
from mkdocs_oss.git.stopping import Stop, end

if sys.platform == "linux":
    import fcntl

TOO_LARGE = "received more than"
_LONGEST_COMPLAINT = 65_536
_ENGLISH = {"LANGUAGE": "C", "LC_ALL": "C"}  # what git says is looked through
_PIPE = 1 << 18
"""Bytes that git may tell ahead of us. All pipes of a user may have 64 MB together (pipe-user-pages-soft)."""


@contextlib.contextmanager
def run(
    args: list[str],
    *,
    cwd: Path,
    limit: float,
    stdin: IO[bytes] | None,
    env: dict[str, str],
    stop: Stop,
    growing: tuple[Path, int] | None = None,
    told: float = 0.0,
) -> Iterator[IO[bytes]]:
    stop.check()
    try:
        popen = subprocess.Popen(  # noqa: S603  # argv, and no shell
            [_executable(), "--no-pager", "--no-optional-locks", *HARDENED, *args],
            cwd=str(cwd),
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **_ENGLISH, **env},
            start_new_session=True,  # so that its helpers (git-remote-https, ssh) can be stopped with it
        )
    except OSError as error:
        if error.filename == str(cwd) or not cwd.is_dir():
            raise GitError(f"{cwd} is no folder that can be read") from error
        raise GitError("git is not installed, or not on PATH") from error
    assert popen.stdout is not None
    assert popen.stderr is not None
    _widen(popen.stdout)
    complaint: list[bytes] = []
    drain = threading.Thread(target=_listen, args=(popen.stderr, complaint), daemon=True)
    drain.start()
    overdue = threading.Event()

    def too_late() -> None:
        overdue.set()
        end(popen)

    watchdog = threading.Timer(limit, too_late)
    watchdog.daemon = True
    watchdog.start()
    scale = _Scale(growing, lambda: end(popen)) if growing else None
    whole = False
    left_early = False
    try:
        with stop.watching(popen):
            yield popen.stdout
            left_early = bool(popen.stdout.read(1))
            whole = not left_early
    finally:
        watchdog.cancel()
        if scale is not None:
            scale.stop()
        if not whole:
            end(popen)
        popen.stdout.close()
        status = popen.wait()
        drain.join()
        popen.stderr.close()
    if status != 0 and not left_early:
        stop.check()
    if overdue.is_set():
        raise GitError(f"git {verb_of(args)} took longer than {told or limit:.3g} s")
    if scale is not None and scale.is_full:
        raise GitError(f"git {verb_of(args)} {TOO_LARGE} {scale.largest / 1_000_000:.3g} MB")
    if status != 0 and not left_early:
        raise error_of(verb_of(args), b"".join(complaint).decode("utf-8", "replace"))


def _widen(pipe: IO[bytes]) -> None:
    """Room for more than 64 KB, where the system gives it: git goes on while we do something else."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # the user's pipes have all the room that they may have
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _executable() -> str:
    """Git, from PATH alone: Windows would look in the current folder first, where a repo may have a git.exe.

    Raises FileNotFoundError.
    """
    if sys.platform != "win32":
        return "git"
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]  # noqa: PTH117
    found = next((each for folder in folders if (each := shutil.which("git.exe", path=folder))), None)
    if found is None or not os.path.isabs(found):  # noqa: PTH117
        raise FileNotFoundError("git")
    return found


class _Scale:
    """Weighs the packs that git is receiving, twenty times a second: git itself has no limit for a fetch."""

    def __init__(self, growing: tuple[Path, int], full: Callable[[], None]) -> None:
        self._folder, self.largest = growing
        self._full = full
        self._done = threading.Event()
        self.is_full = False
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        self._done.set()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            if self._weight() > self.largest:
                self.is_full = True
                self._full()
                return

    def _weight(self) -> int:
        with contextlib.suppress(OSError):  # not there yet, or just renamed
            return sum(path.stat().st_size for path in self._folder.glob("tmp_pack_*"))
        return 0


def _listen(stderr: IO[bytes], complaint: list[bytes]) -> None:
    """The start and the end of what git says; a remote that speaks through it may have no end."""
    start, end = stderr.read(_LONGEST_COMPLAINT), b""
    while more := stderr.read(_LONGEST_COMPLAINT):
        end = (end + more)[-_LONGEST_COMPLAINT:]
    complaint += [start, end]
