"""A teams.yml from what repos say: our own loader reads it, and whoever is one person stands in it once."""

from __future__ import annotations

from datetime import date
from time import process_time

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.ownership import Roster
from mkdocs_oss.ownership.teams_proposal import Named, Proposal, Wrote, propose
from mkdocs_oss.ownership.teams_yaml import proposal_yaml
from mkdocs_oss.settings import PersonEntry, TeamEntry, TeamsFile, load_teams
from mkdocs_oss.settings.located_yaml import load_yaml

SINCE, NOW, LONG_AGO = date(2025, 6, 15), date(2026, 6, 1), date(2020, 1, 1)
NOBODY = Roster(TeamsFile())


def read(proposal: Proposal) -> TeamsFile:
    return load_teams(load_yaml(proposal_yaml(proposal), file="teams.yml"))


def test_teams_and_people_with_what_says_so() -> None:
    """The whole file, as it is printed."""
    named = [
        Named("@data/platform-team", "CODEOWNERS:1 of lib"),
        Named("@DATA/platform-team", "CODEOWNERS:2 of hub"),
        Named("@@maintainer", "CODEOWNERS:3 of hub"),
        Named("@ana", "CODEOWNERS:4 of hub"),
        Named("cy@example.org", "CODEOWNERS:5 of hub"),
        Named("@group", "CODEOWNERS:6 of hub", may_be_group=True),
    ]
    wrote = [
        Wrote("Ana", "1+ana@users.noreply.github.com", 2, LONG_AGO),
        Wrote("Ana Ruiz", "ana@example.org", 40, NOW),
        Wrote("Cy", "cy@example.org", 1, LONG_AGO),
        Wrote("Old", "old@example.org", 9, LONG_AGO),
        Wrote("New: #1", "new@example.org", 5, NOW, 5),
        Wrote("Once", "once@example.org", 30, NOW, 4),
    ]
    mailmap = [("Ana Ruiz", ("ana@example.org", "1+ana@users.noreply.github.com"))]
    proposal = propose(named, wrote, mailmap, NOBODY, since=SINCE)
    assert (
        proposal_yaml(proposal)
        == """\
# What `mkdocs-oss doctor --teams` finds in CODEOWNERS, OWNERS, .mailmap and history.
# Edit it: it is yours from here on, and is never overwritten.
# The addresses under `emails` find people in history, and no page shows them. They may be deleted: whoever has
# none is found by handle and name.

teams:
  "@data/platform-team":
    # CODEOWNERS:1 of lib, CODEOWNERS:2 of hub
    name: "Platform team"
    members: []  # the repos do not say who is in it

people:
  "@ana":
    # CODEOWNERS:4 of hub; 42 changes of pages, last 2026-06-01
    name: "Ana Ruiz"
    emails: ["ana@example.org"]
  "@cy":
    # CODEOWNERS:5 of hub; 1 change of a page, last 2020-01-01
    # the handle is made up from an address or a name: mend it
    name: "Cy"
    emails: ["cy@example.org"]
  "@group":
    # CODEOWNERS:6 of hub
    # a GitLab group, if it is one, belongs under teams:
    emails: []  # no history of theirs is found
  "@new":
    # 5 changes of pages, last 2026-06-01
    # the handle is made up from an address or a name: mend it
    name: "New: #1"
    emails: ["new@example.org"]

# Left out, for they own nothing: 2 people with fewer than 5 changes of pages since 2025-06-15.
"""
    )
    assert read(proposal).people["@ana"].emails == ("ana@example.org",)
    assert read(proposal).teams["@data/platform-team"].members == ()


def test_who_is_one_person() -> None:
    """By the forge's address, by a name of two words, and by an address that begins with the handle; a guess is said."""
    wrote = [
        Wrote("Bo Lund", "bo@home.example", 1, NOW),
        Wrote("bo lund", "bo.lund@work.example", 1, NOW),
        Wrote("Max", "max@one.example", 5, NOW, 5),
        Wrote("Max", "max@two.example", 5, NOW, 5),
        Wrote("zed", "5-zed-x@users.noreply.gitlab.com", 5, NOW, 5),
    ]
    named = [Named("@BO", "CODEOWNERS:1 of hub"), Named("@max", "CODEOWNERS:2 of hub")]
    found = propose(named, wrote, [], NOBODY, since=SINCE).people
    assert [person.handle for person in found] == ["@BO", "@max", "@max-2", "@max-3", "@zed-x"]
    text = proposal_yaml(Proposal((), found, SINCE))
    assert "joined by name" in text
    assert "by the first part of an address" in text
    assert 'emails: ["bo.lund@work.example", "bo@home.example"]' in text
    assert text.count("the handle is made up") == 2  # two who may be @max


