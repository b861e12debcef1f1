"""The page of all pages' freshness, from values: what it counts, what it shows of few pages and of many."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from htmlpage import Element, elements, of_class

from mkdocs_oss.model import (
    Binding,
    Freshness,
    Handbook,
    Origin,
    Owner,
    Owners,
    Page,
    PageFacts,
    Reason,
    Repo,
    RepoFacts,
    Rule,
    Source,
    Unknown,
)
from mkdocs_oss.model.handbook import Evidence
from mkdocs_oss.site import FRESHNESS, Overviews
from mkdocs_oss.site.freshness_page import overview

NONE = Unknown("no review is recorded")
DAY = date(2026, 3, 3)


def source(name: str) -> Source:
    unknown = Unknown("x")
    return Source(Repo(name), None, None, unknown, unknown, unknown, unknown)


def page(
    name: str,
    state: Any = "fresh",
    *,
    repo: str = "lib",
    kind: Any = "page",
    owners: tuple[str, ...] = ("@ana",),
    drift: tuple[Reason, ...] = (),
    due: date | Unknown = DAY,
    code: bool = False,
) -> PageFacts:
    overdue = (Reason("was-due", {"day": due}),) if state == "look" and not drift and due != NONE else ()
    bindings = (Binding(repo, "a.py", "describes"),) if code else ()
    verdict = Freshness(state, (*drift, *overdue), NONE, due, bindings=bindings)
    theirs = Owners(tuple(Owner(handle, handle.strip("@"), "person") for handle in owners), Rule("C", 1, "*"))
    origin = Origin(repo, f"{name}.md", "abc", worktree=False)
    return PageFacts(Page(f"{repo}/{name}.md", name, kind, origin), NONE, theirs, verdict, None)


def handbook(*pages: PageFacts) -> Handbook:
    names = dict.fromkeys(facts.page.origin.repo for facts in pages if isinstance(facts.page.origin, Origin))
    repos = tuple(RepoFacts(source(name), None, Evidence(), 1) for name in names)
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    return Handbook(source("hub"), repos, pages, (), None, (), now)


def html(*pages: PageFacts, language: str = "en") -> str:
    return Overviews(handbook(*pages), language=language).html(
        FRESHNESS, url_of=lambda uri: f"../{uri.removesuffix('.md')}/", facts_url="../oss/pages.json"
    )


def listed(made: str) -> list[Element]:
    (worst,) = of_class(made, "oss-worst")
    return [element for element in worst.inside if element.tag == "li"]


def test_coverage_comes_first() -> None:
    """How many pages have an owner, a review or a day for it, and code: pages that were made of others left out."""
    made = html(
        page("a", code=True),
        page("b", owners=()),
        page("c", "unknown", due=NONE),
        page("all", kind="index"),
        page("gone", kind="placeholder"),
        page("code", "unknown", kind="api", due=NONE),
    )
    (cover,) = of_class(made, "oss-cover")
    assert cover.words == (
        "2 of 3 have an owner 2 have a review or a day for it 1 speaks of code that is watched"
    )
    assert "What is known of 3 pages as of 15 June 2026." in of_class(made, "oss-page")[0].words


def test_the_code_of_a_reference_counts_where_it_is_to_be_reviewed() -> None:
    """An API page has no front matter; with an interval for all pages it is asked for a review like the others."""
    assert overview(handbook(page("code", "look", kind="api"))).counts == {"look": 1}


def test_the_worst_first() -> None:
    """Contradicted pages, then those with most against them, then the longest overdue; fresh and unknown ones not."""
    gone = Reason("drift-removed", {"path": "a.py", "day": DAY})
    more = Reason("drift-changed", {"path": "b.py", "day": DAY, "count": 1, "since": DAY})
    made = html(
        page("late", "look", due=date(2026, 5, 1)),
        page("later", "look", due=date(2026, 4, 1)),
        page("fine"),
        page("wrong", "contradicted", drift=(gone,)),
        page("worse", "contradicted", drift=(gone, more)),
        page("nothing", "unknown", due=NONE),
    )
    links = [next(e for e in row.inside if e.tag == "a").words for row in listed(made)]
    assert links == ["worse", "wrong", "later", "late"]
    assert "This page speaks of a.py, which was removed on 3 March 2026." in listed(made)[0].words
    assert "contradicted:" in listed(made)[0].words
    assert [e.words for e in listed(made)[0].inside if e.tag == "code"] == ["a.py", "b.py"]


def test_pages_can_be_sent_to_their_owner() -> None:
    """Each owner has an anchor with the pages to look at, and so have the pages that nobody owns."""
    made = html(page("a", "look", owners=("@data/x", "@ana")), page("b", "look", owners=()), page("c"))
    ids = {element.attributes["id"]: element for element in elements(made) if "id" in element.attributes}
    assert "a" in ids["owner-@data/x"].words.split()
    assert ids["owner-@ana"].words == "ana @ana 1 needs a look 1 fresh a"
    assert ids["unowned"].words == "nobody yet 1 needs a look b"
    assert {row.attributes["data-owners"].strip() for row in listed(made)} == {
        "owner-@data/x owner-@ana",
        "unowned",
    }
    targets = {e.attributes["href"] for e in elements(made) if e.tag == "a"}
    assert "#owner-@data/x" in targets


def test_the_picture_can_be_read() -> None:
    """Each repo's picture has a title and a description, and all are in a table; a tile for each page, by shape too."""
    made = html(page("a"), page("b", "look"), page("c", repo="other"))
    pictures = of_class(made, "oss-tiles")
    ids = {element.attributes["id"]: element for element in elements(made) if "id" in element.attributes}
    for picture in pictures:
        assert picture.attributes["role"] == "img"
        assert all(ids[name].text.strip() for name in picture.attributes["aria-labelledby"].split())
    assert ids["oss-d1"].words == "1 needs a look, 1 fresh"
    shapes = [e.attributes["href"] for e in pictures[0].inside if e.tag == "use"]
    assert shapes == ["#oss-look", "#oss-fresh"]
    forms = {
        name: [{k: v for k, v in e.attributes.items() if k != "class"} for e in ids[f"oss-{name}"].inside]
        for name in ("look", "fresh", "unknown", "contradicted")
    }
    assert all(forms[a] != forms[b] for a in forms for b in forms if a < b)
    rows = [
        [c.words for c in row.inside if c.tag in ("th", "td")] for row in elements(made) if row.tag == "tr"
    ]
    assert rows[1:] == [["lib", "0", "1", "0", "1", "2"], ["other", "0", "0", "0", "1", "1"]]


