"""Whether an entry of the lock speaks of the repo that the settings name."""

from __future__ import annotations

from mkdocs_oss.model import Repo
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.lock import Locked


def mismatch(repo: Repo, locked: Locked | None) -> str:
    """Why a lock entry does not say which commit of `repo` to show; "" where it does."""
    if locked is None:
        return "it is not in handbook.lock"
    if locked.url != clean_remote(repo.url or ""):
        return f"handbook.lock has another URL of it ({clean_remote(locked.url)})"
    if locked.ref != (repo.ref or ""):
        was, said = locked.ref or "its default branch", repo.ref or "its default branch"
        return f"handbook.lock has it at {was}, and the settings say {said}"
    return ""
