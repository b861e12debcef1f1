"""What of a large handbook stands in the nav of one page, in whole sites of every theme."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import NOW, Built
from htmlpage import elements

PAGES = {
    "README.md": "# Read me\n",
    "docs/index.md": "# Home\n",
    "docs/one/a.md": "# One\n",
    "docs/two/b.md": "# Two\n",
}
FEATURES = {
    "defaults": "",
    "tabs": "navigation.tabs, navigation.sections, navigation.indexes, navigation.path",
    "prune": "navigation.prune, navigation.instant, navigation.footer, navigation.expand",
}
THEMES = {
    name: f"{{name: material, font: false, features: [{features}]}}" for name, features in FEATURES.items()
}
THEMES |= {"mkdocs": "mkdocs", "readthedocs": "readthedocs"}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def handbook(tmp_path: Path) -> Callable[..., Path]:
    """handbook({section: number of repos}, nav=…, theme=…) → mkdocs.yml; "" are repos without a section."""

    def make(
        sections: Mapping[str, int],
        *,
        pages: Mapping[str, str] = PAGES,
        options: str = "repo_nav: own",
        theme: str = "mkdocs",
        plugins: str = "",
        more: str = "",
        files: Mapping[str, str] | None = None,
    ) -> Path:
        entries = ""
        for section, count in sections.items():
            for number in range(count):
                name = f"{section.lower() or 'loose'}-{number}".replace(" ", "").replace("&", "n")
                for path, text in pages.items():
                    write(tmp_path / name / path, text)
                entries += f"- path: ../{name}\n" + (f"  section: {section}\n" if section else "")
        hub = tmp_path / "hub"
        config = f"site_name: Handbook\ntheme: {theme}\nplugins: [search, {plugins} oss: {{api: false, {options}}}]\n"
        write(hub / "mkdocs.yml", config.replace("plugins: [", "plugins: [") + more)
        write(hub / "repos.yml", f"repos:\n{entries}")
        for path, text in ({"docs/index.md": "# Welcome\n"} | dict(files or {})).items():
            write(hub / path, text)
        return hub / "mkdocs.yml"

    return make


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def targets(site: Built, page: str) -> set[str]:
    """The pages of this site that a page links to, each as its file, with the anchor."""
    found = {page}
    for element in elements(site.read(page)):
        parts = urlsplit(element.attributes.get("href", "") if element.tag == "a" else "")
        if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        file = page if not parts.path else path
        if (site.folder / file).is_dir():
            file = posixpath.normpath(f"{file}/index.html")
        found.add(f"{file}#{parts.fragment}" if parts.fragment else file)
    return found


def repos_in(found: set[str]) -> dict[str, int]:
    """How many pages of each repo are among the targets."""
    counts: dict[str, int] = {}
    for target in {target.partition("#")[0] for target in found}:
        if match := re.match(r"projects/([^/]+)/", target):
            counts[match[1]] = counts.get(match[1], 0) + 1
    return counts


OWN = 5  # README, three pages, and how to contribute


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_page_shows_its_own_repo_and_the_sections(
    handbook: Callable[..., Path], build: Callable[..., Built], theme: str
) -> None:
    """In every theme: all of the page's own repo, its neighbours by one link, other sections by one link; and each
    link in the whole site leads to a page, or to a heading on it, that is there."""
    site = build(handbook({"Apps": 3, "R & D": 11}, theme=theme))
    found = targets(site, "projects/apps-1/docs/one/a/index.html")
    own = OWN if "prune" not in theme else repos_in(found)["apps-1"]
    assert repos_in(found) == {"apps-0": 1, "apps-1": own, "apps-2": 1}
    assert "projects/index.html" in found
    assert "projects/index.html#r-d" in found
    for page in site.folder.rglob("*.html"):
        name = page.relative_to(site.folder).as_posix()
        for target in targets(site, name) if name != "404.html" else ():
            file, _, anchor = target.partition("#")
            assert (site.folder / file).is_file(), (name, target)
            ids = {element.attributes.get("id") for element in elements(site.read(file))}
            assert not anchor or file == name or anchor in ids, (name, target)


@pytest.mark.parametrize("theme", ["mkdocs", THEMES["tabs"]])
def test_nothing_else_on_a_page_changes(
    handbook: Callable[..., Path], build: Callable[..., Built], theme: str
) -> None:
    """Previous and next page, breadcrumbs and the page's text are those of a build with the whole nav."""
    sections = {"Apps": 3, "R & D": 11}

    def parts(site: Built, page: str) -> list[tuple[str, str]]:
        found = elements(site.read(page))
        near = [e for e in found if e.attributes.get("rel") in ("prev", "next") or "md-path" in e.classes]
        main = [e for e in found if e.attributes.get("role") == "main" or e.tag == "article"]
        return [
            (e.words, str(e.attributes) + "".join(str(i.attributes) for i in e.inside)) for e in near + main
        ]

    own, whole = (
        build(handbook(sections, theme=theme, options=f"repo_nav: {value}")) for value in ("own", "whole")
    )
    for page in ("index.html", "projects/index.html", "projects/apps-1/docs/one/a/index.html"):
        assert parts(own, page) == parts(whole, page)
        assert len(parts(own, page)) > 1
    assert len(own.read("404.html")) < len(whole.read("404.html"))
    assert repos_in(targets(own, "404.html")) == {}


