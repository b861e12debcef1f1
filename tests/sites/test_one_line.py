"""`- oss` in an existing mkdocs.yml, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import elements, facts_on, links, of_class

PAGES = {
    "docs/index.md": "# Welcome\n\nHere we are.\n",
    "docs/guide/start.md": "---\nowner: '@ana'\nreviewed: 2026-05-01\n---\n# Start\n\nBegin here.\n",
    "docs/no-heading.md": "Only a paragraph.\n",
}
THEMES = {
    "mkdocs": "theme: mkdocs",
    "readthedocs": "theme: readthedocs",
    "material": "theme: {name: material, font: false}",
}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def one_line(make_repo: Callable[..., GitRepo], settings: str = "theme: mkdocs", **options: str) -> GitRepo:
    config = f"site_name: Handbook\n{settings}\nplugins:\n  - search\n  - oss\n"
    files = {"mkdocs.yml": config, **PAGES}
    return make_repo("handbook", files, remote="https://github.com/example/handbook.git", **options)


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_says_all_three_facts(
    theme: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A bare `- oss` gives each page its line and its box, with all three facts, also under --strict."""
    site = build(one_line(make_repo, THEMES[theme]).path / "mkdocs.yml", strict=True)

    for page in ("index.html", "guide/start/index.html", "no-heading/index.html"):
        html = site.read(page)
        assert len(of_class(html, "oss-line")) == 1
        assert len(of_class(html, "oss-box")) == 1
        assert set(facts_on(html)) == {"ownership", "freshness", "contributing"}
    assert facts_on(site.read("guide/start/index.html")) == {
        "ownership": "owned",
        "freshness": "fresh",
        "contributing": "editable",
    }
    assert facts_on(site.read("index.html"))["ownership"] == "unknown"


@pytest.mark.parametrize("theme", THEMES)
def test_the_line_stands_below_the_heading_and_the_box_at_the_end(
    theme: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Heading, line, text, box: in this order."""
    html = build(one_line(make_repo, THEMES[theme]).path / "mkdocs.yml").read("guide/start/index.html")
    places = [html.index(mark) for mark in ("</h1>", 'class="oss-line"', "Begin here.", 'class="oss-box"')]
    assert places == sorted(places)


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_search_finds_the_page_and_not_what_is_around_it(
    theme: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The search index of either search plugin holds no word of ours."""
    site = build(one_line(make_repo, THEMES[theme]).path / "mkdocs.yml")
    index = site.read("search/search_index.json")
    assert "Begin here." in index
    for word in ("oss-", "Looked after", "Owner not known", "Change this page", "@ana", "Reviewed"):
        assert word not in index


def test_the_site_itself_stays_as_it_was(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """No nav entry more, and three pages, of freshness, owners and people: only the line, the box, a style sheet, a
    script and the facts."""
    hub = one_line(make_repo)
    with_oss = build(hub.path / "mkdocs.yml")
    bare = (hub.path / "mkdocs.yml").read_text().replace("  - oss\n", "")
    hub.write({"mkdocs.yml": bare})
    without = build(hub.path / "mkdocs.yml")

    def files(site: Built) -> set[str]:
        return {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()}

    assert files(with_oss) - files(without) == {
        "freshness/index.html",
        "ownership/index.html",
        "people/index.html",
        "oss/oss.css",
        "oss/oss.js",
        "oss/pages.json",
        "oss/handbook.json",
        "oss/links.json",
        "api/pages.json",
    }
    assert files(without) <= files(with_oss)

    def nav(site: Built) -> list[tuple[str, str]]:
        page = elements(site.read("index.html"))
        return [
            (link.words, link.attributes.get("href", ""))
            for link in page
            if link.tag == "a"
            and link.classes & {"nav-link", "dropdown-item"}
            and "github.com" not in link.attributes.get("href", "")
        ]

    assert nav(with_oss) == nav(without)


def test_edit_links_go_to_the_branch_there_is(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """MkDocs guesses `master`; the repo's branch is main, and the page's edit link says so."""
    hub = one_line(make_repo, "theme: mkdocs\nrepo_url: https://github.com/example/handbook")
    html = build(hub.path / "mkdocs.yml", strict=True).read("guide/start/index.html")
    url = "https://github.com/example/handbook/edit/main/docs/guide/start.md"
    assert links(html)["Edit it"] == url
    assert "/edit/master/" not in html
    assert any(
        link.attributes.get("href") == url and "Edit" in link.words and link.words != "Edit it"
        for link in elements(html)
        if link.tag == "a"
    ), "the theme's own edit link"


def test_an_edit_uri_that_the_site_sets_is_followed(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """What the user wrote wins over what is derived."""
    settings = "theme: mkdocs\nrepo_url: https://github.com/example/handbook\nedit_uri: blob/next/docs/"
    html = build(one_line(make_repo, settings).path / "mkdocs.yml", strict=True).read("index.html")
    assert links(html)["Edit it"] == "https://github.com/example/handbook/blob/next/docs/index.md"


def test_a_site_in_no_repository_builds_and_says_so(tmp_path: Path, build: Callable[..., Built]) -> None:
    """Without git nothing is invented: each fact says why it is not known, and --strict passes."""
    (tmp_path / "plain/docs").mkdir(parents=True)
    (tmp_path / "plain/docs/index.md").write_text("# Welcome\n")
    (tmp_path / "plain/mkdocs.yml").write_text("site_name: Plain\ntheme: mkdocs\nplugins: [oss]\n")
    site = build(tmp_path / "plain/mkdocs.yml", strict=True)
    assert set(facts_on(site.read("index.html")).values()) == {"unknown"}
    (page,) = json.loads(site.read("oss/pages.json"))
    assert page["last_touched"] is None
    assert "git" in page["unknown"]["last_touched"]


def test_a_repository_without_commits_builds(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The very first `mkdocs serve` of a new handbook, before its first commit."""
    hub = make_repo("handbook")
    hub.write({"mkdocs.yml": "site_name: New\ntheme: mkdocs\nplugins: [oss]\n", "docs/index.md": "# Hello\n"})
    html = build(hub.path / "mkdocs.yml", strict=True).read("index.html")
    assert "Last change not known" in of_class(html, "oss-line")[0].words


def test_a_handbook_in_a_subfolder_of_its_repository(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Paths, edit links and CODEOWNERS count from the repository's root, wherever mkdocs.yml lies."""
    hub = make_repo(
        "code",
        {
            "handbook/mkdocs.yml": "site_name: Sub\ntheme: mkdocs\nplugins: [oss]\n",
            "handbook/docs/index.md": "# Hello\n",
            "CODEOWNERS": "/handbook/ @data/docs\n",
        },
        remote="git@github.com:example/code.git",
    )
    site = build(hub.path / "handbook/mkdocs.yml", strict=True)
    (page,) = json.loads(site.read("oss/pages.json"))
    assert page["path"] == "handbook/docs/index.md"
    assert page["owners"] == ["@data/docs"]
    assert page["edit_url"] == "https://github.com/example/code/edit/main/handbook/docs/index.md"


def test_an_edit_uri_template_is_the_users_own(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """`edit_uri_template` builds, and every edit link follows it."""
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: S\ntheme: mkdocs\nrepo_url: https://git.example.org/a/b\n"
            "edit_uri_template: change/{path}\nplugins: [oss]\n",
            "docs/index.md": "# Home\n",
        },
    )
    built = build(hub.path / "mkdocs.yml", strict=True)
    assert '"https://git.example.org/a/b/change/index.md"' in built.read("oss/pages.json")
