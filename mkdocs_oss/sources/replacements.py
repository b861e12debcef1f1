"""The remotes that stand in for repos of the settings: fetched when a serve begins, not at each rebuild."""

from __future__ import annotations

from mkdocs_oss.errors import GitError, SettingsError
from mkdocs_oss.settings import Settings, active, replaced
from mkdocs_oss.sources.open import CHECK
from mkdocs_oss.sources.store import Store


def fetch_replacements(settings: Settings, store: Store) -> list[str]:
    """Fetches each remote or ref that replaces a repo; what to tell the user of those that show an older copy.

    `settings`: with the discovered repos. Raises SettingsError where there is nothing to show.
    """
    notes = []
    repos = {repo.name: repo for repo in replaced(settings.repos, settings.overrides)}
    for entry in active(settings.overrides):
        repo = repos[entry.name]
        if repo.url is None:
            continue
        try:
            store.fetch(repo)
        except GitError as error:
            try:
                older = store.ensure(repo)
            except GitError:
                raise SettingsError(
                    f"{entry.where}: {entry.name}", f"{entry.written}: {error.reason}", remedy=_remedy(error)
                ) from error
            notes.append(f"{entry.name}: {error.reason}; its copy of {older.fetched:%Y-%m-%d} is shown")
    return notes


def _remedy(error: GitError) -> str:
    """What is of use here: a sync fetches the repos of the settings, not what stands in for them."""
    if "has no ref" in error.reason:
        return "name another one after the `@`"
    return error.remedy.removesuffix(", then run `mkdocs-oss sync`") or CHECK
