"""Values in a colleague's words: dates, lists of names, states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mkdocs_oss.model import NOT_COMMITTED, Commit, Freshness, Owners, PageFacts, PageHistory, Unknown

MAX_NAMES = 3


def day(value: date | datetime) -> str:
    """`3 March 2026`."""
    return f"{value.day} {value:%B} {value.year}"


def listed(names: Sequence[str]) -> str:
    """`Ana`, `Ana and Bo`, `Ana, Bo and Chidi`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def owner_names(owners: Owners) -> str:
    """The owners' names; of many, the first few and how many more."""
    names = [owner.name for owner in owners.owners]
    if len(names) > MAX_NAMES + 1:
        return listed([*names[:MAX_NAMES], f"{len(names) - MAX_NAMES} others"])
    return listed(names)


def review_summary(verdict: Freshness) -> str:
    """The middle of the quiet line: when the page was reviewed, or that it was not."""
    if verdict.state in ("look", "contradicted"):
        if not isinstance(verdict.review_by, Unknown):
            return f"Due for a review since {day(verdict.review_by)}"
        return "Needs a look"
    if isinstance(verdict.reviewed, Unknown):
        return "Not reviewed yet"
    return f"Reviewed {day(verdict.reviewed)}"


def shown_change(facts: PageFacts) -> Commit | None:
    """The change that the line shows: the last substantive one, else the last of any kind."""
    history = facts.history
    if not isinstance(history, PageHistory):
        return None
    return history.last_touched if isinstance(history.last_substantive, Unknown) else history.last_substantive


def change_summary(facts: PageFacts) -> str:
    """The end of the quiet line: when the page changed."""
    if facts.is_edited:
        return "Edited, not committed yet"
    if facts.history == NOT_COMMITTED:
        return "Not committed yet"
    commit = shown_change(facts)
    if commit is None:
        return "Last change not known"
    return f"Changed {day(commit.time)}"
