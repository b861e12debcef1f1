"""What a page's front matter says of its reviews: our keys, and GOV.UK's, which mean the same.

GOV.UK: https://tdt-documentation.london.cloudapps.digital/ (`last_reviewed_on`, `review_in`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mkdocs_oss.model import Interval
from mkdocs_oss.settings import parse_interval


@dataclass(frozen=True, slots=True)
class Review:
    """The last review, the interval, and the day of the next, as far as the page says them."""

    reviewed: date | None = None
    every: Interval | None = None
    by: date | None = None
    problems: tuple[str, ...] = ()


def read_review(meta: Mapping[str, Any], *, today: date) -> Review:
    """The review keys of a page's front matter; a value that cannot be read is a problem, never a guess."""
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
    if reviewed is not None and reviewed > today:
        problems.append(f"`reviewed: {reviewed.isoformat()}` is in the future; write the day of the review")
        reviewed = None
    every: Interval | None = None
    for key in ("review_every", "review_in"):
        if every is None and meta.get(key) is not None:
            try:
                every = parse_interval(meta[key])
            except ValueError as error:
                problems.append(f"`{key}`: {error}")
    return Review(reviewed, every, day("review_by"), tuple(problems))


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value.strip())
    raise ValueError(value)
