"""What a verdict says of a review that was written down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from test_freshness import changed, sentences

from mkdocs_oss.freshness import freshness, read_review, review_key
from mkdocs_oss.model import FreshnessPolicy, ReviewRecord

TODAY = date(2026, 6, 15)
DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (None, ["Reviewed on 3 March 2026."]),
        (ReviewRecord(DAY), ["Reviewed on 3 March 2026."]),
        (ReviewRecord(DAY, "Ana"), ["Reviewed on 3 March 2026 by Ana."]),
        (ReviewRecord(DAY, "Ana", edited=True), ["Reviewed on 3 March 2026 by Ana.", "That review came with edits."]),
        (ReviewRecord(DAY, edited=False), ["Reviewed on 3 March 2026.", "That review left the text as it was."]),
        (
            ReviewRecord(DAY, "Ana", still_accurate="see {path} & <b>"),
            ["Reviewed on 3 March 2026 by Ana.", "It was found still accurate although its code had changed: “see {path} & <b>”."],
        ),
        (ReviewRecord(date(2026, 3, 2), "Ana", edited=True), ["Reviewed on 3 March 2026."]),
        (ReviewRecord(date(2026, 3, 4), "Ana", edited=True), ["Reviewed on 3 March 2026."]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_review(record: ReviewRecord | None, said: list[str]) -> None:
    """Who, with edits or not, and why it still holds; a record of another day is none of this review."""
    review = read_review({"reviewed": DAY}, today=TODAY, record=record)
    found = freshness(changed("2026-01-10"), review, FreshnessPolicy(), today=TODAY)
    assert sentences(found)[: len(said) + 1] == [*said, "The next review is due on 3 March 2027."]
    assert found.record == (record if record and record.reviewed == DAY else None)


def test_a_review_of_the_date_alone_is_as_good_as_any() -> None:
    """State and next date do not depend on what a review changed."""
    verdicts = [
        freshness(
            changed("2026-01-10"),
            read_review({"reviewed": DAY}, today=TODAY, record=ReviewRecord(DAY, edited=edited)),
            FreshnessPolicy(),
            today=TODAY,
        )
        for edited in (True, False, None)
    ]
    assert len({(found.state, found.review_by) for found in verdicts}) == 1


@pytest.mark.parametrize(
    ("meta", "key"),
    [
        ({}, "reviewed"),
        ({"reviewed": DAY}, "reviewed"),
        ({"reviewed": None}, "reviewed"),
        ({"last_reviewed_on": DAY}, "last_reviewed_on"),
        ({"last_reviewed_on": None}, "last_reviewed_on"),
        ({"last_reviewed_on": "soon"}, "last_reviewed_on"),
        ({"reviewed": DAY, "last_reviewed_on": DAY}, "reviewed"),
        ({"reviewed": None, "last_reviewed_on": DAY}, "last_reviewed_on"),
        ({"reviewed": None, "last_reviewed_on": None}, "reviewed"),
        ({"reviewed": "soon", "last_reviewed_on": DAY}, "reviewed"),
    ],
)
def test_the_key_that_a_page_uses(meta: dict[str, Any], key: str) -> None:
    """The next review goes where the last one stands; what is written there is then what counts."""
    assert review_key(meta) == key
    assert read_review({**meta, key: TODAY}, today=TODAY).reviewed == TODAY
