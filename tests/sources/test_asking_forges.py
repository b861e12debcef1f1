"""Forges that are asked for their repos, each in its own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import GitRepo
from sources.discovering import (
    GITEA,
    GITHUB,
    GITHUB_USER,
    GITLAB,
    SECRET,
    ask,
    listing,
    names,
    one,
)
from sources.loopback_forge import (
    ForgeServer,
    Reply,
    gitea_repo,
    github_repo,
    gitlab_project,
)

from mkdocs_oss.model import FoundRepo, Listing
from mkdocs_oss.settings import Settings
from mkdocs_oss.sources.discovery import resolve

pytestmark = pytest.mark.usefixtures("no_tokens")


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
