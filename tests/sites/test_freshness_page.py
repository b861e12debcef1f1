"""The page of all pages' freshness in a whole site, and the language of what the suite writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import elements, links, of_class

from mkdocs_oss.settings import read_site

FRESH = "---\nreviewed: 2026-03-03\nreview_every: 6 months\nowner: '@ana'\n---\n# A\n"
LATE = "---\nreviewed: 2025-03-03\nreview_every: 6 months\nowner: '@ana'\n---\n# Late\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def site(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> Callable[..., Built]:
    """site(settings, {file: content}) → a built handbook with one repo."""

    def make(settings: str = "theme: mkdocs\nplugins: [search, oss]\n", **files: str) -> Built:
        make_repo("lib", {"README.md": "# Lib\n", "docs/a.md": FRESH, "docs/late.md": LATE})
        hub = make_repo(
            "handbook",
            {
                "mkdocs.yml": f"site_name: H\n{settings}",
                "repos.yml": "repos:\n- path: ../lib\n",
                "docs/index.md": "# Welcome\n",
                **files,
            },
        )
        return build(hub.path / "mkdocs.yml", strict=True)

    return make


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "{name: material, font: false}"])
def test_it_leads_to_every_page_to_look_at(theme: str, site: Callable[..., Built]) -> None:
    """Under any theme: the page is there, its links lead somewhere, and each page's evidence leads to it."""
    made = site(f"theme: {theme}\nplugins: [search, oss]\n")
    html = made.read("freshness/index.html")
    assert links(html)["Late"] == "../projects/lib/docs/late/"
    (late,) = [e for e in of_class(html, "oss-worst")[0].inside if e.tag == "li"]
    assert "The next review was due on 3 September 2025." in late.words
    page = links(made.read("projects/lib/docs/late/index.html"))
    assert page["How fresh all pages are"] == "../../../../freshness/"
    assert page["All of their pages"] == "../../../../freshness/#owner-@ana"  # @ana is not in teams.yml
    assert "owner-@ana" in {element.attributes.get("id") for element in elements(html)}


