"""What git says of a failure, as one phrase that a user can act on, without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mkdocs_oss import terminal
from mkdocs_oss.errors import GitError

_CREDENTIALS = re.compile(r"(?<=://)[^/\s]+@")
_LONGEST = 300
_SHORTEST_SECRET = 6  # what is shorter is a name such as `git`
_SAYS_LITTLE = re.compile(
    r"fatal: Could not read from|Please make sure you|and the repository ex|Warning: Permanently"
)
_NO_ROOM = re.compile(r"No space left|File too large|died of signal 25|[Qq]uota exceeded")
_NOT_GIT = re.compile(
    r"bad line length|not valid: is this a git repository|expected flush|expected '(?:packfile|ack)|body are still expected"
)
_FOLDER = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:)?/(?:.*?/)?([^/]*?)(?=$|['\"]|: )")
_ON_NETWORK = frozenset({"fetch", "ls-remote"})
_QUERY = re.compile(r"(\w://[^\s'\"?#]*)[?#][^\s'\"]*")


def redacted(text: str) -> str:
    """`text` without the credentials and the query of any URL in it."""
    return _QUERY.sub(r"\1", _CREDENTIALS.sub("", text))


def without(text: str, secrets: Iterable[str]) -> str:
    """`text` with none of the secrets in it: a server may tell us what we sent."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "…")
    return text


def verb_of(args: list[str]) -> str:
    words = (
        arg
        for before, arg in zip(["", *args], args, strict=False)
        if before != "-c" and not arg.startswith("-")
    )
    return next(words, "")


def error_of(verb: str, complaint: str) -> GitError:
    """Git's complaint as one phrase, with the remedy where git's own words hide it."""
    lines = [line.strip() for line in redacted(complaint).splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "ssh:"))] or lines
    if telling and "Could not read from remote repository" in telling[0]:
        telling = [line for line in lines if not _SAYS_LITTLE.match(line)] or telling  # what ssh said before
    text = telling[0].removeprefix("fatal: ").removeprefix("error: ") if telling else "no message"
    text = terminal.line(text).strip()[:_LONGEST]
    if verb not in _ON_NETWORK:  # what a published page says of it names no folder of who built it
        text = _FOLDER.sub(r"…/\1", text)
    if "dubious ownership" in complaint:
        return GitError(
            "git does not trust the folder, because another user owns it",
            remedy="run: git config --global --add safe.directory <folder>",
        )
    if "terminal prompts disabled" in complaint or "Authentication failed" in complaint:
        return GitError(
            f"the server asks for credentials ({text})",
            remedy="set up git's credential helper or an SSH key, then run `mkdocs-oss sync`",
        )
    if _NO_ROOM.search(complaint):
        reason = f"git {verb} failed: {text}; there is no room, on the disk or in what a file may have"
        return GitError(reason, remedy="make room, then run `mkdocs-oss sync`")
    if _NOT_GIT.search(text):
        return GitError(
            f"git {verb} failed: {text}; what came is not git's, which a log-in page or a proxy may be the cause of"
        )
    return GitError(f"git {verb} failed: {text}")
