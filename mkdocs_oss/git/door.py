"""Git as the house uses it. Nothing else starts git."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Literal

from mkdocs_oss.errors import GitError
from mkdocs_oss.git.complaint import without
from mkdocs_oss.git.environment import PROTOCOLS, RemoteAccess, configured, environment
from mkdocs_oss.git.running import run
from mkdocs_oss.git.stopping import Stop

READ_LIMIT_S = 120.0
FETCH_LIMIT_S = 600.0
CREDENTIAL_LIMIT_S = 20.0
_CONTENTS = ("cat-file", "--batch", "--buffer")
_ALL_IDS = ("--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
_ANY_SIZE = 1 << 62
_FEW = 4096
"""Bytes that a pipe takes at once on any system: else we might wait for git, and git for us."""

Blobs = Callable[..., Iterator[tuple[str, bytes]]]
"""What `Git.blobs` is."""


class Git:
    """Runs git against one repository at a time.

    `git_dir` may be a bare store, a worktree's `.git` folder, or its `.git` file. It is always given, so
    a GIT_DIR or GIT_INDEX_FILE left in the environment by a hook never redirects a command. `stop` ends all of it.
    """

    def __init__(self, *, read_limit: float = READ_LIMIT_S, fetch_limit: float = FETCH_LIMIT_S) -> None:
        self._read_limit = read_limit
        self._fetch_limit = fetch_limit
        self.stop = Stop()

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
        with run(
            [*where, *args],
            cwd=work_tree or git_dir.parent,
            limit=self._read_limit,
            stdin=stdin,
            env=environment(git_dir),
            stop=self.stop,
        ) as out:
            yield out

    def blobs(
        self,
        git_dir: Path,
        names: Iterable[str],
        *,
        largest: int = _ANY_SIZE,
        kind: Literal["blob", "tree"] = "blob",
    ) -> Iterator[tuple[str, bytes]]:
        """(name, content) for each blob name such as `<commit>:<path>`, or tree name, by one `cat-file --batch`.

        Names that are missing, are of another `kind`, hold a line end (the protocol has no escape), or stand for more
        than `largest` bytes are left out.
        """
        wanted = [name for name in names if "\n" not in name]
        with tempfile.TemporaryFile() as requests:
            requests.write(_lines(wanted))
            requests.seek(0)
            with self.stream(git_dir, *_CONTENTS, stdin=requests) as out:
                yield from _contents(out, wanted, largest, kind)

    def here(self, git_dir: Path) -> frozenset[str]:
        """The ids of all objects that are here: a partial clone lacks some, and nothing is fetched. Raises GitError."""
        return frozenset(self.read_text(git_dir, "cat-file", *_ALL_IDS).split())

    @contextlib.contextmanager
    def blobs_ahead(self, git_dir: Path) -> Iterator[Blobs]:
        """`blobs`, whose first process starts at once: it is ready when it is known what is to be asked."""
        reading, writing = os.pipe()
        with contextlib.ExitStack() as process, os.fdopen(writing, "wb") as requests:
            with os.fdopen(reading, "rb") as stdin:
                out = process.enter_context(self.stream(git_dir, *_CONTENTS, stdin=stdin))

            def ask(
                git_dir: Path, names: Iterable[str], *, largest: int = _ANY_SIZE
            ) -> Iterator[tuple[str, bytes]]:
                wanted = [name for name in names if "\n" not in name]
                lines = _lines(wanted)
                if requests.closed or len(lines) > _FEW:
                    yield from self.blobs(git_dir, wanted, largest=largest)
                    return
                with process:  # which ends here, and raises here what git complains of
                    with requests:
                        requests.write(lines)
                    yield from _contents(out, wanted, largest)

            yield ask

    @property
    def fetch_limit(self) -> float:
        """How long one repo's fetch may take, in seconds."""
        return self._fetch_limit

    def network(
        self,
        git_dir: Path,
        *args: str,
        remote: RemoteAccess | None = None,
        limit: float | None = None,
        largest: int | None = None,
        stdin: bytes = b"",
    ) -> bytes:
        """A command that may use the network. Never asks for anything. Raises GitError.

        `remote`: configuration and secrets, handed over in the environment, where neither a list of processes nor
        a file shows them. `limit`: seconds, at most `fetch_limit`. `largest`: bytes that the pack being received
        may have.
        """
        where = [f"--git-dir={git_dir.absolute()}"]
        return self._network(
            [*where, *args], git_dir, remote=remote, limit=limit, largest=largest, stdin=stdin
        )

    def clone(
        self,
        url: str,
        into: Path,
        *options: str,
        remote: RemoteAccess,
        limit: float | None = None,
        largest: int | None = None,
    ) -> None:
        """A bare clone in the empty folder `into`, without the user's templates. Raises GitError."""
        into = into.absolute()
        args = ["clone", "--quiet", "--bare", "--template=", *options, "--end-of-options", url, str(into)]
        self._network(args, into, remote=remote, limit=limit, largest=largest, stdin=b"")

    def _network(
        self,
        args: list[str],
        git_dir: Path,
        *,
        remote: RemoteAccess | None,
        limit: float | None,
        largest: int | None,
        stdin: bytes,
    ) -> bytes:
        env = environment(git_dir, protocols=os.environ.get("MKDOCS_OSS_ALLOW_PROTOCOL", PROTOCOLS))
        if remote is not None:
            env |= configured(remote.config) | dict(remote.secrets)
        with tempfile.TemporaryFile() as sent, _told_without(remote):
            sent.write(stdin)
            sent.seek(0)
            with run(
                args,
                cwd=git_dir,
                limit=self._fetch_limit if limit is None else min(limit, self._fetch_limit),
                stdin=sent,
                env=env,
                stop=self.stop,
                told=self._fetch_limit if limit is None or limit > self._fetch_limit / 2 else limit,
                growing=(git_dir / "objects" / "pack", largest or _ANY_SIZE),
            ) as out:
                return out.read()

    def credential(self, *, protocol: str, host: str) -> tuple[str, str] | None:
        """(user, password) that the user's own credential helpers have for a host; None where they have none.

        Never asks anybody, and reads no repository's configuration. Source: git-scm.com/docs/git-credential.
        """
        with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile() as question:
            question.write(f"protocol={protocol}\nhost={host}\n\n".encode())
            question.seek(0)
            nowhere = Path(empty) / "none"
            args = [f"--git-dir={nowhere}", "-c", "credential.interactive=false", "credential", "fill"]
            try:
                with run(
                    args,
                    cwd=Path(empty),
                    limit=CREDENTIAL_LIMIT_S,
                    stdin=question,
                    env=environment(nowhere),
                    stop=self.stop,
                ) as out:
                    said = out.read(65_536).decode("utf-8", "replace")
            except GitError:
                return None  # no helper knows the host, or it would have to ask
        answer = dict(line.partition("=")[::2] for line in said.splitlines())
        return (answer.get("username", ""), answer["password"]) if answer.get("password") else None

    def init_bare(self, path: Path) -> None:
        """Makes an empty bare store at `path`, without the user's templates. Raises GitError."""
        path = path.absolute()
        args = ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--", str(path)]
        with run(
            args, cwd=path.parent, limit=self._read_limit, stdin=None, env=environment(path), stop=self.stop
        ) as out:
            out.read()


@contextlib.contextmanager
def _told_without(remote: RemoteAccess | None) -> Iterator[None]:
    """An error without the secrets that went to the remote."""
    try:
        yield
    except GitError as error:
        if remote is None or not remote.secrets:
            raise
        reason = without(error.reason, [secret for _, secret in remote.secrets])
        raise GitError(reason, remedy=error.remedy) from None


def _lines(names: list[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")


def _contents(
    out: IO[bytes], names: list[str], largest: int, kind: str = "blob"
) -> Iterator[tuple[str, bytes]]:
    """What `cat-file --batch` tells of names, but for those that are left out."""
    for name in names:
        header = out.readline()
        words = header.rsplit(b" ", 2)
        if len(words) != 3 or not words[2][:-1].isdigit():
            continue  # "<name> missing", "<name> ambiguous"
        size = int(words[2])
        if size > largest:
            _skip(out, size + 1)
            continue
        content = out.read(size + 1)[:size]
        if words[1] == kind.encode():
            yield name, content


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0 and (chunk := stream.read(min(count, 1 << 20))):
        count -= len(chunk)
