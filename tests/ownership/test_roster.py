"""Who is behind a handle or behind an author of git."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from mkdocs_oss.model import Link, Owner, Owners, Rule
from mkdocs_oss.ownership import Roster
from mkdocs_oss.ownership.unnamed import Unnamed
from mkdocs_oss.settings import PersonEntry, TeamEntry, TeamsFile

PEOPLE = {
    "@ana": PersonEntry(name="Ana Ruiz", emails=("ana@example.org",)),
    "@bo": PersonEntry(name="Bo Lund"),
    "@cy": PersonEntry(name="Cy", emails=("cy@example.org",), hidden=True),
    "@dee1": PersonEntry(name="Dee"),
    "@dee2": PersonEntry(name="Dee"),
}


@pytest.mark.parametrize(
    ("name", "mail", "handle"),
    [
        ("A. Ruiz", "ANA@example.org", "@ana"),
        ("whoever", "123+bo@users.noreply.github.com", "@bo"),
        ("whoever", "123-bo@users.noreply.gitlab.com", "@bo"),
        ("bo lund", "bo@home.example", "@bo"),
        ("Ana Ruiz", "other@example.org", ""),  # teams.yml says which addresses are hers
        ("Dee", "dee@example.org", ""),  # two people of that name
        ("Zoe", "", ""),
    ],
)
def test_an_author_is_found_by_address_by_the_forges_address_and_by_name(
    name: str, mail: str, handle: str
) -> None:
    """A name tells only where nothing better is said and where it is one person's."""
    found = Roster(TeamsFile("", {}, PEOPLE)).worker(name, mail)
    assert found is not None
    assert found.handle == handle
    assert found.name == (PEOPLE[handle].name if handle else name)


def test_who_is_hidden_is_no_worker() -> None:
    """One key leaves a person out."""
    assert Roster(TeamsFile("", {}, PEOPLE)).worker("Cy", "cy@example.org") is None


def test_members_of_teams_in_a_team_are_its_members_and_a_cycle_ends() -> None:
    """Each person counts once."""
    teams = {
        "@org/a": TeamEntry(members=("@ana", "@org/b")),
        "@org/b": TeamEntry(members=("@bo", "@ana", "@org/a")),
    }
    roster = Roster(TeamsFile("", teams, PEOPLE))
    assert {member.handle for member in roster.members("@org/a")} == {"@ana", "@bo"}
    assert set(roster.owner("org/B").members) == {"@ana", "@bo"}
    assert roster.members("@ana") == ()


def test_contacts_are_said_in_the_language_of_the_site() -> None:
    """Each link has its word; a team's issues and rota and a person's own address are among them."""
    team = TeamEntry(
        chat="https://c.example", issues="https://i.example", rota="https://r.example", email="t@x.org"
    )
    teams = TeamsFile("", {"@org/t": team}, {"@ana": PersonEntry(email="ana@x.org")})
    assert Roster(teams).owner("@org/t").contacts == (
        Link("Chat", "https://c.example"),
        Link("Ask or report", "https://i.example"),
        Link("On call", "https://r.example"),
        Link("Mail", "mailto:t@x.org"),
    )
    german = Roster(teams, language="de").owner("@org/t").contacts
    assert [link.label for link in german] == ["Chat", "Fragen und melden", "Bereitschaft", "Mail"]
    assert Roster(teams).owner("@ana").contacts == (Link("Mail", "mailto:ana@x.org"),)


def test_who_has_left_by_today_is_neither_present_nor_a_backup() -> None:
    """A last day that is still to come changes nothing yet; the handle stays a member's."""
    people = {"@old": PersonEntry(name="Old", left=date(2026, 3, 1)), "@new": PersonEntry(name="New")}
    teams = {"@org/t": TeamEntry(members=("@old", "@new", "@free"), backups=("@old", "@new"))}
    file = TeamsFile("", teams, people)
    after = Roster(file, today=date(2026, 3, 1)).owner("@org/t")
    assert (after.present, after.backups) == (("New", "free"), ("New",))
    assert after.members == ("@old", "@new", "@free")
    before = Roster(file, today=date(2026, 2, 28)).owner("@org/t")
    assert (before.present, before.backups) == (("Old", "New", "free"), ("Old", "New"))


def test_people_who_stand_in_for_each_other() -> None:
    """They are named, and asking ends."""
    people = {"@a": PersonEntry(backups=("@b",)), "@b": PersonEntry(name="Bo", backups=("@a", "@b"))}
    roster = Roster(TeamsFile("", {}, people))
    assert roster.owner("@a").backups == ("Bo",)
    assert roster.owner("@b").backups == ("a", "Bo")


