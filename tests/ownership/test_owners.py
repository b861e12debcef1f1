"""Who answers for a page: the order of the sources, with the evidence, and who they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import Link, Owners, Unknown
from mkdocs_oss.ownership import Asked, RepoOwnership, Roster, front_matter_owners, resolve_owners
from mkdocs_oss.ownership.codeowners import parse_github
from mkdocs_oss.settings import TeamsFile, load_teams
from mkdocs_oss.settings.located_yaml import load_yaml

TEAMS = """\
teams:
  "@data/platform":
    name: Platform
    description: Keeps it running
    chat: https://chat.example.org/platform
    email: platform@example.org
    members: ["@ana"]
    backups: ["@data/science", "@bo"]
  data/science:
    name: Science
    backups: ["@data/platform"]
  "@data/bare": {}
people:
  "@ana":
    name: Ana Ruiz
    emails: [Ana@Example.org, ana@old.example.org]
    chat: https://chat.example.org/ana
  bo: {name: Bo, left: 2026-01-31}
"""


def roster(text: str = TEAMS) -> Roster:
    return Roster(load_teams(load_yaml(text, file="teams.yml")))


CODEOWNERS = parse_github(b"* @data/platform\n/free.md\n/docs/ @ana @ANA @ana\n", file="CODEOWNERS")


def resolved(
    path: str,
    *,
    meta: dict[str, Any] | None = None,
    rules: Any = CODEOWNERS,
    declared: tuple[str, ...] = ("@bo",),
) -> Owners | Unknown:
    asked = Asked(path, meta or {}, RepoOwnership(rules), (declared, "repos.yml:3"))
    return resolve_owners(asked, roster())


def who(owners: Owners | Unknown) -> tuple[list[str], str]:
    assert isinstance(owners, Owners)
    return [owner.handle for owner in owners.owners], f"{owners.rule}: {owners.rule.text}"


def test_front_matter_comes_first() -> None:
    """What the page itself says decides, and is the evidence."""
    assert who(resolved("docs/a.md", meta={"owner": "@bo"})) == (["bo"], "docs/a.md: owner: @bo")


def test_codeowners_comes_second() -> None:
    """Then the last matching rule, each owner once."""
    handles, evidence = who(resolved("docs/a.md"))
    assert handles[0] == "@ana"
    assert evidence == "CODEOWNERS:3: /docs/ @ana @ANA @ana"


def test_the_setting_comes_last() -> None:
    """Then what the settings say of the whole repo."""
    rules = parse_github(b"/docs/ @ana", file="CODEOWNERS")
    assert who(resolved("a.md", rules=rules)) == (["bo"], "repos.yml:3: owner: @bo")
    assert who(resolved("a.md", rules=None)) == (["bo"], "repos.yml:3: owner: @bo")


def test_a_rule_may_leave_a_path_without_an_owner() -> None:
    """A pattern without owners is an answer, and no setting overrules it."""
    assert who(resolved("free.md")) == ([], "CODEOWNERS:2: /free.md")


def test_no_rule_matches() -> None:
    """A CODEOWNERS that says nothing of a path leaves it without an owner, which is known."""
    rules = parse_github(b"/docs/ @ana", file="CODEOWNERS")
    assert who(resolved("a.md", rules=rules, declared=())) == ([], "CODEOWNERS: no rule matches")


def test_nothing_says_anything() -> None:
    """Without CODEOWNERS, setting and front matter, ownership is unknown and never `unowned`."""
    found = resolved("a.md", rules=None, declared=())
    assert found == Unknown("the repo has no CODEOWNERS file, and no setting names an owner")


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({}, None),
        ({"owner": "@a"}, ("owner", ("@a",))),
        ({"owner": " @a "}, ("owner", ("@a",))),
        ({"owner": ["@a", "@b"]}, ("owner", ("@a", "@b"))),
        ({"owners": ["@a"]}, ("owners", ("@a",))),
        ({"owners": "@a"}, ("owners", ("@a",))),
        ({"owner_slack": "#team-docs"}, ("owner_slack", ("#team-docs",))),
        ({"owner": "@a", "owner_slack": "#x"}, ("owner", ("@a",))),
        ({"owner": None, "owners": ["@b"]}, ("owners", ("@b",))),
        ({"owner": "", "owners": []}, None),
    ],
)
def test_forms_of_front_matter(meta: dict[str, Any], expected: object) -> None:
    """One handle or a list; GOV.UK's key means the same; empty values say nothing."""
    assert front_matter_owners(meta) == expected


@pytest.mark.parametrize(
    "value", [5, True, {"a": "b"}, ["@a", 5], ["@a", ""], "   ", [None], date(2026, 1, 1)]
)
def test_bad_front_matter_is_an_error(value: object) -> None:
    """What is no handle is told with its key, and CODEOWNERS decides meanwhile."""
    with pytest.raises(ValueError, match="`owners` must be a handle or a list of handles"):
        front_matter_owners({"owners": value})
    assert who(resolved("free.md", meta={"owners": value}))[0] == []


