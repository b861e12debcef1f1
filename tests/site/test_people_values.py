"""The pages of teams and people, from values: what they look after, how to reach them, and whom they thank."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from htmlpage import elements, links, of_class
from people_values import (
    ANA,
    BO,
    OTHER,
    TEAM,
    ZOE,
    cards,
    commit,
    handbook,
    headings,
    html,
    page,
    thanked,
)

from mkdocs_oss.model import (
    Commit,
    Link,
    Owner,
    Profile,
    Work,
)
from mkdocs_oss.site import FRESHNESS, OWNERSHIP, PEOPLE, Overviews


def test_everybody_with_counts_and_how_to_reach_them() -> None:
    """Teams by name, those of whom teams.yml says nothing last; then people; then handles that it lacks."""
    made = html(
        handbook(
            page("a", TEAM, state="look"),
            page("b", TEAM, state="contradicted"),
            page("c", OTHER),
            page("d", ZOE, BO),
        )
    )
    assert headings(made) == ["Teams", "People", "Not in teams.yml yet"]
    found = cards(made)
    assert list(found) == ["Idle", "The team", "org/other", "Ana Ruiz", "Bo Lund", "Eve Tern"]
    assert found["The team"].words == (
        "The team @org/team All the data 2 pages 1 contradicted 1 needs a look 2 members Chat · Mail"
    )
    assert found["Idle"].words == "Idle @org/idle 0 pages"
    assert found["Ana Ruiz"].words == "Ana Ruiz @ana Chat · The team"
    assert found["Eve Tern"].words.endswith("The team · left on 1 January 2026")
    assert links(made)["The team"] == "../people/org-team/"
    assert "@zoe 1 page" in of_class(made, "oss-inline")[0].words
    assert "zoe" not in links(made)


def test_a_mail_address_is_never_a_handle_to_show() -> None:
    """Who is named in CODEOWNERS by an address is shown by what is before the @, here and on the freshness page."""
    owner = Owner("zoe", "zoe", "unknown", mail="zoe@example.org")
    book = handbook(page("a", owner, state="look"), people=(Profile(owner),))
    for uri in (PEOPLE, FRESHNESS, OWNERSHIP):
        assert "example.org" not in html(book, uri), uri
    assert "zoe 1 page" in of_class(html(book), "oss-inline")[0].words


def test_nobody_at_all() -> None:
    """A handbook without owners and without teams.yml: what to write, and no empty heading."""
    made = html(handbook(page("a"), people=()))
    assert "Nobody is named as an owner yet" in made
    assert headings(made) == []


def test_more_people_than_a_page_can_hold() -> None:
    """Of 1,200 of a kind those who look after most, by name; the others are counted, and have their pages."""
    many = [Owner(f"@p{n:04}", f"P {n:04}", "person") for n in range(1200)]
    strangers = [Owner(f"@z{n:04}", f"z{n:04}", "unknown") for n in range(1002)]
    profiles = (
        *(Profile(one, f"people/{one.name}.md") for one in many),
        *(Profile(one) for one in strangers),
    )
    book = handbook(page("a", *many[900:]), page("b", *strangers), people=profiles)
    made = html(book)
    assert list(cards(made)) == [f"P {n:04}" for n in (*range(700), *range(900, 1200))]
    assert "200 more are not listed here." in of_class(made, "oss-page")[0].words
    inline = of_class(made, "oss-inline")[0]
    assert len([e for e in inline.inside if e.tag == "li"]) == 1000
    assert of_class(made, "oss-page")[0].words.endswith("2 more")
    assert "P 0800" in html(book, "people/P 0800.md")
    assert len(made) < 500_000


def test_a_team() -> None:
    """Handle, description, contacts, members with their pages and who of them left, who stands in."""
    made = html(handbook(page("a", TEAM)), "people/org-team.md")
    (about,) = of_class(made, "oss-about")
    assert about.words == (
        "Reach them Chat · Mail Members Ana Ruiz, Eve Tern (left on 1 January 2026), guest Stands in Bo Lund"
    )
    found = links(made)
    assert found["Ana Ruiz"] == "../people/ana/"
    assert found["Mail"] == "mailto:team@example.org"
    assert found["All teams and people"] == "../people/index/"
    assert "guest" not in found
    assert "@org/team · All the data" in of_class(made, "oss-who")[0].words


def test_what_they_look_after_the_worst_first_then_by_repo() -> None:
    """With the reason why a page needs a look, and the state of each; the repo with most of it first."""
    made = html(
        handbook(
            page("one", TEAM, state="look"),
            page("two", TEAM, repo="big", state="unknown"),
            page("three", TEAM, repo="big", state="contradicted"),
            page("not theirs", BO, repo="big"),
            page("guessed", TEAM, inferred=True),
            page("all", TEAM, kind="index"),
        ),
        "people/org-team.md",
    )
    (worst,) = of_class(made, "oss-worst")
    assert [e.words for e in worst.inside if e.tag == "li"] == [
        "contradicted: three big This page speaks of a.py, which was removed on 3 March 2026.",
        "needs a look: one lib The next review was due on 3 March 2026.",
    ]
    assert [e.words for e in of_class(made, "oss-beside-repo")] == [
        "big 2 not known: two contradicted: three",
        "lib 1 needs a look: one",
    ]
    assert "3 pages 1 contradicted 1 needs a look 1 not known" in of_class(made, "oss-legend")[0].words


def test_a_person_and_their_teams() -> None:
    """A person's page leads to their teams, and lists what is theirs alone."""
    made = html(handbook(page("a", TEAM), page("b", ANA)), "people/ana.md")
    assert links(made)["The team"] == "../people/org-team/"
    assert of_class(made, "oss-beside-repo")[0].words == "lib 1 fresh: b"


