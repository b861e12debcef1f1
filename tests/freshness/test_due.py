"""When reviews are due, and that not too many are on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.freshness import Review, crowded_days, days_later
from mkdocs_oss.freshness.due import due_day
from mkdocs_oss.model import FreshnessPolicy, Interval

DAY = date(2026, 1, 1)
DUE = date(2026, 7, 1)
POLICY = FreshnessPolicy(review_every=Interval(months=6))
Page = tuple[str, Review, date | None]
REVIEWED = (Review(reviewed=DAY), None)
CHANGED = (Review(), DAY)


def places(count: int) -> list[str]:
    """Pages of six repos in turn."""
    return [f"repo{number % 6}:docs/{number}.md" for number in range(count)]


def pages(count: int, review: Review = REVIEWED[0], changed: date | None = None) -> list[Page]:
    return [(place, review, changed) for place in places(count)]


def later(pages: Sequence[Page]) -> dict[str, int]:
    crowded = crowded_days([(review, changed) for _, review, changed in pages], POLICY)
    return {
        place: days_later(place, review, POLICY, changed=changed, crowded=crowded)
        for place, review, changed in pages
    }


@pytest.mark.parametrize(("review", "changed"), [REVIEWED, CHANGED])
@pytest.mark.parametrize("count", [36, 100])
def test_many_do_not_fall_due_on_one_day(count: int, review: Review, changed: date | None) -> None:
    """Pages that were reviewed on one day, and pages that nobody has reviewed and that changed on one day, spread over a
    month, in all repos together; never earlier than promised, and the same in whatever order they are found."""
    many = pages(count, review, changed)
    first = later(many)
    assert min(first.values()) >= 0
    assert max(first.values()) <= 31
    assert max(Counter(first.values()).values()) <= 10
    assert later(many[::-1]) == first


def test_whatever_makes_them_due_counts_together() -> None:
    """Reviewed, changed, and with another interval: what counts is the day on which they would be due."""
    half = [*pages(12, *REVIEWED)[:6], *pages(12, *CHANGED)[6:]]
    other = [
        (f"{place}x", Review(reviewed=date(2025, 7, 1), every=Interval(months=12)), None)
        for place in places(30)
    ]
    assert len(half) == 12
    assert all(due_day(review, POLICY, changed) == DUE for _, review, changed in (*half, *other))
    assert sum(day > 0 for day in later([*half, *other]).values()) >= 36


def test_a_few_fall_due_when_they_say() -> None:
    """Up to ten pages keep their day, and so does a page that names its next review itself."""
    assert set(later(pages(10)).values()) == {0}
    assert set(later(pages(50, Review(reviewed=DAY, by=DAY))).values()) == {0}
    assert set(
        later([*pages(9), *((f"{place}x", Review(by=DUE), None) for place in places(40))]).values()
    ) == {0}
    assert set(later(pages(50, Review(), None)).values()) == {0}, "never due"


def test_from_eleven_on_only_some_are_put_off() -> None:
    """So that there is no number of pages from which on all of them move."""
    put_off = [sum(day > 0 for day in later(pages(count)).values()) for count in range(10, 31)]
    assert put_off[0] == 0
    assert put_off[1] <= 3
    assert put_off[-1] >= 27
    assert all(one <= other for one, other in pairwise(put_off))


@pytest.mark.parametrize("name", ["docs/{}.md", "{}.md", "docs/guide/chapter-{}.md"])
def test_one_page_more_moves_hardly_any_other(name: str) -> None:
    """From no page to eighty, one at a time: each puts off at most a few others, and brings none forward."""
    found = [
        later([(f"r:{name.format(number)}", *REVIEWED) for number in range(count)]) for count in range(80)
    ]
    for before, after in pairwise(found):
        moved = [place for place in before if before[place] != after[place]]
        assert len(moved) <= 4
        assert all(before[place] == 0 for place in moved)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.builds(Interval, months=st.integers(0, 24), days=st.integers(1, 40)),
    st.integers(0, 60),
)
def test_no_page_waits_for_long(day: date, every: Interval, count: int) -> None:
    """At most a sixth of its interval, and never more than sixty days."""
    review = Review(reviewed=day, every=every)
    longest = max(later(pages(count, review)).values(), default=0)
    assert longest <= 60
    assert timedelta(days=6 * longest) <= every.after(day) - day
