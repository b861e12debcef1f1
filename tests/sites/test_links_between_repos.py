"""Links between repos, to the web and from the handbook itself: whole sites, each of their links walked."""

from __future__ import annotations

import importlib.util
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import Built, GitRepo

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """\
site_name: Handbook
site_url: https://handbook.example.org/team/
use_directory_urls: {directories}
theme: mkdocs
markdown_extensions: [admonition, attr_list, md_in_html]
validation: {{links: {{not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}}}
plugins:
  - oss:
      api: false
      links: {links}
      repos:
        - {{path: ../cleaning}}
        - {{path: ../lab}}
"""
CLEANING = {
    "README.md": '# Cleaning\n\n[Guide](docs/guide.md#set-up--go)\n\n<picture>\n<source srcset=".github/dark.png">\n'
    '<img\n  alt="Rows"\n  src="docs/img/rows.png">\n</picture>\n\n<a href="docs/guide.md#setup">S</a>\n\n## Use\n',
    ".github/dark.png": "png",
    "CODEOWNERS": "* @data/cleaning\n",
    "mkdocs.yml": "site_name: Cleaning\nsite_url: https://docs.example.org/cleaning/\n",
    "docs/index.md": "# Cleaning docs\n\n[G](guide/) [H](/guide/) [I](/cleaning/guide/#setup)\n",
    "docs/guide.md": '# Guide\n\n[Up](../README.md#use) ![r](img/rows.png)\n\n<img src="img/rows.png">\n\n## Set up & go\n\n'
    "## Setup\n\n[The other](../deep/page/)\n",
    "docs/deep/page.md": "# Page\n\n!!! note\n\n    [r][ref]\n\n[ref]: ../../README.md\n",
    "docs/img/rows.png": "png",
    "src/clean.py": "x = 1\n",
}
LAB = {
    "README.md": "# Lab\n",
    "CODEOWNERS": "/docs/ @data/lab\n",
    "docs/links.md": """\
---
title: Links
---

# Links

- [overview](repo:cleaning) [guide](repo:cleaning/guide.md#set-up--go) [same](repo:cleaning/docs/guide.md#setup)
- [code](repo:cleaning/src/clean.py) ![rows](repo:cleaning/docs/img/rows.png)
- [published](https://docs.example.org/cleaning/guide/#setup) [root](https://docs.example.org/cleaning/)
- [html](https://docs.example.org/cleaning/deep/page.html) [version](https://docs.example.org/cleaning/latest/guide/)
- [asset](https://docs.example.org/cleaning/img/rows.png)
- [forge](https://github.com/data/cleaning/blob/main/docs/guide.md#setup) [head](https://github.com/Data/Cleaning/blob/HEAD/README.md)
- [tree](https://github.com/data/cleaning/tree/main/docs) ![raw](https://raw.githubusercontent.com/data/cleaning/main/docs/img/rows.png)
- [hub](https://handbook.example.org/team/start/#first) [hub file](https://github.com/data/handbook/blob/main/docs/start.md)
- <a href="repo:cleaning/guide.md#setup">html</a> [ref][ref] [mine](#html)

[ref]: repo:cleaning/deep/page.md

## HTML
""",
    "docs/stay.md": "# Stay\n\n"
    "[tag](https://github.com/data/cleaning/blob/v1.0/docs/guide.md) [line](https://github.com/data/cleaning/blob/main/docs/guide.md#L3) "
    "[home](https://github.com/data/cleaning) [issues](https://github.com/data/cleaning/issues/1) "
    "[edit](https://github.com/data/cleaning/edit/main/docs/guide.md) [gone](https://docs.example.org/cleaning/api/x/) "
    "[other](https://github.com/data/cleaning-tools/blob/main/docs/guide.md)\n",
    "docs/broken.md": "---\ntitle: Broken\n---\n\n# Broken\n\n[a](repo:cleanin/guide.md)\n[b](repo:cleaning/giude.md)\n"
    "[c](repo:cleaning/guide.md#nope)\n[d](#nowhere)\n[e](gone.md)\n[g](<no/such page>)\n",
    "docs/macros.md": "# Macros\n\n[f]({{x}}.md) [g](#made)\n",
}
HUB = {
    "docs/index.md": "# Handbook\n\n[g](repo:cleaning/guide.md#set-up--go) [r](projects/cleaning/docs/guide.md#setup)\n\n"
    '<a href="repo:lab">lab</a> [s](start.md)\n',
    "docs/start.md": "# Start\n\n## First\n\n[m](https://github.com/data/cleaning/blob/main/docs/guide.md)\n",
}

Build = Callable[..., Built]
MakeRepo = Callable[..., GitRepo]