HIDDEN = TeamsFile(
    "",
    {"@org/t": TeamEntry(members=("@mark", "@bo"), backups=("@mark", "mark@x.org"))},
    {
        "@mark": PersonEntry(name="Mark Twist", emails=("mark@x.org",), hidden=True),
        "@bo": PersonEntry(name="Bo"),
        "@solo": PersonEntry(name="Will", hidden=True),
    },
)


def test_of_who_leaves_later_nothing_is_said_before_the_day() -> None:
    """Whoever has announced that they leave is still there, and their pages do not tell on them."""
    teams = {"@org/t": TeamEntry(members=("@ana",))}
    people = {"@ana": PersonEntry(name="Ana", left=date(2026, 6, 30), backups=("@org/t",))}
    before = Roster(TeamsFile("", teams, people), today=date(2026, 6, 29))
    on_the_day = Roster(TeamsFile("", teams, people), today=date(2026, 6, 30))
    assert before.owner("@ana").left is None
    assert before.owner("@ana").backups == ("t",)
    assert before.owner("@org/t").present == ("Ana",)
    assert on_the_day.owner("@ana").left == date(2026, 6, 30)
    assert on_the_day.owner("@org/t").present == ()


def test_a_team_that_everybody_has_left_stands_in_for_nobody() -> None:
    """Nor is it promised to review; whoever is not to be named, or is not in the file, may be there."""
    teams = {
        "@org/gone": TeamEntry(members=("@bo", "@org/empty")),
        "@org/empty": TeamEntry(),
        "@org/hidden": TeamEntry(members=("@bo", "@mark")),
        "@org/more": TeamEntry(members=("@bo", "@unlisted")),
    }
    day = date(2026, 1, 31)
    people = {
        "@bo": PersonEntry(name="Bo", left=day),
        "@mark": PersonEntry(hidden=True, left=day),
        "@ana": PersonEntry(name="Ana", backups=("@org/gone", "@org/empty", "@org/hidden", "@org/more")),
    }
    roster = Roster(TeamsFile("", teams, people), today=day)
    assert roster.owner("@ana").backups == ("empty", "hidden", "more")
    owners = tuple(map(roster.owner, teams))
    assert [owner.name for owner in Owners(owners, Rule("f", 1, "")).reviewers] == ["empty", "hidden", "more"]


@pytest.mark.parametrize("handle", ["@mark", "MARK", "mark@x.org", "Mark Twist", "@solo"])
def test_a_hidden_owner_has_words_for_a_name_and_no_handle(handle: str) -> None:
    """By whatever they are named in CODEOWNERS, front matter or a project's file."""
    who = Roster(HIDDEN).owner(handle)
    assert who == Owner("", "someone who is not named here", "person", is_hidden=True)
    assert Roster(HIDDEN, language="de").owner(handle).name == "jemand, der hier nicht genannt wird"


def test_a_hidden_person_is_no_member_and_no_backup_that_is_named() -> None:
    """Whoever asks for the members themselves is told that there is someone."""
    roster = Roster(HIDDEN)
    team = roster.owner("@org/t")
    assert (team.members, team.present, team.backups) == (("@bo",), ("Bo",), ())
    assert [member.is_hidden for member in roster.members("@org/t")] == [True, False]
    assert roster.worker("Mark Twist", "elsewhere@x.org") is None


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("CODEOWNERS: * @mark @bo", "CODEOWNERS: * _ @bo"),
        ("/docs/mark/ @mark", "/docs/mark/ _"),
        ("/mark.md @MARK, mark@x.org", "/mark.md _, _"),
        ("approvers: mark", "approvers: _"),
        ("authors: mark twist, Bo", "authors: _, Bo"),
        ("Will, where there is a will", "_, where there is a will"),
        ("@markus marks @mark-up remark", "@markus marks @mark-up remark"),
        ("notmark@x.org, mark@x.org.uk", "notmark@x.org, _@x.org.uk"),
        ("@org/mark", "@org/mark"),
    ],
)
def test_texts_without_the_hidden(text: str, without: str) -> None:
    """Name, handle and address go, and what only looks alike stays."""
    unnamed = Roster(HIDDEN).unnamed
    assert unnamed.text(text) == without.replace("_", unnamed.instead)


