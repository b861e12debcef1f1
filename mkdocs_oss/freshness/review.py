"""What a page's front matter says of its reviews: our keys, and GOV.UK's, which mean the same.

GOV.UK: https://tdt-documentation.london.cloudapps.digital/ (`last_reviewed_on`, `review_in`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct

from mkdocs_oss.model import Interval, Reason, ReviewRecord
from mkdocs_oss.settings import parse_interval


class Review(Struct, frozen=True):
    """The last review, the interval, and the day of the next, as far as the page says them."""

    reviewed: date | None = None
    every: Interval | None = None
    by: date | None = None
    problems: tuple[str, ...] = ()
    record: ReviewRecord | None = None
    """What was written down of just this review."""


REVIEW_KEYS = frozenset({"reviewed", "last_reviewed_on", "review_every", "review_in", "review_by"})
"""What front matter may say of reviews."""
_NONE = Review()


def read_review(meta: Mapping[str, Any], *, today: date, record: ReviewRecord | None = None) -> Review:
    """The review keys of a page's front matter; a value that cannot be read is a problem, never a guess.

    `record`: what was last written down of a review of the page. It counts where it is of the same day: whoever wrote
    a later date by hand wrote down no more than that.
    """
    if REVIEW_KEYS.isdisjoint(meta):  # as most pages are
        return _NONE
    problems: list[str] = []

    def day(*keys: str) -> date | None:
        for key in keys:
            if key in meta and meta[key] is not None:
                try:
                    return _day(meta[key])
                except ValueError:
                    problems.append(f"`{key}: {meta[key]}` is not a date; write it as 2026-03-31")
        return None

    reviewed = day("reviewed", "last_reviewed_on")
    if reviewed is not None and is_future(reviewed, today):
        problems.append(f"`reviewed: {reviewed.isoformat()}` is in the future; write the day of the review")
        reviewed = None
    every: Interval | None = None
    for key in ("review_every", "review_in"):
        if every is None and meta.get(key) is not None:
            try:
                every = parse_interval(meta[key])
            except ValueError as error:
                problems.append(f"`{key}`: {error}")
    record = record if record is not None and record.reviewed == reviewed else None
    return Review(reviewed, every, day("review_by"), tuple(problems), record)


def is_future(day: date, today: date) -> bool:
    """Whether a day has begun nowhere yet. `today` is that of UTC: east of it tomorrow has begun in the evening."""
    return day > today + timedelta(days=1)


def said_of(review: Review) -> list[Reason]:
    """The review in sentences: when, by whom, with edits or not, and why the page holds although its code changed.

    A review that changes nothing but its date is as good as any other; it is only said.
    """
    record = review.record
    if review.reviewed is None:
        return []
    if record is None or not record.by:
        said = [Reason("reviewed", {"day": review.reviewed})]
    else:
        said = [Reason("reviewed-by", {"day": review.reviewed, "name": record.by})]
    if record is not None and record.edited is not None:
        said.append(Reason("review-with-edits" if record.edited else "review-date-only"))
    if record is not None and record.still_accurate:
        said.append(Reason("still-accurate", {"why": record.still_accurate}))
    return said


def review_key(meta: Mapping[str, Any]) -> str:
    """The key that holds a page's review date, or is to hold it: GOV.UK's where the page has that one alone."""
    ours, theirs = "reviewed", "last_reviewed_on"
    if meta.get(ours) is None and (meta.get(theirs) is not None or (theirs in meta and ours not in meta)):
        return theirs
    return ours


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value.strip())
    raise ValueError(value)
