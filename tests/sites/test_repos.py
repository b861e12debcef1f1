"""Many repos in one handbook: where their pages land, the nav, links, assets and edit links."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import Element, elements, links, of_class

PNG = bytes.fromhex("89504e470d0a1a0a") + bytes(range(256))
TOOL = {
    "README.md": "# Tool\n\nIt helps. ![Logo](img/logo.png) See [the guide](docs/guide.md), [the code](src/toolkit/core.py)"
    " and [how to help](CONTRIBUTING.md).\n",
    "docs/index.md": "# Use it\n\nBack to [the README](../README.md).\n",
    "docs/guide.md": "# Guide\n\n![Plan](images/plan.png) [Home](index.md) [Code](../src/toolkit/core.py)\n",
    "docs/images/plan.png": PNG,
    "docs/data.csv": "a;b\r\n1;2\r\n",
    "img/logo.png": PNG[::-1],
    "CONTRIBUTING.md": "# Helping\n\nThank you. Read [the guide](docs/guide.md).\n",
    "src/toolkit/__init__.py": '"""A tool."""\n',
    "src/toolkit/core.py": '"""The core."""\n\n\ndef run() -> int:\n    """Runs it."""\n    return 1\n',
    "pyproject.toml": '[project]\nname = "tool"\nversion = "1"\n',
}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo]) -> GitRepo:
    return make_repo("tool", TOOL, remote="git@github.com:example/tool.git")


def handbook(
    make_repo: Callable[..., GitRepo], repos: str, settings: str = "", pages: dict[str, str] | None = None
) -> GitRepo:
    config = f"site_name: Handbook\ntheme: mkdocs\nplugins: [search, oss]\n{settings}"
    files = {"mkdocs.yml": config, "repos.yml": repos, "docs/index.md": "# Welcome\n", **(pages or {})}
    return make_repo("handbook", files, remote="https://github.com/example/handbook.git")


def nav(html: str) -> list[str]:
    """The texts of the theme's top navigation, in order."""
    (bar,) = [e for e in elements(html) if e.attributes.get("id") == "navbar-collapse"]
    here = [e for e in bar.inside if e.classes & {"nav-link", "dropdown-item"}]
    return [e.words for e in here if e.words and e.words not in ("Search", "Edit", "Previous", "Next")]


def article(html: str) -> list[Element]:
    """What stands in the page's own text."""
    (main,) = [e for e in elements(html) if e.attributes.get("role") == "main"]
    return main.inside