def test_a_small_handbook_keeps_its_whole_nav(
    handbook: Callable[..., Path], build: Callable[..., Built]
) -> None:
    """Up to 300 pages of repos, every page has every link unless the settings say `own`; above, by itself no more."""
    auto, whole = (build(handbook({"Apps": 3}, options=f"repo_nav: {value}")) for value in ("auto", "whole"))
    page = "projects/apps-1/docs/one/a/index.html"
    assert auto.read(page) == whole.read(page)
    assert repos_in(targets(whole, page)) == {"apps-0": OWN, "apps-1": OWN, "apps-2": OWN}
    many = {f"docs/{number}.md": "# A page\n" for number in range(150)}
    large = build(handbook({"Apps": 2}, pages=many, options="repo_nav: auto"))
    assert repos_in(targets(large, "projects/apps-1/docs/1/index.html"))["apps-0"] == 1


def test_literate_nav_places_the_repos(handbook: Callable[..., Path], build: Callable[..., Built]) -> None:
    """A SUMMARY.md that names the page of all repos has them in its place, each page its own in full."""
    summary = "* [Welcome](index.md)\n* Work\n    * [Ours](projects/index.md)\n* [Last](last.md)\n"
    files = {"docs/SUMMARY.md": summary, "docs/last.md": "# Last\n"}
    site = build(handbook({"Apps": 3}, plugins="literate-nav,", files=files))
    found = targets(site, "projects/apps-1/docs/one/a/index.html")
    assert repos_in(found) == {"apps-0": 1, "apps-1": OWN, "apps-2": 1}
    assert "last/index.html" in found


def test_section_index_makes_pages_of_sections(
    handbook: Callable[..., Path], build: Callable[..., Built]
) -> None:
    """A section that is a page too keeps its link, where it is cut down as where it is whole."""
    pytest.importorskip("mkdocs_section_index")
    site = build(handbook({"Apps": 3}, plugins="section-index,", theme=THEMES["tabs"]))
    assert repos_in(targets(site, "projects/apps-1/docs/one/a/index.html")) == {
        "apps-0": 1,
        "apps-1": OWN,
        "apps-2": 1,
    }
    assert repos_in(targets(site, "projects/apps-1/index.html")) == {"apps-0": 1, "apps-1": OWN, "apps-2": 1}


def test_awesome_nav_takes_the_repos_apart(
    handbook: Callable[..., Path], build: Callable[..., Built]
) -> None:
    """A nav made from the tree of files, with every repo's folder in it, is cut down in the same way."""
    pytest.importorskip("mkdocs_awesome_nav")
    files = {"docs/.nav.yml": "nav:\n  - index.md\n  - Ours: projects\n"}
    site = build(handbook({"Apps": 3, "": 12}, plugins="awesome-nav,", files=files))
    shown = repos_in(targets(site, "projects/apps-1/docs/one/a/index.html"))
    assert shown["apps-1"] == OWN
    assert sum(shown.values()) <= OWN + 12
