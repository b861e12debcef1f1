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
    """The middle of the quiet line: when the page was reviewed and by whom, or that it was not; and, where it presses,
    that the code contradicts it, since when it is due, or that it needs a look."""
    due, reviewed = verdict.review_by, verdict.reviewed
    values: dict[str, str | int | date] = {}
    code = "line-not-reviewed"
    if isinstance(reviewed, date):
        code, values = "line-reviewed", {"day": reviewed}
        if verdict.record and verdict.record.reviewed == reviewed and verdict.record.by:
            code, values = "line-reviewed-by", {"day": reviewed, "name": verdict.record.by}
    if verdict.state not in ("look", "contradicted"):
        return Reason(code, values)
    if verdict.state == "look" and isinstance(due, date) and is_overdue(verdict):
        return Reason(f"{code}-due", {**values, "due": due})
    return Reason(f"{code if values else 'line'}-{verdict.state}", values)


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


def people_of(history: PageHistory, words: Words) -> str:
    """Who worked on a page, with their shares; "" where that is no more than who changed it last."""
    shares = history.shares
    last = history.last_touched if isinstance(history.last_substantive, Unknown) else history.last_substantive
    if not shares or (len(shares) == 1 and shares[0].name == last.author and not history.unnamed):
        return ""
    shown = [
        words.say("author-share", name=each.name, count=each.commits, share=_percent(each.part))
        for each in shares[: MAX_NAMES + 1]
    ]
    names = [*shown, *(each.name for each in shares[len(shown) :])]
    if history.unnamed:
        names.insert(MAX_NAMES, words.say("unnamed"))
    return few_names(names, words)


def _percent(part: float) -> str:
    whole = round(100 * part)
    return str(whole) if whole else "<1"


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
