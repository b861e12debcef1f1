"""Which repos could not be reached, in words for a log."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_oss.model import Handbook, Policy, Source
from mkdocs_oss.words import Words


def unreached(handbook: Handbook, policy: Policy) -> list[str]:
    """The repos with a policy that are not there, or only as their last good copy, each with since when or why.

    Why a `required` one is not there stands in the log already, as an error.
    """
    return list(_unreached(handbook, policy))


def _unreached(handbook: Handbook, policy: Policy) -> Iterator[str]:
    for repo in handbook.repos:
        source = repo.source
        if source.repo.policy != policy:
            continue
        if source.missing is not None:
            yield f"{source.repo.name} ({'not there' if policy == 'required' else _why(source)})"
        elif source.outage is not None:
            yield f"{source.repo.name} (since {Words.of().day(source.outage.since)})"


def _why(source: Source) -> str:
    return f"{source.repo.where}: {source.missing}; {source.remedy}"