def test_subjects_without_the_hidden() -> None:
    """A forge writes the handle into a path there."""
    unnamed = Roster(HIDDEN).unnamed
    assert unnamed.subject("Merge #3 from mark/fix") == f"Merge #3 from {unnamed.instead}/fix"
    assert unnamed.subject("Remarkable marks") == "Remarkable marks"
    assert unnamed.text("kiki said", also=["kiki"]) == f"{unnamed.instead} said"
    assert not Roster(TeamsFile()).unnamed


def _unnamed(handle: str, name: str) -> Unnamed:
    return Unnamed({handle: PersonEntry(name=name, hidden=True)}, "_")


@pytest.mark.parametrize(
    ("handle", "name", "text", "without"),
    [
        ("@a", "A", "A line of an owner, a page by @a", "A line of an owner, a page by _"),
        ("@zz9", "   ", "a  b, zz9", "a  b, _"),
        ("@", "", "a @ b", "a @ b"),
        ("@zz9", "An", "An owner, and Anna", "_ owner, and Anna"),
        ("@zz9", "José Ñu", "by Jose\u0301 N\u0303u, JOSÉ ÑU", "by _, _"),
        ("@zz9", "Yıldız Kaya", "by Yildiz Kaya", "by _"),
        ("@zz9", "李明", "由李明编写", "由_编写"),
        ("@zz9", "김민수", "김민수가 고침", "_가 고침"),
        ("@zz9", "Bo Lund", "Bo\u00a0lund's and BoLund", "_'s and BoLund"),
    ],
)
def test_names_of_all_kinds_in_texts(handle: str, name: str, text: str, without: str) -> None:
    """One letter and blanks change no word; both forms of an accent, and scripts without spaces, are the name."""
    assert _unnamed(handle, name).text(text) == without


def test_a_handle_of_one_letter_in_a_subject() -> None:
    """It is one after its `@`, and where a forge names a branch of theirs."""
    unnamed = _unnamed("@a", "A")
    assert unnamed.subject("Merge #3 from a/fix: a bug in a/b") == "Merge #3 from _/fix: a bug in a/b"


def test_a_name_they_commit_by_is_no_part_of_a_word() -> None:
    """Another name of theirs that is also the beginning of words takes nothing out of them."""
    assert _unnamed("@zz9", "Jo Lee").text("Join Jo, Jo!", also=["Jo"]) == "Join _, _!"


def test_a_name_in_another_form_is_theirs() -> None:
    """Git has the accents of a name in whichever form it was typed in."""
    assert _unnamed("@zz9", "José Ñu").has_name("Jose\u0301  N\u0303U")


@pytest.mark.parametrize("order", [1, -1])
def test_an_address_of_two_people_is_the_hidden_ones(order: int) -> None:
    """What they did is not credited to the other, whoever stands first."""
    both = {"@a1": PersonEntry(emails=("x@x.org",)), "@b1": PersonEntry(emails=("X@x.org",), hidden=True)}
    roster = Roster(TeamsFile("", {}, dict([*both.items()][::order])))
    assert roster.worker("X", "x@x.org") is None
    assert roster.owner("x@x.org").is_hidden


def test_a_thousand_hidden_people_cost_no_more_than_one() -> None:
    """A text that has none of their words is looked through once, not once for each of them."""
    people = {
        f"@h{at}": PersonEntry(name=f"Name{at} Last{at}", emails=(f"m{at}@x.org",), hidden=True)
        for at in range(1000)
    }
    unnamed = Unnamed(people, "_")
    text = "Changed by Bo and reviewed by Ana, of a certain length, as a sentence of evidence is. " * 4
    began = process_time()
    for _ in range(2000):
        assert unnamed.text(text) == text
    assert process_time() - began < 10
    assert unnamed.text("by NAME7 last7 and m8@x.org") == "by _ and _"


def test_a_role_of_gitlab_is_said_in_words_and_is_nobody() -> None:
    """`@@maintainer` is not `@maintainer`, unless a team of teams.yml is called just so."""
    people = {"@maintainer": PersonEntry(name="Max")}
    role = Roster(TeamsFile("", {}, people), language="de").owner("@@Maintainers")
    assert (role.name, role.kind) == ("Maintainer des Projekts", "unknown")
    assert role.key != Roster(TeamsFile("", {}, people)).owner("@maintainer").key
    described = Roster(TeamsFile("", {"@@maintainer": TeamEntry(name="Us")}, {}))
    assert described.owner("@@maintainer").name == "Us"
