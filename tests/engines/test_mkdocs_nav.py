"""Where the repos go in the site's nav, whatever form that nav has."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs.structure.files import File, Files

from mkdocs_oss.engines.mkdocs_nav import holds, targets, with_repos
from mkdocs_oss.model import NavItem

REPOS = NavItem(
    "Projects",
    children=(
        NavItem("All projects", "projects/index.md"),
        NavItem(
            "a <b>", children=(NavItem("Overview", "projects/a/index.md"), NavItem("", "projects/a/x.md"))
        ),
        NavItem("Out", "https://example.org/"),
    ),
)
ITEMS: list[Any] = [
    {"All projects": "projects/index.md"},
    {"a &lt;b&gt;": [{"Overview": "projects/a/index.md"}, "projects/a/x.md"]},
    {"Out": "https://example.org/"},
]


@pytest.fixture
def files() -> Files:
    uris = ("index.md", "guide/a.md", "projects/index.md", "projects/a/index.md", "projects/a/x.md")
    return Files([File(uri, "docs", "site", use_directory_urls=True) for uri in uris])


@pytest.mark.parametrize(
    ("nav", "placed"),
    [
        (["index.md"], ["index.md", {"Projects": ITEMS}]),
        ([], [{"Projects": ITEMS}]),
        ({"Start": "index.md"}, [{"Start": "index.md"}, {"Projects": ITEMS}]),
        (["projects/index.md", "index.md"], [{"Projects": ITEMS}, "index.md"]),
        ([{"Ours": "projects/index.md"}], [{"Ours": ITEMS}]),
        ([{"Ours": "projects/"}], [{"Ours": ITEMS}]),
        (
            [{"Work": ["index.md", {"Ours": "projects/index.md"}]}, "z.md"],
            [{"Work": ["index.md", {"Ours": ITEMS}]}, "z.md"],
        ),
        ([{"Work": [{"Deep": ["projects/index.md"]}]}], [{"Work": [{"Deep": [{"Projects": ITEMS}]}]}]),
    ],
)
def test_the_site_says_where(nav: Any, placed: Any, files: Files) -> None:
    """In the place of the overview page, at any depth and under the site's own title for it; else last."""
    assert with_repos(nav, REPOS, files) == placed


def test_without_a_nav_the_tree_is_written_out(files: Files) -> None:
    """MkDocs' own order and titles of folders, then the projects."""
    assert with_repos(None, REPOS, files) == ["index.md", {"Guide": ["guide/a.md"]}, {"Projects": ITEMS}]


def test_the_site_is_left_alone(files: Files) -> None:
    """The site's own nav object is not changed: it lives on in the settings."""
    nav = [{"Work": ["projects/index.md"]}]
    with_repos(nav, REPOS, files)
    assert nav == [{"Work": ["projects/index.md"]}]


def test_whether_they_are_there(files: Files) -> None:
    """Placing twice is placing once."""
    assert not holds(None, REPOS)
    assert not holds(["index.md", "projects/index.md"], REPOS)
    assert holds(with_repos(["index.md"], REPOS, files), REPOS)
    assert "projects/a/x.md" in targets(REPOS)
