"""The verdict: fresh, look, contradicted or unknown, each with sentences that a person would say.

Age alone is never a fault. A page is due only where someone set a review date or an interval; where nobody
has reviewed it, none is due, and it does not say what it describes, its state is unknown, and its line says when it
changed. What has happened to the code that it speaks of weighs more than any date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mkdocs_oss.freshness.due import due_day, last_change
from mkdocs_oss.freshness.review import Review, said_of
from mkdocs_oss.freshness.weight import is_as_it_was, is_cut_off, state_of
from mkdocs_oss.model import (
    Binding,
    Freshness,
    FreshnessPolicy,
    FreshnessState,
    PageHistory,
    Reason,
    Unknown,
)

_NO_REVIEW = Unknown("no review is recorded")
_NO_DAY = Unknown("no review date or interval is set")
_NOT_REVIEWED = Reason("not-reviewed")


def freshness(
    history: PageHistory | Unknown,
    review: Review,
    policy: FreshnessPolicy,
    *,
    today: date,
    edited: bool = False,
    bindings: Sequence[Binding] = (),
    drift: Sequence[Reason] = (),
    later: int = 0,
) -> Freshness:
    """The verdict on one page as of `today` (UTC). `edited`: it has edits that are not committed.

    `bindings`: what it speaks of; `drift`: what there is to say of that since somebody last looked at the page, also
    where nothing has happened or nothing is known: without a word it is not known. `later`:
    days by which its next review is put off, because many pages would be due on one day.
    """
    reviewed: date | Unknown = review.reviewed or _NO_REVIEW
    changed = last_change(history, today)
    due = due_day(review, policy, changed)
    if due is not None:
        due += timedelta(days=later)
    reasons = said_of(review)
    state: FreshnessState
    if due is not None and today > due:
        state = "look"
        reasons.append(Reason("was-due" if review.reviewed else "first-was-due", {"day": due}))
    elif review.reviewed is not None and due is not None:
        state = "unknown" if is_cut_off(drift) else "fresh"  # the whole clone may tell that it needs a look
        reasons.append(Reason("next-due", {"day": due}))
    else:
        told = drift and any(binding.kind == "describes" for binding in bindings)
        state = "fresh" if told and is_as_it_was(drift) else "unknown"
        reasons.append(_NOT_REVIEWED)
        if due is not None:
            reasons.append(Reason("first-due", {"day": due}))
    if edited:
        reasons.append(Reason("edited"))
    if isinstance(history, Unknown):
        reasons.append(Reason("change-unknown", {"reason": history.reason}))
    elif changed is not None:
        after = review.reviewed is not None and changed > review.reviewed
        reasons.append(Reason("changed-after" if after else "changed", {"day": changed}))
    if drift:
        state = state_of(drift) or state
        against = [reason for reason in drift if reason.code.startswith("drift-")]
        reasons = [*against, *reasons, *(reason for reason in drift if reason not in against)]
    review_by: date | Unknown = due if due is not None else _NO_DAY
    return Freshness(state, tuple(reasons), reviewed, review_by, review.record, tuple(bindings))
