"""What one page's verdict owes to the others."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.freshness import inherited, waiting
from mkdocs_oss.model import Freshness, FreshnessState, Unknown

DAY = date(2026, 1, 1)


def verdict(state: FreshnessState, due: date | None = None) -> Freshness:
    return Freshness(state, (), Unknown("x"), due or Unknown("x"))


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
