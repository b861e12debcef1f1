"""Repos that a folder or a forge lists: asked by `sync` alone, kept in the lock, built from without a network."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo
from htmlpage import of_class
from sources.loopback_forge import (
    ForgeServer,
    Reply,
    gitea_repo,
    github_repo,
    gitlab_project,
    serve_forge,
)
from sources.loopback_git import serve_git

from mkdocs_oss.cli import main
from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Discovery, FoundRepo, Listing, Repo
from mkdocs_oss.settings import Settings, load_settings, read_site
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.settings.repos import load_entries
from mkdocs_oss.sources.discovery import Asked, ask_forges, resolve, with_discovered
from mkdocs_oss.sources.discovery.fits import filter_of
from mkdocs_oss.sources.discovery.token import find_token
from mkdocs_oss.sources.discovery.walk import Patience
from mkdocs_oss.sources.lock import read_listings, write_lock

SECRET = "t0ken-canary-8d1f"
GITHUB = "/api/v3/orgs/data-team/repos?type=all&sort=full_name&per_page=100"
GITHUB_USER = "/api/v3/users/data-team/repos?type=owner&sort=full_name&per_page=100"
GITLAB = "/api/v4/groups/team%2Fdata/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100"
GITEA = "/api/v1/orgs/lab/repos?limit=50&page=1"


@pytest.fixture(autouse=True)
def _no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if "TOKEN" in name or name.endswith("_SERVER_URL")]:
        monkeypatch.delenv(name)
    for name in ("GITLAB_HOST", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def forge() -> Iterator[ForgeServer]:
    with serve_forge() as server:
        yield server


def entries(
    text: str, folder: Path = Path("/srv/handbook")
) -> tuple[tuple[Repo, ...], tuple[Discovery, ...]]:
    return load_entries(load_yaml(f"repos:\n{text}", file="repos.yml"), folder=folder)


def one(text: str, folder: Path = Path("/srv/handbook")) -> Discovery:
    (found,) = entries(f"  - {text}\n", folder)[1]
    return found


@dataclass
class Clock:
    """Waits are noted and not waited for."""

    waits: list[float] = field(default_factory=list)

    def patience(self, **more: Any) -> Patience:
        return Patience(sleep=self.waits.append, **more)


def ask(
    *discoveries: Discovery,
    before: Mapping[str, Listing] | None = None,
    environ: Mapping[str, str] | None = None,
    hub: Path = Path("/nowhere"),
    patience: Patience | None = None,
) -> list[Asked]:
    return list(
        ask_forges(
            discoveries,
            before or {},
            hub=hub,
            git=Git(),
            environ=environ or {},
            now=lambda: NOW,
            patience=patience or Clock().patience(),
        )
    )


def names(asked: Asked) -> list[str]:
    assert asked.listing is not None, asked.failure
    return [repo.name for repo in asked.listing.repos]


# What may be written


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


# Folders


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


# From the lock


def listing(discovery: Discovery, *repos: FoundRepo) -> dict[str, Listing]:
    return {
        discovery.place: Listing(when="2026-01-01T00:00:00Z", filters=(filter_of(discovery),), repos=repos)
    }


def repo_at(name: str, host: str = "git.example.org", **more: Any) -> FoundRepo:
    return FoundRepo(name=name, url=f"https://{host}/data/{name}.git", **more)


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


# The forges


def test_github_pages_of_an_organisation(forge: ForgeServer) -> None:
    """All pages are read by their Link headers; forks, archived and disabled ones are left out; sorted by name."""
    url = f"{forge.url}/data-team/"
    second = GITHUB + "&page=2"
    forge.answer(
        GITHUB,
        Reply(
            [github_repo("Tool", url + "Tool.git"), github_repo("fork", url + "fork.git", fork=True)],
            headers={"Link": f'<{forge.url}{second}>; rel="next", <{forge.url}{second}>; rel="last"'},
        ),
    )
    forge.answer(
        second,
        Reply(
            [
                github_repo("lab", url + "lab.git", default_branch="trunk"),
                github_repo("old", url + "old.git", archived=True),
                github_repo("off", url + "off.git", disabled=True),
            ],
            headers={"Link": f'<{forge.url}{GITHUB}&page=1>; rel="first"'},
        ),
    )
    discovery = one(f"discover: {{github: data-team, url: '{forge.url}'}}")
    (asked,) = ask(discovery, environ={"GITHUB_TOKEN": SECRET, "GITHUB_SERVER_URL": forge.url})
    assert asked.listing == Listing(
        when="2026-06-15T12:00:00Z",
        filters=("include *",),
        repos=(
            FoundRepo(name="lab", url=url + "lab.git", branch="trunk"),
            FoundRepo(name="Tool", url=url + "Tool.git", branch="main"),
        ),
    )
    assert forge.paths == [GITHUB, second]
    assert {sent["Authorization"] for _, sent in forge.asked} == {f"Bearer {SECRET}"}
    assert forge.asked[0][1]["Accept"] == "application/vnd.github+json"
    assert SECRET not in repr(asked)


def test_a_user_of_github(forge: ForgeServer) -> None:
    """What is no organisation is a user."""
    forge.answer(GITHUB_USER, Reply([github_repo("lab", f"{forge.url}/data-team/lab.git")]))
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"))
    assert names(asked) == ["lab"]
    assert forge.paths == [GITHUB, GITHUB_USER]


def test_gitlab_pages_of_a_group(forge: ForgeServer) -> None:
    """Subgroups too, the path percent-encoded, pages by X-Next-Page; empty and doomed projects are left out."""
    url = f"{forge.url}/team/data/"
    forge.answer(
        GITLAB,
        Reply(
            [gitlab_project("lab", url + "lab.git"), gitlab_project("empty", url + "e.git", empty_repo=True)],
            headers={"X-Next-Page": "2", "X-Total-Pages": "2"},
        ),
    )
    forge.answer(
        GITLAB + "&page=2",
        Reply(
            [
                gitlab_project("deep", url + "sub/deep.git", topics=["Docs", "secret-plan"]),
                gitlab_project("fork", url + "fork.git", forked_from_project={"id": 1}, topics=["docs"]),
                gitlab_project("doomed", url + "d.git", marked_for_deletion_on="2026-07-01"),
                {**gitlab_project("wiki", url), "http_url_to_repo": None},
            ],
            headers={"X-Next-Page": ""},
        ),
    )
    discovery = one(f"discover: {{gitlab: team/data, url: '{forge.url}', topics: [docs], forks: true}}")
    (asked,) = ask(discovery, environ={"GITLAB_TOKEN": SECRET, "CI_SERVER_URL": forge.url})
    assert asked.listing is not None
    assert asked.listing.repos == (
        FoundRepo(name="deep", url=url + "sub/deep.git", branch="main", topics=("Docs",)),
        FoundRepo(name="fork", url=url + "fork.git", branch="main", fork=True, topics=("docs",)),
    )
    assert forge.paths == [GITLAB, GITLAB + "&page=2"]
    assert {sent["Authorization"] for _, sent in forge.asked} == {f"Bearer {SECRET}"}


def test_gitea_pages_of_an_organisation(forge: ForgeServer) -> None:
    """Pages by their Link headers, relative ones too; an empty repo is left out."""
    second = "/api/v1/orgs/lab/repos?limit=50&page=2"
    forge.answer(
        GITEA,
        Reply(
            [
                gitea_repo("a", f"{forge.url}/lab/a.git"),
                gitea_repo("b", f"{forge.url}/lab/b.git", empty=True),
            ],
            headers={"Link": f'<{second}>; rel="next"'},
        ),
    )
    forge.answer(second, Reply([gitea_repo("c", f"{forge.url}/lab/c.git", archived=True)]))
    discovery = one(f"discover: {{gitea: lab, url: '{forge.url}', archived: true}}")
    (asked,) = ask(discovery, environ={"FORGEJO_TOKEN": SECRET})
    assert names(asked) == ["a", "c"]
    assert {sent["Authorization"] for _, sent in forge.asked} == {f"token {SECRET}"}


def test_two_entries_of_one_group(forge: ForgeServer) -> None:
    """It is asked once; the lock has what either of them wants, and each takes its own."""
    url = f"{forge.url}/data-team/"
    forge.answer(
        GITHUB, Reply([github_repo(name, f"{url}{name}.git") for name in ("lib-a", "app-b", "misc")])
    )
    group = f"github: data-team, url: '{forge.url}'"
    libs = one(f"{{discover: {{{group}, include: lib-*}}, section: Libraries}}")
    apps = one(f"{{discover: {{{group}, include: app-*}}, section: Apps}}")
    (asked,) = ask(libs, apps)
    assert names(asked) == ["app-b", "lib-a"]
    assert len(forge.asked) == 1
    assert asked.listing is not None
    settings = Settings(frozenset({"repos"}), discoveries=(libs, apps))
    found, findings = resolve(settings, {asked.place: asked.listing}, hub=Path("/nowhere"))
    assert [(repo.name, repo.section) for repo in found.repos] == [("lib-a", "Libraries"), ("app-b", "Apps")]
    assert findings == ()


def test_new_and_gone(forge: ForgeServer) -> None:
    """What came and what went is told; where nothing did, the list is the one of before, its time too."""
    url = f"{forge.url}/data-team/"
    forge.answer(GITHUB, Reply([github_repo(name, f"{url}{name}.git") for name in ("a", "b")]))
    discovery = one(f"discover: {{github: data-team, url: '{forge.url}'}}")
    old = listing(discovery, FoundRepo(name="a", url=f"{url}a.git"), FoundRepo(name="z", url=f"{url}z.git"))
    (first,) = ask(discovery, before=old)
    assert (first.new, first.gone) == (("b",), ("z",))
    assert first.listing is not None
    assert first.listing.when == "2026-06-15T12:00:00Z"
    kept = Listing(when="2026-01-01T00:00:00Z", filters=first.listing.filters, repos=first.listing.repos)
    (again,) = ask(discovery, before={discovery.place: kept})
    assert again.listing is kept
    assert (again.new, again.gone) == ((), ())


def test_the_handbooks_own_repo_is_left_out(forge: ForgeServer, make_repo: Callable[..., GitRepo]) -> None:
    """The group that has the handbook itself lists it too; it is no repo of its own handbook."""
    hub = make_repo("handbook", remote="git@127.0.0.1:data-team/handbook.git")
    forge.answer(
        GITHUB,
        Reply(
            [
                github_repo("handbook", "https://127.0.0.1/data-team/Handbook.git"),
                github_repo("a", f"{forge.url}/a.git"),
            ]
        ),
    )
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"), hub=hub.path)
    assert names(asked) == ["a"]


# Limits and refusals


@pytest.mark.parametrize(
    ("first", "waits"),
    [
        (Reply(status=429, headers={"Retry-After": "7"}), [7.0]),
        (Reply(status=429, headers={"Retry-After": "Mon, 15 Jun 2026 12:00:30 GMT"}), [30.0]),
        (Reply(status=429, headers={"Retry-After": "-1"}), [1.0]),
        (Reply(status=429), [1.0]),
        (Reply(status=403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 20)}), [21.0]),
        (Reply(status=403, headers={"Retry-After": "3"}), [3.0]),
        (Reply(status=429, headers={"RateLimit-Reset": str(int(NOW.timestamp()) - 5)}), [1.0]),
        (Reply(b"<html>bad gateway</html>", status=502), [1.0]),
        (Reply(status=503, headers={"Retry-After": "5"}), [5.0]),
    ],
)  # fmt: skip
def test_a_forge_that_wants_us_to_wait(forge: ForgeServer, first: Reply, waits: list[float]) -> None:
    """We wait as long as it asks for, and then have the list; a wait of more than a moment is told, with the host."""
    forge.answer(GITHUB, first, Reply([github_repo("a", f"{forge.url}/a.git")]))
    clock, said = Clock(), list[str]()
    patience = clock.patience(say=said.append)
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"), patience=patience)
    assert names(asked) == ["a"]
    assert clock.waits == waits
    assert len(said) == len([wait for wait in waits if wait > 1.5])
    for line, wait in zip(said, waits, strict=False):
        assert line.startswith(f"127.0.0.1:{forge.port}: it")
        assert line.endswith(f"; it is asked again in {wait:.0f} s")


@pytest.mark.parametrize(
    ("reply", "reason", "tries"),
    [
        (Reply(status=401), "it wants a token, or does not know the one it got", 1),
        (Reply(status=403), "it does not let us list the repos", 1),
        (Reply(status=403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 3599)}), "its rate limit is used up until 2026-06-15 13:00 UTC", 1),
        (Reply(status=429, headers={"Retry-After": "999999999"}), "its rate limit is used up until 2058-02-21 13:46 UTC", 1),
        (Reply(status=429, headers={"RateLimit-Reset": "99999999999"}), "its rate limit is used up until", 1),
        (Reply(status=429), "its rate limit is used up", 4),
        (Reply(status=500), "it answers 500", 4),
        (Reply(status=418), "it answers 418", 1),
        (Reply(b"<html>", headers={"Content-Type": "text/html"}), "its answer is no list of repos", 1),
        (Reply({"message": "hello"}), "its answer is no list of repos", 1),
        (Reply([{"name": 1, "clone_url": "https://x.org"}]), "its answer is no list of repos", 1),
        (Reply(["a"]), "its answer is no list of repos", 1),
        (Reply(b"[" * 200_000), "its answer is no list of repos", 1),
        (Reply(b"\xff[]"), "its answer is no list of repos", 1),
        (Reply(b" " * 10_000_000), "its answer has more than 8 MB", 1),
        (Reply([], headers={"Link": '<http://evil.example.org/x>; rel="next"'}), "the next page of its list is on another host than 127.0.0.1", 1),
        (Reply([], headers={"Link": '<//evil.example.org/x>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": '<http://127.0.0.1:1/x>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": '<file:///etc/passwd>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": '<http://[x>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": f'<{GITHUB}>; rel="next"'}), "the pages of its list go in a circle", 1),
        (Reply(status=302, headers={"Location": "http://localhost:1/x"}), "what it redirects to is on another host", 1),
        (Reply(status=302, headers={"Location": GITHUB}), "it answers 302", 4),
    ],
)  # fmt: skip
def test_a_forge_that_fails(forge: ForgeServer, reply: Reply, reason: str, tries: int) -> None:
    """The reason is said with a remedy, the old list stays, and the token goes nowhere else."""
    forge.answer(GITHUB, reply)
    discovery = one(f"discover: {{github: data-team, url: '{forge.url}', token_env: TEAM_TOKEN}}")
    old = listing(discovery, repo_at("a"))
    clock = Clock()
    (asked,) = ask(discovery, before=old, environ={"TEAM_TOKEN": SECRET}, patience=clock.patience())
    assert asked.failure is not None
    assert asked.failure.startswith(reason)
    assert asked.remedy
    assert asked.listing is old[discovery.place]
    assert len(forge.asked) == tries
    assert SECRET not in f"{asked}"
    assert sum(clock.waits) <= 7


def test_more_pages_than_anyone_has(forge: ForgeServer) -> None:
    """A list without an end is given up."""
    for number in range(1, 102):
        path = GITHUB if number == 1 else f"{GITHUB}&page={number}"
        forge.answer(path, Reply([], headers={"X-Next-Page": str(number + 1)}))
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"))
    assert asked.failure == "its list has more than 100 pages"
    assert len(forge.asked) == 100


def test_a_forge_that_is_not_there() -> None:
    """It is tried again, at growing distances, and then named."""
    clock = Clock()
    (asked,) = ask(one("discover: {gitea: lab, url: 'http://127.0.0.1:9'}"), patience=clock.patience())
    assert asked.failure == "127.0.0.1:9 cannot be reached"
    assert clock.waits == [1.0, 2.0, 4.0]


def test_a_forge_that_takes_too_long(forge: ForgeServer) -> None:
    """All tries and waits together have a limit."""
    forge.answer(GITHUB, Reply(status=429, headers={"Retry-After": "50"}))
    ticks = iter(range(0, 10_000, 20))
    clock = Clock()
    patience = clock.patience(whole_s=120, monotonic=lambda: float(next(ticks)))
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"), patience=patience)
    assert asked.failure == "its rate limit is used up"
    assert len(clock.waits) == 1


def test_what_a_hostile_forge_lists(forge: ForgeServer) -> None:
    """Names and URLs that could do harm are left out, each with a short sentence; the rest is taken."""
    here = f"{forge.url}/a.git"
    bad: list[tuple[str, str]] = [
        ("../../etc", here), (".git", here), ("a/b", here), ("con", here), ("x" * 5000, here), ("é", here), ("", here),
        ("\x1b[31mred", here), ("file", "file:///etc/passwd"), ("ext", "ext::sh -c id"), ("dash", "--upload-pack=id"),
        ("ssh", "ssh://-oProxyCommand=id/x"), ("script", "javascript:alert(1)"), ("other", "http://evil.example.org/a.git"),
        ("line", f"{forge.url}/a\n.git"), ("empty", ""),
    ]  # fmt: skip
    good = github_repo(
        "good", f"http://bot:{SECRET}@127.0.0.1:{forge.port}/good.git?x={SECRET}", default_branch="--x"
    )
    forge.answer(GITHUB, Reply([*(github_repo(name, url) for name, url in bad), good]))
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"))
    assert asked.listing is not None
    assert asked.listing.repos == (FoundRepo(name="good", url=f"{forge.url}/good.git"),)
    assert len(asked.left_out) == len(bad)
    for sentence in asked.left_out:
        assert len(sentence) < 220
        assert sentence.isprintable()
        assert SECRET not in sentence


def test_an_https_forge_is_not_cloned_without_https() -> None:
    """A clone URL of http on a forge of https would send credentials in the clear."""
    from mkdocs_oss.sources.discovery.ask import _problem

    discovery = one("discover: {github: data-team}")
    assert "elsewhere than https://github.com" in _problem(
        FoundRepo(name="a", url="http://github.com/data-team/a.git"), discovery
    )
    assert not _problem(FoundRepo(name="a", url="https://github.com/data-team/a.git"), discovery)


# Tokens


@pytest.mark.parametrize(
    ("text", "environ", "source"),
    [
        ("github: x", {"GITHUB_TOKEN": "t"}, "GITHUB_TOKEN"),
        ("github: x", {"GH_TOKEN": "t"}, "GH_TOKEN"),
        ("github: x", {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://hub.example.org"}, None),
        ("github: x, url: 'https://hub.example.org'", {"GITHUB_TOKEN": "t"}, None),
        ("github: x, url: 'https://hub.example.org'", {"GH_ENTERPRISE_TOKEN": "t"}, "GH_ENTERPRISE_TOKEN"),
        ("github: x, url: 'https://hub.example.org'", {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://hub.example.org"}, "GITHUB_TOKEN"),
        ("github: x", {"GH_ENTERPRISE_TOKEN": "t"}, None),
        ("gitlab: x", {"GITLAB_TOKEN": "t"}, "GITLAB_TOKEN"),
        ("gitlab: x", {"CI_JOB_TOKEN": "t"}, None),
        ("gitlab: x, url: 'https://git.example.org'", {"GITLAB_TOKEN": "t"}, None),
        ("gitlab: x, url: 'https://git.example.org'", {"GITLAB_TOKEN": "t", "GITLAB_HOST": "git.example.org"}, "GITLAB_TOKEN"),
        ("gitlab: x, url: 'https://git.example.org'", {"GITLAB_TOKEN": "t", "CI_SERVER_URL": "https://git.example.org"}, "GITLAB_TOKEN"),
        ("gitea: x, url: 'https://git.example.org'", {"GITEA_TOKEN": "t"}, "GITEA_TOKEN"),
        ("gitea: x, url: 'https://git.example.org'", {"GITEA_TOKEN": "t", "GITEA_SERVER_URL": "https://other.example.org"}, None),
        ("gitea: x, url: 'http://git.example.org'", {"GITEA_TOKEN": "t"}, None),
        ("gitea: x, url: 'http://localhost:3000'", {"GITEA_TOKEN": "t"}, "GITEA_TOKEN"),
        ("github: x, token_env: MINE", {"GITHUB_TOKEN": "t", "MINE": "m"}, "`token_env`"),
    ],
)  # fmt: skip
def test_which_variable_is_for_which_host(text: str, environ: Mapping[str, str], source: str | None) -> None:
    """A variable's token goes to the host that it is for, over https, and to no other."""
    found = find_token(one(f"discover: {{{text}}}"), git=Git(), environ=environ, sole=True)
    assert (found.source if found else None) == source


