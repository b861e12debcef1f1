"""`mkdocs serve --dirty`: what has not changed is not rendered again."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

CONFIG = "site_name: H\ntheme: mkdocs\nplugins: [oss: {repos: [path: ../lab, path: ../other]}]\n"
LAB = {
    "README.md": "# Lab\n",
    "docs/a.md": "# A\n\nText.\n",
    "docs/b.md": "# B\n\nSee [a](a.md).\n",
    "lab/__init__.py": '"""The package; see [lab.core.run][]."""\n',
    "lab/core.py": '"""The core."""\n\n\ndef run() -> None:\n    """Runs."""\n',
}

Rebuild = Callable[[], list[str]]


@pytest.fixture
def lab(make_repo: Callable[..., GitRepo]) -> GitRepo:
    make_repo("other", {"README.md": "# Other\n", "docs/x.md": "# X\n"})
    make_repo("hub", {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n"})
    return make_repo("lab", LAB)


@pytest.fixture
def rebuild(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Rebuild:
    """One build of a serve with `--dirty`; the pages of the repos that it rendered. A page about all pages always is."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    caplog.set_level(logging.DEBUG, "mkdocs")
    count = 0

    def run() -> list[str]:
        nonlocal count
        caplog.clear()
        config = load_config(str(tmp_path / "hub/mkdocs.yml"), site_dir=str(tmp_path / "site"))
        if not count:
            config.plugins.on_startup(command="serve", dirty=True)
        count += 1
        mkdocs_build(config, dirty=True)
        said = (record.getMessage() for record in caplog.records)
        built = (line.removeprefix("Building page ") for line in said if line.startswith("Building page"))
        return sorted(page for page in built if page.startswith(("projects/lab/", "projects/other/")))

    return run


def edit(repo: GitRepo, files: dict[str, str]) -> None:
    """Writes files, with a time that no file of the site has yet."""
    repo.write(files)
    later = 2_000_000_000
    for name in files:
        os.utime(repo.path / name, (later, later))


def test_only_what_changed_is_rendered_again(lab: GitRepo, rebuild: Rebuild, tmp_path: Path) -> None:
    """An edit renders its own page; the facts, the redirects and the nav still know all the others."""
    everything = rebuild()
    assert {"projects/lab/docs/a.md", "projects/lab/docs/b.md", "projects/other/docs/x.md"} <= set(everything)
    before = json.loads((tmp_path / "site/oss/pages.json").read_bytes())
    assert rebuild() == []
    assert json.loads((tmp_path / "site/oss/pages.json").read_bytes()) == before
    edit(lab, {"docs/b.md": "# B\n\nMore.\n"})
    assert rebuild() == ["projects/lab/docs/b.md"]
    page = (tmp_path / "site/projects/lab/docs/b/index.html").read_text("utf-8")
    assert "More." in page
    assert ">A</a>" in page
    assert "None" not in page


def test_what_a_page_says_of_itself_is_part_of_it(lab: GitRepo, rebuild: Rebuild, tmp_path: Path) -> None:
    """A new owner is on every page that he looks after; a change of the settings renders all that they may change."""
    rebuild()
    edit(lab, {"CODEOWNERS": "/docs/a.md @data/lab\n"})
    assert "projects/lab/docs/a.md" in rebuild()
    assert "data/lab" in (tmp_path / "site/projects/lab/docs/a/index.html").read_text("utf-8")
    (tmp_path / "hub/mkdocs.yml").write_text(CONFIG + "markdown_extensions: [admonition]\n")
    assert "projects/other/docs/x.md" in rebuild()


def test_references_to_api_pages_that_are_not_rendered_again(
    lab: GitRepo, rebuild: Rebuild, tmp_path: Path
) -> None:
    """A page of the API reference that is rendered again still links to the objects on those that are not."""
    pytest.importorskip("mkdocstrings")
    rebuild()
    package = tmp_path / "site/projects/lab/api/lab/index.html"
    assert 'href="core/#lab.core.run"' in package.read_text("utf-8")
    edit(lab, {"lab/__init__.py": '"""The whole package; see [lab.core.run][]."""\n'})
    rendered = rebuild()
    assert "projects/lab/api/lab/core.md" not in rendered
    assert "whole package" in package.read_text("utf-8")
    assert 'href="core/#lab.core.run"' in package.read_text("utf-8")
