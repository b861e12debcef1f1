"""Symbolic links of a repo: which of them lead to a regular file of the same repo.

A link is a text, and is followed as one: by the list of the repo's files, never by the file system or by git. What is
not in that list (another repo, `.git`, a file that git ignores, a folder) is nowhere a link can lead to.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Set

MOST = 2_000
"""Links of one repo that are looked at."""
LONGEST = 4_096
_HOPS = 5


def follow(links: Mapping[str, str], paths: Set[str]) -> dict[str, str]:
    """Path → the regular file that it stands for, of those `links` (path → what is in it) that lead to one of `paths`."""
    found = ((path, _end(path, links, paths)) for path in links)
    return {path: end for path, end in found if end is not None}


def written(target: str) -> str:
    """A link's target as it may be told: where it is absolute it says where somebody's files are, and not what they are."""
    if target.startswith("/") or target[1:2] == ":":
        return "an absolute path"
    return ascii(target if len(target) <= 80 else f"{target[:79]}…") if target else "what is not known here"


def _end(path: str, links: Mapping[str, str], paths: Set[str]) -> str | None:
    for _ in range(_HOPS):
        target = links.get(path, "")
        if not target or target.startswith("/") or "\\" in target or "\0" in target:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if path in paths:
            return path
    return None
