"""What is odd in teams.yml is told with its line and a remedy."""

from __future__ import annotations

from mkdocs_oss.ownership import lint_teams
from mkdocs_oss.settings import load_teams
from mkdocs_oss.settings.located_yaml import load_yaml


def odd(text: str) -> list[tuple[str, str, str]]:
    """(code, where, what) of each oddity."""
    found = lint_teams(load_teams(load_yaml(text, file="teams.yml")))
    return [(each.code, each.where, each.what) for each in found]


def test_a_cycle_of_teams_is_named_once() -> None:
    """From the team that stands first, at the line that closes the ring."""
    text = 'teams:\n  "@o/a":\n    members: ["@o/b"]\n  "@o/b":\n    members:\n    - x\n    - "@O/C"\n  "@o/c": {members: ["o/a", "@o/b"]}\n'
    assert odd(text) == [
        ("teams-cycle", "teams.yml:8", "members: a team is in itself: @o/a → @o/b → @o/c → @o/a"),
        ("teams-cycle", "teams.yml:8", "members: a team is in itself: @o/b → @o/c → @o/b"),
    ]
    assert odd("teams: {a: {members: [a]}}") == [
        ("teams-cycle", "teams.yml:1", "members: a team is in itself: a → a")
    ]


def test_a_team_in_two_others_is_no_cycle() -> None:
    """Only a way back is one; a chain of thousands is none."""
    assert odd("teams: {a: {members: [b, c]}, b: {members: [c]}, c: {}}") == []
    chain = "".join(f"  t{at}: {{members: [t{at + 1}]}}\n" for at in range(3000))
    assert odd(f"teams:\n{chain}  t3000: {{}}\n") == []


def test_handles_that_the_file_does_not_know() -> None:
    """Members and backups of teams, backups of people; an address is not told whole."""
    text = """\
teams:
  "@o/a":
    members: ["@ana", "ana@x.org", "@gone"]
    backups: ["@o/A", "lost@x.org"]
people:
  "@ana":
    emails: [ana@x.org]
    backups: ["@who"]
"""
    assert odd(text) == [
        ("teams-unknown", "teams.yml:3", "members of @o/a: @gone is not in the file"),
        ("teams-unknown", "teams.yml:4", "backups of @o/a: lost is not in the file"),
        ("teams-unknown", "teams.yml:8", "backups of @ana: @who is not in the file"),
    ]
    assert odd('teams: {"@o/a": {members: ["@gone"]}}') == []  # it lists no people at all


def test_what_stands_twice() -> None:
    """A handle in another case, as team and person, and an address of two people, which is not told."""
    text = """\
teams:
  "@Ana": {}
people:
  "@ana": {emails: [ana@x.org]}
  "ANA": {}
  "@bo":
    emails:
    - bo@x.org
    - ANA@x.org
"""
    assert odd(text) == [
        ("teams-twice", "teams.yml:4", "people: @ana stands twice, first in teams (line 2)"),
        ("teams-twice", "teams.yml:5", "people: ANA stands twice, first in teams (line 2)"),
        ("teams-twice", "teams.yml:9", "emails of @bo: @ana (line 4) has the same address"),
    ]
