"""Which git is old enough to be the reason of a failure. Asked for only after one."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git.door import Git

OLDEST_GIT = (2, 31)
"""The first that takes settings from the environment (GIT_CONFIG_COUNT): what keeps a fetch safe is said in that way."""


def too_old(git: Git, git_dir: Path) -> str:
    """That git is too old for what we ask of it, with the remedy; "" where it is not, or does not say."""
    try:
        said = git.read_text(git_dir, "version")
    except GitError:
        return ""
    found = re.search(r"(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) >= OLDEST_GIT:
        return ""
    return f"git {found[0]} is too old; install git {'.'.join(map(str, OLDEST_GIT))} or newer"
