"""What one page's verdict owes to the others."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.freshness import Review, inherited, spread_days, waiting
from mkdocs_oss.model import Freshness, FreshnessPolicy, FreshnessState, Interval, Unknown

DAY = date(2026, 1, 1)
POLICY = FreshnessPolicy(review_every=Interval(months=6))


def verdict(state: FreshnessState, due: date | None = None) -> Freshness:
    return Freshness(state, (), Unknown("x"), due or Unknown("x"))


def test_a_hundred_reviews_of_one_day_do_not_fall_due_on_one() -> None:
    """They spread over a month, never earlier than promised, and the same each time."""
    reviews = {f"docs/{number}.md": Review(reviewed=DAY) for number in range(100)}
    first = spread_days(reviews, POLICY)
    days = list(first.values())
    assert min(days) >= 0
    assert max(days) <= 31
    assert max(days.count(day) for day in set(days)) <= 12
    assert spread_days(dict(reversed(reviews.items())), POLICY) == first


def test_a_few_reviews_of_one_day_fall_due_when_they_say() -> None:
    """Up to ten pages keep their day, and so does a page that names its next review itself."""
    reviews = {f"{number}.md": Review(reviewed=DAY) for number in range(10)}
    assert spread_days(reviews, POLICY) == {}
    many = {f"{number}.md": Review(reviewed=DAY, by=DAY) for number in range(50)}
    assert spread_days(many, POLICY) == {}


def test_a_page_inherits_from_what_it_includes() -> None:
    """Over any number of steps, with the page that is the cause; a better part changes nothing."""
    found = inherited(
        {"a": verdict("fresh"), "b": verdict("unknown"), "c": verdict("contradicted"), "d": verdict("look")},
        {"a": ["b"], "b": ["c", "d"], "d": ["d", "gone"]},
    )
    assert {path: each.state for path, each in found.items()} == {
        "a": "contradicted",
        "b": "contradicted",
        "c": "contradicted",
        "d": "look",
    }
    assert found["b"].reasons[0].values["path"] == "c"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=80))
def test_any_inclusion_ends(edges: list[tuple[int, int]]) -> None:
    """Circles and long chains of pages that include one another end, and no state gets better."""
    verdicts = {str(number): verdict("look" if number % 7 == 0 else "fresh") for number in range(31)}
    includes: dict[str, list[str]] = {}
    for one, other in edges:
        includes.setdefault(str(one), []).append(str(other))
    found = inherited(verdicts, includes)
    assert found.keys() == verdicts.keys()
    assert all(found[path].state == "look" for path in verdicts if verdicts[path].state == "look")


def test_an_owner_is_asked_for_so_many_pages() -> None:
    """The contradicted first, then those due longest; the others wait. A page of two owners waits for both."""
    pages = [
        ("late", verdict("look", DAY + timedelta(days=9)), ["@a"]),
        ("early", verdict("look", DAY), ["@a"]),
        ("wrong", verdict("contradicted"), ["@a"]),
        ("both", verdict("look", DAY + timedelta(days=20)), ["@a", "@b"]),
        ("fine", verdict("fresh"), ["@a"]),
        ("nobody", verdict("look"), []),
    ]
    assert waiting(pages, most=2) == {"late": 2}
