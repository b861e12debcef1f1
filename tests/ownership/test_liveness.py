"""Owners who have left, who have long not been at work on a page, and pages that others do: from values."""

from __future__ import annotations

from datetime import date

import pytest
from liveness_pages import PEOPLE, TEAMS, Work, commit, file, judged, page, said
from msgspec.structs import replace

from mkdocs_oss.model import PageFacts, Unknown
from mkdocs_oss.ownership import Roster
from mkdocs_oss.settings import TeamsFile

LONG_AGO, LATELY = "2024-03-03", "2026-05-02"
ELSEWHERE = page("other.md", ["@bo"], [("Ana", 1, LATELY), ("Bo", 1, LATELY)], repo="cleaning")
"""A page that tells that Ana and Bo were at work lately."""


# --- left -------------------------------------------------------------------------------------------------------


def test_an_owner_who_has_left_is_told_once_for_a_repo_with_who_could_be_asked() -> None:
    """One concern for all pages of the owner in the repo; of those who worked on them lately, the busiest first."""
    one = page("a.md", ["@dee"], [("Dee", 9, "2026-02-01"), ("Bo", 2, LATELY), ("Ana", 4, "2026-01-04")])
    two = page("b.md", ["@dee"], [("Dee", 9, "2026-02-01"), ("Zoe", 1, LATELY), ("Ana", 1, "2026-04-01")])
    (concern,) = judged(one, two).concerns
    assert concern.kind == "owner-left"
    assert concern.pages == ("a.md", "b.md")
    assert concern.reasons[0].code == "liveness-left"
    assert concern.reasons[0].values == {"name": "Dee", "count": 2, "day": date(2026, 3, 1)}
    assert [(each.who.name, each.why, each.commits) for each in concern.successors] == [
        ("Ana", "author", 5),
        ("Bo", "author", 2),
        ("Zoe", "author", 1),
    ]
    assert concern.successors[0].last == commit("Ana", "2026-04-01")


def test_whoever_leaves_tomorrow_has_not_left() -> None:
    """The day itself counts, and no day before it."""
    assert said(judged(page("a.md", ["@may"], [("May", 3, LATELY)]))) == []
    assert said(judged(page("a.md", ["@joe"], [("Joe", 3, LATELY)]))) == [("owner-left", ["@joe"], ["a.md"])]


def test_whoever_was_there_long_ago_is_not_asked() -> None:
    """Only who has worked on the pages within the same time."""
    old = page("a.md", ["@dee"], [("Dee", 9, "2026-02-01"), ("Bo", 5, LONG_AGO)])
    concern = judged(old, ELSEWHERE).concerns[0]
    assert (concern.kind, concern.successors) == ("owner-left", ())


def test_a_team_has_left_only_when_everybody_has() -> None:
    """One who is there is enough."""
    gone = page("a.md", ["@org/gone"], [("Dee", 3, "2026-02-01")])
    half = page("b.md", ["@org/half"], [("Dee", 3, "2026-02-01"), ("Cy", 1, LATELY)])
    found = judged(gone, half)
    assert said(found) == [("owner-left", ["@org/gone"], ["a.md"])]
    assert found.concerns[0].reasons[0].code == "liveness-left-all"
    assert found.concerns[0].reasons[0].values["day"] == date(2026, 3, 1)


def test_of_two_owners_the_one_who_has_left_is_told() -> None:
    """The other is no concern."""
    both = page("a.md", ["@dee", "@bo"], [("Dee", 3, "2026-02-01"), ("Bo", 3, LATELY)])
    assert said(judged(both)) == [("owner-left", ["@dee"], ["a.md"])]