def test_whoever_the_file_has_is_not_proposed() -> None:
    """By handle, address, forge's address or name; who is hidden stays so."""
    people = {
        "@ana": PersonEntry(emails=("ana@example.org",)),
        "@bo": PersonEntry(name="Bo Lund"),
        "@cy": PersonEntry(emails=("cy@example.org",), hidden=True),
    }
    roster = Roster(TeamsFile("teams.yml", {"@data/team": TeamEntry()}, people))
    named = [Named("@Data/Team", "x"), Named("ANA", "x"), Named("cy@example.org", "x"), Named("@cy", "x")]
    wrote = [
        Wrote("A.", "Ana@example.org", 5, NOW, 5),
        Wrote("Bo Lund", "bo@home.example", 5, NOW, 5),
        Wrote("B", "7+bo@users.noreply.github.com", 5, NOW, 5),
        Wrote("C", "cy@example.org", 5, NOW, 5),
    ]
    found = propose(named, wrote, [("Cy", ("cy@example.org", "cy@old.example"))], roster, since=SINCE)
    assert not found
    more = propose([*named, Named("@dee", "CODEOWNERS:9 of lib")], wrote, [], roster, since=SINCE)
    assert [person.handle for person in more.people] == ["@dee"]
    assert "# Add to teams.yml what is right of it." in proposal_yaml(more, file="teams.yml")


def test_of_those_who_own_nothing_the_busiest_are_proposed() -> None:
    """At most 50 of those with 5 recent changes, and how many are left out; once they are in the file, it lacks nobody."""
    wrote = [Wrote(f"Ana {n}", f"a{n}@example.org", 100, NOW, n) for n in range(1, 61)]
    found = propose([Named("@a1", "CODEOWNERS:1 of lib")], wrote, [], NOBODY, since=SINCE)
    assert {person.name for person in found.people} == {"Ana 1", *(f"Ana {n}" for n in range(11, 61))}
    text = proposal_yaml(found)
    assert text.endswith(
        "\n# Left out, for they own nothing: 3 people with fewer than 5 changes of pages since 2025-06-15,"
        " and 6 people beyond the 50 who changed most.\n"
    )
    assert "a10@example.org" not in text
    there = TeamsFile("teams.yml", {}, read(found).people)
    assert not propose([Named("@a1", "CODEOWNERS:1 of lib")], wrote, [], Roster(there), since=SINCE)


_HOSTILE = st.text(max_size=25) | st.sampled_from(
    [
        '"',
        "\\",
        "a: b",
        "# x",
        "- y",
        "{a",
        "\n  hidden: true",
        "\u2028x",
        "\x00",
        "\udcff",
        "*a",
        "!!python/name:os",
        "'",
        "😀",
        "\x85",
    ]
)
_MAILS = st.tuples(_HOSTILE, _HOSTILE).map("@".join) | st.just("")


@settings(max_examples=300, deadline=None)
@given(
    named=st.lists(
        st.builds(Named, _HOSTILE | _MAILS | _HOSTILE.map("@{}".format), _HOSTILE, st.booleans()), max_size=5
    ),
    wrote=st.lists(
        st.builds(Wrote, _HOSTILE, _MAILS, st.just(5), st.just(NOW), st.integers(4, 5)), max_size=5
    ),
    mailmap=st.lists(st.tuples(_HOSTILE, st.lists(_MAILS, max_size=2).map(tuple)), max_size=3),
)
def test_whatever_they_are_called_the_file_is_read(
    named: list[Named], wrote: list[Wrote], mailmap: list[tuple[str, tuple[str, ...]]]
) -> None:
    """No name makes a line, a key or a person of its own, and the same is told the same again."""
    proposal = propose(named, wrote, mailmap, NOBODY, since=SINCE)
    text = proposal_yaml(proposal)
    teams = load_teams(load_yaml(text, file="teams.yml"))
    assert len(teams.teams) == len(proposal.teams)
    assert len(teams.people) == len(proposal.people)
    assert yaml.safe_load(text) is None or set(yaml.safe_load(text)) <= {"teams", "people"}
    assert not teams.hides_somebody
    for person, entry in zip(proposal.people, teams.people.values(), strict=True):
        assert entry.name == person.name
    assert proposal_yaml(propose(named, wrote, mailmap, NOBODY, since=SINCE)) == text


def test_a_large_mailmap_and_many_owners_take_no_square_of_time() -> None:
    """A .mailmap is anybody's file: four thousand addresses of one person, and as many people of one first part, of
    one name, and owners, are told in a second or two, where each with each would take minutes."""
    count = 4000
    chain = [(f"N {at}", (f"a{at}@one.example", f"a{at + 1}@one.example")) for at in range(count)]
    wrote = [
        *(Wrote(f"N{at}", f"info@x{at}.example", 5, NOW, 5) for at in range(count)),
        *(Wrote(f"A B{at // 2}", f"i{at}@two.example", 5, NOW, 5) for at in range(count)),
        *(Wrote(f"U{at}", f"u{at}@three.example", 1, NOW) for at in range(count)),
    ]
    named = [Named(f"@u{at}", f"CODEOWNERS:{at} of hub") for at in range(count)]
    began = process_time()
    found = propose(named, wrote, chain, NOBODY, since=SINCE)
    assert process_time() - began < 20
    assert len(found.people) + found.beyond == count + count // 2 + count
    assert found.people[-1].handle == "@u999"
