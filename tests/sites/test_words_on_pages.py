"""What a reader is told, page by page: true, and with a next step that works for that page."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import links, of_class

CONFIG = "site_name: H\ntheme: mkdocs\nplugins: [search, oss]\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def site(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> Built:
    """A repo whose CODEOWNERS names only one file of it."""
    make_repo(
        "lib",
        {
            "README.md": "# Lib\n",
            "docs/a.md": "# A\n",
            "docs/owned.md": "# Owned\n",
            "lib_a/__init__.py": '"""A library."""\n',
            "CODEOWNERS": "/docs/owned.md @ana\n/lib_a/ \n",
        },
        remote="https://github.com/example/lib.git",
    )
    files = {
        "mkdocs.yml": CONFIG,
        "repos.yml": "repos:\n- path: ../lib\n- path: ../gone\n",
        "docs/index.md": "# W\n",
    }
    hub = make_repo("handbook", {**files, ".gitignore": "made.md\n"}, remote="https://github.com/e/handbook")
    hub.write({"docs/made.md": "# Made\n"})
    return build(hub.path / "mkdocs.yml")


def line(site: Built, page: str) -> str:
    return of_class(site.read(f"{page}index.html"), "oss-line")[0].words


def box(site: Built, page: str) -> str:
    return of_class(site.read(f"{page}index.html"), "oss-box")[0].words


def test_a_page_without_an_owner_can_be_adopted(site: Built) -> None:
    """A Markdown page by its front matter or by CODEOWNERS; code by CODEOWNERS alone. The line is given whole."""
    page, code = line(site, "projects/lib/docs/a/"), line(site, "projects/lib/api/lib_a/")
    start = "Nobody looks after this page yet. To adopt it, put this line at the end of CODEOWNERS: "
    assert f"{start}/docs/a.md @your-team" in page
    assert 'Or write owner: "@your-team" in the page\'s front matter.' in page
    assert f"{start}/lib_a/__init__.py @your-team" in code
    assert "front matter" not in code
    edit = "https://github.com/example/lib/edit/main/CODEOWNERS"
    assert links(site.read("projects/lib/docs/a/index.html"))["CODEOWNERS"] == edit


def test_a_repo_that_names_nobody_is_told_how_to_begin(site: Built) -> None:
    """The file that its forge looks for first, and the link that makes it; a page that is no file has no line."""
    told = line(site, "")
    assert "Who looks after this page is not known" in told
    assert "start the file .github/CODEOWNERS with this line: /docs/index.md @your-team" in told
    new = "https://github.com/e/handbook/new/main?filename=.github/CODEOWNERS"
    assert links(site.read("index.html"))[".github/CODEOWNERS"] == new
    assert "@your-team " not in line(site, "made/").replace('"@your-team" ', "")


def test_the_banner_of_a_page_without_an_owner(site: Built) -> None:
    """Where the repo says who owns other pages; its step leads to where CODEOWNERS is edited."""
    html = site.read("projects/lib/docs/a/index.html")
    assert "Nobody looks after this page yet." in of_class(html, "oss-banner")[0].words
    assert "/docs/a.md @your-team" in of_class(html, "oss-banner")[0].words
    edit = "https://github.com/example/lib/edit/main/CODEOWNERS"
    assert links(html)["Adopt it"] == edit
    assert links(site.read("projects/lib/api/lib_a/index.html"))["Adopt it"] == edit
    assert not of_class(site.read("projects/lib/docs/owned/index.html"), "oss-banner")


def test_a_page_that_is_no_file_says_so(site: Built) -> None:
    """The overview of the reference is made at each build: no owner, no date and no edit link are invented."""
    assert "is not known: it is made from all modules at each build" in line(site, "projects/lib/api/")
    assert "no CODEOWNERS" not in line(site, "projects/lib/api/")
    assert "There is no edit link: it is made from all modules" in box(site, "projects/lib/api/")


def test_every_page_names_its_repo(site: Built) -> None:
    """Also one that is no file of it, and the page of a repo that is not there."""
    repos = {page["url"]: page["repo"] for page in json.loads(site.read("oss/pages.json"))}
    assert repos["projects/lib/api/"] == "lib"
    assert repos["projects/gone/"] == "gone"
    assert repos["projects/"] == repos["made/"] == "handbook"


def test_a_file_that_is_not_there_yet_can_be_written(site: Built) -> None:
    """A guide without a CONTRIBUTING.md: the link writes one, and no history is offered."""
    html = site.read("projects/lib/contributing/index.html")
    assert links(html)["Write it"] == "https://github.com/example/lib/new/main?filename=CONTRIBUTING.md"
    assert "There is no CONTRIBUTING.md in lib yet." in box(site, "projects/lib/contributing/")
    assert "See its history" not in links(html)


def test_a_file_that_git_ignores(site: Built) -> None:
    """A page of the handbook that the repository does not have: no link to it there."""
    assert "git ignores its file" in line(site, "made/")
    assert "There is no edit link: git ignores its file" in box(site, "made/")
    (page,) = [page for page in json.loads(site.read("oss/pages.json")) if page["url"] == "made/"]
    assert page["edit_url"] is None
    assert page["path"] is None


def test_the_overview_of_all_repos_comes_from_repos_yml(site: Built) -> None:
    """Its edit link leads to the file that lists the repos."""
    html = site.read("projects/index.html")
    assert links(html)["Edit it"] == "https://github.com/e/handbook/edit/main/repos.yml"
    assert "It is repos.yml in handbook" in box(site, "projects/")


def test_every_sentence_is_whole(site: Built) -> None:
    """No doubled full stops, no empty brackets, no None, on any page."""
    for page in site.folder.rglob("*.html"):
        html = page.read_text("utf-8")
        for element in (
            *of_class(html, "oss-line"),
            *of_class(html, "oss-banner"),
            *of_class(html, "oss-box"),
        ):
            for flaw in (".. ", ". .", " ,", "()", "None", "Unknown(", "::", "{{", "[]"):
                assert flaw not in element.words, f"{page}: {element.words}"


@pytest.mark.parametrize(("language", "stop"), [("en", "."), ("ja", "。"), ("zh", "。")])
def test_the_last_sentence_of_a_banner_ends_as_its_language_does(
    language: str, stop: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Also where a link stands at its end."""
    files = {
        "mkdocs.yml": f"site_name: H\ntheme: {{name: material, language: {language}}}\nplugins: [oss]\n",
        "docs/index.md": "---\nreviewed: 2020-01-01\n---\n# W\n",
    }
    hub = make_repo("handbook", files, remote="https://github.com/e/handbook")
    banner = of_class(build(hub.path / "mkdocs.yml").read("index.html"), "oss-banner")[0]
    assert banner.words.endswith(stop)
    assert banner.words[-2] not in ".。 "
