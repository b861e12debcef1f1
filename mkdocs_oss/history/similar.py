"""Moves with an edit, as git itself finds them: one `git diff-tree` for all commits that are asked about.

It is asked while the log is read, since what is older is to be looked for under the older name. Where contents are
not here, as in a store that has those of the newest commit alone, nothing is similar: that is not followed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git

_ARGS = (
    "--no-literal-pathspecs",
    "diff-tree",
    "--stdin",
    "--no-commit-id",
    "--no-ext-diff",
    "--no-relative",
    "--raw",
    "-r",
    "-z",
    "-M50%",
    "-l1000",
    "--diff-filter=R",
    "--",
    "*.md",
    "*.markdown",
    "*.mdx",
)
_TRIES = 20
"""How often git may fail before we stop asking: each time it has to be started anew."""


class SimilarMoves:
    """Asks git about one commit at a time; a context manager. `moved(commit)`: the path after → the path before."""

    def __init__(self, git: Git, git_dir: Path) -> None:
        self._git = git
        self._git_dir = git_dir
        self._end = f"end-{secrets.token_hex(8)}\n".encode()  # no id, so git says it again, and flushes
        self._failures = 0
        self._process = contextlib.ExitStack()
        self._asked: IO[bytes] | None = None
        self._told: IO[bytes] | None = None

    def __enter__(self) -> SimilarMoves:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def moved(self, commit: str) -> Mapping[str, str]:
        """What git finds similar of what a commit moved; nothing where contents are missing."""
        if self._failures >= _TRIES:
            return {}
        told = self._ask(commit)
        if told is None:
            self._failures += 1
            self._close()
            return {}
        tokens = told.decode("utf-8", "surrogateescape").split("\0")
        return dict(zip(tokens[2::3], tokens[1::3], strict=False))

    def _ask(self, commit: str) -> bytes | None:
        """Git's answer, or None where it stopped before its end."""
        try:
            if self._asked is None:
                self._start()
            assert self._asked is not None
            assert self._told is not None
            self._asked.write(f"{commit}\n".encode() + self._end)
            self._asked.flush()
            told = b""
            while line := self._told.readline():
                told += line
                if told.endswith(self._end):
                    return told[: -len(self._end)]
        except (OSError, GitError):
            return None  # a pipe that is broken: git ended
        return None

    def _start(self) -> None:
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as stdin:
            self._told = self._process.enter_context(self._git.stream(self._git_dir, *_ARGS, stdin=stdin))
        self._asked = os.fdopen(writing, "wb")

    def _close(self) -> None:
        if self._asked is not None:
            with contextlib.suppress(OSError):
                self._asked.close()
        self._asked = self._told = None
        with contextlib.suppress(GitError):  # it could not read a content
            self._process.close()
