"""How few people know the pages of a repo, after Avelino et al. (2016): from values."""

from __future__ import annotations

import pytest
from liveness_pages import Work, judged, page

from mkdocs_oss.model import BusFactor, PageFacts, Unknown
from mkdocs_oss.ownership.liveness.bus_factor import section_of

DAY = "2026-05-02"


def pages(count: int, work: list[Work], *, folder: str = "docs", start: int = 0) -> list[PageFacts]:
    return [page(f"{folder}/{n}.md", ["@bo"], work) for n in range(start, start + count)]


def factor(*facts: PageFacts, section: str = "") -> BusFactor:
    found = judged(*facts, docs={"lib": "docs"}).factors
    return next(each for each in found if each.section == section)


def test_one_person_knows_all_pages() -> None:
    """Without her nobody knows any of them."""
    found = factor(*pages(6, [("Ana", 3, DAY)]))
    assert (found.factor, found.pages, found.orphans) == (1, 6, 6)
    assert [(each.who.handle, each.pages, each.alone) for each in found.people] == [("@ana", 6, 6)]


def test_more_than_half_of_the_pages_is_what_counts() -> None:
    """Half of them with nobody is not yet enough, so it takes the second person too."""
    ana, bo = pages(5, [("Ana", 3, DAY)]), pages(5, [("Bo", 3, DAY)], start=5)
    assert factor(*ana, *bo).factor == 2
    assert factor(*ana, *bo[:4]).factor == 1


def test_who_did_a_share_of_the_work_knows_a_page_too() -> None:
    """By the degree of authorship: 3.293 + 1.098 for the first + 0.164 a change − 0.321 ln(1 + changes of others)."""
    shared = factor(*pages(6, [("Ana", 6, DAY), ("Bo", 6, DAY)]))
    assert shared.factor == 2
    little = factor(*pages(6, [("Ana", 20, DAY), ("Bo", 1, DAY)]))
    assert little.factor == 1


def test_those_who_have_left_are_away_already() -> None:
    """Where nobody else knows most pages, nobody does: 0."""
    found = factor(*pages(6, [("Dee", 3, "2026-02-01")]))
    assert (found.factor, found.orphans, found.people) == (0, 6, ())
    mixed = factor(*pages(6, [("Dee", 3, "2026-02-01"), ("Bo", 3, DAY)]))
    assert (mixed.factor, [each.who.handle for each in mixed.people]) == (1, ["@bo"])


def test_a_hidden_person_counts_and_is_not_named() -> None:
    """No name stands for a page that is known to one who is hidden."""
    found = factor(*pages(6, [("Hid", 3, DAY)]))
    assert (found.factor, found.people) == (1, ())


def test_programs_know_nothing() -> None:
    """Whoever created a page as a program did not write it."""
    made = [page(f"docs/{n}.md", [], [("Ana", 1, DAY)], created=("gen[bot]", "2020-01-01")) for n in range(6)]
    assert [each.who.name for each in factor(*made).people] == ["Ana"]


def test_of_each_section_and_of_known_histories_alone() -> None:
    """Sections are folders at the top of the docs; what is no document, or is cut off, is not counted."""
    found = judged(
        *pages(3, [("Ana", 3, DAY)], folder="docs/guides"),
        *pages(2, [("Bo", 3, DAY)], folder="docs/guides/deep"),
        page("docs/index.md", [], [("Bo", 1, DAY)]),
        page("src/run.py", [], [("Bo", 1, DAY)], kind="api"),
        page("docs/cut.md", [], [("Bo", 1, DAY)], history=Unknown("shallow")),
        docs={"lib": "docs"},
    ).factors
    assert [(each.section, each.factor, each.pages) for each in found] == [("", 2, 6), ("guides", 1, 5)]


def test_one_person_under_two_addresses_is_one() -> None:
    """By name, where teams.yml knows no more."""
    work: list[Work] = [("Zoe <z@home.example>", 4, DAY), ("Zoe <z@work.example>", 4, DAY)]
    assert factor(*pages(6, work)).factor == 1


@pytest.mark.parametrize(
    ("path", "docs", "section"),
    [
        ("docs/a.md", "docs", ""),
        ("docs/guides/a.md", "docs", "guides"),
        ("guides/a.md", "", "guides"),
        ("README.md", "docs", ""),
        ("src/lib/README.md", "docs", ""),
        ("docsite/x/a.md", "docs", ""),
    ],
)
def test_the_section_of_a_path(path: str, docs: str, section: str) -> None:
    """A file outside the docs folder is in none."""
    assert section_of(path, docs) == section