def test_who_owns_nothing() -> None:
    """Said in a sentence, with no empty lists; and what is missing to reach them."""
    made = html(handbook(page("a", BO)), "people/org-idle.md")
    assert "No page names Idle as its owner at present." in made
    assert "No way to reach them is given here" in made
    assert headings(made) == []
    assert "Nothing more is known of this team" in html(handbook(page("a", OTHER)), "people/org-other.md")


def test_without_freshness_there_are_no_verdicts() -> None:
    """`oss/ownership` alone: what they look after, and nothing of what needs a look."""
    made = html(handbook(page("a", TEAM, state=None)), "people/org-team.md")
    assert headings(made) == ["What they look after", "Thank you"]
    assert of_class(made, "oss-beside-repo")[0].words == "lib 1 a"
    assert "oss-icon" not in made


def test_many_pages_of_one_team() -> None:
    """2,000 pages of 100 repos: some of each repo, all of them counted, and a page that can be loaded."""
    pages = (page(f"p{n}", TEAM, repo=f"r{n % 100}", state="look") for n in range(2000))
    made = html(handbook(*pages), "people/org-team.md")
    listed = [e for group in of_class(made, "oss-columns") for e in group.inside if e.tag == "li"]
    assert len(listed) == 600
    assert len(of_class(made, "oss-beside-repo")) == 100
    assert "2000 pages" in of_class(made, "oss-legend")[0].words
    assert links(made)["1970 more"] == "../freshness/index/#owner-@org/team"
    one = html(handbook(*(page(f"p{n}", TEAM) for n in range(50))), "people/org-team.md")
    assert "10 more are in oss/pages.json." in of_class(one, "oss-beside-repo")[0].words
    assert len(made) < 500_000


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "{count} {0}"])
def test_names_stay_text(bad: str) -> None:
    """Names, handles, descriptions, contacts, titles, repos and subjects."""
    owner = Owner(bad, bad, "team", bad, (Link(bad, "javascript:alert(1)"),), (bad,), members=(bad,))
    work = (Work(Owner("", f"x{bad}", "unknown"), 1, commit("2026-05-01", bad)),)
    person = Owner("@p", bad, "person")
    book = handbook(
        page(bad, owner, person, repo=bad, state="look", work=work),
        people=(
            Profile(owner, "people/x.md"),
            Profile(person, "people/p.md"),
            Profile(Owner(f"{bad}2", bad, "unknown")),
        ),
    )
    for uri in (PEOPLE, "people/x.md", "people/p.md"):
        made = html(book, uri)
        assert not [e for e in elements(made) if e.tag == "script" or "onmouseover" in e.attributes]
        assert "javascript:" not in made
        assert bad in of_class(made, "oss-page")[0].words


@pytest.mark.parametrize("language", ["de", "es", "fr", "ja", "zh"])
def test_in_another_language(language: str) -> None:
    """All of it is said in the language of the site."""
    book = handbook(page("a", TEAM, state="look"), page("b", ZOE))
    for uri in (PEOPLE, "people/org-team.md", "people/org-idle.md", "people/eve.md"):
        made = html(book, uri, language)
        assert of_class(made, "oss-page")[0].attributes["lang"] == language
        for english in ("Members", "look after", "Thank", "Reach", "Stands", "People"):
            assert english not in of_class(made, "oss-page")[0].words, (uri, english)


def test_it_grows_with_pages_and_people_together() -> None:
    """Four times the pages and four times the people take about four times as long, not sixteen times."""

    def seconds(pages: int, people: int) -> float:
        owners = [Owner(f"@o{n}", f"O{n}", "person") for n in range(people)]
        work = tuple(Work(owner, 1, commit("2026-05-01")) for owner in owners[:3])
        book = handbook(
            *(page(f"p{n}", owners[n % people], work=work, repo=f"r{n % 40}") for n in range(pages)),
            people=tuple(Profile(owner, f"people/{owner.key}.md") for owner in owners),
        )
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            made = Overviews(book)
            for owner in owners:
                made.html(f"people/{owner.key}.md", url_of=lambda uri: uri, facts_url="x")
            best = min(best, time.process_time() - began)
        return best

    seconds(10, 2)
    assert seconds(6000, 100) < 8 * seconds(1500, 25) + 0.05


def test_a_team_of_all_beside_an_owner_of_each_page() -> None:
    """The people of a large team are looked through once, not once for each page that it looks after with another."""
    owners = [Owner(f"@o{n}", f"O{n}", "person") for n in range(4000)]
    team = Owner("@org/all", "All", "team", members=tuple(owner.handle for owner in owners))
    work = (Work(owners[7], 1, commit("2026-05-01")), Work(ZOE, 1, commit("2026-05-02")))
    book = handbook(
        *(page(f"p{n}", owners[n], team, work=work) for n in range(4000)),
        people=tuple(Profile(owner, f"people/{owner.key}.md") for owner in (team, *owners)),
    )
    began = time.process_time()
    made = html(book, "people/org/all.md")
    assert time.process_time() - began < 5
    assert len(thanked(made)) == 1  # who is of the team is not


def test_days_in_between_count_for_nothing() -> None:
    """A change of an hour ago and one of years ago are both help."""
    old = commit("2026-06-15")
    ancient = Commit("b" * 40, old.time - timedelta(days=4000), "y", "Long ago")
    work = (Work(Owner("", "A", "unknown"), 1, old), Work(Owner("", "B", "unknown"), 1, ancient))
    assert len(thanked(html(handbook(page("a", TEAM, work=work)), "people/org-team.md"))) == 2
