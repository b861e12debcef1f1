"""Whole sites: navs that repos write themselves, their community files, and URLs that two files claim."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest
from conftest import Built, GitRepo
from mkdocs.exceptions import Abort

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]


def handbook(make_repo: MakeRepo, repos: str, pages: dict[str, str] | None = None) -> GitRepo:
    files = {
        "mkdocs.yml": "site_name: H\ntheme: {name: material, features: [navigation.indexes]}\nplugins: [search, oss]\n",
        "repos.yml": f"repos:\n{repos}",
        "docs/index.md": "# Hello\n",
        **(pages or {}),
    }
    return make_repo("handbook", files, remote="git@github.com:example/handbook.git")


@pytest.fixture
def tool(make_repo: MakeRepo) -> GitRepo:
    files = {
        "README.md": "# Tool\n\n[changes](CHANGELOG.md) and [how to report](.github/SECURITY.md)\n",
        "CHANGELOG.md": "# 1.0\n",
        ".github/SECURITY.md": "# Report\n",
        "LICENSE": "MIT\n",
        "docs/index.md": "# The docs\n",
        "docs/second.md": "# Second\n",
        "docs/area/index.md": "# The area\n",
        "docs/area/page.md": "# In it\n",
        "docs/old.rst": "Old\n===\n",
        "docs/SUMMARY.md": "- [Start](index.md)\n- [Old](old.rst)\n- area/*.md\n- [Two](second.md)\n- [Gone](gone.md)\n",
    }
    return make_repo("tool", files, remote="git@github.com:example/tool.git")


def test_a_site_with_a_nav_of_a_repo(tool: GitRepo, make_repo: MakeRepo, build: Build) -> None:
    """A strict build has the repo's own nav in order, its community pages linked, and a finding for each fault."""
    hub = handbook(make_repo, "- path: ../tool\n")
    site = build(hub.path / "mkdocs.yml", strict=True)
    html = site.read("projects/tool/index.html")
    nav = "".join(html.split())
    places = [
        nav.find(name)
        for name in ("Start<", "Old<", "Two<", "Contributing<", "Changelog<", "Security<", "License<")
    ]
    assert places == sorted(places), places
    assert min(places) > 0
    assert 'href="https://github.com/example/tool/blob/main/docs/old.rst"' in html
    assert '<a href="CHANGELOG/">changes</a>' in html
    assert '<a href="SECURITY/">how to report</a>' in html
    assert "<h1" in site.read("projects/tool/SECURITY/index.html")
    assert not (site.folder / "projects/tool/docs/SUMMARY").exists()
    found = {(f["code"], f["where"]) for f in json.loads(site.read("oss/handbook.json"))["findings"]}
    assert {("nav", "docs/SUMMARY.md:5"), ("format", "docs/old.rst")} <= found


def test_a_section_has_the_title_of_its_index(tool: GitRepo, make_repo: MakeRepo, build: Build) -> None:
    """With Material's navigation.indexes, a folder's index is the page of its section, and names it."""
    tool.commit({"docs/SUMMARY.md": None})
    site = build(handbook(make_repo, "- path: ../tool\n").path / "mkdocs.yml", strict=True)
    html = site.read("projects/tool/docs/area/page/index.html")
    before = html.index("The area")
    assert 'href="../"' in html[before - 400 : before]


def test_a_clash_with_a_page_of_the_handbook(tool: GitRepo, make_repo: MakeRepo, build: Build) -> None:
    """The handbook's own page is shown, in one place of the nav, and an error names both; strict builds fail."""
    hub = handbook(make_repo, "- path: ../tool\n", {"docs/projects/tool/docs/Second.md": "# Ours\n"})
    site = build(hub.path / "mkdocs.yml")
    errors = [m for m in site.messages(logging.ERROR) if "same URL" in m]
    assert len(errors) == 1
    assert (
        "tool: docs/second.md: it has the same URL as projects/tool/docs/Second.md of handbook" in errors[0]
    )
    assert "Ours" in site.read("projects/tool/docs/Second/index.html")
    assert not (site.folder / "projects/tool/docs/second").exists()
    with pytest.raises(Abort):
        build(hub.path / "mkdocs.yml", strict=True)
    hub.write({"repos.yml": "repos:\n- {path: ../tool, exclude: [second.md]}\n"})
    assert not [m for m in build(hub.path / "mkdocs.yml").messages(logging.ERROR) if "same URL" in m]


@pytest.mark.parametrize(("policy", "fails"), [("required", True), ("stale-ok", False)])
def test_a_clash_within_a_repo(
    policy: str,
    fails: bool,
    tool: GitRepo,
    make_repo: MakeRepo,
    build: Build,
) -> None:
    """It fails a strict build only where the repo is required; one of the two is shown in any case."""
    tool.commit({"docs/Second.md": "# Other\n"})
    hub = handbook(make_repo, f"- {{path: ../tool, policy: {policy}}}\n")
    if fails:
        with pytest.raises(Abort):
            build(hub.path / "mkdocs.yml", strict=True)
    site = build(hub.path / "mkdocs.yml", strict=not fails)
    assert "Other" in site.read("projects/tool/docs/Second/index.html")
    assert not (site.folder / "projects/tool/docs/second").exists()