def test_whoever_owns_the_pages_too_is_told_with_them() -> None:
    """Pages with another owner who is there are one concern apart, with who owns all of them."""
    pages = (
        page("a.md", ["@dee"], [("Dee", 3, "2026-02-01")]),
        page("b.md", ["@dee", "@bo", "@ana"], [("Bo", 3, LATELY)]),
        page("c.md", ["@bo", "@dee", "@joe"], [("Bo", 3, LATELY)]),
    )

    def told(*pages: PageFacts) -> list[tuple[tuple[str, ...], bool, list[str]]]:
        found = [each for each in judged(*pages).concerns if each.owners[0].handle == "@dee"]
        return [(each.pages, each.is_shared, [owner.name for owner in each.beside]) for each in found]

    assert told(*pages) == [(("a.md",), False, []), (("b.md", "c.md"), True, ["Bo"])]
    # One who is hidden is there, and is not named.
    assert told(page("d.md", ["@dee", "@hid"], [("Dee", 3, "2026-02-01")])) == [(("d.md",), True, [])]


# --- quiet ------------------------------------------------------------------------------------------------------


def test_an_owner_is_quiet_where_others_have_worked_since() -> None:
    """With the last work of the owner, who came after, and where the owner was seen last."""
    found = judged(page("a.md", ["@ana"], [("Ana", 3, LONG_AGO), ("Bo", 2, "2025-09-09")]), ELSEWHERE)
    (concern,) = [each for each in found.concerns if each.kind == "owner-quiet"]
    assert concern.is_strong
    assert concern.repo == "lib"
    assert [(reason.code, dict(reason.values)) for reason in concern.reasons] == [
        ("liveness-quiet", {"owners": "Ana", "count": 1, "day": date(2024, 3, 3)}),
        ("liveness-since", {"others": "Bo", "day": date(2025, 9, 9)}),
        ("liveness-seen", {"name": "Ana", "repo": "cleaning", "day": date(2026, 5, 2)}),
    ]
    assert [each.who.name for each in concern.successors] == ["Bo"]


def test_a_page_that_needed_nobody_is_told_last_and_softly() -> None:
    """Its owner is at work elsewhere, and nobody else has touched it: it may just be right."""
    found = judged(page("a.md", ["@ana"], [("Ana", 3, LONG_AGO)]), ELSEWHERE)
    (concern,) = [each for each in found.concerns if each.kind == "owner-quiet"]
    assert not concern.is_strong
    assert concern == found.concerns[-1]
    assert [reason.code for reason in concern.reasons][1:] == ["liveness-since-nobody", "liveness-seen"]


@pytest.mark.parametrize("work", [[("Bo", 2, LATELY), ("Cy", 2, "2026-04-01")], [("Bo", 2, LONG_AGO)]])
def test_who_looks_after_a_page_without_writing_it_is_told_softly(work: list[Work]) -> None:
    """Many review what others write: as long as they are at work somewhere, it is said last, and on no page."""
    found = judged(page("a.md", ["@ana"], work), ELSEWHERE)
    assert said(found) == [("owner-quiet", ["@ana"], ["a.md"])]
    (concern,) = [each for each in found.concerns if each.kind == "owner-quiet"]
    assert not concern.is_strong


def test_an_owner_who_was_seen_nowhere_for_long_is_quiet() -> None:
    """Also where nobody has touched the page since."""
    (concern,) = judged(page("a.md", ["@ana"], [("Ana", 3, LONG_AGO)])).concerns
    assert (concern.kind, concern.is_strong) == ("owner-quiet", True)


@pytest.mark.parametrize(
    "work",
    [
        [("Ana", 1, LATELY)],
        [("Ana <unlisted@home.example>", 1, LATELY), ("Ana", 1, LONG_AGO)],  # it may be her
        [("@ana <x@y.example>", 1, LATELY), ("Ana", 1, LONG_AGO)],
        [("Ána <x@y.example>", 1, LATELY), ("Ana", 1, LONG_AGO)],
        [("Ana", 1, "2025-06-16"), ("Bo", 7, LATELY)],  # twelve months less a day
    ],
)
def test_an_owner_who_was_at_work_is_not_quiet(work: list[Work]) -> None:
    """By a listed address, or by the same name or the handle, in whatever spelling."""
    assert not [each for each in said(judged(page("a.md", ["@ana"], work))) if each[0] == "owner-quiet"]


