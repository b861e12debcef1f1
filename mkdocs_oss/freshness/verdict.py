"""The verdict: fresh, look or unknown, each with sentences that a person would say.

Age alone is never a fault. A page is due only where someone set a review date or an interval; where nobody
has reviewed it and none is due, its state is unknown, and its line says when it changed.
"""

from __future__ import annotations

from datetime import date

from mkdocs_oss.freshness.review import Review
from mkdocs_oss.model import (
    Freshness,
    FreshnessPolicy,
    FreshnessState,
    Interval,
    PageHistory,
    Reason,
    Unknown,
)

DEFAULT_INTERVAL = Interval(months=12)
"""For a page that carries a review date, where neither it nor the settings name an interval."""


def freshness(
    history: PageHistory | Unknown,
    review: Review,
    policy: FreshnessPolicy,
    *,
    today: date,
    edited: bool = False,
) -> Freshness:
    """The verdict on one page as of `today` (UTC). `edited`: it has edits that are not committed."""
    reviewed: date | Unknown = review.reviewed or Unknown("no review is recorded")
    changed = _last_change(history, today)
    due = _due(review, policy, changed)
    reasons: list[Reason] = []
    state: FreshnessState
    if review.reviewed is not None:
        reasons.append(Reason("reviewed", {"day": review.reviewed}))
    if due is not None and today > due:
        state = "look"
        reasons.append(Reason("was-due" if review.reviewed else "first-was-due", {"day": due}))
    elif review.reviewed is not None and due is not None:
        state = "fresh"
        reasons.append(Reason("next-due", {"day": due}))
    else:
        state = "unknown"
        reasons.append(Reason("not-reviewed"))
        if due is not None:
            reasons.append(Reason("first-due", {"day": due}))
    if edited:
        reasons.append(Reason("edited"))
    if isinstance(history, Unknown):
        reasons.append(Reason("change-unknown", {"reason": history.reason}))
    elif changed is not None:
        after = review.reviewed is not None and changed > review.reviewed
        reasons.append(Reason("changed-after" if after else "changed", {"day": changed}))
    review_by: date | Unknown = due if due is not None else Unknown("no review date or interval is set")
    return Freshness(state, tuple(reasons), reviewed, review_by)


def _last_change(history: PageHistory | Unknown, today: date) -> date | None:
    """The day of the last substantive change; a commit dated in the future counts as today's."""
    if isinstance(history, Unknown) or isinstance(history.last_substantive, Unknown):
        return None
    return min(history.last_substantive.time.date(), today)


def _due(review: Review, policy: FreshnessPolicy, changed: date | None) -> date | None:
    """The day of the next review. A page that was never reviewed counts from its last substantive change."""
    if review.by is not None:
        return review.by
    interval = review.every or policy.review_every
    if review.reviewed is not None:
        return (interval or DEFAULT_INTERVAL).after(review.reviewed)
    return interval.after(changed) if interval is not None and changed is not None else None