def test_one_variable_is_not_for_two_hosts(forge: ForgeServer) -> None:
    """Of two Gitea servers, neither gets the token that names no host."""
    forge.answer(GITEA, Reply([]))
    here = one(f"discover: {{gitea: lab, url: '{forge.url}'}}")
    there = one("discover: {gitea: lab, url: 'http://127.0.0.1:9'}")
    ask(here, there, environ={"GITEA_TOKEN": SECRET})
    assert [sent["Authorization"] for _, sent in forge.asked] == [None]


@pytest.mark.parametrize(
    ("environ", "failure"),
    [
        ({}, "the variable that `token_env` names is not set"),
        ({"ghp_0123": "a\nb: c"}, "what `token_env` holds is no token"),
        ({"ghp_0123": "tök"}, "what `token_env` holds is no token"),
    ],
)
def test_a_named_token_that_is_none(forge: ForgeServer, environ: Mapping[str, str], failure: str) -> None:
    """Nothing is asked without it, and what stands in `token_env` is not repeated: it may be the token."""
    (asked,) = ask(one(f"discover: {{gitea: lab, url: '{forge.url}', token_env: ghp_0123}}"), environ=environ)
    assert asked.failure == failure
    assert "ghp_0123" not in f"{asked.failure} {asked.remedy}"
    assert forge.asked == []


