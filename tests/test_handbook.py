"""The hall, without an engine: settings in, pages with facts and findings out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, GitRepo

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Handbook, NavItem, Origin, Owners, PageHistory, Unknown
from mkdocs_oss.settings import load_settings, read_site


def handbook(config_file: Path, hub_files: dict[str, Path] | None = None) -> Handbook:
    site = read_site(config_file)
    return assemble(site, load_settings(site), git=Git(), now=NOW, hub_files=hub_files)


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo]) -> GitRepo:
    make_repo("b-repo", {"README.md": "# B\n", "docs/x.md": "# X\n", "docs/i.png": b"\x89PNG"})
    make_repo("a-repo", {"README.md": "# A\n", "bad.md": "no page: outside docs\n"})
    files = {
        "mkdocs.yml": "site_name: H\nplugins: [oss]\n",
        "repos.yml": "repos:\n- path: ../b-repo\n- {path: ../a-repo, section: Libraries}\n",
        "docs/index.md": "# W\n",
    }
    return make_repo("handbook", files)


def test_the_hubs_pages_come_first(hub: GitRepo) -> None:
    """The handbook's own pages, then each repo's in the order of repos.yml."""
    uris = [facts.page.uri for facts in handbook(hub.path / "mkdocs.yml").pages]
    assert uris == [
        "index.md",
        "projects/index.md",
        "projects/b-repo/docs/x.md",
        "projects/b-repo/index.md",
        "projects/b-repo/contributing.md",
        "projects/a-repo/index.md",
        "projects/a-repo/contributing.md",
    ]  # fmt: skip


def test_each_page_knows_its_origin(hub: GitRepo) -> None:
    """Repo, path and commit of each page are those of its file, wherever the page lands."""
    for facts in handbook(hub.path / "mkdocs.yml").pages:
        origin = facts.page.origin
        assert isinstance(origin, Origin), facts.page.uri
        repo = GitRepo(hub.path.parent / origin.repo)
        assert origin.commit == repo.run("rev-parse", "HEAD")
        if facts.page.kind == "guide":
            assert isinstance(facts.history, Unknown)
        else:
            assert (repo.path / origin.path).is_file()
            assert isinstance(facts.history, PageHistory)


def test_the_nav_is_one_section(hub: GitRepo) -> None:
    """The overviews, then sections, then the repos outside of one; nothing where there are no repos."""
    nav = handbook(hub.path / "mkdocs.yml").nav
    assert nav is not None
    assert nav.title == "Projects"
    assert nav.children[0] == NavItem("All projects", "projects/index.md")
    assert nav.children[1:4] == (
        NavItem("Freshness", "freshness/index.md"),
        NavItem("Ownership", "ownership/index.md"),
        NavItem("People", "people/index.md"),
    )
    assert [child.title for child in nav.children[4:]] == ["Libraries", "b-repo"]
    hub.write({"repos.yml": "repos: []\n"})
    alone = handbook(hub.path / "mkdocs.yml")
    assert alone.nav is None
    assert [facts.page.uri for facts in alone.pages] == ["index.md"]


def test_the_hubs_page_wins(hub: GitRepo) -> None:
    """A page of the handbook at a repo's place is the only one there."""
    hub.write({"docs/projects/b-repo/docs/x.md": "# Ours\n", "docs/projects/index.md": "# All\n"})
    found = [facts.page for facts in handbook(hub.path / "mkdocs.yml").pages]
    assert len({page.uri for page in found}) == len(found)
    (x,) = [page for page in found if page.uri == "projects/b-repo/docs/x.md"]
    assert x.title == "Ours"
    assert x.text is None


def test_an_engines_list_of_files_counts(hub: GitRepo) -> None:
    """Where the engine has listed its pages, no other file of the docs folder is judged."""
    hub.write({"docs/draft.md": "# D\n"})
    found = handbook(hub.path / "mkdocs.yml", {"index.md": hub.path / "docs/index.md"})
    assert "draft.md" not in [facts.page.uri for facts in found.pages]


def test_findings_are_sorted_by_weight(hub: GitRepo) -> None:
    """Errors, warnings, notes; within a kind the hub's first, then in the order of the repos."""
    hub.write(
        {
            "repos.yml": "repos:\n- {path: ../c, policy: optional}\n- {path: ../d, policy: required}\n- path: ../e\n",
            "docs/index.md": "---\nreviewed: soon\n---\n",
        }
    )
    found = [(finding.severity, finding.repo) for finding in handbook(hub.path / "mkdocs.yml").findings]
    assert found == [("error", "d"), ("warning", "handbook"), ("note", "c"), ("note", "e")]


def test_one_repo_twice_and_the_hub_itself(hub: GitRepo) -> None:
    """A repo may stand in the handbook under two names, and the handbook's own repo may be one of them."""
    hub.write(
        {
            "repos.yml": "repos:\n- path: ../b-repo\n- {path: ../b-repo, name: again}\n- {path: ., name: self}\n"
        }
    )
    uris = [facts.page.uri for facts in handbook(hub.path / "mkdocs.yml").pages]
    assert len(set(uris)) == len(uris)
    assert {"projects/again/docs/x.md", "projects/self/docs/index.md"} <= set(uris)


def test_owner_of_the_settings_is_the_last_resort(hub: GitRepo) -> None:
    """Front matter, then CODEOWNERS, then the owner of repos.yml or of mkdocs.yml."""
    hub.write(
        {
            "mkdocs.yml": "site_name: H\nplugins: [oss: {ownership: {owner: '@hub'}}]\n",
            "repos.yml": 'repos:\n- {path: ../b-repo, owner: ["@one", "@two"]}\n',
            "docs/own.md": "---\nowners: ['@mine']\n---\n",
        }
    )
    owners = {
        facts.page.uri: [owner.handle for owner in facts.owners.owners]
        for facts in handbook(hub.path / "mkdocs.yml").pages
        if isinstance(facts.owners, Owners)
    }
    assert owners["own.md"] == ["@mine"]
    assert owners["index.md"] == ["@hub"]
    assert owners["projects/b-repo/docs/x.md"] == ["@one", "@two"]


def test_settings_that_cannot_be_followed_raise(hub: GitRepo) -> None:
    """Nothing is assembled from settings that contradict themselves."""
    hub.write({"repos.yml": "repos:\n- {path: ../b-repo}\n- {path: ../a-repo, name: B-Repo}\n"})
    with pytest.raises(SettingsError, match=r"repos\.yml:3: two repos are named"):
        handbook(hub.path / "mkdocs.yml")
