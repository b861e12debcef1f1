"""What the line of a page says, as sentences of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mkdocs_oss.model import (
    NOT_COMMITTED,
    Commit,
    Freshness,
    Owner,
    PageFacts,
    PageHistory,
    Reason,
    Unknown,
)
from mkdocs_oss.words import Words

MAX_NAMES = 3
OVERDUE: Mapping[str, str] = {"next-due": "was-due", "first-due": "first-was-due"}
"""What the evidence says before the day of a review, and after it."""
_AGAINST = ("drift-", "included-")


def owner_names(owners: Sequence[Owner], words: Words) -> str:
    """The owners' names; of many, the first few and how many more."""
    return few_names([owner.name for owner in owners], words)


def few_names(names: Sequence[str], words: Words, most: int = MAX_NAMES) -> str:
    """Names, one after the other; of more than `most`, those and how many more."""
    if len(names) > most + 1:
        return words.listed([*names[:most], words.say("others", count=len(names) - most)])
    return words.listed(names)


def shown_handle(owner: Owner) -> str:
    """The handle as it stands beside a name; "" where it is that name."""
    return "" if owner.handle == owner.name else owner.handle


def review_line(verdict: Freshness) -> Reason:
    """The middle of the quiet line: when the page was reviewed and by whom, or that it was not."""
    due, reviewed = verdict.review_by, verdict.reviewed
    is_pressing = verdict.state in ("look", "contradicted")
    if is_pressing and isinstance(due, date) and is_overdue(verdict):
        return Reason("line-due", {"day": due})
    if isinstance(reviewed, Unknown) or (is_pressing and is_overdue(verdict)):
        return Reason("line-look" if is_pressing else "line-not-reviewed")
    name = verdict.record.by if verdict.record and verdict.record.reviewed == reviewed else ""
    code = f"line-reviewed{'-by' if name else ''}{'-look' if is_pressing else ''}"
    return Reason(code, {"day": reviewed, "name": name} if name else {"day": reviewed})


def against(verdict: Freshness) -> tuple[Reason, ...]:
    """What speaks against a page besides its age: what happened to its code, or to what it includes."""
    return tuple(reason for reason in verdict.reasons if reason.code.startswith(_AGAINST))


def is_overdue(verdict: Freshness) -> bool:
    """Whether the day of the next review is over, where a page needs a look."""
    return verdict.is_due or not against(verdict)


def shown_change(facts: PageFacts) -> Commit | None:
    """The change that the line shows: the last substantive one, else the last of any kind."""
    history = facts.history
    if not isinstance(history, PageHistory):
        return None
    return history.last_touched if isinstance(history.last_substantive, Unknown) else history.last_substantive


def change_line(facts: PageFacts) -> Reason:
    """The end of the quiet line: when the page changed."""
    if facts.is_edited:
        return Reason("line-edited")
    if facts.history == NOT_COMMITTED:
        return Reason("line-not-committed")
    commit = shown_change(facts)
    if commit is None:
        return Reason("line-change-unknown")
    return Reason("line-changed", {"day": commit.time})