def test_gits_credential_helper(forge: ForgeServer, make_repo: Callable[..., GitRepo]) -> None:
    """Where no variable has a token, the user's helper is asked for that host; a repo's own helper never runs."""
    home = Path(os.environ["HOME"])
    helper = home / "helper.sh"
    helper.write_text(f'#!/bin/sh\ncat > "{home}/asked"\necho username=ana\necho password={SECRET}\n')
    helper.chmod(0o755)
    hub = make_repo("handbook")
    hub.run("config", "credential.helper", f"!touch {home}/ran-the-repos-own; echo password=x; true")
    forge.answer(GITEA, Reply([]))
    discovery = one(f"discover: {{gitea: lab, url: '{forge.url}'}}")
    ask(discovery, hub=hub.path)
    assert forge.asked[-1][1]["Authorization"] is None, "no helper, and nobody was asked"
    with (home / ".gitconfig").open("a") as config:
        config.write(f"[credential]\n helper = {helper}\n")
    (asked,) = ask(discovery, hub=hub.path)
    assert forge.asked[-1][1]["Authorization"].startswith("Basic ")
    assert f"host=127.0.0.1:{forge.port}" in (home / "asked").read_text().splitlines()
    assert not (home / "ran-the-repos-own").exists()
    assert SECRET not in repr(asked)