LINKS = (
    "javascript:alert(1)",
    "JavaScript :alert(1)",
    "https://x.example/a",
    "mailto:ana@example.org",
    "data:text/html,x",
    "//x.example",
    "x-y+z.w:1",
    "see https://x.example",
)


@pytest.mark.parametrize("word", [*LINKS, "@a\n@b", "\x1b[2J", "@a\u202eb", "@" + "a" * 200])
@pytest.mark.parametrize("key", ["owner", "owners", "owner_slack"])
def test_what_can_be_no_owner(key: str, word: str) -> None:
    """A link, or what would break a line, is no owner: it is told with its key, and CODEOWNERS decides meanwhile."""
    with pytest.raises(ValueError, match=f"^`{key}` (is a link|has line breaks|is longer)") as caught:
        front_matter_owners({key: ["@a", word]})
    assert word not in str(caught.value)
    assert who(resolved("docs/a.md", meta={key: word}))[0] == ["@ana"]


@pytest.mark.parametrize(
    "word",
    [
        "Ana Ruiz",
        "platform-team",
        "#slack-channel",
        "@org/team",
        "ana@example.org",
        "group:default/docs",
        "user:ana",
        "Team: Docs",
        "山田　太郎",
        "O'Neil, J. (Docs)",
        "@work/team:random(2)",
        "R&D / Docs",
    ],
)
def test_names_of_any_kind_are_owners(word: str) -> None:
    """Handles, channels, references and plain names in any script go on to be what they are."""
    assert front_matter_owners({"owner": word}) == ("owner", (word,))


@pytest.mark.parametrize("handle", ["@data/platform", "data/platform", "@DATA/Platform", "@data/PLATFORM"])
def test_handles_match_in_any_case(handle: str) -> None:
    """Neither case nor a leading @ make another team."""
    owner = roster().owner(handle)
    assert (owner.name, owner.kind, owner.description) == ("Platform", "team", "Keeps it running")
    assert owner.contacts == (
        Link("Chat", "https://chat.example.org/platform"),
        Link("Mail", "mailto:platform@example.org"),
    )


@pytest.mark.parametrize("handle", ["@ana", "ANA", "ana@example.org", "ANA@OLD.example.org"])
def test_people_by_handle_or_mail(handle: str) -> None:
    """A mail address of CODEOWNERS leads to the person, and is not shown."""
    owner = roster().owner(handle)
    assert (owner.handle, owner.name, owner.kind) == ("@ana", "Ana Ruiz", "person")
    assert "example.org" not in str([owner.name, owner.handle, owner.description])
    assert owner.contacts == (Link("Chat", "https://chat.example.org/ana"),)


def test_who_left() -> None:
    """The day a person left is part of who they are."""
    assert roster().owner("@bo").left == date(2026, 1, 31)


def test_backups_that_name_each_other() -> None:
    """Two teams that stand in for each other are named, once; who has left stands in for nobody."""
    assert roster().owner("@data/platform").backups == ("Science",)
    assert roster().owner("@data/science").backups == ("Platform",)
    own = roster("teams: {a: {backups: [a]}}")
    assert own.owner("a").backups == ("a",)


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("@nobody", "nobody"),
        ("@org/team", "org/team"),
        ("#docs", "docs"),
        ("@", "@"),
        ("secret@example.org", "secret"),
    ],
)
def test_handles_that_no_file_knows(handle: str, name: str) -> None:
    """They stand for themselves, without the domain of a mail address."""
    owner = roster().owner(handle)
    assert (owner.name, owner.kind, owner.contacts) == (name, "unknown", ())


def test_a_team_without_a_name() -> None:
    """Its handle's last part is its name."""
    assert roster().owner("@data/bare").name == "bare"
    assert Roster(TeamsFile()).owner("@x").name == "x"


@pytest.mark.parametrize(
    "chat",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//x",
        "https://",
        "chat.example.org",
        'https://x/\\"><script>',
    ],
)
def test_a_chat_that_is_no_web_address_is_refused(chat: str) -> None:
    """Only http and https links become links; the error has its file, line and key."""
    text = f'teams:\n  "@a":\n    chat: "{chat}"\n'
    with pytest.raises(SettingsError, match=r"^teams\.yml:3: chat: .* is not an http or https URL; write"):
        roster(text)


def test_a_mail_that_is_none_is_refused() -> None:
    """A team's address becomes a link only where it is one, and nothing else rides along."""
    with pytest.raises(SettingsError, match=r"^teams\.yml:1: email: .* is not a mail address; write"):
        roster("teams: {a: {email: 'x?cc=y@example.org'}}")