def test_work_on_the_code_is_work_on_the_page() -> None:
    """Whoever looks after a page looks after what it speaks of; the code's whole history must be there to tell."""
    old = [("Ana", 3, LONG_AGO)]
    one = page("a.md", ["@ana"], old, code=["src/a.py"])
    assert said(judged(one, files={"src/a.py": file(("Bo", LATELY), ("Ana", LATELY))})) == []
    assert said(judged(one, files={"src/a.py": file(("Bo", LATELY), is_whole=False)})) == []
    assert said(judged(one, files={"src/a.py": Unknown("shallow")})) == []
    found = judged(one, files={"src/a.py": file(("Bo", LATELY), ("Ana", "2024-08-08"))})
    assert said(found) == [("owner-quiet", ["@ana"], ["a.md"])]
    assert found.concerns[0].reasons[0].code == "liveness-quiet-code"
    assert found.concerns[0].reasons[0].values["day"] == date(2024, 8, 8)


def test_a_review_is_work() -> None:
    """By the owner, or by nobody knows whom; one by somebody else is not the owner's."""
    old = [("Ana", 3, LONG_AGO)]
    assert said(judged(page("a.md", ["@ana"], old, reviewed=("Ana", LATELY)))) == []
    assert said(judged(page("a.md", ["@ana"], old, reviewed=("", LATELY)))) == []
    assert len(said(judged(page("a.md", ["@ana"], old, reviewed=("Bo", LATELY))))) == 1
    assert len(said(judged(page("a.md", ["@ana"], old, reviewed=("Ana", "2024-05-05"))))) == 1


def test_whatever_touched_the_page_last_is_a_sign_of_who_did_it() -> None:
    """A change without substance too, but not one of a program."""
    old = [("Ana", 3, LONG_AGO)]
    assert said(judged(page("a.md", ["@ana"], old, touched=("Ana", LATELY)))) == []
    touched = page("a.md", ["@ana"], old, touched=("Ana[bot]", LATELY))
    assert said(judged(touched)) == [("owner-quiet", ["@ana"], ["a.md"])]


def test_a_young_page_is_not_judged() -> None:
    """Nobody can have left alone for a year what is not a year old."""
    young = page("a.md", ["@ana"], [("Bo", 3, LATELY)], created=("Bo", "2025-09-09"))
    assert said(judged(young, page("b.md", ["@bo"], [("Ana", 1, LONG_AGO), ("Bo", 1, LATELY)]))) == []


def test_what_is_not_known_is_not_judged() -> None:
    """A shallow clone, an inferred owner, edits that are not committed, a page that is none of a repo's documents."""
    old = [("Ana", 3, LONG_AGO)]
    shallow = Unknown("the clone is shallow")
    edited = page("d.md", ["@ana"], old)
    origin = edited.page.origin
    assert not isinstance(origin, Unknown)
    edited = replace(edited, page=replace(edited.page, origin=replace(origin, blobs=("new",))))
    found = judged(
        page("a.md", ["@ana"], old, history=shallow),
        page("b.md", ["@ana"], old, inferred=True),
        page("c.md", ["@ana"], old, kind="api"),
        edited,
    )
    assert said(found) == []


def test_a_team_is_quiet_when_all_of_it_is() -> None:
    """One member at work on the page is enough, and a handle that teams.yml does not tell of may be anybody."""
    old: list[Work] = [("Ana", 3, LONG_AGO), ("Bo", 1, LONG_AGO)]
    assert said(judged(page("a.md", ["@org/docs"], old))) == [("owner-quiet", ["@org/docs"], ["a.md"])]
    assert said(judged(page("a.md", ["@org/docs"], [*old, ("Bo", 1, LATELY)]))) == []
    assert said(judged(page("a.md", ["@org/wide"], [*old, ("Zoe", 1, LATELY)]))) == []
    assert len(said(judged(page("a.md", ["@org/wide"], [*old, ("Cy", 1, LATELY)])))) == 1