def test_each_repo_has_its_overview_docs_guide_and_reference(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """README at projects/<name>/, docs below docs/, and contributing/ and api/ beside them."""
    site = build(handbook(make_repo, "repos:\n  - path: ../tool\n").path / "mkdocs.yml", strict=True)
    for page, words in {
        "projects/index.html": "All projects",
        "projects/tool/index.html": "It helps.",
        "projects/tool/docs/index.html": "Use it",
        "projects/tool/docs/guide/index.html": "Guide",
        "projects/tool/contributing/index.html": "Thank you.",
        "projects/tool/api/index.html": "API reference",
        "projects/tool/api/toolkit/core/index.html": "Runs it.",
    }.items():
        html = site.read(page)
        assert words in html, page
        assert len(of_class(html, "oss-line")) == 1, page
        assert len(of_class(html, "oss-box")) == 1, page


def test_assets_are_copied_byte_for_byte(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Images of docs and README, and other files of the docs folder, with their own bytes; code is not copied."""
    site = build(handbook(make_repo, "repos:\n  - path: ../tool\n").path / "mkdocs.yml")
    home = site.folder / "projects/tool"
    for name in ("docs/images/plan.png", "docs/data.csv", "img/logo.png"):
        assert (home / name).read_bytes() == (tool.path / name).read_bytes()
    assert not (home / "src").exists()
    assert not list(home.rglob("*.py"))


@pytest.mark.parametrize("directories", [True, False])
def test_links_lead_to_where_things_are(
    directories: bool, tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """README ↔ docs ↔ code: pages to pages, code to the forge; with folders for URLs and without."""
    settings = "" if directories else "use_directory_urls: false\n"
    hub = handbook(make_repo, "repos:\n  - path: ../tool\n", settings)
    site = build(hub.path / "mkdocs.yml", strict=True)
    overview = site.read("projects/tool/index.html")
    code = "https://github.com/example/tool/blob/main/src/toolkit/core.py"
    guide, helping, back = (
        ("docs/guide/", "contributing/", "../")
        if directories
        else ("docs/guide.html", "contributing.html", "../index.html")
    )
    assert links(overview)["the guide"] == guide
    assert links(overview)["how to help"] == helping
    assert links(overview)["the code"] == code
    page = "projects/tool/docs/guide/index.html" if directories else "projects/tool/docs/guide.html"
    assert links(site.read(page))["Code"] == code
    assert links(site.read("projects/tool/docs/index.html"))["the README"] == back
    for html, folder in ((overview, "projects/tool"), (site.read(page), page.rpartition("/")[0])):
        for image in [e for e in article(html) if e.tag == "img"]:
            assert (site.folder / folder / image.attributes["src"]).resolve().is_file()


def test_every_inner_link_has_a_target(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """No page of the built site links to a page that is not there."""
    site = build(handbook(make_repo, "repos:\n  - path: ../tool\n").path / "mkdocs.yml")
    for page in site.folder.rglob("*.html"):
        for element in elements(page.read_text("utf-8")):
            href = element.attributes.get("href", "")
            if page.name == "404.html" or not href or "://" in href or href.startswith(("#", "mailto:", "/")):
                continue
            target = (page.parent / href.split("#")[0].split("?")[0]).resolve()
            assert target.is_file() or (target / "index.html").is_file(), f"{page}: {href}"


def test_the_nav_has_sections_in_the_order_of_the_file(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """All projects first, then freshness, ownership and people of them all, then the sections, then repos without one,
    each in the order of repos.yml."""
    for name in ("zeta", "beta", "alpha", "gamma"):
        make_repo(name, {"README.md": f"# The {name} repo\n"})
    repos = (
        "repos:\n- {path: ../zeta, section: Models}\n- {path: ../beta}\n"
        "- {path: ../alpha, section: Libraries}\n- {path: ../gamma, section: Models}\n"
    )
    hub = handbook(make_repo, repos, "nav: [{Start: index.md}]\n")
    html = build(hub.path / "mkdocs.yml", strict=True).read("index.html")
    names = [words for words in nav(html) if words not in ("Overview", "Contributing")]
    assert names == [
        "Start", "Projects", "All projects", "Freshness", "Ownership", "People", "Models", "zeta", "gamma", "Libraries", "alpha", "beta",
    ]  # fmt: skip


def test_the_site_places_the_projects_itself(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A nav item for projects/index.md is where they go, under the name that it gives."""
    settings = "nav:\n- Start: index.md\n- What we run: projects/index.md\n- About: about.md\n"
    hub = handbook(make_repo, "repos:\n  - path: ../tool\n", settings, {"docs/about.md": "# About\n"})
    html = build(hub.path / "mkdocs.yml", strict=True).read("index.html")
    names = nav(html)
    assert names[:3] == ["Start", "What we run", "All projects"]
    assert names[-1] == "About"


def test_a_site_without_a_nav_keeps_its_own_tree(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Without `nav:`, MkDocs' own order of pages and folders stays, and the projects follow."""
    pages = {"docs/b/index.md": "# B\n", "docs/b/more.md": "# More\n", "docs/a.md": "# A\n"}
    hub = handbook(make_repo, "repos:\n  - path: ../tool\n", pages=pages)
    names = nav(build(hub.path / "mkdocs.yml", strict=True).read("index.html"))
    assert names[:7] == ["Welcome", "A", "B", "B", "More", "Projects", "All projects"]


def test_the_repos_own_nav_is_followed(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Titles and order of a repo's mkdocs.yml; a page it does not name is built but not in the nav."""
    make_repo(
        "tool",
        {
            "README.md": "# Tool\n",
            "mkdocs.yml": "site_name: Tool\ndocs_dir: handbook\nnav:\n- Second: b.md\n- First: a.md\n",
            "handbook/a.md": "# A\n",
            "handbook/b.md": "# B\n",
            "handbook/hidden.md": "# Hidden\n",
        },
    )
    site = build(handbook(make_repo, "repos:\n  - path: ../tool\n").path / "mkdocs.yml", strict=True)
    names = nav(site.read("index.html"))
    assert names.index("Second") < names.index("First")
    assert "Hidden" not in names
    assert "Hidden" in site.read("projects/tool/handbook/hidden/index.html")


def test_a_page_of_the_handbook_itself_wins(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Where the handbook has a page of its own, that is shown, with its own facts."""
    pages = {
        "docs/projects/index.md": "---\nowner: '@ana'\n---\n# Our repos\n\nHand-made.\n",
        "docs/projects/tool/index.md": "---\nowner: '@bo'\n---\n# Our tool\n\nIn our words.\n",
    }
    hub = handbook(make_repo, "repos:\n  - path: ../tool\n", pages=pages)
    site = build(hub.path / "mkdocs.yml", strict=True)
    facts = {page["url"]: page for page in json.loads(site.read("oss/pages.json"))}
    assert len(facts) == len(json.loads(site.read("oss/pages.json"))), "each page once"
    for url, words, owner, path in (
        ("projects/", "Hand-made.", "@ana", "docs/projects/index.md"),
        ("projects/tool/", "In our words.", "@bo", "docs/projects/tool/index.md"),
    ):
        html = site.read(f"{url}index.html")
        assert words in html
        assert links(html)["Edit it"] == f"https://github.com/example/handbook/edit/main/{path}"
        assert facts[url]["owners"] == [owner]
        assert facts[url]["path"] == path
    assert "Projects" in nav(site.read("index.html"))


def test_uncommitted_edits_show(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A worktree is shown as it lies on disk, and the line says that it was edited."""
    hub = handbook(make_repo, "repos:\n  - path: ../tool\n")
    tool.write({"docs/guide.md": "# Guide\n\nJust typed.\n", "docs/new.md": "# New\n"})
    site = build(hub.path / "mkdocs.yml", strict=True)
    html = site.read("projects/tool/docs/guide/index.html")
    assert "Just typed." in html
    assert "Edited, not committed yet" in of_class(html, "oss-line")[0].words
    assert "New" in site.read("projects/tool/docs/new/index.html")


def test_titles_are_the_same_in_page_nav_and_facts(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A title with `&` and `<` reads the same everywhere, escaped once in HTML and not at all in JSON."""
    make_repo(
        "tool",
        {
            "README.md": "# Fish & chips\n",
            "docs/a.md": "---\ntitle: A & B <c>\n---\nText.\n",
            "docs/b.md": "# D & E\n",
        },
    )
    site = build(handbook(make_repo, "repos:\n  - path: ../tool\n").path / "mkdocs.yml", strict=True)
    titles = {page["url"]: page["title"] for page in json.loads(site.read("oss/pages.json"))}
    assert titles["projects/tool/docs/a/"] == "A & B <c>"
    assert titles["projects/tool/docs/b/"] == "D & E"
    assert titles["projects/tool/"] == "Fish & chips"
    assert titles["projects/tool/contributing/"] == "Contributing to tool"
    html = site.read("projects/tool/docs/a/index.html")
    assert [e.words for e in elements(html) if e.tag == "title"] == ["A & B <c> - Handbook"]
    assert "A & B <c>" in nav(html)
    assert "D & E" in nav(html)


def test_projects_page_lists_what_there_is(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Each repo with its first sentence, its number of pages and, where it is not active, its status."""
    make_repo("old", {"README.md": "# Old\n\nIt did things.\n"})
    repos = (
        "repos:\n- {path: ../tool, section: Libraries}\n- {path: ../old, maintenance: {status: archived}}\n"
    )
    site = build(handbook(make_repo, repos).path / "mkdocs.yml", strict=True)
    html = site.read("projects/index.html")
    assert "tool/" in [e.attributes.get("href") for e in article(html)]
    text = " ".join(e.words for e in article(html) if e.tag == "li")
    assert "It did things." in text
    assert "archived" in text
    assert "is archived" in of_class(site.read("projects/old/index.html"), "oss-banner")[0].words
