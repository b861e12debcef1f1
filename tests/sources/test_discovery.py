"""Repos that a folder or a forge lists: what may be written, and what a build makes of the lock."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import GitRepo
from sources.discovering import (
    entries,
    listing,
    one,
    repo_at,
)

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import Listing, Repo
from mkdocs_oss.settings import Settings
from mkdocs_oss.sources.discovery import resolve, with_discovered
from mkdocs_oss.sources.lock import read_listings, write_lock

pytestmark = pytest.mark.usefixtures("no_tokens")


def test_a_whole_entry() -> None:
    """Every key arrives; what is not of one repo alone is what each found repo takes."""
    text = """\
  - path: lab
  - discover:
      github: data-team
      url: https://GitHub.example.org/
      include: [lib-*, app]
      exclude: "*-archive"
      topics: docs
      archived: true
      forks: true
      token_env: TEAM_TOKEN
    section: Libraries
    owner: "@data/platform"
    policy: optional
    api: false
    docs: ./docs/
    maintenance: {status: maintained}
  - path: other
"""
    repos, (found,) = entries(text)
    assert [repo.name for repo in repos] == ["lab", "other"]
    assert (found.kind, found.group, found.url, found.place, found.index, found.where) == (
        "github", "data-team", "https://github.example.org",
        "github:https://github.example.org/data-team", 1, "repos.yml:3",
    )  # fmt: skip
    assert (found.include, found.exclude, found.topics) == (("lib-*", "app"), ("*-archive",), ("docs",))
    assert (found.archived, found.forks, found.token_env) == (True, True, "TEAM_TOKEN")
    takes = found.defaults
    assert (takes.section, takes.owners, takes.policy, takes.api, takes.docs, takes.forge) == (
        "Libraries", ("@data/platform",), "optional", False, "docs", "github",
    )  # fmt: skip
    assert takes.maintenance.status == "maintained"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("discover: {github: data-team}", "github:data-team"),
        ("discover: {gitlab: team/data}", "gitlab:team/data"),
        ("discover: {gitlab: /team/, url: 'http://git.example.org:8080/gitlab/'}", "gitlab:http://git.example.org:8080/gitlab/team"),
        ("discover: {gitea: lab, url: 'https://git.example.org'}", "gitea:https://git.example.org/lab"),
        ("discover: {folder: ../}", "folder:../"),
    ],
)  # fmt: skip
def test_places(text: str, place: str) -> None:
    """A group is named with its forge's address, unless that is the public one."""
    assert one(text).place == place


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("discover: {}", r"repos.yml:2: discover: nothing to list; give it one of `folder`, `github`"),
        ("discover: {github: a, gitlab: b}", r"repos.yml:2: discover: `discover` has `github` and `gitlab`; give"),
        ("discover: {githb: a}", r"repos.yml:2: unknown key 'githb'; did you mean 'github'\?"),
        ("discover: {github: a, topic: x}", r"repos.yml:2: unknown key 'topic'; did you mean 'topics'\?"),
        ("discover: github", r"repos.yml:2: repos.0.discover: expected a mapping, got text"),
        ("discover: {github: a, archived: maybe}", r"repos.yml:2: repos.0.discover.archived: expected true or false"),
        ("discover: {gitea: a}", r"repos.yml:2: discover.gitea: the forge's `url` is not given; add `url: https"),
        ("discover: {github: ../x}", r"repos.yml:2: discover.github: '../x' is no name of an organisation or user; write"),
        ("discover: {github: a/b}", r"discover.github: 'a/b' is no name of an organisation or user; write it as"),
        ("discover: {gitlab: a//b}", r"discover.gitlab: 'a//b' is no name of a group"),
        ("discover: {gitlab: 'a/../b'}", r"discover.gitlab: 'a/../b' is no name of a group"),
        ("discover: {github: a, url: 'file:///etc'}", r"discover.url: 'file:///etc' is not the address of a forge"),
        ("discover: {github: a, url: 'https://u:p4ss@x.org'}", r"discover.url: 'https://x.org' is not the address"),
        ("discover: {github: a, url: 'https://x.org?q=1'}", r"discover.url: 'https://x.org' is not the address"),
        ("discover: {github: a, token_env: 'ghp_a b'}", r"discover.token_env: not the name of an environment var"),
        ("discover: {folder: .., topics: [x]}", r"discover.topics: only a forge has it; take it out"),
        ("discover: {folder: .., token_env: X}", r"discover.token_env: only a forge has it; take it out"),
        ("{discover: {folder: ..}, name: x}", r"repos.yml:2: name: one repo's own key beside `discover`; write"),
        ("{discover: {folder: ..}, url: 'https://x.org/a'}", r"repos.yml:2: url: one repo's own key beside"),
        ("{discover: {folder: ..}, docs: ../x}", r"repos.yml:2: docs: '../x' is outside the repo"),
        ("{discover: {folder: ..}, policy: always}", r"repos.0.policy: .*; write one of: "),
    ],
)  # fmt: skip
def test_bad_entries(text: str, message: str) -> None:
    """Each names file, line, key and remedy, and repeats no secret."""
    with pytest.raises(SettingsError, match=message) as caught:
        one(text)
    assert "p4ss" not in str(caught.value)
    assert "ghp_a" not in str(caught.value)


