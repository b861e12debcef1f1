"""The verdict on a page: what is due, what is known, and the sentences that say so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.freshness import Review, freshness, read_review
from mkdocs_oss.model import Author, Commit, Freshness, FreshnessPolicy, Interval, PageHistory, Unknown
from mkdocs_oss.words import Words

TODAY = date(2026, 6, 15)
HALF_YEAR = FreshnessPolicy(review_every=Interval(months=6))


def changed(day: str) -> PageHistory:
    commit = Commit("a" * 40, datetime.fromisoformat(day).replace(tzinfo=UTC), "Ana", "x")
    return PageHistory(commit, commit, commit, (Author("Ana", 1),), "b")


def sentences(found: Freshness) -> list[str]:
    return [Words.of().reason(reason) for reason in found.reasons]


def verdict(
    meta: dict[str, Any],
    history: PageHistory | Unknown | None = None,
    *,
    policy: FreshnessPolicy = FreshnessPolicy(),  # noqa: B008
    edited: bool = False,
) -> Freshness:
    review = read_review(meta, today=TODAY)
    return freshness(history or changed("2026-01-10"), review, policy, today=TODAY, edited=edited)


@pytest.mark.parametrize(
    ("meta", "policy", "state", "due"),
    [
        ({}, FreshnessPolicy(), "unknown", None),
        ({}, HALF_YEAR, "unknown", "2026-07-10"),
        ({"reviewed": date(2026, 3, 3)}, FreshnessPolicy(), "fresh", "2027-03-03"),
        ({"reviewed": date(2026, 3, 3)}, HALF_YEAR, "fresh", "2026-09-03"),
        ({"reviewed": "2026-03-03"}, HALF_YEAR, "fresh", "2026-09-03"),
        ({"reviewed": datetime(2026, 3, 3, 9, 0)}, HALF_YEAR, "fresh", "2026-09-03"),
        ({"reviewed": date(2026, 3, 3), "review_every": "3 months"}, HALF_YEAR, "look", "2026-06-03"),
        ({"reviewed": date(2026, 3, 3), "review_every": "2 weeks"}, HALF_YEAR, "look", "2026-03-17"),
        ({"reviewed": date(2025, 6, 15)}, FreshnessPolicy(), "fresh", "2026-06-15"),  # due today: not overdue
        ({"reviewed": date(2025, 6, 14)}, FreshnessPolicy(), "look", "2026-06-14"),
        ({"reviewed": date(2024, 2, 29), "review_every": "1 year"}, HALF_YEAR, "look", "2025-02-28"),
        ({"reviewed": date(2025, 1, 1), "review_by": date(2026, 12, 1)}, HALF_YEAR, "fresh", "2026-12-01"),
        ({"reviewed": date(2026, 6, 1), "review_by": date(2026, 6, 14)}, HALF_YEAR, "look", "2026-06-14"),
        ({"review_by": date(2026, 6, 14)}, FreshnessPolicy(), "look", "2026-06-14"),
        ({"review_by": date(2026, 6, 15)}, FreshnessPolicy(), "unknown", "2026-06-15"),
        ({"review_every": "1 month"}, FreshnessPolicy(), "look", "2026-02-10"),
        ({"review_every": "1 year"}, HALF_YEAR, "unknown", "2027-01-10"),
        ({"last_reviewed_on": date(2026, 3, 3), "review_in": "6 months"}, FreshnessPolicy(), "fresh", "2026-09-03"),
        ({"last_reviewed_on": "2025-03-03", "review_in": "1 year"}, FreshnessPolicy(), "look", "2026-03-03"),
        ({"reviewed": TODAY}, HALF_YEAR, "fresh", "2026-12-15"),
        ({"reviewed": date(2026, 6, 16)}, HALF_YEAR, "fresh", "2026-12-16"),  # it is that day somewhere
        ({"reviewed": date(2026, 6, 17)}, HALF_YEAR, "unknown", "2026-07-10"),  # a future review is none
        ({"reviewed": "soon"}, HALF_YEAR, "unknown", "2026-07-10"),
        ({"reviewed": None}, FreshnessPolicy(), "unknown", None),
    ],
)  # fmt: skip
def test_verdicts(meta: dict[str, Any], policy: FreshnessPolicy, state: str, due: str | None) -> None:
    """What a page says of its reviews, and what the settings ask for, decide; age alone never does."""
    found = verdict(meta, policy=policy)
    assert found.state == state
    by = Unknown("no review date or interval is set") if due is None else date.fromisoformat(due)
    assert found.review_by == by
    assert (found.reviewed == Unknown("no review is recorded")) is (
        read_review(meta, today=TODAY).reviewed is None
    )


@pytest.mark.parametrize(
    ("found", "reasons"),
    [
        (
            verdict({"reviewed": date(2026, 3, 3)}),
            ["Reviewed on 3 March 2026.", "The next review is due on 3 March 2027.", "It last changed on 10 January 2026."],
        ),
        (
            verdict({"reviewed": date(2025, 3, 3)}),
            ["Reviewed on 3 March 2025.", "The next review was due on 3 March 2026.", "It last changed on 10 January 2026, after that review."],
        ),
        (
            verdict({"review_by": "2026-01-31"}, edited=True),
            ["A first review was due on 31 January 2026.", "It has edits that are not committed yet.", "It last changed on 10 January 2026."],
        ),
        (verdict({}), ["Nobody has recorded a review of this page yet.", "It last changed on 10 January 2026."]),
        (
            verdict({}, policy=HALF_YEAR),
            ["Nobody has recorded a review of this page yet.", "The first is due on 10 July 2026.", "It last changed on 10 January 2026."],
        ),
        (
            verdict({}, Unknown("it is not committed yet"), policy=HALF_YEAR),
            ["Nobody has recorded a review of this page yet.", "When it last changed is not known: it is not committed yet."],
        ),
        (verdict({}, changed("2100-01-01")), ["Nobody has recorded a review of this page yet.", "It last changed on 15 June 2026."]),
    ],
)  # fmt: skip
def test_sentences(found: Freshness, reasons: list[str]) -> None:
    """The evidence is what a person would say: dates in words, the review before the change."""
    assert sentences(found) == reasons


def test_an_unknown_history_is_never_overdue() -> None:
    """Without a date to count from, an interval makes nothing due."""
    found = verdict({}, Unknown("the clone is shallow"), policy=HALF_YEAR)
    assert (found.state, found.review_by) == ("unknown", Unknown("no review date or interval is set"))


def test_only_bots_have_changed_it() -> None:
    """A page whose last real change is unknown has no change date in its evidence."""
    commit = Commit("a" * 40, datetime(2026, 1, 1, tzinfo=UTC), "x[bot]", "x", is_bot=True)
    history = PageHistory(commit, commit, Unknown("only bots"), (), "b")
    assert sentences(verdict({}, history, policy=HALF_YEAR)) == [
        "Nobody has recorded a review of this page yet."
    ]


def test_tomorrow_has_begun_somewhere() -> None:
    """East of Greenwich the day of a review may be one later than that of UTC: it is no day of the future."""
    review = read_review({"reviewed": TODAY + timedelta(days=1)}, today=TODAY)
    assert (review.reviewed, review.problems) == (TODAY + timedelta(days=1), ())


@pytest.mark.parametrize(
    ("meta", "problem"),
    [
        ({"reviewed": "31.3.2026"}, "`reviewed: 31.3.2026` is not a date; write it as 2026-03-31"),
        ({"reviewed": 2026}, "`reviewed: 2026` is not a date"),
        ({"reviewed": True}, "is not a date"),
        ({"reviewed": ["2026-01-01"]}, "is not a date"),
        ({"last_reviewed_on": "yesterday"}, "`last_reviewed_on: yesterday` is not a date"),
        ({"review_by": "2026-02-30"}, "`review_by: 2026-02-30` is not a date"),
        ({"reviewed": date(2026, 6, 17)}, "`reviewed: 2026-06-17` is in the future"),
        ({"review_every": "often"}, "`review_every`: 'often' is not an interval"),
        ({"review_in": "0 days"}, "`review_in`: '0 days' is an empty interval"),
        ({"review_every": 6}, "`review_every`: 6 is not an interval"),
        ({"review_every": "9999 years"}, "longer than a century"),
    ],
)
def test_bad_values_are_problems(meta: dict[str, Any], problem: str) -> None:
    """What cannot be read is named with its key and how to write it, and counts as not set."""
    review = read_review(meta, today=TODAY)
    assert review.problems
    assert problem in review.problems[0]
    assert (review.reviewed, review.every, review.by) == (None, None, None)
    verdict(meta)


def test_a_good_key_helps_out_a_bad_one() -> None:
    """Our key comes first; where it cannot be read, GOV.UK's counts, and the problem stays."""
    review = read_review({"reviewed": "x", "last_reviewed_on": "2026-01-01"}, today=TODAY)
    assert (review.reviewed, len(review.problems)) == (date(2026, 1, 1), 1)
    both = read_review({"review_every": "1 month", "review_in": "1 year"}, today=TODAY)
    assert both == Review(every=Interval(months=1))


@given(st.dictionaries(st.sampled_from(["reviewed", "last_reviewed_on", "review_every", "review_in", "review_by"]),
                       st.none() | st.text(max_size=12) | st.integers() | st.booleans() | st.dates() | st.datetimes()))  # fmt: skip
def test_any_front_matter_has_a_verdict(meta: dict[str, Any]) -> None:
    """No value of any kind is a traceback."""
    assert verdict(meta, policy=HALF_YEAR).reasons
