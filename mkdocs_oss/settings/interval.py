"""Review intervals: `6 months`, `2 weeks`, `90 days`, `1 year`, as GOV.UK's tech docs write them."""

from __future__ import annotations

import re

from mkdocs_oss.model import Interval

_FORM = re.compile(r"\s*(\d{1,4})\s*(day|week|month|year)s?\s*", re.IGNORECASE)
EXAMPLE = "write it as '6 months', '2 weeks', '90 days' or '1 year'"


def parse_interval(text: object) -> Interval:
    """The interval that `text` names. Raises ValueError with what is wrong and how to write it."""
    match = _FORM.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"{text!r} is not an interval; {EXAMPLE}")
    count, unit = int(match[1]), match[2].lower()
    if count == 0:
        raise ValueError(f"{text!r} is an empty interval; {EXAMPLE}")
    months = {"month": count, "year": 12 * count}.get(unit, 0)
    days = {"day": count, "week": 7 * count}.get(unit, 0)
    if months > 12 * 100 or days > 366 * 100:
        raise ValueError(f"{text!r} is longer than a century; {EXAMPLE}")
    return Interval(months=months, days=days)