def test_netrc_is_not_sent(forge: ForgeServer) -> None:
    """A password in ~/.netrc is git's to use, not the API's."""
    (Path(os.environ["HOME"]) / ".netrc").write_text(f"machine 127.0.0.1 login ana password {SECRET}\n")
    forge.answer(GITHUB, Reply([]))
    ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"))
    assert [sent["Authorization"] for _, sent in forge.asked] == [None]


# The whole way


@dataclass
class Team:
    """A forge that lists the repos of a git server, and a handbook that discovers them."""

    forge: ForgeServer
    config: Path
    git_url: Callable[[str], str]

    def list(self, *listed: str, **more: Any) -> None:
        self.forge.answer(
            GITHUB, Reply([github_repo(name, self.git_url(f"{name}.git"), **more) for name in listed])
        )

    def sync(self, *options: str) -> Result:
        return CliRunner().invoke(main, ["sync", "--config-file", str(self.config), *options])

    @property
    def lock(self) -> Path:
        return self.config.parent / "handbook.lock"


@pytest.fixture
def team(
    forge: ForgeServer, make_repo: Callable[..., GitRepo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Team]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    served = tmp_path / "served"
    served.mkdir()
    for name in ("lab", "tool"):
        repo = make_repo(
            f"work/{name}", {"README.md": f"# {name}\n\nWords of {name}.\n", "docs/a.md": "# A\n"}
        )
        repo.run("clone", "--quiet", "--bare", str(repo.path), str(served / f"{name}.git"))
    entry = f"discover: {{github: data-team, url: '{forge.url}', archived: true, token_env: TEAM_TOKEN}}"
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
            "docs/index.md": "# W\n",
            "repos.yml": f'repos:\n- {entry}\n  section: Found\n  owner: "@data/platform"\n',
        },
    )
    monkeypatch.setenv("TEAM_TOKEN", SECRET)
    with serve_git(served) as server:
        yield Team(forge, hub.path / "mkdocs.yml", server.url)


