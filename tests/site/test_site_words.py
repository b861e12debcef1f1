"""Values in a colleague's words, and where they stand on the page."""

from __future__ import annotations

from datetime import date

import pytest

from mkdocs_oss.model import Freshness, FreshnessState, Owner, Owners, ReviewRecord, Rule, Unknown
from mkdocs_oss.site import page_url
from mkdocs_oss.site.render import Dress
from mkdocs_oss.site.words import owner_names, review_line
from mkdocs_oss.words import Words


def owners(*names: str) -> Owners:
    return Owners(tuple(Owner(name, name, "person") for name in names), Rule("CODEOWNERS", 1, "*"))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Ana"], "Ana"),
        (["Ana", "Bo"], "Ana and Bo"),
        (["Ana", "Bo", "Chi"], "Ana, Bo and Chi"),
        (["Ana", "Bo", "Chi", "Di"], "Ana, Bo, Chi and Di"),
        (["Ana", "Bo", "Chi", "Di", "Ed"], "Ana, Bo, Chi and 2 others"),
    ],
)
def test_names(names: list[str], said: str) -> None:
    """A few names in full; of many the first three, and never `and 1 others`."""
    assert owner_names(owners(*names).owners, Words.of()) == said


def test_days_and_lists() -> None:
    """Days without a leading zero, lists without a comma before `and`."""
    assert Words.of().day(date(2026, 3, 3)) == "3 March 2026"
    assert Words.of().listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Freshness("fresh", (), date(2026, 3, 3), date(2027, 3, 3)), "Reviewed 3 March 2026"),
        (Freshness("unknown", (), Unknown("x"), Unknown("x")), "Not reviewed yet"),
        (
            Freshness("look", (), date(2025, 3, 3), date(2026, 3, 3)),
            "Reviewed 3 March 2025, due since 3 March 2026",
        ),
        (Freshness("look", (), Unknown("x"), date(2026, 3, 3)), "Not reviewed yet, due since 3 March 2026"),
        (
            Freshness("contradicted", (), date(2025, 3, 3), Unknown("x")),
            "Reviewed 3 March 2025, contradicted by the code",
        ),
        (Freshness("contradicted", (), Unknown("x"), Unknown("x")), "Contradicted by the code"),
        (Freshness("look", (), Unknown("x"), Unknown("x")), "Needs a look"),
    ],
)
def test_the_middle_of_the_line(verdict: Freshness, said: str) -> None:
    """When the page was reviewed, or that it was not; besides, that the code contradicts it, since when it is due,
    or that it needs a look."""
    assert Words.of().reason(review_line(verdict)) == said


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ja", "zh"])
@pytest.mark.parametrize("state", ["fresh", "look", "contradicted"])
def test_who_reviewed_a_page_always_stands_in_the_line(state: FreshnessState, language: str) -> None:
    """Whatever presses: the day and the name stay, and what presses comes in addition; the code before the calendar."""
    words, day, due = Words.of(language), date(2025, 4, 3), date(2026, 5, 7)
    said = words.reason(review_line(Freshness(state, (), day, due, ReviewRecord(day, "Ana"))))
    assert words.day(day) in said
    assert "Ana" in said
    assert (words.day(due) in said) == (state == "look")
    plain = words.reason(review_line(Freshness("fresh", (), day, due, ReviewRecord(day, "Ana"))))
    assert (said == plain) == (state == "fresh")


@pytest.mark.parametrize(
    ("uri", "folders", "files"),
    [
        ("index.md", "", "index.html"),
        ("a.md", "a/", "a.html"),
        ("a/index.md", "a/", "a/index.html"),
        ("a/README.md", "a/", "a/index.html"),
        ("ü b.md", "%C3%BC%20b/", "%C3%BC%20b.html"),
        ("a/b.c.markdown", "a/b.c/", "a/b.c.html"),
    ],
)
def test_urls_as_the_engine_makes_them(uri: str, folders: str, files: str) -> None:
    """MkDocs' rule for both settings of use_directory_urls."""
    assert page_url(uri, directories=True) == folders
    assert page_url(uri, directories=False) == files


@pytest.mark.parametrize(
    ("content", "dressed"),
    [
        ("<h1>T</h1><p>x</p>", "<h1>T</h1>[top]<p>x</p>[end]"),
        ("<p>x</p>", "[top]<p>x</p>[end]"),
        ("<h2>U</h2><H1 id=x>T</H1 ><p>", "<h2>U</h2><H1 id=x>T</H1 >[top]<p>[end]"),
        ("", "[top][end]"),
    ],
)
def test_below_the_first_heading(content: str, dressed: str) -> None:
    """The line stands below the page's heading; where it has none, at its top."""
    assert Dress("[top]", "[end]").around(content) == dressed
