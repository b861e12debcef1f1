"""One process of git: started, watched, and ended with its helpers."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from mkdocs_oss.errors import GitError
from mkdocs_oss.git.complaint import error_of, verb_of
from mkdocs_oss.git.deadlines import Deadlines
from mkdocs_oss.git.environment import HARDENED
from mkdocs_oss.git.stopping import Stop, end

if sys.platform == "linux":
    import fcntl

TOO_LARGE = "received more than"
_LONGEST_COMPLAINT = 65_536
_LONGEST_TALK = 1_000_000
"""Bytes of what a remote may say, which may have no end."""
_DEADLINES = Deadlines()
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
    _DEADLINES.ready()
    with _complaints() as complaint:
        popen = _started(args, cwd=cwd, stdin=stdin, complaint=complaint, env=env)
        assert popen.stdout is not None
        _widen(popen.stdout)
        scale = _Scale(growing, complaint, lambda: end(popen)) if growing else None
        whole = False
        left_early = False
        with _DEADLINES.within(limit, popen) as watched:
            try:
                with stop.watching(popen):
                    yield popen.stdout
                    left_early = bool(popen.stdout.read(1))
                    whole = not left_early
            finally:
                if scale is not None:
                    scale.stop()
                if not whole:
                    end(popen)
                popen.stdout.close()
                status = popen.wait()
        if status != 0 and not left_early:
            stop.check()
        if watched.is_overdue:
            raise GitError(f"git {verb_of(args)} took longer than {told or limit:.3g} s")
        if scale is not None and scale.full_of:
            raise GitError(f"git {verb_of(args)} {scale.full_of}")
        if status != 0 and not left_early:
            raise error_of(verb_of(args), _said(complaint))


def _started(
    args: list[str], *, cwd: Path, stdin: IO[bytes] | None, complaint: IO[bytes], env: dict[str, str]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  # argv, and no shell
            [_executable(), "--no-pager", "--no-optional-locks", *HARDENED, *args],
            cwd=str(cwd),
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaint,
            env={**os.environ, **_ENGLISH, **env},
            start_new_session=True,  # so that its helpers (git-remote-https, ssh) can be stopped with it
        )
    except OSError as error:
        if error.filename == str(cwd) or not cwd.is_dir():
            raise GitError(f"{cwd} is no folder that can be read") from error
        raise GitError("git is not installed, or not on PATH") from error


def _complaints() -> IO[bytes]:
    """Where git writes what it complains of: a file, which is never full and needs nobody to empty it."""
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise GitError(f"there is no folder for temporary files: {error.strerror or error}") from error


def _said(complaint: IO[bytes]) -> str:
    """The start and the end of what git says."""
    size = complaint.seek(0, os.SEEK_END)
    complaint.seek(0)
    start = complaint.read(_LONGEST_COMPLAINT)
    complaint.seek(max(size - _LONGEST_COMPLAINT, len(start)))
    return (start + complaint.read(_LONGEST_COMPLAINT)).decode("utf-8", "replace")


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
    """Weighs the packs that git is receiving and what a remote says through it, twenty times a second: git itself has
    no limit for either."""

    def __init__(self, growing: tuple[Path, int], complaint: IO[bytes], full: Callable[[], None]) -> None:
        self._folder, self._largest = growing
        self._complaint = complaint
        self._full = full
        self._done = threading.Event()
        self.full_of = ""
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            if self._weight() > self._largest:
                self.full_of = f"{TOO_LARGE} {self._largest / 1_000_000:.3g} MB"
            elif os.fstat(self._complaint.fileno()).st_size > _LONGEST_TALK:
                self.full_of = f"was told more than {_LONGEST_TALK // 1_000_000} MB of messages by the remote"
            if self.full_of:
                self._full()
                return

    def _weight(self) -> int:
        with contextlib.suppress(OSError):  # not there yet, or just renamed
            return sum(path.stat().st_size for path in self._folder.glob("tmp_pack_*"))
        return 0
