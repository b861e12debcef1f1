"""Patterns that follow .gitignore: those of GitHub and of Bitbucket, which say so.

Source: https://git-scm.com/docs/gitignore#_pattern_format; `git check-ignore` is asked in the tests.
"""

from __future__ import annotations

from typing import Literal

from mkdocs_oss.ownership.codeowners.patterns import NEVER, Deep, Ending, Pattern, Segment, segment


def compile_gitignore(pattern: str, *, star: Literal["level", "tree"]) -> Pattern:
    """What a pattern matches.

    A slash anywhere but at the end anchors to the root; a trailing slash means the folder's whole content; `*`
    stays within one level; `**` crosses levels. `star`: whether `docs/*` names only the files of that `level`, as
    GitHub says, or its folders with all below them too, as git does.
    """
    names = pattern.removeprefix("/").removesuffix("/").split("/")
    if not all(names):
        return NEVER  # no path has a name without letters, so a lone slash and two in a row name none
    below = pattern.endswith("/")
    parts: list[Segment | Deep] = []
    for name in names:
        if name != "**":
            parts.append(segment(name, classes=False))
        elif not parts or parts[-1] is not Deep.ANY:
            parts.append(Deep.ANY)
    anchored = "/" in pattern.rstrip("/")
    if not anchored and parts[0] is not Deep.ANY:
        parts.insert(0, Deep.ANY)
    ending: Ending = "below" if below else "tree"
    if parts[-1] is Deep.ANY:
        if below:
            parts.append(segment("*", classes=False))  # each folder, so each file that lies in one
        else:
            parts.pop()
            ending = "below"
    elif names[-1] == "*" and anchored and not below and star == "level":
        ending = "exact"
    return Pattern(tuple(parts), ending)