def test_from_the_forge_to_the_site(
    team: Team, build: Callable[..., Built], caplog: pytest.LogCaptureFixture
) -> None:
    """sync asks and fetches; the build asks nobody and has the pages, with what the entry says of all; no token leaks."""
    caplog.set_level(logging.DEBUG)
    team.list("tool", "lab")
    done = team.sync()
    assert done.exit_code == 0, done.output
    place = f"github:{team.forge.url}/data-team"
    assert f"{place}: 2 repos" in done.output
    assert f"{place}: new: lab, tool" in done.output
    asked = len(team.forge.asked)
    team.forge.answer(GITHUB, Reply(status=500))
    site = build(team.config, strict=True)
    assert "Words of lab." in site.read("projects/lab/index.html")
    assert "Words of tool." in site.read("projects/tool/index.html")
    pages = [page for page in json.loads(site.read("oss/pages.json")) if page["path"] == "docs/a.md"]
    assert [page["repo"] for page in pages] == ["lab", "tool"], "by name"
    assert pages[0]["owners"] == ["@data/platform"]
    assert {repo["section"] for repo in json.loads(site.read("oss/handbook.json"))["repos"]} == {"Found"}
    assert len(team.forge.asked) == asked, "a build asks no forge"
    everything = b"".join(path.read_bytes() for path in site.folder.rglob("*") if path.is_file())
    assert SECRET.encode() not in everything
    assert SECRET not in team.lock.read_text() + done.output + caplog.text


