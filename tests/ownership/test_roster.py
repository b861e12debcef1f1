"""Who is behind a handle or behind an author of git."""

from __future__ import annotations

import pytest

from mkdocs_oss.ownership import Roster
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