@pytest.fixture(scope="module")
def walker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("walk_links", ROOT / "scripts/walk_links.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["walk_links"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def site(make_repo: MakeRepo, build: Build) -> Callable[..., Built]:
    def make(*, directories: bool = True, links: str = "note", strict: bool = False, **hub: str) -> Built:
        make_repo("cleaning", CLEANING, remote="git@github.com:data/cleaning.git")
        make_repo("lab", LAB, remote="git@github.com:data/lab.git")
        config = CONFIG.format(directories=str(directories).lower(), links=links)
        own = {**HUB, **{f"docs/{name}.md": text for name, text in hub.items()}}
        handbook = make_repo(
            "handbook", {"mkdocs.yml": config, **own}, remote="git@github.com:data/handbook.git"
        )
        return build(handbook.path / "mkdocs.yml", strict=strict)

    return make


def facts(built: Built) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(built.read("oss/handbook.json"))
    return found


def of_links(built: Built) -> dict[str, tuple[str, str, list[str]]]:
    return {
        finding["where"]: (finding["code"], finding["message"], finding["owners"])
        for finding in facts(built)["findings"]
        if finding["code"] in ("broken-link", "broken-anchor")
    }


@pytest.mark.parametrize("directories", [True, False])
def test_every_link_of_the_site_resolves_or_is_told(
    site: Callable[..., Built], walker: ModuleType, directories: bool
) -> None:
    """Each internal link, image and anchor of the built HTML leads somewhere, but for those that are findings."""
    built = site(directories=directories, strict=True)
    done = walker.walk(built.folder, base="/team/", site_url="https://handbook.example.org/team/")
    assert done.links > 100
    page = "projects/lab/docs/broken/index.html" if directories else "projects/lab/docs/broken.html"
    macros = page.replace("broken", "macros")
    faults = {(fault.page, fault.target) for fault in done.broken}
    assert (macros, "{{x}}.md") in faults
    assert (page, "#nowhere") in faults
    assert {page for page, _ in faults} == {page, macros}
    assert set(of_links(built)) == {f"docs/broken.md:{line}" for line in range(7, 13)} | {"docs/macros.md:3"}
    links = built.read(
        "projects/lab/docs/links/index.html" if directories else "projects/lab/docs/links.html"
    )
    start = "../../../" if directories else "../../"
    end = "/" if directories else ".html"
    for expected in (
        f'<a href="{start}cleaning/{"" if directories else "index.html"}">overview</a>',
        f'<a href="{start}cleaning/docs/guide{end}#set-up-go">guide</a>',
        f'<a href="{start}cleaning/docs/guide{end}#setup">html</a>',
        f'<a href="{start}cleaning/docs/guide{end}#setup">published</a>',
        f'<a href="{start}cleaning/docs/guide{end}#setup">forge</a>',
        f'src="{start}cleaning/docs/img/rows.png"',
        f'<a href="{"../" * 4 if directories else "../../../"}start{end}#first">hub</a>',
        f'<a href="{"../" * 4 if directories else "../../../"}start{end}">hub file</a>',
        '<a href="https://github.com/data/cleaning/blob/main/src/clean.py">code</a>',
    ):
        assert expected in links
    for gone in ("docs.example.org", "raw.githubusercontent.com", "repo:", "cleaning/tree"):
        assert gone not in links
    stay = built.read("projects/lab/docs/stay/index.html" if directories else "projects/lab/docs/stay.html")
    for url in (
        "blob/v1.0/",
        "guide.md#L3",
        "/edit/main/",
        "cleaning/api/x/",
        "cleaning-tools/blob",
        '"https://github.com/data/cleaning"',
    ):
        assert url in stay


def test_findings_are_the_writers(site: Callable[..., Built]) -> None:
    """A broken link names the page and line that wrote it, its owners, and what it may have meant; MkDocs says nothing."""
    built = site(strict=True)
    assert built.messages(logging.WARNING) == []
    found = of_links(built)
    assert found["docs/broken.md:7"] == (
        "broken-link",
        "the link 'repo:cleanin/guide.md': the handbook has no repo 'cleanin'",
        ["@data/lab"],
    )
    assert found["docs/broken.md:9"][:2] == (
        "broken-anchor",
        "the link 'repo:cleaning/guide.md#nope' names an anchor that docs/guide.md of cleaning does not have",
    )
    remedies = {f["where"]: (f["remedy"], f["severity"], f["repo"]) for f in facts(built)["findings"]}
    assert remedies["docs/broken.md:7"] == ("did you mean 'repo:cleaning'?", "note", "lab")
    assert remedies["docs/broken.md:8"][0] == "did you mean 'repo:cleaning/docs/guide.md'?"


@pytest.mark.parametrize(
    ("site_url", "link", "is_told"),
    [
        ("https://docs.example.org/cleaning/", "https://docs.example.org/cleaning/gone/", True),
        ("https://docs.example.org/cleaning/", "https://docs.example.org/cleaning/latest/gone.html#x", True),
        ("https://docs.example.org/cleaning/", "https://docs.example.org/cleaning/v1.2/guide/", False),
        ("https://docs.example.org/cleaning/", "https://docs.example.org/cleaning/objects.inv", False),
        ("https://docs.example.org/cleaning/", "https://docs.example.org/other/gone/", False),
        ("https://data.example.org/", "https://data.example.org/deep/gone/", True),
        ("https://data.example.org/", "https://data.example.org/other-project/", False),
    ],
)
def test_a_url_of_a_repos_site_that_is_no_page(
    site_url: str, link: str, is_told: bool, make_repo: MakeRepo, build: Build
) -> None:
    """It stays as it is, and is a note, also with `links: warning`: the site may make the page of other files. A URL
    of another version, of another kind of file, or of another project below an organisation's site says nothing."""
    own = {**CLEANING, "mkdocs.yml": f"site_name: C\nsite_url: {site_url}\n"}
    make_repo("cleaning", own, remote="git@github.com:data/cleaning.git")
    make_repo("lab", {"README.md": f"# Lab\n\n[x]({link})\n"}, remote="git@github.com:data/lab.git")
    config = CONFIG.format(directories="true", links="warning")
    hub = make_repo("handbook", {"mkdocs.yml": config, "docs/index.md": "# H\n"})
    built = build(hub.path / "mkdocs.yml")
    assert f'href="{link}"' in built.read("projects/lab/index.html")
    told = [f for f in facts(built)["findings"] if f["repo"] == "lab" and f["code"].endswith("-link")]
    assert [(f["code"], f["severity"], f["where"]) for f in told] == [
        ("unknown-link", "note", "README.md:3")
    ] * is_told


def test_the_handbooks_published_urls_lead_to_pages_of_repos(make_repo: MakeRepo, build: Build) -> None:
    """The handbook's own address before the URL of any of its pages is that page."""
    make_repo("cleaning", CLEANING)
    url = "https://handbook.example.org/team/projects/"
    make_repo("lab", {"README.md": f"# Lab\n\n[x]({url}cleaning/docs/guide/#setup) [y]({url}cleaning/)\n"})
    config = CONFIG.format(directories="true", links="warning")
    hub = make_repo("handbook", {"mkdocs.yml": config, "docs/index.md": "# H\n"})
    page = build(hub.path / "mkdocs.yml").read("projects/lab/index.html")
    assert 'href="../cleaning/docs/guide/#setup">x</a>' in page
    assert 'href="../cleaning/">y</a>' in page


def test_siblings_links_can_be_warnings(site: Callable[..., Built]) -> None:
    """`links: warning` makes what a repo's page wrote a warning, so that `--strict` fails."""
    built = site(links="warning")
    assert {f["severity"] for f in facts(built)["findings"] if f["code"] == "broken-link"} == {"warning"}
    assert any("docs/broken.md:7" in message for message in built.messages(logging.WARNING))


def test_the_handbooks_own_links(site: Callable[..., Built]) -> None:
    """A `repo:` link of the handbook's own page is made right; a broken one is one warning, and leads nowhere."""
    built = site(own="# Own\n\n[a](repo:cleaning/guide.md#nope)\n\n[b](repo:nobody/x.md)\n")
    index = built.read("index.html")
    assert '<a href="projects/cleaning/docs/guide/#set-up-go">g</a>' in index
    assert '<a href="projects/lab/">lab</a>' in index
    assert '<a href="../projects/cleaning/docs/guide/">m</a>' in built.read("start/index.html")
    warnings = built.messages(logging.WARNING)
    assert len(warnings) == 2
    assert all("handbook: docs/own.md:" in message for message in warnings)
    own = built.read("own/index.html")
    assert '<a href="../projects/cleaning/docs/guide/">a</a>' in own
    assert '<a href="#">b</a>' in own


def test_links_json(site: Callable[..., Built]) -> None:
    """oss/links.json has each link between pages, with who wrote it where, and what it leads to."""
    built = site()
    links = json.loads(built.read("oss/links.json"))
    assert links["schema"] == 1
    by_page = {(page["repo"], page["path"]): page for page in links["pages"]}
    lab = by_page["lab", "docs/links.md"]
    assert lab["owners"] == ["@data/lab"]
    assert {"line": 7, "repo": "cleaning", "path": "docs/guide.md", "anchor": "set-up-go"} in lab["links"]
    assert {"line": 17, "repo": "cleaning", "path": "docs/deep/page.md"} in lab["links"]
    assert {"line": 14, "repo": "handbook", "path": "docs/start.md", "anchor": "first"} in lab["links"]
    hub = by_page["handbook", "docs/index.md"]["links"]
    assert {"line": 3, "repo": "cleaning", "path": "docs/guide.md", "anchor": "setup"} in hub
    assert {"line": 5, "repo": "lab", "path": "README.md"} in hub
    assert built.read("oss/links.json") == site_again(built)


def site_again(built: Built) -> str:
    links = json.loads(built.read("oss/links.json"))
    from mkdocs_oss.site import encoded_links

    return encoded_links(links).decode()
