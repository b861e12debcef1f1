"""Pages to look at, as lists of several pages of the site show them: why, and in which order."""

from __future__ import annotations

from msgspec import Struct

from mkdocs_oss.model import Freshness, FreshnessState, Owner, Owners, PageFacts, Reason
from mkdocs_oss.site.words import OVERDUE, against

STATES: tuple[FreshnessState, ...] = ("contradicted", "look", "unknown", "fresh")
"""The worst first."""
PRESSING: tuple[FreshnessState, ...] = ("contradicted", "look")
"""Those in which a page is to be looked at."""


class Listed(Struct, frozen=True):
    """A page to look at: why, and who looks after it."""

    title: str
    uri: str
    repo: str
    state: FreshnessState
    reasons: tuple[Reason, ...]
    owners: tuple[Owner, ...]


def listed(facts: PageFacts, repo: str) -> Listed | None:
    """The page as a list of what is to be looked at has it; None where nothing presses. `repo`: the name of its."""
    verdict = facts.freshness
    if verdict is None or verdict.state not in PRESSING:
        return None
    owners = facts.owners.owners if isinstance(facts.owners, Owners) else ()
    return Listed(facts.page.title, facts.page.uri, repo, verdict.state, _why(verdict), owners)


def rank(page: Listed) -> tuple[int, int, str]:
    """The worst first: by state, then by how much speaks against it, then the longest overdue."""
    due = min((str(reason.values.get("day", "")) for reason in page.reasons), default="")
    return (STATES.index(page.state), -len(page.reasons), due)


def _why(verdict: Freshness) -> tuple[Reason, ...]:
    """What speaks against a page; where its state has no such reason, all that there is to say."""
    overdue = [reason for reason in verdict.reasons if reason.code in OVERDUE.values()]
    return (*against(verdict), *overdue) or verdict.reasons
