"""The page of who owns what, from values: what it counts, what it lists, and what it leaves to the people themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from htmlpage import elements, links, of_class
from msgspec.structs import replace

from mkdocs_oss.model import (
    Adoption,
    BusFactor,
    Concern,
    Contribution,
    Handbook,
    Knower,
    Liveness,
    Maintenance,
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
)
from mkdocs_oss.model.handbook import Evidence
from mkdocs_oss.site import OWNERSHIP, Overviews
from mkdocs_oss.site.ownership_page import coverage

NONE = Unknown("x")
RULE = Rule("C", 1, "*")
ANA = Owner("@ana", "Ana", "person")
EVE = Owner("@eve", "Eve", "person", left=date(2026, 6, 15))
TEAM = Owner("@org/team", "The team", "team", members=("@ana", "@eve"))
GONE = Owner("@org/gone", "The old team", "team", members=("@eve",))
MANY = Owner("@org/many", "Many", "team", members=("@ana", "@bo"))
STRANGE = Owner("@zoe", "zoe", "unknown")


def page(
    name: str,
    *owners: Owner,
    repo: str = "lib",
    kind: Any = "page",
    inferred: bool = False,
    unknown: str = "",
    edit: str | Unknown = NONE,
) -> PageFacts:
    theirs = Unknown(unknown) if unknown else Owners(owners, RULE, inferred)
    origin = Origin(repo, f"docs/{name}.md", "abc", worktree=False)
    way = Contribution(edit, NONE, NONE, NONE)
    return PageFacts(
        Page(f"{repo}/{name}.md", name.rpartition("/")[2], kind, origin), NONE, theirs, None, way
    )


def source(name: str, backups: tuple[str, ...] = ()) -> Source:
    repo = Repo(name, maintenance=Maintenance(backups=backups))
    return Source(repo, None, None, NONE, NONE, NONE, NONE)


def handbook(*pages: PageFacts, backups: tuple[str, ...] = (), **more: Any) -> Handbook:
    names = dict.fromkeys(facts.page.origin.repo for facts in pages if isinstance(facts.page.origin, Origin))
    repos = tuple(RepoFacts(source(name, backups), None, Evidence(), 1) for name in names)
    people = (
        Profile(ANA, "people/ana.md"),
        Profile(EVE, "people/eve.md"),
        Profile(TEAM, "people/org-team.md"),
        Profile(GONE, "people/org-gone.md"),
    )
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    return Handbook(source("hub"), repos, pages, (), None, (), now, **({"people": people} | more))


def html(book: Handbook, language: str = "en") -> str:
    made = Overviews(book, language=language)
    return made.html(OWNERSHIP, url_of=lambda uri: f"../{uri.removesuffix('.md')}/", facts_url="../f.json")


def section(made: str, heading: str) -> str:
    """The text from a heading to the next."""
    return " ".join(
        element.words
        for part in made.split('<h2 id="')[1:]
        if part.startswith(f'{heading}"')
        for element in elements(f"<div>{part.partition('</h2>')[2]}</div>")[:1]
    )


def test_coverage_comes_first() -> None:
    """How many have an owner, nobody, only people who worked on them, or nothing that says: other pages left out."""
    made = html(
        handbook(
            page("a", MANY),
            page("b"),
            page("c", unknown="the repo has no CODEOWNERS file, and no setting names an owner"),
            page("d", ANA, inferred=True),
            page("index", kind="index"),
            page("api", ANA, kind="api"),
        )
    )
    (cover,) = of_class(made, "oss-cover")
    assert cover.words == (
        "1 of 4 has an owner 1 has nobody named, only people who have worked on it 1 belongs to nobody yet "
        "1 does not say who looks after it"
    )
    assert made.index("oss-cover") < made.index("oss-picture") < made.index('id="unowned"')
    assert "as of 15 June 2026" in of_class(made, "oss-page")[0].words
    (picture,) = of_class(made, "oss-tiles")
    shapes = [e.attributes["href"] for e in picture.inside if e.tag == "use"]
    assert shapes == ["#oss-unowned", "#oss-unknown", "#oss-inferred", "#oss-owned"]


def test_pages_without_an_owner_come_first_with_the_way_to_adopt_them() -> None:
    """By repo, those with most of them first; a link to the page, and one to its file where there is one."""
    made = html(
        handbook(
            page("a", edit="https://forge.example/edit/a"),
            page("b", repo="other"),
            page("c", repo="other", edit="javascript:alert(1)"),
        )
    )
    assert [e.words for e in elements(made) if e.tag == "h3"] == ["other 2", "lib 1"]
    found = [e.attributes["href"] for e in elements(made) if e.tag == "a"]
    assert found == ["../other/b/", "../other/c/", "#", "../lib/a/", "https://forge.example/edit/a"]
    labels = [e.attributes.get("aria-label", "") for e in of_class(made, "oss-act")]
    assert labels == ["Adopt it: c", "Adopt it: a"]
    assert 'owner: "@your-team"' in section(made, "unowned")


def test_the_line_that_adopts_a_page() -> None:
    """For each page its own, and once for a repo where it goes; pages of another file or another place apart."""
    end = Adoption("/docs/a.md @your-team", "CODEOWNERS", "https://forge.example/edit/CODEOWNERS")
    new = Adoption("/docs/x.md @your-team", ".github/CODEOWNERS", is_new=True)
    above = Adoption("[Docs]\n/docs/y.md @your-team", "CODEOWNERS", before=3)
    pages = (page("a"), page("b"), page("x", repo="new"), page("y", repo="above"))
    lines = (end, replace(end, line="/docs/b.md @your-team"), new, above)
    adopted = (replace(facts, adoption=way) for facts, way in zip(pages, lines, strict=True))
    made = html(handbook(*adopted))
    assert [e.text for e in elements(made) if "oss-copy" in e.classes] == [
        "/docs/a.md @your-team",
        "/docs/b.md @your-team",
        "[Docs]\n/docs/y.md @your-team",
        "/docs/x.md @your-team",
    ]
    said = section(made, "unowned")
    assert said.count("at the end of CODEOWNERS") == 1
    assert "above line 3" in said
    assert "start the file .github/CODEOWNERS" in said
    assert links(made)["CODEOWNERS"] == "https://forge.example/edit/CODEOWNERS"


def test_one_line_for_a_folder_comes_before_those_of_its_pages() -> None:
    """With how many pages it adopts; the one with most of them first."""

    def adopted(path: str, folder: str) -> PageFacts:
        way = Adoption(f"/docs/{path}.md @your-team", "CODEOWNERS", folder=folder)
        return replace(page(path), adoption=way)

    few = adopted("z/1", "/docs/z/ @your-team")
    many = [adopted(f"a{number}", "/docs/* @your-team") for number in range(2)]
    made = html(handbook(few, *many, adopted("alone", "")))
    assert [e.text for e in elements(made) if "oss-copy" in e.classes][:3] == [
        "/docs/* @your-team",
        "/docs/z/ @your-team",
        "/docs/z/1.md @your-team",
    ]
    assert [e.words for e in of_class(made, "oss-folder")] == [
        "All 2 pages of a folder with one line:",
        "All 1 pages of a folder with one line:",
    ]
    assert len([e for e in elements(made) if e.tag == "h3"]) == 1


def test_a_repo_stands_once_in_the_list() -> None:
    """Also where its pages are adopted in several ways; and a contribution page that is no file is not in it."""
    way = Adoption("/docs/a.md @your-team", "CODEOWNERS")
    a, b, c = (replace(page(name), adoption=way) for name in "abc")
    strange = page("[x]")  # no line can name it
    made_page, written = page("made", kind="guide"), page("written", kind="guide")
    book = handbook(a, strange, b, c, made_page, written, page("z", repo="other"))
    with_files = replace(source("lib"), paths=frozenset({"docs/written.md"}))
    lib, other = book.repos
    made = html(replace(book, repos=(replace(lib, source=with_files), other)))
    assert [e.words for e in elements(made) if e.tag == "h3"] == ["lib 5", "other 1"]
    assert "written" in section(made, "unowned")
    assert "made" not in section(made, "unowned")
    assert "6 belong to nobody yet" in of_class(made, "oss-cover")[0].words


def test_the_rule_that_names_who_has_left_stands_beside_the_page() -> None:
    """Linked to where it is mended: in CODEOWNERS, or in the page that names them itself; as text where it has no URL."""
    ruled = Owners((EVE,), Rule("CODEOWNERS", 3, "* @eve", "https://forge.example/CODEOWNERS#L3"))
    itself = Owners((EVE,), Rule("docs/b.md", 0, "owner: @eve", "https://forge.example/view/b"))
    unlinked = Owners((EVE,), Rule("repos.yml", 0, "owner: @eve"))
    made = html(
        handbook(
            replace(page("a", edit="https://forge.example/edit/a"), owners=ruled),
            replace(page("b", edit="https://forge.example/edit/b"), owners=itself),
            replace(page("c", edit="https://forge.example/edit/c"), owners=unlinked),
            replace(page("d"), owners=Owners((EVE,), Rule("x", 1, "", "javascript:alert(1)"))),
        )
    )
    found = [(e.words, e.attributes.get("href")) for e in of_class(made, "oss-rule")]
    assert found == [
        ("CODEOWNERS:3", "https://forge.example/CODEOWNERS#L3"),
        ("docs/b.md", "https://forge.example/edit/b"),
        ("repos.yml", None),
        ("x:1", "#"),
    ]
    said = section(made, "orphaned")
    assert "Name there who looks after the page now." in said
    assert "Adopt it" not in said


def test_what_nothing_speaks_of_is_a_line_for_each_repo() -> None:
    """It is not the same as to have no owner: why it is not known, and what would say it."""
    reason = "the repo has no CODEOWNERS file, and no setting names an owner"
    made = html(handbook(page("a", unknown=reason), page("b", unknown=reason)))
    assert "lib 2 pages · the repo has no CODEOWNERS file" in section(made, "unknown")
    assert "no page is left to nobody" in section(made, "unowned")


def test_orphans_are_pages_of_which_all_owners_have_left() -> None:
    """A person on the day or before it, a team of which all have; not a team with one left, nor one without members."""
    book = handbook(
        page("eve", EVE),
        page("team-gone", GONE),
        page("both", EVE, GONE),
        page("one-there", EVE, ANA),
        page("team", TEAM),
        page("strange", STRANGE),
        page("memberless", Owner("@org/x", "x", "team")),
        page("later", Owner("@fin", "Fin", "person", left=date(2026, 6, 16))),
        page("guessed", EVE, inferred=True),
    )
    (group,) = coverage(book).orphaned
    assert [item.title for item in group.pages] == ["eve", "team-gone", "both"]
    said = section(html(book), "orphaned")
    assert "eve Eve (left on 15 June 2026)" in said
    assert links(html(book))["The old team"] == "../people/org-gone/"


def test_a_team_that_names_not_all_of_its_members_may_have_somebody() -> None:
    """Whoever is not to be named is neither counted away nor told of."""
    people = (Profile(EVE), Profile(GONE, has_unnamed=True), Profile(TEAM, has_unnamed=True))
    found = coverage(handbook(page("a", GONE), page("b", TEAM), people=people))
    assert found.orphaned == []
    assert found.alone == []


def test_what_hangs_on_one_person() -> None:
    """A repo of which one person answers for more than half, or a folder of it; single pages are counted."""
    book = handbook(
        page("a", ANA),
        page("b", TEAM),  # of which one has left
        page("c", ANA),
        page("d", MANY),
        page("x", MANY, repo="big"),
        page("y", MANY, repo="big"),
        page("z", MANY, repo="big"),
        page("decisions/1", ANA, repo="big"),
        page("decisions/2", ANA, repo="big"),
        page("single/1", ANA, repo="big"),
    )
    found = [
        (row.repo, row.folder, row.owner.name, row.count, row.total) for row in coverage(book).alone or ()
    ]
    assert found == [("big", "docs/decisions", "Ana", 2, 2)]
    book = handbook(page("a", ANA), page("c", ANA), page("d", MANY))
    found = [
        (row.repo, row.folder, row.owner.name, row.count, row.total) for row in coverage(book).alone or ()
    ]
    assert found == [("lib", "", "Ana", 2, 3)]
    assert "lib · 2 of 3 pages: Ana alone" in section(html(book), "alone")


@pytest.mark.parametrize(
    "pages",
    [
        (page("a", MANY),),
        (page("a", ANA, Owner("@bo", "Bo", "person")),),
        (page("a", STRANGE),),
        (page("a", Owner("@org/x", "x", "unknown")),),
        (page("a", Owner("@org/y", "y", "team", members=("@ana",), backups=("Bo",))),),
        (page("a", ANA, inferred=True),),
        (page("a"),),
    ],
)
def test_what_does_not_hang_on_one_person(pages: tuple[PageFacts, ...]) -> None:
    """Two owners, a team of two, a backup; and nobody of whom it is not certain that they are one person."""
    found = coverage(handbook(*pages))
    assert found.alone == []
    assert found.alone_elsewhere == 0


def test_a_backup_in_the_repos_settings_is_one() -> None:
    """`maintenance: {backups: …}` of repos.yml stands in for all of the repo."""
    assert coverage(handbook(page("a", ANA), backups=("@bo",))).alone == []


CONCERN = Concern(
    "owner-quiet", (ANA,), "lib", ("lib/a.md",), (Reason("changed", {"day": date(2020, 1, 1)}),)
)
SAID = (Reason("liveness-bus", {"name": "Ana", "orphans": 7, "count": 9}),)
LIVE: dict[str, Any] = {
    "concerns": (CONCERN, replace(CONCERN, is_strong=False), replace(CONCERN, kind="no-backup")),
    "factors": (
        BusFactor("lib", "", 1, 9, 7, 40, (Knower(ANA, 9, 7),), SAID),
        BusFactor("lib", "api", 1, 9, 7, 40, (), SAID),
    ),
}


def test_nothing_is_told_of_how_people_work_unless_the_settings_say_so() -> None:
    """`report`: what is declared, and nothing of who was at work; `off`: not that one person has it alone either."""
    book = page("a", ANA)
    report = html(handbook(book, liveness=Liveness(**LIVE)))
    assert "lib · 1 of 1 pages: Ana alone" in section(report, "alone")
    assert "Without Ana" not in report
    assert 'id="concerns"' not in report
    assert "2020" not in report
    off = html(handbook(book, liveness=Liveness(mode="off")))
    assert 'id="alone"' not in off
    assert "Ana" not in off
    public = html(handbook(book, liveness=Liveness(**LIVE, mode="banner")))
    assert section(public, "alone").count("Without Ana there would be nobody") == 1
    assert section(public, "concerns").count("It last changed on 1 January 2020.") == 1


def test_little_is_not_told_as_much() -> None:
    """A repo of few pages or commits is not said to be known by one person alone."""
    few = (
        BusFactor("lib", "", 1, 4, 4, 40, reasons=SAID),
        BusFactor("big", "", 1, 50, 40, 9, reasons=SAID),
        BusFactor("x", "", 2, 50, 40, 90),
    )
    book = handbook(page("a", ANA), liveness=Liveness(factors=few, mode="banner"))
    assert coverage(book).factors == ()


def test_nothing_to_show() -> None:
    """No pages: said in a sentence, with no empty list or filter."""
    made = html(handbook(page("index", kind="index")))
    assert "no page yet of which an owner could be known" in made
    assert "<form" not in made
    assert "<h2" not in made
    fine = html(handbook(page("a", MANY)))
    assert "<form" not in fine
    assert [e.words for e in elements(fine) if e.tag == "h2"] == [
        "At a glance",
        "Pages in search of an owner",
        "Pages whose owners have left",
        "What hangs on one person",
    ]


def test_many_pages() -> None:
    """5,000 pages without an owner of 200 repos: bars, a list that ends, and how many more there are."""
    made = html(handbook(*(page(f"p{n}", repo=f"r{n % 200}") for n in range(5000))))
    assert len(of_class(made, "oss-tiles")) == 61
    assert len([e for e in elements(made) if e.tag == "li" and "data-repo" in e.attributes]) == 1000
    assert made.count("are in <a") == 160
    assert len(made) < 1_000_000


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "{count} {0}"])
def test_names_stay_text(bad: str) -> None:
    """Titles, repos, names and reasons are text, also where they are attributes."""
    owner = Owner(bad, bad, "person", left=date(2020, 1, 1))
    pages = (page(bad, repo=bad), page(bad, owner, repo=bad), page("u", unknown=bad, repo="z"))
    made = html(handbook(*pages, people=(Profile(owner, "people/x.md"),)))
    assert not [e for e in elements(made) if e.tag == "script" or "onmouseover" in e.attributes]
    assert bad in of_class(made, "oss-page")[0].words


def test_in_another_language() -> None:
    """All of it is said in the language of the site."""
    made = html(handbook(page("a"), page("b", ANA), page("c", EVE)), language="fr")
    assert "Pages qui cherchent un responsable" in made
    assert "Pages in search" not in made
    assert of_class(made, "oss-page")[0].attributes["lang"] == "fr"
