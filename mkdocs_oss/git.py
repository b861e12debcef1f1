"""The one door to git: argv only, a time limit on each process, a hardened environment, streamed output.

Runs through GitPython's command layer. Nothing else in the house starts git.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from mkdocs_oss.errors import GitError

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # without git, GitPython raises on import

import git as gitpython
from git.exc import GitCommandNotFound

READ_LIMIT_S = 120.0
FETCH_LIMIT_S = 600.0

# A worktree's own configuration must not run programs (https://git-scm.com/docs/git-config), and what the
# user has set for showing must not change what we parse.
_HARDENED = (
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=" + os.devnull,
    "-c", "core.quotePath=false",
    "-c", "log.showSignature=false",
    "-c", "protocol.ext.allow=never",
    "-c", "protocol.fd.allow=never",
    "-c", "submodule.recurse=false",
    "-c", "gc.auto=0",
    "-c", "maintenance.auto=false",
    "-c", "http.lowSpeedLimit=1",
    "-c", "http.lowSpeedTime=30",
)  # fmt: skip
_PROTOCOLS = "http:https:ssh:git"
_CREDENTIALS = re.compile(r"(?<=://)[^/\s]+@")
_QUERY = re.compile(r"(\w://[^\s'\"?#]*)[?#][^\s'\"]*")


def redacted(text: str) -> str:
    """`text` without the credentials and the query of any URL in it."""
    return _QUERY.sub(r"\1", _CREDENTIALS.sub("", text))


class Git:
    """Runs git against one repository at a time.

    `git_dir` may be a bare store, a worktree's `.git` folder, or its `.git` file. It is always given, so
    a GIT_DIR or GIT_INDEX_FILE left in the environment by a hook never redirects a command.
    """

    def __init__(self, *, read_limit: float = READ_LIMIT_S, fetch_limit: float = FETCH_LIMIT_S) -> None:
        self._read_limit = read_limit
        self._fetch_limit = fetch_limit

    def read(self, git_dir: Path, *args: str, work_tree: Path | None = None) -> bytes:
        """All of a command's output. Raises GitError."""
        with self.stream(git_dir, *args, work_tree=work_tree) as out:
            return out.read()

    def read_text(self, git_dir: Path, *args: str, work_tree: Path | None = None) -> str:
        """A command's output as text, without its last line end. Raises GitError."""
        return self.read(git_dir, *args, work_tree=work_tree).decode("utf-8", "replace").rstrip("\n")

    @contextlib.contextmanager
    def stream(
        self, git_dir: Path, *args: str, work_tree: Path | None = None, stdin: IO[bytes] | None = None
    ) -> Iterator[IO[bytes]]:
        """A command's output as it comes; raises GitError at the end where git failed.

        A reader that leaves before the end of the output stops git, and that is no failure.
        """
        git_dir = git_dir.absolute()  # git runs in another folder than we do
        where = [f"--git-dir={git_dir}"]
        if work_tree is not None:
            work_tree = work_tree.absolute()
            where.append(f"--work-tree={work_tree}")
        with self._run(
            [*where, *args],
            cwd=work_tree or git_dir.parent,
            limit=self._read_limit,
            stdin=stdin,
            env=_environment(git_dir),
        ) as out:
            yield out

    def blobs(
        self, git_dir: Path, names: Iterable[str], *, largest: int = 1 << 62
    ) -> Iterator[tuple[str, bytes]]:
        """(name, content) for each blob name such as `<commit>:<path>`, by one `cat-file --batch`.

        Names that are missing, are no blob, hold a line end (the protocol has no escape), or stand for more
        than `largest` bytes are left out.
        """
        wanted = [name for name in names if "\n" not in name]
        with tempfile.TemporaryFile() as requests:
            requests.write("".join(f"{name}\n" for name in wanted).encode("utf-8", "surrogateescape"))
            requests.seek(0)
            with self.stream(git_dir, "cat-file", "--batch", stdin=requests) as out:
                for name in wanted:
                    header = out.readline().rstrip(b"\n")
                    words = header.rsplit(b" ", 2)
                    if len(words) != 3 or not words[2].isdigit():
                        continue  # "<name> missing", "<name> ambiguous"
                    size = int(words[2])
                    if size > largest:
                        _skip(out, size + 1)
                        continue
                    content = out.read(size)
                    out.read(1)
                    if words[1] == b"blob":
                        yield name, content

    def network(self, git_dir: Path, *args: str) -> bytes:
        """A command that may use the network. Never asks for anything. Raises GitError."""
        with self._run(
            [f"--git-dir={git_dir.absolute()}", *args],
            cwd=git_dir,
            limit=self._fetch_limit,
            stdin=None,
            env=_environment(git_dir, protocols=os.environ.get("MKDOCS_OSS_ALLOW_PROTOCOL", _PROTOCOLS)),
        ) as out:
            return out.read()

    def init_bare(self, path: Path) -> None:
        """Makes an empty bare store at `path`, without the user's templates. Raises GitError."""
        path = path.absolute()
        args = ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--", str(path)]
        with self._run(
            args, cwd=path.parent, limit=self._read_limit, stdin=None, env=_environment(path)
        ) as out:
            out.read()

    @contextlib.contextmanager
    def _run(
        self, args: list[str], *, cwd: Path, limit: float, stdin: IO[bytes] | None, env: dict[str, str]
    ) -> Iterator[IO[bytes]]:
        command = ["git", "--no-pager", "--no-optional-locks", *_HARDENED, *args]
        try:
            process = gitpython.Git(str(cwd)).execute(
                command,
                istream=stdin,  # type: ignore[arg-type]  # a real file: BinaryIO in all but name
                as_process=True,
                env=env,
                start_new_session=True,  # so that its helpers (git-remote-https, ssh) can be stopped with it
            )
        except GitCommandNotFound as error:
            raise GitError("git is not installed, or not on PATH") from error
        popen = process.proc  # type: ignore[union-attr]  # as_process gives a process
        assert popen is not None
        assert popen.stdout is not None
        assert popen.stderr is not None
        complaint: list[bytes] = []
        drain = threading.Thread(target=lambda: complaint.append(popen.stderr.read()), daemon=True)  # type: ignore[union-attr]
        drain.start()
        overdue = threading.Event()

        def stop() -> None:
            overdue.set()
            _kill(popen)

        watchdog = threading.Timer(limit, stop)
        watchdog.daemon = True
        watchdog.start()
        whole = False
        left_early = False
        try:
            yield popen.stdout
            left_early = bool(popen.stdout.read(1))
            whole = not left_early
        finally:
            watchdog.cancel()
            if not whole:
                _kill(popen)
            popen.stdout.close()
            status = popen.wait()
            drain.join()
            popen.stderr.close()
        if overdue.is_set():
            raise GitError(f"git {_verb(args)} took longer than {limit:g} s")
        if status != 0 and not left_early:
            raise GitError(_reason(_verb(args), b"".join(complaint).decode("utf-8", "replace")))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends git and the helpers that it started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it ended just now
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0 and (chunk := stream.read(min(count, 1 << 20))):
        count -= len(chunk)


