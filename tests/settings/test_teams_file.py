"""teams.yml: what it may say, and what is said of one that is wrong."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings import load_teams
from mkdocs_oss.settings.located_yaml import load_yaml

TEAMS = """\
teams:
  "@data/platform": {name: Platform, members: ["@ana"], chat: "https://x.org"}
people:
  "@ana": {name: Ana, emails: [ana@example.org], left: 2026-01-31}
"""


def test_a_whole_teams_file() -> None:
    """Teams and people by handle."""
    teams = load_teams(load_yaml(TEAMS, file="teams.yml"))
    assert teams.teams["@data/platform"].members == ("@ana",)
    assert teams.people["@ana"].left == date(2026, 1, 31)
    assert load_teams(load_yaml("", file="teams.yml")).teams == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("team: {}", r"^teams\.yml:1: unknown key 'team'; did you mean 'teams'\?"),
        ("teams:\n  a:\n    nam: x\n", r"^teams\.yml:3: unknown key 'nam'; did you mean 'name'\?"),
        ("people:\n  '@a.b[0]':\n    mail: x\n", r"^teams\.yml:3: unknown key 'mail'; did you mean 'email'\?"),
        ("teams: [a]", r"^teams\.yml:1: teams: expected a mapping, got a list"),
        ("[]", r"^teams\.yml:1: expected a mapping, got a list"),
        ("people:\n  a: Ana\n", r"^teams\.yml:2: people\.a: expected a mapping, got text"),
        ("people:\n  a:\n    left: soon\n", r"^teams\.yml:3: people\.a\.left: expected a date, got text; write it as 2026-03-31$"),
        ("people:\n  a:\n    left: 5\n", r"^teams\.yml:3: people\.a\.left: expected a date, got a whole number; write it as 2026-03-31$"),
        ("people:\n  a:\n    hidden: maybe\n", r"^teams\.yml:3: people\.a\.hidden: expected true or false, got text; write true or false$"),
        ("teams:\n  a:\n    members: '@lena'\n", r'^teams\.yml:3: teams\.a\.members: expected a list, got text; write a list: \["@lena"\]$'),
        ("teams:\n  a:\n    members: {b: c}\n", r"^teams\.yml:3: teams\.a\.members: expected a list, got a mapping; write a list: \[a, b\]$"),
        ("teams:\n  a:\n    name: [b]\n", r"^teams\.yml:3: teams\.a\.name: expected text, got a list; write text$"),
        ("people:\n  a:\n    emails: ana@example.org\n", r"^teams\.yml:3: people\.a\.emails: expected a list, got text"),
        ("people:\n  a:\n    chat: 'javascript:x'\n", r"^teams\.yml:3: chat: 'javascript:x' is not an http or https URL; write"),
        ("teams:\n  a:\n    rota: 'data:x'\n", r"^teams\.yml:3: rota: 'data:x' is not an http or https URL; write"),
        ("teams:\n  a:\n    issues: issues\n", r"^teams\.yml:3: issues: 'issues' is not an http or https URL; write"),
        ("people:\n  a:\n    email: 'a b'\n", r"^teams\.yml:3: email: 'a b' is not a mail address; write"),
        ("teams:\n  a:\n    email: 'a@x.org?bcc=b@x.org'\n", r"^teams\.yml:3: email: .* is not a mail address; write"),
    ],
)  # fmt: skip
def test_bad_teams_files(text: str, message: str) -> None:
    """The message has the place, what is wrong, and one next step."""
    with pytest.raises(SettingsError) as caught:
        load_teams(load_yaml(text, file="teams.yml"))
    assert re.search(message, str(caught.value)), str(caught.value)