def test_reasons_lead_to_their_commits(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The newest commits behind a reason, at the forge; on the page of who looks after it as well."""
    page = "---\nowner: '@ana'\ndescribes: run.sh\n---\n# Run\n"
    files = {
        "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [oss]\n",
        "docs/index.md": "# W\n",
        "teams.yml": "people:\n  '@ana': {name: Ana}\n",
    }
    hub = make_repo(
        "hub", {**files, "docs/run.md": page, "run.sh": "go\n"}, remote="https://github.com/e/hub.git"
    )
    for day in range(1, 6):
        hub.commit({"run.sh": f"go {day}\n"}, day=f"2026-03-0{day}")
    shas = hub.run("log", "-3", "--format=%H").split()
    made = build(hub.path / "mkdocs.yml")
    for file in ("freshness/index.html", "people/ana/index.html"):
        (row,) = [
            e
            for e in elements(made.read(file))
            if e.tag == "li" and "5 commits have changed run.sh" in e.words
        ]
        found = {
            e.words: e.attributes["href"] for e in row.inside if e.attributes.get("class") == "oss-commit"
        }
        assert found == {sha[:10]: f"https://github.com/e/hub/commit/{sha}" for sha in shas}


def test_each_reason_has_a_line_of_its_own(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The links to commits end a line, and no sentence runs on behind them."""
    files = {
        "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [oss]\n",
        "docs/run.md": "---\ndescribes: [run.sh, stop.sh]\n---\n# Run\n",
    }
    hub = make_repo(
        "hub", {**files, "run.sh": "go\n", "stop.sh": "halt\n"}, remote="https://github.com/e/hub.git"
    )
    hub.commit({"run.sh": "go 1\n", "stop.sh": "halt 1\n"}, day="2026-03-01")
    made = build(hub.path / "mkdocs.yml").read("freshness/index.html")
    (row,) = [each for each in made.split("<li")[1:] if "run.sh" in each]
    first, second = row.split("<br>")
    assert "run.sh" in first and first.rstrip().endswith("</a>")  # noqa: PT018
    assert "stop.sh" in second


def test_it_is_in_the_nav_beside_the_projects(site: Callable[..., Built]) -> None:
    """After the page of all projects; where the site names it itself, only there."""
    made = site()
    assert "Freshness" in links(made.read("index.html"))
    made = site("theme: mkdocs\nplugins: [oss]\nnav: [index.md, {State: freshness/index.md}]\n")
    found = links(made.read("index.html"))
    assert found["State"] == "freshness/"
    assert "Freshness" not in found
    assert "Overview" in found


def test_it_is_in_no_search_index(site: Callable[..., Built]) -> None:
    """Its heading may be found; none of what it says of other pages is."""
    for theme in ("mkdocs", "{name: material, font: false}"):
        index = site(f"theme: {theme}\nplugins: [search, oss]\n").read("search/search_index.json")
        texts = " ".join(entry["text"] for entry in json.loads(index)["docs"])
        for sentence in ("What is known of", "was due", "At a glance", "have an owner"):
            assert sentence not in texts


def test_it_has_no_facts_of_its_own(site: Callable[..., Built]) -> None:
    """It is no page that somebody could review: not in the facts, and without a line and a box."""
    made = site()
    assert "freshness/" not in {page["url"] for page in json.loads(made.read("oss/pages.json"))}
    assert not of_class(made.read("freshness/index.html"), "oss-line")


@pytest.mark.parametrize(
    ("plugins", "files"),
    [
        ("[oss: {freshness: false}]", {}),
        ("[oss/ownership]", {}),
        ("[oss]", {"docs/freshness.md": "# Ours\n"}),
        ("[oss]", {"docs/freshness/index.md": "# Ours\n"}),
    ],
)
def test_where_it_is_not(plugins: str, files: dict[str, str], site: Callable[..., Built]) -> None:
    """Where the part is off, or the site has such a page of its own, which then is as it was."""
    made = site(f"theme: mkdocs\nplugins: {plugins}\n", **files)
    assert (made.folder / "freshness" / "index.html").exists() == bool(files)
    if files:
        assert not of_class(made.read("freshness/index.html"), "oss-page")
    assert "How fresh all pages are" not in made.read("index.html")


# --- languages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "option", "said"),
    [
        ("mkdocs", "", "Reviewed 3 March 2026"),
        ("{name: material, font: false, language: fr}", "", "Relue le 3 mars 2026"),
        ("{name: mkdocs, locale: de}", "", "Geprüft am 3. März 2026"),
        ("{name: readthedocs, locale: zh_CN}", "", "2026年3月3日已审阅"),
        ("{name: material, font: false, language: fr}", "language: es", "Revisada el 3 de marzo de 2026"),
        ("{name: material, font: false, language: it}", "", "Reviewed 3 March 2026"),
        ("{name: material, font: false}", "language: ja", "2026年3月3日に確認"),
    ],
)
def test_the_language_of_the_site(theme: str, option: str, said: str, site: Callable[..., Built]) -> None:
    """The theme's, unless the settings name another; English where there is no such language of ours."""
    made = site(f"theme: {theme}\nplugins: [oss: {{{option}}}]\n")
    (line,) = of_class(made.read("projects/lib/docs/a/index.html"), "oss-line")
    assert said in line.words


def test_all_that_a_reader_sees_is_in_that_language(site: Callable[..., Built]) -> None:
    """Line, banner, box, the pages that are made and their places in the nav; JSON and addresses stay English."""
    made = site("theme: {name: mkdocs, locale: de}\nplugins: [search, oss]\n")
    page = made.read("projects/lib/docs/late/index.html")
    assert "hätte am 3. September 2025 geprüft werden sollen" in of_class(page, "oss-banner")[0].words
    assert "Diese Seite ändern" in of_class(page, "oss-box")[0].words
    assert {"Alle Projekte", "Aktualität", "Überblick", "Mitarbeiten"} <= links(page).keys()
    assert "Auf einen Blick" in made.read("freshness/index.html")
    assert "Projekte" in made.read("projects/index.html")
    reasons = {r for facts in json.loads(made.read("oss/pages.json")) for r in facts["reasons"]}
    assert "Reviewed on 3 March 2026." in reasons
    for element in (*of_class(page, "oss-line"), *of_class(page, "oss-box"), *of_class(page, "oss-banner")):
        for english in ("review", "Reviewed", "Changed", "Edit", "this page", "There is"):
            assert english not in element.words, element.words


def test_the_command_line_knows_the_language_without_an_engine(tmp_path: Path) -> None:
    """As MkDocs would: Material's `language`, the locale of MkDocs' own themes."""
    for theme, language in (
        ("mkdocs", "en"),
        ("{name: mkdocs, locale: pt_BR}", "pt_BR"),
        ("{name: material, language: de, locale: fr}", "de"),
        ("{name: material, locale: fr}", "en"),
        ("{name: mkdocs, locale: [1]}", "en"),
    ):
        (tmp_path / "mkdocs.yml").write_text(f"site_name: x\ntheme: {theme}\nplugins: [oss]\n")
        assert read_site(tmp_path / "mkdocs.yml").language == language
