"""Which of the listed repos a discovery wants."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from mkdocs_oss.model import Discovery, FoundRepo


def fits(discovery: Discovery, repo: FoundRepo) -> bool:
    """Whether a discovery wants a repo: by its name, its topics, archived or not, a fork or not. Case does not count."""
    topics = {topic.casefold() for topic in repo.topics}
    return (
        (discovery.archived or not repo.archived)
        and (discovery.forks or not repo.fork)
        and (not discovery.topics or any(topic.casefold() in topics for topic in discovery.topics))
        and _matches(repo.name, discovery.include)
        and not _matches(repo.name, discovery.exclude)
    )


def filter_of(discovery: Discovery) -> str:
    """A discovery's filters as one line; the lock keeps it, so that a build can tell that they have changed."""
    parts = [
        ("include", *sorted(discovery.include)),
        ("exclude", *sorted(discovery.exclude)),
        ("topics", *sorted(discovery.topics)),
    ]
    told = [f"{name} {', '.join(words)}" for name, *words in parts if words]
    told += ["archived"] if discovery.archived else []
    told += ["forks"] if discovery.forks else []
    return "; ".join(told)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)
