"""People that trailers name, after .mailmap: `git log` maps authors alone."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence, Set
from pathlib import Path

from mkdocs_oss.git import Git
from mkdocs_oss.history.told import People
from mkdocs_oss.history.walk import is_bot

_SYNTAX = frozenset("<>\n\r")


def mapped(
    people: Set[tuple[str, str]], git_dir: Path, *, git: Git, mailmap: Sequence[str], bots: Set[str]
) -> People:
    """Each of `people` after .mailmap, by one `git check-mailmap`, if there are any. Raises GitError.

    `mailmap`: the options that say which .mailmap counts.
    """
    asked = sorted(person for person in people if not _SYNTAX.intersection("".join(person)))
    if not asked:
        return {}
    with tempfile.TemporaryFile() as stdin:
        lines = (f"{name} <{email}>\n" for name, email in asked)
        stdin.write("".join(lines).encode("utf-8", "surrogateescape"))
        stdin.seek(0)
        with git.stream(git_dir, *mailmap, "check-mailmap", "--stdin", stdin=stdin) as out:
            told = out.read().decode("utf-8", "replace").split("\n")  # these are shown
    found: dict[tuple[str, str], tuple[str, str] | None] = {}
    for person, line in zip(asked, told, strict=False):
        name, _, email = line.rpartition(" <")
        found[person] = (name or person[0], email.removesuffix(">"))
    return {person: None if known and is_bot(known[0], bots) else known for person, known in found.items()}
