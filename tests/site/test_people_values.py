"""The pages of teams and people, from values: what they look after, how to reach them, and whom they thank."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from htmlpage import Element, elements, links, of_class

from mkdocs_oss.model import (
    Commit,
    Forge,
    Freshness,
    FreshnessState,
    Handbook,
    Link,
    Origin,
    Owner,
    Owners,
    Page,
    PageFacts,
    Profile,
    Reason,
    Repo,
    RepoFacts,
    Rule,
    Source,
    Unknown,
    Work,
)
from mkdocs_oss.model.handbook import Evidence
from mkdocs_oss.site import FRESHNESS, OWNERSHIP, PEOPLE, Overviews

NONE = Unknown("x")
DAY = date(2026, 3, 3)
CHAT, MAIL = Link("Chat", "https://chat.example.org/x"), Link("Mail", "mailto:team@example.org")
ANA = Owner("@ana", "Ana Ruiz", "person", contacts=(Link("Chat", "https://chat.example.org/ana"),))
BO = Owner("@bo", "Bo Lund", "person")
EVE = Owner("@eve", "Eve Tern", "person", left=date(2026, 1, 1))
TEAM = Owner(
    "@org/team",
    "The team",
    "team",
    "All the data",
    (CHAT, MAIL),
    ("Bo Lund",),
    None,
    ("@ana", "@eve", "@guest"),
)
IDLE = Owner("@org/idle", "Idle", "team")
OTHER = Owner("@org/other", "org/other", "unknown")
ZOE = Owner("@zoe", "zoe", "unknown")
PEOPLE_OF_ALL = (
    Profile(TEAM, "people/org-team.md"),
    Profile(IDLE, "people/org-idle.md"),
    Profile(OTHER, "people/org-other.md"),
    Profile(ANA, "people/ana.md"),
    Profile(BO, "people/bo.md"),
    Profile(EVE, "people/eve.md"),
    Profile(ZOE),
)
FORGE = Forge("github", "https://f.example", "", commit="https://f.example/commit/{sha}")


def commit(day: str, subject: str = "Mend it", *, author: str = "x", is_bot: bool = False) -> Commit:
    return Commit("a" * 40, datetime.fromisoformat(f"{day}T12:00:00+00:00"), author, subject, is_bot)


def page(
    name: str,
    *owners: Owner,
    state: FreshnessState | None = "fresh",
    repo: str = "lib",
    kind: Any = "page",
    work: tuple[Work, ...] = (),
    inferred: bool = False,
) -> PageFacts:
    reasons = (Reason("was-due", {"day": DAY}),) if state == "look" else ()
    reasons = (Reason("drift-removed", {"path": "a.py", "day": DAY}),) if state == "contradicted" else reasons
    verdict = Freshness(state, reasons, NONE, DAY) if state else None
    origin = Origin(repo, f"docs/{name}.md", "abc", worktree=False)
    owned = Owners(owners, Rule("C", 1, "*"), inferred)
    return PageFacts(Page(f"{repo}/{name}.md", name, kind, origin), NONE, owned, verdict, None, work)


def handbook(*pages: PageFacts, people: tuple[Profile, ...] = PEOPLE_OF_ALL, forge: Any = FORGE) -> Handbook:
    names = dict.fromkeys(facts.page.origin.repo for facts in pages if isinstance(facts.page.origin, Origin))

    def source(name: str) -> Source:
        return Source(Repo(name), None, None, NONE, NONE, NONE, forge)

    repos = tuple(RepoFacts(source(name), None, Evidence(), 1) for name in names)
    made = (FRESHNESS, OWNERSHIP, PEOPLE)
    overviews = tuple(Page(uri, "T", "index", NONE, {}, "") for uri in made)
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    return Handbook(source("hub"), repos, pages, (), None, (), now, overviews=overviews, people=people)


def html(book: Handbook, uri: str = PEOPLE, language: str = "en") -> str:
    made = Overviews(book, language=language)
    return made.html(uri, url_of=lambda uri: f"../{uri.removesuffix('.md')}/", facts_url="../f.json")


def headings(made: str) -> list[str]:
    return [element.words for element in elements(made) if element.tag == "h2"]


def thanked(made: str) -> list[str]:
    return [e.words for listing in of_class(made, "oss-thanks") for e in listing.inside if e.tag == "li"]


def cards(made: str) -> dict[str, Element]:
    items = [e for group in of_class(made, "oss-owners") for e in group.inside if e.tag == "li"]
    return {next(e for e in item.inside if e.tag == "strong").words: item for item in items}


# --- the page of all ------------------------------------------------------------------------------------------------


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


# --- one page -------------------------------------------------------------------------------------------------------


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


# --- thanks ---------------------------------------------------------------------------------------------------------


def test_thanks_go_to_people_from_outside() -> None:
    """The newest change of each, newest first; not to owners, their members, a bot, or who is a member by name."""
    made = html(
        handbook(
            page(
                "a",
                TEAM,
                work=(
                    Work(BO, 9, commit("2026-01-05", "Older")),
                    Work(ANA, 3, commit("2026-03-01", "Inside")),
                    Work(TEAM, 1, commit("2026-03-01", "Inside")),
                    Work(Owner("", "ana ruiz", "unknown"), 1, commit("2026-03-01", "Inside")),
                    Work(Owner("", "Renovate", "unknown"), 1, commit("2026-03-01", "Inside", is_bot=True)),
                ),
            ),
            page("b", TEAM, work=(Work(BO, 1, commit("2026-02-05", "Newer")),)),
            page("c", TEAM, work=(Work(Owner("", "Kim", "unknown"), 1, commit("2026-05-01", "Hi")),)),
            page(
                "d", ZOE, work=(Work(Owner("", "No one", "unknown"), 1, commit("2026-05-09", "Elsewhere")),)
            ),
        ),
        "people/org-team.md",
    )
    assert thanked(made) == ["Kim on 1 May 2026, in c Hi", "Bo Lund on 5 February 2026, in b Newer"]
    found = links(made)
    assert found["Newer"] == f"https://f.example/commit/{'a' * 40}"
    assert found["b"] == "../lib/b/"
    assert found["Bo Lund"] == "../people/bo/"
    assert "Kim" not in found


def test_two_people_of_one_name_are_one_where_nothing_tells_them_apart() -> None:
    """Without a handle the name is all there is; people of teams.yml are told apart by theirs."""
    kims = [
        page(f"p{n}", TEAM, work=(Work(Owner("", "Kim", "unknown"), 1, commit(f"2026-05-0{n}")),))
        for n in (1, 2)
    ]
    assert len(thanked(html(handbook(*kims), "people/org-team.md"))) == 1


def test_thanks_end_after_ten() -> None:
    """Of many people, the most recent."""
    work = tuple(Work(Owner("", f"P{n}", "unknown"), 1, commit(f"2026-04-{n:02}")) for n in range(1, 21))
    found = thanked(html(handbook(page("a", TEAM, work=work)), "people/org-team.md"))
    assert len(found) == 10
    assert found[0].startswith("P20 ")


def test_thanks_without_a_forge_and_with_an_address_for_a_name() -> None:
    """No link where the forge is not known; of a mail address that git has for a name, the part before the @."""
    work = (Work(Owner("", "kim@example.org", "unknown"), 1, commit("2026-05-01", "s" * 500)),)
    made = html(handbook(page("a", TEAM, work=work), forge=NONE), "people/org-team.md")
    (said,) = thanked(made)
    assert said.startswith("kim on 1 May 2026, in a sss")
    assert len(said) < 220
    assert "example.org/" not in made.replace("chat.example.org/", "")
    assert "kim@" not in made


def test_thanks_for_one_change_stand_together() -> None:
    """Whoever made a change with others is thanked with them, once."""
    together = commit("2026-05-01", "Pair on it")
    work = tuple(Work(Owner("", name, "unknown"), 1, together) for name in ("Kim", "Lee"))
    made = html(handbook(page("a", TEAM, work=work)), "people/org-team.md")
    assert thanked(made) == ["Kim, Lee on 1 May 2026, in a Pair on it"]


def test_no_thanks_yet() -> None:
    """An invitation in place of an empty list."""
    made = html(handbook(page("a", TEAM)), "people/org-team.md")
    assert "Who makes a start will stand here." in made


# --- text stays text, and time ----------------------------------------------------------------------------------------


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
