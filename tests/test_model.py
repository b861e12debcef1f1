"""The values know what follows from themselves, and no more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss import clock
from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import (
    Commit,
    Finding,
    Forge,
    Interval,
    Origin,
    Owners,
    Page,
    PageFacts,
    PageHistory,
    Rule,
    Unknown,
)


@pytest.mark.parametrize(
    ("start", "interval", "end"),
    [
        ("2026-01-31", Interval(months=1), "2026-02-28"),
        ("2024-01-31", Interval(months=1), "2024-02-29"),
        ("2024-02-29", Interval(months=12), "2025-02-28"),
        ("2024-02-29", Interval(months=48), "2028-02-29"),
        ("2026-08-31", Interval(months=6), "2027-02-28"),
        ("2026-12-31", Interval(months=1), "2027-01-31"),
        ("2026-12-01", Interval(months=11), "2027-11-01"),
        ("2026-11-30", Interval(months=1), "2026-12-30"),
        ("2026-06-15", Interval(months=6), "2026-12-15"),
        ("2026-12-31", Interval(days=1), "2027-01-01"),
        ("2026-02-20", Interval(days=14), "2026-03-06"),
        ("2024-02-28", Interval(days=1), "2024-02-29"),
        ("2026-01-31", Interval(), "2026-01-31"),
    ],
)
def test_an_interval_ends_on_a_real_day(start: str, interval: Interval, end: str) -> None:
    """Month ends fall back to the last day of a shorter month; leap years count."""
    assert interval.after(date.fromisoformat(start)) == date.fromisoformat(end)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 1200))
def test_months_never_skip_a_month(start: date, months: int) -> None:
    """The day after n months lies in the nth following month, at most on the same day."""
    end = Interval(months=months).after(start)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(months=12), "1 year"),
        (Interval(months=24), "2 years"),
        (Interval(months=6), "6 months"),
        (Interval(months=1), "1 month"),
        (Interval(days=14), "2 weeks"),
        (Interval(days=7), "1 week"),
        (Interval(days=90), "90 days"),
        (Interval(days=1), "1 day"),
    ],
)
def test_an_interval_reads_as_it_is_written(interval: Interval, text: str) -> None:
    """The text is the form that settings take."""
    assert str(interval) == text


def test_forge_links_are_percent_encoded() -> None:
    """Parts go into the URL encoded, slashes of paths and refs kept; bytes that are no UTF-8 too."""
    forge = Forge("custom", "https://x", "https://x/{ref}/{path}?t={title}&s={sha}{other}")
    url = forge.link("edit", ref="feat/a b", path="docs/ü &?#%\udcff.md", title="a/b", sha="{path}")
    assert url == "https://x/feat/a%20b/docs/%C3%BC%20%26%3F%23%25%FF.md?t=a%2Fb&s=%7Bpath%7D{other}"
    assert forge.link("raw", path="x") == ""


COMMIT = Commit("a" * 40, datetime(2026, 1, 1, tzinfo=UTC), "Ana", "x")


@pytest.mark.parametrize(
    ("blobs", "edited"), [((), False), (("b1",), False), (("b0", "b1"), False), (("b2",), True)]
)
def test_a_page_is_edited_where_no_form_of_it_is_committed(blobs: tuple[str, ...], edited: bool) -> None:
    """Only a content that git would store otherwise is an edit."""
    page = Page("a.md", "A", "page", Origin("r", "a.md", "c" * 40, worktree=True, blobs=blobs))
    history = PageHistory(COMMIT, COMMIT, COMMIT, (), "b1")
    assert PageFacts(page, history, None, None, None).is_edited is edited
    assert not PageFacts(page, Unknown("x"), None, None, None).is_edited


def test_ownership_state() -> None:
    """An empty answer is `unowned`; no answer is `unknown`."""
    page = Page("a.md", "A", "page", Unknown("made"))
    state = lambda owners: PageFacts(page, Unknown("x"), owners, None, None).ownership_state  # noqa: E731
    assert state(Owners((), Rule("CODEOWNERS", 3, "a"))) == "unowned"
    assert state(Unknown("x")) == state(None) == "unknown"


def test_findings_and_rules_name_their_place() -> None:
    """A message says where, what and what next; a rule of a whole file has no line."""
    assert (
        str(Finding("x", "note", "lab", "a.md:3", "is wrong", "mend it")) == "lab: a.md:3: is wrong; mend it"
    )
    assert str(Finding("x", "note", "lab", "", "is wrong", "")) == "lab: is wrong"
    assert str(Rule("CODEOWNERS", 3, "x")) == "CODEOWNERS:3"
    assert str(Rule("a.md", 0, "x")) == "a.md"


def test_source_date_epoch_fixes_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable decides; nonsense in it is named; without it the time has no fractions and is UTC."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert clock.now() == datetime(1970, 1, 2, tzinfo=UTC)
    for wrong in ("soon", "1e99", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(SettingsError, match="seconds since 1970"):
            clock.now()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert (clock.now().tzinfo, clock.now().microsecond) == (UTC, 0)
