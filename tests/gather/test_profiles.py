"""Who has a page of their own, and under which name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mkdocs_oss.gather.people import people, slugs
from mkdocs_oss.model import Origin, Owner, Owners, Page, PageFacts, Rule, Unknown
from mkdocs_oss.ownership import Roster
from mkdocs_oss.settings import PersonEntry, Settings, TeamEntry, TeamsFile
from mkdocs_oss.settings.schema import OwnershipOptions

HOSTILE = [
    "../../etc/passwd",
    "..",
    ".",
    "/",
    "//",
    "a/../b",
    "c:\\windows",
    "con",
    "index",
    "readme",
    "lpt1",
    "<script>alert(1)</script>",
    "a b\nc",
    "\x00",
    "\ud800",
    "%2e%2e%2f",
    "日本",
    "中文",
    "é",
    "e",
    "a-b",
    "a/b",
    "a.b",
    "a" * 500,
    "a" * 501,
    "",
]
TEAMS = TeamsFile(
    "teams.yml",
    {
        "@data/platform": TeamEntry(name="Platform", members=("@ana", "@hid", "@strange")),
        "@data/idle": TeamEntry(name="Idle"),
    },
    {
        "@ana": PersonEntry(name="Ana"),
        "@bo": PersonEntry(name="Bo"),
        "@cy": PersonEntry(name="Cy"),
        "@hid": PersonEntry(name="Hid", hidden=True),
    },
)


def test_a_name_is_never_a_path_and_never_shared() -> None:
    """Whatever a handle is: ASCII letters, digits and hyphens, of a length that a file can have."""
    found = slugs(HOSTILE)
    assert set(found) == set(HOSTILE)
    assert len(set(found.values())) == len(HOSTILE)
    for slug in found.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug), slug
        assert len(slug) <= 80
        assert slug not in ("index", "readme", "con", "lpt1")


def test_a_name_is_the_handle_where_it_can_be() -> None:
    """A handle that is a name already keeps it; one that only looks like it gives way."""
    assert slugs(["data/platform", "ana"]) == {"data/platform": "data-platform", "ana": "ana"}
    found = slugs(["a/b", "a-b"])
    assert found["a-b"] == "a-b"
    assert re.fullmatch("a-b-[0-9a-f]{6}", found["a/b"])


def test_a_name_does_not_hang_on_the_order() -> None:
    """The same handles have the same names at each build."""
    some = ["a/b", "a-b", "a.b", "é", "e", "con"]
    made = {tuple(sorted(slugs(order).items())) for order in itertools.permutations(some)}
    assert len(made) == 1


def found(
    *owned: tuple[str, ...],
    options: Any = "listed",
    files: Mapping[str, Path] | None = None,
    inferred: bool = False,
    teams: TeamsFile = TEAMS,
) -> dict[str, str | None]:
    """Handle → uri, of pages that have these owners."""
    roster = Roster(teams)
    pages = [
        PageFacts(
            Page(f"{n}.md", "T", "page", Origin("r", f"{n}.md", "c", worktree=False)),
            Unknown("x"),
            Owners(tuple(map(roster.owner, handles)), Rule("C", 1, "*"), inferred),
            None,
            None,
        )
        for n, handles in enumerate(owned)
    ]
    settings = Settings(frozenset({"ownership"}), ownership=OwnershipOptions(people=options))
    return {profile.owner.handle: profile.uri for profile in people(pages, roster, settings, files or {})}


def test_who_has_a_page() -> None:
    """Each team; of the people of teams.yml who own a page or are in a team; a handle that can only be a team's."""
    assert found(("@bo",), ("@org/x", "@zoe", "zoe@example.org")) == {
        "@data/platform": "people/data-platform.md",
        "@data/idle": "people/data-idle.md",
        "@ana": "people/ana.md",
        "@bo": "people/bo.md",
        "@cy": None,
        "@org/x": "people/org-x.md",
        "@zoe": None,
        "zoe": None,  # of the address, all before the @
    }


def test_a_role_is_nobody_who_could_have_a_page() -> None:
    """A role of GitLab's is neither among people nor among handles that teams.yml lacks."""
    assert found(("@@maintainer", "@zoe")).keys() - found(("@zoe",)).keys() == set()


@pytest.mark.parametrize("option", ["teams", "off", False])
def test_people_without_pages(option: Any) -> None:
    """`teams`: no person has one, and none of whom teams.yml says nothing is named. `off`, which YAML reads as false:
    nobody has one."""
    some = found(("@bo",), ("@org/x", "@zoe"), options=option)
    with_page = {handle for handle, uri in some.items() if uri}
    assert with_page == ({"@data/platform", "@data/idle", "@org/x"} if option == "teams" else set())
    assert "@zoe" not in some


def test_who_is_hidden_is_nobody() -> None:
    """Neither as an owner nor as a member; but a team knows that it has more members than it names."""
    roster = Roster(TEAMS)
    assert "@hid" not in found(("@hid",), ("@data/platform",))
    settings = Settings(frozenset({"ownership"}))
    (team, *_) = people([], roster, settings, {})
    assert team.owner.members == ("@ana", "@strange")
    assert team.has_unnamed


def test_who_is_only_inferred_owns_nothing() -> None:
    """To have worked on a page makes nobody an owner with a page of their own."""
    assert found(("@bo", "@org/x"), inferred=True)["@bo"] is None
    assert "@org/x" not in found(("@org/x",), inferred=True)


@pytest.mark.parametrize("place", ["people/bo.md", "people/bo/index.md", "people/bo/README.md"])
def test_the_handbooks_own_page_is_theirs(place: str) -> None:
    """Where the handbook has a page at somebody's place, it is the page about them."""
    assert found(("@bo",), files={place: Path("x")})["@bo"] == place


def test_without_the_part_there_is_nobody() -> None:
    """Ownership switched off: no profiles at all."""
    owner = Owner("@org/x", "x", "unknown")
    assert owner.key == "org/x"
    assert people([], Roster(TEAMS), Settings(frozenset({"freshness"})), {}) == ()


def test_a_person_who_left_still_has_a_page() -> None:
    """What they look after has to be found by somebody."""
    teams = TeamsFile("teams.yml", {}, {"@eve": PersonEntry(name="Eve", left=date(2020, 1, 1))})
    assert found(("@eve",), teams=teams) == {"@eve": "people/eve.md"}