def test_a_second_sync(team: Team, build: Callable[..., Built]) -> None:
    """Nothing changed: the lock's bytes stay. A repo came, went, or was archived: sync tells, and the site shows it."""
    team.list("lab")
    team.sync()
    first = team.lock.read_bytes()
    assert team.sync().exit_code == 0
    assert team.lock.read_bytes() == first
    team.list("tool", archived=True)
    done = team.sync()
    assert ": new: tool" in done.output
    assert ": no longer there: lab" in done.output
    assert list(json.loads(team.lock.read_text())["repos"]) == ["tool"]
    site = build(team.config)
    assert not (site.folder / "projects/lab").exists()
    assert "archived" in of_class(site.read("projects/tool/index.html"), "oss-banner")[0].words


def test_an_offline_sync(team: Team) -> None:
    """`sync --offline` takes the repos of the lock and asks no forge."""
    team.list("lab")
    team.sync()
    first, asked = team.lock.read_bytes(), len(team.forge.asked)
    done = team.sync("--offline")
    assert done.exit_code == 0, done.output
    assert "lab: unchanged at" in done.output
    assert team.lock.read_bytes() == first
    assert len(team.forge.asked) == asked


def test_a_forge_that_is_away(team: Team, build: Callable[..., Built]) -> None:
    """sync says why, keeps the list and exits 1; the build goes on from the lock."""
    team.list("lab")
    team.sync()
    first = team.lock.read_bytes()
    team.forge.answer(GITHUB, Reply(status=401))
    done = team.sync()
    assert done.exit_code == 1
    assert (
        "not listed: it wants a token, or does not know the one it got; the repos of the last sync stay"
        in done.output
    )
    assert "lab: unchanged at" in done.output
    assert team.lock.read_bytes() == first
    assert (build(team.config, strict=True).folder / "projects/lab/index.html").is_file()


