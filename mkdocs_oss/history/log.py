"""`git log --raw -z` as values, streamed: what one commit changed, by object id.

Format: https://git-scm.com/docs/git-log and the raw diff format of https://git-scm.com/docs/git-diff-index.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from msgspec import Struct

_MARK = "\x01"
FORMAT = "%x01%H%x00%ct%x00%aN%x00%s%x00"
LOG_ARGS = (
    "log",
    "--use-mailmap",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--raw",
    "--root",
    "--no-relative",
    "--no-abbrev",
    "--no-decorate",
    "--no-notes",
    "--encoding=UTF-8",
    "-z",
    f"--format={FORMAT}",
)
_CHUNK = 1 << 20
_LONGEST = 300
"""Of an author or a subject, in characters: both are shown."""


class Change(Struct):
    """One path that a commit changed: status A, M, D or T, and the object ids before and after."""

    status: str
    path: str
    old: str
    new: str


class LoggedCommit(Struct):
    """One commit of the log, newest first, with what it changed against its first parent.

    Merges carry no changes: plain `git log` shows none for them.
    """

    sha: str
    time: int
    author: str
    subject: str
    changes: list[Change]


def parse_log(stream: IO[bytes]) -> Iterator[LoggedCommit]:
    """The commits of `git log` called with LOG_ARGS. Author and subject may hold any text but NUL."""
    tokens = _tokens(stream)
    commit: LoggedCommit | None = None
    for token in tokens:
        if token.startswith(_MARK):
            if commit is not None:
                yield commit
            time = next(tokens, "0")
            author = next(tokens, "")
            author = author[:_LONGEST]
            commit = LoggedCommit(
                token[1:], int(time) if time.isdecimal() else 0, author, next(tokens, "")[:_LONGEST], []
            )
        elif commit is not None and token.startswith((":", "\n:")):
            # ":<mode> <mode> <id> <id> <status>", then the path as the next token
            _, _, old, new, status = token.split(" ", 4)
            commit.changes.append(Change(status[:1], next(tokens, ""), old, new))
    if commit is not None:
        yield commit


def _tokens(stream: IO[bytes]) -> Iterator[str]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        whole, end, rest = (rest + chunk).rpartition(b"\0")
        if end:  # decoded as one: no token ends within a character
            yield from whole.decode("utf-8", "surrogateescape").split("\0")
    if rest:
        yield rest.decode("utf-8", "surrogateescape")
