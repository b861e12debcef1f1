"""Beside other plugins and MkDocs' own features: nothing breaks, and each page is judged by what it is."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import elements, facts_on, of_class

HOOK = """
from mkdocs.structure.files import File

def on_files(files, config):
    files.append(File.generated(config, "made.md", content="# Made by a hook\\n\\nHere.\\n"))
    files.append(File.generated(config, "projects/tool/docs/a.md", content="# From the hook\\n"))
    return files
"""
CONFIG = "site_name: H\ntheme: mkdocs\nplugins: [search, oss]\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def urls(site: Built) -> set[str]:
    return {page["url"] for page in json.loads(site.read("oss/pages.json"))}


def test_a_page_that_a_hook_makes(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """A page made in memory is shown as it is, with no facts that nobody can know; it wins over a repo's."""
    make_repo("tool", {"README.md": "# Tool\n", "docs/a.md": "# A\n"})
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": f"{CONFIG}hooks: [hook.py]\n",
            "hook.py": HOOK,
            "docs/index.md": "# W\n",
            "repos.yml": "repos:\n- path: ../tool\n",
        },
    )
    site = build(hub.path / "mkdocs.yml", strict=True)
    assert "Here." in site.read("made/index.html")
    assert facts_on(site.read("made/index.html")) == {}
    html = site.read("projects/tool/docs/a/index.html")
    assert "From the hook" in html
    assert facts_on(html) == {}
    assert not urls(site) & {"made/", "projects/tool/docs/a/"}


def test_excluded_draft_and_unlisted_pages(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Excluded pages and drafts are not built and not judged; a page out of the nav is as any other."""
    config = (
        f"{CONFIG}nav: [index.md]\nexclude_docs: |\n  gone.md\n  templates/\ndraft_docs: |\n  draft.md\n"
        "not_in_nav: |\n  aside.md\n"
    )
    bad = "---\nreviewed: never\n---\n# X\n"
    files = {
        "docs/gone.md": bad,
        "docs/templates/t.md": bad,
        "docs/draft.md": bad,
        "docs/aside.md": "# Aside\n",
    }
    hub = make_repo("handbook", {"mkdocs.yml": config, "docs/index.md": "# W\n", **files})
    site = build(hub.path / "mkdocs.yml", strict=True)
    assert urls(site) == {"", "aside/"}
    assert len(of_class(site.read("aside/index.html"), "oss-line")) == 1
    assert json.loads(site.read("oss/handbook.json"))["findings"] == []


def test_the_404_page_stays_the_themes(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The theme's 404.html carries no facts; it is no page of the handbook."""
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, "docs/index.md": "# W\n"})
    assert facts_on(build(hub.path / "mkdocs.yml", strict=True).read("404.html")) == {}


def test_subfolders_for_languages(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """Pages below de/ and fr/ have their own paths, owners and dates."""
    files = {
        f"docs/{language}{name}": f"# {name}\n"
        for language in ("", "de/", "fr/")
        for name in ("index.md", "über uns.md")
    }
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, **files, "CODEOWNERS": "/docs/de/ @team/de\n"})
    site = build(hub.path / "mkdocs.yml", strict=True)
    found = {page["path"]: page["owners"] for page in json.loads(site.read("oss/pages.json"))}
    assert found["docs/de/über uns.md"] == ["@team/de"]
    assert found["docs/fr/über uns.md"] == []
    assert len(found) == 6


def test_a_readme_beside_an_index(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """MkDocs leaves out a README.md beside an index.md; the facts have one page too."""
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, "docs/index.md": "# W\n", "docs/README.md": "# R\n"})
    site = build(hub.path / "mkdocs.yml")
    assert [page["path"] for page in json.loads(site.read("oss/pages.json"))] == ["docs/index.md"]