def _environment(git_dir: Path, *, protocols: str = "") -> dict[str, str]:
    """What git is told besides the user's own environment. Without `protocols` it cannot use the network:
    a partial clone would else fetch while it is read, by a program that its own configuration names."""
    index = (
        {"GIT_INDEX_FILE": str(_real_git_dir(git_dir) / "index")} if "GIT_INDEX_FILE" in os.environ else {}
    )
    return {
        **index,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "GCM_INTERACTIVE": "never",
        "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=20"),
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def _real_git_dir(git_dir: Path) -> Path:
    """The folder that a `.git` file (of a linked worktree, or a submodule) names; else `git_dir` itself."""
    try:
        named = git_dir.read_text("utf-8").removeprefix("gitdir:").strip()
    except (OSError, UnicodeDecodeError):
        return git_dir  # a folder
    return git_dir.parent / named


def _verb(args: list[str]) -> str:
    words = (
        arg
        for before, arg in zip(["", *args], args, strict=False)
        if before != "-c" and not arg.startswith("-")
    )
    return next(words, "")


def _reason(verb: str, complaint: str) -> str:
    """Git's complaint as one phrase, with the remedy where git's own words hide it."""
    lines = [line.strip() for line in redacted(complaint).splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "ssh:"))] or lines
    text = telling[0].removeprefix("fatal: ").removeprefix("error: ") if telling else "no message"
    if "dubious ownership" in complaint:
        return (
            "git does not trust the folder, because another user owns it; "
            "run: git config --global --add safe.directory <folder>"
        )
    if "terminal prompts disabled" in complaint or "Authentication failed" in complaint:
        return f"the server asks for credentials ({text}); set up git's credential helper or an SSH key"
    return f"git {verb} failed: {text}"