def test_a_cycle_of_teams_ends() -> None:
    """Each member counts once, whatever the way to them."""
    assert len(said(judged(page("a.md", ["@org/ring"], [("Ana", 3, LONG_AGO)])))) == 1
    assert said(judged(page("a.md", ["@org/ring"], [("Ana", 3, LONG_AGO), ("Bo", 1, LATELY)]))) == []


def test_of_two_owners_one_at_work_is_enough() -> None:
    """And one of whom nothing is known may be at work."""
    work: list[Work] = [("Ana", 3, LONG_AGO), ("Bo", 1, LATELY)]
    assert said(judged(page("a.md", ["@ana", "@bo"], work))) == []
    assert said(judged(page("a.md", ["@ana", "@org/unheard-of"], work))) == []


def test_a_date_in_the_future_makes_nobody_alive_for_ever() -> None:
    """It counts as the newest day of its repo that is not in the future."""
    old = page("a.md", ["@ana"], [("Ana", 3, "2100-01-01"), ("Bo", 1, LONG_AGO)])
    (concern,) = [each for each in judged(old).concerns if each.kind == "owner-quiet"]
    assert concern.reasons[0].values["day"] == date(2024, 3, 3)
    busy = page("b.md", ["@bo"], [("Bo", 1, LATELY)])
    assert said(judged(old, busy)) == []
    born = page("c.md", ["@ana"], [("Ana", 3, "2100-01-01")], created=("Ana", "2100-01-01"))
    assert said(judged(born)) == []


# --- elsewhere --------------------------------------------------------------------------------------------------


def test_somebody_else_does_the_work() -> None:
    """The owner has hardly a part in it, and one other person most of it."""
    work: list[Work] = [("Bo", 12, LATELY), ("Cy", 3, LATELY), ("Ana", 1, "2025-12-01")]
    (concern,) = judged(page("a.md", ["@ana"], work)).concerns
    assert concern.kind == "owner-elsewhere"
    assert concern.reasons[0].values == {
        "owners": "Ana",
        "others": "Bo",
        "count": 1,
        "own": 1,
        "total": 16,
        "theirs": 12,
    }
    assert [each.who.name for each in concern.successors] == ["Bo", "Cy"]


@pytest.mark.parametrize(
    ("owners", "work"),
    [
        (["@ana"], [("Bo", 12, LATELY), ("Ana", 2, "2025-12-01")]),  # more than a tenth
        (["@ana"], [("Bo", 4, LATELY)]),  # too little to tell
        (["@ana"], [("Bo", 5, LATELY), ("Cy", 5, LATELY), ("Zoe", 5, LATELY), ("Ana", 1, "2025-12-01")]),
        (["@ana"], [("Bo", 20, "2026-01-01"), ("Ana", 1, LATELY)]),  # she has taken over
        (["@ana"], [("Dee", 20, "2026-02-01"), ("Ana", 1, "2026-01-01")]),  # who did it has left
        (["@ana", "@bo"], [("Bo", 20, LATELY), ("Ana", 1, "2025-12-01")]),
        (["@org/docs"], [("Bo", 20, LATELY), ("Ana", 1, "2025-12-01")]),
        (["@org/wide"], [("Zoe", 20, LATELY), ("Ana", 1, "2025-12-01")]),  # Zoe may be of the team
        (["@org/veil"], [("Hid", 20, LATELY), ("Ana", 1, "2025-12-01")]),
        (["@ana"], [("Hid", 20, LATELY), ("Ana", 1, "2025-12-01")]),  # is not named
        (["@unheard-of"], [("Bo", 20, LATELY)]),
    ],
)
def test_owners_who_do_the_work_or_may_are_left_alone(owners: list[str], work: list[Work]) -> None:
    """Nothing is said where it is not plain."""
    kinds = {kind for kind, _, _ in said(judged(page("a.md", owners, work), ELSEWHERE))}
    assert "owner-elsewhere" not in kinds