def test_literate_nav_keeps_its_summary(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A hub whose nav is its SUMMARY.md keeps that nav, and the projects follow it, once."""
    make_repo("tool", {"README.md": "# Tool\n"})
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [literate-nav: {nav_file: SUMMARY.md}, oss]\n",
            "docs/SUMMARY.md": "- [Second](b.md)\n- [First](a.md)\n- [Home](index.md)\n",
            "docs/index.md": "# W\n",
            "docs/a.md": "# A\n",
            "docs/b.md": "# B\n",
            "repos.yml": "repos:\n- path: ../tool\n",
        },
    )
    site = build(hub.path / "mkdocs.yml")
    html = site.read("index.html")
    names = ("Second", "First", "Home", "Projects", "All projects", "tool")
    places = [html.index(f">{name}<") for name in names]
    assert places == sorted(places)
    assert html.count(">All projects<") == 1
    (hub.path / "docs/SUMMARY.md").unlink()
    html = build(hub.path / "mkdocs.yml").read("index.html")
    assert html.count(">All projects<") == 1
    assert html.index(">A<") < html.index(">All projects<")


def test_markdown_extensions_and_snippets_of_the_hub_work(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The hub's own extensions act in its pages and in the repos'."""
    text = "# T\n\n!!! note\n    Mind.\n"
    make_repo("tool", {"README.md": text})
    config = f"{CONFIG}markdown_extensions: [admonition, toc: {{permalink: true}}]\n"
    hub = make_repo(
        "handbook", {"mkdocs.yml": config, "docs/index.md": text, "repos.yml": "repos:\n- path: ../tool\n"}
    )
    site = build(hub.path / "mkdocs.yml", strict=True)
    for page in ("index.html", "projects/tool/index.html"):
        assert of_class(site.read(page), "admonition")
        assert of_class(site.read(page), "headerlink")


@pytest.fixture
def without_mkdocstrings(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    find = importlib.util.find_spec

    def missing(name: str, package: str | None = None) -> Any:
        return (
            None if name.split(".")[0] in ("mkdocstrings", "mkdocstrings_handlers") else find(name, package)
        )

    monkeypatch.setattr(importlib.util, "find_spec", missing)


@pytest.mark.usefixtures("without_mkdocstrings")
class TestWithoutTheApiExtra:
    """mkdocstrings is not installed."""

    @pytest.fixture
    def hub(self, make_repo: Callable[..., GitRepo]) -> Callable[[str], GitRepo]:
        make_repo(
            "lib",
            {
                "README.md": "# Lib\n",
                "lib_a/__init__.py": '"""A."""\n',
                "pyproject.toml": "[project]\nname = 'lib_a'\n",
            },
        )

        def make(plugin: str) -> GitRepo:
            config = f"site_name: H\ntheme: mkdocs\nplugins:\n- {plugin}\n"
            return make_repo(
                "handbook",
                {"mkdocs.yml": config, "docs/index.md": "# W\n", "repos.yml": "repos:\n- path: ../lib\n"},
            )

        return make

    def test_the_bare_suite_builds(self, hub: Callable[[str], GitRepo], build: Callable[..., Built]) -> None:
        """Everything but the reference is there, and one INFO line names the remedy; --strict passes."""
        site = build(hub("oss").path / "mkdocs.yml", strict=True)
        assert not (site.folder / "projects/lib/api").exists()
        assert facts_on(site.read("projects/lib/index.html"))
        (line,) = [record for record in site.records if "mkdocs-oss[api]" in record.getMessage()]
        assert line.levelno == logging.INFO
        assert 'pip install "mkdocs-oss[api]"' in line.getMessage()

    @pytest.mark.parametrize("plugin", ["oss: {api: {}}", "oss\n- oss/api", "oss/repos\n- oss/api"])
    def test_asked_for_it_fails(
        self,
        plugin: str,
        hub: Callable[[str], GitRepo],
        build: Callable[..., Built],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Who asks for the reference by name gets one error line with the remedy."""
        with pytest.raises(SystemExit):
            build(hub(plugin).path / "mkdocs.yml")
        assert 'pip install "mkdocs-oss[api]"' in caplog.text

    def test_false_says_nothing(self, hub: Callable[[str], GitRepo], build: Callable[..., Built]) -> None:
        """`api: false`: no line about the extra."""
        site = build(hub("oss: {api: false}").path / "mkdocs.yml", strict=True)
        assert not [message for message in site.messages() if "mkdocs-oss[api]" in message]


def test_the_page_lists_its_headings_only(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """What we put on the page adds no heading, so the table of contents stays the author's."""
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, "docs/index.md": "# W\n\n## One\n"})
    html = build(hub.path / "mkdocs.yml").read("index.html")
    assert [e.words for e in elements(html) if e.tag in ("h1", "h2", "h3")][:2] == ["W", "One"]
    (main,) = [e for e in elements(html) if e.attributes.get("role") == "main"]
    assert sum(e.tag in ("h1", "h2", "h3", "h4") for e in main.inside) == 2
