"""Which repos could not be reached, in words for a log."""

from __future__ import annotations

from mkdocs_oss.model import Handbook, Source
from mkdocs_oss.site.words import day


def unreached(handbook: Handbook, *, required: bool) -> list[str]:
    """The repos that are not there, or only as their last good copy, each with since when or why.

    `required`: those with `policy: required`, which fail a strict build; else the others, which never do.
    """
    sources = [repo.source for repo in handbook.repos if (repo.source.repo.policy == "required") == required]
    return [f"{source.repo.name} ({said})" for source in sources if (said := _said(source))]


def _said(source: Source) -> str:
    if source.missing is not None:
        return f"{source.repo.where}: {source.missing}; {source.remedy}"
    return f"since {day(source.outage.since)}" if source.outage is not None else ""