# --- nobody to stand in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owners", "more", "told"),
    [
        (["@ana"], {}, True),
        (["@org/half"], {}, True),  # of whom one has left
        (["@ana", "@bo"], {}, False),
        (["@org/docs"], {}, False),
        (["@org/kept"], {}, False),
        (["@ana"], {"backups": {"lib": ["@bo"]}}, False),
        (["@ana"], {"backups": {"lib": ["@dee"]}}, True),  # who has left
        (["@ana"], {"backups": {"lib": ["@ana"]}}, True),
        (["@org/wide"], {}, False),
        (["@org/veil"], {}, False),
        (["@hid"], {}, False),
        (["@unheard-of"], {}, False),
    ],
)
def test_nobody_stands_in(owners: list[str], more: dict[str, dict[str, list[str]]], told: bool) -> None:
    """For a person alone, and for a team of which one is left; not where more may be there."""
    work: list[Work] = [("Ana", 3, LATELY), ("Cy", 3, LATELY), ("Bo", 3, LATELY)]
    found = judged(page("a.md", owners, work), **more)
    assert [each.kind for each in found.concerns] == ["no-backup"] * told


# --- hidden people, and what cannot be told ----------------------------------------------------------------------


def test_whoever_is_hidden_is_never_named() -> None:
    """Neither as an owner, nor as one who could be asked, nor as one who knows the pages."""
    work: list[Work] = [("Hid", 20, LATELY), ("Dee", 1, "2026-01-01")]
    pages = [page(f"{n}.md", ["@hid" if n % 2 else "@dee"], work) for n in range(8)]
    found = judged(*pages, backups={"lib": ["@hid"]})
    assert said(found) == [("owner-left", ["@dee"], ["0.md", "2.md", "4.md", "6.md"])]
    assert found.concerns[0].successors == ()
    assert "Hid" not in str(found)
    assert "@hid" not in str(found)


def test_a_team_with_a_hidden_member_is_not_judged() -> None:
    """What they do is in no history, so whether the team is quiet cannot be told."""
    assert said(judged(page("a.md", ["@org/veil"], [("Ana", 3, LONG_AGO)]))) == []


def test_nobody_else_is_said_only_where_nobody_touched_the_page() -> None:
    """Somebody who is not to be named may have, or a program."""
    unnamed = Roster(TeamsFile("", {}, PEOPLE)).unnamed.instead
    touched = page("a.md", ["@ana"], [("Ana", 3, LONG_AGO)], touched=(f"{unnamed} <>", LATELY))
    (concern,) = judged(touched).concerns
    assert [reason.code for reason in concern.reasons] == ["liveness-quiet", "liveness-seen"]
    assert concern.successors == ()


def test_of_whom_nothing_is_known_is_listed_once() -> None:
    """A team that teams.yml does not have, a person whom no history knows; an address is not shown whole."""
    work: list[Work] = [("Bo", 3, LATELY)]
    found = judged(
        page("a.md", ["@org/unheard-of", "@bo"], work),
        page("b.md", ["@org/unheard-of"], work),
        page("c.md", ["zoe@example.org"], work),
        page("d.md", ["@ana"], work),
    )
    assert found.unknown == ("@ana", "@org/unheard-of", "zoe")
    assert said(found) == []


def test_links_lead_to_the_commits() -> None:
    """Each piece of evidence has the commit that it rests on, where the forge is known."""
    found = judged(
        page("a.md", ["@ana"], [("Ana", 3, LONG_AGO), ("Bo", 2, LATELY)]),
        teams=TEAMS,
        link=lambda repo, sha: f"https://git.example.org/{repo}/{sha}",
    )
    assert [[link.url for link in reason.links] for reason in found.concerns[0].reasons] == [
        ["https://git.example.org/lib/ana2024-03-03"],
        ["https://git.example.org/lib/bo2026-05-02"],
        ["https://git.example.org/lib/ana2024-03-03"],
    ]
