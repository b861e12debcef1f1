"""When the next review of a page is due, and by how much later where too many would be on one day."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from mkdocs_oss.freshness.review import Review
from mkdocs_oss.model import FreshnessPolicy, Interval, PageHistory, Unknown

DEFAULT_INTERVAL = Interval(months=12)
"""For a page that carries a review date, where neither it nor the settings name an interval."""
CLIFF = 10
"""So many pages may fall due on one day; of more, some are put off,"""
ALL = 30
"""and all of so many."""
LONGEST_SPREAD = 60
"""Days."""


def last_change(history: PageHistory | Unknown, today: date) -> date | None:
    """The day of the last substantive change; a commit dated in the future counts as today's."""
    if isinstance(history, Unknown) or isinstance(history.last_substantive, Unknown):
        return None
    return min(history.last_substantive.time.date(), today)


def due_day(review: Review, policy: FreshnessPolicy, changed: date | None) -> date | None:
    """The day of the next review. A page that was never reviewed counts from its last substantive change."""
    if review.by is not None:
        return review.by
    interval = _interval(review, policy)
    start = review.reviewed or changed
    return interval.after(start) if interval is not None and start is not None else None


def crowded_days(pages: Iterable[tuple[Review, date | None]], policy: FreshnessPolicy) -> Mapping[date, int]:
    """The days on which more than `CLIFF` pages would fall due → how many, counted up to `ALL`.

    `pages`: the review of each page of the handbook, and when it last changed. One that names its next review itself
    (`review_by`) keeps it, and does not count.
    """
    due = (due_day(review, policy, changed) for review, changed in pages if review.by is None)
    return {day: min(count, ALL) for day, count in Counter(filter(None, due)).items() if count > CLIFF}


def days_later(
    place: str, review: Review, policy: FreshnessPolicy, *, changed: date | None, crowded: Mapping[date, int]
) -> int:
    """By how many days a page's next review is put off. `place`: the name of its repo and its path.

    Its place alone decides by how much, and from how many pages of one day on; so the number is the same at each
    build, and one page more or less puts off or brings back hardly any other.
    """
    due, interval = due_day(review, policy, changed), _interval(review, policy)
    if due is None or interval is None or review.by is not None or due not in crowded:
        return 0
    lot = hashlib.sha256(place.encode("utf-8", "surrogateescape")).digest()
    if crowded[due] <= CLIFF + lot[0] % (ALL - CLIFF):
        return 0
    window = min((due - (review.reviewed or changed or due)).days // 6, LONGEST_SPREAD)
    return int.from_bytes(lot[1:5], "big") % (window + 1)


def _interval(review: Review, policy: FreshnessPolicy) -> Interval | None:
    return review.every or policy.review_every or (DEFAULT_INTERVAL if review.reviewed else None)
