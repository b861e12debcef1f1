"""A handbook's site, walked: every broken link is one that a finding names, or the walk says so."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from conftest import Built, GitRepo

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
HUB = """\
site_name: Handbook
theme: mkdocs
markdown_extensions: [attr_list, md_in_html]
plugins:
  - oss: {repos: [{path: ../lab}], api: false}
"""
LAB = {
    "README.md": "# Lab\n\n[Guide](docs/guide.md#use)\n",
    "docs/guide.md": "# Guide\n\n[a](#nope) ![b](gone.png)\n[c](gone.md) [`run`] [x]({{ macro }})\n\n## Use\n\n"
    '--8<-- "docs/part.txt"\n\n<div>\n\n[d](#nowhere)\n\n</div>\n\n[`run`]: other.md#so\n[unused]: #unused\n',
    "docs/part.txt": "[e](other.md#gone)\n",
    "docs/other.md": "# Other\n\n<span id='so'></span>\n",
}
Build = Callable[..., Built]


@pytest.fixture
def walker(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("walk_handbook")


@pytest.fixture
def site(make_repo: Callable[..., GitRepo], build: Build) -> Path:
    make_repo("lab", LAB)
    hub = make_repo("handbook", {"mkdocs.yml": HUB, "docs/index.md": "# Handbook\n"})
    return build(hub.path / "mkdocs.yml").folder


def test_every_broken_link_is_named(site: Path, walker: ModuleType) -> None:
    """Links to nowhere, missing anchors, a snippet's links and macros: each has its finding, with file and line."""
    found = walker.report(site)
    assert found.is_good
    row = next(row for row in found.rows if row.repo == "lab")
    assert (row.pages, row.unexplained, row.contradicted, row.as_text) == (4, 0, (), 1)
    assert {(fault.target, fault.where) for fault in found.broken} == {
        ("#nope", "docs/guide.md:3"),
        ("{{ macro }}", "docs/guide.md:4"),
        ("../other/#gone", "docs/part.txt:1"),
    }


def test_what_no_finding_names_is_told(site: Path, walker: ModuleType) -> None:
    """A link that breaks in the build alone is unexplained; a finding that the site does not share is contradicted."""
    page = site / "projects/lab/index.html"
    page.write_text(page.read_text("utf-8").replace("docs/guide/#use", "docs/guide/#other"), "utf-8")
    guide = site / "projects/lab/docs/guide/index.html"
    guide.write_text(guide.read_text("utf-8").replace("<h2", "<p id='nope'></p><h2"), "utf-8")
    done = subprocess.run(
        [sys.executable, SCRIPTS / "walk_handbook.py", site, "--json"], capture_output=True, check=False
    )
    assert done.returncode == 1
    row = next(row for row in json.loads(done.stdout)["rows"] if row["repo"] == "lab")
    assert (row["unexplained"], row["contradicted"]) == (1, ["docs/guide.md:3: #nope"])
