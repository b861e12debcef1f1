"""The lock as a build goes by it: which commit of each remote repo, and where it no longer fits the settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mkdocs_oss.model import Finding, Repo
from mkdocs_oss.settings import Settings, active
from mkdocs_oss.sources.lock import Locked, read_lock
from mkdocs_oss.sources.lock_fit import mismatch


def lock_of(settings: Settings, folder: Path) -> Mapping[str, Locked]:
    """The lock beside mkdocs.yml, without the repos that somebody has replaced. Raises SettingsError."""
    replaced = _replaced(settings)
    return {name: locked for name, locked in read_lock(folder).items() if name not in replaced}


def locked_commit(repo: Repo, locked: Mapping[str, Locked]) -> str | None:
    """The commit that the lock names for a remote repo; None where it speaks of another URL or ref."""
    lock = locked.get(repo.name)
    return None if lock is None or mismatch(repo, lock) else lock.commit


def lock_findings(settings: Settings, locked: Mapping[str, Locked]) -> list[Finding]:
    """The remote repos whose commit the lock does not decide, though there is one: what the cache has is shown.

    `settings`: with the overrides in place; what somebody has replaced is not for the lock to decide.
    """
    replaced = _replaced(settings)
    return [
        Finding(
            "lock", "warning" if repo.name in locked else "note", repo.name, repo.where, what,
            "run `mkdocs-oss sync`",
        )
        for repo in settings.repos
        if locked and repo.url is not None and repo.name not in replaced
        if (what := mismatch(repo, locked.get(repo.name)))
    ]  # fmt: skip


def _replaced(settings: Settings) -> set[str]:
    return {entry.name for entry in active(settings.overrides)}