def test_before_the_first_sync(team: Team, build: Callable[..., Built]) -> None:
    """The build says what to do, asks nobody, and builds the rest; so does the check."""
    site = build(team.config)
    (message,) = [message for message in site.messages(logging.WARNING) if "handbook.lock" in message]
    assert "its repos are not in handbook.lock yet; run `mkdocs-oss sync`" in message
    assert (site.folder / "index.html").is_file()
    assert team.forge.asked == []
    done = CliRunner().invoke(main, ["check", "--config-file", str(team.config)])
    assert done.exit_code == 1
    assert "run `mkdocs-oss sync`" in done.output


def test_checking_a_list_that_is_not_in_the_lock(team: Team) -> None:
    """`sync --check` fails where the lock has no list of a group, or one of other filters, and asks nobody."""
    place = f"github:{team.forge.url}/data-team"
    done = team.sync("--check")
    said = f"{place}: its repos are not in handbook.lock; run `mkdocs-oss sync`\n"
    assert (done.exit_code, done.stdout) == (1, said)
    assert done.stderr == "1 list and 0 remote repos: 1 not in the lock as the settings say\n"
    assert team.forge.asked == []
    team.list("lab")
    team.sync()
    listed = team.config.parent / "repos.yml"
    listed.write_text(listed.read_text().replace("archived: true", 'archived: true, exclude: ["x-*"]'))
    done = team.sync("--check")
    assert (done.exit_code, done.stdout) == (
        1,
        f"{place}: it was changed after the last sync; run `mkdocs-oss sync`\n",
    )


