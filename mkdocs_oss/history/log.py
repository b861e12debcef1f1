"""`git log --raw -z` as values, streamed: what each commit changed of the paths that somebody asks for.

Formats: https://git-scm.com/docs/git-log, and for merges the combined one of https://git-scm.com/docs/diff-format.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence, Set
from io import BufferedReader
from typing import IO, cast

from msgspec import Struct

_ARGS = (
    "log",
    "--date-order",  # a parent never comes before its child, whatever the clocks said
    "--use-mailmap",
    "-c",  # of a merge, the files that differ from all its parents, as `git log -- PATH` counts
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
)
_FIELDS = "%x00%ct%x00%aN%x00%aE%x00%s%x00%(trailers:key=Co-authored-by,valueonly,separator=%x02)%x00"
_FIRST = 7
"""Of the tokens of a commit, the first that tells of a change."""
_CHUNK = 1 << 16
_WORDS_OF_ONE_PARENT = 5
_LONGEST = 300
"""Of an author or a subject, in characters: both are shown."""


class Change(Struct, gc=False):
    """One path that a commit changed: the object ids before, one for each parent, and after; "" where there is no
    file."""

    path: str
    olds: tuple[str, ...]
    new: str


class LoggedCommit(Struct):
    """One commit of the log. `body` and `parents` are empty unless they were asked for.

    `changes`: of the paths that were asked for. `side`: git's mark of where the commit comes from (`%m`), of `A...B`:
    `<`, `>`, or `-` for the boundary. `tokens`: all that git told, of which those from `start` on tell of changes.
    """

    sha: str
    time: int
    author: str
    email: str
    subject: str
    co_authors: tuple[str, ...]
    body: str
    changes: list[Change]
    tokens: Sequence[str]
    start: int
    side: str = ">"
    parents: tuple[str, ...] = ()

    def all_changes(self) -> list[Change]:
        """Those of paths that were not asked for, too."""
        return _changes(self.tokens, self.start)

    def removes(self) -> bool:
        """Whether any path was removed."""
        return any(meta[-1:] == "D" for meta in self.tokens[self.start :: 2])


def log_args(mark: str, *, with_body: bool = False, with_parents: bool = False) -> tuple[str, ...]:
    """The arguments of the `git log` that `parse_log` reads. `mark`: what begins each commit; see `new_mark`."""
    start = f"%x01{mark}%m%H{'%x20%P' if with_parents else ''}"
    return (*_ARGS, f"--format={start}{_FIELDS}{'%b' if with_body else ''}")


def new_mark() -> str:
    """A word that no author, subject or path can hold but by chance."""
    return secrets.token_hex(8)


def parse_log(
    stream: IO[bytes], mark: str, *, of: Set[str], seen: dict[tuple[str, str], int]
) -> Iterator[LoggedCommit]:
    """The commits of `git log`, called with `log_args(mark)`, that changed one of the paths `of`.

    `of` may change between two commits. Whatever else the log holds costs no more than splitting it, and noting in
    `seen` when each author's newest commit was: (name, mail address) → seconds since 1970.
    """
    for record in _records(stream, f"\0\x01{mark}"):
        tokens = record.split("\0")
        person = tokens[2], tokens[3]
        if person not in seen:  # the newest come first
            seen[person] = _seconds(tokens[1])
        start = (
            _FIRST if len(tokens) > _FIRST and tokens[_FIRST] else _FIRST + 1
        )  # before a merge's, one is empty
        if not of.isdisjoint(tokens[start + 1 :: 2]):
            yield _commit(tokens, start, of)


def parse_all(stream: IO[bytes], mark: str) -> Iterator[LoggedCommit]:
    """Every commit of `git log`, called with `log_args(mark, with_parents=True)`."""
    for record in _records(stream, f"\0\x01{mark}"):
        tokens = record.split("\0")
        yield _commit(tokens, _FIRST if len(tokens) > _FIRST and tokens[_FIRST] else _FIRST + 1)


def _commit(tokens: list[str], start: int, of: Set[str] | None = None) -> LoggedCommit:
    head, time, author, email, subject, co_authors, body = tokens[:_FIRST]
    sha, *parents = head[1:].split(" ")
    return LoggedCommit(
        sha=sha,
        time=_seconds(time),
        author=shown(author),
        email=shown(email),
        subject=shown(subject),
        co_authors=tuple(filter(None, _whole(co_authors).split("\x02"))) if co_authors else (),
        body=body,
        changes=_changes(tokens, start, of),
        tokens=tokens,
        start=start,
        side=head[0],
        parents=tuple(filter(None, parents)),
    )


def _changes(tokens: Sequence[str], start: int, of: Set[str] | None = None) -> list[Change]:
    pairs = zip(tokens[start::2], tokens[start + 1 :: 2], strict=False)
    return [_change(meta, path) for meta, path in pairs if of is None or path in of]


def _seconds(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def shown(text: str) -> str:
    """A name or a subject, of which a very long one is cut."""
    return _whole(text)[:_LONGEST]


def _whole(text: str) -> str:
    """A text whose encoding is broken, with the signs that stand for that."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _change(meta: str, path: str) -> Change:
    """From ":<mode> <mode> <id> <id> <status>"; of a merge, all but the last have one for each parent."""
    words = meta.split(" ")
    if len(words) == _WORDS_OF_ONE_PARENT:
        _, _, old, new, status = words
        return Change(path, ("" if status == "A" else old,), "" if status == "D" else new)
    parents = words[0].count(":")
    ids = [id_ if id_.strip("0") else "" for id_ in words[parents + 1 : -1]]
    return Change(path, tuple(ids[:-1]), ids[-1])


def _records(stream: IO[bytes], mark: str) -> Iterator[str]:
    start = mark.encode()
    rest = b"\0"
    size = _CHUNK
    # what git has told so far is read while it tells more; only a long record is waited for
    while chunk := cast(BufferedReader, stream).read1(size) if size == _CHUNK else stream.read(size):
        whole, found, last = (rest + chunk).rpartition(start)
        size = _CHUNK if found else 2 * size
        if found:  # decoded as one: no character goes across a mark
            yield from filter(None, whole.decode("utf-8", "surrogateescape").split(mark))
            rest = start + last
        else:
            rest = whole + last
    if rest != b"\0":  # else git told nothing
        yield from filter(None, rest.decode("utf-8", "surrogateescape").split(mark))
