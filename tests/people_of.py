"""Who has worked on a page, in a form that a test can write down."""

from __future__ import annotations

from mkdocs_oss.model import PageHistory


def people_of(history: PageHistory) -> list[tuple[str, int, str, str]]:
    """(name, commits, mail address, day of the newest of them) of each author, the busiest first."""
    return [
        (author.name, author.commits, author.email, f"{author.last.time:%Y-%m-%d}" if author.last else "")
        for author in history.authors
    ]