def test_checking_what_a_forge_lists(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sync --check` asks the forge: a repo that is new there is told, and fails when the lock could have had it for
    longer than the limit; one that is gone is told. The lock stays as it is."""
    team.list("lab", created_at="2020-01-01T00:00:00Z")
    team.sync()
    before = team.lock.read_bytes()
    assert (team.sync("--check").exit_code, team.sync("--check").stdout) == (0, "")
    place = f"github:{team.forge.url}/data-team"
    made = {"lab": "2020-01-01T00:00:00Z", "tool": f"{NOW + timedelta(days=5):%Y-%m-%dT%H:%M:%SZ}"}
    entries = [github_repo(name, team.git_url(f"{name}.git"), created_at=at) for name, at in made.items()]
    team.forge.answer(GITHUB, Reply(entries))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOW + timedelta(days=15)).timestamp())))
    done = team.sync("--check")
    assert (done.exit_code, done.stdout) == (0, f"{place}: new: tool, for 10 days\n")
    assert done.stderr == "1 list and 1 remote repo: none behind by more than 14 days\n"
    done = team.sync("--check", "--max-age", "9")
    assert (done.exit_code, done.stdout) == (1, f"{place}: new: tool, for 10 days; run `mkdocs-oss sync`\n")
    assert done.stderr == "1 list and 1 remote repo: 1 behind by more than 9 days\n"
    found, _ = json.loads(team.sync("--check", "--json").stdout)
    assert (found["kind"], found["state"], found["new"], found["days"]) == ("list", "moved", ["tool"], 10)
    team.forge.answer(GITHUB, Reply([]))
    done = team.sync("--check", "--max-age", "9")
    assert (done.exit_code, done.stdout) == (0, f"{place}: no longer there: lab\n")
    assert team.lock.read_bytes() == before


def test_checking_with_a_forge_that_is_away(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how old the lock's list is, and fails only where the entry's repos are `required`, or nothing could be
    asked at all."""
    team.list("lab")
    team.sync()
    team.forge.answer(GITHUB, Reply(status=401))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOW + timedelta(days=3)).timestamp())))
    done = team.sync("--check")
    assert done.exit_code == 0
    assert "not listed: it wants a token, or does not know the one it got; " in done.stderr
    assert "the lock's list is 3 days old" in done.stderr
    assert "1 list and 1 remote repo: none behind by more than 14 days, 1 not reached" in done.stderr
    assert SECRET not in done.output
    listed = team.config.parent / "repos.yml"
    listed.write_text(f"{listed.read_text()}  policy: required\n")
    assert team.sync("--check").exit_code == 1


def test_a_repo_that_is_listed_and_not_given(team: Team, tmp_path: Path) -> None:
    """Where git has no credentials for a repo that the token lists, `sync`, `sync --check` and `check` say that the
    token is for the list alone, and whom to give one; it is in none of the messages."""
    with serve_git(tmp_path / "served", auth="ana:other-secret") as private:
        team.forge.answer(GITHUB, Reply([github_repo("lab", private.url("lab.git"))]))
        done = team.sync()
        assert done.exit_code == 1
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("lab: ")]
        place = f"github:{team.forge.url}/data-team"
        assert f"{place} lists it, but the token for the list is not given to git; " in line
        assert f"give git's credential helper a user and a token for 127.0.0.1:{private.port}" in line
        assert line.count("credential helper") == 1
        said = CliRunner().invoke(main, ["check", "--config-file", str(team.config)]).output
        assert "the token for the list is not given to git" in said
        private.auth = ()
        team.sync()
        private.auth = ("ana:other-secret",)
        checked = team.sync("--check")
        assert "the token for the list is not given to git" in checked.stderr
        for output in (done.output, said, checked.output):
            assert SECRET not in output


def test_owners_of_a_discovered_repo(team: Team) -> None:
    """`mkdocs-oss owners lab:README.md` knows it."""
    team.list("lab")
    team.sync()
    args = ["owners", "--config-file", str(team.config), "lab:README.md"]
    done = CliRunner().invoke(main, args)
    assert "@data/platform" in done.output, done.output


def test_a_build_does_not_load_the_http_library(tmp_path: Path) -> None:
    """Reading lists out of the lock costs no import of what only sync needs."""
    (tmp_path / "mkdocs.yml").write_text("plugins: [oss]\n")
    (tmp_path / "repos.yml").write_text("repos:\n- discover: {github: data-team}\n")
    script = (
        "import sys; from pathlib import Path; from mkdocs_oss.settings import read_site, load_settings; "
        "from mkdocs_oss.sources.discovery import with_discovered; "
        f"p = Path({str(tmp_path)!r}); with_discovered(load_settings(read_site(p / 'mkdocs.yml')), p); "
        "print('requests' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


def test_settings_in_mkdocs_yml(tmp_path: Path) -> None:
    """`repos:` as a list in mkdocs.yml may hold it too."""
    (tmp_path / "mkdocs.yml").write_text("plugins:\n- oss:\n    repos:\n    - discover: {folder: ..}\n")
    settings = load_settings(read_site(tmp_path / "mkdocs.yml"))
    assert [discovery.kind for discovery in settings.discoveries] == ["folder"]
