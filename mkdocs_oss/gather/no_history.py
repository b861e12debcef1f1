"""That a checkout has no history that can be read, so that no date of its pages is known."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_oss.model import Finding, Source, Unknown
from mkdocs_oss.sources.open import UNREAD


def no_history(source: Source) -> Iterator[Finding]:
    """Of a repo that the handbook shows."""
    if isinstance(source.commit, Unknown):
        reason = source.commit.reason
        remedy = "commit something"
        if "git is not installed" in reason:
            remedy = "install git"
        elif source.git_dir is None:
            remedy = "make it a git repository, or take it out of repos.yml"
        yield Finding("no-history", "note", source.repo.name, source.repo.where, reason, remedy)


def unread_history(source: Source) -> Iterator[Finding]:
    """Of the handbook's own repo, which need not be one: only where it is one, and git does not read it."""
    if isinstance(source.commit, Unknown) and source.commit.reason.startswith(UNREAD):
        is_missing = "git is not installed" in source.commit.reason
        remedy = "install git" if is_missing else "mend it; `git status` says what is wrong"
        yield Finding("no-history", "note", source.repo.name, source.repo.where, source.commit.reason, remedy)