def test_nothing_to_show() -> None:
    """No pages, or none to look at: said in a sentence, with no empty list or filter."""
    assert "no page yet whose freshness" in html(page("a", kind="index"))
    made = html(page("a"))
    assert "no page is contradicted, and none needs a look" in made
    assert "<form" not in made


def many(count: int, repos: int) -> Handbook:
    states = ("fresh", "fresh", "unknown", "look", "contradicted")
    gone = (Reason("drift-removed", {"path": "a.py", "day": DAY}),)
    return handbook(
        *(
            page(
                f"p{n}",
                states[n % 5],
                repo=f"r{n % repos}",
                owners=(f"@o{n % 50}",),
                drift=gone if n % 5 == 4 else (),
                due=DAY + timedelta(days=n % 90),
            )
            for n in range(count)
        )
    )


def made_of(book: Handbook) -> str:
    return Overviews(book).html(FRESHNESS, url_of=lambda uri: uri, facts_url="x")


def test_many_pages() -> None:
    """5,000 pages of 200 repos: bars in place of tiles, the worst repos with the others together, a list that ends."""
    made = made_of(many(5000, 200))
    assert len(of_class(made, "oss-tiles")) == 61
    assert not [e for picture in of_class(made, "oss-tiles") for e in picture.inside if e.tag == "use"]
    assert of_class(made, "oss-repo-name")[-1].words.startswith("140 other repos")
    assert len(listed(made)) == 1000
    assert "1000 more are in oss/pages.json." in of_class(made, "oss-page")[0].words
    assert len(made) < 1_000_000


def test_it_grows_with_its_pages() -> None:
    """Four times the pages take about four times as long, not sixteen times."""

    def seconds(book: Handbook) -> float:
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            made_of(book)
            best = min(best, time.process_time() - began)
        return best

    made_of(many(10, 2))
    assert seconds(many(8000, 40)) < 8 * seconds(many(2000, 40)) + 0.05


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "{count} {0}", "a b\nc"]
)
def test_names_stay_text(bad: str) -> None:
    """Titles, repos and handles are text, also where they are attributes."""
    drift = (Reason("drift-removed", {"path": bad, "day": DAY}),)
    made = html(
        page("x", "look", repo=bad, owners=(bad,), drift=drift), page(bad, "contradicted", drift=drift)
    )
    assert not [e for e in elements(made) if e.tag == "script" or "onmouseover" in e.attributes]
    assert listed(made)[0].inside[0].tag == "p"
    assert " ".join(bad.split()) in listed(made)[0].words


def test_in_another_language() -> None:
    """All of it is said in the language of the site."""
    made = html(page("a", "look"), language="de")
    assert "Was zuerst durchzusehen ist" in made
    assert of_class(made, "oss-page")[0].attributes["lang"] == "de"
    assert "1 durchzusehen" in of_class(made, "oss-legend")[0].words