def test_a_folder_of_checkouts(make_repo: Callable[..., GitRepo], tmp_path: Path) -> None:
    """Each checkout below it, by name, at the entry's place; not the handbook's own, no plain folder, no link."""
    for name in ("Zeta", "alpha", "beta-archive", "beta", "first", "last", ".hidden", "my repo"):
        make_repo(name)
    make_repo("handbook")
    (tmp_path / "plain").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "alpha")
    (tmp_path / "worktree").mkdir()
    (tmp_path / "worktree/.git").write_text("gitdir: ../alpha/.git/worktrees/worktree\n")
    hub = tmp_path / "handbook"
    text = """\
  - path: ../first
  - discover: {folder: .., exclude: "*-ARCHIVE"}
    section: Found
  - path: ../last
"""
    repos, discoveries = entries(text, hub)
    settings = Settings(frozenset({"repos"}), repos=repos, discoveries=discoveries)
    found, findings = with_discovered(settings, hub)
    assert [repo.name for repo in found.repos] == ["first", "alpha", "beta", "worktree", "Zeta", "last"]
    assert found.discoveries == ()
    assert found.repos[1] == Repo(
        "alpha", path=tmp_path / "alpha", written="../alpha", section="Found", where="repos.yml:3"
    )
    (finding,) = findings
    assert "'my repo' cannot be a repo's name; write it as an entry of its own" in str(finding)
    assert finding.severity == "note"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The build goes on; the finding says where and what to mend."""
    settings = Settings(frozenset({"repos"}), discoveries=(one("discover: {folder: gone}", tmp_path),))
    found, findings = with_discovered(settings, tmp_path)
    assert found.repos == ()
    assert [str(finding) for finding in findings] == [
        "folder:gone: repos.yml:2: it cannot be listed (No such file or directory); mend `folder:`"
    ]


def test_what_is_written_out_wins() -> None:
    """By its URL in any form, or by its name: no repo stands there twice, and nobody is told off."""
    text = """\
  - url: git@git.example.org:data/Cleaning
    name: other
  - discover: {gitea: data, url: https://git.example.org}
  - path: ../FORECAST
"""
    repos, (discovery,) = entries(text)
    settings = Settings(frozenset({"repos"}), repos=repos, discoveries=(discovery,))
    listed = listing(discovery, repo_at("cleaning"), repo_at("forecast"), repo_at("lab"))
    found, findings = resolve(settings, listed, hub=Path("/nowhere"))
    assert [repo.name for repo in found.repos] == ["other", "lab", "FORECAST"]
    assert findings == ()


def test_two_discoveries_with_one_name() -> None:
    """The first has it; a warning names both. The same repo found twice is no matter."""
    text = """\
  - discover: {gitea: data, url: https://git.example.org}
  - discover: {github: data, url: https://hub.example.org}
"""
    _, (first, second) = entries(text)
    settings = Settings(frozenset({"repos"}), discoveries=(first, second))
    listed = {
        **listing(first, repo_at("lab"), repo_at("tool")),
        **listing(second, repo_at("Lab", "hub.example.org"), repo_at("tool")),
    }
    found, (finding,) = resolve(settings, listed, hub=Path("/nowhere"))
    assert [repo.url for repo in found.repos] == [
        "https://git.example.org/data/lab.git", "https://git.example.org/data/tool.git",
    ]  # fmt: skip
    assert finding.severity == "warning"
    assert (
        "'Lab' (https://hub.example.org/data/Lab.git, the other: https://git.example.org/data/lab.git)"
        in (finding.message)
    )


@pytest.mark.parametrize(
    ("policy", "severity"), [("required", "error"), ("stale-ok", "warning"), ("optional", "note")]
)
def test_not_synced_yet(policy: str, severity: str) -> None:
    """A group that the lock does not have is a finding with the remedy; what it means is the policy's."""
    discovery = one(f"{{discover: {{github: data-team}}, policy: {policy}}}")
    settings = Settings(frozenset({"repos"}), discoveries=(discovery,))
    found, (finding,) = resolve(settings, {}, hub=Path("/nowhere"))
    assert found.repos == ()
    assert finding.severity == severity
    assert str(finding) == (
        "github:data-team: repos.yml:2: its repos are not in handbook.lock yet; run `mkdocs-oss sync`"
    )


def test_filters_hold_at_the_build_too() -> None:
    """A narrower filter works at once, over the list of the lock; a finding says that the list is not made for it."""
    wide = one("discover: {github: data-team, archived: true}")
    narrow = one("discover: {github: data-team, exclude: [old*], topics: [Docs]}")
    repos = (
        repo_at("a", topics=("docs",)),
        repo_at("b"),
        repo_at("old-a", topics=("docs",)),
        repo_at("c", archived=True),
    )
    settings = Settings(frozenset({"repos"}), discoveries=(narrow,))
    found, (finding,) = resolve(settings, listing(wide, *repos), hub=Path("/nowhere"))
    assert [repo.name for repo in found.repos] == ["a"]
    assert "changed after the last sync; run `mkdocs-oss sync`" in str(finding)


def test_an_archived_repo_says_so() -> None:
    """Its maintenance status is `archived`, whatever the entry says of the others."""
    discovery = one("{discover: {github: data-team, archived: true}, maintenance: {status: maintained}}")
    settings = Settings(frozenset({"repos"}), discoveries=(discovery,))
    found, _ = resolve(
        settings, listing(discovery, repo_at("a", archived=True), repo_at("b")), hub=Path("/x")
    )
    assert [repo.maintenance.status for repo in found.repos] == ["archived", "maintained"]


def test_the_lock_keeps_lists(tmp_path: Path) -> None:
    """What is written is read again, in bytes that do not depend on any order, and a lock without lists has no trace of them."""
    listed = {
        "b:x": Listing(
            when="2026-01-01T00:00:00Z", filters=("include *",), repos=(repo_at("z"), repo_at("a"))
        ),
        "a:x": Listing(when="2026-01-01T00:00:00Z", filters=("b", "a"), repos=()),
    }
    first = write_lock(tmp_path, {}, listings=listed).read_bytes()
    assert write_lock(tmp_path, {}, listings=dict(reversed(listed.items()))).read_bytes() == first
    assert [repo.name for repo in read_listings(tmp_path)["b:x"].repos] == ["a", "z"]
    assert write_lock(tmp_path, {}).read_bytes() == first, "who does not know of lists keeps them"
    assert b"discovered" not in write_lock(tmp_path, {}, listings={}).read_bytes()
    assert read_listings(tmp_path / "gone") == {}


@pytest.mark.parametrize(
    "repo",
    [
        {"name": "../x", "url": "https://x.org/a"}, {"name": "a", "url": "file:///etc"}, {"name": "a", "url": "ext::sh"},
        {"name": "a", "url": "--upload-pack=x"}, {"name": "a"}, {"url": "https://x.org/a"}, "a", {"name": 1, "url": 2},
    ],
)  # fmt: skip
def test_a_lock_with_a_bad_list(repo: object, tmp_path: Path) -> None:
    """A lock is a file of a repo: what no forge may say, it may not say either."""
    lists = {"github:x": {"when": "", "filters": [], "repos": [repo]}}
    (tmp_path / "handbook.lock").write_text(json.dumps({"version": 1, "repos": {}, "discovered": lists}))
    with pytest.raises(SettingsError, match="not a lock file; write it anew with `mkdocs-oss sync`"):
        read_listings(tmp_path)
